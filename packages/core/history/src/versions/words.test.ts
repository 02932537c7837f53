import { seededRandom } from "@parley/base";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutCountedWords, cutWords, differWords } from "./words.ts";

/** A difference as one reads it: `[-gone-]{+come+}`. */
function show(older: string, newer: string): string {
  let [oldAt, newAt] = [0, 0];
  return differWords(older, newer)
    .map(({ kind, length }) => {
      const text = kind === "new" ? newer.slice(newAt, newAt + length) : older.slice(oldAt, oldAt + length);
      if (kind !== "new") oldAt += length;
      if (kind !== "old") newAt += length;
      return kind === "same" ? text : kind === "old" ? `[-${text}-]` : `{+${text}+}`;
    })
    .join("");
}

describe("words", () => {
  test("[VE5] of contracts, numbers, amounts and dates are never cut", () => {
    const words = cutWords("乙方应于2026年3月1日前的三十个工作日内支付人民币1,000,000.00元及0.05%的违约金。");
    for (const whole of ["乙方", "2026年3月1日", "三十", "工作日", "人民币", "1,000,000.00", "0.05%", "违约金"])
      expect(words).toContain(whole);
  });

  test("[ST4] a number and what it counts are one word of a story, and a date stays one", () => {
    const text =
      "动物不少于十二只，总期限为三百日，自2026年3月1日起60日内或二十个工作日内分三次付清人民币1,000元，一次性结清，第三十条除外。";
    const words = cutCountedWords(text);
    const wholes = ["十二只", "三百日", "2026年3月1日", "60日", "二十个工作日", "三次", "1,000元", "第三十条"];
    expect(wholes.filter((whole) => !words.includes(whole))).toEqual([]);
    expect([words.join(""), words.includes("一次")]).toEqual([text, false]);
  });

  test.each([
    ["甲方应在30个工作日内付款。", "甲方应在90个工作日内付款。", "甲方应在[-30-]{+90+}个工作日内付款。"],
    [
      "违约金为人民币1,000,000.00元。",
      "违约金为人民币1,500,000.00元。",
      "违约金为人民币[-1,000,000.00-]{+1,500,000.00+}元。",
    ],
    ["甲方有权解除合同。", "乙方有权解除合同。", "[-甲方-]{+乙方+}有权解除合同。"],
    [
      "The Provider shall pay within 30 days.",
      "The Client shall pay within 45 days.",
      "The [-Provider-]{+Client+} shall pay within [-30-]{+45+} days.",
    ],
    ["same words", "same words", "same words"],
    ["", "new", "{+new+}"],
  ])("[VE5] %s becomes %s word by word, and no wider", (older, newer, shown) => {
    expect(show(older, newer)).toBe(shown);
  });

  test("[VE5] a difference gives both texts back", () => {
    const word = fc.constantFrom("甲方", "30", "1,000.5", " ", "pay", "。", "🙂", "条款", "的", "\n");
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(""));
    fc.assert(
      fc.property(text, text, (older, newer) => {
        let [oldAt, newAt] = [0, 0];
        for (const { kind, length } of differWords(older, newer)) {
          const same = kind === "same" ? older.slice(oldAt, oldAt + length) : "";
          expect(newer.slice(newAt, newAt + same.length)).toBe(same);
          if (kind !== "new") oldAt += length;
          if (kind !== "old") newAt += length;
        }
        expect([oldAt, newAt, cutWords(older).join("")]).toEqual([older.length, newer.length, older]);
      }),
    );
  });

  test("[VE5] a text much longer than the segmenter likes is cut in parts, and soon", () => {
    const random = seededRandom(1);
    const long = Array.from({ length: 20_000 }, () => random.pick(["乙方", "应当", "支付", "，", "。", "the "])).join(
      "",
    );
    const words = cutWords(long);
    expect(words.join("")).toBe(long);
    expect(words.filter((word) => word.includes("乙方")).every((word) => word === "乙方")).toBe(true);
  });
});
