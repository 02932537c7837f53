/** What several people do to one place: words inside others' proposals, and answers in the place of what would go. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Visitor, keepPicture } from "../support/browser.ts";
import {
  type DocumentStage,
  caretAtEndOf,
  caretBefore,
  openDocumentStage,
  paper,
  select,
  statusIs,
} from "../support/document-stage.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Chen", "Mara", "Osei"]);
});
afterAll(() => stage?.stop());

const viewOf = async (page: Page, id: string, view: "agreed" | "proposed"): Promise<string> =>
  (await stage.textOf(page, id, view)).trim();

const entriesOf = (page: Page): Locator => page.getByRole("complementary").getByRole("listitem");

async function comeInChinese(name: string): Promise<Visitor> {
  const visitor = await stage.comeIn(name, { language: "zh-CN" });
  await visitor.page.request.patch(`${stage.server.url}/api/me`, {
    headers: { origin: stage.server.url },
    data: { language: "zh" },
  });
  return visitor;
}

describe("whoever decides", () => {
  test.each([
    ["English", () => stage.comeIn("Lin"), "Changes", "Accept", /Osei has written “at least” into it/u],
    ["Chinese", () => comeInChinese("Chen"), "改动", "接受", /Osei 在其中写入了“at least”/u],
  ])(
    "is told in %s which words of somebody else stand inside a replacement, before and after accepting it",
    async (_language, comeIn, changes, accept, told) => {
      const [lin, mara, osei] = [await comeIn(), await stage.comeIn("Mara"), await stage.comeIn("Osei")];
      const id = await stage.newDocument(lin, "Payment is due within fifteen days.\n", {
        Mara: "suggest",
        Osei: "edit",
      });
      const [a, b, c] = [
        await stage.openDocument(lin, id),
        await stage.openDocument(mara, id),
        await stage.openDocument(osei, id),
      ];
      await select(b, "within fifteen");
      await b.keyboard.type("in ten");
      await statusIs(b, "saved");
      await caretBefore(c, "fifteen");
      await c.keyboard.type("at least ");
      await statusIs(c, "saved");
      await a.getByRole("button", { name: changes }).click();
      await entriesOf(a).filter({ hasText: told }).waitFor();
      expect(await entriesOf(a).count()).toBe(1);
      await keepPicture(a, `inside-${accept}`);
      await entriesOf(a).first().getByRole("button", { name: accept }).click();
      await expect.poll(() => viewOf(a, id, "agreed")).toBe("Payment is due at least in ten days.");
      await a.getByRole("alert").filter({ hasText: "Osei" }).waitFor();
      await keepPicture(a, `inside-accepted-${accept}`);
      await Promise.all([lin, mara, osei].map(({ context }) => context.close()));
    },
  );
});

describe("who answers the removal of a table", () => {
  test.each(["typed", "composed", "pasted"])("has their words in its place, %s", async (how) => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const table = "| Instalment | Date |\n| --- | --- |\n| First | May |\n";
    const id = await stage.newDocument(lin, `Before.\n\n${table}\nAfter.\n`, { Mara: "suggest" });
    const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
    await paper(b).getByText("First").click();
    await b.getByRole("toolbar", { name: "Formatting" }).getByRole("button", { name: "Table" }).click();
    await b.getByRole("menuitem", { name: "Delete table" }).click();
    await statusIs(b, "saved");
    await a.getByRole("button", { name: "Changes" }).click();
    const entries = entriesOf(a);
    await entries.first().getByText("Mara").first().click();
    await entries.first().getByRole("button", { name: "Propose something else" }).click();
    await keepPicture(a, `table-answer-${how}-begun`);
    if (how === "typed") await a.keyboard.type("By letter.");
    else if (how === "composed") {
      const ime = await a.context().newCDPSession(a);
      await ime.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", windowsVirtualKeyCode: 229 });
      await ime.send("Input.imeSetComposition", { text: "han", selectionStart: 3, selectionEnd: 3 });
      await ime.send("Input.insertText", { text: "以信函通知。" });
    } else
      await paper(a).evaluate((text) => {
        const data = new DataTransfer();
        data.setData("text/plain", "By letter.");
        text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      });
    const words = how === "composed" ? "以信函通知。" : "By letter.";
    await a
      .getByText("Your proposal answers the one of Mara. Only one of the two can be accepted.", { exact: true })
      .waitFor();
    await expect.poll(() => viewOf(a, id, "proposed")).toBe(`Before.\n${words}\nAfter.`);
    await keepPicture(a, `table-answer-${how}`);
    const answer = entries.filter({ hasText: words });
    await statusIs(a, "saved");
    await answer.getByText("Instead").waitFor();
    await answer.getByRole("button", { name: "Accept" }).click();
    await expect.poll(() => viewOf(a, id, "agreed")).toBe(`Before.\n${words}\nAfter.`);
    await expect.poll(() => entries.count()).toBe(0);
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });
});

describe("whoever decides on an article", () => {
  test.each([
    [
      "English",
      () => stage.comeIn("Lin"),
      "Changes",
      "Accept all of it",
      "Everything in “Payment” and under it",
      "Accept",
    ],
    ["Chinese", () => comeInChinese("Chen"), "改动", "全部接受", "“Payment”及其下的全部建议", "接受"],
  ])(
    "accepts in %s all that is proposed under its heading at once, and nothing else",
    async (_language, comeIn, changes, all, told, accept) => {
      const [lin, mara] = [await comeIn(), await stage.comeIn("Mara")];
      const text = "# Terms\n\n## Payment\n\nInvoices are due.\n\nInterest is due.\n\n## Term\n\nTwo years.\n";
      const id = await stage.newDocument(lin, text, { Mara: "suggest" });
      const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
      for (const [word, more] of [
        ["Invoices", "All "],
        ["Interest", "No "],
        ["Two", "About "],
      ] as const) {
        await caretBefore(b, word);
        await b.keyboard.type(more);
      }
      await statusIs(b, "saved");
      await a.getByRole("button", { name: changes }).click();
      await expect.poll(() => entriesOf(a).count()).toBe(3);
      await a
        .getByRole("complementary")
        .getByRole("button", { name: /Payment › Invoices/u })
        .click();
      await a.getByRole("menuitem", { name: all }).waitFor();
      await keepPicture(a, `article-${accept}`);
      await a.getByRole("menuitem", { name: all }).click();
      const dialog = a.getByRole("dialog");
      await dialog.getByText(told).waitFor();
      await keepPicture(a, `article-dialog-${accept}`);
      await dialog.getByRole("button", { name: accept, exact: true }).click();
      await expect.poll(() => entriesOf(a).count()).toBe(1);
      expect(await viewOf(a, id, "agreed")).toContain("All Invoices are due.\nNo Interest is due.\nTerm\nTwo years.");
      await Promise.all([lin, mara].map(({ context }) => context.close()));
    },
  );
});

describe("what is proposed stays marked on every page", () => {
  test("where a colleague splits the paragraph, and a mention that comes back with an undo", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, "Paid within fifteen days of it.\n\nDone.\n", { Mara: "suggest" });
    const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
    await select(b, "within fifteen days");
    await b.keyboard.press("Delete");
    await statusIs(b, "saved");
    await caretBefore(a, "fifteen");
    await a.keyboard.press("Enter");
    const struck = (page: Page): Promise<string[]> => paper(page).locator("[data-kind=delete]").allInnerTexts();
    for (const page of [a, b]) await expect.poll(() => struck(page)).toEqual(["within ", "fifteen days"]);

    await caretAtEndOf(b, "Done.");
    await b.keyboard.type(" @Li");
    await b.getByRole("option").first().waitFor();
    await b.keyboard.press("Enter");
    const mentions = (page: Page): Promise<string[]> => paper(page).locator(".parley-as-mention").allInnerTexts();
    for (const page of [a, b]) await expect.poll(() => mentions(page)).toEqual(["@Lin"]);
    // What is typed and erased within half a second is one step of undo.
    const typedAtMs = await b.evaluate(() => performance.now());
    await b.waitForFunction((sinceMs) => performance.now() > sinceMs + 600, typedAtMs);
    for (let step = 0; step < "@Lin ".length; step++) await b.keyboard.press("Backspace");
    for (const page of [a, b]) await expect.poll(() => mentions(page)).toEqual([]);
    await b.keyboard.press("Control+z");
    for (const page of [a, b]) await expect.poll(() => mentions(page)).toEqual(["@Lin"]);
    await keepPicture(a, "still-marked");
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });

  test("while authors are shown, where it is commented, under the pointer and on paper", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, "Paid within fifteen days of it.\n\nDone.\n", { Mara: "suggest" });
    const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
    await select(a, "fifteen");
    await a.keyboard.press("Control+Alt+m");
    const field = a.getByRole("textbox", { name: "Your comment" });
    await field.fill("Why so soon?");
    await field.press("Control+Enter");
    await a.locator(".parley-commented").first().waitFor();
    await select(b, "fifteen");
    await b.keyboard.type("thirty");
    const struck = paper(a).locator(".parley-proposed-delete");
    await struck.first().waitFor();
    await a.getByRole("button", { name: "Who wrote this" }).click();
    await paper(a).locator(".parley-written.parley-proposed-delete").first().waitFor();
    const looks = (): Promise<string[]> =>
      struck.evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundImage.replace(/\(.*/, "")));
    const banded = ["linear-gradient"];
    expect([...new Set(await looks())]).toEqual(banded);
    await struck.first().hover();
    expect([...new Set(await looks())]).toEqual(banded);
    await keepPicture(a, "struck-while-authors-show");
    await a.emulateMedia({ media: "print" });
    expect([...new Set(await looks())]).toEqual(banded);
    const lines = paper(a).locator(".parley-proposed-insert");
    expect(await lines.first().evaluate((each) => getComputedStyle(each).textDecorationLine)).toBe("underline");
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });
});
