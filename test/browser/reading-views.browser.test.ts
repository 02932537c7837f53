import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type DocumentStage,
  caretAtEndOf,
  caretBefore,
  openDocumentStage,
  select,
  statusIs,
} from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Osei"]);
});
afterAll(() => stage.stop());

const contract = (): Promise<Buffer> =>
  readFile(new URL("../fixtures/contracts/preclinical-research-zh.docx", import.meta.url));

/** Types words over others, and waits until the server has them. */
async function typeOver(page: Page, id: string, old: string, fresh: string): Promise<void> {
  await caretBefore(page, old);
  await select(page, old);
  await expect.poll(() => page.evaluate(() => document.getSelection()?.toString())).toBe(old);
  await page.keyboard.insertText(fresh);
  await expect.poll(() => stage.textOf(page, id, "proposed")).toContain(fresh);
  await statusIs(page, "saved");
}

const rightOf = async (part: Locator): Promise<number> => {
  const box = await part.boundingBox();
  return box ? box.x + box.width : Number.NaN;
};

describe("a phone", () => {
  test("shows the film's tools whole, and in a comparison the steps, the file and who changed what", async () => {
    const lin = await stage.comeIn("Lin");
    const answer = await lin.page.request.post(`${stage.server.url}/api/documents/import`, {
      headers: { origin: stage.server.url },
      multipart: {
        kind: "contract",
        file: { name: `${"preclinical-research-".repeat(4)}zh.md`, mimeType: "text/markdown", buffer: text() },
      },
    });
    const { id } = (await answer.json()) as { id: string };
    const page = await stage.openDocument(lin, id);
    await caretAtEndOf(page, "Clause 2.");
    await page.keyboard.type(" Net.");
    await stage.serverText(page, id, "Net.");

    const phone = (await stage.comeIn("Lin", { language: "en-US", phone: true, width: 390, height: 844 })).page;
    await phone.goto(`${stage.server.url}/documents/${id}?version=1&replay=true`);
    const slider = phone.getByRole("slider", { name: "Moment in the history" });
    await slider.waitFor();
    await phone.getByText("As imported: preclinical", { exact: false }).waitFor();
    expect(await rightOf(slider)).toBeLessThanOrEqual(390);
    expect(await rightOf(phone.getByRole("button", { name: "Open this version" }))).toBeLessThanOrEqual(390);

    await phone.goto(`${stage.server.url}/documents/${id}?version=1&with=present`);
    await phone.getByRole("link", { name: "Download" }).waitFor();
    await phone.getByText("Clause 60.").scrollIntoViewIfNeeded();
    const next = phone.getByRole("button", { name: "Next change (J)" });
    const box = await next.boundingBox();
    expect(box && box.y > 700 && box.y + box.height <= 844).toBe(true);
    // A tap on a change says what happened, as a click does.
    const change = phone.locator("ins", { hasText: "Net." });
    await change.scrollIntoViewIfNeeded();
    const [x, y] = await change.evaluate((each) => {
      const range = document.createRange();
      range.selectNodeContents(each.lastChild ?? each);
      const { left, top, width, height } = range.getBoundingClientRect();
      return [left + width / 2, top + height / 2] as const;
    });
    await phone.touchscreen.tap(x, y);
    await phone.locator("p[aria-hidden]", { hasText: "Written: Lin" }).waitFor();
    await phone.getByText("1 of 1").waitFor();
    await phone.context().close();
    await lin.context.close();
  });
});

const text = (): Buffer => Buffer.from(Array.from({ length: 60 }, (_, at) => `Clause ${at + 1}.\n`).join("\n"));

describe("the film", () => {
  test("has letters for alternatives, a sign for a proposed break, and shows what went as deleted", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "1. Pay in thirty days. Net.\n", { Mara: "suggest", Osei: "suggest" });
    const mara = await stage.comeIn("Mara");
    const hers = await stage.openDocument(mara, id);
    await typeOver(hers, id, "thirty", "sixty");
    await typeOver(hers, id, "Pay", "Remit");
    await caretBefore(hers, "Net.");
    await hers.keyboard.press("Enter");
    await expect.poll(() => stage.textOf(hers, id, "proposed")).toMatch(/days\.\s*\n.*Net\./u);
    const osei = await stage.comeIn("Osei");
    const his = await stage.openDocument(osei, id);
    await his.getByRole("button", { name: "Changes" }).first().click();
    await his.getByRole("complementary").getByText("sixty").first().click();
    await his.getByRole("button", { name: "Propose something else" }).click();
    await his.keyboard.insertText("ninety");
    await expect.poll(() => stage.textOf(his, id, "proposed")).toContain("ninety");
    const page = await stage.openDocument(lin, id);
    await caretBefore(page, "Remit");
    await select(page, "Remit");
    await expect.poll(() => page.evaluate(() => document.getSelection()?.toString())).toBe("Remit");
    await page.keyboard.press("Delete");
    await expect.poll(() => stage.textOf(page, id, "proposed")).not.toContain("Remit");

    await page.goto(`${stage.server.url}/documents/${id}?panel=versions&version=99999&replay=true`);
    const slider = page.getByRole("slider", { name: "Moment in the history" });
    await slider.waitFor();
    const told = (): Promise<string | null> => slider.getAttribute("aria-valuetext");
    await slider.focus();
    await page.keyboard.press("End");
    // With the deletion her proposal became void.
    await expect.poll(told).toContain("deleted, so 1 proposal became void");
    expect(await page.locator("del[data-went]").textContent()).toBe("Remit");
    expect(await told()).not.toContain("written");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.locator("del[data-went]").count()).toBe(0);
    const letters = page.locator(".parley-prose .parley-alternative");
    expect(new Set(await letters.evaluateAll((signs) => signs.map((sign) => sign.parentElement?.textContent)))).toEqual(
      new Set(["ninety", "sixty"]),
    );
    expect(
      new Set(await letters.evaluateAll((signs) => signs.map((sign) => getComputedStyle(sign, "::before").content))),
    ).toEqual(new Set(['"A"', '"B"']));
    const sign = page.locator(".parley-prose .parley-proposed-break");
    expect(await sign.evaluate((each) => getComputedStyle(each, "::after").content)).toContain("¶");
    await Promise.all([lin, mara, osei].map(({ context }) => context.close()));
  });
});

test("versions and views of proposals look as the editor does: bullets, widths of columns, nothing drawn through words", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, await contract(), { Mara: "suggest" });
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await typeOver(hers, id, "十二只", "十只");
  await caretAtEndOf(hers, "单次给药与重复给药毒性研究");
  await hers.getByRole("button", { name: "Bulleted list" }).click();
  const bulletOf = (page: Page): Promise<string> =>
    page
      .locator(".parley-prose p:visible", { hasText: "单次给药与重复给药毒性研究" })
      .evaluate((paragraph) => getComputedStyle(paragraph, "::before").content);
  const widthsOf = async (page: Page): Promise<number[]> =>
    page
      .locator(".parley-prose table:visible")
      .first()
      .locator("tr:first-child > *")
      .evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().width)));
  await expect.poll(() => bulletOf(hers)).toBe('"◦"');
  await statusIs(hers, "saved");
  const page = await stage.openDocument(lin, id);
  const struck = page.locator(".parley-proposed-delete", { hasText: "十二只" });
  await struck.waitFor();
  const linesOf = (words: Locator): Promise<string> =>
    words.evaluate((each) => getComputedStyle(each).textDecorationLine);
  expect(await linesOf(struck)).toBe("none");
  const widths = await widthsOf(page);
  expect(new Set(widths).size).toBeGreaterThan(1);
  for (const where of ["?view=proposed", "?version=1", "?version=1&replay=true"]) {
    await page.goto(`${stage.server.url}/documents/${id}${where}`);
    await page.locator(".parley-prose table:visible").first().waitFor();
    await expect.poll(() => widthsOf(page)).toEqual(widths);
  }
  await page.goto(`${stage.server.url}/documents/${id}?view=proposed`);
  await expect.poll(() => bulletOf(page)).toBe('"◦"');
  await page.goto(`${stage.server.url}/documents/${id}?version=1&with=present&view=proposed`);
  const gone = page.locator("del", { hasText: "十二只" });
  await gone.waitFor();
  expect(await linesOf(gone)).toBe("none");
  await Promise.all([lin, mara].map(({ context }) => context.close()));
});

test("the text as if all were accepted has the letter of an alternative at its words, also where these stand twice", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "1. Pay in ten or thirty days.\n", { Mara: "suggest", Osei: "suggest" });
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await typeOver(hers, id, "thirty", "sixty");
  const osei = await stage.comeIn("Osei");
  const his = await stage.openDocument(osei, id);
  await his.getByRole("button", { name: "Changes" }).first().click();
  await his.getByRole("complementary").getByText("sixty").first().click();
  await his.getByRole("button", { name: "Propose something else" }).click();
  await his.keyboard.insertText("ten");
  await expect.poll(() => stage.textOf(his, id, "proposed")).toContain("ten or ten days");
  await lin.page.goto(`${stage.server.url}/documents/${id}?panel=changes&view=proposed`);
  const sign = lin.page.locator(".parley-prose [id^='chosen-']");
  await sign.waitFor();
  const behind = await sign.evaluate((node) => {
    const range = document.createRange();
    range.setStartAfter(node);
    range.setEndAfter(node.closest("p, h1, h2, h3, li") ?? node);
    return range.toString().trim();
  });
  expect(behind).toBe("ten days.");
  await Promise.all([lin, mara, osei].map(({ context }) => context.close()));
});
