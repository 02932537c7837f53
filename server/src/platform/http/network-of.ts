/**
 * What counts as one place in a limit by address: an IPv4 address, or an IPv6 network of 64 bits, since whoever has one
 * IPv6 address has 2^64 of them. Anything else counts as it is written.
 */
export function networkOf(address: string): string {
  const bare = address.split("%")[0] ?? address;
  if (!bare.includes(":")) return bare;
  const [head = "", tail] = bare.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  const groups = [...before, ...zeros, ...after].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(":")}::/64`;
}
