/**
 * Everything that happened in one document, for trails that tell of several things at once: who changed and decided what, what was said,
 * what was refused. Whoever may not open the document reads nothing of it; guests have no trail.
 */
import type { DocumentId, EpochMs, Party, PersonId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Library } from "../library/library.ts";
import type { RefusedAttempts } from "../refused/refused-attempts.ts";
import type { LiveSitting, LiveStory } from "../story/live-story.ts";
import { readLastSeqBefore } from "../story/story-store.ts";
import { readsInternal } from "../comments/thread-audience.ts";
import type { Traces } from "./traces.ts";
import { readCommentFacts } from "./trail-store.ts";

/** Parts of a document's trail. */
export type TrailPart = "text" | "comments" | "refused";

/** One entry. `facts` are single values. */
export interface DocumentTrailEntry {
  /** Names it within the document, and sorts entries of one moment. */
  readonly key: string;
  readonly atMs: EpochMs;
  /** When it began, where it took a while. */
  readonly sinceMs: EpochMs | null;
  readonly personId: PersonId;
  readonly party: Party | null;
  /** `area.what` */
  readonly kind: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export interface TrailWanted {
  readonly reader: PersonId;
  readonly parts: readonly TrailPart[];
  readonly personId: PersonId | null;
  readonly fromMs: EpochMs;
  /** With everything of this moment. */
  readonly untilMs: EpochMs;
  /** Of each part at most so many, the newest. */
  readonly limit: number;
}

export interface DocumentTrail extends Pick<Traces, "listen"> {
  /** The newest entries of each part, unsorted; `null` where the document is not open to the reader. */
  read(documentId: DocumentId, wanted: TrailWanted): Promise<DocumentTrailEntry[] | null>;
  /** Everybody who changed the document. */
  readPeople(documentId: DocumentId): Promise<{ readonly personId: PersonId; readonly party: Party }[]>;
  findTitle(documentId: DocumentId): Promise<string | null>;
}

export interface DocumentTrailParts {
  readonly sql: Sql;
  readonly library: Pick<Library, "findViewer" | "findAccess" | "documents">;
  readonly story: Pick<LiveStory, "listSittings" | "listContributors">;
  readonly refused: Pick<RefusedAttempts, "list">;
  readonly traces: Traces;
}

export function createDocumentTrail(parts: DocumentTrailParts): DocumentTrail {
  const { library, story, traces } = parts;
  return {
    listen: (listener) => traces.listen(listener),
    findTitle: (documentId) => library.documents.findTitle(documentId),
    readPeople: async (documentId) =>
      (await story.listContributors(documentId)).map(({ personId, party }) => ({ personId, party })),
    async read(documentId, wanted) {
      const [access, viewer] = await Promise.all([
        library.findAccess(documentId, wanted.reader),
        library.findViewer(wanted.reader),
      ]);
      if (!access || !viewer?.isColleague) return null;
      const internal = readsInternal({ isColleague: true, party: access.party });
      const has = (part: TrailPart): boolean => wanted.parts.includes(part);
      const found = await Promise.all([
        has("text") ? readSittings(parts, documentId, wanted) : [],
        has("comments") ? readComments(parts, documentId, wanted, internal) : [],
        has("refused") && access.role === "own" ? readRefused(parts, documentId, wanted) : [],
      ]);
      return found.flat();
    },
  };
}

const rank = (number: number): string => String(number).padStart(12, "0");

async function readSittings(
  { sql, story }: DocumentTrailParts,
  documentId: DocumentId,
  { personId, fromMs, untilMs, limit }: TrailWanted,
): Promise<DocumentTrailEntry[]> {
  const last = await readLastSeqBefore(sql, documentId, untilMs + 1);
  const { sittings } = await story.listSittings(documentId, { personId, way: null, before: last + 1, limit });
  return sittings
    .filter(({ toMs }) => toMs >= fromMs)
    .map((sitting) => ({
      key: `text:${documentId}:${rank(sitting.first)}`,
      atMs: sitting.toMs,
      sinceMs: sitting.fromMs < sitting.toMs ? sitting.fromMs : null,
      personId: sitting.personId,
      party: sitting.party,
      kind: kindOfSitting(sitting),
      facts: factsOf(sitting),
    }));
}

function kindOfSitting({ way, proposed }: LiveSitting): string {
  if (way === "written") return proposed ? "text.proposed" : "text.written";
  return {
    decision: "text.decided",
    restore: "text.restored",
    import: "text.imported",
    copy: "text.copied",
    api: "text.api",
    forward: "text.carried",
  }[way];
}

function factsOf(sitting: LiveSitting): DocumentTrailEntry["facts"] {
  const { size, offline, accepted, rejected, withdrawn, takenBack, voided, restored } = sitting;
  return {
    inserted: size.inserted,
    deleted: size.deleted,
    moved: size.moved,
    formatted: size.formatted + size.set,
    blocks: size.blocks,
    asked: size.records,
    ...{ offline, accepted, rejected, withdrawn, takenBack, voided, restored },
    first: sitting.first,
    last: sitting.last,
  };
}

async function readComments(
  { sql }: DocumentTrailParts,
  documentId: DocumentId,
  { reader, personId, fromMs, untilMs, limit }: TrailWanted,
  internal: boolean,
): Promise<DocumentTrailEntry[]> {
  const rows = await readCommentFacts(sql, documentId, {
    reader: { personId: reader, internal },
    ...{ personId, fromMs, untilMs, limit },
  });
  return rows.map(({ id, atMs, act, text, audience, toPersonId, ...who }) => ({
    key: `comment:${documentId}:${id}`,
    atMs,
    sinceMs: null,
    ...who,
    kind: `comment.${act}`,
    facts: { text, audience, toPersonId },
  }));
}

async function readRefused(
  { refused }: DocumentTrailParts,
  documentId: DocumentId,
  { personId, fromMs, untilMs, limit }: TrailWanted,
): Promise<DocumentTrailEntry[]> {
  const found: DocumentTrailEntry[] = [];
  let beforeMs: number | null = untilMs + 1;
  while (beforeMs !== null && beforeMs > fromMs && found.length < limit) {
    const page: Awaited<ReturnType<RefusedAttempts["list"]>> = await refused.list(documentId, { personId, beforeMs });
    for (const { slotMs, act, code, firstMs, lastMs, count, ...who } of page.attempts) {
      if (lastMs > untilMs || lastMs < fromMs) continue;
      found.push({
        key: `refused:${documentId}:${rank(slotMs)}:${who.personId}:${act}:${code}`,
        atMs: lastMs,
        sinceMs: firstMs < lastMs ? firstMs : null,
        personId: who.personId,
        party: who.party,
        kind: "refused.attempt",
        facts: { act, code, count },
      });
    }
    beforeMs = page.nextBeforeMs;
  }
  return found;
}
