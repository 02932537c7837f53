/**
 * The document as it stands, with everything that is proposed about it: the one reading under views, lists and decisions.
 *
 * Invariants:
 * - Reading changes nothing.
 * - A character is pending when its own id is, or when it stands in a block that is. What its proposer, or somebody directly, writes
 *   into a proposed block is part of the proposal; what others propose in it, words and blocks, is theirs.
 */
import type { PersonId } from "@parley/base";
import { type AttributeValue, type Attributes, documentFragment, nodeSpecs } from "@parley/document";
import type { AttributedDocument, Id, IdMap, IdRange } from "@parley/history";
import * as Y from "yjs";
import type { PlacedRecord } from "./placed-record.ts";
import { RecordIndex, readRecords } from "./records.ts";

/** A document with its history, and whose Yjs client ids are whose. */
export interface NegotiatedDocument extends AttributedDocument {
  /** Ids that wait for a decision, with the row that proposed them. */
  readonly pending: IdMap<number>;
  ownerOf(client: number): PersonId | undefined;
}

/** What tells who proposed something. */
export type OwnedDocument = Pick<NegotiatedDocument, "ydoc" | "attribution" | "lineage" | "ownerOf">;

/** Who proposed something, and in which row. */
export interface Proposer {
  readonly personId: PersonId | null;
  readonly seq: number;
}

/** Formatting as the shared text stores it. */
export type Formatting = Readonly<Record<string, Readonly<Record<string, AttributeValue>>>>;

/** Characters with one story. */
export interface MarkedPiece {
  readonly range: IdRange;
  readonly text: string;
  readonly formatting: Formatting;
  /** Who proposed these characters; `null` for agreed ones. */
  readonly inserted: Proposer | null;
  /** Whether they wait for a decision: as a proposal of their own, or with the block around them. */
  readonly isPending: boolean;
  /** Who proposed them, or wrote them directly into a block that waits; `null` for agreed ones. */
  readonly writtenBy: PersonId | null;
  /** Proposals to delete or to format them, oldest first. */
  readonly records: readonly PlacedRecord[];
  /** Of proposed ones the characters between which they were typed, whatever stands between by now; `null` for an end of the text. */
  readonly typedBetween?: TypedBetween;
}

export type TypedBetween = readonly [left: Id | null, right: Id | null];

/** A block with what is proposed about it, at present or in a version. */
export interface MarkedBlock {
  readonly id: Id;
  readonly name: string;
  readonly attributes: Attributes;
  /** Who proposed the block; `null` for an agreed one. */
  readonly inserted: Proposer | null;
  /** Whether it was agreed once, and waits only because the words left in it do: it stands as long as they do. */
  readonly isReopened: boolean;
  /** Proposals to remove or join it, or to set its attributes, oldest first. */
  readonly records: readonly PlacedRecord[];
  /** The words of a paragraph. */
  readonly pieces: readonly MarkedPiece[];
  /** Rows of a table, cells of a row, blocks of a cell. */
  readonly children: readonly MarkedBlock[];
}

export interface PresentBlock extends MarkedBlock {
  readonly element: Y.XmlElement;
  readonly children: readonly PresentBlock[];
}

/** A document that has been read, with the records that its blocks and pieces name. */
export interface MarkedDocument {
  readonly blocks: readonly MarkedBlock[];
  readonly index: RecordIndex;
}

/** Reads the whole document. Costs time in proportion to it. */
export function readMarked(
  document: NegotiatedDocument,
): MarkedDocument & { readonly blocks: readonly PresentBlock[] } {
  const index = new RecordIndex(readRecords(document), document);
  const reader = new Reader(document, index);
  return { blocks: reader.children(documentFragment(document.ydoc)), index };
}

/** Who proposed an id that is pending. A copy was proposed by who proposed its original, a reopened block by who proposed its words. */
export function proposerOf(document: OwnedDocument, id: Id, seq: number): Proposer {
  const at = proposedAs(document, id, seq) ?? proposedWithin(document, id, seq);
  return { personId: (at && document.ownerOf(at.client)) ?? null, seq };
}

/** The id under which something was proposed in a row; `undefined` when it was there before, and was reopened. */
function proposedAs({ attribution, lineage }: OwnedDocument, id: Id, seq: number): Id | undefined {
  let at: Id | undefined = id;
  while (at && attribution.insertingRow(at.client, at.clock) !== seq) at = lineage.sourceOf(at.client, at.clock);
  return at;
}

/** An id that a row proposed in a block, deleted or not. */
function proposedWithin(document: OwnedDocument, { client, clock }: Id, seq: number): Id | undefined {
  const open: unknown[] = [Y.getItem(document.ydoc.store, Y.createID(client, clock))];
  for (let item = open.pop(); item instanceof Y.Item; item = open.pop()) {
    const at = proposedIn(document, whole(item), seq);
    if (at) return at;
    if (!(item.content instanceof Y.ContentType)) continue;
    for (let child = item.content.type._start; child !== null; child = child.right) open.push(child);
  }
  return undefined;
}

/** An id of a range, or of what it is a copy of, that a row brought. What one item holds may have come with several rows. */
function proposedIn({ attribution, lineage }: OwnedDocument, range: IdRange, seq: number): Id | undefined {
  const open = [range];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const brought = attribution.insertedBy(part).find((each) => each.seq === seq);
    if (brought) return brought;
    for (const { copy, source } of lineage.sourcesOf(part)) open.push({ ...source, length: copy.length });
  }
  return undefined;
}

const whole = (item: Y.Item): IdRange => ({ client: item.id.client, clock: item.id.clock, length: item.length });

class Reader {
  private readonly document: NegotiatedDocument;
  private readonly index: RecordIndex;

  constructor(document: NegotiatedDocument, index: RecordIndex) {
    this.document = document;
    this.index = index;
  }

  /** `within` is who proposed a pending block around: what they write in it belongs to that proposal. */
  children(parent: Y.XmlFragment, within: Proposer | null = null): PresentBlock[] {
    const elements = parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);
    const apart = proposersApart(
      elements.map((element) => [element.nodeName, this.proposerOf(element)]),
      within,
    );
    return elements.map((element, index) => this.block(element, apart[index] ?? null, within));
  }

  private proposerOf(element: Y.XmlElement): Proposer | null {
    const { id } = element._item as Y.Item;
    const seq = this.document.pending.get(id.client, id.clock);
    return seq === undefined ? null : proposerOf(this.document, id, seq);
  }

  private block(element: Y.XmlElement, inserted: Proposer | null, around: Proposer | null): PresentBlock {
    const { id } = element._item as Y.Item;
    const within = inserted ?? around;
    const isParagraph = element.nodeName === "paragraph";
    return {
      id: { client: id.client, clock: id.clock },
      element,
      name: element.nodeName,
      attributes: readAttributes(element),
      inserted,
      isReopened: inserted !== null && around === null && proposedAs(this.document, id, inserted.seq) === undefined,
      records: this.index.ofBlock(id),
      pieces: isParagraph ? this.pieces(element, within) : [],
      children: isParagraph ? [] : this.children(element, within),
    };
  }

  private pieces(element: Y.XmlElement, within: Proposer | null): MarkedPiece[] {
    const pieces: MarkedPiece[] = [];
    for (const text of element.toArray()) {
      if (!(text instanceof Y.XmlText)) continue;
      let formatting: Formatting = {};
      for (let item = text._start; item !== null; item = item.right) {
        if (item.deleted) continue;
        if (item.content instanceof Y.ContentFormat) formatting = withMark(formatting, item.content);
        else if (item.content instanceof Y.ContentString) this.addPieces(pieces, item, formatting, within);
      }
    }
    return pieces;
  }

  private addPieces(pieces: MarkedPiece[], item: Y.Item, formatting: Formatting, within: Proposer | null): void {
    const text = (item.content as Y.ContentString).str;
    for (const { range, records } of this.index.ofText(whole(item))) {
      let { clock } = range;
      const end = range.clock + range.length;
      const push = (until: number, proposer: Proposer | null, writtenBy = proposer?.personId ?? null): void => {
        if (until <= clock) return;
        const sides =
          proposer && this.index.records.length > 0
            ? sidesOf(this.document, { client: range.client, clock })
            : undefined;
        pieces.push({
          range: { client: range.client, clock, length: until - clock },
          text: text.slice(clock - item.id.clock, until - item.id.clock),
          formatting,
          inserted: isPartOf(proposer, within) ? null : proposer,
          isPending: proposer !== null,
          writtenBy,
          records,
          ...(sides && { typedBetween: sides }),
        });
        clock = until;
      };
      // What was written directly into a block that waits is somebody's, too.
      const pushDirect = (until: number): void => {
        if (!within || until <= clock) return push(until, null);
        const written = { client: range.client, clock, length: until - clock };
        for (const { copy, source } of this.document.lineage.writtenBy(written))
          push(copy.clock + copy.length, null, this.document.ownerOf(source.client) ?? null);
      };
      for (const part of this.document.pending.slice(range)) {
        pushDirect(part.clock);
        push(part.clock + part.length, proposerOf(this.document, part, part.value));
      }
      pushDirect(end);
    }
  }
}

/** The characters on both sides of one when it was typed; nothing where it was typed on behind the one before it. */
export function sidesOf(
  { ydoc, lineage }: Pick<NegotiatedDocument, "ydoc" | "lineage">,
  id: Id,
): TypedBetween | undefined {
  const origin = lineage.originOf(id);
  const item: unknown = Y.getItem(ydoc.store, Y.createID(origin.client, origin.clock));
  return item instanceof Y.Item && item.id.clock === origin.clock ? [item.origin, item.rightOrigin] : undefined;
}

/** What waited once for words that are gone since. */
const isNobodys = (proposer: Proposer | null): boolean => proposer?.personId === null;

/**
 * Who proposes each of some blocks by itself, by their names and proposers; `null` for those that are part of the proposed block around them.
 *
 * A cell belongs to its row, whoever put it there with a column: the column would otherwise need that row. And a table has a row, a row a
 * cell and a cell a paragraph: where only what others propose is left, the first of that belongs to what is around it.
 */
export function proposersApart(
  blocks: readonly (readonly [name: string, proposer: Proposer | null])[],
  within: Proposer | null,
): (Proposer | null)[] {
  if (within === null) return blocks.map(([, proposer]) => proposer);
  const apart = blocks.map(([name, proposer]) =>
    name === "tableCell" || name === "tableHeader" || isNobodys(proposer) || isPartOf(proposer, within)
      ? null
      : proposer,
  );
  if (!apart.includes(null)) apart[0] = null;
  return apart;
}

/** Whether what somebody proposed is part of the proposal of a block around it. */
export const isPartOf = (proposer: Proposer | null, within: Proposer | null): boolean =>
  within !== null && (proposer === null || proposer.personId === within.personId || proposer.seq === within.seq);

function withMark(formatting: Formatting, { key, value }: Y.ContentFormat): Formatting {
  const next: Record<string, Readonly<Record<string, AttributeValue>>> = { ...formatting };
  if (value === null) delete next[key];
  else next[key] = value as unknown as Readonly<Record<string, AttributeValue>>;
  return next;
}

function readAttributes(element: Y.XmlElement): Attributes {
  const specs = nodeSpecs[element.nodeName]?.attributes ?? {};
  const result: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(element.getAttributes() as Record<string, unknown>)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec && value !== undefined && value !== null && value !== spec.default) result[name] = value as AttributeValue;
  }
  return result;
}
