/**
 * Writes a document as one HTML file that stands by itself: pictures inside, print rules for A4, no scripts.
 *
 * Invariants: everything from the document is escaped; addresses are checked again; the file may load nothing.
 */
import {
  type Attributes,
  type BlockContent,
  type LeafContent,
  type Marks,
  type Numberer,
  type ParagraphContent,
  type TableContent,
  type TextRun,
  createNumberer,
  highlightColours,
  isSafeHref,
  partsBySight,
  textWithSigns,
} from "@parley/document";
import { numberAttribute, textAttribute } from "./attribute-access.ts";
import { cleanText } from "./clean-text.ts";
import type { ExportInput } from "./export-input.ts";
import { exportWords } from "./export-words.ts";
import { withPresentLabels } from "./present-labels.ts";
import { exportStylesheet } from "./export-stylesheet.ts";

interface HtmlWriting {
  readonly input: ExportInput;
  readonly numberer: Numberer;
}

/** The whole file. Labels of numbered paragraphs are text in it, as in print. */
export function exportHtml(stored: ExportInput): string {
  const input = withPresentLabels(stored);
  const writing: HtmlWriting = { input, numberer: createNumberer() };
  const body = input.content.blocks.map((block) => writeBlock(block, writing)).join("\n");
  return `<!doctype html>
<html lang="${input.language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapeHtml(textWithSigns(input.title))}</title>
<style>${exportStylesheet}</style>
</head>
<body>
${writeNotice(input)}<main>
${body}
</main>
</body>
</html>
`;
}

/** What the file says of itself. */
function writeNotice({ notice = [] }: ExportInput): string {
  if (notice.length === 0) return "";
  return `<aside class="notice">${notice.map((line) => `<p>${escapeHtml(line)}</p>`).join("")}</aside>\n`;
}

function escapeHtml(text: string): string {
  return cleanText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function writeBlock(block: BlockContent, writing: HtmlWriting): string {
  switch (block.type) {
    case "paragraph":
      return writeParagraph(block, writing);
    case "table":
      return writeTable(block, writing);
    case "image":
      return writeImage(block, writing.input);
    case "horizontalRule":
      return "<hr>";
    case "pageBreak":
      return '<div class="page-break"></div>';
    case "signatureBlock":
      return writeSignature(block, writing.input);
  }
}

function writeParagraph({ attributes, runs }: ParagraphContent, { numberer }: HtmlWriting): string {
  return paragraphHtml(attributes ?? {}, numberer.next(attributes ?? {}), runs.map(runHtml).join(""));
}

/**
 * A paragraph with its number and its look around words that are HTML already. `more` are classes and, where it begins with a space,
 * attributes of its element.
 */
export function paragraphHtml(
  attributes: Attributes,
  label: string | null,
  text: string,
  more: { readonly classes?: readonly string[]; readonly attributes?: string } = {},
): string {
  const list = textAttribute(attributes, "list");
  const depth = numberAttribute(attributes, "depth") ?? 0;
  const align = textAttribute(attributes, "align");
  const marker = list === "bullet" ? "•" : list === "check" ? (attributes["checked"] === true ? "☒" : "☐") : label;
  const classes = [
    ...(marker === null || marker === "" ? [] : ["item"]),
    ...(depth > 0 ? [`depth-${depth}`] : []),
    ...(align === "center" || align === "end" || align === "justify" ? [align] : []),
    ...(more.classes ?? []),
  ];
  const given = more.attributes ?? "";
  const face = `${classes.length === 0 ? "" : ` class="${classes.join(" ")}"`}${given}`;
  const content = (marker === null || marker === "" ? "" : `<span class="label">${escapeHtml(marker)}</span> `) + text;
  const style = textAttribute(attributes, "style");
  if (style === "title") return `<h1 class="${["title", ...classes].join(" ")}"${given}>${content}</h1>`;
  if (style === "heading") {
    const level = Math.min(6, Math.max(1, numberAttribute(attributes, "level") ?? 1));
    return `<h${level}${face}>${content}</h${level}>`;
  }
  if (style === "quote") return `<blockquote${face}><p>${content}</p></blockquote>`;
  if (style === "code") return `<pre${face}><code>${content}</code></pre>`;
  return `<p${face}>${content === "" ? "<br>" : content}</p>`;
}

/** Innermost first. */
const tags: readonly (readonly [string, string])[] = [
  ["code", "code"],
  ["superscript", "sup"],
  ["subscript", "sub"],
  ["strike", "s"],
  ["underline", "u"],
  ["italic", "em"],
  ["bold", "strong"],
];

/** A character that would turn the words around it stands in a box of its own, with its sign; the style sheet shows both. */
function partHtml(part: ReturnType<typeof partsBySight>[number]): string {
  if (typeof part === "string") return escapeHtml(part);
  const html = escapeHtml(part.character);
  return part.turns ? `<span class="turning" data-sign="${part.sign}">${html}</span>` : html;
}

/** Words with their formatting. */
export function runHtml(run: TextRun): string {
  const marks: Marks = run.marks ?? {};
  let html = partsBySight(run.text)
    .map(partHtml)
    .join("")
    .replaceAll("\n", "<br>")
    .replaceAll("\t", '<span class="tab">\t</span>');
  for (const [mark, tag] of tags) if (marks[mark]) html = `<${tag}>${html}</${tag}>`;
  const highlight = marks["highlight"];
  if (highlight) {
    const colour = highlightColours.find((each) => each === highlight["colour"]) ?? "yellow";
    html = `<mark class="${colour}">${html}</mark>`;
  }
  const href = marks["link"]?.["href"];
  if (typeof href === "string" && isSafeHref(href))
    html = `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${html}</a>`;
  return html;
}

function writeTable(table: TableContent, writing: HtmlWriting): string {
  const isHeader = table.rows.map(
    (row) => row.cells.length > 0 && row.cells.every((cell) => cell.type === "tableHeader"),
  );
  const headers = isHeader.includes(false) ? isHeader.indexOf(false) : isHeader.length;
  const rows = table.rows.map((row) => {
    const cells = row.cells.map((cell) => {
      const tag = cell.type === "tableHeader" ? "th" : "td";
      const span = (name: string): string => {
        const value = numberAttribute(cell.attributes, name) ?? 1;
        return value > 1 ? ` ${name}="${Math.floor(value)}"` : "";
      };
      const content = cell.blocks.map((block) => writeBlock(block, writing)).join("");
      return `<${tag}${span("colspan")}${span("rowspan")}${widthOf(cell.attributes?.["colwidth"])}>${content}</${tag}>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const head = headers === 0 ? "" : `<thead>${rows.slice(0, headers).join("\n")}</thead>`;
  return `<table>${head}<tbody>${rows.slice(headers).join("\n")}</tbody></table>`;
}

function widthOf(widths: unknown): string {
  if (!Array.isArray(widths)) return "";
  const known = widths.filter((width): width is number => typeof width === "number");
  return known.length === widths.length ? ` style="width: ${known.reduce((sum, width) => sum + width, 0)}px"` : "";
}

function writeImage(block: LeafContent, input: ExportInput): string {
  const { attributes } = block;
  const alt = escapeHtml(textAttribute(attributes, "alt") ?? "");
  const picture = input.pictures.get(textAttribute(attributes, "imageId") ?? "");
  const align = textAttribute(attributes, "align");
  const face = align === "center" || align === "end" ? ` class="${align}"` : "";
  const words = exportWords[input.language];
  if (!picture) return `<p${face}><em>[${words.picture}${alt === "" ? "" : words.colon + alt}]</em></p>`;
  const source = `data:${escapeHtml(picture.mediaType)};base64,${Buffer.from(picture.bytes).toString("base64")}`;
  const width = numberAttribute(attributes, "width") ?? picture.width;
  return `<p${face}><img src="${source}" alt="${alt}" width="${Math.floor(width)}"></p>`;
}

function writeSignature(block: LeafContent, input: ExportInput): string {
  const words = exportWords[input.language];
  const part = (name: string): string => escapeHtml(textAttribute(block.attributes, name) ?? "");
  const line = (word: string): string =>
    `<p class="sign"><span>${word}${words.colon.trim()}</span><span class="line"></span></p>`;
  return `<section class="signature"><p><strong>${part("label")}</strong></p><p>${part("organisation")}</p>${line(words.signature)}${line(words.date)}</section>`;
}
