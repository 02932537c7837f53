/** Who may do what in a document, and whose it is. */
import { oc } from "@orpc/contract";
import { emailSchema, idSchema, momentSchema, partySchema, roleSchema } from "@parley/people";
import { z } from "zod";
import { documentIdSchema } from "./words.ts";

const done = z.object({ done: z.literal(true) });
const namedSchema = z.object({ id: idSchema, name: z.string() });
const byDocument = z.object({ id: documentIdSchema });

/** Who may do what: one row per person, department or link. */
export const shareSchema = z.object({
  id: idSchema,
  target: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("person"),
      personId: idSchema,
      name: z.string(),
      email: z.string(),
      standing: z.string(),
      /** An inactive person keeps their share and cannot use it. */
      active: z.boolean(),
    }),
    z.object({ type: z.literal("department"), departmentId: idSchema, name: z.string() }),
    /** A colleague-only link or a guest's invitation. The secret address is shown only when it is made. */
    z.object({
      type: z.literal("link"),
      audience: z.enum(["company", "guests"]),
      email: z.string().nullable(),
      expiresAt: momentSchema.nullable(),
      /** Who came in through it, first since when; a guest's e-mail is the one they proved by a code. */
      usedBy: z.array(z.object({ personId: idSchema, name: z.string(), email: z.string(), since: momentSchema })),
    }),
  ]),
  role: roleSchema,
  party: partySchema,
  createdAt: momentSchema,
});
export type Share = z.infer<typeof shareSchema>;

export const sharesApi = {
  list: oc
    .route({ method: "GET", path: "/documents/{id}/shares", summary: "Who may do what" })
    .input(byDocument)
    .output(z.array(shareSchema)),
  create: oc
    .route({
      method: "POST",
      path: "/documents/{id}/shares",
      successStatus: 201,
      summary: "Share with a person (by e-mail or id), a department or by link",
    })
    .input(
      z
        .object({
          id: documentIdSchema,
          email: emailSchema.optional(),
          personId: idSchema.optional(),
          departmentId: idSchema.optional(),
          /** `company`: whoever is signed in here and has the link. `guests`: outsiders, who prove an e-mail by code. */
          link: z.enum(["company", "guests"]).optional(),
          role: roleSchema,
          /** Without it colleagues and departments act for `ours`, guests for `counterparty`. */
          party: partySchema.optional(),
          /** A guest's access ends after 30 days unless told otherwise; everybody else's does not end. */
          expiresInDays: z.number().int().min(1).max(365).optional(),
          /**
           * What becomes of colleagues' comments so far when this lets the first outsider in: they become `internal`, or `everyone` goes on
           * seeing them. Threads in which an outsider took part, and those that were made visible to everyone, stay as they are.
           */
          earlierThreads: z.enum(["internal", "everyone"]).default("internal"),
        })
        .refine(
          ({ email, personId, departmentId, link }) =>
            [
              email ?? (link === "guests" ? link : undefined),
              personId,
              departmentId,
              link === "company" ? link : undefined,
            ].filter((target) => target !== undefined).length === 1,
          "name exactly one of email, personId, departmentId or link (link “guests” may have an email)",
        ),
    )
    /** `url` is the link's secret address; it is in this answer only. An e-mail that no colleague has becomes a guest's invitation, which is also sent by mail. */
    .output(
      z.object({
        share: shareSchema,
        url: z.string().nullable(),
        /** How many threads became internal with it. */
        keptInternal: z.number().int(),
      }),
    ),
  earlierThreads: oc
    .route({
      method: "GET",
      path: "/documents/{id}/earlier-threads",
      summary: "How many threads become internal when the first outsider is let in, unless told otherwise (owner)",
    })
    .input(byDocument)
    .output(z.object({ count: z.number().int() })),
  update: oc
    .route({ method: "PATCH", path: "/documents/{id}/shares/{shareId}", summary: "Change a share's role or party" })
    .input(
      z.object({
        id: documentIdSchema,
        shareId: idSchema,
        role: roleSchema.optional(),
        party: partySchema.optional(),
      }),
    )
    .output(shareSchema),
  revoke: oc
    .route({
      method: "DELETE",
      path: "/documents/{id}/shares/{shareId}",
      summary: "Take a share back; open sockets are closed or demoted",
    })
    .input(z.object({ id: documentIdSchema, shareId: idSchema }))
    .output(done),
  removeFromLink: oc
    .route({
      method: "DELETE",
      path: "/documents/{id}/shares/{shareId}/people/{personId}",
      summary: "Remove one person who came in through a link, for good; the link goes on for others (owner)",
    })
    .input(z.object({ id: documentIdSchema, shareId: idSchema, personId: idSchema }))
    .output(done),
  openLink: oc
    .route({ method: "POST", path: "/links/{secret}/open", summary: "A signed-in colleague opens a company link" })
    .input(z.object({ secret: z.string().min(20).max(200) }))
    .output(z.object({ documentId: idSchema })),
};

export const ownershipApi = {
  list: oc
    .route({
      method: "GET",
      path: "/ownerless-documents",
      summary: "Documents whose owners have all left: titles, never the text (administrators)",
    })
    .output(
      z.array(
        z.object({
          id: idSchema,
          kind: z.string(),
          title: z.string(),
          formerOwner: namedSchema,
          changedAt: momentSchema,
          trashedAt: momentSchema.nullable(),
        }),
      ),
    ),
  give: oc
    .route({
      method: "POST",
      path: "/ownerless-documents/{id}/owner",
      summary: "Make a colleague, or oneself, the owner of a document without one; recorded and told (administrators)",
    })
    .input(z.object({ id: idSchema, personId: idSchema }))
    .output(done),
  changes: oc
    .route({
      method: "GET",
      path: "/documents/{id}/owner-changes",
      summary: "What administrators did to the ownership of a document, newest first (colleagues)",
    })
    .input(byDocument)
    .output(
      z.array(z.object({ formerOwner: namedSchema, owner: namedSchema, givenBy: namedSchema, givenAt: momentSchema })),
    ),
};
