import { must } from "@parley/base";
import { SCHEMA_VERSION, documentFragment } from "@parley/document";
import { encodeParleyUpdateFrame } from "@parley/sync";
import type { Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Y from "yjs";
import { type Visitor, keepPicture } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";
import { type RawSocket, openRawSocket } from "../support/raw-socket.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage.stop());

/** A socket of somebody whose page is slow: what arrives there is never looked at. */
async function slowPage({ context }: Visitor, id: string): Promise<{ socket: RawSocket; ydoc: Y.Doc; seq: number }> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const headers = { cookie, origin: stage.server.url };
  const socket = await openRawSocket(stage.server.url, id, { parley: "1", schema: String(SCHEMA_VERSION) }, headers);
  const { seq, clientId } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  return { socket, ydoc, seq };
}

test("who loses words to a colleague's deletion is told at once, sees where, and brings them back", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara", { phone: true, language: "en-US" })];
  await mara.page.request.patch(`${stage.server.url}/api/me`, {
    data: { language: "zh" },
    headers: { origin: stage.server.url },
  });
  const lines = "The fee is 100 euros.\n\nPayable in 30 days.\n\nThe end.\n";
  const id = await stage.newDocument(lin, lines, { Mara: "edit" });
  const slow = await slowPage(lin, id);
  const hers = await stage.openDocument(mara, id);
  await caretAtEndOf(hers, "Payable in 30 days.");
  await hers.keyboard.type(" Without deduction.");
  await statusIs(hers, "saved");
  // The page's first answer is from before the deletion, and reaches it after the news of that.
  const [asked, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holdAnswer = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    asked.resolve();
    await told.promise;
    await route.fulfill({ response });
  };
  await lin.page.route("**/merges", holdAnswer, { times: 1 });
  const page = await stage.openDocument(lin, id);
  await asked.promise;

  const made: Uint8Array[] = [];
  slow.ydoc.on("update", (update: Uint8Array) => made.push(update));
  documentFragment(slow.ydoc).delete(1, 1);
  slow.socket.send(encodeParleyUpdateFrame(slow.seq, 0, must(made[0], "the deletion")));

  const notice = hers.getByRole("region", { name: "同时修改提示" });
  await notice.getByText("Without deduction.").waitFor();
  told.resolve();
  await page.getByText("These words went with a paragraph that was deleted").waitFor();
  await keepPicture(page, "merge-notice");
  await keepPicture(hers, "merge-notice-phone");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("The fee");
  await notice.getByRole("button", { name: "恢复文字" }).click();
  await expect.poll(() => paper(page).textContent()).toContain("Without deduction.");
  await expect.poll(() => notice.count()).toBe(0);
  await expect.poll(() => page.getByRole("button", { name: "Dismiss" }).count()).toBe(0);
  expect([...lin.errors, ...mara.errors]).toEqual([]);
  slow.socket.close();
});
