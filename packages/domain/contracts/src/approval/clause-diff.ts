/** What changed between two texts, clause by clause. */
import { type DocumentContent, shortenedWords } from "@parley/document";
import { type ClausePart, clauseParts } from "./clause-parts.ts";
import type { ClauseChange } from "./judgement.ts";
import { type ScopeTable, defaultScopes, scopesOf } from "./scopes.ts";
import { type WordDifference, wordDifferences } from "./word-diff.ts";

/** One clause of two texts. `before` is absent for an added one, `after` for a removed one. */
export interface ClauseDifference {
  readonly kind: "unchanged" | "changed" | "added" | "removed" | "moved";
  readonly before: ClausePart | null;
  readonly after: ClausePart | null;
  /** Whether it stands elsewhere among the others; also of a changed one. */
  readonly isMoved: boolean;
  /** What differs in a changed one; empty for the others. */
  readonly words: readonly WordDifference[];
}

/** Less alike than this two clauses are no versions of one. */
const LEAST_ALIKE = 0.5;
/** So many clauses without an id on either side are compared each with each; more are told as removed and added. */
const MOST_COMPARED = 200;

const LONGEST_TITLE = 80;

interface Pair {
  readonly before: number;
  readonly after: number;
}

/**
 * [CA30] [CA31] [CA32] Pairs the clauses of two texts: by the id that they carry, otherwise by equal words, by an equal heading, and at last
 * by how alike they are. The result follows the later text; what was removed stands where it was.
 */
export function diffClauses(before: DocumentContent, after: DocumentContent): readonly ClauseDifference[] {
  const [old, now] = [clauseParts(before), clauseParts(after)];
  const pairs = pairedParts(old, now).toSorted((one, other) => one.after - other.after);
  const still = longestRising(pairs.map((pair) => pair.before));
  const byAfter = new Map(
    pairs.map((pair, index) => [pair.after, { before: pair.before, isMoved: !still.has(index) }]),
  );
  const paired = new Set(pairs.map((pair) => pair.before));
  const removed = old.flatMap((part, index) => (paired.has(index) ? [] : [{ part, index }]));
  const result: ClauseDifference[] = [];
  const tellRemoved = (until: number): void => {
    while (removed[0] && removed[0].index < until) {
      const part = removed.shift()?.part ?? null;
      result.push({ kind: "removed", before: part, after: null, isMoved: false, words: [] });
    }
  };
  for (const [index, part] of now.entries()) {
    const pair = byAfter.get(index);
    const was = pair && old[pair.before];
    if (!was) result.push({ kind: "added", before: null, after: part, isMoved: false, words: [] });
    else {
      if (!pair.isMoved) tellRemoved(pair.before);
      result.push(compared(was, part, pair.isMoved));
    }
  }
  tellRemoved(old.length);
  return result;
}

function compared(before: ClausePart, after: ClausePart, isMoved: boolean): ClauseDifference {
  const isSame = before.text === after.text;
  const kind = !isSame ? "changed" : isMoved ? "moved" : "unchanged";
  return { kind, before, after, isMoved, words: isSame ? [] : wordDifferences(before.text, after.text) };
}

function pairedParts(old: readonly ClausePart[], now: readonly ClausePart[]): readonly Pair[] {
  const pairs: Pair[] = [];
  const [freeOld, freeNow] = [new Set(old.keys()), new Set(now.keys())];
  const pair = (before: number, after: number): void => {
    pairs.push({ before, after });
    freeOld.delete(before);
    freeNow.delete(after);
  };
  const byKey = (keyOf: (part: ClausePart) => string | null): void => {
    const unpaired = Map.groupBy(freeOld, (index) => (old[index] && keyOf(old[index])) ?? null);
    for (const after of [...freeNow]) {
      const key = now[after] ? keyOf(now[after]) : null;
      const before = key === null ? undefined : unpaired.get(key)?.shift();
      if (before !== undefined) pair(before, after);
    }
  };
  byKey(({ id }) => id);
  byKey(({ kind, text }) => `${kind}\n${text}`);
  byKey(({ kind, title }) => (kind === "clause" || kind === "annex" ? `${kind}\n${title}` : kind));
  if (freeOld.size <= MOST_COMPARED && freeNow.size <= MOST_COMPARED)
    for (const { before, after } of alikeFirst(old, now, freeOld, freeNow))
      if (freeOld.has(before) && freeNow.has(after)) pair(before, after);
  return pairs;
}

function alikeFirst(
  old: readonly ClausePart[],
  now: readonly ClausePart[],
  freeOld: ReadonlySet<number>,
  freeNow: ReadonlySet<number>,
): readonly Pair[] {
  const bigramsOf = (
    parts: readonly ClausePart[],
    free: ReadonlySet<number>,
  ): Map<number, ReadonlyMap<string, number>> =>
    new Map([...free].map((index) => [index, bigrams(parts[index]?.text ?? "")]));
  const others = bigramsOf(now, freeNow);
  const candidates = [...bigramsOf(old, freeOld)].flatMap(([before, mine]) =>
    [...others].map(([after, theirs]) => ({ before, after, alike: alikeness(mine, theirs) })),
  );
  return candidates
    .filter(({ before, after, alike }) => alike >= LEAST_ALIKE && old[before]?.kind === now[after]?.kind)
    .toSorted((one, other) => other.alike - one.alike);
}

function bigrams(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const letters = text.replaceAll(/\s+/gu, " ");
  for (let index = 0; index < letters.length - 1; index++) {
    const pair = letters.slice(index, index + 2);
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
}

/** Dice's coefficient of two texts, from 0 to 1. */
function alikeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const sum = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((total, count) => total + count, 0);
  let shared = 0;
  for (const [pair, count] of one) shared += Math.min(count, other.get(pair) ?? 0);
  const all = sum(one) + sum(other);
  return all === 0 ? 0 : (2 * shared) / all;
}

/** The places of a longest rising row of numbers: what stayed in order while the fewest others moved. */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  const lengths: number[] = [];
  for (const [index, value] of numbers.entries()) {
    const below = numbers.slice(0, index).map((other, at) => (other < value ? (lengths[at] ?? 0) : 0));
    lengths.push(1 + Math.max(0, ...below));
  }
  const rising = new Set<number>();
  let wanted = Math.max(0, ...lengths);
  let below = Infinity;
  for (let index = numbers.length - 1; index >= 0; index--) {
    const value = numbers[index] ?? 0;
    if (lengths[index] !== wanted || value >= below) continue;
    rising.add(index);
    below = value;
    wanted--;
  }
  return rising;
}

/** What is known of clauses beside their words. */
export interface ClauseKnowledge {
  readonly table?: ScopeTable;
  /** The kind of a variable by its name, as money or party. */
  readonly variableKind?: (name: string) => string | null;
  /** The scopes that a clause declares, by itself or through its entry in the library. */
  readonly declared?: (part: ClausePart) => readonly string[];
}

/** A variable that nobody knows counts as money in the forms of money. */
const moneyForms = ["figures", "capitals"];

/** [CA20] The clauses that changed, each with the scopes that it had or has: what approvals are judged by. */
export function clauseChanges(
  differences: readonly ClauseDifference[],
  knowledge: ClauseKnowledge = {},
): readonly ClauseChange[] {
  const { table = defaultScopes, variableKind = () => null, declared = () => [] } = knowledge;
  const scopes = (part: ClausePart | null): readonly string[] => {
    if (!part) return [];
    const variableKinds = part.variables.flatMap(
      ({ name, form }) => variableKind(name) ?? (form !== null && moneyForms.includes(form) ? "money" : []),
    );
    return scopesOf({ title: part.title, text: part.text, declared: declared(part), variableKinds }, table);
  };
  return differences.flatMap(({ kind, before, after }, index) => {
    const part = after ?? before;
    if (kind === "unchanged" || !part) return [];
    const title = shortenedWords([part.label.trim(), part.title].filter(Boolean).join(" "), LONGEST_TITLE);
    const clause = part.id ?? `${part.kind}-${index + 1}`;
    return [{ kind, clause, title, scopes: [...new Set([...scopes(before), ...scopes(after)])] }];
  });
}
