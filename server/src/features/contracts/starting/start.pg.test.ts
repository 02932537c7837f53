import { afterEach, expect, test } from "vitest";
import {
  type Actor,
  type Answer,
  stageDocumentsScene,
} from "../../../../../test/scenarios/documents/documents-scene.ts";

const { scene, ceo, legal, finance } = await stageDocumentsScene(["ceo", "legal", "finance"]);
const { sql } = scene.database;

const ours = await ceo.call("POST", "/contract-parties", { side: "ours", name: "Parley Biotech Co., Ltd." });
const other = await legal.call("POST", "/contract-parties", { name: "上海赛默仪器有限公司" });
const { categories } = (await legal.call("GET", "/contract-categories")).body;
const purchase = categories.find(({ code }: { code: string }) => code === "PUR");
const year = new Date(scene.clock.nowMs()).getUTCFullYear();

const request = {
  categoryId: purchase.id,
  title: "冻存管采购",
  ourParty: { id: ours.body.id },
  counterparties: [{ id: other.body.id }],
  direction: "expense",
  amount: { minor: "128640050", currency: "CNY" },
  taxRate: 13,
  startDay: "2026-01-01",
  endDay: "2026-12-31",
};
const ask = (by: Actor, change: object = {}): Promise<Answer> =>
  by.call("POST", "/contracts", { ...request, ...change });
const sequenceOf = (number: string): number => Number(number.split("-").at(-1));
const countContracts = async (): Promise<number> =>
  (await sql<{ count: number }[]>`select count(*)::int as count from contracts.contract`)[0]?.count ?? -1;

/** Lets the next contract's record fail in the middle of what makes it. */
async function breakRecords(): Promise<void> {
  await sql.unsafe(`create function contracts.broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
    create trigger broken before insert on contracts.event execute function contracts.broken()`);
}
const mendRecords = async (): Promise<void> => {
  await sql.unsafe("drop function if exists contracts.broken cascade");
};
afterEach(mendRecords);

test("[M3] the same request twice makes two drafts with consecutive numbers of the rule, in their category, named by the rule", async () => {
  const [one, two] = [await ask(legal), await ask(legal)];
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.number).toMatch(new RegExp(`^HT-PUR-${year}-\\d{4}$`));
  expect(sequenceOf(two.body.number)).toBe(sequenceOf(one.body.number) + 1);
  expect(one.body).toMatchObject({
    state: "draft",
    name: "冻存管采购（上海赛默仪器有限公司）",
    category: { code: "PUR" },
    owner: { id: legal.id },
    amount: { minor: "128640050", currency: "CNY" },
    baseAmount: { minor: "128640050", currency: "CNY" },
    taxRate: 13,
    businessKind: "new",
    mayLead: true,
  });
  expect(one.body.parties.map(({ name, side }: Answer["body"]) => [side, name])).toEqual([
    ["ours", "Parley Biotech Co., Ltd."],
    ["counterparty", "上海赛默仪器有限公司"],
  ]);
});

test("[M3] [CR3] requests at the same time get different, consecutive numbers", async () => {
  const first = sequenceOf((await ask(legal)).body.number);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => ask(at % 2 === 0 ? legal : finance)));
  const numbers = answers.map(({ body }) => sequenceOf(body.number)).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 8 }, (_, at) => first + 1 + at));
});

test("[CR2] the text is a document of kind contract with the contract's name, its owner's too, and the trail begins with its making", async () => {
  const made = (await ask(legal, { ownerId: finance.id })).body;
  for (const actor of [legal, finance]) {
    const card = (await actor.call("GET", `/documents/${made.documentId}`)).body;
    expect(card).toMatchObject({ kind: "contract", title: made.name, role: "own" });
  }
  const found = await finance.call("GET", `/contract-of-document/${made.documentId}`);
  expect(found.body.contract.id).toBe(made.id);
  const events = await sql`select seq, kind from contracts.event where contract_id = ${made.id}`;
  expect(events).toEqual([{ seq: 1, kind: "contract.created" }]);
});

test("[CR2] [CR3] what fails on the way leaves no record, no document in sight, no party, and uses no number", async () => {
  const first = sequenceOf((await ask(legal)).body.number);
  const before = await countContracts();
  const titles = async (): Promise<number> =>
    (await legal.call("GET", "/documents?view=all&limit=200")).body.documents.length;
  const shown = await titles();
  await breakRecords();
  const failed = await ask(legal, { counterparties: [{ new: { name: "Half Made Ltd." } }] });
  expect(failed.status).toBe(500);
  expect([await countContracts(), await titles()]).toEqual([before, shown]);
  expect((await legal.call("GET", "/contract-parties?search=Half%20Made")).body.parties).toEqual([]);
  await mendRecords();
  expect(sequenceOf((await ask(legal)).body.number)).toBe(first + 1);
});

test("a new counterparty comes with the request; one that is there already is told", async () => {
  const made = await ask(finance, { counterparties: [{ new: { name: "Nordlicht GmbH", nameEn: "Nordlicht" } }] });
  expect(made.status).toBe(201);
  expect(made.body.name).toContain("Nordlicht GmbH");
  const again = await ask(finance, { counterparties: [{ new: { name: "NORDLICHT  gmbh" } }] });
  expect([again.status, again.body.code]).toEqual([409, "contracts/party-name-taken"]);
  expect(again.body.facts.name).toBe("Nordlicht GmbH");
});

test("an amount in another currency has its base amount by the rate of the master data, or by the request's own", async () => {
  const amount = { minor: "100000", currency: "USD" };
  expect((await ask(legal, { amount })).body.baseAmount).toBeNull();
  await ceo.call("PUT", "/contract-rates", { currency: "USD", rate: "7.1234" });
  expect((await ask(legal, { amount })).body.baseAmount).toEqual({ minor: "712340", currency: "CNY" });
  expect((await ask(legal, { amount, baseRate: "7" })).body.baseAmount.minor).toBe("700000");
});

test("their paper becomes the text", async () => {
  const file = new File(["# 供货合同\n\n第一条 标的\n"], "their.md", { type: "text/markdown" });
  const made = await legal.upload("/contracts/from-file", file, { request: JSON.stringify(request) });
  expect(made.status).toBe(201);
  expect((await legal.call("GET", `/documents/${made.body.documentId}/text`)).body).toContain("第一条 标的");
  const broken = await legal.upload("/contracts/from-file", new File(["x"], "their.pdf"), {
    request: JSON.stringify(request),
  });
  expect(broken.body.code).toBe("documents/import-unsupported");
});

test("[CR1] what a request lacks is refused with a code and both languages, and makes nothing", async () => {
  const before = await countContracts();
  const unknown = "00000000-0000-4000-8000-00000000dead";
  const cases: [object, string][] = [
    [{ categoryId: unknown }, "contracts/category-not-found"],
    [{ counterparties: [] }, "contracts/counterparty-needed"],
    [{ counterparties: [{ id: unknown }] }, "contracts/party-unusable"],
    [{ counterparties: [{ id: ours.body.id }] }, "contracts/party-unusable"],
    [{ counterparties: [{ id: other.body.id }, { id: other.body.id }] }, "contracts/party-twice"],
    [{ ourParty: {} }, "contracts/our-party-needed"],
    [{ ourParty: { new: { name: "Ours Too Ltd." } } }, "contracts/master-not-yours"],
    [{ direction: "none" }, "contracts/amount-without-direction"],
    [{ amount: { minor: "1", currency: "XXX" } }, "request/malformed"],
    [{ amount: { minor: "1", currency: "USD" }, baseRate: "0" }, "contracts/base-rate-wrong"],
    [{ endDay: null }, "contracts/end-needed"],
    [{ endDay: "2025-01-01" }, "contracts/end-before-start"],
    [{ ownerId: unknown }, "contracts/owner-not-found"],
    [{ departmentId: unknown }, "contracts/department-unknown"],
    [
      { counterparties: [{ new: { name: "X Ltd.", creditCode: "91310000MA1K35XY1A" } }] },
      "contracts/credit-code-wrong",
    ],
  ];
  for (const [change, code] of cases) {
    const answer = await ask(legal, change);
    expect([change, answer.body.code]).toEqual([change, code]);
    expect(answer.body.messages).toEqual({ en: expect.any(String), zh: expect.any(String) });
  }
  expect(await countContracts()).toBe(before);
});
