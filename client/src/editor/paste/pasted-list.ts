/** What Word says about a list item in the HTML it puts on the clipboard. */
import type { Attributes } from "@parley/document";

/** `mso-list: l0 level2 lfo1` of a paragraph's style: which list, which level. `null` when the paragraph is in none. */
export function wordListOf(style: string): { list: string; level: number } | null {
  const match = /mso-list:\s*(l\d+)\s+level(\d+)\s+(lfo\d+)/i.exec(style);
  if (!match) return null;
  return { list: `${match[1]}-${match[3]}`, level: Math.min(9, Math.max(1, Number(match[2]))) };
}

const chinese = "一二三四五六七八九十百零";

/** The template of a number that Word wrote as text, such as 第一条, (a), 1.2 or iv. `null` for a bullet. */
export function formatOfLabel(label: string, level: number): string | null {
  const text = label.trim();
  if (text === "") return null;
  const dotted = /^(\D*)(\d+(?:\.\d+)+)(\D*)$/.exec(text);
  if (dotted) {
    const parts = (dotted[2] ?? "").split(".").length;
    const counters = Array.from({ length: parts }, (_each, index) => `{${Math.max(1, level - parts + index + 1)}}`);
    return `${dotted[1] ?? ""}${counters.join(".")}${dotted[3] ?? ""}`;
  }
  const styles: readonly (readonly [RegExp, string])[] = [
    [/^(\D*?)\d+(\D*)$/, `{${level}}`],
    [new RegExp(`^([^${chinese}]*)[${chinese}]+([^${chinese}]*)$`), `{${level}:chinese}`],
    [/^(\W*)[ivx]+(\W*)$/, `{${level}:roman}`],
    [/^(\W*)[IVX]+(\W*)$/, `{${level}:ROMAN}`],
    [/^(\W*)[a-z](\W*)$/, `{${level}:alpha}`],
    [/^(\W*)[A-Z](\W*)$/, `{${level}:ALPHA}`],
  ];
  for (const [pattern, counter] of styles) {
    const match = pattern.exec(text);
    if (match) return `${match[1] ?? ""}${counter}${match[2] ?? ""}`.slice(0, 64);
  }
  return null;
}

/** A list item's attributes from Word's level and label. */
export function wordListAttributes(list: string, level: number, label: string): Attributes {
  const format = formatOfLabel(label, level);
  const depth = level > 1 ? { depth: level - 1 } : {};
  return format === null ? { list: "bullet", ...depth } : { list: "number", listId: list, format, ...depth };
}
