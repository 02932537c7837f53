import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocketServerLike, serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { answerSockets, createSocketServer } from "./sockets.ts";

const opened: WebSocket[] = [];
const app = new Hono();
app.get(
  "/echo",
  answerSockets((socket) => {
    opened.push(socket);
    socket.on("message", (data) => socket.send(data as Buffer));
  }),
);
const sockets = createSocketServer({ sync: { maxMessageBytes: 100 } as never });
const websocket = { server: sockets as unknown as WebSocketServerLike };
const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", websocket });
await once(server, "listening");
const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/echo`;
afterAll(() => void server.close());

test("a socket hears its messages from the first on, and nothing else listens to them", async () => {
  const client = new WebSocket(address);
  const answers: string[] = [];
  client.on("message", (data) => answers.push(String(data as Buffer)));
  await once(client, "open");
  client.send("one");
  client.send("two");
  await expect.poll(() => answers).toEqual(["one", "two"]);
  expect(opened.at(-1)?.listenerCount("message")).toBe(1);
  client.close();
  await once(client, "close");
});

test("messages that come in one piece are heard one in a turn, so that others have theirs", async () => {
  const client = new WebSocket(address);
  await once(client, "open");
  const inTurns: number[] = [];
  let isSameTurn = false;
  opened.at(-1)?.on("message", () => {
    inTurns.push(isSameTurn ? (inTurns.pop() ?? 0) + 1 : 1);
    isSameTurn = true;
    setImmediate(() => (isSameTurn = false));
  });
  for (let i = 0; i < 1_000; i++) client.send("x");
  await expect.poll(() => inTurns.reduce((sum, each) => sum + each, 0)).toBe(1_000);
  expect(Math.max(...inTurns)).toBe(1);
  client.close();
  await once(client, "close");
});

test("a message that is too large ends its own connection only", async () => {
  const client = new WebSocket(address);
  await once(client, "open");
  client.send("x".repeat(101));
  const [code] = (await once(client, "close")) as [number];
  expect(code).toBe(1009);
  const next = new WebSocket(address);
  await once(next, "open");
  next.close();
});
