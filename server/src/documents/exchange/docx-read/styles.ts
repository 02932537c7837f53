/**
 * Word's styles (`styles.xml`) and what they mean here.
 *
 * Invariants:
 * - A style that means a title, heading, quote or code block gives that meaning; its look is Parley's own.
 * - Any other style is plain body text and lends it what the schema can hold: bold and other marks, alignment, indent.
 * - A property asked of a style is the nearest one on its `basedOn` chain.
 */
import type { ParagraphStyle } from "@parley/document";
import type { XmlElement } from "./parse-xml.ts";
import { attributeOf, childOf, childrenOf, integerOf, valueOf } from "./xml-access.ts";

/** One style as the file defines it. */
export interface DocxStyle {
  readonly id: string;
  readonly name: string;
  readonly basedOn: string | null;
  readonly paragraph: XmlElement | null;
  readonly run: XmlElement | null;
}

/** What a paragraph style means. `level` only with `heading`, 1 to 9 as Word has them. */
export interface StyleMeaning {
  readonly style: ParagraphStyle;
  readonly level: number | null;
}

/** All styles of a file. */
export interface DocxStyles {
  /** The style and everything it is based on, nearest first. An unknown or missing id gives the default paragraph style. */
  paragraphChain(styleId: string | null): readonly DocxStyle[];
  /** The same for a character style; an unknown or missing id gives nothing. */
  characterChain(styleId: string | null): readonly DocxStyle[];
  /** The numbering style's `w:numId`, for `w:numStyleLink`. */
  numberingOf(styleId: string): string | null;
  readonly defaultParagraphStyleId: string | null;
  readonly defaultParagraph: XmlElement | null;
  readonly defaultRun: XmlElement | null;
}

/** Reads `styles.xml`; a file without one has no styles. */
export function readStyles(root: XmlElement | null): DocxStyles {
  const byId = new Map<string, DocxStyle>();
  let defaultParagraphStyleId: string | null = null;
  for (const element of childrenOf(root, "w:style")) {
    const id = attributeOf(element, "w:styleId");
    if (id === null) continue;
    byId.set(id, {
      id,
      name: (valueOf(element, "w:name") ?? id).trim(),
      basedOn: valueOf(element, "w:basedOn"),
      paragraph: childOf(element, "w:pPr"),
      run: childOf(element, "w:rPr"),
    });
    const isDefault = ["1", "true", "on"].includes(attributeOf(element, "w:default") ?? "");
    if (isDefault && attributeOf(element, "w:type") === "paragraph") defaultParagraphStyleId = id;
  }
  const defaults = childOf(root, "w:docDefaults");
  const chains = new Map<string, readonly DocxStyle[]>();
  const chainOf = (styleId: string | null): readonly DocxStyle[] => {
    if (styleId === null) return [];
    const known = chains.get(styleId);
    if (known) return known;
    const chain: DocxStyle[] = [];
    for (let style = byId.get(styleId); style && !chain.includes(style); style = byId.get(style.basedOn ?? "")) {
      chain.push(style);
    }
    chains.set(styleId, chain);
    return chain;
  };
  return {
    paragraphChain: (styleId) => chainOf(styleId !== null && byId.has(styleId) ? styleId : defaultParagraphStyleId),
    characterChain: chainOf,
    numberingOf: (styleId) => valueOf(childOf(byId.get(styleId)?.paragraph, "w:numPr"), "w:numId"),
    defaultParagraphStyleId,
    defaultParagraph: childOf(childOf(defaults, "w:pPrDefault"), "w:pPr"),
    defaultRun: childOf(childOf(defaults, "w:rPrDefault"), "w:rPr"),
  };
}

/** Names that Word, WPS, LibreOffice and converters give, in lower case and without spaces. */
const namedMeanings = new Map<string, StyleMeaning | null>([
  ["title", { style: "title", level: null }],
  ["标题", { style: "title", level: null }],
  ["文档标题", { style: "title", level: null }],
  // Word bases these on Title or Heading 1, but they are neither.
  ["subtitle", null],
  ["副标题", null],
  ["tocheading", null],
  ["toc标题", null],
  ["目录标题", null],
  ...[
    "quote",
    "intensequote",
    "blocktext",
    "blockquote",
    "quotations",
    "引用",
    "明显引用",
    "强调引用",
    "文本块",
    "引文",
  ].map((name): [string, StyleMeaning] => [name, { style: "quote", level: null }]),
  ...[
    "sourcecode",
    "code",
    "codeblock",
    "htmlpreformatted",
    "preformattedtext",
    "macro",
    "macrotext",
    "代码",
    "代码块",
    "html预设格式",
    "宏文本",
    "预格式化文本",
  ].map((name): [string, StyleMeaning] => [name, { style: "code", level: null }]),
]);

const chineseLevels = "一二三四五六七八九";

/** What a style's own name means: `undefined` when the name says nothing, `null` when it says "plain". */
function meaningOfName(name: string): StyleMeaning | null | undefined {
  const plain = name.toLowerCase().replaceAll(/[\s_-]+/gu, "");
  const named = namedMeanings.get(plain);
  if (named !== undefined) return named;
  const numbered = /^(?:heading|标题|標題|überschrift|titre)([1-9])$/u.exec(plain)?.[1];
  if (numbered) return { style: "heading", level: Number(numbered) };
  const chinese =
    /^([一二三四五六七八九])级标题$/u.exec(plain)?.[1] ?? /^标题([一二三四五六七八九])$/u.exec(plain)?.[1];
  return chinese ? { style: "heading", level: chineseLevels.indexOf(chinese) + 1 } : undefined;
}

/** What a paragraph is, from its own properties and its styles. `null` is plain body text. */
export function meaningOf(chain: readonly DocxStyle[], direct: XmlElement | null): StyleMeaning | null {
  const styled = meaningOfChain(chain);
  const outline = outlineOf(direct);
  if (outline === null || styled?.style === "title") return styled;
  if (outline <= 8) return { style: "heading", level: outline + 1 };
  return styled?.style === "heading" ? null : styled;
}

function meaningOfChain(chain: readonly DocxStyle[]): StyleMeaning | null {
  for (const style of chain) {
    const byName = meaningOfName(style.name);
    const named = byName === undefined ? meaningOfName(style.id) : byName;
    if (named !== undefined) return named;
    const outline = outlineOf(style.paragraph);
    if (outline !== null) return outline <= 8 ? { style: "heading", level: outline + 1 } : null;
  }
  return null;
}

/** 0 to 8 is a heading, 9 is body text. */
function outlineOf(properties: XmlElement | null): number | null {
  return integerOf(childOf(properties, "w:outlineLvl"), "w:val");
}

/** The nearest child with this name, from the paragraph's own properties through its styles. */
export function nearestProperty(
  chain: readonly DocxStyle[],
  direct: XmlElement | null,
  name: string,
): XmlElement | null {
  const own = childOf(direct, name);
  if (own) return own;
  for (const style of chain) {
    const found = childOf(style.paragraph, name);
    if (found) return found;
  }
  return null;
}
