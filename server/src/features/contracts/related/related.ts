/**
 * Contracts that are related: supplements, renewals, whatever refers to another.
 *
 * Invariants:
 * - A relation is made and taken back in one transaction with an event in both trails.
 * - A contract that somebody may not see is told of as one that is there, without its number, name or amount: what is shown of the
 *   family would mislead if it were left out, and more is not theirs to know.
 */
import type { Clock } from "@parley/base";
import {
  type ContractId,
  type ContractOverview,
  type ContractRef,
  type Day,
  type FamilyAnswer,
  type MoneyOnWire,
  type RelatedContract,
  type Relation,
  type SuccessorKind,
  closesCycle,
  effectiveValues,
  familyTree,
  refuseContract,
  relationKinds,
} from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import { type ContractViewer, type Queries, lockContract } from "../record/contract-store.ts";
import type { Actor, Contracts } from "../record/contracts.ts";
import { appendEvents } from "../record/event-store.ts";
import {
  deleteRelation,
  findPrevious,
  findVisible,
  insertRelation,
  listConnected,
  listRelations,
  listSuccessors,
  listTerminationDays,
  lockRelations,
} from "./relation-store.ts";

export interface Related {
  list(id: ContractId, viewer: ContractViewer): Promise<RelatedContract[]>;
  /** Throws `contracts/not-found` for an other one that is not open, `contracts/relation-cycle`, `contracts/already-related`. */
  add(relation: RelationOf, viewer: ContractViewer, by: Actor): Promise<void>;
  /** Throws as `add`, `contracts/relation-not-found`, `contracts/relation-kept`. */
  remove(relation: RelationOf, viewer: ContractViewer, by: Actor): Promise<void>;
  family(id: ContractId, viewer: ContractViewer, today: Day): Promise<FamilyAnswer>;
  /** What a contract follows, and what follows it. */
  around(
    id: ContractId,
    viewer: ContractViewer,
  ): Promise<Pick<ContractOverview, "previous" | "terminationDay" | "successors">>;
}

/** A relation between the first two of them. */
export interface RelationOf extends Relation {
  readonly contractId: ContractId;
  readonly otherId: ContractId;
}

interface RelatedDeps {
  readonly sql: Sql;
  readonly contracts: Contracts;
  readonly people: Pick<People, "findPeople">;
  readonly clock: Clock;
}

export function createRelated(deps: RelatedDeps): Related {
  const { sql, people } = deps;
  return {
    async list(id, viewer) {
      const relations = await listRelations(sql, id);
      const others = relations.map(({ contractId, otherId }) => (contractId === id ? otherId : contractId));
      const [open, found] = await Promise.all([
        findVisible(sql, others, viewer),
        people.findPeople(relations.map(({ byId }) => byId)),
      ]);
      return relations.map(({ contractId, kind, at, byId }, index) => ({
        kind,
        sense: contractId === id ? "is" : "has",
        contract: toRef(open.get(others[index] ?? "")),
        at: at.toISOString(),
        by: { id: byId, name: found.get(byId)?.name ?? "" },
      }));
    },
    add: (relation, viewer, by) =>
      change(deps, relation, viewer, { kind: "relation.added", by }, async (tx) => {
        await lockRelations(tx);
        if (closesCycle(await listConnected(tx, relation.contractId, relationKinds), relation))
          throw refuseContract("contracts/relation-cycle");
        if (!(await insertRelation(tx, relation, by.personId, new Date(deps.clock.nowMs()))))
          throw refuseContract("contracts/already-related");
      }),
    remove: (relation, viewer, by) =>
      change(deps, relation, viewer, { kind: "relation.removed", by }, async (tx, contract) => {
        const { previousId } = await findPrevious(tx, relation.contractId);
        const isOrigin = previousId === relation.otherId && contract.businessKind === relation.kind;
        if (isOrigin) throw refuseContract("contracts/relation-kept");
        if (!(await deleteRelation(tx, relation))) throw refuseContract("contracts/relation-not-found");
      }),
    family: (id, viewer, today) => readFamily(sql, id, viewer, today),
    around: (id, viewer) => readAround(sql, id, viewer),
  };
}

/** Changes a relation within a transaction that holds both contracts, and tells of it in both trails. */
async function change(
  { sql, contracts, clock }: RelatedDeps,
  { contractId, otherId, kind }: RelationOf,
  viewer: ContractViewer,
  { kind: event, by }: { readonly kind: string; readonly by: Actor },
  run: (tx: Queries, first: ContractRecord) => Promise<void>,
): Promise<void> {
  const open = await findVisible(sql, [contractId, otherId], viewer);
  const subject = open.get(contractId);
  if (!subject || !open.has(otherId) || contractId === otherId) throw refuseContract("contracts/not-found");
  const told = (sense: "is" | "has"): Parameters<typeof appendEvents>[2][number] => ({
    kind: event,
    audience: "internal",
    by,
    facts: { kind, sense, contractId: sense === "is" ? otherId : contractId },
  });
  // In one order, so that two of them never wait for each other.
  const first = contractId < otherId ? contractId : otherId;
  const second = first === contractId ? otherId : contractId;
  await contracts.act(first, async (_locked, tx) => {
    await lockContract(tx, second);
    await run(tx, subject);
    await appendEvents(tx, second, [told(second === contractId ? "is" : "has")], clock.nowMs());
    return { events: [told(first === contractId ? "is" : "has")] };
  });
}

/** A contract as another one's page names it; `null` for one that is not open. */
export function toRef(contract: ContractRecord | undefined): ContractRef | null {
  if (!contract) return null;
  const { id, number, name, state } = contract;
  return { id, number, name, state };
}

async function readFamily(sql: Sql, id: ContractId, viewer: ContractViewer, today: Day): Promise<FamilyAnswer> {
  const relations = await listConnected(
    sql,
    id,
    relationKinds.filter((kind) => kind !== "refers-to" && kind !== "replaces"),
  );
  const places = familyTree(id, relations);
  const open = await findVisible(
    sql,
    places.map((place) => place.id),
    viewer,
  );
  const terminations = await listTerminationDays(sql, [...open.keys()]);
  const members = new Map(
    [...open].map(([each, contract]) => {
      const { state, startDay, approvedAtMs } = contract;
      const endDay = contract.businessKind === "termination" ? (terminations.get(each) ?? null) : contract.endDay;
      return [each, { id: each, state, startDay, endDay, approvedAtMs, amount: amountOf(contract) }];
    }),
  );
  const { amounts, endDay } = effectiveValues(places, members, today);
  const refOf = (each: string): ContractRef[] => [toRef(open.get(each)) ?? []].flat();
  return {
    places: places.map((place) => ({ ...place, contract: toFamilyRef(open.get(place.id)) })),
    amounts: amounts.map(({ minor, currency, from }) => ({
      money: { minor, currency },
      from: from.flatMap((part) =>
        refOf(part.id).map((contract) => ({ contract, money: { minor: part.minor, currency }, how: part.how })),
      ),
    })),
    endDay: endDay && (refOf(endDay.from).map((from) => ({ day: endDay.day, from }))[0] ?? null),
    closed: places.length - open.size,
  };
}

const amountOf = ({ amountMinor, currency }: ContractRecord): MoneyOnWire | null =>
  amountMinor === null || currency === null ? null : { minor: amountMinor.toString(), currency };

function toFamilyRef(contract: ContractRecord | undefined): FamilyAnswer["places"][number]["contract"] {
  if (!contract) return null;
  const { id, number, name, state, startDay, endDay } = contract;
  return { id, number, name, state, startDay, endDay, amount: amountOf(contract) };
}

async function readAround(sql: Sql, id: ContractId, viewer: ContractViewer): ReturnType<Related["around"]> {
  const [{ previousId, terminationDay }, successors] = await Promise.all([
    findPrevious(sql, id),
    listSuccessors(sql, id),
  ]);
  const ids = [...(previousId === null ? [] : [previousId]), ...successors.map((each) => each.id)];
  const open = await findVisible(sql, ids, viewer);
  return {
    previous: previousId === null ? null : { contract: toRef(open.get(previousId)) },
    terminationDay,
    successors: successors
      .filter(({ state }) => !isGivenUp(state))
      .map((each) => ({
        kind: each.businessKind as SuccessorKind,
        approved: !isBefore(each.state),
        contract: toRef(open.get(each.id)),
      })),
  };
}

/** Whether a contract came to nothing. */
export const isGivenUp = (state: ContractRecord["state"]): boolean =>
  ["withdrawn", "rejected", "voided"].includes(state);

/** Whether a contract is not approved yet. */
export const isBefore = (state: ContractRecord["state"]): boolean =>
  ["draft", "negotiating", "negotiated", "approving"].includes(state);
