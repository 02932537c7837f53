/** Finds what changed among thousands of blocks. A block that did not change is the very same node, so nothing is read of it. */

/** The part in which two rows differ: `start` is the same for both, the ends are not. Everything outside is the very same. */
export interface ChangedPart {
  readonly start: number;
  readonly endBefore: number;
  readonly endAfter: number;
}

/** The smallest part around everything in which two rows differ; an empty one when they do not. */
export function changedChildren(before: readonly object[], after: readonly object[]): ChangedPart {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let kept = 0;
  while (kept < shorter - start && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept++;
  return { start, endBefore: before.length - kept, endAfter: after.length - kept };
}
