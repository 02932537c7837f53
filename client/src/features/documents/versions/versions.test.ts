import { type ComparedBlockAnswer, treeOf } from "@parley/documents";
import { expect, test } from "vitest";
import { readVersionAddress, writeVersionAddress } from "./version-address.ts";

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
  const address = { panel: "versions", version: 3, with: 9, mode: "exact", view: "proposed" } as const;
  expect(readVersionAddress(writeVersionAddress(address))).toEqual(address);
  const present = { version: 3, with: "present" } as const;
  expect(readVersionAddress(writeVersionAddress(present))).toEqual(present);
  const replay = { version: 3, replay: true } as const;
  expect(readVersionAddress(writeVersionAddress(replay))).toEqual(replay);
});
