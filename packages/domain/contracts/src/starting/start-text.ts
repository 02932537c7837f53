import { z } from "zod";

/** Where the text of a new contract comes from, but for a file, which comes beside the request. */
export const startTextSchema = z.discriminatedUnion("kind", [z.object({ kind: z.literal("empty") })]);
export type StartText = z.infer<typeof startTextSchema>;
