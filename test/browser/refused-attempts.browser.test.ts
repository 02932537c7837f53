/** What was tried in a document and refused, as its owner finds it in the history; in both languages, on a desk and on a phone. */
import { encodeUpdateFrame } from "@parley/sync";
import { SCHEMA_VERSION } from "@parley/document";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { announceRequest } from "../support/announce-request.ts";
import { keepPicture } from "../support/browser.ts";
import { type DocumentStage, openDocumentStage } from "../support/document-stage.ts";
import { openRawSocket } from "../support/raw-socket.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Osei", "Mallory"]);
});
afterAll(() => stage?.stop());

const openTab = (page: Page, name: string): Promise<void> => page.locator("label").filter({ hasText: name }).click();

/** A program with somebody's token sends the same update several times. */
async function attack(email: string, id: string, times: number, change: (ydoc: Y.Doc) => void): Promise<void> {
  const { secret } = await stage.server.app.people.createTokenFor(email);
  const query = { token: secret, parley: "1", schema: String(SCHEMA_VERSION) };
  const socket = await openRawSocket(stage.server.url, id, query);
  const { clientId } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => change(ydoc));
  const frame = encodeUpdateFrame(Y.encodeStateAsUpdate(ydoc, before), false);
  for (let sent = 0; sent < times; sent++) socket.send(frame);
  await Promise.race([socket.closed, socket.next("refused", ({ count }) => count === times)]);
  socket.close();
}

test("an owner finds in the history what was refused, in a sentence each; others find nothing of it", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "The price is 100 euros.\n\nThe end.\n", {
    Mallory: "suggest",
    Mara: "edit",
    Osei: "view",
  });
  await attack("mallory@parley.example", id, 12, (ydoc) => ydoc.getXmlFragment("default").delete(0, 2));
  await attack("mallory@parley.example", id, 1, (ydoc) =>
    ydoc.getXmlFragment("default").insert(0, [new Y.XmlElement("script")]),
  );
  await attack("osei@parley.example", id, 2, (ydoc) => ydoc.getXmlFragment("default").delete(0, 1));
  const osei = await stage.comeIn("Osei");
  const decision = { verdict: "accept", proposals: [{ id: "1-0", digest: "0" }] };
  await osei.page.request.post(`${stage.server.url}/api/documents/${id}/decisions`, {
    headers: { origin: stage.server.url },
    data: decision,
  });
  await osei.context.close();

  const page = await stage.openDocument(lin, id);
  const panel = page.getByRole("complementary", { name: "Changes" });
  await page.getByRole("button", { name: "Changes" }).click();
  await openTab(page, "History");
  // What happens to honest pages, too, is no reason for a word.
  await panel.getByRole("button", { name: "14 attempts were refused" }).click();
  await panel.getByText("All of this was refused. Nothing was changed.").waitFor();
  const entries = (await panel.locator("ol > li").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
  expect(entries).toHaveLength(4);
  const expected = [
    /Mallory \d\d:\d\d(–\d\d:\d\d)? .* 12 attempts to change agreed text, or what somebody else has proposed A page does this, too, when the right to edit ended/,
    /Mallory .* 1 attempt to put in what a document cannot hold$/,
    /Osei .* 2 attempts to change the document without the right to This also happens when somebody’s right ends/,
    /Osei .* 1 attempt to decide on proposals without the right to$/,
  ];
  for (const sentence of expected) expect(entries.filter((entry) => sentence.test(entry))).toHaveLength(1);
  await keepPicture(page, "refused-attempts");
  await panel.getByRole("button", { name: "Back to the history" }).click();
  await panel.locator("button[aria-expanded]").filter({ hasText: "Imported" }).waitFor();
  await panel.getByLabel("How it came in").selectOption({ label: "Refused" });
  await panel.getByLabel("By whom").selectOption({ label: "Lin" });
  await panel.getByText("Nothing has been refused here.").waitFor();

  // The history itself says it in one line.
  await panel.getByRole("button", { name: "Back to the history" }).click();
  await keepPicture(page, "refused-attempts-line");

  const language = { data: { language: "zh" }, headers: { origin: stage.server.url } };
  await lin.page.request.patch(`${stage.server.url}/api/me`, language);
  const phone = await stage.comeIn("Lin", { language: "zh-CN", phone: true, width: 375, height: 812 });
  const small = await stage.openDocument(phone, id);
  await small.goto(`${stage.server.url}/documents/${id}?panel=changes`);
  await openTab(small, "历史");
  await small.getByRole("button", { name: "有 14 次操作被拒绝" }).click();
  await small.getByText("试图绕过修改建议直接改动正文，或改动他人的建议（12 次）").waitFor();
  await keepPicture(small, "refused-attempts-phone");
  expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await phone.context.close();

  // An editor who is no owner has the history without it.
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await hers.getByRole("button", { name: "Changes" }).click();
  await openTab(hers, "History");
  const theirs = hers.getByRole("complementary", { name: "Changes" });
  await theirs.locator("button[aria-expanded]").filter({ hasText: "Imported" }).waitFor();
  expect(await theirs.getByText("refused").count()).toBe(0);
  expect(await theirs.getByLabel("How it came in").locator("option").allInnerTexts()).not.toContain("Refused");
  await mara.context.close();
  const back = { data: { language: "en" }, headers: { origin: stage.server.url } };
  await lin.page.request.patch(`${stage.server.url}/api/me`, back);
  await lin.context.close();
});

test("an owner reads of refused requests, too, of who has no access, and of what was too large with its size", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "The price is 100 euros.\n\nThe end.\n", { Mallory: "comment" });
  const ask = async (email: string, method: string, path: string, body?: unknown): Promise<number> => {
    const { secret } = await stage.server.app.people.createTokenFor(email);
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return (await fetch(`${stage.server.url}/api/documents/${id}${path}`, init)).status;
  };
  const mallory = "mallory@parley.example";
  const nothing = "00000000-0000-4000-8000-00000000dead";
  const comment = { text: "x", anchor: { type: "document" } };
  expect(await ask(mallory, "POST", "/versions/1/restore", {})).toBe(403);
  expect(await ask(mallory, "POST", "/versions", { name: "Agreed" })).toBe(403);
  expect(await ask(mallory, "POST", "/shares", { link: "guests", role: "edit" })).toBe(403);
  expect(await ask(mallory, "PATCH", `/threads/${nothing}`, { resolved: true })).toBe(404);
  const { secret: token } = await stage.server.app.people.createTokenFor(mallory);
  const threads = `${stage.server.url}/api/documents/${id}/threads`;
  expect(await announceRequest(threads, { token, sizeBytes: 2_200_000 })).toBe(413);
  expect(await ask(mallory, "POST", "/threads", { text: 7 })).toBe(400);
  expect(await ask(mallory, "GET", "/log")).toBe(403);
  expect(await ask("osei@parley.example", "GET", "/text")).toBe(404);
  expect(await ask("osei@parley.example", "POST", "/threads", comment)).toBe(404);

  const page = await stage.openDocument(lin, id);
  const panel = page.getByRole("complementary", { name: "Changes" });
  await page.getByRole("button", { name: "Changes" }).click();
  await openTab(page, "History");
  await panel.getByRole("button", { name: "6 attempts were refused" }).click();
  await panel.getByText("All of this was refused. Nothing was changed.").waitFor();
  const entries = (await panel.locator("ol > li").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
  const expected = [
    /Mallory .* 1 attempt to restore a version without the right to$/,
    /Mallory .* 1 attempt to rename the document, name a version or use the trash without the right to$/,
    /Mallory .* 1 attempt to change who may do what without the right to$/,
    /Mallory .* 1 attempt to reach a comment or circle that they do not see, or that does not exist A page does this, too, when a comment is deleted/,
    /Mallory .* 1 attempt to send a message of 2\.2 MB, more than is allowed This also happens when very much is pasted/,
    /Mallory .* 1 attempt to send data that cannot be read$/,
    /Mallory .* 1 attempt to read or copy what is not open to them This also happens when somebody follows a link/,
    // Who has no access acts for no party here.
    /Osei \d\d:\d\d(–\d\d:\d\d)? 1 attempt to open the document without access to it This also happens when/,
    /Osei \d\d:\d\d(–\d\d:\d\d)? 1 attempt to change something about the document without access to it$/,
  ];
  expect(entries).toHaveLength(expected.length);
  const said = (sentence: RegExp): number => entries.filter((entry) => sentence.test(entry)).length;
  expect(expected.filter((sentence) => said(sentence) !== 1)).toEqual([]);
  await keepPicture(page, "refused-requests");

  const toChinese = { data: { language: "zh" }, headers: { origin: stage.server.url } };
  await lin.page.request.patch(`${stage.server.url}/api/me`, toChinese);
  const phone = await stage.comeIn("Lin", { language: "zh-CN", phone: true, width: 375, height: 812 });
  const small = await stage.openDocument(phone, id);
  await small.goto(`${stage.server.url}/documents/${id}?panel=changes`);
  await openTab(small, "历史");
  await small.getByRole("button", { name: "有 6 次操作被拒绝" }).click();
  await small.getByText("无权恢复版本而试图恢复（1 次）").waitFor();
  await small.getByText("发送的消息达 2.2 MB，超出上限（1 次）").waitFor();
  await keepPicture(small, "refused-requests-phone");
  expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await phone.context.close();
  const toEnglish = { data: { language: "en" }, headers: { origin: stage.server.url } };
  await lin.page.request.patch(`${stage.server.url}/api/me`, toEnglish);
  await lin.context.close();
});
