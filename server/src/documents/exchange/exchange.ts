import type { Exchange } from "../library/exchange.ts";
import { exportDocx } from "./docx-write/export-docx.ts";
import { exportHtml } from "./export-html.ts";
import { importFile } from "./import-file.ts";
import { exportMarkdown } from "./markdown-write/export-markdown.ts";
import { replacePictureIds } from "./replace-picture-ids.ts";

/** Getting text in and out. */
export const exchange: Exchange = { importFile, replacePictureIds, exportDocx, exportMarkdown, exportHtml };
