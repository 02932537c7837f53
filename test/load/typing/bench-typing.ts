/**
 * `npm run parley -- bench typing`: from a key to its paint in a contract of a hundred pages with 500 open proposals, in a real
 * Chromium, beside plain Tiptap with the same document in the same run; then with more beside the text, each time beside plain Tiptap.
 *
 * Invariants:
 * - Two pages take turns, some keys each, so that the machine's noise falls on both alike. No other page has the document open.
 * - Chromium does not wait for a screen's beat: what is measured is the work from the key's time stamp until the main thread has
 *   painted. On a screen of 60 Hz up to 16.7 ms of waiting come to it, for any editor.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { must, seededRandom } from "@parley/base";
import { type Browser, type Page, chromium } from "playwright-core";
import { Latencies } from "../latencies.ts";
import { ServerProcess } from "../server-process.ts";
import { type SignedIn, comment, importContract, propose, signIn } from "./contract.ts";

/** What typing cost on one page; times in milliseconds. */
export interface TypingFigures {
  readonly page: string;
  readonly keys: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** The main thread's processor time per key, also what comes after the paint. It says more than the others where the machine is busy. */
  readonly cpuPerKey: number;
}

interface Plan {
  readonly pages: number;
  readonly proposals: number;
  readonly comments: number;
  readonly keysPerTurn: number;
  readonly turns: number;
}

const whole: Plan = { pages: 100, proposals: 500, comments: 200, keysPerTurn: 50, turns: 4 };
const smoke: Plan = { pages: 10, proposals: 20, comments: 10, keysPerTurn: 10, turns: 1 };

/** Who types in Parley, and which panel is open beside the text. */
interface Scene {
  readonly name: string;
  readonly proposes: boolean;
  readonly panel: string | null;
  /** Whether the comments are there. */
  readonly commented: boolean;
}

const plainName = "Tiptap, plain";
const scenes: readonly Scene[] = [
  { name: "Parley, changes shown", proposes: false, panel: null, commented: false },
  { name: "Parley, proposing", proposes: true, panel: null, commented: false },
  { name: "Parley, list of changes open", proposes: false, panel: "changes", commented: false },
  { name: "Parley, proposing, list open", proposes: true, panel: "changes", commented: false },
  { name: "Parley, authors' colours", proposes: false, panel: "authors", commented: false },
  { name: "Parley, comments open", proposes: false, panel: "comments", commented: true },
];
const KEY_EVERY_MS = 70;
const LETTERS = Array.from("abcdefghijklmnop ");

const checkout = fileURLToPath(new URL("../../..", import.meta.url));
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-frame-rate-limit",
  "--disable-gpu-vsync",
];

/** A page that is typed in, with what its keys took so far. */
interface Typed {
  readonly name: string;
  readonly page: Page;
  cpuMs: number;
}

export interface TypingOptions {
  readonly isSmoke: boolean;
  readonly port: number;
  /** Part of the names of the pages to measure; all of them without it. */
  readonly only?: string | undefined;
  /** Where to keep what each page's main thread did, for Chromium's developer tools; the profiler makes the figures worse. */
  readonly profileFolder?: string | undefined;
}

/** Measures and answers a table and the figures. Rejects when a page does not show what was typed. */
export async function benchTyping(options: TypingOptions): Promise<{ table: string; figures: TypingFigures[] }> {
  const { port, profileFolder } = options;
  const plan = options.isSmoke ? smoke : whole;
  const chosen = scenesNamed(options.only);
  const folder = await mkdtemp(join(tmpdir(), "parley-typing-"));
  const server = serverIn(folder, port);
  let browser: Browser | null = null;
  try {
    const bundle = await bundlePlain(folder);
    await server.start(120_000);
    const origin = `http://127.0.0.1:${port}`;
    const [owner, proposer] = [await signIn(origin, "legal@parley.example"), await signIn(origin, "rd@parley.example")];
    const documentId = await importContract(owner, plan.pages);
    await propose(owner, proposer, documentId, plan.proposals);
    browser = await chromium.launch({
      executablePath: process.env["PARLEY_TEST_CHROMIUM"] ?? "/usr/bin/chromium",
      args: flags,
    });
    const first = await openParley(browser, owner, documentId, null);
    const plain = await openPlain(browser, first, bundle);
    await first.context().close();
    const figures: TypingFigures[] = [];
    const random = seededRandom(11);
    let commented = false;
    for (const scene of chosen) {
      if (scene.commented && !commented) await comment(owner, documentId, plan.comments);
      commented ||= scene.commented;
      const parley = await openParley(browser, scene.proposes ? proposer : owner, documentId, scene.panel);
      const typed: Typed[] = [
        { name: plainName, page: plain, cpuMs: 0 },
        { name: scene.name, page: parley, cpuMs: 0 },
      ];
      for (const each of typed) await prepare(each.page);
      const profiles = profileFolder === undefined ? [] : await Promise.all(typed.map(beginProfile));
      for (let turn = 0; turn < plan.turns; turn++)
        for (const each of typed) await typeKeys(each, plan.keysPerTurn, random);
      for (const end of profiles) await end(must(profileFolder, "profiles are kept in a folder"));
      figures.push(...(await Promise.all(typed.map(figuresOf))));
      await parley.context().close();
    }
    return { table: tableOf(figures), figures };
  } finally {
    await browser?.close();
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

function scenesNamed(only: string | undefined): readonly Scene[] {
  const words = only?.toLowerCase().split(",");
  const chosen = scenes.filter(
    ({ name }) => words === undefined || words.some((word) => name.toLowerCase().includes(word.trim())),
  );
  if (chosen.length === 0)
    throw new Error(`--only names no page; there are ${scenes.map(({ name }) => name).join(", ")}`);
  return chosen;
}

/** Notes what a page's main thread does; returns how to end and keep that. */
async function beginProfile({ page, name }: Typed, index: number): Promise<(folder: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 200 });
  await session.send("Profiler.start");
  return async (folder) => {
    const { profile } = await session.send("Profiler.stop");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}-${index}.cpuprofile`), JSON.stringify(profile));
    await session.detach();
  };
}

function serverIn(folder: string, port: number): ServerProcess {
  return new ServerProcess({
    name: "Parley",
    command: [process.execPath, join(checkout, "server", "src", "main.ts")],
    cwd: checkout,
    env: {
      PARLEY_PORT: String(port),
      PARLEY_HOST: "127.0.0.1",
      PARLEY_DATA_DIR: join(folder, "data"),
      PARLEY_PUBLIC_URL: `http://127.0.0.1:${port}`,
      PARLEY_DEMO: "1",
      PARLEY_LOG_LEVEL: "warn",
    },
    port,
    folder,
    readyPath: "/readyz",
  });
}

/** Builds the plain page's script with the client's own tools. */
async function bundlePlain(folder: string): Promise<string> {
  const entry = fileURLToPath(new URL("plain-tiptap.ts", import.meta.url));
  const vite = createRequire(join(checkout, "client", "package.json")).resolve("vite");
  const { build } = (await import(pathToFileURL(vite).href)) as { build: (config: object) => Promise<unknown> };
  await build({
    configFile: false,
    logLevel: "error",
    root: join(checkout, "client"),
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: { entry, formats: ["iife"], name: "plain", fileName: () => "plain.js" },
    },
  });
  return readFile(join(folder, "plain.js"), "utf8");
}

async function openParley(browser: Browser, who: SignedIn, documentId: string, panel: string | null): Promise<Page> {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1440, height: 900 } });
  await context.addCookies(
    (who.headers["cookie"] ?? "").split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: who.origin };
    }),
  );
  const page = await context.newPage();
  await page.goto(`${who.origin}/documents/${documentId}${panel === null ? "" : `?panel=${panel}`}`);
  await page.locator("[role=status][data-state=saved]").first().waitFor();
  await page.locator(".ProseMirror [data-kind]").first().waitFor();
  if (panel === "authors") await page.locator(".ProseMirror [data-span]").first().waitFor();
  else if (panel !== null) await page.getByRole("complementary").getByRole("listitem").first().waitFor();
  return page;
}

/** The same document, in the same style sheets, without anything of Parley's around it. */
async function openPlain(browser: Browser, parley: Page, bundle: string): Promise<Page> {
  const content = await parley.locator(".ProseMirror").evaluate((element) => {
    // ProseMirror keeps what it shows beside the element.
    const { pmViewDesc } = element as unknown as { pmViewDesc: { node: { toJSON(): object } } };
    return pmViewDesc.node.toJSON();
  });
  const sheets = await parley.evaluate(() =>
    [...document.styleSheets].map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join("\n")),
  );
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.setContent("<!doctype html><html lang=en><body></body></html>");
  for (const sheet of sheets) await page.addStyleTag({ content: sheet });
  await page.addScriptTag({ content: bundle });
  await page.evaluate((json) => globalThis.showPlain?.(json), content);
  await page.locator(".ProseMirror").waitFor();
  return page;
}

/** Puts the caret into a long paragraph in the middle and begins to time keys anew. */
async function prepare(page: Page): Promise<void> {
  await page.bringToFront();
  const paragraphs = page.locator(".ProseMirror > p");
  const index = await paragraphs.evaluateAll((all) => {
    const middle = Math.floor(all.length / 2);
    return all.findIndex((each, at) => at >= middle && (each.textContent?.length ?? 0) > 200);
  });
  await paragraphs.nth(index).scrollIntoViewIfNeeded();
  await paragraphs.nth(index).click();
  await page.evaluate((): undefined => {
    const timed = globalThis as unknown as { keyTimes?: number[] };
    if (timed.keyTimes) return void timed.keyTimes.splice(0);
    const times: number[] = (timed.keyTimes = []);
    const channel = new MessageChannel();
    const began: number[] = [];
    channel.port1.addEventListener("message", () => {
      for (const start of began.splice(0)) times.push(performance.now() - start);
    });
    channel.port1.start();
    document.addEventListener(
      "keydown",
      (event) => {
        began.push(event.timeStamp);
        // A message that is sent in a frame arrives when that frame has been painted.
        requestAnimationFrame(() => channel.port2.postMessage(null));
      },
      { capture: true },
    );
  });
}

async function typeKeys(typed: Typed, count: number, random: ReturnType<typeof seededRandom>): Promise<void> {
  const { page } = typed;
  await page.bringToFront();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const cpuS = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
  };
  const before = await cpuS();
  for (let key = 0; key < count; key++) {
    await page.keyboard.press(random.int(12) === 0 ? "Backspace" : random.pick(LETTERS));
    await page.waitForTimeout(KEY_EVERY_MS / 2 + random.int(KEY_EVERY_MS));
  }
  typed.cpuMs += ((await cpuS()) - before) * 1_000;
  await session.detach();
}

async function figuresOf({ name, page, cpuMs }: Typed): Promise<TypingFigures> {
  const times = await page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes);
  const latencies = new Latencies();
  for (const each of times) latencies.add(each);
  const { p50, p95, max, count } = latencies.summary();
  return { page: name, keys: count, p50, p95, max, cpuPerKey: Math.round((cpuMs / count) * 10) / 10 };
}

function tableOf(figures: readonly TypingFigures[]): string {
  const ratio = (value: number, other: number): string => `${value} (${(value / other).toFixed(2)}x)`;
  return [
    "| page | keys | key to paint p50 ms | p95 ms | longest ms | processor time per key ms |",
    "| --- | --- | --- | --- | --- | --- |",
    ...figures.map(({ page, keys, p50, p95, max, cpuPerKey }, index) => {
      const plain = must(page === plainName ? figures[index] : figures[index - 1], "a plain page comes before each");
      const cells =
        page === plainName
          ? [p50, p95, max, cpuPerKey]
          : [ratio(p50, plain.p50), ratio(p95, plain.p95), max, ratio(cpuPerKey, plain.cpuPerKey)];
      return `| ${[page, keys, ...cells].join(" | ")} |`;
    }),
  ].join("\n");
}
