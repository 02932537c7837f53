import { type DepartmentId, type PersonId, isId, newId } from "@parley/base";
import type { Clock, Random } from "@parley/base";
import {
  type RegisterFilters,
  type RegisterRow,
  type RegisterTotals,
  type SavedView,
  contractStates,
  contractsApi,
  directions,
  readDecimal,
  refuseRegister,
} from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { BASE_CURRENCY } from "../parties/base-amount.ts";
import { viewing } from "../record/contract-policy.ts";
import type { ContractViewer } from "../record/contract-store.ts";
import type { Contracts } from "../record/contracts.ts";
import { registerFile } from "./register-file.ts";
import {
  type FoundRow,
  type RegisterCursor,
  type RegisterQuery,
  listRegister,
  listTags,
  sumRegister,
} from "./register-store.ts";
import { type ViewRow, deleteView, insertView, listViews, putDefaultView, updateView } from "./view-store.ts";

export interface RegisterDeps {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "viewerOf">;
  readonly people: Pick<People, "findPeople" | "findDepartment" | "findTimeZone">;
  readonly clock: Clock;
  readonly random: Random;
}

/** More rows than this in one file are no list that somebody reads. */
const longestExport = 50_000;

/** The register: pages, totals, export, saved views. */
export function createRegisterEndpoints(deps: RegisterDeps): EndpointTree {
  return { ...createListEndpoints(deps), ...createViewEndpoints(deps) };
}

function createListEndpoints(deps: RegisterDeps): EndpointTree {
  const { sql, people, clock } = deps;
  const viewerOf = (caller: Caller): Promise<ContractViewer> => deps.contracts.viewerOf(viewing(caller));
  const queryOf = async (filters: RegisterFilters): Promise<RegisterQuery> =>
    readQuery(filters, await people.findTimeZone());
  return {
    list: endpoint(contractsApi.register.list, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const { sort, order, limit } = input;
        const after = input.cursor === undefined ? null : readCursor(input.cursor, sort);
        const page = { sort, order, after, limit: limit + 1 };
        const found = await listRegister(sql, await viewerOf(caller), await queryOf(input), page);
        const rows = found.slice(0, limit);
        const last = found.length > limit ? rows.at(-1) : undefined;
        return {
          contracts: await showRows(people, rows),
          nextCursor: last === undefined ? null : writeCursor(last, sort),
        };
      },
    }),
    totals: endpoint(contractsApi.register.totals, {
      allow: colleague,
      handle: async ({ grant: caller, input }) =>
        addUp(await sumRegister(sql, await viewerOf(caller), await queryOf(input))),
    }),
    tags: endpoint(contractsApi.register.tags, {
      allow: colleague,
      handle: async ({ grant: caller }) => ({ tags: await listTags(sql, await viewerOf(caller)) }),
    }),
    export: endpoint(contractsApi.register.export, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const page = { sort: input.sort, order: input.order, after: null, limit: longestExport };
        const found = await listRegister(sql, await viewerOf(caller), await queryOf(input), page);
        const timeZone = await people.findTimeZone();
        return registerFile(await showRows(people, found), {
          language: caller.language,
          timeZone,
          nowMs: clock.nowMs(),
        });
      },
    }),
  };
}

function createViewEndpoints({ sql, people, clock, random }: RegisterDeps): EndpointTree {
  const now = (): Date => new Date(clock.nowMs());
  const list = async (caller: Caller): Promise<{ views: SavedView[] }> => ({
    views: await showViews(people, await listViews(sql, caller.personId), caller),
  });
  const one = async (caller: Caller, id: string): Promise<SavedView> => {
    const view = (await list(caller)).views.find((each) => each.id === id);
    if (!view) throw refuseRegister("contracts/view-not-found");
    return view;
  };
  const mine = async (caller: Caller, id: string): Promise<SavedView> => {
    const view = await one(caller, id);
    if (!view.mayEdit) throw refuseRegister("contracts/view-not-yours", { name: view.owner.name });
    return view;
  };
  return {
    views: endpoint(contractsApi.register.views, { allow: colleague, handle: ({ grant }) => list(grant) }),
    createView: endpoint(contractsApi.register.createView, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const view = { ...input, id: newId<"view">(random), ownerId: caller.personId };
        if (!(await insertView(sql, view, now()))) {
          throw refuseRegister("contracts/view-name-taken", { name: input.name });
        }
        return one(caller, view.id);
      },
    }),
    updateView: endpoint(contractsApi.register.updateView, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const before = await mine(caller, input.id);
        const view = {
          id: before.id,
          ownerId: before.owner.id as PersonId,
          name: input.name ?? before.name,
          query: input.query ?? before.query,
          isShared: input.isShared ?? before.isShared,
        };
        if (!(await sql.begin((tx) => updateView(tx, view, now())))) {
          throw refuseRegister("contracts/view-name-taken", { name: view.name });
        }
        // An administrator who stops sharing somebody's view does not see it any more.
        return { ...before, name: view.name, query: view.query, isShared: view.isShared };
      },
    }),
    deleteView: endpoint(contractsApi.register.deleteView, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        await deleteView(sql, (await mine(caller, input.id)).id);
        return list(caller);
      },
    }),
    setDefaultView: endpoint(contractsApi.register.setDefaultView, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        if (input.id !== null) await one(caller, input.id);
        await putDefaultView(sql, caller.personId, input.id);
        return list(caller);
      },
    }),
  };
}

async function showViews(
  people: Pick<People, "findPeople">,
  rows: readonly ViewRow[],
  caller: Caller,
): Promise<SavedView[]> {
  const names = await people.findPeople([...new Set(rows.map(({ ownerId }) => ownerId))]);
  return rows.map(({ ownerId, ...row }) => ({
    ...row,
    owner: { id: ownerId, name: names.get(ownerId)?.name ?? "" },
    mayEdit: ownerId === caller.personId || caller.standing === "administrator",
  }));
}

/** Reads the filters of an address. Throws `contracts/bad-filter`. */
function readQuery(filters: RegisterFilters, timeZone: string): RegisterQuery {
  const several = (filter: keyof RegisterFilters, isOne: (value: string) => boolean): string[] => {
    const values = (filters[filter] ?? "").split(",").filter((value) => value !== "");
    if (values.length > 50 || !values.every(isOne)) throw refuseRegister("contracts/bad-filter", { filter });
    return values;
  };
  const amount = (text: string | undefined): bigint | null => {
    const decimal = text === undefined ? null : readDecimal(text.replace(/^0+(?=\d)/, ""));
    return decimal && decimal.units * 10n ** BigInt(2 - decimal.scale);
  };
  return {
    words: (filters.search ?? "").split(/\s+/).filter((word) => word !== ""),
    states: several("state", (value) => contractStates.some((state) => state === value)),
    categories: several("category", isId),
    directions: several("direction", (value) => directions.some((direction) => direction === value)),
    parties: several("party", isId),
    owners: several("owner", isId),
    departments: several("department", isId),
    tags: several("tag", () => true),
    amountFrom: amount(filters.amountFrom),
    amountTo: amount(filters.amountTo),
    endFrom: filters.endFrom ?? null,
    endTo: filters.endTo ?? null,
    changedFrom: filters.changedFrom ?? null,
    changedTo: filters.changedTo ?? null,
    timeZone,
  };
}

async function showRows(
  people: Pick<People, "findPeople" | "findDepartment">,
  rows: readonly FoundRow[],
): Promise<RegisterRow[]> {
  const owners = await people.findPeople([...new Set(rows.map(({ ownerId }) => ownerId))]);
  const ids = [...new Set(rows.map(({ departmentId }) => departmentId))].filter((id) => id !== null);
  const departments = new Map(
    await Promise.all(ids.map(async (id): Promise<[DepartmentId, string]> => [id, await nameOf(people, id)])),
  );
  return rows.map((row) => {
    const {
      amountMinor,
      currency,
      baseAmountMinor,
      ownerId,
      departmentId,
      createdAt,
      changedAt,
      sortKey: _,
      ...shown
    } = row;
    return {
      ...shown,
      amount: amountMinor === null || currency === null ? null : { minor: amountMinor, currency },
      baseAmount: baseAmountMinor === null ? null : { minor: baseAmountMinor, currency: BASE_CURRENCY },
      owner: { id: ownerId, name: owners.get(ownerId)?.name ?? "" },
      department: departmentId === null ? null : { id: departmentId, name: departments.get(departmentId) ?? "" },
      createdAt: createdAt.toISOString(),
      changedAt: changedAt.toISOString(),
    };
  });
}

async function nameOf(people: Pick<People, "findDepartment">, id: DepartmentId): Promise<string> {
  return (await people.findDepartment(id))?.name ?? "";
}

/** [CR6] Sums by direction and currency; what is in another currency is never added as it is. */
function addUp(sums: Awaited<ReturnType<typeof sumRegister>>): RegisterTotals {
  const base = new Map<string, { direction: (typeof sums)[number]["direction"]; minor: bigint; count: number }>();
  for (const { direction, currency, baseMinor, count, withoutBase } of sums) {
    if (currency === null) continue;
    const sum = base.get(direction) ?? { direction, minor: 0n, count: 0 };
    base.set(direction, { direction, minor: sum.minor + BigInt(baseMinor), count: sum.count + count - withoutBase });
  }
  return {
    count: sums.reduce((total, { count }) => total + count, 0),
    totals: sums.flatMap(({ direction, currency, minor, count }) =>
      currency === null ? [] : [{ direction, amount: { minor, currency }, count }],
    ),
    base: [...base.values()].map(({ direction, minor, count }) => ({
      direction,
      amount: { minor: minor.toString(), currency: BASE_CURRENCY },
      count,
    })),
    withoutBase: sums.reduce((total, { withoutBase }) => total + withoutBase, 0),
  };
}

function writeCursor({ sortKey, id }: FoundRow, sort: string): string {
  return Buffer.from(JSON.stringify([sort, sortKey, id]), "utf8").toString("base64url");
}

const keyShapes: Readonly<Record<string, RegExp>> = {
  changed: /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:?\d\d)?$/,
  created: /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:?\d\d)?$/,
  amount: /^-?\d{1,19}$/,
  end: /^\d{4}-\d\d-\d\d$/,
  number: /^[^\0]*$/,
  name: /^[^\0]*$/,
};

/** Throws `contracts/bad-cursor` for what no page of this order gave. */
function readCursor(text: string, sort: string): RegisterCursor {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    const [of, key, id] = Array.isArray(read) ? (read as unknown[]) : [];
    if (of === sort && typeof key === "string" && keyShapes[sort]?.test(key) && typeof id === "string" && isId(id)) {
      return { key, id };
    }
  } catch {
    // What is no JSON is no cursor either.
  }
  throw refuseRegister("contracts/bad-cursor");
}
