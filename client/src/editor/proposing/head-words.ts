/** The words of a clause's head as a title: as it is agreed, with alternatives in it named apart. */
import type { DocumentProposal } from "@parley/documents";
import { type IdRange, IdSet } from "@parley/history";
import type * as Y from "yjs";
import { asRange } from "./own-proposals.ts";
import { rivalsIn } from "./rivals.ts";
import { identify, readWords } from "./shared-text.ts";

interface Lettered {
  readonly letter: string;
  readonly words: IdSet;
}

/**
 * How heads read where alternatives wait in them, "Price [A: 90 / B: 95]", or words that are to come: without those, and behind a plus sign
 * where there are no others. `null` for all others.
 */
export function headWords(list: readonly DocumentProposal[]): (paragraph: Y.XmlElement) => string | null {
  const rivals = rivalsIn(list);
  const lettered = list.flatMap(({ id, inserted }): Lettered[] => {
    const letter = rivals.get(id)?.letter;
    return letter === undefined ? [] : [{ letter, words: IdSet.of(inserted.map(asRange)) }];
  });
  const coming = IdSet.of(list.flatMap(({ id, inserted }) => (rivals.has(id) ? [] : inserted.map(asRange))));
  if (lettered.length === 0 && coming.isEmpty) return () => null;
  return (paragraph) => {
    const parts = lettersOf(paragraph, lettered, coming);
    const left = parts.filter(({ isComing }) => !isComing);
    if (left.length === parts.length && left.every(({ letter }) => letter === null)) return null;
    const words = joinParts(left);
    return words.trim() === "" ? `+${joinParts(parts)}` : words;
  };
}

interface Part {
  readonly letter: string | null;
  /** Whether it waits to come; an alternative is named all the same. */
  readonly isComing: boolean;
  readonly words: string;
}

/** The words of a paragraph in parts, each of one alternative or of none. */
function lettersOf(paragraph: Y.XmlElement, lettered: readonly Lettered[], coming: IdSet): Part[] {
  const text = readWords(paragraph);
  const parts: Part[] = [];
  for (const { from, range } of identify(paragraph))
    for (const { part, letter, isComing } of cutByLetter(range, lettered, coming)) {
      const at = from + part.clock - range.clock;
      const words = text.slice(at, at + part.length);
      const last = parts.at(-1);
      if (last?.letter === letter && last.isComing === isComing)
        parts[parts.length - 1] = { letter, isComing, words: last.words + words };
      else parts.push({ letter, isComing, words });
    }
  return parts;
}

function cutByLetter(
  range: IdRange,
  lettered: readonly Lettered[],
  coming: IdSet,
): (Omit<Part, "words"> & { readonly part: IdRange })[] {
  const named = lettered.flatMap(({ letter, words }) =>
    words.slice(range).map((part) => ({ part, letter, isComing: false })),
  );
  const rest = IdSet.of([range]).difference(IdSet.of(named.map(({ part }) => part)));
  const arriving = rest.ranges().flatMap((part) => coming.slice(part));
  const staying = rest.difference(IdSet.of(arriving)).ranges();
  return [
    ...named,
    ...arriving.map((part) => ({ part, letter: null, isComing: true })),
    ...staying.map((part) => ({ part, letter: null, isComing: false })),
  ].sort((a, b) => a.part.clock - b.part.clock);
}

/** Alternatives beside each other stand in one bracket, apart from the words around them. */
function joinParts(parts: readonly Part[]): string {
  let words = "";
  let isOpen = false;
  for (const part of parts) {
    if (part.letter !== null)
      words = `${isOpen ? `${words} / ` : `${spaced(words)}[`}${part.letter}: ${part.words.trim()}`;
    else
      words = isOpen
        ? `${words}]${/^[\s.,;:!?，。；：！？、]/u.test(part.words) ? "" : " "}${part.words}`
        : words + part.words;
    isOpen = part.letter !== null;
  }
  return isOpen ? `${words}]` : words;
}

const spaced = (words: string): string => (words === "" || /\s$/.test(words) ? words : `${words} `);
