import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture, launchBrowser, openVisitor } from "../support/browser.ts";
import { type TestServer, startTestServer } from "../support/server.ts";

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await startTestServer({ env: { PARLEY_DEMO: "1" } });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const pages = new Map<string, Page>();

/** Somebody's one page; as wide as ever, whatever the last test made of it. */
async function pageOf(account: string): Promise<Page> {
  const page = pages.get(account) ?? (await comeIn(account));
  pages.set(account, page);
  await page.setViewportSize({ width: 1440, height: 900 });
  return page;
}

async function comeIn(account: string): Promise<Page> {
  const { page } = await openVisitor(browser);
  const headers = { origin: server.url };
  const data = { email: `${account}@parley.example`, password: "parley-demo" };
  expect((await page.request.post(`${server.url}/api/auth/sign-in/email`, { data, headers })).status()).toBe(200);
  await page.request.patch(`${server.url}/api/me`, { data: { language: "zh" }, headers });
  return page;
}

async function post<Body>(page: Page, path: string, data: unknown): Promise<Body> {
  const answer = await page.request.post(`${server.url}/api${path}`, { data, headers: { origin: server.url } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

test("whoever writes in a document that its owner puts away is told so, and their page comes back with the words when it is restored", async () => {
  const [owner, writer] = [await pageOf("legal"), await pageOf("rd")];
  const { person } = (await (await writer.request.get(`${server.url}/api/me`)).json()) as { person: { id: string } };
  const { id } = await post<{ id: string }>(owner, "/documents", { kind: "note", title: "Shared" });
  await post(owner, `/documents/${id}/shares`, { personId: person.id, role: "edit" });
  await writer.goto(`${server.url}/documents/${id}`);
  const text = writer.locator(".ProseMirror");
  await text.click();
  await writer.keyboard.type("kept words");
  await writer.getByText("已保存").waitFor();

  await owner.goto(`${server.url}/documents/${id}`);
  await owner.getByText("kept words").waitFor();
  await owner.getByRole("button", { name: "更多", exact: true }).click();
  await owner.getByRole("menuitem", { name: "移入回收站" }).click();
  const question = owner.getByRole("dialog");
  await question.getByText("将“Shared”移入回收站？").waitFor();
  await keepPicture(owner, "put-away-question");
  await question.getByRole("button", { name: "移入回收站" }).click();

  await writer.getByText("文档在所有者的回收站中").waitFor();
  await keepPicture(writer, "put-away-told");
  expect(await writer.getByText("访问权限已").count()).toBe(0);

  await post(owner, `/documents/${id}/restore`, {});
  await writer.locator(".ProseMirror", { hasText: "kept words" }).waitFor();
  await writer.locator(".ProseMirror").click();
  await writer.keyboard.press("End");
  await writer.keyboard.type(" and more");
  await expect
    .poll(async () => (await owner.request.get(`${server.url}/api/documents/${id}/text`)).text())
    .toContain("kept words and more");
});

test("of files that are chosen together, those that cannot be imported are named with the reason beside those that came in", async () => {
  const page = await pageOf("finance");
  await page.goto(`${server.url}/documents`);
  await page.getByRole("button", { name: "新建", exact: true }).click();
  await page.getByRole("menuitem", { name: "导入 Word 或 Markdown" }).click();
  const file = (name: string, mimeType: string): { name: string; mimeType: string; buffer: Buffer } => ({
    name,
    mimeType,
    buffer: Buffer.from("# 标题\n\n正文\n"),
  });
  await page
    .getByRole("dialog")
    .getByLabel("将文件拖到此处，或点击选择")
    .and(page.locator("input[type=file]"))
    .setInputFiles([
      file("合同.md", "text/markdown"),
      file("照片.png", "image/png"),
      file("旧稿.doc", "application/msword"),
    ]);
  const panel = page.getByRole("region", { name: "导入" });
  await panel.getByText("部分文件导入失败").waitFor();
  const rows = await panel.getByRole("listitem").allInnerTexts();
  await keepPicture(page, "import-partly");
  expect(rows.find((row) => row.includes("照片.png"))).toContain("仅支持导入 .docx 和 .md 文件");
  expect(rows.find((row) => row.includes("旧稿.doc"))).toContain("另存为 .docx");
  expect(rows.find((row) => row.includes("合同.md"))).toContain("内容已完整导入");
});

test("beside an open panel the tools stand in one row, and those that do not fit are in a menu", async () => {
  const page = await pageOf("legal");
  const { id } = await post<{ id: string }>(page, "/documents", { kind: "note", title: "Narrow" });
  const bar = page.getByRole("toolbar", { name: "格式" });
  for (const width of [1440, 1280, 1000]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${server.url}/documents/${id}?panel=details`);
    await bar.getByRole("button", { name: "加粗" }).waitFor();
    await keepPicture(page, `toolbar-${width}`);
    const tops = await bar
      .getByRole("button")
      .evaluateAll((all) => [
        ...new Set(all.map((tool) => Math.round(tool.getBoundingClientRect().top + tool.clientHeight / 2))),
      ]);
    expect([width, Math.max(...tops) - Math.min(...tops) <= 2]).toEqual([width, true]);
    expect([width, await bar.evaluate((element) => element.scrollWidth - element.clientWidth)]).toEqual([width, 0]);
  }
  await bar.getByRole("button", { name: "更多工具" }).click();
  await page.getByRole("menuitem", { name: "编号列表" }).waitFor();
  await keepPicture(page, "toolbar-menu");
  await page.getByRole("menuitem", { name: "查找和替换" }).click();
  await page
    .getByPlaceholder("查找")
    .or(page.getByRole("textbox", { name: "查找" }))
    .first()
    .waitFor();
});

test("the reading view is entered and left at the same paragraph; authors' colours are where one looks", async () => {
  const page = await pageOf("legal");
  const { id } = await post<{ id: string }>(page, "/documents", { kind: "note", title: "Long" });
  await page.goto(`${server.url}/documents/${id}`);
  const text = page.locator(".ProseMirror");
  await text.click();
  const words = "一段足够长的文字，用来占满不止一行的纸面，这样在更宽的阅读视图里换行会不同。".repeat(4);
  const lines = Array.from({ length: 60 }, (_line, index) => `第${index}段。${words}`).join("\n");
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    document
      .querySelector(".ProseMirror")
      ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, lines);
  await text.locator("p", { hasText: "第59段" }).waitFor();
  const topmost = (heightPx: number): Promise<string> =>
    page.evaluate((eye) => {
      const all = [...document.querySelectorAll(".ProseMirror > p")];
      return (all.find((each) => each.getBoundingClientRect().bottom > eye)?.textContent ?? "").slice(0, 6);
    }, heightPx);
  await text.locator("p", { hasText: "第30段" }).evaluate((element) => element.scrollIntoView({ block: "start" }));
  // Below the bar and the tools; the reading view has neither.
  const before = await topmost(130);
  await page.getByRole("button", { name: "阅读视图" }).click();
  await page.getByRole("button", { name: "退出阅读视图" }).waitFor();
  await keepPicture(page, "reading-place");
  const within = await topmost(80);
  await page.getByRole("button", { name: "退出阅读视图" }).click();
  await page.getByRole("button", { name: "阅读视图", exact: true }).waitFor();
  expect([within, await topmost(130)]).toEqual([before, before]);

  // Colours follow what is looked at, in the reading view, too, which scrolls elsewhere.
  await page.getByRole("button", { name: "谁写了什么" }).click();
  await page.setViewportSize({ width: 1440, height: 260 });
  await text.locator("p", { hasText: "第30段" }).evaluate((element) => element.scrollIntoView());
  const paragraphs = text.locator("p", { hasText: /^第\d+段/u });
  const coloured = (): Promise<boolean[]> =>
    Promise.all(
      [0, 30, 59].map(async (at) => (await paragraphs.nth(at).locator(".parley-written:has-text('段')").count()) > 0),
    );
  await expect.poll(coloured).toEqual([false, true, false]);
  await paragraphs.nth(59).evaluate((element) => element.scrollIntoView());
  await expect.poll(coloured).toEqual([false, false, true]);
  await page.getByRole("button", { name: "阅读视图", exact: true }).click();
  await page.getByRole("button", { name: "退出阅读视图" }).waitFor();
  await paragraphs.nth(0).evaluate((element) => element.scrollIntoView());
  await expect.poll(coloured).toEqual([true, false, false]);
});

test("the details of an open document follow what others write", async () => {
  const [owner, writer] = [await pageOf("legal"), await pageOf("rd")];
  const { person } = (await (await writer.request.get(`${server.url}/api/me`)).json()) as {
    person: { id: string; name: string };
  };
  const { id } = await post<{ id: string }>(owner, "/documents", { kind: "note", title: "Watched" });
  await post(owner, `/documents/${id}/shares`, { personId: person.id, role: "edit" });
  await owner.goto(`${server.url}/documents/${id}?panel=details`);
  const panel = owner.getByRole("complementary", { name: "详情" });
  await panel.getByText("最近修改").waitFor();
  expect(await panel.getByText(person.name).count()).toBe(0);
  await writer.goto(`${server.url}/documents/${id}`);
  await writer.locator(".ProseMirror").click();
  await writer.keyboard.type("words");
  await panel.getByText(person.name).waitFor();
  // A new title is told to every open page: this one asks for the document only once.
  const title = owner.getByRole("textbox", { name: "标题", exact: true });
  await title.fill("Watched closely");
  await title.press("Enter");
  await expect
    .poll(() => writer.getByRole("textbox", { name: "标题", exact: true }).inputValue())
    .toBe("Watched closely");
});

test("words that were replaced everywhere are one row of the deleted list, with a way from place to place", async () => {
  const page = await pageOf("legal");
  const { id } = await post<{ id: string }>(page, "/documents", { kind: "note", title: "Replaced" });
  await page.goto(`${server.url}/documents/${id}`);
  await page.locator(".ProseMirror").click();
  const lines = Array.from({ length: 30 }, (_line, index) => `${index + 1}. 甲方应当按期付款，甲方不得转让。`).join(
    "\n",
  );
  await page.keyboard.insertText("开头");
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    document
      .querySelector(".ProseMirror")
      ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, lines);
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "查找" }).fill("甲方");
  const showReplace = page.getByRole("button", { name: "显示替换" });
  if (await showReplace.isVisible()) await showReplace.click();
  await page.getByRole("textbox", { name: "替换为" }).fill("客户");
  await page.getByRole("button", { name: "全部替换" }).click();
  await page.getByRole("button", { name: "谁写了什么" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "甲方" });
  await row.getByText("共 60 处").waitFor();
  await row.getByRole("button", { name: "上一处" }).click();
  await row.getByText("第 60 / 60 处").waitFor();
  await expect
    .poll(() =>
      page.locator(".ProseMirror", { hasText: "客户" }).evaluate((text) => {
        const last = text.lastElementChild?.getBoundingClientRect();
        return last !== undefined && last.top < window.innerHeight;
      }),
    )
    .toBe(true);
  await keepPicture(page, "deleted-list");
});

/** How many changes that nobody has confirmed the only document on this device has. */
function keptChanges(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const [{ name = "" } = {}] = await indexedDB.databases();
    return new Promise<number>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const asking = opening.result.transaction("custom").objectStore("custom").get("unsaved");
        asking.onsuccess = () => {
          opening.result.close();
          resolve(Number(asking.result));
        };
      };
    });
  });
}

test("the list says of which document changes wait on this device, until it is opened and they are saved", async () => {
  const page = await comeIn("legal");
  const { id } = await post<{ id: string }>(page, "/documents", { kind: "note", title: "Written away" });
  await page.goto(`${server.url}/documents/${id}`);
  await page.getByText("已保存").waitFor();
  await page.context().setOffline(true);
  await page.locator("[role=status][data-state=offline]").first().waitFor();
  await page.locator(".ProseMirror").click();
  await page.keyboard.type("on the train");
  await page.locator(".ProseMirror", { hasText: "on the train" }).waitFor();
  // Every key is on the device once as many changes are kept there as the page says are waiting.
  const waiting = page.locator("[role=status][data-state=offline]").first();
  await expect
    .poll(async () => /\d+/.exec((await waiting.textContent()) ?? "")?.[0] === String(await keptChanges(page)))
    .toBe(true);
  await page.goto("about:blank");
  await page.context().setOffline(false);
  await page.goto(`${server.url}/documents?view=mine`);
  const row = page.getByRole("listitem").filter({ hasText: "Written away" });
  const note = row.getByText("您有修改仅保留在本设备，打开文档即可保存。");
  await note.waitFor();
  expect(await page.getByText("仅保留在本设备").count()).toBe(1);
  await keepPicture(page, "unsent-in-list-zh");
  await row.getByRole("link").click();
  await page.getByText("on the train").waitFor();
  await page.getByText("已保存").waitFor();
  await page.getByRole("link", { name: "返回文档库" }).click();
  await row.waitFor();
  await expect.poll(() => note.count()).toBe(0);
});
