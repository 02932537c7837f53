import type { Migration } from "../platform/slice.ts";
import { commentMigrations } from "./comments/migrations.ts";
import { frozenMigrations } from "./frozen/migrations.ts";
import { libraryMigrations } from "./library/migrations.ts";
import { mentionMigrations } from "./mentions/migrations.ts";
import { mergingMigrations } from "./merging/migrations.ts";
import { refusedMigrations } from "./refused/migrations.ts";
import { reviewMigrations } from "./review/migrations.ts";
import { logMigrations } from "./rooms/migrations.ts";
import { sharingMigrations } from "./sharing/migrations.ts";
import { versionMigrations } from "./versions/migrations.ts";

/** What the parts of documents have done to the database, in the one order of their names. */
export const documentMigrations: readonly Migration[] = [
  ...libraryMigrations,
  ...logMigrations,
  ...sharingMigrations,
  ...commentMigrations,
  ...reviewMigrations,
  ...versionMigrations,
  ...mergingMigrations,
  ...mentionMigrations,
  ...refusedMigrations,
  ...frozenMigrations,
].toSorted((a, b) => (a.name < b.name ? -1 : 1));
