/**
 * What some rows of the log did, change by change in reading order, with the words and where they stand now.
 *
 * Invariants:
 * - [ST3] the words listed are those that the rows wrote, deleted, moved and brought back, wherever they were moved since, but for
 *   what they took back themselves; later rows change nothing of it.
 * - Reading changes nothing.
 */
import { beginningOf, documentFragment } from "@parley/document";
import * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";
import { placementsOf } from "../lineage/placements.ts";
import type { ToldDeletion } from "../lineage/told-deletions.ts";
import { ToldOnce } from "../lineage/told-once.ts";
import { FormatAuthors, type FormatChange } from "./format-authors.ts";
import { readOnce } from "./block-neighbours.ts";
import { settingsOfPlace } from "./settings-of-place.ts";
import { type FormerPlace, type Moving, formerPlaceOf, paragraphItem } from "./placing.ts";
import { type WordDeed, type WordsPast, deedOnWords, ownPast, wereThere, writtenAt } from "./word-deeds.ts";

/** `formatted` and `set` say which settings; `added`, `removed` and `returned` are blocks that are no paragraphs. */
export type RowDeed = WordDeed | "formatted" | "set" | "added" | "removed" | "returned";

export interface RowChange {
  readonly did: RowDeed;
  /** The words, or those of the block. At most `TEXT_LIMIT` units of them. */
  readonly text: string;
  /** The kind of block where it is about one. */
  readonly element: string | null;
  /** What was formatted, or which attributes of the block were set, with what each was before the rows. */
  readonly settings: readonly FormatChange[];
  /** Ids that it is about. */
  readonly ranges: readonly IdRange[];
  /** How the first of them came to stand where they do; `null` for what was not put anywhere. */
  readonly moving: Moving | null;
}

/** Longest text of one change, in UTF-16 units. */
const TEXT_LIMIT = 400;
/** Ids of one change that are told; a long one is found by its first. */
const RANGE_LIMIT = 40;

const nothing: Pick<RowChange, "element" | "settings"> = { element: null, settings: [] };

interface OpenChange {
  readonly did: RowDeed;
  text: string;
  readonly element: string | null;
  readonly settings: readonly FormatChange[];
  readonly ranges: IdRange[];
  readonly moving: Moving | null;
}

/**
 * Lists what the wanted rows did, at most `limit` changes of it, and counts all. Of rows that only `propose`, what others carried out
 * later is no deletion.
 */
export function changesOfRows(
  document: AttributedDocument,
  isWanted: (seq: number) => boolean,
  limit: number,
  options: { readonly propose?: boolean } = {},
): { changes: RowChange[]; total: number } {
  const reader = new RowReader(document, isWanted, limit, options.propose ?? false);
  reader.visit(documentFragment(document.ydoc));
  return { changes: reader.changes, total: reader.total };
}

/** Where the words of a change stand now; none when they are gone. */
export function placeOfChange(document: AttributedDocument, { ranges }: RowChange): IdRange[] {
  return presentRanges(document, ranges).slice(0, RANGE_LIMIT);
}

/** From where words were moved or put back; `null` for any other change. At most `limit` units of what stands there. */
export function formerPlaceOfChange(
  document: AttributedDocument,
  { moving }: RowChange,
  limit: number,
): FormerPlace | null {
  return moving && formerPlaceOf(document, moving, limit);
}

class RowReader {
  readonly changes: OpenChange[] = [];
  total = 0;
  private readonly document: AttributedDocument;
  private readonly isWanted: (seq: number) => boolean;
  private readonly limit: number;
  private readonly propose: boolean;
  private readonly authors: FormatAuthors;
  private readonly told: ToldOnce;
  /** The change that the next words may go on, by what was done. */
  private readonly open = new Map<string, OpenChange>();

  constructor(document: AttributedDocument, isWanted: (seq: number) => boolean, limit: number, propose: boolean) {
    this.propose = propose;
    this.document = readOnce(document);
    this.isWanted = isWanted;
    this.limit = limit;
    this.authors = new FormatAuthors(document);
    this.told = new ToldOnce(document);
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
    const { client, clock } = item.id;
    const range = { client, clock, length: 1 };
    if (element.nodeName !== "paragraph") {
      const did = this.deedOnBlock(item);
      if (did !== null) this.add(did, "", range, { element: element.nodeName, settings: [] });
    }
    if (item.deleted && !this.wasTakenLater(item)) return;
    const changed = this.authors.changesOfBlock(element, this.isOneOf);
    const settings =
      changed.length > 0 ? settingsOfPlace(this.document, this.authors, { item, changed }, this.isOneOf) : [];
    if (settings.length > 0)
      this.add("set", this.textOf(item, element), range, { element: element.nodeName, settings });
  }

  /** Whether others deleted something, which is told of nowhere else. */
  private wasTakenLater(item: Y.Item): boolean {
    const gone = this.removalOf(item.id);
    return gone !== undefined && gone.backSeqs.length === 0 && !this.wants(gone.seq);
  }

  /** The words of a block as they stand, or stood when it went. */
  private textOf({ deleted, id }: Y.Item, element: Y.XmlElement): string {
    const { attribution } = this.document;
    const goneSeq = deleted ? attribution.goneSinceRow(id.client, id.clock) : undefined;
    let words = "";
    for (let child = element._start; child !== null && words.length < TEXT_LIMIT; child = child.right) {
      const text: unknown = child.content instanceof Y.ContentType ? child.content.type : null;
      if (!(text instanceof Y.XmlText)) continue;
      for (let item = text._start; item !== null; item = item.right)
        if (
          item.content instanceof Y.ContentString &&
          attribution.goneSinceRow(item.id.client, item.id.clock) === goneSeq
        )
          words += item.content.str;
    }
    return beginningOf(words, TEXT_LIMIT);
  }

  /** What was done to a block that came or went by itself; what comes or goes with the one around it is told there. */
  private deedOnBlock(item: Y.Item): "added" | "removed" | "returned" | null {
    const { attribution, lineage } = this.document;
    const { client, clock } = item.id;
    const around = item.parent instanceof Y.AbstractType ? item.parent._item : null;
    const came = attribution.insertingRow(client, clock);
    const withAround = around && attribution.insertingRow(around.id.client, around.id.clock);
    const goneWith = around?.deleted ? attribution.deletingRow(around.id.client, around.id.clock) : undefined;
    const source = lineage.elementSourceOf(item.id);
    const before = source && this.removalOf(source);
    const gone = item.deleted ? this.removalOf(item.id) : undefined;
    const isOwn = source === undefined && this.wants(came);
    if (gone && this.wants(gone.seq) && gone.seq !== goneWith && !gone.backSeqs.some((seq) => this.wants(seq)))
      return isOwn ? null : "removed";
    if (!this.wants(came) || came === withAround) return null;
    if (source === undefined) return "added";
    return before?.backSeqs.includes(came) === true && !this.wants(before.seq) ? "returned" : null;
  }

  private removalOf({ client, clock }: Id): ToldDeletion | undefined {
    const [told] = this.told.deletions({ client, clock, length: 1 });
    return told && this.propose ? { ...told, seq: told.goneSeq } : told;
  }

  private visitText(text: Y.XmlText): void {
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      for (const part of this.partsOf(item)) {
        const from = part.range.clock - item.id.clock;
        const words = item.content.str.slice(from, from + part.range.length);
        const touched = new Set<string>();
        if (part.did !== null) touched.add(this.add(part.did, words, part.range, nothing, part));
        if (!item.deleted || part.isTakenLater) this.addFormatting(part.range, words, touched);
        if (item.deleted) continue;
        // What stands between two changes parts them; what is gone does not.
        for (const key of this.open.keys()) if (!touched.has(key)) this.open.delete(key);
      }
    }
  }

  private addFormatting(range: IdRange, words: string, touched: Set<string>): void {
    for (const part of this.authors.alike(range)) {
      const text = words.slice(part.clock - range.clock, part.clock - range.clock + part.length);
      for (const setting of this.authors.changesOfCharacter(part, this.isOneOf))
        touched.add(this.add("formatted", text, part, { element: null, settings: [setting] }));
    }
  }

  /** An item's characters in parts with one story each. What was moved away has its story where it stands now. */
  private partsOf(item: Y.Item): Part[] {
    const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
    if (!item.deleted) return this.pastsOf(whole).map((past) => this.withDeed(past));
    return this.told.deletions(whole).flatMap(({ seq, goneSeq, backSeqs, ...gone }) =>
      this.pastsOf(gone).map((past): Part => {
        if (this.wants(this.propose ? goneSeq : seq) && !backSeqs.some((each) => this.wants(each)))
          return { ...toldOfNothing(past), did: wereThere(past, this.isOneOf) ? "deleted" : null };
        // What came back has the rest of its story where it stands now.
        return backSeqs.length > 0 ? toldOfNothing(past) : { ...this.withDeed(past), isTakenLater: true };
      }),
    );
  }

  private withDeed(past: WordsPast): Part {
    const deed = deedOnWords(this.document, past, this.isOneOf);
    if (deed === null) return toldOfNothing(past);
    return { range: past, ...deed, home: paragraphItem(this.document.ydoc, writtenAt(past, this.isOneOf)) };
  }

  private pastsOf(range: IdRange): WordsPast[] {
    return placementsOf(this.document, range, this.told).map((past) => {
      const own = ownPast(past);
      if (!this.propose) return own;
      return { ...own, placed: own.placed.map((each) => ({ ...each, deletedSeq: each.goneSeq })) };
    });
  }

  private add(
    did: RowDeed,
    text: string,
    range: IdRange,
    about: Pick<OpenChange, "element" | "settings"> = nothing,
    { moving, home }: Pick<Part, "moving" | "home"> = { moving: null, home: null },
  ): string {
    const key = JSON.stringify([did, about, home?.id]);
    const last = this.open.get(key);
    if (last) {
      last.text = beginningOf(`${last.text}${text}`, TEXT_LIMIT);
      if (last.ranges.length < RANGE_LIMIT) last.ranges.push({ ...range });
    } else {
      const { client, clock, length } = range;
      const change: OpenChange = {
        did,
        text: beginningOf(text, TEXT_LIMIT),
        ...about,
        ranges: [{ client, clock, length }],
        moving,
      };
      this.total++;
      if (this.changes.length < this.limit) this.changes.push(change);
      this.open.set(key, change);
    }
    return key;
  }

  private readonly isOneOf = (seq: number | null): boolean => this.wants(seq);

  private wants(seq: number | null | undefined): seq is number {
    return seq !== null && seq !== undefined && this.isWanted(seq);
  }
}

interface Part {
  readonly range: IdRange;
  readonly did: WordDeed | null;
  readonly moving: Moving | null;
  /** The paragraph in which the rows had put it. What later rows joined is not told as if it had been one. */
  readonly home: Y.Item | null;
  /** Whether others deleted it, which is told of nowhere else. */
  readonly isTakenLater?: boolean;
}

const toldOfNothing = (range: IdRange): Part => ({ range, did: null, moving: null, home: null });
