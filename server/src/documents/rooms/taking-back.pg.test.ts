import { type DocumentId, newId, seededRandom } from "@parley/base";
import { expect, onTestFinished, test } from "vitest";
import { openCompany } from "../../../../test/support/company.ts";
import { proposeParagraph } from "../../../../test/support/propose-paragraph.ts";
import { createLogStore } from "./log-store.ts";
import { takeDecisionBack } from "./taking-back.ts";

test("[TB2] a decision is not taken back again by who read the log before it was, though its place is again as it left it", async () => {
  const company = await openCompany();
  onTestFinished(() => company.stop());
  const lin = await company.colleague("Lin");
  const { id } = (await lin.call("POST", "/documents", { kind: "contract", title: "Terms" })).body as {
    id: DocumentId;
  };
  await proposeParagraph(lin, id, "A new clause.");
  const waiting = async (): Promise<{ id: string; digest: string }[]> =>
    (await lin.call("GET", `/documents/${id}/proposals`)).body as { id: string; digest: string }[];
  await expect.poll(async () => (await waiting()).length).toBe(1);
  const accept = async (): Promise<number> => {
    const proposals = (await waiting()).map((each) => ({ id: each.id, digest: each.digest }));
    const made = await lin.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
    return (made.body as { seq: number }).seq;
  };
  const seq = await accept();
  const { rooms } = company.server.app.documents;
  const store = createLogStore(company.server.database.sql);
  let first: { status: number } | null = null;
  // While the log is on its way from the database, the decision is taken back and made again.
  const slow = {
    readAuthors: (...of: Parameters<typeof store.readAuthors>) => store.readAuthors(...of),
    readDecisions: async (of: DocumentId): ReturnType<typeof store.readDecisions> => {
      const read = await store.readDecisions(of);
      if (first === null) {
        first = await lin.call("POST", `/documents/${id}/decisions/${seq}/take-back`, {});
        await accept();
      }
      return read;
    },
  };
  const wanted = { seq, reason: null, sinceMs: null, nameOf: () => Promise.resolve("Lin") };
  const connectionId = newId<"connection">(seededRandom(3));
  const by = { personId: lin.id, party: "ours" as const, role: "own" as const, connectionId, rule: null };
  await expect(takeDecisionBack({ rooms, store: slow }, id, wanted, () => Promise.resolve(by))).rejects.toMatchObject({
    code: "documents/decision-taken-back",
  });
  expect(first).toMatchObject({ status: 201 });
  expect(await waiting()).toEqual([]);
});
