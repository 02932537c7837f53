/**
 * The longest common subsequence of two short texts, as pairs of offsets in rising order. A character outside the basic plane has two
 * offsets, of which both are paired or none. Time and memory: the product of the lengths.
 */
export function alignCharacters(a: string, b: string): readonly (readonly [number, number])[] {
  const [first, second] = [Array.from(a), Array.from(b)];
  const width = second.length + 1;
  const lengths = new Uint16Array((first.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = first.length - 1; i >= 0; i--) {
    for (let j = second.length - 1; j >= 0; j--)
      lengths[i * width + j] = first[i] === second[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const pairs: [number, number][] = [];
  const lengthOf = (characters: readonly string[], index: number): number => characters[index]?.length ?? 0;
  for (let i = 0, j = 0, x = 0, y = 0; i < first.length && j < second.length;) {
    if (first[i] === second[j]) {
      for (let left = lengthOf(first, i); left > 0; left--) pairs.push([x++, y++]);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) x += lengthOf(first, i++);
    else y += lengthOf(second, j++);
  }
  return pairs;
}
