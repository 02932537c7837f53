import { assert } from "@parley/base";
import { StartProblem } from "../platform/start-problem.ts";
import type { Tool } from "./command.ts";

/** Calls an endpoint below `/api` and returns its answer; an answer that is a refusal is thrown as its sentence. */
export type CallApi = (address: string, options?: { method?: string; body?: FormData }) => Promise<Response>;

/**
 * Lets a command act as a colleague through the same endpoints as everybody else, so that every rule and the trail hold: what
 * the person may not do, the command cannot do. The token that this needs is revoked before it returns.
 */
export async function asPerson<T>({ app }: Tool, email: string, work: (call: CallApi) => Promise<T>): Promise<T> {
  const { secret } = await app.people.createTokenFor(email);
  const headers = { authorization: `Bearer ${secret}` };
  const caller = await app.people.findCaller(new Request("http://localhost/", { headers }), "command line");
  assert(caller, "a fresh token belongs to somebody");
  const call: CallApi = async (address, options = {}) => {
    const answer = await app.hono.request(`/api${address}`, { ...options, headers });
    if (!answer.ok) {
      const { messages } = (await answer.json()) as { messages?: { en?: string } };
      throw new StartProblem(messages?.en ?? `The server answered ${answer.status}.`);
    }
    return answer;
  };
  try {
    return await work(call);
  } finally {
    await call(`/me/tokens/${caller.credentialId}`, { method: "DELETE" });
    // What was written is in the log already; this closes what was opened for it.
    await app.stop();
  }
}
