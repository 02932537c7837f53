import type { Hono, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { Histogram, type Registry } from "prom-client";
import type { Log } from "./log.ts";
import type { Sql } from "./postgres/client.ts";

/** Whether the server may be sent work. */
export interface Readiness {
  /** Migrations are done and every slice has started. */
  started: boolean;
  draining: boolean;
}

/** `/healthz` (the process is alive), `/readyz` (the database answers, migrations are done, the line to the other nodes is up), `/metrics` (Prometheus). Open to anybody. */
export function mountHealth(
  app: Hono,
  options: {
    readonly sql: Sql;
    readonly readiness: Readiness;
    readonly metrics: Registry;
    readonly log: Log;
    /** Whether the other nodes can be reached, where there may be any. */
    readonly hasLine: () => boolean;
  },
): void {
  const { sql, readiness, metrics, log, hasLine } = options;
  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", async (context) => {
    if (!readiness.started || readiness.draining) {
      return context.json({ ready: false, reason: readiness.draining ? "draining" : "starting" }, 503);
    }
    try {
      await sql`select 1`;
      // Documents can be read, but nobody is sure to be able to write: another node may be.
      return hasLine() ? context.json({ ready: true }) : context.json({ ready: false, reason: "redis" }, 503);
    } catch (error) {
      log.warn({ err: error }, "the database does not answer");
      return context.json({ ready: false, reason: "database" }, 503);
    }
  });
  app.get("/metrics", async (context) =>
    context.text(await metrics.metrics(), 200, { "content-type": metrics.contentType }),
  );
}

/** Measures every request by method, route and status. */
export function measureRequests(metrics: Registry): MiddlewareHandler {
  const seconds = new Histogram({
    name: "parley_http_request_seconds",
    help: "Time from a request's arrival to its answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [metrics],
  });
  return async (context, next) => {
    const end = seconds.startTimer();
    await next();
    // The pattern, never the address itself: it may carry a secret, and each would be a row of its own.
    end({ method: context.req.method, route: routePath(context), status: String(context.res.status) });
  };
}
