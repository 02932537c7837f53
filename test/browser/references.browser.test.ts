import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Visitor } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper } from "../support/document-stage.ts";

/** References to clauses, written by one person and seen by another whose pages are Chinese. */
let stage: DocumentStage;
let lin: Visitor;
let mara: Visitor;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
  lin = await stage.comeIn("Lin", { language: "en-US" });
  mara = await stage.comeIn("Mara", { language: "zh-CN" });
  const headers = { origin: stage.server.url };
  await mara.page.request.patch(`${stage.server.url}/api/me`, { headers, data: { language: "zh" } });
});
afterAll(() => stage?.stop());

/** How the references of a page read: the label over the text where there is one. */
const shown = (page: Page): Promise<string[]> =>
  paper(page)
    .locator(".parley-reference > *")
    .evaluateAll((found) =>
      found.map((element) => {
        const before = getComputedStyle(element, "::before").content;
        return before === "none" ? (element.textContent ?? "") : before.replaceAll('"', "");
      }),
    );

async function chooseClause(page: Page, menu: string, query: string): Promise<void> {
  await page.keyboard.type("/");
  await page.getByRole("option", { name: menu }).click();
  await page.keyboard.type(query);
  await page.getByRole("option", { name: query }).first().waitFor();
  await page.keyboard.press("Enter");
}

test("a reference is chosen by the words of its clause, follows its number, leads to it, and says when it is gone", async () => {
  const id = await stage.newDocument(lin, "1. Definitions\n2. Price\n3. Term\n\nUnless stated in\n", { Mara: "edit" });
  const [a, b] = await Promise.all([stage.openDocument(lin, id), stage.openDocument(mara, id)]);
  await caretAtEndOf(a, "Unless stated in");
  await a.keyboard.type(" ");
  await chooseClause(a, "Reference to a clause", "Price");
  await expect.poll(() => shown(b)).toEqual(["2"]);
  await a.keyboard.type(" below");
  await expect.poll(() => paper(b).locator("p").last().textContent()).toBe("Unless stated in 2 below");

  // Somebody else puts a clause before it.
  await caretAtEndOf(b, "Definitions");
  await b.keyboard.press("Enter");
  await b.keyboard.type("Parties");
  await expect.poll(() => shown(a)).toEqual(["3"]);
  await expect.poll(() => shown(b)).toEqual(["3"]);

  await paper(b).locator(".parley-reference").click();
  await b.keyboard.type("The ");
  await expect.poll(() => paper(a).locator("p").nth(2).textContent()).toBe("The Price");

  // The clause goes: both are told, each in their language.
  await caretAtEndOf(a, "The Price");
  await a.keyboard.press("Shift+Home");
  await a.keyboard.press("Backspace");
  await a.keyboard.press("Backspace");
  await a.keyboard.press("Backspace");
  const dead = (page: Page) => paper(page).locator(".parley-reference-dead");
  await dead(a).waitFor();
  expect(await dead(a).getAttribute("title")).toBe("The clause that this refers to is not in the document any more.");
  await dead(b).waitFor();
  expect(await dead(b).getAttribute("title")).toBe("所引用的条款已不在文档中。");
  expect(await dead(b).evaluate((element) => getComputedStyle(element, "::after").content)).toContain("条款已不存在");
});

test("the Chinese menu finds it by its word, and a reference is erased whole", async () => {
  const id = await stage.newDocument(lin, "1. 定义\n2. 价款\n\n按照\n", { Mara: "edit" });
  const b = await stage.openDocument(mara, id);
  await caretAtEndOf(b, "按照");
  await b.keyboard.type(" ");
  await chooseClause(b, "引用条款", "价款");
  await expect.poll(() => shown(b)).toEqual(["2"]);
  await b.keyboard.press("Backspace");
  await expect.poll(() => shown(b)).toEqual([]);
  expect(await paper(b).locator("p").last().textContent()).toBe("按照 ");
});
