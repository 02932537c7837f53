import type { Migration } from "../../platform/slice.ts";
import { clauseMigrations } from "./clauses/migrations.ts";
import { approvalMigrations } from "./approval/migrations.ts";
import { laneMigrations } from "./lanes/migrations.ts";
import { partiesMigrations } from "./parties/migrations.ts";
import { negotiationMigrations } from "./negotiation/migrations.ts";
import { checksMigrations } from "./checks/migrations.ts";
import { recordMigrations } from "./record/migrations.ts";
import { registerMigrations } from "./register/migrations.ts";
import { pageMigrations } from "./contract-page/migrations.ts";
import { relatedMigrations } from "./related/migrations.ts";
import { reminderMigrations } from "./reminders/migrations.ts";
import { templateMigrations } from "./templates/migrations.ts";

/** What the parts of contracts have done to the database, in the one order of their names. */
export const contractMigrations: readonly Migration[] = [
  ...recordMigrations,
  ...negotiationMigrations,
  ...laneMigrations,
  ...partiesMigrations,
  ...registerMigrations,
  ...pageMigrations,
  ...relatedMigrations,
  ...reminderMigrations,
  ...templateMigrations,
  ...clauseMigrations,
  ...checksMigrations,
  ...approvalMigrations,
].toSorted((a, b) => (a.name < b.name ? -1 : 1));
