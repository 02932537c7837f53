import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type DocumentStage,
  caretAtEndOf,
  caretBefore,
  openDocumentStage,
  select,
  statusIs,
} from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Osei"]);
});
afterAll(() => stage.stop());

const contract = (): Promise<Buffer> =>
  readFile(new URL("../fixtures/contracts/preclinical-research-zh.docx", import.meta.url));

/** Types words over others, and waits until the server has them. */
async function typeOver(page: Page, id: string, old: string, fresh: string): Promise<void> {
  await caretBefore(page, old);
  await select(page, old);
  await expect.poll(() => page.evaluate(() => document.getSelection()?.toString())).toBe(old);
  await page.keyboard.insertText(fresh);
  await expect.poll(() => stage.textOf(page, id, "proposed")).toContain(fresh);
  await statusIs(page, "saved");
}

const rightOf = async (part: Locator): Promise<number> => {
  const box = await part.boundingBox();
  return box ? box.x + box.width : Number.NaN;
};

describe("a phone", () => {
  test("shows the film's tools whole, and in a comparison the steps, the file and who changed what", async () => {
    const lin = await stage.comeIn("Lin");
    const answer = await lin.page.request.post(`${stage.server.url}/api/documents/import`, {
      headers: { origin: stage.server.url },
      multipart: {
        kind: "contract",
        file: { name: `${"preclinical-research-".repeat(4)}zh.md`, mimeType: "text/markdown", buffer: text() },
      },
    });
    const { id } = (await answer.json()) as { id: string };
    const page = await stage.openDocument(lin, id);
    await caretAtEndOf(page, "Clause 2.");
    await page.keyboard.type(" Net.");
    await stage.serverText(page, id, "Net.");

    const phone = (await stage.comeIn("Lin", { language: "en-US", phone: true, width: 390, height: 844 })).page;
    await phone.goto(`${stage.server.url}/documents/${id}?version=1&replay=true`);
    const slider = phone.getByRole("slider", { name: "Moment in the history" });
    await slider.waitFor();
    await phone.getByText("As imported: preclinical", { exact: false }).waitFor();
    expect(await rightOf(slider)).toBeLessThanOrEqual(390);
    expect(await rightOf(phone.getByRole("button", { name: "Open this version" }))).toBeLessThanOrEqual(390);

    await phone.goto(`${stage.server.url}/documents/${id}?version=1&with=present`);
    await phone.getByRole("link", { name: "Download" }).waitFor();
    await phone.getByText("Clause 60.").scrollIntoViewIfNeeded();
    const next = phone.getByRole("button", { name: "Next change (J)" });
    const box = await next.boundingBox();
    expect(box && box.y > 700 && box.y + box.height <= 844).toBe(true);
    // A tap on a change says what happened, as a click does.
    const change = phone.locator("ins", { hasText: "Net." });
    await change.scrollIntoViewIfNeeded();
    const [x, y] = await change.evaluate((each) => {
      const range = document.createRange();
      range.selectNodeContents(each.lastChild ?? each);
      const { left, top, width, height } = range.getBoundingClientRect();
      return [left + width / 2, top + height / 2] as const;
    });
    await phone.touchscreen.tap(x, y);
    await phone.locator("p[aria-hidden]", { hasText: "Written: Lin" }).waitFor();
    await phone.getByText("1 of 1").waitFor();
    await phone.context().close();
    await lin.context.close();
  });
});

const text = (): Buffer => Buffer.from(Array.from({ length: 60 }, (_, at) => `Clause ${at + 1}.\n`).join("\n"));

describe("the film", () => {
  test("has letters for alternatives, a sign for a proposed break, and shows what went as deleted", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "1. Pay in thirty days. Net.\n", { Mara: "suggest", Osei: "suggest" });
    const mara = await stage.comeIn("Mara");
    const hers = await stage.openDocument(mara, id);
    await typeOver(hers, id, "thirty", "sixty");
    await typeOver(hers, id, "Pay", "Remit");
    await caretBefore(hers, "Net.");
    await hers.keyboard.press("Enter");
    await expect.poll(() => stage.textOf(hers, id, "proposed")).toMatch(/days\.\s*\n.*Net\./u);
    const osei = await stage.comeIn("Osei");
    const his = await stage.openDocument(osei, id);
    await his.getByRole("button", { name: "Changes" }).first().click();
    await his.getByRole("complementary").getByText("sixty").first().click();
    await his.getByRole("button", { name: "Propose something else" }).click();
    await his.keyboard.insertText("ninety");
    await expect.poll(() => stage.textOf(his, id, "proposed")).toContain("ninety");
    const page = await stage.openDocument(lin, id);
    await caretBefore(page, "Remit");
    await select(page, "Remit");
    await expect.poll(() => page.evaluate(() => document.getSelection()?.toString())).toBe("Remit");
    await page.keyboard.press("Delete");
    await expect.poll(() => stage.textOf(page, id, "proposed")).not.toContain("Remit");

    await page.goto(`${stage.server.url}/documents/${id}?panel=versions&version=99999&replay=true`);
    const slider = page.getByRole("slider", { name: "Moment in the history" });
    await slider.waitFor();
    const told = (): Promise<string | null> => slider.getAttribute("aria-valuetext");
    await slider.focus();
    await page.keyboard.press("End");
    // With the deletion her proposal became void.
    await expect.poll(told).toContain("deleted, so 1 proposal became void");
    expect(await page.locator("del[data-went]").textContent()).toBe("Remit");
    expect(await told()).not.toContain("written");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.locator("del[data-went]").count()).toBe(0);
    const letters = page.locator(".parley-prose .parley-alternative");
    expect(new Set(await letters.evaluateAll((signs) => signs.map((sign) => sign.parentElement?.textContent)))).toEqual(
      new Set(["ninety", "sixty"]),
    );
    expect(
      new Set(await letters.evaluateAll((signs) => signs.map((sign) => getComputedStyle(sign, "::before").content))),
    ).toEqual(new Set(['"A"', '"B"']));
    const sign = page.locator(".parley-prose .parley-proposed-break");
    expect(await sign.evaluate((each) => getComputedStyle(each, "::after").content)).toContain("¶");
    await Promise.all([lin, mara, osei].map(({ context }) => context.close()));
  });
});

test("versions and views of proposals look as the editor does: bullets, widths of columns, nothing drawn through words", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, await contract(), { Mara: "suggest" });
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await typeOver(hers, id, "十二只", "十只");
  await caretAtEndOf(hers, "单次给药与重复给药毒性研究");
  await hers.getByRole("button", { name: "Bulleted list" }).click();
  const bulletOf = (page: Page): Promise<string> =>
    page
      .locator(".parley-prose p:visible", { hasText: "单次给药与重复给药毒性研究" })
      .evaluate((paragraph) => getComputedStyle(paragraph, "::before").content);
  const widthsOf = async (page: Page): Promise<number[]> =>
    page
      .locator(".parley-prose table:visible")
      .first()
      .locator("tr:first-child > *")
      .evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().width)));
  await expect.poll(() => bulletOf(hers)).toBe('"◦"');
  await statusIs(hers, "saved");
  const page = await stage.openDocument(lin, id);
  const struck = page.locator(".parley-proposed-delete", { hasText: "十二只" });
  await struck.waitFor();
  const linesOf = (words: Locator): Promise<string> =>
    words.evaluate((each) => getComputedStyle(each).textDecorationLine);
  expect(await linesOf(struck)).toBe("none");
  const widths = await widthsOf(page);
  expect(new Set(widths).size).toBeGreaterThan(1);
  for (const where of ["?view=proposed", "?version=1", "?version=1&replay=true"]) {
    await page.goto(`${stage.server.url}/documents/${id}${where}`);
    await page.locator(".parley-prose table:visible").first().waitFor();
    await expect.poll(() => widthsOf(page)).toEqual(widths);
  }
  await page.goto(`${stage.server.url}/documents/${id}?view=proposed`);
  await expect.poll(() => bulletOf(page)).toBe('"◦"');
  await page.goto(`${stage.server.url}/documents/${id}?version=1&with=present&view=proposed`);
  const gone = page.locator("del", { hasText: "十二只" });
  await gone.waitFor();
  expect(await linesOf(gone)).toBe("none");
  await Promise.all([lin, mara].map(({ context }) => context.close()));
});

test("the text as if all were accepted has the letter of an alternative at its words, also where these stand twice", async () => {
  const lin = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "1. Pay in ten or thirty days.\n", { Mara: "suggest", Osei: "suggest" });
  const mara = await stage.comeIn("Mara");
  const hers = await stage.openDocument(mara, id);
  await typeOver(hers, id, "thirty", "sixty");
  const osei = await stage.comeIn("Osei");
  const his = await stage.openDocument(osei, id);
  await his.getByRole("button", { name: "Changes" }).first().click();
  await his.getByRole("complementary").getByText("sixty").first().click();
  await his.getByRole("button", { name: "Propose something else" }).click();
  await his.keyboard.insertText("ten");
  await expect.poll(() => stage.textOf(his, id, "proposed")).toContain("ten or ten days");
  await lin.page.goto(`${stage.server.url}/documents/${id}?panel=changes&view=proposed`);
  const sign = lin.page.locator(".parley-prose [id^='chosen-']");
  await sign.waitFor();
  const behind = await sign.evaluate((node) => {
    const range = document.createRange();
    range.setStartAfter(node);
    range.setEndAfter(node.closest("p, h1, h2, h3, li") ?? node);
    return range.toString().trim();
  });
  expect(behind).toBe("ten days.");
  await Promise.all([lin, mara, osei].map(({ context }) => context.close()));
});

/** Notes in a page how its text reads, now and after each change: one line per paragraph, what is marked as [+come] and [-gone], and a new paragraph as + at its beginning. */
const noteTexts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const runsOf = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element) || node.matches(".parley-caret, .mantine-VisuallyHidden-root")) return "";
      const words = [...node.childNodes].map(runsOf).join("");
      const isGone = node.matches("del, [data-kind=delete]");
      return words !== "" && (isGone || node.matches("ins, [data-kind=insert]"))
        ? `[${isGone ? "-" : "+"}${words}]`
        : words;
    };
    const read = (): string =>
      [...document.querySelectorAll(".parley-prose p")]
        .filter((paragraph) => paragraph.checkVisibility())
        .map((each) => `${each.matches("[data-fate=added], [data-kind=block]") ? "+" : ""}${runsOf(each)}`)
        .join("\n");
    const noted = globalThis as unknown as { texts: string[]; noting?: MutationObserver };
    noted.noting?.disconnect();
    noted.texts = [read()];
    noted.noting = new MutationObserver(() => {
      const text = read();
      if (text !== noted.texts.at(-1)) noted.texts.push(text);
    });
    noted.noting.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });

const notedTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { texts: string[] }).texts);

/** Whether one text is on its way to another: no paragraph has anything that does not stay, marked as it stays. */
function isOnTheWay(text: string, end: string): boolean {
  const letters = (line: string): string =>
    line.replaceAll(/\[([+-])([^\]]*)\]/gu, (_all, sign: string, words: string) =>
      Array.from(words, (letter) => sign + letter).join(""),
    );
  const [lines, ends] = [text.split("\n"), end.split("\n")];
  return lines.length === ends.length && lines.every((line, at) => letters(ends[at] ?? "").startsWith(letters(line)));
}

test("the text is read with changes, as if all were accepted or rejected, and with one person's, with nothing else at any moment while three type", async () => {
  const [lin, mara, osei] = [await stage.comeIn("Lin"), await stage.comeIn("Mara"), await stage.comeIn("Osei")];
  const elsewhere = await stage.comeIn("Lin");
  const id = await stage.newDocument(lin, "The fee is 100 euros.\n\nDue in ten days.\n\nDone.\n", {
    Mara: "suggest",
    Osei: "suggest",
  });
  const page = await stage.openDocument(lin, id);
  const [direct, hers, his] = [
    await stage.openDocument(elsewhere, id),
    await stage.openDocument(mara, id),
    await stage.openDocument(osei, id),
  ];
  await typeOver(hers, id, "100", "250");
  await select(his, "Due ");
  await his.keyboard.press("Delete");
  await caretAtEndOf(his, "euros.");
  await his.keyboard.type(" Net.");
  await caretAtEndOf(hers, "Done.");
  await hers.keyboard.press("Enter");
  await hers.keyboard.type("Signed.");
  await caretAtEndOf(direct, "Done.");
  for (const each of [hers, his]) await statusIs(each, "saved");

  await page.getByRole("button", { name: "Changes" }).click();
  const fee = (old: string, put: string): string => `The fee is ${old}${put} euros.`;
  const views: readonly [string, string | null, (typed: { lin: string; mara: string; osei: string }) => string[]][] = [
    [
      "With changes",
      null,
      (typed) => [
        `${fee("[-100]", "[+250]")}[+ Net.${typed.osei}]`,
        "[-Due ]in ten days.",
        `Done.${typed.lin}`,
        `+Signed.${typed.mara}`,
      ],
    ],
    [
      "As if all were accepted",
      "As if every proposal were accepted",
      (typed) => [`${fee("", "250")} Net.${typed.osei}`, "in ten days.", `Done.${typed.lin}`, `Signed.${typed.mara}`],
    ],
    [
      "As if all were rejected",
      "As if every proposal were rejected",
      (typed) => [fee("100", ""), "Due in ten days.", `Done.${typed.lin}`],
    ],
    [
      "Only with changes of Mara",
      "Only the proposals of Mara",
      (typed) => [fee("[-100]", "[+250]"), "Due in ten days.", `Done.${typed.lin}`, `+Signed.${typed.mara}`],
    ],
    [
      "Only with changes of Osei",
      "Only the proposals of Osei",
      (typed) => [`${fee("100", "")}[+ Net.${typed.osei}]`, "[-Due ]in ten days.", `Done.${typed.lin}`],
    ],
  ];
  const typed = { lin: "", mara: "", osei: "" };
  for (const [label, title, textWith] of views) {
    await page.getByLabel("Show the text").selectOption({ label });
    if (title !== null) await page.getByRole("heading", { name: title }).waitFor();
    await noteTexts(page);
    const last = async (): Promise<string[]> => (await notedTexts(page)).at(-1)?.split("\n") ?? [];
    await expect.poll(last, { message: label }).toEqual(textWith(typed));
    await noteTexts(page);
    // It follows them while they type without a pause, and has it all in the end.
    let hasFollowed = false;
    const typeOn = async (typist: Page, who: keyof typeof typed): Promise<void> => {
      while (!hasFollowed) {
        await typist.keyboard.type(" and on", { delay: 40 });
        typed[who] += " and on";
      }
    };
    const typing = Promise.all([typeOn(direct, "lin"), typeOn(hers, "mara"), typeOn(his, "osei")]);
    try {
      await expect.poll(async () => (await notedTexts(page)).length, { message: label }).toBeGreaterThan(2);
    } finally {
      hasFollowed = true;
      await typing;
    }
    await expect.poll(last, { message: label }).toEqual(textWith(typed));
    const seen = await notedTexts(page);
    // In the text that is written in, marks of others' words follow these a moment later.
    const told = (text: string): string => (title === null ? text.replaceAll(/\[\+([^\]]*)\]/gu, "$1") : text);
    const end = told(textWith(typed).join("\n"));
    expect(seen.filter((text) => !isOnTheWay(told(text), end))).toEqual([]);
  }
  await page.getByRole("button", { name: "Back to the text" }).click();
  await noteTexts(page);
  await expect.poll(async () => (await notedTexts(page)).at(-1)?.split("\n")).toEqual(views[0]?.[2](typed));
  for (const { errors, context } of [lin, elsewhere, mara, osei]) {
    expect(errors).toEqual([]);
    await context.close();
  }
});
