/**
 * One timeline of a contract: the events of its record and what happened in its documents.
 *
 * Invariants:
 * - Reading changes nothing, and two pages neither overlap nor leave anything out: entries have one order, by their moment and their key.
 * - Of a document that the reader may not open, and of a contract that is not open to them, nothing is told but that it is there.
 */
import type { DocumentId, Party, PersonId } from "@parley/base";
import { type TrailGroup, addDays, readDay } from "@parley/contracts";
import type { DocumentTrail, DocumentTrailEntry, TrailPart } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { ContractViewer } from "../record/contract-store.ts";
import { type RawEntry, type TrailPage, dressEntries, readTrailPeople } from "./dress-entries.ts";
import { type TrailEvent, beginOfDay, listTrailEvents } from "./trail-store.ts";

export interface TrailFilter {
  readonly group: TrailGroup | null;
  readonly personId: PersonId | null;
  readonly party: Party | null;
  readonly clause: string | null;
  /** Days, both included. */
  readonly from: string | null;
  readonly until: string | null;
  readonly before: string | null;
  readonly limit: number;
}

export interface ContractTrail {
  list(contract: ContractRecord, viewer: ContractViewer, filter: TrailFilter): Promise<TrailPage>;
}

export interface TrailDeps {
  readonly sql: Sql;
  readonly documents: DocumentTrail;
  readonly people: Pick<People, "findPeople" | "findTimeZone">;
  /** Every document in which the contract's text stands or stood. */
  readonly documentsOf: (contract: ContractRecord) => Promise<readonly DocumentId[]>;
}

/** Of one moment at most so many entries are put in order; more of one kind at once do not happen. */
const SAME_MOMENT = 60;
/** Nothing is later: what databases take as a moment. */
const NEVER_MS = Date.UTC(9999, 0, 1);

export function createContractTrail(deps: TrailDeps): ContractTrail {
  return {
    async list(contract, viewer, filter) {
      const timeZone = await deps.people.findTimeZone();
      const cursor = readCursor(filter.before);
      const period = await readPeriod(deps.sql, filter, timeZone);
      const untilMs = Math.min(period.untilMs, cursor?.atMs ?? NEVER_MS);
      const documents = await deps.documentsOf(contract);
      const found = await gather(deps, contract, viewer, { ...filter, documents, fromMs: period.fromMs, untilMs });
      const sorted = found.entries
        .filter(({ atMs, key }) => cursor === null || atMs < cursor.atMs || (atMs === cursor.atMs && key < cursor.key))
        .toSorted((a, b) => b.atMs - a.atMs || (a.key < b.key ? 1 : -1));
      const shown = sorted.slice(0, filter.limit);
      const last = shown.at(-1);
      return {
        entries: await dressEntries(deps, shown, viewer),
        nextBefore: last && sorted.length > shown.length ? `${last.atMs}~${last.key}` : null,
        people: filter.before === null ? await readTrailPeople(deps, contract, found.open) : [],
        timeZone,
        closedDocuments: documents.length - found.open.length,
      };
    },
  };
}

function readCursor(before: string | null): { atMs: number; key: string } | null {
  const parts = /^(\d{1,15})~(.+)$/.exec(before ?? "");
  return parts ? { atMs: Number(parts[1]), key: parts[2] ?? "" } : null;
}

async function readPeriod(
  sql: Sql,
  { from, until }: Pick<TrailFilter, "from" | "until">,
  timeZone: string,
): Promise<{ fromMs: number; untilMs: number }> {
  const lastDay = until === null ? null : readDay(until);
  return {
    fromMs: from === null ? 0 : await beginOfDay(sql, from, timeZone),
    untilMs: lastDay === null ? NEVER_MS : (await beginOfDay(sql, addDays(lastDay, 1), timeZone)) - 1,
  };
}

async function gather(
  { sql, documents: trail }: TrailDeps,
  contract: ContractRecord,
  viewer: ContractViewer,
  wanted: TrailFilter & {
    readonly documents: readonly DocumentId[];
    readonly fromMs: number;
    readonly untilMs: number;
  },
): Promise<{ entries: RawEntry[]; open: DocumentId[] }> {
  const { personId, party, fromMs, untilMs } = wanted;
  const limit = wanted.limit + SAME_MOMENT;
  const entries = (await listTrailEvents(sql, contract.id, { ...wanted, limit })).map(fromEvent);
  const parts = partsOf(wanted);
  const open: DocumentId[] = [];
  for (const documentId of wanted.documents) {
    const of = { reader: viewer.personId, parts, personId, fromMs, untilMs, limit };
    const found = await trail.read(documentId, of);
    if (found === null) continue;
    open.push(documentId);
    const told = found.filter((entry) => party === null || entry.party === party);
    entries.push(...told.map((entry) => fromDocument(entry, documentId)));
  }
  return { entries, open };
}

/** Parts of documents in which there may be something that is wanted. What is said and done there names no clause. */
function partsOf({ group, clause }: Pick<TrailFilter, "group" | "clause">): TrailPart[] {
  if (clause !== null) return [];
  const all: TrailPart[] = ["text", "comments", "refused"];
  return all.filter((part) => group === null || group === part);
}

function fromEvent({ seq, hash, ...event }: TrailEvent): RawEntry {
  const documentId = event.facts["documentId"];
  return {
    ...event,
    key: `event:${String(seq).padStart(12, "0")}`,
    sinceMs: null,
    documentId: typeof documentId === "string" ? (documentId as DocumentId) : null,
    chain: { seq, hash },
  };
}

const fromDocument = (entry: DocumentTrailEntry, documentId: DocumentId): RawEntry => ({
  ...entry,
  documentId,
  chain: null,
});
