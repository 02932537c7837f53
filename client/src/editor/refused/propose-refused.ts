/**
 * What the server has refused, as proposals.
 *
 * A page may have changed agreed text directly when the right to was taken away, or taken back words that were accepted at the same moment.
 * The server refuses that, and what it refuses is never part of the document. Here the same change is made once more, as a proposal:
 * what stands now is compared with the same document plus the refused change, so that nothing which others wrote meanwhile is touched.
 *
 * Invariants:
 * - Everything is written in one transaction: an interruption leaves all of it or nothing.
 * - What cannot be proposed is left out, and its words are given back.
 */
import { must } from "@parley/base";
import {
  FRAGMENT_NAME,
  PROPOSALS_NAME,
  type ProposalRecord,
  type RecordRange,
  isProposalRecord,
  recordAuthor,
} from "@parley/document";
import { Fragment, type Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { DocumentBinding } from "../binding/document-binding.ts";
import { type SharedParent, childElements, readChildren } from "../binding/read-content.ts";
import type { OwnProposals } from "../proposing/own-proposals.ts";

/** The page's document as it is open now. */
export interface ShownDocument {
  readonly binding: DocumentBinding;
  readonly own: OwnProposals;
  readonly personId: string;
  /** What is shown of it. */
  readonly shown: () => Node;
}

/** Neighbouring blocks that the refused change wants to be others. Indexes of blocks. */
interface WantedBlocks {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly Node[];
}

/** What became of a refused change. */
export interface Reproposed {
  /** The words of each change that cannot be proposed, one line per paragraph. */
  readonly leftOut: readonly string[];
  /** Whether it gave looks to what this person proposes, and nothing else: they proposed it before and do so now, which is no news to them. */
  readonly isOwnLook: boolean;
}

/** Proposes what `refused` changes in the shown document. */
export function proposeRefused(refused: Y.Doc, { binding, own, personId, shown }: ShownDocument): Reproposed {
  const ydoc = must(binding.fragment.doc, "the fragment belongs to a document");
  const wanted = new Y.Doc();
  Y.applyUpdate(wanted, Y.encodeStateAsUpdate(ydoc));
  Y.applyUpdate(wanted, Y.encodeStateAsUpdate(refused));
  const fragment = wanted.getXmlFragment(FRAGMENT_NAME);
  const nodes = readChildren(fragment, shown().type.schema, new Map());
  const leftOut: string[] = [];
  let isOwnLook = true;
  ydoc.transact(() => {
    carryRecords(wanted, ydoc, personId);
    const changes = findChanges(binding.fragment, shown().children, fragment, nodes);
    const elements = childElements(binding.fragment);
    isOwnLook = changes.every(({ from, to, blocks }) =>
      areOwnLooks(elements.slice(from, to), shown().children.slice(from, to), blocks, own),
    );
    // From the end, so that the indexes of what is left to be done stay right.
    for (const { from, to, blocks } of changes.toReversed()) {
      const before = shown().children;
      let isProposed = true;
      const onUnproposable = (): void => {
        isProposed = false;
      };
      binding.propose([...before.slice(0, from), ...blocks, ...before.slice(to)], { own, onUnproposable });
      if (!isProposed) leftOut.unshift(wordsOf(blocks));
    }
  }, binding);
  wanted.destroy();
  return { leftOut, isOwnLook: isOwnLook && leftOut.length === 0 };
}

/** Whether blocks say what they said, and look otherwise only where this person proposes the block. */
function areOwnLooks(
  elements: readonly Y.XmlElement[],
  shown: readonly Node[],
  wanted: readonly Node[],
  own: OwnProposals,
): boolean {
  return (
    shown.length === wanted.length &&
    elements.every((element, index) => {
      const [before, after] = [must(shown[index], "it is shown"), must(wanted[index], "as many are wanted")];
      if (before.eq(after)) return true;
      if (before.type !== after.type) return false;
      if (before.isTextblock || before.isLeaf)
        return before.textContent === after.textContent && own.isInOwnBlock(element);
      return before.sameMarkup(after) && areOwnLooks(childElements(element), before.children, after.children, own);
    })
  );
}

/** Where one container's children differ from the other's. A block that is the same element is compared, however much it has changed. */
function findChanges(
  fragment: SharedParent,
  shown: readonly Node[],
  wantedFragment: SharedParent,
  wanted: readonly Node[],
): WantedBlocks[] {
  const elements = childElements(fragment);
  const wantedElements = childElements(wantedFragment);
  const indexes = new Map(elements.map((element, index) => [keyOf(element), index] as const));
  const changes: WantedBlocks[] = [];
  let at = 0;
  let blocks: Node[] = [];
  /** Which of `blocks` are blocks that stand here, by their indexes; new ones are not in it. */
  let kept = new Map<Node, number>();
  const close = (until: number): void => {
    if (until > at || blocks.length > 0) changes.push(...apart({ from: at, to: until, blocks }, shown, kept));
    blocks = [];
    kept = new Map();
  };
  wantedElements.forEach((element, index) => {
    const node = must(wanted[index], "every element was read");
    const here = indexes.get(keyOf(element));
    const same = here === undefined ? null : (shown[here] ?? null);
    if (here === undefined || same === null) blocks.push(node);
    else if (!same.eq(node)) {
      const changed = reuse(must(elements[here], "it is known"), same, element, node);
      blocks.push(changed);
      kept.set(changed, here);
    } else {
      close(here);
      at = here + 1;
    }
  });
  close(elements.length);
  return changes;
}

/** How much of a paragraph's end tells that it was joined to the one before. */
const JOINED_END = 4;

/**
 * Neighbours that changed, each by itself where one only went and another only reads differently: together they would be taken for a
 * paragraph that was joined, and looks of it would be lost.
 */
function apart(change: WantedBlocks, shown: readonly Node[], kept: ReadonlyMap<Node, number>): WantedBlocks[] {
  if (change.blocks.length === 0 || kept.size !== change.blocks.length) return [change];
  const wantedAt = new Map([...kept].map(([node, index]) => [index, node] as const));
  const alone: WantedBlocks[] = [];
  let before = "";
  for (let index = change.from; index < change.to; index++) {
    const node = wantedAt.get(index);
    const gone = shown[index]?.textContent ?? "";
    if (node === undefined && gone !== "" && before.endsWith(gone.slice(-JOINED_END))) return [change];
    if (node) before = node.textContent;
    alone.push({ from: index, to: index + 1, blocks: node ? [node] : [] });
  }
  return alone;
}

/** A block as it is wanted, with the nodes that are shown for everything in it that stays as it is. */
function reuse(element: Y.XmlElement, shown: Node, wantedElement: Y.XmlElement, wanted: Node): Node {
  if (wanted.isTextblock || wanted.isLeaf) return wanted;
  const elements = childElements(element);
  const indexes = new Map(elements.map((child, index) => [keyOf(child), index] as const));
  const children = childElements(wantedElement).map((child, index) => {
    const node = wanted.child(index);
    const here = indexes.get(keyOf(child));
    if (here === undefined || here >= shown.childCount) return node;
    const same = shown.child(here);
    return same.eq(node) ? same : reuse(must(elements[here], "it is known"), same, child, node);
  });
  return wanted.copy(Fragment.from(children));
}

/** Own records that were refused along with the words are written, or taken back, as far as they speak of what is here. */
function carryRecords(wanted: Y.Doc, ydoc: Y.Doc, personId: string): void {
  const [from, to] = [wanted, ydoc].map((each) => each.getMap<unknown>(PROPOSALS_NAME)) as [
    Y.Map<unknown>,
    Y.Map<unknown>,
  ];
  const isHere = ([client, clock]: readonly [number, number, ...unknown[]]): boolean =>
    clock < Y.getState(ydoc.store, client);
  for (const key of new Set([...from.keys(), ...to.keys()])) {
    if (recordAuthor(key) !== personId) continue;
    const value = from.get(key);
    if (value === undefined) to.delete(key);
    else if (isProposalRecord(value) && JSON.stringify(value) !== JSON.stringify(to.get(key))) {
      const record = cutToKnown(value, isHere, (client) => Y.getState(ydoc.store, client));
      if (record) to.set(key, record);
    }
  }
}

function cutToKnown(
  record: ProposalRecord,
  isHere: (id: readonly [number, number, ...unknown[]]) => boolean,
  clockOf: (client: number) => number,
): ProposalRecord | null {
  const known = (ranges: readonly RecordRange[]): RecordRange[] =>
    ranges
      .filter(isHere)
      .map(([client, clock, length]): RecordRange => [client, clock, Math.min(length, clockOf(client) - clock)]);
  if (record.do === "move") {
    const [from, to] = [known(record.from), known(record.to)];
    return from.length > 0 && to.length > 0 ? { ...record, from, to } : null;
  }
  if ("block" in record && !isHere(record.block)) return null;
  if ("to" in record && !isHere(record.to)) return null;
  if (!("ids" in record)) return record;
  const ids = known(record.ids);
  return ids.length > 0 || record.do === "remove" ? { ...record, ids } : null;
}

function wordsOf(blocks: readonly Node[]): string {
  const lines: string[] = [];
  for (const block of blocks) {
    if (block.isTextblock) lines.push(block.textContent);
    else block.descendants((node) => void (node.isTextblock && lines.push(node.textContent)));
  }
  return lines.filter((line) => line !== "").join("\n");
}

function keyOf(element: Y.XmlElement): string {
  const { id } = must(element._item, "an element in a container has an item");
  return `${id.client} ${id.clock}`;
}
