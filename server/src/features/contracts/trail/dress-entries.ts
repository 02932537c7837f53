/** Entries of a trail as they are told: with the names of people, contracts and documents. */
import type { DocumentId, Party, PersonId } from "@parley/base";
import { type TrailEntry, trailGroupOf } from "@parley/contracts";
import type { DocumentTrail } from "../../../documents/index.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { ContractViewer } from "../record/contract-store.ts";
import { findVisible } from "../related/relation-store.ts";
import { toRef } from "../related/related.ts";
import { listEventPeople } from "./trail-store.ts";
import type { TrailDeps } from "./trail.ts";

/** An entry before names are looked up. */
export interface RawEntry {
  readonly key: string;
  readonly atMs: number;
  readonly sinceMs: number | null;
  readonly personId: PersonId | null;
  readonly party: Party | null;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly documentId: DocumentId | null;
  readonly chain: TrailEntry["chain"];
}

export interface TrailPage {
  readonly entries: TrailEntry[];
  readonly nextBefore: string | null;
  readonly people: { person: { id: string; name: string }; party: Party }[];
  readonly timeZone: string;
  readonly closedDocuments: number;
}

const otherOf = ({ facts }: RawEntry): string | null =>
  typeof facts["contractId"] === "string" ? facts["contractId"] : null;

const peopleIn = ({ personId, facts }: RawEntry): PersonId[] => [
  ...(personId ? [personId] : []),
  ...Object.entries(facts).flatMap(([name, value]) =>
    name.endsWith("PersonId") && typeof value === "string" ? [value as PersonId] : [],
  ),
];

/** Looks up names, and leaves out of the facts what is no single value. */
export async function dressEntries(
  { sql, documents, people }: TrailDeps,
  entries: readonly RawEntry[],
  viewer: ContractViewer,
): Promise<TrailEntry[]> {
  const [found, contracts, titles] = await Promise.all([
    people.findPeople([...new Set(entries.flatMap(peopleIn))]),
    findVisible(sql, [...new Set(entries.flatMap((entry) => otherOf(entry) ?? []))], viewer),
    titlesOf(documents, entries),
  ]);
  const nameOf = (id: PersonId): string => found.get(id)?.name ?? "";
  return entries.map((entry) => {
    const { key, personId, party, kind, chain, documentId } = entry;
    const other = otherOf(entry);
    const title = documentId && titles.get(documentId);
    return {
      ...{ key, party, kind, chain },
      at: new Date(entry.atMs).toISOString(),
      since: entry.sinceMs === null ? null : new Date(entry.sinceMs).toISOString(),
      person: personId && { id: personId, name: nameOf(personId) },
      group: trailGroupOf(kind),
      facts: plainFacts(entry.facts, nameOf),
      other: other === null ? null : { contract: toRef(contracts.get(other)) },
      document: documentId && typeof title === "string" ? { id: documentId, title } : null,
    };
  });
}

async function titlesOf(
  documents: DocumentTrail,
  entries: readonly RawEntry[],
): Promise<Map<DocumentId, string | null>> {
  const ids = new Set(entries.flatMap(({ documentId }) => documentId ?? []));
  return new Map(await Promise.all([...ids].map(async (id) => [id, await documents.findTitle(id)] as const)));
}

/** Single values as they are, lists of them in one text, people by their names. */
function plainFacts(facts: RawEntry["facts"], nameOf: (id: PersonId) => string): TrailEntry["facts"] {
  const plain: TrailEntry["facts"] = {};
  for (const [name, value] of Object.entries(facts)) {
    if (name === "contractId" || name === "documentId") continue;
    if (name.endsWith("PersonId"))
      plain[name.slice(0, -2)] = typeof value === "string" ? nameOf(value as PersonId) : null;
    else if (Array.isArray(value) && value.every((each) => typeof each === "string")) plain[name] = value.join(", ");
    else if (value === null || ["string", "number", "boolean"].includes(typeof value))
      plain[name] = value as TrailEntry["facts"][string];
  }
  return plain;
}

/** Everybody who is in the trail, with the party for which they were in it first. */
export async function readTrailPeople(
  { sql, documents, people }: TrailDeps,
  contract: ContractRecord,
  open: readonly DocumentId[],
): Promise<TrailPage["people"]> {
  const lists = await Promise.all([
    listEventPeople(sql, contract.id),
    ...open.map((documentId) => documents.readPeople(documentId)),
  ]);
  const parties = new Map<PersonId, Party>();
  for (const { personId, party } of lists.flat()) if (!parties.has(personId)) parties.set(personId, party);
  const found = await people.findPeople([...parties.keys()]);
  return [...parties].map(([id, party]) => ({ person: { id, name: found.get(id)?.name ?? "" }, party }));
}
