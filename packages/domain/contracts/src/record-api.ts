/** The record of a contract on the wire. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { daySchema } from "./calendar/day.ts";
import { businessKinds, contractStates, directions, termKinds } from "./contract-state.ts";
import { moneySchema } from "./money/money.ts";

/** A contract's id in an address. A malformed one names a contract that does not exist. */
export const contractIdSchema = z
  .string()
  .min(1)
  .max(200)
  .describe("A contract's id; one that is malformed names none");

const named = z.object({ id: idSchema, name: z.string() });

/** A party of a contract as its record has it. */
export const contractPartySchema = z.object({
  legalPartyId: idSchema,
  side: z.enum(["ours", "counterparty"]),
  alias: z.string(),
  name: z.string(),
});

/** A contract as its page shows it; nothing of it is for outsiders. */
export const contractSchema = z.object({
  id: idSchema,
  number: z.string(),
  name: z.string(),
  category: z.object({ id: idSchema, code: z.string(), en: z.string(), zh: z.string() }),
  state: z.enum(contractStates),
  revision: z.number().int(),
  direction: z.enum(directions),
  amount: moneySchema.nullable(),
  baseAmount: moneySchema.nullable(),
  taxRate: z.number().nullable(),
  termKind: z.enum(termKinds),
  startDay: daySchema.nullable(),
  endDay: daySchema.nullable(),
  owner: named,
  initiator: named,
  department: named.nullable(),
  tags: z.array(z.string()),
  businessKind: z.enum(businessKinds),
  reason: z.string().nullable(),
  remark: z.string().nullable(),
  parties: z.array(contractPartySchema),
  /** Where the present text stands. */
  documentId: idSchema.nullable(),
  draftId: idSchema.nullable(),
  createdAt: momentSchema,
  changedAt: momentSchema,
  approvedAt: momentSchema.nullable(),
  textHash: z.string().nullable(),
  /** Whether the caller may change the record and lead the contract through its states. */
  mayLead: z.boolean(),
});
export type Contract = z.infer<typeof contractSchema>;

export const recordApi = {
  get: oc
    .route({ method: "GET", path: "/contracts/{id}", summary: "One contract's record" })
    .input(z.object({ id: contractIdSchema }))
    .output(contractSchema),
  ofDocument: oc
    .route({
      method: "GET",
      path: "/contract-of-document/{documentId}",
      summary: "The contract whose text stands, or stood, in a document; null for none that the caller may see",
    })
    .input(z.object({ documentId: idSchema }))
    .output(z.object({ contract: contractSchema.nullable() })),
};
