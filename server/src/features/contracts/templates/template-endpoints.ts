import { type DocumentId, isId, roleIncludes } from "@parley/base";
import {
  type CategoryId,
  type Template,
  type TemplateDraft,
  contractsApi,
  findTemplateFaults,
  readVariables,
  refuseTemplate,
} from "@parley/contracts";
import { refuseDocument } from "@parley/documents";
import { refusePeople } from "@parley/people";
import type { FindAccess } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, type Policy, endpoint } from "../../../platform/http/endpoint.ts";
import { administrator, colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { Samples } from "./samples.ts";
import { type TemplateRow, listVersions, selectTemplates } from "./template-store.ts";
import type { Templates } from "./templates.ts";
import type { Texts } from "./texts.ts";

export interface TemplateEndpointDeps {
  readonly sql: Sql;
  readonly templates: Templates;
  readonly samples: Samples;
  readonly texts: Texts;
  readonly findAccess: FindAccess;
  readonly people: Pick<People, "findPeople">;
  /** Whoever makes templates and keeps the library. */
  readonly keeps: Policy<unknown, Caller>;
  readonly mayKeep: (caller: Caller) => Promise<boolean>;
}

export function createTemplateEndpoints(deps: TemplateEndpointDeps): EndpointTree {
  const { sql, templates, samples } = deps;
  const { templates: api } = contractsApi;
  const sees = seesTemplate(deps, "view");
  const edits = seesTemplate(deps, "edit");
  return {
    list: endpoint(api.list, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const rows = await selectTemplates(sql, sql`true`);
        const shown = await Promise.all(rows.map((row) => showTemplate(deps, row, caller)));
        const text = input.search?.toLowerCase() ?? "";
        const found = shown.filter(
          (template) =>
            template !== null &&
            (template.mayOpen || (template.version > 0 && template.active)) &&
            template.title.toLowerCase().includes(text) &&
            (input.language === undefined || template.language === input.language) &&
            (input.categoryId === undefined || template.category?.id === input.categoryId),
        );
        return {
          templates: found.filter((template) => template !== null),
          mayCreate: await deps.mayKeep(caller),
          mayAddSamples: caller.standing === "administrator" && (await samples.areMissing()),
        };
      },
    }),
    create: endpoint(api.create, {
      allow: deps.keeps,
      handle: async ({ grant: caller, input: { title, language, categoryId } }) => ({
        id: await templates.create(
          {
            title,
            categoryId: categoryId as CategoryId | null,
            definition: { language, variables: [], bindings: {}, switches: [] },
            content: { blocks: [{ type: "paragraph", runs: [] }] },
            sample: null,
          },
          caller,
        ),
      }),
    }),
    addSamples: endpoint(api.addSamples, { allow: administrator, handle: ({ grant: caller }) => samples.add(caller) }),
    draft: endpoint(api.draft, {
      allow: sees,
      handle: ({ grant: { caller, id } }) => showDraft(deps, id, caller),
    }),
    update: endpoint(api.update, {
      allow: edits,
      handle: async ({ grant: { caller, id }, input }) => {
        await templates.update(id, { ...input, categoryId: input.categoryId as CategoryId | null | undefined });
        return showDraft(deps, id, caller);
      },
    }),
    publish: endpoint(api.publish, {
      allow: edits,
      handle: async ({ grant: { caller, id }, input }) => {
        await templates.publish(id, input.note, caller);
        return showDraft(deps, id, caller);
      },
    }),
    version: endpoint(api.version, {
      allow: colleague,
      handle: async ({ input: { id, version } }) => {
        const { templateId, content: _content, ...found } = await templates.requireVersion(id, version);
        return { ...found, id: templateId };
      },
    }),
  };
}

interface TemplateGrant {
  readonly caller: Caller;
  readonly id: DocumentId;
}

/** Colleagues with at least a role in the template's document. Throws `contracts/template-not-found`, `documents/role-too-weak`. */
function seesTemplate(
  { findAccess }: Pick<TemplateEndpointDeps, "findAccess">,
  needed: "view" | "edit",
): Policy<{ id: string }, TemplateGrant> {
  const policy: Policy<{ id: string }, TemplateGrant> = async ({ input, context }) => {
    const caller = await colleague({ input, context });
    const id = input.id as DocumentId;
    const access = isId(input.id) ? await findAccess(id, caller.personId) : null;
    if (!access) throw refuseTemplate("contracts/template-not-found");
    if (access.party !== "ours") throw refusePeople("people/not-permitted");
    if (!roleIncludes(access.role, needed))
      throw refuseDocument("documents/role-too-weak", { role: access.role, needed });
    return { caller, id };
  };
  return Object.assign(policy, { label: `colleagues with the role “${needed}” or more in the template's document` });
}

/** `null` for a template whose document is gone. */
async function showTemplate(
  { texts, findAccess }: Pick<TemplateEndpointDeps, "texts" | "findAccess">,
  row: TemplateRow,
  caller: Caller,
): Promise<Template | null> {
  const { id, definition, digest: _digest, revision: _revision, ...template } = row;
  const [title, access] = await Promise.all([texts.findTitle(id), findAccess(id, caller.personId)]);
  if (title === null) return null;
  return {
    ...template,
    id,
    title,
    language: definition.language,
    variableCount: definition.variables.length,
    switchCount: definition.switches.length,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    mayOpen: access !== null,
    mayEdit: access !== null && roleIncludes(access.role, "edit"),
  };
}

async function showDraft(deps: TemplateEndpointDeps, id: DocumentId, caller: Caller): Promise<TemplateDraft> {
  const { sql, templates, texts, people } = deps;
  const row = await templates.require(id);
  const [template, { content }, heads] = await Promise.all([
    showTemplate(deps, row, caller),
    texts.readAgreed(id),
    listVersions(sql, id),
  ]);
  if (!template) throw refuseTemplate("contracts/template-not-found");
  const publishers = await people.findPeople(heads.map(({ publishedBy }) => publishedBy));
  const { definition, revision, digest } = row;
  return {
    ...template,
    definition,
    revision,
    faults: findTemplateFaults(definition, content),
    places: Object.fromEntries(
      readVariables(content, definition.variables).map(({ name, places }) => [name, places.length]),
    ),
    isChanged: templates.digestOf(template.title, definition, content) !== digest,
    versions: heads.map(({ publishedAt, publishedBy, ...head }) => ({
      ...head,
      publishedAt: publishedAt.toISOString(),
      publishedBy: { id: publishedBy, name: publishers.get(publishedBy)?.name ?? "" },
    })),
  };
}
