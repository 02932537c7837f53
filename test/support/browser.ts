/** Debian's Chromium for browser tests: one process per test file, a context per person. */
import { mkdir } from "node:fs/promises";
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a Chromium without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["PARLEY_TEST_CHROMIUM"] ?? "/usr/bin/chromium",
    args: flags,
    headless: true,
  });
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page threw or logged as an error. A test that expects none says so. */
  readonly errors: string[];
}

export interface VisitorOptions {
  readonly language?: "zh-CN" | "en-US";
  readonly width?: number;
  readonly height?: number;
  readonly phone?: boolean;
  readonly dark?: boolean;
}

/** A person's browser: own cookies, own storage. */
export async function openVisitor(browser: Browser, options: VisitorOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: options.language ?? "zh-CN",
    viewport: {
      width: options.width ?? (options.phone ? 375 : 1440),
      height: options.height ?? (options.phone ? 760 : 900),
    },
    colorScheme: options.dark ? "dark" : "light",
    ...(options.phone && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  return { context, page, errors };
}

/** What a picture is of, where that is not what stands in sight, and whether notes that only pass by are in it. */
export interface PictureOptions {
  readonly of?: Locator;
  readonly notes?: boolean;
}

/** Keeps a picture of a page in the folder that the run was given for pictures, if it was. */
export async function keepPicture(page: Page, name: string, options: PictureOptions = {}): Promise<void> {
  const folder = process.env["PARLEY_SCREENSHOTS"];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await options.of?.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  const style = options.notes === false ? ".mantine-Notifications-root { visibility: hidden; }" : "";
  await page.screenshot({ path: `${folder}/${name}.png`, style });
}
