/**
 * Everything the people slice answers over HTTP, as oRPC descriptors. Paths are relative to `/api`.
 * Sign-in itself is better-auth's, under `/api/auth`.
 */
import { oc } from "@orpc/contract";
import { z } from "zod";
import { longestPassword, shortestPassword } from "./password.ts";
import {
  departmentSchema,
  emailSchema,
  idSchema,
  languageSchema,
  momentSchema,
  partySchema,
  personSchema,
  roleSchema,
  standingSchema,
} from "./words.ts";

const done = z.object({ done: z.literal(true) });
/** Characters that nobody sees; with them one name could be made to look like another. */
const invisible = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
const name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .refine((text) => !invisible.test(text), "must not hold invisible characters");

const timeZoneSchema = z.string().regex(/^[A-Za-z0-9_+/-]{1,64}$/);

/** What it must not be is decided by who knows whose it is, `passwordFault`. */
const passwordSchema = z.string().min(shortestPassword).max(longestPassword);

/** Who is asking, and what the pages need to know at start. */
export const meSchema = z.object({
  person: personSchema,
  company: z.object({
    name: z.string(),
    /** Where its days begin, as an IANA name. */
    timeZone: z.string(),
  }),
  /** How the caller proved who they are. */
  by: z.enum(["session", "guest-session", "token"]),
  demo: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

export const sessionSchema = z.object({
  id: idSchema,
  createdAt: momentSchema,
  lastUsedAt: momentSchema,
  expiresAt: momentSchema,
  /** A guest's session ends with their invitation at the latest. */
  kind: z.enum(["session", "guest-session"]),
  /** Browser or program, as it called itself. */
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  current: z.boolean(),
});

export const tokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: momentSchema,
  lastUsedAt: momentSchema.nullable(),
  expiresAt: momentSchema.nullable(),
});

export const mailSchema = z.object({
  id: idSchema,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  sentAt: momentSchema,
});

export const csvReportSchema = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  /** Nothing is written while there is an error; `line` counts from 1, the header included. */
  errors: z.array(
    z.object({
      line: z.number().int(),
      column: z.string().nullable(),
      code: z.string(),
      en: z.string(),
      zh: z.string(),
    }),
  ),
});

/** An invitation as the invited person sees it before proving anything. */
export const invitationFaceSchema = z.object({
  documentTitle: z.string(),
  inviterName: z.string(),
  companyName: z.string(),
  role: roleSchema,
  party: partySchema,
  expiresAt: momentSchema,
  /** Set when the invitation was made out to one address; shown masked, `m***@example.com`. */
  emailHint: z.string().nullable(),
});

export const peopleApi = {
  start: oc
    .route({
      method: "GET",
      path: "/start",
      summary: "What an anonymous page needs: is the company set up, which sign-ins exist",
    })
    .output(
      z.object({
        setUp: z.boolean(),
        companyName: z.string().nullable(),
        demo: z.boolean(),
        oidc: z.object({ name: z.string() }).nullable(),
      }),
    ),
  setUp: oc
    .route({ method: "POST", path: "/set-up", summary: "Create the company and its first administrator, once" })
    .input(
      z.object({
        companyName: name,
        /** Where the company's days begin, as an IANA name; one that is not known is passed over. */
        timeZone: timeZoneSchema.optional(),
        name,
        email: emailSchema,
        password: passwordSchema,
        language: languageSchema,
      }),
    )
    .output(done),
  company: {
    update: oc
      .route({ method: "PATCH", path: "/company", summary: "Change where the company's days begin (administrators)" })
      .input(z.object({ timeZone: timeZoneSchema }))
      .output(z.object({ timeZone: z.string() })),
  },
  me: {
    get: oc.route({ method: "GET", path: "/me", summary: "The caller" }).output(meSchema),
    update: oc
      .route({ method: "PATCH", path: "/me", summary: "Change one's own name, title or language" })
      .input(
        z.object({
          name: name.optional(),
          title: z.string().trim().max(120).nullable().optional(),
          language: languageSchema.optional(),
        }),
      )
      .output(personSchema),
    sessions: oc
      .route({ method: "GET", path: "/me/sessions", summary: "One's own sign-in sessions" })
      .output(z.array(sessionSchema)),
    revokeSession: oc
      .route({ method: "DELETE", path: "/me/sessions/{id}", summary: "End one of one's own sessions" })
      .input(z.object({ id: idSchema }))
      .output(done),
    tokens: oc
      .route({ method: "GET", path: "/me/tokens", summary: "One's own personal access tokens" })
      .output(z.array(tokenSchema)),
    createToken: oc
      .route({ method: "POST", path: "/me/tokens", summary: "Make a token; its secret is in this answer only" })
      .input(z.object({ name, expiresInDays: z.number().int().min(1).max(366).nullable().default(90) }))
      .output(z.object({ token: tokenSchema, secret: z.string() })),
    revokeToken: oc
      .route({ method: "DELETE", path: "/me/tokens/{id}", summary: "Revoke a token" })
      .input(z.object({ id: idSchema }))
      .output(done),
  },
  directory: {
    people: oc
      .route({
        method: "GET",
        path: "/people",
        summary: "Colleagues; guests never get this. Only administrators may include guests",
      })
      .input(
        z.object({
          search: z.string().max(120).optional(),
          departmentId: idSchema.optional(),
          includeInactive: z.stringbool().optional(),
          includeGuests: z.stringbool().optional(),
        }),
      )
      .output(z.array(personSchema)),
    createPerson: oc
      .route({ method: "POST", path: "/people", summary: "Add a colleague (administrators)" })
      .input(
        z.object({
          name,
          email: emailSchema,
          title: z.string().trim().max(120).nullable().default(null),
          standing: z.enum(["administrator", "member"]).default("member"),
          managerId: idSchema.nullable().default(null),
          departmentIds: z.array(idSchema).max(20).default([]),
          language: languageSchema.default("zh"),
          /** Without a password the person signs in by a code sent by mail. */
          password: passwordSchema.optional(),
        }),
      )
      .output(personSchema),
    updatePerson: oc
      .route({
        method: "PATCH",
        path: "/people/{id}",
        summary: "Change a colleague, or end a guest's access (administrators)",
      })
      .input(
        z.object({
          id: idSchema,
          name: name.optional(),
          title: z.string().trim().max(120).nullable().optional(),
          standing: standingSchema.exclude(["guest"]).optional(),
          managerId: idSchema.nullable().optional(),
          departmentIds: z.array(idSchema).max(20).optional(),
          language: languageSchema.optional(),
          /** An inactive person cannot sign in and every session and token of theirs ends. Their words stay theirs. */
          active: z.boolean().optional(),
        }),
      )
      .output(personSchema),
    sessions: oc
      .route({ method: "GET", path: "/people/{id}/sessions", summary: "Where a person is signed in (administrators)" })
      .input(z.object({ id: idSchema }))
      .output(z.array(sessionSchema)),
    endSession: oc
      .route({
        method: "DELETE",
        path: "/people/{id}/sessions/{sessionId}",
        summary: "End one session of a person; their documents open in it close (administrators)",
      })
      .input(z.object({ id: idSchema, sessionId: idSchema }))
      .output(done),
    endSessions: oc
      .route({
        method: "DELETE",
        path: "/people/{id}/sessions",
        summary: "End every session of a person; tokens go on (administrators)",
      })
      .input(z.object({ id: idSchema }))
      .output(z.object({ ended: z.number().int() })),
    importCsv: oc
      .route({
        method: "POST",
        path: "/people/import",
        summary:
          "Add or update people from CSV: name,email,title,manager,departments,language,standing (administrators)",
      })
      /** Either the text or the file; a file may be UTF-8 or GB18030. An empty cell clears a title, a manager or departments; a missing column changes nothing. */
      .input(
        z.object({
          csv: z.string().max(2_000_000).optional(),
          file: z.file().max(4_000_000).optional(),
          dryRun: z.union([z.boolean(), z.stringbool()]).default(false),
        }),
      )
      .output(csvReportSchema),
    departments: oc
      .route({ method: "GET", path: "/departments", summary: "The department tree, flat" })
      .output(z.array(departmentSchema)),
    createDepartment: oc
      .route({ method: "POST", path: "/departments", summary: "Add a department (administrators)" })
      .input(z.object({ name, parentId: idSchema.nullable().default(null) }))
      .output(departmentSchema),
    updateDepartment: oc
      .route({ method: "PATCH", path: "/departments/{id}", summary: "Rename or move a department (administrators)" })
      .input(z.object({ id: idSchema, name: name.optional(), parentId: idSchema.nullable().optional() }))
      .output(departmentSchema),
    deleteDepartment: oc
      .route({ method: "DELETE", path: "/departments/{id}", summary: "Remove an empty department (administrators)" })
      .input(z.object({ id: idSchema }))
      .output(done),
  },
  guests: {
    face: oc
      .route({ method: "GET", path: "/invitations/{secret}", summary: "What an invitation is for, before signing in" })
      .input(z.object({ secret: z.string().min(20).max(200) }))
      .output(invitationFaceSchema),
    requestCode: oc
      .route({
        method: "POST",
        path: "/invitations/{secret}/code",
        summary: "Send a one-time code to the guest's e-mail",
      })
      .input(
        z.object({ secret: z.string().min(20).max(200), email: emailSchema, language: languageSchema.default("zh") }),
      )
      .output(z.object({ sent: z.literal(true), expiresInSeconds: z.number().int() })),
    enter: oc
      .route({
        method: "POST",
        path: "/invitations/{secret}/enter",
        summary: "Prove the e-mail by code and get a guest session cookie",
      })
      .input(
        z.object({
          secret: z.string().min(20).max(200),
          email: emailSchema,
          code: z.string().regex(/^\d{6}$/),
          name,
          organisation: z.string().trim().max(160).nullable().default(null),
          /** The page's language; without it, the one that the browser asks for. */
          language: languageSchema.optional(),
        }),
      )
      .output(z.object({ documentId: idSchema })),
    leave: oc.route({ method: "POST", path: "/guest/leave", summary: "End the guest session" }).output(done),
  },
  mailbox: oc
    .route({
      method: "GET",
      path: "/mailbox",
      summary: "Mails that were not sent because no SMTP server is set (administrators)",
    })
    .output(z.array(mailSchema)),
};
