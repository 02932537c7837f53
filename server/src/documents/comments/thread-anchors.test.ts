import type { PersonId } from "@parley/base";
import type { Proposal } from "@parley/proposals";
import { expect, test } from "vitest";
import { proposalFinder } from "./thread-anchors.ts";

const [mara, osei] = ["mara" as PersonId, "osei" as PersonId];
const proposal = (id: string, author: PersonId, clock: number): Proposal =>
  ({ id, author, inserted: [{ client: 1, clock, length: 5 }], blocks: [], records: [] }) as unknown as Proposal;
const thread = (
  proposalId: string,
  proposerId: PersonId,
  clock: number,
): Parameters<ReturnType<typeof proposalFinder>>[0] => ({
  proposalId,
  proposerId,
  ranges: [[1, clock, 1]],
});

test("a thread is about the proposal of its name, or else the first of its proposer's that names its words", () => {
  const find = proposalFinder([proposal("a", mara, 0), proposal("b", osei, 3), proposal("c", osei, 3)]);
  expect(find(thread("c", osei, 3))?.id).toBe("c");
  expect(find(thread("gone", osei, 4))?.id).toBe("b");
  expect(find(thread("gone", mara, 4))?.id).toBe("a");
  expect(find(thread("gone", mara, 7))).toBeUndefined();
});

test("hundreds of threads about what is gone find nothing among thousands of proposals in a moment", () => {
  const all = Array.from({ length: 10_000 }, (_, at) => proposal(`${at}`, mara, 10 * at));
  const find = proposalFinder(all);
  for (let at = 0; at < 1_000; at++) expect(find(thread("gone", mara, 10 * at + 7))).toBeUndefined();
});
