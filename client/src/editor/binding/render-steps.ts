/**
 * Turns "the document is now shown as these nodes" into the smallest steps, so that carets, selections and decorations
 * of everything that did not change stay where they are.
 */
import { type Node, Fragment, Slice } from "@tiptap/pm/model";
import { type Transaction, TextSelection } from "@tiptap/pm/state";
import { type Transform, ReplaceStep } from "@tiptap/pm/transform";
import { changedChildren } from "./changed-children.ts";

/** Nodes beside what names them for ever: the shared element each one shows. */
export interface KeyedNodes {
  readonly keys: readonly object[];
  readonly nodes: readonly Node[];
}

/** The shared children of a container: as they were shown, and as they are now. `null` for a block without children. */
export type ChildKeys = (key: object) => { readonly before: readonly object[]; readonly after: KeyedNodes } | null;

/** One change, in positions of the document before all of them. */
type Change = (tr: Transform) => void;

/**
 * Adds the steps that turn the document of `tr` into `after` and keeps the writer's caret before what others insert at
 * its place. `before` are the keys of the top-level blocks as shown.
 */
export function addRenderSteps(
  tr: Transaction,
  before: readonly object[],
  after: KeyedNodes,
  childKeys: ChildKeys,
): void {
  const { selection } = tr;
  const firstStep = tr.steps.length;
  for (const change of collect(tr.doc, 0, before, after, childKeys).toReversed()) change(tr);
  const wanted = Fragment.from(after.nodes);
  if (!tr.doc.content.eq(wanted)) {
    // Two changes met in a way the small steps do not express; the whole is always right.
    tr.step(new ReplaceStep(0, tr.doc.content.size, new Slice(wanted, 0, 0)));
  }
  if (selection instanceof TextSelection) {
    const mapping = tr.mapping.slice(firstStep);
    const anchor = tr.doc.resolve(mapping.map(selection.anchor, -1));
    const head = tr.doc.resolve(mapping.map(selection.head, -1));
    if (anchor.parent.isTextblock && head.parent.isTextblock) tr.setSelection(new TextSelection(anchor, head));
  }
}

/** Changes in rising order, so that the last can be applied first. */
function collect(
  parent: Node,
  contentStart: number,
  before: readonly object[],
  after: KeyedNodes,
  childKeys: ChildKeys,
): Change[] {
  const matches = matchKeys(before, after.keys);
  const starts: number[] = [contentStart];
  parent.forEach((child, offset) => starts.push(contentStart + offset + child.nodeSize));
  const startAt = (index: number): number => starts[index] ?? contentStart;
  const split = splitOrJoin(parent, after, matches.length, startAt);
  if (split) return [split];
  const changes: Change[] = [];
  let oldIndex = 0;
  let newIndex = 0;
  for (const [matchedOld, matchedNew] of [...matches, [before.length, after.keys.length] as const]) {
    const added = after.nodes.slice(newIndex, matchedNew);
    if (added.length > 0 || matchedOld > oldIndex)
      changes.push(replacement(startAt(oldIndex), startAt(matchedOld), added));
    const old = matchedOld < parent.childCount ? parent.child(matchedOld) : null;
    const node = after.nodes[matchedNew];
    const key = after.keys[matchedNew];
    if (old && node && key && old !== node)
      changes.push(...pairChanges(old, node, startAt(matchedOld), childKeys, key));
    oldIndex = matchedOld + 1;
    newIndex = matchedNew + 1;
  }
  return changes;
}

/**
 * A split or join shows as one changed block beside one that is new or gone. One step over both keeps the carets that
 * stand in the moved text. `null` when the change is anything else.
 */
function splitOrJoin(
  parent: Node,
  after: KeyedNodes,
  matchCount: number,
  startAt: (index: number) => number,
): Change | null {
  const oldCount = parent.childCount;
  const newCount = after.nodes.length;
  const shorter = Math.min(oldCount, newCount);
  if (Math.abs(oldCount - newCount) !== 1 || matchCount !== shorter) return null;
  let first = 0;
  while (first < shorter && parent.child(first) === after.nodes[first]) first++;
  let last = 0;
  while (last < shorter - first && parent.child(oldCount - 1 - last) === after.nodes.at(-1 - last)) last++;
  if (shorter - first - last !== 1) return null;
  const from = startAt(first);
  const oldPart = Fragment.from(parent.children.slice(first, oldCount - last));
  const newPart = Fragment.from(after.nodes.slice(first, newCount - last));
  const step = differenceStep(oldPart, newPart, from);
  return (tr) => {
    if (step && tr.maybeStep(step).failed === null) return;
    tr.step(new ReplaceStep(from, from + oldPart.size, new Slice(newPart, 0, 0)));
  };
}

/** Turns the document of `tr` into `after` by one step over what differs. */
export function addDifferenceStep(tr: Transaction, after: readonly Node[]): void {
  const before = tr.doc.children;
  const { start, endBefore, endAfter } = changedChildren(before, after);
  const old = Fragment.from(before.slice(start, endBefore));
  const wanted = Fragment.from(after.slice(start, endAfter));
  if (old.eq(wanted)) return;
  let at = 0;
  for (let index = 0; index < start; index++) at += tr.doc.child(index).nodeSize;
  const step = wanted.size === 0 ? new ReplaceStep(at, at + old.size, Slice.empty) : differenceStep(old, wanted, at);
  if (step === null || tr.maybeStep(step).failed !== null) replaceAll(tr, after);
}

/** Turns the document of `tr` into `after`, whatever it is. */
export function replaceAll(tr: Transaction, after: readonly Node[]): void {
  const content = Fragment.from(after);
  if (!content.eq(tr.doc.content)) tr.replaceWith(0, tr.doc.content.size, content);
}

/** The one replacement between two fragments; `at` is where the old one starts. `null` when they are equal. */
function differenceStep(before: Fragment, after: Fragment, at: number): ReplaceStep | null {
  const start = before.findDiffStart(after);
  const end = before.findDiffEnd(after);
  if (start === null || end === null) return null;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const container = after.firstChild?.type.schema.topNodeType.create(null, after);
  if (!container) return null;
  return new ReplaceStep(at + start, at + end.a + overlap, container.slice(start, end.b + overlap));
}

function replacement(from: number, to: number, nodes: readonly Node[]): Change {
  return (tr) => void tr.step(new ReplaceStep(from, to, new Slice(Fragment.from(nodes), 0, 0)));
}

function pairChanges(old: Node, node: Node, at: number, childKeys: ChildKeys, key: object): Change[] {
  if (old.type !== node.type || (old.isLeaf && !old.isTextblock)) return [replacement(at, at + old.nodeSize, [node])];
  const changes: Change[] = [];
  for (const [name, value] of Object.entries(node.attrs)) {
    if (old.attrs[name] !== value) changes.push((tr) => void tr.setNodeAttribute(at, name, value));
  }
  const children = childKeys(key);
  if (children) return [...changes, ...collect(old, at + 1, children.before, children.after, childKeys)];
  const start = old.content.findDiffStart(node.content);
  const end = old.content.findDiffEnd(node.content);
  if (start === null || end === null) return changes;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const slice = new Slice(node.content.cut(start, end.b + overlap), 0, 0);
  changes.push((tr) => void tr.step(new ReplaceStep(at + 1 + start, at + 1 + end.a + overlap, slice)));
  return changes;
}

/** Pairs of indexes with the same key, rising on both sides; the longest such row. */
function matchKeys(before: readonly object[], after: readonly object[]): (readonly [number, number])[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before.at(-1 - end) === after.at(-1 - end)) end++;
  const pairs: (readonly [number, number])[] = [];
  for (let index = 0; index < start; index++) pairs.push([index, index]);
  const indexAfter = new Map(after.slice(start, after.length - end).map((key, index) => [key, start + index] as const));
  let lastAfter = start - 1;
  for (let index = start; index < before.length - end; index++) {
    const key = before[index];
    const match = key ? indexAfter.get(key) : undefined;
    if (match === undefined || match <= lastAfter) continue;
    pairs.push([index, match]);
    lastAfter = match;
  }
  for (let index = end; index > 0; index--) pairs.push([before.length - index, after.length - index]);
  return pairs;
}
