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
  expect(ids.useBy(lin, false).mayUse(client)).toBe(true);
  expect(ids.useBy(mara, false).mayUse(client)).toBe(false);
});

test("[IN6] [SE3] an id that another node gave, unheard here, is asked of the database once, and is whose that says", async () => {
  let asked = 0;
  const kept = new Map([[41, lin]]);
  const ids = new ClientIds(
    new Map(),
    seededRandom(5),
    () => undefined,
    () => {
      asked++;
      return Promise.resolve(kept);
    },
  );
  const before = ids.useBy(lin, false);
  expect([before.mayUse(41), before.mayUse(42), before.unheard]).toEqual([false, false, [41, 42]]);
  expect(ids.ask(before.unheard)).toBe(true);
  await Promise.resolve();
  const after = ids.useBy(lin, false);
  expect([after.mayUse(41), after.mayUse(42), after.unheard]).toEqual([true, false, []]);
  expect(ids.useBy(mara, false).mayUse(41)).toBe(false);
  expect(ids.ask(after.unheard)).toBe(false);
  expect(asked).toBe(1);
});

test("[IN6] where there is no other node nobody is asked", () => {
  const ids = new ClientIds(new Map(), seededRandom(5), () => undefined);
  const use = ids.useBy(lin, false);
  expect([use.mayUse(41), ids.ask(use.unheard)]).toEqual([false, false]);
});
