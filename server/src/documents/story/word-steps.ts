/**
 * The story of a word as steps: what its rows, proposals and decisions did, oldest first.
 *
 * Invariants:
 * - A guest is told what the page shows them anyway: who wrote words that stand, who moved them last, what waits and what was decided
 *   about them since they were let in. Who came between, who formatted, who deleted and what was turned down is told to colleagues only.
 * - Neighbouring parts that one person made in one go are one part.
 */
import type { EpochMs, PersonId } from "@parley/base";
import { type Id, PROPOSING_ROLE, type WordPart } from "@parley/history";
import { type DecidedRecord, PARAGRAPH_BREAK, type RecordLife } from "@parley/proposals";
import type { DecidedTurn } from "./decided-turns.ts";
import { forGuest } from "./guest-steps.ts";
import type { LivePart, LiveStep } from "./live-step.ts";
import { proposerIn, voidReason } from "./outcome-facts.ts";
import { outcomeOf, statedBy } from "./stated-rows.ts";
import { SAME_HAND_MS, haveOneOrigin, isSameStory } from "./same-story.ts";
import type { RowFact } from "./story-store.ts";
import type { WordOrigin } from "./word-sources.ts";

/** What is known about a part beside its rows. */
export interface PartContext {
  readonly part: WordPart;
  readonly proposal: {
    /** When they were agreed on, and when they waited again. */
    readonly turns: readonly DecidedTurn[];
    /** The rows with which they went while they waited, before somebody brought them back. */
    readonly fellSeqs: readonly number[];
    /** Whether they waited when they went for good. */
    readonly wentWaiting: boolean;
    readonly waits: boolean;
  };
  readonly records: readonly WordRecord[];
  /** The decisions that brought them here with a paragraph that was split or joined. */
  readonly restructured: readonly Restructured[];
  readonly origins: readonly WordOrigin[];
}

/** A decision on a proposal to split or join a paragraph, and the row that had proposed it. */
export interface Restructured {
  readonly decidedSeq: number;
  readonly proposedSeq: number;
  readonly what: "split" | "join";
  /** What asked for it, where others may have asked for the same: only the decision says whose was accepted. */
  readonly record: DecidedRecord | null;
}

/** What was proposed about a character by a record, and what became of the character with it. */
export interface WordRecord extends RecordLife {
  /** Whether it went with the row that ended the record, also if it was brought back later. */
  readonly went: boolean;
  /** Whether it had gone before that row: what ended the record then was not about it any more. */
  readonly wasGone: boolean;
  /** The row that put the character here while it stood, as it still did, where the record wants it gone; `null` for a record about it here. */
  readonly placedBesideSeq: number | null;
  /** The row that put the words elsewhere, where the decision moved them there and did not delete them; they are told here since they came back. */
  readonly movedSeq: number | null;
}

/** Every row that the story of some parts names. */
export function rowsOfParts(parts: readonly Omit<PartContext, "origins">[]): Set<number> {
  const seqs = new Set<number>();
  const add = (seq: number | null): void => {
    if (seq !== null) seqs.add(seq);
  };
  for (const { part, proposal, records, restructured } of parts) {
    add(part.writtenSeq);
    for (const { proposedSeq } of restructured) add(proposedSeq);
    for (const { seq } of [...part.placed, ...part.formatting]) add(seq);
    for (const { seq } of proposal.turns) add(seq);
    for (const seq of [part.deletedSeq, part.goneSeq, ...proposal.fellSeqs]) add(seq);
    for (const { proposedSeq, endedSeq, movedSeq } of records) {
      for (const seq of [proposedSeq, movedSeq, endedSeq]) add(seq);
      // A row that says what became void comes right behind the change that left nothing of it.
      if (endedSeq !== null && endedSeq > 1) add(endedSeq - 1);
    }
  }
  return seqs;
}

/**
 * Tells the parts of a word. `rows` holds every row of `rowsOfParts`, and those that their authors had last seen. What is no part of a
 * word's story is left out unless it is what was `asked` for: no answer is empty.
 */
export function tellParts(
  parts: readonly PartContext[],
  rows: ReadonlyMap<number, RowFact>,
  options: { readonly forGuest: boolean; readonly historySince: EpochMs | null; readonly asked: Id | null },
): LivePart[] {
  const { historySince, asked } = options;
  const stories = parts.map((context) => {
    const all = new Teller(context, rows, historySince).tell();
    const isNone = isMadeBreak(context) || (context.part.goneSeq !== null && isCorrection(all));
    return { ...context, all, isNone };
  });
  const isAsked = ({ part: { range } }: PartContext): boolean =>
    range.client === asked?.client && range.clock <= asked.clock && asked.clock < range.clock + range.length;
  const isLeftOut = !stories.some((each) => each.isNone && isAsked(each)) && stories.some(({ isNone }) => !isNone);
  const told: LivePart[] = [];
  for (const { part, origins, all, isNone } of stories) {
    if (isNone && isLeftOut) continue;
    const gone = part.goneSeq !== null;
    const steps = options.forGuest ? forGuest(all) : all;
    const last = told.at(-1);
    if (last && last.gone === gone && isSameStory(last.steps, steps) && haveOneOrigin(last.origins, origins))
      told[told.length - 1] = { ...last, text: last.text + part.text, ids: [...last.ids, part.range] };
    else told.push({ text: part.text, gone, ids: [part.range], origins, steps });
  }
  return told;
}

/** A proposed break that was accepted is gone as a character, and is where a paragraph ends: nothing of the text went. */
function isMadeBreak({ part, proposal }: PartContext): boolean {
  if (part.goneSeq === null || part.text.replaceAll(PARAGRAPH_BREAK, "") !== "") return false;
  return proposal.turns.some(({ seq, to }) => to === "agreed" && seq === part.goneSeq);
}

const decidings: ReadonlySet<string> = new Set(["accepted", "rejected", "withdrew", "tookBack", "revived"]);
const takingsBack: ReadonlySet<string> = new Set(["tookBack", "revived"]);
const returns: ReadonlySet<string> = new Set([...takingsBack, "broughtBack", "restored"]);

/**
 * Of what one person took back again and again, with nothing told between, the last time is told: that they did it once more in between
 * is told nowhere.
 */
function lastReturns(steps: readonly LiveStep[]): LiveStep[] {
  return steps.filter(({ did, personId }, index) => {
    const next = steps[index + 1];
    return did !== "broughtBack" || next?.did !== "broughtBack" || next.personId !== personId;
  });
}

/** A slip of the fingers: what its author took back at once is no part of a word's story. */
function isCorrection(steps: readonly LiveStep[]): boolean {
  const [first, last] = [steps[0], steps.at(-1)];
  return (
    steps.length === 2 &&
    first?.did === "wrote" &&
    last?.did === "deleted" &&
    first.personId === last.personId &&
    last.atMs - first.atMs <= SAME_HAND_MS
  );
}

class Teller {
  private readonly context: PartContext;
  private readonly rows: ReadonlyMap<number, RowFact>;
  /** A decision from before this has no step; `null` for no limit. */
  private readonly historySince: EpochMs | null;
  private readonly steps: LiveStep[] = [];

  constructor(context: PartContext, rows: ReadonlyMap<number, RowFact>, historySince: EpochMs | null) {
    this.context = context;
    this.rows = rows;
    this.historySince = historySince;
  }

  tell(): LiveStep[] {
    const { part, proposal, records } = this.context;
    this.add("wrote", part.writtenSeq, { waits: proposal.waits });
    for (const { seq, how } of part.placed) this.addPlacing(seq, how);
    for (const { seq, to } of proposal.turns)
      if (to === "agreed")
        this.addVerdict(seq, "insertion", { otherwise: "accepted", fell: false, whose: this.writer });
      else if (this.takenBackBy(seq) !== null) this.addTakingBack(seq, false);
    this.addFalls();
    this.waitSinceLastReturn(proposal.waits);
    const decided = new Set(records.map(({ endedSeq }) => endedSeq));
    for (const { name, value, seq } of part.formatting)
      if (!decided.has(seq)) this.add("formatted", seq, { name, value });
    for (const life of records) this.addRecord(life);
    this.addDeletion();
    return lastReturns(this.steps.sort((a, b) => a.seq - b.seq));
  }

  /** They wait since they came back last, where they did: what happened before that is over. */
  private waitSinceLastReturn(waits: boolean): void {
    const back = this.steps.filter(({ did }) => returns.has(did)).toSorted((a, b) => b.seq - a.seq)[0];
    if (!back || !waits) return;
    for (const [at, step] of this.steps.entries()) this.steps[at] = { ...step, waits: step === back };
  }

  /** How they went while they waited, before a decision was taken back or somebody undid that. */
  private addFalls(): void {
    const { part, proposal } = this.context;
    const takenBack = new Set(part.placed.map(({ seq }) => this.takenBackBy(seq)));
    for (const seq of proposal.fellSeqs) {
      const next = part.placed.find((each) => each.seq > seq);
      const isUndone = next !== undefined && this.rows.get(next.seq)?.kind === "undo";
      if (takenBack.has(seq))
        this.addVerdict(seq, "insertion", { otherwise: "accepted", fell: true, whose: this.writer });
      else if (isUndone && !part.placed.some((each) => each.seq === seq)) this.addFall(seq);
    }
  }

  /** What its author takes back and puts back again is no step. */
  private addFall(seq: number): void {
    const row = this.rows.get(seq);
    if (row?.kind === "restore") this.add("restoredAway", seq);
    else if (row?.kind !== "decision" && row?.personId !== this.rows.get(this.context.part.writtenSeq)?.personId)
      this.add("deleted", seq);
  }

  private addTakingBack(seq: number, waits: boolean): void {
    const known = this.steps.findIndex((step) => takingsBack.has(step.did) && step.seq === seq);
    const before = known < 0 ? undefined : this.steps.splice(known, 1)[0];
    const row = this.rows.get(seq);
    const { verdict, reason } = row ? statedBy(row) : { verdict: null, reason: null };
    const more = { reason, waits: waits || before?.waits === true };
    this.add(verdict === "revive" ? "revived" : "tookBack", seq, more);
  }

  /** The decision that a row takes back; `null` for any other row. */
  private takenBackBy(seq: number): number | null {
    const row = this.rows.get(seq);
    return row?.kind === "decision" ? statedBy(row).takesBack : null;
  }

  private addPlacing(seq: number, how: "split" | "joined" | "moved" | "pasted"): void {
    if (this.takenBackBy(seq) !== null) return this.addTakingBack(seq, false);
    const proposed = this.restructuredBy(seq);
    if (proposed && this.isTold("accepted", seq)) {
      this.add(proposed.what === "split" ? "proposedSplit" : "proposedJoin", proposed.proposedSeq);
      const whose = proposed.record?.author ?? this.rows.get(proposed.proposedSeq)?.personId ?? null;
      return this.addVerdict(seq, proposed.what, { otherwise: "accepted", fell: false, whose });
    }
    const kind = this.rows.get(seq)?.kind;
    const byKind = {
      undo: "broughtBack",
      restore: "restored",
      decision: "decidedMove",
      forward: "carriedOver",
    } as const;
    this.add(kind !== undefined && kind in byKind ? byKind[kind as keyof typeof byKind] : how, seq);
  }

  private restructuredBy(seq: number): Restructured | undefined {
    const asked = this.context.restructured.filter(({ decidedSeq }) => decidedSeq === seq);
    const row = this.rows.get(seq);
    if (asked.length <= 1 || !row) return asked[0];
    return asked.find(({ record }) => record && outcomeOf(row, record) === "chosen");
  }

  private addRecord(life: WordRecord): void {
    const { record, proposedSeq, endedSeq, placedBesideSeq } = life;
    // Who proposes to move words proposes that they go from where they stood: one act, told as the move.
    if (placedBesideSeq !== null && this.rows.get(placedBesideSeq)?.personId === life.author) return;
    if (life.movedSeq !== null && this.rows.get(life.movedSeq)?.personId === life.author) {
      this.add("moved", life.movedSeq);
      const moved = { otherwise: "accepted", fell: false, whose: life.author } as const;
      if (endedSeq !== null) this.addVerdict(endedSeq, "insertion", moved);
      return;
    }
    const about = record.do === "format" ? "formatting" : "deletion";
    const named = record.do === "format" ? { name: record.mark, value: record.value } : {};
    const did = record.do === "format" ? "proposedFormat" : "proposedDeletion";
    const waits = endedSeq === null;
    // Written again for its author by who took a decision back.
    const isAgain = this.takenBackBy(proposedSeq) !== null;
    if (isAgain && !this.isTold("tookBack", proposedSeq)) this.goOn(did, this.firstOf(life), waits);
    else if (isAgain) this.addTakingBack(proposedSeq, waits);
    else this.add(did, proposedSeq, { ...named, waits });
    this.addEnd(life, about, named);
  }

  /** What became of a record. */
  private addEnd(
    life: WordRecord,
    about: "formatting" | "deletion",
    named: Pick<Partial<LiveStep>, "name" | "value">,
  ): void {
    const { endedSeq } = life;
    const row = endedSeq === null ? undefined : this.rows.get(endedSeq);
    if (endedSeq === null || !row) return;
    const { verdict } = statedBy(row);
    const isSaid = verdict === "void";
    if (life.wasGone && !isSaid) return;
    const outcome = outcomeOf(row, life);
    const whoseId = life.author;
    if ((outcome === "voided" && verdict !== "takeBack") || isSaid) {
      const reason = voidReason(row, this.rows.get(endedSeq - 1), { asked: life, wasGone: life.wasGone });
      return this.add("voided", endedSeq, { ...named, ...reason, about, whoseId });
    }
    // Nobody is said to have decided what the decision does not tell.
    if (outcome === "unclear" && about === "formatting") return;
    // Words that a decision left standing which does not say what it chose were not to be deleted by it.
    const fell = outcome === "notChosen" || (outcome !== "chosen" && about === "deletion" && !life.went);
    this.addVerdict(endedSeq, about, { otherwise: "withdrew", fell, whose: life.author }, named);
  }

  /** The row that proposed first what was written again when decisions were taken back. */
  private firstOf({ author, record, proposedSeq }: RecordLife): number {
    const takesBack = this.takenBackBy(proposedSeq);
    const before = this.context.records.find(
      (life) =>
        takesBack !== null &&
        life.endedSeq === takesBack &&
        life.proposedSeq < proposedSeq &&
        life.author === author &&
        life.record.do === record.do,
    );
    return before ? this.firstOf(before) : proposedSeq;
  }

  /** What somebody did waits on: because it was taken back, or for who is told of nothing that happened between. */
  private goOn(did: LiveStep["did"], seq: number, waits: boolean): void {
    const at = this.steps.findIndex((step) => step.did === did && step.seq === seq);
    const step = this.steps[at];
    if (step) this.steps[at] = { ...step, waits: step.waits || waits };
  }

  private addDeletion(): void {
    const { part, proposal, records } = this.context;
    if (part.deletedSeq === null || part.goneSeq === null) return;
    const kind = this.rows.get(part.goneSeq)?.kind;
    if (kind === "restore") return this.add("restoredAway", part.goneSeq);
    if (records.some((life) => life.endedSeq === part.goneSeq && life.record.do !== "format" && !this.isVoided(life)))
      return;
    if (kind !== "decision") return this.add("deleted", part.deletedSeq);
    // What went while it waited was not chosen, also when the decision accepted something else.
    const fell = proposal.wentWaiting;
    const whose = fell ? this.writer : (this.rows.get(part.deletedSeq)?.personId ?? null);
    this.addVerdict(part.goneSeq, fell ? "insertion" : "deletion", { otherwise: "accepted", fell, whose });
  }

  private isVoided(life: WordRecord): boolean {
    const row = life.endedSeq === null ? undefined : this.rows.get(life.endedSeq);
    return row !== undefined && outcomeOf(row, life) === "voided";
  }

  /** Whoever wrote the words, and so is likely to have proposed them. */
  private get writer(): PersonId | null {
    return this.rows.get(this.context.part.writtenSeq)?.personId ?? null;
  }

  /** A decision. A row that is none counts as `otherwise`; where something `fell`, what was accepted was something else. */
  private addVerdict(
    seq: number,
    about: NonNullable<LiveStep["about"]>,
    {
      otherwise,
      fell,
      whose,
    }: { readonly otherwise: "accepted" | "withdrew"; readonly fell: boolean; readonly whose: PersonId | null },
    more: Partial<LiveStep> = {},
  ): void {
    const row = this.rows.get(seq);
    if (!row) return;
    const whoseId = proposerIn(row, whose);
    if (row.kind === "restore") return this.add("restoredAway", seq, { ...more, about, whoseId });
    const { verdict, reason } = statedBy(row);
    const acts = {
      accept: fell ? "rejected" : "accepted",
      reject: "rejected",
      withdraw: "withdrew",
      void: "voided",
    } as const;
    const did = verdict !== null && verdict in acts ? acts[verdict as keyof typeof acts] : otherwise;
    this.add(did, seq, { ...more, about, reason, whoseId });
  }

  /** Who writes words is told always; a decision, and what it did, only since somebody may know of decisions. */
  private isTold(did: LiveStep["did"], seq: number): boolean {
    const row = this.rows.get(seq);
    if (!row) return false;
    const isDecision = did !== "wrote" && (row.kind === "decision" || decidings.has(did));
    return !isDecision || row.receivedAtMs >= (this.historySince ?? -Infinity);
  }

  private add(did: LiveStep["did"], seq: number, more: Partial<LiveStep> = {}): void {
    const row = this.rows.get(seq);
    if (!row || !this.isTold(did, seq)) return;
    const seen = row.kind === "offline" && row.baseSeq !== null ? this.rows.get(row.baseSeq) : undefined;
    this.steps.push({
      did,
      personId: row.personId,
      party: row.party,
      atMs: row.receivedAtMs,
      seq,
      via: row.kind,
      waits: false,
      proposed: did === "wrote" && row.role === PROPOSING_ROLE,
      about: null,
      reason: null,
      whoseId: null,
      because: null,
      takenById: null,
      offlineSinceMs: seen?.receivedAtMs ?? null,
      name: null,
      value: null,
      version: row.kind === "restore" ? statedBy(row).restored : null,
      ...more,
    });
  }
}
