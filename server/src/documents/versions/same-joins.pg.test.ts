import { PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import type { ComparedBlockAnswer, DocumentProposal } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { change, idOf } from "../../../../test/scenarios/documents/change-text.ts";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract, storyOf } from "../../../../test/scenarios/documents/word-stories.ts";

const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

test.each([
  ["first", [finance, rd]],
  ["last", [rd, finance]],
])(
  "of two who propose the same join nobody is named for the other's that was accepted: it came %s",
  async (_, order) => {
    const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, ["First.", "Second."]);
    const joins = (ydoc: Y.Doc): ProposalRecord => {
      const [to, block] = [0, 1].map((at) => (ydoc.getXmlFragment("default").get(at) as Y.XmlElement)._item?.id);
      if (!to || !block) throw new Error("there are two paragraphs");
      return { do: "join", block: [block.client, block.clock], to: [to.client, to.clock] };
    };
    for (const who of order) {
      scene.clock.advance(60_000);
      const flags = updateFlags.propose;
      await change(who, id, (ydoc) => ydoc.getMap(PROPOSALS_NAME).set(`${who.id}:1`, joins(ydoc)), { flags });
    }
    const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
    const proposals = waiting
      .filter(({ author }) => author?.id === finance.id)
      .map(({ id: proposal, digest }) => ({ id: proposal, digest }));
    const { seq } = (await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals })).body;
    const story = await storyOf(legal, id, await idOf(legal, id, "Second"));
    const joined = story.parts.find(({ text }) => text.startsWith("Second"));
    expect(joined?.steps.map(({ did, person }) => [did, person.name])).toEqual([
      ["wrote", legal.name],
      ["proposedJoin", finance.name],
      ["accepted", legal.name],
    ]);
    const { body } = await legal.call("GET", `/documents/${id}/versions/1/compare/${seq}`);
    const removed = (body.blocks as ComparedBlockAnswer[]).find(({ fate }) => fate === "removed");
    expect([removed?.removedSeq, removed?.decidedSeq]).toEqual([2 + order.indexOf(finance), seq]);
    expect(body.rows.map(({ author }: { author: { id: string } }) => author.id)).not.toContain(rd.id);
  },
);
