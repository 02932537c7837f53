import { expect, test } from "vitest";
import {
  type Actor,
  type Answer,
  stageDocumentsScene,
} from "../../../../../test/scenarios/documents/documents-scene.ts";

const { scene, ceo, legal, finance } = await stageDocumentsScene(["ceo", "legal", "finance"]);

const add = (by: Actor, party: object): Promise<Answer> => by.call("POST", "/contract-parties", party);
const codeOf = (answer: Answer): [number, string] => [answer.status, answer.body.code];
const departmentOf = async (actor: Actor): Promise<string> => {
  const people = (await ceo.call("GET", "/people")).body;
  return people.find(({ id }: { id: string }) => id === actor.id).departmentIds[0];
};

const counterparty = {
  name: "苏州冷泉生物科技有限公司",
  nameEn: "Suzhou Coldspring Biotech Co., Ltd.",
  address: "苏州工业园区星湖街 218 号",
  representative: "何知行",
  bankName: "中国银行苏州分行",
  bankAccount: "4550 6012 3456",
};

test("whoever makes contracts may add a counterparty; only those who keep the master data may change it or add our own", async () => {
  const made = await add(finance, counterparty);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ side: "counterparty", name: counterparty.name, active: true, contractCount: 0 });
  const { id } = made.body;
  expect(codeOf(await finance.call("PATCH", `/contract-parties/${id}`, { phone: "1" }))).toEqual([
    403,
    "contracts/master-not-yours",
  ]);
  expect(codeOf(await add(finance, { side: "ours", name: "Ours Ltd." }))).toEqual([403, "contracts/master-not-yours"]);
  await ceo.call("PUT", "/contract-register-readers", { departmentIds: [await departmentOf(finance)] });
  const changed = await finance.call("PATCH", `/contract-parties/${id}`, { phone: "0512-6288", address: "" });
  expect(changed.body).toMatchObject({ phone: "0512-6288", address: null, nameEn: counterparty.nameEn });
  expect((await finance.call("GET", "/contract-parties")).body.mayEdit).toBe(true);
  expect((await legal.call("GET", "/contract-parties")).body.mayEdit).toBe(false);
  await ceo.call("PUT", "/contract-register-readers", { departmentIds: [] });
  expect(codeOf(await finance.call("PATCH", `/contract-parties/${id}`, { phone: "2" }))[0]).toBe(403);
});

test("[CR4] the second party of a name or a credit code is told the first, on its side", async () => {
  const first = await add(legal, { name: "北京（启明）检测有限公司" });
  expect(first.status).toBe(201);
  for (const name of ["北京(启明)检测有限公司", "北京 （启明） 检测有限公司"]) {
    const again = await add(legal, { name });
    expect(codeOf(again)).toEqual([409, "contracts/party-name-taken"]);
    expect(again.body.facts).toEqual({ id: first.body.id, name: "北京（启明）检测有限公司" });
  }
  expect((await add(ceo, { side: "ours", name: "北京（启明）检测有限公司" })).status).toBe(201);
  const coded = await add(legal, { name: "With Code", creditCode: " 9135 0100-m000100y43 " });
  expect(coded.body.creditCode).toBe("91350100M000100Y43");
  const same = await add(legal, { name: "Another Name", creditCode: "91350100M000100Y43" });
  expect([...codeOf(same), same.body.facts.name]).toEqual([409, "contracts/party-code-taken", "With Code"]);
  const racing = await Promise.all(Array.from({ length: 6 }, () => add(legal, { name: "Racing Ltd." })));
  expect(racing.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409]);
  const renamed = await ceo.call("PATCH", `/contract-parties/${coded.body.id}`, { name: "racing ltd." });
  expect(codeOf(renamed)).toEqual([409, "contracts/party-name-taken"]);
});

test("[CR4] a party out of use is not offered, is found when asked for, and comes back", async () => {
  const { id } = (await add(legal, { name: "Gone Ltd." })).body;
  const named = async (query: string): Promise<string[]> =>
    (await legal.call("GET", `/contract-parties?search=gone${query}`)).body.parties.map(
      ({ name }: { name: string }) => name,
    );
  await ceo.call("PATCH", `/contract-parties/${id}`, { active: false });
  expect(await named("")).toEqual([]);
  expect(await named("&includeInactive=true")).toEqual(["Gone Ltd."]);
  await ceo.call("PATCH", `/contract-parties/${id}`, { active: true });
  expect(await named("&side=counterparty")).toEqual(["Gone Ltd."]);
  expect(await named("&side=ours")).toEqual([]);
});

test("parties come in pages by name, each once", async () => {
  const found: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { body }: Answer = await legal.call(
      "GET",
      `/contract-parties?limit=2&includeInactive=true${cursor === "" ? "" : `&cursor=${cursor}`}`,
    );
    found.push(...body.parties.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  const [row] = await scene.database.sql<{ count: number }[]>`select count(*)::int as count from contracts.legal_party`;
  expect([found.length, new Set(found).size]).toEqual([row?.count, row?.count]);
  expect(codeOf(await legal.call("GET", "/contract-parties?cursor=x"))).toEqual([400, "contracts/bad-cursor"]);
});

test("what cannot be a credit code or an address is refused at once", async () => {
  expect(codeOf(await add(legal, { name: "A", creditCode: "91350100M000100Y44" }))).toEqual([
    422,
    "contracts/credit-code-wrong",
  ]);
  expect(codeOf(await add(legal, { name: "A", contactEmail: "nobody" }))).toEqual([422, "contracts/email-wrong"]);
});

test("a company begins with categories; their rules must be rules, their codes are one's own", async () => {
  const { categories } = (await legal.call("GET", "/contract-categories")).body;
  expect(categories.map(({ code }: { code: string }) => code)).toEqual([
    "LEA",
    "NDA",
    "OTH",
    "PUR",
    "RND",
    "SAL",
    "SRV",
  ]);
  const wanted = { code: "log", en: "Logistics", zh: "物流合同", numberRule: "L-{yyyy}-{seq:3}", nameRule: "{title}" };
  expect(codeOf(await legal.call("POST", "/contract-categories", wanted))[0]).toBe(403);
  const made = await ceo.call("POST", "/contract-categories", wanted);
  expect(made.body.code).toBe("LOG");
  expect(codeOf(await ceo.call("POST", "/contract-categories", wanted))).toEqual([
    409,
    "contracts/category-code-taken",
  ]);
  const change = (fields: object): Promise<Answer> => ceo.call("PATCH", `/contract-categories/${made.body.id}`, fields);
  expect(codeOf(await change({ numberRule: "L-{yyyy}" }))).toEqual([422, "contracts/rule-wrong"]);
  expect((await change({ nameRule: "{nope}" })).body.messages.zh).toContain("不支持该占位符");
  expect(codeOf(await change({ code: "物流" }))).toEqual([422, "contracts/category-code-wrong"]);
  expect((await change({ active: false })).body.active).toBe(false);
});

test("rates are above zero and of other currencies than the base", async () => {
  const put = (rate: object): Promise<Answer> => ceo.call("PUT", "/contract-rates", rate);
  expect((await put({ currency: "USD", rate: "7.10" })).body.rates[0]).toMatchObject({ currency: "USD", rate: "7.1" });
  for (const wrong of [
    { currency: "CNY", rate: "1" },
    { currency: "USD", rate: "0" },
    { currency: "USD", rate: "-7" },
    { currency: "XYZ", rate: "7" },
  ])
    expect(codeOf(await put(wrong))).toEqual([422, "contracts/rate-wrong"]);
});
