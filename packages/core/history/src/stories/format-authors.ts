/**
 * Who formatted words and who set attributes of blocks.
 *
 * Invariants:
 * - [ST2] the row named is the one that changed what the words look like. What only writes the same formatting again, as Yjs does at
 *   the edges of every change and as a split does with its copies, is nobody's act.
 * - What came with the words or with the block itself has no row of its own: whoever wrote them made it so.
 * - Reading changes nothing.
 */
import { documentFragment, nodeSpecs, readMarks } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { AttributedDocument } from "../reading.ts";
import { type ValueEntry, type ValueLife, changeOfValue, rowOfValue, valueAt } from "./value-history.ts";

/** Formatting or an attribute that somebody set, or with the value `null` took away. */
export interface FormatFact {
  readonly name: string;
  readonly value: unknown;
  readonly seq: number;
}

/** Formatting or an attribute that rows changed, with what it was before them; `null` for none. */
export interface FormatChange {
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A fact about characters of a paragraph; offsets are UTF-16 units of its present text. */
export interface FormatSpan extends FormatFact {
  /** Index of the paragraph in reading order. */
  readonly block: number;
  readonly from: number;
  readonly to: number;
}

/** A fact about a block. */
export interface AttributeFact extends FormatFact {
  /** Index of the paragraph, or of the one that follows where the block is none. */
  readonly block: number;
  /** The kind of block. */
  readonly element: string;
}

interface FormatEntry extends ValueEntry {
  /** Where it stands among the items of its text. */
  readonly at: number;
}

interface TextFormats {
  readonly placeOf: ReadonlyMap<Y.Item, number>;
  /** What was ever written of each kind of formatting, in the order of the text. */
  readonly lanes: ReadonlyMap<string, readonly FormatEntry[]>;
}

/** Formats in one paragraph beyond which nobody is asked who set them: looking would take too long. */
const MAX_FORMATS = 2_000;

/** A row that is newer than any. */
const NOW = Number.MAX_SAFE_INTEGER;

/** Answers for one state of a document; do not keep it beyond. */
export class FormatAuthors {
  private readonly document: AttributedDocument;
  private readonly texts = new Map<Y.XmlText, TextFormats>();

  constructor(document: AttributedDocument) {
    this.document = document;
  }

  /**
   * A range of one item in parts whose characters were never parted by formatting, here or where they were copied from, as far as that
   * was with row `since` or later.
   */
  alike(range: IdRange, since = 0): IdRange[] {
    const { lineage, ydoc, attribution } = this.document;
    const parts: IdRange[] = [];
    let { clock } = range;
    const until = (end: number): void => {
      if (end > clock) parts.push({ client: range.client, clock, length: end - clock });
      clock = end;
    };
    for (const { copy, source } of lineage.sourcesOf(range)) {
      until(copy.clock);
      if ((attribution.insertingRow(copy.client, copy.clock) ?? 0) < since) continue;
      for (const struct of structsIn(ydoc, { ...source, length: copy.length })) {
        const from = Math.max(struct.id.clock, source.clock);
        const to = Math.min(struct.id.clock + struct.length, source.clock + copy.length);
        for (const part of this.alike({ client: source.client, clock: from, length: to - from }, since))
          until(copy.clock + part.clock + part.length - source.clock);
      }
    }
    until(range.clock + range.length);
    return parts;
  }

  /** Everything that somebody set on, or took from, a character that stands. */
  ofCharacter(id: Id): FormatFact[] {
    return [...this.keysOf(this.idsBehind(id))].flatMap((key) => {
      const fact = this.factOf(id, key, NOW);
      const name = Object.keys(readMarks({ [key]: fact?.value ?? {} }) ?? {})[0];
      return fact && fact.seq !== null && name !== undefined ? [{ name, value: fact.value, seq: fact.seq }] : [];
    });
  }

  /** Attributes that somebody set on, or took from, a block after it came. */
  ofBlock(element: Y.XmlElement): FormatFact[] {
    return [...element._map.keys()].flatMap((name) => {
      const fact = this.attributeFact(element, name, NOW);
      return fact.seq === null ? [] : [{ name, value: fact.value, seq: fact.seq }];
    });
  }

  /** What some rows, none before `since`, changed of how a character looks, whether or not it stands. */
  changesOfCharacter(id: Id, isWanted: (seq: number) => boolean, since = 0): FormatChange[] {
    const ids = this.idsBehind(id, since);
    return [...this.keysOf(ids)].flatMap((key) => {
      const change = changeOfValue(
        this.livesOf(ids, (at) => this.formatsBefore(ids[at] as Id, key)),
        isWanted,
      );
      const name = change && Object.keys(readMarks({ [key]: change.to ?? change.from ?? {} }) ?? {})[0];
      return change && typeof name === "string" ? [{ name, ...change }] : [];
    });
  }

  /** What some rows changed of a block's attributes, whether or not it stands. */
  changesOfBlock(element: Y.XmlElement, isWanted: (seq: number) => boolean): FormatChange[] {
    const elements = this.elementsBehind(element);
    const names = new Set(elements.flatMap((each) => [...each._map.keys()]));
    return [...names].flatMap((name) => {
      const lives = this.livesOf(
        elements.flatMap(({ _item }) => (_item ? [_item.id] : [])),
        (at) => this.entriesOf(elements[at] as Y.XmlElement, name),
      );
      const change = changeOfValue(lives, isWanted);
      return change ? [{ name, ...change }] : [];
    });
  }

  /** What a block's attribute was after row `seq`; `null` for nothing, or for what such a block has anyway. */
  valueOfBlock(element: Y.XmlElement, name: string, seq: number): unknown {
    return valueAt(this.entriesOf(element, name), seq);
  }

  /** A character and what it is a copy of, the newest first; nothing of before what stood with row `since`. */
  private idsBehind(id: Id, since = 0): Id[] {
    const { lineage, attribution } = this.document;
    const ids: Id[] = [];
    for (let at: Id | undefined = id; at; at = lineage.sourceOf(at.client, at.clock)) {
      ids.push(at);
      if ((attribution.insertingRow(at.client, at.clock) ?? 0) < since) break;
    }
    return ids;
  }

  /** The lives of a thing that had these ids, the newest first. */
  private livesOf(ids: readonly Id[], entriesAt: (at: number) => readonly ValueEntry[]): ValueLife[] {
    let before = NOW;
    return ids.map((id, at) => {
      const last = this.lastOf(id, before);
      before = this.document.attribution.insertingRow(id.client, id.clock) ?? before;
      return { entries: entriesAt(at), since: before, last };
    });
  }

  /** A block and what it is a copy of, the newest first. */
  private elementsBehind(element: Y.XmlElement): Y.XmlElement[] {
    const elements = [element];
    for (let id: Id | undefined = element._item?.id; id;) {
      id = this.document.lineage.elementSourceOf(id);
      const content = id && this.itemAt(id)?.content;
      if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) break;
      elements.push(content.type);
    }
    return elements;
  }

  /** Every kind of formatting that the texts of these characters ever had. */
  private keysOf(ids: readonly Id[]): Set<string> {
    const keys = new Set<string>();
    for (const id of ids) {
      const text = this.itemAt(id)?.parent;
      if (text instanceof Y.XmlText) for (const key of this.formatsOf(text).lanes.keys()) keys.add(key);
    }
    return keys;
  }

  private factOf(id: Id, key: string, seq: number): { value: unknown; seq: number | null } | null {
    const { attribution, lineage } = this.document;
    const since = attribution.insertingRow(id.client, id.clock);
    if (!(this.itemAt(id)?.parent instanceof Y.XmlText) || since === undefined) return null;
    const before = this.formatsBefore(id, key);
    const value = valueAt(before, seq);
    const row = rowOfValue(before, since, seq);
    const source = row === null ? lineage.sourceOf(id.client, id.clock) : undefined;
    if (source === undefined) return { value, seq: row };
    const earlier = this.factOf(source, key, this.lastOf(source, since));
    return JSON.stringify(earlier?.value ?? null) === JSON.stringify(value) ? earlier : { value, seq: since };
  }

  /** What was ever written of a kind of formatting before a character, in the order of its text. */
  private formatsBefore(id: Id, key: string): FormatEntry[] {
    const item = this.itemAt(id);
    const text = item?.parent;
    if (!item || !(text instanceof Y.XmlText)) return [];
    const { placeOf, lanes } = this.formatsOf(text);
    const place = placeOf.get(item) ?? 0;
    return (lanes.get(key) ?? []).filter((entry) => entry.at < place);
  }

  /** What was ever written of an attribute, in the order in which it counts. What a block has anyway is the same as nothing. */
  private entriesOf(element: Y.XmlElement, name: string): ValueEntry[] {
    const entries: ValueEntry[] = [];
    const anyway = nodeSpecs[element.nodeName]?.attributes[name]?.default ?? null;
    for (let item = element._map.get(name) ?? null; item !== null; item = item.left) {
      if (!(item.content instanceof Y.ContentAny)) continue;
      for (let at = item.content.arr.length - 1; at >= 0; at--) {
        const value: unknown = item.content.arr[at];
        entries.unshift({
          value: value === anyway ? null : value,
          ...this.lifeOf({ client: item.id.client, clock: item.id.clock + at }),
        });
      }
    }
    return entries;
  }

  private attributeFact(element: Y.XmlElement, name: string, seq: number): { value: unknown; seq: number | null } {
    const { attribution, lineage } = this.document;
    const id = element._item?.id;
    const entries = this.entriesOf(element, name);
    const value = valueAt(entries, seq);
    const since = id && attribution.insertingRow(id.client, id.clock);
    if (!id || since === undefined) return { value, seq: null };
    const row = rowOfValue(entries, since, seq);
    const source = row === null ? lineage.elementSourceOf(id) : undefined;
    const original = source && this.itemAt(source)?.content;
    if (!(original instanceof Y.ContentType) || !(original.type instanceof Y.XmlElement)) return { value, seq: row };
    const earlier = this.attributeFact(original.type, name, this.lastOf(source as Id, since));
    return JSON.stringify(earlier.value) === JSON.stringify(value) ? earlier : { value, seq: since };
  }

  /** The last row before `since` with which something stood: what was cut, or deleted, and comes back looks as it did then. */
  private lastOf({ client, clock }: Id, since: number): number {
    return Math.min(since, this.document.attribution.goneSinceRow(client, clock) ?? since) - 1;
  }

  private formatsOf(text: Y.XmlText): TextFormats {
    const known = this.texts.get(text);
    if (known) return known;
    const placeOf = new Map<Y.Item, number>();
    const lanes = new Map<string, FormatEntry[]>();
    let count = 0;
    for (let item = text._start; item !== null; item = item.right) {
      placeOf.set(item, placeOf.size);
      if (!(item.content instanceof Y.ContentFormat) || ++count > MAX_FORMATS) continue;
      const { key, value } = item.content;
      const entry = { at: placeOf.size - 1, value: value as unknown, ...this.lifeOf(item.id) };
      const lane = lanes.get(key);
      if (lane) lane.push(entry);
      else lanes.set(key, [entry]);
    }
    const formats = { placeOf, lanes: count > MAX_FORMATS ? new Map<string, FormatEntry[]>() : lanes };
    this.texts.set(text, formats);
    return formats;
  }

  private lifeOf({ client, clock }: Id): { insertedSeq: number; goneSeq: number } {
    const { attribution } = this.document;
    return {
      insertedSeq: attribution.insertingRow(client, clock) ?? Infinity,
      goneSeq: attribution.goneSinceRow(client, clock) ?? Infinity,
    };
  }

  private itemAt({ client, clock }: Id): Y.Item | null {
    const struct = Y.getItem(this.document.ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return struct instanceof Y.Item ? struct : null;
  }
}

/** Who formatted the words that stand and who set attributes of the blocks that do, in reading order. */
export function readFormatting(document: AttributedDocument): {
  formatting: FormatSpan[];
  attributes: AttributeFact[];
} {
  const authors = new FormatAuthors(document);
  const formatting: FormatSpan[] = [];
  const attributes: AttributeFact[] = [];
  let block = 0;
  const visitParagraph = (element: Y.XmlElement): void => {
    const open = new Map<string, number>();
    let offset = 0;
    for (const text of element.toArray()) {
      if (!(text instanceof Y.XmlText)) continue;
      for (const range of standingParts(document, authors, text)) {
        for (const fact of authors.ofCharacter(range)) {
          const key = JSON.stringify([fact.name, fact.value, fact.seq]);
          const last = formatting[open.get(key) ?? -1];
          const from = offset + range.offset;
          if (last && last.to === from) formatting[open.get(key) as number] = { ...last, to: from + range.length };
          else open.set(key, formatting.push({ ...fact, block, from, to: from + range.length }) - 1);
        }
      }
      offset += text.length;
    }
  };
  const visit = (parent: Y.XmlFragment): void => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      for (const fact of authors.ofBlock(child)) attributes.push({ ...fact, block, element: child.nodeName });
      if (child.nodeName !== "paragraph") visit(child);
      else {
        visitParagraph(child);
        block++;
      }
    }
  };
  visit(documentFragment(document.ydoc));
  return { formatting, attributes };
}

/** What stands of a text in parts that one row wrote and that are formatted alike, with where each begins. */
function standingParts(
  { attribution }: AttributedDocument,
  authors: FormatAuthors,
  text: Y.XmlText,
): (IdRange & { readonly offset: number })[] {
  const parts: (IdRange & { readonly offset: number })[] = [];
  let offset = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
    if (item.content instanceof Y.ContentString)
      for (const part of authors.alike(whole))
        for (const { client, clock, length } of attribution.insertedBy(part))
          parts.push({ client, clock, length, offset: offset + clock - whole.clock });
    offset += item.length;
  }
  return parts;
}
