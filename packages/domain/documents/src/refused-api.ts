/** What somebody tried in a document and the server refused: the trail that its owners read. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema, roleSchema } from "@parley/people";
import { z } from "zod";
import { documentIdSchema } from "./words.ts";

/**
 * What was tried: to change the text or propose, to decide on proposals, to be seen in the document, to restore a version, to write or change
 * comments and circles, to change who may do what, to do something else with the document (name, versions, trash), to read what is not open
 * to them, or to send a message that nobody could take, whatever it was to be.
 */
const attemptedActs = [
  "update",
  "decision",
  "presence",
  "restoration",
  "comment",
  "sharing",
  "document",
  "reading",
  "message",
] as const;
export type AttemptedAct = (typeof attemptedActs)[number];

/**
 * Why it was refused. Of an update and of presence as the room says it; of a decision `role` (not theirs to make), `not-yours`
 * (withdrawing somebody else's proposal), `others-decision` (taking back what the other side decided), `rule` (what the rule of the kind of
 * document leaves to somebody else) and `stale` (decided on or changed meanwhile). Of a restoration `unknown` is a version that there is not.
 * `frozen`, of updates, decisions and restorations: nothing in the document could be changed then.
 * Of comments `not-yours` is what is up to somebody else, `not-found` a thread or circle that they cannot see, or that there is not: which of
 * both is told nobody; `audience` an internal comment of who reads none; `person-not-here` the call of somebody who could not read it.
 * `no-access`, of reading and of everything else with a document, is of who cannot open it at all.
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
  "frozen",
  "not-yours",
  "others-decision",
  "rule",
  "stale",
  "not-found",
  "audience",
  "person-not-here",
  "no-access",
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
  "frozen",
]);

/** Codes of everything else that people at work run into, too. */
const ordinaryOfOthers: ReadonlySet<AttemptCode> = new Set([
  "stale",
  "others-decision",
  "rule",
  "person-not-here",
  "message-too-large",
  "frozen",
]);

/** Whether an honest page may be refused so, as things go; nobody is to be suspected for it. Links lead people where they may not read. */
export function isOrdinaryAttempt(act: AttemptedAct, code: AttemptCode): boolean {
  if (act === "reading") return true;
  return (act === "update" ? ordinaryOfUpdates : ordinaryOfOthers).has(code);
}

/** What one person tried in one way and was refused for one reason, within some minutes. */
const refusedAttemptSchema = z.object({
  person: z.object({ id: idSchema, name: z.string() }),
  /** `null` for who has no access to the document. */
  party: partySchema.nullable(),
  /** The role that counted; `null` for who has no access to the document. */
  role: roleSchema.nullable(),
  act: z.enum(attemptedActs),
  code: z.enum(attemptCodes),
  /** Whether pages of honest people run into this, too. */
  ordinary: z.boolean(),
  /** The first reason, in technical words. It holds nothing of the text. */
  reason: z.string(),
  /** The connection, where it was one. */
  connectionId: idSchema.nullable(),
  /** Of messages over the limit: the size of the largest, as far as it was announced. */
  sizeBytes: z.number().int().nullable(),
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
