/** What is proposed in a document, and decisions about it. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import { blockSubjects } from "./block-subjects.ts";
import { comparedBlockSchema, comparedRowSchema, restoredVersionSchema } from "./versions-api.ts";
import { documentIdSchema } from "./words.ts";

const byDocument = z.object({ id: documentIdSchema });

/** What a proposal mainly does. */
export const proposalKinds = [
  "insert",
  "delete",
  "replace",
  "move",
  "format",
  "block",
  "remove",
  "join",
  "set",
] as const;

/** Absent where it is about words, or about blocks of several kinds. */
export const subjectSchema = z.enum(blockSubjects).optional();

/** A run of ids: Yjs client, clock, length. */
const rangeSchema = z.tuple([z.number().int(), z.number().int(), z.number().int()]);
/** The id of a block's element: Yjs client, clock. */
const blockSchema = z.tuple([z.number().int(), z.number().int()]);

/** A proposal that is no new content, as it stands in the document; which fields it has depends on `do`. */
const proposalRecordSchema = z.object({
  do: z.enum(["delete", "remove", "join", "set", "format"]),
  /** Characters that it is about. */
  ids: z.array(rangeSchema).optional(),
  /** Where those of them stand that were written again, by a split, a move or an undo. */
  copies: z.array(rangeSchema).optional(),
  block: blockSchema.optional(),
  /** The paragraph that `block` is to be joined to. */
  to: blockSchema.optional(),
  /** The attribute to set. */
  name: z.string().optional(),
  mark: z.string().optional(),
  /** The attribute's value or the mark's attributes; `null` takes it away. */
  value: z.unknown().optional(),
});

/** Where a paragraph is to be broken in two, or two are to be joined: the words on either side, none at an end. */
export const breakPlaceSchema = z.object({ how: z.enum(["split", "join"]), before: z.string(), after: z.string() });
export type BreakPlace = z.infer<typeof breakPlaceSchema>;

/** Something that waits for a decision. */
export const proposalSchema = z.object({
  /** Stays the same while its author goes on writing it. */
  id: z.string(),
  /** Changes whenever the proposal or an alternative to it does; a decision names the one that its maker saw. */
  digest: z.string(),
  author: z.object({ id: idSchema, name: z.string() }).nullable(),
  party: partySchema,
  kind: z.enum(proposalKinds),
  subject: subjectSchema,
  breaks: breakPlaceSchema.optional(),
  insertedText: z.string(),
  deletedText: z.string(),
  /**
   * What others have put into its words, or in the place of some that it would delete: it stays when this is accepted. What `waits` goes on
   * waiting.
   */
  inside: z.array(
    z.object({ by: z.object({ id: idSchema, name: z.string() }).nullable(), text: z.string(), waits: z.boolean() }),
  ),
  /**
   * What others took since it was proposed: of its `own` words, or of those that it was `about`, which were `whose` proposal, or agreed
   * (`null`). They were `deleted`, or went with what was `decided` on them.
   */
  lost: z
    .array(
      z.object({
        of: z.enum(["own", "about"]),
        how: z.enum(["deleted", "decided"]),
        by: z.object({ id: idSchema, name: z.string() }),
        whose: z.object({ id: idSchema, name: z.string() }).nullable(),
      }),
    )
    .optional(),
  proposedAt: momentSchema,
  /** Rows of the log with its oldest and its newest part. */
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  /** Proposals that must be accepted before or along. */
  requires: z.array(z.string()),
  /** The proposal of somebody else that this one answers: only one of both can be accepted. */
  counters: z.string().nullable(),
  /** Everything that it answers, with names for what is gone. Proposals that answer each other or the same are alternatives. */
  answered: z.array(z.string()),
  /** Characters that it inserts. */
  inserted: z.array(rangeSchema),
  /** Blocks that it brings. */
  blocks: z.array(blockSchema),
  /** Characters in these blocks that its author has not written. */
  others: z.array(rangeSchema),
  /** The block in which, or instead of which, it begins. */
  place: blockSchema,
  records: z.array(proposalRecordSchema),
});
export type DocumentProposal = z.infer<typeof proposalSchema>;

/** What a proposal sets or formats, with what was there before; `null` is the default, or none. What is new was nothing before. */
export const settingSchema = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("set"),
    name: z.string(),
    from: z.unknown().optional(),
    to: z.unknown(),
    /** Of a list that is changed: the number that its paragraph had, where it is known. */
    number: z.string().optional(),
  }),
  z.object({
    do: z.literal("format"),
    mark: z.string(),
    from: z.unknown().optional(),
    to: z.unknown(),
    words: z.string(),
  }),
]);
export type ProposedSetting = z.infer<typeof settingSchema>;

/** From where words or a block were moved: from inside a block that stands, or from behind one, `null` at the beginning; with how that begins. */
export const formerPlaceSchema = z.object({
  isBehind: z.boolean(),
  /** Whether it is the paragraph in which the words stand now. */
  isWithin: z.boolean(),
  block: blockSchema.nullable(),
  text: z.string(),
});
export type FormerPlaceAnswer = z.infer<typeof formerPlaceSchema>;

/** Where in the contract something stands, as its articles, paragraphs and rows were numbered. */
export const clausePlaceSchema = z.object({
  /** The headings above it, outermost first. */
  heads: z.array(z.string()),
  /** The number of the paragraph; empty for none. */
  label: z.string(),
  /** First words of the paragraph or of the row. */
  words: z.string(),
  /** Which table of its article, 0 for the only one, and which row, 0 for the table as a whole. */
  table: z.object({ index: z.number().int(), row: z.number().int() }).nullable(),
  /** Whether it is right behind what is named. */
  isAfter: z.boolean(),
});

/** From where to where something was to be moved, as the contract was numbered. */
export const movedBetweenSchema = z.object({ from: clausePlaceSchema, to: clausePlaceSchema });
export type MovedBetween = z.infer<typeof movedBetweenSchema>;

/** A proposal as it was when it was decided on. */
const decidedSchema = z.object({
  id: z.string(),
  kind: z.enum(proposalKinds),
  subject: subjectSchema,
  breaks: breakPlaceSchema.optional(),
  authorId: idSchema.nullable(),
  insertedText: z.string(),
  deletedText: z.string(),
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  settings: z.array(settingSchema).default([]),
  /** Where it stood in the agreed contract; `null` where that was not noted. */
  clause: clausePlaceSchema.nullable().default(null),
  /** Of what was to be moved: from where to where in the agreed contract. */
  moved: movedBetweenSchema.optional(),
  /** Who else wrote words of `insertedText`. */
  writerIds: z.array(idSchema).default([]),
  /** Of what came too late: who had taken what it was about, and with which row. */
  late: z.object({ byId: idSchema.nullable(), seq: z.number().int() }).optional(),
  /** Of what became void with its own words: how much went with them of what it was to take away, where any of that did. */
  groundGone: z.enum(["part", "all"]).optional(),
  /** Of what was accepted: what others had put into its words, and what stayed. */
  inside: z.array(z.object({ byId: idSchema.nullable(), text: z.string(), waits: z.boolean() })).default([]),
});

/**
 * What is done with proposals; `takeBack` makes those of an earlier decision wait again. `void` nobody decided: somebody's direct change has
 * left nothing of them.
 */
export const verdicts = ["accept", "reject", "withdraw"] as const;
export const decidedVerdicts = [...verdicts, "takeBack", "void", "revive"] as const;

/** A decision as the log keeps it for good: what was decided about which words. */
export const decisionSchema = z.object({
  verdict: z.enum(decidedVerdicts),
  reason: z.string().nullable(),
  proposals: z.array(decidedSchema),
  /** Proposals that were rejected since another was accepted, which they answer or which answers them. */
  notChosen: z.array(decidedSchema).default([]),
  /** Proposals that became void with the decision: what they were about is gone, or set by what was accepted. */
  voided: z.array(decidedSchema).default([]),
  /** Of a decision that takes another one back: the row of that. The lists say what waits again. */
  takesBack: z.number().int().nullable().default(null),
});
export type ProposalDecision = z.infer<typeof decisionSchema>;

const keptProposalSchema = decidedSchema.extend({
  author: z.object({ id: idSchema, name: z.string() }).nullable(),
  writers: z.array(z.object({ id: idSchema, name: z.string() })),
  inside: proposalSchema.shape.inside,
  /** Of what came too late: who had taken what it was about. */
  late: z.object({ by: z.object({ id: idSchema, name: z.string() }).nullable() }).optional(),
  /** For whom its author acted. */
  party: partySchema,
  /** Of what became void with somebody's change: whether it waits again, since its words are back. */
  waitsAgain: z.boolean(),
});

/**
 * Why what was accepted is no longer in the text: a version from before it was `restored`, or its words were `deleted` since, or went with
 * another proposal that was accepted (`decided`). Of what became void: that its words are back, and it waits again (`revived`).
 */
export const undoneSchema = z.object({
  how: z.enum(["restored", "deleted", "decided", "revived"]),
  by: z.object({ id: idSchema, name: z.string() }),
  at: momentSchema,
  /** Of a restoration. */
  version: restoredVersionSchema.nullable(),
});
export type UndoneDecision = z.infer<typeof undoneSchema>;

/** A decision with who made it, for which party and when, and who had proposed what. */
export const keptDecisionSchema = decisionSchema.extend({
  seq: z.number().int(),
  decidedBy: z.object({ id: idSchema, name: z.string() }),
  party: partySchema,
  decidedAt: momentSchema,
  proposals: z.array(keptProposalSchema),
  notChosen: z.array(keptProposalSchema),
  voided: z.array(keptProposalSchema),
  /** The row of the decision that took this one back; `null` while it stands. Of what became void: once all of it waits again. */
  takenBackBy: z.number().int().nullable(),
  /** Why it is no longer in the text, where none of it is. */
  undone: undoneSchema.nullable(),
  /** Why it cannot be taken back, as far as that is known without trying: it `moved` words, or its place `changed` since. */
  stays: z.enum(["moved", "changed"]).nullable(),
});
export type KeptProposalDecision = z.infer<typeof keptDecisionSchema>;

/**
 * A proposal that a decision about several has left: it has changed, it does not wait any more, it builds on one that was left, or the
 * alternatives to it have changed or were left.
 */
export const leftProposalSchema = z.object({ id: z.string(), why: z.enum(["changed", "gone", "requires", "rival"]) });
export type LeftProposal = z.infer<typeof leftProposalSchema>;

/** Proposals for one place of which one can be accepted, as a text that takes all for accepted has one of them. */
export const alternativesSchema = z.object({
  /** Its articles, number and first words as this text has them; empty before everything. */
  clause: z.string(),
  /** Where it stands in the agreed contract; `null` where that is not found. */
  place: clausePlaceSchema.nullable(),
  /** Which top-level block of the text has it, from 0; `null` where none does. */
  block: z.number().int().nullable(),
  /** Behind how many characters of that block what the text has begins; absent where it has no place of its own there. */
  offset: z.number().int().optional(),
  /** Oldest first; the last one is in the text. Of long words the beginning. */
  options: z.array(
    z.object({
      id: z.string(),
      letter: z.string(),
      author: z.object({ id: idSchema, name: z.string() }).nullable(),
      insertedText: z.string(),
      deletedText: z.string(),
    }),
  ),
});
export type AlternativesOfPlace = z.infer<typeof alternativesSchema>;

/** Ids of proposals for one place: which one a text as if all were accepted has, and which it has not. */
export const takenAlternativeSchema = z.object({ taken: z.string(), notTaken: z.array(z.string()) });
export type TakenAlternative = z.infer<typeof takenAlternativeSchema>;

export const proposalsApi = {
  list: oc
    .route({ method: "GET", path: "/documents/{id}/proposals", summary: "What waits for a decision, in reading order" })
    .input(byDocument)
    .output(z.array(proposalSchema)),
  view: oc
    .route({
      method: "GET",
      path: "/documents/{id}/views/{of}",
      summary:
        "The document as if all proposals were accepted or rejected, or with those of one person only, for reading",
    })
    .input(z.object({ id: documentIdSchema, of: z.union([z.enum(["proposed", "agreed"]), idSchema]) }))
    .output(
      z.object({
        seq: z.number().int(),
        blocks: z.array(comparedBlockSchema),
        /** Who made the rows that the blocks name. */
        rows: z.array(comparedRowSchema),
        /** As if all were accepted: the places for which there are several proposals. */
        alternatives: z.array(alternativesSchema),
      }),
    ),
  decide: oc
    .route({
      method: "POST",
      path: "/documents/{id}/decisions",
      successStatus: 201,
      summary:
        "Accept or reject proposals (edit), or withdraw one's own (suggest); refused when one has changed, unless those are to be left",
    })
    .input(
      z.object({
        id: documentIdSchema,
        verdict: z.enum(verdicts),
        proposals: z
          .array(z.object({ id: z.string().max(40), digest: z.string().max(80) }))
          .min(1)
          .max(10_000),
        reason: z.string().trim().max(2_000).optional(),
        /** Whether the others are decided on when some are not as they were seen; refused only where none is. */
        leaveChanged: z.boolean().optional(),
      }),
    )
    .output(
      z.object({
        seq: z.number().int(),
        left: z.array(leftProposalSchema),
        /** Why it cannot be taken back: it wrote words again in another place, as a split does. */
        stays: z.enum(["moved"]).nullable(),
      }),
    ),
  takeBack: oc
    .route({
      method: "POST",
      path: "/documents/{id}/decisions/{seq}/take-back",
      successStatus: 201,
      summary:
        "Take an acceptance or a rejection of one's own side back (edit): its proposals wait again; refused where their places have changed",
    })
    .input(
      z.object({
        id: documentIdSchema,
        seq: z.coerce.number().int().positive(),
        reason: z.string().trim().max(2_000).optional(),
      }),
    )
    .output(z.object({ seq: z.number().int() })),
  decisions: oc
    .route({ method: "GET", path: "/documents/{id}/decisions", summary: "Every decision ever made, oldest first" })
    .input(byDocument)
    .output(z.array(keptDecisionSchema)),
  decisionPlace: oc
    .route({
      method: "GET",
      path: "/documents/{id}/decisions/{seq}/place",
      summary: "Where in the text that stands now what was decided on is to be found",
    })
    .input(byDocument.extend({ seq: z.coerce.number().int().min(1) }))
    .output(
      z.object({
        /** Ids of its words, or of its blocks; empty when they are gone. */
        at: z.array(rangeSchema),
        /** The block that holds the place where they stood, when they are gone and it is known. */
        place: z.tuple([z.number().int(), z.number().int()]).nullable(),
      }),
    ),
};
