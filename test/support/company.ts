/** The whole server with a few people in it, spoken to over HTTP and sockets as programs do: by personal access token. */
import type { PersonId } from "@parley/base";
import { SCHEMA_VERSION } from "@parley/document";
import { type TestServer, type TestServerOptions, startTestServer } from "./server.ts";
import { type RawSocket, openRawSocket } from "./raw-socket.ts";

export interface Colleague {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  readonly token: string;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: never }>;
  socket(documentId: string, query?: Record<string, string>): Promise<RawSocket>;
}

export interface Company {
  readonly server: TestServer;
  colleague(name: string): Promise<Colleague>;
  /** Restarts the server; colleagues made before go on working. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function openCompany(options: TestServerOptions = {}): Promise<Company> {
  let server = await startTestServer(options);
  return {
    get server() {
      return server;
    },
    colleague: async (name) => {
      const email = `${name.toLowerCase()}@parley.example`;
      const person = await server.app.people.createPerson({ name, email, language: "en" });
      const { secret } = await server.app.people.createTokenFor(email);
      return {
        id: person.id as PersonId,
        name,
        email,
        token: secret,
        call: async (method, path, body) => {
          const answer = await fetch(`${server.url}/api${path}`, {
            method,
            headers: {
              authorization: `Bearer ${secret}`,
              ...(body !== undefined && { "content-type": "application/json" }),
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          });
          const text = await answer.text();
          return {
            status: answer.status,
            body: (answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text) as never,
          };
        },
        socket: (documentId, query = {}) =>
          openRawSocket(server.url, documentId, {
            token: secret,
            parley: "1",
            schema: String(SCHEMA_VERSION),
            ...query,
          }),
      };
    },
    restart: async () => {
      server = await server.restart();
    },
    stop: () => server.stop(),
  };
}
