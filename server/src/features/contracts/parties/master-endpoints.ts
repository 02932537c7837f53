import { type Clock, type DepartmentId, type Random, isId, newId } from "@parley/base";
import {
  type Category,
  type LegalParty,
  contractsApi,
  readNamingRule,
  refuseMaster,
  refuseRegister,
} from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { administrator, colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { BASE_CURRENCY, isPlainRate, knownCurrency } from "./base-amount.ts";
import { checkedParty } from "./checked-party.ts";
import type { MasterPolicies } from "./master-policy.ts";
import {
  insertCategory,
  listCategories,
  listRates,
  listReaders,
  putRate,
  replaceReaders,
  updateCategory,
} from "./master-store.ts";
import { findParty, insertParty, listParties, namesOfParties, updateParty } from "./party-store.ts";

interface MasterDeps {
  readonly sql: Sql;
  readonly people: Pick<People, "findDepartment">;
  readonly policies: MasterPolicies;
  readonly clock: Clock;
  readonly random: Random;
}

/** Parties, categories, rates and who reads the whole register. */
export function createMasterEndpoints(deps: MasterDeps): EndpointTree {
  return { ...createPartyEndpoints(deps), ...createCategoryEndpoints(deps), ...createCompanyEndpoints(deps) };
}

function createPartyEndpoints({ sql, policies, clock, random }: MasterDeps): EndpointTree {
  const now = (): Date => new Date(clock.nowMs());
  return {
    list: endpoint(contractsApi.parties.list, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const parties = await listParties(sql, {
          side: input.side ?? null,
          search: input.search || null,
          includeInactive: input.includeInactive ?? false,
          after: input.cursor === undefined ? null : readCursor(input.cursor),
          limit: input.limit + 1,
        });
        const page = parties.slice(0, input.limit);
        const last = parties.length > page.length ? page.at(-1) : undefined;
        return {
          parties: page,
          nextCursor: last === undefined ? null : writeCursor(last),
          mayEdit: await policies.mayEdit(caller),
        };
      },
    }),
    byIds: endpoint(contractsApi.parties.byIds, {
      allow: colleague,
      handle: ({ input }) => namesOfParties(sql, input.ids.split(",").filter(isId)),
    }),
    create: endpoint(contractsApi.parties.create, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        if (input.side === "ours" && !(await policies.mayEdit(caller)))
          throw refuseMaster("contracts/master-not-yours");
        const id = await sql.begin((tx) => insertParty(tx, checkedParty(input), { at: now(), random }));
        return requireParty(sql, id);
      },
    }),
    update: endpoint(contractsApi.parties.update, {
      allow: policies.edits,
      handle: async ({ input }) => {
        const { id, ...change } = input;
        await sql.begin((tx) => updateParty(tx, id, checkedParty(change), now()));
        return requireParty(sql, id);
      },
    }),
  };
}

function createCategoryEndpoints({ sql, policies, clock, random }: MasterDeps): EndpointTree {
  return {
    categories: endpoint(contractsApi.parties.categories, {
      allow: colleague,
      handle: async ({ grant: caller }) => ({
        categories: await listCategories(sql),
        mayEdit: await policies.mayEdit(caller),
      }),
    }),
    createCategory: endpoint(contractsApi.parties.createCategory, {
      allow: policies.edits,
      handle: async ({ input }) => {
        const category = checkedCategory({ ...input, id: newId<"category">(random), active: true });
        await sql.begin((tx) => insertCategory(tx, category, new Date(clock.nowMs())));
        return category;
      },
    }),
    updateCategory: endpoint(contractsApi.parties.updateCategory, {
      allow: policies.edits,
      handle: async ({ input }) => {
        const before = (await listCategories(sql)).find(({ id }) => id === input.id);
        if (!before) throw refuseMaster("contracts/unknown-category");
        const category = checkedCategory({
          id: before.id,
          code: input.code ?? before.code,
          en: input.en ?? before.en,
          zh: input.zh ?? before.zh,
          numberRule: input.numberRule ?? before.numberRule,
          nameRule: input.nameRule ?? before.nameRule,
          active: input.active ?? before.active,
        });
        await sql.begin((tx) => updateCategory(tx, category));
        return category;
      },
    }),
  };
}

function createCompanyEndpoints({ sql, people, policies, clock }: MasterDeps): EndpointTree {
  const readers = async (): Promise<{ departments: { id: string; name: string }[] }> => {
    const found = await Promise.all((await listReaders(sql)).map((id) => people.findDepartment(id)));
    return { departments: found.filter((department) => department !== null) };
  };
  const rates = async (): Promise<{ base: string; rates: Awaited<ReturnType<typeof listRates>> }> => ({
    base: BASE_CURRENCY,
    rates: await listRates(sql),
  });
  return {
    readers: endpoint(contractsApi.parties.readers, { allow: colleague, handle: () => readers() }),
    setReaders: endpoint(contractsApi.parties.setReaders, {
      allow: administrator,
      handle: async ({ input }) => {
        const ids = input.departmentIds as DepartmentId[];
        const found = await Promise.all(ids.map((id) => people.findDepartment(id)));
        await sql.begin((tx) =>
          replaceReaders(
            tx,
            ids.filter((_, index) => found[index]),
          ),
        );
        return readers();
      },
    }),
    rates: endpoint(contractsApi.parties.rates, { allow: colleague, handle: () => rates() }),
    setRate: endpoint(contractsApi.parties.setRate, {
      allow: policies.edits,
      handle: async ({ grant: caller, input }) => {
        const currency = knownCurrency(input.currency);
        if (currency === null || currency === BASE_CURRENCY || !isPlainRate(input.rate)) {
          throw refuseMaster("contracts/rate-wrong");
        }
        await putRate(sql, { currency, rate: input.rate, by: caller.personId, at: new Date(clock.nowMs()) });
        return rates();
      },
    }),
  };
}

/** Throws `contracts/category-code-wrong`, `contracts/rule-wrong`. */
function checkedCategory(category: Category): Category {
  const code = category.code.toUpperCase();
  if (!/^[A-Z0-9]{1,12}$/.test(code)) throw refuseMaster("contracts/category-code-wrong");
  for (const [kind, text] of [
    ["number", category.numberRule],
    ["name", category.nameRule],
  ] as const) {
    const read = readNamingRule(kind, text);
    if ("faults" in read) {
      const [fault] = read.faults;
      throw refuseMaster("contracts/rule-wrong", {
        rule: kind,
        fault: fault?.code ?? "",
        found: fault?.found ?? "",
      });
    }
  }
  return { ...category, code };
}

async function requireParty(sql: Sql, id: string): Promise<LegalParty> {
  const party = await findParty(sql, id);
  if (!party) throw refuseMaster("contracts/party-not-found");
  return party;
}

function writeCursor({ name, id }: LegalParty): string {
  return Buffer.from(JSON.stringify([name, id]), "utf8").toString("base64url");
}

function readCursor(text: string): { name: string; id: string } {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    const [name, id] = Array.isArray(read) ? (read as unknown[]) : [];
    if (typeof name === "string" && typeof id === "string" && isId(id)) return { name, id };
  } catch {
    // What is no JSON is no cursor either.
  }
  throw refuseRegister("contracts/bad-cursor");
}
