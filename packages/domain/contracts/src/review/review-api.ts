/** The review of a contract on the wire: everything that somebody needs to decide on it, in one answer. */
import { parties, roles } from "@parley/base";
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import { approvalRunSchema } from "../approval/approval-face.ts";
import { daySchema } from "../calendar/day.ts";
import { assessedFindingSchema } from "../checks/checks-api.ts";
import { moneySchema } from "../money/money.ts";
import { ledgerEntrySchema } from "../negotiation/negotiation-api.ts";
import { contractIdSchema, contractSchema } from "../record-api.ts";

const named = z.object({ id: idSchema, name: z.string() });
const labels = z.object({ en: z.string(), zh: z.string() });

/** Somebody who wrote, with the party they wrote for. */
const writerSchema = z.object({
  id: idSchema,
  name: z.string(),
  organisation: z.string().nullable(),
  party: partySchema,
});
export type ReviewWriter = z.infer<typeof writerSchema>;

/** A text with which the present one can be compared. */
const basisSchema = z.object({
  /** As it is asked for. */
  id: z.string(),
  kind: z.enum(["approval", "look", "opening", "round", "whole"]),
  /** From when it is; `null` for the whole text. */
  at: momentSchema.nullable(),
  /** The number of a round. */
  number: z.number().int().nullable(),
});
export type ReviewBasis = z.infer<typeof basisSchema>;

const wordSchema = z.object({
  kind: z.enum(["same", "removed", "added"]),
  text: z.string(),
  /** Who added or removed it; an index into `writers` of the answer. */
  by: z.number().int().nullable(),
});

const reviewedClauseSchema = z.object({
  key: z.string(),
  kind: z.enum(["unchanged", "changed", "added", "removed", "moved"]),
  /** Its number and heading. */
  title: z.string(),
  /** The words as they are now or, of a removed one, as they were. */
  text: z.string(),
  /** What differs; empty for what reads as before. */
  words: z.array(wordSchema),
  /** Who changed it; indexes into `writers`. */
  by: z.array(z.number().int()),
  ledger: ledgerEntrySchema.nullable(),
});
export type ReviewedClause = z.infer<typeof reviewedClauseSchema>;

const reviewedProposalSchema = z.object({
  id: z.string(),
  by: writerSchema.nullable(),
  party: partySchema,
  at: momentSchema,
  inserted: z.string(),
  deleted: z.string(),
  clause: z.string().nullable(),
  /** Whether the caller may decide on it. */
  isForYou: z.boolean(),
});

const reviewedThreadSchema = z.object({
  id: idSchema,
  audience: z.string(),
  quote: z.string(),
  clause: z.string().nullable(),
  comments: z.array(z.object({ by: writerSchema, at: momentSchema, text: z.string() })),
});
export type ReviewedThread = z.infer<typeof reviewedThreadSchema>;

const reviewedTextSchema = z.object({
  documentId: idSchema,
  seq: z.number().int(),
  /** SHA-256 over the agreed text, in hexadecimal. */
  hash: z.string(),
  /** When it was read. */
  at: momentSchema,
  role: z.enum(roles),
  party: z.enum(parties),
  bases: z.array(basisSchema),
  /** With which of them it is compared. */
  basis: basisSchema,
  writers: z.array(writerSchema),
  clauses: z.array(reviewedClauseSchema),
  proposals: z.array(reviewedProposalSchema),
  threads: z.array(reviewedThreadSchema),
  findings: z.array(assessedFindingSchema),
});
export type ReviewedText = z.infer<typeof reviewedTextSchema>;

const reviewSchema = z.object({
  contract: contractSchema,
  /** Where it stands; a page that follows asks for this alone. */
  mark: z.string(),
  /** Whose turn it is in an open negotiation. */
  turn: z.object({ party: partySchema, since: momentSchema }).nullable(),
  /** The approval that goes on, or went on last. */
  approval: approvalRunSchema.nullable(),
  /** What its initiator said with it. */
  note: z.string(),
  /** `null` where there is none, and where the caller may not open the document. */
  text: reviewedTextSchema.nullable(),
});
export type ContractReview = z.infer<typeof reviewSchema>;

const askedSchema = z.object({
  contract: z.object({ id: idSchema, number: z.string(), name: z.string(), amount: moneySchema.nullable() }),
  owner: named,
  reasons: z.array(
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("approval"), labels, actsFor: named.nullable(), due: daySchema.nullable() }),
      z.object({ kind: z.literal("proposals"), count: z.number().int() }),
      z.object({ kind: z.literal("turn"), since: momentSchema }),
    ]),
  ),
});
export type ContractToReview = z.infer<typeof askedSchema>;

export const reviewApi = {
  read: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/review",
      summary: "What somebody needs to decide on a contract: what it is, what changed, and what is open",
    })
    .input(
      z.object({
        id: contractIdSchema,
        /** The id of a basis; without it, or where there is no such one any more, the newest of the caller's own. */
        since: z.string().max(60).optional(),
      }),
    )
    .output(reviewSchema),
  mark: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/review-mark",
      summary: "A mark that changes when the review of a contract says something else",
    })
    .input(z.object({ id: contractIdSchema }))
    .output(z.object({ mark: z.string() })),
  waiting: oc
    .route({ method: "GET", path: "/contract-reviews", summary: "Contracts in which something waits for the caller" })
    .output(z.object({ contracts: z.array(askedSchema) })),
};
