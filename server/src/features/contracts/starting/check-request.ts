import type { Clock, DepartmentId, PersonId } from "@parley/base";
import {
  type Category,
  type Day,
  type LegalSide,
  type Money,
  type NamingRule,
  type StartParty,
  type StartRequest,
  findStartFaults,
  moneyFromWire,
  readDay,
  readNamingRule,
  refuseContract,
  refuseMaster,
  refuseStart,
} from "@parley/contracts";
import type { Person } from "@parley/people";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { BASE_CURRENCY, inBaseCurrency, isPlainRate } from "../parties/base-amount.ts";
import { checkedParty } from "../parties/checked-party.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import { listCategories, listRates } from "../parties/master-store.ts";
import { findParty } from "../parties/party-store.ts";

export interface CheckDeps {
  readonly sql: Sql;
  readonly people: Pick<People, "findPerson" | "findDepartment" | "findTimeZone">;
  readonly master: Pick<MasterPolicies, "mayEdit">;
  readonly clock: Clock;
}

/** A request with everything looked up that it names. */
export interface CheckedRequest {
  readonly request: StartRequest;
  readonly by: Caller;
  readonly category: Category;
  readonly numberRule: NamingRule;
  readonly nameRule: NamingRule;
  /** The day it is for the company. */
  readonly day: Day;
  readonly owner: Person;
  readonly department: { readonly id: DepartmentId; readonly name: string } | null;
  readonly amount: Money | null;
  readonly baseAmount: Money | null;
  readonly baseRate: string | null;
  readonly parties: readonly { readonly party: StartParty; readonly side: LegalSide }[];
}

/** Refuses what can be refused before anything is made. Throws `contracts/*` of starting and of master data. */
export async function checkRequest(deps: CheckDeps, request: StartRequest, by: Caller): Promise<CheckedRequest> {
  const [fault] = findStartFaults(request);
  if (fault) throw refuseStart(fault.code, { field: fault.field });
  const category = (await listCategories(deps.sql)).find(({ id, active }) => id === request.categoryId && active);
  if (!category) throw refuseContract("contracts/category-not-found");
  const parties = [
    { party: request.ourParty, side: "ours" as const },
    ...request.counterparties.map((party) => ({ party, side: "counterparty" as const })),
  ];
  await checkParties(deps, parties, by);
  return {
    request,
    by,
    category,
    numberRule: readRule("number", category.numberRule),
    nameRule: readRule("name", category.nameRule),
    day: await today(deps),
    owner: await findOwner(deps, (request.ownerId ?? by.personId) as PersonId),
    department: await findDepartmentOf(deps, request, by),
    ...(await checkAmount(deps, request)),
    parties,
  };
}

async function checkParties(deps: CheckDeps, parties: CheckedRequest["parties"], by: Caller): Promise<void> {
  const seen = new Set<string>();
  for (const { party, side } of parties) {
    if (party.id === null && party.new !== null) {
      checkedParty(party.new);
      if (side === "ours" && !(await deps.master.mayEdit(by))) throw refuseMaster("contracts/master-not-yours");
      continue;
    }
    if (party.id === null) {
      throw refuseStart(side === "ours" ? "contracts/our-party-needed" : "contracts/counterparty-needed");
    }
    const found = await findParty(deps.sql, party.id);
    if (!found || found.side !== side || !found.active) throw refuseStart("contracts/party-unusable");
    if (seen.has(party.id)) throw refuseStart("contracts/party-twice");
    seen.add(party.id);
  }
}

async function findOwner(deps: CheckDeps, id: PersonId): Promise<Person> {
  const owner = await deps.people.findPerson(id);
  if (!owner?.active || owner.standing === "guest") throw refuseStart("contracts/owner-not-found");
  return owner;
}

async function findDepartmentOf(
  deps: CheckDeps,
  request: StartRequest,
  by: Caller,
): Promise<CheckedRequest["department"]> {
  const id = request.departmentId ?? (await deps.people.findPerson(by.personId))?.departmentIds[0] ?? null;
  if (id === null) return null;
  const department = await deps.people.findDepartment(id as DepartmentId);
  if (!department && request.departmentId !== null) throw refuseStart("contracts/department-unknown");
  return department;
}

async function checkAmount(
  deps: CheckDeps,
  { amount, baseRate }: StartRequest,
): Promise<Pick<CheckedRequest, "amount" | "baseAmount" | "baseRate">> {
  if (amount === null) return { amount: null, baseAmount: null, baseRate: null };
  if (baseRate !== null && !isPlainRate(baseRate)) throw refuseStart("contracts/base-rate-wrong");
  const money = moneyFromWire(amount);
  const { currency } = money;
  if (currency === BASE_CURRENCY) return { amount: money, baseAmount: money, baseRate: "1" };
  const known = (await listRates(deps.sql)).find((rate) => rate.currency === currency)?.rate ?? null;
  const rate = baseRate ?? known;
  return { amount: money, baseAmount: inBaseCurrency(money, rate), baseRate: rate };
}

function readRule(kind: "number" | "name", text: string): NamingRule {
  const read = readNamingRule(kind, text);
  if ("rule" in read) return read.rule;
  throw new Error(`a rule for the ${kind} was kept that is none: ${text}`);
}

async function today({ people, clock }: CheckDeps): Promise<Day> {
  const timeZone = await people.findTimeZone();
  const text = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(clock.nowMs());
  const day = readDay(text);
  if (day === null) throw new Error(`no day: ${text}`);
  return day;
}
