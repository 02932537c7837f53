import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

const openTab = (page: Page, name: string): Promise<void> => page.locator("label").filter({ hasText: name }).click();

/** The middle of some words on the screen. */
async function middleOf(page: Page, words: string): Promise<[number, number]> {
  const box = await paper(page).evaluate((root, wanted) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    }
    throw new Error(`there is no ${wanted}`);
  }, words);
  return box as [number, number];
}

test("the history leads to what was written and quotes what is gone, and a word tells its story to mouse and keyboard", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "Payable within thirteen\n\nThe end.\n", { Mara: "edit" });
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await caretAtEndOf(hers, "Payable within");
  for (let step = 0; step < 4; step++) await hers.keyboard.press("Backspace");
  await hers.keyboard.type("ty");
  await stage.serverText(hers, id, "thirty");
  await mara.context.close();

  const page = await stage.openDocument(lin, id);
  const panel = page.getByRole("complementary", { name: "Changes" });
  await page.getByRole("button", { name: "Changes" }).click();
  await openTab(page, "History");
  const sittings = panel.locator("button[aria-expanded]").filter({ hasText: /\d\d:\d\d/ });
  await expect.poll(() => sittings.allInnerTexts()).toHaveLength(2);
  expect(await sittings.allInnerTexts()).toEqual([
    expect.stringMatching(/Mara[\s\S]*Written[\s\S]*\+2[\s\S]*−4/),
    expect.stringMatching(/Lin[\s\S]*Imported/),
  ]);
  await sittings.first().click();
  // Each is named with its place in the text.
  const changed = (words: string): Locator =>
    panel.getByRole("button").filter({ has: page.getByText(words, { exact: true }), hasText: "Payable within thirty" });
  await changed("ty").click();
  expect(await paper(page).locator(".parley-shown").allInnerTexts()).toEqual(["ty"]);
  await changed("teen").click();
  await panel.getByText("These words are not in the text any more. They stood here.").waitFor();
  expect(await paper(page).locator(".parley-shown-block").innerText()).toBe("Payable within thirty");
  await panel.getByLabel("How it came in").selectOption({ label: "Imported" });
  await expect.poll(() => sittings.allInnerTexts()).toHaveLength(1);
  await openTab(page, "Waiting");
  await expect.poll(() => paper(page).locator(".parley-shown-block").count()).toBe(0);

  // By the keyboard: the story takes the focus and gives it back.
  const story = page.getByRole("dialog", { name: "Story of this word" });
  await caretAtEndOf(page, "Payable within");
  await page.keyboard.press("Shift+F1");
  await story.getByText("Mara wrote this").waitFor();
  expect(await story.locator("section").allInnerTexts()).toEqual([
    expect.stringMatching(/^thir[\s\S]*Lin imported this from a file/),
    expect.stringMatching(/^teen[\s\S]*Lin imported this from a file[\s\S]*Mara deleted this/),
    expect.stringMatching(/^ty[\s\S]*Mara wrote this/),
  ]);
  expect(await story.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  // In a low window it takes the room that there is, and its end is reached by scrolling.
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 1440, height: 380 });
  const endsWithin = async (): Promise<boolean> => {
    const box = await story.boundingBox();
    return box !== null && box.y >= 0 && box.y + box.height <= 380;
  };
  await expect.poll(endsWithin).toBe(true);
  await story.getByText("Mara wrote this").scrollIntoViewIfNeeded();
  const last = await story.getByText("Mara wrote this").boundingBox();
  expect((last?.y ?? 380) + (last?.height ?? 0)).toBeLessThan(380);
  await page.setViewportSize(usual ?? { width: 1440, height: 900 });
  await page.keyboard.press("Escape");
  await expect.poll(() => story.count()).toBe(0);
  expect(await paper(page).evaluate((text) => text === document.activeElement)).toBe(true);

  // By a click while the text shows its authors; writing on puts it away.
  await page.getByRole("button", { name: "Who wrote this" }).click();
  await paper(page).locator(".parley-written").first().waitFor();
  await page.mouse.click(...(await middleOf(page, "ty")));
  await story.getByText("Mara wrote this").waitFor();
  expect(await paper(page).evaluate((text) => text === document.activeElement)).toBe(true);
  await page.keyboard.type("x");
  await expect.poll(() => story.count()).toBe(0);
  await statusIs(page, "saved");

  const answer = await page.request.post(`${stage.server.url}/api/documents/${id}/shares`, {
    headers: { origin: stage.server.url },
    data: { link: "guests", role: "edit" },
  });
  const guest = await stage.comeAsGuest(((await answer.json()) as { url: string }).url);
  await statusIs(guest.page, "saved");
  await guest.page.getByRole("button", { name: "Changes" }).click();
  await guest.page.locator("label").filter({ hasText: "Decided" }).waitFor();
  expect(await guest.page.locator("label").filter({ hasText: "History" }).count()).toBe(0);
  expect([...lin.errors, ...guest.errors]).toEqual([]);
  await guest.context.close();
  await lin.context.close();
});

test("the story of a copied word names who wrote it and leads to the document it was copied from; the panel credits them", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "Payable within ", { Mara: "edit" });
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await caretAtEndOf(hers, "Payable within");
  await hers.keyboard.type(" ninety");
  await stage.serverText(hers, id, "ninety");
  await mara.context.close();
  const answer = await lin.page.request.post(`${stage.server.url}/api/documents/${id}/duplicate`, {
    headers: { origin: stage.server.url },
    data: { title: "Second draft" },
  });
  const copy = ((await answer.json()) as { id: string }).id;
  const page = await stage.openDocument(lin, copy);
  await page.getByRole("button", { name: "Who wrote this" }).click();
  const panel = page.getByRole("complementary", { name: "Who wrote this" });
  await panel.getByText("In the original document").first().waitFor();
  expect(await panel.innerText()).toMatch(/Mara/);
  await page.mouse.click(...(await middleOf(page, "ninety")));
  const story = page.getByRole("dialog", { name: "Story of this word" });
  await story.getByText("Mara wrote this").waitFor();
  expect(await story.locator("li").allInnerTexts()).toEqual([
    expect.stringMatching(/^Mara wrote this/),
    expect.stringMatching(/^Lin copied this into this document/),
  ]);
  await story.getByRole("link").click();
  await page.waitForURL(new RegExp(`/documents/${id}$`));
  expect(lin.errors).toEqual([]);
  await lin.context.close();
});
