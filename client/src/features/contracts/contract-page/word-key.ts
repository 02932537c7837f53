/** The last part of a key for one of several names: keys have no hyphens. */
export function wordKey(name: string): string {
  return name.replace(/-([a-z])/g, (_hyphen, letter: string) => letter.toUpperCase());
}
