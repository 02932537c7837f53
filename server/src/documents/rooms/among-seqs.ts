import type { Fragment, ISql } from "postgres";

/**
 * Only rows of the log with these numbers: a join for a table that has `seq`.
 *
 * Why a join: for `seq = any(…)` with more numbers than a part of the table, PostgreSQL reads all rows and looks for each in the whole
 * list, which for a hundred thousand takes minutes.
 */
export function amongSeqs(sql: ISql<{ bigint: number }>, seqs: Iterable<number>): Fragment {
  return sql`join unnest(${`{${[...new Set(seqs)].join(",")}}`}::text::bigint[]) as wanted(seq) using (seq)`;
}
