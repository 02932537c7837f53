/**
 * Somebody types words over a colleague's that share letters with them, takes that back, does it again and takes it back once more, with
 * the product's own binding and undo, while others write in the same paragraph.
 *
 * The oracle needs no lineage: whoever takes a step back has text and authors as they were before it.
 */
import { newId, seededRandom } from "@parley/base";
import { seedUpdate } from "@parley/document";
import { DocumentReplica, readTextSpans } from "@parley/history";
import { splitBlock } from "@tiptap/pm/commands";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import { Writer } from "../../../client/src/editor/binding/bound-writers.ts";
import { type OwnUndo, createOwnUndo } from "../../../client/src/editor/binding/own-undo.ts";
import { OwnProposals } from "../../../client/src/editor/proposing/own-proposals.ts";

/** What somebody wrote, and what others write in its place. */
const replacements: readonly (readonly [written: string, over: string])[] = [
  ["ninety days", "sixty days"],
  ["the Supplier may terminate", "the Supplier shall terminate"],
  ["within ten business days", "within twenty business days"],
  ["thirty (30) days", "sixty (60) days"],
  ["a fixed fee", "the agreed price"],
  ["aaaa aaa aaaa", "aaa aaaa aaa"],
  ["the buyer and the buyer", "the buyer"],
  ["甲方应在十五日内书面通知乙方", "乙方应在十五日内书面通知甲方"],
  ["二百四十日内付清全部价款", "三百日内付清全部价款"],
  ["九十日", "六十日"],
  ["违约金为合同价款的百分之五", "违约金为合同总价的百分之五"],
];
/** What others write meanwhile; nobody else writes it, and it is left out of what is compared. */
const MEANWHILE = "§";
const SEED_CLIENT = 7;

type Credit = readonly [character: string, writer: number];

interface Seat {
  readonly client: number;
  readonly writer: Writer;
  readonly undo: OwnUndo;
  readonly proposes: boolean;
  outbox: Uint8Array[];
  isUndo: boolean;
}

/** What a session was, for whoever looks at one that went wrong. */
export interface UndoneOutcome {
  /** How often something was taken back or done again. */
  readonly steps: number;
  /** Where text or authors were not as before. */
  readonly mistaken: readonly string[];
}

/** Plays a session from a seed; `acrossParagraphs` says whether somebody also breaks paragraphs and types over what is in two. */
export function playUndoneReplacements(seed: number, acrossParagraphs: boolean): UndoneOutcome {
  const session = new UndoneReplacements(seed, acrossParagraphs);
  for (let round = 0; round < 6; round++) session.round();
  return { steps: session.steps, mistaken: session.mistaken };
}

class UndoneReplacements {
  steps = 0;
  readonly mistaken: string[] = [];
  private readonly acrossParagraphs: boolean;
  private readonly random: ReturnType<typeof seededRandom>;
  private readonly replica = DocumentReplica.open(null, []);
  private readonly makers: number[] = [];
  private readonly seats: Seat[];
  private wroteMeanwhile = false;

  constructor(seed: number, acrossParagraphs: boolean) {
    this.acrossParagraphs = acrossParagraphs;
    this.random = seededRandom(seed);
    const blocks = Array.from({ length: 4 }, (_each, index) => ({
      type: "paragraph" as const,
      runs: [{ text: `${index}. ${this.random.pick(replacements)[0]}; ${this.random.pick(replacements)[0]}.` }],
    }));
    this.take(SEED_CLIENT, seedUpdate({ blocks }, SEED_CLIENT), "import", false);
    this.seats = [11, 12, 13].map((client) => this.sit(client, client === 13));
  }

  private sit(client: number, proposes: boolean): Seat {
    const writer = new Writer(client);
    const personId = newId<"person">(this.random);
    let names = 0;
    const own = new OwnProposals({ ydoc: writer.ydoc, personId, newName: () => `n${names++}` });
    Y.applyUpdate(writer.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
    if (proposes) {
      writer.proposing = { own, onUnproposable: () => undefined };
      writer.ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
        if (transaction.local) own.noteWritten(transaction);
      });
    }
    const undo = createOwnUndo(writer.binding, () => (proposes ? own : null));
    undo.plugin.spec.view?.(writer as unknown as EditorView);
    const seat: Seat = { client, writer, undo, proposes, outbox: [], isUndo: false };
    writer.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "remote") return;
      seat.outbox.push(update);
      if (origin instanceof Y.UndoManager) seat.isUndo = true;
    });
    return seat;
  }

  private take(client: number, update: Uint8Array, kind: "import" | "typed" | "undo", proposes: boolean): void {
    const context = { kind, baseSeq: this.replica.seq, proposes, statement: null };
    const taken = this.replica.take(update, () => true, context);
    if (taken === null) return;
    if ("code" in taken) throw new Error(taken.reason);
    this.makers.push(client);
    for (const seat of this.seats ?? [])
      if (seat.client !== client) Y.applyUpdate(seat.writer.ydoc, taken.update, "remote");
  }

  /** Sends what a seat has written: each change as a row of its own, or several as one. */
  private send(seat: Seat): void {
    const updates = seat.outbox.splice(0);
    const kind = seat.isUndo ? "undo" : "typed";
    seat.isUndo = false;
    while (updates.length > 0) {
      const some = updates.splice(0, kind === "undo" ? updates.length : 1);
      this.take(seat.client, Y.mergeUpdates(some), kind, seat.proposes);
    }
  }

  /** What stands, letter for letter, and who counts as having written each. */
  private get credits(): Credit[] {
    return readTextSpans(this.replica, { deleted: false })
      .flatMap(({ text, insertedSeq }) =>
        Array.from(text, (character): Credit => [character, this.makers[insertedSeq - 1] ?? 0]),
      )
      .filter(([character]) => character !== MEANWHILE);
  }

  /** A colleague writes some words, and somebody else over them. */
  round(): void {
    this.wroteMeanwhile = false;
    const [colleague, maker] = this.twoSeats();
    const [written, over] = this.random.pick(replacements);
    const paragraph = this.random.int(colleague.writer.lines().length);
    const at = this.random.int((colleague.writer.lines()[paragraph] ?? "").length + 1);
    colleague.undo.stopCapturing();
    colleague.writer.caret(paragraph, at);
    colleague.writer.type(` ${written} `);
    this.send(colleague);
    const said = [`${colleague.client} wrote "${written}", ${maker.client}`];
    const states = [this.credits];
    const acts = 1 + this.random.int(2);
    for (let act = 0; act < acts; act++) {
      const before = textOf(this.credits);
      said.push(this.act(maker, written, over));
      const now = this.credits;
      if (textOf(now) !== before) states.push(now);
    }
    for (const to of [...states.keys()].toReversed().slice(1)) this.step(maker, "undo", states[to], said);
    for (let to = 1; to < states.length; to++) this.step(maker, "redo", states[to], said);
    if (this.random.chance(0.3)) return;
    for (const to of [...states.keys()].toReversed().slice(1)) this.step(maker, "undo", states[to], said);
  }

  private twoSeats(): [Seat, Seat] {
    const editors = this.seats.filter(({ proposes }) => !proposes);
    const maker = this.random.pick(this.seats);
    // Who proposes writes over what they proposed themselves.
    const colleague = maker.proposes ? maker : this.random.pick(editors.filter((seat) => seat !== maker));
    return [colleague, maker];
  }

  /** Words are selected and typed over, or the like. */
  private act(seat: Seat, written: string, over: string): string {
    const { writer, undo } = seat;
    undo.stopCapturing();
    const lines = writer.lines();
    const paragraph = lines.findIndex((line) => line.includes(written));
    const line = lines[paragraph];
    if (line === undefined) return "found nothing";
    const at = line.indexOf(written);
    const [from, until] = this.random.chance(0.2)
      ? [Math.max(0, at - this.random.int(9)), Math.min(line.length, at + written.length + this.random.int(9))]
      : [at, at + written.length];
    writer.caret(paragraph, from, until);
    const choice = this.random.int(this.acrossParagraphs && !seat.proposes ? 10 : 7);
    if (choice < 5) writer.type(over);
    else if (choice < 6) writer.type(`${over}${written}`);
    else if (choice < 7) {
      const { from: start, to: end } = writer.state.selection;
      writer.dispatch(writer.state.tr.delete(start, end));
      writer.type(over);
    } else if (choice < 8) {
      writer.run(splitBlock);
      writer.type(over);
    } else if (paragraph > 0) {
      const start = writer.paragraphStart(paragraph - 1) + Math.max(0, (lines[paragraph - 1] ?? "").length - 3);
      const [first = "", ...rest] = Array.from(over);
      writer.dispatch(writer.state.tr.insertText(first, start, writer.paragraphStart(paragraph) + until));
      writer.type(rest.join(""));
    }
    this.send(seat);
    return `wrote "${over}" over "${line.slice(from, until)}" (${choice})`;
  }

  private step(seat: Seat, way: "undo" | "redo", wanted: readonly Credit[] | undefined, said: readonly string[]): void {
    if (this.random.chance(0.3)) this.writeMeanwhile(seat);
    if (wanted === undefined) return;
    const isThere = (): boolean => textOf(this.credits) === textOf(wanted);
    // What was typed slowly is more than one step.
    for (let times = 0; times < 40; times++) {
      if (!(way === "undo" ? seat.undo.undo() : seat.undo.redo())) break;
      this.send(seat);
      if (isThere()) break;
    }
    this.steps++;
    const now = this.credits;
    // Words that somebody wrote into, or a paragraph, may stay where they were to go.
    if (textOf(now) !== textOf(wanted) && this.wroteMeanwhile) return;
    if (JSON.stringify(now) !== JSON.stringify(wanted))
      this.mistaken.push(`${said.join(", ")}, ${way}: ${differenceOf(wanted, now)}`);
  }

  private writeMeanwhile(busy: Seat): void {
    this.wroteMeanwhile = true;
    const other = this.random.pick(this.seats.filter((seat) => seat !== busy && !seat.proposes));
    other.undo.stopCapturing();
    const lines = other.writer.lines();
    const paragraph = this.random.int(lines.length);
    other.writer.caret(paragraph, this.random.int((lines[paragraph] ?? "").length + 1));
    other.writer.type(MEANWHILE);
    this.send(other);
  }
}

const textOf = (credits: readonly Credit[]): string => credits.map(([character]) => character).join("");

function differenceOf(wanted: readonly Credit[], now: readonly Credit[]): string {
  if (textOf(wanted) !== textOf(now)) return `reads ${textOf(now)} instead of ${textOf(wanted)}`;
  return now
    .flatMap(([character, writer], index) =>
      writer === wanted[index]?.[1] ? [] : [`${character}: ${writer} instead of ${wanted[index]?.[1]}`],
    )
    .join("; ");
}
