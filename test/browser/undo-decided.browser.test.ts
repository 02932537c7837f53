import { afterAll, beforeAll, expect, test } from "vitest";
import { type DocumentStage, openDocumentStage, paper, select, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

interface Told {
  readonly kind: string;
  readonly deletedText: string;
  readonly insertedText: string;
}

test("[UN7] a replacement that was accepted and waits again is withdrawn whole by undo, and comes back whole by redo", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "样品不少于十二只。\n", { Mara: "suggest" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  const waiting = async (): Promise<string[]> => {
    const answer = await a.request.get(`${stage.server.url}/api/documents/${id}/proposals`);
    return ((await answer.json()) as readonly Told[]).map((each) =>
      [each.kind, each.deletedText, each.insertedText].join(" "),
    );
  };
  await select(b, "不少于十二只");
  await b.keyboard.insertText("不少于十只");
  await statusIs(b, "saved");
  const whole = ["replace 不少于十二只 不少于十只"];
  await expect.poll(waiting).toEqual(whole);

  await a.getByRole("button", { name: "Changes" }).click();
  const panel = a.getByRole("complementary");
  await panel.getByRole("button", { name: "Accept", exact: true }).click();
  await expect.poll(waiting).toEqual([]);
  await panel.getByText("Decided", { exact: true }).click();
  await panel.getByRole("button", { name: "Take back" }).first().click();
  await expect.poll(waiting).toEqual(whole);
  for (const [kind, words] of [
    ["delete", "不少于十二只"],
    ["insert", "不少于十只"],
  ])
    await expect.poll(() => paper(b).locator(`[data-kind='${kind}']`).allInnerTexts()).toEqual([words]);

  await paper(b).focus();
  await b.keyboard.press("Control+z");
  await expect.poll(waiting).toEqual([]);
  await expect.poll(async () => (await paper(b).innerText()).trim()).toBe("样品不少于十二只。");
  await b.keyboard.press("Control+y");
  await expect.poll(waiting).toEqual(whole);
  await statusIs(b, "saved");
  await lin.context.close();
  await mara.context.close();
});
