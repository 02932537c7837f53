/** What administrators may ask of documents in quarantine: titles and rows, never words that were not shared with them. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { documentIdSchema } from "./words.ts";

const quarantinedSchema = z.object({
  id: idSchema,
  title: z.string(),
  kind: z.string(),
  owner: z.object({ id: idSchema, name: z.string() }),
  /** Why, in technical words, as they stand in the server's log. */
  reason: z.string(),
  since: momentSchema,
  /** The last row of the log. */
  lastSeq: z.number().int(),
  /** Rows 1 to this one can be read; 0 when none can. */
  readableSeq: z.number().int(),
});
export type QuarantinedDocument = z.infer<typeof quarantinedSchema>;

export const quarantineApi = {
  list: oc
    .route({ method: "GET", path: "/quarantine", summary: "Documents in quarantine, with the reason (administrators)" })
    .output(z.array(quarantinedSchema)),
  rows: oc
    .route({
      method: "GET",
      path: "/quarantine/{id}/rows",
      summary:
        "The readable rows of a document in quarantine as a JSON file; the updates only for an administrator who owns the document",
      outputStructure: "detailed",
    })
    .input(z.object({ id: documentIdSchema }))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
  retry: oc
    .route({
      method: "POST",
      path: "/quarantine/{id}/retry",
      summary: "Open and compact a document in quarantine again; ends the quarantine when that works",
    })
    .input(z.object({ id: documentIdSchema }))
    /** `reason` says why the document stays in quarantine; `null` when it is out. */
    .output(z.object({ ended: z.boolean(), reason: z.string().nullable() })),
};
