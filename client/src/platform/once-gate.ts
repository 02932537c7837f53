/** Lets one thing through at a time: what is asked for again while it is under way is turned away. */
export class OnceGate {
  readonly #under = new Set<string>();

  /** Answers whether this may begin. What cannot be compared, such as a file, always may. */
  enter(input: unknown): boolean {
    const key = keyOf(input);
    if (key === null) return true;
    if (this.#under.has(key)) return false;
    this.#under.add(key);
    return true;
  }

  /** It has ended, well or badly. */
  leave(input: unknown): void {
    const key = keyOf(input);
    if (key !== null) this.#under.delete(key);
  }
}

function keyOf(input: unknown): string | null {
  let isPlain = true;
  const key = JSON.stringify(input, (_, value: unknown) => {
    if (value instanceof Blob || value instanceof FormData || typeof value === "function") isPlain = false;
    return value;
  });
  return isPlain ? (key ?? "") : null;
}
