/** Two people change the same paragraphs at the same moment, at random: nothing of what either meant is lost without a notice. */
import { expect, test } from "vitest";
import { playIntentCase } from "./intent-case.ts";
import { type Act, retypingActs, structuralActs, textActs } from "./random-acts.ts";

const cases = Number(process.env["PARLEY_INTENT_CASES"] ?? 400);

test.each([
  ["", {}],
  [", some of whom type over what is selected", { retypes: true }],
  [", some of whom drag words elsewhere", { drags: true }],
])(
  "[FW1] [FW3] [FW4] [FW7] of what two people mean%s, nothing is lost silently, most is kept, and hardly anybody is told of what came true",
  (_who, also) => {
    const seen = { kept: 0, told: 0, deleted: 0, needless: 0, silent: [] as number[], apart: [] as number[] };
    for (let seed = 1; seed <= cases; seed++) {
      const { violations, silent, needless, converged } = playIntentCase({ seed, mode: "forwarded", ...also });
      if (!converged) seen.apart.push(seed);
      if (silent.length > 0) seen.silent.push(seed);
      else if (violations.some(({ what }) => what !== "moved")) seen.told++;
      else if (violations.length > 0) seen.deleted++;
      else seen.kept++;
      if (needless.length > 0) seen.needless++;
    }
    expect(seen.silent).toEqual([]);
    expect(seen.apart).toEqual([]);
    // A paragraph that one moves and the other deletes cannot be as both want it.
    expect((seen.kept + seen.deleted) / cases).toBeGreaterThan(0.75);
    expect(seen.deleted / cases).toBeGreaterThan(0);
    expect(seen.needless / cases).toBeLessThan(0.02);
  },
);

/** Cases of one of these acts and of words typed anew in which something was lost silently. */
function silentAmong(acts: readonly Act[]): string[] {
  const silent: string[] = [];
  for (let seed = 1; seed <= cases / acts.length; seed++)
    for (const act of acts) {
      const outcome = playIntentCase({ seed, mode: "forwarded", acts: [[act], ["retype"]] });
      if (outcome.silent.length > 0 || !outcome.converged) silent.push(`${act} ${seed}`);
    }
  return silent;
}

test("[FW3] [FW4] [FW7] of words that somebody types anew while a colleague changes the same ones, nothing is lost silently", () => {
  expect(silentAmong([...structuralActs, ...textActs, ...retypingActs])).toEqual([]);
});

test("[LI3] what somebody types over in a paragraph that a colleague joins or moves stands once", () => {
  const doubled = (["join", "move"] as const).flatMap((act) =>
    Array.from({ length: cases / 8 }, (_each, index) => index + 1).filter((seed) =>
      playIntentCase({ seed, mode: "forwarded", acts: [[act], ["retype"]] }).violations.some(
        ({ what }) => what === "doubled",
      ),
    ),
  );
  expect(doubled).toEqual([]);
});

/** Cases in which something was lost silently once, mostly after several moves, joins or styles by both. */
const kept = [
  470, 742, 1890, 2400, 3067, 3236, 4473, 4568, 5052, 5203, 8176, 8488, 8510, 8609, 10433, 11208, 11739, 12233, 12494,
  13851, 14142, 14667, 14765, 14888, 15249, 15609, 15791, 16949, 17381, 17958, 19655, 21724, 25996, 26400, 27903, 29367,
  35466, 39497, 39632, 40502, 41056, 42108, 43054, 45569, 47269, 49170, 56000, 56944, 58205, 58882, 31598, 64667, 75087,
  12217, 14530, 40996, 43852, 53588, 54850, 55956, 70298, 82970, 84424, 80899, 25853, 75634, 75560, 65370, 67837, 81349,
  82816, 85003, 87049, 101820, 219812, 226627, 248605, 302134, 312577, 339510, 347190,
];

test("[FW2] [FW3] [FW4] [FW7] in cases in which something was lost silently once, it is kept or told", () => {
  const silent = kept.filter((seed) => playIntentCase({ seed, mode: "forwarded" }).silent.length > 0);
  expect(silent).toEqual([]);
});

/** Cases that were silent when the server opened the document anew before a row and knew nothing of what earlier rows wanted. */
const reopened: readonly (readonly [before: number, seeds: readonly number[]])[] = [
  [1, [10735, 10741, 11168, 11261, 11502, 11936, 12073, 12368, 13085, 13225, 13339, 13786, 13914, 13936, 13942]],
  [2, [10660, 10915, 11087, 11502, 12073, 12368, 12440, 13458, 13786, 13910, 13936, 13942]],
  [3, [10782, 10882, 12494, 13910]],
];

test.each(reopened)(
  "[FW7] it is told, too, where the server opens the document anew before row %i",
  (reopensBefore, seeds) => {
    const silent = seeds.filter((seed) => playIntentCase({ seed, mode: "forwarded", reopensBefore }).silent.length > 0);
    expect(silent).toEqual([]);
  },
);

test("a page shows what the server has, also of formatting in words that it moved at the same moment", () => {
  const apart = [4549, 9789, 9983, 12247].filter((seed) => !playIntentCase({ seed, mode: "forwarded" }).converged);
  expect(apart).toEqual([]);
});

/** Cases in which something was lost silently once where somebody typed over what was selected. */
const typedOver = [
  120, 205, 335, 419, 522, 642, 658, 862, 1001, 1089, 1171, 1285, 1333, 1611, 1685, 494, 6619, 114722, 115214, 115695,
  121094, 121118, 122347, 122516, 123257, 123549, 123983, 206745,
];

test("[FW3] [FW4] [FW7] in cases in which something typed over was lost silently once, it is kept or told", () => {
  const silent = typedOver.filter(
    (seed) => playIntentCase({ seed, mode: "forwarded", retypes: true }).silent.length > 0,
  );
  expect(silent).toEqual([]);
});

/** Cases in which somebody deletes what a colleague moves, and neither, or only one, was told once. */
const movedAway: readonly (readonly [drags: boolean, seeds: readonly number[]])[] = [
  [false, [42, 132, 188, 196, 215, 419, 461, 689, 836, 868, 930, 1047, 2209, 3389, 3565]],
  [true, [102, 145, 136785, 427, 456, 494, 499, 595, 726, 773, 202217, 202368, 204027, 302564, 303429]],
];

test.each(movedAway)(
  "[FW7] whoever moves what a colleague deletes, and that colleague, are told (words dragged, too: %s)",
  (drags, seeds) => {
    const silent = seeds.filter((seed) => playIntentCase({ seed, mode: "forwarded", drags }).silent.length > 0);
    expect(silent).toEqual([]);
  },
);
