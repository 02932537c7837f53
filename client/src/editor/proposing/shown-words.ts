/** The words of a change as they are listed. */
import { shortenedWords } from "@parley/document";
import type { ReviewedChange } from "@parley/documents";
import { withSigns } from "./invisible-characters.ts";

const BREAK = "\u2029";

/** What came and what went, each as it is listed. Words that are moved as they are stand there once, as what came. */
export function shownWords(change: {
  readonly kind: ReviewedChange["kind"];
  readonly insertedText: string;
  readonly deletedText: string;
}): { readonly inserted: string; readonly deleted: string } {
  const { kind, insertedText, deletedText } = change;
  const [inserted, deleted] = [listed(insertedText), listed(deletedText)];
  return { inserted, deleted: kind === "move" && isAsItWas(deletedText, insertedText) ? "" : deleted };
}

const LONGEST_NOTICE_CHARS = 80;

/** The beginning of long words, for a notice. */
export function wordsForNotice(text: string): string {
  return shortenedWords(text, LONGEST_NOTICE_CHARS);
}

/** Whether the same words stand elsewhere. Blanks count; those around them, and ends of paragraphs that a deletion has no sign for, do not. */
function isAsItWas(before: string, after: string): boolean {
  const [old, now] = [inLines(before), inLines(after)];
  return old === now || old === now.replaceAll("\n", "");
}

/** One kind of blank, and one kind of end for paragraphs. */
const inLines = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s*[\n\u2029]\s*/gu, "\n")
    .replaceAll(/[^\S\n]/gu, " ");

/** A proposed break is a pilcrow, and the end of the last paragraph is not shown. */
function listed(text: string): string {
  return withSigns(text.replaceAll(BREAK, "¶\n")).trim();
}
