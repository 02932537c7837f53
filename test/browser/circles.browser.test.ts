/** Threads of a circle as people see them: each in a browser of their own, on one document. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import { type DocumentStage, openDocumentStage, select, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Osei"]);
});
afterAll(() => stage?.stop());

const inChinese = async (page: Page): Promise<void> => {
  const headers = { origin: stage.server.url };
  await page.request.patch(`${stage.server.url}/api/me`, { headers, data: { language: "zh" } });
  await page.reload();
};
const visible = async (page: Page): Promise<string> => (await page.textContent("body")) ?? "";

test("a colleague makes a circle with counsel and another colleague, who read and answer at once; the owner and a guest of the other side see nothing", async () => {
  const lin = await stage.comeIn("Lin");
  const mara = await stage.comeIn("Mara");
  const osei = await stage.comeIn("Osei");
  const id = await stage.newDocument(lin, "The price is 100 euros and the term is 30 days.", {
    Mara: "edit",
    Osei: "comment",
  });
  const invite = async (party: string): Promise<string> => {
    const headers = { origin: stage.server.url };
    const address = `${stage.server.url}/api/documents/${id}/shares`;
    const data = { link: "guests", role: "comment", party };
    return ((await (await lin.page.request.post(address, { headers, data })).json()) as { url: string }).url;
  };
  const counsel = await stage.comeAsGuest(
    await invite("counsel"),
    { phone: true },
    { email: "zhou@law.example", name: "Zhou Law" },
  );
  const mei = await stage.comeAsGuest(await invite("counterparty"));
  await inChinese(counsel.page);
  await inChinese(osei.page);
  const owner = await stage.openDocument(lin, id);
  const maker = await stage.openDocument(mara, id);
  const colleague = await stage.openDocument(osei, id, "read-only");
  await owner.getByRole("button", { name: "Comments" }).click();
  await mei.page.getByRole("button", { name: "Comments" }).click();
  await mei.page.getByText("No open comments.").waitFor();

  await select(maker, "30 days");
  await maker.keyboard.press("Control+Alt+m");
  const panel = maker.getByRole("complementary", { name: "Comments" });
  await panel.getByRole("button", { name: "New circle…" }).click();
  const making = maker.getByRole("dialog", { name: "New circle" });
  await making.getByText("not even the document's owner").waitFor();
  await making.getByRole("textbox", { name: "Name" }).fill("Counsel");
  for (const name of ["Zhou Law", "Osei"]) await making.getByRole("checkbox", { name }).check();
  await keepPicture(maker, "circles-new-desktop-en");
  await making.getByRole("button", { name: "Make circle" }).click();
  await making.waitFor({ state: "hidden" });
  const chosen = panel.getByRole("radio", { name: "Counsel" });
  await expect.poll(() => chosen.isChecked()).toBe(true);
  const choice = panel.getByRole("radiogroup", { name: "Who sees it" });
  expect((await choice.locator("label").allTextContents()).join()).toBe("Internal,Everyone,Counsel");
  await panel.getByText("Only the people of “Counsel” see it.").waitFor();
  await keepPicture(maker, "circles-choice-desktop-en");
  const field = panel.getByRole("textbox", { name: "Your comment" });
  // Only who is in the circle can be named in it.
  await field.fill("Would 45 hold in court, @");
  await expect.poll(() => panel.getByRole("option").allTextContents()).toHaveLength(3);
  expect((await panel.getByRole("option").allTextContents()).join()).not.toMatch(/Lin|Mei/u);
  await field.press("Escape");
  await field.fill("Would 45 hold in court?");
  await panel.getByRole("button", { name: "Comment", exact: true }).click();
  const card = panel.getByRole("listitem").filter({ hasText: "Would 45 hold" });
  await card.getByRole("button", { name: "Counsel" }).waitFor();

  await counsel.page.locator(".parley-commented").first().click();
  await counsel.page.getByText("Would 45 hold in court?").waitFor();
  await keepPicture(counsel.page, "circles-thread-phone-zh");
  await counsel.page.getByRole("button", { name: "回复" }).click();
  await counsel.page.getByRole("textbox", { name: "回复" }).fill("It would.");
  await counsel.page.getByRole("textbox", { name: "回复" }).press("Control+Enter");
  await card.getByText("It would.").waitFor();
  await colleague.getByRole("button", { name: "评论" }).first().click();
  const theirs = colleague.getByRole("complementary", { name: "评论" });
  await theirs.getByText("It would.").waitFor();

  // What everyone sees has come to them since; of the circle nothing has.
  await panel.getByRole("button", { name: "Comment on the document" }).click();
  await choice.getByText("Everyone", { exact: true }).click();
  await panel.getByRole("textbox", { name: "Your comment" }).fill("Is this final?");
  await panel.getByRole("button", { name: "Comment", exact: true }).click();
  for (const page of [owner, mei.page]) {
    await page.getByText("Is this final?").waitFor();
    expect(await visible(page)).not.toMatch(/Counsel|Would 45|It would/u);
    expect(await page.locator(".parley-commented").count()).toBe(0);
  }

  // Who is in it, and how that changed, is told in its dialog; a guest changes nothing there.
  await counsel.page.getByRole("button", { name: "Counsel" }).click();
  const told = counsel.page.getByRole("dialog", { name: "Counsel" });
  await told.getByText("Mara添加了Osei").waitFor();
  expect(await told.getByRole("button", { name: /移除/u }).count()).toBe(0);
  await keepPicture(counsel.page, "circles-people-phone-zh");
  await counsel.page.keyboard.press("Escape");
  await card.getByRole("button", { name: "Counsel" }).click();
  const people = maker.getByRole("dialog", { name: "Counsel" });
  await people.getByRole("combobox", { name: "Add" }).click();
  await maker.getByRole("option", { name: "Lin" }).click();
  await people.getByText("Lin will read the one earlier thread of this circle, too.").waitFor();
  await keepPicture(maker, "circles-people-desktop-en");
  await people.getByRole("button", { name: "Add", exact: true }).click();
  await owner.getByText("Would 45 hold in court?").waitFor();
  await people.getByRole("button", { name: "Remove Osei" }).click();
  await maker.getByRole("button", { name: "Remove", exact: true }).click();
  // Whoever is removed loses the thread on the open page.
  await theirs.getByText("It would.").waitFor({ state: "detached" });
  await theirs.getByText("Is this final?").waitFor();
  await people.getByText("Mara removed Osei").waitFor();
  await statusIs(colleague, "read-only");
  for (const { errors, context } of [lin, mara, osei, counsel, mei]) {
    expect(errors).toEqual([]);
    await context.close();
  }
});
