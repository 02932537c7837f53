/** Copies of negotiated documents, and copies of those: whose every word is, is known through all of them. */
import { newId, seededRandom } from "@parley/base";
import { contentText, readContent } from "@parley/document";
import { DocumentReplica, versionContent } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { edit } from "../proposals/edit.ts";
import { negotiate } from "../proposals/negotiation.ts";
import { Page } from "../proposals/page.ts";
import { type Fork, charactersOf, forkOf, writerOf } from "./fork.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 8) }, (_, index) => index + 500);
const person = newId<"person">(seededRandom(9));

/** Somebody writes, splits and joins in it. */
function work(fork: Fork, seed: number): DocumentReplica {
  const dice = seededRandom(seed);
  const page = new Page(person, false);
  page.reopen(Y.encodeStateAsUpdate(fork.replica.ydoc), 901, 1);
  for (let count = 0; count < 25; count++) {
    edit(page, dice);
    for (const update of page.outbox.splice(0)) {
      const context = { kind: "typed", baseSeq: fork.replica.seq, proposes: false, statement: null } as const;
      const taken = fork.replica.take(update, () => true, context);
      if (taken && "code" in taken) throw new Error(taken.reason);
      if (taken) fork.rows.push({ seq: taken.seq, update: taken.update, ...context });
    }
  }
  return fork.replica;
}

test.each(seeds)("[PV1] [PV2] a copy of a copy knows who wrote every word in the first (seed %i)", (seed) => {
  const { rows } = negotiate(seed, { steps: 80, lag: 0.3 });
  const source = DocumentReplica.open(null, rows);
  const seq = 1 + seededRandom(seed).int(source.seq);
  const first = forkOf(source, seq);
  const expected = charactersOf(source, seq);
  expect(contentText(readContent(first.replica.ydoc))).toBe(contentText(versionContent(source, seq, "agreed")));
  const copied = charactersOf(first.replica, 1);
  expect(copied.map(({ character }) => character)).toEqual(expected.map(({ character }) => character));
  expect(copied.map(({ id }) => writerOf([source, first], id))).toEqual(
    expected.map(({ id }) => writerOf([source], id)),
  );

  const worked = work(first, seed);
  const second = forkOf(worked, worked.seq);
  const before = charactersOf(worked, worked.seq).map(({ id }) => writerOf([source, first], id));
  expect(charactersOf(second.replica, 1).map(({ id }) => writerOf([source, first, second], id))).toEqual(before);
  expect(before.some((writer) => writer.startsWith("0"))).toBe(true);
  // From the log alone it is the same.
  const again = { ...first, replica: DocumentReplica.open(null, first.rows) };
  expect(charactersOf(again.replica, worked.seq).map(({ id }) => writerOf([source, again], id))).toEqual(before);
});
