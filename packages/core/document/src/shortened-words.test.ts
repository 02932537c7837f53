import { expect, test } from "vitest";
import { beginningOf, shortenedWords } from "./shortened-words.ts";

test("a text that fits stays as it is", () => {
  expect(shortenedWords("甲方应当付款", 6)).toBe("甲方应当付款");
  expect(beginningOf("甲方", 6)).toBe("甲方");
});

test("a longer text is cut and ends in an ellipsis that counts", () => {
  expect(shortenedWords("甲方应当付款", 5)).toBe("甲方应当…");
});

test("no text ends in half a character", () => {
  expect(shortenedWords("吉𠮷𠮷𠮷", 5)).toBe("吉𠮷…");
  expect(beginningOf("吉𠮷𠮷", 4)).toBe("吉𠮷");
  expect(beginningOf("𠮷", 1)).toBe("");
});
