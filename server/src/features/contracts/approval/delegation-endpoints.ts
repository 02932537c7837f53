import { type Clock, type PersonId, type Random, newId } from "@parley/base";
import { type CategoryId, type DelegationFace, contractsApi, refuseApproval } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { WorkDays } from "./approval-ports.ts";
import { type DelegationRow, endDelegation, insertDelegation, listGiven, listReceived } from "./delegation-store.ts";

export interface DelegationEndpointDeps {
  readonly sql: Sql;
  readonly people: Pick<People, "findPeople" | "findPerson">;
  readonly days: Pick<WorkDays, "today">;
  readonly clock: Clock;
  readonly random: Random;
  /** Opens what waits to those who may act for others. */
  readonly letDelegatesIn: () => Promise<void>;
}

/** Standing delegations: everybody keeps their own. */
export function createDelegationEndpoints(deps: DelegationEndpointDeps): EndpointTree {
  const { sql, people, days, clock, random } = deps;
  const { delegations, delegate, endDelegation: end } = contractsApi.approval;
  return {
    delegations: endpoint(delegations, { allow: colleague, handle: ({ grant }) => list(deps, grant) }),
    delegate: endpoint(delegate, {
      allow: colleague,
      handle: async ({ grant: caller, input: { toId, fromDay, untilDay, categories } }) => {
        if (toId === caller.personId) throw refuseApproval("approval/delegation-self");
        const to = await people.findPerson(toId as PersonId);
        if (!to?.active || to.standing === "guest") throw refuseApproval("approval/person-unusable");
        if (untilDay < fromDay || untilDay < (await days.today())) throw refuseApproval("approval/delegation-days");
        const row = {
          ...{ id: newId<"delegation">(random), from: caller.personId, to: toId as PersonId, fromDay, untilDay },
          categories: categories as CategoryId[] | null,
        };
        await insertDelegation(sql, row, new Date(clock.nowMs()));
        await deps.letDelegatesIn();
        return list(deps, caller);
      },
    }),
    endDelegation: endpoint(end, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        if (!(await endDelegation(sql, input.id, caller.personId, new Date(clock.nowMs()))))
          throw refuseApproval("approval/delegation-not-found");
        return list(deps, caller);
      },
    }),
  };
}

async function list(
  { sql, people, days }: DelegationEndpointDeps,
  { personId }: Caller,
): Promise<{ given: DelegationFace[]; received: DelegationFace[] }> {
  const [given, received, today] = [
    await listGiven(sql, personId),
    await listReceived(sql, personId),
    await days.today(),
  ];
  const found = await people.findPeople([...new Set([...given, ...received].flatMap(({ from, to }) => [from, to]))]);
  const named = (id: PersonId) => ({ id, name: found.get(id)?.name ?? "" });
  const show = ({ from, to, categories, ...row }: DelegationRow): DelegationFace => ({
    ...row,
    from: named(from),
    to: named(to),
    categories: categories === null ? null : [...categories],
    state: today < row.fromDay ? "ahead" : today > row.untilDay ? "past" : "present",
  });
  const isOver = ({ untilDay }: DelegationRow): boolean => untilDay < today;
  return { given: given.map(show), received: received.filter((row) => !isOver(row)).map(show) };
}
