import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wordDifferences } from "./word-diff.ts";

const inKind = (before: string, after: string): readonly string[] =>
  wordDifferences(before, after).map(({ kind, text }) => `${{ same: "=", removed: "-", added: "+" }[kind]}${text}`);

describe("differences of words", () => {
  test("[CA33] take a number as one word and Chinese letter by letter", () => {
    expect(inKind("总价500,000元", "总价600,000元")).toEqual(["=总价", "-500,000", "+600,000", "=元"]);
    expect(inKind("within 30 days", "within thirty days")).toEqual(["=within ", "-30", "+thirty", "= days"]);
    expect(inKind("三十日内", "六十日内")).toEqual(["-三", "+六", "=十日内"]);
  });

  test("[CA33] give both texts back, whatever these are", () => {
    const text = fc.array(fc.constantFrom("付", "款", "pay", " ", "10", ",", "。", "🙂", "\n", "e\u0301"), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const steps = wordDifferences(one.join(""), other.join(""));
        const side = (without: string): string =>
          steps
            .filter(({ kind }) => kind !== without)
            .map((step) => step.text)
            .join("");
        expect(side("added")).toBe(one.join(""));
        expect(side("removed")).toBe(other.join(""));
      }),
      { seed: 20261127, numRuns: 2_000 },
    );
  });

  test("[CA33] tell texts with nothing in common as replaced", () => {
    const many = (letter: string): string => Array.from({ length: 3_000 }, (_, index) => `${letter}${index}`).join(" ");
    expect(wordDifferences(many("a"), many("b")).length).toBeGreaterThan(1);
    expect(inKind("甲", "乙")).toEqual(["-甲", "+乙"]);
  });
});
