import { type Logger, type LoggerOptions, destination, pino, stdTimeFunctions } from "pino";
import type { Config } from "../config.ts";

/** Where everything that happens is told. Secrets never belong in it. */
export type Log = Logger;

const levelNames: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

/** One line for a person at a terminal: time, level unless it is plain news, sentence, facts. */
function formatLine(json: string): string {
  const { time, level, msg, err, ...facts } = JSON.parse(json) as Record<string, unknown>;
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const name = levelNames[Number(level)] ?? String(level);
  const rest = Object.entries(facts).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const stack = typeof err === "object" && err !== null && "stack" in err ? `\n${String(err.stack)}` : "";
  return `${[clock, ...(name === "info" ? [] : [name]), typeof msg === "string" ? msg : "", ...rest].join(" ")}${stack}\n`;
}

/**
 * Makes the log. On a terminal it writes readable lines, elsewhere one JSON object per line.
 * It writes at once, so nothing is lost when the process ends.
 * @param options.to where; the command line keeps stdout for its results
 */
export function createLog(
  config: Pick<Config, "logLevel">,
  options: { readonly to?: "stdout" | "stderr"; readonly readable?: boolean } = {},
): Log {
  const settings: LoggerOptions = {
    level: config.logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: ["password", "*.password", "secret", "*.secret", "authorization", "*.authorization", "cookie", "*.cookie"],
  };
  const stream = process[options.to ?? "stdout"];
  const readable = options.readable ?? stream.isTTY;
  if (readable) return pino(settings, { write: (line) => stream.write(formatLine(line)) });
  return pino(settings, destination({ fd: options.to === "stderr" ? 2 : 1, sync: true }));
}
