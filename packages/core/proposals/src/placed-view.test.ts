import { expect, test } from "vitest";
import { agreedView, proposedView } from "./accepts.ts";
import { Scene, mara, newTable, osei, paragraph } from "./negotiation-scene.ts";
import { readPlacedView } from "./views.ts";

test("a view tells where each block is shown: with what it is joined to, in its table, or behind what stands before it", () => {
  const scene = new Scene(paragraph("One."), paragraph("Two."), paragraph("Three."));
  scene.propose(mara, (page) => {
    page.insertParagraph(0, "Zero.");
    page.join(page.block(2), page.block(1));
  });
  scene.propose(osei, (page) => {
    page.remove(page.block(3));
    page.fragment.insert(4, [newTable(["a", "b"])]);
  });
  const { page } = scene;
  const ids = [[0], [1], [2], [3], [4], [4, 0, 1, 0]].map((path) => {
    const [client, clock] = page.id(page.block(...path));
    return { client, clock };
  });
  const proposed = readPlacedView(scene.document, proposedView);
  expect(proposed.content.blocks.map(({ type }) => type)).toEqual(["paragraph", "paragraph", "table"]);
  expect(ids.map((id) => proposed.indexOf(id))).toEqual([0, 1, 1, 1, 2, 2]);
  const agreed = readPlacedView(scene.document, agreedView);
  expect(ids.map((id) => agreed.indexOf(id))).toEqual([null, 0, 1, 2, 2, 2]);
  expect(agreed.indexOf({ client: 1, clock: 9_999 })).toBeNull();
});
