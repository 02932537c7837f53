/**
 * Changes of a record by hand.
 *
 * Invariants:
 * - Whoever changes a record has seen its present revision, or is told who changed it since.
 * - What an approval covers (name, amount, direction, tax, term) changes only while the text may change, too.
 * - The trail tells what each field was before.
 */
import type { DepartmentId, PersonId } from "@parley/base";
import {
  type ContractEdit,
  type ContractId,
  type EventFacts,
  mayBecome,
  refuseContract,
  takesChanges,
} from "@parley/contracts";
import { refusePeople } from "@parley/people";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { inBaseCurrency } from "../parties/base-amount.ts";
import { listRates } from "../parties/master-store.ts";
import type { ContractChange, ContractRecord } from "../record/contract-record.ts";
import type { Queries } from "../record/contract-store.ts";
import type { Actor, ContractAct, Contracts } from "../record/contracts.ts";
import type { NewEvent } from "../record/event-store.ts";
import { findLastChanger } from "./page-store.ts";

export interface RecordEditor {
  /**
   * Throws `contracts/changed-meanwhile`, `contracts/state-forbids`, `contracts/term-reversed`, and `people/not-found` and
   * `people/department-not-found` for who is not there.
   */
  edit(id: ContractId, revision: number, edit: ContractEdit, by: Actor): Promise<ContractRecord>;
  /** Throws `contracts/changed-meanwhile` unless this is the record's present revision. Within an act. */
  requireRevision(tx: Queries, contract: ContractRecord, revision: number): Promise<void>;
}

export function createRecordEditor(deps: {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "act">;
  readonly people: Pick<People, "findPerson" | "findPeople" | "findDepartment">;
}): RecordEditor {
  const { contracts, people } = deps;
  const requireRevision: RecordEditor["requireRevision"] = async (tx, contract, revision) => {
    if (contract.revision === revision) return;
    const changer = await findLastChanger(tx, contract.id);
    const name = changer === null ? "" : ((await people.findPeople([changer])).get(changer)?.name ?? "");
    throw refuseContract("contracts/changed-meanwhile", { name });
  };
  return {
    requireRevision,
    async edit(id, revision, edit, by) {
      await requireThere(people, edit);
      return contracts.act(id, async (contract, tx) => {
        await requireRevision(tx, contract, revision);
        const change = changeOf(contract, edit);
        requireOpen(contract, change);
        requireTerm({ ...contract, ...change });
        const base =
          "amountMinor" in change || "currency" in change ? await baseOf(deps.sql, { ...contract, ...change }) : {};
        return actOf(contract, change, base, by);
      });
    },
  };
}

/** The amount in the base currency, by the company's rate of today. */
async function baseOf(
  sql: Sql,
  { amountMinor, currency }: Pick<ContractRecord, "amountMinor" | "currency">,
): Promise<ContractChange> {
  if (amountMinor === null || currency === null) return { baseAmountMinor: null };
  const rate = (await listRates(sql)).find((each) => each.currency === currency)?.rate ?? null;
  return { baseAmountMinor: inBaseCurrency({ minor: amountMinor, currency }, rate)?.minor ?? null };
}

async function requireThere(
  people: Pick<People, "findPerson" | "findDepartment">,
  { ownerId, departmentId }: ContractEdit,
): Promise<void> {
  if (ownerId !== undefined) {
    const person = await people.findPerson(ownerId as PersonId);
    if (!person?.active || person.standing === "guest") throw refusePeople("people/not-found");
  }
  if (
    departmentId !== undefined &&
    departmentId !== null &&
    !(await people.findDepartment(departmentId as DepartmentId))
  )
    throw refusePeople("people/department-not-found");
}

/** What really changes of the record. */
function changeOf(contract: ContractRecord, { amount, ownerId, departmentId, ...edit }: ContractEdit): ContractChange {
  const wanted: { [Name in keyof ContractChange]: ContractChange[Name] | undefined } = {
    ...edit,
    ...(amount !== undefined && { amountMinor: amount && BigInt(amount.minor), currency: amount && amount.currency }),
    ...(ownerId !== undefined && { ownerId: ownerId as PersonId }),
    ...(departmentId !== undefined && { departmentId: departmentId as DepartmentId | null }),
  };
  const isSame = (name: keyof ContractChange): boolean =>
    name === "tags"
      ? JSON.stringify(wanted.tags) === JSON.stringify(contract.tags)
      : wanted[name] === contract[name] || wanted[name] === undefined;
  const names = (Object.keys(wanted) as (keyof ContractChange)[]).filter((name) => !isSame(name));
  return Object.fromEntries(names.map((name) => [name, wanted[name]]));
}

/** What is for the company's own order and binds nobody. */
const alwaysOpen: ReadonlySet<string> = new Set(["ownerId", "departmentId", "tags", "remark"]);

function requireOpen({ state }: ContractRecord, change: ContractChange): void {
  const covered = Object.keys(change).some((name) => !alwaysOpen.has(name));
  // What was withdrawn, sent back or negotiated to the end is not approved yet.
  const isOpen = takesChanges(state) || mayBecome(state, "draft") || mayBecome(state, "negotiating");
  if (covered && (!isOpen || state === "approving")) throw refuseContract("contracts/state-forbids", { state });
}

function requireTerm({ startDay, endDay }: Pick<ContractRecord, "startDay" | "endDay">): void {
  if (startDay !== null && endDay !== null && endDay < startDay) throw refuseContract("contracts/term-reversed");
}

const asFact = (value: unknown): EventFacts[string] =>
  typeof value === "bigint" ? value.toString() : (value as EventFacts[string]);

function actOf(contract: ContractRecord, change: ContractChange, base: ContractChange, by: Actor): ContractAct {
  const { ownerId, ...fields } = change;
  const names = (Object.keys(fields) as (keyof typeof fields)[]).toSorted();
  const events: NewEvent[] = [];
  if (names.length > 0) {
    const before = Object.fromEntries(names.map((name) => [name, asFact(contract[name])]));
    const after = Object.fromEntries(names.map((name) => [name, asFact(fields[name])]));
    events.push({ kind: "contract.edited", audience: "internal", by, facts: { fields: names, before, after } });
  }
  if (ownerId !== undefined) {
    const facts = { fromPersonId: contract.ownerId, toPersonId: ownerId };
    events.push({ kind: "contract.handed-over", audience: "internal", by, facts });
  }
  return {
    change: { ...change, ...base },
    events,
    // Who led it goes on seeing what became of it.
    members: ownerId === undefined ? [] : [{ personId: contract.ownerId, reason: "reader" }],
  };
}
