/** A short fingerprint (FNV-1a, twice 32 bits) for telling whether something changed; nothing secret hangs on it. */
export function digestOf(facts: unknown): string {
  const text = JSON.stringify(facts);
  let [low, high] = [0x811c_9dc5, 0x050c_5d1f];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x0100_0193);
    high = Math.imul(high ^ unit ^ (at & 0xff), 0x0100_0193);
  }
  const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, "0");
  return `${hex(high)}${hex(low)}`;
}
