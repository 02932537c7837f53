import type { DocumentId } from "@parley/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Colleague, type Company, openCompany } from "../../../../test/support/company.ts";
import { createLog } from "../../platform/log.ts";
import { systemClock } from "../../platform/system.ts";
import { createLogStore } from "../rooms/log-store.ts";
import { VersionThread } from "./version-thread.ts";

let company: Company;
let lin: Colleague;
let id: DocumentId;

beforeAll(async () => {
  company = await openCompany();
  lin = await company.colleague("Lin");
  id = ((await lin.call("POST", "/documents", { kind: "note", title: "Terms" })).body as { id: DocumentId }).id;
});
afterAll(() => company.stop());

function openThread(timeoutMs: number): VersionThread {
  const { database, config } = company.server;
  const parts = { store: createLogStore(database.sql), clock: systemClock, log: createLog(config) };
  return new VersionThread(parts, { timeoutMs, memoryMb: 256, idleMs: 60_000 });
}

const compare = { kind: "compare", from: 0, to: 0, mode: "exact", view: "agreed" } as const;

test("a task that nobody waits for any more is given up, and the next one is answered", async () => {
  const thread = openThread(30_000);
  const gone = new AbortController();
  const [first, waiting, next] = [
    thread.run(id, compare, 0, gone.signal),
    thread.run(id, compare, 0, gone.signal),
    thread.run(id, { kind: "sizes", seqs: [] }, 0, null),
  ];
  const given = Promise.allSettled([first, waiting]);
  gone.abort(new Error("the client has gone"));
  expect((await given).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await next).toEqual([]);
  await thread.stop();
});

test("a task that takes too long is refused, and a row that is not there is no version", async () => {
  const hasty = openThread(0);
  await expect(hasty.run(id, compare, 0, null)).rejects.toMatchObject({ code: "documents/version-takes-too-long" });
  await hasty.stop();
  const thread = openThread(30_000);
  await expect(thread.run(id, compare, 99, null)).rejects.toMatchObject({ code: "documents/version-not-found" });
  await thread.stop();
});
