/** Puts the review together from what approvals, negotiations, checks and documents say. */
import type { Clock, Random } from "@parley/base";
import type { Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { EndpointTree } from "../../../platform/http/endpoint.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { createWorkDays } from "../approval/work-days.ts";
import type { Checks } from "../checks/checks.ts";
import { createNegotiationDocuments } from "../negotiation/documents-port.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import { createWorkCalendar } from "../reminders/work-calendar.ts";
import { createReviewEndpoints } from "./review-endpoints.ts";

export function openReview(parts: {
  readonly sql: Sql;
  readonly documents: Documents;
  readonly people: People;
  readonly clock: Clock;
  readonly random: Random;
  readonly checks: Checks;
  readonly master: MasterPolicies;
  readonly policies: ContractPolicies;
  readonly show: ShowContract;
}): EndpointTree {
  const { sql, people, clock, documents } = parts;
  const days = createWorkDays(people, clock, () => createWorkCalendar(sql).readHolidays());
  const ledger = { ...parts, documents: createNegotiationDocuments(documents) };
  return createReviewEndpoints({ ...parts, days, ledger });
}
