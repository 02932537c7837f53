import { readFileSync } from "node:fs";
import type { Role } from "@parley/base";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import type { Visitor } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper } from "../support/document-stage.ts";
import { pngBytes } from "../support/sample-pictures.ts";

/** What people do with the editor's tools, each seen by a second person in a browser of their own. */
let stage: DocumentStage;
let lin: Visitor;
let mara: Visitor;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Chen"]);
  [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
});
afterAll(() => stage?.stop());

/** A document of Lin's, open in Lin's and in Mara's browser. */
async function openForBoth(markdown: string): Promise<{ id: string; a: Page; b: Page }> {
  const id = await stage.newDocument(lin, markdown, { Mara: "edit" });
  const [a, b] = await Promise.all([stage.openDocument(lin, id), stage.openDocument(mara, id)]);
  return { id, a, b };
}

const longText = (lines: number): string =>
  `${Array.from({ length: lines }, (_line, index) => `Clause ${index + 1} names a fee.`).join("\n\n")}\n`;

/** How far the page is scrolled, and whether a line stands in the part of the page that is seen. */
async function isInSight(line: Locator): Promise<boolean> {
  return line.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 90 && bottom <= innerHeight;
  });
}

describe("a picture", () => {
  test("that was chosen or pasted is seen by the other person", async () => {
    const { a, b } = await openForBoth("Above\n");
    await caretAtEndOf(a, "Above");
    const file = { name: "seal.png", mimeType: "image/png", buffer: Buffer.from(pngBytes(120, 60)) };
    await a.locator("input[type=file][accept*='image']").first().setInputFiles(file);
    await paper(b).locator("img[src*='/images/']").waitFor();
    await a.keyboard.type("Between");
    await a.evaluate(
      (bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "stamp.png", { type: "image/png" }));
        document
          .querySelector(".ProseMirror")
          ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      },
      [...pngBytes(40, 80)],
    );
    await expect
      .poll(() =>
        paper(b)
          .locator("img[src*='/images/']")
          .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalHeight)),
      )
      .toEqual([60, 80]);
  });
});

describe("a table", () => {
  const tableTool = (page: Page, name: string): Promise<void> =>
    page
      .getByRole("toolbar", { name: "Formatting" })
      .getByRole("button", { name: "Table" })
      .click()
      .then(() => page.getByRole("menuitem", { name, exact: true }).click());
  const shape = (page: Page): Promise<string[][]> =>
    paper(page)
      .locator("tr")
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...(row as HTMLTableRowElement).cells].map((cell) =>
            cell.colSpan > 1 ? `${cell.textContent} x${cell.colSpan}` : cell.textContent,
          ),
        ),
      );

  test("is inserted, filled, given a row and a column, and merged, and the other person sees it", async () => {
    const { a, b } = await openForBoth("Fees\n");
    await caretAtEndOf(a, "Fees");
    await a.keyboard.press("Enter");
    await a.getByRole("button", { name: "Insert", exact: true }).click();
    await a.getByRole("menuitem", { name: "Table of 2 by 2" }).click();
    for (const word of ["Item", "Fee", "Assay"]) {
      await a.keyboard.type(word);
      await a.keyboard.press("Tab");
    }
    await a.keyboard.type("300");
    await tableTool(a, "Row below");
    await tableTool(a, "Column to the right");
    await expect
      .poll(() => shape(b))
      .toEqual([
        ["Item", "Fee", ""],
        ["Assay", "300", ""],
        ["", "", ""],
      ]);
    const cell = (text: string): Locator => paper(a).locator("td, th").filter({ hasText: text });
    const [from, to] = [await cell("Assay").boundingBox(), await cell("300").boundingBox()];
    await a.mouse.move((from?.x ?? 0) + 20, (from?.y ?? 0) + 15);
    await a.mouse.down();
    await a.mouse.move((to?.x ?? 0) + 30, (to?.y ?? 0) + 15, { steps: 6 });
    await a.mouse.up();
    await tableTool(a, "Merge cells");
    await expect
      .poll(() => shape(b))
      .toEqual([
        ["Item", "Fee", ""],
        ["Assay300 x2", ""],
        ["", "", ""],
      ]);
  });

  test("moves no tool when the caret enters it", async () => {
    const { a } = await openForBoth("Fees\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
    const places = (): Promise<number[]> =>
      a
        .getByRole("toolbar", { name: "Formatting" })
        .getByRole("button")
        .evaluateAll((tools) => tools.map((tool) => tool.getBoundingClientRect().x));
    await caretAtEndOf(a, "Fees");
    const outside = await places();
    await paper(a).locator("td").first().click();
    await a.getByRole("button", { name: "Table", exact: true, disabled: false }).waitFor();
    expect(await places()).toEqual(outside);
  });
});

describe("a mention", () => {
  test("names somebody of the document by a few letters", async () => {
    const { id, a, b } = await openForBoth("Asked:\n");
    await caretAtEndOf(a, "Asked");
    await a.keyboard.type(" @mar");
    await a.getByRole("option", { name: "Mara" }).waitFor();
    await a.keyboard.press("Enter");
    await a.keyboard.type("today");
    await paper(b).locator(".parley-mention", { hasText: "@Mara" }).waitFor();
    expect((await stage.serverText(a, id, "today")).trim()).toBe("Asked: @Mara today");
  });

  test("of a colleague without the document shares it to be read, but only after the owner agreed", async () => {
    const { id, a, b } = await openForBoth("Asked:\n");
    const sharesOfChen = async (): Promise<string[]> => {
      const answer = await a.request.get(`${stage.server.url}/api/documents/${id}/shares`);
      const shares = (await answer.json()) as { role: Role; target: { personId?: string } }[];
      return shares.filter(({ target }) => target.personId === stage.people.get("Chen")).map(({ role }) => role);
    };
    await caretAtEndOf(a, "Asked");
    await a.keyboard.type(" @che");
    const offer = a.getByRole("group", { name: "Not in this document" }).getByRole("option", { name: "Chen" });
    await offer.click();
    await a.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await a.getByRole("dialog").waitFor({ state: "detached" });
    expect(await sharesOfChen()).toEqual([]);
    await a.keyboard.type(" @che");
    await offer.click();
    await a.getByRole("dialog").getByRole("button", { name: "Share and mention" }).click();
    await paper(b).locator(".parley-mention", { hasText: "@Chen" }).waitFor();
    await a.keyboard.type("today");
    expect((await stage.serverText(a, id, "today")).trim()).toBe("Asked: @che @Chen today");
    expect(await sharesOfChen()).toEqual(["view"]);
    // Whoever may not share is offered nobody.
    await caretAtEndOf(b, "Asked");
    await b.keyboard.type(" @");
    await b.getByRole("option", { name: "Lin" }).waitFor();
    expect(await b.getByRole("group", { name: "Not in this document" }).count()).toBe(0);
  });
});

describe("find and replace", () => {
  test("replaces everywhere at once, and undo comes back to the place that was looked at", async () => {
    const { id, a, b } = await openForBoth(longText(60));
    await caretAtEndOf(a, "Clause 40 names");
    await a.keyboard.press("Control+f");
    await a.getByRole("textbox", { name: "Find", exact: true }).fill("fee");
    const count = a.getByRole("search").getByRole("status");
    await expect.poll(() => count.textContent()).toBe("41 of 60");
    await a.keyboard.press("Enter");
    await expect.poll(() => count.textContent()).toBe("42 of 60");
    await a.getByRole("button", { name: "Show replace" }).click();
    await a.getByRole("textbox", { name: "Replace with" }).fill("charge");
    await a.getByRole("button", { name: "Replace all" }).click();
    expect((await stage.serverText(b, id, "charge")).match(/charge/g)).toHaveLength(60);
    await a.keyboard.press("Escape");
    await a.getByRole("search").waitFor({ state: "detached" });
    await a.keyboard.press("Control+z");
    await paper(b).getByText("Clause 60 names a fee.").waitFor();
    expect((await stage.serverText(b, id, "fee")).match(/fee/g)).toHaveLength(60);
    expect(await isInSight(paper(a).getByText("Clause 42 names a fee."))).toBe(true);
    await a.keyboard.press("ArrowRight");
    await a.keyboard.type("!");
    await stage.serverText(b, id, "Clause 42 names a fee!.");
  });
});

describe("following somebody", () => {
  test("keeps their caret in sight until one moves oneself", async () => {
    const { a, b } = await openForBoth(longText(80));
    await paper(b).click();
    await b.keyboard.press("Control+End");
    await b.keyboard.type(" MARA");
    await a.getByRole("button", { name: "Show everyone in this document" }).click();
    await a.getByRole("button", { name: "Follow", exact: true }).click();
    await a.getByText("Following Mara").waitFor();
    await expect.poll(() => isInSight(paper(a).getByText("Clause 80 names"))).toBe(true);
    await b.keyboard.press("Control+Home");
    await b.keyboard.type("MARA ");
    await expect.poll(() => isInSight(paper(a).getByText("Clause 1 names"))).toBe(true);
    await paper(a).hover();
    await a.mouse.wheel(0, 200);
    await a.getByText("Following Mara").waitFor({ state: "detached" });
    await b.keyboard.press("Control+End");
    await b.keyboard.type("!");
    await paper(a).getByText("MARA!").waitFor();
    expect(await isInSight(paper(a).getByText("Clause 80 names"))).toBe(false);
  });
});

describe("somebody who may comment", () => {
  test("sees the text live and cannot change it", async () => {
    const chen = await stage.comeIn("Chen");
    const id = await stage.newDocument(lin, "Base\n", { Chen: "comment" });
    const a = await stage.openDocument(lin, id);
    const page = await stage.openDocument(chen, id, "read-only");
    expect(await paper(page).getAttribute("contenteditable")).toBe("false");
    expect(await page.getByRole("textbox", { name: "Title" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Bold" }).count()).toBe(0);
    await paper(page).getByText("Base").click();
    await page.keyboard.type("not mine to write");
    await caretAtEndOf(a, "Base");
    await a.keyboard.type(" and more");
    await paper(page).getByText("Base and more").waitFor();
    expect((await stage.serverText(a, id, "more")).trim()).toBe("Base and more");
    expect(chen.errors).toEqual([]);
    await chen.context.close();
  });
});

describe("a table made to be slow", () => {
  test("is shown without its spans, at once, and can be typed in", async () => {
    const id = await stage.newDocument(lin, "Above\n", { Mara: "edit" });
    await insertSlowTable(id);
    const page = await stage.openDocument(mara, id);
    const cells = paper(page).locator("td");
    expect(await cells.count()).toBe(900);
    const takesMs = await page.evaluate(async () => {
      const start = performance.now();
      document.querySelector<HTMLElement>(".ProseMirror")?.style.setProperty("font-size", "15px");
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return performance.now() - start;
    });
    expect(takesMs).toBeLessThan(2_000);
    await cells.nth(31).click();
    await page.keyboard.type("typed here");
    await stage.serverText(page, id, "typed here");
    expect(mara.errors).toEqual([]);
  });

  /** As a program with the role edit would: 30 by 30 cells, each as large as a cell may be. */
  async function insertSlowTable(id: string): Promise<void> {
    const { request } = lin.page;
    const made = await request.post(`${stage.server.url}/api/me/tokens`, {
      headers: { origin: stage.server.url },
      data: { name: "table" },
    });
    const { secret } = (await made.json()) as { secret: string };
    const ydoc = new Y.Doc();
    const provider = new WebsocketProvider(`${stage.server.url.replace("http", "ws")}/sync`, id, ydoc, {
      params: { token: secret },
      WebSocketPolyfill: WebSocket as never,
      disableBc: true,
    });
    await new Promise<void>((resolve) => provider.once("sync", () => resolve()));
    const element = (name: string, children: Y.XmlElement[]): Y.XmlElement => {
      const node = new Y.XmlElement(name);
      node.insert(0, children);
      return node;
    };
    const cell = (): Y.XmlElement => {
      const node = element("tableCell", [new Y.XmlElement("paragraph")]);
      const stored = node as unknown as Y.XmlElement<Record<string, number>>;
      stored.setAttribute("colspan", 100);
      stored.setAttribute("rowspan", 1_000);
      return node;
    };
    const times = <Item>(count: number, make: () => Item): Item[] => Array.from({ length: count }, make);
    const table = element(
      "table",
      times(30, () => element("tableRow", times(30, cell))),
    );
    ydoc.getXmlFragment("default").insert(1, [table]);
    await expect
      .poll(async () => (await (await request.get(`${stage.server.url}/api/documents/${id}/text`)).text()).split("\n"))
      .toHaveLength(901);
    provider.destroy();
  }
});

describe("tables of one contract", () => {
  test("end at one line, whatever widths they brought, on a desktop and on a phone", async () => {
    const phone = await stage.comeIn("Lin", { language: "en-US", phone: true, width: 360 });
    const imported = await lin.page.request.post(`${stage.server.url}/api/documents/import`, {
      headers: { origin: stage.server.url },
      multipart: {
        kind: "note",
        file: {
          name: "contract.docx",
          mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          buffer: readFileSync(new URL("../fixtures/contracts/preclinical-research-zh.docx", import.meta.url)),
        },
      },
    });
    const { id } = (await imported.json()) as { id: string };
    for (const visitor of [lin, phone]) {
      const page = await stage.openDocument(visitor, id);
      const found = await paper(page).evaluate((element) => ({
        text: element.querySelector("p")?.offsetWidth,
        tables: [...element.querySelectorAll("table")].map((table) => table.offsetWidth),
      }));
      expect(found.tables.length).toBeGreaterThan(1);
      for (const width of found.tables) expect(width).toBe(found.text);
    }
    // A dragged border changes the proportions and not the edge, while it is dragged and afterwards.
    const page = lin.page;
    const first = paper(page).locator("table").first();
    await first.scrollIntoViewIfNeeded();
    const head = first.locator("tr").first().locator("th, td");
    const widths = (): Promise<number[]> =>
      head.evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width));
    const before = await widths();
    const box = await head.first().boundingBox();
    const edge = { x: (box?.x ?? 0) + (box?.width ?? 0), y: (box?.y ?? 0) + 10 };
    await page.mouse.move(edge.x - 1, edge.y);
    await page.mouse.down();
    await page.mouse.move(edge.x + 60, edge.y, { steps: 5 });
    const during = await widths();
    await page.mouse.up();
    const after = await widths();
    expect(during[0]).toBeGreaterThan((before[0] ?? 0) + 30);
    expect(after).toEqual(during);
    const sum = (each: readonly number[]): number => each.reduce((total, width) => total + width, 0);
    expect(Math.abs(sum(after) - sum(before))).toBeLessThanOrEqual(2);
    await phone.context.close();
  });
});

describe("a guest on a phone", () => {
  test("has one slim bar above the text, and everything is still within reach", async () => {
    const id = await stage.newDocument(lin, "Read me\n");
    const made = await lin.page.request.post(`${stage.server.url}/api/documents/${id}/shares`, {
      headers: { origin: stage.server.url },
      data: { link: "guests", role: "edit", party: "counterparty" },
    });
    const guest = await stage.comeAsGuest(((await made.json()) as { url: string }).url, { phone: true, width: 360 });
    const { page } = guest;
    await paper(page).getByText("Read me").waitFor();
    expect(await paper(page).evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(90);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.getByRole("button", { name: "Side panel" }).click();
    await page.getByRole("menuitem", { name: "Details" }).click();
    await page.getByRole("dialog", { name: "Details" }).getByText("Our side").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Back to the library" }).click();
    await page.getByText("Guest", { exact: true }).waitFor();
    expect(guest.errors).toEqual([]);
    await guest.context.close();
  });
});
