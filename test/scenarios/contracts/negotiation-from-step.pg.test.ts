import { type ApprovalReason, type ContractId, approvalReason } from "@parley/contracts";
import { describe, expect, test } from "vitest";
import { proposeParagraph } from "../../support/propose-paragraph.ts";
import { type Actor, type Answer, stageDocumentsScene } from "../documents/documents-scene.ts";
import { change, textAt } from "../documents/change-text.ts";
import { flowStep, openApprovalScene, priceLine } from "./approval-scene.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);
const he = await scene.colleague("zhixing.he");
const { useFlow, addContract, documentOf, submit, does, asked, letters, trail } = await openApprovalScene(scene, ceo);

const fourSteps = [
  flowStep("legal", [legal.id]),
  flowStep("finance", [finance.id], { scope: ["price", "payment", "penalties"] }),
  flowStep("head", [he.id], { keepWhenUntouched: false }),
  flowStep("chief", [ceo.id]),
];
const runOf = async (by: Actor, id: ContractId): Promise<Answer["body"]> =>
  (await by.call("GET", `/contracts/${id}/approval`)).body.run;
const stateOf = async (by: Actor, id: ContractId): Promise<string> =>
  (await by.call("GET", `/contracts/${id}`)).body.state;
const negotiationOf = async (by: Actor, id: ContractId): Promise<Answer["body"]> =>
  (await by.call("GET", `/contracts/${id}/negotiations`)).body.find(({ isOpen }: { isOpen: boolean }) => isOpen);
const close = async (by: Actor, id: ContractId): Promise<Answer> =>
  by.call("POST", `/contracts/${id}/negotiations/${(await negotiationOf(by, id)).id}/close`, {});

/** A contract at the third of four steps. */
async function atThird(): Promise<ContractId> {
  await useFlow(fourSteps);
  const id = await addContract(rd);
  await submit(rd, id);
  await does(legal, id, "approve");
  await does(finance, id, "approve");
  return id;
}

/** Decides on everything that waits. */
async function accept(by: Actor, documentId: string): Promise<Answer> {
  const proposals = (await by.call("GET", `/documents/${documentId}/proposals`)).body as {
    id: string;
    digest: string;
  }[];
  return by.call("POST", `/documents/${documentId}/decisions`, {
    verdict: "accept",
    proposals: proposals.map(({ id, digest }) => ({ id, digest })),
  });
}

describe("[M13] a negotiation from the third of four steps", () => {
  test("[D2] with a guest who changes the place of delivery leads back to it: finance is kept in words, legal asked again with one change", async () => {
    const id = await atThird();
    const before = await documentOf(id);
    expect((await does(he, id, "approve", { task: "x", textHash: "0" })).status).toBe(409);
    const opened = await he.call("POST", `/contracts/${id}/approval/negotiation`, { note: "送货地点" });
    expect([opened.status, opened.body.run.status]).toEqual([200, "suspended"]);
    expect(await stateOf(rd, id)).toBe("negotiating");
    const negotiation = await negotiationOf(he, id);
    expect(negotiation).toMatchObject({ me: { mayLead: true } });
    expect((await does(he, id, "approve")).body.code).toBe("approval/suspended");
    const people = `/contracts/${id}/negotiations/${negotiation.id}/people`;
    const invited = await he.call("POST", people, { party: "counterparty", role: "edit" });
    expect(invited.status).toBe(201);
    await withGuest(invited.body.url, (await negotiationOf(he, id)).documentId, id);
    expect(await stateOf(rd, id)).toBe("approving");
    const run = await runOf(rd, id);
    expect(run.steps.find(({ isCurrent }: Answer["body"]) => isCurrent).id).toBe("head");
    expect((await asked(rd, id)).toSorted()).toEqual([he.name, legal.name].toSorted());
    const reasons = judgementsOf(run);
    expect(reasons.get(finance.id)).toEqual(["kept", "未涉及价款、付款、违约金"]);
    expect(reasons.get(legal.id)?.[0]).toBe("asked-again");
    expect(reasons.get(legal.id)?.[1]).toContain("共 1 处变更");
    expect(await letters(legal)).toContain("共 1 处变更");
    const again = run.steps[0].tasks.find(({ state }: Answer["body"]) => state === "open");
    const changes = (await legal.call("GET", `/contracts/${id}/approval/tasks/${again.id}/changes`)).body;
    expect(changes.clauses).toMatchObject([{ kind: "changed", title: "第三条 交货" }]);
    expect(changes.fields).toEqual([]);
    expect(changes.clauses[0].words.filter(({ kind }: Answer["body"]) => kind !== "same")).toEqual([
      { kind: "added", text: expect.stringContaining("北京") },
    ]);
    // Everything before is still there to be seen.
    expect((await legal.call("GET", `/documents/${before}`)).status).toBe(200);
    expect(run.steps[0].tasks[0]).toMatchObject({ state: "approved", superseded: "asked-again" });
    await does(he, id, "approve");
    expect(await stateOf(rd, id)).toBe("approving");
    await does(legal, id, "approve");
    await does(ceo, id, "approve");
    expect(await stateOf(rd, id)).toBe("approved");
    expect((await trail(id)).map(({ kind }) => kind)).toContain("suspended");
  });

  /** The other side comes in, changes the place of delivery, ours agrees, and whoever opened it closes it. */
  async function withGuest(url: string, documentId: string, id: ContractId): Promise<void> {
    const guest = await scene.guest(url, "guest@other.example", "高伟");
    await proposeParagraph(guest, documentId, "送货地点改为北京。");
    expect((await close(he, id)).status).toBe(409);
    expect((await accept(rd, documentId)).status).toBe(201);
    expect((await close(he, id)).status).toBe(200);
  }

  function judgementsOf(run: Answer["body"]): Map<string, [string, string]> {
    const tasks = run.steps.flatMap((step: Answer["body"]) => step.tasks);
    return new Map(
      tasks
        .filter(({ judgement }: Answer["body"]) => judgement !== null)
        .map(({ person, judgement }: Answer["body"]) => [
          person.id,
          [judgement.verdict, approvalReason(judgement.reason as ApprovalReason, "zh")],
        ]),
    );
  }

  test("inside, among colleagues, goes on in the draft, and everything that nothing touched is kept", async () => {
    const id = await atThird();
    const draft = await documentOf(id);
    await he.call("POST", `/contracts/${id}/approval/negotiation`, {});
    expect((await close(he, id)).status).toBe(200);
    expect(await documentOf(id)).toBe(draft);
    expect(await asked(rd, id)).toEqual([he.name]);
    expect(await scene.app.documents.frozen.find(draft)).toMatchObject({ reason: "approving" });
  });

  test("that changed the price asks finance again, too, and the draft can be written in meanwhile", async () => {
    const id = await atThird();
    const draft = await documentOf(id);
    await finance.call("POST", `/contracts/${id}/approval/negotiation`, {}).then(({ body }) => {
      expect(body.code).toBe("approval/not-involved");
    });
    await he.call("POST", `/contracts/${id}/approval/negotiation`, {});
    await change(rd, draft, (ydoc) => textAt(ydoc, priceLine).insert(0, "含税"));
    expect((await close(rd, id)).status).toBe(200);
    expect((await asked(rd, id)).toSorted()).toEqual([he.name, legal.name, finance.name].toSorted());
  });

  test("is over when the initiator withdraws meanwhile: closing it leads to no approval", async () => {
    const id = await atThird();
    await he.call("POST", `/contracts/${id}/approval/negotiation`, {});
    expect((await rd.call("POST", `/contracts/${id}/approval/withdraw`, {})).body.run.status).toBe("withdrawn");
    expect((await close(he, id)).status).toBe(200);
    expect(await stateOf(rd, id)).toBe("negotiated");
    expect((await submit(rd, id)).body.run).toMatchObject({ ordinal: 2, status: "running" });
  });
});
