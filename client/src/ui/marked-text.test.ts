import { expect, test } from "vitest";
import { splitHits } from "./marked-text.tsx";

test("hits are told from the text around them", () => {
  expect(splitHits("第三条 \u0002保密\u0003义务 \u0002保密\u0003")).toEqual([
    { text: "第三条 ", hit: false },
    { text: "保密", hit: true },
    { text: "义务 ", hit: false },
    { text: "保密", hit: true },
  ]);
});

test("a stray mark is dropped and never shown", () => {
  expect(
    splitHits("a\u0002b\u0003c\u0003d")
      .map((part) => part.text)
      .join(""),
  ).toBe("abcd");
  expect(splitHits("a\u0002b")).toEqual([
    { text: "a", hit: false },
    { text: "b", hit: false },
  ]);
});
