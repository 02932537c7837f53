import type { Contract, ContractId, ContractOverview, FamilyAnswer, RelatedContract } from "@parley/contracts";
import { expect, test } from "vitest";
import { openPageScene, toApproved, toArchived } from "../../../../../test/scenarios/contracts/page-scene.ts";
import { stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";
import { createSuccession } from "./succession.ts";

const { scene, legal, finance, rd } = await stageDocumentsScene(["legal", "finance", "rd"]);
const { addContract, lead, letSee, contracts } = await openPageScene(scene);

const familyOf = async (id: string, who = legal): Promise<FamilyAnswer> =>
  (await who.call("GET", `/contracts/${id}/family`)).body;
const relatedOf = async (id: string, who = legal): Promise<RelatedContract[]> =>
  (await who.call("GET", `/contracts/${id}/related`)).body;
const kindsOf = async (id: ContractId): Promise<string[]> => (await contracts.events(id)).map(({ kind }) => kind);
const begin = async (id: string, body: object): Promise<ContractId> =>
  (await legal.call("POST", `/contracts/${id}/successors`, { reason: "Prices rose", ...body })).body.id;

test("[M19] a supplement stands on both pages and in both trails, and the family counts its amount and end once it is approved", async () => {
  const master = await addContract(legal);
  const supplement = await addContract(legal, { amountMinor: 5_000_00n, endDay: "2027-03-31", startDay: null });
  const relation = { kind: "supplement", sense: "is", otherId: master };
  const added = await legal.call("POST", `/contracts/${supplement}/related`, relation);
  expect(added.body).toMatchObject([{ kind: "supplement", sense: "is", contract: { id: master } }]);
  expect(await relatedOf(master)).toMatchObject([{ kind: "supplement", sense: "has", contract: { id: supplement } }]);
  for (const id of [master, supplement]) expect(await kindsOf(id)).toContain("relation.added");
  expect((await familyOf(master)).amounts).toMatchObject([{ money: { minor: "1000000" } }]);
  await lead(supplement, toApproved);
  const family = await familyOf(supplement);
  expect(family.places.map(({ contract, depth }) => [contract?.id, depth])).toEqual([
    [master, 0],
    [supplement, 1],
  ]);
  expect(family).toMatchObject({
    amounts: [
      {
        money: { minor: "1500000", currency: "CNY" },
        from: [
          { contract: { id: master }, how: "begins" },
          { contract: { id: supplement }, how: "adds" },
        ],
      },
    ],
    endDay: { day: "2027-03-31", from: { id: supplement } },
    closed: 0,
  });
  const removed = await legal.call("POST", `/contracts/${supplement}/unrelate`, relation);
  expect(removed.body).toEqual([]);
  for (const id of [master, supplement]) expect(await kindsOf(id)).toContain("relation.removed");
});

test("[CP1] circles, doubles and contracts of others are refused; two that are made at once leave one", async () => {
  const [a, b, c, others] = [
    await addContract(legal),
    await addContract(legal),
    await addContract(legal),
    await addContract(rd),
  ];
  const relate = (id: string, kind: string, otherId: string) =>
    legal.call("POST", `/contracts/${id}/related`, { kind, sense: "is", otherId });
  await relate(b, "supplement", a);
  await relate(c, "change", b);
  expect((await relate(a, "renewal", c)).body).toMatchObject({ code: "contracts/relation-cycle" });
  expect((await relate(b, "supplement", a)).body).toMatchObject({ code: "contracts/already-related" });
  expect((await relate(a, "refers-to", c)).status).toBe(200);
  expect((await relate(a, "refers-to", others)).body).toMatchObject({ code: "contracts/not-found" });
  expect((await relate(a, "refers-to", a)).body).toMatchObject({ code: "contracts/not-found" });
  const [d, e] = [await addContract(legal), await addContract(legal)];
  const both = await Promise.all([relate(d, "supplement", e), relate(e, "supplement", d)]);
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 422]);
});

test("a contract that is not open is told of without its number, name and amount", async () => {
  const secret = { name: "Secret supplement", amountMinor: 77_777_00n };
  const [open, closed] = [await addContract(legal), await addContract(legal, secret)];
  await legal.call("POST", `/contracts/${closed}/related`, { kind: "supplement", sense: "is", otherId: open });
  await lead(closed, toApproved);
  await letSee(open, finance);
  expect(await relatedOf(open, finance)).toMatchObject([{ kind: "supplement", sense: "has", contract: null }]);
  const family = await familyOf(open, finance);
  expect(family).toMatchObject({ closed: 1, amounts: [{ money: { minor: "1000000" } }] });
  const trail = (await finance.call("GET", `/contracts/${open}/trail`)).body;
  const told = JSON.stringify([family, await relatedOf(open, finance), trail]);
  for (const word of [secret.name, closed, "7777700"]) expect(told).not.toContain(word);
  expect(trail.entries).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: "relation.added", other: { contract: null } })]),
  );
});

test("[M20] a change begins pre-filled with the agreed text, stays linked, is shown on the page before, and carries out what it is for in the archive", async () => {
  const master = await addContract(legal, { lines: ["第一条 价款", "The price is 10,000 yuan."] });
  const lines = [{ label: "全款", amount: null, percent: "100", due: { kind: "open" }, note: null }];
  await legal.call("PUT", `/contracts/${master}/payments`, { revision: 1, lines });
  const early = await legal.call("POST", `/contracts/${master}/successors`, { kind: "change", reason: "x" });
  expect(early.body).toMatchObject({ code: "contracts/state-forbids" });
  await lead(master, toApproved);
  const change = await begin(master, { kind: "change" });
  const made = (await legal.call("GET", `/contracts/${change}`)).body as Contract;
  expect(made).toMatchObject({
    number: `${(await contracts.find(master))?.number}-C1`,
    businessKind: "change",
    reason: "Prices rose",
    amount: { minor: "1000000", currency: "CNY" },
    startDay: "2026-01-01",
    endDay: "2026-12-31",
    owner: { id: legal.id },
    parties: [{ side: "ours" }, { side: "counterparty" }],
  });
  expect((await legal.call("GET", `/documents/${made.documentId}/text`)).body).toBe(
    "第一条 价款\nThe price is 10,000 yuan.",
  );
  expect((await legal.call("GET", `/contracts/${change}/overview`)).body as ContractOverview).toMatchObject({
    previous: { contract: { id: master } },
    payments: [{ label: "全款" }],
  });
  expect(await begin(master, { kind: "change" })).toBeUndefined();
  const shown = async (): Promise<ContractOverview["successors"]> =>
    (await legal.call("GET", `/contracts/${master}/overview`)).body.successors;
  expect(await shown()).toMatchObject([{ kind: "change", approved: false, contract: { id: change } }]);
  await lead(change, toApproved);
  expect(await shown()).toMatchObject([{ approved: true }]);
  const kept = { kind: "change", sense: "is", otherId: master };
  expect((await legal.call("POST", `/contracts/${change}/unrelate`, kept)).body).toMatchObject({
    code: "contracts/relation-kept",
  });

  const { newDocuments } = scene.app.documents.library;
  const { clock, random } = scene;
  const parts = {
    sql: scene.database.sql,
    contracts,
    newDocuments,
    clock,
    random,
    log: { error: () => undefined },
  };
  const succession = createSuccession(parts);
  await lead(change, toArchived);
  await succession.settle();
  expect((await contracts.find(master))?.state).toBe("approved");
  await lead(master, toArchived);
  await Promise.all([succession.settle(), succession.settle()]);
  expect((await contracts.find(master))?.state).toBe("changed");
  expect((await kindsOf(master)).filter((kind) => kind === "contract.succeeded")).toHaveLength(1);
});

test("[M20] a renewal begins the day after the end with the agreed text, a termination needs its day and has a text of its own; each is begun once", async () => {
  const master = await addContract(legal);
  await lead(master, toApproved);
  const renewal = await begin(master, { kind: "renewal" });
  expect((await legal.call("GET", `/contracts/${renewal}`)).body).toMatchObject({
    startDay: "2027-01-01",
    endDay: "2027-12-31",
  });
  const again = await legal.call("POST", `/contracts/${master}/successors`, { kind: "renewal", reason: "x" });
  expect(again.body).toMatchObject({ code: "contracts/already-succeeded" });
  const dayless = await legal.call("POST", `/contracts/${master}/successors`, { kind: "termination", reason: "x" });
  expect(dayless.body).toMatchObject({ code: "contracts/termination-day" });
  const termination = await begin(master, { kind: "termination", terminationDay: "2026-09-30" });
  const { documentId } = (await legal.call("GET", `/contracts/${termination}`)).body as Contract;
  expect((await legal.call("GET", `/documents/${documentId}/text`)).body).toBe("");
  await lead(termination, toApproved);
  expect((await familyOf(master)).endDay).toMatchObject({ day: "2026-09-30", from: { id: termination } });
  expect((await finance.call("POST", `/contracts/${master}/successors`, { kind: "change", reason: "x" })).status).toBe(
    404,
  );
});
