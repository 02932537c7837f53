import { describe, expect, test } from "vitest";
import type { RelationKind } from "../contract-state.ts";
import { type Day, daySchema, readDay } from "../calendar/day.ts";
import { type FamilyMember, effectiveValues, familyTree } from "./family.ts";
import { closesCycle } from "./relation-cycle.ts";

const is = (contractId: string, kind: RelationKind, otherId: string) => ({ contractId, kind, otherId });

describe("relations", () => {
  test("[CP1] a contract never comes from itself, by whatever line, and may refer to what refers to it", () => {
    const known = [is("b", "supplement", "a"), is("c", "change", "b"), is("a", "refers-to", "d")];
    expect(closesCycle(known, is("a", "renewal", "c"))).toBe(true);
    expect(closesCycle(known, is("a", "supplement", "b"))).toBe(true);
    expect(closesCycle(known, is("d", "supplement", "c"))).toBe(false);
    expect(closesCycle(known, is("c", "supplement", "a"))).toBe(false);
    expect(closesCycle(known, is("d", "refers-to", "a"))).toBe(false);
    expect(closesCycle(known, is("a", "refers-to", "c"))).toBe(false);
  });
});

const member = (id: string, more: Partial<FamilyMember> = {}): FamilyMember => ({
  id,
  state: "archived",
  amount: null,
  startDay: null,
  endDay: null,
  approvedAtMs: 1,
  ...more,
});
const cny = (minor: string) => ({ minor, currency: "CNY" }) as const;
const day = (text: string): Day | null => readDay(text);
const values = (
  relations: readonly ReturnType<typeof is>[],
  members: readonly FamilyMember[],
  today = daySchema.parse("2026-06-01"),
) => effectiveValues(familyTree("a", relations), new Map(members.map((each) => [each.id, each])), today);

describe("a family", () => {
  test("[CP2] is the same tree from whichever of its contracts one looks, the master first", () => {
    const relations = [
      is("b", "supplement", "a"),
      is("c", "supplement", "b"),
      is("d", "change", "a"),
      is("x", "refers-to", "a"),
    ];
    const tree = familyTree("c", relations);
    expect(tree.map(({ id, depth, kind }) => [id, depth, kind])).toEqual([
      ["a", 0, null],
      ["b", 1, "supplement"],
      ["c", 2, "supplement"],
      ["d", 1, "change"],
    ]);
    expect(familyTree("a", relations)).toEqual(tree);
    expect(familyTree("x", relations).map(({ id }) => id)).toEqual(["x"]);
  });

  test("[CP2] ends where old rows go in a circle", () => {
    const round = [is("a", "supplement", "b"), is("b", "supplement", "a")];
    expect(
      familyTree("a", round)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(["a", "b"]);
  });

  test("[CP3] [M19] a supplement adds its amount and moves the end once it is approved, and each value says where it comes from", () => {
    const relations = [is("b", "supplement", "a")];
    const master = member("a", { amount: cny("100"), endDay: day("2026-12-31") });
    const supplement = member("b", { amount: cny("50"), endDay: day("2027-06-30"), approvedAtMs: 2 });
    expect(values(relations, [master, { ...supplement, state: "approving", approvedAtMs: null }])).toEqual({
      amounts: [{ ...cny("100"), from: [{ id: "a", minor: "100", how: "begins" }] }],
      endDay: { day: "2026-12-31", from: "a" },
    });
    expect(values(relations, [master, supplement])).toEqual({
      amounts: [
        {
          ...cny("150"),
          from: [
            { id: "a", minor: "100", how: "begins" },
            { id: "b", minor: "50", how: "adds" },
          ],
        },
      ],
      endDay: { day: "2027-06-30", from: "b" },
    });
    expect(values(relations, [master, { ...supplement, startDay: day("2026-06-02") }]).endDay).toEqual({
      day: "2026-12-31",
      from: "a",
    });
    expect(values(relations, [master, { ...supplement, state: "voided" }]).amounts).toMatchObject([cny("100")]);
  });

  test("[CP3] a change states the whole anew in the order of approval, a termination only the end, and other money stays beside", () => {
    const relations = [
      is("b", "supplement", "a"),
      is("c", "change", "a"),
      is("d", "supplement", "a"),
      is("e", "termination", "a"),
      is("f", "sub-contract", "a"),
      is("g", "supplement", "f"),
    ];
    const members = [
      member("a", { amount: cny("100"), endDay: day("2026-12-31") }),
      member("b", { amount: cny("50"), approvedAtMs: 2 }),
      member("c", { amount: cny("120"), endDay: day("2027-12-31"), approvedAtMs: 3 }),
      member("d", { amount: { minor: "7", currency: "USD" }, approvedAtMs: 4 }),
      member("e", { amount: cny("120"), endDay: day("2026-09-30"), approvedAtMs: 5 }),
      member("f", { amount: cny("999"), endDay: day("2030-01-01"), approvedAtMs: 6 }),
      member("g", { amount: cny("1"), endDay: day("2031-01-01"), approvedAtMs: 7 }),
    ];
    expect(values(relations, members)).toEqual({
      amounts: [
        { ...cny("120"), from: [{ id: "c", minor: "120", how: "replaces" }] },
        { minor: "7", currency: "USD", from: [{ id: "d", minor: "7", how: "adds" }] },
      ],
      endDay: { day: "2026-09-30", from: "e" },
    });
  });
});
