/**
 * What a file of this document cannot hold: by name and count, to be told before the file is taken.
 *
 * Invariants:
 * - The Markdown writer notes each loss where it happens, so a report and a file cannot tell different things.
 * - Codes never change their meaning.
 */
import { type BlockContent, type TextRun, clauseOfRun } from "@parley/document";
import type { NotCarried } from "@parley/documents";
import { textAttribute } from "./attribute-access.ts";
import { bookmarkClauses } from "./docx-write/clause-bookmarks.ts";
import type { ExportInput } from "./export-input.ts";

const sentences = {
  "merged-cells": {
    en: "Merged cells come apart; their text stands in the first of them.",
    zh: "合并的单元格将被拆开，文字留在其中第一格。",
  },
  "table-headers": {
    en: "Tables without a plain header row get an empty one or lose header cells.",
    zh: "没有标准标题行的表格会多出一个空的标题行，或失去标题单元格。",
  },
  "column-widths": { en: "Widths of table columns are left out.", zh: "表格列宽不会保留。" },
  "cell-blocks": {
    en: "Cells with several paragraphs or a list become lines of text.",
    zh: "含多个段落或列表的单元格会变成若干行文字。",
  },
  "nested-tables": { en: "Tables inside tables become lines of text.", zh: "表格中的表格会变成若干行文字。" },
  "cell-rules": {
    en: "Rules and page breaks inside table cells are left out.",
    zh: "表格单元格中的分隔线和分页符不会保留。",
  },
  alignment: { en: "Alignment is left out, except of table columns.", zh: "除表格列以外，对齐方式不会保留。" },
  indents: {
    en: "Indents and list levels that have nothing above them are left out.",
    zh: "没有上级的缩进和列表层级不会保留。",
  },
  "numbers-as-text": {
    en: "Numbers such as 第一条, 1.1 or (a) become plain text before their paragraph.",
    zh: "“第一条”“1.1”“(a)”等编号会变成段落前的普通文字。",
  },
  "list-markers": {
    en: "Bullets and boxes of headings and code are left out.",
    zh: "标题和代码的项目符号与复选框不会保留。",
  },
  titles: { en: "Titles become headings of level 1.", zh: "文档标题样式会变成一级标题。" },
  "plain-formatting": {
    en: "Formatting inside code paragraphs and the title is left out.",
    zh: "代码段落和文档标题中的文字格式不会保留。",
  },
  "empty-paragraphs": { en: "Empty paragraphs are left out.", zh: "空段落不会保留。" },
  "page-breaks": {
    en: "Page breaks become comments that only Parley reads.",
    zh: "分页符会变成只有 Parley 能识别的注释。",
  },
  "signature-blocks": { en: "Signature blocks become lines of text.", zh: "签署栏会变成若干行文字。" },
  "picture-widths": { en: "Widths of pictures are left out.", zh: "图片宽度不会保留。" },
  "picture-types": {
    en: "WebP pictures, which Word does not show, are replaced by their description.",
    zh: "Word 无法显示 WebP 图片，将以其说明代替。",
  },
  "missing-pictures": {
    en: "Pictures whose file is missing are replaced by their description.",
    zh: "文件缺失的图片将以其说明代替。",
  },
  "internal-links": { en: "Links inside the document become plain text.", zh: "文档内部链接会变成普通文字。" },
  mentions: { en: "Mentions of people become plain text.", zh: "对人员的提及会变成普通文字。" },
  variables: { en: "Variables become plain text.", zh: "变量会变成普通文字。" },
  references: {
    en: "References to clauses become plain text with their present numbers.",
    zh: "条款引用会按当前编号变成普通文字。",
  },
} as const satisfies Record<string, { en: string; zh: string }>;

/** A code of the report. */
type ExportLossCode = keyof typeof sentences;

/** Counts what is lost. */
export interface LossCollector {
  note(code: ExportLossCode, count?: number): void;
  finish(): NotCarried[];
}

/** Starts an empty report. */
export function createLossCollector(): LossCollector {
  const noted = new Map<ExportLossCode, number>();
  return {
    note(code, count = 1) {
      if (count > 0) noted.set(code, (noted.get(code) ?? 0) + count);
    },
    finish: () => [...noted].map(([code, count]) => ({ code, count, ...sentences[code] })),
  };
}

/** How many stretches of the runs carry a mark; a stretch that differs in other marks only counts once. */
function countMarked(runs: readonly TextRun[], valueOf: (run: TextRun) => unknown): number {
  let count = 0;
  let before: unknown;
  for (const run of runs) {
    const value = valueOf(run);
    if (value !== undefined && value !== before) count += 1;
    before = value;
  }
  return count;
}

/** What words mean beside what they say, which only the document knows; `keeps`: whether the file refers to a clause as we do. */
export function noteMeanings(
  runs: readonly TextRun[],
  losses: LossCollector,
  keeps: (clause: string) => boolean = () => false,
): void {
  losses.note(
    "mentions",
    countMarked(runs, (run) => run.marks?.["mention"]?.["personId"]),
  );
  losses.note(
    "variables",
    countMarked(runs, (run) => run.marks?.["variable"]?.["name"]),
  );
  const lost = (run: TextRun): string | undefined => {
    const clause = clauseOfRun(run);
    return clause === null || keeps(clause) ? undefined : clause;
  };
  losses.note("references", countMarked(runs, lost));
}

/** What a Word file does not hold. */
export function reportDocx(input: ExportInput): NotCarried[] {
  const bookmarks = bookmarkClauses(input.content);
  const keeps = (clause: string): boolean => bookmarks.of(clause) !== null;
  return reportByBlock(input, keeps, (block, losses) => {
    if (block.type === "paragraph") {
      losses.note("internal-links", countMarked(block.runs, internalLinkOf));
      return;
    }
    if (block.type !== "image") return;
    const type = input.pictures.get(textAttribute(block.attributes, "imageId") ?? "")?.mediaType;
    if (type === "image/webp") losses.note("picture-types");
  });
}

/** What an HTML file does not hold. */
export function reportHtml(input: ExportInput): NotCarried[] {
  return reportByBlock(
    input,
    () => false,
    () => undefined,
  );
}

function internalLinkOf(run: TextRun): string | undefined {
  const href = run.marks?.["link"]?.["href"];
  return typeof href === "string" && href.startsWith("#") ? href : undefined;
}

/** Meanings of words and lost pictures, and what `visit` notes of each block. */
function reportByBlock(
  { content, pictures }: ExportInput,
  keeps: (clause: string) => boolean,
  visit: (block: BlockContent, losses: LossCollector) => void,
): NotCarried[] {
  const losses = createLossCollector();
  const walk = (block: BlockContent): void => {
    if (block.type === "paragraph") noteMeanings(block.runs, losses, keeps);
    if (block.type === "image" && !pictures.has(textAttribute(block.attributes, "imageId") ?? ""))
      losses.note("missing-pictures");
    if (block.type === "table") for (const row of block.rows) for (const cell of row.cells) cell.blocks.forEach(walk);
    visit(block, losses);
  };
  content.blocks.forEach(walk);
  return losses.finish();
}
