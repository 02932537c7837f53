import { expect, test } from "vitest";
import { stayNear } from "./review-items.ts";

test("when the item that is looked at has gone the next one is looked at, and behind the last the last that is left", () => {
  expect(stayNear(["a", "b", "c"], ["a", "c"], "b")).toBe("c");
  expect(stayNear(["a", "b", "c"], ["a", "b"], "c")).toBe("b");
  expect(stayNear(["a", "b"], ["a", "b", "c"], "b")).toBe("b");
  expect(stayNear(["a"], [], "a")).toBeNull();
  expect(stayNear(["a"], ["b"], null)).toBeNull();
});
