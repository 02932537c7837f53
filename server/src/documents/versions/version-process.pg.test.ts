import type { DocumentId } from "@parley/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Colleague, type Company, openCompany } from "../../../../test/support/company.ts";
import { createLog } from "../../platform/log.ts";
import { systemClock } from "../../platform/system.ts";
import { createLogStore } from "../rooms/log-store.ts";
import { VersionProcess } from "./version-process.ts";

let company: Company;
let lin: Colleague;
let id: DocumentId;

beforeAll(async () => {
  company = await openCompany();
  lin = await company.colleague("Lin");
  id = ((await lin.call("POST", "/documents", { kind: "note", title: "Terms" })).body as { id: DocumentId }).id;
});
afterAll(() => company.stop());

function openProcess(timeoutMs: number, memoryMb = 256): VersionProcess {
  const { database, config } = company.server;
  const parts = { store: createLogStore(database.sql), clock: systemClock, log: createLog(config) };
  return new VersionProcess(parts, { timeoutMs, memoryMb, idleMs: 60_000 });
}

const compare = { kind: "compare", from: 0, to: 0, mode: "exact", view: "agreed", known: null } as const;

test("a task that nobody waits for any more is given up, and the next one is answered", async () => {
  const reader = openProcess(30_000);
  const gone = new AbortController();
  const [first, waiting, next] = [
    reader.run(id, compare, 0, gone.signal),
    reader.run(id, compare, 0, gone.signal),
    reader.run(id, { kind: "sizes", seqs: [] }, 0, null),
  ];
  const given = Promise.allSettled([first, waiting]);
  gone.abort(new Error("the client has gone"));
  expect((await given).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await next).toEqual([]);
  await reader.stop();
});

test("whoever asks without end about one document holds up nobody who asks about another, and is refused in the end", async () => {
  const reader = openProcess(30_000);
  const { id: otherId } = (await lin.call("POST", "/documents", { kind: "note", title: "Other" })).body as {
    id: DocumentId;
  };
  const done: string[] = [];
  const ask = (documentId: DocumentId, name: string): Promise<unknown> =>
    reader.run(documentId, { kind: "sizes", seqs: [] }, 0, null).then(
      () => done.push(name),
      (error: unknown) => done.push((error as { code: string }).code),
    );
  const asked = Array.from({ length: 60 }, () => ask(id, "flood"));
  asked.push(ask(otherId, "other"));
  await Promise.all(asked);
  expect(done.filter((each) => each === "documents/version-takes-too-long").length).toBe(9);
  // The first was being worked on when it came.
  expect(done.filter((each) => each !== "documents/version-takes-too-long").indexOf("other")).toBe(1);
  await reader.stop();
});

test("a task that takes too long is refused, and a row that is not there is no version", async () => {
  const hasty = openProcess(0);
  await expect(hasty.run(id, compare, 0, null)).rejects.toMatchObject({ code: "documents/version-takes-too-long" });
  await hasty.stop();
  const reader = openProcess(30_000);
  await expect(reader.run(id, compare, 99, null)).rejects.toMatchObject({ code: "documents/version-not-found" });
  await reader.stop();
});

test("a task whose process has too little memory is refused, and the server goes on", async () => {
  const cramped = openProcess(30_000, 10);
  const asked = [cramped.run(id, compare, 0, null), cramped.run(id, compare, 0, null)];
  for (const task of asked) await expect(task).rejects.toMatchObject({ code: "documents/version-takes-too-long" });
  await cramped.stop();
});
