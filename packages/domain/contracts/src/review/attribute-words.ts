/** Who wrote what differs between two readings of a clause: the redline says it word by word. */
import { type WordDifference, wordDifferences } from "../approval/word-diff.ts";

/** Words in reading order that one person wrote, or took away; `null` for those that the reader knows already. */
export interface Stretch<Writer> {
  readonly text: string;
  readonly by: Writer | null;
}

export interface AttributedWord<Writer> extends WordDifference {
  /** Who added or removed it; `null` where it is the same, and where nobody can be named. */
  readonly by: Writer | null;
}

/**
 * [CW2] Names the writers of what a clause's redline adds, from the words as they stand with who wrote them, and of what it removes, from the
 * words that went. Words that nobody is known to have written stay unnamed: nothing is guessed.
 */
export function attributeWords<Writer>(
  words: readonly WordDifference[],
  written: readonly Stretch<Writer>[],
  gone: readonly Stretch<Writer>[],
): readonly AttributedWord<Writer>[] {
  const present = words.flatMap(({ kind, text }) => (kind === "removed" ? [] : [text])).join("");
  const writers = alignedWriters(present, written);
  const removed = words.flatMap(({ kind, text }) => (kind === "removed" ? [text] : []));
  const removedBy = foundWriters(removed, gone);
  let [at, removedAt] = [0, 0];
  return words.flatMap(({ kind, text }): AttributedWord<Writer>[] => {
    if (kind === "same") {
      at += text.length;
      return [{ kind, text, by: null }];
    }
    const from = kind === "added" ? at : removedAt;
    const by = (kind === "added" ? writers : removedBy).slice(from, from + text.length);
    if (kind === "added") at += text.length;
    else removedAt += text.length;
    return splitByWriter(kind, text, by);
  });
}

/** The writer of each character of a text that says, with words between, what the stretches say. */
function alignedWriters<Writer>(text: string, stretches: readonly Stretch<Writer>[]): (Writer | null)[] {
  const known = stretches.flatMap((stretch) => Array.from({ length: stretch.text.length }, () => stretch.by));
  const writers: (Writer | null)[] = Array.from({ length: text.length }, () => null);
  let [one, other] = [0, 0];
  for (const { kind, text: part } of wordDifferences(text, stretches.map((stretch) => stretch.text).join(""))) {
    if (kind === "same")
      for (let index = 0; index < part.length; index++) writers[one + index] = known[other + index] ?? null;
    if (kind !== "added") one += part.length;
    if (kind !== "removed") other += part.length;
  }
  return writers;
}

/** Who took away each character of these parts, as far as they are found, in their order, in what went. */
function foundWriters<Writer>(parts: readonly string[], gone: readonly Stretch<Writer>[]): readonly (Writer | null)[] {
  const all = gone.map(({ text }) => text).join("");
  const known = gone.flatMap(({ text, by }) => Array.from({ length: text.length }, () => by));
  let from = 0;
  const find = (piece: string): (Writer | null)[] | null => {
    const at = all.indexOf(piece, from);
    if (at < 0) return null;
    from = at + piece.length;
    return known.slice(at, from);
  };
  const nobody = (piece: string): null[] => Array.from({ length: piece.length }, () => null);
  return parts.flatMap((part) => {
    const whole = find(part) ?? (part.trim() === "" ? nobody(part) : null);
    // Between words there may be what the clause tells otherwise: the end of a line, a label.
    return whole ?? part.split(/(\s+)/u).flatMap((piece) => (piece === "" ? [] : (find(piece) ?? nobody(piece))));
  });
}

/** Spaces between words of one writer are theirs, too. */
function splitByWriter<Writer>(
  kind: WordDifference["kind"],
  text: string,
  writers: readonly (Writer | null)[],
): AttributedWord<Writer>[] {
  const parts: AttributedWord<Writer>[] = [];
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index);
    const last = parts.at(-1);
    const by = writers[index] ?? null;
    if (last && (last.by === by || letter.trim() === ""))
      parts[parts.length - 1] = { kind, text: last.text + letter, by: last.by };
    else if (last?.text.trim() === "") parts[parts.length - 1] = { kind, text: last.text + letter, by };
    else parts.push({ kind, text: letter, by });
  }
  return parts;
}
