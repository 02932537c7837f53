/** Reviewing: what is new to somebody and waits for them, found and decided on a phone, and what the other side then reads. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import type { Page } from "playwright-core";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper } from "../support/document-stage.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

test("what a colleague changed and proposed is found, discussed, answered and decided with a reason on a phone, and then nothing is new", async () => {
  const mara = await stage.comeIn("Mara");
  const lin = await stage.comeIn("Lin", { language: "en-US", phone: true });
  const id = await stage.newDocument(lin, "The fee is 100 euros.\n\nDone.\n", { Mara: "edit" });
  const phone = await stage.openDocument(lin, id);
  const desk = await stage.openDocument(mara, id);
  await caretAtEndOf(desk, "Done.");
  await desk.keyboard.type(" Soon.");
  await desk.getByRole("button", { name: /Editing/ }).click();
  await stage.serverText(desk, id, "Soon.");
  await desk.getByRole("menuitem", { name: /Proposing/ }).click();
  await caretAtEndOf(desk, "The fee");
  await desk.keyboard.type(" Net.");
  await stage.serverText(desk, id, "Net.");

  await phone.goto(`${stage.server.url}/review`);
  await phone.getByRole("link", { name: /Terms.*Changed by Mara/ }).click();
  const panel = phone.getByRole("complementary", { name: "Review" });
  // The proposal stands above the change; the text stays in sight above the panel.
  await panel.getByText("1 of 2").waitFor();
  await panel.getByText("Net.").waitFor();
  expect(await phone.locator(".ProseMirror").getByText("The fee is 100").isVisible()).toBe(true);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await panel.getByRole("button", { name: "Discuss" }).click();
  await panel.getByRole("textbox", { name: "Your comment" }).fill("Of which tax?");
  await panel.getByRole("button", { name: "Comment", exact: true }).click();
  await panel.getByText("Of which tax?").waitFor();
  await panel.getByRole("button", { name: "Next" }).click();
  await panel.getByText("2 of 2").waitFor();
  expect(await panel.getByRole("listitem").innerText()).toContain("Soon.");
  await keepPicture(phone, "review-phone-en");

  // Whoever proposed is told of what is said, and answers in place.
  await desk.getByRole("button", { name: "Review", exact: true }).click();
  const hers = desk.getByRole("complementary", { name: "Review" });
  await hers.getByText("About your proposal").waitFor();
  await hers.getByRole("button", { name: "Reply" }).click();
  await hers.getByRole("textbox", { name: "Reply" }).fill("Of VAT.");
  await hers.getByRole("textbox", { name: "Reply" }).press("Control+Enter");
  await hers.getByText("Nothing new, and nothing waits for you").waitFor();

  // What she types is new to others and not to her: her page asks for nothing.
  await desk.waitForLoadState("networkidle");
  const asked: string[] = [];
  desk.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await desk.getByRole("button", { name: /Proposing/ }).click();
  await desk.getByRole("menuitem", { name: /Editing/ }).click();
  await caretAtEndOf(desk, "Done. Soon.");
  await desk.keyboard.type(" Or later.");

  // Her answer has come in between.
  await panel.getByText("3 of 3").waitFor();
  await panel.getByText("Soon. Or later.").waitFor();
  expect(asked.filter((path) => path.endsWith("/review"))).toEqual([]);
  await panel.getByRole("button", { name: "Previous" }).click();
  await panel.getByText("Answers you").waitFor();
  await panel.getByRole("button", { name: "Previous" }).click();
  await panel.getByRole("textbox", { name: "Reason" }).fill("as agreed by phone");
  await panel.getByRole("button", { name: "Accept" }).click();
  await stage.serverText(phone, id, "euros. Net.");
  await panel.getByRole("button", { name: "Mark all as seen" }).click();
  await panel.getByText("Nothing new, and nothing waits for you").waitFor();

  await hers.getByText("Lin accepted").waitFor();
  // No note has come to cover that there is nothing new.
  expect(await phone.getByText("Everything up to now is marked as seen.").count()).toBe(0);
  expect(await hers.getByRole("listitem").first().innerText()).toMatch(/as agreed by phone[\s\S]*Net\./);
  await hers.getByRole("button", { name: "2 comments" }).click();
  await hers.getByText("Of VAT.").waitFor();
  for (const { errors, context } of [lin, mara]) {
    expect(errors).toEqual([]);
    await context.close();
  }
});

test("a decision leads to its place from Review and from the list of decisions, and its reason says that guests read it", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const lines = Array.from({ length: 60 }, (_each, index) => `Line ${index}.\n\n`).join("");
  const id = await stage.newDocument(lin, `${lines}It ends after five years.\n\nDone.\n`, { Mara: "suggest" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await caretAtEndOf(b, "It ends after five years.");
  await b.keyboard.type(" Soon.");
  await stage.serverText(b, id, "Soon.");
  await b.getByRole("button", { name: "Changes" }).click();

  await a.getByRole("button", { name: "Changes" }).click();
  const entry = a.getByRole("complementary").getByRole("listitem").filter({ hasText: "Soon." });
  await entry.getByText("Mara").click();
  const reason = entry.getByRole("textbox", { name: "Reason" });
  const note = entry.getByText("The other side reads this reason, too.");
  await reason.waitFor();
  expect(await note.count()).toBe(0);
  const invited = await a.evaluate(
    (path) =>
      fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ link: "guests", role: "view" }),
      }).then(({ status }) => status),
    `/api/documents/${id}/shares`,
  );
  expect(invited).toBe(201);
  // Whoever begins to give a reason is told of guests who have come since.
  await reason.focus();
  await note.waitFor();
  await keepPicture(a, "reason-read-by-guests-en");
  await reason.fill("not now");
  await entry.getByRole("button", { name: "Reject" }).click();

  // Both stand at the top; the place is far below.
  for (const page of [a, b]) await caretAtEndOf(page, "Line 0.");
  expect(await isInSight(b, "It ends after five years.")).toBe(false);
  await b.getByRole("button", { name: "Review", exact: true }).click();
  const review = b.getByRole("complementary", { name: "Review" });
  await review.getByText("not now").click();
  await expect.poll(() => isInSight(b, "It ends after five years.")).toBe(true);
  expect(await b.evaluate(() => CSS.highlights.has("parley-reviewed"))).toBe(true);

  await a.getByText("Decided", { exact: true }).click();
  await a
    .getByRole("complementary")
    .getByRole("button", { name: /Lin rejected/ })
    .click();
  await a.locator(".parley-shown-block", { hasText: "It ends after five years." }).waitFor();
  await a.getByRole("complementary").getByText("They stood here.").waitFor();
  await expect.poll(() => isInSight(a, "It ends after five years.")).toBe(true);
  await keepPicture(a, "decided-place-en");
  await Promise.all([lin, mara].map(({ context }) => context.close()));
});

const isInSight = (page: Page, words: string): Promise<boolean> =>
  paper(page)
    .getByText(words)
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
