/** Where randomness comes from: the operating system in the product, a seed in tests. */
export interface Random {
  /** `length` fresh bytes that the caller may change. */
  bytes(length: number): Uint8Array;
}

/** A source of randomness that gives the same bytes for the same seed (mulberry32). Never for secrets. */
export function seededRandom(
  seed: number,
): Random & { int(below: number): number; chance(probability: number): boolean; pick<T>(from: readonly T[]): T } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    bytes: (length) => Uint8Array.from({ length }, () => int(256)),
    int,
    chance: (probability) => next() < probability,
    pick: <T>(from: readonly T[]): T => {
      if (from.length === 0) throw new RangeError("cannot pick from nothing");
      return from[int(from.length)] as T;
    },
  };
}
