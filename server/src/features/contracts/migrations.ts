import type { Migration } from "../../platform/slice.ts";
import { partiesMigrations } from "./parties/migrations.ts";
import { negotiationMigrations } from "./negotiation/migrations.ts";
import { recordMigrations } from "./record/migrations.ts";
import { registerMigrations } from "./register/migrations.ts";

/** What the parts of contracts have done to the database, in the one order of their names. */
export const contractMigrations: readonly Migration[] = [
  ...recordMigrations,
  ...negotiationMigrations,
  ...partiesMigrations,
  ...registerMigrations,
].toSorted((a, b) => (a.name < b.name ? -1 : 1));
