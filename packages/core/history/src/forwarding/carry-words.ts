/** Words that came to stand where their neighbours no longer are, and where they belong instead. */
import * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import type { Id } from "../ids/id-range.ts";
import type { DraftPlace, DraftRun, DraftUpdate, Formatting } from "./draft-update.ts";
import { type Character, keyOfId } from "./read-characters.ts";
import { isEmptied } from "./remove-emptied.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { type Finder, type Whereabouts, itemAt, paragraphOf, textAt } from "./whereabouts.ts";

/** Characters that follow each other and belong together: all the row's own, or all of others. */
export interface Run {
  readonly text: Y.XmlText;
  readonly characters: readonly Character[];
  readonly own: boolean;
}

/** What a run is seen in; `isOut` says what goes anyway. */
export interface Surroundings {
  readonly document: ForwardingDocument;
  readonly view: RowView;
  readonly finder: Finder;
  readonly draft: DraftUpdate;
  readonly isOut: (id: Id) => boolean;
}

/** What is to become of a run: it stays, it is carried, or nothing is left of what it stood in. */
export type Settled = "stays" | DraftPlace | null;

/** The runs of a text whose place depends on what somebody else did meanwhile. `isOut` says what goes anyway. */
export function runsIn(text: Y.XmlText, characters: readonly Character[], isOut: (id: Id) => boolean): Run[] {
  const runs: { text: Y.XmlText; characters: Character[]; own: boolean }[] = [];
  let isOpen = false;
  for (const character of characters) {
    const own = character.isNew && character.after;
    if ((own || character.isForeign) && !isOut(character.id)) {
      const last = runs.at(-1);
      if (isOpen && last?.own === own) last.characters.push(character);
      else runs.push({ text, characters: [character], own });
      isOpen = true;
    } else if (character.before) isOpen = false;
  }
  return runs;
}

/** What stands between characters that go, in stretches, each with the one that goes on its left and on its right. */
export function remnantsIn(
  text: Y.XmlText,
  characters: readonly Character[],
  goes: (id: Id) => boolean,
  isOut: (id: Id) => boolean,
): { readonly run: Run; readonly left: Id | null; readonly right: Id | null }[] {
  const remnants: { run: Run & { characters: Character[] }; left: Id | null; right: Id | null }[] = [];
  let [left, open]: [Id | null, (typeof remnants)[number] | null] = [null, null];
  for (const character of characters) {
    const { id } = character;
    if (goes(id)) {
      if (open) open.right = id;
      [left, open] = [id, null];
    } else if (!character.item.deleted && !isOut(id)) {
      if (!open) remnants.push((open = { run: { text, characters: [], own: character.isNew }, left, right: null }));
      open.run.characters.push(character);
    }
  }
  return remnants;
}

/**
 * [FW1] [FW2] Where a run belongs: beside the neighbour that it was written beside, wherever that is now; the left one counts before the
 * right one, what stands before what is gone, and the nearest before those further away.
 */
export function settleRun(run: Run, characters: readonly Character[], surroundings: Surroundings): Settled {
  const { document, finder, draft, view } = surroundings;
  const [first, last] = [run.characters[0], run.characters.at(-1)];
  if (!first || !last) return "stays";
  const { attribution } = document;
  const typedIn = attribution.insertingRow(first.id.client, first.id.clock) ?? 0;
  const isAnchor = (each: Character): boolean =>
    run.own
      ? each.after && !each.isNew
      : each.before && (attribution.insertingRow(each.id.client, each.id.clock) ?? typedIn) <= typedIn;
  // What was gone when others typed is still passed by where Yjs puts their words.
  const isNear = (each: Character): boolean =>
    isAnchor(each) && (run.own || (attribution.goneSinceRow(each.id.client, each.id.clock) ?? typedIn) >= typedIn);
  const found = new Map<string, Whereabouts>();
  const find = (id: Id): Whereabouts => {
    const key = keyOfId(id);
    let where = found.get(key);
    if (where === undefined) found.set(key, (where = finder.find(id)));
    return where;
  };
  // What is about to go shows a place, too, but what stays around something counts more.
  const findLasting = (id: Id): Whereabouts => {
    const where = find(id);
    const text = where?.kind === "moved" && draft.isDeleted(where.at) ? textAt(document, where.at) : null;
    return text && isEmptied(text, draft) ? null : where;
  };
  const between = { start: characters.indexOf(first), end: characters.indexOf(last) };
  const standing = run.text._item?.deleted === false;
  const isTyped = run.characters.every(({ id }) => view.isRecent(id));
  return (
    settleAmong(run, characters, between, isNear, findLasting, surroundings) ??
    settleAmong(run, characters, between, isAnchor, findLasting, surroundings) ??
    (standing || !isTyped ? null : placeOfSource(run, surroundings)) ??
    (standing || !isTyped ? null : besideRelatives(run, characters, surroundings)) ??
    settleAmong(run, characters, between, isAnchor, find, surroundings) ??
    (standing ? "stays" : ofWholeParagraph(run.text, finder, document))
  );
}

/** Where a run belongs by the neighbours that `isAnchor` accepts; `null` when nothing is left of any. */
function settleAmong(
  run: Run,
  characters: readonly Character[],
  { start, end }: { readonly start: number; readonly end: number },
  isAnchor: (each: Character) => boolean,
  find: (id: Id) => Whereabouts,
  surroundings: Surroundings,
): Settled {
  const { document, view, isOut } = surroundings;
  const lefts = characters.slice(0, start).filter(isAnchor).toReversed();
  const rights = characters.slice(end + 1).filter(isAnchor);
  const standing = run.text._item?.deleted === false;
  const whereIs = (each: Character | undefined): Whereabouts => (each ? find(each.id) : null);
  // Words that somebody moved in may have come to stand between the run and its neighbour.
  const isBeside = (each: Character): boolean => {
    const at = characters.indexOf(each);
    const between = at < start ? characters.slice(at, start) : characters.slice(end + 1, at);
    return !isParted(between, run, surroundings);
  };
  const settleBy = (each: Character, side: "after" | "before"): Settled => {
    const where = find(each.id);
    if (where?.kind === "moved") {
      // What was moved before the row came was settled when that was moved.
      if (!run.own && standing && view.isGoneMeanwhile(each.id)) return null;
      const isEdge = (side === "after" ? rights : lefts).length === 0;
      return isEdge && isMoved ? edgeOf(where.at, side, document) : nextTo(each, where.at, side);
    }
    if (where?.kind !== "stands" || !standing) return null;
    if (isBeside(each)) return "stays";
    const at = lastBefore(each, where.at);
    return side === "after" ? { after: at } : { before: at };
  };
  // What else its author wrote between the run and its neighbour, and was not parted from that, is nearer.
  const lastBefore = (each: Character, at: Id): Id => {
    const index = characters.indexOf(each);
    const between = index < start ? characters.slice(index + 1, start) : characters.slice(end + 1, index).toReversed();
    const until = between.findIndex((other) => isParted([other], run, surroundings));
    const beside = between
      .slice(0, until < 0 ? between.length : until)
      .findLast(({ id, item, isNew, isForeign }) => !item.deleted && (run.own ? isNew : isForeign) && !isOut(id));
    return beside?.id ?? at;
  };
  // Whole words that were moved to the end of a paragraph stay at its end, whatever was typed there meanwhile.
  const isMoved = run.own && run.characters.every(({ id }) => isCopyOfKnown(id, surroundings));
  // What the row moved along from between the run and its neighbour is nearer.
  const nextTo = (each: Character, at: Id, side: "after" | "before"): DraftPlace => {
    const index = characters.indexOf(each);
    const between = index < start ? characters.slice(index, start).toReversed() : characters.slice(end + 1, index);
    for (const nearer of run.own ? [] : between) {
      const isSeen = nearer.before || isCarriedSeen(nearer.id, surroundings);
      const where = isSeen && nearer.item.deleted ? find(nearer.id) : null;
      if (where?.kind !== "moved" || textAt(document, where.at) !== textAt(document, at)) continue;
      return side === "after" ? { after: where.at } : { before: where.at };
    }
    return side === "after" ? { after: at } : { before: at };
  };
  const [left, right] = [lefts[0], rights[0]];
  if (left && whereIs(left)?.kind === "stands" && settleBy(left, "after") === "stays") return "stays";
  if (right && whereIs(right)?.kind === "stands" && settleBy(right, "before") === "stays") return "stays";
  for (const each of lefts) {
    const settled = settleBy(each, "after");
    if (settled) return settled;
    // The right neighbour is nearer than anything further to the left.
    const settledRight = each === left && right && whereIs(right)?.kind === "moved" ? settleBy(right, "before") : null;
    if (settledRight) return settledRight;
  }
  for (const each of rights) {
    const settled = settleBy(each, "before");
    if (settled) return settled;
  }
  return null;
}

/** Where words were typed that were carried into what is gone now. */
function placeOfSource({ characters }: Run, { document, draft }: Surroundings): DraftPlace | null {
  const sources = characters.map(({ id }) => document.lineage.sourceOf(id.client, id.clock));
  const [first] = sources;
  const text = first && textAt(document, first);
  if (!first || text?._item?.deleted !== false || isEmptied(text, draft)) return null;
  return sources.every((each) => each && textAt(document, each) === text) ? { after: first } : null;
}

/** How far around words without a place is looked. */
const MAX_RELATIVE = 64;

/** Beside another copy of what the run stood beside, the nearest that stands. */
function besideRelatives(
  { characters: own }: Run,
  characters: readonly Character[],
  { document, isOut }: Surroundings,
): DraftPlace | null {
  const [start, end] = [own[0], own.at(-1)].map((each) => (each ? characters.indexOf(each) : -1));
  for (let far = 1; far <= MAX_RELATIVE; far++) {
    for (const each of [characters[(start ?? 0) - far], characters[(end ?? 0) + far]]) {
      if (!each || own.includes(each)) continue;
      const at = presentRanges(document, [{ ...each.id, length: 1 }]).find((range) => !isOut(range));
      if (at) return each === characters[(start ?? 0) - far] ? { after: at } : { before: at };
    }
  }
  return null;
}

/** Whether a character is what the row's author saw, carried elsewhere without their knowing. */
function isCarriedSeen({ client, clock }: Id, { document, view }: Surroundings): boolean {
  const row = document.attribution.insertingRow(client, clock);
  const source = document.lineage.sourceOf(client, clock);
  return row !== undefined && view.row.isForwarded(row) && source !== undefined && view.before(source);
}

function isCopyOfKnown({ client, clock }: Id, { document, view }: Surroundings): boolean {
  return document.lineage.sourceOf(client, clock) !== undefined && !view.isRecent({ client, clock });
}

/** The end, or the start, of the text that a character stands in. */
function edgeOf(at: Id, side: "after" | "before", document: ForwardingDocument): DraftPlace {
  const text = textAt(document, at);
  if (!text) return side === "after" ? { after: at } : { before: at };
  if (side === "after") return { endOf: text };
  let first = text._start;
  while (first !== null && !(first.content instanceof Y.ContentString)) first = first.right;
  return { before: first ? { client: first.id.client, clock: first.id.clock } : at };
}

/** Whether the other side moved words in between that stay there. */
function isParted(between: readonly Character[], run: Run, surroundings: Surroundings): boolean {
  return between.some(
    ({ id, item, isNew, isForeign }) =>
      !item.deleted && (run.own ? isForeign : isNew) && isCopyOfKnown(id, surroundings) && !surroundings.isOut(id),
  );
}

/** A paragraph without words that was re-created elsewhere takes what was written into it. */
function ofWholeParagraph(text: Y.XmlText, finder: Finder, { ydoc }: ForwardingDocument): Settled {
  const paragraph = paragraphOf(text);
  if (!paragraph) return null;
  const copy = paragraph.deleted ? finder.livingCopy(paragraph.id) : paragraph.id;
  const item = copy && itemAt(ydoc, copy);
  return item ? { inside: item } : null;
}

/** A run's characters in stretches of one formatting, as their author saw them; `marksOf` gives what the other changed about one meanwhile. */
export function draftRuns(
  { characters, own }: Run,
  marksOf: (id: Id) => readonly (readonly [string, unknown])[],
): DraftRun[] {
  return inStretches(characters, ({ id, formattingAfter, formattingThen }) => {
    const marks = marksOf(id);
    const seen = own ? formattingAfter : formattingThen;
    if (marks.length === 0) return seen;
    const changed = { ...seen, ...Object.fromEntries(marks) };
    return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
  });
}

/** A run's characters in stretches of one formatting, as they stand now and with the marks that they are to get. */
export function standingRuns(
  { characters }: Run,
  changes: readonly { readonly id: Id; readonly key: string; readonly value: unknown }[],
): DraftRun[] {
  const byId = Map.groupBy(changes, ({ id }) => keyOfId(id));
  return inStretches(characters, ({ id, formattingNow }) => {
    const own = byId.get(keyOfId(id));
    if (!own) return formattingNow;
    const changed = { ...formattingNow, ...Object.fromEntries(own.map(({ key, value }) => [key, value])) };
    return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
  });
}

function inStretches(characters: readonly Character[], formattingOf: (each: Character) => Formatting): DraftRun[] {
  const runs: { text: string; formatting: Formatting }[] = [];
  for (const each of characters) {
    const formatting = formattingOf(each);
    const last = runs.at(-1);
    if (last && JSON.stringify(last.formatting) === JSON.stringify(formatting)) last.text += each.unit;
    else runs.push({ text: each.unit, formatting });
  }
  return runs;
}
