/** [VD1] [VD3] [VD6] What a direct change leaves nothing of, what it puts back, and what came too late, as the server says it right after the change. */
import type { CopiedRange, DocumentReplica } from "@parley/history";
import {
  type CarriedOut,
  type DecidedDocument,
  type DirectChange,
  type Proposal,
  agreedView,
  findEmptied,
  findLate,
  findRevived,
  listProposals,
  readView,
  reviveEmptied,
  voidEmptied,
} from "@parley/proposals";
import { normal } from "./content-lines.ts";

const options = { clientId: 7, facts: "{}" };

interface Ended {
  readonly voided: readonly Proposal[];
  readonly revived: number;
  readonly problems: readonly string[];
}

/** What a replica knows of its past. */
export function pastOf(
  replica: DocumentReplica,
): Pick<DecidedDocument, "seq" | "wasPending" | "wasReopened" | "standings" | "proposalAt"> {
  return {
    seq: replica.seq,
    wasPending: (id, seq) => replica.wasPending(id, seq),
    wasReopened: (id, seq) => replica.wasReopened(id, seq),
    standings: (range) => replica.standings(range),
    proposalAt: (id, seq) => replica.proposalAt(id, seq),
  };
}

export interface VoidingRoom {
  readonly document: () => DecidedDocument;
  readonly take: (made: CarriedOut) => string | null;
}

/** Says what somebody proposed about nothing that is there; nothing agreed may change with that. */
export function endLate(row: Parameters<typeof findLate>[1], { document, take }: VoidingRoom): Ended {
  const late = findLate(document(), row).map((each) => ({ ...each, gone: [] }));
  if (late.length === 0) return { voided: [], revived: 0, problems: [] };
  const problems: string[] = [];
  const agreed = normal(readView(document(), agreedView));
  const refusal = take(voidEmptied(document(), late, options));
  if (refusal !== null) problems.push(`what came too late cannot be said: ${refusal}`);
  if (normal(readView(document(), agreedView)) !== agreed) problems.push("what came too late changed agreed content");
  const keys = new Set(late.flatMap(({ proposal }) => proposal.records.map(({ key }) => key)));
  if (listProposals(document()).some(({ records }) => records.some(({ key }) => keys.has(key))))
    problems.push("what came too late still waits");
  return { voided: late.map(({ proposal }) => proposal), revived: 0, problems };
}

/** Says it, each by a row that `take` takes and answers with why it cannot; nothing agreed may change with that. */
export function endEmptied(
  change: DirectChange & { readonly copies: readonly CopiedRange[] },
  { document, take }: VoidingRoom,
): Ended {
  const problems: string[] = [];
  const say = (made: CarriedOut): void => {
    const refusal = take(made);
    if (refusal !== null) problems.push(`what is void cannot be said: ${refusal}`);
  };
  const before = document();
  const agreed = normal(readView(before, agreedView));
  const revived = findRevived(before, change);
  if (revived.length > 0) say(reviveEmptied(before, revived, options));
  const emptied = findEmptied(document(), change);
  if (emptied.length > 0) say(voidEmptied(document(), emptied, options));
  if (emptied.length + revived.length === 0) return { voided: [], revived: 0, problems };
  const after = normal(readView(document(), agreedView));
  if (after !== agreed) problems.push(`what became void changed agreed content:\n${agreed}\n${after}`);
  const names = new Set(emptied.map(({ proposal }) => proposal.id));
  if (listProposals(document()).some(({ id }) => names.has(id))) problems.push("what is void still waits");
  return { voided: emptied.map(({ proposal }) => proposal), revived: revived.length, problems };
}
