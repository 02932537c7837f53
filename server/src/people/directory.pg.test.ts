import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Department, Person } from "@parley/people";
import { must } from "@parley/base";
import {
  type Answer,
  type PeopleScene,
  type Visitor,
  openPeopleScene,
} from "../../../test/scenarios/people/people-scene.ts";

let scene: PeopleScene;
let ceo: Visitor;
let legal: Visitor;
beforeAll(async () => {
  scene = await openPeopleScene(new Hono());
  ceo = await scene.colleague("ceo");
  legal = await scene.colleague("legal");
});
afterAll(async () => {
  await scene.close();
});

const people = async (query = ""): Promise<Person[]> =>
  (await ceo.get(`/api/people${query}`)).body as unknown as Person[];
const person = async (account: string): Promise<Person> =>
  must(await scene.people.findPersonByEmail(`${account}@parley.example`), `${account} exists`);
const departments = async (): Promise<Department[]> =>
  (await legal.get("/api/departments")).body as unknown as Department[];
const department = async (name: string): Promise<Department> =>
  must(
    (await departments()).find((candidate) => candidate.name === name),
    `department ${name} exists`,
  );
const code = (answer: Answer): unknown[] => [answer.status, answer.body.code];

test("the demo company has its departments, people and accounts", async () => {
  expect((await departments()).map(({ name }) => name)).toEqual([
    "财务部",
    "法务部",
    "管理层",
    "临床前研究部",
    "临床运营部",
    "人力资源部",
    "研发中心",
    "药物发现部",
  ]);
  expect((await department("药物发现部")).parentId).toBe((await department("研发中心")).id);
  expect(await people()).toHaveLength(16);
  expect((await people()).filter(({ standing }) => standing === "administrator").map(({ email }) => email)).toEqual([
    "ceo@parley.example",
  ]);
  for (const account of ["legal", "finance", "rd"])
    expect((await (await scene.colleague(account)).get("/api/me")).status).toBe(200);
});

test("people are found by name, e-mail and title, and a department includes those below it", async () => {
  expect((await people(`?search=${encodeURIComponent("林")}`)).map(({ name }) => name)).toEqual(["林岚"]);
  expect((await people("?search=PRIYA")).map(({ email }) => email)).toEqual(["priya.nair@parley.example"]);
  expect(await people("?search=%25")).toEqual([]);
  const research = (await people(`?departmentId=${(await department("研发中心")).id}`)).map(
    ({ email }) => email.split("@")[0],
  );
  expect(research.toSorted()).toEqual(["licheng.han", "priya.nair", "rd", "yifan.shen", "zhiqiu.ye"]);
  const priya = await person("priya.nair");
  const above = await scene.people.departmentsOf(priya.id as never);
  expect(new Set<string>(above)).toEqual(
    new Set([(await department("临床前研究部")).id, (await department("研发中心")).id]),
  );
});

test("only administrators change the directory", async () => {
  const lin = await person("legal");
  expect(code(await legal.post("/api/people", { name: "X", email: "x@parley.example" }))).toEqual([
    403,
    "people/not-permitted",
  ]);
  expect(code(await legal.patch(`/api/people/${lin.id}`, { standing: "administrator" }))).toEqual([
    403,
    "people/not-permitted",
  ]);
  expect(code(await legal.get("/api/people?includeGuests=true"))).toEqual([403, "people/not-permitted"]);
});

test("one changes one's own name, title and language, and nothing else", async () => {
  const answer = await legal.patch("/api/me", {
    name: "林岚 ",
    language: "en",
    standing: "administrator",
    active: false,
  });
  expect(answer.body).toMatchObject({ name: "林岚", language: "en", standing: "member", active: true });
  expect((await legal.get("/api/me/sessions")).status).toBe(200);
  await legal.patch("/api/me", { language: "zh" });
});

test("an e-mail belongs to one person, also when two add it at the same moment", async () => {
  expect(code(await ceo.post("/api/people", { name: "Second", email: "LEGAL@parley.example" }))).toEqual([
    409,
    "people/email-taken",
  ]);
  const together = await Promise.all(
    [1, 2, 3].map((round) => ceo.post("/api/people", { name: `Twin ${round}`, email: "twin@parley.example" })),
  );
  expect(together.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
});

test("a colleague with a password signs in with it, one without by code only", async () => {
  for (const [password, refused] of [
    ["1234567890", "people/password-plain"],
    ["with@parley.example", "people/password-own"],
  ]) {
    const weak = await ceo.post("/api/people", { name: "With", email: "with@parley.example", password });
    expect(code(weak)).toEqual([422, refused]);
  }
  await ceo.post("/api/people", { name: "With", email: "with@parley.example", password: "a good password" });
  await ceo.post("/api/people", { name: "Without", email: "without@parley.example" });
  const signIn = (email: string, password: string): Promise<Answer> =>
    scene.visitor().post("/api/auth/sign-in/email", { email, password });
  expect((await signIn("with@parley.example", "a good password")).status).toBe(200);
  expect(code(await signIn("without@parley.example", "a good password"))).toEqual([401, "people/credentials-wrong"]);
});

test("nobody becomes their own manager, directly, through others or by two changes at once", async () => {
  const [ceoPerson, legalPerson, finance] = await Promise.all([person("ceo"), person("legal"), person("finance")]);
  const setManager = (id: string, managerId: string): Promise<Answer> => ceo.patch(`/api/people/${id}`, { managerId });
  expect(code(await setManager(legalPerson.id, legalPerson.id))).toEqual([422, "people/manager-cycle"]);
  expect(code(await setManager(ceoPerson.id, (await person("ruoxi.tang")).id))).toEqual([422, "people/manager-cycle"]);
  const crossed = await Promise.all([setManager(legalPerson.id, finance.id), setManager(finance.id, legalPerson.id)]);
  expect(crossed.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 422]);
  expect(code(await setManager(legalPerson.id, "00000000-0000-4000-8000-000000000000"))).toEqual([
    422,
    "people/manager-not-found",
  ]);
});

test("the last administrator can neither step down nor be deactivated", async () => {
  const { id } = await person("ceo");
  expect(code(await ceo.patch(`/api/people/${id}`, { standing: "member" }))).toEqual([
    409,
    "people/last-administrator",
  ]);
  expect(code(await ceo.patch(`/api/people/${id}`, { active: false }))).toEqual([409, "people/last-administrator"]);
  expect((await ceo.get("/api/me")).status).toBe(200);
});

test("an unknown person or department is told as such, and a broken id as malformed", async () => {
  const unknown = "00000000-0000-4000-8000-000000000000";
  expect(code(await ceo.patch(`/api/people/${unknown}`, { name: "X" }))).toEqual([404, "people/not-found"]);
  expect(code(await ceo.patch("/api/people/1", { name: "X" }))).toEqual([400, "request/malformed"]);
  expect(code(await ceo.patch(`/api/departments/${unknown}`, { name: "X" }))).toEqual([
    404,
    "people/department-not-found",
  ]);
  expect(code(await ceo.delete(`/api/departments/${unknown}`))).toEqual([404, "people/department-not-found"]);
  const answer = await ceo.post("/api/people", { name: "X", email: "x1@parley.example", departmentIds: [unknown] });
  expect(code(answer)).toEqual([404, "people/department-not-found"]);
  expect(await scene.people.findPersonByEmail("x1@parley.example")).toBeNull();
});

test("a department keeps its place: no double name beside it, no cycle, no removal while people are in it", async () => {
  const research = await department("研发中心");
  const discovery = await department("药物发现部");
  expect(code(await ceo.post("/api/departments", { name: "法务部" }))).toEqual([409, "people/department-name-taken"]);
  const below = await ceo.post("/api/departments", { name: "法务部", parentId: research.id });
  expect(below.status).toBe(200);
  expect((await ceo.delete(`/api/departments/${String(below.body["id"])}`)).status).toBe(200);
  expect(code(await ceo.patch(`/api/departments/${research.id}`, { parentId: discovery.id }))).toEqual([
    422,
    "people/department-cycle",
  ]);
  expect(code(await ceo.patch(`/api/departments/${research.id}`, { parentId: research.id }))).toEqual([
    422,
    "people/department-cycle",
  ]);
  expect(code(await ceo.delete(`/api/departments/${discovery.id}`))).toEqual([409, "people/department-not-empty"]);
  const together = await Promise.all([1, 2].map(() => ceo.post("/api/departments", { name: "质量部" })));
  expect(together.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const empty = await department("质量部");
  expect((await ceo.delete(`/api/departments/${empty.id}`)).status).toBe(200);
});

test("moving a department or a person tells who may open documents differently now", async () => {
  const discovery = await department("药物发现部");
  const before = scene.accessChanged.length;
  await ceo.patch(`/api/departments/${discovery.id}`, { name: "药物发现中心" });
  expect(scene.accessChanged).toHaveLength(before);
  await ceo.patch(`/api/departments/${discovery.id}`, { parentId: (await department("管理层")).id });
  expect(scene.accessChanged.slice(before).toSorted()).toEqual(
    [(await person("yifan.shen")).id, (await person("zhiqiu.ye")).id].toSorted(),
  );
  await ceo.patch(`/api/people/${(await person("zimo.qin")).id}`, { departmentIds: [discovery.id] });
  expect(scene.accessChanged.at(-1)).toBe((await person("zimo.qin")).id);
  await ceo.patch(`/api/people/${(await person("zimo.qin")).id}`, { title: "项目总监" });
  expect(scene.accessChanged.filter((id) => id === scene.accessChanged.at(-1))).toHaveLength(1);
});

const importCsv = (csv: string, dryRun = false): Promise<Answer> => ceo.post("/api/people/import", { csv, dryRun });
const importFile = (bytes: Uint8Array<ArrayBuffer>): Promise<Answer> => {
  const form = new FormData();
  form.append("file", new File([bytes], "people.csv", { type: "text/csv" }));
  return ceo.send("/api/people/import", { method: "POST", body: form });
};

test("a CSV adds and updates people, makes departments, and a manager may come later in the file", async () => {
  const csv = [
    "name,email,title,manager,departments,language,standing",
    "Junior,junior@parley.example,Assistant,senior@parley.example,法务部/合同组,en,member",
    'Senior,senior@parley.example,"Head, contracts",legal@parley.example,法务部/合同组; 新部门,zh,',
    "唐若溪,ruoxi.tang@parley.example,,legal@parley.example,法务部,,",
  ].join("\r\n");
  const dry = await importCsv(csv, true);
  expect(dry.body).toEqual({ created: 2, updated: 1, errors: [] });
  expect(await scene.people.findPersonByEmail("junior@parley.example")).toBeNull();
  expect((await importCsv(csv)).body).toEqual({ created: 2, updated: 1, errors: [] });
  const [junior, senior, tang] = await Promise.all([person("junior"), person("senior"), person("ruoxi.tang")]);
  expect(junior).toMatchObject({ managerId: senior.id, title: "Assistant", language: "en", standing: "member" });
  expect(senior.departmentIds).toHaveLength(2);
  expect(junior.departmentIds).toEqual([(await department("合同组")).id]);
  expect((await department("合同组")).parentId).toBe((await department("法务部")).id);
  expect(tang).toMatchObject({ title: null, standing: "member" });
  expect((await importCsv(csv)).body).toEqual({ created: 0, updated: 3, errors: [] });
});

test("a CSV with any error writes nothing and tells every error with its line", async () => {
  const csv = [
    "name,email,title,manager,departments,language,standing",
    "Good,good@parley.example,,,,,",
    "A,loop-a@parley.example,,loop-b@parley.example,,,",
    "B,loop-b@parley.example,,loop-a@parley.example,,,",
    "C,c@parley.example,,nobody@parley.example,,,",
    "周砚,ceo@parley.example,,,,,member",
  ].join("\n");
  const answer = await importCsv(csv);
  const errors = answer.body["errors"] as { line: number; column: string; code: string; en: string; zh: string }[];
  expect(errors.map(({ line, column, code: errorCode }) => `${line} ${column} ${errorCode}`)).toEqual([
    "3 manager csv/manager-cycle",
    "4 manager csv/manager-cycle",
    "5 manager csv/manager-unknown",
    "6 standing csv/last-administrator",
  ]);
  expect(errors[2]?.zh).toContain("nobody@parley.example");
  expect(await scene.people.findPersonByEmail("good@parley.example")).toBeNull();
});

test("a CSV cycle that runs through people who are not in the file is found", async () => {
  const answer = await importCsv("name,email,manager\n周砚,ceo@parley.example,wenbo.jiang@parley.example\n");
  expect(JSON.stringify(answer.body["errors"])).toContain("csv/manager-cycle");
});

test("a CSV file may be UTF-8 with a mark, UTF-16 or GB18030, and nothing else", async () => {
  const text = "姓名,邮箱\n钱多多,qian@parley.example\n";
  const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));
  // 姓名,邮箱 and 钱多多 as GB18030, in which a Chinese Excel saves.
  const gb18030 = new Uint8Array(
    Buffer.concat([Buffer.from("d0d5c3fb2cd3cacfe40ac7aeb6e0b6e02c", "hex"), Buffer.from("qian@parley.example\n")]),
  );
  for (const bytes of [new TextEncoder().encode(`\uFEFF${text}`), utf16, gb18030]) {
    expect((await importFile(bytes)).body["errors"]).toEqual([]);
    expect((await person("qian")).name).toBe("钱多多");
    await ceo.patch(`/api/people/${(await person("qian")).id}`, { name: "other" });
  }
  const broken = await importFile(new Uint8Array([0x6e, 0x2c, 0xff, 0xff, 0xff]));
  expect(code(broken)).toEqual([422, "people/csv-unreadable"]);
  expect(code(await ceo.post("/api/people/import", {}))).toEqual([400, "request/malformed"]);
});
