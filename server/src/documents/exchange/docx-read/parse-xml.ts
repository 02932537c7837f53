/**
 * Parses a part's XML into plain elements.
 *
 * Invariants:
 * - A document type declaration is refused before parsing: no entities, so no entity bombs and no outside files.
 * - Nesting is bounded before parsing, so the readers that walk the tree may recurse.
 * - Names carry the usual prefixes whatever prefixes the file uses, also for the "strict" namespaces.
 */
import { refuseDocument } from "@parley/documents";
import { DOMParser, type Element, type Node } from "@xmldom/xmldom";

/** An element with its children in order; text between elements is a string. */
export interface XmlElement {
  /** For example `w:p`. An element of an unknown namespace has the prefix `?`. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

/** Deepest nesting of elements that is read. Word itself stays below 60 even with tables in tables in text boxes. */
const deepestElement = 200;

const prefixes = new Map<string, string>([
  ["http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"],
  ["http://purl.oclc.org/ooxml/wordprocessingml/main", "w"],
  ["http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"],
  ["http://purl.oclc.org/ooxml/officeDocument/relationships", "r"],
  ["http://schemas.openxmlformats.org/officeDocument/2006/math", "m"],
  ["http://purl.oclc.org/ooxml/officeDocument/math", "m"],
  ["http://schemas.openxmlformats.org/drawingml/2006/main", "a"],
  ["http://purl.oclc.org/ooxml/drawingml/main", "a"],
  ["http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"],
  ["http://purl.oclc.org/ooxml/drawingml/picture", "pic"],
  ["http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"],
  ["http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"],
  ["http://schemas.openxmlformats.org/drawingml/2006/chart", "c"],
  ["http://purl.oclc.org/ooxml/drawingml/chart", "c"],
  ["http://schemas.microsoft.com/office/drawing/2014/chartex", "c"],
  ["http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"],
  ["http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"],
  ["http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"],
  ["http://schemas.microsoft.com/office/word/2010/wordml", "w14"],
  ["http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"],
  ["http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", "wpg"],
  ["http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas", "wpc"],
  ["urn:schemas-microsoft-com:vml", "v"],
  ["urn:schemas-microsoft-com:office:office", "o"],
  ["http://schemas.openxmlformats.org/package/2006/relationships", "rel"],
  ["http://schemas.openxmlformats.org/package/2006/metadata/core-properties", "cp"],
  ["http://purl.org/dc/elements/1.1/", "dc"],
  ["http://www.w3.org/XML/1998/namespace", "xml"],
]);

/** Parses a part and returns its root. `partName` is only for the refusal. */
export function parseXml(source: string, partName: string): XmlElement {
  if (/<!(doctype|entity)/iu.test(source)) throw refuseDocument("documents/import-forbidden-xml");
  refuseDepth(source);
  const broken = (): never => {
    throw refuseDocument("documents/import-broken", { reason: partName });
  };
  let root: Element | null = null;
  try {
    const parser = new DOMParser({ locator: false, onError: (level) => (level === "warning" ? undefined : broken()) });
    root = parser.parseFromString(source, "text/xml").documentElement;
  } catch {
    // The parser's own message is about lines of XML, which nobody who sent a Word file can use.
    broken();
  }
  return root ? convert(root) : broken();
}

/** One pass over the tags, before a tree is built from them. */
function refuseDepth(source: string): void {
  let depth = 0;
  for (const match of source.matchAll(
    /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|(\/)?[^\s/>!?](?:[^<>"']|"[^"]*"|'[^']*')*?(\/)?>)/gu,
  )) {
    if (match[0].startsWith("<!") || match[0].startsWith("<?") || match[2]) continue;
    depth += match[1] ? -1 : 1;
    if (depth > deepestElement) throw refuseDocument("documents/import-too-deep", { limit: deepestElement });
  }
}

const noAttributes: ReadonlyMap<string, string> = new Map();

function convert(element: Element): XmlElement {
  const children: (XmlElement | string)[] = [];
  for (let node: Node | null = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 1) children.push(convert(node as Element));
    else if (node.nodeType === 3 || node.nodeType === 4) children.push(node.nodeValue ?? "");
  }
  return {
    name: qualify(element.namespaceURI, element.localName ?? ""),
    attributes: readAttributes(element),
    children,
  };
}

function readAttributes(element: Element): ReadonlyMap<string, string> {
  const source = element.attributes;
  if (source.length === 0) return noAttributes;
  const attributes = new Map<string, string>();
  for (let index = 0; index < source.length; index++) {
    const attribute = source.item(index);
    if (!attribute || attribute.nodeName.startsWith("xmlns")) continue;
    const local = attribute.localName ?? attribute.nodeName;
    attributes.set(attribute.namespaceURI ? qualify(attribute.namespaceURI, local) : local, attribute.value);
  }
  return attributes;
}

function qualify(namespace: string | null, local: string): string {
  return `${prefixes.get(namespace ?? "") ?? "?"}:${local}`;
}
