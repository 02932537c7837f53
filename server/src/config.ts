/**
 * Every setting of the server, once: its name in the environment, its type, its default and what it is for.
 *
 * - The table below is the only list, which makes this file long. `Config`, the checks and docs/configuration.md are made from it.
 * - All problems are found before anything opens and told together; a secret's value is never told.
 * - Only `main.ts` and the command line read the environment; everybody else receives a `Config`.
 */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { z } from "zod";

/** The folder of the checkout: where package.json, the client's build and the default data folder are. */
export const projectFolder: string = fileURLToPath(new URL("../../", import.meta.url));

interface Setting<Value> {
  readonly env: string;
  readonly schema: z.ZodType<Value>;
  /** As it would be written in the environment; `null` when the setting is off unless given. */
  readonly fallback: string | null;
  /** What the reference says instead of a default that is worked out. */
  readonly fallbackText?: string;
  readonly about: string;
  readonly secret?: true;
}

const integer = (least: number, most: number): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);

const onOff = z
  .enum(["1", "0", "true", "false"], "must be 1 or 0")
  .transform((text): boolean => text === "1" || text === "true");

const url = (...protocols: readonly string[]): z.ZodType<string> =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)),
      `must be a URL that begins with ${protocols.map((protocol) => `${protocol}://`).join(" or ")}`,
    );

const text = z.string().min(1, "must not be empty");

const oneOf = <const Choices extends readonly [string, ...string[]]>(...choices: Choices): z.ZodType<Choices[number]> =>
  z.enum(choices, `must be one of ${choices.join(", ")}`) as z.ZodType<Choices[number]>;

/** A setting that always has a value. */
function given<Value>(setting: Setting<Value> & { fallback: string }): Setting<Value> & { fallback: string } {
  return setting;
}

/** A setting that is `null` unless somebody sets it. */
function optional<Value>(setting: Omit<Setting<Value>, "fallback">): Setting<Value> & { fallback: null } {
  return { ...setting, fallback: null };
}

const mebibyte = 1024 * 1024;

const table = {
  host: given({
    env: "PARLEY_HOST",
    schema: text,
    fallback: "127.0.0.1",
    about: "Address to listen on. `0.0.0.0` makes the server reachable from other machines.",
  }),
  port: given({
    env: "PARLEY_PORT",
    schema: integer(0, 65_535),
    fallback: "3000",
    about: "Port to listen on. `0` takes a free one.",
  }),
  publicUrl: optional({
    env: "PARLEY_PUBLIC_URL",
    schema: url("http", "https"),
    fallbackText: "`http://localhost:<port>`",
    about: "Where people reach the server. Links in mails begin with it; with `https` cookies are sent over TLS only.",
  }),
  dataDir: given({
    env: "PARLEY_DATA_DIR",
    schema: text,
    fallback: ".data",
    about: "Folder of the embedded database, pictures and keys. A relative path counts from the project folder.",
  }),
  databaseUrl: optional({
    env: "PARLEY_DATABASE_URL",
    schema: url("postgres", "postgresql"),
    secret: true,
    fallbackText: "the embedded PostgreSQL",
    about: "A PostgreSQL 15 or newer to use instead of the embedded one.",
  }),
  databaseConnections: given({
    env: "PARLEY_DATABASE_CONNECTIONS",
    schema: integer(2, 200),
    fallback: "10",
    about: "Connections of the general pool. A few dedicated ones come on top.",
  }),
  postgresBin: optional({
    env: "PARLEY_POSTGRES_BIN",
    schema: text,
    fallbackText: "found by itself",
    about: "Folder with `postgres` and `initdb` for the embedded database, where the packaged ones do not run.",
  }),
  redisUrl: optional({
    env: "PARLEY_REDIS_URL",
    schema: url("redis", "rediss"),
    secret: true,
    fallbackText: "one node",
    about:
      "Redis of several nodes on one database, see operations.md. Needs `PARLEY_DATABASE_URL` and `PARLEY_SECRET`, the same on every node.",
  }),
  demo: given({
    env: "PARLEY_DEMO",
    schema: onOff,
    fallback: "1",
    about: "Whether an empty database receives the demo company. Set `0` for real use.",
  }),
  logLevel: given({
    env: "PARLEY_LOG_LEVEL",
    schema: oneOf("trace", "debug", "info", "warn", "error", "silent"),
    fallback: "info",
    about: "How much is logged: `trace`, `debug`, `info`, `warn`, `error` or `silent`.",
  }),
  secret: optional({
    env: "PARLEY_SECRET",
    schema: z.string().min(32, "must have at least 32 characters"),
    secret: true,
    fallbackText: "made on first start and kept in the data folder",
    about: "Signs cookies and codes. Several nodes need the same one.",
  }),
  http: {
    trustedProxyCount: given({
      env: "PARLEY_TRUSTED_PROXIES",
      schema: integer(0, 10),
      fallback: "0",
      about:
        "How many proxies of one's own stand in front. That many last entries of `X-Forwarded-For` are believed; with `0` the header is ignored.",
    }),
    maxBodyBytes: given({
      env: "PARLEY_MAX_BODY_BYTES",
      schema: integer(1024, 1024 * mebibyte),
      fallback: String(mebibyte),
      about: "Largest JSON request. Uploads have their own limits.",
    }),
  },
  mail: {
    smtpUrl: optional({
      env: "PARLEY_SMTP_URL",
      schema: url("smtp", "smtps"),
      secret: true,
      fallbackText: "the administrator's mailbox page",
      about: "Mail server, for example `smtp://user:password@mail.example.com:587`.",
    }),
    from: given({
      env: "PARLEY_MAIL_FROM",
      schema: text,
      fallback: "Parley <parley@localhost>",
      about: "Sender of all mails.",
    }),
  },
  oidc: {
    issuer: optional({
      env: "PARLEY_OIDC_ISSUER",
      schema: url("http", "https"),
      about:
        "Sign-in through the company's identity provider: its issuer. All three of issuer, id and secret, or none.",
    }),
    clientId: optional({
      env: "PARLEY_OIDC_CLIENT_ID",
      schema: text,
      about: "Client id at the identity provider.",
    }),
    clientSecret: optional({
      env: "PARLEY_OIDC_CLIENT_SECRET",
      schema: text,
      secret: true,
      about: "Client secret at the identity provider.",
    }),
    name: given({
      env: "PARLEY_OIDC_NAME",
      schema: text,
      fallback: "SSO",
      about: "What the sign-in button calls the identity provider.",
    }),
  },
  sync: {
    maxMessageBytes: given({
      env: "PARLEY_SYNC_MAX_MESSAGE_BYTES",
      schema: integer(1024, 256 * mebibyte),
      fallback: String(8 * mebibyte),
      about: "Largest message from an editing client. A larger one closes its connection.",
    }),
    maxDocumentBytes: given({
      env: "PARLEY_SYNC_MAX_DOCUMENT_BYTES",
      schema: integer(64 * 1024, 1024 * mebibyte),
      fallback: String(50 * 1000 * 1000),
      about: "Largest encoded document. Updates beyond it are refused.",
    }),
    maxConnectionsPerDocument: given({
      env: "PARLEY_SYNC_MAX_CONNECTIONS_PER_DOCUMENT",
      schema: integer(1, 10_000),
      fallback: "500",
      about: "Open connections to one document.",
    }),
    maxConnectionsPerPerson: given({
      env: "PARLEY_SYNC_MAX_CONNECTIONS_PER_PERSON",
      schema: integer(1, 10_000),
      fallback: "20",
      about: "Open connections of one person to one document.",
    }),
    maxUpdatesPerSecond: given({
      env: "PARLEY_SYNC_MAX_UPDATES_PER_SECOND",
      schema: integer(1, 1_000_000),
      fallback: "200",
      about: "Updates per second from one connection over time. Beyond the burst the server reads it more slowly.",
    }),
    updateBurst: given({
      env: "PARLEY_SYNC_UPDATE_BURST",
      schema: integer(1, 1_000_000),
      fallback: "2000",
      about: "Updates that one connection may send at once before the rate counts.",
    }),
    maxUnsentBytes: given({
      env: "PARLEY_SYNC_MAX_UNSENT_BYTES",
      schema: integer(64 * 1024, 1024 * mebibyte),
      fallback: String(8 * mebibyte),
      about: "Bytes kept for a slow reader. Beyond it the connection is closed with a retry code.",
    }),
    presenceIntervalMs: given({
      env: "PARLEY_SYNC_PRESENCE_INTERVAL_MS",
      schema: integer(10, 10_000),
      fallback: "100",
      about: "How often a document's carets and people are sent on, in milliseconds.",
    }),
    idleRoomMs: given({
      env: "PARLEY_SYNC_IDLE_ROOM_MS",
      schema: integer(0, 86_400_000),
      fallback: "60000",
      about: "How long a document without connections stays in memory, in milliseconds.",
    }),
    compactEveryRows: given({
      env: "PARLEY_SYNC_COMPACT_EVERY_ROWS",
      schema: integer(10, 1_000_000),
      fallback: "500",
      about: "Log rows after which a document's snapshot is renewed.",
    }),
  },
  limits: {
    requestsPerMinute: given({
      env: "PARLEY_MAX_REQUESTS_PER_MINUTE",
      schema: integer(30, 10_000_000),
      fallback: "3000",
      about:
        "Requests to the API in a minute, all at once or spread, of one person's browsers together, of one token, and of one network without sign-in. Messages on open documents have limits of their own.",
    }),
    maxImportBytes: given({
      env: "PARLEY_MAX_IMPORT_BYTES",
      schema: integer(1024, 1024 * mebibyte),
      fallback: String(30 * 1000 * 1000),
      about: "Largest Word or Markdown file that is imported.",
    }),
    maxImageBytes: given({
      env: "PARLEY_MAX_IMAGE_BYTES",
      schema: integer(1024, 256 * mebibyte),
      fallback: String(10 * 1000 * 1000),
      about: "Largest picture.",
    }),
  },
};

type Read<Node> =
  Node extends Setting<infer Value>
    ? Node extends { fallback: string }
      ? Value
      : Value | null
    : { readonly [Key in keyof Node]: Read<Node[Key]> };

type RawConfig = Read<typeof table>;

/** Everything that can be set, checked. Times are milliseconds, sizes bytes. */
export interface Config extends Omit<RawConfig, "publicUrl" | "secret" | "oidc"> {
  /** Where people reach the server, without a slash at the end. With port 0 it is right only for links within a page. */
  readonly publicUrl: string;
  /** Always set: without `PARLEY_SECRET` it is fresh, and `main.ts` puts the one kept in the data folder in its place. */
  readonly secret: string;
  readonly secretIsGiven: boolean;
  /** `null` when no identity provider is set. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly name: string;
  } | null;
}

/** A setting as the reference shows it. */
export interface SettingFace {
  readonly env: string;
  readonly about: string;
  readonly default: string;
}

/** Wrong settings, all of them. The message has one line each and no secret value. */
export class WrongSettings extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "WrongSettings";
    this.problems = problems;
  }
}

function isSetting(node: object): node is Setting<unknown> {
  return "env" in node && "schema" in node;
}

function eachSetting(node: object = table): Setting<unknown>[] {
  return isSetting(node) ? [node] : Object.values(node).flatMap((child: object) => eachSetting(child));
}

/** All settings in the order of the reference. */
export function listSettings(): readonly SettingFace[] {
  return eachSetting().map(({ env, about, fallback, fallbackText }) => ({
    env,
    about,
    default: fallbackText ?? (fallback === null ? "off" : `\`${fallback}\``),
  }));
}

/** Names that only the test run knows. */
const testPrefix = "PARLEY_TEST_";

function nearestName(unknown: string): string {
  const known = eachSetting().map((setting) => setting.env);
  const score = (name: string): number => {
    const parts = new Set(unknown.split(""));
    return name.split("").filter((letter) => parts.has(letter)).length / Math.max(name.length, unknown.length);
  };
  return known.reduce((best, name) => (score(name) > score(best) ? name : best));
}

function readNode(node: object, env: Readonly<Record<string, string | undefined>>, problems: string[]): unknown {
  if (!isSetting(node)) {
    return Object.fromEntries(
      Object.entries(node).map(([key, child]) => [key, readNode(child as object, env, problems)]),
    );
  }
  const written = env[node.env];
  // An empty value is what compose files and shells leave behind for "not set".
  const raw = written === undefined || written === "" ? node.fallback : written;
  if (raw === null) return null;
  const result = node.schema.safeParse(raw);
  if (result.success) return result.data;
  const shown = node.secret ? "" : ` (it is ${JSON.stringify(raw.slice(0, 80))})`;
  problems.push(`${node.env} ${result.error.issues[0]?.message ?? "is not valid"}${shown}`);
  return null;
}

function readOidc(oidc: RawConfig["oidc"], problems: string[]): Config["oidc"] {
  const { issuer, clientId, clientSecret, name } = oidc;
  if (issuer !== null && clientId !== null && clientSecret !== null) return { issuer, clientId, clientSecret, name };
  if (issuer !== null || clientId !== null || clientSecret !== null) {
    problems.push("PARLEY_OIDC_ISSUER, PARLEY_OIDC_CLIENT_ID and PARLEY_OIDC_CLIENT_SECRET must be set together");
  }
  return null;
}

/**
 * Reads the settings. Nothing is opened or written.
 * @throws WrongSettings with every problem, also for a `PARLEY_` name that is no setting.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const known = new Set(eachSetting().map((setting) => setting.env));
  for (const name of Object.keys(env)) {
    if (name.startsWith("PARLEY_") && !name.startsWith(testPrefix) && !known.has(name)) {
      problems.push(`${name} is not a setting; ${nearestName(name)} is`);
    }
  }
  // The shape of what `readNode` builds is the shape of the table; the compiler cannot follow a recursion over it.
  const raw = readNode(table, env, problems) as RawConfig;
  const oidc = readOidc(raw.oidc, problems);
  if (raw.redisUrl !== null && raw.databaseUrl === null)
    problems.push("PARLEY_REDIS_URL is for several nodes, which need a PARLEY_DATABASE_URL that all of them reach");
  if (raw.redisUrl !== null && raw.secret === null)
    problems.push("PARLEY_REDIS_URL is for several nodes, which need the same PARLEY_SECRET");
  if (problems.length > 0) throw new WrongSettings(problems);
  return {
    ...raw,
    oidc,
    publicUrl: (raw.publicUrl ?? `http://localhost:${raw.port}`).replace(/\/+$/, ""),
    dataDir: path.resolve(projectFolder, raw.dataDir),
    secret: raw.secret ?? randomBytes(32).toString("base64url"),
    secretIsGiven: raw.secret !== null,
  };
}

/** The whole of docs/configuration.md. */
export function describeSettings(): string {
  const rows = listSettings().map((setting) => `| \`${setting.env}\` | ${setting.default} | ${setting.about} |`);
  return [
    "<!-- Made by `npm run gen` from server/src/config.ts. Change it there. -->",
    "",
    "# Settings",
    "",
    "Settings are read from the environment once, at start. Wrong ones are told all together and nothing is opened.",
    "An empty value counts as not set. Sizes are bytes, times milliseconds.",
    "",
    "| name | default | what it is for |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
