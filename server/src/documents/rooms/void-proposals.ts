/**
 * Says what a change leaves nothing of, written directly or by who takes back what they propose, and what it puts back, by rows right
 * behind it in the name of whoever made it.
 *
 * Invariants:
 * - [VD1] Such a row is taken in the same turn as the change, so nothing comes between them and whoever decides next sees its outcome.
 * - It changes nothing that is agreed.
 */
import type { PersonId } from "@parley/base";
import type { ProposalDecision } from "@parley/documents";
import { type IdRange, PROPOSING_ROLE } from "@parley/history";
import {
  type CarriedOut,
  type Emptied,
  type MadeRow,
  type Proposal,
  findEmptied,
  findLate,
  findRevived,
  reviveEmptied,
  voidEmptied,
} from "@parley/proposals";
import type { Authorship } from "../live.ts";
import type { TakenChange } from "../merging/forwarder.ts";
import { clausesIn } from "./clause-of-proposal.ts";
import { toDecided } from "./decided-facts.ts";
import type { OpenRoom } from "./open-room.ts";
import { settingsIn } from "./proposed-settings.ts";
import type { StoredDocument } from "./room-document.ts";

/** Proposals became void with row `seq`, or those that did with row `voidedBy` wait again: what whoever made the change is told. */
export type ToldVoid =
  | {
      readonly by: PersonId;
      readonly seq: number;
      /** As the row keeps them, with what is to come back for each to wait again. */
      readonly kept: readonly (KeptProposal & { readonly gone: readonly IdRange[] })[];
    }
  | { readonly by: PersonId; readonly voidedBy: number };

/** The same with the proposals as they were listed before. */
export type VoidNews =
  | (Extract<ToldVoid, { readonly seq: number }> & { readonly voided: readonly Proposal[] })
  | Extract<ToldVoid, { readonly voidedBy: number }>;

type DecidedDocument = NonNullable<ReturnType<StoredDocument["decided"]>>;
type KeptProposal = ProposalDecision["proposals"][number];

export interface VoidingPorts {
  /** How an earlier row was made; `null` where that is not known. */
  readonly madeBy: (seq: number) => MadeRow | null;
  /** Called once it is durable. */
  readonly onVoid: (news: VoidNews) => Promise<void> | undefined;
  readonly onError: (error: unknown) => void;
}

/** Called in the turn in which a change was taken. Never throws: what cannot be said still waits. */
export function endEmptied(open: OpenRoom, change: TakenChange, ports: VoidingPorts): void {
  const { row, by, kind, isRow } = change;
  if (!isRow || kind === "decision") return;
  try {
    const proposes = by.role === PROPOSING_ROLE;
    const { seq, deleted, copies } = row;
    const direct = { seq, deleted, copies, by: by.personId, proposes, madeBy: ports.madeBy };
    revive(open, direct, by, ports);
    const document = open.document.decided();
    const emptied = document ? findEmptied(document, direct) : [];
    if (document) sayVoid(open, by, { document, emptied, lateOf: () => undefined }, ports);
    if (proposes) endLate(open, { seq, inserted: row.inserted }, by, ports);
  } catch (error) {
    ports.onError(error);
  }
}

/** [VD6] What somebody proposes about what is gone by then. */
function endLate(
  open: OpenRoom,
  row: Pick<TakenChange["row"], "seq" | "inserted">,
  by: Authorship,
  ports: VoidingPorts,
): void {
  const document = open.document.decided();
  const late = document ? findLate(document, { ...row, by: by.personId }) : [];
  const emptied = late.map((each) => ({ ...each, gone: [], groundGone: "none" as const }));
  const lateOf = (index: number): KeptProposal["late"] => {
    const seq = late[index]?.goneSeq ?? 0;
    return { byId: ports.madeBy(seq)?.personId ?? null, seq };
  };
  if (document) sayVoid(open, by, { document, emptied, lateOf }, ports);
}

/** A row that says what is void, and takes it away. */
function sayVoid(
  open: OpenRoom,
  by: Authorship,
  found: {
    readonly document: DecidedDocument;
    readonly emptied: readonly Emptied[];
    readonly lateOf: (index: number) => KeptProposal["late"];
  },
  { onError, onVoid }: VoidingPorts,
): void {
  const { document, emptied } = found;
  if (emptied.length === 0) return;
  const decided = decisionOf(document, emptied, { verdict: "void", takesBack: null });
  const proposals = decided.proposals.map((each, index) => {
    const late = found.lateOf(index);
    const { groundGone = "none" } = emptied[index] ?? {};
    return { ...each, ...(late && { late }), ...(groundGone !== "none" && { groundGone }) };
  });
  const facts = JSON.stringify({ ...decided, proposals });
  const clientId = open.document.issueClient(by.personId, null, false);
  const made = voidEmptied(document, emptied, { clientId, facts });
  const voided = emptied.map(({ proposal }) => proposal);
  const kept = proposals.map((each, index) => ({ ...each, gone: emptied[index]?.gone ?? [] }));
  take(open, by, made, { onError, told: (seq) => onVoid({ by: by.personId, seq, voided, kept }) });
}

/** [VD3] A row for each that became void with another one. */
function revive(
  open: OpenRoom,
  direct: Parameters<typeof findRevived>[1],
  by: Authorship,
  { onError, onVoid }: VoidingPorts,
): void {
  const found = open.document.decided();
  const revived = found ? findRevived(found, direct) : [];
  for (const [voidedBy, each] of Map.groupBy(revived, (one) => one.voidedBy)) {
    const document = open.document.decided();
    if (!document) return;
    const proposals = each.map(({ emptied }) => emptied);
    const facts = JSON.stringify(decisionOf(document, proposals, { verdict: "revive", takesBack: voidedBy }));
    const clientId = open.document.issueClient(by.personId, null, false);
    const made = reviveEmptied(document, each, { clientId, facts });
    open.takenBack.add(voidedBy);
    take(open, by, made, { onError, told: () => onVoid({ by: by.personId, voidedBy }) });
  }
}

function take(
  { document, room }: OpenRoom,
  by: Authorship,
  { update, statement }: CarriedOut,
  then: { readonly onError: (error: unknown) => void; readonly told: (seq: number) => Promise<void> | undefined },
): void {
  const outcome = document.takeOwn(update, by, "decision", statement);
  if (outcome.outcome !== "taken") {
    then.onError(new Error(outcome.outcome === "refused" ? outcome.reason : "nothing to say"));
    return;
  }
  // A row that is lost closes the room: whoever sent the row before it hears of that.
  outcome.durable
    .then(async () => {
      room.announceOwn(outcome.update, outcome.seq);
      await then.told(outcome.seq);
    })
    .catch(then.onError);
}

/** Words and places are those from before the change. */
function decisionOf(
  document: DecidedDocument,
  emptied: readonly Pick<Emptied, "proposal" | "marked">[],
  { verdict, takesBack }: Pick<ProposalDecision, "verdict" | "takesBack">,
): ProposalDecision {
  const proposals = emptied.map(({ proposal, marked: { blocks } }) =>
    toDecided(document, proposal, {
      settings: settingsIn(() => blocks, [proposal]),
      clauseOf: clausesIn(blocks),
      looksOf: () => [],
    }),
  );
  return { verdict, reason: null, proposals, notChosen: [], voided: [], takesBack };
}
