import type { Migration } from "../../platform/slice.ts";
import { recordMigrations } from "./record/migrations.ts";

/** What the parts of contracts have done to the database, in the one order of their names. */
export const contractMigrations: readonly Migration[] = [...recordMigrations].toSorted((a, b) =>
  a.name < b.name ? -1 : 1,
);
