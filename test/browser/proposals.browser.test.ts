import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { type SignedIn, propose } from "../load/typing/contract.ts";
import type { Visitor } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

const viewOf = async (page: Page, id: string, view: "agreed" | "proposed"): Promise<string> =>
  (await stage.textOf(page, id, view)).trim();

describe("somebody who may only propose", () => {
  test("proposes a word and a paragraph; the editor accepts the one and rejects the other, and both see it", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, "The fee is 100 euros.\n\nDone.\n", { Mara: "suggest" });
    const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
    // What waits, where comments are and who wrote what comes over the socket: an open page asks for nothing.
    // The last thing that a page asks for when it opens is what became of words that met.
    for (const page of [a, b])
      await page.waitForFunction(() =>
        performance.getEntriesByType("resource").some(({ name }) => new URL(name).pathname.endsWith("/merges")),
      );
    for (const page of [a, b]) await page.waitForLoadState("networkidle");
    const asked: string[] = [];
    for (const page of [a, b])
      page.on("request", (request) => {
        const address = new URL(request.url());
        if (address.pathname.startsWith("/api/"))
          asked.push(`${request.method()} ${address.pathname.split("/").at(-1)}`);
      });

    await paper(b)
      .getByText("100")
      .first()
      .dblclick({ position: { x: 75, y: 10 } });
    await b.keyboard.press("Home");
    for (let step = 0; step < "The fee is ".length; step++) await b.keyboard.press("ArrowRight");
    for (let step = 0; step < 3; step++) await b.keyboard.press("Shift+ArrowRight");
    await b.keyboard.type("250");
    await caretAtEndOf(b, "Done.");
    await b.keyboard.press("Enter");
    await b.keyboard.type("Paid in May.");
    await statusIs(b, "saved");
    await expect.poll(() => viewOf(a, id, "proposed")).toBe("The fee is 250 euros.\nDone.\nPaid in May.");
    expect(await viewOf(a, id, "agreed")).toBe("The fee is 100 euros.\nDone.");

    await a.getByRole("button", { name: "Changes" }).click();
    const entries = a.getByRole("complementary").getByRole("listitem");
    await expect.poll(() => entries.count()).toBe(2);
    expect(await entries.nth(0).innerText()).toMatch(/Mara[\s\S]*100[\s\S]*250/);
    await entries.filter({ hasText: "250" }).getByRole("button", { name: "Accept" }).click();
    await expect.poll(() => entries.count()).toBe(1);
    // The focus is on the next one, and what came to lie under the pointer does not look pressed until it moves.
    const focused = (): Promise<string> => a.evaluate(() => document.activeElement?.textContent ?? "");
    await expect.poll(focused).toContain("Paid in May.");
    const still = a.locator("[data-still]");
    expect(await still.count()).toBe(1);
    const box = await entries.first().boundingBox();
    for (const step of [20, 30]) await a.mouse.move((box?.x ?? 0) + step, (box?.y ?? 0) + step);
    await expect.poll(() => still.count()).toBe(0);
    // The decision is taken back: both see it wait again, struck words and all, and it can be accepted again.
    await a.getByRole("alert").getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => entries.count()).toBe(2);
    for (const page of [a, b])
      await expect.poll(() => paper(page).locator("[data-kind='delete']").allInnerTexts()).toEqual(["100"]);
    expect(await viewOf(a, id, "agreed")).toBe("The fee is 100 euros.\nDone.");
    await entries.filter({ hasText: "250" }).getByRole("button", { name: "Accept" }).click();
    await expect.poll(() => entries.count()).toBe(1);
    // To the last letter: a list follows a moment later, and nobody can decide on words that have changed since.
    await entries.filter({ hasText: "Paid in May." }).getByRole("button", { name: "Reject" }).click();
    await expect.poll(() => entries.count()).toBe(0);

    for (const page of [a, b])
      await expect
        .poll(async () => (await paper(page).locator("p").allInnerTexts()).map((line) => line.trim()))
        .toEqual(["The fee is 250 euros.", "Done."]);
    expect(await viewOf(a, id, "agreed")).toBe("The fee is 250 euros.\nDone.");
    await expect.poll(() => b.locator("[data-proposal]").count()).toBe(0);
    await caretAtEndOf(a, "Done.");
    await a.getByRole("button", { name: "Who wrote this" }).click();
    await a.getByRole("complementary").getByText("Lin").first().waitFor();
    await paper(a).focus();
    await a.keyboard.type(" And dusted.");
    await expect.poll(() => paper(a).locator("[data-span]").allTextContents()).toContain(" And dusted.");
    // A click on a word may ask for its story, and whoever looks at a proposal as it goes asks once who decided; nothing else is asked for.
    expect(asked.filter((each) => !/^GET (\d+|decisions)$/.test(each))).toEqual([
      "POST decisions",
      "POST take-back",
      "POST decisions",
      "POST decisions",
    ]);
    expect(asked.filter((each) => each === "GET decisions").length).toBeLessThan(2);
    await statusIs(b, "saved");
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });
});

describe("somebody who may edit", () => {
  test("cuts a numbered paragraph whole; cut and pasted while proposing it is one proposal, which is accepted as one", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "# Terms\n\n1. Price\n2. Payment\n3. Term\n\n## Annex\n\nDone.\n");
    const page = await stage.openDocument(lin, id);
    const cut = async (words: string): Promise<void> => {
      await paper(page).getByText(words, { exact: true }).click({ clickCount: 3 });
      await page.keyboard.press("ControlOrMeta+x");
    };
    const pasteAtEndOf = async (words: string): Promise<void> => {
      await caretAtEndOf(page, words);
      await page.keyboard.press("Enter");
      await page.keyboard.press("ControlOrMeta+v");
    };
    await cut("Payment");
    await expect.poll(() => viewOf(page, id, "agreed")).toBe("Terms\nPrice\nTerm\nAnnex\nDone.");
    await pasteAtEndOf("Price");
    await expect.poll(() => viewOf(page, id, "agreed")).toBe("Terms\nPrice\nPayment\nTerm\nAnnex\nDone.");
    await page.getByRole("button", { name: /Editing/ }).click();
    await page.getByRole("menuitem", { name: /Proposing/ }).click();
    await page.getByRole("button", { name: /Proposing/ }).waitFor();
    await cut("Payment");
    await pasteAtEndOf("Done.");
    await expect.poll(() => viewOf(page, id, "proposed")).toBe("Terms\nPrice\nTerm\nAnnex\nDone.\nPayment");
    await page.getByRole("button", { name: "Changes" }).click();
    const entry = page.getByRole("complementary").getByRole("listitem");
    await entry.getByText("From after “Terms › 1. Price” to after “Annex”").waitFor();
    expect(await entry.count()).toBe(1);
    await entry.getByRole("button", { name: "Accept" }).click();
    await expect.poll(() => viewOf(page, id, "agreed")).toBe("Terms\nPrice\nTerm\nAnnex\nDone.\nPayment");
    await expect.poll(() => entry.count()).toBe(0);
    await lin.context.close();
  });

  test("chooses to propose, still does after a reload, and is told when somebody else has decided first", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, "The fee is 100 euros.\n\nAnnex\n", { Mara: "edit" });
    const b = await stage.openDocument(mara, id);
    await b.getByRole("button", { name: /Editing/ }).click();
    await b.getByRole("menuitem", { name: /Proposing/ }).click();
    await b.getByRole("button", { name: /Proposing/ }).waitFor();
    await b.reload();
    await statusIs(b, "saved");
    await b.getByRole("button", { name: /Proposing/ }).waitFor();
    await caretAtEndOf(b, "The fee");
    await b.keyboard.type(" Net.");
    await expect.poll(() => viewOf(b, id, "proposed")).toBe("The fee is 100 euros. Net.\nAnnex");
    expect(await viewOf(b, id, "agreed")).toBe("The fee is 100 euros.\nAnnex");

    const a = await stage.openDocument(lin, id);
    await a.getByRole("button", { name: "Changes" }).click();
    const entry = a.getByRole("complementary").getByRole("listitem");
    await entry.getByRole("button", { name: "Accept" }).waitFor();
    // Lin's page does not hear that Mara goes on writing before Lin decides.
    await a.route("**/decisions", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await b.keyboard.type("!");
      await stage.serverText(b, id, "Net.!");
      return route.continue();
    });
    await entry.getByRole("button", { name: "Accept" }).click();
    await a.getByText("A proposal has changed or was decided on meanwhile").waitFor();
    await a.unroute("**/decisions");
    await entry.getByText("Net.!").waitFor();
    await entry.getByRole("button", { name: "Accept" }).click();
    await expect.poll(() => viewOf(a, id, "agreed")).toBe("The fee is 100 euros. Net.!\nAnnex");

    // Of several one changes: the others are accepted, and what was left is named and can be looked at.
    await b.keyboard.type(" Due.");
    await caretAtEndOf(b, "Annex");
    await b.keyboard.type(" one");
    const entries = a.getByRole("complementary").getByRole("listitem");
    await entries.filter({ hasText: "Due" }).waitFor();
    await entries.filter({ hasText: "one" }).waitFor();
    await a.route("**/decisions", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await b.keyboard.type(" or two");
      await stage.serverText(b, id, "one or two");
      return route.continue();
    });
    await a.getByRole("button", { name: "Decide on several" }).click();
    await a.getByRole("menuitem", { name: "Accept all" }).click();
    await a.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
    await a.getByText("1 proposal was left: it has changed since you saw it.").waitFor();
    await a.unroute("**/decisions");
    expect(await viewOf(a, id, "agreed")).toBe("The fee is 100 euros. Net.! Due.\nAnnex");
    await a.getByRole("button", { name: "Look at it" }).click();
    const active = entries.and(a.locator("[data-active]")).filter({ hasText: "one or two" });

    // Who edits and answers proposes until they are done, and edits again from there on.
    await active.getByRole("button", { name: "Propose something else" }).click();
    await a.keyboard.type(" three");
    await a.getByText("Your proposal answers the one of Mara.", { exact: false }).waitFor();
    await a.keyboard.type("!");
    await a.getByRole("button", { name: "Done" }).click();
    await a.getByRole("button", { name: /Editing/ }).waitFor();
    expect(await viewOf(a, id, "agreed")).toBe("The fee is 100 euros. Net.! Due.\nAnnex");
    await a.keyboard.type(" A");
    await expect.poll(() => viewOf(a, id, "agreed")).toBe("The fee is 100 euros. Net.! Due.\nAnnex A");
    await expect.poll(() => viewOf(a, id, "proposed")).toContain("three!");

    // What is written into the paragraph that it answers builds on it, and both can be accepted.
    await caretAtEndOf(b, "Annex");
    await b.keyboard.press("Enter");
    await b.keyboard.type("Schedule");
    const schedule = entries.filter({ hasText: "Schedule" });
    await schedule.getByText("Mara").first().click();
    await schedule.getByRole("button", { name: "Propose something else" }).click();
    await a.keyboard.type(" of fees");
    await a.getByText("What you wrote stands in the proposal of Mara", { exact: false }).waitFor();
    await expect.poll(() => viewOf(a, id, "proposed")).toContain("\nSchedule of fees");
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });

  test("sees in the list what others propose, and nothing else of it is drawn anew", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, "# One\n\nFirst.\n\n# Two\n\nSecond.\n", { Mara: "suggest" });
    const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
    await caretAtEndOf(b, "Second.");
    await b.keyboard.type(" Beta");
    await caretAtEndOf(b, "First.");
    await b.keyboard.type(" Alpha");
    await a.getByRole("button", { name: "Changes" }).click();
    const entries = a.getByRole("complementary").getByRole("listitem");
    await entries.filter({ hasText: "Beta" }).waitFor();
    await entries.filter({ hasText: "Alpha" }).waitFor();
    const beta = await entries.filter({ hasText: "Beta" }).elementHandle();
    await beta?.evaluate((entry) => {
      const changes = new MutationObserver((seen) => (entry.ariaLabel = `${seen.length} changes`));
      changes.observe(entry, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    await b.keyboard.type(" and more, so that everything behind moves");
    await entries.filter({ hasText: "everything behind moves" }).waitFor();
    await caretAtEndOf(a, "Second.");
    await a.keyboard.type(" Typed by Lin.");
    await stage.serverText(a, id, "Typed by Lin.");
    expect(await beta?.evaluate((entry) => [entry.isConnected, entry.ariaLabel])).toEqual([true, null]);
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });

  test("goes through hundreds of proposals, of which only those in sight stand in the page", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const sentences = Array.from({ length: 150 }, (_, index) => `Sentence ${index} stands in this long document.`);
    const id = await stage.newDocument(lin, sentences.join("\n\n"));
    await propose(await signedIn(lin, "Lin"), await signedIn(mara, "Mara"), id, 160);
    const a = await stage.openDocument(lin, id);
    await a.getByRole("button", { name: "Changes" }).click();
    const panel = a.getByRole("complementary");
    const entries = panel.getByRole("listitem");
    await entries.first().waitFor();
    const waiting = Number(/\d+/u.exec(await panel.getByText(/^Waiting/u).innerText())?.[0]);
    expect(waiting).toBeGreaterThan(100);
    expect(await entries.count()).toBeLessThan(40);

    // What is half written stays, wherever the list is scrolled.
    await entries.first().getByRole("button", { name: "Discuss" }).click();
    await entries.first().getByRole("textbox").fill("Half a thought");
    const marks = paper(a).locator("[data-proposal]");
    await marks.last().click();
    await expect.poll(() => activeIn(a)).toEqual({ ordinal: waiting, of: waiting, inSight: true });
    expect(await entries.getByRole("textbox").first().inputValue()).toBe("Half a thought");

    const active = panel.locator("li[data-active]");
    await active.locator("button[aria-current]").click();
    await a.keyboard.press("k");
    await expect.poll(() => activeIn(a)).toEqual({ ordinal: waiting - 1, of: waiting, inSight: true });
    await active.getByRole("button", { name: "Reject" }).focus();
    await a.keyboard.press("Enter");
    await expect.poll(() => activeIn(a)).toEqual({ ordinal: waiting - 1, of: waiting - 1, inSight: true });
    await expect.poll(() => a.evaluate(() => document.activeElement?.closest("li[data-active]") !== null)).toBe(true);
    await marks.first().click();
    await expect.poll(() => activeIn(a)).toEqual({ ordinal: 1, of: waiting - 1, inSight: true });

    // The same in what is to be reviewed, where the row of steps covers nothing, and in what was decided.
    await a.getByRole("button", { name: "Review", exact: true }).click();
    await panel.getByText(/of 1\d\d$/u).waitFor();
    expect(await entries.count()).toBeLessThan(40);
    await marks.last().click();
    await expect.poll(() => activeIn(a)).toEqual({ ordinal: waiting - 1, of: waiting - 1, inSight: true });
    await active.locator("button[aria-current]").click();
    for (let step = 1; step <= 9; step++) await a.keyboard.press("k");
    await expect.poll(() => activeIn(a)).toEqual({ ordinal: waiting - 10, of: waiting - 1, inSight: true });
    await decideOneByOne(a, id, 70);
    await a.getByRole("button", { name: "Changes" }).click();
    await panel.getByText("Decided", { exact: true }).click();
    await entries.filter({ hasText: "Lin accepted" }).first().waitFor();
    expect(await entries.first().getAttribute("aria-setsize")).toBe("71");
    expect(await entries.count()).toBeLessThan(40);
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });
});

async function signedIn({ context }: Visitor, name: string): Promise<SignedIn> {
  const cookie = (await context.cookies()).map((each) => `${each.name}=${each.value}`).join("; ");
  const origin = stage.server.url;
  return { origin, personId: stage.people.get(name) ?? "", headers: { origin, cookie } };
}

/** Accepts the first of what waits, each by a decision of its own. */
async function decideOneByOne(page: Page, id: string, count: number): Promise<void> {
  const { url } = stage.server;
  const list = await page.request.get(`${url}/api/documents/${id}/proposals`);
  for (const { id: proposal, digest } of ((await list.json()) as { id: string; digest: string }[]).slice(0, count)) {
    const data = { verdict: "accept", proposals: [{ id: proposal, digest }] };
    const answer = await page.request.post(`${url}/api/documents/${id}/decisions`, { headers: { origin: url }, data });
    expect(answer.status()).toBe(201);
  }
}

/** Which of how many entries is looked at, and whether the panel shows it whole. */
function activeIn(page: Page): Promise<object | null> {
  return page.evaluate(() => {
    const entry = document.querySelector("aside li[data-active]");
    const panel = entry?.closest("aside")?.lastElementChild;
    if (!entry || !panel) return null;
    const [inner, outer] = [entry.getBoundingClientRect(), panel.getBoundingClientRect()];
    const { x, width, top } = inner;
    const onTop = document.elementFromPoint(x + width / 2, top + 4);
    return {
      ordinal: Number(entry.ariaPosInSet),
      of: Number(entry.ariaSetSize),
      inSight: inner.top >= outer.top && inner.bottom <= outer.bottom && onTop !== null && entry.contains(onTop),
    };
  });
}
