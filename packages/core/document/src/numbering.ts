/**
 * Numbers of numbered paragraphs, computed from structure; they are never text in the document.
 *
 * A paragraph's `format` is a template in which `{n}` or `{n:style}` stands for the counter of list level n (1 to 9).
 * Styles: decimal (default), alpha, ALPHA, roman, ROMAN, chinese (一二三, 十一), circle (①).
 * Paragraphs with the same `listId` share counters; a number at one level resets all deeper levels; `start` restarts.
 */
import type { Attributes } from "./content.ts";

/** Number styles a template may name. */
export const numberStyles = ["decimal", "alpha", "ALPHA", "roman", "ROMAN", "chinese", "circle"] as const;
export type NumberStyle = (typeof numberStyles)[number];

const chineseDigits = "零一二三四五六七八九";

/** A whole number from 0 to 9999 as Chinese counts clauses: 十一, 一百零二. Larger ones in figures. */
export function chineseNumber(value: number): string {
  if (value < 0 || value > 9_999 || !Number.isInteger(value)) return String(value);
  if (value === 0) return "零";
  const units = ["", "十", "百", "千"];
  const digits = String(value).split("").map(Number);
  let result = "";
  let pendingZero = false;
  digits.forEach((digit, index) => {
    if (digit === 0) {
      pendingZero = result !== "";
      return;
    }
    if (pendingZero) result += "零";
    pendingZero = false;
    result += (chineseDigits[digit] ?? "") + (units[digits.length - 1 - index] ?? "");
  });
  return value >= 10 && value < 20 ? result.slice(1) : result;
}

function romanNumber(value: number): string {
  if (value <= 0 || value >= 4_000) return String(value);
  const steps: [number, string][] = [
    [1000, "m"],
    [900, "cm"],
    [500, "d"],
    [400, "cd"],
    [100, "c"],
    [90, "xc"],
    [50, "l"],
    [40, "xl"],
    [10, "x"],
    [9, "ix"],
    [5, "v"],
    [4, "iv"],
    [1, "i"],
  ];
  let rest = value;
  let result = "";
  for (const [size, letters] of steps) {
    while (rest >= size) {
      result += letters;
      rest -= size;
    }
  }
  return result;
}

/** a, b, ... z, aa, bb as Word counts letters. */
function alphaNumber(value: number): string {
  if (value <= 0) return String(value);
  const letter = String.fromCharCode(97 + ((value - 1) % 26));
  return letter.repeat(Math.floor((value - 1) / 26) + 1);
}

/** One counter in the given style. */
export function formatCounter(value: number, style: NumberStyle): string {
  switch (style) {
    case "decimal":
      return String(value);
    case "alpha":
      return alphaNumber(value);
    case "ALPHA":
      return alphaNumber(value).toUpperCase();
    case "roman":
      return romanNumber(value);
    case "ROMAN":
      return romanNumber(value).toUpperCase();
    case "chinese":
      return chineseNumber(value);
    case "circle":
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x2460 + value - 1) : String(value);
  }
}

/** Templates by depth for a list that names none: 1. / a. / i. and again. */
export function defaultFormat(depth: number): string {
  const styles = ["decimal", "alpha", "roman"] as const;
  return `{${depth + 1}:${styles[depth % 3] ?? "decimal"}}.`;
}

/** Counts numbered paragraphs in reading order. One numberer serves one pass over one document. */
export interface Numberer {
  /** The label of the next paragraph, or `null` when it carries no number. Call it once for every paragraph, in order. */
  next(attributes: Attributes): string | null;
  /** A numberer that goes on from here by itself: what it counts, this one does not. */
  fork(): Numberer;
}

/** Starts counting at the top of a document. */
export function createNumberer(): Numberer {
  return countFrom(new Map());
}

function countFrom(counters: Map<string, number[]>): Numberer {
  return {
    fork: () => countFrom(new Map([...counters].map(([listId, levels]) => [listId, [...levels]]))),
    next(attributes) {
      if (attributes["list"] !== "number") return null;
      const listId = typeof attributes["listId"] === "string" ? attributes["listId"] : "";
      const depth = typeof attributes["depth"] === "number" ? attributes["depth"] : 0;
      const levels = counters.get(listId) ?? [];
      counters.set(listId, levels);
      const start = typeof attributes["start"] === "number" ? attributes["start"] : null;
      levels[depth] = start ?? (levels[depth] ?? 0) + 1;
      levels.length = depth + 1;
      const format = typeof attributes["format"] === "string" ? attributes["format"] : defaultFormat(depth);
      return format.replace(/\{([1-9])(?::(\w+))?\}/g, (_whole, level: string, style: string | undefined) => {
        const known = numberStyles.find((each) => each === style) ?? "decimal";
        return formatCounter(levels[Number(level) - 1] ?? 1, known);
      });
    },
  };
}
