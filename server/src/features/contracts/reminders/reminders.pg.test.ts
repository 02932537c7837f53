import { LetterStore } from "../../../platform/mail/letter-store.ts";
import { createMail } from "../../../platform/mail/mail.ts";
import { type ContractId, type ContractReminders, type Day, addDays } from "@parley/contracts";
import { describe, expect, test } from "vitest";
import { openPageScene, toApproved } from "../../../../../test/scenarios/contracts/page-scene.ts";
import { stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";
import { companyToday } from "./company-today.ts";
import { type Reminders, createReminders } from "./reminders.ts";
import { createWorkCalendar } from "./work-calendar.ts";

const { scene, legal, rd, ceo } = await stageDocumentsScene(["legal", "rd", "ceo"]);
const { addContract, lead, contracts } = await openPageScene(scene);
const { clock, database, config, random } = scene;
const { people } = scene.app;
const letters = new LetterStore(database.sql);
const dayMs = 86_400_000;
const today = companyToday(people, clock);

/** The day so many days from now. */
const dayIn = async (days: number): Promise<Day> => addDays(await today(), days);

/** One of several servers on the database. */
function reminders(): Reminders {
  const log = { info: () => undefined, error: () => undefined, warn: () => undefined } as never;
  return createReminders({
    ...{ sql: database.sql, contracts, people, today, clock, log, publicUrl: "http://localhost:3000" },
    calendar: createWorkCalendar(database.sql),
    mail: createMail({ config, database, clock, random, log }),
  });
}

const about = async (id: ContractId): Promise<string[]> =>
  (await letters.listUndelivered(500))
    .filter(({ text }) => text.includes(id))
    .map(({ recipient, subject }) => `${recipient}: ${subject}`);

/** Moves time as far as the servers of the scene look by themselves, and looks. */
async function advance(days: number): Promise<void> {
  clock.advance(days * dayMs);
  await reminders().run();
}

describe("reminders", () => {
  test("[M21] thirty days before the end the owner gets one letter, none twice however many servers look or start again, and the trail tells of it", async () => {
    const endDay = await dayIn(40);
    const id = await addContract(legal, { endDay });
    await lead(id, toApproved);
    const { coming } = (await legal.call("GET", `/contracts/${id}/reminders`)).body as ContractReminders;
    expect(coming).toEqual([{ kind: "end", subject: null, dueDay: endDay, day: await dayIn(10) }]);
    await advance(9);
    expect(await about(id)).toEqual([]);
    await advance(1);
    await Promise.all([reminders().run(), reminders().run(), reminders().run()]);
    const number = (await contracts.find(id))?.number;
    expect(await about(id)).toEqual([expect.stringMatching(new RegExp(`^${legal.email}: .*${number}.*${endDay}`))]);
    await advance(5);
    await advance(5);
    expect(await about(id)).toHaveLength(1);
    const told = (await contracts.events(id)).filter(({ kind }) => kind === "reminder.end");
    expect(told).toMatchObject([{ personId: null, facts: { dueDay: endDay, toPersonId: legal.id } }]);
    const { sent } = (await legal.call("GET", `/contracts/${id}/reminders`)).body as ContractReminders;
    expect(sent).toMatchObject([{ kind: "end", dueDay: endDay, to: { name: legal.name } }]);
  });

  test("[M21] a changed end moves the reminder, and a renewal that is approved, a void contract and a draft have none", async () => {
    const [moved, renewed, voided, draft] = (await Promise.all(
      [0, 1, 2, 3].map(async () => addContract(legal, { endDay: await dayIn(31) })),
    )) as [ContractId, ContractId, ContractId, ContractId];
    for (const id of [moved, renewed, voided]) await lead(id, toApproved);
    await contracts.act(moved, async () => ({ change: { endDay: await dayIn(50) }, events: [] }));
    await lead(voided, ["voided"]);
    const begun = await legal.call("POST", `/contracts/${renewed}/successors`, { kind: "renewal", reason: "Goes on" });
    await lead(begun.body.id, toApproved);
    await advance(5);
    for (const id of [moved, renewed, voided, draft]) expect(await about(id)).toEqual([]);
    await advance(16);
    expect(await about(moved)).toHaveLength(1);
  });

  test("[M21] a payment is due so many working days after its condition, by the company's calendar and the contract's own rules", async () => {
    const id = await addContract(rd, { endDay: null });
    const [first, second] = [await dayIn(20), await dayIn(21)];
    const line = { amount: null, percent: null, note: null };
    const after = { kind: "after", days: 0, unit: "natural", condition: "验收", conditionDay: first };
    const lines = [
      { ...line, label: "验收款", due: after },
      { ...line, label: "尾款", due: { kind: "open" } },
      { ...line, label: "质保金", due: { kind: "day", day: second } },
    ];
    expect((await rd.call("PUT", `/contracts/${id}/payments`, { revision: 1, lines })).status).toBe(200);
    await lead(id, toApproved);
    const own = { end: [], payment: [{ days: 3, unit: "working" }] };
    expect((await rd.call("PUT", `/contracts/${id}/reminders`, { own })).status).toBe(200);
    // With the four days before it off, three working days are a week earlier at least.
    expect((await rd.call("PUT", `/contract-calendar/${await dayIn(19)}`, { kind: "off", name: "年会" })).status).toBe(
      403,
    );
    for (const days of [16, 17, 18, 19]) {
      const said = await ceo.call("PUT", `/contract-calendar/${await dayIn(days)}`, { kind: "off", name: "年会" });
      expect(said.body).toContainEqual({ day: await dayIn(days), kind: "off", name: "年会", own: true });
    }
    await advance(10);
    expect(await about(id)).toEqual([]);
    await advance(3);
    expect((await about(id)).length).toBeGreaterThan(0);
    await advance(6);
    expect((await about(id)).toSorted()).toEqual([expect.stringMatching("质保金"), expect.stringMatching("验收款")]);
  });

  test("a letter that cannot be kept leaves no reminder behind: the next look sends it", async () => {
    const id = await addContract(legal, { endDay: await dayIn(30) });
    await lead(id, toApproved);
    const failing = createReminders({
      ...{ sql: database.sql, contracts, people, today, clock, publicUrl: "" },
      log: { error: () => undefined } as never,
      calendar: createWorkCalendar(database.sql),
      mail: { sendWithin: () => Promise.reject(new Error("no room")) },
    });
    await expect(failing.run()).rejects.toThrow("no room");
    expect(await about(id)).toEqual([]);
    await reminders().run();
    expect(await about(id)).toHaveLength(1);
  });
});
