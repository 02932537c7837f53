import { expect, test } from "vitest";
import { roleNews } from "./use-role-news.ts";

test("a role that changes is news, and less where it allows less", () => {
  expect(roleNews("edit", "view")).toEqual({ role: "view", isLess: true });
  expect(roleNews("view", "suggest")).toEqual({ role: "suggest", isLess: false });
});

test("the first role that is told is no news, nor is the same one, nor that nothing is known for a while", () => {
  expect(roleNews(null, "edit")).toBeNull();
  expect(roleNews("edit", "edit")).toBeNull();
  expect(roleNews("edit", null)).toBeNull();
});
