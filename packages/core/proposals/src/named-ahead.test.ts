/** Records that name ids under which somebody is going to write: whoever sends them by hand may, and nobody is shown what they would be about. */
import type { PersonId } from "@parley/base";
import { must } from "@parley/base";
import { expect, test } from "vitest";
import { recordsAbout } from "./index.ts";
import { Scene, lin, mara, newParagraph, osei, paragraph } from "./negotiation-scene.ts";

/** Somebody writes a paragraph at the end, Mara proposes to delete it and the next thousand ids, and then they write another one before it. */
function namedAhead(by: PersonId): Scene {
  const scene = new Scene(paragraph("Term."));
  const { page, send } = scene.open(by, by !== lin);
  send("typed", () => page.fragment.push([newParagraph("Fee.")]));
  const [client, clock] = must(page.ids(page.text(1))[0], "the words have ids");
  scene.propose(mara, (own) => own.record({ do: "delete", ids: [[client, clock, 1_000]] }));
  send("typed", () => page.fragment.insert(0, [newParagraph("Notice.")]));
  return scene;
}

test("[PR5] [DE6] a proposal that names ids of which the words came later is void with those that were there, and the decision says so", () => {
  const scene = namedAhead(osei);
  expect(scene.told).toEqual(['Osei block "" "Notice.\\n"', 'Osei block "" "Fee.\\n"', 'Mara delete "Fee." ""']);
  scene.reject(must(scene.of(osei)[1], "the paragraph waits"));
  expect(scene.told).toEqual(['Osei block "" "Notice.\\n"']);
  expect(scene.voided.map(({ author, deletedText }) => [author, deletedText])).toEqual([[mara, "Fee."]]);
  expect(scene.page.ydoc.getMap("proposals").size).toBe(0);
});

test("[PR5] [VD1] and so it is when somebody deletes those directly", () => {
  const scene = namedAhead(lin);
  expect(scene.told).toEqual(['Mara delete "Fee." ""']);
  scene.edit((page) => page.text(2).delete(0, 4));
  expect(scene.told).toEqual([]);
  expect(scene.emptied).toEqual(['Mara delete "Fee." ""']);
});

test("[PR5] and nothing is told to have been proposed about the words that came later", () => {
  const scene = namedAhead(lin);
  const { page, document } = scene;
  const told = [0, 2].map((at) => {
    const [client, clock] = must(page.ids(page.text(at))[0], "the words have ids");
    return recordsAbout(document, [{ client, clock }]).map(({ record }) => record.ids[0]?.[2]);
  });
  expect(told).toEqual([[], [expect.any(Number)]]);
  expect(told[1]?.[0]).toBeLessThan(1_000);
});
