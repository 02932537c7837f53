/** Negotiations put together: their endpoints, and the watch over clauses that both sides have frozen. */
import type { Clock, DocumentId, PersonId, Random } from "@parley/base";
import type { Config } from "../../../config.ts";
import type { Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { EndpointTree } from "../../../platform/http/endpoint.ts";
import type { Log } from "../../../platform/log.ts";
import type { Mail } from "../../../platform/mail/mail.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import { noteReopened } from "./clause-lines.ts";
import type { AfterNegotiation } from "./close-negotiation.ts";
import { keepCounselCircle } from "./counsel-circle.ts";
import { createNegotiationDocuments } from "./documents-port.ts";
import { type NegotiationEndpointDeps, createNegotiationEndpoints } from "./negotiation-endpoints.ts";
import { createNegotiationPolicies } from "./negotiation-policy.ts";
import { findNegotiationOf } from "./negotiation-store.ts";

export interface NegotiationsParts {
  readonly config: Config;
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly people: People;
  readonly mail: Mail;
  readonly documents: Documents;
  readonly contracts: Contracts;
  readonly policies: ContractPolicies;
  readonly show: ShowContract;
  /** What happens with a negotiation's end. */
  readonly afterNegotiation: AfterNegotiation;
}

export interface Negotiations {
  readonly endpoints: EndpointTree;
  /** Begins to watch what both sides have frozen. @returns what ends it */
  start(): (() => Promise<void>)[];
}

export function openNegotiations(parts: NegotiationsParts): Negotiations {
  const { sql, documents: all, contracts, people, mail, clock, random, log, config } = parts;
  const documents = createNegotiationDocuments(all);
  const deps: NegotiationEndpointDeps = {
    ...parts,
    sql,
    documents,
    contracts,
    people,
    mail,
    clock,
    random,
    log,
    publicUrl: config.publicUrl,
    negotiationPolicies: createNegotiationPolicies({ sql, documents, contracts }),
    readRows: async (documentId) => (await all.live.readLog(documentId, 0, 1_000_000)).rows,
    readSpans: async (documentId) =>
      (await all.live.readAttribution(documentId, { deleted: true, origins: null, since: null })).spans,
  };
  return {
    endpoints: createNegotiationEndpoints(deps),
    start: () => {
      const ends = [
        all.onWords((documentId, by) => watchFrozen(deps, documentId, by)),
        all.onComers((documentId) => welcome(deps, documentId)),
      ];
      return ends.map((end) => async () => end());
    },
  };
}

/** [CG1] A guest who came in belongs to their circle. They are in whether or not that could be kept. */
async function welcome({ sql, documents, log }: NegotiationEndpointDeps, documentId: DocumentId): Promise<void> {
  try {
    if (await findNegotiationOf(sql, documentId)) await keepCounselCircle(documents, documentId);
  } catch (error) {
    log.error({ err: error, documentId }, "The circle of counsel could not be kept");
  }
}

/** [D8] Changes of a clause that both sides had frozen are an event that both are told of. */
async function watchFrozen(deps: NegotiationEndpointDeps, documentId: DocumentId, personId: PersonId): Promise<void> {
  const negotiation = await findNegotiationOf(deps.sql, documentId);
  if (!negotiation || negotiation.closedAt !== null) return;
  const party = (await deps.documents.findAccess(documentId, personId))?.party ?? "ours";
  const by = { personId, party };
  const reopened = await noteReopened(deps, documentId, by);
  for (const { key, title } of reopened)
    await deps.contracts.act(negotiation.contractId, () => ({
      events: [{ kind: "clause.reopened", audience: "shared", by, facts: { key, title } }],
    }));
  if (reopened.length > 0) await deps.documents.tellPages([documentId]);
}
