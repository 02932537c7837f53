/** From runs with marks to Word's runs and hyperlinks. */
import { type Marks, type TextRun as ContentRun, clauseOfRun } from "@parley/document";
import { ExternalHyperlink, type IRunOptions, type ParagraphChild, SimpleField, Tab, TextRun } from "docx";
import { cleanText } from "../clean-text.ts";
import { signStyleIds } from "../own-styles.ts";
import { partsByTurning } from "../turning-sign.ts";
import type { ClauseBookmark } from "./clause-bookmarks.ts";
import { docxStyleIds } from "./docx-styles.ts";

/** Word's fixed palette; the colours that come nearest to the four highlighters. */
const highlights = { yellow: "yellow", green: "green", blue: "cyan", pink: "magenta" } as const;

/** The children of a paragraph. Neighbours with the same address become one hyperlink; a reference to a clause with a bookmark is a field of Word's. */
export function writeRuns(
  runs: readonly ContentRun[],
  bookmarkOf: (clause: string) => ClauseBookmark | null,
): ParagraphChild[] {
  const children: ParagraphChild[] = [];
  let index = 0;
  while (index < runs.length) {
    const href = hrefOf(runs[index]);
    const bookmark = bookmarkIn(runs[index], bookmarkOf);
    let end = index + 1;
    while (href !== null && end < runs.length && hrefOf(runs[end]) === href) end += 1;
    const written = runs.slice(index, end).flatMap((run) => writeRun(run, href !== null));
    if (href === null && bookmark) children.push(crossReference(bookmark, written));
    else if (href === null) children.push(...written);
    else children.push(new ExternalHyperlink({ link: href, children: written }));
    index = end;
  }
  return children;
}

function bookmarkIn(
  run: ContentRun | undefined,
  bookmarkOf: (clause: string) => ClauseBookmark | null,
): ClauseBookmark | null {
  const clause = run ? clauseOfRun(run) : null;
  return clause === null ? null : bookmarkOf(clause);
}

/** Word computes the number anew when it brings fields up to date: \n the paragraph's own one, \w with those above. */
function crossReference({ name, isNumberAlone }: ClauseBookmark, shown: readonly TextRun[]): ParagraphChild {
  const field = new SimpleField(` REF ${name} ${isNumberAlone ? "\\n" : "\\w"} \\h `);
  for (const run of shown) field.addChildElement(run);
  return field;
}

/** An address inside the document has no target in a Word file, so such a link is plain text there. */
function hrefOf(run: ContentRun | undefined): string | null {
  const href = run?.marks?.["link"]?.["href"];
  return typeof href === "string" && !href.startsWith("#") ? href : null;
}

function writeRun(run: ContentRun, isLink: boolean): TextRun[] {
  const options = runOptions(run.marks ?? {}, isLink);
  const signStyle = signStyleIds[run.marks?.["code"] ? "code" : "plain"];
  return partsByTurning(cleanText(run.text)).flatMap(({ text, isSign }) =>
    isSign
      ? [new TextRun({ ...options, style: signStyle, children: [text] })]
      : text
          .split("\n")
          .map((line, index) => new TextRun({ ...options, ...(index > 0 && { break: 1 }), children: withTabs(line) })),
  );
}

function withTabs(line: string): (string | Tab)[] {
  return line
    .split("\t")
    .flatMap((piece, index) => [...(index > 0 ? [new Tab()] : []), ...(piece === "" ? [] : [piece])]);
}

function runOptions(marks: Marks, isLink: boolean): IRunOptions {
  const colour = marks["highlight"] ? (marks["highlight"]["colour"] ?? "yellow") : null;
  const named = Object.entries(highlights).find(([name]) => name === colour)?.[1];
  return {
    ...(isLink ? { style: "Hyperlink" } : marks["code"] ? { style: docxStyleIds.inlineCode } : {}),
    // A link has one character style already, so code in a link keeps only its font.
    ...(isLink && marks["code"] ? { font: "Consolas" } : {}),
    ...(marks["bold"] ? { bold: true } : {}),
    ...(marks["italic"] ? { italics: true } : {}),
    ...(marks["underline"] ? { underline: { type: "single" } } : {}),
    ...(marks["strike"] ? { strike: true } : {}),
    ...(marks["superscript"] ? { superScript: true } : {}),
    ...(marks["subscript"] ? { subScript: true } : {}),
    ...(named ? { highlight: named } : {}),
  };
}
