/**
 * [CN2] Where each clause of a negotiation stands: untouched, proposed, countered, agreed or disputed; who moved last, how often, and in whose court it
 * was for how long.
 *
 * Rules:
 * - A clause waits in the court of whoever has to answer what waits in it: the other side of the oldest proposal that waits. Counsel counts to our side.
 * - `disputed`: a proposal was rejected by the other side, and something waits again. `countered`: both sides have proposals that wait, or one answers
 *   another. `proposed`: one side's wait. `agreed`: nothing waits and something was accepted, or the text differs from where it began, or both sides
 *   have frozen it. Else `untouched`.
 * - Frozen is what both sides have frozen. A change of its text after that reopens it for both, and the ledger names who did.
 */
import type { EpochMs, Party } from "@parley/base";

export const clauseStates = ["untouched", "proposed", "countered", "agreed", "disputed"] as const;
export type ClauseState = (typeof clauseStates)[number];

/** The two sides that agree with each other; counsel advises ours. */
export type Side = "ours" | "counterparty";
export const sideOf = (party: Party): Side => (party === "counterparty" ? "counterparty" : "ours");
export const otherSide = (side: Side): Side => (side === "ours" ? "counterparty" : "ours");

/** Something that waits in a clause. */
export interface WaitingMove {
  readonly clause: string;
  readonly party: Party;
  readonly personId: string | null;
  readonly atMs: EpochMs;
  /** Whether it answers another proposal. */
  readonly counters: boolean;
}

/** Something that was decided in a clause. */
export interface DecidedMove {
  readonly clause: string;
  readonly verdict: "accept" | "reject" | "withdraw" | "void";
  readonly proposedBy: Party;
  readonly proposedAtMs: EpochMs;
  readonly decidedBy: Party;
  readonly personId: string | null;
  readonly decidedAtMs: EpochMs;
}

/** That a side has frozen a clause; the text that it froze is known by its hash. */
export interface ClauseFreeze {
  readonly clause: string;
  readonly side: Side;
  readonly atMs: EpochMs;
}

/** A change of a clause's agreed text after both sides had frozen it. */
export interface Reopening {
  readonly clause: string;
  readonly personId: string | null;
  readonly party: Party;
  readonly atMs: EpochMs;
}

export interface LedgerInput {
  /** The clauses of the present text in reading order, by keys that stay when numbers change. */
  readonly clauses: readonly { readonly key: string; readonly title: string }[];
  /** Those of which the agreed text differs from where the negotiation began. */
  readonly changed: ReadonlySet<string>;
  readonly waiting: readonly WaitingMove[];
  readonly decided: readonly DecidedMove[];
  readonly freezes: readonly ClauseFreeze[];
  readonly reopenings: readonly Reopening[];
  readonly openComments: ReadonlyMap<string, number>;
  readonly untilMs: EpochMs;
}

export interface LedgerEntry {
  readonly key: string;
  readonly title: string;
  readonly state: ClauseState;
  /** How often somebody proposed or decided something in it. */
  readonly moves: number;
  readonly lastMover: { readonly party: Party; readonly personId: string | null; readonly atMs: EpochMs } | null;
  readonly openComments: number;
  /** How long something waited for an answer of each side, in milliseconds. */
  readonly waitedFor: Readonly<Record<Side, number>>;
  /** Which sides have frozen it. */
  readonly frozenBy: readonly Side[];
  /** Who changed it after both had frozen it. */
  readonly reopened: Reopening | null;
}

/** The ledger of a negotiation, a line per clause. */
export function readLedger(input: LedgerInput): LedgerEntry[] {
  return input.clauses.map(({ key, title }) => entryOf(key, title, input));
}

function entryOf(key: string, title: string, input: LedgerInput): LedgerEntry {
  const waiting = input.waiting.filter(({ clause }) => clause === key);
  const decided = input.decided.filter(({ clause }) => clause === key);
  const freezes = input.freezes.filter(({ clause }) => clause === key);
  const frozenBy = (["ours", "counterparty"] as const).filter((side) => freezes.some((each) => each.side === side));
  const reopened = input.reopenings.findLast(({ clause }) => clause === key) ?? null;
  return {
    key,
    title,
    state: stateOf({ waiting, decided, isChanged: input.changed.has(key), isFrozen: frozenBy.length === 2 }),
    moves: waiting.length + decided.length * 2,
    lastMover: lastMoverOf(waiting, decided),
    openComments: input.openComments.get(key) ?? 0,
    waitedFor: waitedFor(waiting, decided, input.untilMs),
    frozenBy,
    reopened,
  };
}

function stateOf(clause: {
  readonly waiting: readonly WaitingMove[];
  readonly decided: readonly DecidedMove[];
  readonly isChanged: boolean;
  readonly isFrozen: boolean;
}): ClauseState {
  const { waiting, decided } = clause;
  if (waiting.length > 0) {
    if (decided.some(isTurnedDown)) return "disputed";
    const sides = new Set(waiting.map(({ party }) => sideOf(party)));
    return sides.size > 1 || waiting.some(({ counters }) => counters) ? "countered" : "proposed";
  }
  const isAgreed = clause.isChanged || clause.isFrozen || decided.some(({ verdict }) => verdict === "accept");
  return isAgreed ? "agreed" : "untouched";
}

/** Whether the other side rejected it. */
const isTurnedDown = ({ verdict, proposedBy, decidedBy }: DecidedMove): boolean =>
  verdict === "reject" && sideOf(proposedBy) !== sideOf(decidedBy);

function lastMoverOf(waiting: readonly WaitingMove[], decided: readonly DecidedMove[]): LedgerEntry["lastMover"] {
  const moves = [
    ...waiting.map(({ party, personId, atMs }) => ({ party, personId, atMs })),
    ...decided.map(({ decidedBy, personId, decidedAtMs }) => ({ party: decidedBy, personId, atMs: decidedAtMs })),
  ];
  return moves.reduce<LedgerEntry["lastMover"]>((last, move) => (last && last.atMs >= move.atMs ? last : move), null);
}

/** Time in which anything waited for an answer of a side; what waits beside each other counts once. */
function waitedFor(
  waiting: readonly WaitingMove[],
  decided: readonly DecidedMove[],
  untilMs: EpochMs,
): Record<Side, number> {
  const spans = [
    ...waiting.map(({ party, atMs }) => ({ side: otherSide(sideOf(party)), fromMs: atMs, toMs: untilMs })),
    ...decided.map((move) => ({
      side: otherSide(sideOf(move.proposedBy)),
      fromMs: move.proposedAtMs,
      toMs: Math.min(move.decidedAtMs, untilMs),
    })),
  ];
  const total = (side: Side): number => lengthOfUnion(spans.filter((span) => span.side === side));
  return { ours: total("ours"), counterparty: total("counterparty") };
}

function lengthOfUnion(spans: readonly { readonly fromMs: number; readonly toMs: number }[]): number {
  let length = 0;
  let reachedMs = -Infinity;
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (toMs <= reachedMs) continue;
    length += toMs - Math.max(fromMs, reachedMs);
    reachedMs = toMs;
  }
  return length;
}
