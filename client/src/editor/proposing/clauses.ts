/** Which clause of the document something stands in. */
import { must } from "@parley/base";
import type { Attributes } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { childElements } from "../binding/read-content.ts";
import { numberLabels } from "../paragraphs/number-labels.ts";
import { blockOf } from "./touched-blocks.ts";

/** A clause: from its heading, or its numbered first line, to the next one. */
export interface Clause {
  /** Where it begins in the shown document. */
  readonly pos: number;
  /** Its number and first words; empty for what stands before the first clause. */
  readonly title: string;
}

/** The proposals of one clause. */
export interface ClauseGroup {
  /** It stays while the clause does. */
  readonly name: string;
  readonly clause: Clause | undefined;
  readonly members: readonly DocumentProposal[];
}

const LONGEST_TITLE = 60;
const LONGEST_FIRST_WORDS = 32;

const isHead = (style: unknown): boolean => style === "heading" || style === "title";

/** Where top-level blocks stand that proposals bring: agreed numbers go on as if they were not there. */
export function proposedBlocks(
  list: readonly DocumentProposal[],
  { startOf }: Pick<PlacedBlocks, "startOf">,
  nodeAt: (pos: number) => Node | null,
): Set<number> {
  const starts = list.flatMap(({ blocks }) => blocks.flatMap((block) => startOf(block) ?? []));
  return new Set(starts.filter((pos) => nodeAt(pos)?.isTextblock === true));
}

/**
 * The clauses of the agreed contract in reading order, the part before the first one included: what waits stands in the clause that it
 * was proposed in, also a heading, until somebody agrees to it. `proposed` are positions of paragraphs that are not agreed. `wordsOf` says how
 * a head reads that is not read as it stands.
 */
export function agreedClauses(
  doc: Node,
  proposed: ReadonlySet<number>,
  wordsOf: (pos: number) => string | null,
): Clause[] {
  return clausesOf(doc, proposed, wordsOf).filter(({ pos, title }) => title === "" || !proposed.has(pos));
}

/** The same with those that proposed paragraphs begin, which have no number yet. */
export function clausesOf(
  doc: Node,
  proposed: ReadonlySet<number> = new Set(),
  wordsOf: (pos: number) => string | null = () => null,
): Clause[] {
  const labels = new Map(numberLabels(doc, proposed).map(({ pos, label }) => [pos, label]));
  const clauses: Clause[] = [{ pos: 0, title: "" }];
  doc.forEach((node, pos) => {
    if (!node.isTextblock) return;
    const { style, list, depth } = node.attrs as Attributes;
    const isNumbered = list === "number" && (depth ?? 0) === 0;
    if (!isHead(style) && !isNumbered) return;
    const words = (wordsOf(pos) ?? node.textContent).replaceAll("\u2029", " ").trim();
    if (words === "" && !labels.has(pos)) return;
    clauses.push({ pos, title: shortened([labels.get(pos), words], LONGEST_TITLE) });
  });
  return clauses;
}

/** How the top-level paragraph at a position is told apart: its number and first words. What is no paragraph is told by its clause. */
export function paragraphTitles(
  doc: Node,
  clauses: readonly Clause[],
  proposed: ReadonlySet<number> = new Set(),
): (pos: number) => string {
  const labels = new Map(numberLabels(doc, proposed).map(({ pos, label }) => [pos, label]));
  return (pos) => {
    const node = doc.nodeAt(pos);
    const words = node?.isTextblock === true ? node.textContent.replaceAll("\u2029", " ").trim() : "";
    const title = shortened([labels.get(pos), words], LONGEST_FIRST_WORDS);
    return title === "" ? (clauseAt(clauses, pos)?.title ?? "") : title;
  };
}

function shortened(parts: readonly (string | undefined)[], longest: number): string {
  const title = parts.filter(Boolean).join(" ");
  return title.length > longest ? `${title.slice(0, longest - 1)}…` : title;
}

/** Top-level blocks of the shared document and where they are shown. */
export interface PlacedBlocks {
  /** Where the block stands that holds an id; `null` where it is gone. */
  readonly startOf: (id: readonly [client: number, clock: number]) => number | null;
  readonly elementAt: (pos: number) => Y.XmlElement | null;
  /** A name of the block that stands at a position: it stays when the text before it grows. */
  readonly nameAt: (pos: number) => string;
}

/** `doc` must be what `fragment` is shown as. */
export function placedBlocks(doc: Node, fragment: Y.XmlFragment): PlacedBlocks {
  const starts = new Map<Y.XmlElement, number>();
  const elements = new Map<number, Y.XmlElement>();
  let pos = 0;
  childElements(fragment).forEach((element, index) => {
    starts.set(element, pos);
    elements.set(pos, element);
    pos += doc.maybeChild(index)?.nodeSize ?? 0;
  });
  return {
    startOf: (id) => {
      const block = blockOf(fragment, id);
      return (block && starts.get(block)) ?? null;
    },
    elementAt: (at) => elements.get(at) ?? null,
    nameAt: (at) => {
      const id = elements.get(at)?._item?.id;
      return id ? `${id.client}-${id.clock}` : "";
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
