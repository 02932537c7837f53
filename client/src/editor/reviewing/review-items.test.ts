import { expect, test } from "vitest";
import type { DocumentReview, ReviewedChange, ReviewedRestoration } from "@parley/documents";
import { reviewItems, stayNear } from "./review-items.ts";

test("what a restored version changed is told with it and not once more; what others wrote, and what an unlisted one changed, stays", () => {
  const moment = { seq: 9, at: "2026-01-01T00:00:00.000Z" };
  const person = { id: "p1", name: "Lin" };
  const change = (seq: number, came: ReviewedChange["came"], clock: number): ReviewedChange => ({
    ...{ id: `${seq}-${clock}`, kind: "insert", came, writers: [], author: person, party: "ours", at: moment.at, seq },
    ...{ insertedText: "x", deletedText: "", settings: [], movedFrom: null, ranges: [[7, clock, 1]], place: null },
  });
  const restoration: ReviewedRestoration = {
    ...{
      seq: 5,
      by: person,
      party: "ours",
      at: moment.at,
      figures: null,
      waiting: { voided: 0, parted: 0 },
      did: null,
    },
    version: { seq: 2, name: null, kind: "pause", at: moment.at } as unknown as ReviewedRestoration["version"],
  };
  const changes = [
    change(5, "restored", 3),
    change(6, "written", 2),
    change(4, "restored", 1),
    change(5, "restored", 0),
  ];
  const review: DocumentReview = {
    ...{ ...moment, seen: moment, changes, restorations: [restoration], decisions: [], proposals: [], threads: [] },
  };
  const items = reviewItems(review, { proposals: [], threads: [] }, ([run]) => run?.[1] ?? Infinity);
  expect(items.map(({ id }) => id)).toEqual(["restoration 5", "change 4-1", "change 6-2"]);
  expect(items[0]).toMatchObject({ parts: [{ id: "5-3" }, { id: "5-0" }] });
});

test("when the item that is looked at has gone the next one is looked at, and behind the last the last that is left", () => {
  expect(stayNear(["a", "b", "c"], ["a", "c"], "b")).toBe("c");
  expect(stayNear(["a", "b", "c"], ["a", "b"], "c")).toBe("b");
  expect(stayNear(["a", "b"], ["a", "b", "c"], "b")).toBe("b");
  expect(stayNear(["a"], [], "a")).toBeNull();
  expect(stayNear(["a"], ["b"], null)).toBeNull();
});
