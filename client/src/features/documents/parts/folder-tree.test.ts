import { expect, test } from "vitest";
import { folderTrail, foldersIn, isInside } from "./folder-tree.ts";

const folders = [
  { id: "a", name: "合同", parentId: null },
  { id: "b", name: "NDA 10", parentId: "a" },
  { id: "c", name: "NDA 2", parentId: "a" },
  { id: "d", name: "Stray", parentId: "gone" },
  { id: "e", name: "2025", parentId: "b" },
];

test("a trail leads from the top to the folder", () => {
  expect(folderTrail(folders, "e").map((folder) => folder.id)).toEqual(["a", "b", "e"]);
  expect(folderTrail(folders, null)).toEqual([]);
  expect(folderTrail(folders, "unknown")).toEqual([]);
});

test("folders stand by name with numbers counted, and a stray one stands at the top", () => {
  expect(foldersIn(folders, "a", "en").map((folder) => folder.id)).toEqual(["c", "b"]);
  expect(
    foldersIn(folders, null, "en")
      .map((folder) => folder.id)
      .sort(),
  ).toEqual(["a", "d"]);
});

test("a folder lies inside itself and those above it", () => {
  expect(isInside(folders, "e", "a")).toBe(true);
  expect(isInside(folders, "a", "e")).toBe(false);
});

test("folders that form a ring end", () => {
  const ring = [
    { id: "x", name: "X", parentId: "y" },
    { id: "y", name: "Y", parentId: "x" },
  ];
  expect(folderTrail(ring, "x").map((folder) => folder.id)).toEqual(["y", "x"]);
});
