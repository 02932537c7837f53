/**
 * From Word's character formatting to marks.
 *
 * Rules (ECMA-376 part 1, 17.7.3): a run's own property wins; bold, italic and their kind from the paragraph style and
 * from the character style cancel each other out. What a title, heading, quote or code style brings along is its look
 * and becomes no mark.
 */
import type { Marks } from "@parley/document";
import type { XmlElement } from "./parse-xml.ts";
import type { DocxStyle, DocxStyles } from "./styles.ts";
import { attributeOf, childOf, elementsOf, switchOf, valueOf } from "./xml-access.ts";

/** What a paragraph lends its runs. */
export interface ParagraphLook {
  readonly chain: readonly DocxStyle[];
  /** The paragraph is a title, heading, quote or code: marks of its style are not carried. */
  readonly hasMeaning: boolean;
  readonly isCode: boolean;
}

/** A run's formatting, resolved. */
export interface RunFormat {
  readonly marks: Marks;
  readonly hidden: boolean;
  /** Its character style. */
  readonly styleId: string | null;
  /** Its font, for symbols. */
  readonly font: string | null;
  /** The run itself sets something that no mark can hold: font, size, colour, spacing. */
  readonly hasLook: boolean;
}

const monospace =
  /^(consolas|courier|courier new|menlo|monaco|lucida console|cascadia|source code pro|jetbrains mono|dejavu sans mono|liberation mono|sf mono|noto sans mono|等距更纱黑体)/iu;
const codeStyle = /^(verbatim char|html code|code|code char|inline code|source text|html 代码|代码|行内代码)$/iu;
const linkStyle = /^(hyperlink|followedhyperlink|internet ?link|visited ?internet ?link|超链接|访问过的超链接)$/iu;

const lookProperties = new Set([
  "w:rFonts",
  "w:color",
  "w:sz",
  "w:spacing",
  "w:w",
  "w:caps",
  "w:smallCaps",
  "w:shadow",
  "w:outline",
  "w:emboss",
  "w:imprint",
  "w:em",
  "w:bdr",
  "w:effect",
  "w:position",
  "w:shd",
]);

/** Resolves a run's `w:rPr`. `inLink`: the run stands in a hyperlink, whose underline is the link's look. */
export function resolveRun(
  properties: XmlElement | null,
  paragraph: ParagraphLook,
  styles: DocxStyles,
  inLink: boolean,
): RunFormat {
  const styleId = valueOf(properties, "w:rStyle");
  const characterChain = styles.characterChain(styleId);
  const layers: Layers = { properties, characterChain, paragraph, styles };
  const isLinkStyle = characterChain.some((style) => linkStyle.test(style.name) || linkStyle.test(style.id));
  const marks: Record<string, Marks[string]> = {};
  if (toggle(layers, "w:b")) marks["bold"] = {};
  if (toggle(layers, "w:i")) marks["italic"] = {};
  if (toggle(layers, "w:strike") || toggle(layers, "w:dstrike")) marks["strike"] = {};
  const underline = nearest(inLink || isLinkStyle ? { ...layers, characterChain: [] } : layers, "w:u");
  if (underline !== null && (attributeOf(underline, "w:val") ?? "none") !== "none") marks["underline"] = {};
  const vertical = attributeOf(nearest(layers, "w:vertAlign"), "w:val");
  if (vertical === "superscript" || vertical === "subscript") marks[vertical] = {};
  const colour = highlightOf(layers);
  if (colour) marks["highlight"] = { colour };
  if (!paragraph.isCode && isCode(layers)) marks["code"] = {};
  return {
    marks,
    styleId,
    hidden: toggle(layers, "w:vanish"),
    font: fontOf(childOf(properties, "w:rFonts")),
    hasLook:
      elementsOf(properties).some((each) => lookProperties.has(each.name) && each.name !== "w:rFonts") ||
      hasFontName(properties),
  };
}

interface Layers {
  readonly properties: XmlElement | null;
  readonly characterChain: readonly DocxStyle[];
  readonly paragraph: ParagraphLook;
  readonly styles: DocxStyles;
}

function toggle({ properties, characterChain, paragraph, styles }: Layers, name: string): boolean {
  const direct = switchOf(properties, name);
  if (direct !== null) return direct;
  const ofStyle = (chain: readonly DocxStyle[]): boolean =>
    chain.map((style) => switchOf(style.run, name)).find((value) => value !== null) ?? false;
  const character = ofStyle(characterChain);
  const block = ofStyle(paragraph.chain);
  if (paragraph.hasMeaning) return character && !block;
  return character !== block || switchOf(styles.defaultRun, name) === true;
}

/** The nearest property that is no toggle: the run's, its character style's, its paragraph style's. */
function nearest({ properties, characterChain, paragraph }: Layers, name: string): XmlElement | null {
  const chains = [...characterChain, ...(paragraph.hasMeaning ? [] : paragraph.chain)];
  return (
    childOf(properties, name) ?? chains.map((style) => childOf(style.run, name)).find((each) => each !== null) ?? null
  );
}

const wordHighlights = new Map([
  ["yellow", "yellow"],
  ["darkYellow", "yellow"],
  ["lightGray", "yellow"],
  ["darkGray", "yellow"],
  ["green", "green"],
  ["darkGreen", "green"],
  ["cyan", "blue"],
  ["blue", "blue"],
  ["darkBlue", "blue"],
  ["darkCyan", "blue"],
  ["magenta", "pink"],
  ["darkMagenta", "pink"],
  ["red", "pink"],
  ["darkRed", "pink"],
]);

function highlightOf(layers: Layers): string | null {
  const named = attributeOf(nearest(layers, "w:highlight"), "w:val");
  if (named !== null) return wordHighlights.get(named) ?? null;
  // Some writers have no highlighter and shade the characters instead.
  const fill = attributeOf(childOf(layers.properties, "w:shd"), "w:fill");
  return fill === null ? null : colourName(fill);
}

/** The highlighter nearest to an RGB colour; greys and near-white are no highlight. */
function colourName(fill: string): string | null {
  if (!/^[0-9a-f]{6}$/iu.test(fill)) return null;
  const channels = [0, 2, 4].map((at) => Number.parseInt(fill.slice(at, at + 2), 16));
  const [red = 0, green = 0, blue = 0] = channels;
  const most = Math.max(...channels);
  const spread = most - Math.min(...channels);
  if (spread < 48) return null;
  if (most === blue) return red > green ? "pink" : "blue";
  if (most === green) return red > (green + blue) / 2 ? "yellow" : blue > (green + red) / 2 ? "blue" : "green";
  return green > (red + blue) / 2 ? "yellow" : "pink";
}

function isCode({ properties, characterChain, paragraph, styles }: Layers): boolean {
  const named = characterChain.find((style) => codeStyle.test(style.name) || codeStyle.test(style.id));
  if (named) return true;
  const font = fontOf(childOf(properties, "w:rFonts"));
  if (font === null || !monospace.test(font)) return false;
  // A contract typed in a typewriter font throughout is no code.
  const around = [...paragraph.chain.map((style) => style.run), styles.defaultRun]
    .map((each) => fontOf(childOf(each, "w:rFonts")))
    .find((each) => each !== null);
  return around === undefined || around === null || !monospace.test(around);
}

function fontOf(fonts: XmlElement | null): string | null {
  return attributeOf(fonts, "w:ascii") ?? attributeOf(fonts, "w:hAnsi");
}

function hasFontName(properties: XmlElement | null): boolean {
  const fonts = childOf(properties, "w:rFonts");
  return [...(fonts?.attributes.keys() ?? [])].some((name) => name !== "w:hint");
}
