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
  const narrow = text.replace(/[\uff01-\uff5e]/g, toAscii).replaceAll("\u3000", " ");
  const lower = narrow.toLowerCase();
  // Nearly always. A few letters grow when they become small, such as a dotted capital I; then each is looked at by itself.
  const folded = lower.length === text.length ? lower : foldEach(narrow);
  return folded.replaceAll("\u03c2", "\u03c3");
}

function toAscii(fullWidth: string): string {
  return String.fromCharCode(fullWidth.charCodeAt(0) - 0xfee0);
}

function foldEach(text: string): string {
  let folded = "";
  for (const character of text) {
    const lower = character.toLowerCase();
    folded += lower.length === character.length ? lower : character;
  }
  return folded;
}

/**
 * The grams of a folded text as numbers, each once, rising: its UTF-16 units, neighbouring pairs of them, and for ASCII
 * also neighbouring threes (nearly every English text has nearly every pair), hashed to 22 bits. White space separates.
 * Two grams may share a number; that only makes a candidate more.
 */
export function gramsOf(folded: string): number[] {
  const grams = new Set<number>();
  let previous = 0;
  let beforeThat = 0;
  for (let index = 0; index < folded.length; index++) {
    const unit = folded.charCodeAt(index);
    if (isSpace(unit)) {
      previous = 0;
      beforeThat = 0;
      continue;
    }
    const single = Math.imul(unit, 0x9e37_79b1);
    const pair = Math.imul(previous, 0x85eb_ca6b) + single;
    grams.add(single >>> 10);
    if (previous !== 0) grams.add(pair >>> 10);
    const isAscii = unit < 0x80 && previous < 0x80 && beforeThat < 0x80;
    if (isAscii && beforeThat !== 0) grams.add((Math.imul(beforeThat, 0xc2b2_ae35) + pair) >>> 10);
    beforeThat = previous;
    previous = unit;
  }
  return [...grams].sort((a, b) => a - b);
}

function isSpace(unit: number): boolean {
  return unit <= 0x20 || (unit >= 0x7f && /\s/u.test(String.fromCharCode(unit)));
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
