import { idSchema } from "@parley/people";
import { z } from "zod";
import { variableValueSchema } from "../variables/value.ts";

/** Where the text of a new contract comes from, but for a file, which comes beside the request. */
export const startTextSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("empty") }),
  z.object({
    kind: z.literal("template"),
    templateId: idSchema,
    version: z.number().int().min(1),
    /** Of variables that are bound to no field of the record: those of the request count for the others. */
    values: z.record(z.string(), variableValueSchema).default({}),
    /** How switches stand that shall not stand as the template has them. */
    options: z.record(z.string(), z.enum(["yes", "no"])).default({}),
  }),
]);
export type StartText = z.infer<typeof startTextSchema>;
