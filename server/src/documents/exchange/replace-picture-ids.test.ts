import type { BlockContent } from "@parley/document";
import { expect, test } from "vitest";
import { replacePictureIds } from "./replace-picture-ids.ts";

test("pictures get the ids they were stored under, also in tables, and one that was not stored is left out", () => {
  const image = (imageId: string): BlockContent => ({ type: "image", attributes: { imageId, alt: "seal" } });
  const text: BlockContent = { type: "paragraph", runs: [{ text: "x" }] };
  const table = (blocks: readonly BlockContent[]): BlockContent => ({
    type: "table",
    rows: [{ type: "tableRow", cells: [{ type: "tableCell", attributes: { colspan: 2 }, blocks }] }],
  });
  const content = { blocks: [text, image("a"), table([image("b"), text]), image("gone")] };
  expect(replacePictureIds(content, new Map([["a", "A"], ["b", "B"]]))).toEqual({ blocks: [text, image("A"), table([image("B"), text])] }); // prettier-ignore
});
