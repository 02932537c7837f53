/**
 * The clause library: a name, what it is about, and a text in one language or two, each in a document of the kind `library-clause`.
 *
 * Invariant: [CT8] a published version never changes, so that what a contract says of where its words come from can always be looked up.
 */
import { createHash } from "node:crypto";
import {
  type Clock,
  type DepartmentId,
  type DocumentId,
  type Language,
  type Random,
  isId,
  languages,
  newId,
} from "@parley/base";
import { type BlockContent, contentText } from "@parley/document";
import { comparableLines, refuseTemplate, withAttributes, writeLibrarySource } from "@parley/contracts";
import type { Caller } from "../../../platform/caller.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { Texts } from "../templates/texts.ts";
import {
  type ClauseContent,
  type ClauseRow,
  findClause,
  insertClause,
  insertClauseVersion,
  insertText,
  listTexts,
} from "./clause-store.ts";

export interface NewClause {
  readonly names: Readonly<Record<Language, string>>;
  readonly tags: readonly string[];
  readonly scopes: readonly string[];
  readonly content: ClauseContent;
  readonly sample: string | null;
}

export interface ClauseLibrary {
  create(wanted: NewClause, by: Caller): Promise<string>;
  /** Throws `contracts/library-clause-not-found`. */
  require(id: string): Promise<ClauseRow>;
  /** Begins the text of a language, empty, unless there is one. */
  addText(
    clause: Pick<ClauseRow, "id" | "names">,
    language: Language,
    by: Caller,
    blocks?: readonly BlockContent[],
  ): Promise<void>;
  /** Throws `contracts/library-clause-empty`, `contracts/template-unchanged`. @returns its number */
  publish(id: string, note: string, by: Caller): Promise<number>;
  /** What is being worked on. */
  readDraft(id: string): Promise<{ content: ClauseContent; digest: string }>;
}

const emptyText: readonly BlockContent[] = [{ type: "paragraph", runs: [] }];

export function createClauseLibrary(deps: {
  readonly sql: Sql;
  readonly texts: Texts;
  /** Departments that keep the library: they may edit each text. */
  readonly listKeepers: () => Promise<readonly DepartmentId[]>;
  readonly clock: Clock;
  readonly random: Random;
}): ClauseLibrary {
  const { sql, texts, clock, random } = deps;
  const now = (): Date => new Date(clock.nowMs());
  const library: ClauseLibrary = {
    async create({ names, tags, scopes, content, sample }, by) {
      const id = newId<"library-clause">(random);
      const wanted = { id, names, tags: [...tags], scopes: [...scopes], sample };
      await sql.begin((tx) => insertClause(tx, wanted, now()));
      for (const language of languages) {
        const blocks = content[language];
        if (blocks) await library.addText(wanted, language, by, blocks);
      }
      return id;
    },
    async require(id) {
      const found = isId(id) ? await findClause(sql, id) : null;
      if (!found) throw refuseTemplate("contracts/library-clause-not-found");
      return found;
    },
    async addText({ id, names }, language, by, blocks = emptyText) {
      if ((await listTexts(sql, id))[language]) return;
      const title = names[language] || names[language === "en" ? "zh" : "en"];
      const departments = await deps.listKeepers();
      const documentId = await texts.make({ kind: "library-clause", title, content: { blocks }, departments }, by);
      await sql.begin((tx) => insertText(tx, id, language, documentId));
    },
    async publish(id, note, by) {
      const clause = await library.require(id);
      const { content, digest } = await library.readDraft(id);
      if (Object.keys(content).length === 0) throw refuseTemplate("contracts/library-clause-empty");
      if (digest === clause.digest) throw refuseTemplate("contracts/template-unchanged", { version: clause.version });
      const version = { clauseId: id, names: clause.names, content, digest, note, by: by.personId };
      return sql.begin((tx) => insertClauseVersion(tx, version, now()));
    },
    async readDraft(id) {
      const found = Object.entries(await listTexts(sql, id)) as [Language, DocumentId][];
      const content: Partial<Record<Language, readonly BlockContent[]>> = {};
      for (const [language, documentId] of found) {
        if ((await texts.findTitle(documentId)) === null) continue;
        const { blocks } = (await texts.readAgreed(documentId)).content;
        if (contentText({ blocks }).trim() !== "") content[language] = withoutEmptyEnd(blocks);
      }
      const told = languages.map((language) => {
        const blocks = content[language];
        return blocks ? [comparableLines(blocks), JSON.stringify(blocks).length] : null;
      });
      return { content, digest: createHash("sha256").update(JSON.stringify(told)).digest("hex") };
    },
  };
  return library;
}

/** Editors leave an empty paragraph at the end. */
function withoutEmptyEnd(blocks: readonly BlockContent[]): readonly BlockContent[] {
  const last = blocks.at(-1);
  const isEmpty = last?.type === "paragraph" && last.runs.every(({ text }) => text.trim() === "");
  return isEmpty && blocks.length > 1 ? withoutEmptyEnd(blocks.slice(0, -1)) : blocks;
}

/** [CT8] Words of the library as they come into a contract: every paragraph says where it comes from, and has a clause id of its own. */
export function markedBlocks(
  blocks: readonly BlockContent[],
  source: { readonly id: string; readonly version: number },
  newClause: () => string,
): BlockContent[] {
  const library = writeLibrarySource(source);
  const ids = new Map<string, string>();
  for (const block of blocks) {
    const clause = block.type === "paragraph" ? block.attributes?.["clause"] : null;
    if (typeof clause === "string") ids.set(clause, newClause());
  }
  return blocks.map((block): BlockContent => {
    if (block.type !== "paragraph") return block;
    const clause = block.attributes?.["clause"];
    // References among these words go along with them.
    const runs = block.runs.map((run) => {
      const to = run.marks?.["reference"]?.["clause"];
      const renamed = typeof to === "string" ? ids.get(to) : undefined;
      return renamed === undefined ? run : { ...run, marks: { ...run.marks, reference: { clause: renamed } } };
    });
    const own = (typeof clause === "string" ? ids.get(clause) : undefined) ?? newClause();
    return withAttributes({ ...block, runs }, { library, clause: own, condition: null });
  });
}
