import { beforeAll, expect, test } from "vitest";
import {
  type Actor,
  type Answer,
  stageDocumentsScene,
} from "../../../../../test/scenarios/documents/documents-scene.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);

const partyIds: Record<string, string> = {};
const ids: Record<string, string> = {};

const ask = async (by: Actor, title: string, change: object = {}): Promise<Answer["body"]> => {
  scene.clock.advance(60_000);
  const { categories } = (await by.call("GET", "/contract-categories")).body;
  const answer = await by.call("POST", "/contracts", {
    categoryId: categories.find(({ code }: { code: string }) => code === "PUR").id,
    title,
    ourParty: { id: partyIds["ours"] },
    counterparties: [{ id: partyIds["thermo"] }],
    direction: "expense",
    termKind: "open",
    startDay: "2026-01-01",
    ...change,
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  ids[title] = answer.body.id;
  return answer.body;
};
const listed = async (by: Actor, query = ""): Promise<string[]> => {
  const answer = await by.call("GET", `/contracts?${query}`);
  expect([query, answer.status]).toEqual([query, 200]);
  return answer.body.contracts.map(({ name }: { name: string }) => name.replace(/（.*$/, ""));
};
const cny = (minor: string): object => ({ minor, currency: "CNY" });

beforeAll(async () => {
  for (const [key, party] of Object.entries({
    ours: { side: "ours", name: "Parley Biotech" },
    thermo: { name: "赛默仪器", creditCode: "91350100M000100Y43" },
    nord: { name: "Nordlicht GmbH" },
  }))
    partyIds[key] = (await ceo.call("POST", "/contract-parties", party)).body.id;
  await ceo.call("PUT", "/contract-rates", { currency: "USD", rate: "7" });
  await ask(legal, "Alpha", {
    amount: cny("10000"),
    tags: ["urgent", "2026"],
    termKind: "fixed",
    endDay: "2026-06-30",
  });
  await ask(legal, "Beta", { amount: { minor: "10000", currency: "USD" }, counterparties: [{ id: partyIds["nord"] }] });
  await ask(finance, "Gamma", { amount: { minor: "5000", currency: "EUR" }, direction: "income" });
  await ask(finance, "Delta", { direction: "none", tags: ["urgent"], termKind: "fixed", endDay: "2027-01-31" });
  await ask(finance, "Epsilon 100%_x", { amount: cny("30000"), ownerId: legal.id });
});

test("[CR5] people see what they have to do with; administrators and departments that read the register see all", async () => {
  expect(await listed(legal)).toEqual(["Epsilon 100%_x", "Beta", "Alpha"]);
  expect(await listed(finance)).toEqual(["Epsilon 100%_x", "Delta", "Gamma"]);
  expect(await listed(rd)).toEqual([]);
  expect(await listed(ceo)).toHaveLength(5);
  expect((await rd.call("GET", "/contract-totals")).body).toEqual({ count: 0, totals: [], base: [], withoutBase: 0 });
  expect((await rd.call("GET", "/contract-tags")).body.tags).toEqual([]);
  expect((await rd.call("GET", "/contract-export")).body.split("\r\n")).toHaveLength(2);
  const people = (await ceo.call("GET", "/people")).body;
  const [departmentId] = people.find(({ id }: { id: string }) => id === rd.id).departmentIds;
  await ceo.call("PUT", "/contract-register-readers", { departmentIds: [departmentId] });
  expect(await listed(rd)).toHaveLength(5);
  await ceo.call("PUT", "/contract-register-readers", { departmentIds: [] });
});

test("a row shows what its columns need", async () => {
  const { contracts } = (await legal.call("GET", "/contracts?search=Beta")).body;
  expect(contracts[0]).toMatchObject({
    number: expect.stringMatching(/^HT-PUR-\d{4}-\d{4}$/),
    state: "draft",
    category: { code: "PUR", zh: "采购合同" },
    amount: { minor: "10000", currency: "USD" },
    baseAmount: { minor: "70000", currency: "CNY" },
    termKind: "open",
    startDay: "2026-01-01",
    endDay: null,
    owner: { id: legal.id, name: legal.name },
    department: { name: expect.any(String) },
    ours: ["Parley Biotech"],
    counterparties: ["Nordlicht GmbH"],
  });
});

test("every filter narrows, several values of one widen it, and words are found in numbers, names and parties", async () => {
  const cases: [string, string[]][] = [
    ["search=alp", ["Alpha"]],
    ["search=nordlicht", ["Beta"]],
    ["search=91350100M", ["Epsilon 100%_x", "Delta", "Gamma", "Alpha"]],
    ["search=gmbh%20beta", ["Beta"]],
    ["search=100%25_", ["Epsilon 100%_x"]],
    ["search=HT-PUR", ["Epsilon 100%_x", "Delta", "Gamma", "Beta", "Alpha"]],
    ["state=draft,approved&direction=income,none", ["Delta", "Gamma"]],
    ["state=archived", []],
    [`owner=${legal.id}`, ["Epsilon 100%_x", "Beta", "Alpha"]],
    [`party=${partyIds["nord"]}`, ["Beta"]],
    ["tag=2026", ["Alpha"]],
    ["tag=urgent,2026", ["Delta", "Alpha"]],
    ["amountFrom=100.00&amountTo=300", ["Epsilon 100%_x", "Alpha"]],
    ["amountFrom=700", ["Beta"]],
    ["endFrom=2026-06-30&endTo=2026-06-30", ["Alpha"]],
    ["endFrom=2026-07-01", ["Delta"]],
    ["changedTo=2020-01-01", []],
  ];
  for (const [query, names] of cases) expect([query, await listed(ceo, query)]).toEqual([query, names]);
  for (const wrong of ["state=poem", "owner=1", "direction=up", "category=x"]) {
    expect((await ceo.call("GET", `/contracts?${wrong}`)).body.code).toBe("contracts/bad-filter");
  }
});

test("every order holds over pages, each contract once, and what has no value comes last either way", async () => {
  for (const sort of ["changed", "created", "number", "name", "amount", "end"]) {
    for (const order of ["asc", "desc"]) {
      const whole = await listed(ceo, `sort=${sort}&order=${order}`);
      const paged: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const after = cursor === "" ? "" : `&cursor=${cursor}`;
        const { body }: Answer = await ceo.call("GET", `/contracts?sort=${sort}&order=${order}&limit=2${after}`);
        paged.push(...body.contracts.map(({ name }: { name: string }) => name.replace(/（.*$/, "")));
        cursor = body.nextCursor;
      }
      expect([sort, order, paged]).toEqual([sort, order, whole]);
      expect(new Set(paged).size).toBe(5);
    }
  }
  for (const order of ["asc", "desc"]) {
    const withoutValue = (await listed(ceo, `sort=amount&order=${order}`)).slice(-2);
    expect(new Set(withoutValue)).toEqual(new Set(["Gamma", "Delta"]));
  }
  expect(await listed(ceo, "sort=amount&order=asc&amountFrom=0")).toEqual(["Alpha", "Epsilon 100%_x", "Beta"]);
  const { nextCursor } = (await ceo.call("GET", "/contracts?limit=2")).body;
  expect((await ceo.call("GET", `/contracts?sort=name&cursor=${nextCursor}`)).body.code).toBe("contracts/bad-cursor");
});

test("[CR6] totals are of the whole filter, by direction and currency, and in the base currency where there is a rate", async () => {
  const { body } = await ceo.call("GET", "/contract-totals");
  expect(body.count).toBe(5);
  expect(body.withoutBase).toBe(1);
  expect(body.totals).toEqual(
    expect.arrayContaining([
      { direction: "expense", amount: cny("40000"), count: 2 },
      { direction: "expense", amount: { minor: "10000", currency: "USD" }, count: 1 },
      { direction: "income", amount: { minor: "5000", currency: "EUR" }, count: 1 },
    ]),
  );
  expect(body.base).toEqual(expect.arrayContaining([{ direction: "expense", amount: cny("110000"), count: 3 }]));
  expect((await ceo.call("GET", "/contract-totals?tag=urgent")).body).toMatchObject({
    count: 2,
    totals: [{ count: 1 }],
  });
});

test("[CR7] the export has the rows of the filter in the reader's language, as a spreadsheet reads them", async () => {
  await ask(legal, '=HYPERLINK("http://evil.example")');
  const answer = await legal.call("GET", "/contract-export?sort=name&order=asc");
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="contracts-\d{4}-\d\d-\d\d\.csv"/);
  expect([...answer.bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(answer.bytes).trim().split("\r\n");
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain("编号,名称");
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"")`);
  expect(lines.find((line) => line.includes("Beta"))).toContain(",USD,100.00,700.00,");
});

test("views are one's own until they are shared; the default is each person's", async () => {
  const made = await legal.call("POST", "/contract-views", { name: "Expiring", query: "endTo=2026-12-31&sort=end" });
  expect(made.status).toBe(201);
  const { id } = made.body;
  const names = async (by: Actor): Promise<string[]> =>
    (await by.call("GET", "/contract-views")).body.views.map(({ name }: { name: string }) => name);
  expect([await names(legal), await names(finance)]).toEqual([["Expiring"], []]);
  const again = await legal.call("POST", "/contract-views", { name: "Expiring", query: "" });
  expect(again.body.code).toBe("contracts/view-name-taken");
  expect((await finance.call("PUT", "/contract-default-view", { id })).body.code).toBe("contracts/view-not-found");
  await legal.call("PATCH", `/contract-views/${id}`, { isShared: true });
  expect(await names(finance)).toEqual(["Expiring"]);
  const chosen = await finance.call("PUT", "/contract-default-view", { id });
  expect(chosen.body.views[0]).toMatchObject({ isDefault: true, mayEdit: false, owner: { name: legal.name } });
  expect((await legal.call("GET", "/contract-views")).body.views[0].isDefault).toBe(false);
  expect((await finance.call("DELETE", `/contract-views/${id}`)).body.code).toBe("contracts/view-not-yours");
  await legal.call("PATCH", `/contract-views/${id}`, { isShared: false });
  await legal.call("PATCH", `/contract-views/${id}`, { isShared: true });
  expect((await finance.call("GET", "/contract-views")).body.views[0].isDefault).toBe(false);
  expect((await ceo.call("DELETE", `/contract-views/${id}`)).body.views).toEqual([]);
  expect(await names(legal)).toEqual([]);
});
