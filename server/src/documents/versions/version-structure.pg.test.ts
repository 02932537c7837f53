import { PROPOSALS_NAME } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import { PARAGRAPH_BREAK } from "@parley/proposals";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

/** Legal owns; finance edits; rd proposes; the chief executive only reads. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const pause = (): void => scene.clock.advance(15 * 60_000);

function addParagraph(ydoc: Y.Doc, index: number, words: string): void {
  const added = new Y.XmlElement("paragraph");
  ydoc.getXmlFragment("default").insert(index, [added]);
  added.insert(0, [new Y.XmlText(words)]);
}

test("versions tell how often they split, joined, moved and formatted, also what was proposed and is accepted", async () => {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, [
    "The fee is due. It is paid monthly.",
    "The rent is due in advance.",
    "The end.",
  ]);
  pause();
  await change(finance, id, (ydoc) => {
    textAt(ydoc, 0).delete(16, 19);
    addParagraph(ydoc, 1, "It is paid monthly.");
  });
  pause();
  await change(finance, id, (ydoc) => {
    ydoc.getXmlFragment("default").delete(1, 1);
    textAt(ydoc, 0).insert(16, "It is paid monthly.");
    textAt(ydoc, 2).format(4, 3, { bold: {} });
  });
  pause();
  await change(finance, id, (ydoc) => {
    ydoc.getXmlFragment("default").delete(1, 1);
    addParagraph(ydoc, 0, "The rent is due in advance.");
  });
  pause();
  // What is only proposed changes nothing.
  const at = await idOf(rd, id, "end");
  await change(rd, id, (ydoc) => {
    textAt(ydoc, 1).insert(15, PARAGRAPH_BREAK);
    const record = { do: "format", ids: [[...at, 3]], mark: "italic", value: {} };
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, record);
  });
  pause();
  const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
  const answer = await ceo.call("GET", `/documents/${id}/version-structure`);
  const nothing = { splits: 0, joins: 0, moves: 0, formats: 0, addedBlocks: [], removedBlocks: [] };
  expect(answer.body).toEqual({
    isWhole: true,
    versions: [
      { ...nothing, seq: 6, splits: 1, formats: 1 },
      { ...nothing, seq: 5 },
      { ...nothing, seq: 4, moves: 1 },
      { ...nothing, seq: 3, joins: 1, formats: 1 },
      { ...nothing, seq: 2, splits: 1 },
    ],
  });
});

test("versions tell which pictures and tables came and went", async () => {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, [
    "As follows:",
    "The end.",
  ]);
  pause();
  await change(finance, id, (ydoc) => {
    const picture = new Y.XmlElement("image");
    picture.setAttribute("imageId", "0b9fd2a0-4ac7-482a-a749-ff377c138ccf");
    ydoc.getXmlFragment("default").insert(1, [picture, new Y.XmlElement("pageBreak")]);
  });
  pause();
  await change(finance, id, (ydoc) => ydoc.getXmlFragment("default").delete(1, 1));
  const picture = { subject: "image", count: 1 };
  expect((await ceo.call("GET", `/documents/${id}/version-structure`)).body.versions).toMatchObject([
    { seq: 3, addedBlocks: [], removedBlocks: [picture] },
    { seq: 2, addedBlocks: [picture, { subject: "pageBreak", count: 1 }], removedBlocks: [] },
  ]);
});
