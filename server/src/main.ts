/**
 * The server's process: reads the settings, opens the database, the slices and the port in this order, and on a signal
 * closes them in the reverse one. Whatever stands in the way of starting is told in one sentence on stderr, exit code 1.
 */
import { Registry, collectDefaultMetrics } from "prom-client";
import { createApp } from "./app.ts";
import { type Config, WrongSettings, readConfig } from "./config.ts";
import { prepareDataFolder, settleSecret } from "./platform/data-folder.ts";
import { type Nodes, connectNodes } from "./platform/fan-out/nodes.ts";
import { listen, probePort } from "./platform/listen.ts";
import { type Log, createLog } from "./platform/log.ts";
import { openDatabase } from "./platform/postgres/database.ts";
import { StartProblem } from "./platform/start-problem.ts";
import { systemClock, systemRandom } from "./platform/system.ts";

const requestLimitMs = 5_000;
/** One Ctrl-C may arrive several times: from the terminal and from every program between it and us. */
const sameKeyPressMs = 1_000;

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

async function run(config: Config, log: Log): Promise<(reason: string) => Promise<void>> {
  await prepareDataFolder(config.dataDir);
  const settled = await settleSecret(config);
  await probePort(settled);
  let drain = async (_reason: string): Promise<void> => {};
  const database = await openDatabase(settled, {
    log,
    user: settled.redisUrl === null ? "server" : "node",
    onLost: (error) => {
      log.fatal({ err: error }, "PostgreSQL does not come back");
      void drain("the database is lost").finally(() => process.exit(1));
    },
  });
  let nodes: Nodes | null = null;
  try {
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics });
    const parts = { database, clock: systemClock, random: systemRandom, log, metrics };
    nodes = await connectNodes(settled, parts);
    const app = await createApp({ config: settled, ...parts, ...(nodes && { nodes }) });
    await app.start();
    // The demo is to show something; without it the server is as good.
    if (settled.demo)
      await app.seedDemo().catch((error: unknown) => log.error({ err: error }, "The demo was not played to its end"));
    const listening = await listen(app.hono, settled);
    announce(settled, listening.port);
    drain = async (reason) => {
      log.info(`Stopping (${reason})`);
      listening.refuseNew();
      await app.stop();
      await listening.close(requestLimitMs);
      await nodes?.fanOut.close();
      await database.close();
      log.info("Stopped");
    };
    return drain;
  } catch (error) {
    await nodes?.fanOut.close();
    await database.close();
    throw error;
  }
}

function announce(config: Config, port: number): void {
  const address =
    config.publicUrl === `http://localhost:${config.port}` ? `http://localhost:${port}` : config.publicUrl;
  const accounts = config.demo
    ? [
        "",
        "  Demo accounts, password parley-demo:",
        "    ceo@parley.example    legal@parley.example    finance@parley.example    rd@parley.example",
      ]
    : [];
  process.stdout.write(["", `  Parley is ready: ${address}`, ...accounts, "", ""].join("\n"));
}

/**
 * Listens for signals from the very start. One that comes while the server is starting counts once it has started.
 * @returns tells how to drain, as soon as there is something to drain
 */
function onSignals(log: Log): (drain: (reason: string) => Promise<void>) => void {
  let firstMs: number | null = null;
  let asked: { reason: string; exitCode: number } | null = null;
  let drain: ((reason: string) => Promise<void>) | null = null;
  const drainNow = (): void => {
    if (asked === null || drain === null) return;
    const { reason, exitCode } = asked;
    drain(reason).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.fatal({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  const stop = (reason: string, exitCode: number): void => {
    const nowMs = Date.now();
    if (firstMs === null) {
      firstMs = nowMs;
      asked = { reason, exitCode };
      drainNow();
    } else if (nowMs - firstMs >= sameKeyPressMs) {
      log.warn("Stopping at once");
      process.exit(130);
    }
  };
  process.on("SIGINT", () => stop("Ctrl-C", 0));
  process.on("SIGTERM", () => stop("asked to end", 0));
  process.on("SIGHUP", () => stop("the terminal is gone", 0));
  // Started by another program over a channel: without it nobody could stop us.
  process.on("disconnect", () => stop("the starting program is gone", 0));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "an error was caught nowhere");
    if (drain === null) process.exit(1);
    stop("a fatal error", 1);
  });
  return (how) => {
    drain = how;
    drainNow();
  };
}

async function main(): Promise<void> {
  if (Number.parseInt(process.versions.node, 10) < 24) {
    fail(`Parley needs Node 24 or newer and this is ${process.versions.node}; \`npm start\` fetches it by itself.`);
  }
  try {
    const config = readConfig(process.env);
    const log = createLog(config);
    const whenStarted = onSignals(log);
    whenStarted(await run(config, log));
  } catch (error) {
    if (error instanceof WrongSettings)
      fail(`Parley cannot start with these settings:\n${error.problems.map((problem) => `  ${problem}`).join("\n")}`);
    if (error instanceof StartProblem) fail(error.message);
    throw error;
  }
}

await main();
