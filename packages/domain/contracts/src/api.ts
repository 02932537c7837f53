/** Everything the contracts slice answers over HTTP, as oRPC descriptors, by its areas. Paths are relative to `/api`. */
import { approvalApi, flowsApi } from "./approval/approval-api.ts";
import { evidenceApi } from "./evidence/evidence-api.ts";
import { fieldsApi } from "./binding/fields-api.ts";
import { clausesApi } from "./clauses/clauses-api.ts";
import { pageApi } from "./contract-page/page-api.ts";
import { lanesApi } from "./lanes/lanes-api.ts";
import { negotiationApi } from "./negotiation/negotiation-api.ts";
import { partiesApi } from "./parties/parties-api.ts";
import { checksApi } from "./checks/checks-api.ts";
import { recordApi } from "./record-api.ts";
import { registerApi } from "./register/register-api.ts";
import { relatedApi } from "./related/related-api.ts";
import { remindersApi } from "./reminders/reminders-api.ts";
import { reviewApi } from "./review/review-api.ts";
import { startApi } from "./starting/start-api.ts";
import { templatesApi } from "./templates/templates-api.ts";
import { trailApi } from "./trail/trail-api.ts";

export const contractsApi = {
  record: recordApi,
  parties: partiesApi,
  register: registerApi,
  starting: startApi,
  templates: templatesApi,
  clauses: clausesApi,
  fields: fieldsApi,
  negotiation: negotiationApi,
  lanes: lanesApi,
  page: pageApi,
  related: relatedApi,
  reminders: remindersApi,
  trail: trailApi,
  evidence: evidenceApi,
  checks: checksApi,
  approval: approvalApi,
  flows: flowsApi,
  review: reviewApi,
};
