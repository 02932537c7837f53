/**
 * What is shown of the shared document: which node shows which element, and which children every container had.
 *
 * Invariants:
 * - Once linked, the node of every element is the child of its container's node at the same place: the very same object.
 * - What has changed is forgotten with everything around it, and read anew when it is to be shown.
 * - Blocks that did not change are the very nodes that they were. So with two thousand of them a key passes over them, and reads,
 *   links and writes only what it changed.
 */
import type { Node, Schema } from "@tiptap/pm/model";
import * as Y from "yjs";
import { changedChildren } from "./changed-children.ts";
import { type NodesByElement, type SharedParent, childElements, readChildren, readElement } from "./read-content.ts";
import type { ChildKeys, KeyedNodes } from "./render-steps.ts";

export class ShownBlocks {
  readonly nodes: NodesByElement = new Map();
  readonly #fragment: Y.XmlFragment;
  #doc: Node | null = null;
  #keys = new Map<SharedParent, readonly Y.XmlElement[]>();
  /** Whether a container may have got or lost children since `#keys` was taken. */
  #keysAreOld = true;
  /** Top-level blocks that are to be read anew; `null` is all of them. */
  #changed: Set<Y.XmlElement> | null = null;

  constructor(fragment: Y.XmlFragment) {
    this.#fragment = fragment;
  }

  /** The shared document as nodes, as it is shown; a paragraph that is held as it was when it was taken. `null` before anything is shown. */
  get doc(): Node | null {
    return this.#doc;
  }

  /** The children of a container as they are shown. */
  childrenOf(parent: SharedParent): readonly Y.XmlElement[] {
    return this.#keys.get(parent) ?? [];
  }

  /** Everything is to be read anew. */
  forgetAll(): void {
    this.nodes.clear();
    this.#keysAreOld = true;
    this.#changed = null;
  }

  /** These shared types have changed. A paragraph that is held stays as it is known. */
  forget(types: Iterable<unknown>, held: Y.XmlElement | undefined): void {
    for (const type of types) {
      if (!(type instanceof Y.XmlText)) this.#keysAreOld = true;
      if (type === this.#fragment) this.#changed = null;
      this.#forgetWithParents(type, held);
    }
  }

  /** Shows an element as this node, whatever the shared document has. */
  set(element: Y.XmlElement, node: Node): void {
    this.#forgetWithParents(element, undefined);
    this.nodes.set(element, node);
  }

  #forgetWithParents(type: unknown, held: Y.XmlElement | undefined): void {
    for (let at = type; at instanceof Y.AbstractType; at = at.parent) {
      if (!(at instanceof Y.XmlElement)) continue;
      if (at !== held) this.nodes.delete(at);
      if (at.parent === this.#fragment) this.#changed?.add(at);
    }
  }

  /** The top-level blocks as the shared document has them now. Throws `UnknownContentError`. */
  read(schema: Schema): readonly Node[] {
    if (this.#doc === null || this.#changed === null) return readChildren(this.#fragment, schema, this.nodes);
    if (this.#changed.size === 0) return this.#doc.children;
    const elements = childElements(this.#fragment);
    const blocks = [...this.#doc.children];
    for (const element of this.#changed) {
      const index = elements.indexOf(element);
      if (index >= 0) blocks[index] = readElement(element, schema, this.nodes);
    }
    return blocks;
  }

  /** What was read is now shown as `doc`: the node of every element is from now on the one in it. */
  link(read: readonly Node[], doc: Node): void {
    this.#link(childElements(this.#fragment), read, doc);
    this.#doc = doc;
    this.#changed = new Set();
    if (this.#keysAreOld) this.#rememberKeys();
  }

  /** What `doc` shows was written, in a transaction that changed these shared types; the nodes of what was written are known. */
  written(doc: Node, types: Iterable<unknown>): void {
    this.#doc = doc;
    // Most keys change a text and no block.
    if ([...types].some((type) => !(type instanceof Y.XmlText))) this.#rememberKeys();
  }

  #link(elements: readonly Y.XmlElement[], before: readonly Node[], node: Node): void {
    const { start, endAfter } = changedChildren(before, node.children);
    for (let index = start; index < endAfter; index++) {
      const [element, shown] = [elements[index], node.child(index)];
      if (!element || this.nodes.get(element) === shown) continue;
      const known = this.nodes.get(element)?.children ?? [];
      this.nodes.set(element, shown);
      if (!shown.isTextblock && !shown.isLeaf) this.#link(childElements(element), known, shown);
    }
  }

  /** For an element of the shared document: its children as they were shown and as they were read. */
  readonly childKeys: ChildKeys = (key) => {
    const element = key as Y.XmlElement;
    const before = this.#keys.get(element);
    const node = this.nodes.get(element);
    if (!before || !node || node.isTextblock || node.isLeaf) return null;
    const after: KeyedNodes = { keys: childElements(element), nodes: node.children };
    return { before, after };
  };

  #rememberKeys(): void {
    const keys = new Map<SharedParent, readonly Y.XmlElement[]>();
    const visit = (parent: SharedParent): void => {
      const children = childElements(parent);
      keys.set(parent, children);
      for (const child of children) if (child.nodeName !== "paragraph") visit(child);
    };
    visit(this.#fragment);
    this.#keys = keys;
    this.#keysAreOld = false;
  }
}
