import { formatSize } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import { updateLimits } from "@parley/history";
import { countPieces } from "./content-pieces.ts";
import type { ImportInput, ImportedDocument } from "./imported-document.ts";

/** What a file's name says it is. */
type FileFormat = "docx" | "markdown";

/**
 * Reads a file in this thread; `importFile` is the same in a thread of its own, with a bound on its time.
 * Throws refusals `documents/import-*`.
 */
export async function readFile({ name, bytes, limitBytes }: ImportInput): Promise<ImportedDocument> {
  const format = formatOf(name);
  if (bytes.length === 0) throw refuseDocument("documents/import-empty");
  if (bytes.length > limitBytes) {
    const facts = { size: formatSize(bytes.length), limit: formatSize(limitBytes) };
    throw refuseDocument("documents/import-too-large", facts);
  }
  const document = await readAs(format, bytes);
  if (countPieces(document.content.blocks) > updateLimits.structs)
    throw refuseDocument("documents/import-too-many-pieces", { limit: updateLimits.structs });
  return document;
}

/** Whoever imports waits for the reader to be loaded, so only the one that is needed is. */
async function readAs(format: FileFormat, bytes: Uint8Array): Promise<ImportedDocument> {
  if (format === "docx") return (await import("./docx-read/read-docx.ts")).readDocx(bytes);
  return (await import("./markdown-read/read-markdown.ts")).readMarkdown(bytes);
}

function formatOf(name: string): FileFormat {
  const ending = /\.([a-z]+)$/iu.exec(name.trim())?.[1]?.toLowerCase();
  if (ending === "docx") return "docx";
  if (ending === "md" || ending === "markdown") return "markdown";
  throw refuseDocument(ending === "doc" ? "documents/import-old-word" : "documents/import-unsupported");
}
