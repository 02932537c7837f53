import { type Clock, type DepartmentId, type PersonId, type Random, must, newId } from "@parley/base";
import type { Log } from "../../platform/log.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import { findCompanyName, insertCompany } from "../directory/company-store.ts";
import { insertDepartment } from "../directory/department-store.ts";
import type { Directory } from "../directory/directory.ts";
import { lockDirectory } from "../directory/person-store.ts";
import { demoCompanyName, demoDepartments, demoPassword, demoPeople } from "./demo-company.ts";

/** Fills an empty server with the demo company, all or nothing. Does nothing when there is a company. */
export async function seedDemoCompany(deps: {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly directory: Directory;
  readonly hashPassword: (password: string) => Promise<string>;
}): Promise<void> {
  const { sql, clock, random, directory } = deps;
  if ((await findCompanyName(sql)) !== null) return;
  // One hash for all: the password is printed anyway, and sixteen hashes would hold the first start up.
  const hash = await deps.hashPassword(demoPassword);
  await sql.begin(async (tx) => {
    await lockDirectory(tx);
    const now = new Date(clock.nowMs());
    if (!(await insertCompany(tx, { name: demoCompanyName, timeZone: "Asia/Shanghai", setUpAt: now }))) return;
    const departments = new Map<string, DepartmentId>();
    for (const [index, [name, parent]] of demoDepartments.entries()) {
      const id = newId<"department">(random);
      const parentId =
        parent === null ? null : must(departments.get(parent), `department ${parent} comes before those below it`);
      // A millisecond apart, so that the list keeps this order.
      await insertDepartment(tx, { id, name, parentId }, new Date(now.getTime() + index));
      departments.set(name, id);
    }
    const people = new Map<string, PersonId>();
    for (const { account, manager, department, administrator, ...rest } of demoPeople) {
      const { person } = await directory.createWithin(
        tx,
        {
          ...rest,
          email: `${account}@parley.example`,
          standing: administrator ? "administrator" : "member",
          managerId:
            manager === null ? null : must(people.get(manager), `${manager} comes before those who report to them`),
          departmentIds: [must(departments.get(department), `department ${department} exists`)],
        },
        { accountId: newId<"account">(random), hash },
      );
      people.set(account, person.id as PersonId);
    }
    deps.log.info({ people: demoPeople.length }, "The demo company is there");
  });
}
