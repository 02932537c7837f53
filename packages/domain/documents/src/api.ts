/** Everything the documents slice answers over HTTP, as oRPC descriptors. Paths are relative to `/api`. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema, roleSchema } from "@parley/people";
import { z } from "zod";
import { circlesApi } from "./circles-api.ts";
import { commentsApi, copiedCommentsSchema, exportedCommentsSchema } from "./comments-api.ts";
import { logRowSchema } from "./log-row.ts";
import { mergesApi } from "./merges-api.ts";
import { alternativesSchema, proposalsApi } from "./proposals-api.ts";
import { quarantineApi } from "./quarantine-api.ts";
import { refusedApi } from "./refused-api.ts";
import { reviewApi } from "./review-api.ts";
import { ownershipApi, sharesApi } from "./shares-api.ts";
import { attributeSpanSchema, formattingSpanSchema, originSchema, timelineApi, wordStoryRoute } from "./story-api.ts";
import { versionsApi } from "./versions-api.ts";
import { documentIdSchema } from "./words.ts";

const done = z.object({ done: z.literal(true) });
/** One line with something visible in it. */
const line = (most: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/[^\s\p{C}]/u);
const title = line(300);
const byDocument = z.object({ id: documentIdSchema });
const byFolder = z.object({ id: idSchema });

/** A document as a list shows it. */
export const documentCardSchema = z.object({
  id: idSchema,
  kind: z.string(),
  title: z.string(),
  owner: z.object({ id: idSchema, name: z.string() }),
  folderId: idSchema.nullable(),
  /** The caller's role. */
  role: roleSchema,
  /** For whom the caller acts in it. */
  party: partySchema,
  createdAt: momentSchema,
  /** The last change of its words or title. */
  changedAt: momentSchema,
  changedBy: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** When the caller last opened it. */
  openedAt: momentSchema.nullable(),
  trashedAt: momentSchema.nullable(),
  /** Number of shares beside the owner, 0 when private. */
  shareCount: z.number().int(),
  /** The place a search found, with the hit between U+0002 and U+0003. */
  excerpt: z.string().nullable(),
  /** The thread in which that place is, where it is in a comment that the caller may read. */
  inThread: idSchema.nullable(),
});
export type DocumentCard = z.infer<typeof documentCardSchema>;

export const folderSchema = z.object({ id: idSchema, name: z.string(), parentId: idSchema.nullable() });
export type Folder = z.infer<typeof folderSchema>;

/** Something that a file could not carry, with how often, in both languages. Codes never change their meaning. */
const notCarriedSchema = z.object({ code: z.string(), count: z.number().int(), en: z.string(), zh: z.string() });
export type NotCarried = z.infer<typeof notCarriedSchema>;

/** What comes with a text or a file in its headers. */
const toldHeadersSchema = z
  .object({
    /**
     * What it lacks, as `code=count, ...`, with `proposals` for what waits and was left out and `alternatives` for the places where it has
     * one of several proposals; without it nothing is missing.
     */
    "parley-not-carried": z.string(),
    /** Which of several proposals it has: JSON, an array of `{ taken, notTaken }` with ids, as far as a header holds them. */
    "parley-alternatives": z.string(),
  })
  .partial()
  .catchall(z.string());

const exportFormatSchema = z.enum(["docx", "markdown", "html"]);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** What waits for a decision is left out of a file, unless it is asked for as if it were accepted. */
const exportViewSchema = z.enum(["agreed", "proposed"]).default("agreed");
export type ExportView = z.infer<typeof exportViewSchema>;

/** What an import brought in and what it did not carry over. */
export const importReportSchema = z.object({
  format: z.enum(["docx", "markdown"]),
  counts: z.object({
    paragraphs: z.number().int(),
    headings: z.number().int(),
    listItems: z.number().int(),
    tables: z.number().int(),
    images: z.number().int(),
    links: z.number().int(),
    footnotes: z.number().int(),
  }),
  notCarried: z.array(notCarriedSchema),
  /** What a file that comes back leaves out of the document from which it was taken; absent where that is nothing. */
  leftOut: z
    .object({
      /** That document's title. */
      title: z.string(),
      characters: z.number().int(),
      /** The first of the passages, in reading order; long ones are cut. */
      passages: z.array(z.string()),
    })
    .optional(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** A stretch of text with one author. */
export const attributionSpanSchema = z.object({
  text: z.string(),
  author: z.object({ id: idSchema, name: z.string() }),
  party: partySchema,
  insertedAt: momentSchema,
  /** The log row that brought it. */
  seq: z.number().int(),
  /** How it came in. */
  via: z.string(),
  /** Who moved it last, when lineage knows of a move. */
  movedBy: z.object({ id: idSchema, name: z.string(), at: momentSchema }).nullable(),
  /** Index of the block in reading order, counting from 0. */
  block: z.number().int(),
  /** The id of its first character, by which the story of a word is asked for: Yjs client and clock. */
  at: z.tuple([z.number().int(), z.number().int()]),
  /** Of deleted words whose paragraph went too: the outermost block that went, and where in it they stood. */
  goneWith: z
    .object({
      /** The id of that block: Yjs client and clock. */
      at: z.tuple([z.number().int(), z.number().int()]),
      /** How many blocks that block stood in. */
      depth: z.number().int(),
      /** How many rows, cells and paragraphs begin in that block up to the words, itself included. */
      path: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
      /** True when it stood behind the paragraph with the index `block`, not before it. */
      behind: z.boolean(),
    })
    .optional(),
  deletedBy: z.object({ id: idSchema, name: z.string() }).optional(),
  deletedAt: momentSchema.optional(),
  /** Of words that went when `deletedBy` restored an earlier version. */
  goneByRestore: z.boolean().optional(),
  /** Of words whose deletion `deletedBy` proposed at `deletedAt`: who agreed to it, and when. */
  agreedBy: z.object({ id: idSchema, name: z.string(), at: momentSchema }).optional(),
  /**
   * True when the paragraph was deleted before these words reached the server: `deletedBy` deleted the paragraph and may never
   * have seen them.
   */
  arrivedDeleted: z.boolean().optional(),
  /** Words that were only proposed when `deletedBy` decided on them: how. They were never in the agreed text. */
  turnedDown: z.enum(["rejected", "withdrawn", "voided"]).optional(),
  /** True for words on which nobody had decided when they went, whether with a decision or because somebody deleted them. */
  waited: z.boolean().optional(),
  /**
   * Who first wrote words that were copied, and in which document; where the caller may open that one now. `author` copied them from
   * there, or from a copy of it.
   */
  from: originSchema.optional(),
});
export type AttributionSpan = z.infer<typeof attributionSpanSchema>;

/** A kind of document as the caller knows it. */
const knownKindSchema = z.object({
  kind: z.string(),
  en: z.string(),
  zh: z.string(),
  icon: z.string(),
  /** Lists of every kind leave its documents out. */
  listed: z.literal(false).optional(),
  /** The caller makes none in the library. */
  creatable: z.literal(false).optional(),
  /** Guests look at the history of such documents, from when they were invited. */
  guestHistory: z.literal(true).optional(),
});
export type KnownDocumentKind = z.infer<typeof knownKindSchema>;

export const documentsApi = {
  list: oc
    .route({ method: "GET", path: "/documents", summary: "Documents the caller may see" })
    .input(
      z.object({
        view: z.enum(["recent", "mine", "shared", "all", "trash"]).default("recent"),
        kind: z.string().max(40).optional(),
        folderId: idSchema.optional(),
        search: z.string().trim().max(200).optional(),
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ documents: z.array(documentCardSchema), nextCursor: z.string().nullable() })),
  create: oc
    .route({ method: "POST", path: "/documents", successStatus: 201, summary: "Create an empty document" })
    .input(z.object({ kind: z.string().min(1).max(40), title, folderId: idSchema.nullable().default(null) }))
    .output(z.object({ id: idSchema })),
  import: oc
    .route({
      method: "POST",
      path: "/documents/import",
      successStatus: 201,
      summary: "Create a document from a .docx or .md file",
    })
    .input(
      z.object({
        file: z.file(),
        kind: z.string().min(1).max(40).default("contract"),
        title: title.optional(),
        folderId: idSchema.nullable().default(null),
      }),
    )
    .output(z.object({ id: idSchema, report: importReportSchema })),
  get: oc
    .route({ method: "GET", path: "/documents/{id}", summary: "One document's card" })
    .input(byDocument)
    .output(documentCardSchema),
  update: oc
    .route({ method: "PATCH", path: "/documents/{id}", summary: "Rename or move a document" })
    .input(z.object({ id: documentIdSchema, title: title.optional(), folderId: idSchema.nullable().optional() }))
    .output(documentCardSchema),
  duplicate: oc
    .route({
      method: "POST",
      path: "/documents/{id}/duplicate",
      successStatus: 201,
      summary: "Copy a document; the copy is the caller's",
    })
    .input(z.object({ id: documentIdSchema, title: title.optional(), comments: copiedCommentsSchema }))
    .output(z.object({ id: idSchema })),
  trash: oc
    .route({ method: "DELETE", path: "/documents/{id}", summary: "Put a document into the trash (owner)" })
    .input(byDocument)
    .output(done),
  restore: oc
    .route({ method: "POST", path: "/documents/{id}/restore", summary: "Take a document out of the trash (owner)" })
    .input(byDocument)
    .output(done),
  text: oc
    .route({
      method: "GET",
      path: "/documents/{id}/text",
      summary:
        "Plain text, one line per block; with `view=proposed` the header `parley-alternatives` says which of several proposals for one place it has",
      outputStructure: "detailed",
    })
    .input(z.object({ id: documentIdSchema, view: z.enum(["agreed", "proposed"]).default("proposed") }))
    .output(z.object({ headers: toldHeadersSchema, body: z.file() })),
  attribution: oc
    .route({
      method: "GET",
      path: "/documents/{id}/attribution",
      summary: "Who wrote what, in reading order; deleted text and who formatted only for colleagues",
    })
    .input(
      z.object({
        id: documentIdSchema,
        deleted: z.enum(["0", "1"]).default("0"),
        formatting: z.enum(["0", "1"]).default("0"),
      }),
    )
    .output(
      z.object({
        seq: z.number().int(),
        spans: z.array(attributionSpanSchema),
        /** Who formatted words and who set attributes of blocks, after these had come; when asked for. */
        formatting: z.array(formattingSpanSchema).optional(),
        attributes: z.array(attributeSpanSchema).optional(),
      }),
    ),
  log: oc
    .route({ method: "GET", path: "/documents/{id}/log", summary: "The log's rows, for verification (owner)" })
    .input(
      z.object({
        id: documentIdSchema,
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
      }),
    )
    .output(z.object({ documentId: idSchema, rows: z.array(logRowSchema), lastSeq: z.number().int() })),
  export: oc
    .route({
      method: "GET",
      path: "/documents/{id}/export",
      summary: "The document as a file",
      outputStructure: "detailed",
    })
    .input(
      z.object({
        id: documentIdSchema,
        format: exportFormatSchema,
        view: exportViewSchema,
        comments: exportedCommentsSchema,
      }),
    )
    .output(z.object({ headers: toldHeadersSchema, body: z.file() })),
  exportReport: oc
    .route({
      method: "GET",
      path: "/documents/{id}/export/report",
      summary: "What a file of this format cannot carry of the document",
    })
    .input(z.object({ id: documentIdSchema, format: exportFormatSchema, view: exportViewSchema }))
    .output(
      z.object({
        notCarried: z.array(notCarriedSchema),
        proposalCount: z.number().int(),
        /** Where a file as if all were accepted has one of several proposals; it says so itself, too. */
        alternatives: z.array(alternativesSchema),
      }),
    ),
  shares: sharesApi,
  ownership: ownershipApi,
  images: {
    upload: oc
      .route({
        method: "POST",
        path: "/documents/{id}/images",
        successStatus: 201,
        summary: "Store a picture for a document",
      })
      .input(z.object({ id: documentIdSchema, file: z.file() }))
      .output(z.object({ imageId: idSchema, width: z.number().int(), height: z.number().int() })),
    get: oc
      .route({
        method: "GET",
        path: "/documents/{id}/images/{imageId}",
        summary: "A picture of a document",
        outputStructure: "detailed",
      })
      .input(z.object({ id: documentIdSchema, imageId: idSchema }))
      .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
  },
  mentionable: oc
    .route({
      method: "GET",
      path: "/documents/{id}/people",
      summary: "People who can be mentioned here: those who share the document",
    })
    .input(z.object({ id: documentIdSchema, search: z.string().max(120).optional() }))
    .output(z.array(z.object({ id: idSchema, name: z.string(), party: partySchema }))),
  folders: {
    list: oc.route({ method: "GET", path: "/folders", summary: "One's own folders" }).output(z.array(folderSchema)),
    create: oc
      .route({ method: "POST", path: "/folders", successStatus: 201, summary: "Make a folder" })
      .input(z.object({ name: line(120), parentId: idSchema.nullable().default(null) }))
      .output(folderSchema),
    update: oc
      .route({ method: "PATCH", path: "/folders/{id}", summary: "Rename or move a folder" })
      .input(z.object({ id: idSchema, name: line(120).optional(), parentId: idSchema.nullable().optional() }))
      .output(folderSchema),
    remove: oc
      .route({ method: "DELETE", path: "/folders/{id}", summary: "Remove an empty folder" })
      .input(byFolder)
      .output(done),
  },
  threads: commentsApi,
  circles: circlesApi,
  proposals: proposalsApi,
  versions: versionsApi,
  merges: mergesApi,
  review: reviewApi,
  timeline: timelineApi,
  word: wordStoryRoute,
  refused: refusedApi,
  quarantine: quarantineApi,
  kinds: oc.route({ method: "GET", path: "/kinds", summary: "Kinds of document" }).output(z.array(knownKindSchema)),
};
