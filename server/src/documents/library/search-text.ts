/**
 * How words are made findable in Chinese and English alike, without a dictionary and whatever the database's locale.
 *
 * A text is folded (case, full-width forms) and cut into all its single characters and neighbouring pairs, its grams. An
 * index over the grams narrows the candidates; whether a term really occurs is then decided by looking for it in the
 * folded text. Invariant: folding maps each code point to one code point of the same UTF-16 length, so a position in
 * the folded text is the same position in the text as written.
 */

/** Stands before a hit in an excerpt. */
export const HIT_START = "\u0002";
/** Stands after a hit in an excerpt. */
export const HIT_END = "\u0003";

/** Terms that one search looks for at most; more are ignored. */
const maxTerms = 10;

/** Characters before the hit that an excerpt shows at most. */
export const EXCERPT_BEFORE = 40;
/** Length of an excerpt in characters, without the marks. */
export const EXCERPT_LENGTH = 160;

/** Replaces control characters (but the line feed) by spaces: the database stores no U+0000, and excerpts use U+0002. */
export function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters meant
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ");
}

/** Lower case, full-width forms as ASCII, the ideographic space as a space. Every position stays where it is. */
export function foldText(text: string): string {
  let folded = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const plain =
      code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : code === 0x3000 ? " " : character;
    const lower = plain.toLowerCase();
    folded += lower.length === character.length ? lower : character;
  }
  return folded;
}

/** All distinct single characters and neighbouring pairs of a folded text; white space separates. */
export function gramsOf(folded: string): string[] {
  const grams = new Set<string>();
  let previous = "";
  for (const character of folded) {
    if (/\s/u.test(character)) {
      previous = "";
      continue;
    }
    grams.add(character);
    if (previous !== "") grams.add(previous + character);
    previous = character;
  }
  return [...grams];
}

/** The terms of a search, folded and separated by white space: a document is found when it has every one of them. */
export function searchTerms(search: string): string[] {
  const terms = foldText(withoutControls(search))
    .split(/\s+/u)
    .filter((term) => term !== "");
  return [...new Set(terms)].slice(0, maxTerms);
}

/**
 * Cuts an excerpt out of a window of a text and marks every hit in it.
 *
 * `before` tells whether text stands before the window, `after` whether text follows it. The excerpt begins at the
 * start of the line of the first hit when the window holds that, else with an ellipsis. Returns `null` without a hit.
 */
export function markExcerpt(
  window: string,
  terms: readonly string[],
  cut: { readonly before: boolean; readonly after: boolean },
): string | null {
  const hits = findHits(foldText(window), terms);
  const first = hits[0];
  if (!first) return null;
  const lineStart = window.lastIndexOf("\n", first.start - 1) + 1;
  const pieces: string[] = lineStart === 0 && cut.before ? ["…"] : [];
  let at = lineStart;
  for (const hit of hits) {
    pieces.push(window.slice(at, hit.start), HIT_START, window.slice(hit.start, hit.end), HIT_END);
    at = hit.end;
  }
  pieces.push(window.slice(at), cut.after ? "…" : "");
  return pieces.join("").replaceAll("\n", " ").trim();
}

function findHits(folded: string, terms: readonly string[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      found.push({ start: at, end: at + term.length });
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: { start: number; end: number }[] = [];
  for (const hit of found) {
    const last = merged.at(-1);
    if (last && hit.start <= last.end) last.end = Math.max(last.end, hit.end);
    else merged.push({ ...hit });
  }
  return merged;
}
