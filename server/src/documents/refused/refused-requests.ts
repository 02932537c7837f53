/**
 * Which refused requests come into the trail of the document that they name, and as what [GA4].
 *
 * Rules:
 * - What changes or discloses something that its sender has no right to does, and what no form gives. What people bring about in forms does
 *   not: lengths, names that are taken, rates, files of a wrong kind.
 * - Who cannot open the document at all leaves two rows at most in each stretch of time: of reading, and of everything else. Of a document
 *   that there is not nothing is kept.
 * - Of comments the trail never tells whether a thread or circle exists: its reader may be outside of it.
 */
import type { DocumentId, PersonId, ThreadId } from "@parley/base";
import { isId } from "@parley/base";
import type { AttemptCode, AttemptedAct } from "@parley/documents";
import type { RefusedRequest } from "../../platform/http/refused-request.ts";
import type { Library } from "../library/library.ts";
import { accessOf } from "../sharing/find-access.ts";
import type { RefusedAttempt, RefusedAttempts } from "./refused-attempts.ts";

export interface RefusedRequests {
  /** Takes a refused request into the trail, if it belongs there. Returns at once. */
  note(request: RefusedRequest): void;
  /** Takes into the trail that somebody without access knocked at a document, if there is one. Returns at once. */
  noteStranger(documentId: DocumentId, personId: PersonId): void;
}

export interface RefusedRequestsParts {
  readonly refused: Pick<RefusedAttempts, "noteFound">;
  readonly library: Pick<Library, "findGrant"> & {
    readonly documents: Pick<Library["documents"], "findTitle">;
    readonly comments: Pick<Library["comments"], "find">;
  };
}

/** What endpoints are for that do not only read; every other one that changes something is of the document itself. */
const actsOfChanges: readonly (readonly [group: string, AttemptedAct])[] = [
  ["documents.proposals.decide", "decision"],
  ["documents.proposals.takeBack", "decision"],
  ["documents.versions.restore", "restoration"],
  ["documents.threads.", "comment"],
  ["documents.circles.", "comment"],
  ["documents.shares.", "sharing"],
  ["documents.ownership.give", "sharing"],
  ["documents.images.upload", "update"],
  ["documents.merges.", "update"],
  // A copy is read out of the document, and what was seen is the reader's own affair.
  ["documents.duplicate", "reading"],
  ["documents.review.markSeen", "reading"],
];

/** Refusals that are about who may do what, or about what nobody's page asks for; others say that a request cannot be carried out. */
const codes: Readonly<Record<string, AttemptCode>> = {
  "people/not-permitted": "role",
  "documents/role-too-weak": "role",
  "documents/not-your-proposal": "not-yours",
  "documents/not-your-comment": "not-yours",
  "documents/not-your-thread": "not-yours",
  "documents/circle-thread-stays": "not-yours",
  "documents/decision-of-others": "others-decision",
  "documents/decision-taken-back": "stale",
  "documents/version-changed-since": "stale",
  "documents/frozen": "frozen",
  "documents/thread-not-found": "not-found",
  "documents/circle-not-found": "not-found",
  "documents/internal-for-colleagues": "audience",
  "documents/person-not-here": "person-not-here",
  "documents/circle-person-without-access": "person-not-here",
};

/** What a request tried; `null` for one that names no document. */
function actOf({ name, reads }: Pick<RefusedRequest, "name" | "reads">): AttemptedAct | null {
  if (name.startsWith("documents.folders.")) return null;
  if (reads) return "reading";
  return actsOfChanges.find(([group]) => name.startsWith(group))?.[1] ?? "document";
}

/** The trail of refused requests. */
export function createRefusedRequests(parts: RefusedRequestsParts): RefusedRequests {
  return {
    note(request) {
      const act = actOf(request);
      const { id = "" } = request.params;
      if (act === null || !isId(id)) return;
      const tried = triedBy(act, request);
      if (tried === null && request.refusal.code !== "documents/not-found") return;
      parts.refused.noteFound(() => findAttempt(parts, id as DocumentId, { act, tried, request }));
    },
    noteStranger: (documentId, personId) =>
      parts.refused.noteFound(() => strangerAttempt(parts, documentId, { personId, act: "reading", reason: "socket" })),
  };
}

/** What the trail says that it was; `null` for what does not belong there. */
function triedBy(
  act: AttemptedAct,
  { refusal, isForeign, reads }: RefusedRequest,
): Pick<RefusedAttempt, "act" | "code"> | null {
  const { code, kind } = refusal;
  if (code === "request/too-large") return { act: "message", code: "message-too-large" };
  // An address that somebody mistyped changes nothing.
  if (isForeign) return reads ? null : { act: "message", code: "malformed" };
  if (code === "documents/proposals-changed") return act === "decision" ? { act, code: "stale" } : null;
  if (code === "documents/version-not-found") return act === "restoration" ? { act, code: "unknown" } : null;
  const known = codes[code];
  if (known !== undefined) return { act, code: known };
  // [DE7] Of the codes of documents and people none is a rule's own.
  const byRule = act === "decision" && kind.status === 403 && !/^(?:documents|people|request)\//.test(code);
  return byRule ? { act, code: "rule" } : null;
}

async function findAttempt(
  parts: RefusedRequestsParts,
  documentId: DocumentId,
  asked: {
    readonly act: AttemptedAct;
    readonly tried: Pick<RefusedAttempt, "act" | "code"> | null;
    readonly request: RefusedRequest;
  },
): Promise<RefusedAttempt | null> {
  const { act, tried, request } = asked;
  const { refusal, caller, params, announcedBytes } = request;
  const { personId } = caller;
  const grant = await parts.library.findGrant(documentId, personId);
  if (grant === null) return strangerAttempt(parts, documentId, { personId, act, reason: refusal.code });
  const access = accessOf(grant);
  if (access === null || tried === null) return null;
  const { threadId } = params;
  if (tried.code === "not-found" && threadId !== undefined && isId(threadId)) {
    // They see the thread: it is a comment that somebody deleted meanwhile.
    const reader = { personId, party: access.party, isColleague: caller.standing !== "guest" };
    if (await parts.library.comments.find(documentId, threadId as ThreadId, reader)) return null;
  }
  const sizeBytes = tried.code === "message-too-large" ? announcedBytes : null;
  return { documentId, personId, ...access, connectionId: null, ...tried, reason: refusal.code, sizeBytes };
}

/** Who has no access to a document that is there, and not in the trash. */
async function strangerAttempt(
  { library }: RefusedRequestsParts,
  documentId: DocumentId,
  { personId, act, reason }: { readonly personId: PersonId; readonly act: AttemptedAct; readonly reason: string },
): Promise<RefusedAttempt | null> {
  if ((await library.documents.findTitle(documentId)) === null) return null;
  const rough = act === "reading" ? "reading" : "document";
  return {
    documentId,
    personId,
    party: null,
    role: null,
    connectionId: null,
    act: rough,
    code: "no-access",
    reason,
  };
}
