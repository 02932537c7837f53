/**
 * Word's cross-references to numbered paragraphs as references to clauses: while a file is read a paragraph with bookmarks is a clause, and a
 * reference names a bookmark; when all is read, what nobody refers to is none, and what refers to nothing is text.
 */
import {
  type Attributes,
  type BlockContent,
  type DocumentContent,
  type ParagraphContent,
  type TextRun,
  clauseOfRun,
} from "@parley/document";
import { CLAUSE_BOOKMARK } from "../docx-write/clause-bookmarks.ts";
import type { ReportCollector } from "../import-report.ts";
import { normaliseRuns } from "../normalise-runs.ts";

export interface BookmarkedClauses {
  /** The clause id of a numbered paragraph with these bookmarks; `null` without any. */
  readonly note: (bookmarks: readonly string[]) => string | null;
  /** The content with references to clauses instead of to bookmarks. */
  readonly settle: (content: DocumentContent, report: ReportCollector) => DocumentContent;
}

export function createBookmarkedClauses(): BookmarkedClauses {
  const clauses = new Map<string, string>();
  return {
    note(bookmarks) {
      const [first] = bookmarks;
      if (first === undefined) return null;
      const clause = clauseIdOf(first);
      for (const name of bookmarks) if (!clauses.has(name)) clauses.set(name, clause);
      return clause;
    },
    settle(content, report) {
      const referred = new Set<string>();
      let dead = 0;
      const settleRun = (run: TextRun): TextRun => {
        const bookmark = clauseOfRun(run);
        if (bookmark === null) return run;
        const clause = clauses.get(bookmark);
        const { reference: _reference, ...marks } = run.marks ?? {};
        if (clause === undefined) {
          dead++;
          return { text: run.text, marks };
        }
        referred.add(clause);
        return { text: run.text, marks: { ...marks, reference: { clause } } };
      };
      const settled = mapParagraphs(content.blocks, (paragraph) => ({
        ...paragraph,
        runs: normaliseRuns(paragraph.runs.map(settleRun)),
      }));
      if (dead > 0) report.note("cross-references", dead);
      return { blocks: mapParagraphs(settled, (paragraph) => withoutUnused(paragraph, referred)) };
    },
  };
}

function clauseIdOf(bookmark: string): string {
  const own = bookmark.startsWith(CLAUSE_BOOKMARK) ? bookmark.slice(CLAUSE_BOOKMARK.length) : "";
  return (/^[A-Za-z]/.test(own) ? own : bookmark).slice(0, 64);
}

function withoutUnused(paragraph: ParagraphContent, referred: ReadonlySet<string>): ParagraphContent {
  const clause = paragraph.attributes?.["clause"];
  if (typeof clause !== "string" || referred.has(clause)) return paragraph;
  const attributes: Attributes = Object.fromEntries(
    Object.entries(paragraph.attributes ?? {}).filter(([name]) => name !== "clause"),
  );
  const { attributes: _all, ...rest } = paragraph;
  return Object.keys(attributes).length > 0 ? { ...rest, attributes } : rest;
}

function mapParagraphs(
  blocks: readonly BlockContent[],
  map: (paragraph: ParagraphContent) => ParagraphContent,
): BlockContent[] {
  return blocks.map((block): BlockContent => {
    if (block.type === "paragraph") return map(block);
    if (block.type !== "table") return block;
    const rows = block.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({ ...cell, blocks: mapParagraphs(cell.blocks, map) })),
    }));
    return { ...block, rows };
  });
}
