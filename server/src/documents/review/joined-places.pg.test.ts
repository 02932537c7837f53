import type { ReviewedChange } from "@parley/documents";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { change, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

test("a join behind a paragraph that somebody split is told where the joined words are, each at its own", async () => {
  const lines = [
    "First.",
    "Records are kept, and shown on request.",
    "They are whole.",
    "They are kept for years to come.",
  ];
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  const { seq, at } = (await ceo.call("GET", `/documents/${id}/review`)).body;
  await ceo.call("PUT", `/documents/${id}/seen`, { seq, at });
  await change(finance, id, (ydoc) => {
    textAt(ydoc, 1).delete(17, 22);
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(" and shown on request.")]);
    ydoc.getXmlFragment("default").insert(2, [element]);
  });
  await change(finance, id, (ydoc) => {
    ydoc.getXmlFragment("default").delete(3, 1);
    textAt(ydoc, 3).insert(0, lines[2] as string);
  });
  const socket = await legal.socket(id);
  const fragment = (await socket.readDocument()).getXmlFragment("default");
  socket.close();
  const idOf = (index: number): [number, number] => {
    const item = (fragment.get(index) as Y.XmlElement)._item;
    return [item?.id.client ?? -1, item?.id.clock ?? -1];
  };
  const changes = (await ceo.call("GET", `/documents/${id}/review`)).body.changes as ReviewedChange[];
  expect(Object.fromEntries(changes.map(({ kind, place }) => [kind, place]))).toEqual({
    join: idOf(3),
    split: idOf(2),
  });
});

test("a sentence that a split and a join brought to the paragraph before it is told as moved, however alike the two end", async () => {
  const lines = ["甲方验收后，视为验收合格。", "乙方应免费整改并重新提交。整改费用由乙方承担，工期不顺延。"];
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  const { seq, at } = (await ceo.call("GET", `/documents/${id}/review`)).body;
  await ceo.call("PUT", `/documents/${id}/seen`, { seq, at });
  const sentence = "乙方应免费整改并重新提交。";
  await change(finance, id, (ydoc) => {
    textAt(ydoc, 1).delete(0, sentence.length);
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(sentence)]);
    ydoc.getXmlFragment("default").insert(1, [element]);
  });
  await change(finance, id, (ydoc) => {
    ydoc.getXmlFragment("default").delete(1, 1);
    textAt(ydoc, 0).insert(13, sentence);
  });
  const changes = (await ceo.call("GET", `/documents/${id}/review`)).body.changes as ReviewedChange[];
  expect(changes.map(({ kind, insertedText, author }) => [kind, insertedText, author.name])).toEqual([
    ["move", sentence, finance.name],
  ]);
  expect(changes[0]?.movedFrom).toMatchObject({ isBehind: false, isWithin: false, text: lines[1]?.slice(13) });
});

test("a moved sentence that was the longer half of its paragraph is told with where the rest of that stands", async () => {
  const sentence = "The other party may terminate then, and claims nothing whatsoever for that.";
  const lines = ["The price is fixed.", `${sentence} It pays its own costs.`, "Fees are due."];
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  const { seq, at } = (await ceo.call("GET", `/documents/${id}/review`)).body;
  await ceo.call("PUT", `/documents/${id}/seen`, { seq, at });
  await change(finance, id, (ydoc) => {
    textAt(ydoc, 1).delete(sentence.length, 23);
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(" It pays its own costs.")]);
    ydoc.getXmlFragment("default").insert(2, [element]);
  });
  await change(finance, id, (ydoc) => {
    ydoc.getXmlFragment("default").delete(1, 1);
    textAt(ydoc, 0).insert(19, sentence);
  });
  const changes = (await ceo.call("GET", `/documents/${id}/review`)).body.changes as ReviewedChange[];
  expect(changes.map(({ kind, insertedText, movedFrom }) => [kind, insertedText, movedFrom?.text])).toEqual([
    ["move", sentence, " It pays its own costs."],
  ]);
});

test("a split is told between its halves, whichever of them is the paragraph that came", async () => {
  const lines = [
    "Article 10 Force majeure",
    "In case of a flood, the party concerned gives notice within three days.",
    "The other party may terminate then, and claims nothing. It pays what is due.",
  ];
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  const { seq, at } = (await ceo.call("GET", `/documents/${id}/review`)).body;
  await ceo.call("PUT", `/documents/${id}/seen`, { seq, at });
  const splitAhead = (ydoc: Y.Doc, index: number, words: string): void => {
    textAt(ydoc, index).delete(0, words.length);
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(words)]);
    ydoc.getXmlFragment("default").insert(index, [element]);
  };
  await change(finance, id, (ydoc) => splitAhead(ydoc, 1, "In case of a flood,"));
  await change(finance, id, (ydoc) => splitAhead(ydoc, 3, "The other party may terminate then,"));
  await change(finance, id, (ydoc) => splitAhead(ydoc, 4, " and claims nothing."));
  const changes = (await ceo.call("GET", `/documents/${id}/review`)).body.changes as ReviewedChange[];
  expect(changes.map(({ kind, breaks }) => [kind, breaks?.before, breaks?.after])).toEqual([
    ["split", "…case of a flood,", "the party concer…"],
    ["split", "…terminate then,", "and claims nothi…"],
    ["split", "…claims nothing.", "It pays what is…"],
  ]);
});
