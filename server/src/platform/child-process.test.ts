import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Order } from "../../../test/fixtures/children/obedient-child.ts";
import { type Child, type ChildEnding, startChild } from "./child-process.ts";

const children = new URL("../../../test/fixtures/children/", import.meta.url);
const start = (memoryMb = 64): Child<Order, unknown> =>
  startChild(new URL("obedient-child.ts", children), { memoryMb });

/** The child's next message, or how it ended. */
function ask(child: Child<Order, unknown>, order: Order): Promise<{ answer: unknown } | ChildEnding> {
  return new Promise((resolve) => {
    const stop = [child.onMessage((answer) => settle({ answer })), child.onEnded((ending) => settle(ending))];
    const settle = (outcome: { answer: unknown } | ChildEnding): void => {
      for (const each of stop) each();
      resolve(outcome);
    };
    child.send(order);
  });
}

test("bytes, maps and dates reach a child and come back as they are", async () => {
  const child = start();
  const value = { bytes: new Uint8Array([1, 2, 255]), map: new Map([[1, "一"]]), at: new Date(0), none: undefined };
  expect(await ask(child, { do: "answer", with: value })).toEqual({ answer: value });
  await child.end();
});

test("a fault of the runtime, a bug and a full heap end the child alone, and say which it was", async () => {
  expect(await ask(start(), { do: "fault" })).toMatchObject({
    outOfMemory: false,
    error: { message: expect.stringContaining("SIGTRAP") },
  });
  expect(await ask(start(), { do: "throw" })).toMatchObject({
    outOfMemory: false,
    error: { message: expect.stringContaining("a bug of ours") },
  });
  expect(await ask(start(32), { do: "fill the heap" })).toMatchObject({ outOfMemory: true });
});

test("a child that never answers is ended, and nobody is told of an end that was wanted", async () => {
  const child = start();
  const told: ChildEnding[] = [];
  child.onEnded((ending) => told.push(ending));
  await ask(child, { do: "answer", with: 1 });
  child.send({ do: "spin" });
  await child.end();
  child.send({ do: "answer", with: 2 });
  expect(told).toEqual([]);
});

test("a child knows no setting of the server, writes no file and starts neither process nor thread", async () => {
  process.env["PARLEY_SECRET_OF_THIS_TEST"] = "secret";
  const child = start();
  const file = path.join(tmpdir(), `parley-child-${process.pid}`);
  expect(JSON.stringify(await ask(child, { do: "tell settings" }))).not.toContain("secret");
  expect(await ask(child, { do: "write", file })).toEqual({ answer: "ERR_ACCESS_DENIED" });
  expect(existsSync(file)).toBe(false);
  expect(await ask(child, { do: "start a process" })).toEqual({ answer: "ERR_ACCESS_DENIED" });
  expect(await ask(child, { do: "start a thread" })).toEqual({ answer: "ERR_ACCESS_DENIED" });
  delete process.env["PARLEY_SECRET_OF_THIS_TEST"];
  await child.end();
});

test("a child whose parent is killed ends, too", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const parent = spawn(process.execPath, [fileURLToPath(new URL("parent.ts", children)), String(port)], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const [line] = (await once(server, "connection")) as [net.Socket];
  line.resume();
  const closed = once(line, "close");
  parent.kill("SIGKILL");
  expect(await closed).toEqual([false]);
  server.close();
});
