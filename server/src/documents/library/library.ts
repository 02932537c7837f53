import type { Clock, DocumentId, PersonId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import type { FindAccess } from "../access.ts";
import { type PictureStore, createPictureStore } from "../pictures/picture-store.ts";
import { type CommentStore, createCommentStore } from "../comments/comment-store.ts";
import { type ReviewStore, createReviewStore } from "../review/review-store.ts";
import {
  type Directory,
  type FindGrant,
  type FindViewer,
  createFindAccess,
  createFindGrant,
  createFindViewer,
} from "../sharing/find-access.ts";
import { type NoticeStore, createNoticeStore } from "../sharing/notice-store.ts";
import { type OwnerStore, createOwnerStore } from "../sharing/owner-store.ts";
import { type ShareStore, createShareStore } from "../sharing/share-store.ts";
import { type DocumentStore, createDocumentStore } from "./document-store.ts";
import { type FolderStore, createFolderStore } from "./folder-store.ts";

/** What the library knows by itself, before there are rooms: its stores, and who may do what. */
export interface Library {
  readonly documents: DocumentStore;
  readonly folders: FolderStore;
  readonly shares: ShareStore;
  readonly notices: NoticeStore;
  readonly owners: OwnerStore;
  readonly comments: CommentStore;
  readonly reviewRows: ReviewStore;
  readonly pictureRows: PictureStore;
  readonly findViewer: FindViewer;
  readonly findGrant: FindGrant;
  readonly findAccess: FindAccess;
  /** A document by its title, to who may open it now; `null` for everybody else. */
  readonly findReadable: (documentId: DocumentId, personId: PersonId) => Promise<{ readonly title: string } | null>;
}

/** The library over a database with the `documents` schema. */
export function createLibrary(deps: { readonly sql: Sql; readonly people: Directory; readonly clock: Clock }): Library {
  const findViewer = createFindViewer(deps.people);
  const findGrant = createFindGrant({ sql: deps.sql, findViewer, clock: deps.clock });
  const findAccess = createFindAccess(findGrant);
  const documents = createDocumentStore(deps.sql);
  return {
    documents,
    folders: createFolderStore(deps.sql),
    shares: createShareStore(deps.sql),
    notices: createNoticeStore(deps.sql),
    owners: createOwnerStore(deps.sql),
    comments: createCommentStore(deps.sql),
    reviewRows: createReviewStore(deps.sql),
    pictureRows: createPictureStore(deps.sql),
    findViewer,
    findGrant,
    findAccess,
    findReadable: async (documentId, personId) => {
      if (!(await findAccess(documentId, personId))) return null;
      const viewer = await findViewer(personId);
      return viewer && documents.find(viewer, documentId, deps.clock.nowMs());
    },
  };
}
