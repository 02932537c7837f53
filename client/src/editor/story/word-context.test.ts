import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { contextOfWord } from "./word-context.ts";

test("a word of one Chinese character is told with what stands beside it, up to the next sign", () => {
  const text = "签订后，买方应在收到发票后三十日内付款。";
  const doc = testSchema.topNodeType.create(null, [paragraph("The end."), paragraph(text)]);
  const start = 11;
  const context = (word: string): ReturnType<typeof contextOfWord> => {
    const from = start + text.indexOf(word);
    return contextOfWord(doc, word, { from, to: from + word.length });
  };
  expect(context("在")).toEqual({ before: "买方应", after: "收到发票后三" });
  expect(context("内")).toEqual({ before: "收到发票后三十日".slice(-6), after: "付款" });
  expect(context("收到")).toBeNull();
  expect(contextOfWord(doc, "T", { from: 1, to: 2 })).toBeNull();
});
