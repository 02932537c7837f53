/** Contracts in which something waits for somebody. */
import { roleIncludes } from "@parley/base";
import { type ContractId, type ContractToReview, sideOf } from "@parley/contracts";
import type { Caller } from "../../../platform/caller.ts";
import { waitingFor } from "../approval/mine-endpoint.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { ReviewDeps } from "./gather-review.ts";
import { type OpenNegotiation, findContracts, listOpenNegotiations } from "./review-store.ts";

type Reason = ContractToReview["reasons"][number];

/** So many open negotiations of one person are looked into. */
const mostNegotiations = 200;

/** [CW5] Approvals that are asked of somebody, proposals of the other side that they may decide on, and turns that are theirs. */
export async function listToReview(deps: ReviewDeps, caller: Caller): Promise<ContractToReview[]> {
  const reasons = new Map<ContractId, Reason[]>();
  const add = (id: ContractId, reason: Reason): void => void reasons.set(id, [...(reasons.get(id) ?? []), reason]);
  for (const { contract, step, actsFor, due, state, isSuspended } of await waitingFor(deps, caller))
    if (state === "open" && !isSuspended)
      add(contract.id as ContractId, { kind: "approval", labels: step.labels, actsFor, due });
  for (const negotiation of await listOpenNegotiations(deps.sql, caller.personId, mostNegotiations))
    await addWaiting(deps, caller, negotiation, add);
  const ids = [...reasons.keys()];
  const contracts = await findContracts(deps.sql, ids);
  const owners = await deps.people.findPeople(contracts.map(({ ownerId }) => ownerId));
  return ids.flatMap((id): ContractToReview[] => {
    const contract = contracts.find((each) => each.id === id);
    if (!contract) return [];
    const owner = { id: contract.ownerId, name: owners.get(contract.ownerId)?.name ?? "" };
    return [{ contract: faceOf(contract), owner, reasons: reasons.get(id) ?? [] }];
  });
}

function faceOf({ id, number, name, amountMinor, currency }: ContractRecord): ContractToReview["contract"] {
  const amount = amountMinor === null || currency === null ? null : { minor: amountMinor.toString(), currency };
  return { id, number, name, amount };
}

async function addWaiting(
  { documents }: ReviewDeps,
  { personId }: Caller,
  { contractId, documentId, turnParty, since }: OpenNegotiation,
  add: (id: ContractId, reason: Reason) => void,
): Promise<void> {
  const access = await documents.findAccess(documentId, personId);
  if (!access || !roleIncludes(access.role, "edit")) return;
  if (turnParty === access.party) add(contractId, { kind: "turn", since: since.toISOString() });
  const count = (await documents.negotiated.listWaiting(documentId)).filter(
    ({ party, author }) => author !== personId && sideOf(party) !== sideOf(access.party),
  ).length;
  if (count > 0) add(contractId, { kind: "proposals", count });
}
