/**
 * Going back to a version: the change that makes the present read as it did, and what the row states about it.
 *
 * Invariants:
 * - [VE7] what is the same in both is not touched; what comes back is a copy of what it was, so its authors stay its authors.
 * - [VE9] only agreed text is restored, and to what was agreed then. What was only proposed then does not come back; what waits now
 *   stands beside the same words as before, and where none of them is left and the block around it goes, the block becomes part of it.
 * - The document itself is not touched: the change is made on a copy and comes back as an update. History goes on; nothing is undone.
 */
import type { AttributeValue, Marks } from "@parley/document";
import { documentFragment } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { applyExactly } from "../apply-exactly.ts";
import type { RowStatement } from "../statement.ts";
import { compareVersions } from "./compare-versions.ts";
import type { BlockFace, ComparedBlock, ComparedPiece } from "./comparison.ts";
import { Pen } from "./pen.ts";
import { deletedIn, namingWhatStood } from "./standing-sources.ts";
import type { PresentDocument } from "./present-document.ts";
import { WaitingPlan } from "./waiting-plan.ts";

/** What to take into the log as one row; `null` when the present reads like the version already. */
export interface Restoration {
  readonly update: Uint8Array;
  readonly statement: RowStatement;
  /** What stands, goes, and is put nowhere else. */
  readonly gone: IdSet;
  /** Blocks that go but for what waits in them, which from then on stands beside nothing that it stood beside. */
  readonly partedBlocks: number;
  /** The version and what was there before the change, from which it was made. */
  readonly compared: readonly ComparedBlock[];
}

/** Makes the change that restores what was agreed at a row, written under a Yjs client id of the server's. */
export function restoreVersion(document: PresentDocument, seq: number, clientId: number): Restoration | null {
  const scratch = new Y.Doc({ gc: false });
  scratch.clientID = clientId;
  applyExactly(scratch, [Y.encodeStateAsUpdate(document.ydoc)]);
  const compared = compareVersions(document, seq, document.seq, "proposed");
  const work = new Restoring(document, new WaitingPlan(document, seq, compared));
  const updates: Uint8Array[] = [];
  const fragment = documentFragment(scratch);
  scratch.on("update", (update: Uint8Array) => updates.push(update));
  scratch.transact(() => work.container(fragment, compared));
  scratch.destroy();
  if (updates.length === 0) return null;
  const { reopened, carried } = work;
  const update = Y.mergeUpdates(updates);
  const copies = namingWhatStood(document, update, work.copies);
  // The copy of what waits would wait; this one stands for what was agreed.
  const agreed = copies
    .filter(({ copy, source }) => document.pending.slice({ ...source, length: copy.length }).length > 0)
    .map(({ copy }) => copy);
  const decision = JSON.stringify({ restored: seq });
  return {
    update,
    statement: { copies: [...copies, ...carried], agreed, deletedFor: [], reopened, decision },
    gone: goneWith(update, [...copies, ...carried]),
    partedBlocks: reopened.length,
    compared,
  };
}

function goneWith(update: Uint8Array, copies: readonly CopiedRange[]): IdSet {
  return deletedIn(update).difference(IdSet.of(copies.map(({ copy, source }) => ({ ...source, length: copy.length }))));
}

class Restoring {
  readonly copies: CopiedRange[] = [];
  /** Copies of what waits, and waits where it is put. */
  readonly carried: CopiedRange[] = [];
  readonly reopened: { range: IdRange; seq: number }[] = [];
  private readonly document: PresentDocument;
  private readonly waiting: WaitingPlan;
  /** What moved, by where it was. */
  private readonly moved = new Map<string, ComparedBlock>();

  constructor(document: PresentDocument, waiting: WaitingPlan) {
    this.document = document;
    this.waiting = waiting;
  }

  /** Makes the children of an element those that it had. */
  container(parent: Y.XmlFragment, blocks: readonly ComparedBlock[]): void {
    if (!(parent instanceof Y.XmlElement)) this.noteMoved(blocks);
    let at = 0;
    // Children that are no elements are none of the content's blocks.
    const skip = (): void => {
      while (at < parent.length && !(parent.get(at) instanceof Y.XmlElement)) at++;
    };
    const stays = (block: ComparedBlock): boolean =>
      (block.fate === "added" || block.fate === "moved") && this.firstWaiting(block) !== null;
    for (const block of this.waiting.blocksInOrder(blocks, stays)) {
      skip();
      if (block.fate === "kept") this.keep(parent.get(at++) as unknown as Y.XmlElement, block);
      else if (block.fate === "added" || block.fate === "moved") {
        const waits = this.firstWaiting(block);
        if (waits === null) parent.delete(at, 1);
        else this.leaveWaiting(parent.get(at++) as unknown as Y.XmlElement, block, waits);
      } else if (this.create(parent, at, block)) at++;
    }
  }

  /** The row that proposed the first thing in a block that waits for a decision; `null` when nothing does. A break alone parts nothing. */
  private firstWaiting(block: ComparedBlock): number | null {
    const rowOf = ({ client, clock }: Id): number => this.document.pending.get(client, clock) ?? this.document.seq;
    if (block.isPending) return rowOf((block.after as BlockFace).id);
    for (const piece of block.pieces) {
      const { isPending, text, to } = piece;
      if (this.waiting.isCarried(piece)) continue;
      if (isPending && to && text.replaceAll(PARAGRAPH_BREAK, "") !== "") return rowOf(to);
    }
    for (const child of block.children) {
      const seq = this.firstWaiting(child);
      if (seq !== null) return seq;
    }
    return null;
  }

  /** A block goes and something in it waits: it stays as a part of that proposal, without the words that were agreed. */
  private leaveWaiting(element: Y.XmlElement, block: ComparedBlock, seq: number): void {
    if (block.isPending) return;
    const { client, clock } = (block.after as BlockFace).id;
    this.reopened.push({ range: { client, clock, length: 1 }, seq });
    this.emptyAgreed(element, block);
  }

  private emptyAgreed(element: Y.XmlElement, block: ComparedBlock): void {
    if (block.name === "paragraph") {
      const pen = new Pen(element);
      for (const piece of block.pieces) {
        const { isPending, to, text } = piece;
        if (to === null) continue;
        if (isPending && !this.waiting.isCarried(piece)) pen.pass(text.length, {});
        else pen.delete(text.length);
      }
      return;
    }
    // A row keeps its cells, and a cell a paragraph.
    const present = block.children.filter((child) => child.after !== null);
    let at = 0;
    for (const child of present) {
      while (at < element.length && !(element.get(at) instanceof Y.XmlElement)) at++;
      if (child.isPending) at++;
      else if (this.firstWaiting(child) !== null || block.name === "tableRow" || isFirstLine(block, child, present[0]))
        this.emptyAgreed(element.get(at++) as unknown as Y.XmlElement, child);
      else element.delete(at, 1);
    }
  }

  private noteMoved(blocks: readonly ComparedBlock[]): void {
    for (const block of blocks) {
      if (block.fate === "moved" && block.before) this.moved.set(keyOf(block.before.id), block);
      this.noteMoved(block.children);
    }
  }

  private keep(element: Y.XmlElement, block: ComparedBlock): void {
    // All that differs, told as somebody's change or not: a paragraph that was joined to another took its settings.
    const [before, after] = [block.before?.attributes ?? {}, block.after?.attributes ?? {}];
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      if (JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
        setAttribute(element, name, before[name] ?? null);
    if (block.name === "paragraph") this.words(element, block.pieces);
    else this.container(element, block.children);
  }

  private create(parent: Y.XmlFragment, at: number, placeholder: ComparedBlock): boolean {
    const { before } = placeholder;
    const block = placeholder.fate === "left" && before ? this.moved.get(keyOf(before.id)) : placeholder;
    if (!before || !block) return false;
    const element = new Y.XmlElement(block.name);
    parent.insert(at, [element]);
    for (const [name, value] of Object.entries(before.attributes)) setAttribute(element, name, value);
    const id = element._item?.id;
    if (id) this.copies.push({ copy: { client: id.client, clock: id.clock, length: 1 }, source: before.id });
    if (block.name === "paragraph") this.words(element, block.pieces.filter(isOfOldSide).map(asGone));
    else this.refill(element, block.children);
    return true;
  }

  /** Fills a block that was made anew with everything that it had. */
  private refill(element: Y.XmlElement, children: readonly ComparedBlock[]): void {
    let at = 0;
    for (const child of children) {
      if (child.fate === "added" || child.fate === "moved") continue;
      if (this.create(element, at, child)) at++;
    }
  }

  /** Walks through the words that are there: what came goes, what went comes back where it was. */
  private words(element: Y.XmlElement, pieces: readonly ComparedPiece[]): void {
    const pen = new Pen(element);
    for (const whole of this.waiting.inOrder(pieces))
      for (const { piece, arrives } of this.waiting.withArriving(whole))
        if (arrives) this.write(pen, piece.text, piece.marksAfter, { from: piece.to, into: this.carried });
        else this.piece(pen, piece);
  }

  private piece(pen: Pen, piece: ComparedPiece): void {
    const { fate, text, formatting, isPending, marksBefore, from } = piece;
    if (fate === "kept")
      pen.pass(text.length, Object.fromEntries(formatting.map(({ name, before }) => [name, before] as const)));
    else if (isPending && !this.waiting.isCarried(piece)) pen.pass(text.length, {});
    else if (piece.to !== null) pen.delete(text.length);
    else this.write(pen, text, marksBefore, { from, into: this.copies });
  }

  /** Writes a copy of what has the ids `from`, and notes it. */
  private write(
    pen: Pen,
    text: string,
    marks: Marks | undefined,
    { from, into }: { readonly from: IdRange | null; readonly into: CopiedRange[] },
  ): void {
    if (!from) return;
    let source = { client: from.client, clock: from.clock };
    for (const copy of pen.write(text, marks ?? {})) {
      into.push({ copy, source });
      source = { client: source.client, clock: source.clock + copy.length };
    }
  }
}

/** A proposed end of a paragraph. */
const PARAGRAPH_BREAK = "\u2029";
const isFirstLine = ({ name }: ComparedBlock, child: ComparedBlock, first: ComparedBlock | undefined): boolean =>
  (name === "tableCell" || name === "tableHeader") && child === first && child.name === "paragraph";
const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;
const isOfOldSide = ({ fate }: ComparedPiece): boolean => fate === "kept" || fate === "deleted" || fate === "left";
const asGone = (piece: ComparedPiece): ComparedPiece =>
  piece.fate === "kept" ? { ...piece, fate: "left", to: null, formatting: [] } : piece;

function setAttribute(element: Y.XmlElement, name: string, value: AttributeValue): void {
  // The typings know only strings; the shared type stores any JSON value.
  const stored = element as unknown as Y.XmlElement<Record<string, AttributeValue>>;
  if (value === null) stored.removeAttribute(name);
  else stored.setAttribute(name, value);
}
