import { type Clock, type Language, type Random, newId } from "@parley/base";
import { refusePeople } from "@parley/people";
import type { Sql } from "../platform/postgres/client.ts";
import { findCompanyName, insertCompany } from "./directory/company-store.ts";
import { refuseFaultyPassword } from "./credentials/password.ts";
import type { Directory } from "./directory/directory.ts";
import { lockDirectory } from "./directory/person-store.ts";

/** Creates the company and its first administrator, once. Of two calls at once one is refused, and nothing of it stays. */
export async function setUpCompany(
  deps: {
    sql: Sql;
    clock: Clock;
    random: Random;
    directory: Directory;
    hashPassword: (password: string) => Promise<string>;
  },
  wanted: {
    companyName: string;
    timeZone?: string | undefined;
    name: string;
    email: string;
    password: string;
    language: Language;
  },
): Promise<void> {
  // Before the expensive hash: after set-up anybody may still call this.
  if ((await findCompanyName(deps.sql)) !== null) throw refusePeople("people/set-up-done");
  refuseFaultyPassword(wanted.password, wanted);
  const hash = await deps.hashPassword(wanted.password);
  await deps.sql.begin(async (tx) => {
    await lockDirectory(tx);
    const { companyName, timeZone } = wanted;
    if (!(await insertCompany(tx, { name: companyName, timeZone, setUpAt: new Date(deps.clock.nowMs()) })))
      throw refusePeople("people/set-up-done");
    await deps.directory.createWithin(
      tx,
      { name: wanted.name, email: wanted.email, standing: "administrator", language: wanted.language },
      { accountId: newId<"account">(deps.random), hash },
    );
  });
}
