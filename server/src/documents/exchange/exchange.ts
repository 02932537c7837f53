import type { Exchange } from "../library/exchange.ts";
import { exportDocx } from "./docx-write/export-docx.ts";
import { exportHtml } from "./export-html.ts";
import { reportDocx, reportHtml } from "./export-report.ts";
import { importFile } from "./import-file.ts";
import { exportMarkdown, reportMarkdown } from "./markdown-write/export-markdown.ts";
import { replacePictureIds } from "./replace-picture-ids.ts";

/** Getting text in and out. */
export const exchange: Exchange = {
  importFile,
  replacePictureIds,
  exportDocx,
  exportMarkdown,
  exportHtml,
  reportExport: (format, input) => reports[format](input),
};

const reports = { docx: reportDocx, markdown: reportMarkdown, html: reportHtml };
