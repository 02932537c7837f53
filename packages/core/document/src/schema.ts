/**
 * The document's schema, as data: which nodes and marks exist, what may stand in what, and which values an attribute may hold.
 *
 * Duty: the one place that the editor, the server's guard, import and export take the schema from.
 * Invariants:
 * - Paragraphs are flat (like Word's `w:p`): style, list, depth and alignment are attributes, never node types. In the
 *   binding a change of type loses a colleague's concurrent words, a change of attribute does not.
 * - Every paragraph attribute has the default `null`, which is never stored; so a plain paragraph costs one Yjs item.
 * - Content expressions use `*`: two valid deletions that meet must not make a node invalid (the binding would erase it).
 * - There are no inline nodes. A line break is the character U+000A; mentions and variables are marks on text. An inline
 *   node would split the text run, and the tail would be re-created under a new author.
 * - Any change here raises `SCHEMA_VERSION`; older editors are then read-only.
 */

/** Raised by every change of this file's meaning. It is part of the handshake of our editor. */
export const SCHEMA_VERSION = 3;

/** Name of the Y.XmlFragment that holds the document. Other programs rely on it. */
export const FRAGMENT_NAME = "default";

/** A value that an attribute may hold in the document. */
export type AttributeValue = string | number | boolean | null | readonly (number | null)[];

/** What one attribute is: its default and which values are valid. `null` is valid wherever it is the default. */
export interface AttributeSpec {
  readonly default: AttributeValue;
  readonly accepts: (value: unknown) => boolean;
}

/** What one node is. `content` is a ProseMirror content expression; a leaf has none. */
export interface NodeSpec {
  readonly content: string | null;
  readonly group: string | null;
  /** Node names that may stand directly in it; `text` for text. Derived by hand from `content`, checked by a test. */
  readonly children: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
}

/** What one mark is. A mark without attributes is stored as `{}`. */
export interface MarkSpec {
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  /** Whether typing at its end continues it. */
  readonly inclusive: boolean;
  /** Marks that cannot stand on the same text; `_` for all. */
  readonly excludes: string | null;
}

const oneOf = (...values: readonly string[]): AttributeSpec => ({
  default: null,
  accepts: (value) => typeof value === "string" && values.includes(value),
});
const integer = (min: number, max: number, fallback: number | null = null): AttributeSpec => ({
  default: fallback,
  accepts: (value) => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
});
const text = (maxLength: number, pattern?: RegExp): AttributeSpec => ({
  default: null,
  accepts: (value) => typeof value === "string" && value.length <= maxLength && (pattern?.test(value) ?? true),
});
const flag: AttributeSpec = { default: null, accepts: (value) => typeof value === "boolean" };

/** Paragraph styles beside plain body text (`null`). */
export const paragraphStyles = ["title", "heading", "quote", "code"] as const;
export type ParagraphStyle = (typeof paragraphStyles)[number];

/** What a paragraph is as a clause. When it is broken in two, one half keeps it, never both. */
export const clauseAttributes = ["clause", "library", "condition"] as const;

/** Whether an attribute says what a paragraph is as a clause. */
export function isClauseAttribute(name: string): boolean {
  return (clauseAttributes as readonly string[]).includes(name);
}

/** Kinds of list that a paragraph may belong to. Orthogonal to its style: a numbered heading is style `heading`, list `number`. */
export const listKinds = ["bullet", "number", "check"] as const;
export type ListKind = (typeof listKinds)[number];

/** Deepest list or indent level; Word has nine levels, 0 to 8. */
export const MAX_DEPTH = 8;

const alignment = oneOf("center", "end", "justify");

const cellAttributes: Readonly<Record<string, AttributeSpec>> = {
  colspan: integer(1, 100, 1),
  rowspan: integer(1, 1_000, 1),
  /** Pixel width of each column the cell spans, or null when never resized. */
  colwidth: {
    default: null,
    accepts: (value) =>
      Array.isArray(value) &&
      value.length <= 100 &&
      value.every((width) => width === null || (Number.isInteger(width) && width >= 0 && width <= 5_000)),
  },
};

const blockNames = ["paragraph", "table", "image", "horizontalRule", "pageBreak", "signatureBlock"] as const;

/** Every node of the schema by its name, which is also its Yjs `nodeName`. */
export const nodeSpecs: Readonly<Record<string, NodeSpec>> = {
  doc: { content: "block*", group: null, children: blockNames, attributes: {} },
  paragraph: {
    content: "text*",
    group: "block",
    children: ["text"],
    attributes: {
      style: oneOf(...paragraphStyles),
      /** Heading level, 1 to 6; only with style `heading`. */
      level: integer(1, 6),
      list: oneOf(...listKinds),
      /** List level, or the indent of a paragraph that is in no list. `null` is 0. */
      depth: integer(1, MAX_DEPTH),
      /** Which list a numbered paragraph counts in; paragraphs with the same id share counters. */
      listId: text(64),
      /** Template of the number, for example `第{1:chinese}条` or `{1}.{2}`; see numbering.ts. */
      format: text(64),
      /** The number this paragraph restarts at, when it restarts. */
      start: integer(0, 100_000),
      /** State of a check-list item. */
      checked: flag,
      align: alignment,
      /** Its id as a clause, by which references name it; it stays when numbers change. Where two have the same, the first in reading order is it. */
      clause: text(64),
      /** The clause of the library that its words were taken from: `<id>@<version>`. */
      library: text(80, /^[^\s@]+@[^\s@]+$/),
      /** Under which choice a template takes it along: `confidential=yes`. Means nothing elsewhere. */
      condition: text(120),
    },
  },
  table: { content: "tableRow*", group: "block", children: ["tableRow"], attributes: {} },
  tableRow: {
    content: "(tableCell | tableHeader)*",
    group: null,
    children: ["tableCell", "tableHeader"],
    attributes: {},
  },
  tableCell: { content: "block*", group: null, children: blockNames, attributes: cellAttributes },
  tableHeader: { content: "block*", group: null, children: blockNames, attributes: cellAttributes },
  image: {
    content: null,
    group: "block",
    children: [],
    attributes: {
      /** Id of a picture stored with this document; pictures from elsewhere are not shown. */
      imageId: text(36, /^[0-9a-f-]{36}$/),
      alt: text(500),
      /** Shown width in pixels; the height follows. */
      width: integer(16, 4_000),
      align: alignment,
    },
  },
  horizontalRule: { content: null, group: "block", children: [], attributes: {} },
  pageBreak: { content: null, group: "block", children: [], attributes: {} },
  signatureBlock: {
    content: null,
    group: "block",
    children: [],
    attributes: {
      /** Who signs here, as written on the line: 甲方, "Provider". */
      label: text(120),
      /** The organisation's name. */
      organisation: text(240),
    },
  },
};

const plainMark: MarkSpec = { attributes: {}, inclusive: true, excludes: null };

/** Highlight colours by name; the client's theme decides how each looks in light and dark. */
export const highlightColours = ["yellow", "green", "blue", "pink"] as const;

/** Only addresses that a browser can follow without running anything. */
export function isSafeHref(href: string): boolean {
  return /^(https?:\/\/|mailto:|tel:|#)[^\s\p{Cc}]*$/iu.test(href) && href.length <= 2_000;
}

/** Every mark of the schema by its name, which is also its key in the text's formatting. */
export const markSpecs: Readonly<Record<string, MarkSpec>> = {
  bold: plainMark,
  italic: plainMark,
  underline: plainMark,
  strike: plainMark,
  code: { attributes: {}, inclusive: true, excludes: null },
  superscript: { attributes: {}, inclusive: true, excludes: "subscript" },
  subscript: { attributes: {}, inclusive: true, excludes: "superscript" },
  highlight: { attributes: { colour: oneOf(...highlightColours) }, inclusive: true, excludes: null },
  link: {
    attributes: { href: { default: null, accepts: (value) => typeof value === "string" && isSafeHref(value) } },
    inclusive: false,
    excludes: null,
  },
  /** A person mentioned in the text; the text is `@` and the name as it was when mentioned. */
  mention: { attributes: { personId: text(36, /^[0-9a-f-]{36}$/) }, inclusive: false, excludes: null },
  /** A value that stands in several places: its name, and in which form it stands here, for example `figures` or `capitals`. */
  variable: { attributes: { name: text(64), form: text(24) }, inclusive: false, excludes: null },
  /** A reference to a clause. Its text is only the label as it was last; what is shown is computed (references.ts). */
  reference: { attributes: { clause: text(64) }, inclusive: false, excludes: null },
};

/** Whether a value may be stored for this attribute. Absent (`undefined`) means the default. */
export function attributeAccepts(spec: AttributeSpec, value: unknown): boolean {
  return value === undefined || (value === null && spec.default === null) || spec.accepts(value);
}

/** Whether a node may have this value for an attribute; `null` takes one away that it may have. */
export function nodeAccepts(node: string, name: string, value: unknown): boolean {
  const attributes = Object.hasOwn(nodeSpecs, node) ? nodeSpecs[node]?.attributes : undefined;
  const spec = attributes && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return spec !== undefined && (value === null || attributeAccepts(spec, value));
}
