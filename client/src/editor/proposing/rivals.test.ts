import type { DocumentProposal } from "@parley/documents";
import { expect, test } from "vitest";
import { rivalsIn, withAnswersBehind } from "./rivals.ts";

const proposal = (id: string, counters: string | null = null): DocumentProposal =>
  ({ id, counters }) as DocumentProposal;
const order = (...list: DocumentProposal[]): string =>
  withAnswersBehind(list)
    .map(({ id }) => id)
    .join("");

test("an answer stands right behind what it answers, and an answer to that behind it", () => {
  expect(order(proposal("c", "b"), proposal("a"), proposal("d"), proposal("b", "a"))).toBe("abcd");
  expect(order(proposal("a", "gone"), proposal("b"))).toBe("ab");
  expect(order(proposal("x"), proposal("a", "b"), proposal("b", "a"))).toBe("xab");
});

test("both of two that answer each other have a rival", () => {
  const list = [proposal("a"), proposal("b", "a"), proposal("c")];
  expect(list.map(({ id }) => rivalsIn(list).has(id))).toEqual([true, true, false]);
});
