import { type ParagraphContent, paragraphText } from "@parley/document";
import type { Id } from "@parley/history";
import { expect, test } from "vitest";
import { agreedView, proposedView } from "./accepts.ts";
import { Scene, mara, newTable, osei, paragraph } from "./negotiation-scene.ts";
import { listProposals } from "./list-proposals.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";
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

test("of a paragraph that a view breaks it tells in which part some words are", () => {
  const scene = new Scene(paragraph("The price is 100 euros. It is due."), paragraph("Two."));
  scene.propose(mara, (page) => page.text(0).insert(22, ", net"));
  scene.propose(osei, (page) => page.text(0).insert(28, `${PARAGRAPH_BREAK}Then:`));
  const { page } = scene;
  const [first, second] = [0, 1].map((index) => {
    const [client, clock] = page.id(page.block(index));
    return { client, clock };
  }) as [Id, Id];
  const proposed = readPlacedView(scene.document, proposedView);
  const [words, then] = listProposals(scene.document).map(({ inserted }) => inserted[0] as Id);
  expect(proposed.content.blocks.map((block) => paragraphText(block as ParagraphContent))).toEqual([
    "The price is 100 euros, net.",
    "Then: It is due.",
    "Two.",
  ]);
  expect([proposed.indexOf(first), proposed.indexOf(first, words), proposed.indexOf(second, words)]).toEqual([1, 0, 2]);
  expect(proposed.indexOf(first, { ...(then as Id), clock: (then as Id).clock + 1 })).toBe(1);
  const later = { ...(then as Id), clock: (then as Id).clock + 1 };
  expect([words, later].map((id) => proposed.offsetOf(first, [id as Id]))).toEqual([22, 0]);
  expect(proposed.offsetOf(second, [words as Id])).toBeNull();
});

test("a view tells behind how many characters of their paragraph some words are, or were before they went", () => {
  const scene = new Scene(paragraph("One two. "), paragraph("ten or ten days"));
  const ids = (from: number): Id[] => {
    const [[client, clock] = [0, 0]] = scene.page.ids(scene.page.text(1), from, 1);
    return [{ client, clock }];
  };
  const [client, clock] = scene.page.id(scene.page.block(1));
  const block = { client, clock };
  const [or, days] = [ids(4), ids(11)];
  scene.propose(mara, (page) => page.strike("or ", 1));
  scene.propose(osei, (page) => page.text(1).insert(0, "some "));
  expect([or, days].map((id) => readPlacedView(scene.document, proposedView).offsetOf(block, id))).toEqual([9, 13]);
  expect([or, days].map((id) => readPlacedView(scene.document, agreedView).offsetOf(block, id))).toEqual([4, 11]);
  scene.propose(osei, (page) => page.join(page.block(1), page.block(0)));
  expect(readPlacedView(scene.document, proposedView).offsetOf(block, days)).toBe("One two. ".length + 13);
});
