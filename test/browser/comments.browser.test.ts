/** Comments as people see them: each in a browser of their own, on one document. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import {
  type DocumentStage,
  caretBefore,
  openDocumentStage,
  paper,
  select,
  statusIs,
} from "../support/document-stage.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

/** The words that the page shows as commented, one string per paragraph that has any. */
const commented = (page: Page): Promise<string[]> =>
  paper(page).evaluate((text) =>
    [...text.querySelectorAll("p")].flatMap((paragraph) => {
      const words = [...paragraph.querySelectorAll(".parley-commented[data-thread]")].map((each) => each.textContent);
      return words.length > 0 ? [words.join("")] : [];
    }),
  );

test("a commenter comments on words, an editor splits the paragraph in front of them and replies, and both see it in place", async () => {
  const lin = await stage.comeIn("Lin");
  const mara = await stage.comeIn("Mara");
  const id = await stage.newDocument(lin, "The price is 100 euros and the term is 30 days after delivery.\n\nSigned.", {
    Mara: "comment",
  });
  const editor = await stage.openDocument(lin, id);
  const reader = await stage.openDocument(mara, id, "read-only");

  await select(reader, "30 days");
  await reader.getByRole("button", { name: "Comment", exact: true }).click();
  const panel = reader.getByRole("complementary", { name: "Comments" });
  await panel.getByRole("textbox", { name: "Your comment" }).fill("Too short for us, @Li");
  const field = panel.getByRole("textbox", { name: "Your comment" });
  // Who is named is chosen by keyboard; Escape closes the list and leaves what was written.
  const named = panel.getByRole("option", { name: "Lin" });
  await named.waitFor();
  await field.press("Escape");
  expect([await named.count(), await field.inputValue()]).toEqual([0, "Too short for us, @Li"]);
  await field.press("n");
  await named.waitFor();
  await field.press("ArrowUp");
  await field.press("Enter");
  await field.press("Control+Enter");
  await panel.getByText("Too short for us, @Lin").waitFor();
  await expect.poll(() => commented(reader)).toEqual(["30 days"]);

  // The editor sees it without loading anything anew, and a click on the words opens the thread.
  await expect.poll(() => commented(editor)).toEqual(["30 days"]);
  const text = paper(editor).getByText("The price is 100");
  await text.click();
  await caretBefore(editor, "and the term");
  await editor.keyboard.press("Enter");
  await statusIs(editor, "saved");
  await expect.poll(() => paper(reader).locator("p").nth(1).textContent()).toContain("and the term is 30 days");
  for (const page of [editor, reader]) await expect.poll(() => commented(page)).toEqual(["30 days"]);

  await paper(editor).locator(".parley-commented").first().click();
  const thread = editor.getByRole("complementary", { name: "Comments" });
  await thread.getByText("Too short for us").waitFor();
  await thread.getByRole("button", { name: "Reply" }).click();
  await thread.getByRole("textbox", { name: "Reply" }).fill("Would 45 do?");
  await thread.getByRole("textbox", { name: "Reply" }).press("Control+Enter");
  await panel.getByText("Would 45 do?").waitFor();
  await keepPicture(editor, "comments-desktop-en");

  // What is not in the text is said to be gone, with its words.
  await text.click();
  await paper(editor).locator("p").nth(1).click({ clickCount: 3 });
  await editor.keyboard.press("Delete");
  await expect.poll(() => panel.getByText("These words are gone.").textContent()).toContain("The price is 100 euros");
  expect(await panel.getByText("30 days", { exact: true }).count()).toBe(1);
  await expect.poll(() => commented(reader)).toEqual([]);
  // A click on it leads to where they stood.
  await panel.getByRole("button", { name: "30 days", exact: true }).click();
  await expect
    .poll(() => paper(reader).locator(".parley-shown-block").allTextContents())
    .toEqual(["The price is 100 euros "]);

  await panel.getByRole("button", { name: "Resolve", exact: true }).click();
  await expect.poll(() => thread.getByText("Resolved by Mara").count()).toBe(1);

  // Found by search, it is opened and looked at, resolved as it is; its address leads others there, too.
  await editor.goto(`${stage.server.url}/documents?view=all&search=${encodeURIComponent("short for us")}`);
  await editor.locator("mark", { hasText: "us" }).first().waitFor();
  await editor.locator(`a[href*="/documents/${id}"]`).first().click();
  const found = thread.locator("[data-focus='true']");
  await found.getByText("Too short for us").waitFor();
  await reader.goto(editor.url());
  await panel.locator("[data-focus='true']").getByText("Too short for us").waitFor();
  for (const { errors, context } of [lin, mara]) {
    expect(errors).toEqual([]);
    await context.close();
  }
});

test("colleagues speak among themselves beside a guest, who sees nothing of it until it is shown to everyone", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "The price is 100 euros.");
  const invited = await lin.page.request.post(`${stage.server.url}/api/documents/${id}/shares`, {
    headers: { origin: stage.server.url },
    data: { link: "guests", role: "comment", party: "counterparty" },
  });
  const guest = await stage.comeAsGuest(((await invited.json()) as { url: string }).url);
  await statusIs(guest.page, "read-only");
  const editor = await stage.openDocument(lin, id);
  await select(editor, "100 euros");
  await editor.keyboard.press("Control+Alt+m");
  const panel = editor.getByRole("complementary", { name: "Comments" });
  await panel.getByText("Only colleagues who act for our side see it. Guests learn nothing of it.").waitFor();
  await panel.getByRole("textbox", { name: "Your comment" }).fill("80 would do");
  await panel.getByRole("button", { name: "Comment", exact: true }).click();
  await panel.getByText("80 would do").waitFor();

  await guest.page.getByRole("button", { name: "Comments" }).click();
  const theirs = guest.page.getByRole("complementary", { name: "Comments" });
  await theirs.getByText("No open comments.").waitFor();
  expect(await commented(guest.page)).toEqual([]);
  // Their own word is everyone's: when it has come and gone between the two, nothing internal has come along.
  await theirs.getByRole("button", { name: "Comment on the document" }).click();
  await theirs.getByRole("textbox", { name: "Your comment" }).fill("Is this final?");
  await theirs.getByRole("button", { name: "Comment", exact: true }).click();
  await panel.getByText("Is this final?").waitFor();
  expect(await guest.page.textContent("body")).not.toContain("80 would do");

  const card = panel.getByRole("listitem").filter({ hasText: "80 would do" });
  await card.getByRole("button", { name: "More about this thread" }).click();
  await editor.getByRole("menuitem", { name: "Show to everyone" }).click();
  await editor.getByRole("button", { name: "Show to everyone" }).click();
  await theirs.getByText("80 would do").waitFor();
  await expect.poll(() => commented(guest.page)).toEqual(["100 euros"]);
  for (const { errors, context } of [lin, guest]) {
    expect(errors).toEqual([]);
    await context.close();
  }
});

test("what is begun in a comment stays until it is sent: over lists, panels and a reload, and when somebody resolves the thread meanwhile", async () => {
  const lin = await stage.comeIn("Lin");
  const mara = await stage.comeIn("Mara");
  const id = await stage.newDocument(lin, "The price is 100 euros.\n\nDue in thirty days.", { Mara: "comment" });
  const made = await lin.page.request.post(`${stage.server.url}/api/documents/${id}/threads`, {
    headers: { origin: stage.server.url },
    data: { anchor: { type: "document" }, text: "Please confirm.", mentions: [] },
  });
  const thread = (await made.json()) as { id: string };
  const reader = await stage.openDocument(mara, id, "read-only");
  const open = (): Promise<void> => reader.getByRole("button", { name: "Comments" }).click();
  await open();
  const panel = reader.getByRole("complementary", { name: "Comments" });
  const reply = panel.getByRole("textbox", { name: "Reply" });
  const fresh = panel.getByRole("textbox", { name: "Your comment" });
  await panel.getByRole("button", { name: "Reply" }).click();
  await reply.fill("Confirmed.");
  await select(reader, "thirty days");
  await reader.getByRole("button", { name: "Comment", exact: true }).click();
  await fresh.fill("Too short");
  const bothStand = async (): Promise<void> => {
    await expect.poll(() => reply.inputValue()).toBe("Confirmed.");
    await expect.poll(() => fresh.inputValue()).toBe("Too short");
    expect(await panel.getByText("thirty days", { exact: true }).count()).toBe(1);
  };
  await panel.getByText(/^Resolved \d/u).click();
  await panel.getByText(/^Open \d/u).click();
  await bothStand();
  await reader.getByRole("button", { name: "Changes" }).click();
  await open();
  await bothStand();
  await panel.getByRole("button", { name: "Close" }).click();
  await open();
  await bothStand();

  const resolved = await lin.page.request.patch(`${stage.server.url}/api/documents/${id}/threads/${thread.id}`, {
    headers: { origin: stage.server.url },
    data: { resolved: true },
  });
  expect(resolved.ok()).toBe(true);
  await panel.getByText("Lin resolved this while you were writing").waitFor();
  await bothStand();
  await reader.reload();
  await statusIs(reader, "read-only");
  await panel.getByText("Lin resolved this while you were writing").waitFor();
  await bothStand();
  await panel.getByRole("button", { name: "Reply" }).click();
  await panel.getByText(/^Resolved \d/u).click();
  await panel.getByText("Confirmed.").waitFor();
  expect(await reply.count()).toBe(0);
  await fresh.press("Escape");
  await expect.poll(() => fresh.count()).toBe(0);
  await Promise.all([lin, mara].map(({ context }) => context.close()));
});

test("a reaction and an assignment are seen by the other person at once, and taken back", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "The price is 100 euros.", { Mara: "comment" });
  for (const text of ["Please confirm.", "Is it net?"])
    await lin.page.request.post(`${stage.server.url}/api/documents/${id}/threads`, {
      headers: { origin: stage.server.url },
      data: { anchor: { type: "document" }, text, mentions: [] },
    });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id, "read-only")];
  for (const page of [a, b]) await page.getByRole("button", { name: "Comments" }).click();
  const panelOf = (page: Page): Locator => page.getByRole("complementary", { name: "Comments" });
  const cardOf = (page: Page, words: string): Locator => panelOf(page).getByRole("listitem").filter({ hasText: words });
  const reactionsOf = (page: Page): Promise<string[]> =>
    cardOf(page, "Please confirm.")
      .locator("button[aria-pressed][aria-label]")
      .filter({ hasText: /^\d+$/u })
      .evaluateAll((all) => all.map((each) => `${each.ariaLabel}${each.ariaPressed === "true" ? ", mine" : ""}`));
  const areSeen = async (hers: readonly string[], his: readonly string[]): Promise<void> => {
    await expect.poll(() => reactionsOf(b)).toEqual(hers);
    await expect.poll(() => reactionsOf(a)).toEqual(his);
  };

  await cardOf(b, "Please confirm.").getByRole("button", { name: "React" }).click();
  await b.getByRole("menuitem", { name: "Agree", exact: true }).click();
  await areSeen(["Agree 1, mine"], ["Agree 1"]);
  await cardOf(a, "Please confirm.").getByRole("button", { name: "Agree 1" }).click();
  await areSeen(["Agree 2, mine"], ["Agree 2, mine"]);
  await cardOf(a, "Please confirm.").getByRole("button", { name: "Agree 2" }).hover();
  // Whose they are stands at the reaction.
  await a
    .getByRole("tooltip")
    .filter({ hasText: /Agree · .*(Lin.*Mara|Mara.*Lin)/u })
    .waitFor();
  await cardOf(b, "Please confirm.").getByRole("button", { name: "Agree 2" }).click();
  await areSeen(["Agree 1"], ["Agree 1, mine"]);
  await cardOf(a, "Please confirm.").getByRole("button", { name: "Agree 1" }).click();
  await areSeen([], []);

  // The other thread stays as it is, and "Mine" has what is assigned to one.
  const assign = async (page: Page, name: string): Promise<void> => {
    await cardOf(page, "Is it net?").getByRole("button", { name: "More about this thread" }).click();
    await page.getByRole("menuitem", { name, exact: true }).click();
  };
  const mine = panelOf(b).getByText(/^Mine \d/u);
  const assigned = async (name: string | null): Promise<void> => {
    for (const page of [a, b]) {
      const signs = panelOf(page).getByText(/^For (Lin|Mara)$/u);
      await expect.poll(() => signs.allInnerTexts()).toEqual(name === null ? [] : [`For ${name}`]);
      expect(await cardOf(page, "Is it net?").getByText(/^For /u).count()).toBe(name === null ? 0 : 1);
    }
  };
  await assign(a, "Mara");
  await assigned("Mara");
  await mine.click();
  await expect.poll(() => panelOf(b).getByRole("listitem").count()).toBe(1);
  await cardOf(b, "Is it net?").getByText("For Mara").waitFor();
  // Whoever may comment hands it on, and it is taken back where it was given.
  await assign(b, "Lin");
  await panelOf(b).getByText("Mine 0", { exact: true }).waitFor();
  await panelOf(b)
    .getByText(/^Open \d/u)
    .click();
  await assigned("Lin");
  await assign(a, "Lin");
  await assigned(null);
  for (const { errors, context } of [lin, mara]) {
    expect(errors).toEqual([]);
    await context.close();
  }
});
