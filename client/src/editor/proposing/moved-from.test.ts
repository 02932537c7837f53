import type { ClausePlace } from "@parley/document";
import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { words } from "../words.en.ts";
import { movedFromWords } from "./moved-from.ts";

/** The English words, filled in as the page does. */
const t = ((key: string, values: Record<string, unknown> = {}) => {
  const [, ...path] = key.split(".");
  const found = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], words);
  return String(found).replace(/\{\{(\w+)\}\}/g, (_hole, name: string) => String(values[name]));
}) as unknown as TFunction;

const clause: ClausePlace = {
  heads: ["2 Price"],
  label: "2.1",
  words: "The price",
  table: null,
  isAfter: false,
};
const outline = (found: ClausePlace | null) => ({ placeOf: () => found });
const from = { isBehind: false, isWithin: false, block: [7, 3] as [number, number], text: "The price is 100.\n" };

test("from where something was moved is told by the article and the paragraph, or by the first words of what has no name", () => {
  expect(movedFromWords(from, outline(clause), t)).toBe("Moved here from “2 Price › 2.1 The price”");
  expect(movedFromWords({ ...from, isBehind: true }, outline(clause), t)).toBe(
    "Moved here from after “2 Price › 2.1 The price”",
  );
  expect(movedFromWords(from, null, t)).toBe("Moved here from “The price is 100.”");
  expect(movedFromWords({ ...from, text: "The price of everything is 100." }, outline(null), t)).toBe(
    "Moved here from “The price of everything…”",
  );
  expect(movedFromWords({ ...from, isBehind: true, block: null, text: "" }, outline(clause), t)).toBe(
    "Moved here from the beginning",
  );
});

test("words that stay in their paragraph are moved within it, and what nobody could find is not named", () => {
  expect(movedFromWords({ ...from, isWithin: true }, outline(clause), t)).toBe("Moved within the paragraph");
  expect(movedFromWords({ ...from, text: " " }, outline(null), t)).toBeNull();
});
