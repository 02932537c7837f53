import type { DocumentVersion } from "@parley/documents";

/** The listed version of a row, or the restoration that came right behind it; `null` where neither is listed. */
export function listedAround<Version extends Pick<DocumentVersion, "seq" | "restored">>(
  versions: readonly Version[],
  seq: number,
): { readonly version: Version; readonly isBefore: boolean } | null {
  const own = versions.find((each) => each.seq === seq);
  if (own) return { version: own, isBefore: false };
  const next = versions.find((each) => each.seq === seq + 1 && each.restored !== null);
  return next ? { version: next, isBefore: true } : null;
}
