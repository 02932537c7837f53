import { type Socket, connect, createServer } from "node:net";
import path from "node:path";

/** The run's PostgreSQL has no TCP port; servers in processes of their own reach it through this one. */
export interface DatabasePort {
  readonly url: string;
  close(): Promise<void>;
}

export async function openDatabasePort(socketFolder: string, database: string): Promise<DatabasePort> {
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(path.join(socketFolder, ".s.PGSQL.5432"));
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    url: `postgres://postgres@127.0.0.1:${address.port}/${database}`,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
