/**
 * People who propose, people who edit and people who decide, at random and at once, on one document without a server around it.
 *
 * Oracles: nothing that is proposed changes the agreed view; accepting and rejecting give exactly the views that were shown
 * before; every page ends with what the replica holds.
 */
import { type PersonId, must, newId, seededRandom } from "@parley/base";
import {
  type BlockContent,
  type DocumentContent,
  type ProposalRecord,
  type RecordRange,
  PROPOSALS_NAME,
  readContent,
  seedUpdate,
} from "@parley/document";
import { DocumentReplica, IdSet, type TailRow, type UpdateRefusal } from "@parley/history";
import {
  type Accepts,
  type NegotiatedDocument,
  type Proposal,
  PARAGRAPH_BREAK,
  agreedView,
  carryOut,
  listProposals,
  proposalGate,
  proposedView,
  readView,
} from "@parley/proposals";
import * as Y from "yjs";

const SERVER_CLIENT = 7;

/** One person's page. */
class Page {
  readonly person: PersonId;
  readonly proposes: boolean;
  ydoc = new Y.Doc();
  inbox: Uint8Array[] = [];
  outbox: Uint8Array[] = [];
  base = 0;
  seen = 0;

  constructor(person: PersonId, proposes: boolean) {
    this.person = person;
    this.proposes = proposes;
  }
}

export interface NegotiationOptions {
  readonly steps: number;
  readonly lag: number;
}

/** Plays from a seed; returns what was wrong, an empty list when nothing was. */
export function negotiate(
  seed: number,
  options: NegotiationOptions,
): { problems: string[]; decided: number; refused: number; proposing: number; rows: readonly TailRow[] } {
  const negotiation = new Negotiation(seed, options);
  negotiation.play();
  return negotiation;
}

/** Content as lines that compare and can be read in a failure. */
const normal = (content: DocumentContent): string => content.blocks.map((block) => line(block)).join(" ¶ ");

/**
 * The words alone. Of two proposals for one attribute the later one is shown; when it is agreed on, the other is what still may
 * come. And a break that somebody proposed in a paragraph of which nothing else remains may leave an empty one.
 */
const words = (blocks: readonly BlockContent[]): string =>
  blocks
    .map((block) =>
      block.type === "paragraph"
        ? block.runs.map(({ text }) => text).join("")
        : block.type === "table"
          ? `[${block.rows.map((row) => row.cells.map((cell) => words(cell.blocks)).join(" | ")).join(" || ")}]`
          : block.type,
    )
    .filter((text) => text !== "")
    .join(" ¶ ");

function line(block: BlockContent): string {
  if (block.type === "paragraph") {
    const runs = block.runs
      .map(({ text, marks }) => (marks ? `{${Object.keys(marks).join()} ${text}}` : text))
      .join("");
    const attributes = Object.entries(block.attributes ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `${attributes.length > 0 ? `<${attributes.join(" ")}>` : ""}${runs}`;
  }
  if (block.type !== "table") return block.type;
  return `[${block.rows.map((row) => row.cells.map((cell) => cell.blocks.map(line).join("/")).join(" | ")).join(" || ")}]`;
}

class Negotiation {
  readonly problems: string[] = [];
  decided = 0;
  refused = 0;
  proposing = 0;
  private readonly random: ReturnType<typeof seededRandom>;
  private readonly options: NegotiationOptions;
  private replica = DocumentReplica.open(null, []);
  readonly rows: TailRow[] = [];
  private readonly owners = new Map<number, PersonId>();
  private readonly pages: Page[];
  private nextClient = 100;

  constructor(seed: number, options: NegotiationOptions) {
    this.random = seededRandom(seed);
    this.options = options;
    this.pages = [true, true, false].map((proposes) => new Page(newId<"person">(this.random), proposes));
    this.take(seedUpdate(this.seedContent(), SERVER_CLIENT), { proposes: false, kind: "import", page: null });
    for (const page of this.pages) this.reopen(page);
  }

  private seedContent(): DocumentContent {
    const paragraph = (text: string): BlockContent => ({ type: "paragraph", runs: [{ text }] });
    return {
      blocks: [
        paragraph("The price is 100 euros."),
        {
          type: "paragraph",
          attributes: { style: "heading", level: 2 },
          runs: [{ text: "Term", marks: { bold: {} } }],
        },
        paragraph("Payable in thirty days from the invoice."),
        {
          type: "table",
          rows: [0, 1].map((row) => ({
            type: "tableRow" as const,
            cells: [0, 1].map((cell) => ({ type: "tableCell" as const, blocks: [paragraph(`cell ${row} ${cell}`)] })),
          })),
        },
        paragraph("End."),
      ],
    };
  }

  get document(): NegotiatedDocument {
    const { replica } = this;
    return {
      ydoc: replica.ydoc,
      attribution: replica.attribution,
      lineage: replica.lineage,
      pending: replica.pending,
      ownerOf: (client) => this.owners.get(client),
    };
  }

  /** A page that starts again from what the server holds, under a new client id. */
  private reopen(page: Page): void {
    page.ydoc = new Y.Doc();
    page.ydoc.clientID = this.nextClient++;
    this.owners.set(page.ydoc.clientID, page.person);
    Y.applyUpdate(page.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
    page.inbox = [];
    page.outbox = [];
    page.seen = this.rows.length;
    const { ydoc } = page;
    ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "remote") return;
      if (page.outbox.length === 0) page.base = page.seen;
      page.outbox.push(update);
    });
  }

  private take(
    update: Uint8Array,
    by: { proposes: boolean; kind: TailRow["kind"]; page: Page | null; statement?: TailRow["statement"] },
  ): UpdateRefusal | null {
    const context = {
      kind: by.kind,
      baseSeq: by.page?.base ?? null,
      proposes: by.proposes,
      statement: by.statement ?? null,
    };
    const gate = by.page && by.proposes ? proposalGate(this.document, by.page.person) : undefined;
    const taken = this.replica.take(
      update,
      (client) => by.page === null || this.owners.get(client) === by.page.person,
      context,
      gate,
    );
    if (taken === null) return null;
    if ("code" in taken) return taken;
    this.rows.push({ seq: taken.seq, update: taken.update, ...context });
    for (const page of this.pages ?? []) if (page !== by.page) page.inbox.push(taken.update);
    return null;
  }

  play(): void {
    for (let step = 0; step < this.options.steps && this.problems.length === 0; step++) {
      if (this.random.chance(0.12)) {
        this.decide();
        continue;
      }
      const page = this.random.pick(this.pages);
      if (!this.random.chance(this.options.lag)) this.receive(page);
      this.act(page);
      if (!this.random.chance(this.options.lag)) this.send(page);
    }
    for (const page of this.pages) this.send(page);
    for (const page of this.pages) this.receive(page);
    this.checkEnd();
  }

  private receive(page: Page): void {
    for (const update of page.inbox.splice(0)) Y.applyUpdate(page.ydoc, update, "remote");
    page.seen = this.rows.length;
  }

  private send(page: Page): void {
    if (page.outbox.length === 0) return;
    const update = Y.mergeUpdates(page.outbox);
    page.outbox = [];
    const before = normal(readView(this.document, agreedView));
    const refusal = this.take(update, { proposes: page.proposes, kind: "typed", page });
    if (refusal) {
      this.refused++;
      if (!page.proposes) this.problems.push(`an editor is refused: ${refusal.code} ${refusal.reason}`);
      this.reopen(page);
      return;
    }
    if (!page.proposes) return;
    this.proposing++;
    const after = normal(readView(this.document, agreedView));
    if (after !== before) this.problems.push(`a proposal changed agreed content:\n${before}\n${after}`);
  }

  /** Somebody decides on some of the proposals. */
  private decide(): void {
    const { document, random } = this;
    const all = listProposals(document);
    this.checkList(all);
    if (all.length === 0) return;
    const verdict = random.chance(0.5) ? "accept" : "reject";
    const picked = random.chance(0.25) ? all : all.filter(() => random.chance(0.3));
    const ids = new Set(picked.map((each) => each.id));
    const chosen = verdict === "accept" ? picked.filter((each) => each.requires.every((id) => ids.has(id))) : picked;
    if (chosen.length === 0) return;
    const agreedBefore = normal(readView(document, agreedView));
    const expected = verdict === "accept" ? normal(readView(document, acceptsOnly(chosen))) : agreedBefore;
    // What was not decided on still stands where it stood.
    const stillProposed = words(readView(document, verdict === "accept" ? proposedView : acceptsAllBut(chosen)).blocks);
    const { update, statement } = carryOut(document, chosen, verdict, {
      clientId: SERVER_CLIENT,
      facts: JSON.stringify({ verdict }),
    });
    const refusal = this.take(update, { proposes: false, kind: "decision", page: null, statement });
    if (refusal) this.problems.push(`a decision is refused: ${refusal.reason}`);
    this.decided += chosen.length;
    const agreed = normal(readView(this.document, agreedView));
    if (agreed !== expected)
      this.problems.push(
        `${verdict} of ${chosen.map((each) => each.kind).join()}: agreed is\n${agreed}\ninstead of\n${expected}`,
      );
    const proposed = words(readView(this.document, proposedView).blocks);
    if (proposed !== stillProposed)
      this.problems.push(
        `${verdict} of ${chosen.map((each) => each.kind).join()}: proposed is\n${proposed}\ninstead of\n${stillProposed}`,
      );
    const left = listProposals(this.document);
    if (chosen.length === all.length && left.length > 0)
      this.problems.push(
        `after ${verdict} of all there is left: ${left.map((each) => `${each.kind} ${JSON.stringify(each.insertedText)}`).join()}`,
      );
  }

  /** [PR3] */
  private checkList(all: readonly Proposal[]): void {
    const ids = new Set(all.map((proposal) => proposal.id));
    if (ids.size !== all.length) this.problems.push("two proposals share an id");
    const keys = all.flatMap((proposal) => proposal.records.map((record) => record.key));
    if (new Set(keys).size !== keys.length) this.problems.push("a record is in two proposals");
    if (keys.length !== [...this.replica.ydoc.getMap(PROPOSALS_NAME).keys()].length)
      this.problems.push("a record is in no proposal");
  }

  private checkEnd(): void {
    const words = normal(readContent(this.replica.ydoc));
    for (const page of this.pages)
      if (normal(readContent(page.ydoc)) !== words)
        this.problems.push("a page shows something else than the server holds");
    const replayed = DocumentReplica.open(null, this.rows);
    if (Buffer.compare(Buffer.from(replayed.save().index), Buffer.from(this.replica.save().index)) !== 0)
      this.problems.push("the index recomputed from the log is another one");
  }

  private act(page: Page): void {
    if (page.proposes) page.ydoc.transact(() => this.propose(page));
    else page.ydoc.transact(() => this.edit(page));
  }

  private paragraphs(page: Page): Y.XmlElement[] {
    const found: Y.XmlElement[] = [];
    const visit = (parent: Y.XmlFragment): void => {
      for (const child of parent.toArray()) {
        if (!(child instanceof Y.XmlElement)) continue;
        if (child.nodeName === "paragraph") found.push(child);
        else visit(child);
      }
    };
    visit(page.ydoc.getXmlFragment("default"));
    return found;
  }

  private textOf(paragraph: Y.XmlElement): Y.XmlText {
    const text = paragraph.toArray().find((child): child is Y.XmlText => child instanceof Y.XmlText);
    if (text) return text;
    const made = new Y.XmlText();
    paragraph.insert(0, [made]);
    return made;
  }

  private word(): string {
    return this.random.pick(["new ", "30", "条款", "🙂", "and ", "x", "EUR", "乙方"]);
  }

  private propose(page: Page): void {
    const { random } = this;
    const paragraphs = this.paragraphs(page);
    if (paragraphs.length === 0) return this.insertBlock(page);
    const paragraph = random.pick(paragraphs);
    const text = this.textOf(paragraph);
    const choice = random.int(100);
    const at = random.int(text.length + 1);
    if (choice < 34) text.insert(safeOffset(text, at), this.word());
    else if (choice < 39) text.insert(safeOffset(text, at), PARAGRAPH_BREAK);
    else if (choice < 60) {
      const from = safeOffset(text, at);
      this.proposeDeletion(page, text, from, safeOffset(text, Math.min(text.length, from + 1 + random.int(8))) - from);
    } else if (choice < 66) this.insertBlock(page);
    else if (choice < 71) this.insertRow(page);
    else if (choice < 77) this.record(page, { do: "remove", block: idOf(paragraph), ids: rangesOf(paragraph) });
    else if (choice < 82) this.proposeJoin(page, paragraph);
    else if (choice < 87)
      this.record(page, {
        do: "set",
        block: idOf(paragraph),
        name: "style",
        value: random.pick(["quote", "heading", null]),
      });
    else if (choice < 93 && text.length > 0)
      this.record(page, {
        do: "format",
        ids: rangesIn(
          text,
          safeOffset(text, at),
          safeOffset(text, Math.min(text.length, at + 6)) - safeOffset(text, at),
        ),
        mark: "bold",
        value: random.chance(0.6) ? {} : null,
      });
    else if (choice < 96) this.removeRow(page);
    else this.withdraw(page);
  }

  private record(page: Page, record: ProposalRecord): void {
    page.ydoc.getMap(PROPOSALS_NAME).set(`${page.person}:${random36(this.random)}`, record);
  }

  /** What an editor in proposing mode does for the delete key: own pending characters go, others are struck. */
  private proposeDeletion(page: Page, text: Y.XmlText, from: number, count: number): void {
    const ids = rangesIn(text, from, count);
    const own: RecordRange[] = [];
    const others: RecordRange[] = [];
    for (const [client, clock, length] of ids)
      for (let i = 0; i < length; i++) {
        const waits = this.replica.pending.get(client, clock + i) !== undefined || client === page.ydoc.clientID;
        const mine = waits && this.owners.get(client) === page.person && !this.wasAgreed(client, clock + i);
        (mine ? own : others).push([client, clock + i, 1]);
      }
    const mine = IdSet.of(own.map(([client, clock, length]) => ({ client, clock, length })));
    deleteLiving(text, mine);
    if (others.length > 0) this.record(page, { do: "delete", ids: others });
  }

  /** Whether the page knows that an own character was accepted meanwhile. */
  private wasAgreed(client: number, clock: number): boolean {
    return (
      this.replica.attribution.insertingRow(client, clock) !== undefined &&
      this.replica.pending.get(client, clock) === undefined
    );
  }

  private insertBlock(page: Page): void {
    const fragment = page.ydoc.getXmlFragment("default");
    const element = new Y.XmlElement("paragraph");
    fragment.insert(this.random.int(fragment.length + 1), [element]);
    const text = new Y.XmlText();
    element.insert(0, [text]);
    text.insert(0, this.word());
    if (this.random.chance(0.3)) text.format(0, text.length, { bold: {} });
  }

  private table(page: Page): Y.XmlElement | null {
    return (
      page.ydoc
        .getXmlFragment("default")
        .toArray()
        .find((child): child is Y.XmlElement => child instanceof Y.XmlElement && child.nodeName === "table") ?? null
    );
  }

  private insertRow(page: Page): void {
    const table = this.table(page);
    if (!table) return;
    const row = new Y.XmlElement("tableRow");
    table.insert(this.random.int(table.length + 1), [row]);
    for (let i = 0; i < 2; i++) {
      const cell = new Y.XmlElement("tableCell");
      row.insert(i, [cell]);
      const paragraph = new Y.XmlElement("paragraph");
      cell.insert(0, [paragraph]);
      paragraph.insert(0, [new Y.XmlText(this.word())]);
    }
  }

  private removeRow(page: Page): void {
    const table = this.table(page);
    if (!table || table.length === 0) return;
    const row = this.random.pick(table.toArray()) as Y.XmlElement;
    this.record(page, { do: "remove", block: idOf(row), ids: rangesOf(row) });
  }

  private proposeJoin(page: Page, paragraph: Y.XmlElement): void {
    const siblings = (paragraph.parent as Y.XmlFragment).toArray();
    const before = siblings[siblings.indexOf(paragraph) - 1];
    if (before instanceof Y.XmlElement && before.nodeName === "paragraph")
      this.record(page, { do: "join", block: idOf(paragraph), to: idOf(before) });
  }

  private withdraw(page: Page): void {
    const map = page.ydoc.getMap(PROPOSALS_NAME);
    const own = [...map.keys()].filter((key) => key.startsWith(page.person));
    if (own.length > 0) map.delete(this.random.pick(own));
  }

  private edit(page: Page): void {
    const { random } = this;
    const paragraphs = this.paragraphs(page);
    const fragment = page.ydoc.getXmlFragment("default");
    if (paragraphs.length === 0) return this.insertBlock(page);
    const paragraph = random.pick(paragraphs);
    const text = this.textOf(paragraph);
    const at = safeOffset(text, random.int(text.length + 1));
    const choice = random.int(100);
    if (choice < 45) text.insert(at, this.word());
    else if (choice < 60) text.delete(at, safeOffset(text, Math.min(text.length, at + 1 + random.int(3))) - at);
    else if (choice < 75) this.splitAt(paragraph, text, at);
    else if (choice < 83) this.joinUp(paragraph);
    else if (choice < 90) paragraph.setAttribute("align", random.pick(["center", "end"]));
    else if (choice < 96 && text.length > 0)
      text.format(0, safeOffset(text, Math.min(3, text.length)), { italic: random.chance(0.6) ? {} : null });
    else if (fragment.length > 4 && paragraph.parent === fragment)
      fragment.delete(fragment.toArray().indexOf(paragraph), 1);
  }

  private splitAt(paragraph: Y.XmlElement, text: Y.XmlText, at: number): void {
    const container = paragraph.parent;
    if (!(container instanceof Y.XmlFragment)) return;
    const tail = sliceDelta(text, at);
    text.delete(at, text.length - at);
    const element = new Y.XmlElement("paragraph");
    container.insert(container.toArray().indexOf(paragraph) + 1, [element]);
    const moved = new Y.XmlText();
    element.insert(0, [moved]);
    for (const { insert, attributes } of tail) moved.insert(moved.length, insert, { ...attributes });
  }

  private joinUp(paragraph: Y.XmlElement): void {
    const container = paragraph.parent;
    if (!(container instanceof Y.XmlFragment)) return;
    const index = container.toArray().indexOf(paragraph);
    const before = container.get(index - 1);
    if (!(before instanceof Y.XmlElement) || before.nodeName !== "paragraph") return;
    const into = this.textOf(before);
    for (const child of paragraph.toArray())
      if (child instanceof Y.XmlText)
        for (const { insert, attributes } of sliceDelta(child, 0)) into.insert(into.length, insert, { ...attributes });
    container.delete(index, 1);
  }
}

function random36(random: { int(below: number): number }): string {
  return Array.from({ length: 10 }, () => random.int(36).toString(36)).join("");
}

function idOf(element: Y.XmlElement): [number, number] {
  const { id } = must(element._item, "an element has an item");
  return [id.client, id.clock];
}

function rangesIn(text: Y.XmlText, from: number, count: number): RecordRange[] {
  const ranges: RecordRange[] = [];
  let offset = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const start = Math.max(from, offset);
    const end = Math.min(from + count, offset + item.length);
    if (start < end) ranges.push([item.id.client, item.id.clock + start - offset, end - start]);
    offset += item.length;
  }
  return ranges;
}

function rangesOf(element: Y.XmlElement): RecordRange[] {
  return element
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText
        ? rangesIn(child, 0, child.length)
        : child instanceof Y.XmlElement
          ? rangesOf(child)
          : [],
    );
}

function deleteLiving(text: Y.XmlText, ids: IdSet): void {
  const runs: { at: number; length: number }[] = [];
  let offset = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    for (const part of ids.slice({ client: item.id.client, clock: item.id.clock, length: item.length }))
      runs.push({ at: offset + part.clock - item.id.clock, length: part.length });
    offset += item.length;
  }
  for (const { at, length } of runs.reverse()) text.delete(at, length);
}

function sliceDelta(text: Y.XmlText, from: number): { insert: string; attributes?: Record<string, unknown> }[] {
  let skipped = from;
  return (text.toDelta() as { insert: string; attributes?: Record<string, unknown> }[]).flatMap((part) => {
    const cut = Math.min(skipped, part.insert.length);
    skipped -= cut;
    return cut === part.insert.length ? [] : [{ ...part, insert: part.insert.slice(cut) }];
  });
}

/** An offset that does not cut a surrogate pair. */
function safeOffset(text: Y.XmlText, at: number): number {
  const plain = (text.toDelta() as { insert: string }[]).map((part) => part.insert).join("");
  const unit = plain.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

function membership(proposals: readonly Proposal[]): (mark: Parameters<Accepts>[0]) => boolean {
  const ids = IdSet.of(
    proposals.flatMap((each) => [...each.inserted, ...each.blocks.map((id) => ({ ...id, length: 1 }))]),
  );
  const keys = new Set(proposals.flatMap((each) => each.records.map((record) => record.key)));
  return ({ range, record }) => (record ? keys.has(record.key) : range !== null && ids.has(range.client, range.clock));
}

const acceptsOnly = (proposals: readonly Proposal[]): Accepts => membership(proposals);
function acceptsAllBut(proposals: readonly Proposal[]): Accepts {
  const isChosen = membership(proposals);
  return (mark) => !isChosen(mark);
}
