import { must } from "@parley/base";
import { PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import type { ComparedBlockAnswer, DocumentProposal } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { change, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

test("a sentence that an accepted split and an accepted join brought to another paragraph is told as moved by who proposed that", async () => {
  const sentence = "If work is late, a third of the price is due.";
  const lines = [
    "The price is fixed.",
    `${sentence} Work may be late for reasons of weather, and then nothing is due.`,
  ];
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  const flags = updateFlags.propose;
  const acceptAll = async (): Promise<number> => {
    const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
    const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
    return (await finance.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals })).body.seq;
  };
  await change(rd, id, (ydoc) => textAt(ydoc, 1).insert(sentence.length, "\u2029"), { flags });
  await acceptAll();
  await change(
    rd,
    id,
    (ydoc) => {
      const [to, block] = [0, 1].map((at) =>
        must((ydoc.getXmlFragment("default").get(at) as Y.XmlElement)._item?.id, "it is placed"),
      ) as [Y.ID, Y.ID];
      const record: ProposalRecord = { do: "join", block: [block.client, block.clock], to: [to.client, to.clock] };
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:0`, record);
    },
    { flags },
  );
  const seq = await acceptAll();
  const { body } = await legal.call("GET", `/documents/${id}/versions/1/compare/${seq}?mode=net`);
  const moved = (body.blocks as ComparedBlockAnswer[]).flatMap(({ pieces }) =>
    pieces.filter(({ fate, reflowed }) => (fate === "left" || fate === "arrived") && !reflowed),
  );
  expect(moved.map(({ fate, text, placedSeq, decidedSeq }) => [fate, text, placedSeq, decidedSeq])).toEqual([
    ["arrived", sentence, 4, seq],
    ["left", sentence, 4, seq],
  ]);
  const authors = new Map(body.rows.map((row: { seq: number; author: { id: string } }) => [row.seq, row.author.id]));
  expect([authors.get(4), authors.get(seq)]).toEqual([rd.id, finance.id]);
});
