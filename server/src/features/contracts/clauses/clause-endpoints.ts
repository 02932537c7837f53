import { type Language, type PersonId, type Random, languages, newId } from "@parley/base";
import { contentText } from "@parley/document";
import {
  type LibraryClause,
  type LibraryClauseDetail,
  type VariableValues,
  contractsApi,
  findLibraryPassages,
  refuseTemplate,
  takesChanges,
  writeVariables,
} from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, type Policy, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { type ContractPolicies, readContractId, viewing } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import type { Texts } from "../templates/texts.ts";
import { type FindOrigin, everybodyProposes, readContractText, requireChangeable } from "../variables/contract-text.ts";
import type { FollowText } from "../variables/follow-text.ts";
import { type ClauseLibrary, markedBlocks } from "./clause-library.ts";
import {
  type ClauseRow,
  listClauseVersions,
  listTexts,
  readVersions,
  selectClauses,
  updateClause,
} from "./clause-store.ts";
import { readPassages, textFor } from "./passages.ts";

export interface ClauseEndpointDeps {
  readonly sql: Sql;
  readonly library: ClauseLibrary;
  readonly texts: Texts;
  readonly findOrigin: FindOrigin;
  readonly follow: FollowText;
  readonly contracts: Pick<Contracts, "require" | "viewerOf">;
  readonly policies: Pick<ContractPolicies, "sees">;
  readonly people: Pick<People, "findPeople">;
  readonly keeps: Policy<unknown, Caller>;
  readonly mayKeep: (caller: Caller) => Promise<boolean>;
  readonly now: () => Date;
  readonly random: Random;
}

export function createClauseEndpoints(deps: ClauseEndpointDeps): EndpointTree {
  const { sql, library, keeps } = deps;
  const { clauses: api } = contractsApi;
  return {
    ...createPassageEndpoints(deps),
    list: endpoint(api.list, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const mayKeep = await deps.mayKeep(caller);
        const withInactive = mayKeep && input.includeInactive === true;
        const rows = await selectClauses(
          sql,
          sql`${mayKeep ? sql`true` : sql`l.version > 0`} and ${withInactive ? sql`true` : sql`l.active`}`,
        );
        const tags = [...new Set(rows.flatMap((row) => row.tags))].toSorted();
        return { clauses: rows.filter((row) => isFound(row, input)).map(showClause), tags, mayKeep };
      },
    }),
    create: endpoint(api.create, {
      allow: keeps,
      handle: async ({ grant: caller, input: { languages: wanted, ...clause } }) => {
        const content = Object.fromEntries(
          wanted.map((language) => [language, [{ type: "paragraph", runs: [] }] as const]),
        );
        return showDetail(deps, await library.create({ ...clause, content, sample: null }, caller));
      },
    }),
    get: endpoint(api.get, {
      allow: keeps,
      handle: ({ input }) => showDetail(deps, input.id),
    }),
    update: endpoint(api.update, {
      allow: keeps,
      handle: async ({ grant: caller, input: { id, addLanguage, ...change } }) => {
        const clause = await library.require(id);
        await sql.begin((tx) => updateClause(tx, id, change, deps.now()));
        if (addLanguage)
          await library.addText({ ...clause, ...(change.names && { names: change.names }) }, addLanguage, caller);
        return showDetail(deps, id);
      },
    }),
    publish: endpoint(api.publish, {
      allow: keeps,
      handle: async ({ grant: caller, input: { id, note } }) => {
        await library.publish(id, note, caller);
        return showDetail(deps, id);
      },
    }),
  };
}

/** Words of the library in contracts. */
function createPassageEndpoints(deps: ClauseEndpointDeps): EndpointTree {
  const { sql, library, policies, texts, contracts } = deps;
  const { clauses: api } = contractsApi;
  const newClause = (): string => newId<"clause">(deps.random);
  return {
    insertable: endpoint(api.insertable, {
      allow: colleague,
      handle: async ({ grant: caller, input: { id, language, contractId } }) => {
        const { content, version } = await library.require(id);
        const known = languageOf(content, language);
        const blocks = known && content?.[known];
        if (!blocks) throw refuseTemplate("contracts/library-clause-unpublished");
        const marked = markedBlocks(blocks, { id, version }, newClause);
        if (contractId === undefined) return { version, language: known, blocks: asWire(marked) };
        const contract = await contracts.require(readContractId(contractId), await contracts.viewerOf(viewing(caller)));
        const { definition } = await deps.findOrigin(contract, null);
        const values = contract.fields as unknown as VariableValues;
        const written = writeVariables({ blocks: marked }, definition.variables, values, definition.language);
        return { version, language: known, blocks: asWire(written.content.blocks) };
      },
    }),
    passages: endpoint(api.passages, {
      allow: policies.sees,
      handle: async ({ grant: { contract, caller } }) => {
        const text = await readContractText(deps, contract);
        const writes = takesChanges(contract.state)
          ? await texts.writes(text.documentId, caller.personId, everybodyProposes(contract))
          : ("not" as const);
        return { passages: await readPassages(sql, text), writes };
      },
    }),
    renew: endpoint(api.renew, {
      allow: policies.sees,
      handle: async ({ grant: { contract, caller }, input }) => ({
        places: await renewPassage(deps, contract, { ...input, personId: caller.personId, newClause }),
      }),
    }),
  };
}

/**
 * Puts a version of the library in the place of a passage, with the contract's values.
 * Throws `contracts/library-passage-gone`, `contracts/library-clause-unpublished`, and as `Texts.edit`.
 */
async function renewPassage(
  deps: ClauseEndpointDeps,
  contract: ContractRecord,
  wanted: {
    readonly clause: string;
    readonly version: number;
    readonly asProposal: boolean;
    readonly personId: PersonId;
    readonly newClause: () => string;
  },
): Promise<number> {
  requireChangeable(contract);
  const text = await readContractText(deps, contract);
  const { agreed, definition, documentId } = text;
  const passage = findLibraryPassages(agreed.content.blocks).find(({ clause }) => clause === wanted.clause);
  const addresses = passage?.blocks.flatMap((index) => agreed.addresses[index] ?? []) ?? [];
  const last = addresses.at(-1);
  if (!passage || !last) throw refuseTemplate("contracts/library-passage-gone");
  const source = { id: passage.source.id, version: wanted.version };
  const content = (await readVersions(deps.sql, [source])).get(`${source.id}@${source.version}`);
  const blocks = content && textFor(content, passage.paragraphs, definition.language);
  if (!blocks) throw refuseTemplate("contracts/library-clause-unpublished");
  const marked = markedBlocks(blocks, source, wanted.newClause);
  // The clause keeps its id, so that references to it go on.
  const kept = marked.map((block, index) =>
    index === 0 && block.type === "paragraph"
      ? { ...block, attributes: { ...block.attributes, clause: wanted.clause } }
      : block,
  );
  const values = contract.fields as unknown as VariableValues;
  const written = writeVariables({ blocks: kept }, definition.variables, values, definition.language);
  const places = await deps.texts.edit(
    documentId,
    [
      { do: "insertBlocks", blocks: written.content.blocks, after: last },
      { do: "removeBlocks", blocks: addresses },
    ],
    { personId: wanted.personId, proposes: wanted.asProposal || everybodyProposes(contract) },
  );
  await deps.follow(documentId, wanted.personId);
  return places;
}

const asWire = (blocks: readonly unknown[]): Record<string, unknown>[] => blocks as Record<string, unknown>[];

/** The language in which there is a text: the wanted one before the other. */
function languageOf(content: ClauseRow["content"], wanted: Language): Language | null {
  return [wanted, ...languages].find((language) => content?.[language] !== undefined) ?? null;
}

function isFound(
  row: ClauseRow,
  {
    search,
    tag,
    scope,
    language,
  }: {
    search?: string | undefined;
    tag?: string | undefined;
    scope?: string | undefined;
    language?: Language | undefined;
  },
): boolean {
  const words = [row.names.en, row.names.zh, ...row.tags, ...languages.map((each) => textOf(row, each) ?? "")];
  return (
    (tag === undefined || row.tags.includes(tag)) &&
    (scope === undefined || row.scopes.includes(scope)) &&
    (language === undefined || row.content === null || row.content[language] !== undefined) &&
    (search === undefined || words.join("\n").toLowerCase().includes(search.toLowerCase()))
  );
}

function textOf({ content }: ClauseRow, language: Language): string | null {
  const blocks = content?.[language];
  return blocks ? contentText({ blocks }) : null;
}

function showClause(row: ClauseRow): LibraryClause {
  const { content: _content, digest: _digest, publishedAt, ...clause } = row;
  return {
    ...clause,
    publishedAt: publishedAt?.toISOString() ?? null,
    beginnings: { en: textOf(row, "en")?.slice(0, 240) ?? null, zh: textOf(row, "zh")?.slice(0, 160) ?? null },
  };
}

async function showDetail({ sql, library, people }: ClauseEndpointDeps, id: string): Promise<LibraryClauseDetail> {
  const row = await library.require(id);
  const [documents, draft, versions] = await Promise.all([
    listTexts(sql, id),
    library.readDraft(id),
    listClauseVersions(sql, id),
  ]);
  const publishers = await people.findPeople(versions.map(({ publishedBy }) => publishedBy));
  return {
    ...showClause(row),
    documents: { en: documents.en ?? null, zh: documents.zh ?? null },
    isChanged: draft.digest !== row.digest && Object.keys(draft.content).length > 0,
    versions: versions.map(({ publishedAt, publishedBy, ...version }) => ({
      ...version,
      publishedAt: publishedAt.toISOString(),
      publishedBy: { id: publishedBy, name: publishers.get(publishedBy)?.name ?? "" },
    })),
  };
}
