/** Amounts for property tests. */
import type { seededRandom } from "@parley/base";
import type { Money } from "./money.ts";

/** An amount of 0 to 9,999,999,999,999.99 of many lengths, rich in zeros: those are where spellings go wrong. */
export function randomMoney(random: ReturnType<typeof seededRandom>): Money {
  const length = 1 + random.int(15);
  const zeros = random.pick([0.1, 0.5, 0.8]);
  const figure = Array.from({ length }, () => (random.chance(zeros) ? "0" : String(random.int(10)))).join("");
  return { minor: BigInt(figure), currency: "CNY" };
}
