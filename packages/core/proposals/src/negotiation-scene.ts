/** A small negotiation for tests: a document on one side, people who propose on the other, and somebody who decides. */
import { type PersonId, must, newId, seededRandom } from "@parley/base";
import {
  type BlockContent,
  type CellContent,
  type DocumentContent,
  type ProposalRecord,
  PROPOSALS_NAME,
  type RecordBlock,
  type RecordRange,
  seedUpdate,
  ExactUndoManager,
} from "@parley/document";
import {
  DocumentReplica,
  type RowContext,
  type RowStatement,
  type TailRow,
  type TakenUpdate,
  type UpdateCheck,
  restoreVersion,
} from "@parley/history";
import * as Y from "yjs";
import {
  type WasProposed,
  type DecidedDocument,
  type KeptBecause,
  type MadeRow,
  type NegotiatedDocument,
  type PastDocument,
  type Proposal,
  type Verdict,
  agreedView,
  carryOut,
  findEmptied,
  findLate,
  findRevived,
  listProposals,
  proposedView,
  readView,
  reviveEmptied,
  settleRivals,
  takeBack,
  viewOfPerson,
  viewOfProposals,
  voidEmptied,
  type WrittenUpdate,
} from "./index.ts";
import { lines } from "./negotiation-lines.ts";

const random = seededRandom(2);
export const lin = newId<"person">(random);
/** Lin's side agrees; Mara, Osei and Yara propose. */
export const [mara, osei, yara] = [newId<"person">(random), newId<"person">(random), newId<"person">(random)];
const names = new Map([
  [lin, "Lin"],
  [mara, "Mara"],
  [osei, "Osei"],
  [yara, "Yara"],
]);

export const paragraph = (text: string): BlockContent => ({ type: "paragraph", runs: text === "" ? [] : [{ text }] });
const cell = (...texts: string[]): CellContent => ({ type: "tableCell", blocks: texts.map(paragraph) });
/** A table; cells with several paragraphs are lists. */
export const table = (...rows: (string | string[])[][]): BlockContent => ({
  type: "table",
  rows: rows.map((cells) => ({
    type: "tableRow",
    cells: cells.map((each) => cell(...(typeof each === "string" ? [each] : each))),
  })),
});

const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };

export class Scene {
  readonly replica = DocumentReplica.open(null, []);
  /** The row of the last decision, with what it states. */
  last: { readonly seq: number; readonly statement: RowStatement } | null = null;
  /** What the last decision made void. */
  voided: readonly Proposal[] = [];
  /** What direct changes made void, as it was. */
  readonly emptied: string[] = [];
  /** Of each of these what of its ground went with it. */
  readonly groundGone: string[] = [];
  /** What became void and waits again, as the row says that takes that back, and the row that it takes back. */
  readonly revived: [string, number][] = [];
  /** The log. */
  readonly rows: TailRow[] = [];
  private readonly madeBy = new Map<number, MadeRow>();
  private readonly owners = new Map<number, PersonId>([[7, lin]]);
  private nextClient = 20;
  private nextKey = 1;
  private check: UpdateCheck | undefined;

  constructor(...blocks: DocumentContent["blocks"]) {
    this.take(seedUpdate({ blocks }, 7), typed);
  }

  get document(): NegotiatedDocument {
    const { ydoc, attribution, lineage, pending } = this.replica;
    return { ydoc, attribution, lineage, pending, ownerOf: (client) => this.owners.get(client) };
  }

  /** The document with its past. */
  get past(): PastDocument {
    const { replica, document } = this;
    return {
      ...document,
      wasPending: (id, seq) => replica.wasPending(id, seq),
      wasReopened: (id, seq) => replica.wasReopened(id, seq),
      standings: (range) => replica.standings(range),
      proposalAt: (id, seq) => replica.proposalAt(id, seq),
    };
  }

  /** The document with its past, at its newest row. */
  get decided(): DecidedDocument {
    return { ...this.past, ...this.document, seq: this.replica.seq };
  }

  /** Does something while a gate stands. */
  guarded(gate: (document: NegotiatedDocument) => UpdateCheck, task: () => void): void {
    this.check = gate(this.document);
    try {
      task();
    } finally {
      this.check = undefined;
    }
  }

  private take(update: Uint8Array, context: RowContext, by: PersonId = lin): void {
    const taken = this.replica.take(update, () => true, context, this.check);
    if (taken && "code" in taken) throw new Error(taken.reason);
    if (!taken) return;
    this.rows.push({ ...context, seq: taken.seq, update: taken.update });
    this.madeBy.set(taken.seq, { personId: by, kind: context.kind });
    if (context.kind === "decision") return;
    this.endEmptied(taken, by, context.proposes);
    if (context.proposes) this.endLate(taken, by);
  }

  /** [VD1] What a direct change leaves nothing of is void at once. */
  private endEmptied({ seq, deleted, copies }: TakenUpdate, by: PersonId, proposes: boolean): void {
    const change = { seq, deleted, copies, by, proposes, madeBy: (row: number) => this.madeBy.get(row) ?? null };
    const revived = findRevived(this.decided, change);
    this.revived.push(
      ...revived.map(({ emptied, voidedBy }): [string, number] => [this.tell(emptied.proposal), voidedBy]),
    );
    if (revived.length > 0) {
      const made = reviveEmptied(this.decided, revived, { clientId: 7, facts: "{}" });
      this.take(made.update, { ...typed, kind: "decision", statement: made.statement }, by);
    }
    const emptied = findEmptied(this.decided, change);
    this.groundGone.push(...emptied.map(({ groundGone }) => groundGone));
    this.sayVoid(emptied, by);
  }

  /** [VD6] What is about nothing that is there is void at once. */
  private endLate({ seq, inserted }: TakenUpdate, by: PersonId): void {
    this.sayVoid(findLate(this.decided, { seq, inserted, by }), by);
  }

  private sayVoid(emptied: readonly WasProposed[], by: PersonId): void {
    if (emptied.length === 0) return;
    this.emptied.push(...emptied.map(({ proposal }) => this.tell(proposal)));
    const { update, statement } = voidEmptied(this.decided, emptied, { clientId: 7, facts: "{}" });
    this.take(update, { ...typed, kind: "decision", statement }, by);
  }

  /** What somebody does on a page of their own, opened now; returns how to send it, for two people who write at once. */
  begin(person: PersonId, proposes: boolean, task: (page: Page) => void): () => void {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
    ydoc.clientID = this.issueClient(person);
    const before = Y.encodeStateVector(ydoc);
    const updates: Uint8Array[] = [];
    ydoc.on("update", (update: Uint8Array) => updates.push(update));
    ydoc.transact(() => task(new Page(ydoc, () => `${person}:${this.nextKey++}`)));
    const update = updates.length > 0 ? Y.mergeUpdates(updates) : Y.encodeStateAsUpdate(ydoc, before);
    return () => this.take(update, { ...typed, baseSeq: null, proposes }, person);
  }

  /** A change that the server makes in somebody's name; returns how many places it changed. */
  serve(
    person: PersonId,
    proposes: boolean,
    make: (document: NegotiatedDocument, clientId: number, newName: () => string) => WrittenUpdate,
  ): number {
    const { update, statement, places } = make(this.document, this.issueClient(person), () => `${this.nextKey++}`);
    this.take(update, { kind: "api", baseSeq: null, proposes, statement: places === 0 ? null : statement }, person);
    return places;
  }

  propose(person: PersonId, task: (page: Page) => void): void {
    this.begin(person, true, task)();
  }

  /** Proposes on one page, each task as a row of its own: what is typed on goes on with the same ids. */
  proposeInTurn(person: PersonId, ...tasks: readonly ((page: Page) => void)[]): void {
    const { page } = this;
    page.ydoc.clientID = this.issueClient(person);
    for (const task of tasks) {
      const before = Y.encodeStateVector(page.ydoc);
      page.ydoc.transact(() => task(page));
      this.take(Y.encodeStateAsUpdate(page.ydoc, before), { ...typed, proposes: true }, person);
    }
  }

  private issueClient(person: PersonId): number {
    this.owners.set(this.nextClient, person);
    return this.nextClient++;
  }

  /** Writes directly, as Lin's side may. */
  edit(task: (page: Page) => void): void {
    this.begin(lin, false, task)();
  }

  /** A page that somebody keeps open; `send` sends what is done on it as one row, and brings what others have sent. */
  open(person: PersonId, proposes: boolean): { page: Page; send: (kind: "typed" | "undo", act: () => void) => void } {
    const { ydoc } = this.page;
    ydoc.clientID = this.issueClient(person);
    const page = new Page(ydoc, () => `${person}:${this.nextKey++}`);
    // As a page does: what is sent names what this change deletes, and not what earlier ones did.
    let updates: Uint8Array[] = [];
    ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) updates.push(update);
    });
    const send = (kind: "typed" | "undo", act: () => void): void => {
      updates = [];
      act();
      if (updates.length > 0) this.take(Y.mergeUpdates(updates), { ...typed, kind, proposes }, person);
      Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), this);
    };
    return { page, send };
  }

  /** Writes directly and undoes it, with the undo manager of a page: two rows. */
  editAndUndo(...tasks: readonly ((page: Page) => void)[]): { undo: () => void } {
    const { page, send } = this.open(lin, false);
    const manager = new ExactUndoManager(page.fragment, { captureTimeout: 0 });
    for (const task of tasks) {
      send("typed", () => page.ydoc.transact(() => task(page)));
      manager.stopCapturing();
    }
    return { undo: () => send("undo", () => manager.undo()) };
  }

  /** A page on which nothing is written. */
  get page(): Page {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
    return new Page(ydoc, () => "");
  }

  get proposals(): Proposal[] {
    return listProposals(this.document);
  }

  /** Those that a person made. */
  of(person: PersonId): Proposal[] {
    return this.proposals.filter(({ author }) => author === person);
  }

  get told(): string[] {
    return this.proposals.map((each) => this.tell(each));
  }

  private tell({ author, kind, deletedText, insertedText }: Proposal): string {
    return `${names.get(author as PersonId) ?? "?"} ${kind} ${JSON.stringify(deletedText)} ${JSON.stringify(insertedText)}`;
  }

  get agreed(): string[] {
    return lines(readView(this.document, agreedView).blocks);
  }

  get proposed(): string[] {
    return lines(readView(this.document, proposedView).blocks);
  }

  /** The document with one person's proposals only. */
  viewOf(person: PersonId): string[] {
    return lines(readView(this.document, viewOfPerson(this.proposals, person)).blocks);
  }

  /** Decides, and returns what is agreed then; throws when it is not what was shown before, or when what waits reads differently. */
  decide(verdict: Verdict, chosen: readonly Proposal[]): string[] {
    const { document } = this;
    const shown = verdict === "accept" ? lines(readView(document, viewOfProposals(chosen)).blocks) : this.agreed;
    const rejected =
      verdict === "accept"
        ? settleRivals(this.proposals, ({ id }) => chosen.some((each) => each.id === id)).notChosen
        : chosen;
    const isRejected = viewOfProposals(rejected);
    const still = lines(readView(document, (mark) => !isRejected(mark)).blocks);
    const { update, statement } = carryOut(document, chosen, verdict, {
      clientId: 7,
      all: this.proposals,
      facts: (voided) => {
        this.voided = voided;
        return "{}";
      },
    });
    this.take(update, { ...typed, kind: "decision", statement });
    this.last = { seq: this.replica.seq, statement };
    if (this.agreed.join("\n") !== shown.join("\n"))
      throw new Error(`shown was ${JSON.stringify(shown)}, agreed is ${JSON.stringify(this.agreed)}`);
    // Withdrawing leaves what others wrote into what is withdrawn.
    if (verdict !== "withdraw" && this.proposed.join("\n") !== still.join("\n"))
      throw new Error(`${JSON.stringify(still)} still waited, now ${JSON.stringify(this.proposed)}`);
    return this.agreed;
  }

  /** Takes the last decision back; returns what is agreed then, or why it stays. */
  takeBack(decision = this.last): string[] | KeptBecause {
    if (!decision) throw new Error("nothing was decided");
    const made = takeBack(this.decided, { ...decision, clientId: 7, facts: "{}" });
    if (typeof made === "string") return made;
    this.take(made.update, { ...typed, kind: "decision", statement: made.statement });
    return this.agreed;
  }

  /** Brings back the version of a row. */
  restore(seq: number): string[] {
    const { update, statement } = must(
      restoreVersion(this.replica, seq, 1_000 + this.nextKey++),
      "the versions differ",
    );
    this.take(update, { kind: "restore", baseSeq: null, proposes: false, statement });
    return this.agreed;
  }

  accept(...chosen: Proposal[]): string[] {
    return this.decide("accept", chosen);
  }

  reject(...chosen: Proposal[]): string[] {
    return this.decide("reject", chosen);
  }

  withdraw(...chosen: Proposal[]): string[] {
    return this.decide("withdraw", chosen);
  }
}

/** Somebody's page: what their editor would write. */
export class Page {
  readonly ydoc: Y.Doc;
  private readonly newKey: () => string;

  constructor(ydoc: Y.Doc, newKey: () => string) {
    this.ydoc = ydoc;
    this.newKey = newKey;
  }

  get fragment(): Y.XmlFragment {
    return this.ydoc.getXmlFragment("default");
  }

  block(...path: number[]): Y.XmlElement {
    return path.reduce<Y.XmlFragment>(
      (parent, index) => parent.get(index) as Y.XmlElement,
      this.fragment,
    ) as Y.XmlElement;
  }

  text(...path: number[]): Y.XmlText {
    return this.block(...path).get(0) as Y.XmlText;
  }

  id(element: Y.XmlElement): RecordBlock {
    const { id } = element._item as Y.Item;
    return [id.client, id.clock];
  }

  record(record: ProposalRecord): void {
    this.ydoc.getMap(PROPOSALS_NAME).set(this.newKey(), record);
  }

  /** The ids of some words of a text. */
  ids(text: Y.XmlText, from = 0, count = text.length): RecordRange[] {
    const ids: RecordRange[] = [];
    let offset = 0;
    for (let item = text._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const start = Math.max(from, offset);
      const end = Math.min(from + count, offset + item.length);
      if (start < end) ids.push([item.id.client, item.id.clock + start - offset, end - start]);
      offset += item.length;
    }
    return ids;
  }

  /** Proposes to delete the first occurrence of some words. */
  strike(words: string, ...path: number[]): void {
    const text = this.text(...path);
    this.record({ do: "delete", ids: this.ids(text, text.toString().indexOf(words), words.length) });
  }

  /** Proposes to delete characters, named by where they stand. */
  delete(index: number, from: number, count: number): void {
    this.record({ do: "delete", ids: this.ids(this.text(index), from, count) });
  }

  /** Takes the records back that do something. */
  takeBack(what: ProposalRecord["do"]): void {
    const records = this.ydoc.getMap(PROPOSALS_NAME);
    for (const [key, record] of records) if ((record as ProposalRecord).do === what) records.delete(key);
  }

  /** Proposes to remove a block with everything in it. */
  remove(element: Y.XmlElement, group?: string): void {
    const within = (each: Y.XmlElement): RecordRange[] =>
      each
        .toArray()
        .flatMap((child) =>
          child instanceof Y.XmlText ? this.ids(child) : child instanceof Y.XmlElement ? within(child) : [],
        );
    this.record({ do: "remove", block: this.id(element), ids: within(element), ...(group !== undefined && { group }) });
  }

  /** Proposes to join a paragraph to another. */
  join(element: Y.XmlElement, to: Y.XmlElement): void {
    this.record({ do: "join", block: this.id(element), to: this.id(to) });
  }

  insertParagraph(index: number, words: string, ...path: number[]): void {
    const container = path.length > 0 ? this.block(...path) : this.fragment;
    container.insert(index, [newParagraph(words)]);
  }
}

export function newParagraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

export function newCell(words: string): Y.XmlElement {
  const made = new Y.XmlElement("tableCell");
  made.insert(0, [newParagraph(words)]);
  return made;
}

export function newTable(...rows: string[][]): Y.XmlElement {
  const made = new Y.XmlElement("table");
  made.insert(
    0,
    rows.map((cells) => {
      const row = new Y.XmlElement("tableRow");
      row.insert(0, cells.map(newCell));
      return row;
    }),
  );
  return made;
}
