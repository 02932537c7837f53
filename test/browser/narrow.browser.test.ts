/** Tables where there is little room: in the lists of changes, side by side, and on a phone; in Chinese, which breaks between any two characters. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import { type DocumentStage, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

const table = `| 序号 | 产品名称 | 规格型号 | 单位 | 数量 | 单价 | 金额 | 备注 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 一 | 离心水泵 | 立式 | 台 | 十二 | 1,200.00 | 14,400.00 | 含税 |
| 二 | 控制柜 | 室外 | 套 | 两套 | 3,500.00 | 7,000.00 | 不含安装与调试费用，运费另计 |
`;
const short = ["产品名称", "规格型号", "离心水泵", "十二", "含税", "14,400.00"];

/** The words of a table that stand in more than one line, of those that are asked for. */
function brokenIn(page: Page, cells: string, words: readonly string[]): Promise<string[]> {
  return page.locator(cells).evaluateAll(
    (all, wanted) =>
      all.flatMap((cell) => {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        const lines: string[] = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const range = document.createRange();
          range.selectNodeContents(node);
          const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (tops.size > 1 && wanted.includes(node.textContent ?? "")) lines.push(node.textContent ?? "");
        }
        return lines;
      }),
    words,
  );
}

test("short cells stand in one line in the list of changes, side by side and on a phone, where what does not fit scrolls", async () => {
  const lin = await stage.comeIn("Lin", { language: "zh-CN" });
  const language = { data: { language: "zh" }, headers: { origin: stage.server.url } };
  await lin.page.request.patch(`${stage.server.url}/api/me`, language);
  const id = await stage.newDocument(lin, Buffer.from(table), { Mara: "suggest" });
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await paper(hers).getByText("离心水泵").click();
  await hers.getByRole("button", { name: "Table", exact: true }).click();
  await hers.getByRole("menuitem", { name: "Delete row" }).click();
  await paper(hers).locator("[data-proposal], .parley-proposed-block, tr[class*=parley]").first().waitFor();
  await statusIs(hers, "saved");
  await mara.context.close();

  const address = `${stage.server.url}/documents/${id}`;
  const phone = await stage.comeIn("Lin", { language: "zh-CN", phone: true, width: 390, height: 844 });
  for (const [name, { page }] of [
    ["desk", lin],
    ["phone", phone],
  ] as const) {
    await page.goto(`${address}?panel=changes`);
    const cells = page.getByRole("complementary", { name: "改动" }).or(page.getByRole("dialog")).locator("del span");
    await cells.getByText("离心水泵", { exact: true }).first().waitFor();
    expect(await brokenIn(page, "del span", short)).toEqual([]);
    const frame = page.locator("del:has(span)").first();
    expect(await frame.evaluate((each) => getComputedStyle(each).overflowX)).toBe("auto");
    await keepPicture(page, `narrow-changes-${name}`);
  }
  expect(await brokenIn(phone.page, ".ProseMirror :is(td, th)", short)).toEqual([]);
  await phone.page.goto(`${address}?version=1&with=present&view=proposed`);
  await phone.page.locator(".parley-prose td").first().waitFor();
  expect(await brokenIn(phone.page, ".parley-prose :is(td, th)", short)).toEqual([]);
  expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await keepPicture(phone.page, "narrow-comparison-phone");
  await lin.page.goto(`${address}?version=1&with=present&view=proposed&layout=sides`);
  await lin.page.locator(".parley-prose td").first().waitFor();
  expect(await brokenIn(lin.page, ".parley-prose :is(td, th)", short)).toEqual([]);
  await keepPicture(lin.page, "narrow-sides");
  await phone.context.close();
  await lin.context.close();
});
