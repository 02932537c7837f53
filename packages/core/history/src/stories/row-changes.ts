/**
 * What some rows of the log did, change by change in reading order, with the words and where they stand now.
 *
 * Invariants:
 * - [ST3] the words listed as written and deleted are those that the rows wrote and deleted, wherever they were moved since, but
 *   for what they wrote and took back themselves.
 * - Reading changes nothing.
 */
import { documentFragment } from "@parley/document";
import * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import type { IdRange } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";
import { type Placement, placementsOf } from "../lineage/placements.ts";
import { withoutCopied } from "../versions/change-sizes.ts";
import { FormatAuthors } from "./format-authors.ts";
import { type FormerPlace, formerPlaceOf } from "./placing.ts";

/** `formatted` and `set` say `name` and `value`; `added` and `removed` are blocks that are no paragraphs. */
export type RowDeed = "inserted" | "deleted" | "moved" | "formatted" | "set" | "added" | "removed";

export interface RowChange {
  readonly did: RowDeed;
  /** The words, or those of the block. At most `TEXT_LIMIT` units of them. */
  readonly text: string;
  /** The kind of block where it is about one. */
  readonly element: string | null;
  readonly name: string | null;
  readonly value: unknown;
  /** Ids that it is about. */
  readonly ranges: readonly IdRange[];
}

/** Longest text of one change, in UTF-16 units. */
const TEXT_LIMIT = 400;
/** Ids of one change that are told; a long one is found by its first. */
const RANGE_LIMIT = 40;

interface OpenChange {
  readonly did: RowDeed;
  text: string;
  readonly element: string | null;
  readonly name: string | null;
  readonly value: unknown;
  readonly ranges: IdRange[];
}

/** Lists what the wanted rows did, at most `limit` changes of it, and counts all. */
export function changesOfRows(
  document: AttributedDocument,
  isWanted: (seq: number) => boolean,
  limit: number,
): { changes: RowChange[]; total: number } {
  const reader = new RowReader(document, isWanted, limit);
  reader.visit(documentFragment(document.ydoc));
  return { changes: reader.changes, total: reader.total };
}

/** Where the words of a change stand now; none when they are gone. */
export function placeOfChange(document: AttributedDocument, { ranges }: RowChange): IdRange[] {
  return presentRanges(document, ranges).slice(0, RANGE_LIMIT);
}

/** From where words were moved; `null` for any other change. At most `limit` units of what stands there. */
export function formerPlaceOfChange(
  document: AttributedDocument,
  { did, ranges }: RowChange,
  limit: number,
): FormerPlace | null {
  const first = ranges[0];
  return did === "moved" && first ? formerPlaceOf(document, first, limit) : null;
}

class RowReader {
  readonly changes: OpenChange[] = [];
  total = 0;
  private readonly document: AttributedDocument;
  private readonly isWanted: (seq: number) => boolean;
  private readonly limit: number;
  private readonly authors: FormatAuthors;
  /** The change that the next words may go on, by what was done. */
  private readonly open = new Map<string, OpenChange>();

  constructor(document: AttributedDocument, isWanted: (seq: number) => boolean, limit: number) {
    this.document = document;
    this.isWanted = isWanted;
    this.limit = limit;
    this.authors = new FormatAuthors(document);
  }

  visit(parent: Y.XmlFragment): void {
    for (let item = parent._start; item !== null; item = item.right) {
      const child: unknown = item.content instanceof Y.ContentType ? item.content.type : null;
      if (child instanceof Y.XmlText) this.visitText(child);
      else if (child instanceof Y.XmlElement) {
        this.open.clear();
        this.visitBlock(item, child);
        this.visit(child);
      }
    }
  }

  private visitBlock(item: Y.Item, element: Y.XmlElement): void {
    const { attribution, lineage } = this.document;
    const { client, clock } = item.id;
    const range = { client, clock, length: 1 };
    const about = { element: element.nodeName, name: null, value: null };
    const around = item.parent instanceof Y.AbstractType ? item.parent._item : null;
    if (element.nodeName !== "paragraph") {
      const added = attribution.insertingRow(client, clock);
      const withAround = around && attribution.insertingRow(around.id.client, around.id.clock);
      if (this.wants(added) && added !== withAround && lineage.elementSourceOf(item.id) === undefined)
        this.add("added", "", range, about);
      const removed = item.deleted ? attribution.deletingRow(client, clock) : undefined;
      const goneWith = around?.deleted ? attribution.deletingRow(around.id.client, around.id.clock) : undefined;
      if (this.wants(removed) && removed !== goneWith && lineage.movedFrom(range).length === 0)
        this.add("removed", "", range, about);
    }
    if (item.deleted) return;
    for (const { name, value, seq } of this.authors.ofBlock(element))
      if (this.wants(seq)) this.add("set", textOf(element), range, { element: element.nodeName, name, value });
  }

  private visitText(text: Y.XmlText): void {
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      for (const part of this.partsOf(item)) {
        const from = part.range.clock - item.id.clock;
        const words = item.content.str.slice(from, from + part.range.length);
        const did = this.deedOf(part);
        const touched = new Set<string>();
        if (did !== null) touched.add(this.add(did, words, part.range));
        if (item.deleted) continue;
        this.addFormatting(part.range, words, touched);
        // What stands between two changes parts them; what is gone does not.
        for (const key of this.open.keys()) if (!touched.has(key)) this.open.delete(key);
      }
    }
  }

  private addFormatting(range: IdRange, words: string, touched: Set<string>): void {
    for (const part of this.authors.alike(range)) {
      const text = words.slice(part.clock - range.clock, part.clock - range.clock + part.length);
      for (const { name, value, seq } of this.authors.ofCharacter(part))
        if (this.wants(seq)) touched.add(this.add("formatted", text, part, { element: null, name, value }));
    }
  }

  private deedOf({ written, placed, deleted }: Part): RowDeed | null {
    const wrote = this.wants(written);
    // What they wrote and took back themselves is neither.
    if (this.wants(deleted)) return wrote ? null : "deleted";
    if (wrote) return "inserted";
    return deleted === null && placed.some(({ seq }) => this.wants(seq)) ? "moved" : null;
  }

  /** An item's characters in parts with one story each. What was moved away has its story where it stands now. */
  private partsOf(item: Y.Item): Part[] {
    const { attribution, lineage } = this.document;
    const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
    const standing = item.deleted ? withoutCopied(lineage, whole) : [whole];
    const parts: Part[] = [];
    for (const { writtenSeq, placed, ...range } of standing.flatMap((each) => placementsOf(this.document, each))) {
      const facts = { written: this.isSecond(range) ? null : writtenSeq, placed };
      if (!item.deleted) parts.push({ range, ...facts, deleted: null });
      else
        for (const { seq: deleted, ...gone } of attribution.deletedBy(range))
          parts.push({ range: gone, ...facts, deleted });
    }
    return parts;
  }

  /** A second copy of words that stand elsewhere was written by nobody. */
  private isSecond({ client, clock }: IdRange): boolean {
    const { attribution, lineage } = this.document;
    const origin = lineage.originOf({ client, clock });
    const isCopy = origin.client !== client || origin.clock !== clock;
    return isCopy && attribution.deletingRow(origin.client, origin.clock) === undefined;
  }

  private add(
    did: RowDeed,
    text: string,
    range: IdRange,
    about: Pick<OpenChange, "element" | "name" | "value"> = { element: null, name: null, value: null },
  ): string {
    const key = JSON.stringify([did, about]);
    const last = this.open.get(key);
    if (last) {
      last.text = `${last.text}${text}`.slice(0, TEXT_LIMIT);
      if (last.ranges.length < RANGE_LIMIT) last.ranges.push({ ...range });
    } else {
      const { client, clock, length } = range;
      const change: OpenChange = {
        did,
        text: text.slice(0, TEXT_LIMIT),
        ...about,
        ranges: [{ client, clock, length }],
      };
      this.total++;
      if (this.changes.length < this.limit) this.changes.push(change);
      this.open.set(key, change);
    }
    return key;
  }

  private wants(seq: number | null | undefined): seq is number {
    return seq !== null && seq !== undefined && this.isWanted(seq);
  }
}

interface Part {
  readonly range: IdRange;
  /** The row that wrote the words in the first place; `null` where that is told elsewhere. */
  readonly written: number | null;
  /** The rows that moved them or brought them back. */
  readonly placed: readonly Placement[];
  readonly deleted: number | null;
}

function textOf(element: Y.XmlElement): string {
  const texts = element.toArray().filter((child) => child instanceof Y.XmlText);
  return texts
    .map((text) => text.toString().replaceAll(/<[^>]*>/g, ""))
    .join("")
    .slice(0, TEXT_LIMIT);
}
