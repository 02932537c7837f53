/** How the file of a comparison shows where something was that stands elsewhere now, and leads from either place to the other. */
import { shortenedWords } from "@parley/document";
import { type BlockNode, type ComparedBlockAnswer, type Stops, movedWordsPlaces } from "@parley/documents";
import { escape } from "./comparison-escape.ts";
import type { ComparisonNumbers } from "./comparison-numbers.ts";
import type { comparisonWords } from "./comparison-words.ts";

type Said = (typeof comparisonWords)["en" | "zh"];

/** A block that moved, and where from and to. */
export interface MovedPlace {
  /** From 1 on, in reading order of the new places. */
  readonly index: number;
  readonly node: BlockNode;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Whether it went down the text. */
  readonly isDown: boolean;
}

export type MovedPlaces = ReadonlyMap<string, MovedPlace>;

/** The blocks of which the comparison has both places, by their names. */
export function comparisonMoves(nodes: readonly BlockNode[], numbers: ComparisonNumbers): MovedPlaces {
  const left = new Map<string, number>();
  const moved = new Map<string, { readonly node: BlockNode; readonly order: number }>();
  let order = 0;
  const visit = (node: BlockNode): void => {
    const { fate, moved: name } = node.block;
    order++;
    // Of a cell there is no place between cells.
    const isCell = node.block.name === "tableCell" || node.block.name === "tableHeader";
    if (name !== undefined && fate === "left" && !isCell) left.set(name, order);
    if (name !== undefined && fate === "moved") moved.set(name, { node, order });
    node.children.forEach(visit);
  };
  nodes.forEach(visit);
  const places = new Map<string, MovedPlace>();
  for (const [name, { node, order: at }] of moved) {
    const leftAt = left.get(name);
    if (leftAt === undefined) continue;
    const [from, to] = [numbers.former.get(node.block), numbers.labels.get(node.block)];
    places.set(name, { index: places.size + 1, node, from, to, isDown: leftAt < at });
  }
  return places;
}

/** Words that moved between two paragraphs which are both in the comparison: the numbers of these. */
export interface MovedWords {
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Whether they went down the text; `null` where they stayed in their paragraph. */
  readonly isDown: boolean | null;
}

/** The words that moved between two places which are both in the comparison, by their stops. */
export function movedWordsIn(
  blocks: readonly ComparedBlockAnswer[],
  stops: Stops,
  numbers: ComparisonNumbers,
): ReadonlyMap<number, MovedWords> {
  return new Map(
    [...movedWordsPlaces(blocks, stops)].map(([stop, { left, arrived, isDown }]) => [
      stop,
      left === arrived
        ? { from: undefined, to: undefined, isDown: null }
        : { from: numbers.old.get(left), to: numbers.labels.get(arrived), isDown },
    ]),
  );
}

/** What is said of moved words at one of their places: where the other is, if that is known and another paragraph. */
export function toldWords(words: MovedWords | undefined, at: "old" | "new", said: Said): string {
  if (!words || words.isDown === null) return at === "old" ? said.left : said.arrived;
  const number = at === "old" ? words.to : words.from;
  const { numbered, below, above } = said.wordsElsewhere[at];
  if (number !== undefined) return numbered(number);
  return words.isDown === (at === "old") ? below : above;
}

/** What is said of a move as a whole: from which number to which, where it had one and has one. */
export function toldMove(place: Pick<MovedPlace, "from" | "to"> | undefined, said: Said): string {
  const { from, to } = place ?? {};
  return from === undefined || to === undefined ? said.came.moved : said.movedFromTo(from, to);
}

/** The name of a place within the file. */
export function anchorOf({ index }: MovedPlace, at: "old" | "new"): string {
  return `m${index}-${at}`;
}

/** Says at one of the two places where the other is, and leads there. */
export function moveSign(place: MovedPlace, at: "old" | "new", said: Said): string {
  const number = at === "old" ? place.to : place.from;
  const isBelow = place.isDown === (at === "old");
  const words = said.elsewhere[at];
  const text = number === undefined ? (isBelow ? words.below : words.above) : words.numbered(number);
  return ` <a class="elsewhere" href="#${anchorOf(place, at === "old" ? "new" : "old")}">${escape(text)}</a>`;
}

/** So much of what moved is repeated where it was. */
const MAX_WORDS = 60;

/** The beginning of what moved as it was, or what it is where it has no words. */
export function movedWords({ node }: MovedPlace, said: Said): string {
  const words = formerWords(node);
  if (words.trim() === "") return said.kinds[node.block.name as keyof Said["kinds"]] ?? node.block.name;
  return shortenedWords(words, MAX_WORDS);
}

function formerWords({ block, children }: BlockNode): string {
  const own = block.pieces
    .filter(({ fate }: ComparedBlockAnswer["pieces"][number]) => fate !== "inserted" && fate !== "arrived")
    .map(({ text }) => text)
    .join("");
  return [own, ...children.map(formerWords)].filter((text) => text !== "").join(" ");
}
