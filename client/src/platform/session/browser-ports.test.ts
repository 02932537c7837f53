// @vitest-environment happy-dom
import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { SCHEMA_VERSION } from "@parley/document";
import type { TransportHandlers } from "@parley/sync";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSocket } from "./browser-ports.ts";

const server = createServer();
const lines = new Set<Duplex>();

beforeEach(async () => {
  server.removeAllListeners("upgrade");
  // The line stays open and says nothing: what a lost network looks like to a browser.
  server.on("upgrade", (_request, line: Duplex) => void lines.add(line));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  window.location.href = `http://127.0.0.1:${port}/documents/d`;
});

afterEach(async () => {
  for (const line of lines) line.destroy();
  lines.clear();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

function handlersInto(closes: number[]): TransportHandlers {
  return { opened: () => undefined, received: () => undefined, closed: (code) => void closes.push(code) };
}

test("the address names the document, the editor's schema and the client id of before", async () => {
  const asked = once(server, "upgrade") as Promise<[IncomingMessage]>;
  const transport = openSocket("d", handlersInto([]), { clientId: 7 });
  const [request] = await asked;
  expect(request.url).toBe(`/sync/d?parley=1&schema=${SCHEMA_VERSION}&client=7`);
  transport.close();
});

test("a device that loses its network closes the socket at once, and once", () => {
  const closes: number[] = [];
  openSocket("d", handlersInto(closes), { clientId: 7 });
  window.dispatchEvent(new Event("offline"));
  window.dispatchEvent(new Event("offline"));
  expect(closes).toEqual([1006]);
});

test("a socket that the page closed itself says nothing more", () => {
  const closes: number[] = [];
  openSocket("d", handlersInto(closes), { clientId: null }).close();
  window.dispatchEvent(new Event("offline"));
  expect(closes).toEqual([]);
});
