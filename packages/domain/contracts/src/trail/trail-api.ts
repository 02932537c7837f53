/** The trail of a contract on the wire: everything that happened to it and in its documents, newest first. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import { daySchema } from "../calendar/day.ts";
import { contractIdSchema } from "../record-api.ts";
import { contractRefSchema } from "../related/related-api.ts";
import { trailGroups } from "./trail-groups.ts";

const factSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const trailEntrySchema = z.object({
  /** Names it for good. */
  key: z.string(),
  /** When it happened, or ended. */
  at: momentSchema,
  /** When it began, where it took a while. */
  since: momentSchema.nullable(),
  person: z.object({ id: idSchema, name: z.string() }).nullable(),
  party: partySchema.nullable(),
  group: z.enum(trailGroups),
  /** `area.what`. Kinds are added with parts; a reader shows one that it does not know as it is. */
  kind: z.string(),
  /** Its single values, as the kind's sentence names them; people's ids come as their names. */
  facts: z.record(z.string(), factSchema),
  /** The contract that it is about beside this one; `null` inside for one that is not open to the caller. */
  other: z.object({ contract: contractRefSchema.nullable() }).nullable(),
  document: z.object({ id: idSchema, title: z.string() }).nullable(),
  /** Of the contract's own chain: the number and the hash of the event. */
  chain: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
});
export type TrailEntry = z.infer<typeof trailEntrySchema>;

export const trailApi = {
  list: oc
    .route({ method: "GET", path: "/contracts/{id}/trail", summary: "What happened to a contract, newest first" })
    .input(
      z.object({
        id: contractIdSchema,
        group: z.enum(trailGroups).optional(),
        person: idSchema.optional(),
        party: partySchema.optional(),
        /** Only what names this clause. */
        clause: z.string().max(100).optional(),
        /** Days in the company's time zone, both included. */
        from: daySchema.optional(),
        until: daySchema.optional(),
        /** From an earlier answer: what came before it. */
        before: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(40),
      }),
    )
    .output(
      z.object({
        entries: z.array(trailEntrySchema),
        nextBefore: z.string().nullable(),
        /** Everybody who is in it; only with the first page. */
        people: z.array(z.object({ person: z.object({ id: idSchema, name: z.string() }), party: partySchema })),
        timeZone: z.string(),
        /** How many of its documents are not open to the caller: what happened in them is not told. */
        closedDocuments: z.number().int(),
      }),
    ),
  export: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/trail/export",
      summary: "The record's own events, to be verified elsewhere; the trail tells of it",
    })
    .input(z.object({ id: contractIdSchema }))
    .output(
      z.object({
        contractId: idSchema,
        events: z.array(
          z.object({ seq: z.number().int(), body: z.string(), previousHash: z.string(), hash: z.string() }),
        ),
      }),
    ),
};
