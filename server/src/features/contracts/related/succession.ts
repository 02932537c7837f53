/**
 * Contracts that change, renew or end another one.
 *
 * Invariants:
 * - A successor, its link to the one before it, the events of both and the moment in which its text comes in sight are one transaction.
 * - There is one renewal and one termination of a contract at most that was not given up, and one change at a time that is not approved.
 * - The contract before is only changed, renewed or terminated when its successor is in the archive. That is done once, also when a server
 *   stops in between: what is left is found again at the next start.
 */
import { type Clock, type DocumentId, type Language, type PersonId, type Random, newId } from "@parley/base";
import {
  type ContractId,
  type ContractState,
  type Day,
  type SuccessorKind,
  isInForce,
  mayBecome,
  refuseContract,
  renewedTerm,
} from "@parley/contracts";
import type { Completion, NewDocuments } from "../../../documents/index.ts";
import type { Log } from "../../../platform/log.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { listPayments, replacePayments } from "../contract-page/payment-store.ts";
import type { ContractRecord, NewContract } from "../record/contract-record.ts";
import { type Queries, nextInSequence } from "../record/contract-store.ts";
import type { Contracts } from "../record/contracts.ts";
import { isBefore, isGivenUp } from "./related.ts";
import { insertRelation, listSuccessors, listUnsucceeded, noteSucceeded, setPrevious } from "./relation-store.ts";

export interface Succession {
  /**
   * Begins a successor of a contract that is in force: pre-filled, linked, with a text of its own.
   * Throws `contracts/state-forbids`, `contracts/termination-day`, `contracts/already-succeeded`.
   */
  begin(
    previous: ContractRecord,
    wanted: { readonly kind: SuccessorKind; readonly reason: string; readonly terminationDay: Day | null },
    by: { readonly personId: PersonId; readonly language: Language },
  ): Promise<ContractId>;
  /** Does to contracts what their successors in the archive are for, as far as that is not done. */
  settle(): Promise<void>;
  /** Settles now, and whenever a contract comes into the archive. @returns what ends it */
  watch(): () => Promise<void>;
}

interface SuccessionDeps {
  readonly sql: Sql;
  readonly contracts: Contracts;
  readonly newDocuments: Pick<NewDocuments, "empty" | "copyOf">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Pick<Log, "error">;
}

/** What is added to a number, by kind; a count follows. */
const letters: Readonly<Record<SuccessorKind, string>> = { change: "C", renewal: "R", termination: "T" };
const names: Readonly<Record<SuccessorKind, Readonly<Record<Language, string>>>> = {
  change: { en: "change", zh: "变更" },
  renewal: { en: "renewal", zh: "续签" },
  termination: { en: "termination", zh: "终止" },
};
const outcomes: Readonly<Record<SuccessorKind, ContractState>> = {
  change: "changed",
  renewal: "renewed",
  termination: "terminated",
};

export function createSuccession(deps: SuccessionDeps): Succession {
  const { contracts, log } = deps;
  const settle = (): Promise<void> => settleAll(deps);
  return {
    begin: (previous, wanted, by) => begin(deps, previous, wanted, by),
    settle,
    watch() {
      let running = Promise.resolve();
      const run = (): void => {
        running = running
          .then(settle)
          .catch((error: unknown) => log.error({ err: error }, "Successions are not settled"));
      };
      run();
      const end = contracts.onAct(({ contract, kinds }) => {
        if (contract.state === "archived" && kinds.length > 0) run();
      });
      return async () => {
        end();
        await running;
      };
    },
  };
}

async function begin(
  deps: SuccessionDeps,
  previous: ContractRecord,
  { kind, reason, terminationDay }: Parameters<Succession["begin"]>[1],
  by: Parameters<Succession["begin"]>[2],
): Promise<ContractId> {
  const { sql, contracts, clock, random } = deps;
  if (kind === "termination" && terminationDay === null) throw refuseContract("contracts/termination-day");
  await requireOpen(sql, previous, kind);
  const id = newId<"contract">(random);
  const actor = { personId: by.personId, party: "ours" } as const;
  await makeText(deps, previous, kind, by, async (draftId, appear) => {
    await contracts.act(previous.id, async (locked, tx) => {
      await requireOpen(tx, locked, kind);
      const count = await nextInSequence(tx, `${locked.number}-${letters[kind]}`);
      const contract = successorOf(locked, { id, draftId, kind, count, reason }, by);
      await contracts.insert(tx, contract, actor);
      await insertRelation(tx, { contractId: id, kind, otherId: locked.id }, by.personId, new Date(clock.nowMs()));
      await setPrevious(tx, id, locked.id, kind === "termination" ? terminationDay : null);
      if (kind === "change") await copyPayments(tx, locked.id, id, random);
      await appear(tx, { title: contract.name, otherOwners: [contract.ownerId] });
      const facts = { kind, contractId: id, reason, terminationDay };
      return { events: [{ kind: "contract.succession-begun", audience: "internal", by: actor, facts }] };
    });
  });
  return id;
}

async function requireOpen(sql: Queries, previous: ContractRecord, kind: SuccessorKind): Promise<void> {
  const { state } = previous;
  const isOpen = isInForce(state) || (state === "expired" && kind === "renewal");
  if (!isOpen) throw refuseContract("contracts/state-forbids", { state });
  const same = (await listSuccessors(sql, previous.id)).find(
    (each) => each.businessKind === kind && !isGivenUp(each.state) && (kind !== "change" || isBefore(each.state)),
  );
  if (same) throw refuseContract("contracts/already-succeeded", { name: same.name });
}

/** The text of a successor: what was agreed before, to be changed; an end has words of its own. It comes in sight with the contract. */
async function makeText(
  { newDocuments }: SuccessionDeps,
  previous: ContractRecord,
  kind: SuccessorKind,
  by: { readonly personId: PersonId; readonly language: Language },
  complete: Completion,
): Promise<void> {
  const title = titleOf(previous, kind, by.language);
  const { documentId } = previous;
  const place = { kind: "contract", title, folderId: null };
  if (documentId === null || kind === "termination") await newDocuments.empty({ ...place, complete }, by);
  else await newDocuments.copyOf({ id: documentId, ...place }, { title, comments: "none", complete }, by);
}

function titleOf({ name }: ContractRecord, kind: SuccessorKind, language: Language): string {
  return language === "zh" ? `${name}（${names[kind].zh}）` : `${name} (${names[kind].en})`;
}

function successorOf(
  previous: ContractRecord,
  wanted: { id: ContractId; draftId: DocumentId; kind: SuccessorKind; count: number; reason: string },
  by: { readonly personId: PersonId; readonly language: Language },
): NewContract {
  const { id, draftId, kind, count, reason } = wanted;
  const { amountMinor, currency, baseAmountMinor, taxRate, direction, termKind, startDay, endDay } = previous;
  const term = kind === "renewal" ? renewedTerm({ startDay, endDay }) : { startDay, endDay };
  return {
    id,
    number: `${previous.number}-${letters[kind]}${count}`,
    name: titleOf(previous, kind, by.language),
    categoryId: previous.categoryId,
    ...{ direction, amountMinor, currency, baseAmountMinor, baseRate: null, taxRate, termKind, ...term },
    ownerId: previous.ownerId,
    initiatorId: by.personId,
    departmentId: previous.departmentId,
    tags: previous.tags,
    businessKind: kind,
    reason,
    remark: null,
    parties: previous.parties,
    draftId,
    // The text is its own now; no template fills it.
    templateId: null,
    templateVersion: null,
    options: {},
  };
}

async function copyPayments(tx: Queries, from: ContractId, to: ContractId, random: Random): Promise<void> {
  const lines = (await listPayments(tx, [from])).get(from) ?? [];
  await replacePayments(
    tx,
    to,
    lines.map((line) => ({ ...line, id: newId<"payment-line">(random) })),
  );
}

async function settleAll({ sql, contracts, clock }: SuccessionDeps): Promise<void> {
  for (const { id, previousId, businessKind } of await listUnsucceeded(sql)) {
    if (businessKind === "new") continue;
    const to = outcomes[businessKind];
    await contracts.act(previousId, async (locked, tx) => {
      // It waits until the one before is in the archive, too.
      if (!mayBecome(locked.state, to) || !(await noteSucceeded(tx, id, new Date(clock.nowMs()))))
        return { events: [] };
      const facts = { from: locked.state, to, contractId: id };
      return { change: { state: to }, events: [{ kind: "contract.succeeded", audience: "internal", by: null, facts }] };
    });
  }
}
