import type { Clock, Random } from "@parley/base";
import type { Config } from "../../config.ts";
import type { Log } from "../log.ts";
import type { Database } from "../postgres/database.ts";
import type { FanOut } from "./fan-out.ts";
import { type Notices, createNotices } from "./notices.ts";
import { connectFanOut } from "./redis-fan-out.ts";

/** A node's ways to the others on its database: what is frequent through Redis, what must arrive through PostgreSQL. */
export interface Nodes {
  readonly fanOut: FanOut;
  readonly notices: Notices;
}

/**
 * Connects to the other nodes, or resolves with `null` where the settings are those of one node.
 * @throws StartProblem when Redis cannot be reached
 */
export async function connectNodes(
  config: Pick<Config, "redisUrl">,
  parts: {
    readonly database: Pick<Database, "openClient">;
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Log;
  },
): Promise<Nodes | null> {
  if (config.redisUrl === null) return null;
  const fanOut = await connectFanOut(config.redisUrl, parts);
  return { fanOut, notices: createNotices(parts.database, fanOut.nodeId, parts.log) };
}
