/** The clause library on the wire. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { contractIdSchema } from "../record-api.ts";

const line = (most: number): z.ZodString => z.string().trim().min(1).max(most);
const named = z.object({ id: idSchema, name: z.string() });
const byId = z.object({ id: idSchema });
const names = z.object({ en: z.string().trim().max(120), zh: z.string().trim().max(120) });
const labels = z.array(line(40)).max(20);

/** Blocks of a document's content, in the shape of the document's schema. */
const blocksSchema = z.array(z.record(z.string(), z.unknown()));

/** A clause of the library as a list shows it. */
export const libraryClauseSchema = z.object({
  id: idSchema,
  names,
  tags: z.array(z.string()),
  /** What it is about, as approvals name it: `price`, `payment`. */
  scopes: z.array(z.string()),
  active: z.boolean(),
  /** The newest published version; 0 for none. */
  version: z.number().int(),
  publishedAt: momentSchema.nullable(),
  /** First words of the published text by its language. */
  beginnings: z.object({ en: z.string().nullable(), zh: z.string().nullable() }),
});
export type LibraryClause = z.infer<typeof libraryClauseSchema>;

export const libraryClauseDetailSchema = libraryClauseSchema.extend({
  /** The documents in which its text is written; `null` before there is one in that language. */
  documents: z.object({ en: idSchema.nullable(), zh: idSchema.nullable() }),
  isChanged: z.boolean(),
  versions: z.array(
    z.object({ version: z.number().int(), note: z.string(), publishedAt: momentSchema, publishedBy: named }),
  ),
});
export type LibraryClauseDetail = z.infer<typeof libraryClauseDetailSchema>;

const piecesSchema = z.array(z.object({ kind: z.enum(["same", "old", "new"]), text: z.string() }));
export type WordPieces = z.infer<typeof piecesSchema>;

/** Words from the library as they stand in a contract. */
export const libraryPassageSchema = z.object({
  clauseId: idSchema,
  names,
  version: z.number().int(),
  newest: z.number().int(),
  /** Its clause id in the text; `null` where it has lost it. */
  clause: z.string().nullable(),
  /** What it is called in the text. */
  label: z.string(),
  state: z.enum(["same", "differs", "unknown"]),
  /** From the library's words to ours; empty while they are the same. */
  difference: z.array(piecesSchema),
  /** From our words to those of the newest version, where there is a newer one. */
  toNewest: z.array(piecesSchema),
});
export type LibraryPassage = z.infer<typeof libraryPassageSchema>;

const fieldsToSet = {
  names: names.refine(({ en, zh }) => en !== "" || zh !== "", "a name in one of the languages"),
  tags: labels,
  scopes: labels,
};

export const clausesApi = {
  list: oc
    .route({ method: "GET", path: "/library-clauses", summary: "Clauses of the library, by name" })
    .input(
      z.object({
        search: z.string().trim().max(200).optional(),
        tag: z.string().trim().max(40).optional(),
        scope: z.string().trim().max(40).optional(),
        language: z.enum(["en", "zh"]).optional(),
        includeInactive: z.stringbool().optional(),
      }),
    )
    .output(
      z.object({
        clauses: z.array(libraryClauseSchema),
        tags: z.array(z.string()),
        /** Whether the caller keeps the library, and sees what is not published yet. */
        mayKeep: z.boolean(),
      }),
    ),
  create: oc
    .route({
      method: "POST",
      path: "/library-clauses",
      successStatus: 201,
      summary: "Add a clause with empty texts to the library",
    })
    .input(
      z.object({
        ...fieldsToSet,
        tags: labels.default([]),
        scopes: labels.default([]),
        languages: z.array(z.enum(["en", "zh"])).min(1),
      }),
    )
    .output(libraryClauseDetailSchema),
  get: oc
    .route({ method: "GET", path: "/library-clauses/{id}", summary: "One clause of the library" })
    .input(byId)
    .output(libraryClauseDetailSchema),
  update: oc
    .route({
      method: "PATCH",
      path: "/library-clauses/{id}",
      summary: "Change what a clause is called and about, or take it out of use",
    })
    .input(
      byId.extend({
        names: fieldsToSet.names.optional(),
        tags: labels.optional(),
        scopes: labels.optional(),
        active: z.boolean().optional(),
        /** Begins an empty text in this language. */
        addLanguage: z.enum(["en", "zh"]).optional(),
      }),
    )
    .output(libraryClauseDetailSchema),
  publish: oc
    .route({
      method: "POST",
      path: "/library-clauses/{id}/versions",
      successStatus: 201,
      summary: "Freeze its texts as the next version",
    })
    .input(byId.extend({ note: z.string().trim().max(500).default("") }))
    .output(libraryClauseDetailSchema),
  insertable: oc
    .route({
      method: "GET",
      path: "/library-clauses/{id}/insertable",
      summary:
        "The newest text, ready to be put into a document: marked with its version, with clause ids of its own and the contract's values",
    })
    .input(byId.extend({ language: z.enum(["en", "zh"]), contractId: contractIdSchema.optional() }))
    .output(z.object({ version: z.number().int(), language: z.enum(["en", "zh"]), blocks: blocksSchema })),
  passages: oc
    .route({
      method: "GET",
      path: "/contracts/{id}/library-passages",
      summary: "What of a contract's agreed text comes from the library, and how it differs",
    })
    .input(z.object({ id: contractIdSchema }))
    .output(z.object({ passages: z.array(libraryPassageSchema), writes: z.enum(["directly", "as-proposal", "not"]) })),
  renew: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/library-passages/{clause}/renew",
      summary:
        "Put the newest version of the library, or the one it came from, in the place of a passage: directly, or as a proposal",
    })
    .input(
      z.object({
        id: contractIdSchema,
        clause: z.string().max(64),
        version: z.number().int(),
        asProposal: z.boolean().default(false),
      }),
    )
    .output(z.object({ places: z.number().int() })),
};
