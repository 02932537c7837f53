/** People of the demo who act through the product's own API, in this process: colleagues by a token that ends with the demo, guests by their cookie. */
import type { PersonId } from "@parley/base";
import type { Hono } from "hono";
import type { People } from "../../../people/index.ts";

/** Somebody who acts. An answer that is no success is an error: the demo asks for nothing that may be refused. */
export interface DemoActor {
  readonly id: PersonId;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every endpoint, by whoever wrote the act down
  call(method: string, address: string, body?: object): Promise<any>;
}

export interface DemoActors {
  colleague(account: string): Promise<DemoActor>;
  /** Comes in by an invitation's address with the code from the mailbox. */
  guest(url: string, wanted: { email: string; name: string; organisation: string }): Promise<DemoActor>;
  /** Revokes what the actors came in with, as far as it is theirs alone. */
  leave(): Promise<void>;
}

export function createDemoActors(deps: {
  readonly app: Hono;
  readonly people: Pick<People, "createTokenFor" | "findPersonByEmail">;
  /** Where people reach the server, without a slash at the end. */
  readonly publicUrl: string;
}): DemoActors {
  const { app, people, publicUrl } = deps;
  const send = async (
    method: string,
    address: string,
    headers: Readonly<Record<string, string>>,
    body?: object,
  ): Promise<Response> => {
    const answer = await app.request(`${publicUrl}/api${address}`, {
      method,
      headers: { ...headers, origin: publicUrl, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${address} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const actor = (id: PersonId, headers: Readonly<Record<string, string>>): DemoActor => ({
    id,
    call: async (method, address, body = method === "POST" ? {} : undefined) =>
      (await send(method, address, headers, body)).json(),
  });
  const made = new Map<string, { actor: DemoActor; secret: string }>();
  const colleague: DemoActors["colleague"] = async (account) => {
    const there = made.get(account);
    if (there) return there.actor;
    const { secret, person } = await people.createTokenFor(`${account}@parley.example`);
    const found = actor(person.id as PersonId, { authorization: `Bearer ${secret}` });
    made.set(account, { actor: found, secret });
    return found;
  };
  return {
    colleague,
    async guest(url, { email, name, organisation }) {
      const invitation = `/invitations/${url.split("/").at(-1) ?? ""}`;
      await send("POST", `${invitation}/code`, {}, { email, language: "zh" });
      const letters = (await (await colleague("ceo")).call("GET", "/mailbox")) as { to: string; text: string }[];
      const code = /\d{6}/.exec(letters.find(({ to }) => to === email)?.text ?? "")?.[0] ?? "";
      const entered = await send("POST", `${invitation}/enter`, {}, { email, code, name, organisation });
      const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      const person = await people.findPersonByEmail(email);
      return actor((person?.id ?? "") as PersonId, { cookie });
    },
    async leave() {
      for (const { actor: each } of made.values()) {
        const tokens = (await each.call("GET", "/me/tokens")) as { id: string }[];
        // The last one is the token that revokes the others.
        for (const { id } of tokens) await each.call("DELETE", `/me/tokens/${id}`).catch(() => undefined);
      }
    },
  };
}
