/** Comments: threads on words, on a block, on a proposal, or on the document. They are never part of the text. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import { circleNameSchema } from "./circles-api.ts";
import { documentIdSchema } from "./words.ts";

/** Who sees a thread: everyone on the document, or only colleagues who act for our own side. */
export const audiences = ["everyone", "internal"] as const;
export type Audience = (typeof audiences)[number];
/** The same, or the people of a circle. */
export const threadAudiences = [...audiences, "circle"] as const;
export type ThreadAudience = (typeof threadAudiences)[number];

/** Which comments come along when a document is copied: those that everyone on it may see, or none. Internal ones and those of circles never do. */
export const copiedCommentsSchema = z.enum(["none", "everyone"]).default("none");

/** Which comments a Word file carries: none, those of open threads that everyone sees, or all of these that the caller may read. */
export const exportedCommentsSchema = z.enum(["none", "everyone", "all"]).default("none");
export type ExportedComments = z.infer<typeof exportedCommentsSchema>;

/** What one may say to a comment without words. */
export const reactions = ["agree", "disagree", "thanks", "look"] as const;
export type Reaction = (typeof reactions)[number];

const person = z.object({ id: idSchema, name: z.string() });
const act = z.object({ by: person, at: momentSchema });
const id32 = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Client, clock, length: a run of ids of the shared text. */
const rangeSchema = z.tuple([id32, id32, z.number().int().min(1).max(1_000_000)]);

/** The text of a comment: something visible, up to 5,000 characters. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(5_000)
  .regex(/[^\s\p{C}]/u);
/** People of the document who are told. */
const mentions = z.array(idSchema).max(50).default([]);

export const commentSchema = z.object({
  id: idSchema,
  author: person,
  /** For whom its author acted. */
  party: partySchema,
  /** Empty once it is deleted. */
  text: z.string(),
  mentions: z.array(person),
  createdAt: momentSchema,
  editedAt: momentSchema.nullable(),
  deleted: act.nullable(),
  reactions: z.array(z.object({ reaction: z.enum(reactions), people: z.array(person) })),
});
export type DocumentComment = z.infer<typeof commentSchema>;

export const threadSchema = z.object({
  id: idSchema,
  anchor: z.object({
    type: z.enum(["words", "block", "document", "proposal"]),
    /** Where its words stand now: ids of characters, or of the block's element. Empty when they are gone, and for the document. */
    ranges: z.array(rangeSchema),
    /** What was commented, as it read then. */
    quote: z.string(),
    /** The last row of the log at that time. */
    seq: z.number().int(),
    /** Whether nothing of its words is left. */
    gone: z.boolean(),
    /** The proposal that a discussion is about, as the list of proposals and the record of decisions name it. */
    proposalId: z.string().nullable(),
    /** The row that decided on that proposal; null while it waits. */
    decidedSeq: z.number().int().nullable(),
    /** Where words that are gone were: that block, or the one before it. */
    place: z.object({ block: z.tuple([id32, id32]), text: z.string() }).nullable(),
  }),
  audience: z.enum(threadAudiences),
  /** The circle whose people alone see it; null for the other audiences. */
  circle: z.object({ id: idSchema, name: circleNameSchema }).nullable(),
  createdAt: momentSchema,
  resolved: act.nullable(),
  assignee: person.nullable(),
  /** Who made an internal thread visible to everyone. */
  opened: act.nullable(),
  /** Who copied it here with the document, and when. Its comments have the authors and times that they had there. */
  copied: act.nullable(),
  /** Oldest first; never without one that stands. */
  comments: z.array(commentSchema),
});
export type CommentThread = z.infer<typeof threadSchema>;

/** What was changed about comments, for the document's owner. */
export const commentRecordSchema = z.object({
  threadId: idSchema,
  commentId: idSchema.nullable(),
  act: z.enum(["edited", "deleted", "resolved", "reopened", "assigned", "unassigned", "opened", "keptInternal"]),
  by: person,
  at: momentSchema,
  /** What the comment said before. */
  textBefore: z.string().nullable(),
  /** To whom it was assigned. */
  person: person.nullable(),
});
export type CommentRecord = z.infer<typeof commentRecordSchema>;

const byThread = { id: documentIdSchema, threadId: idSchema };
const byComment = { ...byThread, commentId: idSchema };

export const commentsApi = {
  list: oc
    .route({
      method: "GET",
      path: "/documents/{id}/threads",
      summary: "The threads that the caller may see, oldest first, with where their words stand now",
    })
    .input(z.object({ id: documentIdSchema }))
    .output(
      z.object({
        threads: z.array(threadSchema),
        /** Who sees a new thread of the caller's unless told otherwise. */
        defaultAudience: z.enum(audiences),
        /** The audiences that the caller may choose from. */
        audiences: z.array(z.enum(audiences)),
        /** The circles that the caller is in: a thread may be begun for one of them instead. */
        circles: z.array(z.object({ id: idSchema, name: circleNameSchema })),
        /** Whether the caller may make circles. */
        mayMakeCircles: z.boolean(),
      }),
    ),
  create: oc
    .route({
      method: "POST",
      path: "/documents/{id}/threads",
      successStatus: 201,
      summary: "Begin a thread on words, a block, a proposal or the document (comment); who is mentioned gets a letter",
    })
    .input(
      z.object({
        id: documentIdSchema,
        anchor: z
          .discriminatedUnion("type", [
            z.object({ type: z.literal("words"), ranges: z.array(rangeSchema).min(1).max(2_000) }),
            z.object({ type: z.literal("block"), block: z.tuple([id32, id32]) }),
            z.object({ type: z.literal("document") }),
            z.object({ type: z.literal("proposal"), proposal: z.string().min(1).max(40) }),
          ])
          .default({ type: "document" }),
        text,
        mentions,
        /** Internal for colleagues of our own side only; by default that while outsiders share the document. */
        audience: z.enum(audiences).optional(),
        /** A circle that the caller is in, instead of an audience: only its people see the thread, for good. */
        circleId: idSchema.optional(),
        assigneeId: idSchema.optional(),
      }),
    )
    .output(threadSchema),
  update: oc
    .route({
      method: "PATCH",
      path: "/documents/{id}/threads/{threadId}",
      summary: "Resolve or reopen a thread, or assign it to a person (comment)",
    })
    .input(z.object({ ...byThread, resolved: z.boolean().optional(), assigneeId: idSchema.nullable().optional() }))
    .output(threadSchema),
  open: oc
    .route({
      method: "POST",
      path: "/documents/{id}/threads/{threadId}/open",
      summary: "Make an internal thread visible to everyone on the document, for good (who began it, or the owner)",
    })
    .input(z.object({ ...byThread, confirmed: z.literal(true) }))
    .output(threadSchema),
  reply: oc
    .route({
      method: "POST",
      path: "/documents/{id}/threads/{threadId}/comments",
      successStatus: 201,
      summary: "Reply (comment); who is mentioned gets a letter",
    })
    .input(z.object({ ...byThread, text, mentions }))
    .output(threadSchema),
  edit: oc
    .route({
      method: "PATCH",
      path: "/documents/{id}/threads/{threadId}/comments/{commentId}",
      summary: "Edit one's own comment; what it said before stays in the record",
    })
    .input(z.object({ ...byComment, text, mentions }))
    .output(threadSchema),
  remove: oc
    .route({
      method: "DELETE",
      path: "/documents/{id}/threads/{threadId}/comments/{commentId}",
      summary: "Delete one's own comment, or as the owner anybody's; what it said stays in the record",
    })
    .input(z.object(byComment))
    .output(z.object({ done: z.literal(true) })),
  react: oc
    .route({
      method: "PUT",
      path: "/documents/{id}/threads/{threadId}/comments/{commentId}/reactions/{reaction}",
      summary: "Give or take back a reaction to a comment (comment)",
    })
    .input(z.object({ ...byComment, reaction: z.enum(reactions), on: z.boolean() }))
    .output(threadSchema),
  record: oc
    .route({
      method: "GET",
      path: "/documents/{id}/comment-record",
      summary:
        "What was edited, deleted, resolved, assigned or opened, with the old words, oldest first, of threads that the caller may see (owner)",
    })
    .input(z.object({ id: documentIdSchema }))
    .output(z.array(commentRecordSchema)),
};
