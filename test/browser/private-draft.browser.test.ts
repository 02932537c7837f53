/** [D4] One side drafts privately in a browser of its own while the other one has the shared text open. */
import axe from "axe-core";
import { must } from "@parley/base";
import type { Contract, Lane, NegotiationFace } from "@parley/contracts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import {
  type DocumentStage,
  administrator,
  caretAtEndOf,
  openDocumentStage,
  paper,
} from "../support/document-stage.ts";

let stage: DocumentStage;
let sides: { ours: string; other: string };
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
  const { page, context } = await stage.comeIn(administrator);
  const ours = await call<{ id: string }>(page, "POST", "/contract-parties", { side: "ours", name: "Parley Biotech" });
  const other = await call<{ id: string }>(page, "POST", "/contract-parties", { name: "上海赛默仪器设备有限公司" });
  sides = { ours: ours.id, other: other.id };
  await context.close();
});
afterAll(() => stage?.stop());

async function call<Body>(page: Page, method: string, path: string, data?: unknown): Promise<Body> {
  const answer = await page.request.fetch(`${stage.server.url}/api${path}`, {
    method,
    headers: { origin: stage.server.url },
    ...(data === undefined ? {} : { data }),
  });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

/** A contract whose negotiation is open, and the address by which a guest comes in. */
async function negotiate(page: Page, title: string): Promise<{ face: NegotiationFace; url: string }> {
  const { categories } = await call<{ categories: { id: string }[] }>(page, "GET", "/contract-categories");
  const request = {
    categoryId: must(categories[0], "a fresh company has categories").id,
    title,
    ourParty: { id: sides.ours },
    counterparties: [{ id: sides.other }],
    direction: "none",
    termKind: "open",
    startDay: "2026-01-01",
  };
  const buffer = Buffer.from("The price is 90 yuan each.\n\nDelivery is in Shanghai within thirty days.\n");
  const answer = await page.request.post(`${stage.server.url}/api/contracts/from-file`, {
    headers: { origin: stage.server.url },
    multipart: {
      request: JSON.stringify(request),
      file: { name: "Terms.md", mimeType: "text/markdown", buffer },
    },
  });
  const contract = (await answer.json()) as Contract;
  const guests = [{ email: `first-${contract.number}@other.example`, party: "counterparty", role: "edit" }];
  const { negotiation } = await call<{ negotiation: NegotiationFace }>(
    page,
    "POST",
    `/contracts/${contract.id}/negotiations`,
    { revision: contract.revision, guests },
  );
  const there = `/contracts/${contract.id}/negotiations/${negotiation.id}/people`;
  const { url } = await call<{ url: string | null }>(page, "POST", there, { party: "counterparty", role: "edit" });
  return { face: negotiation, url: must(url, "a link lets guests in") };
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run("section[aria-label]", { resultTypes: ["violations"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

const words = {
  "en-US": {
    draft: "Draft privately",
    private: "Only your side sees this. The other side learns nothing of it until it is released.",
    since: "What changed in the shared text since",
    release: "Release as proposals",
    note: "Note to both sides",
  },
  "zh-CN": {
    draft: "私下起草",
    private: "仅己方可见。提交之前，对方不会得知其存在和内容。",
    since: "此后共享正文的变动",
    release: "作为修改建议提交",
    note: "给双方的说明",
  },
} as const;

test.each([
  ["en-US", false],
  ["zh-CN", true],
] as const)(
  "[D4] a private draft is opened, compared and released, in %s, on a phone: %s",
  async (language, isPhone) => {
    const word = words[language];
    const { page, context, errors } = await stage.comeIn(isPhone ? "Mara" : "Lin", { language, phone: isPhone });
    await call(page, "PATCH", "/me", { language: isPhone ? "zh" : "en" });
    const { face, url } = await negotiate(page, `Supply ${language}`);
    const guest = await stage.comeAsGuest(url);
    await page.goto(`${stage.server.url}/documents/${face.documentId}`);
    await paper(page).getByText("Delivery").waitFor();
    await keepPicture(page, `private-draft-way-${language}`);
    await page.getByRole("button", { name: word.draft }).click();
    await page.getByText(word.private).waitFor();
    await paper(page).getByText("The price is 90 yuan each.").waitFor();
    await caretAtEndOf(page, "The price is 90 yuan each.");
    await page.keyboard.type(" A planted discount.");
    await caretAtEndOf(guest.page, "Delivery is in Shanghai within thirty days.");
    await guest.page.keyboard.type(" Carriage paid.");
    const { lane } = await call<{ lane: Lane | null }>(page, "GET", `/documents/${face.documentId}/private-draft`);
    await stage.serverText(page, must(lane, "it is open").documentId, "planted");
    await stage.serverText(page, face.documentId, "Carriage paid.");
    await page.reload();
    await page.getByRole("link", { name: word.since }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await keepPicture(page, `private-draft-${language}`);
    expect(await guest.page.content()).not.toContain("planted");
    await page.getByRole("button", { name: word.release }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("A planted discount.").waitFor();
    await dialog.getByLabel(word.note).fill("Our answer.");
    await keepPicture(page, `private-draft-release-${language}`);
    await dialog.getByRole("button", { name: word.release }).click();
    await page.waitForURL(`**/documents/${face.documentId}*`);
    await paper(guest.page).getByText("A planted discount.").waitFor();
    await paper(page).getByText("A planted discount.").waitFor();
    await keepPicture(page, `private-draft-released-${language}`);
    expect(errors).toEqual([]);
    await guest.context.close();
    await context.close();
  },
);
