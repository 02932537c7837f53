import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
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
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage.stop());

describe("versions in the page", () => {
  test("a state is named, compared with the present change by change, and restored", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "# Terms\n\nPayable in 30 days.\n\nThe end.\n", { Mara: "edit" });
    const page = await stage.openDocument(lin, id);
    await page.getByRole("button", { name: "Versions" }).click();
    await page.getByRole("button", { name: "Name this state" }).click();
    await page.getByLabel("Name of the version").fill("First draft");
    await page.getByRole("button", { name: "Keep" }).click();
    const named = page.getByRole("button", { name: /First draft/ });
    await named.getByText("Named by Lin").waitFor();

    const mara = await stage.comeIn("Mara");
    const hers = await stage.openDocument(mara, id);
    await caretAtEndOf(hers, "Payable in 30 days.");
    await hers.keyboard.type(" Without deduction.");
    await caretAtEndOf(hers, "The end.");
    await hers.keyboard.press("Shift+Home");
    for (const _each of ["words", "paragraph"]) await hers.keyboard.press("Backspace");
    await expect.poll(() => paper(hers).locator("h1, p").count()).toBe(2);
    await statusIs(hers, "saved");
    await stage.serverText(hers, id, "Without deduction.");

    await page.goto(`${page.url().split("?")[0]}?panel=versions`);
    await named.click();
    const inserted = page.locator("ins", { hasText: "Without deduction." });
    await inserted.waitFor();
    expect(await inserted.getAttribute("title")).toContain("Mara");
    expect(await paper(page).count()).toBe(0);
    await page.keyboard.press("j");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Without deduction.");
    // The address alone brings the same page back.
    await page.reload();
    await inserted.waitFor();
    // Beside each other: at the left as it was, at the right as it is, and what went is on one side only.
    await page.getByText("Side by side", { exact: true }).click();
    await page.getByRole("heading", { name: "The text now" }).waitFor();
    expect(await page.getByText("Payable in 30 days.").count()).toBe(2);
    expect(await page.getByText("The end.").count()).toBe(1);
    await page.keyboard.press("j");
    await page.getByText("1 of 2").waitFor();
    await page.getByText("In one text", { exact: true }).click();
    await page.getByRole("combobox", { name: "Compare" }).selectOption("");
    await expect.poll(() => inserted.count()).toBe(0);
    await page.getByText("Payable in 30 days.").waitFor();

    await page.getByRole("button", { name: "Restore this version" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore this version" }).click();
    await expect.poll(() => paper(page).textContent()).not.toContain("Without deduction.");
    await expect.poll(() => paper(hers).textContent()).not.toContain("Without deduction.");
    await page.getByText("Restored to “First draft”").waitFor();
    // It is taken back by one more change, and again.
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await page.getByText("The restoration was undone").waitFor();
    await expect.poll(() => paper(hers).textContent()).toContain("Without deduction.");
    await page
      .getByRole("button", { name: /First draft/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Restore this version" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore this version" }).click();
    await expect.poll(() => paper(hers).textContent()).not.toContain("Without deduction.");
    // The text is whole again under whoever restored it, who writes on.
    await caretAtEndOf(page, "The end.");
    await page.keyboard.type(" Signed.");
    await expect.poll(() => paper(hers).locator("p").allTextContents()).toContain("The end. Signed.");
    await mara.context.close();
    await lin.context.close();
  });

  test("one change is one stop in both layouts, and what moved says at both places where the other is, in the file, too", async () => {
    const lin = await stage.comeIn("Lin");
    const clauses = ["Price is paid within thirty days.", "The law of China applies.", "Notices are in writing."];
    const file = [...clauses.map((each, at) => `${at + 1}. ${each}`), "", "This goes.", "", "Joined.", "", "To this."];
    const id = await stage.newDocument(lin, Buffer.from(file.join("\n")), { Mara: "edit" });
    const mara = await stage.comeIn("Mara");
    const hers = await stage.openDocument(mara, id);
    await caretBefore(hers, "To this.");
    await hers.keyboard.press("Backspace");
    await caretBefore(hers, "Joined.");
    for (let letter = 0; letter < "This goes.".length + 1; letter++) await hers.keyboard.press("Backspace");
    await paper(hers).getByText("The law of China").click({ clickCount: 3 });
    await hers.keyboard.press("ControlOrMeta+x");
    await caretAtEndOf(hers, "Notices are in writing.");
    await hers.keyboard.press("Enter");
    await hers.keyboard.press("ControlOrMeta+v");
    await select(hers, "thirty");
    await expect.poll(() => hers.evaluate(() => getSelection()?.toString())).toBe("thirty");
    await hers.keyboard.type("sixty");
    await stage.serverText(hers, id, "sixty");
    await statusIs(hers, "saved");
    await mara.context.close();

    const { page } = lin;
    for (const [layout, was] of [
      ["one", "p[data-fate=left]"],
      ["sides", "p:has(del[data-moved])"],
    ] as const) {
      await page.goto(`${stage.server.url}/documents/${id}?version=1&with=present&layout=${layout}`);
      await page.getByText("moved to 3.").waitFor();
      const stops = await page
        .locator("[data-change]")
        .evaluateAll((all) => [...new Set(all.map((each) => each.getAttribute("data-stop")))]);
      for (let at = 1; at <= stops.length; at++) {
        await page.keyboard.press("j");
        await page.getByText(`${at} of ${stops.length}`, { exact: true }).waitFor();
      }
      await page.keyboard.press("j");
      await page.getByText(`1 of ${stops.length}`, { exact: true }).waitFor();
      await page.getByText("Deleted: Mara").and(page.locator("[aria-hidden]")).getByText("Written: Mara").waitFor();
      expect(stops).toHaveLength(4);
      await page.getByRole("button", { name: "moved to 3." }).click();
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("moved from 2.");
      await page.getByRole("button", { name: "moved from 2. in the older version" }).click();
      await expect.poll(() => page.locator(was).evaluate((place) => place === document.activeElement)).toBe(true);
      await keepPicture(page, `comparison-stops-${layout}`);
    }
    await page.goto(`${stage.server.url}/documents/${id}?version=1&with=present`);
    const address = await page.getByRole("link", { name: "Download" }).getAttribute("href");
    const html = await (await page.request.get(`${stage.server.url}${address}`)).text();
    await page.setContent(html);
    await page.getByRole("link", { name: "moved to 3." }).waitFor();
    expect(await page.locator("#m1-new").textContent()).toContain("The law of China applies.");
    // Its list has the numbers of the page, in whichever order one comes to them.
    expect(await page.locator(".notes li").evaluateAll((all) => all.map((each) => each.id))).toEqual(
      [1, 2, 3, 4].map((stop) => `c${stop}`),
    );
    await keepPicture(page, "comparison-file");
    await lin.context.close();
  });

  test("what others write while a version is looked at stands in the text afterwards", async () => {
    const lin = await stage.comeIn("Lin");
    const file = Buffer.from("Payable in 30 days.\n\nThe end.\n");
    const id = await stage.newDocument(lin, file, { Mara: "edit" });
    const page = await stage.openDocument(lin, id);
    await page.getByRole("button", { name: "Versions" }).click();
    await page.getByRole("button", { name: "Name this state" }).click();
    await page.getByLabel("Name of the version").fill("As sent");
    await page.getByRole("button", { name: "Keep" }).click();
    const named = page.getByRole("button", { name: /^As sent/ });
    const present = named.getByText("now", { exact: true });
    await present.waitFor();
    await page.getByRole("button", { name: /^As imported: Terms\.md/ }).waitFor();
    await named.click();
    await expect.poll(() => paper(page).count()).toBe(0);
    const restore = page.getByRole("button", { name: "Restore this version" });
    expect(await restore.count()).toBe(0);
    const mara = await stage.comeIn("Mara");
    const hers = await stage.openDocument(mara, id);
    await caretAtEndOf(hers, "Payable in 30 days.");
    await hers.keyboard.type(" Without deduction.");
    await hers.keyboard.press("Enter");
    await hers.keyboard.type("Interest is due.");
    await stage.serverText(hers, id, "Interest is due.");
    // The list and the tools follow what is there now.
    await restore.waitFor();
    await expect.poll(() => present.count()).toBe(0);
    // "Back" of the browser comes back to the text, and so does the page's own.
    await page.goBack();
    await expect.poll(() => paper(page).textContent()).toContain("Payable in 30 days. Without deduction.");
    await page.goForward();
    await restore.waitFor();
    await page.getByRole("button", { name: "Back to the text" }).click();
    await expect
      .poll(() => paper(page).locator("p").allTextContents())
      .toEqual(["Payable in 30 days. Without deduction.", "Interest is due.", "The end."]);
    // The keys go on in the text.
    await expect.poll(() => paper(page).evaluate((text) => text === document.activeElement)).toBe(true);
    await caretAtEndOf(page, "Interest is due.");
    await page.keyboard.type(" At once.");
    await expect.poll(() => paper(hers).textContent()).toContain("Interest is due. At once.");
    await mara.context.close();
    await lin.context.close();
  });

  test("the history is replayed on a slider, by keyboard and by itself, and says who wrote when", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "# Terms\n\nPayable in 30 days.\n", { Mara: "edit" });
    const mara = await stage.comeIn("Mara");
    const hers = await stage.openDocument(mara, id);
    await caretAtEndOf(hers, "Payable in 30 days.");
    await hers.keyboard.type(" Net.", { delay: 25 });
    await stage.serverText(hers, id, "Net.");
    await mara.context.close();

    const page = await stage.openDocument(lin, id);
    await page.getByRole("button", { name: "Versions" }).click();
    await page.getByRole("button", { name: "Replay" }).click();
    const slider = page.getByRole("slider", { name: "Moment in the history" });
    await slider.waitFor();
    const text = page.locator(".parley-prose");
    const told = (): Promise<string | null> => slider.getAttribute("aria-valuetext");
    expect(await text.textContent()).toBe("TermsPayable in 30 days.");
    expect(await told()).toContain("Lin");
    // The slider has the focus.
    await page.keyboard.press("End");
    await expect.poll(() => text.textContent()).toContain("30 days. Net.");
    expect(await told()).toContain("Mara");
    expect((await text.locator("[title='Mara']").allTextContents()).join("")).toBe(" Net.");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => text.textContent()).not.toContain("Net.");
    expect(await text.textContent()).toContain("Payable in 30 days. N");
    await page.keyboard.press("PageDown");
    await expect.poll(() => text.textContent()).toBe("TermsPayable in 30 days.");
    await page.getByRole("button", { name: "Play (space)" }).click();
    await expect.poll(() => text.textContent(), { timeout: 15_000 }).toContain("Net.");
    // The address alone comes back to the same moment.
    await slider.focus();
    await page.keyboard.press("Home");
    await expect.poll(() => new URL(page.url()).searchParams.get("version")).toBe("1");
    await page.reload();
    await slider.waitFor();
    expect(await text.textContent()).toBe("TermsPayable in 30 days.");
    await page.getByRole("button", { name: "Open this version" }).click();
    await page.getByRole("combobox", { name: "Compare" }).waitFor();
    await lin.context.close();
  });

  test("a guest's page has no versions", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "Words.\n");
    const answer = await lin.page.request.post(`${stage.server.url}/api/documents/${id}/shares`, {
      headers: { origin: stage.server.url },
      data: { link: "guests", role: "edit" },
    });
    const { url } = (await answer.json()) as { url: string };
    const guest = await stage.comeAsGuest(url);
    await statusIs(guest.page, "saved");
    await guest.page.getByRole("button", { name: "Details" }).waitFor();
    expect(await guest.page.getByRole("button", { name: "Versions" }).count()).toBe(0);
    await guest.context.close();
    await lin.context.close();
  });
});

describe("an address of the history that cannot be shown", () => {
  test("tells a guest that versions are for colleagues, and a colleague that it names none; the present text stands there", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "The price is 100 euros.");
    const invited = await lin.page.request.post(`${stage.server.url}/api/documents/${id}/shares`, {
      headers: { origin: stage.server.url },
      data: { link: "guests", role: "comment", party: "counterparty" },
    });
    const guest = await stage.comeAsGuest(((await invited.json()) as { url: string }).url);
    await statusIs(guest.page, "read-only");
    const bar = (page: Page): Locator => page.getByRole("status").filter({ hasText: "the text as it is now" });
    expect(await bar(guest.page).count()).toBe(0);
    for (const search of ["version=1", "version=1&with=present", "version=1&replay=true", "panel=versions"]) {
      await guest.page.goto(`${stage.server.url}/documents/${id}?${search}`);
      await bar(guest.page).filter({ hasText: "colleagues only" }).waitFor();
      await paper(guest.page).getByText("The price is 100 euros.").waitFor();
    }
    await bar(guest.page).getByRole("button", { name: "Close" }).click();
    await expect.poll(() => bar(guest.page).count()).toBe(0);
    const page = await stage.openDocument(lin, id);
    for (const search of ["replay=true", "version=abc"]) {
      await page.goto(`${stage.server.url}/documents/${id}?${search}`);
      await bar(page).filter({ hasText: "names no version" }).waitFor();
      await paper(page).getByText("The price is 100 euros.").waitFor();
    }
    for (const { errors, context } of [lin, guest]) {
      expect(errors).toEqual([]);
      await context.close();
    }
  });

  test("a comparison with a version that is not there has no steps and no choice of changes", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "The price is 100 euros.");
    const page = await stage.openDocument(lin, id);
    const search = (other: string): string => `${stage.server.url}/documents/${id}?version=1&with=${other}`;
    await page.goto(search("present"));
    await page.getByText("Every change").waitFor();
    await page.goto(search("999"));
    await page.getByRole("button", { name: "Try again" }).waitFor();
    expect(await page.getByText("Every change").count()).toBe(0);
    expect(await page.getByTitle("Next change (J)").count()).toBe(0);
    await lin.context.close();
  });
});
