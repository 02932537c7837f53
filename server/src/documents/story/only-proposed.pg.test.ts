import { PROPOSALS_NAME } from "@parley/document";
import type { AttributionSpan, DocumentProposal } from "@parley/documents";
import { expect, test } from "vitest";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

/** Legal owns; finance edits; rd proposes; the chief executive only reads. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const newContract = (...lines: string[]): Promise<string> =>
  newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);

async function waitingIn(id: string): Promise<Pick<DocumentProposal, "id" | "digest">[]> {
  const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  return waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
}

/** What is gone: its words, whether they waited, how they were decided on and by whom. */
async function goneIn(id: string): Promise<unknown[]> {
  const { spans } = (await legal.call("GET", `/documents/${id}/attribution?deleted=1`)).body;
  return (spans as AttributionSpan[]).flatMap(({ text, waited, turnedDown, deletedBy }) =>
    deletedBy ? [[text, waited ?? false, turnedDown ?? null, deletedBy.name]] : [],
  );
}

test("words that went while they waited are told so, whoever deleted them", async () => {
  const id = await newContract("The fee is due.", "The rent is due.");
  await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(4, "annual "));
  await change(rd, id, (ydoc) => textAt(ydoc, 1).insert(4, "monthly "));
  await change(rd, id, (ydoc) => textAt(ydoc, 0).delete(4, 7));
  await change(finance, id, (ydoc) => textAt(ydoc, 1).delete(4, 12));
  expect(await goneIn(id)).toEqual([
    ["annual ", true, null, rd.name],
    ["monthly ", true, null, finance.name],
    ["rent", false, null, finance.name],
  ]);
});

test("what a proposal still had when it became void waited, and what was accepted before it was deleted did not", async () => {
  const id = await newContract("within ninety days");
  const at = await idOf(rd, id, "ninety");
  await change(rd, id, (ydoc) => {
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[...at, 6]] });
    textAt(ydoc, 0).insert(13, "sixty");
  });
  await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(13, 5));
  await expect.poll(() => waitingIn(id)).toEqual([]);
  expect(await goneIn(id)).toEqual([["sixty", true, null, finance.name]]);
  await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "payable "));
  await finance.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals: await waitingIn(id) });
  await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(0, 8));
  expect(await goneIn(id)).toEqual([
    ["payable ", false, null, finance.name],
    ["sixty", true, null, finance.name],
  ]);
});
