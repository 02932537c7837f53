/** Private drafts on the wire: one side drafts beside the live text of a negotiation, and the other side learns nothing of it until it is released. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";

const byDocument = z.object({
  id: z.string().min(1).max(200).describe("A document's id; one that is malformed names none"),
});

const laneSchema = z.object({
  id: idSchema,
  /** The draft. */
  documentId: idSchema,
  /** The shared document beside which it is. */
  sharedId: idSchema,
  side: z.enum(["ours", "counterparty"]),
  state: z.enum(["open", "released", "discarded"]),
  openedAt: momentSchema,
  openedBy: z.string(),
  /** The row of the shared document of whose agreed text it was made, and its last one. */
  madeSeq: z.number().int(),
  sharedSeq: z.number().int(),
  endedAt: momentSchema.nullable(),
  endedBy: z.string().nullable(),
  note: z.string(),
  /** Whether the negotiation is open, and the caller may release or discard the draft. */
  mayEnd: z.boolean(),
});
export type Lane = z.infer<typeof laneSchema>;

/** What has no place in the shared text any more, with its words. */
const unplacedSchema = z.object({
  outcome: z.enum(["nearest", "left"]),
  what: z.enum(["words", "block", "attribute", "picture"]),
  text: z.string(),
});

const lanePreviewSchema = z.object({
  proposals: z.array(z.object({ kind: z.string(), insertedText: z.string(), deletedText: z.string() })),
  unplaced: z.array(unplacedSchema),
});
export type LanePreview = z.infer<typeof lanePreviewSchema>;

export const lanesApi = {
  ofShared: oc
    .route({
      method: "GET",
      path: "/documents/{id}/private-draft",
      summary: "The open private draft of the caller's side beside a shared document",
    })
    .input(byDocument)
    .output(z.object({ lane: laneSchema.nullable(), mayOpen: z.boolean() })),
  open: oc
    .route({
      method: "POST",
      path: "/documents/{id}/private-draft",
      summary:
        "Open the private draft of the caller's side, made of the agreed text, or let the caller into the one that is open",
    })
    .input(byDocument)
    .output(laneSchema),
  ofDraft: oc
    .route({
      method: "GET",
      path: "/documents/{id}/lane",
      summary: "What a private draft is beside, and how it stands",
    })
    .input(byDocument)
    .output(laneSchema),
  preview: oc
    .route({
      method: "GET",
      path: "/documents/{id}/lane/preview",
      summary: "What releasing a private draft would propose by now",
    })
    .input(byDocument)
    .output(lanePreviewSchema),
  release: oc
    .route({
      method: "POST",
      path: "/documents/{id}/lane/release",
      summary: "Release a private draft: what it changed is proposed in the newest shared text, in the caller's name",
    })
    .input(byDocument.extend({ note: z.string().trim().max(2_000).default("") }))
    .output(z.object({ lane: laneSchema, places: z.number().int(), unplaced: z.array(unplacedSchema) })),
  refresh: oc
    .route({
      method: "POST",
      path: "/documents/{id}/lane/refresh",
      summary:
        "Make a private draft anew of the newest agreed text, with what was changed in it; the answer names its document",
    })
    .input(byDocument)
    .output(z.object({ lane: laneSchema, unplaced: z.array(unplacedSchema) })),
  discard: oc
    .route({
      method: "POST",
      path: "/documents/{id}/lane/discard",
      summary: "Discard a private draft; its side can go on reading it",
    })
    .input(byDocument)
    .output(laneSchema),
};
