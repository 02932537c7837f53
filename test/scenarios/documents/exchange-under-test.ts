import { importFile } from "../../../server/src/documents/exchange/import-file.ts";
import { replacePictureIds } from "../../../server/src/documents/exchange/replace-picture-ids.ts";
import type { Exchange } from "../../../server/src/documents/library/exchange.ts";

const notYet = (): never => {
  throw new Error("exports are not there yet");
};

export const exchange: Exchange = {
  importFile,
  replacePictureIds,
  exportDocx: notYet,
  exportMarkdown: notYet,
  exportHtml: notYet,
};
