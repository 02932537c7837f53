import { expect, test } from "vitest";
import { shownWords } from "./shown-words.ts";

const moved = (deletedText: string, insertedText: string): ReturnType<typeof shownWords> =>
  shownWords({ kind: "move", deletedText, insertedText });

test("words that are moved as they are stand there once", () => {
  expect(moved("is able to pay", "is able to pay")).toEqual({ inserted: "is able to pay", deleted: "" });
  // The ends of what was cut, and of paragraphs.
  expect(moved("One.\u2029Two. ", " One.\nTwo.").deleted).toBe("");
  expect(moved("tail.Head", "tail.\u2029Head").deleted).toBe("");
  expect(moved("100\u00a0euros", "100 euros").deleted).toBe("");
});

test("a move that changes only blanks shows what it changes", () => {
  expect(moved("is not able to pay", "is notable to pay")).toEqual({
    inserted: "is notable to pay",
    deleted: "is not able to pay",
  });
  expect(moved("1 000", "1000").deleted).toBe("1 000");
  expect(moved("not\nable\n", "notable").deleted).toBe("not\nable");
  expect(moved("甲方乙方", "甲方 乙方").deleted).toBe("甲方乙方");
});

test("what is no move shows both, with signs and pilcrows", () => {
  const change = { kind: "replace", deletedText: "same", insertedText: "same" } as const;
  expect(shownWords(change)).toEqual({ inserted: "same", deleted: "same" });
  expect(shownWords({ ...change, insertedText: "a\u2029\u202eb\u2029" }).inserted).toBe("a¶\n⟨U+202E⟩b¶");
});
