import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { type DocumentId, isId } from "@parley/base";
import { CHAIN_START, findBrokenLink } from "@parley/history";
import { createLogStore } from "../documents/rooms/log-store.ts";
import { StartProblem, errorCode } from "../platform/start-problem.ts";
import { asPerson } from "./as-person.ts";
import { type Command, type CommandCall, WrongUsage, withTool } from "./command.ts";
import { verifyBundle } from "./verify-bundle.ts";
import { readSavedLog, verifySavedLog } from "./verify-file.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

async function readGiven(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new StartProblem(`${file} cannot be read (${errorCode(error) ?? "unknown reason"}).`, { cause: error });
  }
}

export const importCommand: Command = {
  name: "import",
  usage: "FILE --email E [--kind contract] [--title T]",
  about: "Make a document of a .docx or .md file, owned by this colleague, and print its id.",
  run: async ({ args, env, print, tell }) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { email: { type: "string" }, kind: { type: "string" }, title: { type: "string" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    const { email } = values;
    if (file === undefined || more.length > 0 || email === undefined)
      throw new WrongUsage("A file and an e-mail are needed.");
    const body = new FormData();
    body.set("file", new File([await readGiven(file)], path.basename(file)));
    if (values.kind !== undefined) body.set("kind", values.kind);
    if (values.title !== undefined) body.set("title", values.title);
    const answer = await withTool(env, { user: "tool" }, (tool) =>
      asPerson(tool, email, async (call) => (await call("/documents/import", { method: "POST", body })).json()),
    );
    const { id, report } = answer as { id: string; report: unknown };
    tell(JSON.stringify(report, null, 2));
    print(id);
    return 0;
  },
};

const endings: Readonly<Record<string, string>> = { docx: "docx", markdown: "md", html: "html" };

export const exportCommand: Command = {
  name: "export",
  usage: "ID --email E [--format docx|markdown|html] [--out FILE]",
  about: "Write a document that this colleague may see into a file. Tells what the format cannot carry.",
  run: async ({ args, env, print, tell }) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { email: { type: "string" }, format: { type: "string", default: "docx" }, out: { type: "string" } },
      allowPositionals: true,
    });
    const [id, ...more] = positionals;
    const { email, format } = values;
    const ending = endings[format];
    if (id === undefined || more.length > 0 || email === undefined)
      throw new WrongUsage("An id and an e-mail are needed.");
    if (ending === undefined) throw new WrongUsage(`“${format}” is not a format.`);
    const bytes = await withTool(env, { user: "tool" }, (tool) =>
      asPerson(tool, email, async (call) => {
        const answer = await call(`/documents/${id}/export?format=${format}`);
        const notCarried = answer.headers.get("parley-not-carried");
        if (notCarried !== null) tell(`Not carried: ${notCarried}`);
        return answer.arrayBuffer();
      }),
    );
    const out = path.resolve(values.out ?? `${id}.${ending}`);
    await writeFile(out, new Uint8Array(bytes));
    print(out);
    return 0;
  },
};

const pageRows = 1_000;

export const verifyCommand: Command = {
  name: "verify",
  usage: "ID... | FILE.json... | BUNDLE.zip",
  about:
    "Check that the hash chain of a document's log is unbroken; of a saved log (answers of GET /api/documents/:id/log), also rebuild its words and authors, without a database. Prints the last row's number and hash. Of an evidence bundle, check every file, event and row, and name what was changed.",
  run: async ({ args, env, print, tell }: CommandCall) => {
    if (args.length > 0 && args.every((arg) => arg.endsWith(".json"))) return verifyFiles(args, print, tell);
    const [bundle, ...more] = args;
    if (bundle?.endsWith(".zip") && more.length === 0) return verifyBundleFile(bundle, print, tell);
    if (args.length === 0 || !args.every(isId))
      throw new WrongUsage("At least one document's id, or a saved log, is needed.");
    const results = await withTool(env, { user: "tool" }, async ({ database }) => {
      const store = createLogStore(database.sql);
      return Promise.all(args.map((id) => verifyLog(store, id as DocumentId)));
    });
    for (const result of results) {
      if (result.broken === null) print(`${result.id} ${result.seq} ${Buffer.from(result.hash).toString("hex")}`);
      else tell(`${result.id}: row ${result.broken.seq} does not fit the row before it (${result.broken.reason}).`);
    }
    return results.every(({ broken }) => broken === null) ? 0 : 1;
  },
};

async function verifyFiles(
  files: readonly string[],
  print: CommandCall["print"],
  tell: CommandCall["tell"],
): Promise<number> {
  const answers: unknown[] = [];
  for (const file of files) {
    try {
      answers.push(JSON.parse(new TextDecoder().decode(await readGiven(file))));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new StartProblem(`${file} is no JSON.`, { cause: error });
    }
  }
  const saved = readSavedLog(answers);
  if (saved === null) throw new StartProblem("These are not answers of the log of one document.");
  const verdict = verifySavedLog(saved, sha256);
  if ("badSeq" in verdict) {
    tell(`${saved.documentId}: row ${verdict.badSeq} is bad: ${verdict.reason}.`);
    return 1;
  }
  print(`${saved.documentId} ${verdict.seq} ${Buffer.from(verdict.hash).toString("hex")}`);
  for (const [id, { characters }] of verdict.shares) tell(`${characters} characters by ${id}`);
  tell("Unproved names in the file, under no hash:");
  for (const [id, { name }] of verdict.shares) tell(`  ${id} is called ${JSON.stringify(name)}`);
  tell(`Agreed content: ${Buffer.from(verdict.contentHash).toString("hex")}`);
  tell(`Agreed text: ${createHash("sha256").update(verdict.agreedText).digest("hex")}`);
  return 0;
}

async function verifyBundleFile(file: string, print: CommandCall["print"], tell: CommandCall["tell"]): Promise<number> {
  const verdict = verifyBundle(await readGiven(file));
  if (verdict === null) throw new StartProblem(`${file} is no evidence bundle.`);
  const { faults, manifest, manifestHash, keyFingerprint } = verdict;
  for (const fault of faults) tell(fault);
  if (faults.length > 0 || manifest === null) return 1;
  print(`${manifest.contract.id ?? "-"} ${manifest.events?.count ?? 0} ${manifestHash}`);
  const rows = manifest.documents.map(({ is, seq }) => `, ${seq} rows of the ${is}`);
  tell(`${manifest.files.length} files${rows.join("")}, ${manifest.texts.length} texts: all as they were made.`);
  for (const text of manifest.texts) tell(`Agreed content: ${text.textHash} (${text.file})`);
  tell(`Signed at ${manifest.madeAt} with the key ${keyFingerprint ?? ""}. Whose that is, nothing in the file proves:`);
  tell("compare it with the one that the server shows under /api/evidence-key. Names are under no hash of a chain.");
  return 0;
}

async function verifyLog(
  store: Pick<ReturnType<typeof createLogStore>, "readRows">,
  id: DocumentId,
): Promise<{ id: DocumentId; seq: number; hash: Uint8Array; broken: ReturnType<typeof findBrokenLink> }> {
  let from = { seq: 0, hash: CHAIN_START };
  for (;;) {
    const rows = await store.readRows(id, from.seq, pageRows);
    const broken = findBrokenLink(rows, sha256, from);
    const last = rows.at(-1);
    if (last === undefined && from.seq === 0) throw new StartProblem(`There is no log of a document ${id}.`);
    if (broken !== null || last === undefined) return { id, ...from, broken };
    from = { seq: last.seq, hash: last.hash };
  }
}
