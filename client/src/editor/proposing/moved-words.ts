/**
 * Knows what somebody cuts and pastes elsewhere while proposing, and says so with a record: both are one proposal then (PR8).
 *
 * Invariants:
 * - Only what was cut last is moved. Every paste says so; of several the oldest counts that still stands.
 * - The record is written in the transaction that pastes, so that undo takes both back.
 */
import type { IdRange } from "@parley/history";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { Gesture } from "../binding/remote-transactions.ts";
import { type Cutting, type OwnProposals, asIds } from "./own-proposals.ts";
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

  bring(words: string): void {
    this.#brought += words;
  }

  bringBlocks(nodes: readonly Node[]): void {
    if (this.#gesture === null) return;
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
    this.#own.add({ do: "move", from: moved.from.map(asIds), to: [asIds(this.#written)] });
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

const childrenOf = (element: Y.XmlElement): Y.XmlElement[] =>
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
