import type { DocumentProposal } from "@parley/documents";
import { expect, test } from "vitest";
import { changedProposals } from "./changed-proposals.ts";

const proposal = (id: string, by: string, facts: Partial<DocumentProposal> = {}): DocumentProposal =>
  ({
    id,
    author: { id: by, name: by },
    firstSeq: 1,
    answered: [],
    inserted: [],
    blocks: [],
    records: [],
    ...facts,
  }) as unknown as DocumentProposal;
const deleting = (client: number, clock: number, length: number): Partial<DocumentProposal> => ({
  records: [{ do: "delete", ids: [[client, clock, length]] }],
});
const toldOf = (list: readonly DocumentProposal[]): [string, string][] =>
  [...changedProposals(list)].map(([id, changed]) => [id, changed.id]);

test("who types over words that somebody else proposes changes that proposal", () => {
  const mine = proposal("a", "Mara", { inserted: [[1, 10, 3]] });
  expect(toldOf([mine, proposal("b", "Lin", { inserted: [[2, 0, 3]], ...deleting(1, 12, 5) })])).toEqual([["b", "a"]]);
  expect(toldOf([mine, proposal("b", "Lin", deleting(1, 13, 5))])).toEqual([]);
  expect(toldOf([mine, proposal("b", "Mara", deleting(1, 10, 3))])).toEqual([]);
});

test("words that came back with an undo are still those of somebody else", () => {
  const back = proposal("a", "Mara", { inserted: [[5, 0, 3]] });
  const records: DocumentProposal["records"] = [{ do: "delete", ids: [[1, 10, 3]], copies: [[5, 0, 3]] }];
  expect(toldOf([back, proposal("b", "Lin", { inserted: [[2, 0, 3]], records })])).toEqual([["b", "a"]]);
});

test("who removes or sets a block that somebody else proposes changes that proposal", () => {
  const added = proposal("a", "Mara", { blocks: [[1, 4]] });
  const set = { do: "set" as const, block: [1, 4] as [number, number], name: "align", value: "end" };
  expect(toldOf([added, proposal("b", "Lin", { records: [set] })])).toEqual([["b", "a"]]);
});

test("an alternative stands against what it answers, and changes nothing of it", () => {
  const mine = proposal("a", "Mara", { inserted: [[1, 10, 3]] });
  expect(toldOf([mine, proposal("b", "Lin", { answered: ["a"], ...deleting(1, 10, 3) })])).toEqual([]);
});
