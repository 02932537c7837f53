import { createApp } from "../app.ts";
import { describeSettings, readConfig } from "../config.ts";
import { describeApi, joinEndpoints, listEndpoints } from "../platform/http/describe-api.ts";
import { createLog } from "../platform/log.ts";
import { connectDatabase } from "../platform/postgres/database.ts";
import { systemClock, systemRandom } from "../platform/system.ts";

/** A page of docs/ that is made from the code. */
export interface GeneratedPage {
  /** Below the project folder. */
  readonly file: string;
  readonly text: string;
}

/** All generated pages as they should be. Nothing is read or written but the code. */
export async function generatedPages(): Promise<readonly GeneratedPage[]> {
  return [
    { file: "docs/configuration.md", text: describeSettings() },
    { file: "docs/http-api.md", text: await describeHttpApi() },
  ];
}

async function describeHttpApi(): Promise<string> {
  // The endpoints are those of a server that is put together and never started; nothing connects to this database.
  const database = connectDatabase({ url: "postgres://127.0.0.1:1/none" });
  const config = readConfig({ PARLEY_LOG_LEVEL: "silent" });
  const app = await createApp({
    config,
    database,
    clock: systemClock,
    random: systemRandom,
    log: createLog(config),
  });
  const tree = joinEndpoints(app.slices);
  const description = await describeApi(tree, "");
  await database.close();
  const sections = app.slices
    .filter((slice) => slice.endpoints !== undefined)
    .map((slice) => {
      const rows = listEndpoints({ [slice.name]: tree[slice.name] ?? {} }).map(({ method, path, policy }) => {
        const operation = description.paths?.[path]?.[method.toLowerCase() as "get"];
        return `| \`${method}\` | \`/api${path}\` | ${policy.label} | ${operation?.summary ?? ""} |`;
      });
      return [`## ${slice.name}`, "", "| method | address | who | what |", "|---|---|---|---|", ...rows, ""].join("\n");
    });
  return [
    "<!-- Made by `npm run gen` from the endpoint descriptors and their policies. Change them there. -->",
    "",
    "# HTTP API",
    "",
    "`GET /api/openapi.json` has every input and answer in full. Scripts send a personal access token as",
    "`Authorization: Bearer …`; browsers send their session's cookie. A refusal is",
    "`{ code, message, messages: { en, zh }, facts, issues? }`, and a code never changes its meaning.",
    "",
    ...sections,
  ].join("\n");
}
