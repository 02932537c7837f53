/** Contracts on a running server, for tests of what their pages show: a category, two parties, and contracts with a text of their own. */
import { type Clock, type DocumentId, type Random, type PersonId, newId } from "@parley/base";
import { type CategoryId, type ContractId, type ContractState, type LegalPartyId, readDay } from "@parley/contracts";
import { createContracts, type Contracts } from "../../../server/src/features/contracts/record/contracts.ts";
import type { NewContract } from "../../../server/src/features/contracts/record/contract-record.ts";
import type { Actor, DocumentsScene } from "../documents/documents-scene.ts";

/** What a contract is to be; the rest is as usual. */
interface WantedContract extends Omit<Partial<NewContract>, "startDay" | "endDay"> {
  readonly lines?: readonly string[];
  readonly startDay?: string | null;
  readonly endDay?: string | null;
}

export interface PageScene {
  /** The records by a service of the test's own: the server's listeners hear nothing of what it does. */
  readonly contracts: Contracts;
  /** A contract of somebody's, with a text. */
  readonly addContract: (owner: Pick<Actor, "id">, wanted?: WantedContract) => Promise<ContractId>;
  /** Leads a contract from state to state, as approvals and the archive will. */
  readonly lead: (id: ContractId, states: readonly ContractState[]) => Promise<void>;
  /** Lets somebody see a contract's record. */
  readonly letSee: (id: ContractId, person: Pick<Actor, "id">) => Promise<void>;
}

/** The ways of a contract whose text is approved. */
export const toApproved = ["approving", "approved"] as const;
/** From there into the archive. */
export const toArchived = ["signing", "signed", "checking", "archived"] as const;

/** What a running server with documents is to this. */
type Stage = Pick<DocumentsScene, "database" | "app" | "addDocument"> & {
  readonly clock: Clock;
  readonly random: Random;
};

export async function openPageScene(scene: Stage): Promise<PageScene> {
  const { sql } = scene.database;
  const { clock, random } = scene;
  const contracts = createContracts({ sql, people: scene.app.people, clock });
  const categoryId = newId<"category">(random) as CategoryId;
  const at = new Date(clock.nowMs());
  await sql`insert into contracts.category ${sql({
    id: categoryId,
    code: "PG",
    name_en: "Purchase",
    name_zh: "采购",
    number_rule: "PG",
    name_rule: "PG",
    created_at: at,
  })}`;
  const parties = [
    { side: "ours", alias: "甲方", name: "Parley Biotech" },
    { side: "counterparty", alias: "乙方", name: "成都培养基有限公司" },
  ] as const;
  const legal: NewContract["parties"][number][] = [];
  for (const { side, alias, name } of parties) {
    const legalPartyId = newId<"legal-party">(random) as LegalPartyId;
    await sql`insert into contracts.legal_party ${sql({ id: legalPartyId, side, name, created_at: at, changed_at: at })}`;
    legal.push({ legalPartyId, side, alias });
  }
  let count = 0;
  return {
    contracts,
    async addContract(
      owner,
      {
        lines = ["第一条 价款", "Delivery within ten days."],
        startDay = "2026-01-01",
        endDay = "2026-12-31",
        ...wanted
      } = {},
    ) {
      const position = (count += 1);
      const name = wanted.name ?? `Culture medium ${position}`;
      const draftId: DocumentId = await scene.addDocument(owner, { kind: "contract", title: name, lines });
      const id = newId<"contract">(random) as ContractId;
      const contract: NewContract = {
        ...{ id, number: `PG-2026-${String(position).padStart(3, "0")}`, name, categoryId, direction: "expense" },
        ...{ amountMinor: 10_000_00n, currency: "CNY", baseAmountMinor: 10_000_00n, baseRate: null, taxRate: 13 },
        ...{ termKind: "fixed", startDay: readDay(startDay ?? ""), endDay: readDay(endDay ?? "") },
        ...{ ownerId: owner.id, initiatorId: owner.id, departmentId: null, tags: [], businessKind: "new" },
        ...{
          reason: null,
          remark: null,
          parties: legal,
          draftId,
          templateId: null,
          templateVersion: null,
          options: {},
        },
        ...wanted,
      };
      await sql.begin((tx) => contracts.insert(tx, contract, { personId: owner.id, party: "ours" }));
      return id;
    },
    async lead(id, states) {
      for (const state of states) {
        const approvedAtMs = state === "approved" ? { approvedAtMs: clock.nowMs() } : {};
        await contracts.act(id, (contract) => ({
          change: { state, ...approvedAtMs },
          events: [
            { kind: `contract.${state}`, audience: "internal", by: null, facts: { from: contract.state, to: state } },
          ],
        }));
      }
    },
    async letSee(id, person) {
      const member = { personId: person.id as PersonId, reason: "reader" } as const;
      await contracts.act(id, () => ({ events: [], members: [member] }));
    },
  };
}
