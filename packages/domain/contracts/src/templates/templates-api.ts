/** Templates on the wire. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { templateDefinitionSchema } from "./template-definition.ts";

const line = (most: number): z.ZodString => z.string().trim().min(1).max(most);
const named = z.object({ id: idSchema, name: z.string() });
const byId = z.object({ id: idSchema.describe("The template's document") });

/** A template as a list shows it. Its id is that of its document. */
export const templateSchema = z.object({
  id: idSchema,
  title: z.string(),
  language: z.enum(["en", "zh"]),
  category: z.object({ id: idSchema, code: z.string(), en: z.string(), zh: z.string() }).nullable(),
  /** The newest published version; 0 for none. */
  version: z.number().int(),
  publishedAt: momentSchema.nullable(),
  /** Whether new contracts may be made from it. */
  active: z.boolean(),
  variableCount: z.number().int(),
  switchCount: z.number().int(),
  contractCount: z.number().int(),
  /** Whether the caller may open its document. */
  mayOpen: z.boolean(),
  mayEdit: z.boolean(),
});
export type Template = z.infer<typeof templateSchema>;

const faultSchema = z.object({ code: z.string(), name: z.string(), isFatal: z.boolean() });
export type TemplateFaultOnWire = z.infer<typeof faultSchema>;

const versionSchema = z.object({
  version: z.number().int(),
  note: z.string(),
  publishedAt: momentSchema,
  publishedBy: named,
  contractCount: z.number().int(),
});

/** A template as it is being worked on. */
export const templateDraftSchema = templateSchema.extend({
  definition: templateDefinitionSchema,
  /** Counts changes of the definition; a change names the one that it has seen. */
  revision: z.number().int(),
  faults: z.array(faultSchema),
  /** How many places each variable has in the text. */
  places: z.record(z.string(), z.number().int()),
  /** Whether text or definition differ from the newest version. */
  isChanged: z.boolean(),
  versions: z.array(versionSchema),
});
export type TemplateDraft = z.infer<typeof templateDraftSchema>;

/** A published version as the request form needs it. */
export const templateVersionSchema = z.object({
  id: idSchema,
  title: z.string(),
  version: z.number().int(),
  categoryId: idSchema.nullable(),
  definition: templateDefinitionSchema,
});
export type TemplateVersion = z.infer<typeof templateVersionSchema>;

export const templatesApi = {
  list: oc
    .route({
      method: "GET",
      path: "/contract-templates",
      summary: "Templates from which contracts can be made; who keeps templates sees those that are being written, too",
    })
    .input(
      z.object({
        search: z.string().trim().max(200).optional(),
        language: z.enum(["en", "zh"]).optional(),
        categoryId: idSchema.optional(),
      }),
    )
    .output(z.object({ templates: z.array(templateSchema), mayCreate: z.boolean(), mayAddSamples: z.boolean() })),
  create: oc
    .route({
      method: "POST",
      path: "/contract-templates",
      successStatus: 201,
      summary: "Begin a template with an empty text",
    })
    .input(
      z.object({
        title: line(300),
        language: z.enum(["en", "zh"]).default("zh"),
        categoryId: idSchema.nullable().default(null),
      }),
    )
    .output(z.object({ id: idSchema })),
  addSamples: oc
    .route({
      method: "POST",
      path: "/contract-templates/samples",
      summary: "Add the sample templates and library clauses that are not there yet (administrators)",
    })
    .input(z.object({}))
    .output(z.object({ templates: z.number().int(), clauses: z.number().int() })),
  draft: oc
    .route({ method: "GET", path: "/contract-templates/{id}", summary: "A template as it is being worked on" })
    .input(byId)
    .output(templateDraftSchema),
  update: oc
    .route({ method: "PATCH", path: "/contract-templates/{id}", summary: "Change what a template is beside its text" })
    .input(
      byId.extend({
        revision: z.number().int(),
        categoryId: idSchema.nullable().optional(),
        definition: templateDefinitionSchema.optional(),
        active: z.boolean().optional(),
      }),
    )
    .output(templateDraftSchema),
  publish: oc
    .route({
      method: "POST",
      path: "/contract-templates/{id}/versions",
      successStatus: 201,
      summary: "Freeze text and definition as the next version; contracts are made from it",
    })
    .input(byId.extend({ note: z.string().trim().max(500).default("") }))
    .output(templateDraftSchema),
  version: oc
    .route({ method: "GET", path: "/contract-templates/{id}/versions/{version}", summary: "A published version" })
    .input(byId.extend({ version: z.coerce.number().int().min(1) }))
    .output(templateVersionSchema),
};
