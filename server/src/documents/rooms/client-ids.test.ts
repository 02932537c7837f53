import { type PersonId, newId, seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import { ClientIds } from "./client-ids.ts";

const random = seededRandom(1);
const [lin, mara] = [newId<"person">(random), newId<"person">(random)];

/** Two of different seeds issue different ids. */
function idsOf(
  seed: number,
  written: ReadonlyMap<number, PersonId> = new Map(),
): { ids: ClientIds; kept: Map<number, PersonId> } {
  const kept = new Map<number, PersonId>(written);
  const ids = new ClientIds(written, seededRandom(seed), (client, personId, forGood) => {
    if (forGood) kept.set(client, personId);
  });
  return { ids, kept };
}

test("[SE3] an id is kept for good once the reader who has it may write", () => {
  const { ids, kept } = idsOf(2);
  const client = ids.issue(lin, null, false);
  expect(kept.size).toBe(0);
  expect(ids.issue(lin, client, true)).toBe(client);
  expect(kept).toEqual(new Map([[client, lin]]));
});

test("[SE3] what is written under an id that was a reader's can be saved after a restart, even by a page that is let in as a reader", () => {
  const before = idsOf(2);
  const client = before.ids.issue(lin, null, false);
  before.ids.issue(lin, client, true);
  const { ids } = idsOf(3, before.kept);
  expect(ids.issue(lin, client, false)).toBe(client);
  expect(ids.mayWrite(client, lin, false)).toBe(true);
  expect(ids.mayWrite(client, mara, false)).toBe(false);
});
