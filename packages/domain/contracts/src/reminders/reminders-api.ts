/** Reminders of a contract and of the company, and the company's days off, on the wire. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { dayKinds } from "../calendar/periods.ts";
import { daySchema } from "../calendar/day.ts";
import { contractIdSchema } from "../record-api.ts";
import { reminderKinds } from "./reminder-rules.ts";

const ruleSchema = z.object({ days: z.number().int().min(0).max(730), unit: z.enum(dayKinds) });
const rulesSchema = z.object({ end: z.array(ruleSchema).max(10), payment: z.array(ruleSchema).max(10) });
export type ReminderRules = z.infer<typeof rulesSchema>;

const contractRemindersSchema = z.object({
  /** The contract's own rules; `null` where the company's hold. */
  own: rulesSchema.nullable(),
  company: rulesSchema,
  /** What will be reminded of, the next first. */
  coming: z.array(
    z.object({ kind: z.enum(reminderKinds), subject: z.string().nullable(), dueDay: daySchema, day: daySchema }),
  ),
  sent: z.array(
    z.object({
      kind: z.enum(reminderKinds),
      subject: z.string().nullable(),
      dueDay: daySchema,
      at: momentSchema,
      to: z.object({ id: idSchema, name: z.string() }),
    }),
  ),
});
export type ContractReminders = z.infer<typeof contractRemindersSchema>;

/** A day that is not as its weekday says. */
const specialDaySchema = z.object({
  day: daySchema,
  kind: z.enum(["off", "work"]),
  name: z.string().trim().max(100),
  /** Whether the company said so itself, or it is so by default. */
  own: z.boolean(),
});
export type SpecialDay = z.infer<typeof specialDaySchema>;

const yearSchema = z.coerce.number().int().min(2000).max(2100);

export const remindersApi = {
  ofContract: oc
    .route({ method: "GET", path: "/contracts/{id}/reminders", summary: "What a contract reminds of, and what it did" })
    .input(z.object({ id: contractIdSchema }))
    .output(contractRemindersSchema),
  setOfContract: oc
    .route({
      method: "PUT",
      path: "/contracts/{id}/reminders",
      summary: "Sets a contract's own rules; null: the company's",
    })
    .input(z.object({ id: contractIdSchema, own: rulesSchema.nullable() }))
    .output(contractRemindersSchema),
  company: oc.route({ method: "GET", path: "/contract-reminders", summary: "The company's rules" }).output(rulesSchema),
  setCompany: oc
    .route({ method: "PUT", path: "/contract-reminders", summary: "Sets the company's rules" })
    .input(rulesSchema)
    .output(rulesSchema),
  calendar: oc
    .route({
      method: "GET",
      path: "/contract-calendar/{year}",
      summary: "Days of a year that are not as their weekday says",
    })
    .input(z.object({ year: yearSchema }))
    .output(z.array(specialDaySchema)),
  setDay: oc
    .route({
      method: "PUT",
      path: "/contract-calendar/{day}",
      summary: "Says that a day is off, or worked on; null: as it is by default",
    })
    .input(
      z.object({
        day: daySchema,
        kind: z.enum(["off", "work"]).nullable(),
        name: z.string().trim().max(100).default(""),
      }),
    )
    .output(z.array(specialDaySchema)),
};
