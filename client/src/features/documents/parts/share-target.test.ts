import type { Department, Person } from "@parley/people";
import { expect, test } from "vitest";
import { readEmail, readTarget, targetOfEmail, targetOptions } from "./share-target.ts";

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

test("what is not a whole e-mail is none, by the rule that the server holds", () => {
  for (const bad of ["mara", "mara@", "mara@other", "a..b@other.example", "mara @other.example", "mara@other.example,"])
    expect([bad, readEmail(bad)]).toEqual([bad, null]);
  expect(readEmail(" Mara＠Other．example ")).toBe("mara@other.example");
});

test("a typed e-mail stands for the colleague who has it, or for a guest", () => {
  expect(targetOfEmail("legal@parley.example", [lin])).toMatchObject({ type: "person", id: lin.id });
  expect(targetOfEmail("mara@other.example", [lin])).toMatchObject({ type: "email", email: "mara@other.example" });
});
