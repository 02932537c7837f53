/** Reviewing: what is new to somebody since they last looked, and what waits for them. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema, roleSchema } from "@parley/people";
import { z } from "zod";
import {
  breakPlaceSchema,
  formerPlaceSchema,
  keptDecisionSchema,
  proposalKinds,
  settingSchema,
  subjectSchema,
} from "./proposals-api.ts";
import { restorationFiguresSchema, restorationSchema } from "./versions-api.ts";
import { waitingReasons } from "./waiting-thread.ts";
import { documentIdSchema } from "./words.ts";

const byDocument = z.object({ id: documentIdSchema });
const namedSchema = z.object({ id: idSchema, name: z.string() });
const rangeSchema = z.tuple([z.number().int(), z.number().int(), z.number().int()]);

/** A change that somebody made without proposing it, by one person in one place. */
export const reviewedChangeSchema = z.object({
  id: z.string(),
  kind: z.enum([...proposalKinds, "split", "move"]),
  /** Whether its words are new, came back (as an undo brings them), or came with an earlier version that was restored. */
  came: z.enum(["written", "broughtBack", "restored"]),
  /** Who wrote words that came back, in the order in which they stand. */
  writers: z.array(namedSchema),
  subject: subjectSchema,
  author: namedSchema,
  party: partySchema,
  /** When its newest part came in. */
  at: momentSchema,
  seq: z.number().int(),
  insertedText: z.string(),
  /** Empty for guests. */
  deletedText: z.string(),
  settings: z.array(settingSchema),
  /** Where a paragraph was split, or two were joined. */
  breaks: breakPlaceSchema.optional(),
  /** From where it was moved; `null` where nothing was, or where that is not known. */
  movedFrom: formerPlaceSchema.nullable(),
  /** Characters and blocks that it brought. */
  ranges: z.array(rangeSchema),
  /** The block in which it is, or behind which it was; null at the beginning. */
  place: z.tuple([z.number().int(), z.number().int()]).nullable(),
});
export type ReviewedChange = z.infer<typeof reviewedChangeSchema>;

/** A version that somebody else restored, with what that did to the text as far as the reader may know of it. */
export const reviewedRestorationSchema = restorationSchema.extend({ figures: restorationFiguresSchema.nullable() });
export type ReviewedRestoration = z.infer<typeof reviewedRestorationSchema>;

/** What somebody has before them in a document. */
export const reviewSchema = z.object({
  /** The last row, and the moment, that this answer knows of: what to name when everything in it has been seen. */
  seq: z.number().int(),
  at: momentSchema,
  /** How far they had looked; null for whoever has never opened the document. */
  seen: z.object({ seq: z.number().int(), at: momentSchema }).nullable(),
  /** What others changed since, in reading order. */
  changes: z.array(reviewedChangeSchema),
  /** Versions that others restored since, oldest first. */
  restorations: z.array(reviewedRestorationSchema),
  /** What others decided since, oldest first. */
  decisions: z.array(keptDecisionSchema),
  /** Proposals of others that the caller may decide on; for who may not decide, those that are new. In reading order. */
  proposals: z.array(z.object({ id: z.string(), isNew: z.boolean() })),
  threads: z.array(z.object({ id: idSchema, why: z.enum(waitingReasons) })),
});
export type DocumentReview = z.infer<typeof reviewSchema>;

/** A document in which something waits for somebody, or is new to them. */
export const waitingDocumentSchema = z.object({
  id: idSchema,
  kind: z.string(),
  title: z.string(),
  role: roleSchema,
  party: partySchema,
  /** Proposals of others that the caller may decide on, as of the last pause in the typing. */
  proposals: z.number().int(),
  threads: z.number().int(),
  /** Who wrote or decided something since the caller last looked. */
  changedBy: z.array(namedSchema),
  at: momentSchema,
});
export type WaitingDocument = z.infer<typeof waitingDocumentSchema>;

export const reviewApi = {
  all: oc
    .route({
      method: "GET",
      path: "/review",
      summary: "Documents in which something waits for the caller, newest first",
    })
    .output(z.array(waitingDocumentSchema)),
  read: oc
    .route({
      method: "GET",
      path: "/documents/{id}/review",
      summary: "What is new to the caller since they last looked, and what waits for them",
    })
    .input(byDocument)
    .output(reviewSchema),
  restorations: oc
    .route({
      method: "GET",
      path: "/documents/{id}/restorations",
      summary: "Who restored which version when, oldest first; guests learn of those since they were let in",
    })
    .input(byDocument)
    .output(z.array(restorationSchema)),
  markSeen: oc
    .route({ method: "PUT", path: "/documents/{id}/seen", summary: "The caller has looked at everything up to here" })
    .input(
      z.object({
        id: documentIdSchema,
        /** As the review that was looked at says. */
        seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
        at: momentSchema,
      }),
    )
    .output(z.object({ done: z.literal(true) })),
};
