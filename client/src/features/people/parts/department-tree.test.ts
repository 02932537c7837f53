import type { Department } from "@parley/people";
import { expect, test } from "vitest";
import { departmentPath, departmentTree, flattenTree } from "./department-tree.ts";

const department = (id: string, name: string, parentId: string | null): Department => ({
  id,
  name,
  parentId,
  memberCount: 0,
});
const company = [
  department("bio", "Biology", "rd"),
  department("rd", "R&D", null),
  department("legal", "Legal", null),
  department("chem", "Chemistry", "rd"),
];

test("departments stand under their parents, siblings by name", () => {
  expect(flattenTree(departmentTree(company, "en")).map((node) => [node.department.id, node.depth])).toEqual([
    ["legal", 0],
    ["rd", 0],
    ["bio", 1],
    ["chem", 1],
  ]);
});

test("a department with an unknown parent and a ring of departments are still shown", () => {
  const odd = [department("a", "A", "b"), department("b", "B", "a"), department("c", "C", "gone")];
  expect(
    flattenTree(departmentTree(odd, "en"))
      .map((node) => node.department.id)
      .sort(),
  ).toEqual(["a", "b", "c"]);
});

test("a path names all departments above and ends in a ring", () => {
  expect(departmentPath(company, "bio")).toBe("R&D / Biology");
  expect(departmentPath([department("a", "A", "b"), department("b", "B", "a")], "a")).toBe("B / A");
});
