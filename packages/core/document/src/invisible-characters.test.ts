import { expect, test } from "vitest";
import { invisibleCharacters, partsBySight, textWithSigns } from "./invisible-characters.ts";

const signsOf = (text: string): string[] =>
  invisibleCharacters(text).map(({ sign, turns }) => sign + (turns ? "!" : ""));

test("what turns words is told apart from what is only not seen", () => {
  expect(signsOf("at most \u202E100\u202C euros\u200B")).toEqual(["U+202E!", "U+202C!", "U+200B"]);
  for (const each of "\u061C\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069") {
    expect(signsOf(each)[0]).toMatch(/!$/);
  }
  for (const each of "\u00AD\u034F\u115F\u200B\u200C\u200D\u200E\u2060\u2064\u3164\uFE0F\uFEFF\uFFA0\uFFF9") {
    expect(signsOf(`a ${each}`)).toHaveLength(1);
    expect(signsOf(`a ${each}`)[0]).not.toMatch(/!$/);
  }
});

test("what belongs to a character that is seen has no sign", () => {
  for (const honest of [
    "👩‍💻",
    "👩🏽‍🔬",
    "❤️",
    "1️⃣",
    "葛\u{E0100}城",
    "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "1,000 €",
    "甲方",
  ])
    expect(signsOf(honest)).toEqual([]);
  expect(signsOf("a\u200Db")).toEqual(["U+200D"]);
  expect(signsOf("a\u{E0061}\u{E0062}")).toEqual(["U+E0061", "U+E0062"]);
});

test("the parts of a text are the text", () => {
  const text = "\u202E100\u202C\u200B euros\u{E0001}";
  const parts = partsBySight(text);
  expect(parts.map((part) => (typeof part === "string" ? part : part.character)).join("")).toBe(text);
  expect(parts.filter((part) => typeof part === "string")).toEqual(["100", " euros"]);
  expect(partsBySight("plain")).toEqual(["plain"]);
});

test("where only text can stand each character that is not seen is its sign", () => {
  expect(textWithSigns("Fee \u202E001\u202C\u200B")).toBe("Fee ⟨U+202E⟩001⟨U+202C⟩⟨U+200B⟩");
  expect(textWithSigns("甲方 👩‍💻")).toBe("甲方 👩‍💻");
});
