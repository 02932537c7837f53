/**
 * [CT5] The record follows the agreed text: after words have changed, what the text says of the contract's variables is read, and kept with the
 * fields of the record that are bound to them. It is done by what changed the text, in its name.
 */
import type { DocumentId, PersonId } from "@parley/base";
import {
  type EventFacts,
  type LegalPartyId,
  type Money,
  type ReadRecord,
  type VariableValues,
  convertMoney,
  keptValues,
  readRecord,
  sameValue,
  switchInText,
  takesChanges,
  termDays,
} from "@parley/contracts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { BASE_CURRENCY } from "../parties/base-amount.ts";
import type { ContractChange, ContractRecord } from "../record/contract-record.ts";
import { type Queries, replaceParties } from "../record/contract-store.ts";
import type { ContractAct, Contracts } from "../record/contracts.ts";
import type { Texts } from "../templates/texts.ts";
import { type ContractText, type FindOrigin, readContractText } from "./contract-text.ts";
import { findLegalParty, findRate } from "./value-store.ts";

/** Reads the text of the contract whose present text a document is, if it is one's; `by` is who changed it. */
export type FollowText = (documentId: DocumentId, by: PersonId) => Promise<void>;

export function createFollowText(deps: {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "findByDocument" | "act">;
  readonly texts: Pick<Texts, "readAgreed">;
  readonly findOrigin: FindOrigin;
}): FollowText {
  const follows = ({ documentId, state }: ContractRecord, changed: DocumentId): boolean =>
    documentId === changed && takesChanges(state);
  return async (documentId, by) => {
    const found = await deps.contracts.findByDocument(documentId);
    if (!found || !follows(found, documentId)) return;
    if ((await findNews(deps.sql, found, await readContractText(deps, found))) === null) return;
    await deps.contracts.act(found.id, async (contract, tx) => {
      if (!follows(contract, documentId)) return { events: [] };
      // Read again where the record is held: what is read later is written later.
      const news = await findNews(tx, contract, await readContractText(deps, contract));
      if (news?.parties) await replaceParties(tx, contract.id, news.parties);
      return news === null ? { events: [] } : actOf(contract, news, by);
    });
  };
}

/** What a text says that the record does not. */
interface News {
  readonly values: VariableValues;
  /** Variables whose value is another one. */
  readonly names: readonly string[];
  readonly options: Record<string, string>;
  readonly change: ContractChange;
  readonly parties: ContractRecord["parties"] | null;
  readonly facts: EventFacts;
}

async function findNews(sql: Queries, contract: ContractRecord, text: ContractText): Promise<News | null> {
  const before = contract.fields as unknown as VariableValues;
  const values = keptValues(before, text.read);
  const names = [...new Set([...Object.keys(values), ...Object.keys(before)])].filter(
    (name) => !isSame(before[name], values[name]),
  );
  const options = optionsIn(contract, text);
  const isTurned = Object.keys(options).some((name) => options[name] !== contract.options[name]);
  const found = await recordChange(sql, contract, readRecord(text.definition.bindings, text.read));
  if (names.length === 0 && !isTurned && Object.keys(found.change).length === 0 && !found.parties) return null;
  return { values, names, options, ...found };
}

const isSame = (one: VariableValues[string] | undefined, other: VariableValues[string] | undefined): boolean =>
  one === undefined || other === undefined ? one === other : sameValue(one, other);

function optionsIn(
  { options }: ContractRecord,
  { definition, template, agreed }: ContractText,
): Record<string, string> {
  if (template === null) return { ...options };
  const read = definition.switches.map(({ name, initially }) => {
    const before = options[name] === "yes" || options[name] === "no" ? options[name] : initially;
    return [name, switchInText(name, agreed.content.blocks, template.blocks, before)];
  });
  return { ...options, ...Object.fromEntries(read) };
}

function actOf(contract: ContractRecord, { values, names, options, change, facts }: News, by: PersonId): ContractAct {
  const before = contract.fields as unknown as VariableValues;
  const fields = names.map((name) => ({
    name,
    from: (before[name] ?? null) as EventFacts[string],
    to: (values[name] ?? null) as EventFacts[string],
  }));
  const switches = Object.entries(options)
    .filter(([name, value]) => value !== contract.options[name])
    .map(([name, to]) => ({ name, to }));
  return {
    change: { ...change, fields: values as unknown as EventFacts, options },
    events: [
      {
        kind: "record.follows-text",
        audience: "internal",
        by: { personId: by, party: "ours" },
        facts: { fields, switches, record: facts },
      },
    ],
  };
}

/** What of the record is other than the text says. */
async function recordChange(
  tx: Queries,
  contract: ContractRecord,
  said: ReadRecord,
): Promise<{ change: ContractChange; facts: EventFacts; parties: ContractRecord["parties"] | null }> {
  const change: { -readonly [Field in keyof ContractChange]: ContractChange[Field] } = {};
  const facts: Record<string, EventFacts[string]> = {};
  const { amount, taxRate, startDay, endDay } = said;
  if (amount && contract.direction !== "none" && !hasAmount(contract, amount)) {
    const base = await inBase(tx, contract, amount);
    Object.assign(change, {
      amountMinor: amount.minor,
      currency: amount.currency,
      baseAmountMinor: base?.minor ?? null,
    });
    facts["amount"] = { minor: amount.minor.toString(), currency: amount.currency };
  }
  if (taxRate !== undefined && taxRate !== contract.taxRate && taxRate >= 0 && taxRate <= 99) {
    change.taxRate = taxRate;
    facts["taxRate"] = taxRate;
  }
  const days = termDays[contract.termKind];
  if (startDay !== undefined && startDay !== contract.startDay && days.start === "needed")
    facts["startDay"] = change.startDay = startDay;
  if (endDay !== undefined && endDay !== contract.endDay && days.end === "needed")
    facts["endDay"] = change.endDay = endDay;
  const parties = await partiesAsSaid(tx, contract, said);
  if (parties) facts["parties"] = parties.map(({ name }) => name);
  return { change, facts, parties };
}

const hasAmount = ({ amountMinor, currency }: ContractRecord, { minor, currency: said }: Money): boolean =>
  amountMinor === minor && currency === said;

/** By the contract's own rate where it has one for this currency, else by the one of the master data. */
async function inBase(tx: Queries, { id }: ContractRecord, amount: Money): Promise<Money | null> {
  if (amount.currency === BASE_CURRENCY) return amount;
  const rate = await findRate(tx, id, amount.currency);
  return rate === null ? null : convertMoney(amount, BASE_CURRENCY, rate);
}

/** The parties with those that the text names in the first place of their side; `null` where nothing changes, or nobody of that name is known. */
async function partiesAsSaid(
  tx: Queries,
  { parties }: ContractRecord,
  { ourParty, counterparty }: ReadRecord,
): Promise<ContractRecord["parties"] | null> {
  let isOther = false;
  const next = [...parties];
  for (const [side, name] of [
    ["ours", ourParty],
    ["counterparty", counterparty],
  ] as const) {
    const found = name === undefined ? null : await findLegalParty(tx, side, name);
    const at = next.findIndex((party) => party.side === side);
    const before = next[at];
    if (!found || !before || next.some(({ legalPartyId }) => legalPartyId === found.id)) continue;
    next[at] = { ...before, legalPartyId: found.id as LegalPartyId, name: found.name };
    isOther = true;
  }
  return isOther ? next : null;
}
