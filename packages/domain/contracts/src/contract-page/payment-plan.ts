/** [CP4] A payment plan: when which part of the amount is due, and whether the parts add up. */

export interface PlannedPayment {
  readonly amount: { readonly minor: string; readonly currency: string } | null;
  /** Of the contract's amount, as decimal digits; `null` where only the amount is said. */
  readonly percent: string | null;
}

/** What a plan comes to beside the contract's amount. */
export interface PlanSums {
  /** In the contract's currency; `null` when a line has no amount or another currency. */
  readonly totalMinor: string | null;
  /** In hundredths of a per cent. `null` when a line has none. */
  readonly percentHundredths: number | null;
  /** What is missing (positive) or too much (negative) against the contract's amount; `null` where that cannot be said. */
  readonly missingMinor: string | null;
  /** Indexes of lines whose amount is not their per cent of the contract's amount. */
  readonly unequal: readonly number[];
}

/** Hundredths of a per cent of `12.5` and the like; `null` for what is no such number. */
function hundredths(percent: string): number | null {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(percent);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

/** [CP4] Adds a plan up. Amounts are whole smallest units, so no sum is rounded; a line may be half a unit off its per cent. */
export function sumPlan(
  lines: readonly PlannedPayment[],
  contract: { readonly minor: string; readonly currency: string } | null,
): PlanSums {
  const total = lines.reduce<bigint | null>(
    (sum, { amount }) =>
      sum === null || amount === null || (contract !== null && amount.currency !== contract.currency)
        ? null
        : sum + BigInt(amount.minor),
    0n,
  );
  const percent = lines.reduce<number | null>((sum, line) => {
    const more = line.percent === null ? null : hundredths(line.percent);
    return sum === null || more === null ? null : sum + more;
  }, 0);
  const unequal = lines.flatMap(({ amount, percent: share }, index) => {
    const part = share === null ? null : hundredths(share);
    if (part === null || amount === null || contract === null || amount.currency !== contract.currency) return [];
    const twice = 2n * (BigInt(amount.minor) * 10_000n - BigInt(contract.minor) * BigInt(part));
    return (twice < 0n ? -twice : twice) <= 10_000n ? [] : [index];
  });
  return {
    totalMinor: total?.toString() ?? null,
    percentHundredths: percent,
    missingMinor: total === null || contract === null ? null : (BigInt(contract.minor) - total).toString(),
    unequal,
  };
}
