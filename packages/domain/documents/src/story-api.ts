/** Who did what: the timeline of a document, and the story of one word. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import {
  breakPlaceSchema,
  clausePlaceSchema,
  movedBetweenSchema,
  decidedVerdicts,
  formerPlaceSchema,
  proposalKinds,
  settingSchema,
  subjectSchema,
} from "./proposals-api.ts";
import { restoredVersionSchema } from "./versions-api.ts";
import { documentIdSchema } from "./words.ts";

const namedSchema = z.object({ id: idSchema, name: z.string() });
const seqSchema = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
/** A part of an id of the text: a Yjs client, or a clock. */
const idPartSchema = z.coerce.number().int().min(0).max(0xffff_ffff);
const rangeSchema = z.tuple([z.number().int(), z.number().int(), z.number().int()]);

/**
 * How changes came in. `written`: in the page, also offline and by undo. `api`: by a program. `forward`: carried over by the server
 * to where the words had moved.
 */
export const entryWays = ["written", "import", "copy", "api", "decision", "restore", "forward"] as const;
export type EntryWay = (typeof entryWays)[number];

/** What one person did in one way without a pause of ten minutes, on one day, with no version restored in between. */
export const sittingSchema = z.object({
  /** Its first and last row of the log; others may have written rows between. */
  first: z.number().int(),
  last: z.number().int(),
  rows: z.number().int(),
  person: namedSchema,
  party: partySchema,
  way: z.enum(entryWays),
  /** Whether it was proposed and not made at once. */
  proposed: z.boolean(),
  /** Whether some of it was made without a connection. */
  offline: z.boolean(),
  /** The day in the company's time zone, as YYYY-MM-DD. */
  day: z.string(),
  from: momentSchema,
  to: momentSchema,
  /**
   * UTF-16 units. What was written and taken back at once counts in both. Of decisions and restorations it is what came into the agreed
   * text and went from it, as versions tell it: what was proposed comes and goes with the decision that accepts it, and what was
   * brought back comes with the restoration.
   */
  insertedCharacters: z.number().int(),
  deletedCharacters: z.number().int(),
  movedCharacters: z.number().int(),
  /** What others had deleted, or they themselves in an earlier sitting, and they put into the text again. */
  broughtBackCharacters: z.number().int(),
  /** How often paragraphs were split or joined, or a split was proposed. */
  breaks: z.number().int(),
  /** How often words were formatted, attributes of blocks set, and blocks that are no paragraphs brought or removed. */
  formatted: z.number().int(),
  set: z.number().int(),
  blocks: z.number().int(),
  /** Proposals to delete, join, format or set, which change nothing yet. */
  records: z.number().int(),
  /** Proposals decided on. */
  accepted: z.number().int(),
  rejected: z.number().int(),
  withdrawn: z.number().int(),
  /** How many wait again since an earlier decision was taken back, what that had rejected along with others included; one of the same sitting counts in none. */
  takenBack: z.number().int(),
  /** How many became void by what they changed directly, or with their decisions, and how many wait again that had become void. */
  voided: z.number().int(),
  revived: z.number().int(),
  /** The version that was restored. */
  restored: z.number().int().nullable(),
});
export type Sitting = z.infer<typeof sittingSchema>;

/** One change of a sitting, with where it is to be found. */
export const sittingChangeSchema = z.object({
  /** `split` and `joined` are about words of a paragraph that was divided, or put together with another; `returned` is a block that came back. */
  did: z.enum([
    "inserted",
    "deleted",
    "moved",
    "split",
    "joined",
    "broughtBack",
    "formatted",
    "set",
    "added",
    "removed",
    "returned",
  ]),
  /** The words, cut after 400 units. */
  text: z.string(),
  /** The kind of block where it is about one. */
  element: z.string().nullable(),
  /** What was formatted, or which attributes of the block were set, with what each was before. */
  settings: z.array(settingSchema),
  /** Ids of the words; the story of a word begins there. */
  ids: z.array(rangeSchema),
  /** Where they stand now; empty when they are gone. */
  at: z.array(rangeSchema),
  /** The block that holds the place where they stood, when they are gone. */
  place: z.tuple([z.number().int(), z.number().int()]).nullable(),
  /** From where words were moved, or put back elsewhere. */
  movedFrom: formerPlaceSchema.nullable(),
  /** Where a paragraph was split, or proposed to be, or two were joined: the words on either side. */
  breaks: breakPlaceSchema.optional(),
});
export type SittingChange = z.infer<typeof sittingChangeSchema>;

/** A proposal that a sitting decided on. */
const sittingProposalSchema = z.object({
  kind: z.enum(proposalKinds),
  subject: subjectSchema,
  breaks: breakPlaceSchema.optional(),
  author: namedSchema.nullable(),
  insertedText: z.string(),
  deletedText: z.string(),
  /** What it set and formatted. */
  settings: z.array(settingSchema),
  clause: clausePlaceSchema.nullable(),
  moved: movedBetweenSchema.optional(),
});
export type SittingProposal = z.infer<typeof sittingProposalSchema>;

/** What somebody proposed in a sitting and does not wait any more, with how it ended, by whose act and when. */
const settledProposalSchema = sittingProposalSchema.extend({
  id: z.string(),
  /** The row that ended it. */
  seq: z.number().int(),
  how: z.enum(["accepted", "rejected", "withdrawn", "voided"]),
  by: namedSchema,
  at: momentSchema,
  /** Where what it was about stands now. */
  ids: z.array(rangeSchema),
  place: z.tuple([z.number().int(), z.number().int()]).nullable(),
});
export type SettledProposal = z.infer<typeof settledProposalSchema>;

export const sittingDecisionSchema = z.object({
  seq: z.number().int(),
  at: momentSchema,
  verdict: z.enum(decidedVerdicts),
  reason: z.string().nullable(),
  proposals: z.array(sittingProposalSchema),
  /** What was rejected along with that, since only one of several could be accepted; of a taking back, what had been, and waits again. */
  notChosen: z.array(sittingProposalSchema),
  /** What became void with it; of a taking back, what had, and waits again. */
  voided: z.array(sittingProposalSchema),
  /** Whether it was taken back since, or all of it waits again that became void. */
  takenBack: z.boolean(),
  /** Where what was decided on stands now. */
  ids: z.array(rangeSchema),
  place: z.tuple([z.number().int(), z.number().int()]).nullable(),
});
export type SittingDecision = z.infer<typeof sittingDecisionSchema>;

/** One act in the story of words. */
export const wordStepSchema = z.object({
  did: z.enum([
    "wrote",
    "split",
    "joined",
    "moved",
    "pasted",
    "broughtBack",
    "restored",
    "carriedOver",
    "decidedMove",
    "tookBack",
    "revived",
    "formatted",
    "proposedDeletion",
    "proposedFormat",
    "proposedSplit",
    "proposedJoin",
    "accepted",
    "rejected",
    "withdrew",
    "voided",
    "deleted",
    "restoredAway",
  ]),
  person: namedSchema,
  party: partySchema,
  at: momentSchema,
  seq: z.number().int(),
  /** How the row came in. */
  via: z.string(),
  /** Of a proposal: whether nobody has decided on it yet. */
  waits: z.boolean(),
  /** Whether what was written was proposed and not made at once. */
  proposed: z.boolean(),
  /** Of a decision, and of what became void with a direct change or a restored version: what was proposed. */
  about: z.enum(["insertion", "deletion", "formatting", "split", "join"]).nullable(),
  reason: z.string().nullable(),
  /** Of what became of a proposal: whose that was, where it is known. */
  whose: namedSchema.nullable(),
  /** Of what became void: why, where it is known; the words were deleted, or those proposed along with it. */
  because: z.enum(["wordsDeleted", "replacementDeleted", "restored", "tooLate", "decided", "withdrawn"]).nullable(),
  /** Of what came too late: who had deleted what it was about. */
  takenBy: namedSchema.nullable(),
  /** When its author had last seen the document, where it was made without a connection. */
  offlineSince: momentSchema.nullable(),
  /** The mark, and its value; `null` took it away. */
  name: z.string().nullable(),
  value: z.unknown(),
  /** The version that was restored, with which they came back or went. */
  version: restoredVersionSchema.nullable(),
});
export type WordStep = z.infer<typeof wordStepSchema>;

/** What another part of the product tells about words that stand: the round in which they went out, an approval that covers them. */
const contributedStepSchema = z.object({
  at: momentSchema,
  person: namedSchema.nullable(),
  party: partySchema,
  /** In both languages, with the person's name. */
  sentence: z.object({ en: z.string(), zh: z.string() }),
  /** Where more of it stands, as an address of the product; `null` where the caller may not open that. */
  href: z.string().nullable(),
});
export type ContributedStep = z.infer<typeof contributedStepSchema>;

/**
 * A document in which words stood before they were copied from it. One that the caller may not open now is told as no more than that:
 * neither its title nor a name.
 */
export const wordOriginSchema = z.discriminatedUnion("open", [
  z.object({ open: z.literal(false) }),
  z.object({
    open: z.literal(true),
    document: z.object({ id: idSchema, title: z.string() }),
    /** Who wrote them there, or brought them there by a copy or an import. */
    person: namedSchema,
    party: partySchema,
    at: momentSchema,
    /** The row of that document's log. */
    seq: z.number().int(),
    via: z.string(),
    proposed: z.boolean(),
    /** Whether nobody had decided on them there when they were copied. */
    waited: z.boolean(),
    /** Who had accepted them there when they were copied; `null` where they were never proposed, or still waited. */
    accepted: z.object({ person: namedSchema, party: partySchema, at: momentSchema }).nullable(),
  }),
]);
export type WordOrigin = z.infer<typeof wordOriginSchema>;

/** Who first wrote a stretch of copied text, and in which document. */
export const originSchema = z.object({
  document: z.object({ id: idSchema, title: z.string() }),
  author: namedSchema,
  party: partySchema,
  insertedAt: momentSchema,
  via: z.string(),
});

export const wordStorySchema = z.object({
  /** The last row that it takes into account. */
  seq: z.number().int(),
  /** The word as it stands, or the deleted word that was asked for. */
  word: z.string(),
  gone: z.boolean(),
  /** In reading order; several when not all of the word has one story. Deleted ones stood inside it or beside it. */
  parts: z.array(
    z.object({
      text: z.string(),
      gone: z.boolean(),
      ids: z.array(rangeSchema),
      /** The documents that they were copied from, the oldest first; none for what was written here. */
      origins: z.array(wordOriginSchema),
      steps: z.array(wordStepSchema),
      /** What follows from where they stand, oldest first: not done to the words, but to the text with them. */
      contributed: z.array(contributedStepSchema),
    }),
  ),
});
export type WordStoryAnswer = z.infer<typeof wordStorySchema>;

/** Formatting, or an attribute of a block, that somebody set after the words or the block had come. */
const setBySchema = z.object({
  /** Index of the paragraph in reading order, counting from 0; of another block, that of the paragraph that follows. */
  block: z.number().int(),
  name: z.string(),
  /** `null` where it was taken away. */
  value: z.unknown(),
  by: namedSchema,
  party: partySchema,
  at: momentSchema,
  seq: z.number().int(),
  via: z.string(),
});
/** Characters `from` to `to` of the paragraph as it stands, in UTF-16 units. */
export const formattingSpanSchema = setBySchema.extend({ from: z.number().int(), to: z.number().int() });
export const attributeSpanSchema = setBySchema.extend({ element: z.string() });

const byDocument = z.object({ id: documentIdSchema });

export const timelineApi = {
  list: oc
    .route({
      method: "GET",
      path: "/documents/{id}/timeline",
      summary: "Who changed the document when and in which way, newest first (colleagues)",
    })
    .input(
      byDocument.extend({
        person: idSchema.optional(),
        way: z.enum(entryWays).optional(),
        /** The `nextBefore` of the page before. */
        before: seqSchema.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
    )
    .output(
      z.object({
        timeZone: z.string(),
        sittings: z.array(sittingSchema),
        nextBefore: z.number().int().nullable(),
        /** On the first page: everybody who changed the document, and every way in which it was changed. */
        people: z.array(z.object({ person: namedSchema, party: partySchema })),
        ways: z.array(z.enum(entryWays)),
      }),
    ),
  sitting: oc
    .route({
      method: "GET",
      path: "/documents/{id}/timeline/{seq}",
      summary: "What was changed in the sitting that begins with a row of the log, and where it is now (colleagues)",
    })
    .input(byDocument.extend({ seq: seqSchema, last: seqSchema.optional() }))
    .output(
      z.object({
        changes: z.array(sittingChangeSchema),
        decisions: z.array(sittingDecisionSchema),
        /** What was proposed in it first and does not wait any more. */
        settled: z.array(settledProposalSchema),
        /** How many changes there are; not all of them are listed. */
        total: z.number().int(),
      }),
    ),
};

export const wordStoryRoute = oc
  .route({
    method: "GET",
    path: "/documents/{id}/words/{client}/{clock}",
    summary:
      "The story of the word at an id: who wrote, moved, proposed, decided and deleted it; for guests, of words that stand",
  })
  .input(byDocument.extend({ client: idPartSchema, clock: idPartSchema }))
  .output(wordStorySchema);
