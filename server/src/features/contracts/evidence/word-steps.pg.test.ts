import { expect, test } from "vitest";
import { playApprovedContract } from "../../../../../test/scenarios/contracts/approved-contract.ts";
import { type Actor, stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";
import { idOfWords, storyOf, toldParts } from "../../../../../test/scenarios/documents/word-stories.ts";

const { scene, ceo, legal, finance } = await stageDocumentsScene(["ceo", "legal", "finance"]);
const { contract, documentId, draftId, guest } = await playApprovedContract(scene, ceo, legal);
const trail = `/contracts/${contract.id}?tab=trail`;

const toldOf = async (by: Actor, words: string, id = documentId): Promise<[string, string | null][]> => {
  const { parts } = await storyOf(by, id, await idOfWords(scene, id, words));
  return parts.flatMap(({ contributed }) =>
    contributed.map(({ sentence, href }): [string, string | null] => [sentence.en, href]),
  );
};

test("[D1] a word of an approved contract tells who proposed it, who agreed, its round, and the approvals that cover it, with links", async () => {
  const story = await storyOf(legal, documentId, await idOfWords(scene, documentId, "15%"));
  expect(toldParts(story)).toEqual([["15%", ["wrote", legal.name], ["accepted", "Gu Wei", "Fine with us."]]]);
  expect(await toldOf(legal, "15%")).toEqual([
    [`${legal.name} sent it out with round 1`, trail],
    [`${legal.name} closed negotiation 1 with this in the text`, trail],
    [`${legal.name} approved the text with it (step-of-the-cfo)`, trail],
    ["The text was approved for good and locked", trail],
  ]);
  const [part] = story.parts;
  expect(part?.contributed[0]).toMatchObject({
    person: { name: legal.name },
    sentence: { zh: `${legal.name} 随第 1 轮发出` },
  });
});

test("[CE7] words that came after a round are not in it, and those of the draft went on in the shared document", async () => {
  expect((await toldOf(legal, "Delivery")).map(([sentence]) => sentence)).toEqual([
    `${legal.name} closed negotiation 1 with this in the text`,
    `${legal.name} approved the text with it (step-of-the-cfo)`,
    "The text was approved for good and locked",
  ]);
  expect((await toldOf(legal, "thirty"))[0]).toEqual([`${legal.name} sent it out with round 1`, trail]);
  expect(await toldOf(legal, "thirty", draftId)).toEqual([]);
});

test("[CE7] a guest is told of rounds and of the end of the negotiation, and of no approval", async () => {
  expect(await toldOf(guest, "15%")).toEqual([
    [`${legal.name} sent it out with round 1`, null],
    [`${legal.name} closed negotiation 1 with this in the text`, null],
  ]);
});

test("[CE7] a colleague who sees the text and not the record is told what both sides know", async () => {
  await legal.call("POST", `/documents/${documentId}/shares`, { personId: finance.id, role: "view" });
  const seen = (await finance.call("GET", `/contracts/${contract.id}`)).status;
  expect(seen).toBe(404);
  expect((await toldOf(finance, "15%")).map(([, href]) => href)).toEqual([null, null]);
});
