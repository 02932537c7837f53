/** Reviewing: what is new to somebody and waits for them, found and decided on a phone, and what the other side then reads. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import type { Page } from "playwright-core";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

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

test("by keyboard one goes on and back, accepts and rejects in place, and the next one is looked at; nobody who types is taken for it", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "Price.\n\nTerm.\n\nPlace.\n\nDone.\n", { Mara: "edit" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await caretAtEndOf(b, "Term.");
  await b.keyboard.type(" Agreed.");
  await stage.serverText(b, id, "Agreed.");
  await b.getByRole("button", { name: /Editing/ }).click();
  await b.getByRole("menuitem", { name: /Proposing/ }).click();
  for (const line of ["Price.", "Place.", "Done."]) {
    await caretAtEndOf(b, line);
    await b.keyboard.type(" Net.");
  }
  await statusIs(b, "saved");

  await a.getByRole("button", { name: "Review", exact: true }).click();
  const panel = a.getByRole("complementary", { name: "Review" });
  const active = panel.locator("li[data-active]");
  const agreed = async (): Promise<string> => (await stage.textOf(a, id, "agreed")).trim();
  /** Where one is, and of the text what is looked at: the paragraph of the proposal. */
  const isAt = async (place: string, paragraph: string | null): Promise<void> => {
    await panel.getByText(place, { exact: true }).waitFor();
    await expect
      .poll(async () =>
        (await paper(a).locator("p:has([data-proposal][data-active])").allInnerTexts()).map((words) =>
          // A colleague's caret may break the line.
          words.replaceAll(/\s+/g, " ").trim(),
        ),
      )
      .toEqual(paragraph === null ? [] : [paragraph]);
  };
  await panel.getByText("4 to look at").waitFor();
  await panel.getByText("J next, K previous, A accept, R reject").waitFor();
  await a.keyboard.press("a");
  await a.keyboard.press("j");
  await isAt("1 of 4", "Price. Net.");
  await a.keyboard.press("k");
  await isAt("1 of 4", "Price. Net.");
  await a.keyboard.press("j");
  // What was written counts already: there is nothing to accept or to reject.
  await isAt("2 of 4", null);
  expect(await active.innerText()).toContain("Agreed.");
  await a.keyboard.press("r");
  await a.keyboard.press("a");
  await a.keyboard.press("j");
  await isAt("3 of 4", "Place. Net.");
  await a.keyboard.press("k");
  await a.keyboard.press("k");
  await isAt("1 of 4", "Price. Net.");
  expect(await agreed()).toBe("Price.\nTerm. Agreed.\nPlace.\nDone.");

  await a.keyboard.press("a");
  await isAt("1 of 3", null);
  expect(await active.innerText()).toContain("Agreed.");
  await expect.poll(agreed).toBe("Price. Net.\nTerm. Agreed.\nPlace.\nDone.");
  await a.keyboard.press("j");
  await isAt("2 of 3", "Place. Net.");

  // A reason is typed with the same letters, and goes with what is decided by key.
  await active.getByRole("textbox", { name: "Reason" }).click();
  await a.keyboard.type("jakarta");
  await isAt("2 of 3", "Place. Net.");
  await active.getByText("Mara", { exact: true }).click();
  await a.keyboard.press("r");
  // Behind it comes the last one.
  await isAt("2 of 2", "Done. Net.");
  await expect.poll(() => b.locator("[data-proposal]").count()).toBe(1);
  await caretAtEndOf(a, "Done.");
  await a.keyboard.type(" jar");
  await stage.serverText(a, id, " jar");
  await isAt("2 of 2", "Done. Net. jar");
  await active.getByText("Mara", { exact: true }).click();
  await a.keyboard.press("A");
  // Nothing is left behind it: what comes before is looked at.
  await isAt("1 of 1", null);
  await expect.poll(agreed).toBe("Price. Net.\nTerm. Agreed.\nPlace.\nDone. Net. jar");
  const decisions = (await (await a.request.get(`${stage.server.url}/api/documents/${id}/decisions`)).json()) as {
    verdict: string;
    reason: string | null;
  }[];
  expect(decisions.map(({ verdict, reason }) => [verdict, reason ?? ""])).toEqual([
    ["accept", ""],
    ["reject", "jakarta"],
    ["accept", ""],
  ]);
  for (const { errors, context } of [lin, mara]) {
    expect(errors).toEqual([]);
    await context.close();
  }
});

const isInSight = (page: Page, words: string): Promise<boolean> =>
  paper(page)
    .getByText(words)
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
