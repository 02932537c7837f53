/** Puts together what the page of one contract shows: its record, what is related, its reminders and its trail. */
import type { DocumentId } from "@parley/base";
import type { Documents } from "../../../documents/index.ts";
import type { EndpointTree } from "../../../platform/http/endpoint.ts";
import type { ContractsParts } from "../index.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import { createRelatedEndpoints } from "../related/related-endpoints.ts";
import { createRelated } from "../related/related.ts";
import { createSuccession } from "../related/succession.ts";
import { companyToday } from "../reminders/company-today.ts";
import { createReminderEndpoints } from "../reminders/reminder-endpoints.ts";
import { createReminders } from "../reminders/reminders.ts";
import { createWorkCalendar } from "../reminders/work-calendar.ts";
import { noteTraces } from "../trail/note-traces.ts";
import { createTrailEndpoints } from "../trail/trail-endpoints.ts";
import { createContractTrail } from "../trail/trail.ts";
import { createRecordEditor } from "./edit-record.ts";
import { createPageEndpoints } from "./page-endpoints.ts";

/** What stands behind the page. */
export interface OpenPage {
  readonly endpoints: EndpointTree;
  /** Begins what goes on by itself. @returns what ends it, in this order */
  start(): (() => Promise<void>)[];
}

export function openPage(
  { config, database, clock, random, log, people, mail }: ContractsParts,
  shared: {
    readonly contracts: Contracts;
    readonly policies: ContractPolicies;
    readonly show: ShowContract;
    readonly documents: Documents;
  },
): OpenPage {
  const { sql } = database;
  const { contracts, documents } = shared;
  const today = companyToday(people, clock);
  const calendar = createWorkCalendar(sql);
  const related = createRelated({ sql, contracts, people, clock });
  const { newDocuments } = documents.library;
  const succession = createSuccession({ sql, contracts, newDocuments, clock, random, log });
  const editor = createRecordEditor({ sql, contracts, people });
  const { publicUrl } = config;
  const reminders = createReminders({ sql, contracts, calendar, people, mail, today, clock, log, publicUrl });
  const trail = createContractTrail({ sql, documents: documents.trail, people, documentsOf });
  return {
    endpoints: {
      page: createPageEndpoints({ ...shared, sql, editor, related, calendar, people, random }),
      related: createRelatedEndpoints({ ...shared, related, succession, today }),
      reminders: createReminderEndpoints({ ...shared, sql, reminders, calendar }),
      trail: createTrailEndpoints({ ...shared, trail }),
    },
    start: () => [
      succession.watch(),
      reminders.watch(),
      noteTraces({ documents: documents.trail, contracts, clock, log }),
    ],
  };
}

/** The documents that hold, or held, the text. */
async function documentsOf({ documentId, draftId }: ContractRecord): Promise<DocumentId[]> {
  return [...new Set([documentId, draftId])].filter((id) => id !== null);
}
