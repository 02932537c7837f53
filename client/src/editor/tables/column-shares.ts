/** Width of the paper's text in pixels; the style sheet has it as `--paper-measure`, 38rem. */
const MEASURE_PX = 608;
/** A table from here on is meant to be as wide as the text: Word's page and ours differ by a few millimetres. */
const NEAR_MEASURE = 0.85;
/** What a column that was never given a width gets at least. */
const UNSET_MIN_PX = 96;

/** How a table stands in the paper. */
export interface TableWidths {
  /** Part of the table's width that each column takes; together 1. */
  readonly shares: readonly number[];
  /** The table's own width, or `null` when it fills the paper. */
  readonly widthPx: number | null;
}

/**
 * How wide columns are shown. `columnsPx` are the widths they were given, in Word or by hand, `null` for none. Proportions are
 * kept; a table near the text's width or wider fills the paper, so that tables of one contract end at one line.
 */
export function tableWidths(columnsPx: readonly (number | null)[]): TableWidths {
  const unset = columnsPx.filter((width) => width === null).length;
  const set = columnsPx.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  const each = unset === 0 ? 0 : Math.max(UNSET_MIN_PX, (MEASURE_PX - set) / unset);
  const total = set + unset * each;
  return {
    shares: columnsPx.map((width) => (width ?? each) / total),
    widthPx: total < MEASURE_PX * NEAR_MEASURE ? total : null,
  };
}
