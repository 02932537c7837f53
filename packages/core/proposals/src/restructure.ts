/**
 * What accepting does to blocks: joins, breaks and removals, on the draft of a decision.
 *
 * The document is gone through exactly as a view goes through it, with the same questions asked about the same marks, so that what is
 * carried out is what was shown. Words that a decision deletes are deleted in the draft before.
 * Invariants:
 * - [VI2] [VI3] [VI4] hold here as they do in `views.ts`.
 * - [DE3] nothing is ever written into a block that is gone, and nothing agreed into a block that waits.
 * - [DE4] what cannot be carried out before something else is accepted still waits.
 */
import { type AttributeValue, type RecordBlock, isProposalRecord } from "@parley/document";
import { type Id, type IdRange, IdSet } from "@parley/history";
import * as Y from "yjs";
import { type Draft, idOf } from "./draft.ts";
import type { MarkedBlock } from "./marked-document.ts";
import { type PlacedRecord, readRecords } from "./records.ts";
import { deleteIds, elementAt, livingRanges, moveTail } from "./text-surgery.ts";
import { type Accepts, acceptsBlock, acceptsPiece, acceptsRecord, proposedView } from "./accepts.ts";
import { PARAGRAPH_BREAK, holdsUnseen, isDeleted, joinedTo, keyOf } from "./views.ts";

type StoredElement = Y.XmlElement<Record<string, AttributeValue>>;

export class Restructuring {
  /** Blocks that go because somebody had proposed it, with the row of the proposal. */
  readonly deletedFor: { range: IdRange; seq: number }[] = [];
  /** Agreed blocks that wait from now on, since all that is left in them waits. */
  readonly reopened: { range: IdRange; seq: number }[] = [];
  /** Accepted breaks that part only words that wait. */
  readonly stillWaiting: IdRange[] = [];
  /** Accepted records that cannot be carried out yet. */
  readonly keptRecords = new Set<string>();

  private readonly draft: Draft;
  private readonly accepts: Accepts;
  private readonly chosen: ReadonlySet<string>;
  private readonly breaks: IdRange[] = [];
  /** What paragraphs looked like that were joined to others. */
  private readonly joined = new Map<string, Record<string, unknown>>();

  constructor(draft: Draft, accepts: Accepts, chosen: ReadonlySet<string>) {
    this.draft = draft;
    this.accepts = accepts;
    this.chosen = chosen;
  }

  /** Carries proposedView out; `blocks` are those of the document before the decision. */
  carryOut(blocks: readonly MarkedBlock[]): void {
    this.visit(blocks, false);
    // From the end of the document on, so that what a break moves has been broken already.
    for (const at of this.inDocumentOrder(this.breaks).reverse()) this.breakParagraph(at);
  }

  /** Goes through a container; `isWithin` says that it is, or stands in, a block that goes on waiting. */
  private visit(blocks: readonly MarkedBlock[], isWithin: boolean): void {
    /** The paragraph at whose end the words of another belong that is joined to this one. */
    const ends = new Map<string, Y.XmlElement>();
    const waiting = new Set<string>();
    const places = new Map<string, number>();
    for (const block of blocks) {
      const key = keyOf(block.id);
      const joins = block.records.filter(
        (placed) => placed.record.do === "join" && acceptsRecord(placed, this.accepts),
      );
      const to = block.name === "paragraph" ? joinedTo(joins, places) : null;
      places.set(key, places.size);
      const isWaiting = isWithin || !acceptsBlock(block, this.accepts);
      const isRemoved =
        block.isReopened ||
        block.records.some((placed) => placed.record.do === "remove" && acceptsRecord(placed, this.accepts));
      this.visit(block.children, isWaiting);
      if (block.name === "paragraph" && !isWaiting) this.collectBreaks(block, isRemoved);
      if (to !== null) {
        const target = isWithin || !isWaiting ? ends.get(to) : undefined;
        if (target && this.join(block, target)) {
          ends.set(key, target);
          continue;
        }
        if ((isWaiting && !isWithin) || waiting.has(to)) for (const each of joins) this.keptRecords.add(each.key);
      }
      if (isRemoved) this.removeUnlessHeld(block, isWaiting);
      const element = elementAt(this.draft.ydoc, block.id);
      // Words are joined to a paragraph only, as every view shows it, whatever a record names.
      if (element?._item?.deleted !== false || block.name !== "paragraph") continue;
      if ((isWaiting && !isWithin) || this.isReopened(block)) waiting.add(key);
      else ends.set(key, element);
    }
  }

  private isReopened({ id }: MarkedBlock): boolean {
    return this.reopened.some(({ range }) => range.client === id.client && range.clock === id.clock);
  }

  /** [VI2] Removes a block unless it holds words that its remover had not seen. Where all of them wait, so does the block. */
  private removeUnlessHeld(block: MarkedBlock, isWaiting: boolean): void {
    const removals = block.records.filter(
      (placed) => placed.record.do === "remove" && acceptsRecord(placed, this.accepts),
    );
    if (!isWaiting && holdsUnseen(block, this.accepts)) {
      // It goes when those words do, if somebody proposes that.
      if (holdsUnseen(block, proposedView)) return;
      for (const { key } of removals) this.keptRecords.add(key);
      if (removals.length === 0) this.proposeRemoval(block);
      return;
    }
    const seq = this.waitingRow(block);
    if (seq === null) {
      const by = removals[0]?.seq;
      const range = { ...block.id, length: 1 };
      if (this.draft.deleteBlock(block.id) && typeof by === "number") this.deletedFor.push({ range, seq: by });
    } else if (!isWaiting) this.reopened.push({ range: { ...block.id, length: 1 }, seq });
  }

  /** Whoever proposes to delete the last words of a block that is only kept by them proposes to remove it. */
  private proposeRemoval(block: MarkedBlock): void {
    const deletion = deletionsIn(block).find(({ key }) => !this.chosen.has(key));
    if (!deletion) return;
    const { key, record } = deletion;
    const group = record.group ?? key.slice(-64);
    this.draft.records.set(key, { ...record, group });
    const { client, clock } = block.id;
    this.draft.records.set(partKey(key, block.id, "remove"), { do: "remove", block: [client, clock], ids: [], group });
  }

  /** The row that proposed the first words that wait in a block and are not deleted; `null` when there are none. */
  private waitingRow(block: MarkedBlock): number | null {
    if (!holdsUnseen(block, proposedView, this.accepts)) return null;
    for (const piece of block.pieces) {
      if (isDeleted(piece, this.accepts)) continue;
      if (piece.text.replaceAll(PARAGRAPH_BREAK, "") === "") continue;
      return piece.inserted?.seq ?? block.inserted?.seq ?? 0;
    }
    for (const child of block.children) {
      const seq = this.waitingRow(child);
      if (seq !== null) return child.inserted?.seq ?? seq;
    }
    return null;
  }

  /** [VI3] Puts the words of a paragraph at the end of another. */
  private join(block: MarkedBlock, target: Y.XmlElement): boolean {
    const paragraph = elementAt(this.draft.ydoc, block.id);
    if (paragraph === null) return false;
    // It is joined now, whoever else proposed that, and what was split off from it is not meant.
    for (const { key, record } of block.records) if (record.do === "join") this.draft.records.delete(key);
    this.joined.set(keyOf(block.id), paragraph.getAttributes());
    this.redirectJoins(block.id, idOf(target));
    this.draft.noteCopies(moveTail(paragraph, null, null, target));
    this.draft.deleteBlock(block.id);
    return true;
  }

  /** [VI4] Which accepted breaks of a paragraph are to be made. */
  private collectBreaks(block: MarkedBlock, isRemoved: boolean): void {
    if (!block.pieces.some(({ isPending, text }) => isPending && text.includes(PARAGRAPH_BREAK))) return;
    const { made, idle, alone } = sortBreaks(block, this.accepts);
    this.breaks.push(...made);
    if (!isRemoved) {
      this.breaks.push(...idle, ...alone.filter(({ isAccepted }) => isAccepted).map(({ range }) => range));
      return;
    }
    this.stillWaiting.push(...idle);
    this.draft.deleteText(alone.map(({ range }) => range));
  }

  private inDocumentOrder(breaks: readonly IdRange[]): IdRange[] {
    const wanted = IdSet.of(this.draft.withCopies(breaks));
    return this.draft
      .textsWith(breaks)
      .flatMap(({ text }) => livingRanges(text, wanted).flatMap(({ range }) => eachUnit(range)));
  }

  private breakParagraph(at: IdRange): void {
    const text = this.draft.itemAt(at)?.parent;
    const paragraph = text instanceof Y.XmlText ? text.parent : null;
    const container = paragraph instanceof Y.XmlElement ? paragraph.parent : null;
    if (!(text instanceof Y.XmlText) || !(paragraph instanceof Y.XmlElement) || !(container instanceof Y.XmlFragment))
      return;
    const source = this.sourceOf(at, paragraph);
    const next = new Y.XmlElement("paragraph") as StoredElement;
    container.insert(container.toArray().indexOf(paragraph) + 1, [next as unknown as Y.XmlElement]);
    for (const [name, value] of Object.entries(source.attributes)) next.setAttribute(name, value as AttributeValue);
    const made = next as unknown as Y.XmlElement;
    this.draft.noteCopies(moveTail(paragraph, text, at, made));
    deleteIds(text, IdSet.of([at]));
    // What is proposed about the paragraph is proposed about its parts.
    this.draft.noteCopies([{ copy: { ...idOf(made), length: 1 }, source: source.id }]);
    this.redirectJoins(idOf(paragraph), idOf(made));
    this.redirectDeletions(at, idOf(paragraph), idOf(made));
  }

  /** The paragraph in which a break was proposed: what it makes looks like that one, wherever its words stand now. */
  private sourceOf(at: IdRange, paragraph: Y.XmlElement): { id: Id; attributes: Record<string, unknown> } {
    const origin = this.draft.lineage.originOf(at);
    const text = this.draft.itemAt(origin)?.parent;
    const holder = text instanceof Y.XmlText ? text.parent : null;
    const id = holder instanceof Y.XmlElement ? idOf(holder) : idOf(paragraph);
    const attributes = this.joined.get(keyOf(id));
    return attributes ? { id, attributes } : { id: idOf(paragraph), attributes: paragraph.getAttributes() };
  }

  /** Others' proposals to join something to a paragraph follow its end. */
  private redirectJoins(from: Id, to: Id): void {
    for (const [key, record] of this.draft.records) {
      if (!isProposalRecord(record) || record.do !== "join") continue;
      if (this.targetOf(record.to) === keyOf(from))
        this.draft.records.set(key, { ...record, to: [to.client, to.clock] });
    }
  }

  /** The paragraph that a join is to now: a copy where the one that it names is gone. */
  private targetOf(to: RecordBlock): string {
    const [element] = this.draft.elements(to);
    return element ? keyOf(idOf(element)) : to.join(" ");
  }

  /** Somebody's proposal to delete a break that has been made now is one to join what it parted. */
  private redirectDeletions(at: IdRange, before: Id, after: Id): void {
    const { records } = this.draft;
    for (const { key, record } of readRecords(this.draft.document)) {
      if ((record.do !== "delete" && record.do !== "remove") || this.chosen.has(key) || !records.has(key)) continue;
      if (!IdSet.of(this.draft.withCopies(record.ids.map(asRange))).covers(at)) continue;
      const group = record.group ?? key.slice(-64);
      records.set(key, { ...record, group });
      records.set(partKey(key, after, "join"), {
        do: "join",
        block: [after.client, after.clock],
        to: [before.client, before.clock],
        group,
      });
    }
  }
}

interface Break {
  readonly range: IdRange;
  readonly isAccepted: boolean;
}

/**
 * The breaks proposed in a paragraph: accepted ones that part words that are there by then (of several the last), other accepted
 * ones where some words wait, and those, accepted or waiting, that part nothing.
 */
function sortBreaks(block: MarkedBlock, accepts: Accepts): { made: IdRange[]; idle: IdRange[]; alone: Break[] } {
  const made: IdRange[] = [];
  const alone: Break[] = [];
  /** Breaks since the last words that are accepted, and since the last words at all. */
  let [open, edge]: [Break[], Break[]] = [[], []];
  let idle: Break[] = [];
  let [hasWords, hasAny, hasWaiting] = [false, false, false];
  for (const piece of block.pieces) {
    if (isDeleted(piece, accepts)) continue;
    const isAccepted = acceptsPiece(piece, accepts);
    for (const [index, unit] of [...unitsOf(piece.text)].entries()) {
      if (piece.isPending && unit === PARAGRAPH_BREAK) {
        const found = { range: { ...piece.range, clock: piece.range.clock + index, length: 1 }, isAccepted };
        edge.push(found);
        if (isAccepted) open.push(found);
        continue;
      }
      if (!hasAny) alone.push(...edge);
      [hasAny, edge] = [true, []];
      if (!isAccepted) {
        hasWaiting = true;
        continue;
      }
      const last = hasWords ? open.pop() : undefined;
      if (last) made.push(last.range);
      idle.push(...open);
      [hasWords, open] = [true, []];
    }
  }
  alone.push(...edge);
  idle = [...idle, ...open].filter((each) => !alone.includes(each));
  return hasWaiting
    ? { made, idle: idle.map(({ range }) => range), alone }
    : { made, idle: [], alone: [...alone, ...idle] };
}

/** A key of the same person's for what became of a part of a record. */
function partKey(key: string, { client, clock }: Id, what: string): string {
  return `${key.slice(0, key.indexOf(":") + 1)}${client.toString(36)}-${clock.toString(36)}-${what}`;
}

/** Records by which words in a block would be deleted. */
function deletionsIn(block: MarkedBlock): PlacedRecord[] {
  const here = block.pieces.flatMap(({ records }) =>
    records.filter(({ record }) => record.do === "delete" || record.do === "remove"),
  );
  return [...here, ...block.children.flatMap(deletionsIn)];
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });

/** UTF-16 units, as ids count them. */
function* unitsOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) yield text.charAt(at);
}

function eachUnit({ client, clock, length }: IdRange): IdRange[] {
  return Array.from({ length }, (_, i) => ({ client, clock: clock + i, length: 1 }));
}
