import { z } from "zod";

/** The text that an approval is about: which document, at which row, with which words and fields. */
export const boundTextSchema = z.object({
  documentId: z.string().min(1).max(64),
  textSeq: z.number().int().min(0),
  textHash: z.string().min(1).max(128),
  fieldsHash: z.string().min(1).max(128),
});
export type BoundText = z.infer<typeof boundTextSchema>;

/** Whether two moments of a text are the same words and fields, wherever and in whichever row they stand. */
export function isSameText(one: BoundText, other: BoundText): boolean {
  return one.textHash === other.textHash && one.fieldsHash === other.fieldsHash;
}
