/**
 * Five contracts of the demo company in different states, in both languages, made by its people through the product's own API: one is negotiated with a
 * guest and counsel, one is in approval, one is a draft that departments talk about, one is negotiated again from an approval step, one is approved.
 */
import { type DocumentId, type Party, type Random, newId } from "@parley/base";
import {
  type Contract,
  type ContractApproval,
  type MyTask,
  type NegotiationFace,
  type Template,
} from "@parley/contracts";
import type { Hono } from "hono";
import type { Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { Log } from "../../../platform/log.ts";
import { type DemoActor, type DemoActors, createDemoActors } from "./demo-actors.ts";
import { type DemoContract, demoContracts, demoCounterparties, demoOurs } from "./demo-contracts.ts";

export interface DemoDeps {
  readonly app: Hono;
  readonly people: Pick<People, "createTokenFor" | "findPersonByEmail">;
  readonly documents: Pick<Documents, "live">;
  readonly random: Random;
  readonly log: Log;
  readonly publicUrl: string;
}

/** Plays the demo. An act that fails ends it: what was made until then stays, and is logged. */
export async function seedDemoContracts(deps: DemoDeps): Promise<void> {
  const actors = createDemoActors(deps);
  try {
    const stage = await prepare(deps, actors);
    await draftWithComments(stage);
    await approved(stage);
    await inApproval(stage);
    await inNegotiation(stage);
    await negotiatedFromStep(stage);
    deps.log.info({ contracts: Object.keys(demoContracts).length }, "The demo contracts are there");
  } finally {
    await actors.leave();
  }
}

interface Stage extends DemoDeps {
  readonly actors: DemoActors;
  readonly templates: readonly Template[];
  readonly oursId: string;
  readonly counterpartyIds: readonly string[];
}

async function prepare(deps: DemoDeps, actors: DemoActors): Promise<Stage> {
  const ceo = await actors.colleague("ceo");
  const [legal, finance] = [await actors.colleague("legal"), await actors.colleague("finance")];
  const ours = await ceo.call("POST", "/contract-parties", demoOurs);
  const counterpartyIds: string[] = [];
  for (const party of demoCounterparties)
    counterpartyIds.push((await ceo.call("POST", "/contract-parties", party)).id as string);
  await ceo.call("POST", "/contract-templates/samples");
  await ceo.call("PUT", "/contract-rates", { currency: "USD", rate: "7.1" });
  const departments = (await ceo.call("GET", "/departments")) as { id: string; name: string }[];
  const reading = departments.filter(({ name }) => ["法务部", "财务部"].includes(name)).map(({ id }) => id);
  await ceo.call("PUT", "/contract-register-readers", { departmentIds: reading });
  const { templates } = (await ceo.call("GET", "/contract-templates")) as { templates: Template[] };
  await addFlow(ceo, { legal, finance, templates });
  return { ...deps, actors, templates, oursId: ours.id as string, counterpartyIds };
}

/** One flow for all categories of the demo: legal, the head of research where something is bought, finance, and the chief executive above an amount. */
async function addFlow(
  ceo: DemoActor,
  { legal, finance, templates }: { legal: DemoActor; finance: DemoActor; templates: readonly Template[] },
): Promise<void> {
  const step = (
    id: string,
    en: string,
    zh: string,
    who: DemoActor,
    scope: readonly string[],
    condition: object | null = null,
  ): object => ({
    id,
    labels: { en, zh },
    who: [{ kind: "people", people: [who.id] }],
    rule: "all",
    onRefusal: "refuse-at-once",
    condition,
    scope,
    keepWhenUntouched: true,
    cc: [],
    escalateTo: [],
    remindAfterWorkingDays: 2,
    escalateAfterWorkingDays: null,
  });
  const isLarge = { op: "compare", field: "amount", is: "at-least", value: "500000" };
  const { flow } = await ceo.call("POST", "/approval-flows", {
    labels: { en: "Usual approval", zh: "常规审批" },
    steps: [
      step("legal", "Legal", "法务审核", legal, ["all"]),
      step("finance", "Finance", "财务审核", finance, ["price", "payment", "penalties"]),
      step("head", "Chief executive", "首席执行官审批", ceo, ["all"], isLarge),
    ],
  });
  for (const categoryId of new Set(templates.flatMap(({ category }) => category?.id ?? [])))
    await ceo.call("PUT", `/approval-flow-of-category/${categoryId}`, { flowId: flow.id });
}

async function start(
  { actors, templates, oursId, counterpartyIds }: Stage,
  wanted: DemoContract,
): Promise<{ owner: DemoActor; contract: Contract }> {
  const owner = await actors.colleague(wanted.account);
  const template = templates.find(({ title }) => title === wanted.template);
  if (!template) throw new Error(`there is no template “${wanted.template}”`);
  const { title, direction, amount, taxRate, startDay, endDay, tags, values } = wanted;
  const contract = (await owner.call("POST", "/contracts", {
    categoryId: template.category?.id,
    title,
    ourParty: { id: oursId },
    counterparties: [{ id: counterpartyIds[wanted.counterparty] }],
    direction,
    amount,
    taxRate,
    startDay,
    endDay,
    tags,
    text: { kind: "template", templateId: template.id, version: template.version, values },
  })) as Contract;
  return { owner, contract };
}

const say = (
  by: DemoActor,
  contract: Contract,
  text: string,
  audience: "internal" | "everyone" = "internal",
): Promise<unknown> =>
  by.call("POST", `/documents/${contract.documentId}/threads`, { anchor: { type: "document" }, text, audience });

async function draftWithComments(stage: Stage): Promise<void> {
  const { owner, contract } = await start(stage, demoContracts.secrecy);
  const rd = await stage.actors.colleague("rd");
  const legal = await stage.actors.colleague("legal");
  for (const { id } of [rd, legal])
    await owner.call("POST", `/documents/${contract.documentId}/shares`, { personId: id, role: "edit" });
  await say(rd, contract, "样本运输数据也需要纳入保密范围，请在定义中补充。");
  await say(legal, contract, "同意，另请确认保密期限三年是否足够。");
}

async function approveAs(by: DemoActor, contract: Contract): Promise<void> {
  const { tasks } = (await by.call("GET", "/approvals")) as { tasks: MyTask[] };
  const mine = tasks.find((each) => each.contract.id === contract.id);
  const { run } = (await by.call("GET", `/contracts/${contract.id}/approval`)) as ContractApproval;
  if (!mine || !run) throw new Error(`nothing waits for ${by.id}`);
  const { textHash, fieldsHash } = run.text;
  await by.call("POST", `/contracts/${contract.id}/approval/tasks/${mine.task}/approve`, { textHash, fieldsHash });
}

async function approved(stage: Stage): Promise<void> {
  const { owner, contract } = await start(stage, demoContracts.disclosure);
  await owner.call("POST", `/contracts/${contract.id}/approval`, { note: "Standard wording, no changes." });
  for (const account of ["legal", "finance"]) await approveAs(await stage.actors.colleague(account), contract);
}

async function inApproval(stage: Stage): Promise<void> {
  const { owner, contract } = await start(stage, demoContracts.assay);
  await owner.call("POST", `/contracts/${contract.id}/approval`, { note: "Scope agreed with preclinical research." });
  await approveAs(await stage.actors.colleague("legal"), contract);
}

/** Opens a negotiation and lets a guest of the other side and, where wanted, counsel in. */
async function open(
  { actors }: Stage,
  owner: DemoActor,
  contract: Contract,
  people: readonly { email: string; name: string; organisation: string; party: Party }[],
): Promise<{ face: NegotiationFace; guests: DemoActor[] }> {
  const finance = await actors.colleague("finance");
  const { revision } = (await owner.call("GET", `/contracts/${contract.id}`)) as Contract;
  const [first] = people;
  const { negotiation } = await owner.call("POST", `/contracts/${contract.id}/negotiations`, {
    revision,
    people: [{ personId: finance.id, party: "ours", role: "edit" }],
    guests: [{ email: `contracts@${first?.email.split("@")[1] ?? ""}`, party: "counterparty", role: "view" }],
    title: contract.name,
  });
  const face = negotiation as NegotiationFace;
  const guests: DemoActor[] = [];
  for (const { party, ...person } of people) {
    const at = `/contracts/${contract.id}/negotiations/${face.id}/people`;
    const { url } = await owner.call("POST", at, { email: person.email, party, role: "edit" });
    guests.push(await actors.guest(url as string, person));
  }
  return { face, guests };
}

/** Puts another value for a variable forward, in somebody's name and for their party. */
async function proposeValue(
  { documents, random }: Stage,
  face: NegotiationFace,
  by: DemoActor,
  change: { party: Party; name: string; text: string },
): Promise<void> {
  const { party, name, text } = change;
  const author = { personId: by.id, party, role: "edit", connectionId: newId<"connection">(random) } as const;
  await documents.live.edit(
    face.documentId as DocumentId,
    [{ do: "replaceMarkedText", mark: "variable", where: (variable) => (variable["name"] === name ? text : null) }],
    author,
  );
}

async function decideAll(
  by: DemoActor,
  face: NegotiationFace,
  verdict: "accept" | "reject",
  reason?: string,
): Promise<void> {
  const waiting = (await by.call("GET", `/documents/${face.documentId}/proposals`)) as { id: string; digest: string }[];
  const proposals = waiting.map(({ id, digest }) => ({ id, digest }));
  await by.call("POST", `/documents/${face.documentId}/decisions`, {
    verdict,
    proposals,
    ...(reason !== undefined && { reason }),
  });
}

async function inNegotiation(stage: Stage): Promise<void> {
  const { owner, contract } = await start(stage, demoContracts.media);
  const people = [
    { email: "gu.wei@saimo.example", name: "顾维", organisation: "上海赛默仪器有限公司", party: "counterparty" },
    { email: "chen@hengtai-law.example", name: "陈律师", organisation: "恒泰律师事务所", party: "counsel" },
  ] as const;
  const { face, guests } = await open(stage, owner, contract, people);
  const [guest, counsel] = guests;
  if (!guest || !counsel) throw new Error("both have come in");
  const rounds = `/documents/${face.documentId}/negotiation/rounds`;
  const shared = { ...contract, documentId: face.documentId };
  await owner.call("POST", rounds, { to: "counterparty", note: "请审阅我方初稿，重点是付款与违约条款。" });
  await proposeValue(stage, face, guest, { party: "counterparty", name: "prepaid", text: "50%" });
  await decideAll(owner, face, "reject", "预付比例过高，可接受 40%。");
  await proposeValue(stage, face, guest, { party: "counterparty", name: "prepaid", text: "40%" });
  await decideAll(owner, face, "accept");
  await say(guest, shared, "交货需预留春节期间的物流时间。", "everyone");
  await guest.call("POST", rounds, { to: "ours", note: "预付比例已调整，请确认违约金上限。" });
  await proposeValue(stage, face, guest, { party: "counterparty", name: "late-cap", text: "15%" });
  await proposeValue(stage, face, counsel, { party: "counsel", name: "inspect-within", text: "7 个工作日" });
  await say(owner, shared, "违约金上限超过 10% 需要财务确认，先不要接受。");
}

async function negotiatedFromStep(stage: Stage): Promise<void> {
  const { owner, contract } = await start(stage, demoContracts.freezers);
  const [legal, finance] = [await stage.actors.colleague("legal"), await stage.actors.colleague("finance")];
  await owner.call("POST", `/contracts/${contract.id}/approval`, { note: "三家比价后的结果见附件。" });
  await approveAs(legal, contract);
  await finance.call("POST", `/contracts/${contract.id}/approval/negotiation`, {
    guests: [{ email: "shen.yi@coldchain.example", party: "counterparty", role: "edit" }],
    note: "付款节点需与供应商重新确认。",
  });
}
