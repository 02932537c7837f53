/**
 * Three writers with real editors who split, join, move, cut, paste, undo and type in one document, and a server's replica.
 *
 * Every character is typed from its writer's own code points, so it names its author by itself; the oracle needs no ids.
 */
import { must, seededRandom } from "@parley/base";
import { type DocumentContent, nameStandingNeighbours, seedUpdate, ExactUndoManager } from "@parley/document";
import { DocumentReplica, type TailRow, readTextSpans } from "@parley/history";
import { splitBlock } from "@tiptap/pm/commands";
import { Slice } from "@tiptap/pm/model";
import * as Y from "yjs";
import { Writer } from "../../../client/src/editor/binding/bound-writers.ts";

const FIRST_CODE_POINT = 0x4e00;
const CODE_POINTS_PER_WRITER = 5_000;
const SEED_WRITER = 3;
const anyClient = (): boolean => true;

interface Delivery {
  readonly seq: number;
  readonly update: Uint8Array;
}

interface Seat {
  readonly writer: Writer;
  readonly undo: Y.UndoManager;
  readonly index: number;
  /** Rows of the others that have not arrived here. */
  inbox: Delivery[];
  /** Own updates that have not reached the server. */
  outbox: Uint8Array[];
  outboxUndo: boolean;
  /** The last row seen before the oldest change in the outbox. */
  outboxBase: number;
  seenSeq: number;
  typed: number;
  clipboard: Slice | null;
}

export interface StructuralOptions {
  readonly steps: number;
  /** How likely others' changes have not arrived when somebody acts. */
  readonly lag: number;
  /** How likely somebody does several things before any of them reaches the server. */
  readonly offline: number;
  readonly undo: boolean;
  /** Looks at the server's replica after every row. */
  readonly onRow?: (replica: DocumentReplica) => void;
}

export interface StructuralOutcome {
  readonly rows: readonly TailRow[];
  readonly replica: DocumentReplica;
  /** Visible characters, and those that the record credits to somebody who did not type them. */
  readonly characters: number;
  readonly wrong: number;
  /** Visible characters that count as their mover's because somebody put them together from pieces [LI10]. */
  readonly putTogether: number;
  /** How many of the visible characters stand under ids of somebody who did not type them. */
  readonly copied: number;
  readonly converged: boolean;
}

/** Who typed a character: 0 to 2, or 3 for what the document began with. */
export function writerOf(character: string): number {
  return Math.floor(((character.codePointAt(0) ?? 0) - FIRST_CODE_POINT) / CODE_POINTS_PER_WRITER);
}

/** Plays a session from a seed and measures what the record says. */
export function playStructuralSession(seed: number, options: StructuralOptions): StructuralOutcome {
  const session = new StructuralSession(seed, options);
  session.play();
  return session.outcome();
}

class StructuralSession {
  private readonly random: ReturnType<typeof seededRandom>;
  private readonly options: StructuralOptions;
  private readonly replica = DocumentReplica.open(null, []);
  private readonly rows: TailRow[] = [];
  private readonly rowWriters: number[] = [];
  private readonly seats: Seat[];
  private seeded = 0;

  constructor(seed: number, options: StructuralOptions) {
    this.random = seededRandom(seed);
    this.options = options;
    this.takeRow(SEED_WRITER, seedUpdate(this.seedContent(), 7), "import", null);
    this.seats = [0, 1, 2].map((index) => this.sit(index));
  }

  private seedContent(): DocumentContent {
    return {
      blocks: Array.from({ length: 6 }, () => ({
        type: "paragraph",
        runs: [{ text: this.characters(SEED_WRITER, 10 + this.random.int(40)) }],
      })),
    };
  }

  private characters(writer: number, count: number): string {
    const seat = this.seats?.[writer];
    const from = seat ? seat.typed : this.seeded;
    if (seat) seat.typed += count;
    else this.seeded += count;
    return Array.from({ length: count }, (_, i) =>
      String.fromCodePoint(FIRST_CODE_POINT + writer * CODE_POINTS_PER_WRITER + ((from + i) % CODE_POINTS_PER_WRITER)),
    ).join("");
  }

  private sit(index: number): Seat {
    const writer = new Writer(11 + index);
    const undo = new ExactUndoManager(writer.binding.fragment, {
      trackedOrigins: new Set([writer.binding]),
      captureTimeout: 0,
    });
    writer.ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.origin === undo) nameStandingNeighbours(transaction);
    });
    const seat: Seat = {
      writer,
      undo,
      index,
      inbox: [],
      outbox: [],
      outboxUndo: false,
      outboxBase: 0,
      seenSeq: this.rows.length,
      typed: 0,
      clipboard: null,
    };
    Y.applyUpdate(writer.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
    undo.clear();
    writer.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "remote") return;
      if (seat.outbox.length === 0) seat.outboxBase = seat.seenSeq;
      seat.outbox.push(update);
      if (origin instanceof Y.UndoManager) seat.outboxUndo = true;
    });
    return seat;
  }

  play(): void {
    for (let step = 0; step < this.options.steps; step++) {
      const seat = this.random.pick(this.seats);
      if (!this.random.chance(this.options.lag)) this.receive(seat);
      this.act(seat);
      if (!this.random.chance(this.options.offline)) this.send(seat);
    }
    for (const seat of this.seats) this.send(seat);
    for (const seat of this.seats) this.receive(seat);
  }

  private act(seat: Seat): void {
    const { random } = this;
    const { writer } = seat;
    const { doc } = writer.state;
    if (doc.childCount === 0) {
      this.insertParagraph(seat);
      return;
    }
    const paragraph = random.int(doc.childCount);
    const node = doc.child(paragraph);
    const offset = random.int(node.content.size + 1);
    writer.caret(paragraph, offset);
    const choice = random.int(this.options.undo ? 100 : 88);
    if (choice < 34) writer.type(this.characters(seat.index, 1 + random.int(3)));
    else if (choice < 44) this.deleteBeside(seat, paragraph, offset);
    else if (choice < 56) writer.run(splitBlock);
    else if (choice < 66) this.join(seat, paragraph);
    else if (choice < 72) this.moveParagraph(seat, paragraph);
    else if (choice < 76) this.cut(seat, paragraph);
    else if (choice < 81) this.paste(seat);
    else if (choice < 85)
      writer.dispatch(
        writer.state.tr.setNodeAttribute(writer.paragraphStart(paragraph) - 1, "style", random.pick(["quote", null])),
      );
    else if (choice < 88) this.insertParagraph(seat);
    else if (choice < 96) seat.undo.undo();
    else seat.undo.redo();
  }

  private insertParagraph({ writer, index }: Seat): void {
    const { tr, schema } = writer.state;
    const text = schema.text(this.characters(index, 1 + this.random.int(8)));
    writer.dispatch(tr.insert(0, schema.node("paragraph", null, [text])));
  }

  private deleteBeside({ writer }: Seat, paragraph: number, offset: number): void {
    const size = writer.doc.child(paragraph).content.size;
    const until = Math.min(size, offset + 1 + this.random.int(3));
    if (until <= offset) return;
    const start = writer.paragraphStart(paragraph);
    writer.dispatch(writer.state.tr.delete(start + offset, start + until));
  }

  private join({ writer }: Seat, paragraph: number): void {
    if (paragraph === 0) return;
    writer.dispatch(writer.state.tr.join(writer.paragraphStart(paragraph) - 1));
  }

  private moveParagraph({ writer }: Seat, paragraph: number): void {
    const { tr, doc } = writer.state;
    if (doc.childCount < 2) return;
    const from = writer.paragraphStart(paragraph) - 1;
    const node = doc.child(paragraph);
    tr.delete(from, from + node.nodeSize);
    const target = this.random.int(tr.doc.childCount + 1);
    let pos = 0;
    for (let i = 0; i < target; i++) pos += tr.doc.child(i).nodeSize;
    writer.dispatch(tr.insert(pos, node));
  }

  private cut(seat: Seat, paragraph: number): void {
    const { writer } = seat;
    const size = writer.doc.child(paragraph).content.size;
    if (size < 12) return;
    const from = this.random.int(size - 10);
    const start = writer.paragraphStart(paragraph) + from;
    const until = start + 9 + this.random.int(size - from - 9);
    seat.clipboard = writer.doc.slice(start, until);
    writer.dispatch(writer.state.tr.delete(start, until));
  }

  private paste(seat: Seat): void {
    if (!seat.clipboard) return;
    const { writer } = seat;
    writer.dispatch(writer.state.tr.replaceSelection(new Slice(seat.clipboard.content, 0, 0)));
    seat.clipboard = null;
  }

  private send(seat: Seat): void {
    if (seat.outbox.length === 0) return;
    const update = Y.mergeUpdates(seat.outbox);
    const kind = seat.outboxUndo ? "undo" : "typed";
    seat.outbox = [];
    seat.outboxUndo = false;
    this.takeRow(seat.index, update, kind, seat.outboxBase);
  }

  private takeRow(writer: number, update: Uint8Array, kind: TailRow["kind"], baseSeq: number | null): void {
    const taken = this.replica.take(update, anyClient, { kind, baseSeq, proposes: false, statement: null });
    if (taken === null) return;
    if ("code" in taken) throw new Error(`refused: ${taken.reason}`);
    this.rows.push({ seq: taken.seq, update: taken.update, kind, baseSeq, proposes: false, statement: null });
    this.rowWriters.push(writer);
    this.options.onRow?.(this.replica);
    for (const seat of this.seats ?? []) {
      if (seat.index !== writer) seat.inbox.push({ seq: taken.seq, update: taken.update });
    }
  }

  private receive(seat: Seat): void {
    for (const { seq, update } of seat.inbox.splice(0)) {
      Y.applyUpdate(seat.writer.ydoc, update, "remote");
      seat.seenSeq = seq;
    }
  }

  /** Visible characters that lineage leads back to somebody who did not type them. */
  private countMistaken(): number {
    const { attribution, lineage, ydoc } = this.replica;
    let mistaken = 0;
    for (const element of ydoc.getXmlFragment("default").toArray()) {
      for (const text of element instanceof Y.XmlElement ? element.toArray() : []) {
        for (let item = text instanceof Y.XmlText ? text._start : null; item !== null; item = item.right) {
          if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
          for (const [at, character] of Array.from(item.content.str).entries()) {
            const origin = lineage.originOf({ client: item.id.client, clock: item.id.clock + at });
            const row = must(attribution.insertingRow(origin.client, origin.clock), "whoever typed it is known");
            if (writerOf(character) !== this.rowWriters[row - 1]) mistaken++;
          }
        }
      }
    }
    return mistaken;
  }

  outcome(): StructuralOutcome {
    let characters = 0;
    let notTheirs = 0;
    let copied = 0;
    for (const span of readTextSpans(this.replica, { deleted: false })) {
      const credited = must(this.rowWriters[span.insertedSeq - 1], "the row is known");
      for (const character of span.text) {
        characters++;
        if (writerOf(character) !== credited) notTheirs++;
        if (span.movedSeq !== null && writerOf(character) !== this.rowWriters[span.movedSeq - 1]) copied++;
      }
    }
    const wrong = this.countMistaken();
    const first = JSON.stringify(this.seats[0]?.writer.doc.toJSON());
    return {
      rows: this.rows,
      replica: this.replica,
      characters,
      wrong,
      putTogether: notTheirs - wrong,
      copied,
      converged: this.seats.every(
        ({ writer }) => writer.frozen === null && JSON.stringify(writer.doc.toJSON()) === first,
      ),
    };
  }
}
