/** Documents in quarantine, for administrators. They see titles; words only where the document is their own. */
import { type DocumentId, isId, roleIncludes } from "@parley/base";
import { documentsApi, refuseDocument } from "@parley/documents";
import type { Caller } from "../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { administrator } from "../../platform/http/policies.ts";
import type { QuarantineEntry } from "../rooms/quarantine.ts";
import { namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";
import { type FileAnswer, fileAnswer } from "./file-answer.ts";
import { toLogRow } from "./log-rows.ts";

export function createQuarantineEndpoints(deps: EndpointDeps): EndpointTree {
  const { quarantines, people } = deps;
  return {
    list: endpoint(documentsApi.quarantine.list, {
      allow: administrator,
      handle: async () => {
        const entries = await quarantines.list();
        const owners = entries.map((entry) => entry.ownerId);
        const nameOf = await namesOf(people, owners);
        return entries.map(({ documentId, ownerId, sinceMs, ...entry }) => ({
          ...entry,
          id: documentId,
          owner: nameOf(ownerId),
          since: new Date(sinceMs).toISOString(),
        }));
      },
    }),
    rows: endpoint(documentsApi.quarantine.rows, {
      allow: administrator,
      handle: async ({ grant, input }) => exportRows(deps, grant, await requireQuarantined(deps, input.id)),
    }),
    retry: endpoint(documentsApi.quarantine.retry, {
      allow: administrator,
      handle: async ({ input }) => {
        const { documentId } = await requireQuarantined(deps, input.id);
        const reason = await quarantines.retry(documentId);
        return { ended: reason === null, reason };
      },
    }),
  };
}

async function requireQuarantined({ quarantines }: EndpointDeps, id: string): Promise<QuarantineEntry> {
  const entry = isId(id) ? await quarantines.find(id as DocumentId) : null;
  if (!entry) throw refuseDocument("documents/not-quarantined");
  return entry;
}

/** A row's update holds words, so it is there only for an administrator who owns the document, as in its own log. */
async function exportRows(deps: EndpointDeps, caller: Caller, entry: QuarantineEntry): Promise<FileAnswer> {
  const { documentId, title, reason, sinceMs, lastSeq, readableSeq } = entry;
  const access = await deps.library.findAccess(documentId, caller.personId);
  const withUpdates = roleIncludes(access?.role ?? null, "own");
  const rows = await deps.quarantines.readGoodRows(entry);
  const authors = rows.map((row) => row.personId);
  const nameOf = await namesOf(deps.people, authors);
  const told = rows.map((row) => {
    const { update, statement, ...facts } = toLogRow(row, nameOf);
    return withUpdates ? { ...facts, update, statement } : { ...facts, updateBytes: row.update.byteLength };
  });
  const since = new Date(sinceMs).toISOString();
  const report = { documentId, title, reason, since, lastSeq, readableSeq, withUpdates, rows: told };
  return fileAnswer({
    bytes: `${JSON.stringify(report, null, 2)}\n`,
    name: `${title}.rows.json`,
    mediaType: "application/json; charset=utf-8",
    disposition: "attachment",
  });
}
