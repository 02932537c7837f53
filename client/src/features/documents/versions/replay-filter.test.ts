import type { Film, FilmBlock } from "@parley/documents";
import { describe, expect, test } from "vitest";
import { phaseAt } from "./film-frames.ts";
import { filmClauses, filteredFilm } from "./replay-filter.ts";

const paragraph = (
  parts: readonly [text: string, by: number, from: number, until: number | null][],
  attributes = {},
): FilmBlock => ({
  name: "paragraph",
  phases: [{ from: 0, until: null, attributes }],
  spans: parts.map(([text, by, from, until]) => ({ text, by, phases: [{ from, until }] })),
  children: [],
});
const heading = { style: "heading" };

/** Our side writes, the counterparty adds to the price, our side adds to the delivery, and the counterparty takes a word of the price back. */
const film: Film = {
  frames: [0, 1, 2, 3, 4].map((seq) => ({
    seq: seq + 1,
    at: "2026-03-01T00:00:00.000Z",
    authors: [seq % 2],
    pause: false,
    name: null,
    imported: false,
    restored: null,
    did: {},
  })),
  authors: [
    { id: "lin", name: "Lin", party: "ours", brought: false },
    { id: "gu", name: "Gu", party: "counterparty", brought: false },
  ],
  blocks: [
    paragraph([["Price", 0, 0, null]], heading),
    paragraph([
      ["90", 0, 0, null],
      [" net", 1, 1, 3],
    ]),
    paragraph([["Delivery", 0, 0, null]], heading),
    paragraph([[" by air", 0, 2, null]]),
  ],
};
const textAt = ({ blocks }: Film, frame: number): string =>
  blocks.map(({ spans }) => spans.map((span) => (phaseAt(span.phases, frame) ? span.text : "")).join("")).join("|");

describe("a film of a part of its frames", () => {
  test("clauses are told by their headings", () => {
    expect(filmClauses(film)).toEqual([
      { block: 0, end: 2, title: "Price" },
      { block: 2, end: 4, title: "Delivery" },
    ]);
  });

  test.each([
    { filter: { by: "party", party: "counterparty" } as const, seqs: [1, 2, 4, 5] },
    { filter: { by: "person", personId: "lin" } as const, seqs: [1, 3, 5] },
    { filter: { by: "clause", block: 2 } as const, seqs: [1, 3, 5] },
    { filter: { by: "clause", block: 0 } as const, seqs: [1, 2, 4, 5] },
  ])("$filter leaves the frames with which they had to do, each as it is in the whole film", ({ filter, seqs }) => {
    const part = filteredFilm(film, filter);
    expect(part.frames.map(({ seq }) => seq)).toEqual(seqs);
    for (const [at, { seq }] of part.frames.entries()) expect(textAt(part, at)).toBe(textAt(film, seq - 1));
  });
});
