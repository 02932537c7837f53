import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type DocumentStage,
  administrator,
  caretAtEndOf,
  openDocumentStage,
  paper,
} from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

/** What a checker of accessibility finds serious or critical on a page in light and in dark, as `rule: element`. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const findings: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    const { violations } = await page.evaluate(async (everything) => {
      // No colour may be on its way from one scheme to the other.
      const fading = (): Animation[] => document.getAnimations().filter((each) => each instanceof CSSTransition);
      while (fading().length > 0) await Promise.allSettled(fading().map(({ finished }) => finished));
      // The schemes differ in colours only.
      const rules = everything ? {} : { runOnly: ["color-contrast"] };
      return (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"], ...rules });
    }, colorScheme === "dark");
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        findings.push(...nodes.map(({ html }) => `${colorScheme} ${id}: ${html.slice(0, 160)}`));
  }
  return findings;
}

const text = `# Supply Agreement

The **fee** is due, see [the annex](https://annex.example).

1. First
2. Second

- [x] done

| Item | Fee |
|------|-----|
| Assay | 300 |
`;

describe("accessibility", () => {
  test("nothing serious is found on the main pages, in light and in dark", async () => {
    const findings: Record<string, string[]> = {};
    const lin = await stage.comeIn("Lin", { language: "en-US" });
    const mara = await stage.comeIn("Mara", { language: "en-US" });
    const id = await stage.newDocument(lin, text, { Mara: "edit" });
    await stage.openDocument(mara, id);
    await caretAtEndOf(mara.page, "First");
    await mara.page.keyboard.type(" of Mara");
    const page = await stage.openDocument(lin, id);
    await paper(page).getByText("of Mara").waitFor();
    await caretAtEndOf(page, "Assay");
    findings["document"] = await seriousFindings(page);
    await page.getByRole("button", { name: "Who wrote this" }).click();
    await page.getByRole("complementary").getByText("Mara").first().waitFor();
    findings["authors"] = await seriousFindings(page);
    await page.keyboard.press("Control+f");
    await page.getByRole("textbox", { name: "Find", exact: true }).fill("fee");
    findings["find"] = await seriousFindings(page);
    await page.goto(`${stage.server.url}/documents`);
    await page.getByText("Supply Agreement").first().waitFor();
    findings["library"] = await seriousFindings(page);
    for (const [section, words] of [
      ["profile", "Appearance"],
      ["sessions", "This one"],
      ["tokens", "New token"],
    ] as const) {
      await page.goto(`${stage.server.url}/settings/${section}`);
      await page.getByRole("main").getByText(words, { exact: true }).first().waitFor();
      findings[section] = await seriousFindings(page);
    }
    await page.goto(`${stage.server.url}/people`);
    await page.getByRole("main").getByText("Mara").first().waitFor();
    findings["directory"] = await seriousFindings(page);
    await page.context().clearCookies();
    await page.goto(`${stage.server.url}/sign-in`);
    await page.getByRole("textbox").first().waitFor();
    findings["sign-in"] = await seriousFindings(page);
    expect(findings).toEqual(Object.fromEntries(Object.keys(findings).map((name) => [name, []])));
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });
});

describe("the settings", () => {
  test("speak the language that was chosen, at once, on every page and in every browser", async () => {
    const [lin, elsewhere] = [await stage.comeIn("Lin"), await stage.comeIn("Lin")];
    const { page } = lin;
    await page.goto(`${stage.server.url}/settings/profile`);
    await page.getByRole("textbox", { name: "Title" }).fill("Head of legal");
    await page.getByText("简体中文").click();
    await page.getByRole("heading", { name: "设置" }).waitFor();
    // What was being typed is not lost by it.
    expect(await page.getByRole("textbox", { name: "职务" }).inputValue()).toBe("Head of legal");
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/);
    await elsewhere.page.goto(`${stage.server.url}/documents`);
    await elsewhere.page.getByRole("heading", { name: "文档", exact: true }).waitFor();
    await page.getByText("English").click();
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    await Promise.all([lin, elsewhere].map(({ context }) => context.close()));
  });

  test("list where one is signed in and end it there", async () => {
    const [here, there] = [await stage.comeIn(administrator), await stage.comeIn(administrator)];
    await there.page.goto(`${stage.server.url}/documents`);
    const { page } = here;
    await page.goto(`${stage.server.url}/settings/sessions`);
    const rows = page.getByRole("main").getByRole("listitem").filter({ hasText: "Chrom" });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    await rows.getByRole("button", { name: "End", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End", exact: true }).click();
    await expect.poll(() => rows.count()).toBe(1);
    const me = (visitor: typeof here): Promise<number> =>
      visitor.page.request.get(`${stage.server.url}/api/me`).then((answer) => answer.status());
    expect([await me(here), await me(there)]).toEqual([200, 401]);
    await Promise.all([here, there].map(({ context }) => context.close()));
  });

  test("make an access token that works, show its secret once, and revoke it", async () => {
    const lin = await stage.comeIn("Lin");
    const { page } = lin;
    await page.goto(`${stage.server.url}/settings/tokens`);
    await page.getByRole("button", { name: "New token" }).first().click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("nightly export");
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
    const secret = await page.getByRole("textbox", { name: "Your new token" }).inputValue();
    const works = async (): Promise<number> =>
      (await fetch(`${stage.server.url}/api/me`, { headers: { authorization: `Bearer ${secret}` } })).status;
    expect(await works()).toBe(200);
    await page.reload();
    await page.getByText("nightly export").waitFor();
    expect(await page.content()).not.toContain(secret);
    await page
      .getByRole("listitem")
      .filter({ hasText: "nightly export" })
      .getByRole("button", { name: "Revoke" })
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("nightly export", { exact: true }).waitFor({ state: "detached" });
    expect(await works()).toBe(401);
    expect(lin.errors).toEqual([]);
    await lin.context.close();
  });

  test("speak the language that was chosen before signing in, also when the page was loaded again in between", async () => {
    const mara = await stage.comeIn("Mara");
    const { page, context } = mara;
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.goto(`${stage.server.url}/sign-in`);
    await page.getByText("中文").click();
    const eye = page.getByRole("button", { name: "显示密码" });
    await eye.waitFor();
    await page.reload();
    await eye.waitFor();
    await context.addCookies(cookies);
    await page.goto(`${stage.server.url}/documents`);
    await page.getByRole("heading", { name: "文档", exact: true }).waitFor();
    const chosen = async (): Promise<unknown> => {
      const me: { person: { language: string } } = await (await page.request.get(`${stage.server.url}/api/me`)).json();
      return me.person.language;
    };
    await expect.poll(chosen).toBe("zh");
    // Whoever signs in next has not chosen it.
    expect(await page.evaluate(() => localStorage.getItem("parley.language.chosen"))).toBeNull();
    await context.close();
  });
});
