/** Between which clauses of the document words move. */
import { must } from "@parley/base";
import { type Attributes, shortenedWords } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { childElements } from "../binding/read-content.ts";
import { blockOf } from "./touched-blocks.ts";

/** A clause: from its heading, or its numbered first line, to the next one. */
export interface Clause {
  /** Where it begins in the shown document. */
  readonly pos: number;
  /** Its article, number and first words; empty for what stands before the first clause. */
  readonly title: string;
  /** The heading that it has or stands under. */
  readonly article: string;
}

/** How the paragraph at a position reads. */
export type WordsAt = (paragraph: Node, pos: number) => string;

const LONGEST_TITLE = 60;
const LONGEST_ARTICLE = 20;
const LONGEST_FIRST_WORDS = 32;

/**
 * The clauses in reading order, the part before the first one included. `labels` are the numbers that are shown, by position: numbers come
 * again in every article, so that a numbered line is told with its article. `wordsAt` is how a paragraph reads.
 */
export function clausesOf(doc: Node, labels: ReadonlyMap<number, string>, wordsAt: WordsAt = wordsOf): Clause[] {
  const clauses: Clause[] = [{ pos: 0, title: "", article: "" }];
  let article = "";
  doc.forEach((node, pos) => {
    if (!node.isTextblock) return;
    const { style, list, depth } = node.attrs as Attributes;
    const isHead = style === "heading" || style === "title";
    const isNumbered = list === "number" && (depth ?? 0) === 0;
    if (!isHead && !isNumbered) return;
    const words = inOneLine(wordsAt(node, pos));
    if (words === "" && !labels.has(pos)) return;
    const title = shortened([labels.get(pos), words], LONGEST_TITLE);
    if (isHead) article = style === "heading" ? shortened([title], LONGEST_ARTICLE) : "";
    clauses.push({ pos, title: isHead ? title : inArticle(article, title), article });
  });
  return clauses;
}

/** How the top-level paragraph at a position is told apart: its article, number and first words. What is no paragraph is told by its clause. */
export function paragraphTitles(
  doc: Node,
  clauses: readonly Clause[],
  labels: ReadonlyMap<number, string>,
  wordsAt: WordsAt = wordsOf,
): (pos: number) => string {
  return (pos) => {
    const node = doc.nodeAt(pos);
    const clause = clauseAt(clauses, pos);
    const words = node?.isTextblock === true ? inOneLine(wordsAt(node, pos)) : "";
    const title = shortened([labels.get(pos), words], LONGEST_FIRST_WORDS);
    if (title === "") return clause?.title ?? "";
    return clause?.pos === pos && !clause.title.includes(BETWEEN) ? title : inArticle(clause?.article ?? "", title);
  };
}

const BETWEEN = " › ";
const inArticle = (article: string, title: string): string => [article, title].filter(Boolean).join(BETWEEN);
const wordsOf = (node: Node): string => node.textContent;
const inOneLine = (words: string): string => words.replaceAll("\u2029", " ").trim();

function shortened(parts: readonly (string | undefined)[], longest: number): string {
  return shortenedWords(parts.filter(Boolean).join(" "), longest);
}

/** Top-level blocks of the shared document and where they are shown. */
export interface PlacedBlocks {
  /** Where the block stands that holds an id; `null` where it is gone. */
  readonly startOf: (id: readonly [client: number, clock: number]) => number | null;
  /** The block that is shown from a position on. */
  readonly blockAt: (pos: number) => Y.XmlElement | null;
}

/** `doc` must be what `fragment` is shown as. */
export function placedBlocks(doc: Node, fragment: Y.XmlFragment): PlacedBlocks {
  const starts = new Map<Y.XmlElement, number>();
  const blocks = new Map<number, Y.XmlElement>();
  let pos = 0;
  childElements(fragment).forEach((element, index) => {
    starts.set(element, pos);
    blocks.set(pos, element);
    pos += doc.maybeChild(index)?.nodeSize ?? 0;
  });
  return {
    blockAt: (at) => blocks.get(at) ?? null,
    startOf: (id) => {
      const block = blockOf(fragment, id);
      return (block && starts.get(block)) ?? null;
    },
  };
}

/** The clause that holds a position; `clauses` in reading order. */
export function clauseAt(clauses: readonly Clause[], pos: number): Clause | undefined {
  let low = 0;
  let high = clauses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (must(clauses[middle], "it is between").pos <= pos) low = middle + 1;
    else high = middle;
  }
  return clauses[low - 1];
}
