import type { PersonId } from "@parley/base";
import type { Proposal } from "@parley/proposals";
import { describe, expect, test } from "vitest";
import { chooseProposals } from "./choose-proposals.ts";

const mara = "mara" as PersonId;

/** A proposal of which only names matter. */
function named(id: string, more: Partial<Proposal> = {}): Proposal {
  return { id, born: id, digest: `${id}!`, author: mara, firstSeq: 1, requires: [], answered: [], ...more } as Proposal;
}

function choose(
  all: readonly Proposal[],
  seen: readonly string[],
  more: { readonly changed?: readonly string[]; readonly leaveChanged?: boolean } = {},
): { chosen: string[]; left: string[] } {
  const { changed = [], leaveChanged = true } = more;
  const proposals = seen.map((id) => ({ id, digest: changed.includes(id) ? "other" : `${id}!` }));
  const made = chooseProposals(all, { verdict: "accept", proposals, reason: null, leaveChanged }, mara);
  return { chosen: made.chosen.map(({ id }) => id), left: made.left.map(({ id, why }) => `${id} ${why}`) };
}

describe("what is accepted where some has changed", () => {
  test("is nothing that builds on what has, directly or through others, and none of its rivals", () => {
    const all = [
      named("a"),
      named("b", { requires: ["a"] }),
      named("c", { requires: ["b"] }),
      named("d", { answered: ["c"] }),
      named("e", { requires: ["d"] }),
      named("f"),
    ];
    expect(choose(all, ["a", "b", "c", "d", "e", "f"], { changed: ["a"] })).toEqual({
      chosen: ["f"],
      left: ["a changed", "b requires", "c requires", "d rival", "e requires"],
    });
    expect(choose(all, ["a", "b", "gone"])).toEqual({ chosen: ["a", "b"], left: ["gone gone"] });
  });

  test("is refused where something builds on what nobody chose, or nothing is left", () => {
    const all = [named("a"), named("b", { requires: ["a"] })];
    expect(() => choose(all, ["b"])).toThrow("builds on another");
    expect(() => choose(all, ["a"], { changed: ["a"] })).toThrow("changed");
    expect(() => choose(all, ["a", "b"], { changed: ["a"], leaveChanged: false })).toThrow("changed");
  });

  test("is found in a moment where thousands build on each other in a row", () => {
    const count = 10_000;
    const all = Array.from({ length: count }, (_, at) => named(`${at}`, { requires: at > 0 ? [`${at - 1}`] : [] }));
    const ids = all.map(({ id }) => id);
    expect(choose([...all, named("last")], ["last", ...ids.toReversed()], { changed: ["0"] }).chosen).toEqual(["last"]);
  });
});
