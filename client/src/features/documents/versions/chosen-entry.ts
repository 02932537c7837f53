import type { DocumentVersion } from "@parley/documents";

type Listed = Pick<DocumentVersion, "seq" | "name">;

/** What tells an entry from the others: several names may stand for one state. */
export const entryKey = ({ seq, name }: Listed): string => `${seq} ${name ?? ""}`;

/** Which one entry of the list is looked at: of several of one state that which was opened, else the first; `null` for none. */
export function chosenEntry(versions: readonly Listed[], seq: number | null, openedKey: string | null): string | null {
  const same = versions.filter((version) => version.seq === seq).map(entryKey);
  return same.find((key) => key === openedKey) ?? same[0] ?? null;
}
