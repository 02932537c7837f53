import { createServer } from "node:http";
import { type AddressInfo, createServer as createProbe } from "node:net";
import { type WebSocketServerLike, serve } from "@hono/node-server";
import type { Hono } from "hono";
import type { Config } from "../config.ts";
import { StartProblem, errorCode } from "./start-problem.ts";
import { createSocketServer } from "./sockets.ts";

type Address = Pick<Config, "host" | "port">;

/** An open port. */
export interface Listening {
  readonly port: number;
  /** Accepts nothing new. Connections that are open stay. */
  refuseNew(): void;
  /** Waits for requests under way, at most `limitMs`, then closes what is left. */
  close(limitMs: number): Promise<void>;
}

function asProblem(error: unknown, { host, port }: Address): unknown {
  switch (errorCode(error) ?? "") {
    case "EADDRINUSE":
      return new StartProblem(
        `Port ${port} is in use by another program (perhaps Parley runs already); stop it or choose another port with PARLEY_PORT.`,
      );
    case "EACCES":
      return new StartProblem(
        `Port ${port} needs rights that this account does not have; choose one above 1023 with PARLEY_PORT.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new StartProblem(`${host} is no address of this machine; correct PARLEY_HOST.`);
    default:
      return error;
  }
}

/**
 * Checks that the port is free, so that a busy one is told before anything is opened.
 * @throws StartProblem
 */
export async function probePort(address: Address): Promise<void> {
  if (address.port === 0) return;
  const probe = createProbe();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", (error) => reject(asProblem(error, address) as Error));
    probe.listen(address.port, address.host, () => probe.close(() => resolve()));
  });
}

/**
 * Opens the port.
 * @throws StartProblem when it is taken or not ours
 */
export async function listen(hono: Hono, config: Pick<Config, "host" | "port" | "sync">): Promise<Listening> {
  const sockets = createSocketServer(config);
  let opened: (() => void) | null = null;
  let failed: ((error: unknown) => void) | null = null;
  const ready = new Promise<void>((resolve, reject) => {
    opened = resolve;
    failed = reject;
  });
  const server = serve(
    {
      fetch: hono.fetch,
      hostname: config.host,
      port: config.port,
      // It takes the server of ws as documented; only the overloads of `send` are told differently in their types.
      websocket: { server: sockets as unknown as WebSocketServerLike },
      createServer,
      // The process is the server's own, but tests run several servers beside other code.
      overrideGlobalObjects: false,
    },
    () => opened?.(),
  ) as ReturnType<typeof createServer>;
  server.once("error", (error) => failed?.(asProblem(error, config)));
  await ready;
  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  let closing = false;
  const refuseNew = (): void => {
    if (closing) return;
    closing = true;
    server.close();
  };
  return {
    port: (server.address() as AddressInfo).port,
    refuseNew,
    close: async (limitMs) => {
      refuseNew();
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, limitMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
