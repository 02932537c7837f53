/** Puts approval together: what it needs of documents and of the other parts of contracts, its endpoints and its clock. */
import { type Clock, type DocumentId, type PersonId, type Random, roleIncludes } from "@parley/base";
import type { Config } from "../../../config.ts";
import type { Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { EndpointTree } from "../../../platform/http/endpoint.ts";
import type { Log } from "../../../platform/log.ts";
import type { Mail } from "../../../platform/mail/mail.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { Checks } from "../checks/checks.ts";
import type { AfterNegotiation } from "../negotiation/close-negotiation.ts";
import { createNegotiationDocuments } from "../negotiation/documents-port.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import { createWorkCalendar } from "../reminders/work-calendar.ts";
import type { OpenTexts } from "../templates/open-texts.ts";
import { type ApprovalClock, createApprovalClock, letDelegatesIn } from "./approval-clock.ts";
import { createApprovalEndpoints } from "./approval-endpoints.ts";
import type { ApprovalDocuments } from "./approval-ports.ts";
import { createApprovals, letReadersIn } from "./approvals.ts";
import { createFlowEndpoints } from "./flow-endpoints.ts";
import { settleDocument } from "./settling.ts";
import { createNeighbours } from "./text-neighbours.ts";
import { createWorkDays } from "./work-days.ts";

export interface ApprovalParts {
  readonly config: Pick<Config, "publicUrl">;
  readonly sql: Sql;
  readonly contracts: Contracts;
  readonly policies: ContractPolicies;
  readonly master: MasterPolicies;
  readonly people: People;
  readonly mail: Mail;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly documents: Documents;
  readonly checks: Pick<Checks, "findingsOf">;
  readonly written: Pick<OpenTexts, "readText" | "follow">;
}

export interface OpenedApproval {
  readonly endpoints: { readonly approval: EndpointTree; readonly flows: EndpointTree };
  readonly afterNegotiation: AfterNegotiation;
  readonly clock: ApprovalClock;
  /** Looks after approvals from now on. @returns what ends it */
  start(): (() => Promise<void>)[];
}

export function openApproval(parts: ApprovalParts): OpenedApproval {
  const { sql, contracts, policies, master, people, clock, random, log, checks, written } = parts;
  const documents = documentsForApproval(parts.documents);
  const days = createWorkDays(people, clock, () => createWorkCalendar(sql).readHolidays());
  const opening = { contracts, documents: createNegotiationDocuments(parts.documents), clock, random };
  const neighbours = createNeighbours({ written, checks, people, opening });
  const deps = { ...parts, documents, days, neighbours, publicUrl: parts.config.publicUrl };
  const approvals = createApprovals(deps);
  const letIn = (): Promise<void> => letDelegatesIn(deps);
  const approvalClock = createApprovalClock({ sql, approvals, contracts, documents, people, days, clock, log });
  return {
    endpoints: {
      approval: createApprovalEndpoints({ ...deps, approvals, policies, letDelegatesIn: letIn }),
      flows: createFlowEndpoints({ sql, people, master, clock, random }),
    },
    async afterNegotiation(negotiation, sealed, by) {
      await written.follow(negotiation.documentId, by);
      return negotiation.stepId === null
        ? () => ({ events: [] })
        : approvals.resumeAfterNegotiation(negotiation, sealed, by);
    },
    clock: approvalClock,
    start: () => [approvalClock.watch(), watchNegotiated(deps)],
  };
}

/** A negotiation's end lets an approval go on: the document and its readers follow. @returns what ends it */
function watchNegotiated(
  deps: Parameters<typeof settleDocument>[0] &
    Parameters<typeof letReadersIn>[0] & { readonly contracts: Contracts; readonly log: Log },
): () => Promise<void> {
  const following = new Set<Promise<void>>();
  const end = deps.contracts.onAct(({ contract, kinds }) => {
    if (!kinds.includes("approval.resumed")) return;
    const follow = (async () => {
      try {
        await settleDocument(deps, contract.id);
        await letReadersIn(deps, contract);
      } catch (error) {
        deps.log.error({ err: error, contractId: contract.id }, "A contract's document could not follow its approval");
      }
    })();
    following.add(follow);
    void follow.finally(() => following.delete(follow));
  });
  return async () => {
    end();
    await Promise.all(following);
  };
}

function documentsForApproval({ live, frozen, findAccess, negotiated, library }: Documents): ApprovalDocuments {
  return {
    async readSealed(documentId, seq) {
      const { contentHash, ...sealed } = await live.readSealed(documentId, seq);
      return { ...sealed, contentHash: Buffer.from(contentHash).toString("hex") };
    },
    countWaiting: async (documentId) => (await negotiated.listWaiting(documentId)).length,
    async freeze(documentId, wanted) {
      await frozen.freeze(documentId, wanted);
    },
    async thaw(documentId, by) {
      await frozen.thaw(documentId, by);
    },
    findFrozen: (documentId) => frozen.find(documentId),
    async letRead(documentId: DocumentId, personId: PersonId, by) {
      const access = await findAccess(documentId, personId);
      if (access && roleIncludes(access.role, "comment")) return;
      const share = { personId, role: "comment", party: "ours", earlierThreads: "internal", quietly: true } as const;
      await library.sharing.create(documentId, share, by);
    },
  };
}
