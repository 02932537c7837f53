import { must } from "@parley/base";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Visitor, type VisitorOptions, launchBrowser, openVisitor } from "../support/browser.ts";
import { type TestServer, startTestServer } from "../support/server.ts";

let browser: Browser;
let server: TestServer;
let administrator: Visitor;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await startTestServer({ env: { PARLEY_DEMO: "1" } });
  administrator = await comeIn("ceo", { language: "en-US" });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function comeIn(account: string, options: VisitorOptions): Promise<Visitor> {
  const visitor = await openVisitor(browser, options);
  const { request } = visitor.page;
  const headers = { origin: server.url };
  const data = { email: `${account}@parley.example`, password: "parley-demo" };
  expect((await request.post(`${server.url}/api/auth/sign-in/email`, { data, headers })).status()).toBe(200);
  const language = options.language === "en-US" ? "en" : "zh";
  await request.patch(`${server.url}/api/me`, { data: { language }, headers });
  return visitor;
}

async function call<Body = never>(page: Page, method: string, path: string, data?: unknown): Promise<Body> {
  const answer = await page.request.fetch(`${server.url}/api${path}`, {
    method,
    headers: { origin: server.url },
    ...(data === undefined ? {} : { data }),
  });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Body;
}
const newDocument = async (page: Page, title: string): Promise<string> =>
  (await call<{ id: string }>(page, "POST", "/documents", { kind: "note", title })).id;

/** A guest who came in by a link, as far as the server is concerned. */
async function enterAsGuest(url: string, email: string, name: string): Promise<void> {
  const { page, context } = await openVisitor(browser);
  const invitation = `/invitations/${must(url.split("/").at(-1), "an address ends with its secret")}`;
  await call(page, "POST", `${invitation}/code`, { email, language: "en" });
  const letters = await call<{ to: string; text: string }[]>(administrator.page, "GET", "/mailbox");
  const code = /^ {4}(\d{6})$/m.exec(letters.find(({ to }) => to === email)?.text ?? "")?.[1];
  await call(page, "POST", `${invitation}/enter`, { email, code, name });
  await context.close();
}

const words = {
  "zh-CN": {
    share: "共享",
    invite: "邀请",
    role: "权限",
    guests: "访客",
    sees: "访客能看到每段内容由哪位同事撰写，以及所有非内部评论。",
    badEmail: "“mara@other”不是完整的邮箱，应类似 name@example.com。",
    sole: "文档必须有所有者，请先将他人设为所有者。",
    takeBack: "收回林岚的权限",
    makeLink: "创建链接",
    removeMara: "移除Mara",
    remove: "移除",
  },
  "en-US": {
    share: "Share",
    invite: "Invite",
    role: "Role",
    guests: "Guests",
    sees: "Guests see which colleague wrote what, and every comment that is not internal.",
    badEmail: "“mara@other” is not a whole e-mail address, such as name@example.com.",
    sole: "A document needs an owner. Make somebody else an owner first.",
    takeBack: "Take access back from 林岚",
    makeLink: "Create link",
    removeMara: "Remove Mara",
    remove: "Remove",
  },
} as const;

async function openShareDialog(page: Page, id: string, share: string): Promise<ReturnType<Page["getByRole"]>> {
  await page.goto(`${server.url}/documents/${id}`);
  await page.getByRole("button", { name: share, exact: true }).click();
  return page.getByRole("dialog");
}

/** Whether the field with the keyboard holds a guest's address and stands in the window. */
const madeLinkInSight = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement) || !field.value.includes("/invite/")) return false;
    const { top, bottom } = field.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });

describe.each(["zh-CN", "en-US"] as const)("the share dialog (%s)", (language) => {
  const say = words[language];
  let legal: Visitor;
  beforeAll(async () => {
    legal = await comeIn("legal", { language, height: 700 });
  });
  afterAll(() => legal?.context.close());

  test("says what guests see and what is wrong with an e-mail, and shows a new link in sight", async () => {
    const { page, errors } = legal;
    const id = await newDocument(page, "Supply");
    const dialog = await openShareDialog(page, id, say.share);
    const field = dialog.getByRole("combobox", { name: say.invite });
    await field.fill("mara@other");
    await field.press("Tab");
    await dialog.getByText(say.badEmail).waitFor();
    expect(await field.inputValue()).toBe("mara@other");
    await field.press("Enter");
    await dialog.getByText(say.badEmail).waitFor();
    await field.fill("mara@other.example");
    await dialog.getByText(say.sees).waitFor();
    await field.press("Enter");
    await expect.poll(() => madeLinkInSight(page)).toBe(true);
    await dialog.getByText(say.guests, { exact: true }).click();
    const before = await page.evaluate(() => document.querySelector<HTMLInputElement>("[role=status] input")?.value);
    await dialog.getByRole("button", { name: say.makeLink }).click();
    await expect.poll(() => madeLinkInSight(page)).toBe(true);
    await expect
      .poll(() => page.evaluate(() => document.querySelector<HTMLInputElement>("[role=status] input")?.value))
      .not.toBe(before);
    expect(errors).toEqual([]);
  });

  test("keeps a sole owner's own share, and says why where the keyboard reaches it", async () => {
    const { page } = legal;
    const id = await newDocument(page, "Lease");
    const dialog = await openShareDialog(page, id, say.share);
    const button = dialog.getByRole("button", { name: say.takeBack });
    expect(await button.getAttribute("aria-disabled")).toBe("true");
    await dialog.getByRole("combobox", { name: /林岚/ }).focus();
    await page.keyboard.press("Tab");
    await page.getByRole("tooltip", { name: say.sole }).or(page.getByText(say.sole)).first().waitFor();
    await page.keyboard.press("Enter");
    expect(await call<unknown[]>(page, "GET", `/documents/${id}/shares`)).toHaveLength(1);
  });

  test("removes one guest of a link and keeps the other", async () => {
    const { page } = legal;
    const id = await newDocument(page, "Guests");
    const terms = { link: "guests", role: "view", party: "counterparty" };
    const { url } = await call<{ url: string }>(page, "POST", `/documents/${id}/shares`, terms);
    await enterAsGuest(url, `mara-${language.toLowerCase()}@out.example`, "Mara");
    await enterAsGuest(url, `tom-${language.toLowerCase()}@out.example`, "Tom");
    const dialog = await openShareDialog(page, id, say.share);
    await dialog.getByText(`mara-${language.toLowerCase()}@out.example`).waitFor();
    await dialog.getByRole("button", { name: say.removeMara }).click();
    await page.getByRole("button", { name: say.remove, exact: true }).click();
    await dialog.getByText("Mara", { exact: true }).waitFor({ state: "detached" });
    expect(await dialog.getByText("Tom", { exact: true }).count()).toBe(1);
  });
});

test("an administrator gives a document whose owner left to themselves, opens it, and its details tell", async () => {
  const { page } = administrator;
  const leaver = await comeIn("zimo.qin", { language: "zh-CN" });
  await newDocument(leaver.page, "Left behind");
  const people = await call<{ id: string; email: string }[]>(page, "GET", "/people");
  const personId = must(
    people.find(({ email }) => email === "zimo.qin@parley.example"),
    "the leaver",
  ).id;
  await call(page, "PATCH", `/people/${personId}`, { active: false });
  await page.goto(`${server.url}/ownerless`);
  await page.getByRole("button", { name: "Choose an owner of Left behind" }).click();
  await page.getByRole("button", { name: "Take over" }).click();
  await page.getByText("Every document has an owner").waitFor();
  await page.getByRole("link", { name: "Open" }).click();
  await page.getByRole("button", { name: "Details" }).click();
  const told = page.getByText("周砚, an administrator, made 周砚 the owner in place of 秦子墨");
  await expect.poll(() => told.count()).toBe(1);
});

test("an administrator signs a person out of one browser, whose page then asks to sign in; the language chosen there stays", async () => {
  const { page } = administrator;
  const other = await comeIn("yutong.bai", { language: "en-US" });
  await other.page.goto(`${server.url}/documents`);
  await other.page.getByRole("heading", { name: "Documents" }).waitFor();
  await page.goto(`${server.url}/people?search=yutong.bai`);
  await page.getByText("白雨桐").first().click();
  await page.getByRole("button", { name: /^End session/ }).click();
  await page.getByRole("button", { name: "End", exact: true }).click();
  await page.getByText("Signed in nowhere.").waitFor();
  await other.page.reload();
  await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(new URL(other.page.url()).pathname).toBe("/sign-in");
  await other.page.getByText("中文", { exact: true }).click();
  await other.page.getByRole("textbox", { name: "邮箱" }).fill("yutong.bai@parley.example");
  await other.page.getByLabel("密码", { exact: true }).last().fill("parley-demo");
  await other.page.getByRole("button", { name: "登录", exact: true }).click();
  await other.page.getByRole("heading", { name: "文档", exact: true }).waitFor();
  const me = await call<{ person: { language: string } }>(other.page, "GET", "/me");
  expect(me.person.language).toBe("zh");
});
