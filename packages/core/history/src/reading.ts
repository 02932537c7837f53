/** Reading the document together with its attribution: which row brought each stretch of text, in reading order. */
import { documentFragment } from "@parley/document";
import * as Y from "yjs";
import type { Attribution, ClaimedRange } from "./attribution.ts";
import type { IdMap } from "./ids/id-map.ts";
import type { Id, IdRange } from "./ids/id-range.ts";
import { IdSet } from "./ids/id-set.ts";
import type { Lineage } from "./lineage/lineage.ts";

/** For ids as they were first written: a number for where their row had copied them from. */
export type Origins = IdMap<number>;

/** A document with what the log says about its ids; a `DocumentReplica` is one. */
export interface AttributedDocument {
  readonly ydoc: Y.Doc;
  readonly attribution: Attribution;
  readonly lineage: Lineage;
}

/** A document of which it may be known what waited for a decision. */
export interface DecidableDocument extends AttributedDocument {
  /** A range in parts that waited and were agreed together, each with the rows at which that changed. */
  standings?(range: IdRange): { readonly range: IdRange; readonly turns: readonly number[] }[];
}

/** Where in the outermost block that went with them words stood: they are read block by block, as they did when it stood. */
export interface GoneWith {
  /** The id of that block. */
  readonly at: Id;
  /** How many blocks that block stands in, which all stand. */
  readonly depth: number;
  /** Rows, cells and paragraphs that begin in that block up to the words, itself included. */
  readonly path: readonly [rows: number, cells: number, paragraphs: number];
  /** It stood behind the paragraph that `block` names, not before it. */
  readonly behind: boolean;
}

/** A stretch of text that one row wrote, and, when it is gone, the row that deleted it. */
export interface TextSpan {
  readonly text: string;
  /** The row that wrote the words in the first place, however often they were moved since. */
  readonly insertedSeq: number;
  /** The row that moved or brought back the words last, `null` when they stand where they were written. */
  readonly movedSeq: number | null;
  /** The row that deleted the words, or proposed to. */
  readonly deletedSeq: number | null;
  /** The row from which on they are gone: another one where it carried out what `deletedSeq` had proposed [AT9]. */
  readonly goneSeq: number | null;
  /** Whether they went while they waited for a decision, and were not agreed on as they did. */
  readonly waited: boolean;
  /** Where its row had copied the words from: what the asked origins say of them; `null` for nothing. */
  readonly origin: number | null;
  /** The id of its first character. */
  readonly id: Id;
  /**
   * Index of the paragraph it stands in, in reading order. A deleted paragraph has the index of the one that follows; in a table where
   * none follows in its cell, row or table, that of the one before, so that it does not leave what it stood in.
   */
  readonly block: number;
  /** Of words that went with what they stood in; `null` for those whose paragraph stands. */
  readonly goneWith: GoneWith | null;
}

/** Counts rows, cells and paragraphs of a block that is gone, in reading order. */
export class GonePath {
  #path: [rows: number, cells: number, paragraphs: number] = [0, 0, 0];

  enter(content: unknown): void {
    const name = content instanceof Y.XmlElement ? content.nodeName : "";
    const [rows, cells, paragraphs] = this.#path;
    if (name === "tableRow") this.#path = [rows + 1, cells, paragraphs];
    else if (name === "tableCell" || name === "tableHeader") this.#path = [rows, cells + 1, paragraphs];
    else if (name === "paragraph") this.#path = [rows, cells, paragraphs + 1];
  }

  get here(): GoneWith["path"] {
    return this.#path;
  }
}

/**
 * The document's text as spans in reading order. With `deleted`, also what is gone, at the place where it was.
 * Text that was deleted before it ever reached the server has a length but no words and is left out, and so are the originals of
 * what was moved: their copies stand for them.
 */
export function readTextSpans(
  document: DecidableDocument,
  options: { readonly deleted: boolean; readonly origins?: Origins | null },
): TextSpan[] {
  const { origins = null } = options;
  const spans: TextSpan[] = [];
  let block = 0;
  let within: { readonly at: Id; readonly depth: number; readonly path: GonePath } | null = null;
  const visitText = (text: Y.XmlText, gone: boolean): void => {
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      if ((item.deleted || gone) && !options.deleted) continue;
      const goneWith = within && { at: within.at, depth: within.depth, path: within.path.here, behind: false };
      pushSpans(spans, item, { document, origins, block, gone, goneWith });
    }
  };
  const visit = (parent: Y.XmlFragment, depth: number, gone: boolean): void => {
    for (let item = parent._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const itemGone = gone || item.deleted;
      if (itemGone && !options.deleted) continue;
      const child: unknown = item.content.type;
      if (child instanceof Y.XmlText) visitText(child, itemGone);
      else if (child instanceof Y.XmlElement) {
        const first = block;
        if (itemGone && !gone && child instanceof Y.XmlElement)
          within = { at: { client: item.id.client, clock: item.id.clock }, depth, path: new GonePath() };
        within?.path.enter(child);
        visit(child, depth + 1, itemGone);
        if (!gone) within = null;
        if (block > first) keepWithin(spans, block);
        if (child.nodeName === "paragraph" && !itemGone) block++;
      }
    }
  };
  visit(documentFragment(document.ydoc), 0, false);
  return spans;
}

function pushSpans(
  spans: TextSpan[],
  item: Y.Item,
  place: {
    readonly document: DecidableDocument;
    readonly origins: Origins | null;
    readonly block: number;
    readonly gone: boolean;
    readonly goneWith: GoneWith | null;
  },
): void {
  const { document, origins, block, gone, goneWith } = place;
  const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
  const text = (item.content as Y.ContentString).str;
  for (const part of storyParts(document, whole, { gone: item.deleted || gone, origins })) {
    const from = part.clock - whole.clock;
    const id = { client: whole.client, clock: part.clock };
    pushSpan(spans, { text: text.slice(from, from + part.length), ...part.facts, id, block, goneWith });
  }
}

/** A part of a range whose ids have one story. */
export interface StoryPart {
  readonly clock: number;
  readonly length: number;
  readonly facts: Pick<TextSpan, "insertedSeq" | "movedSeq" | "deletedSeq" | "goneSeq" | "waited" | "origin">;
}

/** A range in parts with one story each. Of a gone one, ids that were moved away have none here. */
export function storyParts(
  document: DecidableDocument,
  range: IdRange,
  { gone, origins }: { readonly gone: boolean; readonly origins: Origins | null },
): StoryPart[] {
  const { attribution, lineage } = document;
  const parts: StoryPart[] = [];
  const deletions = gone ? deletionsOf(document, range) : [];
  for (const piece of deletions.length > 0 ? deletions : [{ ...range, seq: null, goneSeq: null, waited: false }]) {
    const kept = piece.seq === null ? [piece] : withoutRanges(piece, lineage.movedFrom(piece));
    for (const { copy, source } of kept.flatMap((each) => lineage.writtenBy(each))) {
      const isCopy = copy.client !== source.client || copy.clock !== source.clock;
      for (const written of attribution.insertedBy({ ...source, length: copy.length })) {
        for (const { origin, ...part } of byOrigin(written, origins)) {
          const clock = copy.clock + part.clock - source.clock;
          parts.push({
            clock,
            length: part.length,
            facts: {
              insertedSeq: written.seq,
              movedSeq: isCopy ? (attribution.insertingRow(copy.client, clock) ?? null) : null,
              deletedSeq: piece.seq,
              goneSeq: piece.goneSeq,
              waited: piece.waited,
              origin,
            },
          });
        }
      }
    }
  }
  return parts;
}

/** Deleted ids, by the row that they are credited to. */
interface Deletion extends ClaimedRange {
  readonly goneSeq: number;
  readonly waited: boolean;
}

/** What of a range is deleted, by the row that it is credited to and the one from which on it is gone. */
function deletionsOf(document: DecidableDocument, range: IdRange): Deletion[] {
  const { attribution } = document;
  return attribution
    .deletedBy(range)
    .flatMap((piece) =>
      attribution
        .goneSince(piece)
        .flatMap(({ seq: goneSeq, ...part }) =>
          byWaiting(document, part, goneSeq).map((each) => ({ ...each, seq: piece.seq, goneSeq })),
        ),
    );
}

/** Ids that went with a row, by whether they waited then. */
function byWaiting(
  document: DecidableDocument,
  range: IdRange,
  goneSeq: number,
): (IdRange & { readonly waited: boolean })[] {
  const waitsAt = (turns: readonly number[], seq: number): boolean =>
    turns.filter((turn) => turn <= seq).length % 2 === 1;
  return (document.standings?.(range) ?? [{ range, turns: [] }]).map(({ range: part, turns }) => ({
    ...part,
    waited: waitsAt(turns, goneSeq - 1) && waitsAt(turns, goneSeq),
  }));
}

function byOrigin(range: IdRange, origins: Origins | null): (IdRange & { readonly origin: number | null })[] {
  const known = origins?.slice(range) ?? [];
  if (origins === null || known.length === 0) return [{ ...range, origin: null }];
  return [
    ...known.map(({ value, ...part }) => ({ ...part, origin: value })),
    ...origins.missing(range).map((part) => ({ ...part, origin: null })),
  ].sort((a, b) => a.clock - b.clock);
}

function withoutRanges(range: IdRange, ranges: readonly IdRange[]): readonly IdRange[] {
  return ranges.length === 0 ? [range] : IdSet.of([range]).difference(IdSet.of(ranges)).ranges();
}

/** What is gone behind the last paragraph of a table, row or cell stays with that paragraph; `block` is the index of the next one. */
export function keepWithin(spans: TextSpan[], block: number): void {
  for (let at = spans.length - 1; at >= 0; at--) {
    const span = spans[at];
    if (span?.block !== block) return;
    spans[at] = { ...span, block: block - 1, goneWith: span.goneWith && { ...span.goneWith, behind: true } };
  }
}

/** Whether words that are gone stood in one paragraph. */
export function isOneParagraph(a: GoneWith | null, b: GoneWith | null): boolean {
  if (a === null || b === null) return a === b;
  const isSameBlock = a.at.client === b.at.client && a.at.clock === b.at.clock && a.behind === b.behind;
  return isSameBlock && a.path.every((count, index) => count === b.path[index]);
}

/** Adds a span, joined with the one before where both have one story. */
export function pushSpan(spans: TextSpan[], span: TextSpan): void {
  const last = spans.at(-1);
  if (
    last &&
    last.block === span.block &&
    last.insertedSeq === span.insertedSeq &&
    last.movedSeq === span.movedSeq &&
    last.deletedSeq === span.deletedSeq &&
    last.goneSeq === span.goneSeq &&
    last.waited === span.waited &&
    last.origin === span.origin &&
    isOneParagraph(last.goneWith, span.goneWith)
  ) {
    spans[spans.length - 1] = { ...last, text: last.text + span.text };
  } else spans.push(span);
}
