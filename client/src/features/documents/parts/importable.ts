/** Which files can be imported, as far as their names tell; the server looks at the contents. */
import { documentRefusals } from "@parley/documents";
import { ApiError } from "../../../platform/api-error.ts";

/** What a picker and a drop accept: Word and Markdown. */
export const importableTypes: Readonly<Record<string, string[]>> = {
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
  "text/markdown": [".md", ".markdown"],
  "text/x-markdown": [".md"],
};

/** Whether a file's name says that it can be imported. The server looks at the contents. */
function isImportable(name: string): boolean {
  return /\.(docx|md|markdown)$/i.test(name);
}

/** Why a file of this name is not sent, in the words that the server would use, or `null`. */
export function importRefusal(name: string): ApiError | null {
  if (isImportable(name)) return null;
  const code = /\.doc$/i.test(name) ? "documents/import-old-word" : "documents/import-unsupported";
  const { status, en, zh } = documentRefusals[code];
  return new ApiError({ code, status, messages: { en, zh } });
}
