import { roles } from "@parley/base";
import { expect, test } from "vitest";
import { refuseDocument } from "./refusals.ts";

test("a role that does not allow something is called as the pages call it, in both languages", () => {
  const refused = refuseDocument("documents/role-too-weak", { role: "suggest", needed: "edit" });
  expect(refused.sentence("zh")).toBe("您在此文档中的权限（建议）不足，需要“编辑”权限。");
  expect(refused.sentence("en")).toBe("Your role in this document (Suggest) does not allow this; it needs “Edit”.");
  // Programs go on the code of the role.
  expect(refused.facts).toEqual({ role: "suggest", needed: "edit" });
  for (const role of roles)
    expect(refuseDocument("documents/role-too-weak", { role, needed: role }).sentence("zh")).not.toContain(role);
});
