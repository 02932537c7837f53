/** Reminders of a contract and of the company, and the company's days off. */
import { contractsApi, usualReminderRules } from "@parley/contracts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { administrator, colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import { findRules, setRules } from "./reminder-store.ts";
import type { Reminders } from "./reminders.ts";
import type { WorkCalendar } from "./work-calendar.ts";

export function createReminderEndpoints(deps: {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "act">;
  readonly policies: ContractPolicies;
  readonly reminders: Pick<Reminders, "ofContract">;
  readonly calendar: WorkCalendar;
}): EndpointTree {
  const { sql, contracts, policies, reminders, calendar } = deps;
  return {
    ofContract: endpoint(contractsApi.reminders.ofContract, {
      allow: policies.sees,
      handle: ({ grant: { contract } }) => reminders.ofContract(contract.id),
    }),
    setOfContract: endpoint(contractsApi.reminders.setOfContract, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller }, input: { own } }) => {
        await contracts.act(contract.id, async (_locked, tx) => {
          await setRules(tx, contract.id, own);
          const by = { personId: caller.personId, party: "ours" } as const;
          return { events: [{ kind: "contract.reminders-set", audience: "internal", by, facts: { rules: own } }] };
        });
        return reminders.ofContract(contract.id);
      },
    }),
    company: endpoint(contractsApi.reminders.company, {
      allow: colleague,
      handle: async () => (await findRules(sql, null)) ?? usualReminderRules,
    }),
    setCompany: endpoint(contractsApi.reminders.setCompany, {
      allow: administrator,
      handle: async ({ input }) => {
        await sql.begin((tx) => setRules(tx, null, input));
        return input;
      },
    }),
    calendar: endpoint(contractsApi.reminders.calendar, {
      allow: colleague,
      handle: ({ input }) => calendar.listSpecialDays(input.year),
    }),
    setDay: endpoint(contractsApi.reminders.setDay, {
      allow: administrator,
      handle: async ({ input: { day, kind, name } }) => {
        await calendar.setDay(day, kind, name);
        return calendar.listSpecialDays(Number(day.slice(0, 4)));
      },
    }),
  };
}
