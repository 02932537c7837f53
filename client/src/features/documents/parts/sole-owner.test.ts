import type { Share } from "@parley/documents";
import { expect, test } from "vitest";
import { isSoleOwner } from "./sole-owner.ts";

const person = (id: string, role: Share["role"], more: { active?: boolean; standing?: string } = {}): Share => ({
  id,
  target: {
    type: "person",
    personId: id,
    name: id,
    email: `${id}@parley.example`,
    standing: "member",
    active: true,
    ...more,
  },
  role,
  party: "ours",
  createdAt: "2026-11-01T00:00:00.000Z",
});
const department: Share = {
  ...person("d", "own"),
  target: { type: "department", departmentId: "d", name: "Legal" },
};

test("the one active owner is the sole owner, also beside a department that owns and an owner who has left", () => {
  const lin = person("lin", "own");
  const left = person("left", "own", { active: false });
  expect(isSoleOwner(lin, [lin, person("rd", "edit"), department, left])).toBe(true);
  expect(isSoleOwner(left, [lin, left])).toBe(false);
});

test("of two owners neither is the sole one, and who does not own never is", () => {
  const [lin, ceo, rd] = [person("lin", "own"), person("ceo", "own"), person("rd", "edit")];
  expect([lin, ceo, rd].map((share) => isSoleOwner(share, [lin, ceo, rd]))).toEqual([false, false, false]);
  expect(isSoleOwner(department, [department])).toBe(false);
});
