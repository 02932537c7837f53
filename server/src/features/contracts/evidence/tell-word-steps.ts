/** [CE7] What a contract tells about the words of its documents: rounds and approvals, to each reader what they may know. */
import { contractSteps, refuseContract } from "@parley/contracts";
import type { StepProvider } from "../../../documents/index.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";

/** The address at which a contract's page shows what happened. */
const trailOf = ({ id }: ContractRecord): string => `/contracts/${id}?tab=trail`;

/**
 * For whoever sees the record, everything, with the way to it. For everybody else in the document only what both sides know, since they were let in.
 */
export function createWordSteps(
  contracts: Pick<Contracts, "findByDocument" | "events" | "require" | "viewerOf">,
): StepProvider {
  const sees = async (contract: ContractRecord, viewer: Parameters<Contracts["viewerOf"]>[0]): Promise<boolean> => {
    const notFound = refuseContract("contracts/not-found").code;
    return contracts.require(contract.id, await contracts.viewerOf(viewer)).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && "code" in error && error.code === notFound) return false;
        throw error;
      },
    );
  };
  return async (documentId, words, { personId, isGuest, isAdministrator, historySince }) => {
    const contract = await contracts.findByDocument(documentId);
    if (!contract) return [];
    const isOpen = !isGuest && (await sees(contract, { personId, isAdministrator }));
    const isDraft = documentId === contract.draftId;
    // What was released inside is nobody's business who does not see the record.
    const kept = isOpen
      ? await contracts.events(contract.id)
      : await contracts.events(contract.id, { audience: "shared" });
    const known = kept.filter(({ atMs }) => atMs >= (historySince ?? -Infinity));
    return words.map((standing) =>
      contractSteps(known, { documentId, isDraft, ...standing }).map(({ kind: _kind, ...step }) => ({
        ...step,
        href: isOpen ? trailOf(contract) : null,
      })),
    );
  };
}
