/** One replaced stretch: `[from, to)` of the old text becomes `insert`. Offsets are UTF-16 units of the old text. */
export interface TextReplacement {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** Whether what comes was typed over what goes: it is put in its middle, so that what others write beside that stays on its side. */
  readonly isOver?: boolean;
}

/** More edits than this inside one stretch are written as one replacement. */
const MAX_EDITS = 64;

/**
 * How `before` became `after`, as replacements in rising order that do not touch each other.
 *
 * `caret` is where the writer's caret stands in `after`. In a run of equal characters it decides which of them was
 * typed or deleted, so that the others keep their author: without it "1000" to "10000" credits an arbitrary zero.
 * Never cuts a surrogate pair.
 */
export function textDifference(before: string, after: string, caret: number | null): readonly TextReplacement[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let suffix = 0;
  const longestSuffix = caret === null ? shorter : Math.min(shorter, Math.max(0, after.length - caret));
  while (suffix < longestSuffix && before[before.length - 1 - suffix] === after[after.length - 1 - suffix]) suffix++;
  let prefix = 0;
  while (prefix < shorter - suffix && before[prefix] === after[prefix]) prefix++;
  // The caret only limits the end; what still agrees in front of it is not part of the change.
  while (suffix < shorter - prefix && before[before.length - 1 - suffix] === after[after.length - 1 - suffix]) suffix++;
  if (isHighSurrogate(before, prefix - 1) || isHighSurrogate(after, prefix - 1)) prefix--;
  if (isLowSurrogate(before, before.length - suffix) || isLowSurrogate(after, after.length - suffix)) suffix--;

  const removed = before.slice(prefix, before.length - suffix);
  const inserted = after.slice(prefix, after.length - suffix);
  if (removed.length > 1 && inserted.length > 1) {
    const parts = shortestEdit(Array.from(removed), Array.from(inserted), prefix);
    if (parts) return parts;
  }
  return [{ from: prefix, to: before.length - suffix, insert: inserted }];
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = index >= 0 ? text.charCodeAt(index) : 0;
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = index < text.length ? text.charCodeAt(index) : 0;
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Myers' greedy shortest edit script over code points; `null` when it needs more than `MAX_EDITS` edits. */
function shortestEdit(a: readonly string[], b: readonly string[], base: number): TextReplacement[] | null {
  const reach = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  for (let edits = 0; edits <= Math.min(MAX_EDITS, a.length + b.length); edits++) {
    history.push(new Map(reach));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepsDown(reach, diagonal, edits) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      reach.set(diagonal, x);
      if (x >= a.length && y >= b.length) return joinEdits(a, b, keptPairs(history, a.length, b.length), base);
    }
  }
  return null;
}

function stepsDown(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return (
    diagonal === -edits || (diagonal !== edits && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1))
  );
}

/** Walks the search back and gives the pairs of indexes that stay, in rising order. */
function keptPairs(
  history: readonly ReadonlyMap<number, number>[],
  aLength: number,
  bLength: number,
): (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let x = aLength;
  let y = bLength;
  for (let edits = history.length - 1; edits >= 0; edits--) {
    const reach = history[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const before = stepsDown(reach, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const startX = edits === 0 ? 0 : (reach.get(before) ?? 0);
    const startY = edits === 0 ? 0 : startX - before;
    while (x > startX && y > startY) {
      x--;
      y--;
      pairs.push([x, y]);
    }
    x = startX;
    y = startY;
  }
  return pairs.reverse();
}

/** Everything between kept pairs is a replacement. A lone kept character between two edits is not worth keeping apart. */
function joinEdits(
  a: readonly string[],
  b: readonly string[],
  kept: readonly (readonly [number, number])[],
  base: number,
): TextReplacement[] {
  const stretches: { a: number; b: number; length: number }[] = [];
  for (const [x, y] of kept) {
    const last = stretches.at(-1);
    if (last && last.a + last.length === x && last.b + last.length === y) last.length++;
    else stretches.push({ a: x, b: y, length: 1 });
  }
  const anchors = stretches.filter((stretch) => stretch.length >= 2);
  anchors.push({ a: a.length, b: b.length, length: 0 });
  const replacements: TextReplacement[] = [];
  const offsets = unitOffsets(a, base);
  let x = 0;
  let y = 0;
  for (const anchor of anchors) {
    if (anchor.a > x || anchor.b > y) {
      replacements.push({
        from: offsets[x] ?? base,
        to: offsets[anchor.a] ?? base,
        insert: b.slice(y, anchor.b).join(""),
      });
    }
    x = anchor.a + anchor.length;
    y = anchor.b + anchor.length;
  }
  return replacements;
}

function unitOffsets(points: readonly string[], base: number): number[] {
  const offsets = [base];
  let at = base;
  for (const point of points) {
    at += point.length;
    offsets.push(at);
  }
  return offsets;
}
