import type { Role } from "@parley/base";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

describe("somebody who may comment or suggest", () => {
  test.each(["comment", "suggest"] as const)("sees the text live and cannot change it (%s)", async (role) => {
    const chen = await stage.comeIn("Chen");
    const id = await stage.newDocument(lin, "Base\n", { Chen: role });
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
