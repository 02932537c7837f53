import type { PersonId } from "@parley/base";
import { type BlockContent, contentLabels, findReferences, paragraphText } from "@parley/document";
import {
  type ContractField,
  type ContractFields,
  type VariableInText,
  type VariableValue,
  type VariableValues,
  conditionOf,
  contractsApi,
  settledValue,
  switchInText,
  takesChanges,
} from "@parley/contracts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import { findTemplate } from "../templates/template-store.ts";
import type { Texts } from "../templates/texts.ts";
import {
  type ContractText,
  type FindOrigin,
  everybodyProposes,
  readContractText,
  requireChangeable,
} from "./contract-text.ts";
import type { FollowText } from "./follow-text.ts";
import { changeForValues, changesForSwitch } from "./set-values.ts";
import { findLegalParty } from "./value-store.ts";

export interface FieldsEndpointDeps {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "find">;
  readonly policies: Pick<ContractPolicies, "sees">;
  readonly texts: Texts;
  readonly findOrigin: FindOrigin;
  readonly follow: FollowText;
}

/** Values and switches of a contract, read from its agreed text and written into it. */
export function createFieldsEndpoints(deps: FieldsEndpointDeps): EndpointTree {
  const { policies, texts } = deps;
  const { fields: api } = contractsApi;
  const change = async (
    contract: ContractRecord,
    by: { readonly personId: PersonId; readonly proposes: boolean },
    changesOf: (text: ContractText) => Promise<Parameters<Texts["edit"]>[1]> | Parameters<Texts["edit"]>[1],
  ): Promise<{ fields: ContractFields; places: number }> => {
    requireChangeable(contract);
    const text = await readContractText(deps, contract);
    const changes = await changesOf(text);
    const proposes = by.proposes || everybodyProposes(contract);
    const places = changes.length === 0 ? 0 : await texts.edit(text.documentId, changes, { ...by, proposes });
    await deps.follow(text.documentId, by.personId);
    const after = (await deps.contracts.find(contract.id)) ?? contract;
    return { fields: await showFields(deps, after, by.personId), places };
  };
  return {
    get: endpoint(api.get, {
      allow: policies.sees,
      handle: ({ grant: { contract, caller } }) => showFields(deps, contract, caller.personId),
    }),
    set: endpoint(api.set, {
      allow: policies.sees,
      handle: ({ grant: { contract, caller }, input: { values, asProposal } }) =>
        change(contract, { personId: caller.personId, proposes: asProposal }, (text) => [
          changeForValues(text, values as VariableValues),
        ]),
    }),
    turn: endpoint(api.turn, {
      allow: policies.sees,
      handle: ({ grant: { contract, caller }, input: { name, value, asProposal } }) =>
        change(contract, { personId: caller.personId, proposes: asProposal }, async (text) =>
          changesForSwitch(text, name, value, (await texts.readProposed(text.documentId)).blocks),
        ),
    }),
  };
}

async function showFields(
  deps: FieldsEndpointDeps,
  contract: ContractRecord,
  personId: PersonId,
): Promise<ContractFields> {
  const text = await readContractText(deps, contract);
  const { definition, template, agreed, documentId } = text;
  const [title, newest, writes] = await Promise.all([
    template && deps.texts.findTitle(template.id),
    template && findTemplate(deps.sql, template.id),
    takesChanges(contract.state)
      ? deps.texts.writes(documentId, personId, everybodyProposes(contract))
      : ("not" as const),
  ]);
  const labels = contentLabels(agreed.content);
  const before = contract.options;
  return {
    fields: await Promise.all(
      definition.variables.map((each) => showField(deps.sql, contract, text, each, (index) => labels.at(index).full)),
    ),
    switches: definition.switches.map(({ name, labels: words, initially }) => ({
      name,
      labels: words,
      value: switchInText(
        name,
        agreed.content.blocks,
        template?.blocks ?? [],
        before[name] === "yes" || before[name] === "no" ? before[name] : initially,
      ),
      clauses: clausesOf(template?.blocks ?? [], name),
    })),
    template: template && {
      id: template.id,
      title: title ?? "",
      version: template.version,
      newest: newest?.version ?? template.version,
    },
    language: definition.language,
    writes,
    deadReferences: findReferences(agreed.content)
      .filter(({ label }) => label === null)
      .map(({ text: words, place }) => ({ text: words, clause: labels.at(place.paragraph).full })),
  };
}

async function showField(
  sql: Sql,
  contract: ContractRecord,
  { definition, read }: ContractText,
  variable: ContractField["definition"],
  clauseAt: (paragraph: number) => string,
): Promise<ContractField> {
  const found = read.find(({ name }) => name === variable.name);
  const { [variable.name]: field = null } = definition.bindings;
  const kept = (contract.fields as unknown as VariableValues)[variable.name] ?? null;
  if (!found || found.state === "undefined")
    return { definition: variable, field, state: "absent", value: null, kept, places: [], legalPartyId: null };
  const value = settledValue(found);
  const state = value !== null ? "agreed" : found.state;
  return {
    definition: variable,
    field,
    state,
    value,
    kept,
    places: placesOf(found).map(({ text, form, paragraph, isOdd }) => ({
      text,
      form,
      isOdd,
      clause: clauseAt(paragraph),
    })),
    legalPartyId: await legalPartyOf(sql, field, value),
  };
}

/** Places that contradict the first one that can be read, or say nothing that can be read, are odd. */
function placesOf({ places, state }: VariableInText): (VariableInText["places"][number] & { isOdd: boolean })[] {
  const said = places.flatMap(({ reading }) => (reading !== null && "value" in reading ? [reading.value] : []))[0];
  const isOdd = ({ reading }: VariableInText["places"][number]): boolean => {
    if (reading === null || "fault" in reading) return state !== "blank";
    return said !== undefined && !isSameIn(said, reading.value);
  };
  return places.map((place) => ({ ...place, isOdd: isOdd(place) }));
}

/** Particulars of a party that both do not have say nothing against each other. */
function isSameIn(one: VariableValue, other: VariableValue): boolean {
  if (one.kind !== "party" || other.kind !== "party") return JSON.stringify(one) === JSON.stringify(other);
  return Object.entries(one).every(([key, value]) => {
    const theirs = (other as Readonly<Record<string, unknown>>)[key];
    return theirs === undefined || theirs === value;
  });
}

async function legalPartyOf(
  sql: Sql,
  field: ContractField["field"],
  value: VariableValue | null,
): Promise<string | null> {
  if (value?.kind !== "party" || value.name === undefined) return null;
  if (field !== "ourParty" && field !== "counterparty") return null;
  return (await findLegalParty(sql, field === "ourParty" ? "ours" : "counterparty", value.name))?.id ?? null;
}

/** First words of what a switch brings and takes. */
function clausesOf(blocks: readonly BlockContent[], name: string): string[] {
  return blocks
    .flatMap((block) => (block.type === "paragraph" && conditionOf(block)?.name === name ? [paragraphText(block)] : []))
    .filter((words) => words.trim() !== "")
    .slice(0, 6);
}
