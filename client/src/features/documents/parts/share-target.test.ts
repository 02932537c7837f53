import type { Department, Person } from "@parley/people";
import { expect, test } from "vitest";
import { readTarget, targetOptions } from "./share-target.ts";

const lin: Person = {
  id: "0b5c1f0e-5f0a-4a1e-9a51-2c1d3e4f5a6b",
  name: "林岚",
  email: "legal@parley.example",
  title: null,
  standing: "member",
  organisation: null,
  managerId: null,
  departmentIds: [],
  language: "zh",
  active: true,
};
const legal: Department = {
  id: "1b5c1f0e-5f0a-4a1e-9a51-2c1d3e4f5a6b",
  name: "法务部",
  parentId: null,
  memberCount: 3,
};

test("an e-mail that no colleague has is offered as a guest", () => {
  expect(targetOptions(" Mara@Other.example ", [], [legal]).email).toBe("mara@other.example");
});

test("a colleague's e-mail is never offered as a guest", () => {
  const offered = targetOptions("LEGAL@parley.example", [lin], []);
  expect(offered.email).toBeNull();
  expect(offered.people).toEqual([{ value: `person:${lin.id}`, label: "林岚 (legal@parley.example)" }]);
});

test("departments are offered by a part of their name", () => {
  expect(targetOptions("法务", [], [legal]).departments).toHaveLength(1);
  expect(targetOptions("", [], [legal]).departments).toHaveLength(0);
});

test("a picked value is read back as what it was", () => {
  expect(readTarget(`person:${lin.id}`)).toMatchObject({ type: "person", id: lin.id });
  expect(readTarget("email:a:b@c.example")).toMatchObject({ type: "email", email: "a:b@c.example" });
  expect(readTarget("nothing")).toBeNull();
});
