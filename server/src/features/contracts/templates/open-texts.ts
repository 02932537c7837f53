/** What texts of contracts are made from and kept true to: templates, the clause library, values of variables. */
import type { Clock, Random } from "@parley/base";
import type { Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import type { EndpointTree } from "../../../platform/http/endpoint.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { createClauseEndpoints } from "../clauses/clause-endpoints.ts";
import { createClauseLibrary } from "../clauses/clause-library.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import { listReaders } from "../parties/master-store.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import { type ContractText, createFindOrigin, readContractText } from "../variables/contract-text.ts";
import { createFieldsEndpoints } from "../variables/fields-endpoints.ts";
import { type FollowText, createFollowText } from "../variables/follow-text.ts";
import { createSamples } from "./samples.ts";
import { createTemplateEndpoints } from "./template-endpoints.ts";
import { type FindTemplateText, createFindTemplateText } from "./template-source.ts";
import { createTemplates } from "./templates.ts";
import { createTexts } from "./texts.ts";

export interface OpenTexts {
  readonly endpoints: EndpointTree;
  readonly findTemplateText: FindTemplateText;
  readonly follow: FollowText;
  /** The agreed text of a contract with what it was made from. Throws `contracts/no-text`. */
  readonly readText: (contract: ContractRecord) => Promise<ContractText>;
  /** Hears of no more words. */
  stop(): void;
}

/** Puts these together. From then on records follow their texts. */
export function openTexts(deps: {
  readonly sql: Sql;
  readonly contracts: Contracts;
  readonly documents: Documents;
  readonly people: People;
  readonly policies: ContractPolicies;
  readonly master: MasterPolicies;
  readonly clock: Clock;
  readonly random: Random;
}): OpenTexts {
  const { sql, contracts, documents, master, clock, random } = deps;
  const texts = createTexts(documents, random);
  const listKeepers = (): ReturnType<typeof listReaders> => listReaders(sql);
  const templates = createTemplates({ sql, texts, listKeepers, clock, random });
  const library = createClauseLibrary({ sql, texts, listKeepers, clock, random });
  const findOrigin = createFindOrigin(templates);
  const follow = createFollowText({ sql, contracts, texts, findOrigin });
  const shared = {
    ...deps,
    texts,
    findOrigin,
    follow,
    keeps: master.edits,
    mayKeep: (caller: Caller) => master.mayEdit(caller),
  };
  const samples = createSamples({ sql, templates, library });
  const { newDocuments } = documents.library;
  return {
    findTemplateText: createFindTemplateText({ sql, templates, newDocuments }),
    follow,
    readText: (contract) => readContractText({ texts, findOrigin }, contract),
    stop: texts.onWords(follow),
    endpoints: {
      templates: createTemplateEndpoints({ ...shared, templates, samples, findAccess: documents.findAccess }),
      clauses: createClauseEndpoints({ ...shared, library, now: () => new Date(clock.nowMs()) }),
      fields: createFieldsEndpoints(shared),
    },
  };
}
