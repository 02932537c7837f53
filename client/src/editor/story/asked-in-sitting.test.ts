import type { DocumentProposal } from "@parley/documents";
import { expect, test } from "vitest";
import { askedInSitting, isWaiting, placesAsked } from "./asked-in-sitting.ts";

const proposal = (id: string, by: string, firstSeq: number, records: DocumentProposal["records"]): DocumentProposal =>
  ({ id, author: { id: by, name: by }, firstSeq, records }) as unknown as DocumentProposal;
const deletion: DocumentProposal["records"] = [{ do: "delete", ids: [[1, 4, 3]] }];
const sitting = { first: 5, last: 9, person: { id: "mara", name: "Mara" }, proposed: true };

test("a sitting lists what its person proposed in it to go or to change, and nothing that only brings words", () => {
  const list = [
    proposal("mine", "mara", 5, deletion),
    proposal("words", "mara", 6, []),
    proposal("others", "lin", 7, deletion),
    proposal("later", "mara", 10, deletion),
    proposal("join", "mara", 9, [{ do: "join", block: [1, 20] }]),
  ];
  expect(askedInSitting(list, sitting).map(({ id }) => id)).toEqual(["mine", "join"]);
  expect(askedInSitting(list, { ...sitting, proposed: false })).toEqual([]);
});

test("what was proposed leads to its words, or to its block where it has none", () => {
  expect(placesAsked({ records: deletion })).toEqual([[1, 4, 3]]);
  expect(placesAsked({ records: [{ do: "set", block: [1, 20], name: "align", value: "end" }] })).toEqual([[1, 20, 1]]);
});

test("words of a sitting wait as long as they are part of a proposal that waits", () => {
  const list = [{ inserted: [[1, 10, 4] as const] }] as unknown as Parameters<typeof isWaiting>[1];
  expect(isWaiting({ did: "inserted", at: [[1, 13, 1]] }, list)).toBe(true);
  expect(isWaiting({ did: "inserted", at: [[1, 14, 1]] }, list)).toBe(false);
  expect(isWaiting({ did: "inserted", at: [] }, list)).toBe(false);
  expect(isWaiting({ did: "deleted", at: [[1, 13, 1]] }, list)).toBe(false);
});
