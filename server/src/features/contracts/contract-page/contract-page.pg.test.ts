import type { Contract, ContractOverview, KeptPayment } from "@parley/contracts";
import { describe, expect, test } from "vitest";
import { openPageScene, toApproved } from "../../../../../test/scenarios/contracts/page-scene.ts";
import { stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);
const { addContract, lead, letSee, contracts } = await openPageScene(scene);

const overviewOf = async (id: string): Promise<ContractOverview> =>
  (await legal.call("GET", `/contracts/${id}/overview`)).body;

describe("the record of a contract", () => {
  test("is edited by who leads it on its present revision, and whoever comes too late is told who was first", async () => {
    const id = await addContract(legal);
    const [event] = [(await legal.call("GET", `/contracts/${id}`)).body as Contract];
    const edit = { revision: event.revision, amount: { minor: "49999900", currency: "CNY" }, endDay: "2027-06-30" };
    expect((await finance.call("PATCH", `/contracts/${id}`, edit)).status).toBe(404);
    await letSee(id, finance);
    expect((await finance.call("PATCH", `/contracts/${id}`, edit)).body).toMatchObject({ code: "contracts/not-yours" });
    const edited = await legal.call("PATCH", `/contracts/${id}`, edit);
    expect(edited.body).toMatchObject({
      amount: { minor: "49999900", currency: "CNY" },
      baseAmount: { minor: "49999900" },
      endDay: "2027-06-30",
      revision: event.revision + 1,
    });
    // The chief executive is an administrator.
    const late = await ceo.call("PATCH", `/contracts/${id}`, { ...edit, remark: "late" });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: "contracts/changed-meanwhile", facts: { name: legal.name } });
    expect((await contracts.events(id)).at(-1)).toMatchObject({
      kind: "contract.edited",
      facts: {
        fields: ["amountMinor", "endDay"],
        before: { amountMinor: "1000000", endDay: "2026-12-31" },
        after: { amountMinor: "49999900", endDay: "2027-06-30" },
      },
    });
  });

  test("never ends before it begins, and says nothing where nothing changed", async () => {
    const id = await addContract(legal);
    const reversed = await legal.call("PATCH", `/contracts/${id}`, { revision: 1, endDay: "2025-12-31" });
    expect(reversed.body).toMatchObject({ code: "contracts/term-reversed" });
    const same = await legal.call("PATCH", `/contracts/${id}`, { revision: 1, endDay: "2026-12-31", tags: [] });
    expect(same.body).toMatchObject({ revision: 1 });
    expect(await contracts.events(id)).toHaveLength(1);
  });

  test("keeps what an approval covers from its beginning on; owner, tags and remarks stay open", async () => {
    const id = await addContract(legal);
    await lead(id, ["approving"]);
    const { revision } = (await legal.call("GET", `/contracts/${id}`)).body as Contract;
    for (const change of [{ amount: null }, { name: "Other" }, { endDay: null }])
      expect((await legal.call("PATCH", `/contracts/${id}`, { revision, ...change })).body).toMatchObject({
        code: "contracts/state-forbids",
      });
    expect((await legal.call("PATCH", `/contracts/${id}`, { revision, tags: ["cold chain"] })).status).toBe(200);
  });

  test("is handed over to a colleague; who led it goes on seeing it", async () => {
    const id = await addContract(legal);
    expect((await legal.call("PATCH", `/contracts/${id}`, { revision: 1, ownerId: rd.id })).body).toMatchObject({
      owner: { name: rd.name },
    });
    expect((await rd.call("GET", `/contracts/${id}`)).body).toMatchObject({ mayLead: true });
    const { members } = await overviewOf(id);
    expect(members).toMatchObject([{ person: { name: legal.name }, reasons: ["initiator", "reader"] }]);
    const nobody = { revision: 2, ownerId: "00000000-0000-4000-8000-000000000000" };
    expect((await rd.call("PATCH", `/contracts/${id}`, nobody)).body).toMatchObject({ code: "people/not-found" });
  });
});

describe("a payment plan", () => {
  const lines = [
    {
      label: "预付款",
      amount: { minor: "300000", currency: "CNY" },
      percent: "30",
      due: { kind: "day", day: "2026-03-02" },
      note: null,
    },
    {
      label: "验收款",
      amount: { minor: "700000", currency: "CNY" },
      percent: "70",
      due: { kind: "after", days: 10, unit: "working", condition: "验收合格", conditionDay: "2026-02-13" },
      note: "凭发票",
    },
    { label: "质保金", amount: null, percent: null, due: { kind: "open" }, note: null },
  ];

  test("[M21] is written as a whole on a revision; days after a condition are counted by the company's calendar", async () => {
    const id = await addContract(legal);
    const set = await legal.call("PUT", `/contracts/${id}/payments`, { revision: 1, lines });
    expect(set.status).toBe(200);
    const kept = set.body as KeptPayment[];
    expect(kept.map(({ label, dueDay }) => [label, dueDay])).toEqual([
      ["预付款", "2026-03-02"],
      ["验收款", "2026-03-05"],
      ["质保金", null],
    ]);
    expect((await legal.call("PUT", `/contracts/${id}/payments`, { revision: 1, lines: [] })).body).toMatchObject({
      code: "contracts/changed-meanwhile",
    });
    const fewer = kept.slice(1).map(({ dueDay: _dueDay, ...line }) => line);
    await legal.call("PUT", `/contracts/${id}/payments`, { revision: 2, lines: fewer });
    expect((await overviewOf(id)).payments.map((line) => line.id)).toEqual(kept.slice(1).map((line) => line.id));
    expect((await contracts.events(id)).at(-1)).toMatchObject({ kind: "contract.payments-set", facts: { lines: 2 } });
  });

  test("is read by who sees the contract and by nobody else", async () => {
    const id = await addContract(legal);
    expect((await rd.call("GET", `/contracts/${id}/overview`)).status).toBe(404);
    await letSee(id, rd);
    expect((await rd.call("GET", `/contracts/${id}/overview`)).status).toBe(200);
    await lead(id, toApproved);
    expect((await legal.call("GET", `/contracts/${id}`)).body).toMatchObject({ state: "approved" });
  });
});
