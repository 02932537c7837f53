import { type DocumentId, newId } from "@parley/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Colleague, type Company, openCompany } from "../../../../test/support/company.ts";
import { systemRandom } from "../../platform/system.ts";
import type { Authorship, MadeEdit } from "../live.ts";

const label = { en: "Table", zh: "谈判" };
const inApproval = { en: "The text is being approved.", zh: "正文正在审批。" };
const table = {
  kind: "table",
  label,
  icon: "note",
  proposing: "everyone",
  frozenReasons: { approval: inApproval },
} as const;

let company: Company;
let lin: Colleague;

beforeAll(async () => {
  company = await openCompany({ moreKinds: [table] });
  lin = await company.colleague("Lin");
});
afterAll(() => company.stop());

async function newDocument(): Promise<DocumentId> {
  const { body } = await lin.call("POST", "/documents", { kind: "table", title: "Terms" });
  return (body as { id: DocumentId }).id;
}

const owner = (): Authorship => ({
  personId: lin.id,
  party: "ours",
  role: "own",
  connectionId: newId<"connection">(systemRandom),
});

const addLine = (id: DocumentId, text: string): Promise<MadeEdit> =>
  company.server.app.documents.live.edit(
    id,
    [{ do: "insertBlocks", blocks: [{ type: "paragraph", runs: [{ text }] }], after: "end" }],
    owner(),
  );

test("where everybody proposes, a command of its owner proposes, too, and the row says so", async () => {
  const id = await newDocument();
  await addLine(id, "Price 100.");
  const waiting = (await lin.call("GET", `/documents/${id}/proposals`)).body;
  expect(waiting).toMatchObject([
    { author: { id: lin.id }, insertedText: expect.stringMatching(/^Price 100\.\s?$/) as string },
  ]);
  expect((await lin.call("GET", `/documents/${id}/text?view=agreed`)).body).not.toContain("Price");
  const { rows } = await company.server.app.documents.live.readLog(id, 0, 100);
  expect(rows.at(-1)).toMatchObject({ role: "suggest", kind: "api", personId: lin.id });
});

test("a command changes a frozen document no more than anybody, and is told why", async () => {
  const id = await newDocument();
  await company.server.app.documents.frozen.freeze(id, { by: lin.id, reason: "approval" });
  await expect(addLine(id, "Late.")).rejects.toThrow(`documents/frozen: ${inApproval.en}`);
});
