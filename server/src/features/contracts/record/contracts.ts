/**
 * The records of contracts: made, found, changed, led from state to state, with an event for everything.
 *
 * Invariants:
 * - A change and its events are one transaction that holds the contract's row: nothing happens without a trace, and the trail has one order.
 * - A state is left only by a way that the rules name [CS2].
 * - A person finds a contract here or `contracts/not-found`; whether there is one is nobody else's business.
 */
import type { Clock, DocumentId, Party, PersonId } from "@parley/base";
import { type ContractId, type ContractState, mayBecome, refuseContract } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractChange, ContractRecord, MemberReason, NewContract } from "./contract-record.ts";
import {
  type ContractViewer,
  type Queries,
  addMember,
  insertContract,
  isVisibleTo,
  listMembers,
  lockContract,
  selectContracts,
  updateContract,
} from "./contract-store.ts";
import { type KeptEvent, type NewEvent, appendEvents, listEvents } from "./event-store.ts";

/** Who acts on a contract, and for whom. */
export interface Actor {
  readonly personId: PersonId;
  readonly party: Party;
}

/** What one act does to a record, and how the trail tells it. */
export interface ContractAct {
  readonly change?: ContractChange;
  /** A state that the contract passes through in the same moment, where no way leads from the present one to the next by itself. */
  readonly through?: ContractState;
  readonly events: readonly NewEvent[];
  /** Who has to do with the contract from now on. */
  readonly members?: readonly { readonly personId: PersonId; readonly reason: MemberReason }[];
}

export interface Contracts {
  /** Makes a record and its first event within a transaction of the caller's. */
  insert(tx: Queries, contract: NewContract, by: Actor): Promise<void>;
  /** The record; `null` when there is none. Whether somebody may see it is not asked. */
  find(id: ContractId): Promise<ContractRecord | null>;
  /** The contract whose draft or present text a document is, or whose text it was in a negotiation; `null` for none. */
  findByDocument(documentId: DocumentId): Promise<ContractRecord | null>;
  /** The record for somebody who may see it. Throws `contracts/not-found`. */
  require(id: ContractId, viewer: ContractViewer): Promise<ContractRecord>;
  viewerOf(person: { personId: PersonId; isAdministrator: boolean }): Promise<ContractViewer>;
  /**
   * Does something to a contract: `decide` reads the locked record, throws a refusal or says what changes. What `decide` writes through `tx`
   * is of the same transaction. Throws `contracts/not-found`, and `contracts/state-forbids` for a way that there is not.
   * @returns the record afterwards
   */
  act(
    id: ContractId,
    decide: (contract: ContractRecord, tx: Queries) => Promise<ContractAct> | ContractAct,
  ): Promise<ContractRecord>;
  members(id: ContractId): Promise<{ personId: PersonId; reason: MemberReason; since: Date }[]>;
  events(id: ContractId, options?: Parameters<typeof listEvents>[2]): Promise<KeptEvent[]>;
  /** Calls `listener` after an act is committed, with the kinds of its events. @returns what ends it */
  onAct(listener: (acted: { contract: ContractRecord; kinds: readonly string[] }) => void): () => void;
}

export function createContracts({
  sql,
  people,
  clock,
}: {
  readonly sql: Sql;
  readonly people: Pick<People, "departmentsOf">;
  readonly clock: Clock;
}): Contracts {
  const listeners = new Set<Parameters<Contracts["onAct"]>[0]>();
  const findWhere = async (
    where: (tx: Queries) => Parameters<typeof selectContracts>[1],
  ): Promise<ContractRecord | null> => (await selectContracts(sql, where(sql)))[0] ?? null;
  const find = (id: ContractId): Promise<ContractRecord | null> => findWhere((tx) => tx`c.id = ${id}`);
  return {
    async insert(tx, contract, by) {
      const atMs = clock.nowMs();
      await insertContract(tx, contract, new Date(atMs));
      const { number, name, businessKind } = contract;
      const facts = { number, name, businessKind };
      await appendEvents(tx, contract.id, [{ kind: "contract.created", audience: "internal", by, facts }], atMs);
      await addMember(tx, contract.id, contract.initiatorId, "initiator", new Date(atMs));
    },
    find,
    findByDocument: (documentId) =>
      findWhere((tx) => tx`(c.document_id = ${documentId} or c.draft_id = ${documentId})`),
    async require(id, viewer) {
      const found = await findWhere((tx) => tx`c.id = ${id} and ${isVisibleTo(tx, viewer)}`);
      if (!found) throw refuseContract("contracts/not-found");
      return found;
    },
    viewerOf: async ({ personId, isAdministrator }) => ({
      personId,
      isAdministrator,
      departmentIds: isAdministrator ? [] : await people.departmentsOf(personId),
    }),
    async act(id, decide) {
      const kinds: string[] = [];
      await sql.begin(async (tx) => {
        const contract = await lockContract(tx, id);
        if (!contract) throw refuseContract("contracts/not-found");
        const { change = {}, through, events, members = [] } = await decide(contract, tx);
        const { state } = change;
        if (state !== undefined && state !== contract.state) requireWays([contract.state, through, state]);
        const atMs = clock.nowMs();
        if (Object.keys(change).length > 0) await updateContract(tx, id, change, new Date(atMs));
        await appendEvents(tx, id, events, atMs);
        for (const { personId, reason } of members) await addMember(tx, id, personId, reason, new Date(atMs));
        kinds.push(...events.map(({ kind }) => kind));
      });
      const contract = await find(id);
      if (!contract) throw refuseContract("contracts/not-found");
      for (const listener of listeners) listener({ contract, kinds });
      return contract;
    },
    members: (id) => listMembers(sql, id),
    events: (id, options) => listEvents(sql, id, options),
    onAct(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Throws `contracts/state-forbids` unless the rules name every way from one to the next [CS2]. */
function requireWays(states: readonly (ContractState | undefined)[]): void {
  const passed = states.filter((state) => state !== undefined);
  for (const [index, to] of passed.entries()) {
    const from = passed[index - 1];
    if (from !== undefined && !mayBecome(from, to)) throw refuseContract("contracts/state-forbids", { state: from });
  }
}
