/** The document that is shown as an outline of articles, paragraphs and rows, to say where something stands. */
import {
  type Attributes,
  type ClausePlace,
  type ClausePlaces,
  type OutlinedBlock,
  type OutlinedRow,
  createClausePlaces,
} from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { childElements } from "../binding/read-content.ts";

/** Where an id stands: its top-level block, and the row of it where that is a table; both from 0. */
export interface BlockPlace {
  readonly block: number;
  readonly row: number | null;
}

export interface ClauseOutline extends ClausePlaces {
  /** Where the block stands that holds an id; `null` where it is gone. */
  readonly find: (id: readonly [client: number, clock: number]) => BlockPlace | null;
  /** Where the first of some ids stands that is in the text; `null` where none is. */
  readonly placeOf: (ids: readonly (readonly [client: number, clock: number, length?: number])[]) => ClausePlace | null;
  /** The articles and numbered paragraphs that hold a place, outermost first, with a name of each that stays when the text before it grows. */
  readonly scopesOf: (place: BlockPlace) => readonly { readonly name: string; readonly title: string }[];
  /** A name of a place that stays when the text before it grows: places that are named by the same block share it. */
  readonly nameOf: (place: BlockPlace) => string;
}

interface Outlined {
  /** What `fragment` is shown as. */
  readonly doc: Node;
  readonly fragment: Y.XmlFragment;
  /** The numbers that are shown, by position. */
  readonly labels: ReadonlyMap<number, string>;
  readonly list: readonly DocumentProposal[];
  /** How a paragraph reads as agreed, where that is not how it stands. */
  readonly wordsOf: (paragraph: Y.XmlElement) => string | null;
}

export function outlineClauses({ doc, fragment, labels, list, wordsOf }: Outlined): ClauseOutline {
  const coming = new Set(list.flatMap(({ blocks }) => blocks.map(([client, clock]) => `${client} ${clock}`)));
  const waits = (element: Y.XmlElement): boolean => coming.has(nameOfElement(element));
  const elements = childElements(fragment);
  const indexes = new Map<unknown, number>(elements.map((element, index) => [element, index]));
  const agreedWords = (element: Y.XmlElement, node: Node): string =>
    (wordsOf(element) ?? node.textContent).replaceAll("\u2029", " ");
  const blocks: OutlinedBlock[] = [];
  doc.forEach((node, pos, index) => {
    const element = elements[index];
    if (!element) return;
    const ofTable = node.type.name === "table" ? { rows: outlineRows(node, element, waits, agreedWords) } : {};
    blocks.push({
      type: node.type.name,
      attributes: node.attrs as Attributes,
      label: labels.get(pos) ?? null,
      waits: waits(element),
      words: () => agreedWords(element, node),
      ...ofTable,
    });
  });
  const places = createClausePlaces(blocks);
  const find: ClauseOutline["find"] = (id) => findBlock(fragment, indexes, id);
  return {
    ...places,
    find,
    placeOf(ids) {
      for (const [client, clock] of ids) {
        const at = find([client, clock]);
        if (at) return places.at(at.block, at.row);
      }
      return null;
    },
    scopesOf: ({ block }) =>
      places.scopesAt(block).flatMap((scope) => {
        const element = elements[scope.block];
        return element ? [{ name: nameOfElement(element), title: scope.title }] : [];
      }),
    nameOf({ block, row }) {
      const named = places.namedAt(block, row);
      const element = elements[named.block];
      return element ? `${nameOfElement(element)} ${named.row} ${named.isAfter}` : "";
    },
  };
}

function outlineRows(
  table: Node,
  element: Y.XmlElement,
  waits: (row: Y.XmlElement) => boolean,
  agreedWords: (paragraph: Y.XmlElement, node: Node) => string,
): OutlinedRow[] {
  const elements = childElements(element);
  return table.children.map((row, index) => {
    const shared = elements[index];
    return {
      waits: shared !== undefined && waits(shared),
      words: () => (shared ? firstWords(row, shared, agreedWords) : ""),
    };
  });
}

/** The words of the first paragraph in a row that has any. */
function firstWords(
  node: Node,
  element: Y.XmlElement,
  agreedWords: (paragraph: Y.XmlElement, node: Node) => string,
): string {
  if (node.isTextblock) return agreedWords(element, node).trim();
  if (node.isLeaf) return "";
  for (const [index, child] of childElements(element).entries()) {
    const shown = node.maybeChild(index);
    const words = shown ? firstWords(shown, child, agreedWords) : "";
    if (words !== "") return words;
  }
  return "";
}

function findBlock(
  { doc }: Y.XmlFragment,
  indexes: ReadonlyMap<unknown, number>,
  [client, clock]: readonly [number, number],
): BlockPlace | null {
  if (!doc || clock >= Y.getState(doc.store, client)) return null;
  const item = Y.getItem(doc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  if (!(item instanceof Y.Item) || item.deleted) return null;
  const path: Y.XmlElement[] = [];
  for (
    let at: unknown = item.content instanceof Y.ContentType ? item.content.type : item.parent;
    at instanceof Y.AbstractType;
    at = at.parent
  ) {
    if (at instanceof Y.XmlElement) path.unshift(at);
    const block = indexes.get(at);
    if (block === undefined) continue;
    const [top, row] = path;
    const isTable = top?.nodeName === "table" && row !== undefined;
    return { block, row: isTable ? childElements(top).indexOf(row) : null };
  }
  return null;
}

function nameOfElement({ _item }: Y.XmlElement): string {
  return _item ? `${_item.id.client} ${_item.id.clock}` : "";
}
