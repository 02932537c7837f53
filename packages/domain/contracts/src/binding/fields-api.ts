/** Values of variables in a contract's text, and its switches, on the wire. */
import { oc } from "@orpc/contract";
import { idSchema } from "@parley/people";
import { z } from "zod";
import { contractIdSchema } from "../record-api.ts";
import { variableDefinitionSchema } from "../variables/definition.ts";
import { variableValueSchema } from "../variables/value.ts";
import { recordFields } from "./record-fields.ts";

/** One variable as the agreed text has it. */
const fieldSchema = z.object({
  definition: variableDefinitionSchema,
  field: z.enum(recordFields).nullable(),
  state: z.enum(["agreed", "conflict", "unreadable", "blank", "absent"]),
  /** What all places say; of a party, the particulars that the text shows. */
  value: variableValueSchema.nullable(),
  /** What the record keeps while the places do not agree. */
  kept: variableValueSchema.nullable(),
  places: z.array(
    z.object({
      text: z.string(),
      form: z.string().nullable(),
      /** What the place stands in, as words refer to it. */
      clause: z.string(),
      /** Whether the place says something else than the first one that can be read, or nothing that can be read. */
      isOdd: z.boolean(),
    }),
  ),
  /** Of a party: the one in the master data that the text names. */
  legalPartyId: idSchema.nullable(),
});
export type ContractField = z.infer<typeof fieldSchema>;

const switchSchema = z.object({
  name: z.string(),
  labels: z.object({ en: z.string(), zh: z.string() }),
  value: z.enum(["yes", "no"]),
  /** Words of the clauses that it brings and takes. */
  clauses: z.array(z.string()),
});

export const contractFieldsSchema = z.object({
  fields: z.array(fieldSchema),
  switches: z.array(switchSchema),
  template: z
    .object({ id: idSchema, title: z.string(), version: z.number().int(), newest: z.number().int() })
    .nullable(),
  language: z.enum(["en", "zh"]),
  /** How what the caller changes goes into the text. */
  writes: z.enum(["directly", "as-proposal", "not"]),
  /** Labels of references whose clause is gone. */
  deadReferences: z.array(z.object({ text: z.string(), clause: z.string() })),
});
export type ContractFields = z.infer<typeof contractFieldsSchema>;

const changed = z.object({ fields: contractFieldsSchema, places: z.number().int() });
/** Whether it is to be a proposal also of somebody who may change the text directly. */
const asProposal = z.boolean().default(false);
const byId = z.object({ id: contractIdSchema });

export const fieldsApi = {
  get: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/fields",
      summary: "Every variable of the contract as its agreed text has it",
    })
    .input(byId)
    .output(contractFieldsSchema),
  set: oc
    .route({
      method: "PUT",
      path: "/contracts/{id}/fields",
      summary: "Put values into all their places by one change, or one proposal of whoever may only propose",
    })
    .input(byId.extend({ values: z.record(z.string(), variableValueSchema), asProposal }))
    .output(changed),
  turn: oc
    .route({
      method: "PUT",
      path: "/contracts/{id}/switches/{name}",
      summary: "Take the clauses of a switch out of the text, or bring them to their place",
    })
    .input(byId.extend({ name: z.string().max(60), value: z.enum(["yes", "no"]), asProposal }))
    .output(changed),
};
