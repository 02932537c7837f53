/** What the decisions of a sitting did, counted. */
import { statedBy } from "./stated-rows.ts";
import type { RowFact } from "./story-store.ts";

/** How many proposals a sitting decided on, and how. */
export interface SittingOutcomes {
  readonly accepted: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly takenBack: number;
  readonly voided: number;
  readonly revived: number;
  readonly restored: number | null;
}

type Counts = Omit<SittingOutcomes, "restored">;
const nothing: Counts = { accepted: 0, rejected: 0, withdrawn: 0, takenBack: 0, voided: 0, revived: 0 };

/** The rows of a sitting without the decisions that were taken back in it, and without the taking back: nothing of them is left. */
export function leftOfSitting(seqs: readonly number[], rows: ReadonlyMap<number, RowFact>): readonly number[] {
  const within = new Set(seqs);
  const gone = new Set<number>();
  for (const seq of seqs) {
    const row = rows.get(seq);
    const { verdict, takesBack } = row ? statedBy(row) : { verdict: null, takesBack: null };
    if (verdict !== "takeBack" || takesBack === null || !within.has(takesBack)) continue;
    gone.add(seq);
    gone.add(takesBack);
  }
  return gone.size === 0 ? seqs : seqs.filter((seq) => !gone.has(seq));
}

/** What the rows of a sitting did to proposals. */
export function outcomesOf(seqs: readonly number[], rows: ReadonlyMap<number, RowFact>): SittingOutcomes {
  const sum = { ...nothing };
  let restored: number | null = null;
  for (const seq of seqs) {
    const row = rows.get(seq);
    if (!row) continue;
    const stated = statedBy(row);
    restored = stated.restored ?? restored;
    for (const [what, count] of Object.entries(countsOf(stated)) as [keyof Counts, number][]) sum[what] += count;
  }
  return { ...sum, restored };
}

/** What a decision did not choose it has rejected, and who takes it back takes that back as well. */
function countsOf({ verdict, proposals, notChosen, voided }: ReturnType<typeof statedBy>): Partial<Counts> {
  switch (verdict) {
    case "accept":
      return { accepted: proposals, rejected: notChosen, voided };
    case "reject":
      return { rejected: proposals + notChosen, voided };
    case "withdraw":
      return { withdrawn: proposals, voided };
    case "takeBack":
      return { takenBack: proposals + notChosen };
    case "void":
      return { voided: proposals };
    case "revive":
      return { revived: proposals };
    case null:
    default:
      return {};
  }
}
