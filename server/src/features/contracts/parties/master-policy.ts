import { refuseMaster } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import type { Policy } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { listReaders } from "./master-store.ts";

/** Who keeps the master data. */
export interface MasterPolicies {
  /** Whether somebody keeps it: administrators, and people of departments that read the whole register. */
  mayEdit(caller: Pick<Caller, "personId" | "standing">): Promise<boolean>;
  /** Those people. Throws `contracts/master-not-yours`. */
  readonly edits: Policy<unknown, Caller>;
}

export function createMasterPolicies(deps: {
  readonly sql: Sql;
  readonly people: Pick<People, "departmentsOf">;
}): MasterPolicies {
  const mayEdit: MasterPolicies["mayEdit"] = async ({ personId, standing }) => {
    if (standing === "administrator") return true;
    const [theirs, readers] = await Promise.all([deps.people.departmentsOf(personId), listReaders(deps.sql)]);
    return standing === "member" && theirs.some((id) => readers.includes(id));
  };
  const edits: Policy<unknown, Caller> = async (call) => {
    const caller = await colleague(call);
    if (!(await mayEdit(caller))) throw refuseMaster("contracts/master-not-yours");
    return caller;
  };
  return {
    mayEdit,
    edits: Object.assign(edits, { label: "administrators, people of departments that read the whole register" }),
  };
}
