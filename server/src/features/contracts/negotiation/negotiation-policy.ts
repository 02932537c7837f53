import { type DocumentId, type Party, type Role, isId, roleIncludes } from "@parley/base";
import { refuseContract, refuseNegotiation } from "@parley/contracts";
import { refuseDocument } from "@parley/documents";
import type { Caller } from "../../../platform/caller.ts";
import type { Policy } from "../../../platform/http/endpoint.ts";
import { signedIn } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { leadsContract } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import type { NegotiationDocuments } from "./negotiation-documents.ts";
import { type NegotiationRow, findNegotiationOf } from "./negotiation-store.ts";

/** What is known of a call about the negotiation of a document. */
export interface NegotiationGrant {
  readonly caller: Caller;
  readonly documentId: DocumentId;
  readonly party: Party;
  readonly role: Role;
  /** The one that goes on, or went on last; `null` where there was none. */
  readonly negotiation: NegotiationRow | null;
  readonly leads: boolean;
}

/** The same where there is a negotiation. */
export interface OpenGrant extends NegotiationGrant {
  readonly negotiation: NegotiationRow;
  readonly contract: ContractRecord;
}

export interface NegotiationPolicies {
  /** Whoever may open the document, guests too. Throws `documents/not-found`. */
  readonly inDocument: Policy<{ id: string }, NegotiationGrant>;
  /** The same where there is a negotiation. Throws `contracts/negotiation-not-found`, too. */
  readonly inNegotiation: Policy<{ id: string }, OpenGrant>;
  /** Whoever may decide in one that is open. Throws `documents/role-too-weak` and `contracts/negotiation-closed`, too. */
  readonly acting: Policy<{ id: string }, OpenGrant>;
}

export function createNegotiationPolicies(deps: {
  readonly sql: Sql;
  readonly documents: Pick<NegotiationDocuments, "findAccess">;
  readonly contracts: Pick<Contracts, "find">;
}): NegotiationPolicies {
  const { sql, documents, contracts } = deps;
  const inDocument: Policy<{ id: string }, NegotiationGrant & { contract: ContractRecord | null }> = async (call) => {
    const caller = await signedIn(call);
    const id = call.input.id;
    const access = isId(id) ? await documents.findAccess(id as DocumentId, caller.personId) : null;
    if (!access) throw refuseDocument("documents/not-found");
    const negotiation = await findNegotiationOf(sql, id as DocumentId);
    const contract = negotiation && (await contracts.find(negotiation.contractId));
    const isLeading = contract !== null && leadsContract(contract, caller);
    const leads = caller.standing !== "guest" && (isLeading || negotiation?.openedBy === caller.personId);
    return { caller, documentId: id as DocumentId, ...access, negotiation, leads, contract };
  };
  const inNegotiation: Policy<{ id: string }, OpenGrant> = async (call) => {
    const { negotiation, contract, ...grant } = await inDocument(call);
    if (!negotiation) throw refuseNegotiation("contracts/negotiation-not-found");
    if (!contract) throw refuseContract("contracts/not-found");
    return { ...grant, negotiation, contract };
  };
  const acting: Policy<{ id: string }, OpenGrant> = async (call) => {
    const grant = await inNegotiation(call);
    if (!roleIncludes(grant.role, "edit"))
      throw refuseDocument("documents/role-too-weak", { role: grant.role, needed: "edit" });
    if (grant.negotiation.closedAt !== null) throw refuseNegotiation("contracts/negotiation-closed");
    return grant;
  };
  return {
    inDocument: Object.assign(inDocument, { label: "callers, guests too, who may open the document" }),
    inNegotiation: Object.assign(inNegotiation, { label: "callers, guests too, in the document's negotiation" }),
    acting: Object.assign(acting, { label: "callers, guests too, who may decide in the document's negotiation" }),
  };
}
