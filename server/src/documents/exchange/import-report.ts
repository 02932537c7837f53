/**
 * What import tells the person afterwards: how much came in, and by name and count everything that did not come in as it was.
 */
import { type DocumentContent, type TextRun, type BlockContent } from "@parley/document";
import type { ImportReport } from "@parley/documents";

/** Everything that import may leave out or change. Codes never change their meaning. */
const sentences = {
  "headers-footers": { en: "Headers and footers were left out.", zh: "页眉和页脚未导入。" },
  comments: { en: "Comments were left out.", zh: "批注未导入。" },
  "tracked-insertions": {
    en: "Tracked insertions came in as ordinary text.",
    zh: "修订中的插入内容已作为普通文字导入。",
  },
  "tracked-deletions": { en: "Text deleted with tracked changes was left out.", zh: "修订中已删除的文字未导入。" },
  "tracked-formatting": {
    en: "Tracked changes of formatting came in as they look now.",
    zh: "修订中的格式更改按当前样子导入。",
  },
  "text-boxes": { en: "Text boxes came in as paragraphs in their place.", zh: "文本框已转为原位置的段落。" },
  shapes: { en: "Drawn shapes were left out.", zh: "绘制的形状未导入。" },
  equations: { en: "Equations came in as a line of text.", zh: "公式已转为一行文字。" },
  charts: { en: "Charts and diagrams were left out.", zh: "图表和示意图未导入。" },
  "embedded-objects": { en: "Embedded objects and files were left out.", zh: "嵌入的对象和文件未导入。" },
  "content-controls": { en: "Form controls came in as their text.", zh: "内容控件已转为其中的文字。" },
  "page-fields": { en: "Automatic page numbers were left out.", zh: "自动页码未导入。" },
  "table-of-contents": {
    en: "Tables of contents were left out; the outline replaces them.",
    zh: "目录未导入，可使用大纲代替。",
  },
  "cross-references": { en: "Cross-references came in as plain text.", zh: "交叉引用已转为普通文字。" },
  fields: { en: "Automatic fields came in as the text they last showed.", zh: "域已转为最后一次显示的文字。" },
  "unsafe-links": {
    en: "Links with an address that is not web, mail or telephone came in as text.",
    zh: "地址不是网页、邮件或电话的链接已转为文字。",
  },
  "internal-links": { en: "Links inside the document came in as text.", zh: "文档内部链接已转为文字。" },
  "picture-types": {
    en: "Pictures of a type that browsers cannot show were left out.",
    zh: "浏览器无法显示的图片格式未导入。",
  },
  "picture-sizes": { en: "Pictures that are too large were left out.", zh: "过大的图片未导入。" },
  "remote-pictures": {
    en: "Pictures that are not in the file but elsewhere were left out.",
    zh: "不在文件内而是链接到别处的图片未导入。",
  },
  "missing-pictures": {
    en: "Pictures that the file names but does not hold were left out.",
    zh: "文件中引用但不存在的图片未导入。",
  },
  "cropped-pictures": { en: "Cropped pictures came in whole.", zh: "裁剪过的图片已按原图导入。" },
  "inline-pictures": { en: "Pictures inside a line stand below their paragraph.", zh: "行内图片已移到所在段落之后。" },
  "nested-tables": {
    en: "Tables inside tables came in as paragraphs of the cell.",
    zh: "表格中的表格已转为单元格内的段落。",
  },
  "hidden-text": { en: "Hidden text was left out.", zh: "隐藏文字未导入。" },
  symbols: {
    en: "Symbols of special fonts without a Unicode character became �.",
    zh: "特殊字体中没有对应 Unicode 字符的符号已变为 �。",
  },
  "number-formats": { en: "Numbers came in with the nearest numbering format.", zh: "编号已改用最接近的编号格式。" },
  "heading-levels": { en: "Headings below level 6 became level 6.", zh: "六级以下的标题已改为六级。" },
  look: {
    en: "Fonts, sizes, colours, spacing and borders were left out; the document has its own look.",
    zh: "字体、字号、颜色、间距和边框未导入，文档使用统一样式。",
  },
  "first-line-indents": { en: "First-line indents were left out.", zh: "首行缩进未导入。" },
  columns: { en: "Sections with several columns became one column.", zh: "分栏已改为单栏。" },
  ruby: { en: "Reading aids above characters were left out.", zh: "文字上方的拼音注音未导入。" },
  "embedded-documents": {
    en: "Documents inserted from other files were left out.",
    zh: "从其他文件插入的内容未导入。",
  },
  "html-tables": {
    en: "Tables written as HTML came in as lines of text.",
    zh: "用 HTML 写的表格已转为若干行文字。",
  },
  "merged-cells": {
    en: "Merged cells came in apart: Markdown has none. Their text stands in the first of them.",
    zh: "Markdown 没有合并单元格，原有的合并单元格已拆开，文字留在其中第一格。",
  },
  "extra-cells": {
    en: "Cells beyond the last column of their table were left out.",
    zh: "超出表格列数的单元格未导入。",
  },
  "html-markup": { en: "HTML was left out; its text was kept.", zh: "HTML 标记未导入，其中的文字已保留。" },
  "html-blocks": { en: "Comments, scripts and styles in HTML were left out.", zh: "HTML 中的注释、脚本和样式未导入。" },
  "front-matter": {
    en: "Properties in the file's head other than the title were left out.",
    zh: "文件头部除标题外的属性未导入。",
  },
  "code-languages": { en: "Code came in without its language.", zh: "代码未保留语言标记。" },
  "deep-lists": { en: "Lists below level 9 became level 9.", zh: "九级以下的列表已改为九级。" },
  unknown: { en: "Parts of a kind unknown to Parley were left out.", zh: "Parley 不认识的内容未导入。" },
} as const satisfies Record<string, { en: string; zh: string }>;

/** A code of the report. */
export type NotCarriedCode = keyof typeof sentences;

/** Collects what was not carried over. */
export interface ReportCollector {
  note(code: NotCarriedCode, count?: number): void;
  /** Closes the report over the finished content. `footnotes` is the number of foot- and endnotes taken in as text. */
  finish(content: DocumentContent, footnotes: number): ImportReport;
}

/** Starts an empty report. */
export function createReportCollector(format: ImportReport["format"]): ReportCollector {
  const noted = new Map<NotCarriedCode, number>();
  return {
    note(code, count = 1) {
      if (count > 0) noted.set(code, (noted.get(code) ?? 0) + count);
    },
    finish(content, footnotes) {
      const notCarried = [...noted].map(([code, count]) => ({ code, count, ...sentences[code] }));
      return { format, counts: { ...countContent(content.blocks), footnotes }, notCarried };
    },
  };
}

type ContentCounts = Omit<ImportReport["counts"], "footnotes">;

function countContent(blocks: readonly BlockContent[]): ContentCounts {
  const counts = { paragraphs: 0, headings: 0, listItems: 0, tables: 0, images: 0, links: 0 };
  const visit = (block: BlockContent): void => {
    if (block.type === "image") counts.images += 1;
    else if (block.type === "table") {
      counts.tables += 1;
      for (const row of block.rows) for (const cell of row.cells) cell.blocks.forEach(visit);
    } else if (block.type === "paragraph") {
      counts.paragraphs += 1;
      if (block.attributes?.["style"] === "heading") counts.headings += 1;
      if (block.attributes?.["list"] !== undefined && block.attributes["list"] !== null) counts.listItems += 1;
      counts.links += countLinks(block.runs);
    }
  };
  blocks.forEach(visit);
  return counts;
}

/** A link that several runs share (one word of it bold) counts once. */
function countLinks(runs: readonly TextRun[]): number {
  let links = 0;
  let before: unknown = null;
  for (const run of runs) {
    const href = run.marks?.["link"]?.["href"] ?? null;
    if (href !== null && href !== before) links += 1;
    before = href;
  }
  return links;
}
