/** One or two letters that stand for a person: the last two characters of a Chinese name, first letters of a Latin one. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") return "?";
  if (/\p{Script=Han}/u.test(trimmed)) return Array.from(trimmed.replace(/\s/g, "")).slice(-2).join("");
  const words = trimmed.split(/[\s.@_-]+/u).filter((word) => word !== "");
  const first = Array.from(words[0] ?? "?")[0] ?? "?";
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? "")[0] ?? "") : "";
  return (first + last).toUpperCase();
}
