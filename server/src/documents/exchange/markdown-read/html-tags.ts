/** The few HTML tags that people put into Markdown, read one by one. Nothing here ever becomes HTML again. */
import { type Marks, highlightColours } from "@parley/document";

/** One tag as written. */
export interface HtmlTag {
  readonly name: string;
  readonly closing: boolean;
  readonly selfClosing: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

const voidTags = new Set(["br", "img", "hr", "wbr", "input", "meta", "link", "col"]);

/** Reads a tag; `null` for comments, declarations and the like. */
export function readTag(source: string): HtmlTag | null {
  const match = /^<(\/?)([a-z][a-z0-9-]*)([\s\S]*?)(\/?)>$/iu.exec(source);
  if (!match) return null;
  const name = (match[2] ?? "").toLowerCase();
  const attributes = new Map<string, string>();
  for (const each of (match[3] ?? "").matchAll(/([a-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/giu)) {
    attributes.set((each[1] ?? "").toLowerCase(), decodeEntities(each[2] ?? each[3] ?? each[4] ?? ""));
  }
  return { name, closing: match[1] === "/", selfClosing: match[4] === "/" || voidTags.has(name), attributes };
}

function decodeEntities(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const markTags: Readonly<Record<string, Marks>> = {
  b: { bold: {} },
  strong: { bold: {} },
  i: { italic: {} },
  em: { italic: {} },
  u: { underline: {} },
  ins: { underline: {} },
  s: { strike: {} },
  del: { strike: {} },
  strike: { strike: {} },
  sup: { superscript: {} },
  sub: { subscript: {} },
  code: { code: {} },
  kbd: { code: {} },
};

/** Tags that only group text or say how it looks: leaving them out loses nothing. */
const grouping = new Set([
  "span",
  "div",
  "p",
  "font",
  "small",
  "big",
  "center",
  "section",
  "article",
  "abbr",
  "cite",
  "a",
  "wbr",
  "bdi",
  "bdo",
  "label",
  "time",
  "q",
]);

/** The marks a tag stands for, and whether leaving out what else it says loses nothing. */
export function markOfTag(tag: HtmlTag): { marks: Marks | null; harmless: boolean } {
  if (tag.name === "mark") {
    const colour = highlightColours.find((each) => each === tag.attributes.get("class")) ?? "yellow";
    return { marks: { highlight: { colour } }, harmless: true };
  }
  const marks = Object.hasOwn(markTags, tag.name) ? (markTags[tag.name] ?? null) : null;
  return { marks, harmless: marks !== null || grouping.has(tag.name) };
}
