import type { DocumentProposal, Sitting, SittingChange } from "@parley/documents";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

test("a sitting tells a split between its halves, a join between what it joined, and a proposed split as one, with no characters", async () => {
  const lines = [
    "Article 10",
    "In case of a flood, notice is given.",
    "Notice is in writing.",
    "Fees are due. At once.",
  ];
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  const head = "In case of a flood,";
  await change(finance, id, (ydoc) => {
    textAt(ydoc, 1).delete(0, head.length);
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(head)]);
    ydoc.getXmlFragment("default").insert(1, [element]);
  });
  await change(finance, id, (ydoc) => {
    const first = textAt(ydoc, 2).toJSON() as string;
    ydoc.getXmlFragment("default").delete(2, 1);
    textAt(ydoc, 2).insert(0, first);
  });
  await change(rd, id, (ydoc) => textAt(ydoc, 3).insert(13, "\u2029"));
  const [proposed, written] = (await legal.call("GET", `/documents/${id}/timeline`)).body.sittings as Sitting[];
  const breaksOf = async ({ first, last }: Sitting): Promise<unknown[]> => {
    const { changes } = (await legal.call("GET", `/documents/${id}/timeline/${first}?last=${last}`)).body;
    return changes.map(({ breaks }: SittingChange) => breaks);
  };
  expect(written).toMatchObject({ breaks: 2, insertedCharacters: 0, proposed: false });
  expect(await breaksOf(written as Sitting)).toEqual([
    { how: "split", before: "…case of a flood,", after: "notice is given." },
    { how: "join", before: "notice is given.", after: "Notice is in wri…" },
  ]);
  expect(proposed).toMatchObject({ breaks: 1, insertedCharacters: 0, proposed: true });
  const told = [{ how: "split", before: "Fees are due.", after: "At once." }];
  expect(await breaksOf(proposed as Sitting)).toEqual(told);
  const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
  expect(await breaksOf(proposed as Sitting)).toEqual(told);
  const { first, last } = proposed as Sitting;
  const { changes } = (await legal.call("GET", `/documents/${id}/timeline/${first}?last=${last}`)).body;
  expect(changes).toMatchObject([{ at: [[...(await idOf(legal, id, " At once.")), 1]], place: null }]);
});
