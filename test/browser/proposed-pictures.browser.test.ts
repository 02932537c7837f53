/** Pictures as proposals: put in by who may only propose, decided on and withdrawn like any other; in both languages. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";
import { pngBytes } from "../support/sample-pictures.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

const pictures = (page: Page): Locator => paper(page).locator("img[src*='/images/']");
const entries = (page: Page): Locator => page.getByRole("complementary").getByRole("listitem");
const heights = (page: Page): Promise<number[]> =>
  pictures(page).evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalHeight));

/** Gives a picture to the text as the clipboard does, or drags it over the second heading. */
function give(page: Page, how: "paste" | "drop", height: number): Promise<void> {
  return page.evaluate(
    ({ bytes, event }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "stamp.png", { type: "image/png" }));
      const text = document.querySelector(".ProseMirror");
      const over = [...(text?.children ?? [])].find(({ textContent }) => textContent === "Term");
      const at = over?.getBoundingClientRect();
      const options = { bubbles: true, cancelable: true };
      text?.dispatchEvent(
        event === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, ...options })
          : new DragEvent("drop", {
              ...{ dataTransfer: data, clientX: (at?.left ?? 0) + 5, clientY: (at?.top ?? 0) + 5 },
              ...options,
            }),
      );
    },
    { bytes: [...pngBytes(60, height)], event: how },
  );
}

test("who may only propose puts in pictures from the menu, by pasting and by dropping, and each is a proposal", async () => {
  const lin = await stage.comeIn("Lin", { language: "zh-CN" });
  const mara = await stage.comeIn("Mara");
  await lin.page.request.patch(`${stage.server.url}/api/me`, {
    data: { language: "zh" },
    headers: { origin: stage.server.url },
  });
  const id = await stage.newDocument(lin, "# Delivery\n\nThe plan is as follows.\n\n# Term\n\nThe end.\n", {
    Mara: "suggest",
  });
  const [page, hers] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await caretAtEndOf(hers, "The plan is as follows.");
  await hers.getByRole("button", { name: "Insert", exact: true }).click();
  const [chooser] = await Promise.all([
    hers.waitForEvent("filechooser"),
    hers.getByRole("menuitem", { name: "Picture" }).click(),
  ]);
  await chooser.setFiles({ name: "plan.png", mimeType: "image/png", buffer: Buffer.from(pngBytes(120, 60)) });
  await pictures(hers).first().waitFor();
  await statusIs(hers, "saved");
  await caretAtEndOf(hers, "The end.");
  await give(hers, "paste", 80);
  await expect.poll(() => pictures(hers).count()).toBe(2);
  await give(hers, "drop", 90);
  await expect.poll(() => heights(page)).toEqual([60, 90, 80]);
  await statusIs(hers, "saved");
  const agreed = (): Promise<number> =>
    page.request
      .get(`${stage.server.url}/api/documents/${id}/export?format=html&view=agreed`)
      .then((answer) => answer.text())
      .then((html) => html.split("<img").length - 1);
  expect(await agreed()).toBe(0);

  await page.getByRole("button", { name: "改动" }).click();
  const cards = entries(page).filter({ has: page.locator("img[src*='/images/']") });
  await expect.poll(() => cards.count()).toBe(3);
  await page.getByRole("complementary").getByText("接在“The plan is as follows.”之后").waitFor();
  await keepPicture(page, "proposed-pictures-zh");
  await cards.first().click();
  await cards.first().getByRole("button", { name: "接受" }).click();
  await expect.poll(() => cards.count()).toBe(2);
  await expect.poll(agreed).toBe(1);
  await cards.first().click();
  await cards.first().getByRole("button", { name: "拒绝" }).click();
  await expect.poll(() => pictures(hers).count()).toBe(2);

  await hers.getByRole("button", { name: "Changes" }).click();
  const own = entries(hers).filter({ has: hers.locator("img[src*='/images/']") });
  await expect.poll(() => own.count()).toBe(1);
  await own.first().click();
  await keepPicture(hers, "proposed-pictures-own-en");
  await hers.setViewportSize({ width: 375, height: 812 });
  await keepPicture(hers, "proposed-pictures-own-en-phone");
  await hers.setViewportSize({ width: 1440, height: 900 });
  await own.first().getByRole("button", { name: "Withdraw" }).click();
  await expect.poll(() => pictures(page).count()).toBe(1);
  expect(await agreed()).toBe(1);
  await keepPicture(hers, "proposed-pictures-decided-en");
  await mara.context.close();
  await lin.context.close();
});
