/**
 * Which words stay where neighbouring paragraphs became fewer or more.
 *
 * The paragraphs are compared as one line in which the end of each is a character, too. Compared one by one, a paragraph to which another
 * was joined that ends in the same words would look as if other words had come than those that did, and those would change their author.
 */
import type { Node } from "@tiptap/pm/model";
import { type TextReplacement, textDifference } from "./text-difference.ts";
import type { CaretHint } from "./kept-caret.ts";

/** Characters that no text is likely to hold: the end of a paragraph, and a block that is none. */
const END = "\u{FDD0}";
const BLOCK = "\u{FDD1}";

/** Words at `old` in the one line that stand at `anew` in the other. */
interface Stretch {
  readonly old: number;
  readonly anew: number;
  readonly length: number;
}

/** Neighbours as they were shown and as they are now. */
export class KeptWords {
  private readonly before: readonly Node[];
  private readonly after: readonly Node[];
  private readonly starts: readonly number[];
  private readonly startsAfter: readonly number[];
  private readonly stretches: readonly Stretch[];

  constructor(before: readonly Node[], after: readonly Node[], caret: CaretHint | null) {
    this.before = before;
    this.after = after;
    const [lines, linesAfter] = [before.map(lineOf), after.map(lineOf)];
    this.starts = startsOf(lines);
    this.startsAfter = startsOf(linesAfter);
    const start = caret && this.startsAfter[after.indexOf(caret.paragraph)];
    const at = caret && start !== null && start !== undefined ? start + caret.offset : null;
    const line = lines.join("");
    this.stretches = keptBetween(textDifference(line, linesAfter.join(""), at), line.length);
  }

  /** How one paragraph became another, as replacements in rising order. Offsets are those of the former. */
  replacements(old: number, anew: number): readonly TextReplacement[] {
    const [was, is] = [this.before[old]?.textContent ?? "", this.after[anew]?.textContent ?? ""];
    const replacements: TextReplacement[] = [];
    let [from, at] = [0, 0];
    for (const each of [...this.between(old, anew), { old: was.length, anew: is.length, length: 0 }]) {
      if (each.old > from || each.anew > at) replacements.push({ from, to: each.old, insert: is.slice(at, each.anew) });
      [from, at] = [each.old + each.length, each.anew + each.length];
    }
    return replacements;
  }

  /** What stays of one paragraph in another; offsets within these. */
  private between(old: number, anew: number): Stretch[] {
    const [start, startAfter] = [this.starts[old] ?? 0, this.startsAfter[anew] ?? 0];
    const [size, sizeAfter] = [sizeOf(this.before[old]), sizeOf(this.after[anew])];
    return this.stretches.flatMap((each): Stretch[] => {
      const from = Math.max(start - each.old, startAfter - each.anew, 0);
      const to = Math.min(start + size - each.old, startAfter + sizeAfter - each.anew, each.length);
      if (from >= to) return [];
      return [{ old: each.old + from - start, anew: each.anew + from - startAfter, length: to - from }];
    });
  }
}

function lineOf(node: Node): string {
  return node.isTextblock ? node.textContent + END : BLOCK;
}

function sizeOf(node: Node | undefined): number {
  return node?.isTextblock ? node.textContent.length : 0;
}

function startsOf(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length;
    return start;
  });
}

/** What stands between replacements. */
function keptBetween(replacements: readonly TextReplacement[], length: number): Stretch[] {
  const stretches: Stretch[] = [];
  let [old, anew] = [0, 0];
  for (const { from, to, insert } of [...replacements, { from: length, to: length, insert: "" }]) {
    if (from > old) stretches.push({ old, anew, length: from - old });
    anew += from - old + insert.length;
    old = to;
  }
  return stretches;
}
