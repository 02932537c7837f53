import { expect, test } from "vitest";
import { importPanelForm } from "./import-panel-form.ts";

test("the report of an import stays on the pages with lists and does not follow into a document", () => {
  expect(importPanelForm("/documents", 0)).toBe("whole");
  expect(importPanelForm("/contracts", 2)).toBe("whole");
  expect(importPanelForm("/documents/7d8a2b9e-0000-4000-8000-000000000000", 0)).toBe("none");
  expect(importPanelForm("/documents/7d8a2b9e-0000-4000-8000-000000000000", 1)).toBe("progress");
});
