/** Which words differ between two texts: what a reader of both would see. */

export interface WordDifference {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** A number with its separators is one word, a run of letters is one, every Chinese character is one, and so is every sign. */
const word = /\d+(?:[.,]\d+)*|\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}])+|\s+|[^\s]/gu;

/** Beyond so many differing words a text is told as replaced; looking closer would take quadratic time. */
const MOST_DIFFERENCES = 400;

/** [CA33] The way from one text to another. All that is `same` or `removed` gives the one, all that is `same` or `added` the other. */
export function wordDifferences(before: string, after: string): readonly WordDifference[] {
  const [one, other] = [before.match(word) ?? [], after.match(word) ?? []];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const inner = shortestWay(one.slice(start, one.length - end), other.slice(start, other.length - end));
  const same = (words: readonly string[]): Step[] => words.map((text) => ({ kind: "same", text }));
  return joined([...same(one.slice(0, start)), ...inner, ...same(one.slice(one.length - end))]);
}

type Step = WordDifference;

/** Myers' shortest edit script. */
function shortestWay(one: readonly string[], other: readonly string[]): readonly Step[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  const most = Math.min(one.length + other.length, MOST_DIFFERENCES);
  for (let distance = 0; distance <= most; distance++) {
    trace.push(new Map(furthest));
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = goesDown(furthest, diagonal, distance)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < one.length && x - diagonal < other.length && one[x] === other[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= one.length && x - diagonal >= other.length) return backwards(one, other, trace);
    }
  }
  return [
    ...one.map((text): Step => ({ kind: "removed", text })),
    ...other.map((text): Step => ({ kind: "added", text })),
  ];
}

function goesDown(furthest: ReadonlyMap<number, number>, diagonal: number, distance: number): boolean {
  if (diagonal === -distance) return true;
  return diagonal !== distance && (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}

function backwards(
  one: readonly string[],
  other: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): readonly Step[] {
  const steps: Step[] = [];
  let [x, y] = [one.length, other.length];
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const furthest = trace[distance] ?? new Map<number, number>();
    const down = goesDown(furthest, x - y, distance);
    const diagonal = x - y + (down ? 1 : -1);
    const fromX = distance === 0 ? 0 : (furthest.get(diagonal) ?? 0);
    const fromY = distance === 0 ? 0 : fromX - diagonal;
    for (; x > fromX && y > fromY; y--) steps.push({ kind: "same", text: one[--x] ?? "" });
    if (distance > 0)
      steps.push(down ? { kind: "added", text: other[--y] ?? "" } : { kind: "removed", text: one[--x] ?? "" });
  }
  return steps.toReversed();
}

/** Neighbours of one kind become one; between two sames what was removed stands before what was added. */
function joined(steps: readonly Step[]): readonly WordDifference[] {
  const result: WordDifference[] = [];
  let [removed, added] = ["", ""];
  const flush = (): void => {
    if (removed !== "") result.push({ kind: "removed", text: removed });
    if (added !== "") result.push({ kind: "added", text: added });
    [removed, added] = ["", ""];
  };
  for (const { kind, text } of steps) {
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.kind === "same") result[result.length - 1] = { kind, text: last.text + text };
      else result.push({ kind, text });
    }
  }
  flush();
  return result;
}
