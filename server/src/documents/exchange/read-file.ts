import { formatSize } from "@parley/base";
import { refuseDocument } from "@parley/documents";
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
  // Whoever imports waits for the reader to be loaded, so only the one that is needed is.
  if (format === "docx") return (await import("./docx-read/read-docx.ts")).readDocx(bytes);
  return (await import("./markdown-read/read-markdown.ts")).readMarkdown(bytes);
}

function formatOf(name: string): FileFormat {
  const ending = /\.([a-z]+)$/iu.exec(name.trim())?.[1]?.toLowerCase();
  if (ending === "docx") return "docx";
  if (ending === "md" || ending === "markdown") return "markdown";
  throw refuseDocument(ending === "doc" ? "documents/import-old-word" : "documents/import-unsupported");
}
