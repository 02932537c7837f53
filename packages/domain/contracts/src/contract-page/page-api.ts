/** What the page of one contract shows beside the record, and what is changed there. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { directions, termKinds } from "../contract-state.ts";
import { daySchema } from "../calendar/day.ts";
import { moneySchema } from "../money/money.ts";
import { contractIdSchema, contractSchema } from "../record-api.ts";
import { contractRefSchema, successorKinds } from "../related/related-api.ts";
import { dayKinds } from "../calendar/periods.ts";

const named = z.object({ id: idSchema, name: z.string() });

/** Why somebody who is not the owner has to do with a contract. */
export const memberReasons = ["initiator", "negotiator", "counsel", "approver", "copied", "reader"] as const;

const conditionSchema = z.string().trim().min(1).max(300);

/** One line of a payment plan. */
export const paymentLineSchema = z.object({
  /** Stays while the line does, so that reminders know it. Absent for a new line. */
  id: idSchema.optional(),
  label: z.string().trim().min(1).max(200),
  amount: moneySchema.nullable(),
  /** Of the contract's amount. */
  percent: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,2})?$/)
    .nullable(),
  due: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("day"), day: daySchema }),
    z.object({
      kind: z.literal("after"),
      days: z.number().int().min(0).max(3_650),
      unit: z.enum(dayKinds),
      condition: conditionSchema,
      /** When it happened; `null` while it has not. */
      conditionDay: daySchema.nullable(),
    }),
    z.object({ kind: z.literal("open") }),
  ]),
  note: z.string().trim().max(1_000).nullable(),
});
export type PaymentLine = z.infer<typeof paymentLineSchema>;

/** A line as it is kept, with the day on which it is due as far as that is known. */
export const keptPaymentSchema = paymentLineSchema.extend({ id: idSchema, dueDay: daySchema.nullable() });
export type KeptPayment = z.infer<typeof keptPaymentSchema>;

const overviewSchema = z.object({
  members: z.array(z.object({ person: named, reasons: z.array(z.enum(memberReasons)), since: momentSchema })),
  payments: z.array(keptPaymentSchema),
  fieldsHash: z.string().nullable(),
  /** What it changes, renews or ends; without a contract where that one is not open to the caller. */
  previous: z.object({ contract: contractRefSchema.nullable() }).nullable(),
  terminationDay: daySchema.nullable(),
  /** Contracts that change, renew or end it and were not given up. */
  successors: z.array(
    z.object({ kind: z.enum(successorKinds), approved: z.boolean(), contract: contractRefSchema.nullable() }),
  ),
});
export type ContractOverview = z.infer<typeof overviewSchema>;

/** What can be changed in place; what is absent stays. */
const editSchema = z.object({
  name: z.string().trim().min(1).max(300).optional(),
  ownerId: idSchema.optional(),
  departmentId: idSchema.nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
  remark: z.string().trim().max(4_000).nullable().optional(),
  direction: z.enum(directions).optional(),
  amount: moneySchema.nullable().optional(),
  /** In per cent. */
  taxRate: z.number().min(0).max(99.99).nullable().optional(),
  termKind: z.enum(termKinds).optional(),
  startDay: daySchema.nullable().optional(),
  endDay: daySchema.nullable().optional(),
});
export type ContractEdit = z.infer<typeof editSchema>;

export const pageApi = {
  overview: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/overview",
      summary: "Who has to do with a contract, its payment plan, and what came before and after it",
    })
    .input(z.object({ id: contractIdSchema }))
    .output(overviewSchema),
  edit: oc
    .route({
      method: "PATCH",
      path: "/contracts/{id}",
      summary: "Changes fields of a record whose revision the caller has seen",
    })
    .input(editSchema.extend({ id: contractIdSchema, revision: z.number().int() }))
    .output(contractSchema),
  setPayments: oc
    .route({
      method: "PUT",
      path: "/contracts/{id}/payments",
      summary: "Writes the payment plan of a record whose revision the caller has seen",
    })
    .input(z.object({ id: contractIdSchema, revision: z.number().int(), lines: z.array(paymentLineSchema).max(60) }))
    .output(z.array(keptPaymentSchema)),
};
