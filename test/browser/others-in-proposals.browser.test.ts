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

describe("whoever proposed and whoever decides", () => {
  test("withdraws what is theirs, one or all of it; accepts or rejects all of one person, or in one clause, and nothing else", async () => {
    const [lin, mara, osei] = [await stage.comeIn("Lin"), await stage.comeIn("Mara"), await stage.comeIn("Osei")];
    const text = "# Price\n\nThe fee is 100.\n\n# Term\n\nTwo years.\n\n# Place\n\nRome.\n";
    const id = await stage.newDocument(lin, text, { Mara: "suggest", Osei: "suggest" });
    const pages = [
      await stage.openDocument(lin, id),
      await stage.openDocument(mara, id),
      await stage.openDocument(osei, id),
    ] as const;
    const [a, b, c] = pages;
    const proposeBefore = async (page: Page, place: string, words: string): Promise<void> => {
      await caretBefore(page, place);
      await page.keyboard.type(words);
      await statusIs(page, "saved");
    };
    for (const [page, place, words] of [
      [b, "The fee", "Already "],
      [b, "Two", "Firmly "],
      [b, "Rome", "Within "],
      [c, "is 100", "still "],
      [c, "years", "full "],
      [c, "Rome", "Ancient "],
    ] as const)
      await proposeBefore(page, place, words);
    for (const page of pages) {
      await page.getByRole("button", { name: "Changes" }).click();
      await expect.poll(() => entriesOf(page).count()).toBe(6);
    }
    const agreed = (fee: string, place: string): string => `Price\n${fee}\nTerm\nTwo years.\nPlace\n${place}`;
    const isLeft = async (words: readonly string[], text: string): Promise<void> => {
      for (const page of pages) {
        await expect.poll(() => entriesOf(page).count()).toBe(words.length);
        for (const each of words) await entriesOf(page).filter({ hasText: each }).waitFor();
      }
      expect(await viewOf(a, id, "agreed")).toBe(text);
    };
    const decideIn = async (page: Page, choice: string, asked: RegExp, proposers: string[]): Promise<void> => {
      await page.getByRole("menuitem", { name: choice, exact: true }).click();
      const dialog = page.getByRole("dialog", { name: asked });
      await dialog.waitFor();
      expect(await dialog.getByRole("listitem").allInnerTexts()).toEqual(
        proposers.map((each) => expect.stringMatching(each)),
      );
      await dialog.getByRole("button", { name: /^(Accept|Reject|Withdraw)$/u }).click();
    };
    const several = (page: Page): Promise<void> => page.getByRole("button", { name: "Decide on several" }).click();

    // Nobody withdraws for others, and who proposes decides on nothing.
    const hers = entriesOf(b).filter({ hasText: "Already" });
    expect(await entriesOf(b).getByRole("button", { name: "Withdraw" }).count()).toBe(3);
    for (const page of [b, c])
      expect(
        await entriesOf(page)
          .getByRole("button", { name: /Accept|Reject/u })
          .count(),
      ).toBe(0);
    expect(await entriesOf(a).getByRole("button", { name: "Withdraw" }).count()).toBe(0);
    await hers.getByRole("button", { name: "Withdraw" }).click();
    await b.getByText("1 proposal withdrawn").waitFor();
    await isLeft(["Firmly", "Within", "still", "full", "Ancient"], agreed("The fee is 100.", "Rome."));

    await a.getByRole("button", { name: /everything in “Term › Two/u }).click();
    await decideIn(a, "Reject all here", /Reject 2 proposals/u, ["Mara[^]*1 proposal", "Osei[^]*1 proposal"]);
    await isLeft(["Within", "still", "Ancient"], agreed("The fee is 100.", "Rome."));

    await several(a);
    await decideIn(a, "Accept all of Osei", /Accept 2 proposals/u, ["Osei[^]*2 proposals"]);
    await isLeft(["Within"], agreed("The fee still is 100.", "Ancient Rome."));

    await proposeBefore(b, "Two", "Only ");
    await proposeBefore(c, "100", "about ");
    await isLeft(["Within", "Only", "about"], agreed("The fee still is 100.", "Ancient Rome."));
    await several(a);
    await decideIn(a, "Reject all of Mara", /Reject 2 proposals/u, ["Mara[^]*2 proposals"]);
    await isLeft(["about"], agreed("The fee still is 100.", "Ancient Rome."));

    await proposeBefore(c, "Two", "Nearly ");
    await isLeft(["about", "Nearly"], agreed("The fee still is 100.", "Ancient Rome."));
    await several(c);
    await expect.poll(() => c.getByRole("menuitem").allInnerTexts()).toEqual(["Withdraw all of mine"]);
    await decideIn(c, "Withdraw all of mine", /Withdraw 2 proposals/u, []);
    await isLeft([], agreed("The fee still is 100.", "Ancient Rome."));
    expect(await viewOf(a, id, "proposed")).toBe(agreed("The fee still is 100.", "Ancient Rome."));

    const answer = await a.request.get(`${stage.server.url}/api/documents/${id}/decisions`);
    const decisions = (await answer.json()) as { verdict: string; decidedBy: { name: string }; proposals: object[] }[];
    expect(decisions.map(({ verdict, decidedBy, proposals }) => [decidedBy.name, verdict, proposals.length])).toEqual([
      ["Mara", "withdraw", 1],
      ["Lin", "reject", 2],
      ["Lin", "accept", 2],
      ["Lin", "reject", 2],
      ["Osei", "withdraw", 2],
    ]);
    for (const { errors, context } of [lin, mara, osei]) {
      expect(errors).toEqual([]);
      await context.close();
    }
  });
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
