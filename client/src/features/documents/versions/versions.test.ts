import { type BlockNode, type ComparedBlockAnswer, type ComparedPieceAnswer, treeOf } from "@parley/documents";
import { describe, expect, test } from "vitest";
import {
  attributesOn,
  movedBlocks,
  nodeOn,
  numberLabels,
  numbersInOne,
  numbersWithChanges,
  pieceOn,
  sideRows,
} from "./sides.ts";
import { chosenEntry } from "./chosen-entry.ts";
import { readVersionAddress, whyPresentText, writeVersionAddress } from "./version-address.ts";
import { markedPauses } from "./film-frames.ts";
import { listedAround } from "./listed-around.ts";

const block = (name: string, depth: number): ComparedBlockAnswer => ({
  name,
  depth,
  fate: "kept",
  waits: false,
  proposed: [],
  attributes: {},
  changes: [],
  addedSeq: null,
  removedSeq: null,
  pieces: [],
});

test("blocks that say how deep they are become a tree again", () => {
  const names = [
    ["paragraph", 0],
    ["table", 0],
    ["tableRow", 1],
    ["tableCell", 2],
    ["paragraph", 3],
    ["tableRow", 1],
    ["image", 0],
  ] as const;
  const tree = treeOf(names.map(([name, depth]) => block(name, depth)));
  expect(tree.map((each) => each.block.name)).toEqual(["paragraph", "table", "image"]);
  expect(tree[1]?.children.map((row) => row.children.length)).toEqual([1, 0]);
  expect(tree[1]?.children[0]?.children[0]?.children[0]?.block.name).toBe("paragraph");
});

test("an address names a version, and one to compare it with, or none", () => {
  expect(readVersionAddress({ panel: "versions" })).toBeNull();
  expect(readVersionAddress({ version: "3" })).toEqual({ version: 3 });
  expect(readVersionAddress({ panel: "versions", version: "x" })).toBeNull();
  expect(readVersionAddress({ panel: "versions", version: "3" })).toEqual({ panel: "versions", version: 3 });
  const address = { panel: "versions", version: 3, with: 9, mode: "exact", layout: "sides", view: "proposed" } as const;
  expect(readVersionAddress(writeVersionAddress(address))).toEqual(address);
  const present = { version: 3, with: "present" } as const;
  expect(readVersionAddress(writeVersionAddress(present))).toEqual(present);
  const replay = { version: 3, replay: true } as const;
  expect(readVersionAddress(writeVersionAddress(replay))).toEqual(replay);
});

test("an address of the history that shows the present text says why: to guests, and where it names no version", () => {
  const addresses = [
    {},
    { panel: "comments" },
    { panel: "versions" },
    { version: "3" },
    { version: "3", with: "present" },
    { replay: "true" },
    { version: "abc" },
  ];
  expect(addresses.map((search) => whyPresentText(search, false))).toEqual([
    null,
    null,
    ...Array<string>(5).fill("forColleagues"),
  ]);
  expect(addresses.map((search) => whyPresentText(search, true))).toEqual([
    ...Array<null>(5).fill(null),
    "noVersion",
    "noVersion",
  ]);
});

test("of several names of one state one entry is chosen: that which was opened, else the first", () => {
  const versions = [
    { seq: 9, name: null },
    { seq: 4, name: "Before talks" },
    { seq: 4, name: "Offer.docx" },
  ];
  expect([null, "4 Offer.docx", "9 "].map((opened) => chosenEntry(versions, 4, opened))).toEqual([
    "4 Before talks",
    "4 Offer.docx",
    "4 Before talks",
  ]);
  expect([chosenEntry(versions, null, "9 "), chosenEntry(versions, 7, "9 ")]).toEqual([null, null]);
});

describe("two versions side by side", () => {
  const piece = (fate: ComparedPieceAnswer["fate"], text: string, more: Partial<ComparedPieceAnswer> = {}) => ({
    fate,
    text,
    marks: {},
    waits: false,
    proposed: [],
    reflowed: false,
    writtenSeq: 1,
    placedSeq: null,
    deletedSeq: null,
    decidedSeq: null,
    formatting: [],
    ...more,
  });
  const paragraph = (fate: ComparedBlockAnswer["fate"], text: string, more: Partial<ComparedBlockAnswer> = {}) => ({
    ...block("paragraph", 0),
    fate,
    pieces: text === "" ? [] : [piece(fate === "removed" ? "deleted" : fate === "added" ? "inserted" : "kept", text)],
    ...more,
  });
  const nodes = treeOf([
    paragraph("kept", "", { pieces: [piece("kept", "Fee "), piece("deleted", "90"), piece("inserted", "95")] }),
    paragraph("removed", "Old one.", { attributes: { list: "number" } }),
    paragraph("left", "", { moved: "7-1" }),
    paragraph("added", "New one."),
    paragraph("kept", "End.", { changes: [{ name: "list", before: "number", after: null, seq: 2 }] }),
    paragraph("moved", "Goes along.", { moved: "7-1", attributes: { list: "number" } }),
  ]);
  const moved = movedBlocks(nodes);
  const textOn = (side: "old" | "new", node: BlockNode | null): string | null => {
    const shown = node && nodeOn(side, node, moved);
    return shown && shown.block.pieces.map((each) => pieceOn(side, each)?.text ?? "").join("");
  };

  test("what came stands beside what went before it, and either side reads as its version", () => {
    expect(sideRows(nodes).map((row) => [textOn("old", row.old), textOn("new", row.new)])).toEqual([
      ["Fee 90", "Fee 95"],
      ["Old one.", "New one."],
      ["Goes along.", null],
      ["End.", "End."],
      [null, "Goes along."],
    ]);
  });

  test("paragraphs look and are numbered as in their version", () => {
    const end = nodes[4] as BlockNode;
    expect([attributesOn("old", end.block), attributesOn("new", end.block)]).toEqual([{ list: "number" }, {}]);
    expect([...numberLabels(nodes, "old", moved).values()]).toEqual(["1.", "2.", "3."]);
    expect([...numberLabels(nodes, "new", moved).values()]).toEqual(["1."]);
    // In one text what was removed keeps the number that it had.
    expect([...numbersInOne(nodes, moved)].map(([{ fate }, label]) => [fate, label])).toEqual([
      ["moved", "1."],
      ["removed", "1."],
    ]);
  });

  test("one person's proposals leave the agreed numbers as they are, and show those that they would have", () => {
    const number = { list: "number" };
    const list = treeOf([
      paragraph("kept", "Price.", { attributes: number }),
      paragraph("added", "New.", { attributes: number }),
      paragraph("added", "Newer.", { attributes: number }),
      paragraph("removed", "Goes.", { attributes: number }),
      paragraph("kept", "Loses its number.", { changes: [{ name: "list", before: "number", after: null, seq: 2 }] }),
      paragraph("kept", "Gets one.", {
        attributes: number,
        changes: [{ name: "list", before: null, after: "number", seq: 2 }],
      }),
      paragraph("kept", "End.", { attributes: number }),
    ]);
    expect([...numbersWithChanges(list).values()]).toEqual(["1.", "+2.", "+3.", "2.", "3.", "+4.", "4."]);
  });

  test("words look as in their version, and where only a paragraph was broken nothing is struck", () => {
    const bold = { name: "bold", before: null, after: {}, seq: 3 };
    const formatted = piece("kept", "x", { marks: { bold: {} }, formatting: [bold] });
    expect([pieceOn("old", formatted)?.marks, pieceOn("new", formatted)?.marks]).toEqual([{}, { bold: {} }]);
    expect(pieceOn("old", piece("left", "x", { reflowed: true }))).toMatchObject({ fate: "kept", text: "x" });
    expect(pieceOn("new", piece("left", "x", { reflowed: true }))).toBeNull();
  });
});

test("pauses close together have one mark on the line, the last of them, and none stands at its end", () => {
  const frames = Array.from({ length: 101 }, (_, at) => ({ pause: [0, 20, 21, 22, 50, 97, 98, 99, 100].includes(at) }));
  expect(markedPauses(frames, 0.03)).toEqual([22, 50, 97]);
  expect(markedPauses([{ pause: true }], 0.03)).toEqual([]);
});

test("a row is called as the list calls it, and one that is not listed by the restoration right behind it", () => {
  const [first, restoration] = [
    { seq: 3, restored: null },
    { seq: 20, restored: 3 },
  ];
  const versions = [restoration, first];
  expect(listedAround(versions, 20)).toEqual({ version: restoration, isBefore: false });
  expect(listedAround(versions, 19)).toEqual({ version: restoration, isBefore: true });
  expect(listedAround(versions, 3)).toEqual({ version: first, isBefore: false });
  // What came right behind was only typed.
  expect(listedAround(versions, 2)).toBeNull();
});
