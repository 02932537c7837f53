/** One server, one Chromium and a few colleagues for tests of the document page: everybody has an own browser context. */
import type { PersonId, Role } from "@parley/base";
import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { type Visitor, type VisitorOptions, launchBrowser, openVisitor } from "./browser.ts";
import { type TestServer, startTestServer } from "./server.ts";

const password = "a long enough password";

export interface DocumentStage {
  readonly server: TestServer;
  /** The ids of the colleagues by their names. */
  readonly people: ReadonlyMap<string, PersonId>;
  /** A signed-in person in a browser of their own. */
  comeIn(name: string, options?: VisitorOptions): Promise<Visitor>;
  /** A note made of Markdown by whoever the visitor is, shared with others by name. Returns its id. */
  newDocument(owner: Visitor, markdown: string, shares?: Readonly<Record<string, Role>>): Promise<string>;
  /** Opens a document and waits until its status says so. */
  openDocument(visitor: Visitor, id: string, state?: string): Promise<Page>;
  /** The document's text as the server has it, once it contains what the test waits for. */
  serverText(page: Page, id: string, contains: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the stage. The first name is an administrator's when `administrator` says so. */
export async function openDocumentStage(
  names: readonly string[],
  options: { readonly administrator?: string } = {},
): Promise<DocumentStage> {
  const browser: Browser = await launchBrowser();
  const server = await startTestServer();
  const people = new Map<string, PersonId>();
  for (const name of names) {
    const person = await server.app.people.createPerson({
      name,
      email: emailOf(name),
      language: "en",
      password,
      ...(name === options.administrator && { standing: "administrator" as const }),
    });
    people.set(name, person.id as PersonId);
  }
  const textOf = async (page: Page, id: string): Promise<string> =>
    (await page.request.get(`${server.url}/api/documents/${id}/text`)).text();
  return {
    server,
    people,
    async comeIn(name, visitorOptions = { language: "en-US" }) {
      const visitor = await openVisitor(browser, visitorOptions);
      const answer = await visitor.page.request.post(`${server.url}/api/auth/sign-in/email`, {
        data: { email: emailOf(name), password },
        headers: { origin: server.url },
      });
      expect(answer.status()).toBe(200);
      return visitor;
    },
    async newDocument(owner, markdown, shares = {}) {
      const { request } = owner.page;
      const answer = await request.post(`${server.url}/api/documents/import`, {
        headers: { origin: server.url },
        multipart: {
          kind: "note",
          file: { name: "Terms.md", mimeType: "text/markdown", buffer: Buffer.from(markdown) },
        },
      });
      const { id } = (await answer.json()) as { id: string };
      for (const [name, role] of Object.entries(shares)) {
        await request.post(`${server.url}/api/documents/${id}/shares`, {
          headers: { origin: server.url },
          data: { personId: people.get(name), role },
        });
      }
      return id;
    },
    async openDocument(visitor, id, state = "saved") {
      await visitor.page.goto(`${server.url}/documents/${id}`);
      await statusIs(visitor.page, state);
      return visitor.page;
    },
    async serverText(page, id, contains) {
      await expect.poll(() => textOf(page, id), { timeout: 15_000 }).toContain(contains);
      return textOf(page, id);
    },
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}

function emailOf(name: string): string {
  return `${name.toLowerCase()}@parley.example`;
}

/** The editor's text on a page. */
export const paper = (page: Page): Locator => page.locator(".ProseMirror");

/** Waits until the page's save status is this one. */
export const statusIs = (page: Page, state: string): Promise<void> =>
  page.locator(`[role=status][data-state=${state}]`).first().waitFor();

/** Puts the caret at the end of the line that holds some words. */
export async function caretAtEndOf(page: Page, text: string): Promise<void> {
  await paper(page).getByText(text).first().click();
  await page.keyboard.press("End");
}
