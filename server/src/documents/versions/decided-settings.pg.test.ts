import { PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { change, idOf } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

/** A block of a comparison, as far as it tells who changed how it looks. */
interface TellingBlock {
  readonly changes: readonly Told[];
  readonly pieces?: readonly { readonly formatting: readonly Told[] }[];
}
interface Told {
  readonly seq: number;
  readonly decidedSeq?: number;
}

test.each([
  ["first", [finance, rd]],
  ["last", [rd, finance]],
])(
  "a comparison names who proposed what was accepted, and nobody who proposed the same: they came %s",
  async (_, order) => {
    const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, ["The fee.", "Rest."]);
    const [client, clock] = await idOf(legal, id, "fee");
    const propose = async (who: Actor): Promise<void> => {
      scene.clock.advance(60_000);
      await change(
        who,
        id,
        (ydoc) => {
          const block = (ydoc.getXmlFragment("default").get(1) as Y.XmlElement)._item?.id;
          if (!block) throw new Error("there is a second paragraph");
          const records: ProposalRecord[] = [
            { do: "format", ids: [[client, clock, 3]], mark: "bold", value: {} },
            { do: "set", block: [block.client, block.clock], name: "style", value: "heading" },
          ];
          records.forEach((record, key) => ydoc.getMap(PROPOSALS_NAME).set(`${who.id}:${key}`, record));
        },
        { flags: updateFlags.propose },
      );
    };
    for (const who of order) await propose(who);
    const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
    const proposals = waiting
      .filter(({ author }) => author?.id === finance.id)
      .map(({ id: proposal, digest }) => ({ id: proposal, digest }));
    const { seq } = (await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals })).body;
    const { body } = await legal.call("GET", `/documents/${id}/versions/1/compare/${seq}`);
    const told = (body.blocks as TellingBlock[]).flatMap(({ changes, pieces = [] }) => [
      ...changes,
      ...pieces.flatMap(({ formatting }) => formatting),
    ]);
    const theirs = 2 + order.indexOf(finance);
    expect(told.map((each) => [each.seq, each.decidedSeq])).toEqual([
      [theirs, seq],
      [theirs, seq],
    ]);
  },
);
