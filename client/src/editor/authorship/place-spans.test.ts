import type { AttributionSpan } from "@parley/documents";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { type AuthorFilter, isShown } from "./author-filter.ts";
import { contributors, portionsOf, shareText } from "./contributors.ts";
import { deletedPassages, goneFacts, goneWords, listName } from "./deleted-passages.ts";
import { goneEdges } from "./gone-edges.ts";
import { madeSpan as span } from "./made-span.ts";
import { placeSpans } from "./place-spans.ts";

const doc = testSchema.topNodeType.create(null, [paragraph("The fee is 30."), paragraph(""), paragraph("第二条")]);

function shown(spans: readonly AttributionSpan[]): string[] {
  return placeSpans(doc, spans).map(({ from, to, span: each }) => `${each.author.name}:${doc.textBetween(from, to)}`);
}

test("spans lie over the text they name, block by block", () => {
  expect(shown([span(0, "The fee is ", "a"), span(0, "30", "b"), span(0, ".", "a"), span(2, "第二条", "c")])).toEqual([
    "a:The fee is ",
    "b:30",
    "a:.",
    "c:第二条",
  ]);
});

test("what was typed since the record has no author yet and does not shift the others", () => {
  expect(shown([span(2, "第", "a"), span(2, "条", "b")])).toEqual(["a:第", "b:条"]);
});

test("what was deleted since the record shortens its span", () => {
  expect(shown([span(0, "The whole fee ", "a"), span(0, "is 30.", "b")])).toEqual(["a:The fee ", "b:is 30."]);
});

test("a deleted span stands between its neighbours without width", () => {
  const placed = placeSpans(doc, [
    span(0, "The fee is ", "a"),
    span(0, "20", "a", { deletedBy: { id: "b", name: "b" }, deletedAt: "2026-03-02T10:00:00.000Z" }),
    span(0, "30.", "b"),
  ]);
  expect(placed.map(({ from, to }) => [from, to])).toEqual([
    [1, 12],
    [12, 12],
    [12, 15],
  ]);
});

test("what was deleted behind the last paragraph stands at its end", () => {
  const gone = span(3, "gone", "a", { deletedBy: { id: "b", name: "b" }, deletedAt: "2026-03-02T10:00:00.000Z" });
  const placed = placeSpans(doc, [span(2, "第二条", "c"), gone]);
  const end = doc.content.size - 1;
  expect(placed.map(({ from, to }) => [from, to])).toEqual([
    [end - 3, end],
    [end, end],
  ]);
});

test("a span of a block that is gone is not shown", () => {
  expect(shown([span(7, "gone", "a")])).toEqual([]);
});

test("shares count characters of the present text, and the last change includes deletions", () => {
  const people = contributors([
    span(0, "😀合同", "a"),
    span(0, "x", "b"),
    span(0, "gone", "b", { deletedBy: { id: "a", name: "a" }, deletedAt: "2026-03-05T10:00:00.000Z" }),
  ]);
  expect(people.map(({ name, written }) => [name, written.characters, written.share])).toEqual([
    ["a", 3, 0.75],
    ["b", 1, 0.25],
  ]);
  expect(people[0]?.lastChangeAt).toBe("2026-03-05T10:00:00.000Z");
});

test("what was brought in whole is nobody's writing: it is told apart, by how it came in, and the largest share stands first", () => {
  const people = contributors([
    span(0, "i".repeat(90), "lin", { via: "import" }),
    span(0, "co", "lin", { via: "copy" }),
    span(0, "w", "lin", { via: "offline" }),
    span(0, "u", "lin", { via: "undo" }),
    span(1, "mara..", "mara"),
    span(1, "old", "mara", { via: "import", deletedBy: { id: "lin", name: "lin" } }),
  ]);
  expect(people.map(({ name, written, broughtIn }) => [name, written, broughtIn])).toEqual([
    [
      "lin",
      { characters: 2, share: 0.02 },
      [
        { way: "import", characters: 90, share: 0.9 },
        { way: "copy", characters: 2, share: 0.02 },
      ],
    ],
    ["mara", { characters: 6, share: 0.06 }, []],
  ]);
});

test("who only brought text in has no line for what they wrote, and who neither wrote nor brought in any has one", () => {
  const people = contributors([
    span(0, "imported", "lin", { via: "import" }),
    span(0, "gone", "mara", { deletedBy: { id: "lin", name: "lin" } }),
    span(0, "more", "rd", { via: "import" }),
    span(0, "typed", "rd"),
  ]);
  const ways = people.map((person) => [person.name, portionsOf(person).map(({ way }) => way)]);
  expect(ways).toEqual([
    ["rd", ["written", "import"]],
    ["lin", ["import"]],
    ["mara", ["written"]],
  ]);
});

test("a person's filter shows their words and what they deleted; narrowed to a way, only what came in like that", () => {
  const shown = (filter: AuthorFilter | null): string[] =>
    [
      span(0, "typed", "lin"),
      span(0, "imported", "lin", { via: "import" }),
      span(0, "theirs", "mara"),
      span(0, "lin deleted this", "mara", { deletedBy: { id: "lin", name: "lin" } }),
      span(0, "import that mara deleted", "lin", { via: "import", deletedBy: { id: "mara", name: "mara" } }),
    ]
      .filter((each) => isShown(filter, each))
      .map((each) => each.text);
  expect(shown(null)).toHaveLength(5);
  expect(shown({ personId: "lin", way: null })).toEqual([
    "typed",
    "imported",
    "lin deleted this",
    "import that mara deleted",
  ]);
  expect(shown({ personId: "lin", way: "import" })).toEqual(["imported", "import that mara deleted"]);
  expect(shown({ personId: "lin", way: "written" })).toEqual(["typed"]);
});

test("the list of deleted words counts what its filter hides and what has nothing to read in it", () => {
  const gone = (text: string, author: string, by: string, day: number): AttributionSpan =>
    span(0, text, author, { deletedBy: { id: by, name: by }, deletedAt: `2026-03-0${day}T10:00:00.000Z` });
  const spans = [gone("old", "a", "a", 1), gone("new", "a", "b", 2), gone("  ", "a", "a", 3), gone("x", "c", "b", 4)];
  const all = deletedPassages(spans, null);
  expect([all.listed.map(({ text }) => text), all.hidden, all.blank]).toEqual([["x", "new", "old"], 0, 1]);
  const ofA = deletedPassages(spans, { personId: "a", way: null });
  expect([ofA.listed.map(({ text }) => text), ofA.hidden, ofA.blank]).toEqual([["new", "old"], 1, 1]);
});

test("words that one person replaced everywhere are one row with its places, runs side by side are one passage, slips are counted", () => {
  const gone = (block: number, text: string, by: string, at: string): AttributionSpan =>
    span(block, text, "a", { deletedBy: { id: by, name: by }, deletedAt: `2026-03-02T10:${at}.000Z` });
  const slip = (text: string, at: string, by = "a"): AttributionSpan =>
    span(2, text, "a", { deletedBy: { id: by, name: by }, deletedAt: `2026-03-01T10:${at}.000Z` });
  const spans = [
    gone(0, "甲方", "b", "00:01"),
    span(0, "应当", "a"),
    gone(0, "甲方", "b", "00:02"),
    gone(1, "甲方", "b", "00:03"),
    gone(1, "应当", "b", "00:04"),
    gone(3, "甲方", "b", "30:00"),
    gone(4, "甲方", "c", "00:02"),
    slip("错", "00:20"),
    span(2, "对", "a"),
    slip("字", "00:20", "b"),
    span(2, "对", "a"),
    slip("晚", "02:00"),
  ];
  const { listed, corrections, hidden, blank } = deletedPassages(spans, null);
  expect(
    listed.map(({ text, places, span: { deletedBy } }) => [text, deletedBy?.id, places.map(({ block }) => block)]),
  ).toEqual([
    ["甲方", "b", [3]],
    ["甲方应当", "b", [1]],
    ["甲方", "b", [0, 0]],
    ["甲方", "c", [4]],
    ["晚", "a", [2]],
    ["字", "b", [2]],
  ]);
  expect([corrections, hidden, blank]).toEqual([1, 0, 0]);
  const many = Array.from({ length: 30 }, (_each, block) => gone(block, "甲方", "b", `00:${10 + block}`));
  expect(deletedPassages(many, null).listed.map(({ places }) => places.length)).toEqual([30]);
});

test("what one person deleted in one go is one passage also where the words that they typed over it stand among it", () => {
  const at = (second: number): string => `2026-03-02T10:00:${String(second).padStart(2, "0")}.000Z`;
  const gone = (text: string, author: string, second: number): AttributionSpan =>
    span(0, text, author, { deletedBy: { id: "b", name: "b" }, deletedAt: at(second), insertedAt: at(1) });
  const typed = (text: string, author = "b"): AttributionSpan => span(0, text, author, { insertedAt: at(3) });
  const back = (text: string): AttributionSpan => span(0, text, "a", { movedBy: { id: "b", name: "b", at: at(9) } });
  const texts = (...spans: AttributionSpan[]): string[] => deletedPassages(spans, null).listed.map(({ text }) => text);
  const over = [gone("甲", "a", 2), typed("乙"), gone("方应在十五日内", "a", 2), typed("方应在六十日内")];
  expect(texts(...over)).toEqual(["甲方应在十五日内"]);
  // Taken back: what was typed goes from around what comes back.
  expect(texts(gone("乙乙", "b", 9), back("方应在十五日内"), gone("方应在六十日内", "b", 9))).toEqual([
    "乙乙方应在六十日内",
  ]);
  expect(texts(gone("甲", "a", 2), typed("乙", "c"), gone("方应在", "a", 2))).toEqual(["甲", "方应在"]);
  // What they had written a moment before was there when they deleted what stood beside it.
  const earlier = span(0, "应付款，", "b", { insertedAt: at(1) });
  expect(texts(gone("甲方", "b", 2), typed("客户"), earlier, gone("甲方", "b", 2), typed("客户"))).toEqual(["甲方"]);
  expect(texts(gone("甲方", "a", 2), earlier, gone("乙方", "a", 2))).toEqual(["甲方", "乙方"]);
  expect(texts(gone("甲", "a", 2), span(0, "乙", "b"), gone("方应在", "a", 2))).toEqual(["甲", "方应在"]);
});

test("paragraphs, rows and cells that went are kept apart in the list and in the text", () => {
  const gone = (text: string, block: number, path: [number, number, number], behind = false): AttributionSpan =>
    span(1, text, "a", {
      deletedBy: { id: "b", name: "b" },
      deletedAt: "2026-03-02T10:00:00.000Z",
      goneWith: { at: [1, block], depth: 1, path, behind },
    });
  const row = [gone("第四期", 10, [1, 1, 1]), gone("总结报告", 10, [1, 2, 2]), gone("10%", 10, [1, 3, 3])];
  const paragraphs = [gone("签订方式：", 20, [0, 0, 1]), gone("电子签署", 20, [0, 0, 1]), gone("地点", 30, [0, 0, 1])];
  const spans = [...row, ...paragraphs];
  expect(deletedPassages(spans, null).listed.map(({ text }) => text)).toEqual([
    "第四期 | 总结报告 | 10%",
    "签订方式：电子签署",
    "地点",
  ]);
  const read = (all: readonly AttributionSpan[]): string =>
    all
      .map((each, index) => {
        const { before, after } = goneEdges(each, all[index - 1], all[index + 1]);
        return before + each.text + after;
      })
      .join("");
  expect(read([...spans, span(1, "甲方（委托方）", "a")])).toBe(
    "第四期 | 总结报告 | 10%\n签订方式：电子签署\n地点\n甲方（委托方）",
  );
  expect(read([span(1, "第三期", "a"), gone("第四期", 10, [1, 1, 1], true), gone("10%", 10, [1, 2, 2], true)])).toBe(
    "第三期\n第四期 | 10%",
  );
});

test("a share never says everything or nothing when there is something else", () => {
  expect([1, 0.9999, 0.996, 0.5, 0.04, 0.0001, 0].map((share) => shareText(share, "en"))).toEqual([
    "100%",
    "99.9%",
    "99.6%",
    "50%",
    "4%",
    "0.1%",
    "0%",
  ]);
});

test("what is typed to find a person or a command and taken back within a minute is counted, not listed", () => {
  const gone = (text: string, more: Partial<AttributionSpan> = {}, block = 0): AttributionSpan =>
    span(block, text, "a", { deletedBy: { id: "a", name: "a" }, deletedAt: "2026-03-01T10:00:04.000Z", ...more });
  const read = (...spans: AttributionSpan[]): unknown => {
    const { listed, corrections, searches } = deletedPassages(spans, null);
    return [listed.map(({ text }) => text), corrections, searches];
  };
  for (const text of ["@gu", "@", "/表格", "、表", "@郭@guo"]) expect(read(gone(text))).toEqual([[], 0, 1]);
  expect(read(gone("@gu"), span(0, "@Guo Wei", "a"), gone("x", {}, 1))).toEqual([[], 1, 1]);
  // Signs for a look go with it: before the words of their paragraph, and around words.
  for (const text of ["##", "######", "[]", "[x]", "【】", "```", "---"]) {
    expect(read(gone(text), span(0, "Prices", "a"))).toEqual([[], 0, 1]);
    expect(read(span(0, "Prices", "a"), gone(text))).toEqual([[text], 0, 0]);
  }
  expect(read(span(0, "one ", "a"), gone("**"), span(0, "bold", "a"), gone("x", {}, 1))).toEqual([[], 1, 1]);
  for (const text of ["12.", "##1", "## Prices", "***"]) expect(read(gone(text))).toEqual([[text], 0, 0]);
  expect(read(gone("##", { deletedBy: { id: "b", name: "b" } }))).toEqual([["##"], 0, 0]);
  // Others could have read it, or somebody else took it away, or agreed to that; or it is no search.
  expect(read(gone("@gu", { deletedAt: "2026-03-01T10:01:01.000Z" }))).toEqual([["@gu"], 0, 0]);
  expect(read(gone("@gu", { deletedBy: { id: "b", name: "b" } }))).toEqual([["@gu"], 0, 0]);
  expect(read(gone("@gu", { agreedBy: { id: "b", name: "b", at: "2026-03-01T10:00:05.000Z" } }))).toEqual([
    ["@gu"],
    0,
    0,
  ]);
  expect(read(gone("@gu", { turnedDown: "rejected" }))).toEqual([["@gu"], 0, 0]);
  for (const text of ["@gu pays", "and/or", "me@gu", `@${"g".repeat(25)}`])
    expect(read(gone(text))).toEqual([[text], 0, 0]);
});

test("a deletion that somebody proposed and somebody agreed to names both, and is no slip of the fingers", () => {
  const by = { deletedBy: { id: "a", name: "Mara" }, deletedAt: "2026-03-01T10:00:30.000Z" };
  const agreedBy = { id: "b", name: "Lin", at: "2026-03-02T10:00:00.000Z" };
  const agreed = span(0, "x", "a", { ...by, agreedBy });
  expect([goneWords(agreed), goneWords(span(0, "x", "a", by))]).toEqual(["deletionAgreed", "deletedBy"]);
  expect(goneWords(span(0, "x", "a", { ...by, goneByRestore: true }))).toBe("goneByRestore");
  expect(goneFacts(agreed, "en")).toMatchObject({ name: "Mara", agreedName: "Lin" });
  expect(deletedPassages([agreed], null)).toMatchObject({ listed: [{ text: "x" }], corrections: 0 });
  // What two decisions took is two passages.
  const later = span(0, "y", "a", { ...by, agreedBy: { ...agreedBy, at: "2026-03-02T11:00:00.000Z" } });
  expect(deletedPassages([agreed, later], null).listed.map(({ text }) => text)).toEqual(["y", "x"]);
});

test("words that went while they waited were only proposed, and say who took them back, deleted them or restored a version", () => {
  const at = "2026-03-02T10:00:00.000Z";
  const by = (id: string): Partial<AttributionSpan> => ({ deletedBy: { id, name: id }, deletedAt: at, waited: true });
  const restored = span(0, "words", "a", { ...by("b"), goneByRestore: true });
  const all = [span(0, "words", "a", by("a")), span(0, "words", "a", by("b")), restored];
  expect(all.map(goneWords)).toEqual(["withdrawnBy", "proposedDeletedBy", "proposedGoneByRestore"]);
  expect(listName(deletedPassages(all, null).listed)).toBe("proposedList");
});

test("what waited together and went in the same way is one passage, however it was written and however long its deletion took", () => {
  const day = (number: number): string => `2026-03-0${number}T10:00:00.000Z`;
  const gone = (text: string, from: number, until: number, more: Partial<AttributionSpan> = {}): AttributionSpan =>
    span(0, text, "a", {
      deletedBy: { id: "b", name: "b" },
      insertedAt: day(from),
      deletedAt: day(until),
      waited: true,
      ...more,
    });
  const textsOf = (...spans: AttributionSpan[]): [string, string | undefined][] =>
    deletedPassages(spans, null).listed.map(({ text, span: { deletedAt } }) => [text, deletedAt]);
  expect(textsOf(gone("sixty ", 1, 5), gone("calendar ", 2, 3, { via: "undo" }), gone("days", 1, 4))).toEqual([
    ["sixty calendar days", day(5)],
  ]);
  // Paragraphs that were proposed together.
  const paragraph = (text: string, clock: number, more: Partial<AttributionSpan> = {}): AttributionSpan =>
    gone(text, 1, 2, { goneWith: { at: [9, clock], depth: 0, path: [0, 0, 1], behind: false }, ...more });
  expect(textsOf(paragraph("One.", 1), paragraph("Two.", 2))).toEqual([["One.\nTwo.", day(2)]]);
  // Proposed after the other was gone, or decided on otherwise, it is another proposal.
  expect(textsOf(gone("sixty", 1, 2), gone("fifty", 3, 4))).toHaveLength(2);
  expect(textsOf(gone("sixty", 1, 2), gone("fifty", 1, 2, { turnedDown: "rejected" }))).toHaveLength(2);
  const deleted = { waited: false };
  expect(textsOf(paragraph("One.", 1, deleted), paragraph("Two.", 2, deleted))).toHaveLength(2);
});

test("the list of what is gone says whether words were deleted or only proposed", () => {
  const by = { deletedBy: { id: "b", name: "b" }, deletedAt: "2026-03-02T10:00:00.000Z" };
  const deleted = span(0, "deleted", "a", by);
  const rejected = span(0, "rejected", "a", { ...by, turnedDown: "rejected" });
  const nameOf = (...spans: AttributionSpan[]): string => listName(deletedPassages(spans, null).listed);
  expect([nameOf(), nameOf(deleted), nameOf(rejected), nameOf(deleted, rejected)]).toEqual([
    "deletedList",
    "deletedList",
    "proposedList",
    "deletedOrProposedList",
  ]);
});
