/**
 * Finds which of an update's new content is a copy of content that was there before.
 *
 * Duty: the rules by which a split, a join, a move, an undo or a paste leaves every character its author. They look only at the
 * document, the update and what was cut before, so the log alone gives the same answer again.
 * Rules, in this order; what one has matched is not looked at by the next:
 * - [LI4] what an undo brings back, down to a single letter (`redone.ts`, `returned.ts`): words that were typed over others and go with the
 *   same undo may read alike, and are no source. What comes back from where it was moved to is a copy of that (`moved-back.ts`).
 * - [LI3] text that the same update deletes and inserts is a copy: a whole stretch of any length, and parts of four and more.
 *   Deleted by the same update is also what it says it deletes although somebody else was faster. Where a paragraph was
 *   made or unmade, shorter rests are compared character by character with what is left of the deleted text; single letters here and
 *   there are chance, and of what somebody else had deleted before most must be there: saying that one deleted it costs nothing.
 * - [LI4] text that comes back beside its deleted original otherwise, from four characters on. The flag of an undo alone proves nothing.
 * - [LI4] what was typed over a selection is new as a whole: no rule from here on makes parts of it copies of that (`typed-over.ts`).
 * - [LI5] text that was cut out of this document lately, from eight characters on; for an undo from four on.
 * - [LI8] text that somebody proposes to move is a copy of what stands elsewhere: whole paragraphs, and parts of eight characters and more.
 * - [LI6] an element whose text comes from a deleted element of its kind is that element's copy, so a clause keeps its identity.
 */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { alignCharacters } from "./align-characters.ts";
import type { AppliedUpdate } from "./applied-update.ts";
import { CopyInSearch } from "./copy-in-search.ts";
import { type Cuttings, MIN_CUTTING_LENGTH } from "./cuttings.ts";
import { Effort } from "./effort.ts";
import type { CopiedRange } from "./copied-range.ts";
import { pairElements } from "./pair-elements.ts";
import { moveBack, takeMovedBack } from "./moved-back.ts";
import { redoneParts } from "./redone.ts";
import { ReturnSearch } from "./returned.ts";
import { type Stretch, joinParagraphs, partStretch, stretchesOf, structsIn } from "./stretches.ts";
import { type TextMatch, TextPool } from "./text-pool.ts";
import { typedOver } from "./typed-over.ts";

/** The shortest part of a stretch that counts as moved by itself. */
const MIN_PART_LENGTH = 4;
/** So often what somebody else deleted may be interrupted by what its author had seen there. */
const MAX_GAPS = 2;
/** Longer rests have longer parts in common, or nothing. */
const MAX_ALIGNED_LENGTH = 64;
/** What it costs to look at two rests, and to align them, beside the comparing: so many pairs of characters. */
const [LOOKING_COST, ALIGNING_COST] = [5, 60];
/** How far beside what comes its deleted original is looked for. What is undone stands directly before it. */
const MAX_BESIDE = 50_000;
/** Of longer text only every other place is looked up where a common part may begin, or every third: the index of it takes memory. */
const MAX_WINDOWS = 400_000;

/** What became of an update's content: what are copies, and which stretches of text it cut out. */
export interface Traced {
  readonly copies: readonly CopiedRange[];
  readonly cut: readonly Stretch[];
}

const nothing: Traced = { copies: [], cut: [] };

/** Traces an update. Typing and deleting a few characters costs next to nothing. */
export function traceCopies(update: AppliedUpdate, cuttings: Cuttings): Traced {
  const { ydoc } = update;
  if (isPlainTyping(update)) return nothing;
  const inserted = IdSet.of(update.inserted);
  // What came and went at once, in a paragraph that somebody had deleted, is no source of itself.
  const removed = seenOf(IdSet.of(update.removed).difference(inserted), update);
  const isPassable = (range: IdRange): boolean => inserted.covers(range) || update.isUnseen(range);
  const before = IdSet.of(update.removedBefore);
  const together = stretchesOf(ydoc, removed, isPassable);
  const sources = before.isEmpty ? together : together.flatMap((each) => asSeen(each, before, update));
  // Somebody who moves a paragraph and then splits it sends both at once, and the part that moved twice came and went.
  const passing = inserted.intersection(IdSet.of(update.removed));
  const effort = new Effort();
  const search = (chosen: IdSet): CopyInSearch[] =>
    stretchesOf(ydoc, chosen, update.isUnseen).map(
      (stretch) => new CopyInSearch(stretch, isIn(inserted, stretch.holder), effort),
    );
  const living = search(inserted.difference(passing));
  const gone = passing.isEmpty ? [] : search(passing);
  const copies = [...living, ...gone];
  // Words that were parted and joined again in one moment stand where they did, whatever was deleted beside them then.
  const mayBeOver = !gone.some(({ isNew, text }) => isNew && text.length >= MIN_PART_LENGTH);
  for (const copy of mayBeOver ? living : [])
    if (!copy.isNew && copy.text.length >= MIN_PART_LENGTH) copy.over = typedOver(ydoc, copy.stretch, inserted);
  const ids = { removed, before, named: IdSet.of(update.named) };
  // A paragraph that stands before one that is gone is that one's return where an undo says so: offline it may well be a new one.
  const returns = update.isUndo ? new ReturnSearch(update, inserted, effort) : null;
  // What remained has the first choice; what passed through may have the same source.
  for (const round of [living, gone]) {
    if (update.mayReturn) {
      for (const copy of round) {
        matchRedone(ydoc, copy, inserted);
        returns?.matchWords(copy);
      }
      moveBack(round, removed, update.lineage);
    }
    if (sources.length > 0 && round.length > 0) matchRemoved(round, sources, ids, effort);
  }
  const cutBefore: Search = (text, from, until, barred) =>
    cuttings.match(text, from, until, update.isUndo, effort, barred);
  for (const copy of copies) matchBeside(ydoc, copy, cutBefore, effort);
  for (const copy of copies) copy.eachRestIn((from, until, barred) => cutBefore(copy.text, from, until, barred));
  if (update.mayReturn) for (const copy of copies) matchReturned(ydoc, copy, effort);
  const texts = copies.flatMap((copy) => copy.found);
  return {
    copies:
      update.inserted.length === 0 ? [] : [...texts, ...pairElements(update, texts, { returned: returns?.elements })],
    cut: sources,
  };
}

/** What of the deleted its author knew: others' new words in a paragraph that goes are nothing that they could copy. */
function seenOf(removed: IdSet, { named, isUnseen }: AppliedUpdate): IdSet {
  const unnamed = removed.difference(IdSet.of(named));
  return unnamed.isEmpty ? removed : removed.difference(IdSet.of(unnamed.ranges().filter(isUnseen)));
}

/**
 * A stretch that somebody else had deleted, in the parts in which its author had seen it: who says that they, too, deleted single
 * letters of a text has seen the others between them. They may have deleted some of these themselves a moment before.
 */
function asSeen(stretch: Stretch, before: IdSet, { ydoc, isGoneMeanwhile }: AppliedUpdate): readonly Stretch[] {
  if (!isPartly(before, stretch)) return [stretch];
  const parts = partStretch(ydoc, stretch, isGoneMeanwhile);
  return parts.length - 1 <= MAX_GAPS ? [stretch] : parts;
}

/** [LI8] Which of what comes are copies of what is to go. */
export function traceMove(
  ydoc: Y.Doc,
  came: readonly IdRange[],
  went: readonly IdRange[],
  effort: Effort,
): readonly CopiedRange[] {
  const [inserted, leaving] = [IdSet.of(came), IdSet.of(went)];
  const sources = joinParagraphs(stretchesOf(ydoc, leaving, () => false));
  if (sources.all.length === 0) return [];
  const moved = joinParagraphs(stretchesOf(ydoc, inserted, () => false));
  const copies = moved.all.map((stretch) => new CopyInSearch(stretch, isIn(inserted, stretch.holder), effort));
  // To propose a deletion costs nothing. From shorter parts anybody could put a sentence together in the name of whoever wrote them.
  const pool = poolOf(sources.all, MIN_CUTTING_LENGTH);
  matchWhole(
    copies.filter(({ stretch }) => moved.whole.has(stretch)),
    sources.all.filter((source) => sources.whole.has(source)),
    pool,
  );
  for (const copy of copies)
    copy.eachRest((from, until) => copy.addAll(pool.match(copy.text, from, until, false, effort)));
  return copies.flatMap((copy) => copy.found);
}

function isIn(ids: IdSet, { _item: item }: Y.XmlText): boolean {
  return item !== null && ids.has(item.id.client, item.id.clock);
}

/** A few characters typed or deleted inside paragraphs that stay: nothing that could be a copy, nothing worth keeping. */
function isPlainTyping({ ydoc, inserted, removed, mayReturn }: AppliedUpdate): boolean {
  if (mayReturn && inserted.length > 0) return false;
  const [insertedLength, removedLength] = [sumLengths(inserted), sumLengths(removed)];
  const isSmall = insertedLength === 0 ? removedLength < MIN_CUTTING_LENGTH : removedLength <= 1;
  if (insertedLength >= MIN_PART_LENGTH || !isSmall) return false;
  return ![...inserted, ...removed].some((range) => {
    for (const struct of structsIn(ydoc, range))
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) return true;
    return false;
  });
}

function sumLengths(ranges: readonly IdRange[]): number {
  return ranges.reduce((sum, range) => sum + range.length, 0);
}

/** What an update deletes, what of that somebody else had deleted before, and what it says itself that it deletes. */
interface RemovedIds {
  readonly removed: IdSet;
  readonly before: IdSet;
  readonly named: IdSet;
}

/** [LI3] */
function matchRemoved(
  copies: readonly CopyInSearch[],
  sources: readonly Stretch[],
  ids: RemovedIds,
  effort: Effort,
): void {
  const pool = poolOf(sources, MIN_PART_LENGTH);
  takeMovedBack(copies, sources, pool);
  matchWhole(
    copies.filter(({ found }) => found.length === 0),
    sources.filter((source) => !pool.hasTaken(source)),
    pool,
  );
  for (const copy of copies)
    copy.eachRestIn((from, until, barred) => pool.match(copy.text, from, until, false, effort, barred));
  for (const copy of copies) {
    // What stood in another order is found in the second round.
    for (let round = 0; round < 3 && alignRests({ copy, sources, pool, effort }, ids); round++);
  }
}

function poolOf(sources: readonly Stretch[], gram: number): TextPool {
  const characters = sources.reduce((sum, { text }) => sum + text.length, 0);
  const pool = new TextPool({ gram, stride: Math.ceil(Math.max(1, characters) / MAX_WINDOWS) });
  for (const source of sources) pool.add(source);
  return pool;
}

function matchWhole(copies: readonly CopyInSearch[], sources: readonly Stretch[], pool: TextPool): void {
  const whole = Map.groupBy(sources, (source) => source.text);
  for (const copy of copies) {
    const source = whole.get(copy.text)?.shift();
    if (!source) continue;
    copy.add(0, source, 0, copy.text.length);
    pool.take(source, 0, source.text.length);
  }
}

interface Alignment {
  readonly source: Stretch;
  /** Where in the source the compared rest begins. */
  readonly at: number;
  readonly pairs: readonly (readonly [number, number])[];
}

const isPartly = (ids: IdSet, { pieces }: Stretch): boolean =>
  pieces.some(({ id, length }) => ids.slice({ ...id, length }).length > 0);

/** How many characters of a part of a stretch are among these ids. */
function countIn(ids: IdSet, { pieces }: Stretch, from: number, until: number): number {
  let count = 0;
  for (const { at, id, length } of pieces) {
    const [start, end] = [Math.max(from, at), Math.min(until, at + length)];
    if (start >= end) continue;
    const range = { client: id.client, clock: id.clock + start - at, length: end - start };
    for (const part of ids.slice(range)) count += part.length;
  }
  return count;
}

/** Two rests that are held against each other, how many pairs they have at least to have in common, and those that they have. */
interface Comparison {
  readonly least: number;
  readonly pairs: Alignment["pairs"];
}

/** Whether two rests have so much in common that the one comes from the other. Single letters here and there are chance. */
function isNoChance({ pairs, least }: Comparison): boolean {
  if (pairs.length < least) return false;
  const runs = pairs.filter(([a, b], at) => pairs[at - 1]?.[0] !== a - 1 || pairs[at - 1]?.[1] !== b - 1).length;
  return pairs.length < MIN_PART_LENGTH || pairs.length * 2 >= 3 * runs;
}

interface Alignable {
  readonly copy: CopyInSearch;
  readonly sources: readonly Stretch[];
  readonly pool: TextPool;
  readonly effort: Effort;
}

/** Rests that are too short to be told by themselves, held against what is left of the text that they were part of. Says whether any was found. */
function alignRests({ copy, sources, pool, effort }: Alignable, { removed, before, named }: RemovedIds): boolean {
  let found = false;
  copy.eachRest((from, until) => {
    if (until - from > MAX_ALIGNED_LENGTH) return;
    const text = copy.text.slice(from, until);
    let best: Alignment | null = null;
    for (const source of sources) {
      if (!effort.takePairs(LOOKING_COST)) break;
      if (!copy.isNew && !isIn(removed, source.holder) && !copy.cameFrom(source)) continue;
      if (copy.wasOver(source, from)) continue;
      for (const rest of pool.rests(source, effort)) {
        if (!effort.takePairs(LOOKING_COST)) break;
        if (rest.until - rest.from > MAX_ALIGNED_LENGTH) continue;
        const left = source.text.slice(rest.from, rest.until);
        if (!effort.takePairs(text.length * left.length + ALIGNING_COST)) break;
        const pairs = alignCharacters(text, left);
        if (pairs.length <= (best?.pairs.length ?? 0)) continue;
        // A few characters in common are chance, unless they are most of the one or all of the other.
        const isAll =
          copy.cameFrom(source) &&
          (left.length > 1 ? text.includes(left) : text.startsWith(left) || text.endsWith(left));
        // Who only says that they deleted it, too, must have most of both: saying so costs nothing. What they had not seen does not count.
        const isOnlySaid = isPartly(before, source) && !copy.cameFrom(source);
        const least = isOnlySaid
          ? (Math.max(text.length, countIn(named, source, rest.from, rest.until)) * 2) / 3
          : text.length / 2;
        // A letter that stood alone may have come from anywhere.
        if (isAll || (isNoChance({ pairs, least }) && (source.text.length > 1 || text.length === 1)))
          best = { source, at: rest.from, pairs };
      }
    }
    if (best === null) return;
    found = true;
    for (const [copyAt, sourceAt] of best.pairs) {
      copy.add(from + copyAt, best.source, best.at + sourceAt, 1);
      pool.take(best.source, best.at + sourceAt, 1);
    }
  });
  return found;
}

/** [LI4] What an undo brings back stands directly before its deleted original. */
function matchRedone(ydoc: Y.Doc, copy: CopyInSearch, inserted: IdSet): void {
  if (copy.isNew || copy.restLength === 0) return;
  const parts = redoneParts(ydoc, copy.stretch, inserted);
  copy.eachRest((from, until) => {
    for (const { copyAt, length, source } of parts)
      if (copyAt >= from && copyAt + length <= until) copy.addIds(copyAt, length, source);
  });
}

type Search = (text: string, from: number, until: number, barred?: (stretch: Stretch) => boolean) => TextMatch[];

/** [LI4] What comes back stands beside its deleted original, unless only a part of it does, and all of it was cut out lately [LI5]. */
function matchBeside(ydoc: Y.Doc, copy: CopyInSearch, cutBefore: Search, effort: Effort): void {
  if (copy.isNew || copy.restLength < MIN_PART_LENGTH) return;
  const pool = poolOf(goneBeside(ydoc, copy.stretch), MIN_PART_LENGTH);
  copy.eachRestIn((from, until, barred) => {
    const beside = pool.match(copy.text, from, until, false, effort, barred);
    const isAll = ({ length }: TextMatch): boolean => length === until - from;
    if (beside.length === 0 || beside.some(isAll)) return beside;
    const cut = cutBefore(copy.text, from, until, barred);
    return cut.some(isAll) ? cut : beside;
  });
}

/** [LI4] A paragraph that an undo brings back stands beside the one that was deleted, with its words. */
function matchReturned(ydoc: Y.Doc, copy: CopyInSearch, effort: Effort): void {
  if (!copy.isNew || copy.restLength === 0) return;
  const gone = new IdSet();
  for (let item = copy.stretch.holder._item; item !== null; item = parentOf(item)) {
    for (const beside of deletedBeside(item)) collectText(beside, gone);
  }
  if (gone.isEmpty) return;
  const stretches = stretchesOf(ydoc, gone, () => false);
  const pool = poolOf(stretches, 1);
  const matches: TextMatch[] = [];
  copy.eachRest((from, until) => {
    for (const match of pool.match(copy.text, from, until, false, effort)) matches.push(match);
  });
  copy.addAll(asItWas(matches, stretches));
}

/** Single characters of a text are a return of it only in their order, and when most of it returns. */
function asItWas(matches: readonly TextMatch[], stretches: readonly Stretch[]): TextMatch[] {
  const places = new Map(stretches.map((stretch, index) => [stretch, index]));
  const placeOf = ({ stretch }: TextMatch): number => places.get(stretch) ?? 0;
  const inOrder: TextMatch[] = [];
  for (const match of matches) {
    const last = inOrder.at(-1);
    const follows =
      !last ||
      placeOf(last) < placeOf(match) ||
      (last.stretch === match.stretch && last.sourceAt + last.length <= match.sourceAt);
    if (follows || match.length >= MIN_PART_LENGTH) inOrder.push(match);
  }
  const returned = new Map<Stretch, number>();
  for (const { stretch, length } of inOrder) returned.set(stretch, (returned.get(stretch) ?? 0) + length);
  return inOrder.filter(
    ({ stretch, length }) => length >= MIN_PART_LENGTH || (returned.get(stretch) ?? 0) * 2 >= stretch.text.length,
  );
}

const parentOf = (item: Y.Item): Y.Item | null => (item.parent instanceof Y.AbstractType ? item.parent._item : null);

function* deletedBeside(item: Y.Item): Generator<Y.Item> {
  for (let at = item.left; at?.deleted === true; at = at.left) yield at;
  for (let at = item.right; at?.deleted === true; at = at.right) yield at;
}

function collectText(item: Y.Item, into: IdSet): void {
  if (item.content instanceof Y.ContentString)
    into.add({ client: item.id.client, clock: item.id.clock, length: item.length });
  else if (item.content instanceof Y.ContentType)
    for (let child = item.content.type._start; child !== null; child = child.right)
      if (child.deleted) collectText(child, into);
}

/** What is gone between the nearest text on both sides of a stretch, in pieces. */
function goneBeside(ydoc: Y.Doc, { pieces }: Stretch): Stretch[] {
  const own = IdSet.of(pieces.map(({ id, length }) => ({ ...id, length })));
  const gone = new IdSet();
  const look = (from: Y.Item | null, next: (item: Y.Item) => Y.Item | null, isNearEnd: boolean): void => {
    let far = 0;
    for (let item = from; item !== null && far < MAX_BESIDE; item = next(item)) {
      if (!(item.content instanceof Y.ContentString)) continue;
      const others = own.missing({ client: item.id.client, clock: item.id.clock, length: item.length });
      if (others.length > 0 && !item.deleted) return;
      for (const range of others) {
        const length = Math.min(range.length, MAX_BESIDE - far);
        const clock = isNearEnd ? range.clock + range.length - length : range.clock;
        if (length > 0) gone.add({ client: range.client, clock, length });
        far += length;
      }
    }
  };
  const first = pieces[0] ? itemAt(ydoc, pieces[0].id) : null;
  look(first?.left ?? null, (item) => item.left, true);
  look(first, (item) => item.right, false);
  return gone.isEmpty ? [] : stretchesOf(ydoc, gone, (range) => own.covers(range));
}

function itemAt(ydoc: Y.Doc, { client, clock }: Id): Y.Item | null {
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return item instanceof Y.Item ? item : null;
}
