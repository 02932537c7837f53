/**
 * Writes what the writer changed into the shared document.
 *
 * Invariants:
 * - Only the difference between the nodes last shown (`nodes`) and the present ones is written; whatever else the
 *   shared document holds stays as it is.
 * - A paragraph whose style, list, depth or alignment changes keeps its element and its text: only attributes are set.
 * - When a paragraph is split or two are joined, the element with more of the text lives on, so the least is re-created.
 */
import type { AttributeValue } from "@parley/document";
import { assert, must } from "@parley/base";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { changedChildren } from "./changed-children.ts";
import { KeptWords } from "./kept-words.ts";
import { type NodesByElement, type SharedParent, childElements } from "./read-content.ts";
import { type WritersHand, replacementsIn } from "./replaced-words.ts";
import { newTextPiece, writeParagraphText } from "./write-text.ts";

/** A gap with more pairs than this is matched by order instead of by likeness. */
const MAX_PAIRS = 2_500;

/** Brings a container's shared children, shown as `before`, to `after` and records in `nodes` what they are shown as from now on. */
export function writeChildren(
  parent: SharedParent,
  before: readonly Node[],
  after: readonly Node[],
  nodes: NodesByElement,
  hand: WritersHand,
): void {
  const elements = childElements(parent);
  assert(elements.length === before.length, "every shared element has been shown");
  const { start, endBefore, endAfter } = changedChildren(before, after);
  const [were, are] = [before.slice(start, endBefore), after.slice(start, endAfter)];
  const kept = were.length !== are.length ? new KeptWords(were, are, hand.caret) : null;
  const pairs = matchGap(were, are);
  let index = start;
  for (const pair of pairs) {
    const element = pair.old === null ? null : must(elements[start + pair.old], "a matched element exists");
    if (element === null) {
      const node = must(pair.node, "a pair has a side");
      const made = createElement(node, nodes);
      parent.insert(index, [made]);
      index++;
    } else if (pair.node === null) {
      forget(element, nodes);
      parent.delete(index, 1);
    } else {
      const neighbours = kept && pair.old !== null ? kept.replacements(pair.old, are.indexOf(pair.node)) : null;
      writeElement(element, pair.node, nodes, { ...hand, neighbours });
      index++;
    }
  }
}

interface Pair {
  readonly old: number | null;
  readonly node: Node | null;
}

/** Matches old and new neighbours so that the most text stays where it is. Never crosses two matches. */
export function matchGap(before: readonly Node[], after: readonly Node[]): Pair[] {
  if (before.length === 0) return after.map((node) => ({ old: null, node }));
  if (after.length === 0) return before.map((_node, old) => ({ old, node: null }));
  if (before.length * after.length > MAX_PAIRS) return matchByOrder(before, after);

  const width = after.length + 1;
  const score = new Float64Array((before.length + 1) * width);
  const at = (i: number, j: number): number => score[i * width + j] ?? 0;
  const likenesses = before.map((old) => after.map((node) => likeness(old, node)));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const alike = likenesses[i]?.[j] ?? 0;
      score[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), alike > 0 ? at(i + 1, j + 1) + alike : 0);
    }
  }
  const pairs: Pair[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const alike = likenesses[i]?.[j] ?? 0;
    const node = after[j] ?? null;
    if (i < before.length && j < after.length && alike > 0 && at(i, j) === at(i + 1, j + 1) + alike)
      pairs.push({ old: i++, node: after[j++] ?? null });
    else if (i < before.length && (j >= after.length || at(i, j) === at(i + 1, j)))
      pairs.push({ old: i++, node: null });
    else {
      pairs.push({ old: null, node });
      j++;
    }
  }
  return pairs;
}

function matchByOrder(before: readonly Node[], after: readonly Node[]): Pair[] {
  const pairs: Pair[] = [];
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index++) {
    const old = before[index];
    const node = after[index] ?? null;
    if (old && node && likeness(old, node) > 0) pairs.push({ old: index, node });
    else {
      if (old) pairs.push({ old: index, node: null });
      if (node) pairs.push({ old: null, node });
    }
  }
  return pairs;
}

/** How much of `old` would stay if it became `node`: 0 when it cannot, otherwise 1 and more. */
function likeness(old: Node, node: Node): number {
  if (old === node) return 1_000_000;
  if (old.type !== node.type) return 0;
  if (old.isTextblock) {
    const a = old.textContent;
    const b = node.textContent;
    const shorter = Math.min(a.length, b.length);
    let start = 0;
    while (start < shorter && a[start] === b[start]) start++;
    let end = 0;
    while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    return 1 + start + end;
  }
  if (old.isLeaf) return old.eq(node) ? 3 : 1;
  let same = 0;
  const kept = new Set<Node>(old.children);
  node.forEach((child) => {
    if (kept.has(child)) same += 10;
  });
  return 1 + same;
}

function writeElement(element: Y.XmlElement, node: Node, nodes: NodesByElement, hand: WritersHand): void {
  const shown = must(nodes.get(element), "a matched element has been shown");
  if (shown === node) return;
  for (const [name, value] of Object.entries(node.attrs)) {
    if (!sameValue(shown.attrs[name], value)) writeAttribute(element, node, name, value as AttributeValue);
  }
  if (node.isTextblock) {
    if (!shown.content.eq(node.content)) writeParagraphText(element, shown, node, replacementsIn(shown, node, hand));
  } else if (!node.isLeaf) writeChildren(element, shown.children, node.children, nodes, hand);
  nodes.set(element, node);
}

/** Gives a shared element an attribute of the node that shows it. */
export function writeAttribute(element: Y.XmlElement, node: Node, name: string, value: AttributeValue): void {
  // The typings know only strings; the shared type stores any JSON value.
  const stored = element as unknown as Y.XmlElement<Record<string, AttributeValue>>;
  if (value === null || sameValue(value, node.type.spec.attrs?.[name]?.default)) stored.removeAttribute(name);
  else stored.setAttribute(name, value);
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}

/** Makes the shared form of a node with everything in it. */
export function createElement(node: Node, nodes: NodesByElement): Y.XmlElement {
  const element = new Y.XmlElement(node.type.name);
  for (const [name, value] of Object.entries(node.attrs)) {
    if (value !== null && !sameValue(value, node.type.spec.attrs?.[name]?.default))
      writeAttribute(element, node, name, value as AttributeValue);
  }
  if (node.isTextblock) {
    const piece = newTextPiece(node);
    if (piece) element.insert(0, [piece]);
  } else if (!node.isLeaf) {
    element.insert(
      0,
      node.children.map((child) => createElement(child, nodes)),
    );
  }
  nodes.set(element, node);
  return element;
}

function forget(element: Y.XmlElement, nodes: NodesByElement): void {
  nodes.delete(element);
  for (const child of element.toArray()) if (child instanceof Y.XmlElement) forget(child, nodes);
}
