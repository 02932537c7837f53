/**
 * Templates: a document of the kind `contract-template` with its variables, bindings and switches, and the versions of both that were published.
 *
 * Invariants:
 * - [CT4] A version never changes. Contracts are made from versions, never from what is being worked on.
 * - [CT7] What has a fatal fault is not published.
 */
import { createHash } from "node:crypto";
import { type Clock, type DocumentId, type Random, isId, newId } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import {
  type CategoryId,
  type TemplateDefinition,
  findTemplateFaults,
  frozenText,
  refuseContract,
  refuseTemplate,
} from "@parley/contracts";
import type { Caller } from "../../../platform/caller.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import {
  type TemplateRow,
  type VersionRow,
  findTemplate,
  findVersion,
  insertTemplate,
  insertVersion,
  isCategory,
  updateTemplate,
} from "./template-store.ts";
import type { Texts } from "./texts.ts";

/** What a new template begins with. */
export interface NewTemplate {
  readonly title: string;
  readonly categoryId: CategoryId | null;
  readonly definition: TemplateDefinition;
  readonly content: DocumentContent;
  readonly sample: string | null;
}

export interface TemplateChange {
  readonly revision: number;
  readonly categoryId?: CategoryId | null | undefined;
  readonly definition?: TemplateDefinition | undefined;
  readonly active?: boolean | undefined;
}

export interface Templates {
  /** Makes a template and its document. */
  create(wanted: NewTemplate, by: Caller): Promise<DocumentId>;
  /** Throws `contracts/template-not-found`. */
  require(id: string): Promise<TemplateRow>;
  /** Throws `contracts/template-not-found`, `contracts/category-not-found`, and `contracts/changed-meanwhile` for another revision. */
  update(id: DocumentId, change: TemplateChange): Promise<void>;
  /** Throws `contracts/template-not-found`, `contracts/template-faulty`, `contracts/template-unchanged`. @returns its number */
  publish(id: DocumentId, note: string, by: Caller): Promise<number>;
  /** A published version, whoever asks. Throws `contracts/template-not-found`. */
  requireVersion(id: string, version: number): Promise<VersionRow>;
  /** Of what is being worked on: tells whether it was published. */
  digestOf(title: string, definition: TemplateDefinition, content: DocumentContent): string;
}

export function createTemplates(deps: {
  readonly sql: Sql;
  readonly texts: Texts;
  /** Departments that keep templates: they may edit each. */
  readonly listKeepers: () => Promise<readonly Parameters<Texts["make"]>[0]["departments"][number][]>;
  readonly clock: Clock;
  readonly random: Random;
}): Templates {
  const { sql, texts, clock, random } = deps;
  const now = (): Date => new Date(clock.nowMs());
  const require = async (id: string): Promise<TemplateRow> => {
    const found = isId(id) ? await findTemplate(sql, id as DocumentId) : null;
    if (!found) throw refuseTemplate("contracts/template-not-found");
    return found;
  };
  return {
    require,
    digestOf: digest,
    async create({ title, categoryId, definition, content, sample }, by) {
      await requireCategory(sql, categoryId);
      const departments = await deps.listKeepers();
      const id = await texts.make({ kind: "contract-template", title, content, departments }, by);
      await sql.begin((tx) => insertTemplate(tx, { id, categoryId, definition, sample }, now()));
      return id;
    },
    async update(id, { revision, ...change }) {
      await require(id);
      await requireCategory(sql, change.categoryId ?? null);
      const isChanged = await sql.begin((tx) => updateTemplate(tx, id, revision, change, now()));
      if (!isChanged) throw refuseTemplate("contracts/template-changed-meanwhile");
    },
    async publish(id, note, by) {
      const template = await require(id);
      const [title, { content }] = await Promise.all([texts.findTitle(id), texts.readAgreed(id)]);
      if (title === null) throw refuseTemplate("contracts/template-not-found");
      const { definition, category } = template;
      const fatal = findTemplateFaults(definition, content).filter(({ isFatal }) => isFatal);
      if (fatal.length > 0) throw refuseTemplate("contracts/template-faulty", { faults: fatal.length });
      const made = digest(title, definition, content);
      if (made === template.digest) throw refuseTemplate("contracts/template-unchanged", { version: template.version });
      const version = {
        templateId: id,
        title,
        categoryId: category?.id ?? null,
        definition,
        content: frozenText(content, () => newId(random)),
        digest: made,
        note,
        by: by.personId,
      };
      return sql.begin((tx) => insertVersion(tx, version, now()));
    },
    async requireVersion(id, version) {
      const found = isId(id) ? await findVersion(sql, id, version) : null;
      if (!found) throw refuseTemplate("contracts/template-not-found");
      return found;
    },
  };
}

async function requireCategory(sql: Sql, id: CategoryId | null): Promise<void> {
  if (id !== null && !(isId(id) && (await isCategory(sql, id)))) throw refuseContract("contracts/category-not-found");
}

function digest(title: string, definition: TemplateDefinition, content: DocumentContent): string {
  return createHash("sha256")
    .update(JSON.stringify([title, sorted(definition), sorted(content.blocks)]))
    .digest("hex");
}

/** The same value always in the same words: the database keeps no order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
