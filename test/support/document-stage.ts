/** One server, one Chromium and a few colleagues for tests of the document page: everybody has an own browser context. */
import { type DocumentId, type PersonId, type Role, must } from "@parley/base";
import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { readMarkdown } from "../../server/src/documents/exchange/markdown-read/read-markdown.ts";
import { createLibrary } from "../../server/src/documents/library/library.ts";
import { systemClock, systemRandom } from "../../server/src/platform/system.ts";
import { type Visitor, type VisitorOptions, launchBrowser, openVisitor } from "./browser.ts";
import { putDocument } from "./put-document.ts";
import { type TestServer, type TestServerOptions, startTestServer } from "./server.ts";

const password = "a long enough password";
const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

interface SentMail {
  readonly to: string;
  readonly text: string;
  readonly sentAt: string;
}

export interface DocumentStage {
  readonly server: TestServer;
  /** The ids of the colleagues by their names. */
  readonly people: ReadonlyMap<string, PersonId>;
  /** A signed-in person in a browser of their own. */
  comeIn(name: string, options?: VisitorOptions): Promise<Visitor>;
  /** An outsider who came by an invitation's address, proved an e-mail and has the document open. */
  comeAsGuest(url: string, options?: VisitorOptions, guest?: { email: string; name: string }): Promise<Visitor>;
  /**
   * A note made by whoever the visitor is, shared with others by name: of words in Markdown, or of a Word or Markdown file that is
   * imported. Returns its id.
   */
  newDocument(owner: Visitor, text: string | Buffer, shares?: Readonly<Record<string, Role>>): Promise<string>;
  /** Opens a document and waits until its status says so. */
  openDocument(visitor: Visitor, id: string, state?: string): Promise<Page>;
  /** The document's text as the server has it now: as it was agreed, or as if everything that waits were accepted. */
  textOf(page: Page, id: string, view?: "agreed" | "proposed"): Promise<string>;
  /** The same, once it contains what the test waits for. */
  serverText(page: Page, id: string, contains: string): Promise<string>;
  stop(): Promise<void>;
}

/** Who administers every stage's company. */
export const administrator = "Ada";

/** Starts a stage with these colleagues and an administrator. */
export async function openDocumentStage(
  names: readonly string[],
  options: TestServerOptions = {},
): Promise<DocumentStage> {
  const browser: Browser = await launchBrowser();
  const server = await startTestServer(options);
  const people = new Map<string, PersonId>();
  for (const name of [administrator, ...names]) {
    const person = await server.app.people.createPerson({
      name,
      email: emailOf(name),
      language: "en",
      password,
      standing: name === administrator ? "administrator" : "member",
    });
    people.set(name, person.id as PersonId);
  }
  const ids = new WeakMap<Visitor, PersonId>();
  const comeIn = async (name: string, options: VisitorOptions = { language: "en-US" }): Promise<Visitor> => {
    const visitor = await openVisitor(browser, options);
    const answer = await visitor.page.request.post(`${server.url}/api/auth/sign-in/email`, {
      data: { email: emailOf(name), password },
      headers: { origin: server.url },
    });
    expect(answer.status()).toBe(200);
    ids.set(visitor, must(people.get(name), name));
    return visitor;
  };
  const textOf: DocumentStage["textOf"] = async (page, id, view) =>
    (await page.request.get(`${server.url}/api/documents/${id}/text${view ? `?view=${view}` : ""}`)).text();
  return {
    server,
    people,
    comeIn,
    textOf,
    async comeAsGuest(url, options, { email, name } = { email: "guest@elsewhere.example", name: "Mei Guest" }) {
      const visitor = await openVisitor(browser, { language: "en-US", ...options });
      const { request } = visitor.page;
      const address = `${server.url}/api/invitations/${new URL(url).pathname.split("/").at(-1)}`;
      const headers = { origin: server.url };
      await request.post(`${address}/code`, { headers, data: { email, language: "en" } });
      const office = await comeIn(administrator);
      const mails = (await (await office.page.request.get(`${server.url}/api/mailbox`)).json()) as SentMail[];
      await office.context.close();
      const code = mails
        .filter(({ to }) => to === email)
        .toSorted((a, b) => b.sentAt.localeCompare(a.sentAt))
        .map(({ text }) => /\b\d{6}\b/.exec(text)?.[0])
        .find((found) => found !== undefined);
      const entered = await request.post(`${address}/enter`, {
        headers,
        data: { email, code, name, organisation: "Elsewhere", language: "en" },
      });
      expect(entered.status()).toBe(200);
      const { documentId } = (await entered.json()) as { documentId: string };
      await visitor.page.goto(`${server.url}/documents/${documentId}`);
      return visitor;
    },
    async newDocument(owner, text, shares = {}) {
      const { request } = owner.page;
      const id =
        typeof text === "string"
          ? await putMarkdown(server, must(ids.get(owner), "a colleague"), text)
          : await importFile(server, owner, text);
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
      await expect.poll(() => textOf(page, id)).toContain(contains);
      return textOf(page, id);
    },
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}

/** Markdown in the place of an imported file: most tests need only its words. */
function putMarkdown({ app, database }: TestServer, ownerId: PersonId, text: string): Promise<DocumentId> {
  const { content, title } = readMarkdown(Buffer.from(text));
  const library = createLibrary({ sql: database.sql, people: app.people, clock: systemClock });
  const shelf = { library, live: app.documents.live, random: systemRandom, nowMs: () => systemClock.nowMs() };
  return putDocument(shelf, ownerId, { kind: "note", title: title ?? "Terms", content, via: "import" });
}

/** Every Word file begins as the archive that it is. */
const isWordFile = (file: Buffer): boolean => file.subarray(0, 2).toString() === "PK";

async function importFile(server: TestServer, owner: Visitor, buffer: Buffer): Promise<string> {
  const [name, mimeType] = isWordFile(buffer) ? ["Terms.docx", docxType] : ["Terms.md", "text/markdown"];
  const answer = await owner.page.request.post(`${server.url}/api/documents/import`, {
    headers: { origin: server.url },
    multipart: { kind: "note", file: { name, mimeType, buffer } },
  });
  return ((await answer.json()) as { id: string }).id;
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

/** Selects words of the text as with a mouse, in an editor or in a text that is only read. */
export async function select(page: Page, words: string): Promise<void> {
  await paper(page).evaluate((text, wanted) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const from = node.textContent?.indexOf(wanted) ?? -1;
      if (from < 0) continue;
      node.parentElement?.scrollIntoView({ block: "center" });
      document.getSelection()?.setBaseAndExtent(node, from, node, from + wanted.length);
    }
  }, words);
  await untilTold(page, words, "selected");
}

/** Puts the caret in front of words, and waits until the browser has told the editor of it. */
export async function caretBefore(page: Page, words: string): Promise<void> {
  await paper(page).evaluate((text, wanted) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at >= 0) document.getSelection()?.collapse(node, at);
    }
  }, words);
  await untilTold(page, words, "behind");
}

/** Where an editor's selection is, as its element gives access to it. */
interface EditorElement extends Element {
  readonly editor?: {
    readonly isEditable: boolean;
    readonly state: {
      readonly selection: { readonly from: number; readonly to: number };
      readonly doc: {
        readonly content: { readonly size: number };
        textBetween: (from: number, to: number) => string;
      };
    };
  };
}

/** The browser tells an editor of a selection when it has time: a key that comes before is meant for the old one. */
async function untilTold(page: Page, words: string, where: "selected" | "behind"): Promise<void> {
  const text = await paper(page).elementHandle();
  await page.waitForFunction(
    ([element, wanted, place]) => {
      const { editor } = element as EditorElement;
      // A text that is only read has nobody to tell.
      if (editor?.isEditable !== true) return true;
      const { selection, doc } = editor.state;
      const { from, to } = selection;
      const end = place === "selected" ? to : Math.min(from + wanted.length, doc.content.size);
      return (place === "selected" || from === to) && doc.textBetween(from, end) === wanted;
    },
    [text, words, where] as const,
    { timeout: 10_000 },
  );
}
