import { type PersonId, newId, seededRandom } from "@parley/base";
import { type DocumentContent, seedUpdate } from "@parley/document";
import { DocumentReplica } from "@parley/history";
import { type NegotiatedDocument, proposalGate } from "@parley/proposals";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { readClauses } from "./clause-of-proposal.ts";

const random = seededRandom(5);
const [lin, mara] = [newId<"person">(random), newId<"person">(random)];

const cell = (text: string) => ({ type: "tableCell", blocks: [{ type: "paragraph", runs: [{ text }] }] }) as const;
const numbered = { list: "number" };
const contract = {
  blocks: [
    { type: "paragraph", attributes: { style: "heading", level: 1 }, runs: [{ text: "Fees" }] },
    { type: "paragraph", attributes: numbered, runs: [{ text: "100 euros." }] },
    { type: "paragraph", attributes: numbered, runs: [{ text: "Net." }] },
    { type: "table", rows: [{ cells: [cell("First"), cell("May")] }, { cells: [cell("Second"), cell("June")] }] },
  ],
} as unknown as DocumentContent;

/** The contract, with a numbered paragraph that Mara proposes behind its first one, and words that she proposes in the second. */
function open(): { document: NegotiatedDocument; at: (...path: number[]) => { client: number; clock: number } } {
  const replica = DocumentReplica.open(null, []);
  const row = { kind: "typed", baseSeq: null, proposes: false, statement: null } as const;
  replica.take(seedUpdate(contract, 7), () => true, row);
  const ydoc = new Y.Doc();
  ydoc.clientID = 21;
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(replica.ydoc));
  const before = Y.encodeStateVector(ydoc);
  const fragment = ydoc.getXmlFragment("default");
  ydoc.transact(() => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.setAttribute("list", "number");
    paragraph.insert(0, [new Y.XmlText("VAT is extra.")]);
    fragment.insert(2, [paragraph]);
  });
  const document = (): NegotiatedDocument => ({
    ydoc: replica.ydoc,
    attribution: replica.attribution,
    lineage: replica.lineage,
    pending: replica.pending,
    ownerOf: (client): PersonId | undefined => ({ 7: lin, 21: mara })[client],
  });
  const taken = replica.take(
    Y.encodeStateAsUpdate(ydoc, before),
    (client) => client === 21,
    { ...row, proposes: true },
    proposalGate(document(), mara),
  );
  if (taken !== null && "code" in taken) throw new Error(`the gate refused it: ${taken.code}`);
  return {
    document: document(),
    at(...path) {
      let place: Y.XmlFragment = replica.ydoc.getXmlFragment("default");
      for (const index of path) place = place.get(index) as Y.XmlElement;
      const id = place._item?.id;
      return { client: id?.client ?? 0, clock: id?.clock ?? 0 };
    },
  };
}

test("a decision notes where its proposals stood: the article, and the paragraph or the row by its agreed number and words", () => {
  const { document, at } = open();
  const clauseOf = readClauses(document);
  const here = { heads: ["Fees"], label: "", words: "", table: null, isAfter: false };
  expect(clauseOf({ place: at(1) }, undefined)).toEqual({ ...here, label: "1.", words: "100 euros." });
  // What waits stands behind the agreed paragraph before it, and counts for nothing.
  expect(clauseOf({ place: at(2) }, "paragraph")).toEqual({ ...here, label: "1.", words: "100 euros.", isAfter: true });
  expect(clauseOf({ place: at(3) }, undefined)).toEqual({ ...here, label: "2.", words: "Net." });
  expect(clauseOf({ place: at(4, 1, 1, 0) }, undefined)).toEqual({
    ...here,
    words: "Second",
    table: { index: 0, row: 2 },
  });
  expect(clauseOf({ place: at(4, 0, 1) }, "tableColumn")).toEqual({ ...here, table: { index: 0, row: 0 } });
  expect(clauseOf({ place: { client: 99, clock: 1 } }, undefined)).toBeNull();
});
