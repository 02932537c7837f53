/**
 * Between Word's numbering levels (`w:lvlText` with %1..%9 and `w:numFmt`) and the templates of numbered paragraphs
 * (`第{1:chinese}条`, see numbering.ts of @parley/document). Import reads one way, export the other.
 */
import { type NumberStyle, defaultFormat, numberStyles } from "@parley/document";

/** How one of Word's number formats is written here: a style and literal characters round it. */
interface FormatMatch {
  readonly style: NumberStyle;
  readonly before?: string;
  readonly after?: string;
  /** From which counter on the label differs from Word's; absent when it never does. */
  readonly differsFrom?: number;
}

/** Word's `w:numFmt` values (ECMA-376 part 1, 17.18.59). One that is missing here is shown in figures. */
const wordFormats: Readonly<Record<string, FormatMatch>> = {
  decimal: { style: "decimal" },
  decimalHalfWidth: { style: "decimal" },
  decimalZero: { style: "decimal", differsFrom: 1 },
  decimalFullWidth: { style: "decimal", differsFrom: 1 },
  decimalFullWidth2: { style: "decimal", differsFrom: 1 },
  lowerLetter: { style: "alpha" },
  upperLetter: { style: "ALPHA" },
  lowerRoman: { style: "roman" },
  upperRoman: { style: "ROMAN" },
  chineseCounting: { style: "chinese", differsFrom: 100 },
  chineseCountingThousand: { style: "chinese" },
  japaneseCounting: { style: "chinese", differsFrom: 100 },
  taiwaneseCounting: { style: "chinese", differsFrom: 100 },
  taiwaneseCountingThousand: { style: "chinese" },
  ideographDigital: { style: "chinese", differsFrom: 10 },
  taiwaneseDigital: { style: "chinese", differsFrom: 10 },
  chineseLegalSimplified: { style: "chinese", differsFrom: 1 },
  decimalEnclosedCircle: { style: "circle", differsFrom: 21 },
  decimalEnclosedCircleChinese: { style: "circle", differsFrom: 21 },
  ideographEnclosedCircle: { style: "circle", differsFrom: 1 },
  decimalEnclosedParen: { style: "decimal", before: "(", after: ")" },
  decimalEnclosedFullstop: { style: "decimal", after: "." },
  numberInDash: { style: "decimal", before: "- ", after: " -" },
};

const wordFormatNames: Readonly<Record<NumberStyle, string>> = {
  decimal: "decimal",
  alpha: "lowerLetter",
  ALPHA: "upperLetter",
  roman: "lowerRoman",
  ROMAN: "upperRoman",
  chinese: "chineseCountingThousand",
  circle: "decimalEnclosedCircle",
};

/** Word's name for a number style. */
export function wordFormatName(style: NumberStyle): string {
  return wordFormatNames[style];
}

/** Whether a counter in this Word format looks different here. */
export function formatDiffers(wordFormat: string, value: number): boolean {
  const match = wordFormats[wordFormat];
  return match ? match.differsFrom !== undefined && value >= match.differsFrom : true;
}

/**
 * The template for a level's text. `formatOf` gives Word's number format of level n (1 to 9); `legal` is `w:isLgl`,
 * which shows every number in figures. A level without a number (`none`) leaves nothing in its place.
 */
export function templateFromWord(levelText: string, formatOf: (level: number) => string, legal: boolean): string {
  return levelText.replaceAll(/[{}]/g, "").replaceAll(/%([1-9])/g, (_whole, digit: string) => {
    const name = legal ? "decimal" : formatOf(Number(digit));
    if (name === "none") return "";
    const match = wordFormats[name] ?? { style: "decimal" };
    const style = match.style === "decimal" ? "" : `:${match.style}`;
    return `${match.before ?? ""}{${digit}${style}}${match.after ?? ""}`;
  });
}

/** A piece of a template: literal characters, or the counter of a level (1 to 9). */
export type TemplatePart = { readonly literal: string } | { readonly level: number; readonly style: NumberStyle };

/** Takes a template apart. Unknown styles count as decimal, as the numberer does. */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of template.matchAll(/\{([1-9])(?::(\w+))?\}/g)) {
    if (match.index > end) parts.push({ literal: template.slice(end, match.index) });
    parts.push({ level: Number(match[1]), style: numberStyles.find((style) => style === match[2]) ?? "decimal" });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ literal: template.slice(end) });
  return parts;
}

/** The same template in its one canonical spelling: `{1:decimal}` is `{1}`. */
export function canonicalTemplate(template: string): string {
  return parseTemplate(template)
    .map((part) =>
      "literal" in part ? part.literal : `{${part.level}${part.style === "decimal" ? "" : `:${part.style}`}}`,
    )
    .join("");
}

/** The value for the attribute `format`: `null` where the template is what the level has without one. */
export function formatAttribute(template: string, depth: number): string | null {
  const canonical = canonicalTemplate(template);
  return canonical === canonicalTemplate(defaultFormat(depth)) ? null : canonical;
}
