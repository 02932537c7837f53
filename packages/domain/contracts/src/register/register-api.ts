/** The register on the wire: the list of contracts with its filters, totals, export and saved views. */
import { oc } from "@orpc/contract";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { businessKinds, contractStates, directions, termKinds } from "../contract-state.ts";
import { daySchema } from "../calendar/day.ts";
import { moneySchema } from "../money/money.ts";

/** What the list can be ordered by. */
export const registerSorts = ["changed", "created", "number", "name", "amount", "end"] as const;
export type RegisterSort = (typeof registerSorts)[number];

/** Several values of one filter in an address, separated by commas. */
const several = z.string().max(2000).optional();
const day = daySchema.optional();
/** Main units of the base currency. */
const amount = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,2})?$/)
  .optional();

/** Which contracts: every filter narrows; several values of one mean any of them. */
export const registerFiltersSchema = z.object({
  search: z.string().trim().max(200).optional(),
  state: several,
  category: several,
  direction: several,
  party: several,
  owner: several,
  department: several,
  tag: several,
  amountFrom: amount,
  amountTo: amount,
  endFrom: day,
  endTo: day,
  changedFrom: day,
  changedTo: day,
});
export type RegisterFilters = z.infer<typeof registerFiltersSchema>;

const order = {
  sort: z.enum(registerSorts).default("changed"),
  order: z.enum(["asc", "desc"]).default("desc"),
};

const named = z.object({ id: idSchema, name: z.string() });

/** A contract as a row of the register. */
export const registerRowSchema = z.object({
  id: idSchema,
  number: z.string(),
  name: z.string(),
  category: z.object({ id: idSchema, code: z.string(), en: z.string(), zh: z.string() }),
  state: z.enum(contractStates),
  businessKind: z.enum(businessKinds),
  direction: z.enum(directions),
  amount: moneySchema.nullable(),
  baseAmount: moneySchema.nullable(),
  termKind: z.enum(termKinds),
  startDay: daySchema.nullable(),
  endDay: daySchema.nullable(),
  owner: named,
  department: named.nullable(),
  tags: z.array(z.string()),
  ours: z.array(z.string()),
  counterparties: z.array(z.string()),
  createdAt: momentSchema,
  changedAt: momentSchema,
});
export type RegisterRow = z.infer<typeof registerRowSchema>;

/** Sums of one direction in one currency; amounts of different currencies are never added. */
const totalSchema = z.object({
  direction: z.enum(directions),
  amount: moneySchema,
  count: z.number().int(),
});

/** What the whole filtered set comes to. */
export const registerTotalsSchema = z.object({
  count: z.number().int(),
  totals: z.array(totalSchema),
  /** By direction, in the base currency. */
  base: z.array(totalSchema),
  /** Contracts with an amount that has no rate: they are in `totals` only. */
  withoutBase: z.number().int(),
});
export type RegisterTotals = z.infer<typeof registerTotalsSchema>;

/** A way to look at the register that somebody gave a name. */
export const savedViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** The part of the register's address after `?`. */
  query: z.string(),
  isShared: z.boolean(),
  isDefault: z.boolean(),
  owner: named,
  /** Whether the caller may change or delete it. */
  mayEdit: z.boolean(),
});
export type SavedView = z.infer<typeof savedViewSchema>;

const viewFields = {
  name: z.string().trim().min(1).max(80),
  query: z.string().max(2000),
  isShared: z.boolean(),
};
const views = z.object({ views: z.array(savedViewSchema) });

export const registerApi = {
  list: oc
    .route({ method: "GET", path: "/contracts", summary: "Contracts the caller may see" })
    .input(
      registerFiltersSchema.extend({
        ...order,
        cursor: z.string().max(1000).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ contracts: z.array(registerRowSchema), nextCursor: z.string().nullable() })),
  totals: oc
    .route({ method: "GET", path: "/contract-totals", summary: "What the contracts of a filter come to" })
    .input(registerFiltersSchema)
    .output(registerTotalsSchema),
  tags: oc
    .route({ method: "GET", path: "/contract-tags", summary: "Tags of contracts the caller may see, most used first" })
    .output(z.object({ tags: z.array(z.string()) })),
  export: oc
    .route({
      method: "GET",
      path: "/contract-export",
      summary: "The contracts of a filter as a CSV file for spreadsheets",
      outputStructure: "detailed",
    })
    .input(registerFiltersSchema.extend(order))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
  views: oc
    .route({ method: "GET", path: "/contract-views", summary: "The caller's saved views, and those shared with all" })
    .output(views),
  createView: oc
    .route({ method: "POST", path: "/contract-views", successStatus: 201, summary: "Save a view" })
    .input(z.object({ ...viewFields, isShared: viewFields.isShared.default(false) }))
    .output(savedViewSchema),
  updateView: oc
    .route({ method: "PATCH", path: "/contract-views/{id}", summary: "Change a saved view" })
    .input(
      z.object({
        id: idSchema,
        name: viewFields.name.optional(),
        query: viewFields.query.optional(),
        isShared: viewFields.isShared.optional(),
      }),
    )
    .output(savedViewSchema),
  deleteView: oc
    .route({ method: "DELETE", path: "/contract-views/{id}", summary: "Delete a saved view" })
    .input(z.object({ id: idSchema }))
    .output(views),
  setDefaultView: oc
    .route({
      method: "PUT",
      path: "/contract-default-view",
      summary: "The view with which the caller's register opens",
    })
    .input(z.object({ id: idSchema.nullable() }))
    .output(views),
};
