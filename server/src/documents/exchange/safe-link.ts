import { isSafeHref } from "@parley/document";
import type { ReportCollector } from "./import-report.ts";

/** The address as the document may hold it, or `null` when it is dropped; what is dropped is reported. */
export function safeLink(address: string, report: ReportCollector): string | null {
  const trimmed = address.trim().replaceAll(" ", "%20");
  // Bookmarks are not carried over, so an address inside the document leads nowhere.
  if (trimmed.startsWith("#")) {
    report.note("internal-links");
    return null;
  }
  if (isSafeHref(trimmed)) return trimmed;
  report.note("unsafe-links");
  return null;
}
