/** [CT4] The text of a new contract from a version of a template, with what the request says of the record in the places of bound variables. */
import type { Queries } from "../record/contract-store.ts";
import {
  type BoundRecord,
  type LegalParty,
  type StartParty,
  type StartText,
  type TemplateDefinition,
  type VariableValues,
  chosenOptions,
  makeText,
  refuseTemplate,
  valuesOfRecord,
} from "@parley/contracts";
import type { Documents } from "../../../documents/index.ts";
import { findParty } from "../parties/party-store.ts";
import type { CheckedRequest } from "../starting/check-request.ts";
import type { FoundText } from "../starting/text-source.ts";
import { checkedVariable } from "../variables/set-values.ts";
import { findTemplate } from "./template-store.ts";
import type { Templates } from "./templates.ts";

export type TemplateText = Extract<StartText, { kind: "template" }>;

/**
 * Throws `contracts/template-not-found`, `contracts/template-retired`, `contracts/unknown-variable`, `contracts/value-unfit`,
 * `contracts/value-missing`.
 */
export type FindTemplateText = (text: TemplateText, checked: CheckedRequest) => Promise<FoundText>;

export function createFindTemplateText(deps: {
  readonly sql: Queries;
  readonly templates: Pick<Templates, "requireVersion">;
  readonly newDocuments: Pick<Documents["library"]["newDocuments"], "withContent">;
}): FindTemplateText {
  return async ({ templateId, version, values, options }, checked) => {
    const found = await deps.templates.requireVersion(templateId, version);
    if ((await findTemplate(deps.sql, found.templateId))?.active === false)
      throw refuseTemplate("contracts/template-retired");
    const { definition } = found;
    const given = valuesFor(definition, values as VariableValues, await recordOf(deps.sql, checked));
    const chosen = chosenOptions(definition, options);
    const content = makeText(found.content, definition, given, chosen);
    return {
      make: ({ title, by, complete }) =>
        deps.newDocuments.withContent({ kind: "contract", title, folderId: null, content, complete }, by),
      origin: { templateId: found.templateId, templateVersion: version, options: chosen },
    };
  };
}

/** What the form says counts for free variables, what the record says for those that are bound. */
function valuesFor(
  definition: TemplateDefinition,
  values: VariableValues,
  record: Partial<BoundRecord>,
): VariableValues {
  const bound = valuesOfRecord(definition.bindings, record);
  const free = Object.entries(values).filter(([name]) => definition.bindings[name] === undefined);
  const all: VariableValues = { ...Object.fromEntries(free), ...bound };
  for (const [name, value] of Object.entries(all)) checkedVariable(definition, name, value);
  const missing = definition.variables.find(({ name, required }) => required && all[name] === undefined);
  if (missing)
    throw refuseTemplate("contracts/value-missing", { name: missing.name, label: missing.labels[definition.language] });
  return all;
}

/** The request as bound variables see it. */
async function recordOf(sql: Queries, { request, amount, parties }: CheckedRequest): Promise<Partial<BoundRecord>> {
  const [ours, theirs] = [
    parties.find(({ side }) => side === "ours"),
    parties.find(({ side }) => side === "counterparty"),
  ];
  return {
    title: request.title,
    amount,
    taxRate: request.taxRate,
    startDay: request.startDay,
    endDay: request.endDay,
    ourParty: await partyValue(sql, ours?.party ?? null),
    counterparty: await partyValue(sql, theirs?.party ?? null),
  };
}

async function partyValue(sql: Queries, party: StartParty | null): Promise<BoundRecord["ourParty"]> {
  const known = party?.new ?? (party?.id ? await findParty(sql, party.id) : null);
  return known ? particularsOf(known) : null;
}

/** A party of the master data as texts show it; what is not known of it is absent. */
function particularsOf(
  party: Pick<
    LegalParty,
    "name" | "creditCode" | "address" | "bankName" | "bankAccount" | "contactName" | "representative"
  >,
): NonNullable<BoundRecord["ourParty"]> {
  const { name, creditCode, address, bankName, bankAccount, contactName, representative } = party;
  const known = { name, creditCode, address, bankName, bankAccount, contact: contactName, representative };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null && value !== ""));
}
