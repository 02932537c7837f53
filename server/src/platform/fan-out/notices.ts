/**
 * Notices to the other nodes through PostgreSQL itself: rare, small, and as sure as the database in which they became true.
 * What must reach every node within a second, such as access that was taken back, does not hang on Redis.
 *
 * Whoever may have missed one is told by `onMissed`, and looks for itself.
 */
import type { Log } from "../log.ts";
import type { Database } from "../postgres/database.ts";

export interface Notices {
  /** Resolves when PostgreSQL has the notice; every other node that listens gets it at once. At most some 7,000 bytes. */
  tell(topic: string, payload: unknown): Promise<void>;
  /** Hears what other nodes tell. */
  on(topic: string, listener: (payload: unknown) => void): void;
  /** Called when the line was down and is up again. */
  onMissed(listener: () => void): void;
  /** Begins to listen. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const channel = "parley_notice";

/** @param nodeId whose own notices are not heard */
export function createNotices(database: Pick<Database, "openClient">, nodeId: string, log: Log): Notices {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const missed = new Set<() => void>();
  const sql = database.openClient({ max: 1, steady: true, name: "parley notices" });
  let unlisten = async (): Promise<void> => undefined;
  let listened = false;
  const hear = (text: string): void => {
    try {
      const { from, topic, payload } = JSON.parse(text) as { from: string; topic: string; payload: unknown };
      if (from === nodeId) return;
      for (const listener of listeners.get(topic) ?? []) listener(payload);
    } catch (error) {
      log.error({ err: error }, "A notice could not be handled");
    }
  };
  return {
    tell: async (topic, payload) => {
      await sql.notify(channel, JSON.stringify({ from: nodeId, topic, payload }));
    },
    on: (topic, listener) => {
      const known = listeners.get(topic);
      if (known) known.add(listener);
      else listeners.set(topic, new Set([listener]));
    },
    onMissed: (listener) => void missed.add(listener),
    start: async () => {
      // The client listens again by itself after its connection was lost, and says so.
      const request = await sql.listen(channel, hear, () => {
        if (listened) for (const listener of missed) listener();
        listened = true;
      });
      unlisten = () => request.unlisten();
    },
    stop: async () => {
      missed.clear();
      await unlisten();
    },
  };
}
