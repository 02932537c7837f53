/** The ledger of a document: its clauses, what waits and was decided in each, what the sides have frozen. */
import { createHash } from "node:crypto";
import { type Clock, type DocumentId, type PersonId, newId, type Party, type Random } from "@parley/base";
import {
  type ClausePart,
  type DecidedMove,
  type LedgerEntry,
  type LedgerLine,
  clauseParts,
  diffClauses,
  readLedger,
  refuseNegotiation,
  sideOf,
} from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { NegotiationDocuments, PlacedDecision } from "./negotiation-documents.ts";
import {
  type NegotiationRow,
  freezeClause,
  insertReopening,
  listFreezes,
  listReopenings,
  releaseClause,
} from "./negotiation-store.ts";

export interface LedgerDeps {
  readonly sql: Sql;
  readonly documents: NegotiationDocuments;
  readonly people: Pick<People, "findPeople">;
  readonly clock: Clock;
  readonly random: Random;
}

/** Somebody who reads the ledger: comments count as far as they see them. */
export interface LedgerReader {
  readonly personId: PersonId;
  readonly party: Party;
  readonly isColleague: boolean;
}

/** How a clause is known while numbers and neighbours change: by its id, otherwise by its words without the number. */
export function clauseKey({ id, kind, title }: ClausePart): string {
  return id ?? `${kind}:${createHash("sha256").update(title).digest("hex").slice(0, 16)}`;
}

const hashOf = ({ text }: ClausePart): string => createHash("sha256").update(text).digest("hex");
/** How people call a clause: its number and heading. */
export const titleOf = ({ label, title }: ClausePart): string => [label, title].filter(Boolean).join(" ").slice(0, 80);

interface ReadClauses {
  readonly parts: readonly ClausePart[];
  readonly entries: readonly LedgerEntry[];
}

async function readClauses(
  { sql, documents, clock }: LedgerDeps,
  negotiation: NegotiationRow,
  reader: LedgerReader,
): Promise<ReadClauses> {
  const { documentId, openedSeq, openedAt, closedAt } = negotiation;
  const { content } = await documents.readSealed(documentId);
  const parts = clauseParts(content);
  const before = await documents.readAgreedAt(documentId, openedSeq);
  const changed = diffClauses(before, content).flatMap(({ kind, after }) =>
    kind === "unchanged" || after === null ? [] : [clauseKey(after)],
  );
  const keyAt = (block: number): string => {
    const part = parts.findLast(({ firstBlock }) => firstBlock <= Math.max(block, 0)) ?? parts[0];
    return part ? clauseKey(part) : "";
  };
  const comments = new Map<string, number>();
  for (const [block, count] of await documents.countComments(documentId, reader))
    comments.set(keyAt(block), (comments.get(keyAt(block)) ?? 0) + count);
  const waiting = await documents.listWaiting(documentId);
  const decided = await documents.listDecided(documentId, openedAt.getTime());
  const entries = readLedger({
    clauses: parts.map((part) => ({ key: clauseKey(part), title: titleOf(part) })),
    changed: new Set(changed),
    waiting: waiting.map(({ block, authorId, proposedAtMs, ...each }) => ({
      clause: keyAt(block),
      party: each.party,
      personId: authorId,
      atMs: proposedAtMs,
      counters: each.counters,
    })),
    decided: decided.flatMap((decision) => movesOf(decision, parts)),
    freezes: await listFreezes(sql, documentId),
    reopenings: await listReopenings(sql, documentId),
    openComments: comments,
    untilMs: closedAt?.getTime() ?? clock.nowMs(),
  });
  return { parts, entries };
}

/** A decision's record tells a place in words; the clause is the one whose heading reads so. */
function movesOf(decision: PlacedDecision, parts: readonly ClausePart[]): DecidedMove[] {
  return decision.proposals.map(({ party, proposedAtMs, clause }) => ({
    clause: keyOfWords(clause, parts),
    verdict: decision.verdict,
    proposedBy: party,
    proposedAtMs,
    decidedBy: decision.party,
    personId: decision.personId,
    decidedAtMs: decision.decidedAtMs,
  }));
}

function keyOfWords(words: readonly string[], parts: readonly ClausePart[]): string {
  for (const line of words.toReversed()) {
    const found = parts.find(({ title }) => title !== "" && line.endsWith(title.slice(0, 30)));
    if (found) return clauseKey(found);
  }
  // Where a heading was rewritten since, its number is what is left.
  for (const line of words.toReversed()) {
    const found = parts.find(({ label }) => label !== "" && line.startsWith(label));
    if (found) return clauseKey(found);
  }
  const [first] = parts;
  return first ? clauseKey(first) : "";
}

/** The ledger as somebody in the negotiation sees it. */
export async function readLines(
  deps: LedgerDeps,
  negotiation: NegotiationRow,
  reader: LedgerReader,
): Promise<LedgerLine[]> {
  const { parts, entries } = await readClauses(deps, negotiation, reader);
  const places = new Map(parts.map((part) => [clauseKey(part), part]));
  const ids = entries.flatMap(({ lastMover, reopened }) => [lastMover?.personId, reopened?.personId]);
  const found = await deps.people.findPeople(ids.filter((id): id is PersonId => typeof id === "string"));
  const actor = (each: { personId: string | null; party: Party; atMs: number } | null): LedgerLine["lastMover"] => {
    if (each === null) return null;
    const person = each.personId === null ? undefined : found.get(each.personId as PersonId);
    const at = new Date(each.atMs).toISOString();
    return { name: person?.name ?? "", organisation: person?.organisation ?? null, party: each.party, at };
  };
  return entries.map(({ lastMover, reopened, frozenBy, ...entry }) => ({
    ...entry,
    place: {
      words: (places.get(entry.key)?.title ?? "").slice(0, 120),
      block: places.get(entry.key)?.firstBlock ?? 0,
    },
    frozenBy: [...frozenBy],
    lastMover: actor(lastMover),
    reopened: actor(reopened),
  }));
}

/**
 * A side freezes a clause as it stands, or lets it go. Throws `contracts/clause-not-found`, and `contracts/clause-waits` while something waits in it.
 */
export async function setClauseFrozen(
  deps: LedgerDeps,
  negotiation: NegotiationRow,
  wanted: { readonly key: string; readonly frozen: boolean },
  by: LedgerReader,
): Promise<{ title: string }> {
  const { sql, clock } = deps;
  const { documentId } = negotiation;
  const { parts, entries } = await readClauses(deps, negotiation, by);
  const part = parts.find((each) => clauseKey(each) === wanted.key);
  if (!part) throw refuseNegotiation("contracts/clause-not-found");
  const side = sideOf(by.party);
  if (!wanted.frozen) {
    await releaseClause(sql, documentId, wanted.key, side);
    return { title: titleOf(part) };
  }
  const state = entries.find(({ key }) => key === wanted.key)?.state;
  if (state === "proposed" || state === "countered" || state === "disputed")
    throw refuseNegotiation("contracts/clause-waits");
  const at = new Date(clock.nowMs());
  await freezeClause(sql, { documentId, clause: wanted.key, side, personId: by.personId, at, textHash: hashOf(part) });
  return { title: titleOf(part) };
}

/** A clause that both sides had frozen and that reads differently now. */
export interface ReopenedClause {
  readonly key: string;
  readonly title: string;
}

/**
 * Looks for clauses that both sides had frozen and that read differently now; each is noted once, with who changed the text last, and is no
 * longer frozen.
 */
export async function noteReopened(
  { sql, documents, clock, random }: LedgerDeps,
  documentId: DocumentId,
  by: { readonly personId: PersonId | null; readonly party: Party },
): Promise<ReopenedClause[]> {
  const freezes = await listFreezes(sql, documentId);
  const both = [...Map.groupBy(freezes, ({ clause }) => clause)].filter(([, sides]) => sides.length === 2);
  if (both.length === 0) return [];
  const parts = clauseParts((await documents.readSealed(documentId)).content);
  const reopened: ReopenedClause[] = [];
  for (const [key, sides] of both) {
    const part = parts.find((each) => clauseKey(each) === key);
    if (part && sides.every(({ textHash }) => textHash === hashOf(part))) continue;
    await sql.begin(async (tx) => {
      const at = new Date(clock.nowMs());
      await insertReopening(tx, { id: newId<"reopening">(random), documentId, clause: key, ...by, at });
      for (const { side } of sides) await releaseClause(tx, documentId, key, side);
    });
    reopened.push({ key, title: part ? titleOf(part) : "" });
  }
  return reopened;
}
