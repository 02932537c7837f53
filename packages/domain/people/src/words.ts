import { parties, roles } from "@parley/base";
import { z } from "zod";

/** An id on the wire: a lower-case UUID. What it names is checked by who looks it up. */
export const idSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
/** An e-mail address, trimmed and in lower case. */
export const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254));
/** A moment, ISO 8601 in UTC. */
export const momentSchema = z.iso.datetime();
export const languageSchema = z.enum(["en", "zh"]);
export const partySchema = z.enum(parties);
export const roleSchema = z.enum(roles);

/** What a person is in the company: an administrator runs it, a member works in it, a guest was invited to something. */
export const standings = ["administrator", "member", "guest"] as const;
export const standingSchema = z.enum(standings);
export type Standing = z.infer<typeof standingSchema>;

/** A person as every colleague may see them. Guests never receive this of anyone but who shares a document with them. */
export const personSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  title: z.string().nullable(),
  standing: standingSchema,
  organisation: z.string().nullable(),
  managerId: idSchema.nullable(),
  departmentIds: z.array(idSchema),
  language: languageSchema,
  active: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

export const departmentSchema = z.object({
  id: idSchema,
  name: z.string(),
  parentId: idSchema.nullable(),
  memberCount: z.number().int(),
});
export type Department = z.infer<typeof departmentSchema>;
