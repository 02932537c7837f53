/** Writes changes of one paragraph's text and formatting into its shared text pieces. */
import type { Mark, Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { textPieces } from "./read-content.ts";
import type { TextReplacement } from "./text-difference.ts";

/** Formatting as the shared text stores it: mark name to its attributes without the empty ones. */
export type Formatting = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Text with one formatting; offsets in its paragraph. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly formatting: Formatting;
}

/** Marks as stored formatting. */
export function formattingOf(marks: readonly Mark[]): Formatting {
  const formatting: Record<string, Record<string, unknown>> = {};
  for (const mark of marks) {
    formatting[mark.type.name] = Object.fromEntries(Object.entries(mark.attrs).filter(([, value]) => value !== null));
  }
  return formatting;
}

/** A paragraph's text in stretches of one formatting. */
export function runsOf(paragraph: Node): Run[] {
  const runs: Run[] = [];
  paragraph.forEach((child, offset) => {
    runs.push({
      from: offset,
      to: offset + child.nodeSize,
      text: child.text ?? "",
      formatting: formattingOf(child.marks),
    });
  });
  return runs;
}

/** A text piece for a new paragraph, or `null` when it has no text. */
export function newTextPiece(paragraph: Node): Y.XmlText | null {
  if (paragraph.childCount === 0) return null;
  const piece = new Y.XmlText();
  piece.applyDelta(runsOf(paragraph).map((run) => ({ insert: run.text, attributes: run.formatting })));
  return piece;
}

/** Brings a paragraph's shared text from `before` to `after`, which these replacements make of it, touching only what differs. */
export function writeParagraphText(
  element: Y.XmlElement,
  before: Node,
  after: Node,
  replacements: readonly TextReplacement[],
): void {
  const afterRuns = runsOf(after);
  const text = runsOf(before)
    .map((run) => run.text)
    .join("");
  let shift = 0;
  const placed = replacements.map((replacement) => {
    const at = replacement.from + shift;
    shift += replacement.insert.length - (replacement.to - replacement.from);
    return { replacement, at };
  });
  for (const { replacement, at } of placed.toReversed()) {
    const { from, to, insert, isOver = false } = replacement;
    // A character of two units is one: what is put between its halves destroys it.
    const behind = isOver ? ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1) : 0;
    replaceText(element, from, to, slicedRuns(afterRuns, at, at + insert.length), behind);
  }
  writeFormatting(element, runsOf(before), afterRuns, replacements);
}

function slicedRuns(runs: readonly Run[], from: number, to: number): Run[] {
  return runs
    .filter((run) => run.from < to && run.to > from)
    .map((run) => ({ ...run, text: run.text.slice(Math.max(0, from - run.from), Math.min(run.to, to) - run.from) }));
}

/** Replaces `[from, to)` of a paragraph's text by runs, across its pieces, which are put behind so much of what goes. */
export function replaceText(
  element: Y.XmlElement,
  from: number,
  to: number,
  runs: readonly { text: string; formatting: Formatting }[],
  behind = 0,
): void {
  const remove = (start: number, end: number): void =>
    eachPiece(element, start, end, (piece, first, last) => piece.delete(first, last - first));
  if (behind === 0 || runs.length === 0 || to - from <= behind) {
    remove(from, to);
    insertRuns(element, from, runs);
    return;
  }
  insertRuns(element, from + behind, runs);
  const length = runs.reduce((sum, { text }) => sum + text.length, 0);
  remove(from + behind + length, to + length);
  remove(from, from + behind);
}

function insertRuns(
  element: Y.XmlElement,
  at: number,
  runs: readonly { text: string; formatting: Formatting }[],
): void {
  if (runs.length === 0) return;
  const pieces = textPieces(element);
  let piece = pieces[0];
  let index = at;
  for (const each of pieces) {
    piece = each;
    if (index <= each.length) break;
    index -= each.length;
  }
  if (!piece) {
    piece = new Y.XmlText();
    element.insert(0, [piece]);
    index = 0;
  }
  for (const run of runs) {
    piece.insert(index, run.text, { ...run.formatting });
    index += run.text.length;
  }
}

function eachPiece(
  element: Y.XmlElement,
  from: number,
  to: number,
  visit: (piece: Y.XmlText, start: number, end: number) => void,
): void {
  let start = 0;
  // Lengths are read before anything is changed.
  const pieces = textPieces(element).map((piece) => ({ piece, length: piece.length }));
  for (const { piece, length } of pieces) {
    const first = Math.max(from, start);
    const last = Math.min(to, start + length);
    if (first < last) visit(piece, first - start, last - start);
    start += length;
  }
}

/** Formatting changes of the text that stayed, in stretches of equal change. */
function writeFormatting(
  element: Y.XmlElement,
  before: readonly Run[],
  after: readonly Run[],
  replacements: readonly TextReplacement[],
): void {
  let oldAt = 0;
  let newAt = 0;
  const stretches: { old: number; new: number; length: number }[] = [];
  for (const replacement of replacements) {
    stretches.push({ old: oldAt, new: newAt, length: replacement.from - oldAt });
    newAt += replacement.from - oldAt + replacement.insert.length;
    oldAt = replacement.to;
  }
  stretches.push({ old: oldAt, new: newAt, length: Number.POSITIVE_INFINITY });
  for (const stretch of stretches) {
    for (const old of before) {
      for (const run of after) {
        const from = Math.max(old.from - stretch.old, run.from - stretch.new, 0);
        const to = Math.min(old.to - stretch.old, run.to - stretch.new, stretch.length);
        if (from >= to) continue;
        const change = formattingChange(old.formatting, run.formatting);
        if (change)
          eachPiece(element, from + stretch.new, to + stretch.new, (piece, start, end) =>
            piece.format(start, end - start, change),
          );
      }
    }
  }
}

function formattingChange(before: Formatting, after: Formatting): Record<string, unknown> | null {
  const change: Record<string, unknown> = {};
  for (const name of Object.keys(before)) if (!(name in after)) change[name] = null;
  for (const [name, value] of Object.entries(after)) {
    if (JSON.stringify(before[name]) !== JSON.stringify(value)) change[name] = value;
  }
  return Object.keys(change).length === 0 ? null : change;
}
