/** What somebody tried in a document and the server refused: the trail that its owners read. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema, roleSchema } from "@parley/people";
import { z } from "zod";
import { documentIdSchema } from "./words.ts";

/** What was tried: to change the text or propose, to decide on proposals, or to be seen in the document. */
const attemptedActs = ["update", "decision", "presence"] as const;
export type AttemptedAct = (typeof attemptedActs)[number];

/**
 * Why it was refused. Of an update and of presence as the room says it; of a decision `role` (not theirs to make), `not-yours`
 * (withdrawing somebody else's proposal), `others-decision` (taking back what the other side decided), `rule` (what the rule of the kind of
 * document leaves to somebody else) and `stale` (decided on or changed meanwhile).
 */
export const attemptCodes = [
  "agreed-text",
  "foreign-client",
  "schema",
  "malformed",
  "gap",
  "unknown",
  "role",
  "too-much-proposed",
  "message-too-large",
  "document-too-large",
  "gone-before",
  "quarantined",
  "not-yours",
  "others-decision",
  "rule",
  "stale",
] as const;
export type AttemptCode = (typeof attemptCodes)[number];

/** Codes of updates that people at work run into, too: their right ended, the document is full or in quarantine, they are out of step. */
const ordinaryOfUpdates: ReadonlySet<AttemptCode> = new Set([
  "gap",
  "unknown",
  "role",
  "too-much-proposed",
  "message-too-large",
  "document-too-large",
  "gone-before",
  "quarantined",
]);

/** Whether an honest page may be refused so, as things go; nobody is to be suspected for it. */
export function isOrdinaryAttempt(act: AttemptedAct, code: AttemptCode): boolean {
  return act === "update"
    ? ordinaryOfUpdates.has(code)
    : code === "stale" || code === "others-decision" || code === "rule";
}

/** What one person tried in one way and was refused for one reason, within some minutes. */
const refusedAttemptSchema = z.object({
  person: z.object({ id: idSchema, name: z.string() }),
  party: partySchema,
  /** The role that counted. */
  role: roleSchema,
  act: z.enum(attemptedActs),
  code: z.enum(attemptCodes),
  /** Whether pages of honest people run into this, too. */
  ordinary: z.boolean(),
  /** The first reason, in technical words. It holds nothing of the text. */
  reason: z.string(),
  /** The connection, where it was one. */
  connectionId: idSchema.nullable(),
  from: momentSchema,
  to: momentSchema,
  count: z.number().int(),
});
export type RefusedAttempt = z.infer<typeof refusedAttemptSchema>;

export const refusedApi = {
  list: oc
    .route({
      method: "GET",
      path: "/documents/{id}/refused-attempts",
      summary: "What was tried in the document and refused, newest first (own, colleagues)",
    })
    .input(
      z.object({
        id: documentIdSchema,
        person: idSchema.optional(),
        /** The `nextBefore` of the page before. */
        before: momentSchema.optional(),
      }),
    )
    .output(z.object({ attempts: z.array(refusedAttemptSchema), nextBefore: momentSchema.nullable() })),
};
