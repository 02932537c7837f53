import { PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import { must } from "@parley/base";
import type { ComparedBlockAnswer, DocumentProposal } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract, storyOf } from "../../../../test/scenarios/documents/word-stories.ts";

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

/** Accepts what somebody proposed. Returns the row of the decision. */
async function acceptAllOf(author: Actor, id: string): Promise<number> {
  const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const proposals = waiting.filter((each) => each.author?.id === author.id).map(({ id, digest }) => ({ id, digest }));
  return (await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals })).body.seq;
}

/** The id of the only proposal, as a record names it. */
async function onlyProposal(id: string): Promise<[number, number]> {
  const [first] = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const [client = 0, clock = 0] = (first?.id ?? "").split("-").map(Number);
  return [client, clock];
}

test("a comparison names nobody whose alternative was rejected for the look that was accepted, however alike and new it was", async () => {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, ["The fee.", "Rest."]);
  const [client, clock] = await idOf(legal, id, "fee");
  const propose = (who: Actor, group: string, more: readonly ProposalRecord[]): Promise<void> =>
    change(
      who,
      id,
      (ydoc) => {
        const block = must((ydoc.getXmlFragment("default").get(1) as Y.XmlElement)._item?.id, "it is placed");
        const records: ProposalRecord[] = [
          { do: "format", ids: [[client, clock, 3]], mark: "bold", value: {}, group },
          { do: "set", block: [block.client, block.clock], name: "style", value: "heading", group },
          ...more,
        ];
        records.forEach((record, key) => ydoc.getMap(PROPOSALS_NAME).set(`${who.id}:${key}`, record));
      },
      { flags: updateFlags.propose },
    );
  await propose(finance, "f", []);
  const to = await onlyProposal(id);
  await propose(rd, "g", [{ do: "counter", to, ids: [], group: "g" }]);
  const seq = await acceptAllOf(finance, id);
  const [decision] = (await legal.call("GET", `/documents/${id}/decisions`)).body;
  expect(decision.notChosen.map((each: { author: { id: string } }) => each.author.id)).toEqual([rd.id]);
  const { body } = await legal.call("GET", `/documents/${id}/versions/1/compare/${seq}`);
  const told = (body.blocks as TellingBlock[]).flatMap(({ changes, pieces = [] }) => [
    ...changes,
    ...pieces.flatMap(({ formatting }) => formatting),
  ]);
  expect(told.map((each) => [each.seq, each.decidedSeq])).toEqual([
    [2, seq],
    [2, seq],
  ]);
});

test("a comparison and a story name nobody whose break was rejected for the one that was accepted beside it", async () => {
  const lines = ["The fee is due. It is high.", "Rest."];
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(16, "\u2029"), { flags: updateFlags.propose });
  const to = await onlyProposal(id);
  await change(
    rd,
    id,
    (ydoc) => {
      textAt(ydoc, 0).insert(17, "\u2029");
      const own = must(ydoc.store.clients.get(ydoc.clientID)?.at(-1)?.id, "it was inserted");
      const record: ProposalRecord = { do: "counter", to, ids: [[own.client, own.clock, 1]], group: "g" };
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:0`, record);
    },
    { flags: updateFlags.propose },
  );
  const seq = await acceptAllOf(finance, id);
  const { body } = await legal.call("GET", `/documents/${id}/versions/1/compare/${seq}`);
  const blocks = body.blocks as ComparedBlockAnswer[];
  expect(blocks.map(({ addedSeq, decidedSeq }) => [addedSeq, decidedSeq])).toEqual([
    [null, undefined],
    [2, seq],
    [null, undefined],
  ]);
  const { parts } = await storyOf(legal, id, await idOf(legal, id, "It is"));
  expect(parts.flatMap(({ steps }) => steps.map(({ did, person }) => [did, person.name]))).toEqual([
    ["wrote", legal.name],
    ["proposedSplit", finance.name],
    ["accepted", legal.name],
  ]);
});
