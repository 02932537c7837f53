/**
 * The contracts slice: the record of a contract and its life, beside the documents that hold its words (decision 0012).
 *
 * It brings kinds of documents before there are documents, and uses them once there are: `createContracts`, then `open`.
 */
import type { Clock, Random } from "@parley/base";
import type { Hono } from "hono";
import type { Config } from "../../config.ts";
import type { DocumentKind, Documents } from "../../documents/index.ts";
import type { People } from "../../people/index.ts";
import type { Log } from "../../platform/log.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { Slice } from "../../platform/slice.ts";
import { openApproval } from "./approval/open-approval.ts";
import { contractKindsOf } from "./kinds.ts";
import { openPage } from "./contract-page/open-page.ts";
import { createEvidenceEndpoints } from "./evidence/evidence-endpoints.ts";
import { createWordSteps } from "./evidence/tell-word-steps.ts";
import { createSigningKey } from "./evidence/signing-key.ts";
import { createCheckEndpoints } from "./checks/check-endpoints.ts";
import { createChecks } from "./checks/checks.ts";
import { openLanes } from "./lanes/lanes.ts";
import { contractMigrations } from "./migrations.ts";
import { seedDemoContracts } from "./demo/seed-demo-contracts.ts";
import { openNegotiations } from "./negotiation/negotiations.ts";
import { createMasterEndpoints } from "./parties/master-endpoints.ts";
import { createMasterPolicies } from "./parties/master-policy.ts";
import { createContractPolicies } from "./record/contract-policy.ts";
import { createContracts as createRecords } from "./record/contracts.ts";
import { isAnyContract } from "./record/contract-store.ts";
import { createRecordEndpoints, createShowContract } from "./record/record-endpoints.ts";
import { createRegisterEndpoints } from "./register/register-endpoints.ts";
import { openReview } from "./review/open-review.ts";
import { createStartContracts } from "./starting/start-contracts.ts";
import { createStartEndpoints } from "./starting/start-endpoints.ts";
import { openTexts } from "./templates/open-texts.ts";

export interface ContractsParts {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly people: People;
  readonly mail: Mail;
}

/** What the slice is before there are documents. */
export interface ContractsSlice {
  /** Kinds of documents that it brings. */
  readonly documentKinds: readonly DocumentKind[];
  /** The slice at work, once there are documents. */
  open(documents: Documents): Slice;
  /** Plays the demo's contracts through the API of a running server; does nothing where there is a contract, or where letters are really sent. */
  seedDemo(app: Hono, documents: Documents): Promise<void>;
}

/** Puts the slice together. Nothing runs before its `start`. */
export function createContracts(given: ContractsParts): ContractsSlice {
  const { database, clock, random, people } = given;
  const contracts = createRecords({ sql: database.sql, people, clock });
  return {
    documentKinds: contractKindsOf(contracts),
    seedDemo: async (app, documents) => {
      const { config, log } = given;
      if (config.mail.smtpUrl !== null || (await isAnyContract(database.sql))) return;
      await seedDemoContracts({ app, documents, people, random, log, publicUrl: config.publicUrl });
    },
    open: (documents) => {
      const policies = createContractPolicies(contracts);
      const master = createMasterPolicies({ sql: database.sql, people });
      const parts = { sql: database.sql, contracts, people, clock, random };
      const { newDocuments } = documents.library;
      const written = openTexts({ ...parts, documents, policies, master });
      const { findTemplateText, follow } = written;
      const starting = createStartContracts({ ...parts, newDocuments, master, findTemplateText, follow });
      const show = createShowContract(people);
      const lanes = openLanes({ ...given, ...parts, documents });
      const page = openPage(given, { contracts, policies, show, documents });
      let stopping: (() => Promise<void>)[] = [];
      const checks = createChecks({ sql: database.sql, texts: documents.texts });
      const approval = openApproval({ ...given, ...parts, policies, master, documents, checks, written });
      const { afterNegotiation } = approval;
      documents.onStory(createWordSteps(contracts));
      const evidence = { ...parts, documents, policies, master, show, key: createSigningKey(given.config.secret) };
      const negotiations = openNegotiations({ ...given, ...parts, documents, policies, show, afterNegotiation });
      return {
        name: "contracts",
        migrations: contractMigrations,
        endpoints: {
          record: createRecordEndpoints({ contracts, policies, show }),
          parties: createMasterEndpoints({ ...parts, policies: master }),
          register: createRegisterEndpoints(parts),
          starting: createStartEndpoints({ starting, show }),
          negotiation: negotiations.endpoints,
          checks: createCheckEndpoints({ ...parts, policies, checks, master }),
          lanes: lanes.endpoints,
          ...approval.endpoints,
          evidence: createEvidenceEndpoints(evidence),
          ...page.endpoints,
          ...written.endpoints,
          review: openReview({ ...parts, documents, policies, checks, master, show }),
        },
        start: async () => {
          stopping = [
            ...page.start(),
            ...negotiations.start(),
            ...lanes.start(),
            ...approval.start(),
            async () => written.stop(),
          ];
        },
        stop: async () => {
          for (const stop of stopping) await stop();
        },
      };
    },
  };
}
