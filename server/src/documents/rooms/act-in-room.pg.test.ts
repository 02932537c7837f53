import type { DocumentId } from "@parley/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Colleague, type Company, openCompany } from "../../../../test/support/company.ts";
import { proposeParagraph } from "../../../../test/support/propose-paragraph.ts";

/** Lin owns a contract in which she proposes; Osei may edit it. */
let company: Company;
let lin: Colleague;
let osei: Colleague;

beforeAll(async () => {
  company = await openCompany();
  lin = await company.colleague("Lin");
  osei = await company.colleague("Osei");
});
afterAll(() => company.stop());

interface Listed {
  readonly id: string;
  readonly digest: string;
}

async function propose(id: DocumentId, words: string): Promise<Listed[]> {
  await proposeParagraph(lin, id, words);
  const listed = (await lin.call("GET", `/documents/${id}/proposals`)).body as Listed[];
  return listed.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
}

/** What Osei asks for while the document is read from the disk, which takes until what `meanwhile` does is done. */
async function whileOpening(
  id: DocumentId,
  path: string,
  body: unknown,
  meanwhile: () => Promise<unknown>,
): Promise<{ status: number; body: never }> {
  const { sql } = company.server.database;
  const { document } = await company.server.app.documents.rooms.acquire(id);
  await document.settled();
  document.dropReplica();
  const asked = await sql.begin(async (tx) => {
    await tx`lock table documents.snapshot in access exclusive mode`;
    const asking = osei.call("POST", `/documents/${id}${path}`, body);
    await expect
      .poll(async () => {
        const [row] = await sql<{ count: number }[]>`
          select count(*)::int as count from pg_locks where not granted and relation = 'documents.snapshot'::regclass`;
        return row?.count;
      })
      .toBe(1);
    await meanwhile();
    return { asking };
  });
  return asked.asking;
}

test("whose share ends while the document is being opened neither decides, nor takes back, nor restores", async () => {
  const { id } = (await lin.call("POST", "/documents", { kind: "contract", title: "Terms" })).body as {
    id: DocumentId;
  };
  const shares = `/documents/${id}/shares`;
  const { share } = (await lin.call("POST", shares, { personId: osei.id, role: "edit" })).body as {
    share: { id: string };
  };
  const setRole = (role: "edit" | "suggest"): Promise<unknown> => lin.call("PATCH", `${shares}/${share.id}`, { role });
  const agreed = async (): Promise<string> =>
    (await lin.call("GET", `/documents/${id}/text?view=agreed`)).body as string;
  const tooWeak = { status: 403, body: { code: "documents/role-too-weak" } };
  const before = await agreed();
  const decision = { verdict: "accept", proposals: await propose(id, "A new clause.") };
  expect(await whileOpening(id, "/decisions", decision, () => setRole("suggest"))).toMatchObject(tooWeak);
  expect(await agreed()).toBe(before);

  await setRole("edit");
  const { seq } = (await osei.call("POST", `/documents/${id}/decisions`, decision)).body as { seq: number };
  const after = await agreed();
  expect(after).toContain("A new clause.");
  for (const path of [`/decisions/${seq}/take-back`, "/versions/1/restore"]) {
    await setRole("edit");
    expect(await whileOpening(id, path, {}, () => setRole("suggest"))).toMatchObject(tooWeak);
    expect(await agreed()).toBe(after);
  }
  await setRole("edit");
  const end = (): Promise<unknown> => lin.call("DELETE", `${shares}/${share.id}`);
  expect(await whileOpening(id, `/decisions/${seq}/take-back`, {}, end)).toMatchObject({
    status: 404,
    body: { code: "documents/not-found" },
  });
  expect(await agreed()).toBe(after);
});
