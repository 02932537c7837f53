/** A new contract on the wire: the request form. */
import { oc } from "@orpc/contract";
import { idSchema } from "@parley/people";
import { z } from "zod";
import { directions, termKinds } from "../contract-state.ts";
import { legalPartyInputSchema } from "../parties/parties-api.ts";
import { daySchema } from "../calendar/day.ts";
import { moneySchema } from "../money/money.ts";
import { contractSchema } from "../record-api.ts";
import { startTextSchema } from "./start-text.ts";

/** A party that is there already, or one that is made with the contract. Exactly one of both. */
const startPartySchema = z.strictObject({
  id: idSchema.nullable().default(null),
  new: legalPartyInputSchema.nullable().default(null),
});
export type StartParty = z.infer<typeof startPartySchema>;

/** What a contract is asked for with. */
export const startRequestSchema = z.object({
  categoryId: idSchema,
  /** What it is about, in a few words; the category's rule makes the name of it. */
  title: z.string().trim().min(1).max(200),
  ourParty: startPartySchema,
  counterparties: z.array(startPartySchema).max(10),
  direction: z.enum(directions),
  amount: moneySchema.nullable().default(null),
  /** Per cent, `13` for 13 %. */
  taxRate: z.number().min(0).max(99).nullable().default(null),
  /** Base currency for one unit of the amount's; without it the rate of the master data counts. */
  baseRate: z.string().max(30).nullable().default(null),
  termKind: z.enum(termKinds).default("fixed"),
  startDay: daySchema.nullable().default(null),
  endDay: daySchema.nullable().default(null),
  /** The caller unless somebody else is named. */
  ownerId: idSchema.nullable().default(null),
  /** The caller's own unless another is named. */
  departmentId: idSchema.nullable().default(null),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  remark: z.string().trim().max(2000).nullable().default(null),
  text: startTextSchema.default({ kind: "empty" }),
});
export type StartRequest = z.infer<typeof startRequestSchema>;
/** A request as it is sent: what is usual can be left out. */
export type StartInput = z.input<typeof startRequestSchema>;

/** The request as a field of a form that carries a file beside it. */
const requestInForm = z
  .string()
  .max(100_000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(startRequestSchema);

export const startApi = {
  start: oc
    .route({
      method: "POST",
      path: "/contracts",
      successStatus: 201,
      summary: "Ask for a contract: make its record and its text",
    })
    .input(startRequestSchema)
    .output(contractSchema),
  startFromFile: oc
    .route({
      method: "POST",
      path: "/contracts/from-file",
      successStatus: 201,
      summary:
        "Ask for a contract whose text is a .docx or .md file, the other side's paper for example; `request` is JSON",
    })
    .input(z.object({ file: z.file(), request: requestInForm }))
    .output(contractSchema),
};
