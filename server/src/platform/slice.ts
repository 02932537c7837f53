import type { Hono } from "hono";
import type { EndpointTree } from "./http/endpoint.ts";
import type { RefusedRequest } from "./http/refused-request.ts";

/** One step of a slice's schema. `name` sorts after all earlier ones: `0001-person`. Never changed once released. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/**
 * What a slice gives the server. `app.ts` lists the slices; nothing else knows them all.
 * Each slice owns one PostgreSQL schema of its name and touches no other's tables.
 */
export interface Slice {
  readonly name: string;
  readonly migrations: readonly Migration[];
  readonly endpoints?: EndpointTree;
  /** Told of every refused request of somebody known to an endpoint of this slice. Must return at once: the answer waits. */
  readonly onRefused?: (request: RefusedRequest) => void;
  /** Routes that are not JSON endpoints (sign-in, WebSocket). Each must say who may use it, beside it. */
  readonly mount?: (app: Hono) => void;
  /** Runs after migrations, before the port opens. */
  readonly start?: () => Promise<void>;
  /** Runs while draining; must be quick and lose nothing. */
  readonly stop?: () => Promise<void>;
}
