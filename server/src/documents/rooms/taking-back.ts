/**
 * Taking a decision back: another decision, which names the first one.
 *
 * Invariants:
 * - Who takes a decision back has the right that the decision had in the moment in which it is taken back, and acts for the same party.
 * - Of two at once one takes it back, and the other is told who did: nothing waits between looking at the text and taking the row, and
 *   the room knows what it has taken back, also what is not in the log yet or came after it was read.
 */
import { type DocumentId, type EpochMs, type PersonId, assert, must } from "@parley/base";
import { type ProposalDecision, decisionSchema, refuseDocument } from "@parley/documents";
import { type RowStatement, decodeStatement } from "@parley/history";
import { type KeptBecause, takeBack } from "@parley/proposals";
import type { DecisionRow, LogStore } from "./log-store.ts";
import { type AskDecider, type Decider, becomeAuthor, becomeWritable } from "./act-in-room.ts";
import { type Asked, askDecisionRule } from "./ask-decision-rule.ts";
import type { OpenRoom } from "./open-room.ts";
import type { Rooms } from "./rooms.ts";

/** Which decision is taken back, and why. `sinceMs` is from when on its maker may know of decisions; `null` is from the start. */
export interface TakingBack {
  readonly seq: number;
  readonly reason: string | null;
  readonly sinceMs: EpochMs | null;
  /** What somebody is called who was faster. */
  readonly nameOf: (personId: DecisionRow["personId"]) => Promise<string>;
}

interface MadeDecision {
  readonly row: DecisionRow;
  readonly statement: RowStatement;
  readonly decision: ProposalDecision;
}

/** Resolves with the row of the taking back when that is durable. */
export async function takeDecisionBack(
  { rooms, store }: { readonly rooms: Rooms; readonly store: Pick<LogStore, "readAuthors" | "readDecisions"> },
  documentId: DocumentId,
  wanted: TakingBack,
  askDecider: AskDecider,
): Promise<{ readonly seq: number }> {
  const open = await rooms.acquire(documentId);
  await becomeWritable(open);
  await open.document.settled();
  const made = (await store.readDecisions(documentId)).flatMap(readDecision);
  const wantedRow = made.find(({ row }) => row.seq === wanted.seq);
  if (!wantedRow || (wanted.sinceMs !== null && wantedRow.row.receivedAtMs < wanted.sinceMs))
    throw refuseDocument("documents/decision-not-found");
  const { verdict } = wantedRow.decision;
  if (verdict !== "accept" && verdict !== "reject") throw refuseDocument("documents/decision-stays");
  await refuseTaken(made, wanted);
  const asked = askedOf(wantedRow.decision);
  const authors = await store.readAuthors(documentId, [...new Set(asked.map(({ firstSeq }) => firstSeq))]);
  const by = await becomeAuthor(open, askDecider);
  if (wantedRow.row.party !== by.party) throw refuseDocument("documents/decision-of-others");
  const unread = askDecisionRule(by, asked, authors);
  assert(unread.length === 0, "what was decided on is in the log");
  // Between the reading of the log and this moment somebody may have been faster, and others may have decided again since.
  const taken = open.takenBack.has(wanted.seq) ? "changed" : takeNow(open, wantedRow, wanted.reason, by);
  if (typeof taken !== "string") {
    await taken.durable;
    open.room.announceOwn(taken.update, taken.seq);
    return { seq: taken.seq };
  }
  // Somebody may have been faster while the log was read.
  await open.document.settled();
  await refuseTaken((await store.readDecisions(documentId)).flatMap(readDecision), wanted);
  throw refuseDocument(refusals[taken]);
}

const refusals = {
  changed: "documents/decision-place-changed",
  moved: "documents/decision-moved-text",
  large: "documents/decision-too-large",
  full: "documents/decision-beyond-limits",
} as const satisfies Record<KeptBecause, string>;

function askedOf({ proposals, notChosen, voided }: ProposalDecision): Asked[] {
  return [...proposals, ...notChosen, ...voided].map(({ authorId, firstSeq }) => ({
    verdict: "takeBack",
    authorId: authorId as PersonId | null,
    firstSeq,
  }));
}

function readDecision(row: DecisionRow): MadeDecision[] {
  const statement = decodeStatement(row.statement);
  if (statement.decision === null) return [];
  return [{ row, statement, decision: decisionSchema.parse(JSON.parse(statement.decision)) }];
}

async function refuseTaken(made: readonly MadeDecision[], { seq, nameOf }: TakingBack): Promise<void> {
  const earlier = made.find(({ decision }) => decision.takesBack === seq);
  if (earlier) throw refuseDocument("documents/decision-taken-back", { name: await nameOf(earlier.row.personId) });
}

function takeNow(
  { document, takenBack }: OpenRoom,
  { row, statement, decision }: MadeDecision,
  reason: string | null,
  by: Decider,
): KeptBecause | { readonly seq: number; readonly update: Uint8Array; readonly durable: Promise<unknown> } {
  const decided = document.decided();
  if (decided === null) return "changed";
  const kept: ProposalDecision = { ...decision, verdict: "takeBack", reason, takesBack: row.seq };
  const clientId = document.issueClient(by.personId, null, false);
  const made = takeBack(decided, { seq: row.seq, statement, clientId, facts: JSON.stringify(kept) });
  if (typeof made === "string") return made;
  const outcome = document.takeOwn(made.update, by, "decision", made.statement);
  if (outcome.outcome === "refused" && (outcome.code === "schema" || outcome.code === "document-too-large"))
    return "large";
  if (outcome.outcome !== "taken") throw refuseDocument("documents/read-only");
  takenBack.add(row.seq);
  return { seq: outcome.seq, update: must(outcome.update, "it was taken"), durable: outcome.durable };
}
