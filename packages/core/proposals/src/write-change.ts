/**
 * Changes that a command makes in a person's name: the words of variables, blocks, attributes of blocks. Directly, or as their proposal.
 *
 * Invariants:
 * - The document itself is not touched: all changes come back as one update, made against the document as it is.
 * - [WC2] A proposal leaves agreed content as it is; the gate is asked about it as about anybody's.
 * - [WC3] Words of others that wait are left as they were proposed.
 */
import {
  type AttributeValue,
  type BlockContent,
  type ProposalRecord,
  type RecordRange,
  blockElement,
  nodeAccepts,
} from "@parley/document";
import { type Id, type IdRange, IdSet, type RowStatement } from "@parley/history";
import type { PersonId } from "@parley/base";
import * as Y from "yjs";
import { Draft } from "./draft.ts";
import { type NegotiatedDocument, proposerOf } from "./marked-document.ts";
import { readRecords } from "./records.ts";
import { elementAt, livingRanges, textsOf } from "./text-surgery.ts";

/** Which block is meant: the first clause of this id in reading order, or the one under an id. */
export type BlockAddress = { readonly clause: string } | { readonly id: Id };

export type WrittenChange =
  /** Puts other words in every place of a mark: those that are answered for its attributes, `null` to leave a place alone. */
  | {
      readonly do: "replaceMarkedText";
      readonly mark: string;
      readonly where: (attributes: Readonly<Record<string, unknown>>) => string | null;
    }
  /** Puts blocks behind one, or at the beginning or the end of the document. */
  | {
      readonly do: "insertBlocks";
      readonly blocks: readonly BlockContent[];
      readonly after: BlockAddress | "beginning" | "end";
    }
  | { readonly do: "removeBlocks"; readonly blocks: readonly BlockAddress[] }
  /** `null` takes an attribute away. */
  | {
      readonly do: "setBlockAttributes";
      readonly block: BlockAddress;
      readonly attributes: Readonly<Record<string, AttributeValue>>;
    };

export interface ChangeWriter {
  readonly clientId: number;
  readonly personId: PersonId;
  /** Whether it is to be a proposal. */
  readonly proposes: boolean;
  /** Names for records and their groups, each once. */
  readonly newName: () => string;
}

/** Changes as one update. */
export interface WrittenUpdate {
  readonly update: Uint8Array;
  /** What the server states about it: nothing in it is a copy of anything. `null` for proposals, which are none anyway. */
  readonly statement: RowStatement | null;
  /** How many places were changed. 0 when everything was as wanted already. */
  readonly places: number;
}

/** A block that a change names is not there, or cannot have what is to be set. */
export class UnwritableChange extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnwritableChange";
  }
}

const nothingCopied: RowStatement = { copies: [], agreed: [], deletedFor: [], reopened: [], decision: null };

/** Writes changes in a person's name, in their order. @throws UnwritableChange */
export function writeChanges(
  document: NegotiatedDocument,
  changes: readonly WrittenChange[],
  writer: ChangeWriter,
): WrittenUpdate {
  const draft = new Draft(document, writer.clientId);
  const writing = new Writing(document, draft, writer);
  try {
    const update = draft.change(() => {
      for (const change of changes) writing.write(change);
    });
    return { update, statement: writer.proposes ? null : nothingCopied, places: writing.places };
  } finally {
    draft.ydoc.destroy();
  }
}

/** A stretch of text under one mark, parted by whose it is. */
interface MarkedStretch {
  readonly text: Y.XmlText;
  readonly value: Readonly<Record<string, unknown>>;
  readonly pieces: readonly StretchPiece[];
}

interface StretchPiece {
  readonly range: IdRange;
  readonly words: string;
  readonly offset: number;
  readonly looks: Readonly<Record<string, unknown>>;
  /** `agreed`, or waiting: this person's or somebody else's. */
  readonly standing: "agreed" | "own" | "others";
}

class Writing {
  places = 0;
  private readonly document: NegotiatedDocument;
  private readonly draft: Draft;
  private readonly writer: ChangeWriter;
  private group: string | null = null;

  constructor(document: NegotiatedDocument, draft: Draft, writer: ChangeWriter) {
    this.document = document;
    this.draft = draft;
    this.writer = writer;
  }

  write(change: WrittenChange): void {
    switch (change.do) {
      case "replaceMarkedText":
        return this.replaceMarkedText(change.mark, change.where);
      case "insertBlocks":
        return this.insertBlocks(change.blocks, change.after);
      case "removeBlocks":
        return change.blocks.forEach((address) => this.removeBlock(this.find(address)));
      case "setBlockAttributes":
        for (const [name, value] of Object.entries(change.attributes))
          this.setAttribute(this.find(change.block), name, value);
    }
  }

  private replaceMarkedText(
    mark: string,
    where: (attributes: Readonly<Record<string, unknown>>) => string | null,
  ): void {
    for (const text of textsOf(this.draft.fragment))
      for (const stretch of this.stretchesIn(text, mark).toReversed()) {
        const words = where(stretch.value);
        if (words === null || words === "") continue;
        if (this.writer.proposes ? this.proposeWords(stretch, words) : this.replaceWords(stretch, words)) this.places++;
      }
  }

  /** Stretches of equal marks, whatever else they look like. */
  private stretchesIn(text: Y.XmlText, mark: string): MarkedStretch[] {
    const stretches: { text: Y.XmlText; value: Record<string, unknown>; key: string; pieces: StretchPiece[] }[] = [];
    let looks: Readonly<Record<string, unknown>> = {};
    let [isOpen, offset] = [false, 0];
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted) continue;
      if (item.content instanceof Y.ContentFormat) looks = withLook(looks, item.content);
      if (!(item.content instanceof Y.ContentString)) continue;
      const value = looks[mark] as Record<string, unknown> | undefined;
      if (value) {
        const [last, key] = [stretches.at(-1), JSON.stringify(value)];
        const pieces = this.piecesOf(item, item.content.str, { offset, looks });
        if (last && isOpen && last.key === key) last.pieces.push(...pieces);
        else stretches.push({ text, value, key, pieces });
      }
      isOpen = value !== undefined;
      offset += item.length;
    }
    return stretches;
  }

  private piecesOf(
    item: Y.Item,
    words: string,
    { offset, looks }: Pick<StretchPiece, "offset" | "looks">,
  ): StretchPiece[] {
    const { client, clock } = item.id;
    const end = clock + item.length;
    const pieces: StretchPiece[] = [];
    const push = (from: number, until: number, standing: StretchPiece["standing"]): void => {
      const [start, stop] = [from - clock, until - clock];
      if (start < stop)
        pieces.push({
          range: { client, clock: from, length: until - from },
          words: words.slice(start, stop),
          offset: offset + start,
          looks,
          standing,
        });
    };
    let at = clock;
    for (const part of this.document.pending.slice({ client, clock, length: item.length })) {
      push(at, part.clock, "agreed");
      at = part.clock + part.length;
      const isOwn = proposerOf(this.document, part, part.value).personId === this.writer.personId;
      push(part.clock, at, isOwn ? "own" : "others");
    }
    push(at, end, this.isOwnWriting(client) ? "own" : "agreed");
    return pieces;
  }

  /** What this very change has put in, which nobody knows of yet, counts as what it is going to be. */
  private isOwnWriting(client: number): boolean {
    return this.writer.proposes && client === this.writer.clientId;
  }

  /** [WC1] Whole words go, and whole words come: they are this person's, letters in common included. */
  private replaceWords({ text, pieces }: MarkedStretch, words: string): boolean {
    const agreed = pieces.filter(({ standing }) => standing === "agreed");
    const last = agreed.at(-1);
    if (!last || wordsOf(agreed) === words) return false;
    insertBehind(text, last, words);
    erase(text, agreed);
    return true;
  }

  private proposeWords({ text, pieces }: MarkedStretch, words: string): boolean {
    const [agreed, own] = [
      pieces.filter(({ standing }) => standing === "agreed"),
      pieces.filter(({ standing }) => standing === "own"),
    ];
    const struck = this.struck();
    const kept = agreed.filter(({ range }) => struck.missing(range).length > 0);
    if (agreed.length + own.length === 0 || wordsOf([...kept, ...own]) === words) return false;
    const isBack = agreed.length > 0 && wordsOf(agreed) === words;
    const last = (own.length > 0 ? own : agreed).at(-1);
    if (!isBack && last) insertBehind(text, last, words);
    erase(text, own);
    if (isBack) this.takeBackDeletion(agreed.map(({ range }) => range));
    else {
      const fresh = kept.flatMap(({ range }) => struck.missing(range));
      if (fresh.length > 0) this.record({ do: "delete", ids: fresh.map(asIds), group: this.groupName() });
    }
    return true;
  }

  /** What this person proposes to delete, or to remove along with a block. */
  private struck(): IdSet {
    return IdSet.of(
      this.ownRecords().flatMap(({ record }) =>
        record.do === "delete" || record.do === "remove" ? record.ids.map(asRange) : [],
      ),
    );
  }

  private takeBackDeletion(ranges: readonly IdRange[]): void {
    const back = IdSet.of(ranges);
    for (const { key, record } of this.ownRecords()) {
      if (record.do !== "delete") continue;
      const left = record.ids.flatMap((ids) => back.missing(asRange(ids)));
      const before = record.ids.reduce((sum, [, , length]) => sum + length, 0);
      if (left.length === 0) this.draft.records.delete(key);
      else if (left.reduce((sum, { length }) => sum + length, 0) < before)
        this.draft.records.set(key, { ...record, ids: left.map(asIds) });
    }
  }

  private insertBlocks(blocks: readonly BlockContent[], after: BlockAddress | "beginning" | "end"): void {
    if (blocks.length === 0) return;
    const { fragment } = this.draft;
    if (typeof after === "string") fragment.insert(after === "end" ? fragment.length : 0, blocks.map(blockElement));
    else {
      const { parent, index } = placeOf(this.find(after));
      parent.insert(index + 1, blocks.map(blockElement));
    }
    this.places += blocks.length;
  }

  private removeBlock(element: Y.XmlElement): void {
    const block = idOf(element);
    if (!this.writer.proposes || this.isWhollyOwn(element)) {
      const { parent, index } = placeOf(element);
      parent.delete(index, 1);
    } else if (this.ownRecords().some(({ record }) => record.do === "remove" && isSame(record.block, block))) return;
    else this.record({ do: "remove", block, ids: charactersIn(element).map(asIds), group: this.groupName() });
    this.places++;
  }

  private setAttribute(element: Y.XmlElement, name: string, value: AttributeValue): void {
    if (!nodeAccepts(element.nodeName, name, value))
      throw new UnwritableChange(`a ${element.nodeName} has no ${name} ${JSON.stringify(value)}`);
    const block = idOf(element);
    const stored: unknown = element.getAttribute(name) ?? null;
    const isSetDirectly = !this.writer.proposes || this.isOwnBlock(element);
    const own = this.ownRecords().filter(
      ({ record }) => record.do === "set" && record.name === name && isSame(record.block, block),
    );
    const wanted: unknown =
      own.length > 0 && !isSetDirectly ? own.map(({ record }) => record.do === "set" && record.value).at(-1) : stored;
    if (JSON.stringify(wanted) === JSON.stringify(value)) return;
    if (isSetDirectly) {
      if (value === null) element.removeAttribute(name);
      // The library's type says strings; it stores any JSON value.
      else element.setAttribute(name, value as string);
    } else {
      for (const { key } of own) this.draft.records.delete(key);
      if (JSON.stringify(stored) !== JSON.stringify(value))
        this.record({ do: "set", block, name, value, group: this.groupName() });
    }
    this.places++;
  }

  private find(address: BlockAddress): Y.XmlElement {
    const element =
      "id" in address ? elementAt(this.draft.ydoc, address.id) : this.findClause(this.draft.fragment, address.clause);
    if (!element || element._item?.deleted !== false)
      throw new UnwritableChange(`there is no block ${JSON.stringify(address)}`);
    return element;
  }

  /** Agreed clauses before those that wait. */
  private findClause(fragment: Y.XmlFragment, clause: string): Y.XmlElement | null {
    const found = [...elementsIn(fragment)].filter((element) => (element.getAttribute("clause") as unknown) === clause);
    return found.find((element) => !this.waits(element)) ?? found[0] ?? null;
  }

  private waits(element: Y.XmlElement): boolean {
    const [client, clock] = idOf(element);
    return this.document.pending.get(client, clock) !== undefined;
  }

  /** Whether a block, or one around it, waits as this person's proposal. */
  private isOwnBlock(element: Y.XmlElement): boolean {
    for (let at: unknown = element; at instanceof Y.XmlElement; at = at.parent) {
      const [client, clock] = idOf(at);
      if (client === this.writer.clientId && this.writer.proposes) return true;
      const seq = this.document.pending.get(client, clock);
      if (seq === undefined) continue;
      return proposerOf(this.document, { client, clock }, seq).personId === this.writer.personId;
    }
    return false;
  }

  /** Whether nobody else has anything in a block of this person's. */
  private isWhollyOwn(element: Y.XmlElement): boolean {
    return this.isOwnBlock(element) && [...idsWithin(element)].every((range) => this.isOwnRange(range));
  }

  private isOwnRange(range: IdRange): boolean {
    if (this.isOwnWriting(range.client)) return true;
    const parts = this.document.pending.slice(range);
    return (
      parts.reduce((sum, { length }) => sum + length, 0) === range.length &&
      parts.every((part) => proposerOf(this.document, part, part.value).personId === this.writer.personId)
    );
  }

  private ownRecords(): { readonly key: string; readonly record: ProposalRecord }[] {
    const { document, draft, writer } = this;
    return readRecords({ ...document, ydoc: draft.ydoc }).filter(({ author }) => author === writer.personId);
  }

  private groupName(): string {
    this.group ??= this.writer.newName();
    return this.group;
  }

  private record(record: ProposalRecord): void {
    this.draft.records.set(`${this.writer.personId}:${this.writer.newName()}`, record);
  }
}

function withLook(
  looks: Readonly<Record<string, unknown>>,
  { key, value }: Y.ContentFormat,
): Readonly<Record<string, unknown>> {
  const { [key]: _before, ...others } = looks;
  return value === null ? others : { ...others, [key]: value };
}

/** Words that look as those before them, without any formatting of their own. */
function insertBehind(text: Y.XmlText, { offset, words, looks }: StretchPiece, insert: string): void {
  text.insert(offset + words.length, insert, { ...looks });
}

const wordsOf = (pieces: readonly StretchPiece[]): string => pieces.map(({ words }) => words).join("");

/** Nothing stands between an earlier piece and where a later one begins but what stays. */
function erase(text: Y.XmlText, pieces: readonly StretchPiece[]): void {
  for (const { offset, words } of pieces.toReversed()) text.delete(offset, words.length);
}

const asIds = ({ client, clock, length }: IdRange): RecordRange => [client, clock, length];
const asRange = ([client, clock, length]: RecordRange): IdRange => ({ client, clock, length });
const isSame = (a: readonly number[], b: readonly number[]): boolean => a.join(" ") === b.join(" ");

function idOf(element: Y.XmlElement): readonly [client: number, clock: number] {
  const { client, clock } = (element._item as Y.Item).id;
  return [client, clock];
}

function placeOf(element: Y.XmlElement): { readonly parent: Y.XmlFragment; readonly index: number } {
  const parent = element.parent as Y.XmlFragment;
  return { parent, index: parent.toArray().indexOf(element) };
}

function* elementsIn(parent: Y.XmlFragment): Generator<Y.XmlElement> {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    yield child;
    yield* elementsIn(child);
  }
}

/** The living characters of a block, in reading order. */
function charactersIn(element: Y.XmlElement): IdRange[] {
  return textsOf(element).flatMap((text) => livingRanges(text, null).map(({ range }) => range));
}

/** All that lives in a block, words and blocks. */
function* idsWithin(element: Y.XmlElement): Generator<IdRange> {
  for (const inner of elementsIn(element)) yield { client: idOf(inner)[0], clock: idOf(inner)[1], length: 1 };
  yield* charactersIn(element);
}
