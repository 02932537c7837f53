/**
 * Folders: everyone has their own tree, and nobody sees another's.
 * Changes of one person's tree run one after another, so two moves at once cannot make a circle.
 */
import type { DocumentId, EpochMs, FolderId, PersonId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { Sql, Transaction } from "../../platform/postgres/client.ts";
import { type Viewer, grantRows } from "../sharing/access-store.ts";
import { foldText } from "./search-text.ts";
import { violates } from "./violation.ts";

export interface FolderEntry {
  readonly id: FolderId;
  readonly name: string;
  readonly parentId: FolderId | null;
}

export interface FolderStore {
  /** The person's folders by name. */
  list(personId: PersonId): Promise<FolderEntry[]>;
  /** Throws `documents/folder-not-found` for a parent that is not theirs, `documents/folder-name-taken`. */
  create(personId: PersonId, folder: FolderEntry): Promise<void>;
  /** Renames or moves. Throws as `create`, and `documents/folder-cycle`. */
  update(
    personId: PersonId,
    id: FolderId,
    change: { name?: string | undefined; parentId?: FolderId | null | undefined },
  ): Promise<FolderEntry>;
  /**
   * Removes a folder in which the viewer sees nothing. Throws `documents/folder-not-found`, `documents/folder-not-empty`.
   * What they can no longer see, or have put into the trash, does not keep a folder.
   */
  remove(viewer: Viewer, id: FolderId, nowMs: EpochMs): Promise<void>;
}

interface FolderRow {
  id: FolderId;
  name: string;
  parent_id: FolderId | null;
}

/** The store over a database whose `documents` schema exists. */
export function createFolderStore(sql: Sql): FolderStore {
  return {
    async list(personId) {
      const rows = await sql<FolderRow[]>`
        select id, name, parent_id from documents.folder where person_id = ${personId} order by folded_name, id`;
      return rows.map(toFolder);
    },
    async create(personId, folder) {
      await refuseViolations(folder.name, async () => {
        await sql`
          insert into documents.folder (id, person_id, parent_id, name, folded_name)
          values (${folder.id}, ${personId}, ${folder.parentId}, ${folder.name}, ${foldText(folder.name)})`;
      });
    },
    update: (personId, id, change) => update(sql, personId, id, change),
    remove: (viewer, id, nowMs) => remove(sql, viewer, id, nowMs),
  };
}

function toFolder(row: FolderRow): FolderEntry {
  return { id: row.id, name: row.name, parentId: row.parent_id };
}

async function refuseViolations<Result>(name: string, change: () => Promise<Result>): Promise<Result> {
  try {
    return await change();
  } catch (error) {
    if (violates(error, "folder_name")) throw refuseDocument("documents/folder-name-taken", { name });
    if (violates(error, "folder_own_parent")) throw refuseDocument("documents/folder-not-found");
    throw error;
  }
}

async function lockTree(tx: Transaction, personId: PersonId): Promise<Map<FolderId, FolderRow>> {
  const rows = await tx<FolderRow[]>`
    select id, name, parent_id from documents.folder where person_id = ${personId} order by id for update`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function update(
  sql: Sql,
  personId: PersonId,
  id: FolderId,
  change: { name?: string | undefined; parentId?: FolderId | null | undefined },
): Promise<FolderEntry> {
  return sql.begin(async (tx) => {
    const tree = await lockTree(tx, personId);
    const folder = tree.get(id);
    if (!folder) throw refuseDocument("documents/folder-not-found");
    const name = change.name ?? folder.name;
    const parentId = change.parentId === undefined ? folder.parent_id : change.parentId;
    for (let above = parentId; above !== null; above = tree.get(above)?.parent_id ?? null) {
      if (above === id) throw refuseDocument("documents/folder-cycle");
    }
    await refuseViolations(name, async () => {
      await tx`
        update documents.folder set name = ${name}, folded_name = ${foldText(name)}, parent_id = ${parentId}
        where id = ${id}`;
    });
    return { id, name, parentId };
  });
}

async function remove(sql: Sql, viewer: Viewer, id: FolderId, nowMs: EpochMs): Promise<void> {
  await sql.begin(async (tx) => {
    const tree = await lockTree(tx, viewer.personId);
    if (!tree.has(id)) throw refuseDocument("documents/folder-not-found");
    if ([...tree.values()].some((folder) => folder.parent_id === id))
      throw refuseDocument("documents/folder-not-empty");
    const kept = await tx<{ document_id: DocumentId }[]>`
      select p.document_id from documents.placement p
      join documents.document d on d.id = p.document_id
      join (${grantRows(tx, viewer, nowMs, null)}) g on g.document_id = p.document_id
      where p.folder_id = ${id} and d.trashed_at is null
      limit 1`;
    if (kept.length > 0) throw refuseDocument("documents/folder-not-empty");
    await tx`delete from documents.placement where folder_id = ${id}`;
    await tx`delete from documents.folder where id = ${id}`;
  });
}
