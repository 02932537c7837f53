import { expect, test } from "vitest";
import { formatOfLabel, wordListOf } from "./pasted-list.ts";

test("the number form is read from the number that Word wrote", () => {
  const forms = [
    ["1.", 1, "{1}."],
    ["(3)", 2, "({2})"],
    ["第十二条", 1, "第{1:chinese}条"],
    ["（二）", 2, "（{2:chinese}）"],
    ["1.2.3", 3, "{1}.{2}.{3}"],
    ["iv)", 3, "{3:roman})"],
    ["B.", 1, "{1:ALPHA}."],
    ["·", 1, null],
    ["", 1, null],
  ] as const;
  for (const [label, level, format] of forms) expect([label, formatOfLabel(label, level)]).toEqual([label, format]);
});

test("list and level are read from Word's style, anything else is no list", () => {
  expect(wordListOf("margin:0;mso-list:l3 level2 lfo7;color:red")).toEqual({ list: "l3-lfo7", level: 2 });
  expect(wordListOf("mso-list:none")).toBeNull();
  expect(wordListOf("")).toBeNull();
});
