import { createHash } from "node:crypto";
import { type TrailEntry, findBrokenEvent } from "@parley/contracts";
import { expect, test } from "vitest";
import { change, textAt } from "../../../../../test/scenarios/documents/change-text.ts";
import { openPageScene } from "../../../../../test/scenarios/contracts/page-scene.ts";
import { stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, finance, rd } = await stageDocumentsScene(["legal", "finance", "rd"]);
const { addContract, letSee, contracts } = await openPageScene(scene);
const minuteMs = 60_000;

interface Page {
  readonly entries: TrailEntry[];
  readonly nextBefore: string | null;
  readonly people: { person: { name: string } }[];
  readonly closedDocuments: number;
}
const trailOf = async (id: string, query = "", who = legal): Promise<Page> =>
  (await who.call("GET", `/contracts/${id}/trail?${query}`)).body;
const kindsOf = async (id: string, query = "", who = legal): Promise<string[]> =>
  (await trailOf(id, query, who)).entries.map(({ kind }) => kind);

/** A contract that was written in, spoken about, shared, looked at and exported. */
async function lively(): Promise<{ id: string; documentId: string }> {
  const id = await addContract(legal);
  const documentId = (await contracts.find(id as never))?.draftId ?? "";
  scene.clock.advance(minuteMs);
  await legal.call("POST", `/documents/${documentId}/shares`, { personId: finance.id, role: "edit" });
  scene.clock.advance(15 * minuteMs);
  await change(finance, documentId, (ydoc) => textAt(ydoc, 1).insert(0, "Prompt "));
  await expect.poll(() => kindsOf(id)).toContain("access.opened");
  scene.clock.advance(minuteMs);
  const thread = { anchor: { type: "document" }, audience: "internal", text: "Who pays the freight?" };
  expect((await finance.call("POST", `/documents/${documentId}/threads`, thread)).status).toBe(201);
  scene.clock.advance(minuteMs);
  expect((await legal.call("GET", `/documents/${documentId}/export?format=markdown`)).status).toBe(200);
  scene.clock.advance(minuteMs);
  await expect.poll(() => kindsOf(id)).toContain("export.document");
  return { id, documentId };
}

test("a trail tells of the record, the text, what was said, who was let in, who looked and which files were taken, newest first", async () => {
  const { id, documentId } = await lively();
  const { entries, people } = await trailOf(id);
  // Of one moment both ways are right.
  const moment = entries.slice(2, 4).map(({ kind }) => kind);
  expect(moment.toSorted()).toEqual(["access.opened", "text.written"]);
  expect(entries.map(({ kind, person }) => [kind, person?.name])).toEqual([
    ["export.document", legal.name],
    ["comment.added", finance.name],
    ...moment.map((kind) => [kind, finance.name]),
    ["access.shared", legal.name],
    expect.arrayContaining([legal.name]),
    expect.arrayContaining([legal.name]),
  ]);
  expect(
    entries
      .slice(-2)
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(["contract.created", "text.api"]);
  const byKind = new Map(entries.map((entry) => [entry.kind, entry]));
  expect(byKind.get("export.document")).toMatchObject({
    group: "exports",
    facts: { format: "markdown" },
    document: { id: documentId },
  });
  expect(byKind.get("access.shared")?.facts).toMatchObject({ role: "edit", toPerson: finance.name });
  expect(byKind.get("text.written")?.facts).toMatchObject({ inserted: 7, deleted: 0 });
  expect(byKind.get("comment.added")?.facts).toMatchObject({ text: "Who pays the freight?", audience: "internal" });
  expect(people.map(({ person }) => person.name)).toEqual([legal.name, finance.name]);
});

test("pages of a trail neither overlap nor leave anything out, whatever their size", async () => {
  const { id } = await lively();
  const whole = (await trailOf(id)).entries.map(({ key }) => key);
  for (const limit of [1, 2, 3]) {
    const keys: string[] = [];
    let before: string | null = "";
    while (before !== null) {
      const page: Page = await trailOf(id, `limit=${limit}${before && `&before=${encodeURIComponent(before)}`}`);
      keys.push(...page.entries.map(({ key }) => key));
      before = page.nextBefore;
    }
    expect(keys).toEqual(whole);
  }
});

test("a trail is narrowed by group, person, party, period and clause", async () => {
  const { id } = await lively();
  await contracts.act(id as never, () => ({
    events: [
      {
        kind: "clause.agreed",
        audience: "shared",
        by: { personId: rd.id, party: "counterparty" },
        facts: { clause: "c7" },
      },
    ],
  }));
  expect(await kindsOf(id, "group=comments")).toEqual(["comment.added"]);
  expect(await kindsOf(id, "group=record")).toEqual(["contract.created"]);
  expect(await kindsOf(id, "group=access")).toEqual(["access.opened", "access.shared"]);
  expect((await kindsOf(id, `person=${finance.id}`)).toSorted()).toEqual([
    "access.opened",
    "comment.added",
    "text.written",
  ]);
  expect(await kindsOf(id, "party=counterparty")).toEqual(["clause.agreed"]);
  expect(await kindsOf(id, "clause=c7")).toEqual(["clause.agreed"]);
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  expect(await kindsOf(id, `from=${day(scene.clock.nowMs() + 3 * 86_400_000)}`)).toEqual([]);
  expect(await kindsOf(id, `until=${day(scene.clock.nowMs() - 3 * 86_400_000)}`)).toEqual([]);
  expect((await kindsOf(id, `from=${day(scene.clock.nowMs() - 3 * 86_400_000)}`)).length).toBe(
    (await kindsOf(id)).length,
  );
});

test("who sees the record but not its text reads of the record only, and that there is more", async () => {
  const { id } = await lively();
  await letSee(id as never, rd);
  const page = await trailOf(id, "", rd);
  expect(page.closedDocuments).toBe(1);
  expect(page.entries.map(({ kind }) => kind)).toEqual([
    "export.document",
    "access.opened",
    "access.shared",
    "contract.created",
  ]);
  expect(JSON.stringify(page)).not.toContain("freight");
});

test("somebody who looks is told of once a day, and what was refused to owners only", async () => {
  const { id, documentId } = await lively();
  await letSee(id as never, finance);
  for (let time = 0; time < 2; time++) (await finance.socket(documentId)).close();
  const refused = await rd.call("GET", `/documents/${documentId}/text`);
  expect(refused.status).toBe(404);
  await expect.poll(() => kindsOf(id)).toContain("refused.attempt");
  expect((await kindsOf(id)).filter((kind) => kind === "access.opened")).toHaveLength(1);
  expect(await kindsOf(id, "group=refused", finance)).toEqual([]);
});

test("the record's events are taken along by who leads it, hold by themselves, and the trail tells of that, too", async () => {
  const id = await addContract(legal);
  await letSee(id, finance);
  expect((await finance.call("POST", `/contracts/${id}/trail/export`)).status).toBe(403);
  const { events } = (await legal.call("POST", `/contracts/${id}/trail/export`)).body;
  expect(findBrokenEvent(events, (text) => createHash("sha256").update(text).digest("hex"))).toBeNull();
  expect(events.map(({ body }: { body: string }) => JSON.parse(body).kind)).toEqual([
    "contract.created",
    "export.record",
  ]);
});
