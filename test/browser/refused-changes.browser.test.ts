/** What somebody changes directly while the right to is taken from them becomes a proposal, and nothing of it is lost. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import {
  type DocumentStage,
  caretAtEndOf,
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

const terms = "The price is 100 euros.\n\nPayment within thirty days.\n\nIt ends in May.";

test(
  "what was written offline in agreed text by somebody who may only propose by then is proposed when they are back",
  { timeout: 120_000 },
  async () => {
    const lin = await stage.comeIn("Lin");
    const mara = await stage.comeIn("Mara");
    const id = await stage.newDocument(lin, terms, { Mara: "edit" });
    const b = await stage.openDocument(mara, id);
    const a = await stage.openDocument(lin, id);
    await mara.context.setOffline(true);
    await statusIs(b, "offline");
    await select(b, "100 euros");
    await b.keyboard.type("90 euros");
    await caretAtEndOf(b, "thirty days.");
    await b.keyboard.press("Enter");
    await b.keyboard.type("Late payment costs five percent.");
    await expect.poll(() => paper(b).innerText()).toContain("five percent.");
    // Meanwhile the owner goes on, and takes the right to edit away.
    await caretAtEndOf(a, "It ends in May");
    await a.keyboard.type(" 2027");
    await statusIs(a, "saved");
    const shares = `${stage.server.url}/api/documents/${id}/shares`;
    const listed = (await (await a.request.get(shares)).json()) as { id: string; target: { personId?: string } }[];
    const share = listed.find(({ target }) => target.personId === stage.people.get("Mara"));
    const changed = await a.request.patch(`${shares}/${share?.id}`, {
      headers: { origin: stage.server.url },
      data: { role: "suggest" },
    });
    expect(changed.status()).toBe(200);
    const agreed = await stage.textOf(a, id, "agreed");
    await mara.context.setOffline(false);
    await b.getByText(/They are proposals now/).waitFor();
    await statusIs(b, "saved");
    await keepPicture(b, "refused-changes-desktop-en");
    expect(await stage.textOf(a, id, "agreed")).toBe(agreed);
    const proposed = await stage.textOf(a, id, "proposed");
    expect(proposed).toContain("The price is 90 euros.");
    expect(proposed).toContain("Payment within thirty days.\nLate payment costs five percent.\nIt ends in May");
    // It is done once: a page that comes back has nothing left to propose.
    await b.reload();
    await statusIs(b, "saved");
    await expect.poll(() => b.getByText(/They are proposals now/).count()).toBe(0);
    expect(await stage.textOf(a, id, "proposed")).toBe(proposed);

    // What they propose looks as they want it, also where somebody has written into it meanwhile. There is nothing to be told of that.
    await caretAtEndOf(b, "It ends in May");
    await b.keyboard.press("Enter");
    await b.keyboard.type("Renewal is automatic.");
    await statusIs(b, "saved");
    await paper(a).getByText("Renewal is automatic.").waitFor();
    await mara.context.setOffline(true);
    await statusIs(b, "offline");
    await select(b, "Renewal is automatic.");
    await b.keyboard.press("Control+b");
    await select(a, "Renewal is");
    await a.keyboard.press("ArrowRight");
    await a.keyboard.type(" not");
    await statusIs(a, "saved");
    await mara.context.setOffline(false);
    // Their own words are bold, and Lin's are proposed to be.
    const shown = (what: string) => async () => (await paper(a).locator(what).allInnerTexts()).join("");
    await expect.poll(shown("strong")).toBe("Renewal is automatic.");
    await expect.poll(shown(".parley-as-bold")).toBe(" not");
    await statusIs(b, "saved");
    expect(await b.getByText(/They are proposals now|Not saved/).count()).toBe(0);
    expect(await stage.textOf(a, id, "agreed")).toBe(agreed);
  },
);
