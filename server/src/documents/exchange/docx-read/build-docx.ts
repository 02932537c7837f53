/** Builds small Word files from raw XML, for tests of the reader. */
import JSZip from "jszip";

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
].join(" ");

const types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** What stands in the file; every part but the body may be missing. */
export interface DocxParts {
  readonly body: string;
  /** Children of `w:styles`, and so on for the others. */
  readonly styles?: string;
  readonly numbering?: string;
  readonly footnotes?: string;
  readonly endnotes?: string;
  readonly comments?: string;
  readonly header?: string;
  readonly settings?: string;
  /** The title in the file's properties. */
  readonly title?: string;
  /** Further relationships of the document part: `<Relationship .../>`. */
  readonly relationships?: string;
  /** Further files by their full name. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
}

const optionalParts = ["styles", "numbering", "footnotes", "endnotes", "comments", "header", "settings"] as const;
const roots = {
  styles: "styles",
  numbering: "numbering",
  footnotes: "footnotes",
  endnotes: "endnotes",
  comments: "comments",
  header: "hdr",
  settings: "settings",
} as const;

/** The file's bytes. */
export async function buildDocx(parts: DocxParts): Promise<Uint8Array> {
  const zip = new JSZip();
  const xml = (root: string, content: string): string =>
    `<?xml version="1.0"?><w:${root} ${namespaces}>${content}</w:${root}>`;
  const relationship = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${types}/${kind}" Target="${target}"/>`;
  const relationships = (content: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${content}</Relationships>`;
  const core =
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>';
  zip.file(
    "_rels/.rels",
    relationships(
      relationship("rId1", "officeDocument", "word/document.xml") + (parts.title === undefined ? "" : core),
    ),
  );
  if (parts.title !== undefined) {
    zip.file(
      "docProps/core.xml",
      `<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${parts.title}</dc:title></p>`,
    );
  }
  zip.file("word/document.xml", xml("document", `<w:body>${parts.body}</w:body>`));
  let links = parts.relationships ?? "";
  for (const name of optionalParts) {
    const content = parts[name];
    if (content === undefined) continue;
    zip.file(`word/${name}.xml`, xml(roots[name], content));
    links += relationship(`part-${name}`, name, `${name}.xml`);
  }
  zip.file("word/_rels/document.xml.rels", relationships(links));
  for (const [name, content] of Object.entries(parts.files ?? {})) zip.file(name, content);
  return zip.generateAsync({ type: "uint8array", compression: "DEFLATE" });
}

/** A paragraph: `properties` is the inside of `w:pPr`, `inside` what follows it (plain text becomes a run). */
export function wordParagraph(inside: string, properties = ""): string {
  const content =
    inside.startsWith("<") || inside === "" ? inside : `<w:r><w:t xml:space="preserve">${inside}</w:t></w:r>`;
  return `<w:p>${properties === "" ? "" : `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;
}

/** A numbered paragraph. */
export function wordItem(text: string, numId: number, level: number): string {
  return wordParagraph(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`);
}

/** A level of a list. */
export function wordLevel(level: number, format: string, text: string, more = ""): string {
  return `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
}
