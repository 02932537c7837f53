import type { Marks, ParagraphContent } from "@parley/document";
import { expect, test } from "vitest";
import {
  comparableLines,
  findLibraryPassages,
  readLibrarySource,
  readsAsLibrary,
  writeLibrarySource,
} from "./library-mark.ts";

const id = "0193e1a0-0000-7000-8000-000000000001";
const other = "0193e1a0-0000-7000-8000-000000000002";
const from = (
  library: string | null,
  clause: string | null,
  ...runs: readonly (string | [string, Marks])[]
): ParagraphContent => ({
  type: "paragraph",
  attributes: { ...(library && { library }), ...(clause && { clause }) },
  runs: runs.map((run) => (typeof run === "string" ? { text: run } : { text: run[0], marks: run[1] })),
});

test("[CT8] the mark of a library's clause reads back as it is written, and another library's is none of ours", () => {
  expect(readLibrarySource(writeLibrarySource({ id, version: 12 }))).toEqual({ id, version: 12 });
  for (const bad of [null, "", id, "theirs@1", `${id}@x`]) expect(readLibrarySource(bad)).toBeNull();
});

test("[CT8] neighbouring paragraphs of one source are one passage; the same clause twice is two", () => {
  const found = findLibraryPassages([
    from(null, "a", "Own"),
    from(`${id}@1`, "b", "Law"),
    from(`${id}@1`, null, "Law, more"),
    from(`${other}@3`, "c", "Notices"),
    from(null, null, "Own"),
    from(`${id}@1`, "d", "Law"),
  ]);
  expect(found.map(({ source, clause, blocks }) => [source.id === id, source.version, clause, blocks])).toEqual([
    [true, 1, "b", [1, 2]],
    [false, 3, "c", [3]],
    [true, 1, "d", [5]],
  ]);
});

test("[CT9] a value that was filled in and a number that moved are no difference, a word is", () => {
  const variable = (name: string): Marks => ({ variable: { name, form: null } });
  const library = [
    from(
      null,
      null,
      "The court in ",
      ["[place]", variable("place")],
      " decides, see ",
      ["3", { reference: { clause: "x" } }],
      ".",
    ),
  ];
  const same = [
    from(
      null,
      null,
      "The court in ",
      ["Cheng", variable("place")],
      ["du", { ...variable("place"), bold: {} }],
      " decides, see ",
      ["7", { reference: { clause: "x" } }],
      ".",
    ),
  ];
  const changed = [
    from(
      null,
      null,
      "The court in ",
      ["Chengdu", variable("place")],
      " alone decides, see ",
      ["7", { reference: { clause: "x" } }],
      ".",
    ),
  ];
  expect(comparableLines(same)).toEqual(["The court in {place} decides, see {§}."]);
  expect(readsAsLibrary(same, library)).toBe(true);
  expect(readsAsLibrary(changed, library)).toBe(false);
  expect(readsAsLibrary([...same, from(null, null, "More")], library)).toBe(false);
});
