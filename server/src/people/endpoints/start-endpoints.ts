import { peopleApi, refusePeople } from "@parley/people";
import type { Config } from "../../config.ts";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { administrator, anyone } from "../../platform/http/policies.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import { findCompanyName, setTimeZone } from "../directory/company-store.ts";
import { type AttemptLimit, attemptRules } from "../limits/attempt-limit.ts";

import { networkOf } from "../../platform/http/network-of.ts";

/** What an anonymous page needs, the first set-up, and the administrator's mailbox. */
export function createStartEndpoints(deps: {
  readonly sql: Sql;
  readonly config: Pick<Config, "demo" | "oidc">;
  readonly limit: AttemptLimit;
  readonly mail: Mail;
  readonly setUp: (wanted: {
    companyName: string;
    timeZone?: string | undefined;
    name: string;
    email: string;
    password: string;
    language: "en" | "zh";
  }) => Promise<void>;
}): EndpointTree {
  const { sql, config, limit, mail } = deps;
  return {
    start: endpoint(peopleApi.start, {
      allow: anyone,
      handle: async () => {
        const companyName = await findCompanyName(sql);
        return {
          setUp: companyName !== null,
          companyName,
          demo: config.demo,
          oidc: config.oidc && { name: config.oidc.name },
        };
      },
    }),
    setUp: endpoint(peopleApi.setUp, {
      allow: anyone,
      handle: async ({ input, context }) => {
        await limit.take([[attemptRules.setUpByAddress, networkOf(context.address)]]);
        await deps.setUp(input);
        return { done: true as const };
      },
    }),
    company: {
      update: endpoint(peopleApi.company.update, {
        allow: administrator,
        handle: async ({ input }) => {
          if (!(await setTimeZone(sql, input.timeZone))) throw refusePeople("people/time-zone-unknown");
          return { timeZone: input.timeZone };
        },
      }),
    },
    mailbox: endpoint(peopleApi.mailbox, {
      allow: administrator,
      handle: async () => {
        const letters = await mail.listUndelivered(200);
        return letters.map((letter) => ({
          id: letter.id,
          to: letter.recipient,
          subject: letter.subject,
          text: letter.text,
          sentAt: letter.writtenAt.toISOString(),
        }));
      },
    }),
  };
}
