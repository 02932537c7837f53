import { describe, expect, test } from "vitest";
import { wordDifferences } from "../approval/word-diff.ts";
import { attributeWords } from "./attribute-words.ts";

describe("who wrote what differs in a clause", () => {
  test("[CW2] every added and removed word is told with who added or removed it", () => {
    const words = wordDifferences("Deliver to Shanghai in ten days.", "Deliver to Suzhou within five days.");
    const told = attributeWords(
      words,
      [
        { text: "Deliver to ", by: null },
        { text: "Suzhou ", by: "Li" },
        { text: "within five", by: "Gu" },
        { text: " days.", by: null },
      ],
      [
        { text: "Shanghai", by: "Li" },
        { text: "in ten", by: "Gu" },
      ],
    );
    expect(told.filter(({ kind }) => kind !== "same").map(({ kind, text, by }) => [kind, text.trim(), by])).toEqual([
      ["removed", "Shanghai", "Li"],
      ["added", "Suzhou", "Li"],
      ["removed", "in", "Gu"],
      ["added", "within", "Gu"],
      ["removed", "ten", "Gu"],
      ["added", "five", "Gu"],
    ]);
    const said = (kinds: readonly string[]): string =>
      told.flatMap(({ kind, text }) => (kinds.includes(kind) ? [text] : [])).join("");
    expect(said(["same", "added"])).toBe("Deliver to Suzhou within five days.");
    expect(said(["same", "removed"])).toBe("Deliver to Shanghai in ten days.");
  });

  test("[CW2] words of two people that stand together are two parts", () => {
    const words = wordDifferences("价款为十元。", "价款为十二元整。");
    const told = attributeWords(
      words,
      [
        { text: "价款为十", by: null },
        { text: "二", by: "甲" },
        { text: "元", by: null },
        { text: "整", by: "乙" },
        { text: "。", by: null },
      ],
      [],
    );
    expect(told.filter(({ kind }) => kind === "added").map(({ text, by }) => [text, by])).toEqual([
      ["二", "甲"],
      ["整", "乙"],
    ]);
  });

  test("[CW2] words of which nobody is known to have written them stay unnamed", () => {
    const told = attributeWords(wordDifferences("one", "one two"), [{ text: "one", by: null }], []);
    expect(told).toEqual([
      { kind: "same", text: "one", by: null },
      { kind: "added", text: " two", by: null },
    ]);
  });
});
