/** Which shade of their party's hue people have, on the page and in files. */
import type { Party } from "./role.ts";

/** How many shades one party has; further people start again, so initials and labels must tell them apart. */
export const SHADES_PER_PARTY = 5;

/**
 * Shades for people who are seen together, by their ids: within a party they differ, for as many as there are shades. Who had one keeps it,
 * and whoever comes gives way.
 */
export function differingShades(
  present: readonly { readonly id: string; readonly party: Party }[],
  before: ReadonlyMap<string, number>,
): Map<string, number> {
  const shades = new Map<string, number>();
  const taken = new Set<string>();
  const [known, fresh] = [present.filter(({ id }) => before.has(id)), present.filter(({ id }) => !before.has(id))];
  for (const { id, party } of [...known, ...fresh]) {
    const own = before.get(id) ?? shadeOf(id);
    const steps = Array.from({ length: SHADES_PER_PARTY }, (_, step) => ((own - 1 + step) % SHADES_PER_PARTY) + 1);
    const shade = steps.find((each) => !taken.has(`${party} ${each}`)) ?? own;
    taken.add(`${party} ${shade}`);
    shades.set(id, shade);
  }
  return shades;
}

/** Which shade of a party's hue a person has, 1 to `SHADES_PER_PARTY`. */
export function shadeOf(personId: string): number {
  let sum = 0;
  for (const letter of personId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (sum % SHADES_PER_PARTY) + 1;
}
