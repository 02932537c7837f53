/**
 * The document as it was after any row of its log, read from the present replica.
 *
 * Duty: blocks, words, attributes and formatting at a row, each with its ids; and the same as plain content.
 * Invariants:
 * - [VE1] something was there at row S when a row up to S inserted it and no row up to S had made it go. Nothing is replayed.
 * - Yjs keeps the order of what it holds, so what was there stands in the order in which it stood.
 * - Reading changes nothing.
 */
import {
  type Attributes,
  type BlockContent,
  type CellContent,
  type DocumentContent,
  type LeafContent,
  type Marks,
  type TextRun,
  documentFragment,
  knownAttributes,
  readMarks,
} from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";

/** A document that knows what was pending when; a `DocumentReplica` is one. */
export interface VersionedDocument extends AttributedDocument {
  /** Whether an id that was there at row `seq` was only proposed then. */
  wasPending(id: Id, seq: number): boolean;
  /** Whether an id that was agreed once waited again at row `seq`. */
  wasReopened(id: Id, seq: number): boolean;
  /** A range in parts that were pending and agreed together, each with the rows at which that changed. */
  standings(range: IdRange): { readonly range: IdRange; readonly turns: readonly number[] }[];
}

/** What of a version is read: everything that stood there, proposed or not, or only what was agreed. */
export type VersionView = "written" | "agreed";

/** Characters of one item with the same formatting and the same standing. */
export interface VersionPiece {
  readonly range: IdRange;
  readonly text: string;
  /** Whether they waited for a decision, by themselves or with a block around them. */
  readonly isPending: boolean;
  readonly marks: Marks | undefined;
  /** The item that says so of each stored mark, also of one that was taken away. */
  readonly markIds: ReadonlyMap<string, Id>;
  /** What had gone by then between the item that says so of a mark, or the beginning of the text, and here. */
  readonly marksGone: ReadonlyMap<string, GoneMark>;
}

/** A stored mark that was taken away, and the one that had gone before it in the text. */
export interface GoneMark {
  readonly value: unknown;
  readonly cameSeq: number;
  readonly goneSeq: number;
  readonly before: GoneMark | undefined;
}

/** A block as it was. */
export interface VersionBlock {
  readonly id: Id;
  readonly name: string;
  /** Whether it waited for a decision, by itself or with a block around it. */
  readonly isPending: boolean;
  readonly attributes: Attributes;
  /** The item that holds each attribute's value. */
  readonly attributeIds: ReadonlyMap<string, Id>;
  /** The words of a paragraph. */
  readonly pieces: readonly VersionPiece[];
  /** Rows of a table, cells of a row, blocks of a cell. */
  readonly children: readonly VersionBlock[];
}

/** The blocks that were there after row `seq`. Costs time in proportion to the document and everything deleted from it. */
export function readVersion(document: VersionedDocument, seq: number, view: VersionView = "written"): VersionBlock[] {
  return new VersionReader(document, seq, view).blocks(documentFragment(document.ydoc), false);
}

/** The words that a paragraph held after row `seq`, those that waited included; none where its texts were not there. */
export function readParagraph(document: VersionedDocument, element: Y.XmlElement, seq: number): VersionPiece[] {
  return new VersionReader(document, seq, "written").pieces(element, false);
}

/** The content after row `seq`, as `readContent` would have read it then. */
export function versionContent(
  document: VersionedDocument,
  seq: number,
  view: VersionView = "written",
): DocumentContent {
  return { blocks: contentOf(readVersion(document, seq, view)) };
}

/** Whether an id was in the document after row `seq`. */
export function wasThere({ attribution }: Pick<AttributedDocument, "attribution">, id: Id, seq: number): boolean {
  const inserted = attribution.insertingRow(id.client, id.clock);
  if (inserted === undefined || inserted > seq) return false;
  const gone = attribution.goneSinceRow(id.client, id.clock);
  return gone === undefined || gone > seq;
}

class VersionReader {
  private readonly document: VersionedDocument;
  private readonly seq: number;
  private readonly view: VersionView;

  constructor(document: VersionedDocument, seq: number, view: VersionView) {
    this.document = document;
    this.seq = seq;
    this.view = view;
  }

  /** `isProposed` says that a block around was pending: what is in it belonged to that proposal. */
  blocks(parent: Y.XmlFragment, isProposed: boolean): VersionBlock[] {
    const blocks: VersionBlock[] = [];
    for (let item = parent._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentType) || !(item.content.type instanceof Y.XmlElement)) continue;
      if (!this.isThere(item.id)) continue;
      const isPending = isProposed || this.document.wasPending(item.id, this.seq);
      if (!isPending || this.view === "written") blocks.push(this.block(item, item.content.type, isPending));
    }
    return blocks;
  }

  private block({ id }: Y.Item, element: Y.XmlElement, isPending: boolean): VersionBlock {
    const stored = this.storedAttributes(element);
    const isParagraph = element.nodeName === "paragraph";
    return {
      id: { client: id.client, clock: id.clock },
      name: element.nodeName,
      isPending,
      attributes: knownAttributes(
        element.nodeName,
        [...stored].map(([name, { value }]) => [name, value] as const),
      ),
      attributeIds: new Map([...stored].map(([name, { id: at }]) => [name, at])),
      pieces: isParagraph ? this.pieces(element, isPending) : [],
      children: isParagraph ? [] : this.blocks(element, isPending),
    };
  }

  /** Of everything that was ever set, the last in Yjs's order that was there; older values go with its coming. */
  private storedAttributes(element: Y.XmlElement): Map<string, { value: unknown; id: Id }> {
    const stored = new Map<string, { value: unknown; id: Id }>();
    for (const [name, newest] of element._map) {
      for (let item: Y.Item | null = newest; item !== null && !stored.has(name); item = item.left) {
        const { content } = item;
        if (!(content instanceof Y.ContentAny)) continue;
        for (let at = content.arr.length - 1; at >= 0 && !stored.has(name); at--) {
          const id = { client: item.id.client, clock: item.id.clock + at };
          if (this.isThere(id)) stored.set(name, { value: content.arr[at], id });
        }
      }
    }
    return stored;
  }

  pieces(element: Y.XmlElement, isProposed: boolean): VersionPiece[] {
    const pieces: VersionPiece[] = [];
    for (let child = element._start; child !== null; child = child.right) {
      if (!(child.content instanceof Y.ContentType) || !(child.content.type instanceof Y.XmlText)) continue;
      if (this.isThere(child.id)) this.textPieces(child.content.type, pieces, isProposed);
    }
    return pieces;
  }

  private textPieces(text: Y.XmlText, pieces: VersionPiece[], isProposed: boolean): void {
    let marks: Marks | undefined;
    let markIds: ReadonlyMap<string, Id> = new Map();
    let marksGone: ReadonlyMap<string, GoneMark> = new Map();
    const values: Record<string, unknown> = {};
    for (let item = text._start; item !== null; item = item.right) {
      const { content, id } = item;
      if (content instanceof Y.ContentFormat) {
        const { key } = content;
        if (!this.isThere(id)) {
          const gone = this.goneMark(item.id, content.value, marksGone.get(key));
          if (gone) marksGone = new Map(marksGone).set(key, gone);
          continue;
        }
        if (marksGone.has(key)) marksGone = new Map([...marksGone].filter(([name]) => name !== key));
        values[key] = content.value;
        marks = readMarks(values);
        markIds = new Map(markIds).set(key, { client: id.client, clock: id.clock });
      } else if (content instanceof Y.ContentString) {
        for (const there of this.partsThere({ client: id.client, clock: id.clock, length: item.length })) {
          for (const { range, isPending } of this.standingsOf(there, isProposed)) {
            if (isPending && this.view === "agreed") continue;
            const from = range.clock - id.clock;
            pieces.push({
              range,
              text: content.str.slice(from, from + range.length),
              isPending,
              marks,
              markIds,
              marksGone,
            });
          }
        }
      }
    }
  }

  /** A mark that was there before this version, and is not there any more. */
  private goneMark({ client, clock }: Id, value: unknown, before: GoneMark | undefined): GoneMark | null {
    const { attribution } = this.document;
    const cameSeq = attribution.insertingRow(client, clock) ?? Infinity;
    const goneSeq = attribution.deletingRow(client, clock) ?? Infinity;
    return goneSeq <= this.seq && cameSeq < goneSeq ? { value, cameSeq, goneSeq, before } : null;
  }

  private isThere(id: Id): boolean {
    return wasThere(this.document, id, this.seq);
  }

  private standingsOf(range: IdRange, isProposed: boolean): { range: IdRange; isPending: boolean }[] {
    if (isProposed) return [{ range, isPending: true }];
    const parts: { range: IdRange; isPending: boolean }[] = [];
    for (const { range: part } of this.document.standings(range)) {
      const isPending = this.document.wasPending(part, this.seq);
      const last = parts.at(-1);
      if (last?.isPending === isPending)
        parts[parts.length - 1] = { range: { ...last.range, length: last.range.length + part.length }, isPending };
      else parts.push({ range: part, isPending });
    }
    return parts;
  }

  private partsThere(range: IdRange): IdRange[] {
    const { attribution } = this.document;
    const parts: IdRange[] = [];
    const add = (client: number, clock: number, end: number): void => {
      const last = parts.at(-1);
      if (end <= clock) return;
      if (last && last.clock + last.length === clock) parts[parts.length - 1] = { ...last, length: end - last.clock };
      else parts.push({ client, clock, length: end - clock });
    };
    for (const inserted of attribution.insertedBy(range)) {
      if (inserted.seq > this.seq) continue;
      let { clock } = inserted;
      for (const gone of attribution.goneSince(inserted)) {
        if (gone.seq > this.seq) continue;
        add(range.client, clock, gone.clock);
        clock = gone.clock + gone.length;
      }
      add(range.client, clock, inserted.clock + inserted.length);
    }
    return parts;
  }
}

/** Text with its marks. */
interface VersionRun {
  readonly text: string;
  readonly marks: Marks | undefined;
}

/** Runs of text, neighbours with equal marks joined. */
function joinRuns(runs: Iterable<VersionRun>): TextRun[] {
  const joined: TextRun[] = [];
  for (const { text, marks } of runs) {
    const last = joined.at(-1);
    if (text === "") continue;
    if (last && JSON.stringify(last.marks) === JSON.stringify(marks))
      joined[joined.length - 1] = { ...last, text: last.text + text };
    else joined.push(marks ? { text, marks } : { text });
  }
  return joined;
}

/** A block's parts as content has them. */
interface BlockParts {
  readonly name: string;
  readonly attributes: Attributes;
  readonly runs: Iterable<VersionRun>;
  readonly children: readonly BlockContent[] | readonly CellContent[] | readonly { readonly type: "tableRow" }[];
}

/** Puts a block together from its parts. */
export function assembleBlock({ name, attributes, runs, children }: BlockParts): unknown {
  const given = Object.keys(attributes).length > 0 ? { attributes } : {};
  switch (name) {
    case "paragraph":
      return { type: "paragraph", runs: joinRuns(runs), ...given };
    case "table":
      return { type: "table", rows: children };
    case "tableRow":
      return { type: "tableRow", cells: children };
    case "tableCell":
    case "tableHeader":
      return { type: name, blocks: children, ...given };
    default:
      return { type: name as LeafContent["type"], ...given };
  }
}

/** Blocks as plain content. */
export function contentOf(blocks: readonly VersionBlock[]): BlockContent[] {
  return blocks.map(
    ({ name, attributes, pieces, children }) =>
      assembleBlock({ name, attributes, runs: pieces, children: contentOf(children) }) as BlockContent,
  );
}
