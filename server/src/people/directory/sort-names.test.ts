import { expect, test } from "vitest";
import { sortByName } from "./sort-names.ts";

const named = (...names: string[]): { id: string; name: string }[] => names.map((name) => ({ id: name, name }));

test("Chinese names stand by pinyin, English ones by the alphabet", () => {
  expect(sortByName(named("周砚", "zoe", "林岚", "Daniel", "阿木"), "zh").map(({ name }) => name)).toEqual([
    "阿木",
    "林岚",
    "周砚",
    "Daniel",
    "zoe",
  ]);
  expect(sortByName(named("zoe", "Étienne", "Daniel", "Fay"), "en").map(({ name }) => name)).toEqual([
    "Daniel",
    "Étienne",
    "Fay",
    "zoe",
  ]);
});

test("names that are the same keep one order", () => {
  const twins = [
    { id: "b", name: "林岚" },
    { id: "a", name: "林岚" },
  ];
  expect(sortByName(twins, "zh").map(({ id }) => id)).toEqual(["a", "b"]);
});
