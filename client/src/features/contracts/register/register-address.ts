/** What the register shows, as it stands in the address: every view can be shared, reloaded and saved by it. */
import { type RegisterSort, registerSorts } from "@parley/contracts";

/** Filters of which several values can be chosen. */
export const choiceFilters = ["state", "category", "party", "owner", "department", "direction", "tag"] as const;
export type ChoiceFilter = (typeof choiceFilters)[number];
/** Filters with two bounds. */
export const rangeFilters = ["amount", "end", "changed"] as const;
export type RangeFilter = (typeof rangeFilters)[number];
export type RegisterFilter = ChoiceFilter | RangeFilter;

export const registerColumns = [
  "number",
  "name",
  "party",
  "category",
  "state",
  "direction",
  "amount",
  "base",
  "term",
  "owner",
  "department",
  "tags",
  "created",
  "changed",
] as const;
export type RegisterColumn = (typeof registerColumns)[number];
export const usualColumns: readonly RegisterColumn[] = [
  "number",
  "name",
  "party",
  "state",
  "amount",
  "term",
  "owner",
  "changed",
];

export interface RegisterAddress {
  readonly search: string;
  readonly choices: Readonly<Record<ChoiceFilter, readonly string[]>>;
  readonly ranges: Readonly<Record<RangeFilter, { readonly from: string; readonly to: string }>>;
  readonly sort: RegisterSort;
  readonly order: "asc" | "desc";
  readonly columns: readonly RegisterColumn[];
  /** The saved view that was opened last; `all` for none on purpose. */
  readonly view: string;
}

const dayShape = /^\d{4}-\d\d-\d\d$/;
const shapes: Readonly<Record<RangeFilter, RegExp>> = {
  amount: /^\d{1,15}(\.\d{1,2})?$/,
  end: dayShape,
  changed: dayShape,
};

/** Reads an address. Whatever does not fit is as if it were absent: an old or mistyped link still opens. */
export function readAddress(search: Readonly<Record<string, unknown>>): RegisterAddress {
  const text = (name: string): string => (typeof search[name] === "string" ? search[name] : "");
  const list = (name: string): string[] =>
    text(name)
      .split(",")
      .filter((value) => value !== "");
  const bound = (name: RangeFilter, end: "From" | "To"): string =>
    shapes[name].test(text(name + end)) ? text(name + end) : "";
  const range = (name: RangeFilter) => ({ from: bound(name, "From"), to: bound(name, "To") });
  const columns = registerColumns.filter((column) => list("columns").includes(column));
  return {
    search: text("search").slice(0, 200),
    choices: {
      state: list("state"),
      category: list("category"),
      party: list("party"),
      owner: list("owner"),
      department: list("department"),
      direction: list("direction"),
      tag: list("tag"),
    },
    ranges: { amount: range("amount"), end: range("end"), changed: range("changed") },
    sort: registerSorts.find((each) => each === text("sort")) ?? "changed",
    order: text("order") === "asc" ? "asc" : "desc",
    columns: columns.length > 0 ? columns : usualColumns,
    view: text("view"),
  };
}

/** The filters as the server takes them. */
export function filtersOf({ search, choices, ranges }: RegisterAddress): Record<string, string> {
  const filters: Record<string, string> = search === "" ? {} : { search };
  for (const name of choiceFilters) if (choices[name].length > 0) filters[name] = choices[name].join(",");
  for (const name of rangeFilters) {
    const { from, to } = ranges[name];
    if (from !== "") filters[`${name}From`] = from;
    if (to !== "") filters[`${name}To`] = to;
  }
  return filters;
}

/** Writes an address; what is usual is left out, so the plain address stays plain. */
export function writeAddress(address: RegisterAddress): Record<string, string> {
  const columns = address.columns.join(",");
  return {
    ...filtersOf(address),
    ...(address.sort === "changed" ? {} : { sort: address.sort }),
    ...(address.order === "desc" ? {} : { order: address.order }),
    ...(columns === usualColumns.join(",") ? {} : { columns }),
    ...(address.view === "" ? {} : { view: address.view }),
  };
}

/** What a saved view keeps of an address: all but the view itself. */
export function queryOf(address: RegisterAddress): string {
  return new URLSearchParams(writeAddress({ ...address, view: "" })).toString();
}

/** Whether any filter is set, or words are searched. */
export function isFiltered(address: RegisterAddress): boolean {
  return Object.keys(filtersOf(address)).length > 0;
}
