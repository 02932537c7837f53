/**
 * Knows what somebody cuts and pastes elsewhere while proposing, and says so with a record: both are one proposal then (PR8).
 *
 * Invariants:
 * - Only what was cut last is moved. Every paste says so; of several the oldest counts that still stands.
 * - The record is written in the transaction that pastes, so that undo takes both back.
 */
import { must } from "@parley/base";
import type { RecordBlock } from "@parley/document";
import { type IdRange, IdSet } from "@parley/history";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { Gesture } from "../binding/remote-transactions.ts";
import { type Cutting, type OwnProposals, asIds, asRange } from "./own-proposals.ts";
import { identify, readWords } from "./shared-text.ts";

interface TakenPart {
  readonly path: readonly number[];
  readonly words: string;
}

/** What one change takes away and brings. */
export class MovedWords {
  readonly #own: OwnProposals;
  readonly #gesture: Gesture | null;
  readonly #taken: TakenPart[] = [];
  readonly #gone: IdRange[] = [];
  readonly #proposed: IdRange[] = [];
  #brought = "";
  /** Whether paragraphs come with words, and the paragraph into which others came. */
  #brings = false;
  #into: Y.XmlElement | null = null;
  #written: IdRange | null = null;

  constructor(own: OwnProposals, gesture: Gesture | null) {
    this.#own = own;
    this.#gesture = gesture;
  }

  /** Words of a paragraph go. */
  takeWords(paragraph: Y.XmlElement, from: number, to: number): void {
    if (this.#gesture === null) return;
    this.#taken.push({ path: [...pathOf(paragraph), from], words: readWords(paragraph, from, to) });
    this.#gone.push(...identify(paragraph, from, to).map(({ range }) => range));
  }

  /** A block goes with everything in it. */
  takeBlock(block: Y.XmlElement): void {
    if (this.#gesture === null) return;
    const words = (each: Y.XmlElement): string =>
      each.nodeName === "paragraph"
        ? readWords(each)
        : isLeaf(each)
          ? `<${each.nodeName}>`
          : childrenOf(each).map(words).join("");
    const ids = (each: Y.XmlElement): IdRange[] =>
      each.nodeName === "paragraph" ? identify(each).map(({ range }) => range) : childrenOf(each).flatMap(ids);
    this.#taken.push({ path: pathOf(block), words: words(block) });
    this.#gone.push(...ids(block));
  }

  /** That is only proposed. */
  propose(ranges: readonly IdRange[]): void {
    if (this.#gesture !== null) this.#proposed.push(...ranges);
  }

  /** Words come into a paragraph that is there. */
  bring(words: string, into: Y.XmlElement | null = null): void {
    this.#brought += words;
    if (into) this.#into = into;
  }

  bringBlocks(nodes: readonly Node[]): void {
    if (this.#gesture === null) return;
    this.#brings ||= nodes.some((node) => node.textContent !== "");
    for (const node of nodes) {
      if (!node.isTextblock && node.isLeaf) this.bring(`<${node.type.name}>`);
      node.descendants((each) => {
        if (each.isText) this.bring(each.text ?? "");
        else if (each.isBlock && each.isLeaf && !each.isTextblock) this.bring(`<${each.type.name}>`);
      });
    }
  }

  /** Has everything written, and takes note of the ids under which it was. */
  write(write: () => void): void {
    const { ydoc } = this.#own;
    const clock = Y.getState(ydoc.store, ydoc.clientID);
    write();
    const length = Y.getState(ydoc.store, ydoc.clientID) - clock;
    if (length > 0) this.#written = { client: ydoc.clientID, clock, length };
  }

  /** Once everything is written, says what was moved. */
  link(): void {
    const cutting = this.#cutting();
    if (this.#gesture === "cut") this.#own.cutting = cutting;
    if (this.#gesture !== "paste" && this.#gesture !== "drop") return;
    const moved = this.#gesture === "drop" ? cutting : this.#own.cutting;
    if (!moved || moved.from.length === 0 || this.#written === null) return;
    if (plain(this.#brought) !== plain(moved.words) || !this.#own.takesAny(moved.from)) return;
    const blocks = this.#isWhole(moved) ? this.#removeEmptied(moved) : [];
    this.#own.add({ do: "move", from: [...moved.from, ...blocks].map(asIds), to: [asIds(this.#written)] });
  }

  /** Whether the words stand by themselves where they are now, in paragraphs made for them. */
  #isWhole({ words }: Cutting): boolean {
    if (this.#brings) return true;
    const paragraph = this.#into;
    return paragraph !== null && this.#own.isInOwnBlock(paragraph) && plain(readWords(paragraph)) === plain(words);
  }

  /** A paragraph of which all words are moved to one of their own goes with them, instead of staying behind as an empty clause. */
  #removeEmptied({ from }: Cutting): IdRange[] {
    const own = this.#own;
    const gone = new IdSet();
    for (const [, record] of own.records())
      if (record.do === "delete") for (const range of record.ids) gone.add(asRange(range));
    const removed = new Set(
      own.records().flatMap(([, record]) => (record.do === "remove" ? [record.block.join()] : [])),
    );
    const left = [...paragraphsOf(own.ydoc, from)].filter((paragraph) => {
      const shown = identify(paragraph);
      const isEmptied = shown.length > 0 && shown.every(({ range }) => gone.covers(range));
      return isEmptied && !own.isInOwnBlock(paragraph) && !removed.has(idOf(paragraph).join());
    });
    return left.flatMap((paragraph) => {
      const [client, clock] = idOf(paragraph);
      const siblings = paragraph.parent instanceof Y.XmlFragment ? childrenOf(paragraph.parent) : [];
      // A cell keeps a paragraph.
      if (siblings.every((each) => left.includes(each) || removed.has(idOf(each).join()))) return [];
      own.add({ do: "remove", block: [client, clock], ids: [] });
      return [{ client, clock, length: 1 }];
    });
  }

  #cutting(): Cutting | null {
    if (this.#taken.length === 0) return null;
    const words = this.#taken
      .toSorted((a, b) => comparePaths(a.path, b.path))
      .map((each) => each.words)
      .join("");
    return { words, from: [...this.#proposed, ...this.#own.movedFrom(this.#gone)] };
  }
}

/** Words without what pasting may change: spaces, and the ends of paragraphs. */
const plain = (words: string): string => words.replaceAll(/[\s\u2028\u2029]/g, "");

const isLeaf = (element: Y.XmlElement): boolean => element.length === 0;

function idOf(element: Y.XmlElement): RecordBlock {
  const { client, clock } = must(element._item, "a shown element is part of the document").id;
  return [client, clock];
}

/** The paragraphs in which some characters stand. */
function paragraphsOf(ydoc: Y.Doc, ranges: readonly IdRange[]): Set<Y.XmlElement> {
  const found = new Set<Y.XmlElement>();
  for (const { client, clock, length } of ranges)
    for (let at = clock; at < clock + length;) {
      const item: Y.Item | Y.GC = Y.getItem(ydoc.store, Y.createID(client, at));
      const text = item instanceof Y.Item && !item.deleted ? item.parent : null;
      if (text instanceof Y.XmlText && text.parent instanceof Y.XmlElement) found.add(text.parent);
      at = item.id.clock + item.length;
    }
  return found;
}

const childrenOf = (element: Y.XmlFragment): Y.XmlElement[] =>
  element.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);

/** Where an element stands, as the index at each depth. */
function pathOf(element: Y.XmlElement): number[] {
  const path: number[] = [];
  for (let at: unknown = element; at instanceof Y.XmlElement; at = at.parent)
    path.unshift((at.parent as Y.XmlFragment).toArray().indexOf(at));
  return path;
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++)
    if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number);
  return a.length - b.length;
}
