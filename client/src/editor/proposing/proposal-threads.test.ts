import type { CommentThread, DocumentProposal } from "@parley/documents";
import { expect, test } from "vitest";
import { threadsOfDecided, threadsOfProposal } from "./proposal-threads.ts";

type Anchor = Partial<CommentThread["anchor"]>;
const thread = (id: string, anchor: Anchor): CommentThread =>
  ({
    id,
    anchor: { type: "proposal", decidedSeq: null, proposalId: null, ranges: [], ...anchor },
  }) as unknown as CommentThread;
const proposal = (id: string, from: number): DocumentProposal =>
  ({ id, author: { id: "mara", name: "Mara" }, inserted: [[7, from, 3]], blocks: [] }) as unknown as DocumentProposal;

test("a discussion is found by its proposal's name, and by ids when that name is gone", () => {
  const [a, b] = [proposal("7-0", 0), proposal("7-5", 5)];
  const named = thread("named", { proposalId: "7-0", ranges: [[7, 5, 1]] });
  const renamed = thread("renamed", { proposalId: "7-4", ranges: [[7, 4, 2]] });
  const words = thread("words", { type: "words", ranges: [[7, 0, 3]] });
  const idsOf = (each: DocumentProposal): string[] =>
    threadsOfProposal([named, renamed, words], each, [a, b]).map(({ id }) => id);
  expect(idsOf(a)).toEqual(["named"]);
  expect(idsOf(b)).toEqual(["renamed"]);
});

test("a discussion stays with the decision that settled its proposal", () => {
  const decided = thread("decided", { proposalId: "7-0", decidedSeq: 9, ranges: [[7, 0, 3]] });
  expect(threadsOfProposal([decided], proposal("7-0", 0), [])).toEqual([]);
  expect(threadsOfDecided([decided], 9, "7-0")).toEqual([decided]);
  expect(threadsOfDecided([decided], 8, "7-0")).toEqual([]);
});
