import { seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import { type DocumentProposal, proposalNews, takeProposalNews } from "./index.ts";

const proposal = (id: string, insertedText: string): DocumentProposal => ({
  id,
  digest: insertedText,
  counters: null,
  answered: [],
  author: null,
  party: "ours",
  kind: "insert",
  insertedText,
  deletedText: "",
  inside: [],
  proposedAt: "2026-01-01T00:00:00.000Z",
  firstSeq: 1,
  lastSeq: 1,
  requires: [],
  inserted: [],
  others: [],
  blocks: [],
  place: [1, 1],
  records: [],
});

test("news makes one list into the other, whatever came, went, changed or moved", () => {
  const random = seededRandom(3);
  let list: DocumentProposal[] = [];
  for (let step = 0; step < 300; step++) {
    const next = list
      .filter(() => random.int(12) > 0)
      .map((each) => (random.int(10) > 0 ? each : proposal(each.id, `${step}`)));
    for (let added = random.int(3); added > 0; added--)
      next.splice(random.int(next.length + 1), 0, proposal(`${step}-${added}`, "new"));
    if (random.int(6) === 0) next.push(...next.splice(0, random.int(next.length + 1)));
    expect(takeProposalNews(list, proposalNews(list, next))).toEqual(next);
    list = next;
  }
});

test("of many proposals only what has changed is told", () => {
  const list = Array.from({ length: 500 }, (_, index) => proposal(`${index}`, "words"));
  const next = list.with(7, proposal("7", "other words")).toSpliced(20, 1);
  const news = proposalNews(list, next);
  expect(news).toEqual({ gone: ["20"], set: [{ behind: "6", proposal: next[7] }] });
});
