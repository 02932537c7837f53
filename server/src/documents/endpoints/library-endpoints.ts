/** Documents in the library: lists, cards, making, renaming, moving, copying, the trash, and the kinds there are. */
import { type DocumentId, type FolderId, isId, roleIncludes } from "@parley/base";
import { type DocumentCard, type KnownDocumentKind, documentsApi, refuseDocument } from "@parley/documents";
import { refusePeople } from "@parley/people";
import type { Caller } from "../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { colleague, signedIn } from "../../platform/http/policies.ts";
import type { LibraryCursor, LibraryEntry } from "../library/entry-store.ts";
import type { DocumentKind } from "../library/kinds.ts";
import { cleanTitle } from "../library/new-documents.ts";
import { searchTerms } from "../library/search-text.ts";
import type { Viewer } from "../sharing/access-store.ts";
import { toCards } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

export function createLibraryEndpoints(deps: EndpointDeps): EndpointTree {
  const { library, newDocuments, policies, kinds } = deps;
  return {
    ...createListEndpoints(deps),
    create: endpoint(documentsApi.create, {
      allow: colleague,
      handle: async ({ grant, input }) => ({
        id: await newDocuments.empty({ ...input, folderId: input.folderId as FolderId | null }, grant),
      }),
    }),
    import: endpoint(documentsApi.import, {
      allow: colleague,
      handle: ({ grant, input }) => {
        const { file, kind, title = null } = input;
        return newDocuments.fromFile({ file, kind, title, folderId: input.folderId as FolderId | null }, grant);
      },
    }),
    duplicate: endpoint(documentsApi.duplicate, {
      allow: policies.atLeast("view", { colleagues: true }),
      handle: async ({ grant, input }) => {
        if (grant.isTrashed) throw refuseDocument("documents/in-trash");
        const entry = await requireEntry(deps, grant.caller, grant.documentId);
        return {
          id: await newDocuments.copyOf(entry, { title: input.title ?? null, comments: input.comments }, grant.caller),
        };
      },
    }),
    update: endpoint(documentsApi.update, {
      allow: policies.atLeast("view", { colleagues: true }),
      handle: async ({ grant, input }) => {
        const { caller, documentId, access, isTrashed } = grant;
        if (input.title !== undefined && isTrashed) throw refuseDocument("documents/in-trash");
        if (input.title !== undefined && !roleIncludes(access.role, "edit")) {
          throw refuseDocument("documents/role-too-weak", { role: access.role, needed: "edit" });
        }
        if (input.folderId !== undefined) {
          await library.documents.place(documentId, caller.personId, input.folderId as FolderId | null);
        }
        if (input.title !== undefined) {
          const change = { by: caller.personId, atMs: deps.clock.nowMs() };
          await library.documents.rename(documentId, cleanTitle(input.title), change);
          await deps.news.tell(documentId, { topic: "card", internal: false });
        }
        return toCard(deps, caller, documentId);
      },
    }),
    trash: endpoint(documentsApi.trash, {
      allow: policies.ownerAlsoInTrash,
      handle: async ({ grant }) => {
        const wasOut = await library.documents.trash(grant.documentId, deps.clock.nowMs());
        if (!wasOut) throw refuseDocument("documents/in-trash");
        await deps.live.accessChanged(grant.documentId);
        return { done: true as const };
      },
    }),
    restore: endpoint(documentsApi.restore, {
      allow: policies.ownerAlsoInTrash,
      handle: async ({ grant }) => {
        const wasIn = await library.documents.restore(grant.documentId);
        if (!wasIn) throw refuseDocument("documents/not-in-trash");
        await deps.live.accessChanged(grant.documentId);
        return { done: true as const };
      },
    }),
    kinds: endpoint(documentsApi.kinds, {
      allow: signedIn,
      handle: ({ grant: caller }) => Promise.all(kinds.list.map((kind) => toKnownKind(kind, caller))),
    }),
  };
}

/** A kind as one caller knows it. */
async function toKnownKind(
  { kind, label, icon, listed, mayCreate, guestHistory }: DocumentKind,
  caller: Caller,
): Promise<KnownDocumentKind> {
  const creatable = (await mayCreate?.(caller.personId)) ?? true;
  return {
    kind,
    ...label,
    icon,
    ...(listed === false && { listed }),
    ...(!creatable && { creatable: false as const }),
    ...(guestHistory && { guestHistory }),
  };
}

function createListEndpoints(deps: EndpointDeps): EndpointTree {
  const { library, people, clock } = deps;
  return {
    list: endpoint(documentsApi.list, {
      allow: signedIn,
      handle: async ({ grant: caller, input }) => {
        if (input.kind !== undefined) deps.kinds.require(input.kind);
        const folderId = (input.folderId ?? null) as FolderId | null;
        if (folderId !== null) await requireFolder(deps, caller, folderId);
        const terms = searchTerms(input.search ?? "");
        const after = input.cursor === undefined ? null : readCursor(input.cursor);
        const { unlisted } = deps.kinds;
        const query = {
          view: input.view,
          kind: input.kind ?? null,
          unlisted,
          folderId,
          terms,
          after,
          limit: input.limit,
        };
        const page = await library.documents.list(await requireViewer(deps, caller), query, clock.nowMs());
        return {
          documents: await toCards(people, page.entries, caller),
          nextCursor: page.next === null ? null : writeCursor(page.next),
        };
      },
    }),
    get: endpoint(documentsApi.get, {
      allow: deps.policies.atLeast("view"),
      handle: ({ grant }) => toCard(deps, grant.caller, grant.documentId),
    }),
  };
}

/** The caller as sharing sees them. They were active a moment ago; someone just made inactive is told to sign in. */
export async function requireViewer(deps: Pick<EndpointDeps, "library">, caller: Caller): Promise<Viewer> {
  const viewer = await deps.library.findViewer(caller.personId);
  if (!viewer) throw refusePeople("people/not-signed-in");
  return viewer;
}

/** The document as the caller sees it. Throws `documents/not-found`. */
export async function requireEntry(
  deps: Pick<EndpointDeps, "library" | "clock">,
  caller: Caller,
  id: DocumentId,
): Promise<LibraryEntry> {
  const entry = await deps.library.documents.find(await requireViewer(deps, caller), id, deps.clock.nowMs());
  if (!entry) throw refuseDocument("documents/not-found");
  return entry;
}

async function toCard(deps: EndpointDeps, caller: Caller, id: DocumentId): Promise<DocumentCard> {
  const [card] = await toCards(deps.people, [await requireEntry(deps, caller, id)], caller);
  if (!card) throw refuseDocument("documents/not-found");
  return card;
}

async function requireFolder(deps: EndpointDeps, caller: Caller, folderId: FolderId): Promise<void> {
  const folders = await deps.library.folders.list(caller.personId);
  if (!folders.some((folder) => folder.id === folderId)) throw refuseDocument("documents/folder-not-found");
}

function writeCursor(cursor: LibraryCursor): string {
  const text = [cursor.titleHit, cursor.keyMs, cursor.id].join(".");
  return Buffer.from(text, "utf8").toString("base64url");
}

function readCursor(text: string): LibraryCursor {
  const [titleHit = "", keyMs = "", id = "", ...rest] = Buffer.from(text, "base64url").toString("utf8").split(".");
  if (!/^[01]$/.test(titleHit) || !/^\d{1,15}$/.test(keyMs) || !isId(id) || rest.length > 0) {
    throw refuseDocument("documents/malformed", { reason: "cursor" });
  }
  return { titleHit: Number(titleHit), keyMs: Number(keyMs), id: id as DocumentId };
}
