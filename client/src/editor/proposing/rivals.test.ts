import type { DocumentProposal } from "@parley/documents";
import { describe, expect, test } from "vitest";
import {
  alternativesIn,
  placeOfAlternatives,
  placesToAsk,
  rejectedAlong,
  rivalsIn,
  settleChoice,
  withAnswersBehind,
} from "./rivals.ts";

const proposal = (
  id: string,
  counters: string | null = null,
  more: { answered?: readonly string[]; requires?: readonly string[] } = {},
): DocumentProposal =>
  ({
    id,
    counters,
    answered: more.answered ?? (counters === null ? [] : [counters]),
    requires: more.requires ?? [],
    firstSeq: id.codePointAt(0),
  }) as unknown as DocumentProposal;
const order = (...list: DocumentProposal[]): string =>
  withAnswersBehind(list)
    .map(({ id }) => id)
    .join("");
const idsOf = (list: readonly DocumentProposal[]): string => list.map(({ id }) => id).join("");

test("an answer stands right behind what it answers, and an answer to that behind it", () => {
  expect(order(proposal("c", "b"), proposal("a"), proposal("d"), proposal("b", "a"))).toBe("abcd");
  expect(order(proposal("a", "gone"), proposal("b"))).toBe("ab");
  expect(order(proposal("x"), proposal("a", "b"), proposal("b", "a"))).toBe("xab");
});

test("alternatives have letters by their age, and the newest is known", () => {
  const rivals = rivalsIn([proposal("d", "a"), proposal("a"), proposal("c"), proposal("b", "a")]);
  expect(Object.fromEntries(rivals)).toEqual({
    a: { letter: "A", isNewest: false },
    b: { letter: "B", isNewest: false },
    d: { letter: "C", isNewest: true },
  });
  expect(rivalsIn([proposal("a"), proposal("b", "a")]).get("a")).toBe(rivals.get("a"));
});

test("what answers the same is an alternative also when that is gone", () => {
  const groups = alternativesIn([
    proposal("a", null, { answered: ["gone 1-1"] }),
    proposal("b", null, { answered: ["gone 1-1"] }),
    proposal("c"),
  ]);
  expect(groups.map(idsOf)).toEqual(["ab"]);
});

test("an acceptance rejects the other alternatives of its places, and no others", () => {
  const list = [proposal("a"), proposal("b", "a"), proposal("c", "a"), proposal("d"), proposal("e", "d")];
  const along = rejectedAlong(
    list.filter(({ id }) => id === "b"),
    list,
  );
  expect(along.map(({ rejected, instead }) => `${rejected.id} ${idsOf(instead)}`)).toEqual(["a b", "c b"]);
  expect(rejectedAlong([], list)).toEqual([]);
});

test("who moves what two others move apart is rejected along with either, and these are not with each other", () => {
  const [one, other] = ["moved 1-0", "moved 1-5"];
  const apart = [
    proposal("a", null, { answered: [one] }),
    proposal("b", null, { answered: [other] }),
    proposal("c", null, { answered: [one, other] }),
  ];
  const along = (chosen: string): string[] =>
    rejectedAlong(
      apart.filter(({ id }) => chosen.includes(id)),
      apart,
    ).map(({ rejected, instead }) => `${rejected.id} ${idsOf(instead)}`);
  expect(along("a")).toEqual(["c a"]);
  expect(along("ab")).toEqual(["c ab"]);
  expect(along("c")).toEqual(["a c", "b c"]);
});

test("a choice is headed by the words that stand there now, whoever would take them away", () => {
  const told = (deletedText: string, insertedText: string, kind: DocumentProposal["kind"] = "replace") => ({
    kind,
    deletedText,
    insertedText,
  });
  const place = (...alternatives: ReturnType<typeof told>[]): unknown => placeOfAlternatives(alternatives);
  const text = { holds: "text", old: "in May" };
  expect(place(told("in May", ""), told("in May\n", "in June"))).toEqual({ ...text, isSame: true });
  expect(place(told("in May", "", "delete"), told("", " or in June", "insert"))).toEqual({ ...text, isSame: false });
  expect(place(told("May", "June"), told("in May", ""))).toEqual({ ...text, isSame: false });
  expect(place(told("", "a", "insert"), told("", "", "block"))).toMatchObject({ holds: "nothing", isSame: false });
  expect(place(told("", "", "move"), told("", "", "move"))).toMatchObject({ holds: "looks", isSame: false });
});

describe("of several that are accepted at once", () => {
  const list = [proposal("a"), proposal("b", "a"), proposal("c"), proposal("d", null, { requires: ["b"] })];
  const [a, , c, d] = list as [DocumentProposal, DocumentProposal, DocumentProposal, DocumentProposal];

  test("places with alternatives are asked about, whichever of them was chosen", () => {
    expect(placesToAsk([a, c], list).map(idsOf)).toEqual(["ab"]);
    expect(placesToAsk([d], list).map(idsOf)).toEqual(["ab"]);
    expect(placesToAsk([c], list)).toEqual([]);
  });

  test("none of them is accepted that was not picked, nor what builds on it", () => {
    const { accepted, left } = settleChoice(list, list, new Set());
    expect([idsOf(accepted), idsOf(left)]).toEqual(["c", "d"]);
  });

  test("the picked one is accepted with what builds on it", () => {
    const { accepted, left } = settleChoice(list, list, new Set(["b"]));
    expect([idsOf(accepted.toSorted((x, y) => x.firstSeq - y.firstSeq)), idsOf(left)]).toEqual(["bcd", ""]);
  });

  test("one that was not chosen can be picked instead of the one that was", () => {
    expect(idsOf(settleChoice([a, c], list, new Set(["b"])).accepted)).toBe("cb");
  });
});
