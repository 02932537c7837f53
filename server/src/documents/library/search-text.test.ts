import fc from "fast-check";
import { expect, test } from "vitest";
import { HIT_END, HIT_START, foldText, gramsOf, markExcerpt, searchTerms, withoutControls } from "./search-text.ts";

const shown = (excerpt: string | null): string | null =>
  excerpt === null ? null : excerpt.replaceAll(HIT_START, "[").replaceAll(HIT_END, "]");

test("folding keeps every position, in code points and in UTF-16 units", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const folded = foldText(text);
      expect(folded.length).toBe(text.length);
      expect(Array.from(folded).length).toBe(Array.from(text).length);
    }),
  );
  expect(foldText("İSTANBUL ＡＢＣ　第１条")).toBe("İstanbul abc 第1条");
});

test("every part of a text is found by the grams of the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "B", "约", "定", " ", "\n", "𠮷") }),
      fc.nat(),
      fc.nat(),
      (text, a, b) => {
        const characters = Array.from(text);
        const start = characters.length === 0 ? 0 : a % characters.length;
        const part = characters.slice(start, start + 1 + (b % 5)).join("");
        const grams = new Set(gramsOf(foldText(text)));
        for (const term of searchTerms(part)) for (const gram of gramsOf(term)) expect(grams.has(gram)).toBe(true);
      },
    ),
  );
});

test("a search is split at white space of any width and told apart from case and width", () => {
  expect(searchTerms("  违约　ＬＩＡＢＩＬＩＴＹ\tliability ")).toEqual(["违约", "liability"]);
  expect(searchTerms("\u0000\u0002")).toEqual([]);
});

test("an excerpt begins with the line of its first hit and marks every hit once", () => {
  const text = "第一条 定义\n乙方的违约责任及违约金";
  expect(shown(markExcerpt(text, ["违约", "约责"], { before: true, after: false }))).toBe("乙方的[违约责]任及[违约]金");
});

test("an excerpt that starts or ends inside a line says so", () => {
  expect(shown(markExcerpt("of Liability under", ["liability"], { before: true, after: true }))).toBe(
    "…of [Liability] under…",
  );
});

test("a text without a hit gives no excerpt", () => {
  expect(markExcerpt("abc", ["x"], { before: false, after: false })).toBeNull();
});

test("control characters but the line feed become spaces", () => {
  expect(withoutControls("a\u0000b\u0002c\nd\u007f")).toBe("a b c\nd ");
});
