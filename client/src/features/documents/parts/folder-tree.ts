import type { Folder } from "@parley/documents";

/** The folders from the top down to one, itself included; empty for the top or an unknown folder. */
export function folderTrail(folders: readonly Folder[], id: string | null): Folder[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const trail: Folder[] = [];
  const seen = new Set<string>();
  let current = id === null ? undefined : byId.get(id);
  while (current && !seen.has(current.id)) {
    seen.add(current.id);
    trail.unshift(current);
    current = current.parentId === null ? undefined : byId.get(current.parentId);
  }
  return trail;
}

/** The folders directly inside one (`null`: at the top), by name. A folder whose parent is unknown stands at the top. */
export function foldersIn(folders: readonly Folder[], parentId: string | null, locale: string): Folder[] {
  const known = new Set(folders.map((folder) => folder.id));
  const collate = new Intl.Collator(locale, { numeric: true });
  return folders
    .filter((folder) => (folder.parentId !== null && known.has(folder.parentId) ? folder.parentId : null) === parentId)
    .sort((a, b) => collate.compare(a.name, b.name));
}

/** Whether `id` is `ancestorId` or lies somewhere inside it. */
export function isInside(folders: readonly Folder[], id: string, ancestorId: string): boolean {
  return folderTrail(folders, id).some((folder) => folder.id === ancestorId);
}
