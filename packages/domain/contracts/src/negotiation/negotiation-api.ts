/** Negotiations on the wire: what leads them, and what everybody in one may know, guests too. */
import { parties } from "@parley/base";
import { oc } from "@orpc/contract";
import { emailSchema, idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import { contractIdSchema, contractSchema } from "../record-api.ts";
import { clauseStates } from "./clause-ledger.ts";

const note = z.string().trim().max(2_000);
const sideSchema = z.enum(["ours", "counterparty"]);
const actorSchema = z.object({ name: z.string(), party: partySchema, organisation: z.string().nullable() });
const timesSchema = z.object({ ours: z.number(), counterparty: z.number(), counsel: z.number() });

/** What one may do in a negotiation: read, comment, or propose and decide. */
const negotiatorRoles = ["view", "comment", "edit"] as const;
const negotiatorRoleSchema = z.enum(negotiatorRoles);

/** An exchange boundary: what stood in the text when it was released to the other side. */
const roundSchema = z.object({
  number: z.number().int(),
  releasedAt: momentSchema,
  by: actorSchema,
  to: partySchema,
  note: z.string(),
  /** The row of the document's log up to which it goes. */
  seq: z.number().int(),
  /** SHA-256 over the agreed text, in hexadecimal. */
  textHash: z.string(),
  /** SHA-256 of that row, which covers all before it. */
  logHash: z.string(),
});

/** Whose turn it is since when, and how long it has been each party's, in milliseconds. */
const turnSchema = z.object({ party: partySchema, since: momentSchema, times: timesSchema });

/** How what waited at the end was settled. */
const settledSchema = z.object({
  accepted: z.number().int(),
  rejected: z.number().int(),
  withdrawn: z.number().int(),
  /** What waited when it was closed, and was dropped with that. */
  dropped: z.array(z.object({ by: z.string(), party: partySchema, inserted: z.string(), deleted: z.string() })),
});

/** A negotiation as everybody in it may know it; nothing of it is internal. */
export const negotiationFaceSchema = z.object({
  id: idSchema,
  ordinal: z.number().int(),
  documentId: idSchema,
  title: z.string(),
  isOpen: z.boolean(),
  openedAt: momentSchema,
  openedBy: actorSchema,
  /** The row of the document's log at which it began. */
  openedSeq: z.number().int(),
  closedAt: momentSchema.nullable(),
  settled: settledSchema.nullable(),
  turn: turnSchema,
  rounds: z.array(roundSchema),
  /** The companies that negotiate, as the contract names them. */
  organisations: z.array(z.object({ side: sideSchema, name: z.string() })),
  /** Who is in it, for whom. */
  people: z.array(actorSchema.extend({ id: idSchema, role: z.string() })),
  /** For whom the caller acts, and what they may do. */
  me: z.object({ party: partySchema, mayRelease: z.boolean(), mayFreeze: z.boolean(), mayLead: z.boolean() }),
});
export type NegotiationFace = z.infer<typeof negotiationFaceSchema>;

export const ledgerEntrySchema = z.object({
  key: z.string(),
  title: z.string(),
  /** Where it stands in the text: its first line without the number, and the agreed top-level block with which it begins. */
  place: z.object({ words: z.string(), block: z.number().int() }),
  state: z.enum(clauseStates),
  moves: z.number().int(),
  lastMover: actorSchema.extend({ at: momentSchema }).nullable(),
  openComments: z.number().int(),
  waitedFor: z.object({ ours: z.number(), counterparty: z.number() }),
  frozenBy: z.array(sideSchema),
  reopened: actorSchema.extend({ at: momentSchema }).nullable(),
});
export type LedgerLine = z.infer<typeof ledgerEntrySchema>;

/** One thing that somebody sees, or that is kept of what they do, and who else sees it. Codes never change their meaning. */
export const sightSchema = z.object({
  what: z.enum([
    "agreed-text",
    "proposals",
    "shared-comments",
    "counsel-comments",
    "internal-comments",
    "private-drafts",
    "names",
    "presence",
    "log",
    "contract-record",
  ]),
  mine: z.boolean(),
  seenBy: z.array(z.enum(parties)),
});

export type Sight = z.infer<typeof sightSchema>;

const byNegotiation = z.object({ id: contractIdSchema, negotiationId: idSchema });
const byDocument = z.object({
  id: z.string().min(1).max(200).describe("A document's id; one that is malformed names none"),
});

export const negotiationApi = {
  list: oc
    .route({ method: "GET", path: "/contracts/{id}/negotiations", summary: "A contract's negotiations, newest first" })
    .input(z.object({ id: contractIdSchema }))
    .output(z.array(negotiationFaceSchema)),
  open: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/negotiations",
      successStatus: 201,
      summary:
        "Open a negotiation. With outsiders the text goes on in a shared document of its own, made from the agreed text of the draft",
    })
    .input(
      z.object({
        id: contractIdSchema,
        people: z
          .array(z.object({ personId: idSchema, party: z.enum(["ours", "counsel"]), role: negotiatorRoleSchema }))
          .max(100)
          .default([]),
        guests: z
          .array(
            z.object({ email: emailSchema, party: z.enum(["counterparty", "counsel"]), role: negotiatorRoleSchema }),
          )
          .max(50)
          .default([]),
        /** How outsiders see the document called. */
        title: z.string().trim().min(1).max(300).optional(),
        note: note.default(""),
        /** The revision of the record that the caller has seen. */
        revision: z.number().int(),
      }),
    )
    .output(
      z.object({
        negotiation: negotiationFaceSchema,
        contract: contractSchema,
        /** What was sent to each guest; without an address for who could open the document before. */
        invitations: z.array(z.object({ email: z.string(), url: z.string().nullable() })),
      }),
    ),
  invite: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/negotiations/{negotiationId}/people",
      successStatus: 201,
      summary: "Bring somebody into an open negotiation: a colleague, or a guest by e-mail or by an open link",
    })
    .input(
      byNegotiation.extend({
        personId: idSchema.optional(),
        email: emailSchema.optional(),
        party: z.enum(parties),
        role: negotiatorRoleSchema,
      }),
    )
    .output(z.object({ url: z.string().nullable() })),
  remove: oc
    .route({
      method: "DELETE",
      path: "/contracts/{id}/negotiations/{negotiationId}/people/{personId}",
      summary: "Take somebody out of a negotiation; their open page closes",
    })
    .input(byNegotiation.extend({ personId: idSchema }))
    .output(z.object({ done: z.literal(true) })),
  close: oc
    .route({
      method: "POST",
      path: "/contracts/{id}/negotiations/{negotiationId}/close",
      summary:
        "Close a negotiation; the text is frozen. Refused while something waits, unless that is to be dropped, which is recorded",
    })
    .input(byNegotiation.extend({ dropWaiting: z.boolean().default(false), note: note.default("") }))
    .output(z.object({ negotiation: negotiationFaceSchema, contract: contractSchema })),
  ofDocument: oc
    .route({
      method: "GET",
      path: "/documents/{id}/negotiation",
      summary: "The negotiation that goes on, or went on last, in a shared document; for everybody in it, guests too",
    })
    .input(byDocument)
    .output(z.object({ negotiation: negotiationFaceSchema.nullable(), contractId: idSchema.nullable() })),
  release: oc
    .route({
      method: "POST",
      path: "/documents/{id}/negotiation/rounds",
      successStatus: 201,
      summary: "Release a round to another party: seals the text by hash, moves the turn and tells them",
    })
    .input(byDocument.extend({ to: z.enum(parties), note: note.default("") }))
    .output(negotiationFaceSchema),
  ledger: oc
    .route({
      method: "GET",
      path: "/documents/{id}/negotiation/ledger",
      summary: "Where each clause stands; comments count as far as the caller sees them",
    })
    .input(byDocument)
    .output(z.array(ledgerEntrySchema)),
  freezeClause: oc
    .route({
      method: "POST",
      path: "/documents/{id}/negotiation/frozen-clauses",
      summary:
        "One's own side freezes a clause as it stands, or lets it go again; changes after both froze it warn both",
    })
    .input(byDocument.extend({ key: z.string().min(1).max(120), frozen: z.boolean() }))
    .output(z.array(ledgerEntrySchema)),
  sight: oc
    .route({
      method: "GET",
      path: "/documents/{id}/negotiation/sight",
      summary: "What the caller sees in a negotiation, and who sees what they do",
    })
    .input(byDocument)
    .output(z.array(sightSchema)),
  ownTrail: oc
    .route({
      method: "GET",
      path: "/documents/{id}/negotiation/own-trail",
      summary: "What is kept of the caller's own acts in a negotiation, as a file",
      outputStructure: "detailed",
    })
    .input(byDocument)
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
};
