import { readTextSpans } from "@parley/history";
import { expect, test } from "vitest";
import { Scene, mara, newParagraph, osei, paragraph } from "./negotiation-scene.ts";

const withProposal = (): Scene => {
  const scene = new Scene(paragraph("The fee is due."), paragraph("Second."));
  scene.propose(mara, (page) => page.text(0).insert(8, "of one hundred euros "));
  return scene;
};

test("[DE2] what waits and is cut and pasted by who may edit waits where it stands then, as the proposal of who made it", () => {
  const scene = withProposal();
  const [{ firstSeq } = { firstSeq: -1 }] = scene.proposals;
  for (let turn = 0; turn < 2; turn++) {
    scene.edit((page) => page.fragment.delete(turn, 1));
    expect(scene.told).toEqual([]);
    scene.edit((page) => page.fragment.insert(1 - turn, [newParagraph("The fee of one hundred euros is due.")]));
    expect(scene.told).toEqual(['Mara insert "" "of one hundred euros "']);
    expect(scene.of(mara)).toMatchObject([{ firstSeq }]);
    expect(scene.agreed.toSorted()).toEqual(["Second.", "The fee is due."]);
  }
  expect(scene.accept(...scene.proposals)).toEqual(["The fee of one hundred euros is due.", "Second."]);
  expect(scene.past.wasPending({ client: 20, clock: 0 }, 2)).toBe(true);
});

test("[DE2] who may edit types words anew that were rejected, or that their proposer deleted, and these are agreed", () => {
  const rejected = withProposal();
  rejected.reject(...rejected.proposals);
  const deleted = withProposal();
  deleted.propose(mara, (page) => page.text(0).delete(8, 21));
  for (const scene of [rejected, deleted]) {
    scene.edit((page) => page.text(0).insert(8, "of one hundred euros "));
    expect(scene.told).toEqual([]);
    expect(scene.agreed).toEqual(["The fee of one hundred euros is due.", "Second."]);
  }
});

test("[LI3] what is proposed about a character can be decided on where somebody puts another one in its place that begins alike", () => {
  const scene = new Scene(paragraph("The supplier 😀 pays twice a year."));
  scene.propose(mara, (page) => page.strike("😀 pays", 0));
  scene.edit((page) => {
    page.fragment.delete(0, 1);
    page.fragment.insert(0, [newParagraph("The supplier 😁 pays twice a year.")]);
  });
  expect(scene.told).toEqual(['Mara delete " pays" ""']);
  expect(scene.accept(...scene.proposals)).toEqual(["The supplier 😁 twice a year."]);
});

test("[PR1] who proposes words anew that somebody cut proposes them in their own name", () => {
  const scene = withProposal();
  scene.edit((page) => page.text(0).delete(8, 21));
  scene.propose(osei, (page) => page.text(0).insert(8, "of one hundred euros "));
  expect(scene.told).toEqual(['Osei insert "" "of one hundred euros "']);
});

test("[LI7] who only proposes does not learn by trying which words were once deleted", () => {
  const scene = new Scene(paragraph("The price is 4711 euros."), paragraph("Second."));
  scene.edit((page) => {
    page.text(0).delete(13, 4);
    page.text(0).insert(13, "5000");
  });
  scene.propose(mara, (page) => {
    page.text(0).insert(13, "4710 4711 4712");
    page.insertParagraph(1, "The price is 4711 euros.");
  });
  scene.edit((page) => page.fragment.delete(2, 1));
  scene.propose(mara, (page) => page.text(0).insert(0, "Second."));
  expect(readTextSpans(scene.replica, { deleted: false }).filter(({ movedSeq }) => movedSeq !== null)).toEqual([]);
});
