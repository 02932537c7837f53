/** Versions of a document: any row of its log is one. */
import { oc } from "@orpc/contract";
import type { Party } from "@parley/base";
import { idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import { blockSubjects } from "./block-subjects.ts";
import { documentIdSchema } from "./words.ts";

const namedSchema = z.object({ id: idSchema, name: z.string() });
const seqSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/[^\s\p{C}]/u);

/** A version that a list shows: one that somebody named, what came in with a file or restored another, or the state at a pause in work. */
export const versionSchema = z.object({
  /** The last row of the log that is in it. */
  seq: z.number().int(),
  name: z.string().nullable(),
  /** Whether it is the document as a file brought it in; its name is the file's. */
  imported: z.boolean(),
  /** Who gave the name, or brought in the file. */
  namedBy: namedSchema.nullable(),
  /** When it was named, or the file came in. */
  namedAt: momentSchema.nullable(),
  /** When its last change came in. */
  at: momentSchema,
  /** Who changed something since the version before, in the order of their first change. */
  authors: z.array(namedSchema),
  /** Characters that came into the agreed text since the version before, and that went from it; what was only moved is neither. */
  insertedCharacters: z.number().int(),
  deletedCharacters: z.number().int(),
  /** Characters that wait in it as proposals, and did not in the version before. */
  proposedCharacters: z.number().int(),
  /** The row of the version that it restored, when its last change did that. */
  restored: z.number().int().nullable(),
});
export type DocumentVersion = z.infer<typeof versionSchema>;

/** How many blocks of a kind. */
const blockCountSchema = z.object({ subject: z.enum(blockSubjects), count: z.number().int() });
export type BlockCount = z.infer<typeof blockCountSchema>;

/** What changed in a version beside characters since the listed one before, in the agreed text. */
const versionStructureSchema = z.object({
  seq: z.number().int(),
  splits: z.number().int(),
  joins: z.number().int(),
  moves: z.number().int(),
  /** Places that were formatted or laid out otherwise. */
  formats: z.number().int(),
  /** Pictures, tables, rows and the like that came and went. */
  addedBlocks: z.array(blockCountSchema),
  removedBlocks: z.array(blockCountSchema),
});
export type VersionStructureCounts = z.infer<typeof versionStructureSchema>;

/** Which version was restored. Guests are told neither its row nor its name, and no moment from before they were let in. */
export const restoredVersionSchema = z.object({
  seq: z.number().int().nullable(),
  name: z.string().nullable(),
  imported: z.boolean(),
  at: momentSchema.nullable(),
});
export type RestoredVersion = z.infer<typeof restoredVersionSchema>;

/** What of everything that waits for a decision cannot stay as it is when a version is restored. */
const restoredWaitingSchema = z.object({
  /** Proposals about text that goes, which become void, whole or in part. */
  voided: z.number().int(),
  /** Blocks of their own in which proposed words wait that stood in text that goes. */
  parted: z.number().int(),
});
export type RestoredWaiting = z.infer<typeof restoredWaitingSchema>;

/** What restoring a version does to the agreed text. */
export const restoredSumsSchema = z.object({
  /** Characters and paragraphs that go from it, with the pictures, tables and rows that do, and those that come back. */
  goneCharacters: z.number().int(),
  goneParagraphs: z.number().int(),
  goneBlocks: z.array(blockCountSchema),
  backCharacters: z.number().int(),
  backParagraphs: z.number().int(),
  backBlocks: z.array(blockCountSchema),
  /** Places that are moved back, or whose formatting or layout changes. */
  otherPlaces: z.number().int(),
});
export type RestoredSums = z.infer<typeof restoredSumsSchema>;

/** That somebody restored a version. */
export const restorationSchema = z.object({
  /** The row of the change. */
  seq: z.number().int(),
  by: namedSchema,
  party: partySchema,
  at: momentSchema,
  version: restoredVersionSchema,
  waiting: restoredWaitingSchema,
  /** What it did to the agreed text; `null` for restorations that do not state it. */
  did: restoredSumsSchema.nullable(),
});
export type DocumentRestoration = z.infer<typeof restorationSchema>;

/** What restoring a version does to the agreed text, with whose changes it undoes and what becomes of what waits. */
export const restorationFiguresSchema = restoredSumsSchema.extend({
  /**
   * Whose direct changes are undone: characters that they had inserted and deleted, paragraphs that they had split and joined, what they
   * had moved, places that they had formatted or laid out otherwise, and pictures, tables and rows that they had put in and deleted. A
   * guest is told of their own.
   */
  edits: z.array(
    z.object({
      author: namedSchema,
      insertedCharacters: z.number().int(),
      deletedCharacters: z.number().int(),
      splits: z.number().int(),
      joins: z.number().int(),
      moves: z.number().int(),
      formats: z.number().int(),
      addedBlocks: z.array(blockCountSchema),
      removedBlocks: z.array(blockCountSchema),
    }),
  ),
  waiting: restoredWaitingSchema,
  /** Accepted proposals that are undone. */
  accepted: z.object({
    count: z.number().int(),
    proposedBy: z.array(namedSchema),
    acceptedBy: z.array(namedSchema),
  }),
});
export type RestorationFigures = z.infer<typeof restorationFiguresSchema>;

/**
 * What of a version is read. `agreed`: as if every proposal of that time had been rejected. `proposed`: in a reading, as if every one
 * had been accepted; in a comparison, what is agreed, with the newer version's proposals in it, marked as waiting.
 */
const viewSchema = z.enum(["agreed", "proposed"]).default("agreed");

/** The letter of a proposal of which only one of several can be accepted; the same place has the other letters. */
const alternativeSchema = z.string().optional();

/** Something that waited for a decision in the newer version, and the row that proposed it. */
const waitingSchema = z.object({
  /** What new words and blocks are is said by `waits`. */
  do: z.enum(["delete", "format", "remove", "join", "set"]),
  name: z.string().nullable(),
  value: z.unknown(),
  seq: z.number().int(),
  alternative: alternativeSchema,
});

/** A changed attribute or formatting: the row that changed it and, where that row had only proposed it, the one that accepted it. */
const changeSchema = z.object({
  name: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  seq: z.number().int(),
  decidedSeq: z.number().int().optional(),
});

const marksSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

export const comparedPieceSchema = z.object({
  /** `left` and `arrived` are words that moved: where they were and where they are. */
  fate: z.enum(["kept", "inserted", "deleted", "left", "arrived"]),
  text: z.string(),
  marks: marksSchema,
  /** Whether these words were only proposed in the newer version, and what else was proposed about them. */
  waits: z.boolean(),
  proposed: z.array(waitingSchema),
  /** Of words that wait. */
  alternative: alternativeSchema,
  /** Of words that left or arrived: true when only paragraphs were broken or joined and the order is the same. */
  reflowed: z.boolean(),
  /** The row that wrote the words first, that moved or brought them back, that deleted them, and that decided on it. */
  writtenSeq: z.number().int(),
  placedSeq: z.number().int().nullable(),
  deletedSeq: z.number().int().nullable(),
  decidedSeq: z.number().int().nullable(),
  formatting: z.array(changeSchema),
  /**
   * Words in front of which a paragraph break was made (`split`, of words that left, or of a piece without words at the end of a
   * paragraph) or taken away (`join`), by which row, and which one accepted that where it had been proposed.
   */
  broken: z
    .object({
      do: z.enum(["split", "join"]),
      seq: z.number().int().nullable(),
      decidedSeq: z.number().int().nullable(),
    })
    .optional(),
});
export type ComparedPieceAnswer = z.infer<typeof comparedPieceSchema>;

export const comparedBlockSchema = z.object({
  /** How deep it is nested: rows in tables, cells in rows, blocks in cells. Blocks are in reading order. */
  depth: z.number().int(),
  name: z.string(),
  /** A block that `moved` has a placeholder, `left`, where it was. */
  fate: z.enum(["kept", "added", "removed", "moved", "left"]),
  /** Of a block that moved, and of the place where it was, the same name. */
  moved: z.string().optional(),
  waits: z.boolean(),
  proposed: z.array(waitingSchema),
  /** Of a block that waits. */
  alternative: alternativeSchema,
  attributes: z.record(z.string(), z.unknown()),
  /** In a text as if all were accepted: the number that an agreed paragraph has in the agreed contract. */
  agreedLabel: z.string().optional(),
  changes: z.array(changeSchema),
  addedSeq: z.number().int().nullable(),
  removedSeq: z.number().int().nullable(),
  /** The row that accepted its coming, moving or going, where that had been proposed. */
  decidedSeq: z.number().int().optional(),
  /** Of a paragraph that came, or went: that it was split off another, joined to the one before it, or to the one behind it. */
  broken: z.enum(["split", "joined", "joinedBehind"]).optional(),
  pieces: z.array(comparedPieceSchema),
});
export type ComparedBlockAnswer = z.infer<typeof comparedBlockSchema>;

/** Who made a row, and when. */
export const comparedRowSchema = z.object({
  seq: z.number().int(),
  author: namedSchema,
  party: partySchema,
  /** How it came in: an update kind. */
  via: z.string(),
  at: momentSchema,
});

const compareInput = z.object({
  id: documentIdSchema,
  a: seqSchema,
  b: seqSchema,
  /** `exact`: every change with its author. `net`: what a reader of both would see, in whole words. */
  mode: z.enum(["exact", "net"]).default("exact"),
  view: viewSchema,
});

export const versionsApi = {
  list: oc
    .route({
      method: "GET",
      path: "/documents/{id}/versions",
      summary: "Named versions and those at pauses in work, newest first (colleagues)",
    })
    .input(z.object({ id: documentIdSchema }))
    .output(z.object({ lastSeq: z.number().int(), versions: z.array(versionSchema) })),
  structure: oc
    .route({
      method: "GET",
      path: "/documents/{id}/version-structure",
      summary:
        "How often the newest listed versions split, joined, moved and formatted; asked again for the rest (colleagues)",
    })
    .input(z.object({ id: documentIdSchema }))
    .output(z.object({ isWhole: z.boolean(), versions: z.array(versionStructureSchema) })),
  name: oc
    .route({
      method: "POST",
      path: "/documents/{id}/versions",
      successStatus: 201,
      summary: "Give the present state a name (edit)",
    })
    .input(z.object({ id: documentIdSchema, name: nameSchema }))
    .output(z.object({ seq: z.number().int() })),
  get: oc
    .route({
      method: "GET",
      path: "/documents/{id}/versions/{seq}",
      summary: "The document as it was after a row of its log (colleagues)",
    })
    .input(z.object({ id: documentIdSchema, seq: seqSchema, view: viewSchema }))
    .output(
      z.object({
        seq: z.number().int(),
        text: z.string(),
        content: z.object({ blocks: z.array(z.record(z.string(), z.unknown())) }),
      }),
    ),
  compare: oc
    .route({
      method: "GET",
      path: "/documents/{id}/versions/{a}/compare/{b}",
      summary: "What changed between two versions, the older one first (colleagues)",
    })
    .input(compareInput)
    .output(
      z.object({
        from: z.number().int(),
        to: z.number().int(),
        /** Whether anything waited for a decision in the newer version, in whichever view. */
        waiting: z.boolean(),
        blocks: z.array(comparedBlockSchema),
        /** Who made the rows that the blocks name. */
        rows: z.array(comparedRowSchema),
      }),
    ),
  compareFile: oc
    .route({
      method: "GET",
      path: "/documents/{id}/versions/{a}/compare/{b}/html",
      summary: "The same as one HTML file (colleagues)",
      outputStructure: "detailed",
    })
    .input(compareInput)
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
  film: oc
    .route({
      method: "GET",
      path: "/documents/{id}/film",
      summary: "How the document grew, as frames and what stood in each, in one JSON file (colleagues)",
      outputStructure: "detailed",
    })
    .input(z.object({ id: documentIdSchema }))
    /** The body is a `Film`. */
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
  foreseeRestoration: oc
    .route({
      method: "GET",
      path: "/documents/{id}/versions/{seq}/restoration",
      summary: "What restoring a version would do to the agreed text as it stands now (edit)",
    })
    .input(z.object({ id: documentIdSchema, seq: seqSchema }))
    .output(restorationFiguresSchema),
  restore: oc
    .route({
      method: "POST",
      path: "/documents/{id}/versions/{seq}/restore",
      summary:
        "Make the present read as it did, as one more change; what is proposed stays beside the same words (edit)",
    })
    .input(
      z.object({
        id: documentIdSchema,
        seq: seqSchema,
        /** Only while this is the last row: for whoever takes a restoration back, and nothing that was written since. */
        ifLast: seqSchema.optional(),
      }),
    )
    /** The row of the change, or the last row when nothing differs. */
    .output(z.object({ seq: z.number().int(), waiting: restoredWaitingSchema, did: restoredSumsSchema.nullable() })),
};

/** The frames from the first number on, before the second; to the end where that is `null`. */
type FilmPhase<Look> = Look & {
  readonly from: number;
  readonly until: number | null;
  readonly waits?: true;
  /** What was proposed about it then: `delete`, `format`, `remove`, `join`, `set`. */
  readonly proposed?: readonly string[];
  /** The letters of the alternatives that it belonged to then: of each place only one could be accepted. */
  readonly alternatives?: readonly string[];
};

/** Characters of one author, with what they looked like when. */
export interface FilmSpan {
  readonly text: string;
  /** Index of its author in the film's list. */
  readonly by: number;
  /** Where they went at the end, that they stand elsewhere from then on. */
  readonly moved?: true;
  readonly phases: readonly FilmPhase<{
    readonly marks?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }>[];
}

/** A block that ever stood in a frame, where it stood. */
export interface FilmBlock {
  readonly name: string;
  readonly phases: readonly FilmPhase<{ readonly attributes?: Readonly<Record<string, unknown>> }>[];
  readonly spans: readonly FilmSpan[];
  readonly children: readonly FilmBlock[];
}

/** What can happen at a frame, in the order in which it is told. Accepting and the like have the number of proposals. */
export const filmDeeds = [
  "accepted",
  "rejected",
  "withdrawn",
  "takenBack",
  "restored",
  "repaired",
  "imported",
  "copied",
  "written",
  "undone",
  "byProgram",
  "proposed",
  "carriedOver",
  "voided",
  "revived",
] as const;

/** How a document grew. Every frame is a version; what came and went between two frames is not in it. */
export interface Film {
  readonly frames: readonly {
    readonly seq: number;
    readonly at: string;
    /** Who changed something since the frame before, as indices into the list. */
    readonly authors: readonly number[];
    /** Whether work paused, a day ended, or something was restored or imported after it. */
    readonly pause: boolean;
    readonly name: string | null;
    /** Whether the name is that of the file which brought this in. */
    readonly imported: boolean;
    readonly restored: number | null;
    /** What happened since the frame before; 1 where nothing is counted. */
    readonly did: Readonly<Partial<Record<(typeof filmDeeds)[number], number>>>;
  }[];
  readonly authors: readonly {
    readonly id: string;
    readonly name: string;
    readonly party: Party;
    /** Whether they brought the words in instead of writing them: an import or a copy. */
    readonly brought: boolean;
  }[];
  readonly blocks: readonly FilmBlock[];
}
