import { PROPOSALS_NAME } from "@parley/document";
import type { DocumentReview, KeptProposalDecision, Sitting, SittingChange } from "@parley/documents";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { change } from "../../../../test/scenarios/documents/change-text.ts";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

/** Legal owns; finance edits; rd proposes. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const blockAt = (ydoc: Y.Doc, index: number): Y.XmlElement => ydoc.getXmlFragment("default").get(index) as Y.XmlElement;

test("a paragraph that is no longer numbered is told with its number in Review, History and Decided", async () => {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, [
    "Fees",
    "Term",
    "Notices",
  ]);
  await change(legal, id, (ydoc) => {
    for (const index of [0, 1, 2]) {
      blockAt(ydoc, index).setAttribute("list", "number");
      blockAt(ydoc, index).setAttribute("listId", "a");
    }
  });
  const seen: DocumentReview = (await rd.call("GET", `/documents/${id}/review`)).body;
  await rd.call("PUT", `/documents/${id}/seen`, { seq: seen.seq, at: seen.at });
  await change(finance, id, (ydoc) => {
    blockAt(ydoc, 1).removeAttribute("list");
    blockAt(ydoc, 1).removeAttribute("listId");
  });
  const numbered = { do: "set", name: "list", from: "number", to: null };
  const review: DocumentReview = (await rd.call("GET", `/documents/${id}/review`)).body;
  expect(review.changes.flatMap(({ settings }) => settings)).toContainEqual({ ...numbered, number: "2." });
  const [sitting] = (await legal.call("GET", `/documents/${id}/timeline`)).body.sittings as Sitting[];
  const { changes } = (await legal.call("GET", `/documents/${id}/timeline/${sitting?.first}`)).body;
  expect((changes as SittingChange[]).flatMap(({ settings }) => settings)).toContainEqual({
    ...numbered,
    number: "2.",
  });

  await change(rd, id, (ydoc) => {
    const { client, clock } = blockAt(ydoc, 2)._item?.id ?? { client: 0, clock: 0 };
    const records = ydoc.getMap(PROPOSALS_NAME);
    records.set(`${rd.id}:1`, { do: "set", block: [client, clock], name: "list", value: null, group: "a" });
    records.set(`${rd.id}:2`, { do: "set", block: [client, clock], name: "listId", value: null, group: "a" });
  });
  const proposals = (await legal.call("GET", `/documents/${id}/proposals`)).body.map(
    ({ id: proposal, digest }: { id: string; digest: string }) => ({ id: proposal, digest }),
  );
  expect((await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals })).status).toBe(201);
  const [decided] = (await rd.call("GET", `/documents/${id}/decisions`)).body as KeptProposalDecision[];
  // The one before it has no number any more, so it was the second.
  expect(decided?.proposals.flatMap(({ settings }) => settings)).toContainEqual({ ...numbered, number: "2." });
});
