import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Visitor } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Osei", "Theodora-Vandersteen"]);
});
afterAll(() => stage?.stop());

/** Selects so many characters from the end of the first line, `behind` characters before that end. */
async function selectBack(page: Page, behind: number, count: number): Promise<void> {
  await caretAtEndOf(page, "days");
  for (let step = 0; step < behind; step++) await page.keyboard.press("ArrowLeft");
  for (let step = 0; step < count; step++) await page.keyboard.press("Shift+ArrowLeft");
}

test("[VD4] proposed words that an editor deletes are void and told so to their proposer; undo makes them wait again", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "Paid within ninety days\n\nDone.\n", { Mara: "suggest" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await selectBack(b, 5, 6);
  await b.keyboard.type("sixty");
  await statusIs(b, "saved");
  await expect.poll(() => paper(a).locator("[data-kind='delete']").allInnerTexts()).toEqual(["ninety"]);

  await a.getByRole("button", { name: "Changes" }).click();
  const panel = a.getByRole("complementary");
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(1);
  await selectBack(a, 5, 5);
  const asked: string[] = [];
  a.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/") && pathname.endsWith("/decisions")) asked.push(pathname);
  });
  await a.keyboard.press("Delete");
  await statusIs(a, "saved");
  for (const page of [a, b]) await expect.poll(() => paper(page).locator("[data-kind]").count()).toBe(0);
  await expect.poll(() => panel.getByText("Nothing waits for a decision").count()).toBe(1);
  expect((await stage.textOf(a, id, "proposed")).trim()).toBe("Paid within ninety days\nDone.");

  // Whoever did it learns at once what stands again, and asks nobody for it.
  const notice = a.getByRole("alert");
  await expect
    .poll(() => notice.allInnerTexts())
    .toContainEqual(expect.stringMatching(/all that Mara proposed[\s\S]*stays[\s\S]*ninety[\s\S]*sixty/u));
  expect(asked).toEqual([]);

  // Whose words these were learns it, with whose change it was and the way to the card.
  const theirs = b.getByRole("alert");
  await expect
    .poll(() => theirs.allInnerTexts())
    .toEqual([expect.stringMatching(/^Lin deleted what you proposed to put in: your proposal is void\.[\s\S]*sixty/u)]);
  expect(await theirs.getByRole("button", { name: "Undo" }).count()).toBe(0);
  await theirs.getByRole("button", { name: "Show under Decided" }).click();
  await expect.poll(() => theirs.count()).toBe(0);
  const other = b.getByRole("complementary");
  await expect.poll(() => other.innerText()).toMatch(/Void since Lin deleted words[\s\S]*ninety[\s\S]*sixty/);
  await expect.poll(() => other.innerText()).toContain("Lin deleted the words that it would put in.");

  await notice.getByRole("button", { name: "Undo" }).click();
  for (const page of [a, b])
    await expect.poll(() => paper(page).locator("[data-kind='delete']").allInnerTexts()).toEqual(["ninety"]);
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(1);
  await expect.poll(() => notice.count()).toBe(0);

  // Once somebody has gone on, undo would take back something else: the notice leads to the list then, and undoing all the same puts it away.
  await selectBack(a, 5, 5);
  await a.keyboard.press("Delete");
  await expect.poll(() => notice.count()).toBe(1);
  await caretAtEndOf(a, "Done.");
  await a.keyboard.type(" Soon.");
  await notice.getByRole("button", { name: "Undo" }).click();
  await notice.getByRole("button", { name: "Show under Decided" }).click();
  await expect.poll(() => panel.innerText()).toContain("Void since Lin deleted words");
  await expect.poll(() => notice.count()).toBe(0);
  await paper(a).focus();
  for (let step = 0; step < 2; step++) await a.keyboard.press("Control+z");
  await panel.getByText("Waiting", { exact: false }).first().click();
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(1);
  await panel.getByRole("button", { name: "Accept" }).click();
  await expect.poll(() => stage.textOf(a, id, "agreed")).toContain("Paid within sixty days");
});

/** Mara proposes "sixty" for "ninety" in somebody's document, and Osei, who may propose as well, sees it. Their pages, the owner's first. */
async function oneHasReplaced(owner: string): Promise<{ people: Visitor[]; pages: [Page, Page, Page] }> {
  const [own, mara, osei] = [await stage.comeIn(owner), await stage.comeIn("Mara"), await stage.comeIn("Osei")];
  const shares = { Mara: "suggest", Osei: "suggest" } as const;
  const id = await stage.newDocument(own, "Paid within ninety days\n\nDone.\n", shares);
  const [a, b, c] = [
    await stage.openDocument(own, id),
    await stage.openDocument(mara, id),
    await stage.openDocument(osei, id),
  ];
  await selectBack(b, 5, 6);
  await b.keyboard.type("sixty");
  await statusIs(b, "saved");
  await expect.poll(() => paper(c).locator("[data-kind='delete']").allInnerTexts()).toEqual(["ninety"]);
  return { people: [own, mara, osei], pages: [a, b, c] };
}

test("words, alternatives for them and all go at once: the notice says so of both, and its beginning and Undo are in sight", async () => {
  const { people, pages } = await oneHasReplaced("Lin");
  const [a, , c] = pages;
  await expect.poll(() => paper(c).innerText()).toContain("sixty");
  await selectBack(c, 5 + "sixty".length, "ninety".length);
  await c.keyboard.type("eighty");
  await statusIs(c, "saved");
  await a.getByRole("button", { name: "Changes" }).click();
  const panel = a.getByRole("complementary");
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(2);
  await expect.poll(async () => (await paper(a).textContent())?.replace(/\s/gu, "")).toMatch(/sixtyB?eightydays/u);

  // Deleted directly, what both would replace is gone: they stay alternatives, and each card says what was taken of it.
  await selectBack(a, 5 + "sixtyeighty".length, "ninety".length);
  await a.keyboard.press("Delete");
  await statusIs(a, "saved");
  await expect
    .poll(() => panel.getByRole("listitem").allInnerTexts())
    .toEqual([
      expect.stringMatching(/A[\s\S]*sixty[\s\S]*It was to replace words that Lin has deleted/u),
      expect.stringMatching(/B[\s\S]*eighty[\s\S]*It was to replace words that Lin has deleted/u),
    ]);
  await paper(a).focus();
  await a.keyboard.press("Control+z");
  await expect.poll(() => paper(a).innerText()).toContain("ninety");
  await statusIs(a, "saved");

  await selectBack(a, 5, "ninetysixtyeighty".length);
  await a.keyboard.press("Delete");
  await statusIs(a, "saved");
  const notice = a.getByRole("alert");
  await expect
    .poll(() => notice.allInnerTexts())
    .toEqual([
      expect.stringMatching(
        /^You deleted what Mara proposed to put in and what it would have replaced[\s\S]*sixty[\s\S]*You deleted what Osei proposed[\s\S]*eighty/u,
      ),
    ]);
  expect(await notice.innerText()).not.toContain("stays");
  // The notice comes in moving, so all is measured at one moment.
  await expect
    .poll(() =>
      notice.evaluate((alert) => {
        const box = alert.getBoundingClientRect();
        const undo = [...alert.querySelectorAll("button")].find(({ textContent }) => textContent === "Undo");
        const range = document.createRange();
        range.selectNodeContents(alert);
        const texts = document.createTreeWalker(alert, NodeFilter.SHOW_TEXT);
        let first = texts.nextNode();
        while (first && !first.textContent?.includes("You deleted what Mara")) first = texts.nextNode();
        if (first) range.selectNode(first);
        return [range.getBoundingClientRect(), undo?.getBoundingClientRect()].map(
          (part) => part !== undefined && part.height > 0 && part.top >= box.top && part.bottom <= box.bottom,
        );
      }),
    )
    .toEqual([true, true]);
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(2);
  await Promise.all(people.map(({ context }) => context.close()));
});

test("a card says that the words that it was to replace are gone, by whom and what it does now, and whose words it changes when they are back", async () => {
  const { pages } = await oneHasReplaced("Theodora-Vandersteen");
  const [a, , c] = pages;
  await selectBack(c, 5, 5);
  await c.keyboard.type("eighty");
  await statusIs(c, "saved");
  await a.getByRole("button", { name: "Changes" }).click();
  const panel = a.getByRole("complementary");
  const card = panel.getByRole("listitem").filter({ hasText: "eighty" });
  await expect.poll(() => card.allInnerTexts()).toEqual([expect.stringContaining("Changes words that Mara proposes.")]);

  await selectBack(a, 5 + "eighty".length, 5);
  await a.keyboard.press("Delete");
  await expect
    .poll(() => card.allInnerTexts())
    .toEqual([
      expect.stringMatching(
        /It was to replace words that Mara had proposed and Theodora-Vandersteen has deleted\.\s+Now it replaces nothing/u,
      ),
    ]);
  // In a narrow panel the title of what became void is read whole.
  await panel.getByText("Decided", { exact: true }).click();
  const title = panel.getByText("Void since Theodora-Vandersteen deleted words");
  await title.waitFor();
  expect(
    await title.evaluate((node) => [node.scrollWidth - node.clientWidth, node.scrollHeight - node.clientHeight]),
  ).toEqual([0, 0]);
  await panel.getByText("Waiting", { exact: false }).first().click();
  await a.getByRole("alert").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => card.allInnerTexts()).toEqual([expect.stringContaining("Changes words that Mara proposes.")]);
  expect(await card.innerText()).not.toContain("It was to replace");
});

test("whoever proposed offline to delete what a colleague had deleted meanwhile is told so, and finds it under Decided", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "Paid within ninety days\n\nDone.\n", { Mara: "suggest" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await mara.context.setOffline(true);
  await statusIs(b, "offline");
  await selectBack(b, 5, 6);
  await b.keyboard.press("Delete");
  await expect.poll(() => paper(b).locator("[data-kind='delete']").allInnerTexts()).toEqual(["ninety"]);
  await selectBack(a, 5, 7);
  await a.keyboard.press("Delete");
  await statusIs(a, "saved");
  await expect.poll(() => stage.textOf(a, id, "agreed")).toContain("Paid within days");
  await mara.context.setOffline(false);
  await expect
    .poll(() => b.getByRole("alert").allInnerTexts(), { timeout: 30_000 })
    .toEqual([expect.stringMatching(/Lin had deleted what you propose to change[\s\S]*ninety/u)]);
  await b.getByRole("alert").getByRole("button", { name: "Show under Decided" }).click();
  const panel = b.getByRole("complementary");
  await expect
    .poll(() => panel.innerText(), { timeout: 30_000 })
    .toMatch(/Void: Lin had deleted the words before[\s\S]*ninety/u);
  await Promise.all([lin, mara].map(({ context }) => context.close()));
});

const sentence = "A notice names its reason.";

/** Deletes a paragraph as a held key does, letter by letter until its words and the paragraph are gone. */
async function holdBackspace(page: Page): Promise<void> {
  await caretAtEndOf(page, sentence);
  for (let each = 0; each <= sentence.length; each++) await page.keyboard.press("Backspace");
  await expect.poll(() => paper(page).locator("p").count()).toBe(2);
  await statusIs(page, "saved");
}

/** Undoes until the paragraph is back with its words. */
async function undoUntilBack(page: Page): Promise<void> {
  for (let times = 0; times < 6; times++) {
    await page.keyboard.press("Control+z");
    await statusIs(page, "saved");
    if ((await paper(page).innerText()).includes(sentence)) break;
  }
  expect(await paper(page).innerText()).toContain(sentence);
}

test("a proposed paragraph over which an editor holds Backspace is void with its words, and waits again after undo", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "First.\n\nDone.\n", { Mara: "suggest" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await caretAtEndOf(b, "First.");
  await b.keyboard.press("Enter");
  await b.keyboard.type(sentence);
  await statusIs(b, "saved");
  await expect.poll(() => paper(a).innerText()).toContain(sentence);
  await holdBackspace(a);

  await b.getByRole("button", { name: "Changes" }).click();
  const panel = b.getByRole("complementary");
  await panel.getByText("Decided", { exact: true }).click();
  await expect.poll(() => panel.innerText()).toMatch(/Void since Lin deleted words[\s\S]*A notice names its reason\./u);

  await undoUntilBack(a);
  expect((await stage.textOf(a, id, "agreed")).trim()).toBe("First.\nDone.");
  expect((await stage.textOf(a, id, "proposed")).trim()).toBe(`First.\n${sentence}\nDone.`);
  await a.getByRole("button", { name: "Changes" }).click();
  const own = a.getByRole("complementary");
  await expect.poll(() => own.getByRole("listitem").count()).toBe(1);
  await expect.poll(() => own.getByRole("listitem").innerText()).toMatch(/Mara[\s\S]*A notice names its reason\./u);
  await own.getByRole("button", { name: "Accept" }).click();
  await expect.poll(() => stage.textOf(a, id, "agreed")).toContain(sentence);
});

test("a colleague's paragraph stays the colleague's after it was deleted letter by letter and undone", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "First.\n\nDone.\n", { Mara: "edit" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await caretAtEndOf(b, "First.");
  await b.keyboard.press("Enter");
  await b.keyboard.type(sentence);
  await statusIs(b, "saved");
  await expect.poll(() => paper(a).innerText()).toContain(sentence);
  await holdBackspace(a);
  await undoUntilBack(a);
  const { spans } = (await (await a.request.get(`${stage.server.url}/api/documents/${id}/attribution`)).json()) as {
    spans: { text: string; author: { name: string } }[];
  };
  const said = spans.filter(({ author }) => author.name === "Mara").map(({ text }) => text);
  expect(said.join("")).toBe(sentence);
});
