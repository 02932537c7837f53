/** What somebody does who proposes: the changes and records that an editor writes for each gesture. */
import { type ProposalRecord, PROPOSALS_NAME, type RecordRange } from "@parley/document";
import { IdSet } from "@parley/history";
import { type NegotiatedDocument, PARAGRAPH_BREAK, listProposals, proposerOf } from "@parley/proposals";
import * as Y from "yjs";
import { type Page, type Random, stretchFrom } from "./page.ts";
import { deleteLiving, idOf, rangesIn, rangesOf, safeOffset } from "./shared-ids.ts";

type Gesture = (hand: Hand) => void;

/** How often each gesture is made, of a hundred. */
const gestures: readonly (readonly [weight: number, gesture: Gesture])[] = [
  [30, (hand) => hand.type(hand.page.word(hand.random))],
  [5, (hand) => hand.type(PARAGRAPH_BREAK)],
  [20, (hand) => hand.strike()],
  [6, (hand) => hand.page.insertBlock(hand.random)],
  [4, (hand) => hand.insertRow()],
  [2, (hand) => hand.insertColumn()],
  [6, (hand) => hand.removeParagraph()],
  [5, (hand) => hand.join()],
  [5, (hand) => hand.setAttribute()],
  [3, (hand) => hand.indentList()],
  [4, (hand) => hand.format(1)],
  [2, (hand) => hand.format(3)],
  [2, (hand) => hand.removeRow()],
  [1, (hand) => hand.removeColumn()],
  [5, (hand) => hand.withdraw()],
];

/** Makes one gesture on a page. */
export function propose(page: Page, document: NegotiatedDocument, random: Random, answers: boolean): void {
  if (page.paragraphs().length === 0) return page.insertBlock(random);
  if (answers && random.chance(0.03)) return page.ydoc.transact(() => new Hand(page, document, random).answer());
  let left = random.int(100);
  const chosen = gestures.find(([weight]) => (left -= weight) < 0);
  page.ydoc.transact(() => chosen?.[1](new Hand(page, document, random)));
}

/** Cuts words or a paragraph and pastes them elsewhere. */
export function proposeMove(page: Page, document: NegotiatedDocument, random: Random): void {
  if (page.paragraphs().length < 2) return;
  page.ydoc.transact(() => new Hand(page, document, random).move());
}

class Hand {
  readonly page: Page;
  readonly random: Random;
  private readonly document: NegotiatedDocument;

  constructor(page: Page, document: NegotiatedDocument, random: Random) {
    this.page = page;
    this.document = document;
    this.random = random;
  }

  private paragraph(): Y.XmlElement {
    return this.random.pick(this.page.paragraphs());
  }

  private name(): string {
    return Array.from({ length: 10 }, () => this.random.int(36).toString(36)).join("");
  }

  private record(record: ProposalRecord): void {
    this.page.ydoc.getMap(PROPOSALS_NAME).set(`${this.page.person}:${this.name()}`, record);
  }

  type(words: string): void {
    const text = this.page.textOf(this.paragraph());
    text.insert(safeOffset(text, this.random.int(text.length + 1)), words);
  }

  /** The delete key: own pending characters go, others are struck. */
  strike(): void {
    const text = this.page.textOf(this.paragraph());
    const { from, count } = stretchFrom(text, this.random.int(text.length + 1), 1 + this.random.int(8));
    this.strikeIn(text, from, count);
  }

  /** Returns what is struck: own pending characters go without a record. */
  private strikeIn(text: Y.XmlText, from: number, count: number, group?: string): RecordRange[] {
    const units = rangesIn(text, from, count).flatMap(([client, clock, length]) =>
      Array.from({ length }, (_, i): RecordRange => [client, clock + i, 1]),
    );
    const mine = units.filter(([client, clock]) => this.isOwnWaiting(client, clock));
    const others = units.filter((unit) => !mine.includes(unit));
    deleteLiving(text, IdSet.of(mine.map(([client, clock, length]) => ({ client, clock, length }))));
    if (others.length > 0) this.record({ do: "delete", ids: others, ...(group !== undefined && { group }) });
    return others;
  }

  /** Whether a character waits as this person's proposal, or has been written just now. */
  private isOwnWaiting(client: number, clock: number): boolean {
    const { pending, attribution } = this.document;
    if (attribution.insertingRow(client, clock) === undefined) return client === this.page.ydoc.clientID;
    const seq = pending.get(client, clock);
    return seq !== undefined && proposerOf(this.document, { client, clock }, seq).personId === this.page.person;
  }

  move(): void {
    const [cut, target] = [this.paragraph(), this.paragraph()];
    const words = this.page.textOf(cut);
    if (this.random.chance(0.4) && cut.parent === this.page.fragment) return this.moveBlock(cut, words);
    const { from, count } = stretchFrom(words, this.random.int(words.length + 1), 1 + this.random.int(12));
    const pasted = plainOf(words).slice(from, from + count);
    if (pasted === "" || cut === target) return;
    const gone = this.strikeIn(words, from, count);
    const text = this.page.textOf(target);
    const at = safeOffset(text, this.random.int(text.length + 1));
    text.insert(at, pasted);
    if (gone.length > 0) this.record({ do: "move", from: gone, to: rangesIn(text, at, pasted.length) });
  }

  private moveBlock(cut: Y.XmlElement, words: Y.XmlText): void {
    const [client, clock] = idOf(cut);
    const from: RecordRange[] = [[client, clock, 1], ...rangesOf(cut)];
    this.remove(cut);
    const made = new Y.XmlElement("paragraph");
    this.page.fragment.insert(this.random.int(this.page.fragment.length + 1), [made]);
    made.insert(0, [new Y.XmlText(plainOf(words))]);
    this.record({ do: "move", from, to: [[...idOf(made), 1], ...rangesOf(made)] });
  }

  insertRow(): void {
    const table = this.page.table();
    if (!table) return;
    const row = new Y.XmlElement("tableRow");
    table.insert(this.random.int(table.length + 1), [row]);
    for (let i = 0; i < 2; i++) this.insertCell(row, i);
  }

  insertColumn(): void {
    const rows = this.page.table()?.toArray() as Y.XmlElement[] | undefined;
    const at = this.random.int(3);
    for (const row of rows ?? []) this.insertCell(row, Math.min(at, row.length));
  }

  private insertCell(row: Y.XmlElement, at: number): void {
    const cell = new Y.XmlElement("tableCell");
    row.insert(at, [cell]);
    const paragraph = new Y.XmlElement("paragraph");
    cell.insert(0, [paragraph]);
    paragraph.insert(0, [new Y.XmlText(this.page.word(this.random))]);
  }

  removeParagraph(): void {
    this.remove(this.paragraph());
  }

  removeRow(): void {
    const table = this.page.table();
    if (table && table.length > 0) this.remove(this.random.pick(table.toArray()) as Y.XmlElement);
  }

  removeColumn(): void {
    const rows = (this.page.table()?.toArray() ?? []) as Y.XmlElement[];
    const [at, group] = [this.random.int(2), this.name()];
    for (const row of rows) {
      const cell = row.toArray()[at];
      if (row.length > 1 && cell instanceof Y.XmlElement) this.remove(cell, group);
    }
  }

  private remove(element: Y.XmlElement, group?: string): void {
    this.record({
      do: "remove",
      block: idOf(element),
      ids: rangesOf(element),
      ...(group !== undefined && { group }),
    });
  }

  join(): void {
    const paragraph = this.paragraph();
    const siblings = (paragraph.parent as Y.XmlFragment).toArray();
    const before = siblings[siblings.indexOf(paragraph) - 1];
    if (before instanceof Y.XmlElement && before.nodeName === "paragraph")
      this.record({ do: "join", block: idOf(paragraph), to: idOf(before) });
  }

  setAttribute(): void {
    const value = this.random.pick(["quote", "heading", null]);
    this.record({ do: "set", block: idOf(this.paragraph()), name: "style", value });
  }

  /** Makes neighbouring paragraphs items of a list, deeper or less deep. */
  indentList(): void {
    const [group, depth] = [this.name(), this.random.pick([1, 2, null])];
    for (const paragraph of this.neighbours(2)) {
      const block = idOf(paragraph);
      this.record({ do: "set", block, name: "list", value: "number", group });
      this.record({ do: "set", block, name: "depth", value: depth, group });
    }
  }

  /** Formats words; in several paragraphs it is one gesture. */
  format(count: number): void {
    const [group, value] = [this.name(), this.random.chance(0.6) ? {} : null];
    for (const paragraph of this.neighbours(count)) {
      const text = this.page.textOf(paragraph);
      const stretch =
        count > 1 ? { from: 0, count: text.length } : stretchFrom(text, this.random.int(text.length + 1), 6);
      const ids = rangesIn(text, stretch.from, stretch.count);
      if (ids.length > 0) this.record({ do: "format", ids, mark: "bold", value, group });
    }
  }

  private neighbours(count: number): Y.XmlElement[] {
    const all = this.page.paragraphs();
    return all.slice(this.random.int(all.length)).slice(0, count);
  }

  /** Proposes something else than somebody has, in answer to it. */
  answer(): void {
    const others = listProposals(this.document).filter(({ author }) => author !== null && author !== this.page.person);
    if (others.length === 0) return;
    const [client = 0, clock = 0] = this.random.pick(others).id.split("-").map(Number);
    const text = this.page.textOf(this.paragraph());
    const { from, count } = stretchFrom(text, this.random.int(text.length + 1), this.random.int(4));
    const [group, fresh] = [this.name(), this.page.word(this.random)];
    text.insert(from + count, fresh);
    const ids = rangesIn(text, from + count, fresh.length);
    if (count > 0) this.strikeIn(text, from, count, group);
    this.record({ do: "counter", to: [client, clock], ids, group });
  }

  withdraw(): void {
    const map = this.page.ydoc.getMap(PROPOSALS_NAME);
    const own = [...map.keys()].filter((key) => key.startsWith(this.page.person));
    if (own.length > 0) map.delete(this.random.pick(own));
  }
}

/** The characters of a text; as a string Yjs writes formatting as tags among them. */
function plainOf(text: Y.XmlText): string {
  return (text.toDelta() as readonly { readonly insert: string }[]).map(({ insert }) => insert).join("");
}
