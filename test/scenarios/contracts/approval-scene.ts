/** Contracts under approval on a running server: a flow for their category, a text of clauses, and people who act by their accounts. */
import { type Clock, type DocumentId, type Random, must, newId } from "@parley/base";
import type { BlockContent } from "@parley/document";
import { type CategoryId, type ContractId, type FlowStep, type LegalPartyId, readDay } from "@parley/contracts";
import { createLibrary } from "../../../server/src/documents/library/library.ts";
import type { NewContract } from "../../../server/src/features/contracts/record/contract-record.ts";
import { createContracts } from "../../../server/src/features/contracts/record/contracts.ts";
import { putDocument } from "../../support/put-document.ts";
import type { Actor as FullActor, Answer, DocumentsScene } from "../documents/documents-scene.ts";

/** Somebody who acts over HTTP. */
type Actor = Pick<FullActor, "id" | "name" | "email" | "call">;

/** A running server with documents. */
type Stage = Pick<DocumentsScene, "database" | "app"> & {
  readonly clock: Clock;
  readonly random: Random;
};

/** The text of a contract whose price is a variable that stands for the record's amount. */
export function contractText(price = "¥500,000.00"): BlockContent[] {
  const amount = { text: price, marks: { variable: { name: "amount", form: "figures" } } };
  const lines = [
    "采购合同",
    "第一条 标的",
    "甲方向乙方购买培养基。",
    "第二条 价款",
    "",
    "第三条 交货",
    "乙方将货物送至上海。",
  ];
  return lines.map((text) => ({
    type: "paragraph",
    runs: text === "" ? [{ text: "总价为" }, amount, { text: "。" }] : [{ text }],
  }));
}
/** Where the price stands in it. */
export const priceLine = 4;

/** A step of a flow, with what steps have when nothing else is said. */
export function flowStep(id: string, people: readonly string[], ways: Partial<FlowStep> = {}): FlowStep {
  return {
    ...{ id, labels: { en: id, zh: id }, who: [{ kind: "people", people: [...people] }], rule: "all" },
    ...{ onRefusal: "refuse-at-once", condition: null, cc: [], escalateTo: [], scope: ["all"] },
    ...{ keepWhenUntouched: true, remindAfterWorkingDays: null, escalateAfterWorkingDays: null },
    ...ways,
  };
}

export interface ApprovalScene {
  /** Publishes a flow and gives it to the category of the next contracts. */
  readonly useFlow: (steps: readonly FlowStep[]) => Promise<void>;
  readonly addContract: (
    owner: Actor,
    wanted?: Partial<NewContract> & { blocks?: readonly BlockContent[] },
  ) => Promise<ContractId>;
  readonly documentOf: (id: ContractId) => Promise<DocumentId>;
  readonly submit: (by: Actor, id: ContractId, more?: object) => Promise<Answer>;
  /** The open task of somebody, or of whom they act for. */
  readonly taskOf: (viewer: Actor, id: ContractId, person?: Actor) => Promise<string>;
  /** Does something with somebody's open task, on the text as they see it. */
  readonly does: (
    by: Actor,
    id: ContractId,
    verb: string,
    more?: Readonly<Record<string, unknown>> & { actsFor?: string },
  ) => Promise<Answer>;
  /** Who is asked now, by their names' accounts. */
  readonly asked: (viewer: Actor, id: ContractId) => Promise<string[]>;
  /** All letters to somebody, in any order. */
  readonly letters: (to: Actor) => Promise<string>;
  /** What the trail says of approvals: kinds with whoever acted. */
  readonly trail: (id: ContractId) => Promise<{ kind: string; by: string | null; facts: Record<string, unknown> }[]>;
}

export async function openApprovalScene(scene: Stage, admin: Actor): Promise<ApprovalScene> {
  const { sql } = scene.database;
  const { clock, random } = scene;
  const contracts = createContracts({ sql, people: scene.app.people, clock });
  const ours = await admin.call("POST", "/contract-parties", { side: "ours", name: "锦江生物" });
  const theirs = await admin.call("POST", "/contract-parties", { name: "上海赛默仪器有限公司" });
  const { categories } = (await admin.call("GET", "/contract-categories")).body;
  const categoryId = must(
    categories.find(({ code }: { code: string }) => code === "PUR"),
    "a company begins with purchases",
  ).id as CategoryId;
  let count = 0;
  const get = async (by: Actor, id: ContractId): Promise<Answer["body"]> =>
    (await by.call("GET", `/contracts/${id}/approval`)).body.run;
  const tasks = (run: Answer["body"]): Answer["body"][] =>
    run.steps.flatMap((step: Answer["body"]) => step.tasks).filter(({ state }: Answer["body"]) => state === "open");
  const taskOf: ApprovalScene["taskOf"] = async (viewer, id, person = viewer) => {
    const found = tasks(await get(viewer, id)).find((task) => task.person.id === person.id);
    return must(found, `an open task of ${person.name}`).id;
  };
  return {
    async useFlow(steps) {
      const made = await admin.call("POST", "/approval-flows", { labels: { en: "Flow", zh: "流程" }, steps });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      await admin.call("PUT", `/approval-flow-of-category/${categoryId}`, { flowId: made.body.flow.id });
    },
    async addContract(owner, { blocks = contractText(), ...wanted } = {}) {
      count += 1;
      const name = `培养基采购 ${count}`;
      const library = createLibrary({ sql, people: scene.app.people, clock });
      const shelf = { library, live: scene.app.documents.live, random, nowMs: () => clock.nowMs() };
      const content = { blocks: [...blocks] };
      const draftId = await putDocument(shelf, owner.id, { kind: "contract", title: name, content, via: "api" });
      const id = newId<"contract">(random) as ContractId;
      const contract: NewContract = {
        ...{ id, number: `AP-${String(count).padStart(3, "0")}`, name, categoryId, direction: "expense" },
        ...{ amountMinor: 50_000_000n, currency: "CNY", baseAmountMinor: 50_000_000n, baseRate: "1", taxRate: 13 },
        ...{ termKind: "fixed", startDay: readDay("2026-01-01"), endDay: readDay("2026-12-31") },
        ...{ ownerId: owner.id, initiatorId: owner.id, departmentId: null, tags: [], businessKind: "new" },
        ...{ reason: null, remark: null, draftId, templateId: null, templateVersion: null, options: {} },
        parties: [
          { legalPartyId: ours.body.id as LegalPartyId, side: "ours", alias: "甲方" },
          { legalPartyId: theirs.body.id as LegalPartyId, side: "counterparty", alias: "乙方" },
        ],
        ...wanted,
      };
      await sql.begin((tx) => contracts.insert(tx, contract, { personId: owner.id, party: "ours" }));
      return id;
    },
    async documentOf(id) {
      return must((await contracts.find(id))?.documentId ?? null, "a contract has a text");
    },
    submit: (by, id, more = {}) => by.call("POST", `/contracts/${id}/approval`, more),
    taskOf,
    async does(by, id, verb, more = {}) {
      const run = await get(by, id);
      const person = more.actsFor ?? by.id;
      const task = tasks(run).find((each) => each.person.id === person)?.id ?? "task-0";
      const { textHash, fieldsHash } = run.text;
      return by.call("POST", `/contracts/${id}/approval/tasks/${task}/${verb}`, { textHash, fieldsHash, ...more });
    },
    asked: async (viewer, id) => tasks(await get(viewer, id)).map(({ person }) => person.name),
    async letters({ email }) {
      const rows = await sql<
        { text: string }[]
      >`select subject || text as text from mail.letter where recipient = ${email}`;
      return rows.map(({ text }) => text).join("\n");
    },
    async trail(id) {
      const events = await contracts.events(id);
      return events
        .filter(({ kind }) => kind.startsWith("approval."))
        .map(({ kind, personId, facts }) => ({ kind: kind.slice("approval.".length), by: personId, facts }));
    },
  };
}
