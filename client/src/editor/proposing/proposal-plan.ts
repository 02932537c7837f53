/**
 * What is to be written so that a change of the writer becomes a proposal.
 *
 * Everything is planned before anything is written, so that a change that cannot be proposed is refused whole.
 */
import { must } from "@parley/base";
import type { AttributeValue } from "@parley/document";
import type { IdRange } from "@parley/history";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { Gesture } from "../binding/remote-transactions.ts";
import { type Formatting, replaceText } from "../binding/write-text.ts";
import { createElement, writeAttribute } from "../binding/write-content.ts";
import { MovedWords } from "./moved-words.ts";
import { type OwnProposals, asIds, asRange, grouped } from "./own-proposals.ts";
import { type IdentifiedRun, anchorAt, identify, identifyAll, insertPlain } from "./shared-text.ts";

/** Why a change cannot be proposed. */
export type UnproposableReason = "spans" | "blockInside" | "mixed" | "characters" | "removed";

export class UnproposableChange extends Error {
  readonly reason: UnproposableReason;

  constructor(reason: UnproposableReason) {
    super(`this change cannot be proposed: ${reason}`);
    this.name = "UnproposableChange";
    this.reason = reason;
  }
}

/** Text with one formatting that is to be put in. */
export interface NewRun {
  readonly text: string;
  readonly formatting: Formatting;
}

export class ProposalPlan {
  readonly own: OwnProposals;
  readonly #words: MovedWords;
  /** Changes of characters, in the order in which they were planned: from the end of the text to its start. */
  readonly #texts: (() => void)[] = [];
  /** New blocks come first: they are placed by neighbours, which may be moved. */
  readonly #additions: (() => void)[] = [];
  readonly #blocks: (() => void)[] = [];
  readonly #records: (() => void)[] = [];
  /** Own words that are taken back. */
  readonly #takenBack: IdRange[] = [];
  #group: string | null = null;
  /** Whether it would change how something looks that this person proposes to remove. */
  #isAboutRemoved = false;
  #caret: Y.RelativePosition | null = null;

  constructor(own: OwnProposals, gesture: Gesture | null) {
    this.own = own;
    this.#words = new MovedWords(own, gesture);
  }

  /** One name for everything in this gesture that belongs together. */
  get group(): string {
    this.#group ??= this.own.newGroup();
    return this.#group;
  }

  /** Where the caret belongs once everything is written, where it is not simply where it was. */
  get caret(): Y.RelativePosition | null {
    return this.#caret;
  }

  /** Whether all that it would do is to change how something looks that is to be removed. */
  get isOnlyAboutRemoved(): boolean {
    const writes = [this.#texts, this.#additions, this.#blocks, this.#records];
    return this.#isAboutRemoved && writes.every(({ length }) => length === 0);
  }

  /** Writes everything. Call it in a transaction. */
  carryOut(): void {
    this.#words.write(() => {
      for (const write of [...this.#additions, ...this.#texts, ...this.#blocks]) write();
    });
    if (this.#takenBack.length > 0) this.own.dropFormats(this.#takenBack);
    for (const write of this.#records) write();
    this.#words.link();
  }

  putCaret(paragraph: Y.XmlElement, offset: number): void {
    this.#caret = anchorAt(paragraph, offset);
  }

  /** Takes own pending characters back and proposes to delete the others. Returns whether all of them are taken back. */
  strike(paragraph: Y.XmlElement, from: number, to: number, group: string | null): boolean {
    this.#words.takeWords(paragraph, from, to);
    if (this.own.isWhollyOwn(paragraph)) {
      this.#texts.push(() => replaceText(paragraph, from, to, []));
      return true;
    }
    const runs = identify(paragraph, from, to).toReversed();
    const others = runs.flatMap(({ range }) => this.#ofOthers(paragraph, range));
    this.#words.propose(others);
    for (const run of runs) this.#takeBackRun(paragraph, run);
    if (others.length > 0) this.#records.push(() => this.own.recordDeletion(others, group));
    return others.length === 0;
  }

  /** The parts of a range that are this person's to take back. */
  #ofMine(paragraph: Y.XmlElement, range: IdRange): IdRange[] {
    return this.own.isInOwnBlock(paragraph) ? this.own.ownIn(range) : this.own.waitingIn(range);
  }

  /** The parts that are not. */
  #ofOthers(paragraph: Y.XmlElement, { client, clock, length }: IdRange): IdRange[] {
    const parts: IdRange[] = [];
    let at = clock;
    for (const mine of this.#ofMine(paragraph, { client, clock, length })) {
      if (mine.clock > at) parts.push({ client, clock: at, length: mine.clock - at });
      at = mine.clock + mine.length;
    }
    if (at < clock + length) parts.push({ client, clock: at, length: clock + length - at });
    return parts;
  }

  /** The own words in a block and in what stands in it go. */
  #takeBack(block: Y.XmlElement): void {
    if (block.nodeName !== "paragraph") {
      for (const child of block.toArray()) if (child instanceof Y.XmlElement) this.#takeBack(child);
      return;
    }
    for (const run of identify(block).toReversed()) this.#takeBackRun(block, run);
  }

  #takeBackRun(paragraph: Y.XmlElement, { from, range }: IdentifiedRun): void {
    for (const part of this.#ofMine(paragraph, range).toReversed()) {
      const start = from + part.clock - range.clock;
      this.#takenBack.push(part);
      this.#texts.push(() => replaceText(paragraph, start, start + part.length, []));
    }
  }

  /** Puts text in; `caret` is an offset in it. `inherited` is the formatting of the character before it. */
  insert(
    paragraph: Y.XmlElement,
    at: number,
    runs: readonly NewRun[],
    options: { inherited: Formatting; caret: number | null },
  ): void {
    const text = runs.map((run) => run.text).join("");
    if (text === "") return;
    this.#words.bring(text, paragraph);
    const isOwn = this.own.isInOwnBlock(paragraph);
    this.#texts.push(() => {
      if (isOwn) replaceText(paragraph, at, at, runs);
      else this.#insertPlainly(paragraph, at, runs, options.inherited);
      if (options.caret !== null) this.#caret = anchorAt(paragraph, at + options.caret);
    });
  }

  #insertPlainly(paragraph: Y.XmlElement, at: number, runs: readonly NewRun[], inherited: Formatting): void {
    const ids = insertPlain(paragraph, at, runs.map((run) => run.text).join(""));
    let { clock } = ids;
    for (const { text, formatting } of runs) {
      const range = { client: ids.client, clock, length: text.length };
      for (const [mark, value] of formattingChanges(inherited, formatting))
        this.own.recordFormat([range], { mark, value }, this.group);
      clock += text.length;
    }
  }

  /** Formats characters that stay: own ones in an own block directly, others as a proposal. */
  format(paragraph: Y.XmlElement, from: number, to: number, before: Formatting, after: Formatting): void {
    const changes = formattingChanges(before, after);
    if (changes.length === 0) return;
    const runs = identify(paragraph, from, to);
    const isOwn = this.own.isInOwnBlock(paragraph);
    for (const run of isOwn ? runs : [])
      for (const mine of this.#ofMine(paragraph, run.range)) {
        const start = run.from + mine.clock - run.range.clock;
        this.#texts.push(() => formatText(paragraph, start, start + mine.length, Object.fromEntries(changes)));
      }
    const ranges = runs.flatMap(({ range }) => (isOwn ? this.#ofOthers(paragraph, range) : [range]));
    if (ranges.length === 0) return;
    for (const [mark, value] of changes)
      this.#records.push(() => this.own.recordFormat(ranges, { mark, value }, this.group));
  }

  setAttribute(element: Y.XmlElement, node: Node, name: string, value: AttributeValue): void {
    if (this.own.mayChange(element)) this.#blocks.push(() => writeAttribute(element, node, name, value));
    else if (name === "colspan" || name === "rowspan") throw new UnproposableChange("spans");
    // Nobody would see it: what is to be gone looks like nothing.
    else if (this.own.removes(idOf(element))) this.#isAboutRemoved = true;
    else {
      const isDefault = JSON.stringify(value) === JSON.stringify(node.type.spec.attrs?.[name]?.default);
      this.#records.push(() =>
        this.own.recordAttribute({
          do: "set",
          block: idOf(element),
          name,
          value: isDefault ? null : value,
          ...grouped(this.group),
        }),
      );
    }
  }

  /** Brings new blocks, before an element or at the end of a container. `caret` is an offset in one of them. */
  addBlocks(
    parent: Y.XmlFragment,
    before: Y.XmlElement | null,
    nodes: readonly Node[],
    caret: { index: number; offset: number } | null,
  ): void {
    if (nodes.length === 0) return;
    this.#words.bringBlocks(nodes);
    this.#additions.push(() => {
      const made = nodes.map((node) => createElement(node, new Map()));
      const at = before === null ? parent.length : parent.toArray().indexOf(before);
      parent.insert(at, made);
      if (caret !== null) this.#caret = anchorAt(must(made[caret.index], "the caret's block is new"), caret.offset);
    });
  }

  /**
   * Takes an own block away, or proposes to remove it with the words that are seen in it. Of an own block in which others have written
   * the own words go, and the rest is proposed to be removed: it is theirs.
   */
  removeBlock(element: Y.XmlElement): void {
    this.#words.takeBlock(element);
    if (this.own.isWhollyOwn(element)) {
      this.#blocks.push(() => deleteElement(element));
      return;
    }
    const isOwn = this.own.isInOwnBlock(element);
    const all = identifyAll(element);
    if (isOwn) this.#takeBack(element);
    const ids = (isOwn ? all.flatMap((range) => this.#ofOthers(element, range)) : all).map(asIds);
    const [client, clock] = idOf(element);
    this.#words.propose([{ client, clock, length: 1 }, ...ids.map(asRange)]);
    this.#records.push(() => {
      this.own.joinDeletions(ids.map(asRange));
      this.own.add({ do: "remove", block: idOf(element), ids, ...grouped(this.group) });
    });
  }

  /** Joins a paragraph to the one before it: really where one of them is proposed, as a proposal where both are agreed. */
  join(paragraph: Y.XmlElement, to: Y.XmlElement): void {
    const [isOwn, isToOwn] = [this.own.isWhollyOwn(paragraph), this.own.isWhollyOwn(to)];
    if (!isOwn && !isToOwn) {
      // Once it is joined it has no looks of its own.
      this.#records.push(() => this.own.dropAttributes(idOf(paragraph)));
      this.#records.push(() =>
        this.own.add({ do: "join", block: idOf(paragraph), to: idOf(to), ...grouped(this.group) }),
      );
      return;
    }
    this.#blocks.push(() => {
      if (isOwn) {
        const end = lengthOf(to);
        this.#move(paragraph, to, end);
        this.#caret = anchorAt(to, end);
      } else {
        const end = lengthOf(to);
        this.#move(to, paragraph, 0);
        this.#caret = anchorAt(paragraph, end);
      }
    });
  }

  /** Ends an own paragraph at `at` and goes on in new ones. */
  split(
    paragraph: Y.XmlElement,
    at: number,
    nodes: readonly Node[],
    caret: { index: number; offset: number } | null,
  ): void {
    this.#texts.push(() => {
      replaceText(paragraph, at, lengthOf(paragraph), []);
      const parent = paragraph.parent as Y.XmlFragment;
      const made = nodes.map((node) => createElement(node, new Map()));
      parent.insert(parent.toArray().indexOf(paragraph) + 1, made);
      if (caret !== null) this.#caret = anchorAt(must(made[caret.index], "the caret's block is new"), caret.offset);
    });
  }

  #move(from: Y.XmlElement, to: Y.XmlElement, at: number): void {
    const runs = readRuns(from);
    if (this.own.isInOwnBlock(to)) replaceText(to, at, at, runs);
    else if (runs.length > 0) insertPlain(to, at, runs.map((run) => run.text).join(""));
    deleteElement(from);
  }
}

function idOf(element: Y.XmlElement): readonly [number, number] {
  const { id } = must(element._item, "a shown element is part of the document");
  return [id.client, id.clock];
}

function lengthOf(paragraph: Y.XmlElement): number {
  return paragraph.toArray().reduce((sum, piece) => sum + (piece instanceof Y.XmlText ? piece.length : 0), 0);
}

function deleteElement(element: Y.XmlElement): void {
  const { parent } = element;
  if (!(parent instanceof Y.XmlFragment)) return;
  const at = parent.toArray().indexOf(element);
  if (at >= 0) parent.delete(at, 1);
}

function readRuns(paragraph: Y.XmlElement): NewRun[] {
  return paragraph.toArray().flatMap((piece) => {
    if (!(piece instanceof Y.XmlText)) return [];
    const delta = piece.toDelta() as readonly { insert: string; attributes?: Formatting }[];
    return delta.map(({ insert, attributes }) => ({ text: insert, formatting: attributes ?? {} }));
  });
}

function formatText(paragraph: Y.XmlElement, from: number, to: number, change: Record<string, unknown>): void {
  let start = 0;
  for (const piece of paragraph.toArray()) {
    if (!(piece instanceof Y.XmlText)) continue;
    const [first, last] = [Math.max(from, start), Math.min(to, start + piece.length)];
    if (first < last) piece.format(first - start, last - first, change);
    start += piece.length;
  }
}

type FormatChange = readonly [mark: string, value: Readonly<Record<string, AttributeValue>> | null];

function formattingChanges(before: Formatting, after: Formatting): FormatChange[] {
  const changes: FormatChange[] = [];
  for (const mark of Object.keys(before)) if (!(mark in after)) changes.push([mark, null]);
  for (const [mark, value] of Object.entries(after))
    if (JSON.stringify(before[mark]) !== JSON.stringify(value))
      changes.push([mark, value as Readonly<Record<string, AttributeValue>>]);
  return changes;
}
