import { documentRefusals } from "@parley/documents";
import { expect, test, vi } from "vitest";
import { ApiError, UNREACHABLE } from "../../../platform/api-error.ts";

vi.stubGlobal("location", { origin: "http://parley.example" });
const { askAgainAfterMs, isInOwnersTrash } = await import("./use-return.ts");

const refusal = (code: keyof typeof documentRefusals): ApiError =>
  new ApiError({ code, status: documentRefusals[code].status });

test("a document in its owner's trash is asked for again, one that was taken away is not", () => {
  expect(isInOwnersTrash(refusal("documents/in-owners-trash"))).toBe(true);
  expect(isInOwnersTrash(refusal("documents/not-found"))).toBe(false);
  expect(askAgainAfterMs(refusal("documents/in-owners-trash"))).toBeGreaterThan(0);
  expect(askAgainAfterMs(new ApiError({ code: UNREACHABLE, status: 0 }))).toBeGreaterThan(0);
  expect(askAgainAfterMs(refusal("documents/not-found"))).toBe(false);
  expect(askAgainAfterMs(null)).toBe(false);
});
