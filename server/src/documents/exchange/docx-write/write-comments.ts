/** Comments of a Word file: their words as a part of their own, and their marks among the words of the text. */
import type { Language } from "@parley/base";
import type { TextRun as ContentRun } from "@parley/document";
import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  type ICommentOptions,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from "docx";
import { cleanText } from "../clean-text.ts";
import type { ExportComment } from "../export-input.ts";
import { exportWords } from "../export-words.ts";
import { writeRuns } from "./write-runs.ts";

/** A mark in a paragraph: the beginning or the end of what comment `id` is about. */
interface CommentMark {
  readonly offset: number;
  readonly kind: "start" | "end";
  readonly id: number;
}

/** Marks by the index of their paragraph in reading order. */
export type CommentMarks = ReadonlyMap<number, readonly CommentMark[]>;

/** The comments themselves, numbered as their marks are. What not everyone may read says so before its words. */
export function commentOptions(comments: readonly ExportComment[], language: Language): ICommentOptions[] {
  return comments.map(({ author, at, text, isInternal, circleName }, id) => ({
    id,
    author: cleanText(author),
    date: at,
    children: cleanText(text)
      .split("\n")
      .map((line, index) => {
        const { internal, circle } = exportWords[language];
        const kept =
          circleName === null ? (isInternal ? internal : "") : circle.replace("{}", () => cleanText(circleName));
        const mark = kept !== "" && index === 0 ? [new TextRun({ text: kept, bold: true })] : [];
        return new Paragraph({ children: [...mark, new TextRun(line)] });
      }),
  }));
}

export function markComments(comments: readonly ExportComment[]): CommentMarks {
  const marks = new Map<number, CommentMark[]>();
  const add = (paragraph: number, mark: CommentMark): unknown =>
    marks.set(paragraph, [...(marks.get(paragraph) ?? []), mark]);
  comments.forEach(({ from, to }, id) => {
    add(from.paragraph, { offset: from.offset, kind: "start", id });
    add(to.paragraph, { offset: to.offset, kind: "end", id });
  });
  for (const list of marks.values()) list.sort((a, b) => a.offset - b.offset || a.id - b.id);
  return marks;
}

/** The runs of a paragraph with the marks in their places. */
export function writeMarkedRuns(
  runs: readonly ContentRun[],
  marks: readonly CommentMark[],
  bookmarkOf: Parameters<typeof writeRuns>[1],
): ParagraphChild[] {
  const children: ParagraphChild[] = [];
  let at = 0;
  for (const { offset, kind, id } of marks) {
    children.push(...writeRuns(cutRuns(runs, at, offset), bookmarkOf));
    at = Math.max(at, offset);
    if (kind === "start") children.push(new CommentRangeStart(id));
    else children.push(new CommentRangeEnd(id), new TextRun({ children: [new CommentReference(id)] }));
  }
  return [...children, ...writeRuns(cutRuns(runs, at, Number.POSITIVE_INFINITY), bookmarkOf)];
}

/** The parts of runs that stand between two offsets. */
function cutRuns(runs: readonly ContentRun[], from: number, to: number): ContentRun[] {
  const cut: ContentRun[] = [];
  let at = 0;
  for (const run of runs) {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text !== "") cut.push({ ...run, text });
    at += run.text.length;
  }
  return cut;
}
