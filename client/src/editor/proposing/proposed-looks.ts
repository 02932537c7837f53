/**
 * How proposed styles and formats look: as they would, beside the sign that they are proposed. The style sheet does it by attributes and
 * classes of their own, since what is agreed keeps its own attributes.
 */
import type { BlockMark, TextMark } from "./proposal-marks.ts";

/** Attributes of a paragraph whose looks the style sheet can show as proposed. */
const shownAttributes: ReadonlySet<string> = new Set(["style", "level", "list", "depth", "align"]);

/** Attributes for the element of a block; `null` where nothing about its looks is proposed. The newest of two proposals is shown. */
export function proposedLooks(marks: readonly BlockMark[]): Record<string, string> | null {
  const looks: Record<string, string> = {};
  for (const { set } of marks) {
    if (!set || !shownAttributes.has(set.name)) continue;
    const { name, value } = set;
    looks[`data-as-${name}`] = typeof value === "string" || typeof value === "number" ? String(value) : "none";
  }
  return Object.keys(looks).length > 0 ? looks : null;
}

/** The class for characters whose formatting is proposed, with a space before it. */
export function formatClass({ format }: TextMark): string {
  if (!format) return "";
  return format.value === null ? ` parley-not-${format.mark}` : ` parley-as-${format.mark}`;
}
