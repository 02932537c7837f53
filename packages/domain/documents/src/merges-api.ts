/** Notices of what two people did to each other's words by changing the same paragraphs at the same moment. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { documentIdSchema } from "./words.ts";

const rangeSchema = z.tuple([z.number().int(), z.number().int(), z.number().int()]);

export const mergeNoticeSchema = z.object({
  id: idSchema,
  /**
   * `lost`: words that stand nowhere; `doubled`: words that stand twice; `parted`, `joined`: a paragraph break that is not as somebody
   * wanted; `misplaced`: words or a paragraph that are not where somebody put them; `returned`: words that somebody deleted and that
   * stand; `deleted`: words that one moved and another deleted, which are gone; `remained`: words that stand although somebody deleted what they were typed into, or instead of; `unset`: formatting that is not there.
   */
  kind: z.enum(["lost", "doubled", "parted", "joined", "misplaced", "returned", "deleted", "remained", "unset"]),
  /** The words concerned, or those of the paragraph where it happened. */
  text: z.string(),
  at: momentSchema,
  /** The others concerned. */
  with: z.array(z.object({ id: idSchema, name: z.string() })),
  /** Where the words are now, or else the paragraph where they were, as ids `[client, clock, length]`. */
  ranges: z.array(rangeSchema),
  /** Whether one step puts it right: the words come back, or the second copy, or what remained, goes. */
  repairable: z.boolean(),
});
export type MergeNotice = z.infer<typeof mergeNoticeSchema>;

const noticeInput = z.object({ id: documentIdSchema, noticeId: idSchema });

export const mergesApi = {
  list: oc
    .route({
      method: "GET",
      path: "/documents/{id}/merges",
      summary: "What happened to the caller's words when two people changed the same paragraphs at once (view)",
    })
    .input(z.object({ id: documentIdSchema }))
    .output(z.object({ notices: z.array(mergeNoticeSchema) })),
  dismiss: oc
    .route({
      method: "POST",
      path: "/documents/{id}/merges/{noticeId}/dismiss",
      summary: "Put a notice away, for the caller only (view)",
    })
    .input(noticeInput)
    .output(z.object({ done: z.literal(true) })),
  repair: oc
    .route({
      method: "POST",
      path: "/documents/{id}/merges/{noticeId}/repair",
      summary: "Bring the lost words back, or take the second copy or what remained away, as one more change (edit)",
    })
    .input(noticeInput)
    .output(z.object({ seq: z.number().int() })),
};
