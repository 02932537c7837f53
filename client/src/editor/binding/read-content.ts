/**
 * Reads the shared document into ProseMirror nodes without ever writing to it.
 * What this page does not know is never dropped: an unknown node stops the editor, an unknown mark or attribute is
 * left alone where it stands (`write-content.ts` only touches what the writer changed).
 */
import { type AttributeValue, attributeAccepts, markSpecs, nodeSpecs } from "@parley/document";
import { type Mark, type Node, type Schema, Fragment } from "@tiptap/pm/model";
import * as Y from "yjs";
import { type Spans, fitsInGrid, withoutSpans } from "./clip-spans.ts";

/** The ProseMirror node that each shared element was last shown as. */
export type NodesByElement = Map<Y.XmlElement, Node>;

/** A container of blocks, rows or cells in the shared document. */
export type SharedParent = Y.XmlFragment | Y.XmlElement;

/** The document holds a kind of node that this page does not know; it must not be edited here. */
export class UnknownContentError extends Error {
  readonly contentName: string;

  constructor(contentName: string) {
    super(`the document holds content of an unknown kind: ${contentName}`);
    this.name = "UnknownContentError";
    this.contentName = contentName;
  }
}

/** The elements in a container, in order. Throws `UnknownContentError` for anything but known elements. */
export function childElements(parent: SharedParent): readonly Y.XmlElement[] {
  const children = childrenOf(parent);
  if (known.has(children)) return children as readonly Y.XmlElement[];
  for (const child of children)
    if (!(child instanceof Y.XmlElement)) throw new UnknownContentError(child.constructor.name);
  if (children === keptChildren.get(parent)) known.add(children);
  return children as readonly Y.XmlElement[];
}

/** Kept children of which all are elements. */
const known = new WeakSet<readonly Child[]>();

type Child = ReturnType<Y.XmlFragment["toArray"]>[number];

/**
 * Everything in a container, in order. The blocks of a whole document are kept: there are thousands, and they are asked for
 * several times with every key. In a transaction that changes which blocks there are, they are read anew.
 */
export function childrenOf(parent: SharedParent): readonly Child[] {
  const { doc } = parent;
  if (
    parent instanceof Y.XmlElement ||
    doc === null ||
    doc._transactionCleanups.some((each) => hasChanged(each, parent))
  )
    return parent.toArray();
  let kept = keptChildren.get(parent);
  if (kept === undefined)
    doc.on("beforeObserverCalls", (transaction) => {
      if (hasChanged(transaction, parent)) keptChildren.set(parent, null);
    });
  if (!kept) keptChildren.set(parent, (kept = parent.toArray()));
  return kept;
}

/** `null` when they have changed since. */
const keptChildren = new WeakMap<Y.XmlFragment, readonly Child[] | null>();

function hasChanged({ changed }: Y.Transaction, parent: Y.XmlFragment): boolean {
  return (changed as ReadonlyMap<unknown, unknown>).has(parent);
}

/** The text pieces of a paragraph. Two people who start an empty paragraph at once make two; they read as one text. */
export function textPieces(paragraph: Y.XmlElement): Y.XmlText[] {
  return paragraph.toArray().map((child) => {
    if (child instanceof Y.XmlText) return child;
    throw new UnknownContentError(child.constructor.name);
  });
}

/** The blocks, rows or cells of a container as nodes. Elements in `nodes` are reused, others are read and added. */
export function readChildren(parent: SharedParent, schema: Schema, nodes: NodesByElement): Node[] {
  return childElements(parent).map((element) => readElement(element, schema, nodes));
}

/** An element as a node: the one in `nodes`, or one that is read and added to it. */
export function readElement(element: Y.XmlElement, schema: Schema, nodes: NodesByElement): Node {
  const known = nodes.get(element);
  if (known) return known;
  const type = schema.nodes[element.nodeName];
  const spec = nodeSpecs[element.nodeName];
  if (!type || !spec || type === schema.topNodeType) throw new UnknownContentError(element.nodeName);
  const attributes: Record<string, AttributeValue> = {};
  const stored: Record<string, unknown> = element.getAttributes();
  for (const [name, attribute] of Object.entries(spec.attributes)) {
    const value = stored[name];
    attributes[name] =
      value !== undefined && attributeAccepts(attribute, value) ? (value as AttributeValue) : attribute.default;
  }
  const content = type.isTextblock
    ? textPieces(element).flatMap((piece) => readText(piece, schema))
    : type.isLeaf
      ? []
      : readChildren(element, schema, nodes);
  const whole = type.create(attributes, Fragment.from(content));
  const node = type.name !== "table" || fitsInGrid(storedSpans(element)) ? whole : withoutSpans(whole);
  nodes.set(element, node);
  if (node !== whole) recordCells(element, node, nodes);
  return node;
}

/** The spans that the shared document holds for a table's cells, row by row. */
function storedSpans(table: Y.XmlElement): Spans[][] {
  const span = (cell: Y.XmlElement, name: "colspan" | "rowspan"): number => {
    const value: unknown = cell.getAttribute(name);
    return typeof value === "number" ? value : 1;
  };
  return childElements(table).map((row) =>
    childElements(row).map((cell) => ({ colspan: span(cell, "colspan"), rowspan: span(cell, "rowspan") })),
  );
}

/** Records rows and cells as they are shown, which is not as they were read. */
function recordCells(element: Y.XmlElement, node: Node, nodes: NodesByElement): void {
  childElements(element).forEach((child, index) => {
    const shown = node.child(index);
    nodes.set(child, shown);
    if (shown.type.name === "tableRow") recordCells(child, shown, nodes);
  });
}

interface DeltaPart {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function readText(text: Y.XmlText, schema: Schema): Node[] {
  const delta: readonly DeltaPart[] = text.toDelta();
  return delta.flatMap((part) => {
    if (typeof part.insert !== "string") throw new UnknownContentError("embedded content");
    return part.insert === "" ? [] : [schema.text(part.insert, readMarks(part.attributes ?? {}, schema))];
  });
}

/** Known marks of a formatting record, in the schema's order. */
function readMarks(formatting: Readonly<Record<string, unknown>>, schema: Schema): readonly Mark[] {
  let marks: readonly Mark[] = [];
  for (const [name, value] of Object.entries(formatting)) {
    const type = schema.marks[name];
    const spec = markSpecs[name];
    if (!type || !spec || value === null || value === undefined) continue;
    const stored = (typeof value === "object" ? value : {}) as Readonly<Record<string, unknown>>;
    const attributes: Record<string, AttributeValue> = {};
    for (const [key, attribute] of Object.entries(spec.attributes)) {
      const each = stored[key];
      attributes[key] =
        each !== undefined && attributeAccepts(attribute, each) ? (each as AttributeValue) : attribute.default;
    }
    marks = type.create(attributes).addToSet(marks);
  }
  return marks;
}
