import { rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { must } from "@parley/base";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Visitor, keepPicture, launchBrowser, openVisitor } from "../support/browser.ts";
import { findFreePort } from "../support/free-port.ts";
import { makeScratchFolder } from "../support/scratch-folder.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

/**
 * The main job, as three people live it: legal, a counterparty's guest and outside counsel open one imported contract in three
 * browsers and type at once; the server is killed while they do; whatever any screen called saved is there afterwards.
 */
const contract = fileURLToPath(new URL("../fixtures/contracts/preclinical-research-zh.docx", import.meta.url));

let browser: Browser;
let dataDir: string;
let port: number;
let server: ServerProcess;

beforeAll(async () => {
  browser = await launchBrowser();
  dataDir = await makeScratchFolder("main-job");
  port = await findFreePort();
  server = await start();
});
afterAll(async () => {
  await browser?.close();
  server?.child.kill("SIGTERM");
  await server?.ended;
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<ServerProcess> {
  const started = startServerProcess({ PARLEY_DATA_DIR: dataDir, PARLEY_PORT: String(port), PARLEY_DEMO: "1" });
  await started.ready;
  return started;
}

const home = (): string => `http://localhost:${port}`;

async function signIn(page: Page, account: string): Promise<void> {
  const answer = await page.request.post(`${home()}/api/auth/sign-in/email`, {
    data: { email: `${account}@parley.example`, password: "parley-demo" },
    headers: { origin: home() },
  });
  expect(answer.status()).toBe(200);
}

/** The code that the newest mail to an address holds; read by an administrator in the mailbox. */
async function codeFor(email: string): Promise<string> {
  const { page, context } = await openVisitor(browser);
  await signIn(page, "ceo");
  const mails = (await (await page.request.get(`${home()}/api/mailbox`)).json()) as {
    to: string;
    text: string;
    sentAt: string;
  }[];
  await context.close();
  const newest = must(
    mails
      .filter((mail) => mail.to === email)
      .sort((a, b) => b.sentAt.localeCompare(a.sentAt))
      .find((mail) => /\b\d{6}\b/.test(mail.text)),
    `a code for ${email}`,
  );
  return must(/\b\d{6}\b/.exec(newest.text)?.[0], "six digits");
}

/** Comes in by an invitation's link as an outsider does: e-mail, code, name. */
async function enterAsGuest(
  visitor: Visitor,
  url: string,
  who: { email: string; name: string; organisation: string },
): Promise<void> {
  const { page } = visitor;
  await page.goto(new URL(new URL(url).pathname, home()).href);
  await page.getByRole("textbox", { name: /E-mail|邮箱/ }).fill(who.email);
  await page.getByRole("button", { name: /Send code|发送验证码|获取验证码/ }).click();
  await page.getByRole("textbox", { name: /Digit 1|第 ?1 ?位/ }).waitFor();
  await page.getByRole("textbox", { name: /Digit 1|第 ?1 ?位/ }).click();
  await page.keyboard.type(await codeFor(who.email));
  await page.getByRole("textbox", { name: /Your name|姓名/ }).fill(who.name);
  await page.getByRole("textbox", { name: /Organisation|单位|机构|公司/ }).fill(who.organisation);
  await page.getByRole("button", { name: /Open the document|打开文档/ }).click();
  await page.waitForURL(/\/documents\//);
}

const paper = (page: Page): ReturnType<Page["locator"]> => page.locator(".ProseMirror");
const statusIs = async (page: Page, state: string): Promise<void> => {
  await page.locator(`[role=status][data-state=${state}]`).first().waitFor();
};
const words = (page: Page): Promise<string> =>
  paper(page).evaluate((element) =>
    [...element.querySelectorAll("p, h1, h2, h3")].map((each) => each.textContent).join("\n"),
  );

/** Puts the caret at the end of the paragraph that holds some words. */
async function goToEndOf(page: Page, text: string): Promise<void> {
  await paper(page).getByText(text, { exact: false }).first().click();
  await page.keyboard.press("End");
}

interface Span {
  readonly text: string;
  readonly author: { readonly name: string };
  readonly party: string;
}

describe("three people in one contract", () => {
  test(
    "department, counterparty and counsel type at once, the server is killed, and nothing that was called saved is missing",
    { timeout: 240_000 },
    async () => {
      const legal = await openVisitor(browser);
      await signIn(legal.page, "legal");
      const imported = await legal.page.request.post(`${home()}/api/documents/import`, {
        headers: { origin: home() },
        multipart: {
          kind: "contract",
          file: {
            name: "preclinical-research-zh.docx",
            mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            buffer: readFileSync(contract),
          },
        },
      });
      const { id } = (await imported.json()) as { id: string };
      const link = async (party: string): Promise<string> => {
        const answer = await legal.page.request.post(`${home()}/api/documents/${id}/shares`, {
          headers: { origin: home() },
          data: { link: "guests", role: "edit", party },
        });
        return ((await answer.json()) as { url: string }).url;
      };
      const mara = await openVisitor(browser, { language: "en-US" });
      const osei = await openVisitor(browser, { phone: true });
      await enterAsGuest(mara, await link("counterparty"), {
        email: "mara@huadong.example",
        name: "Mara Chen",
        organisation: "Huadong Preclinical",
      });
      await enterAsGuest(osei, await link("counsel"), {
        email: "osei@counsel.example",
        name: "Kwame Osei",
        organisation: "Osei & Partners",
      });
      await legal.page.goto(`${home()}/documents/${id}`);
      const everyone = [
        { visitor: legal, place: "合同编号：", mark: "法务林岚改" },
        { visitor: mara, place: "签订地点：", mark: "MARA WROTE THIS" },
        { visitor: osei, place: "法定代表人：周砚", mark: "律师意见" },
      ];
      for (const { visitor } of everyone) await statusIs(visitor.page, "saved");
      for (const { visitor, place } of everyone) await goToEndOf(visitor.page, place);
      const typeRound = (round: string): Promise<void[]> =>
        Promise.all(everyone.map(({ visitor, mark }) => visitor.page.keyboard.type(` ${mark}${round}`, { delay: 25 })));
      await typeRound("1");
      for (const { visitor } of everyone) await statusIs(visitor.page, "saved");
      await keepPicture(legal.page, "writing-desktop-zh");
      await keepPicture(mara.page, "writing-desktop-en");
      await keepPicture(osei.page, "writing-phone-zh");

      // Killed while all three are in the middle of a sentence.
      const typing = typeRound("2");
      await legal.page.waitForFunction(
        (mark) => document.querySelector(".ProseMirror")?.textContent?.includes(mark),
        "法务林岚",
      );
      server.child.kill("SIGKILL");
      await server.ended;
      await typing;
      for (const { visitor } of everyone) await statusIs(visitor.page, "offline");
      await keepPicture(legal.page, "offline-desktop-zh");
      await keepPicture(osei.page, "offline-phone-zh");
      server = await start();
      for (const { visitor } of everyone) await statusIs(visitor.page, "saved");
      await legal.page.waitForFunction(() =>
        document.querySelector(".ProseMirror")?.textContent?.includes("律师意见2"),
      );

      const text = await (await legal.page.request.get(`${home()}/api/documents/${id}/text`)).text();
      for (const { mark } of everyone) for (const round of ["1", "2"]) expect(text).toContain(`${mark}${round}`);
      const { spans } = (await (await legal.page.request.get(`${home()}/api/documents/${id}/attribution`)).json()) as {
        spans: Span[];
      };
      const written = (name: string): string =>
        spans
          .filter((span) => span.author.name === name)
          .map((span) => span.text)
          .join("");
      expect(written("Mara Chen")).toBe(" MARA WROTE THIS1 MARA WROTE THIS2");
      expect(written("Kwame Osei")).toBe(" 律师意见1 律师意见2");
      expect(
        spans.filter((span) => span.author.name === "Mara Chen").every((span) => span.party === "counterparty"),
      ).toBe(true);
      expect(spans.map((span) => span.text).join("")).toBe(text.replaceAll("\n", ""));
      await legal.page.getByRole("button", { name: "谁写了什么" }).click();
      await legal.page.getByText("Kwame Osei").first().waitFor();
      await keepPicture(legal.page, "authors-desktop-zh");
      await mara.page.getByRole("button", { name: "Who wrote this" }).click();
      await mara.page.getByText("Kwame Osei").first().waitFor();
      await keepPicture(mara.page, "authors-desktop-en");
      const [first, ...others] = await Promise.all(everyone.map(({ visitor }) => words(visitor.page)));
      for (const other of others) expect(other).toBe(first);
      // Access taken back from an outsider ends their page and the copy on their device.
      const shares = (await (await legal.page.request.get(`${home()}/api/documents/${id}/shares`)).json()) as {
        id: string;
        party: string;
      }[];
      const counterparty = must(
        shares.find((share) => share.party === "counterparty"),
        "the counterparty's share",
      );
      await legal.page.request.delete(`${home()}/api/documents/${id}/shares/${counterparty.id}`, {
        headers: { origin: home() },
      });
      await statusIs(mara.page, "removed");
      expect(await mara.page.textContent("body")).not.toContain("蓉城细胞生物科技有限公司");
      await expect
        .poll(() => mara.page.evaluate(async () => (await indexedDB.databases()).map((each) => each.name)))
        .toEqual([]);
      for (const { visitor } of everyone) {
        expect(visitor.errors).toEqual([]);
        await visitor.context.close();
      }
    },
  );
});
