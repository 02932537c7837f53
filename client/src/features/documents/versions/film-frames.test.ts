import type { FilmBlock, FilmSpan } from "@parley/documents";
import { expect, test } from "vitest";
import { deedsTold, filmChanges, losesAt, wentAt } from "./film-frames.ts";

const span = (text: string, from: number, until: number | null, moved?: true): FilmSpan => ({
  text,
  by: 0,
  ...(moved && { moved }),
  phases: [{ from, until }],
});
const block = (spans: readonly FilmSpan[], until: number | null = null, name = "paragraph"): FilmBlock => ({
  name,
  phases: [{ from: 0, until }],
  spans,
  children: [],
});

test("words that went with a frame are lost in it alone, and those that stand elsewhere are not", () => {
  const paragraph = block([span("Payable ", 0, 3), span("net.", 0, 5, true), span("now.", 1, null)]);
  expect([2, 3, 4, 5].map((frame) => losesAt(paragraph, frame))).toEqual([false, true, false, false]);
  // What was taken away and stands again in one frame did not go.
  expect(
    wentAt(
      [
        { from: 0, until: 2 },
        { from: 2, until: null },
      ],
      2,
    ),
  ).toBeUndefined();
});

test("a picture is lost when it goes, and a paragraph with its words", () => {
  expect(losesAt(block([], 4, "image"), 4)).toBe(true);
  expect(losesAt(block([], 4), 4)).toBe(false);
  const cell: FilmBlock = { ...block([], 4, "tableCell"), children: [block([span("Fee", 0, 4)], 4)] };
  expect(losesAt(cell, 4)).toBe(true);
});

test("typing that only took words away is told as deleted, and such that did both as both", () => {
  const changes = filmChanges([block([span("one", 0, 1), span("two", 0, 2), span("three", 2, null)])]);
  const told = (frame: number, ...deeds: readonly ("written" | "proposed" | "accepted")[]): readonly string[] =>
    deedsTold(Object.fromEntries(deeds.map((deed) => [deed, 1])), frame, changes);
  expect(told(1, "written")).toEqual(["deleted"]);
  expect(told(1, "proposed")).toEqual(["deleted"]);
  expect(told(1, "written", "proposed")).toEqual(["deleted"]);
  expect(told(2, "written")).toEqual(["written", "deleted"]);
  expect(told(2, "proposed")).toEqual(["proposed"]);
  // A decision says what it did.
  expect(told(1, "accepted")).toEqual(["accepted"]);
});

test("what somebody split, joined, moved, formatted, laid out or brought back is told as that, not as written", () => {
  const came = (text: string, from: number, until: number | null = null, moved?: true): FilmBlock => ({
    ...block([span(text, from, until, moved)], until),
    phases: [{ from, until }],
  });
  const bold = { bold: {} };
  const changes = filmChanges([
    block([
      span("one ", 0, null),
      // Split off with frame 1, joined on again with frame 2.
      span("two ", 0, 1, true),
      span("two ", 2, null),
      // Moved within its paragraph with frame 3.
      span("three ", 0, 3, true),
      span("three ", 3, null),
      {
        ...span("four ", 0, null),
        phases: [
          { from: 0, until: 4 },
          { from: 4, until: null, marks: bold },
        ],
      },
      span("five ", 6, null),
    ]),
    came("two ", 1, 2, true),
    {
      ...block([]),
      phases: [
        { from: 0, until: 5 },
        { from: 5, until: null, attributes: { list: "number" } },
      ],
    },
    { ...block([]), phases: [{ from: 7, until: 8 }] },
    // Split, and more written in the new paragraph before the next frame.
    block([span("nine ", 0, 9, true)]),
    came("nine and more", 9),
  ]);
  const told = (frame: number): readonly string[] => deedsTold({ written: 1 }, frame, changes);
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(told)).toEqual([
    ["split"],
    ["joined"],
    ["moved"],
    ["formatted"],
    ["laidOut"],
    ["written"],
    ["written"],
    ["deleted"],
    ["written", "split"],
  ]);
  const undone = (frame: number): readonly string[] => deedsTold({ undone: 1, revived: 1 }, frame, changes);
  expect([2, 4, 6].map(undone)).toEqual([
    ["undone", "revived"],
    ["undone", "revived"],
    ["broughtBack", "revived"],
  ]);
  // A decision may have formatted what it accepted.
  expect(deedsTold({ written: 1, accepted: 1 }, 4, changes)).toEqual(["accepted", "written"]);
});
