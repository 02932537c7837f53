/**
 * One case of two people who change the same paragraphs at the same moment, each without having seen the other: with the product's own
 * binding and forwarding, with its binding alone, or with Tiptap's.
 */
import { must, seededRandom } from "@parley/base";
import { seedUpdate } from "@parley/document";
import {
  type ArrivedRow,
  type Damage,
  DocumentReplica,
  IdSet,
  RememberedWishes,
  deletionsOnly,
  planForwarding,
  takenAgain,
} from "@parley/history";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { Writer } from "../../../client/src/editor/binding/bound-writers.ts";
import { StockWriter } from "../../../client/src/editor/binding/stock-writer.ts";
import {
  type Move,
  type ShownParagraph,
  type Violation,
  findViolations,
  meetsDeletion,
  meetsMove,
  missesBreak,
  readShown,
} from "./intents.ts";
import { type Act, type Hand, doAct, draggingActs, retypingActs, structuralActs, textActs } from "./random-acts.ts";

export type IntentMode = "forwarded" | "own binding" | "stock binding";

export interface IntentOutcome {
  readonly acts: readonly (readonly Act[])[];
  readonly violations: readonly Violation[];
  /** Violations of which nobody was told. */
  readonly silent: readonly Violation[];
  readonly damage: readonly Damage[];
  /** Notices of what came true. */
  readonly needless: readonly Damage[];
  readonly before: readonly string[];
  readonly meant: readonly (readonly string[])[];
  readonly after: readonly string[];
  readonly converged: boolean;
  /** Characters that the record credits to somebody who did not type them. */
  readonly forwardedRows: number;
}

const FIRST_CODE_POINT = 0x4e00;
const PER_WRITER = 3_000;
const FORWARDER = 99;

interface Seat extends Hand {
  readonly ydoc: Y.Doc;
  readonly doc: Node;
}

export interface IntentPlan {
  readonly seed: number;
  readonly mode: IntentMode;
  /** What the two do; chosen at random when it is not given. */
  readonly acts?: readonly [readonly Act[], readonly Act[]];
  /** Whether typing over a selection is one of the acts that are chosen. */
  readonly retypes?: boolean;
  /** Whether dragging words elsewhere is. */
  readonly drags?: boolean;
  /** Before which row that somebody sends the server opens the document anew, knowing the log only. */
  readonly reopensBefore?: number;
}

/** Plays a case and says what was kept. The same seed gives the same acts in every mode. */
export function playIntentCase(plan: IntentPlan): IntentOutcome {
  return new IntentCase(plan).play();
}

class IntentCase {
  private readonly random: ReturnType<typeof seededRandom>;
  private readonly mode: IntentMode;
  private readonly acts: readonly (readonly Act[])[];
  private readonly replica = DocumentReplica.open(null, []);
  private readonly rows: Uint8Array[] = [];
  private readonly writers: number[] = [];
  /** For whom each row was made: what is carried is a row of whoever met the other. */
  private readonly madeFor: number[] = [];
  private readonly damage: Damage[] = [];
  private readonly typed = [0, 0, 0];
  /** What each writer moved. */
  private readonly moves: [Move[], Move[]] = [[], []];
  private wishes = new RememberedWishes();
  private readonly reopensBefore: number | null;
  /** What each writer's rows said they delete. */
  private readonly stated: IdSet[] = [];
  private forwardedRows = 0;

  constructor({ seed, mode, acts, retypes, drags, reopensBefore }: IntentPlan) {
    this.reopensBefore = reopensBefore ?? null;
    this.random = seededRandom(seed);
    this.mode = mode;
    const others: readonly Act[] = [...textActs, ...(retypes ? retypingActs : []), ...(drags ? draggingActs : [])];
    const pick = (structural: number): Act =>
      this.random.chance(structural) ? this.random.pick(structuralActs) : this.random.pick(others);
    this.acts = acts ?? [
      Array.from({ length: 1 + this.random.int(2) }, () => pick(0.9)),
      Array.from({ length: 1 + this.random.int(3) }, () => pick(0.35)),
    ];
  }

  private characters(writer: number, count: number): string {
    const from = this.typed[writer] ?? 0;
    this.typed[writer] = from + count;
    return Array.from({ length: count }, (_each, index) =>
      String.fromCodePoint(FIRST_CODE_POINT + writer * PER_WRITER + from + index),
    ).join("");
  }

  private sit(clientId: number): Seat {
    const remote = Y.encodeStateAsUpdate(this.replica.ydoc);
    if (this.mode === "stock binding") {
      const stock = new StockWriter(clientId);
      Y.applyUpdate(stock.ydoc, remote);
      stock.show();
      return stock;
    }
    const writer = new Writer(clientId);
    Y.applyUpdate(writer.ydoc, remote, "remote");
    return writer;
  }

  play(): IntentOutcome {
    const { random } = this;
    const blocks = Array.from({ length: 3 + random.int(2) }, () => ({
      type: "paragraph" as const,
      runs: [{ text: this.characters(0, 4 + random.int(20)) }],
    }));
    this.take(seedUpdate({ blocks }, 7), 0);
    // Which client id is the smaller one decides how Yjs orders what meets.
    const ids = random.chance(0.5) ? [11, 12] : [12, 11];
    const seats = ids.map((id) => this.sit(id));
    const before = readShown(must(seats[0], "a seat").doc);
    const focus = random.int(blocks.length);
    const updates = seats.map((seat, index) => this.perform(seat, index + 1, focus));
    const meant = seats.map((seat) => readShown(seat.doc));
    const waiting = updates.map((own) => [...own]);
    for (let sent = 0; waiting.some((own) => own.length > 0);) {
      if (sent++ === this.reopensBefore) this.reopen();
      const writer = random.int(2);
      const update = waiting[writer]?.shift();
      if (update) this.take(update, writer + 1);
      else sent--;
    }
    return this.judge(seats, before, meant);
  }

  private perform(seat: Seat, writer: number, focus: number): Uint8Array[] {
    const made: Uint8Array[] = [];
    let open: Uint8Array[] = [];
    const listen = (update: Uint8Array): number => open.push(update);
    seat.ydoc.on("update", listen);
    for (const act of this.acts[writer - 1] ?? []) {
      const near = Math.max(0, focus + (this.random.chance(0.3) ? this.random.int(3) - 1 : 0));
      const words = doAct(seat, act, near, this.random, (count) => this.characters(writer, count));
      if (words !== "") this.moves[writer - 1]?.push({ words, into: act === "drag" ? "a paragraph" : "its place" });
      if (open.length > 0) made.push(open.length === 1 ? must(open[0], "one") : Y.mergeUpdates(open));
      open = [];
    }
    seat.ydoc.off("update", listen);
    return made;
  }

  private take(update: Uint8Array, writer: number): void {
    const context = { kind: "typed", baseSeq: 1, proposes: false, statement: null } as const;
    const { replica } = this;
    const taken = replica.take(update, () => true, context);
    if (taken && "code" in taken) throw new Error(`refused: ${taken.reason}`);
    if (taken) this.note(taken.update, writer);
    if (this.mode !== "forwarded" || writer === 0) return;
    const isOwn = (seq: number): boolean => this.writers[seq - 1] === writer;
    const arrived = taken ?? deletionsOnly(replica, update);
    const isForwarded = (seq: number): boolean => this.writers[seq - 1] === -1;
    const deletedBefore = this.stated[writer] ?? new IdSet();
    const row = { ...arrived, baseSeq: 1, isOwn, isForwarded, deletedBefore, proposes: false };
    this.stated[writer] = deletedBefore.union(IdSet.of(arrived.stated));
    const plan = planForwarding(replica, row, FORWARDER);
    if (!plan) {
      this.damage.push(...this.wishes.pass(replica, row));
      return;
    }
    if (plan.made) this.forward(plan.made, writer);
    this.damage.push(...plan.damage, ...this.wishes.judge(replica, row, plan));
  }

  private readAgain(seq: number): ArrivedRow {
    const { replica } = this;
    const writer = this.writers[seq - 1];
    const isOwn = (other: number): boolean => this.writers[other - 1] === writer;
    const isForwarded = (other: number): boolean => this.writers[other - 1] === -1;
    const read = (each: number): ReturnType<typeof takenAgain> =>
      takenAgain(replica, { seq: each, update: must(this.rows[each - 1], "a row") });
    const earlier = Array.from({ length: seq - 2 }, (_each, index) => index + 2).filter((each) => isOwn(each));
    const deletedBefore = IdSet.of(earlier.flatMap((each) => read(each).stated));
    return { ...read(seq), baseSeq: 1, isOwn, isForwarded, deletedBefore, proposes: false };
  }

  /** The log is all that a server has that starts; whoever comes back comes over a new line. */
  private reopen(): void {
    this.wishes = new RememberedWishes();
    this.stated.length = 0;
    const seqs = this.rows.map((_each, index) => index + 1).filter((seq) => (this.writers[seq - 1] ?? 0) > 0);
    this.wishes.recall(
      this.replica,
      seqs.map((seq) => this.readAgain(seq)),
    );
  }

  private forward(
    { update, statement }: NonNullable<NonNullable<ReturnType<typeof planForwarding>>["made"]>,
    writer: number,
  ): void {
    const taken = this.replica.take(update, () => true, { kind: "forward", baseSeq: null, proposes: false, statement });
    if (taken === null) throw new Error("what was forwarded changes nothing");
    if ("code" in taken) throw new Error(`forwarding was refused: ${taken.reason}`);
    this.note(taken.update, -1, writer);
    this.forwardedRows++;
  }

  private concernsBoth({ rows }: Damage): boolean {
    return new Set(rows.map((seq) => this.madeFor[seq - 1])).isSupersetOf(new Set([1, 2]));
  }

  private note(update: Uint8Array, writer: number, madeFor = writer): void {
    this.rows.push(update);
    this.writers.push(writer);
    this.madeFor.push(madeFor);
  }

  private judge(
    seats: readonly Seat[],
    before: ReturnType<typeof readShown>,
    meant: readonly ReturnType<typeof readShown>[],
  ): IntentOutcome {
    for (const seat of seats) {
      for (const update of this.rows) Y.applyUpdate(seat.ydoc, update, "remote");
      if (seat instanceof StockWriter) seat.show();
    }
    const fresh = this.sit(50);
    const got = readShown(fresh.doc);
    const violations = findViolations(before, meant, got, this.moves);
    return {
      acts: this.acts,
      violations,
      silent: violations.filter(
        (violation) =>
          !this.damage.some(
            (each) => tells(each, violation, got, before) && (violation.what !== "moved" || this.concernsBoth(each)),
          ),
      ),
      damage: this.damage,
      needless: violations.length > 0 ? [] : this.damage.filter((each) => !isMeeting(each, before, meant, got)),
      before: before.map(({ text }) => text),
      meant: meant.map((each) => each.map(({ text }) => text)),
      after: got.map(({ text }) => text),
      converged: seats.every((seat) => JSON.stringify(seat.doc.toJSON()) === JSON.stringify(fresh.doc.toJSON())),
      forwardedRows: this.forwardedRows,
    };
  }
}

function isMeeting(
  { kind, text }: Damage,
  before: readonly ShownParagraph[],
  meant: readonly (readonly ShownParagraph[])[],
  got: readonly ShownParagraph[],
): boolean {
  return (
    (kind === "remained" && meetsDeletion(before, meant, text)) ||
    (kind === "deleted" && meetsMove(before, meant, text)) ||
    (kind === "joined" && missesBreak(before, meant, got, text))
  );
}

/** Whether a notice names the words of what did not come true, or leads to the paragraph where they stand. */
function tells(
  { text }: Damage,
  { what, characters }: Violation,
  got: readonly ShownParagraph[],
  before: readonly ShownParagraph[],
): boolean {
  // Of words that changed places nobody can say which were moved.
  const beside = what === "moved" || what === "order" ? [...before, ...got] : got;
  const named = Array.from(characters).concat(
    beside.flatMap((paragraph) =>
      Array.from(characters).some((each) => paragraph.text.includes(each)) ? Array.from(paragraph.text) : [],
    ),
  );
  return named.some((character) => text.includes(character));
}
