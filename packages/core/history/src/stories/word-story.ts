/**
 * The story of one word: for every part of it which rows wrote it, brought it where it stands, agreed on it, formatted it and deleted
 * it; and what was deleted inside it or stood in its place.
 *
 * Invariants:
 * - [ST4] the parts that stand are the word, character by character, and no character is told twice.
 * - Reading changes nothing, and takes time in proportion to one paragraph at most.
 */
import * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";
import { withoutCopied } from "../versions/change-sizes.ts";
import { cutCountedWords } from "../versions/words.ts";
import { type FormatFact, FormatAuthors } from "./format-authors.ts";
import { type PlacingFact, howPlaced, itemAt } from "./placing.ts";

/** Characters with one story. */
export interface WordPart {
  readonly text: string;
  readonly range: IdRange;
  /** The row that wrote them in the first place. */
  readonly writtenSeq: number;
  /** How they were brought from there to here, oldest first. */
  readonly placed: readonly PlacingFact[];
  readonly formatting: readonly FormatFact[];
  /** The row that deleted them, or that proposed to, and the row from which on they are gone. */
  readonly deletedSeq: number | null;
  readonly goneSeq: number | null;
}

export interface WordStory {
  /** The word as it stands, or the deleted words that were asked for. */
  readonly word: string;
  readonly isGone: boolean;
  /** The paragraph that holds it. */
  readonly block: Id | null;
  /** In reading order. */
  readonly parts: readonly WordPart[];
}

/** Longest word and longest deleted stretch that is told, in UTF-16 units. */
const WORD_LIMIT = 120;
const PARTS_LIMIT = 60;
/** Longest run of letters and characters that are proposed together and told as one word, in UTF-16 units. */
const SHORT_RUN = 12;
/** How many characters on each side are looked at: a paragraph may have a million. */
const WINDOW = 2_000;

/** What is proposed of a character that stands: it waits to come, or is to go. */
export type ProposedOf = (id: Id) => "comes" | "goes" | null;

interface Unit {
  readonly client: number;
  readonly clock: number;
  readonly character: string;
  readonly isGone: boolean;
}

/**
 * The story of the word at an id; of deleted words where the id is gone and `deleted` is asked for. `null` when there is nothing to
 * tell: an id that never was or is no character, or one that is gone. Ids whose words were moved lead to where they stand. A word that
 * waits, or that is to go, is told whole, with what it is to replace.
 */
export function readWordStory(
  document: AttributedDocument,
  id: Id,
  options: { readonly deleted: boolean; readonly proposedOf?: ProposedOf },
): WordStory | null {
  const asked = itemAt(document.ydoc, id);
  if (!asked || !(asked.content instanceof Y.ContentString)) return null;
  const present = asked.deleted ? presentRanges(document, [{ ...id, length: 1 }])[0] : { ...id, length: 1 };
  const at = present ?? { ...id, length: 1 };
  const item = present ? itemAt(document.ydoc, present) : asked;
  const paragraph = item?.parent instanceof Y.XmlText ? item.parent.parent : null;
  if (!(paragraph instanceof Y.XmlElement)) return null;
  const isGone = present === undefined;
  if (isGone && !options.deleted) return null;
  const { units, index } = unitsAround(document, paragraph, at);
  if (index < 0) return null;
  const chosen = isGone ? deletedAround(units, index) : wordAround(units, index, options);
  const told = chosen.filter((unit) => unit.isGone === isGone);
  const block = paragraph._item?.id;
  return {
    word: told.map(({ character }) => character).join(""),
    isGone,
    block: block ? { client: block.client, clock: block.clock } : null,
    parts: partsOf(document, chosen).slice(0, PARTS_LIMIT),
  };
}

/** The characters of a paragraph around one, standing or deleted. What was moved away is not here. */
function unitsAround(
  { lineage }: AttributedDocument,
  paragraph: Y.XmlElement,
  wanted: Id,
): { units: Unit[]; index: number } {
  let units: Unit[] = [];
  let index = -1;
  for (let child = paragraph._start; child !== null; child = child.right) {
    const text: unknown = child.content instanceof Y.ContentType ? child.content.type : null;
    if (!(text instanceof Y.XmlText)) continue;
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      const { client, clock } = item.id;
      const whole = { client, clock, length: item.length };
      for (const part of item.deleted ? withoutCopied(lineage, whole) : [whole])
        for (let each = part.clock; each < part.clock + part.length; each++) {
          if (client === wanted.client && each === wanted.clock) index = units.length;
          units.push({ client, clock: each, character: item.content.str[each - clock] ?? "", isGone: item.deleted });
          if (index >= 0 && units.length > index + WINDOW) return { units, index };
          if (index < 0 && units.length > 2 * WINDOW) units = units.slice(-WINDOW);
        }
    }
  }
  return { units, index };
}

/** The word that a standing character is in, with what was deleted inside and right beside it. */
function wordAround(
  units: readonly Unit[],
  index: number,
  { deleted, proposedOf }: { readonly deleted: boolean; readonly proposedOf?: ProposedOf },
): Unit[] {
  let [first, last] = standingWord(units, index, proposedOf ?? (() => null));
  if (!deleted) return units.slice(first, last + 1).filter((unit) => !unit.isGone);
  for (let more = 0; more < WORD_LIMIT && units[first - 1]?.isGone === true; more++) first--;
  for (let more = 0; more < WORD_LIMIT && units[last + 1]?.isGone === true; more++) last++;
  return units.slice(first, last + 1);
}

/**
 * The word that a standing character is in, as the paragraph reads without what is proposed and as it reads with it: read together, the
 * end of a word that waits and the beginning of one that is to go look like a word. What is to replace what stands beside it.
 */
function standingWord(units: readonly Unit[], index: number, proposedOf: ProposedOf): [number, number] {
  const standing = units.flatMap((unit, at) => (unit.isGone ? [] : [at]));
  const proposed = standing.map((at) => proposedOf(units[at] as Unit));
  const letters = standing.map((at) => isLetter(units, at));
  const wordsOf = (["comes", "goes"] as const).map((left) =>
    cutAmong(
      units,
      standing.filter((_at, place) => proposed[place] !== left),
    ),
  );
  const placeOf = new Map(standing.map((at, place) => [at, place]));
  const found = new Set([placeOf.get(index) ?? 0]);
  let [first, last] = [index, index];
  // Walks over what is added meanwhile, too.
  for (const place of found) {
    const at = standing[place] ?? index;
    for (const wordOf of wordsOf) {
      const [from, until] = wordOf(at) ?? [at, at];
      for (let each = from; each <= until; each++) found.add(placeOf.get(each) ?? place);
      [first, last] = [Math.min(first, from), Math.max(last, until)];
    }
    if (last - first >= WORD_LIMIT) break;
    for (const beside of [place - 1, place + 1]) {
      const both = proposed[place] && proposed[beside] && letters[place] && letters[beside];
      const isReplaced = proposed[place] !== proposed[beside];
      if (both && (isReplaced || isShortRun(proposed, letters, place))) found.add(beside);
    }
  }
  return [first, last];
}

/** Whether what is proposed around a place is no more than a few words: it is told as one, however a dictionary cuts it. */
function isShortRun(proposed: readonly unknown[], letters: readonly boolean[], place: number): boolean {
  const goesOn = (at: number): boolean => proposed[at] === proposed[place] && letters[at] === true;
  let [first, last] = [place, place];
  while (last - first <= SHORT_RUN && goesOn(first - 1)) first--;
  while (last - first <= SHORT_RUN && goesOn(last + 1)) last++;
  return last - first < SHORT_RUN;
}

function isLetter(units: readonly Unit[], at: number | undefined): boolean {
  return at !== undefined && /[\p{L}\p{N}]/u.test(units[at]?.character ?? "");
}

/** The word that a deleted character is in, or that a space stood beside, among what was deleted there. */
function deletedAround(units: readonly Unit[], index: number): Unit[] {
  const gone = [index];
  while (units[(gone[0] ?? 0) - 1]?.isGone === true) gone.unshift((gone[0] ?? 0) - 1);
  while (units[(gone.at(-1) ?? 0) + 1]?.isGone === true) gone.push((gone.at(-1) ?? 0) + 1);
  const letter =
    gone.find((unit) => unit > index && isLetter(units, unit)) ??
    gone.findLast((unit) => isLetter(units, unit)) ??
    index;
  const at = units[index]?.character.trim() === "" ? letter : index;
  const [first, last] = cutAmong(units, gone)(at) ?? [at, at];
  return units.slice(first, last + 1);
}

/** Where the word begins and ends that a unit is in, when only the units `among` are read; `null` for one that is not read. */
function cutAmong(units: readonly Unit[], among: readonly number[]): (index: number) => [number, number] | null {
  const words: (readonly [from: number, until: number])[] = [];
  for (const word of cutCountedWords(among.map((at) => units[at]?.character ?? "").join(""))) {
    const from = words.at(-1)?.[1] ?? 0;
    words.push([from, from + word.length]);
  }
  return (index) => {
    const offset = among.indexOf(index);
    const [from, until] = words.find((word) => offset < word[1]) ?? [0, 0];
    if (offset < 0 || until === 0) return null;
    const start = Math.max(from, Math.min(offset - WORD_LIMIT / 2, until - WORD_LIMIT));
    const end = Math.min(until, start + WORD_LIMIT);
    return [among[start] ?? index, among[end - 1] ?? index];
  };
}

/** Characters as parts, those with one story together. */
function partsOf(document: AttributedDocument, units: readonly Unit[]): WordPart[] {
  const authors = new FormatAuthors(document);
  const parts: WordPart[] = [];
  let before = "";
  for (const unit of units) {
    const part = partOf(document, authors, unit);
    const { text: _text, range, ...facts } = part;
    const story = JSON.stringify([facts, unit.isGone]);
    const last = parts.at(-1);
    const follows = last?.range.client === range.client && last.range.clock + last.range.length === range.clock;
    if (last && follows && story === before)
      parts[parts.length - 1] = {
        ...last,
        text: last.text + part.text,
        range: { ...last.range, length: last.range.length + 1 },
      };
    else parts.push(part);
    before = story;
  }
  return parts;
}

function partOf(document: AttributedDocument, authors: FormatAuthors, unit: Unit): WordPart {
  const { attribution, lineage } = document;
  const { client, clock, character, isGone } = unit;
  const placed: PlacingFact[] = [];
  let at: Id = { client, clock };
  for (let source = lineage.creditedSourceOf(at); source; source = lineage.creditedSourceOf(at)) {
    const seq = attribution.insertingRow(at.client, at.clock);
    if (seq !== undefined) placed.unshift({ seq, how: howPlaced(document, at, source, seq) });
    at = source;
  }
  return {
    text: character,
    range: { client, clock, length: 1 },
    writtenSeq: attribution.insertingRow(at.client, at.clock) ?? 0,
    placed,
    formatting: isGone ? [] : authors.ofCharacter({ client, clock }),
    deletedSeq: isGone ? (attribution.deletingRow(client, clock) ?? null) : null,
    goneSeq: isGone ? (attribution.goneSinceRow(client, clock) ?? null) : null,
  };
}
