/** The events of one approval run. They are stored; the run's state is what comes of applying them in order, and nothing else. */
import { z } from "zod";
import { routedStepSchema } from "./route.ts";
import { judgementSchema } from "./judgement.ts";
import { boundTextSchema } from "./bound-text.ts";

const person = z.string().min(1).max(64);
const taskId = z.string().min(1).max(64);
const note = z.string().max(4_000);

/** Every event has its moment, and who made it; `null` for what follows by itself or the clock brings. */
const told = { at: z.number().int(), by: person.nullable() };

/** What somebody does with a task of theirs, or of `actsFor`, for whom they act by a standing delegation. */
const onTask = { ...told, by: person, task: taskId, actsFor: person.nullable(), note };

const newRoute = { text: boundTextSchema, steps: z.array(routedStepSchema), judgements: z.array(judgementSchema) };

export const approvalEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("started"),
    ...told,
    by: person,
    owner: person,
    category: z.string().nullable(),
    flow: z.object({ id: z.string(), version: z.number().int() }),
    text: boundTextSchema,
    steps: z.array(routedStepSchema),
    note,
  }),
  /** The run is at this step now. */
  z.object({ type: z.literal("step-opened"), ...told, step: z.string() }),
  z.object({ type: z.literal("task-approved"), ...onTask, text: boundTextSchema }),
  z.object({ type: z.literal("task-refused"), ...onTask, text: boundTextSchema }),
  z.object({
    type: z.literal("returned"),
    ...onTask,
    /** A step of the route, or `null` for the initiator. */
    to: z.string().nullable(),
    resume: z.enum(["resume-here", "run-again-from-there"]),
  }),
  z.object({ type: z.literal("retracted"), ...told, by: person, task: taskId, note }),
  z.object({
    type: z.literal("approver-added"),
    ...onTask,
    place: z.enum(["before", "after", "beside"]),
    person,
  }),
  z.object({ type: z.literal("handed-over"), ...onTask, to: person }),
  z.object({ type: z.literal("escalated"), ...told, task: taskId, to: z.array(person).min(1) }),
  z.object({ type: z.literal("reminded"), ...told, task: taskId, day: z.string() }),
  z.object({ type: z.literal("copied"), ...told, people: z.array(person).min(1) }),
  z.object({ type: z.literal("suspended"), ...told, by: person, actsFor: person.nullable(), negotiation: z.string() }),
  z.object({ type: z.literal("resumed"), ...told, ...newRoute }),
  z.object({ type: z.literal("resubmitted"), ...told, by: person, ...newRoute, note }),
  /** The rule of the step is met; whoever else was asked in it is released. */
  z.object({ type: z.literal("step-approved"), ...told, step: z.string() }),
  z.object({ type: z.literal("run-approved"), ...told, text: boundTextSchema }),
  z.object({ type: z.literal("run-refused"), ...told, step: z.string() }),
  z.object({ type: z.literal("withdrawn"), ...told, by: person, note }),
]);

/** Something that happened in a run. */
export type ApprovalEvent = z.infer<typeof approvalEventSchema>;
