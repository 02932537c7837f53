/** The page of one contract: who has to do with it, its payment plan, and what is changed there. */
import { type Random, newId } from "@parley/base";
import { type ContractOverview, type KeptPayment, contractsApi, sumPlan } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import type { WorkCalendar } from "../reminders/work-calendar.ts";
import { dueDayOf } from "../reminders/due-days.ts";
import { type ContractPolicies, viewing } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import type { Related } from "../related/related.ts";
import type { RecordEditor } from "./edit-record.ts";
import { type PaymentRow, listPayments, replacePayments } from "./payment-store.ts";

export interface PageParts {
  readonly sql: Sql;
  readonly contracts: Contracts;
  readonly policies: ContractPolicies;
  readonly show: ShowContract;
  readonly editor: RecordEditor;
  readonly related: Pick<Related, "around">;
  readonly calendar: Pick<WorkCalendar, "readHolidays">;
  readonly people: Pick<People, "findPeople">;
  readonly random: Random;
}

export function createPageEndpoints(parts: PageParts): EndpointTree {
  const { policies, editor, show, contracts } = parts;
  return {
    overview: endpoint(contractsApi.page.overview, {
      allow: policies.sees,
      handle: async ({ grant: { contract, caller } }) => {
        const viewer = await contracts.viewerOf(viewing(caller));
        const around = await parts.related.around(contract.id, viewer);
        return {
          members: await readMembers(parts, contract),
          payments: await readPayments(parts, contract),
          fieldsHash: contract.fieldsHash,
          ...around,
        };
      },
    }),
    edit: endpoint(contractsApi.page.edit, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller }, input: { id: _id, revision, ...edit } }) => {
        const by = { personId: caller.personId, party: "ours" } as const;
        return show(await editor.edit(contract.id, revision, edit, by), true);
      },
    }),
    setPayments: endpoint(contractsApi.page.setPayments, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller }, input }) => {
        await contracts.act(contract.id, async (locked, tx) => {
          await editor.requireRevision(tx, locked, input.revision);
          const known = new Set((await listPayments(tx, [locked.id])).get(locked.id)?.map(({ id }) => id));
          const lines = input.lines.map(({ id, ...line }): PaymentRow => ({
            ...line,
            id: id !== undefined && known.delete(id) ? id : newId<"payment-line">(parts.random),
          }));
          await replacePayments(tx, locked.id, lines);
          const { totalMinor } = sumPlan(lines, amountOf(locked));
          const by = { personId: caller.personId, party: "ours" } as const;
          const facts = { lines: lines.length, totalMinor, currency: locked.currency, plan: lines };
          return {
            // The plan is the record's: it counts as a change of it.
            change: { remark: locked.remark },
            events: [{ kind: "contract.payments-set", audience: "internal", by, facts }],
          };
        });
        return readPayments(parts, contract);
      },
    }),
  };
}

const amountOf = ({ amountMinor, currency }: ContractRecord): { minor: string; currency: string } | null =>
  amountMinor === null || currency === null ? null : { minor: amountMinor.toString(), currency };

async function readMembers(
  { contracts, people }: PageParts,
  contract: ContractRecord,
): Promise<ContractOverview["members"]> {
  const members = await contracts.members(contract.id);
  const found = await people.findPeople(members.map(({ personId }) => personId));
  return [...Map.groupBy(members, ({ personId }) => personId)].map(([personId, reasons]) => ({
    person: { id: personId, name: found.get(personId)?.name ?? "" },
    reasons: reasons.map(({ reason }) => reason),
    since: (reasons[0]?.since ?? new Date(contract.createdAtMs)).toISOString(),
  }));
}

async function readPayments({ sql, calendar }: PageParts, { id }: ContractRecord): Promise<KeptPayment[]> {
  const lines = (await listPayments(sql, [id])).get(id) ?? [];
  const holidays = await calendar.readHolidays();
  return lines.map((line) => ({ ...line, dueDay: dueDayOf(line.due, holidays) }));
}
