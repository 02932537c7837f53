/**
 * Between Yjs and plain content: seeding a new document and reading one without changing it.
 *
 * Invariants: reading never writes (the binding's own conversion deletes what it does not know, even on the server);
 * text that the schema does not know cannot be here, because the guard refused it.
 */
import * as Y from "yjs";
import type {
  Attributes,
  BlockContent,
  CellContent,
  DocumentContent,
  Marks,
  ParagraphContent,
  TextRun,
} from "./content.ts";
import { type AttributeValue, FRAGMENT_NAME, nodeSpecs } from "./schema.ts";

/** The document's root. */
export function documentFragment(ydoc: Y.Doc): Y.XmlFragment {
  return ydoc.getXmlFragment(FRAGMENT_NAME);
}

/** Overlapping marks of one name are stored as `name--hash`; the part before is the mark's name. */
export function markName(key: string): string {
  const dashes = key.indexOf("--");
  return dashes < 0 ? key : key.slice(0, dashes);
}

function elementOf(name: string, attributes: Attributes | undefined): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    // The library's type says strings; it stores any JSON value, which is what the binding writes, too.
    if (value !== null) element.setAttribute(key, value as string);
  }
  return element;
}

function paragraphElement(paragraph: ParagraphContent): Y.XmlElement {
  const element = elementOf("paragraph", paragraph.attributes);
  const runs = paragraph.runs.filter((run) => run.text !== "");
  if (runs.length > 0) {
    const text = new Y.XmlText();
    text.applyDelta(
      runs.map((run) => ({ insert: run.text, attributes: { ...run.marks } })),
      { sanitize: false },
    );
    element.insert(0, [text]);
  }
  return element;
}

function cellAttributes(attributes: Attributes | undefined): Attributes {
  return { colspan: 1, rowspan: 1, ...attributes };
}

/** A block as a Yjs element, ready to be inserted. */
export function blockElement(block: BlockContent): Y.XmlElement {
  if (block.type === "paragraph") return paragraphElement(block);
  if (block.type !== "table") return elementOf(block.type, block.attributes);
  const table = elementOf("table", undefined);
  table.insert(
    0,
    block.rows.map((row) => {
      const element = elementOf("tableRow", undefined);
      element.insert(
        0,
        row.cells.map((cell) => {
          const cellElement = elementOf(cell.type, cellAttributes(cell.attributes));
          cellElement.insert(0, cell.blocks.map(blockElement));
          return cellElement;
        }),
      );
      return element;
    }),
  );
  return table;
}

/** The update that creates `content` in an empty document, written under the given Yjs client id. Only the server seeds. */
export function seedUpdate(content: DocumentContent, clientId: number): Uint8Array {
  const ydoc = new Y.Doc({ gc: false });
  ydoc.clientID = clientId;
  documentFragment(ydoc).insert(0, content.blocks.map(blockElement));
  const update = Y.encodeStateAsUpdate(ydoc);
  ydoc.destroy();
  return update;
}

function readAttributes(element: Y.XmlElement): Attributes {
  return knownAttributes(element.nodeName, Object.entries(element.getAttributes() as Record<string, unknown>));
}

/** Stored attributes of a node as content has them, in the order of the schema: equal documents read equal, however they were written. */
export function knownAttributes(nodeName: string, stored: Iterable<readonly [string, unknown]>): Attributes {
  const specs = Object.hasOwn(nodeSpecs, nodeName) ? (nodeSpecs[nodeName]?.attributes ?? {}) : {};
  const values = new Map(stored);
  const result: Record<string, AttributeValue> = {};
  for (const [key, spec] of Object.entries(specs)) {
    const value = values.get(key);
    // Defaults are left out.
    if (value !== undefined && value !== null && value !== spec.default) result[key] = value as AttributeValue;
  }
  return result;
}

/** Stored formatting as content has it; `undefined` for none. */
export function readMarks(attributes: Record<string, unknown> | undefined): Marks | undefined {
  const entries = Object.entries(attributes ?? {}).filter(([, value]) => value !== null);
  if (entries.length === 0) return undefined;
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [markName(key), (value ?? {}) as Attributes]));
}

function readRuns(element: Y.XmlElement): TextRun[] {
  const runs: TextRun[] = [];
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlText)) continue;
    for (const part of child.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
      if (typeof part.insert !== "string" || part.insert === "") continue;
      const marks = readMarks(part.attributes);
      const last = runs.at(-1);
      // Two runs of text beside each other with equal marks are one for the reader.
      if (last && JSON.stringify(last.marks) === JSON.stringify(marks))
        runs[runs.length - 1] = { ...last, text: last.text + part.insert };
      else runs.push(marks ? { text: part.insert, marks } : { text: part.insert });
    }
  }
  return runs;
}

function withAttributes<const T extends object>(base: T, attributes: Attributes): T & { attributes?: Attributes } {
  return Object.keys(attributes).length > 0 ? { ...base, attributes } : base;
}

function readBlock(element: Y.XmlElement): BlockContent | null {
  const attributes = readAttributes(element);
  switch (element.nodeName) {
    case "paragraph":
      return withAttributes({ type: "paragraph", runs: readRuns(element) }, attributes);
    case "table":
      return {
        type: "table",
        rows: elementsOf(element).map((row) => ({
          type: "tableRow",
          cells: elementsOf(row).map((cell): CellContent =>
            withAttributes(
              { type: cell.nodeName === "tableHeader" ? "tableHeader" : "tableCell", blocks: readBlocks(cell) },
              readAttributes(cell),
            ),
          ),
        })),
      };
    case "image":
    case "horizontalRule":
    case "pageBreak":
    case "signatureBlock":
      return withAttributes({ type: element.nodeName }, attributes);
    default:
      return null;
  }
}

function elementsOf(parent: Y.XmlFragment): Y.XmlElement[] {
  return parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);
}

function readBlocks(parent: Y.XmlFragment): BlockContent[] {
  return elementsOf(parent)
    .map(readBlock)
    .filter((block): block is BlockContent => block !== null);
}

/** The document's visible content. Costs time in proportion to the document; changes nothing. */
export function readContent(ydoc: Y.Doc): DocumentContent {
  return { blocks: readBlocks(documentFragment(ydoc)) };
}
