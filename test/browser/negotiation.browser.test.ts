/** A contract is negotiated with an outsider in a browser of their own: opened, led in rounds, followed clause by clause, closed. */
import { must } from "@parley/base";
import type { Contract, NegotiationFace } from "@parley/contracts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import {
  type DocumentStage,
  administrator,
  caretAtEndOf,
  openDocumentStage,
  paper,
  select,
  statusIs,
} from "../support/document-stage.ts";

const text = `# Supply contract

## 1. Price

The price is 90 yuan each.

## 2. Delivery

Delivery is in Shanghai within thirty days.

## 3. Penalty

The penalty is ten percent.
`;

let stage: DocumentStage;
let sides: { ours: string; other: string };
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
  const { page, context } = await stage.comeIn(administrator);
  const ours = await call<{ id: string }>(page, "POST", "/contract-parties", { side: "ours", name: "Parley Biotech" });
  const other = await call<{ id: string }>(page, "POST", "/contract-parties", { name: "上海赛默仪器设备有限公司" });
  sides = { ours: ours.id, other: other.id };
  await context.close();
});
afterAll(() => stage?.stop());

async function call<Body>(page: Page, method: string, path: string, data?: unknown): Promise<Body> {
  const answer = await page.request.fetch(`${stage.server.url}/api${path}`, {
    method,
    headers: { origin: stage.server.url },
    ...(data === undefined ? {} : { data }),
  });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

/** A contract whose text is a file, as somebody asks for it. */
async function newContract(page: Page, title: string): Promise<Contract> {
  const { categories } = await call<{ categories: { id: string }[] }>(page, "GET", "/contract-categories");
  const request = {
    categoryId: must(categories[0], "a fresh company has categories").id,
    title,
    ourParty: { id: sides.ours },
    counterparties: [{ id: sides.other }],
    direction: "none",
    termKind: "open",
    startDay: "2026-01-01",
  };
  const answer = await page.request.post(`${stage.server.url}/api/contracts/from-file`, {
    headers: { origin: stage.server.url },
    multipart: {
      request: JSON.stringify(request),
      file: { name: "Terms.md", mimeType: "text/markdown", buffer: Buffer.from(text) },
    },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  return (await answer.json()) as Contract;
}

const words = {
  "en-US": {
    open: "Open negotiation",
    addColleague: "Add a colleague",
    addGuest: "Add a guest",
    email: "E-mail",
    badEmail: /not a whole e-mail address/,
    willNotSee: "Outsiders will not see",
    title: "Title that outsiders see",
    send: "Open and invite 1 guest",
    opened: "The negotiation is open",
    go: "Go to the text",
    yours: "Your turn",
    release: "Release round",
    note: "Note to them",
    send2: "Release",
    released: /Round \d is released/,
    hash: "Hash of the sealed text (SHA-256)",
    done: "Done",
    sight: "Who sees what",
    internal: "Internal comments",
    no: "No",
    trail: "Download what is kept of me",
    clauses: "Clauses",
    panels: "Panels",
    agreed: "Agreed",
    proposed: "Proposed",
    freeze: /^Freeze “.*Penalty.*”/,
    both: "Frozen by both sides",
    reopened: /has reopened “/,
    reopenedBy: /^Reopened by /,
    rounds: "Rounds and people",
    compare: /^Compare round 2 with/,
    round1: "Round 1",
    start: "The start",
    filter: "What is replayed",
    close: "Close",
    drop: "Drop what waits, and say so in the record",
    sendDrop: "Drop and close",
    closed: "The negotiation is closed",
    closeIt: "Close negotiation",
  },
  "zh-CN": {
    open: "发起协商",
    addColleague: "添加同事",
    addGuest: "添加外部人员",
    email: "邮箱",
    badEmail: /邮箱不完整/,
    willNotSee: "外部人员看不到",
    title: "外部人员看到的标题",
    send: "发起并邀请 1 名外部人员",
    opened: "协商已开始",
    go: "前往正文",
    yours: "轮到您这一方",
    release: "提交本轮",
    note: "给对方的说明",
    send2: "提交",
    released: /第 \d 轮已提交/,
    hash: "封存正文的哈希值（SHA-256）",
    done: "完成",
    sight: "谁看得到什么",
    internal: "内部评论",
    no: "不能",
    trail: "下载与我有关的记录",
    clauses: "条款",
    panels: "侧边栏",
    agreed: "已定",
    proposed: "已建议",
    freeze: /锁定“.*Penalty.*”/,
    both: "双方均已锁定",
    reopened: /重新打开了双方已锁定的/,
    reopenedBy: /重新打开$/,
    rounds: "轮次与人员",
    compare: /^将第 2 轮与/,
    round1: "第 1 轮",
    start: "协商开始时",
    filter: "回放内容",
    close: "结束协商",
    drop: "放弃待处理的建议，并记录在案",
    sendDrop: "放弃并结束",
    closed: "协商已结束",
    closeIt: "结束协商",
  },
} as const;
type Words = (typeof words)[keyof typeof words];

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

async function speak(page: Page, language: string): Promise<void> {
  await call(page, "PATCH", "/me", { language: language.slice(0, 2) });
}

/** Opens a negotiation from the contract's text, wrongly at first; answers the guest's address. */
async function openFromText(page: Page, said: Words, title: string, picture: string): Promise<string> {
  await page.getByRole("button", { name: said.open }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("combobox", { name: said.addColleague })
    .or(dialog.getByPlaceholder(said.addColleague))
    .fill("Mara");
  await page.getByRole("option", { name: /Mara/ }).click();
  await dialog.getByRole("button", { name: said.addGuest }).click();
  await dialog.getByText(said.willNotSee).waitFor();
  await dialog.getByRole("textbox", { name: said.email }).fill("gu@other");
  await dialog.getByRole("textbox", { name: said.title }).fill(title);
  await dialog.getByRole("button", { name: said.send }).click();
  await dialog.getByText(said.badEmail).waitFor();
  await keepPicture(page, `negotiation-open-${picture}`);
  await dialog.getByRole("textbox", { name: said.email }).fill("gu@other.example");
  await dialog.getByRole("button", { name: said.send }).click();
  await page.getByText(said.opened).waitFor();
  await keepPicture(page, `negotiation-opened-${picture}`);
  const url = await page.getByRole("dialog").getByLabel("gu@other.example").inputValue();
  await page.getByRole("link", { name: said.go }).click();
  return url;
}

async function release(page: Page, said: Words, note: string, picture?: string): Promise<void> {
  await page.getByRole("button", { name: said.release }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: said.note }).fill(note);
  if (picture) await keepPicture(page, `negotiation-release-${picture}`);
  await dialog.getByRole("button", { name: said.send2, exact: true }).click();
  await page.getByText(said.released).waitFor();
  expect(await dialog.getByLabel(said.hash).inputValue()).toMatch(/^[0-9a-f]{64}$/);
  if (picture) await keepPicture(page, `negotiation-released-${picture}`);
  await dialog.getByRole("button", { name: said.done }).click();
}

async function openPanel(page: Page, said: Words, name: string, phone: boolean): Promise<void> {
  if (phone) {
    await page.getByRole("button", { name: said.panels }).click();
    await page.getByRole("menuitem", { name }).click();
  } else await page.getByRole("button", { name, exact: true }).click();
}

async function write(page: Page, behind: string, what: string): Promise<void> {
  await caretAtEndOf(page, behind);
  await page.keyboard.type(what);
  await statusIs(page, "saved");
}

test.each([
  { language: "en-US", phone: false },
  { language: "zh-CN", phone: true },
] as const)(
  "[M4] [M9] [D8] [D11] [D13] a negotiation is opened to a guest, led in rounds, followed clause by clause and closed ($language, the guest's phone: $phone)",
  { timeout: 240_000 },
  async ({ language, phone }) => {
    const said = words[language];
    const lin = await stage.comeIn("Lin", { language });
    await speak(lin.page, language);
    const contract = await newContract(lin.page, `Freezer tubes ${language}`);
    await stage.openDocument(lin, must(contract.documentId, "it has a text"));
    const url = await openFromText(lin.page, said, "Supply of freezer tubes", language);
    await lin.page.waitForURL((address) => !address.pathname.endsWith(must(contract.documentId, "a text")));
    await statusIs(lin.page, "saved");
    const bar = lin.page.getByRole("region", { name: /Negotiation|协商/ });
    await bar.getByText(contract.number).waitFor();
    await bar.getByText(said.yours).waitFor();
    const documentId = new URL(lin.page.url()).pathname.split("/").at(-1) ?? "";

    // [M4] by link and code; nothing internal stands in the guest's bar.
    const guest = await stage.comeAsGuest(url, { language, phone }, { email: "gu@other.example", name: "Gu Wei" });
    await speak(guest.page, language);
    await guest.page.reload();
    await statusIs(guest.page, "saved");
    const guestBar = guest.page.getByRole("region", { name: /Negotiation|协商/ });
    await guestBar.waitFor();
    expect(await guestBar.innerText()).not.toContain(contract.number);
    expect(await guestBar.getByRole("button", { name: said.release }).count()).toBe(0);
    expect(await isTooWide(guest.page)).toBe(false);
    await keepPicture(guest.page, `negotiation-guest-${language}`);

    // [M9] rounds move the turn, on the other side's open page as well.
    await write(lin.page, "The price is 90", " Freight is included.");
    await release(lin.page, said, "Our first offer.", language);
    await guestBar.getByText(said.yours).waitFor();
    await openPanel(guest.page, said, said.clauses, phone);
    const guestClause = guest.page.getByRole("listitem").filter({ hasText: "Price" }).first();
    await guestClause.getByText(said.proposed, { exact: true }).waitFor();
    await keepPicture(guest.page, `negotiation-clauses-guest-${language}`);
    await decideAll(guest.page, documentId, "accept");
    await guestClause.getByText(said.agreed, { exact: true }).waitFor();

    // [D8] both freeze a clause; a later change warns both.
    await guest.page.getByRole("button", { name: said.freeze }).click();
    await openPanel(lin.page, said, said.clauses, false);
    await lin.page.getByRole("button", { name: said.freeze }).click();
    await lin.page.getByText(said.both).waitFor();
    await guest.page.getByText(said.both).waitFor();
    await keepPicture(lin.page, `negotiation-clauses-${language}`);
    // The name of a clause leads to it in the text; a sheet that would cover it goes.
    await guest.page.getByRole("listitem").filter({ hasText: "Penalty" }).getByText("Penalty").first().click();
    await expect.poll(() => paper(guest.page).getByText("The penalty is ten").isVisible()).toBe(true);
    await expect.poll(() => guest.page.getByRole("dialog").count()).toBe(0);
    await write(guest.page, "The penalty is ten", " Not more than 5000.");
    await decideAll(lin.page, documentId, "accept");
    for (const page of [lin.page, guest.page]) await page.getByText(said.reopened).first().waitFor();
    await lin.page.getByText(said.reopenedBy).first().waitFor();
    await keepPicture(lin.page, `negotiation-reopened-${language}`);

    // [D13] what the guest sees, and their own trail.
    await guest.page.getByRole("button", { name: said.sight }).click();
    await guest.page.getByRole("row").filter({ hasText: said.internal }).getByText(said.no, { exact: true }).waitFor();
    await keepPicture(guest.page, `negotiation-sight-${language}`);
    const [file] = await Promise.all([
      guest.page.waitForEvent("download"),
      guest.page.getByRole("link", { name: said.trail }).click(),
    ]);
    const own = await readAll(file);
    expect(own).toContain("Not more than 5000.");
    expect(own).not.toContain("Freight is included.");
    await guest.page.keyboard.press("Escape");

    // [M9] the guest releases round 2, and the two rounds are compared net.
    await release(guest.page, said, "Our answer.");
    await bar.getByText(said.yours).waitFor();
    await openPanel(lin.page, said, said.rounds, false);
    await lin.page.getByText("Our answer.").waitFor();
    await keepPicture(lin.page, `negotiation-rounds-${language}`);
    await lin.page.getByRole("button", { name: said.compare }).click();
    await lin.page.getByRole("menuitem", { name: said.round1 }).click();
    await lin.page.getByText("Not more than 5000.").first().waitFor();
    await keepPicture(lin.page, `negotiation-compared-${language}`);
    await lin.page.goto(`${stage.server.url}/documents/${documentId}`);
    await statusIs(lin.page, "saved");

    // [D11] the guest compares as well, and replays how the text grew since they were invited.
    await openPanel(guest.page, said, said.rounds, phone);
    await guest.page.getByRole("button", { name: said.compare }).click();
    await guest.page.getByRole("menuitem", { name: said.start }).click();
    await guest.page.getByText("Freight is included.").first().waitFor();
    await keepPicture(guest.page, `negotiation-compared-guest-${language}`);
    await guest.page.goto(`${stage.server.url}/documents/${documentId}?version=1&replay=true`);
    await guest.page.getByRole("slider").waitFor();
    const frames = (): Promise<string | null> => guest.page.getByRole("slider").getAttribute("max");
    const whole = Number(await frames());
    await guest.page
      .getByRole("combobox", { name: said.filter })
      .or(guest.page.getByLabel(said.filter))
      .first()
      .click();
    await guest.page.getByRole("option", { name: /Delivery/ }).click();
    await expect.poll(async () => Number(await frames())).toBeLessThan(whole);
    await keepPicture(guest.page, `negotiation-replay-guest-${language}`);
    await guest.page.goto(`${stage.server.url}/documents/${documentId}`);
    await statusIs(guest.page, "saved");

    // Closing lists what waits, and says what was dropped.
    await write(guest.page, "Delivery is in Shanghai", " By air.");
    await lin.page.getByRole("button", { name: said.close, exact: true }).click();
    const dialog = lin.page.getByRole("dialog");
    await dialog.getByText("By air.").waitFor();
    await dialog.getByRole("checkbox", { name: said.drop }).check();
    await keepPicture(lin.page, `negotiation-close-${language}`);
    await dialog.getByRole("button", { name: said.sendDrop }).click();
    await dialog.getByText(said.closed).waitFor();
    await dialog.getByText("By air.").waitFor();
    await keepPicture(lin.page, `negotiation-closed-${language}`);
    expect([...lin.errors, ...guest.errors]).toEqual([]);
    await Promise.all([lin.context.close(), guest.context.close()]);
  },
);

async function decideAll(page: Page, documentId: string, verdict: string): Promise<void> {
  const proposals = await call<{ id: string; digest: string }[]>(page, "GET", `/documents/${documentId}/proposals`);
  await call(page, "POST", `/documents/${documentId}/decisions`, {
    verdict,
    proposals: proposals.map(({ id, digest }) => ({ id, digest })),
  });
}

async function readAll(file: { createReadStream(): Promise<NodeJS.ReadableStream> }): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await file.createReadStream()) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

test(
  "[M4] somebody who is taken out is cut off within three seconds and cannot come back",
  { timeout: 90_000 },
  async () => {
    const lin = await stage.comeIn("Lin");
    await speak(lin.page, "en-US");
    const contract = await newContract(lin.page, "Revoked");
    const opened = await call<{ negotiation: NegotiationFace; invitations: { url: string }[] }>(
      lin.page,
      "POST",
      `/contracts/${contract.id}/negotiations`,
      {
        revision: contract.revision,
        guests: [{ email: "yu@other.example", party: "counterparty", role: "edit" }],
      },
    );
    const url = must(opened.invitations[0], "one guest was invited").url;
    const guest = await stage.comeAsGuest(url, {}, { email: "yu@other.example", name: "Yu" });
    await statusIs(guest.page, "saved");
    const editor = paper(guest.page);
    expect(await editor.getAttribute("contenteditable")).toBe("true");
    await stage.openDocument(lin, opened.negotiation.documentId);
    await openPanel(lin.page, words["en-US"], words["en-US"].rounds, false);
    await lin.page.getByRole("button", { name: "Remove Yu" }).click();
    await lin.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await expect
      .poll(async () => (await editor.count()) === 0 || (await editor.getAttribute("contenteditable")) !== "true", {
        timeout: 3_000,
      })
      .toBe(true);
    await keepPicture(guest.page, "negotiation-removed");
    await guest.page.goto(`${stage.server.url}/documents/${opened.negotiation.documentId}`);
    await guest.page.getByRole("heading").first().waitFor();
    expect(await paper(guest.page).count()).toBe(0);
    expect(
      (await guest.page.request.get(`${stage.server.url}/api/documents/${opened.negotiation.documentId}`)).status(),
    ).toBe(401);
    await Promise.all([lin.context.close(), guest.context.close()]);
  },
);

test("what our people say in a negotiation is internal by itself; sharing it is asked for once more, and what is shared has an edge of its own", async () => {
  const lin = await stage.comeIn("Lin");
  await speak(lin.page, "en-US");
  const contract = await newContract(lin.page, "Spoken about");
  const opened = await call<{ negotiation: NegotiationFace; invitations: { url: string }[] }>(
    lin.page,
    "POST",
    `/contracts/${contract.id}/negotiations`,
    {
      revision: contract.revision,
      guests: [{ email: "qi@other.example", party: "counterparty", role: "edit" }],
    },
  );
  const url = must(opened.invitations[0], "one guest was invited").url;
  const guest = await stage.comeAsGuest(url, {}, { email: "qi@other.example", name: "Qi" });
  await guest.page.getByRole("button", { name: "Comments" }).click();
  const page = await stage.openDocument(lin, opened.negotiation.documentId);
  await select(page, "thirty days");
  await page.keyboard.press("Control+Alt+m");
  const panel = page.getByRole("complementary", { name: "Comments" });
  await expect.poll(() => panel.getByRole("radio", { name: "Internal" }).isChecked()).toBe(true);
  await panel.getByRole("textbox", { name: "Your comment" }).fill("Our limit is forty.");
  await panel.getByRole("button", { name: "Comment", exact: true }).click();
  await panel.getByRole("listitem").filter({ hasText: "Our limit is forty." }).waitFor();
  await select(page, "Shanghai");
  await page.keyboard.press("Control+Alt+m");
  await panel.getByRole("textbox", { name: "Your comment" }).fill("Would Suzhou do?");
  await panel.getByText("Everyone", { exact: true }).click();
  await panel.getByRole("button", { name: "Comment", exact: true }).click();
  const asked = page.getByRole("dialog", { name: "Share this comment with the other side?" });
  await asked.getByText("the other side and counsel too").waitFor();
  expect(await guest.page.getByText("Would Suzhou do?").count()).toBe(0);
  await asked.getByRole("button", { name: "Share" }).click();
  await guest.page.getByText("Would Suzhou do?").waitFor();
  await panel
    .getByRole("listitem")
    .filter({ hasText: "Would Suzhou do?" })
    .getByText("Shared", { exact: true })
    .waitFor();
  await keepPicture(page, "negotiation-comments");
  expect(await guest.page.getByText("Our limit is forty.").count()).toBe(0);
  await Promise.all([lin.context.close(), guest.context.close()]);
});
