import type { Clock, DocumentId, EpochMs, PersonId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import type { FindAccess } from "../access.ts";
import { type PictureStore, createPictureStore } from "../pictures/picture-store.ts";
import { type CircleStore, createCircleStore } from "../comments/circle-store.ts";
import { type CommentStore, createCommentStore } from "../comments/comment-store.ts";
import { type ReviewStore, createReviewStore } from "../review/review-store.ts";
import {
  type Directory,
  type FindGrant,
  type FindViewer,
  accessOf,
  createFindAccess,
  createFindGrant,
  createFindViewer,
  historySince,
} from "../sharing/find-access.ts";
import { type NoticeStore, createNoticeStore } from "../sharing/notice-store.ts";
import { type OwnerStore, createOwnerStore } from "../sharing/owner-store.ts";
import { type ShareStore, createShareStore } from "../sharing/share-store.ts";
import { type DocumentStore, createDocumentStore } from "./document-store.ts";
import { type FolderStore, createFolderStore } from "./folder-store.ts";

/** A document as somebody sees it who may open it. */
export interface Readable {
  readonly title: string;
  /** What happened before this is none of their business; `null` for a colleague. */
  readonly historySince: EpochMs | null;
}

/** What the library knows by itself, before there are rooms: its stores, and who may do what. */
export interface Library {
  readonly documents: DocumentStore;
  readonly folders: FolderStore;
  readonly shares: ShareStore;
  readonly notices: NoticeStore;
  readonly owners: OwnerStore;
  readonly comments: CommentStore;
  readonly circles: CircleStore;
  readonly reviewRows: ReviewStore;
  readonly pictureRows: PictureStore;
  readonly findViewer: FindViewer;
  readonly findGrant: FindGrant;
  readonly findAccess: FindAccess;
  /** A document by its title, to who may open it now, and since when they may know of it; `null` for everybody else. */
  readonly findReadable: (documentId: DocumentId, personId: PersonId) => Promise<Readable | null>;
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
    circles: createCircleStore(deps.sql),
    reviewRows: createReviewStore(deps.sql),
    pictureRows: createPictureStore(deps.sql),
    findViewer,
    findGrant,
    findAccess,
    findReadable: async (documentId, personId) => {
      const grant = await findGrant(documentId, personId);
      const viewer = await findViewer(personId);
      if (!grant || !viewer || !accessOf(grant)) return null;
      const document = await documents.find(viewer, documentId, deps.clock.nowMs());
      return document && { title: document.title, historySince: historySince(viewer, grant) };
    },
  };
}
