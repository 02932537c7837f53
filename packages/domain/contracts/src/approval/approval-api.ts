/** Approval on the wire: flows and their versions, a contract's run with everything people do in it, and what waits for whom. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { daySchema } from "../calendar/day.ts";
import { contractIdSchema } from "../record-api.ts";
import {
  clauseDifferenceSchema,
  contractApprovalSchema,
  delegationSchema,
  flowDraftSchema,
  myTaskSchema,
  namedPersonSchema,
  routePreviewSchema,
  submissionPreviewSchema,
} from "./approval-face.ts";
import { flowSchema } from "./flow.ts";

const labels = z.object({ en: z.string(), zh: z.string() });
const note = z.string().trim().max(4_000).default("");
/** Made by the page for each thing that somebody does: sent twice, it happens once. */
const command = z.string().min(8).max(64).optional();

const flowHeadSchema = z.object({
  id: idSchema,
  labels,
  /** The newest one. */
  version: z.number().int(),
  stepCount: z.number().int(),
  publishedAt: momentSchema,
  /** Categories whose contracts take it when nothing else is said. */
  categories: z.array(idSchema),
});
export type FlowHead = z.infer<typeof flowHeadSchema>;

const flowDetailSchema = z.object({
  flow: flowSchema,
  newest: z.number().int(),
  versions: z.array(z.object({ version: z.number().int(), at: momentSchema, by: namedPersonSchema.nullable() })),
  categories: z.array(idSchema),
});
export type FlowDetail = z.infer<typeof flowDetailSchema>;

const faultSchema = z.object({
  code: z.string(),
  step: z.string().nullable(),
  /** The field, the scope or the number that it is about. */
  about: z.string().nullable(),
});
export type FlowFaultFace = z.infer<typeof faultSchema>;

const flowList = z.object({ flows: z.array(flowHeadSchema), mayEdit: z.boolean() });

const factsSchema = z.object({
  amount: z
    .string()
    .regex(/^\d{1,18}(\.\d{1,6})?$/)
    .nullable(),
  termMonths: z
    .string()
    .regex(/^\d{1,5}$/)
    .nullable(),
  templateDeviations: z
    .string()
    .regex(/^\d{1,5}$/)
    .nullable(),
  category: idSchema.nullable(),
  direction: z.string().max(20).nullable(),
  counterparties: z.array(idSchema).max(20).default([]),
  tags: z.array(z.string().max(60)).max(50).default([]),
  findings: z.array(z.string().max(120)).max(50).default([]),
});

export const flowsApi = {
  list: oc.route({ method: "GET", path: "/approval-flows", summary: "Approval flows, by name" }).output(flowList),
  get: oc
    .route({ method: "GET", path: "/approval-flows/{id}", summary: "One flow in its newest version or in another one" })
    .input(z.object({ id: idSchema, version: z.coerce.number().int().min(1).optional() }))
    .output(flowDetailSchema),
  create: oc
    .route({ method: "POST", path: "/approval-flows", successStatus: 201, summary: "Publish a new flow" })
    .input(flowDraftSchema)
    .output(flowDetailSchema),
  publish: oc
    .route({
      method: "POST",
      path: "/approval-flows/{id}/versions",
      successStatus: 201,
      summary: "Publish the next version of a flow; contracts under approval keep theirs",
    })
    .input(flowDraftSchema.extend({ id: idSchema, seen: z.number().int().min(1) }))
    .output(flowDetailSchema),
  check: oc
    .route({
      method: "POST",
      path: "/approval-flow-check",
      summary: "What is wrong with a flow, and the route that a contract with these facts would take",
    })
    .input(flowDraftSchema.omit({ labels: true }).extend({ facts: factsSchema }))
    .output(z.object({ faults: z.array(faultSchema), route: routePreviewSchema })),
  setCategory: oc
    .route({
      method: "PUT",
      path: "/approval-flow-of-category/{categoryId}",
      summary: "Which flow contracts of a category take",
    })
    .input(z.object({ categoryId: idSchema, flowId: idSchema.nullable() }))
    .output(flowList),
  addSamples: oc
    .route({
      method: "POST",
      path: "/approval-flow-samples",
      summary: "Add the flows that a company can begin with, for categories that have none",
    })
    .output(flowList),
};

const byContract = z.object({ id: contractIdSchema });
const onTask = byContract.extend({
  task: z.string().min(1).max(64),
  /** For whom, by a standing delegation. */
  actsFor: idSchema.optional(),
  note,
  command,
});
/** What the caller has before their eyes when they decide. */
const seenText = { textHash: z.string().max(128), fieldsHash: z.string().max(128) };

const verb = (path: string, summary: string) =>
  oc.route({ method: "POST", path: `/contracts/{id}/approval${path}`, summary });
const onTaskPath = (name: string): string => `/tasks/{task}/${name}`;

export const approvalApi = {
  get: oc
    .route({ method: "GET", path: "/contracts/{id}/approval", summary: "The approval of a contract as it stands" })
    .input(byContract)
    .output(contractApprovalSchema),
  preview: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/approval/preview",
      summary: "The route that the contract would take, and what stands in the way of submitting it",
    })
    .input(byContract)
    .output(submissionPreviewSchema),
  changes: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/approval/tasks/{task}/changes",
      summary: "What changed since the approval that a task was given before, clause by clause",
    })
    .input(byContract.extend({ task: z.string().max(64) }))
    .output(
      z.object({
        /** `null` where nothing was approved before. */
        since: momentSchema.nullable(),
        clauses: z.array(clauseDifferenceSchema),
        fields: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
      }),
    ),
  submit: verb("", "Submit the contract for approval")
    .input(byContract.extend({ note, command }))
    .output(contractApprovalSchema),
  resubmit: verb("/resubmit", "Submit it again after it was returned")
    .input(byContract.extend({ note, command }))
    .output(contractApprovalSchema),
  withdraw: verb("/withdraw", "Withdraw it while it is undecided")
    .input(byContract.extend({ note, command }))
    .output(contractApprovalSchema),
  reopen: verb("/reopen", "Take a refused contract back to its draft")
    .input(byContract.extend({ command }))
    .output(contractApprovalSchema),
  copy: verb("/copies", "Tell people of the approval without asking them")
    .input(byContract.extend({ people: z.array(idSchema).min(1).max(50), command }))
    .output(contractApprovalSchema),
  negotiate: verb("/negotiation", "Open a negotiation from the step that the approval is at")
    .input(
      byContract.extend({
        actsFor: idSchema.optional(),
        people: z
          .array(
            z.object({
              personId: idSchema,
              party: z.enum(["ours", "counsel"]),
              role: z.enum(["view", "comment", "suggest", "edit"]),
            }),
          )
          .max(50)
          .default([]),
        guests: z
          .array(
            z.object({
              email: z.email().max(200),
              party: z.enum(["counterparty", "counsel"]),
              role: z.enum(["view", "comment", "suggest", "edit"]),
            }),
          )
          .max(20)
          .default([]),
        title: z.string().trim().min(1).max(200).optional(),
        note,
      }),
    )
    .output(contractApprovalSchema),
  approve: verb(onTaskPath("approve"), "Approve").input(onTask.extend(seenText)).output(contractApprovalSchema),
  refuse: verb(onTaskPath("refuse"), "Refuse").input(onTask.extend(seenText)).output(contractApprovalSchema),
  return: verb(onTaskPath("return"), "Return it to an earlier step or, with null, to its initiator")
    .input(
      onTask.extend({ to: z.string().max(64).nullable(), resume: z.enum(["resume-here", "run-again-from-there"]) }),
    )
    .output(contractApprovalSchema),
  add: verb(onTaskPath("approvers"), "Ask one more person: before oneself, after oneself (which approves), or beside")
    .input(onTask.extend({ personId: idSchema, place: z.enum(["before", "after", "beside"]), ...seenText }))
    .output(contractApprovalSchema),
  handOver: verb(onTaskPath("hand-over"), "Hand the task over")
    .input(onTask.extend({ personId: idSchema }))
    .output(contractApprovalSchema),
  remind: verb(onTaskPath("remind"), "Remind whoever is asked, once a day")
    .input(byContract.extend({ task: z.string().max(64), command }))
    .output(contractApprovalSchema),
  retract: verb(onTaskPath("retract"), "Take one's approval back before anybody has acted after it")
    .input(byContract.extend({ task: z.string().max(64), note, command }))
    .output(contractApprovalSchema),
  mine: oc
    .route({
      method: "GET",
      path: "/approvals",
      summary: "What waits for the caller, also by delegation, or what they have decided",
    })
    .input(z.object({ of: z.enum(["waiting", "decided"]).default("waiting") }))
    .output(z.object({ tasks: z.array(myTaskSchema) })),
  delegations: oc
    .route({ method: "GET", path: "/approval-delegations", summary: "Delegations that the caller gave or has" })
    .output(z.object({ given: z.array(delegationSchema), received: z.array(delegationSchema) })),
  delegate: oc
    .route({
      method: "POST",
      path: "/approval-delegations",
      successStatus: 201,
      summary: "Let somebody act for oneself for some days",
    })
    .input(
      z.object({
        toId: idSchema,
        fromDay: daySchema,
        untilDay: daySchema,
        categories: z.array(idSchema).min(1).max(100).nullable().default(null),
      }),
    )
    .output(z.object({ given: z.array(delegationSchema), received: z.array(delegationSchema) })),
  endDelegation: oc
    .route({ method: "DELETE", path: "/approval-delegations/{id}", summary: "End a delegation of one's own" })
    .input(z.object({ id: idSchema }))
    .output(z.object({ given: z.array(delegationSchema), received: z.array(delegationSchema) })),
};
