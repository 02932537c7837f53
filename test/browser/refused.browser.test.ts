import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, openVisitor } from "../support/browser.ts";
import { type TestServer, startTestServer } from "../support/server.ts";

/** What the server will not take, as a person meets it: too large to be sent, and refused for good. */
const password = "a long enough password";
let browser: Browser;
let server: TestServer;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startTestServer({
    env: { PARLEY_SYNC_MAX_MESSAGE_BYTES: "40000", PARLEY_SYNC_MAX_DOCUMENT_BYTES: "65536" },
  });
  await server.app.people.createPerson({ name: "Lin", email: "lin@parley.example", language: "en", password });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(words: string): Promise<{ page: Page; id: string }> {
  const { page, context } = await openVisitor(browser, { language: "en-US" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const headers = { origin: server.url };
  const signedIn = await page.request.post(`${server.url}/api/auth/sign-in/email`, {
    data: { email: "lin@parley.example", password },
    headers,
  });
  expect(signedIn.status()).toBe(200);
  const made = await page.request.post(`${server.url}/api/documents/import`, {
    headers,
    multipart: { kind: "note", file: { name: "Terms.md", mimeType: "text/markdown", buffer: Buffer.from(words) } },
  });
  const { id } = (await made.json()) as { id: string };
  await page.goto(`${server.url}/documents/${id}`);
  await statusIs(page, "saved");
  return { page, id };
}

const paper = (page: Page): ReturnType<Page["locator"]> => page.locator(".ProseMirror");
const statusIs = (page: Page, state: string): Promise<void> =>
  page.locator(`[role=status][data-state=${state}]`).first().waitFor();
const textOf = async (page: Page, id: string): Promise<string> =>
  (await page.request.get(`${server.url}/api/documents/${id}/text`)).text();

function paste(page: Page, text: string): Promise<void> {
  return paper(page).evaluate((element, words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", words);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test(
  "[SE7] a paste that no message can carry is refused in a sentence, and writing goes on",
  { timeout: 90_000 },
  async () => {
    const { page, id } = await open("start");
    await paper(page).click();
    await page.keyboard.press("End");
    await paste(page, "w".repeat(50_000));
    await page.getByText(/more than can be taken in at once \(40 KB\)/).waitFor();
    await page.keyboard.type(" goes on");
    await expect.poll(() => textOf(page, id)).toBe("start goes on");
    expect((await paper(page).innerText()).trim()).toBe("start goes on");
  },
);

test(
  "[SE4] what was refused for good can be copied, stays through a reload, and is gone once it is discarded",
  { timeout: 90_000 },
  async () => {
    const { page, id } = await open("x".repeat(33_000));
    await paper(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("saved ");
    await expect.poll(() => textOf(page, id)).toContain("saved");
    await statusIs(page, "saved");
    await paste(page, "y".repeat(35_000));
    await statusIs(page, "refused");
    await page
      .getByText(/reached its largest size/)
      .first()
      .waitFor();
    await page.reload();
    await statusIs(page, "refused");
    await page.getByRole("button", { name: "Copy my unsaved text" }).click();
    await page.getByText("35,000 characters copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("y".repeat(35_000));
    await page.getByRole("button", { name: "Discard and reload…" }).click();
    await page.getByText(/35,000 characters of yours/).waitFor();
    await Promise.all([
      page.waitForEvent("load"),
      page.getByRole("button", { name: "Discard and reload", exact: true }).click(),
    ]);
    await statusIs(page, "saved");
    expect(await paper(page).innerText()).not.toContain("yyy");
    await paper(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("and on");
    await expect.poll(() => textOf(page, id)).toContain("saved and on");
  },
);
