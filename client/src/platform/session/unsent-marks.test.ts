// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { markUnsent, unsentDocuments } from "./unsent-marks.ts";

beforeEach(() => localStorage.clear());

test("a list is told of the documents whose changes wait on this device, of the same person only", () => {
  markUnsent("lin", "a", true);
  markUnsent("lin", "b", true);
  markUnsent("mara", "c", true);
  localStorage.setItem("parley.proposing.lin.d", "1");
  expect(unsentDocuments("lin").toSorted()).toEqual(["a", "b"]);
  markUnsent("lin", "a", false);
  markUnsent("lin", "never", false);
  expect(unsentDocuments("lin")).toEqual(["b"]);
});
