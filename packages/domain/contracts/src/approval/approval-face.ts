/** An approval run as its page shows it. */
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { daySchema } from "../calendar/day.ts";
import { moneySchema } from "../money/money.ts";
import { boundTextSchema } from "./bound-text.ts";
import { flowStepSchema, stepWaysSchema } from "./flow.ts";
import { judgementSchema } from "./judgement.ts";

/** Somebody by name. */
export const namedPersonSchema = z.object({ id: idSchema, name: z.string() });

const originSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("flow") }),
  z.object({ kind: z.literal("added"), place: z.enum(["before", "after", "beside"]), by: namedPersonSchema }),
  z.object({ kind: z.literal("handed-over"), from: namedPersonSchema }),
  z.object({ kind: z.literal("escalated"), from: namedPersonSchema }),
  z.object({ kind: z.literal("asked-again") }),
]);

/** One task of a run. Whoever decided for somebody else stands beside them. */
export const approvalTaskSchema = z.object({
  id: z.string(),
  step: z.string(),
  person: namedPersonSchema,
  origin: originSchema,
  state: z.enum(["waiting", "open", "approved", "refused", "handed-over", "released", "returned", "cancelled"]),
  since: momentSchema.nullable(),
  due: daySchema.nullable(),
  decision: z
    .object({
      by: namedPersonSchema,
      actsFor: namedPersonSchema.nullable(),
      at: momentSchema,
      note: z.string(),
      /** Whether it was given to the text that is approved now. */
      isPresentText: z.boolean(),
    })
    .nullable(),
  superseded: z.enum(["retracted", "returned", "asked-again", "left-out"]).nullable(),
  /** What became of it when the text last changed. */
  judgement: judgementSchema.nullable(),
  reminders: z.number().int(),
  /** What the caller may do with it, and for whom. */
  you: z.object({
    decide: z.boolean(),
    handOver: z.boolean(),
    actsFor: namedPersonSchema.nullable(),
    remind: z.boolean(),
    retract: z.boolean(),
  }),
});
export type ApprovalTaskFace = z.infer<typeof approvalTaskSchema>;

export const approvalStepSchema = stepWaysSchema.extend({
  state: z.enum(["ahead", "open", "approved"]),
  isCurrent: z.boolean(),
  people: z.array(namedPersonSchema),
  cc: z.array(namedPersonSchema),
  needed: z.number().int(),
  tasks: z.array(approvalTaskSchema),
});
export type ApprovalStepFace = z.infer<typeof approvalStepSchema>;

export const approvalRunSchema = z.object({
  id: idSchema,
  /** Counts the runs of a contract from 1. */
  ordinal: z.number().int(),
  status: z.enum(["running", "suspended", "returned", "approved", "refused", "withdrawn"]),
  flow: z.object({ id: idSchema, version: z.number().int(), labels: z.object({ en: z.string(), zh: z.string() }) }),
  initiator: namedPersonSchema,
  owner: namedPersonSchema,
  text: boundTextSchema,
  steps: z.array(approvalStepSchema),
  /** Where a returned run goes on when it is submitted again. */
  returnedFrom: z
    .object({ step: z.string(), resume: z.enum(["resume-here", "run-again-from-there"]), note: z.string() })
    .nullable(),
  copied: z.array(namedPersonSchema),
  startedAt: momentSchema,
  endedAt: momentSchema.nullable(),
  you: z.object({ withdraw: z.boolean(), resubmit: z.boolean(), negotiate: z.boolean(), copy: z.boolean() }),
});
export type ApprovalRunFace = z.infer<typeof approvalRunSchema>;

export const contractApprovalSchema = z.object({
  run: approvalRunSchema.nullable(),
  /** Whether the caller may submit the contract now; the preview tells what stands in the way. */
  maySubmit: z.boolean(),
  /** Whether a refused contract can go back to its draft. */
  mayReopen: z.boolean(),
});
export type ContractApproval = z.infer<typeof contractApprovalSchema>;

const obstacleSchema = z.object({
  /** The refusal's. */
  code: z.string(),
  /** What stands in the way, in words. */
  words: z.object({ en: z.string(), zh: z.string() }),
});
export type Obstacle = z.infer<typeof obstacleSchema>;

const comparedSchema = z.object({
  field: z.string(),
  op: z.enum(["compare", "in", "some"]),
  is: z.string().nullable(),
  values: z.array(z.string()),
  /** The fact that it met, as people read it; `null` where it is not known. */
  fact: z.array(z.string()).nullable(),
  holds: z.boolean().nullable(),
});

export const routePreviewSchema = z.object({
  steps: z.array(
    stepWaysSchema.extend({
      people: z.array(namedPersonSchema),
      cc: z.array(namedPersonSchema),
    }),
  ),
  leftOut: z.array(
    z.object({
      step: z.string(),
      labels: z.object({ en: z.string(), zh: z.string() }),
      because: z.array(comparedSchema),
    }),
  ),
});
export type RoutePreview = z.infer<typeof routePreviewSchema>;

export const submissionPreviewSchema = z.object({
  flow: z
    .object({ id: idSchema, version: z.number().int(), labels: z.object({ en: z.string(), zh: z.string() }) })
    .nullable(),
  route: routePreviewSchema.nullable(),
  obstacles: z.array(obstacleSchema),
  textHash: z.string().nullable(),
});
export type SubmissionPreview = z.infer<typeof submissionPreviewSchema>;

/** One line of "my approvals". */
export const myTaskSchema = z.object({
  contract: z.object({
    id: idSchema,
    number: z.string(),
    name: z.string(),
    amount: moneySchema.nullable(),
  }),
  task: z.string(),
  step: z.object({ id: z.string(), labels: z.object({ en: z.string(), zh: z.string() }) }),
  /** Whose task it is, where the caller may act by a delegation. */
  actsFor: namedPersonSchema.nullable(),
  initiator: namedPersonSchema,
  state: z.enum(["open", "waiting", "approved", "refused", "returned", "handed-over"]),
  /** Whether a negotiation holds the approval up. */
  isSuspended: z.boolean(),
  since: momentSchema.nullable(),
  due: daySchema.nullable(),
  isOverdue: z.boolean(),
});
export type MyTask = z.infer<typeof myTaskSchema>;

export const delegationSchema = z.object({
  id: idSchema,
  from: namedPersonSchema,
  to: namedPersonSchema,
  fromDay: daySchema,
  untilDay: daySchema,
  /** Of which categories; `null` for all. */
  categories: z.array(idSchema).nullable(),
  state: z.enum(["ahead", "present", "past"]),
});
export type DelegationFace = z.infer<typeof delegationSchema>;

export const clauseDifferenceSchema = z.object({
  kind: z.enum(["changed", "added", "removed", "moved"]),
  title: z.string(),
  scopes: z.array(z.string()),
  words: z.array(z.object({ kind: z.enum(["same", "removed", "added"]), text: z.string() })),
});

/** What is designed of a flow: everything but its id and version. */
export const flowDraftSchema = z.object({
  labels: z.object({ en: z.string().trim().min(1).max(120), zh: z.string().trim().min(1).max(120) }),
  steps: z.array(flowStepSchema).max(50),
});
export type FlowDraft = z.infer<typeof flowDraftSchema>;
