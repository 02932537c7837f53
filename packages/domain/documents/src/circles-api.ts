/** Circles: named groups of people of a document, for whom alone a thread may be begun. Only who is in one learns of it. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema, partySchema } from "@parley/people";
import { z } from "zod";
import { documentIdSchema } from "./words.ts";

/** What a circle is called: something visible, up to 60 characters. */
export const circleNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/[^\s\p{C}]/u);

const person = z.object({ id: idSchema, name: z.string() });
const people = z.array(idSchema).max(100);

export const circleSchema = z.object({
  id: idSchema,
  name: circleNameSchema,
  /** Who is in it, and for whom they act; no party is who has lost the document, and reads nothing while that is so. */
  people: z.array(person.extend({ isGuest: z.boolean(), party: partySchema.nullable() })),
  /** How many threads it has: whoever is added reads these, too. */
  threadCount: z.number().int(),
  /** Whether the caller may add and remove people. */
  mayChange: z.boolean(),
  /** Who made it, added and removed whom, oldest first. */
  record: z.array(
    z.object({
      act: z.enum(["made", "added", "removed"]),
      by: person,
      at: momentSchema,
      /** Who was added or removed; null for the making. */
      person: person.nullable(),
      /** How many threads the circle had then. */
      threadCount: z.number().int(),
    }),
  ),
});
export type Circle = z.infer<typeof circleSchema>;

export const circlesApi = {
  list: oc
    .route({
      method: "GET",
      path: "/documents/{id}/circles",
      summary: "The circles that the caller is in, with their people and how these changed",
    })
    .input(z.object({ id: documentIdSchema }))
    .output(z.array(circleSchema)),
  create: oc
    .route({
      method: "POST",
      path: "/documents/{id}/circles",
      successStatus: 201,
      summary:
        "Make a circle of people who have access to the document; the caller is in it (colleagues who may comment)",
    })
    .input(z.object({ id: documentIdSchema, name: circleNameSchema, personIds: people }))
    .output(circleSchema),
  update: oc
    .route({
      method: "PATCH",
      path: "/documents/{id}/circles/{circleId}",
      summary:
        "Add people to a circle, who then read its earlier threads, too, or remove some; each is kept in its record (colleagues in it)",
    })
    .input(z.object({ id: documentIdSchema, circleId: idSchema, add: people.default([]), remove: people.default([]) }))
    /** Null for who has left it. */
    .output(circleSchema.nullable()),
};
