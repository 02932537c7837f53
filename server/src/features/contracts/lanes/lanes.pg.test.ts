import type { DocumentId } from "@parley/base";
import type { Contract, Lane, NegotiationFace } from "@parley/contracts";
import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import {
  type Actor,
  type Answer,
  stageDocumentsScene,
} from "../../../../../test/scenarios/documents/documents-scene.ts";
import { proposeParagraph } from "../../../../../test/support/propose-paragraph.ts";
import { RawPage } from "../../../../../test/support/raw-page.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);
/** Words that the other side may not learn before they are released. */
const planted = ["ninety-nine zloty", "Gdansk harbour", "walkaway clause"];

let contract: Contract;
let face: NegotiationFace;
let guest: Actor;
let lane: Lane;
/** All that the guest's socket and the guest's calls have received. */
const heard: Uint8Array[] = [];

const lineOf = (page: RawPage, index: number): Y.XmlText =>
  (page.ydoc.getXmlFragment("default").get(index) as Y.XmlElement).get(0) as Y.XmlText;

const leaked = (): string[] => {
  const bytes = heard.map((each) => Buffer.from(each).toString("latin1")).join("\n");
  const apart = heard.map((each) => Buffer.from(each).toString("utf16le")).join("\n");
  return [...planted, lane.documentId].filter((words) => bytes.includes(words) || apart.includes(words));
};

async function hear(by: Actor, method: string, address: string, body?: unknown): Promise<Answer> {
  const answer = await by.call(method, address, body);
  heard.push(answer.bytes);
  return answer;
}

/** What the guest's page would ask for. */
async function hearEverything(): Promise<void> {
  const { documentId: id } = face;
  for (const address of [
    `/documents/${id}/text`,
    `/documents/${id}/attribution?deleted=1`,
    `/documents/${id}/log`,
    `/documents/${id}/proposals`,
    `/documents/${id}/negotiation`,
    `/documents/${id}/negotiation/ledger`,
    `/documents/${id}/negotiation/sight`,
    `/documents/${id}/negotiation/own-trail`,
    `/documents/${id}/private-draft`,
    `/documents/${id}/versions`,
    `/documents`,
    `/documents/${lane.documentId}/text`,
    `/documents/${lane.documentId}/lane`,
    `/documents/${lane.documentId}/lane/preview`,
  ])
    await hear(guest, "GET", address);
}

async function newNegotiation(title: string): Promise<{ contract: Contract; face: NegotiationFace; guest: Actor }> {
  const email = `${title.toLowerCase().replaceAll(" ", "-")}@other.example`;
  const ours = await ceo.call("POST", "/contract-parties", { side: "ours", name: `${title} GmbH` });
  const other = await legal.call("POST", "/contract-parties", { name: `${title} Supply` });
  const { categories } = (await legal.call("GET", "/contract-categories")).body;
  const made = await legal.call("POST", "/contracts", {
    categoryId: categories[0].id,
    title,
    ourParty: { id: ours.body.id },
    counterparties: [{ id: other.body.id }],
    direction: "none",
    termKind: "open",
    startDay: "2026-01-01",
  });
  const page = await RawPage.open(legal.socket(made.body.documentId));
  page.type("Payment within thirty days to the seller.");
  await page.settled();
  page.socket.close();
  const opened = await legal.call("POST", `/contracts/${made.body.id}/negotiations`, {
    revision: made.body.revision,
    people: [{ personId: finance.id, party: "ours", role: "edit" }],
    guests: [{ email: `first-${email}`, party: "counterparty", role: "edit" }],
  });
  expect(opened.status).toBe(201);
  const { negotiation } = opened.body;
  const invited = await legal.call("POST", `/contracts/${made.body.id}/negotiations/${negotiation.id}/people`, {
    party: "counterparty",
    role: "edit",
  });
  return { contract: made.body, face: negotiation, guest: await scene.guest(invited.body.url, email, "Gu Wei") };
}

beforeAll(async () => {
  ({ contract, face, guest } = await newNegotiation("Culture media"));
});

test("[LN1] a side's draft is made of the agreed text, for everybody of the side in the negotiation and for nobody else", async () => {
  await proposeParagraph(finance, face.documentId, "Already public.");
  const opened = await legal.call("POST", `/documents/${face.documentId}/private-draft`);
  expect([opened.status, opened.body.code]).toEqual([200, undefined]);
  lane = opened.body;
  expect(lane).toMatchObject({ side: "ours", state: "open", sharedId: face.documentId, mayEnd: true });
  expect((await legal.call("GET", `/documents/${lane.documentId}/text`)).body.trim()).toBe(
    "Payment within thirty days to the seller.",
  );
  expect((await finance.call("POST", `/documents/${face.documentId}/private-draft`)).body.documentId).toBe(
    lane.documentId,
  );
  expect((await finance.call("GET", `/documents/${lane.documentId}/lane`)).body.mayEnd).toBe(true);
  expect((await rd.call("GET", `/documents/${lane.documentId}/lane`)).status).toBe(404);
  expect((await guest.call("GET", `/documents/${lane.documentId}/lane`)).status).toBe(404);
  expect((await guest.call("GET", `/documents/${face.documentId}/private-draft`)).body).toEqual({
    lane: null,
    mayOpen: true,
  });
});

test("[D4] [LN2] nothing of a private draft reaches the other side until it is released; then it stands as our suggestions in their newest text", async () => {
  const theirs = await RawPage.open(guest.socket(face.documentId));
  theirs.socket.socket.on("message", (data: Buffer) => heard.push(data));
  const mine = await RawPage.open(legal.socket(lane.documentId as DocumentId));
  const line = lineOf(mine, 0);
  mine.ydoc.transact(() => line.insert(7, ` of ${planted[0]}`));
  const at = line.toString().indexOf("to the seller");
  mine.ydoc.transact(() => {
    line.delete(at, "to the seller".length);
    line.insert(at, `at ${planted[1]}`);
  });
  mine.ydoc.transact(() => {
    const added = new Y.XmlElement("paragraph");
    mine.ydoc.getXmlFragment("default").push([added]);
    added.insert(0, [new Y.XmlText(`A ${planted[2]}.`)]);
  });
  await mine.settled();
  // They edit the same clause meanwhile: nobody is frozen.
  await proposeParagraph(guest, face.documentId, "Their own paragraph.");
  const words = (await guest.call("GET", `/documents/${face.documentId}/proposals`)).body as {
    id: string;
    digest: string;
    insertedText: string;
  }[];
  const own = words.filter(({ insertedText }) => insertedText.startsWith("Their own"));
  const accepted = await finance.call("POST", `/documents/${face.documentId}/decisions`, {
    verdict: "accept",
    proposals: own.map(({ id, digest }) => ({ id, digest })),
  });
  expect(accepted.status).toBe(201);
  const preview = await legal.call("GET", `/documents/${lane.documentId}/lane/preview`);
  expect(preview.body.unplaced).toEqual([]);
  expect(JSON.stringify(preview.body.proposals)).toContain(planted[0]);
  await hearEverything();
  expect(heard.length).toBeGreaterThan(10);
  expect(leaked()).toEqual([]);

  const released = await legal.call("POST", `/documents/${lane.documentId}/lane/release`, { note: "Our answer." });
  expect([released.status, released.body.code]).toEqual([200, undefined]);
  expect(released.body).toMatchObject({ unplaced: [], lane: { state: "released", mayEnd: false } });
  const waiting = (await guest.call("GET", `/documents/${face.documentId}/proposals`)).body as {
    id: string;
    digest: string;
    insertedText: string;
    party: string;
  }[];
  const ours = waiting.filter(({ insertedText }) => planted.some((each) => insertedText.includes(each)));
  expect(ours.map(({ party }) => party)).toEqual(["ours", "ours", "ours"]);
  await expect.poll(() => lineOf(theirs, 0).toString()).toContain(planted[0]);
  // What is looked for would be found.
  await hearEverything();
  expect(leaked()).toEqual(planted);
  const agreed = (await guest.call("GET", `/documents/${face.documentId}/text?view=agreed`)).body.trim();
  expect(agreed).toBe("Payment within thirty days to the seller.\nTheir own paragraph.");
  const taken = await guest.call("POST", `/documents/${face.documentId}/decisions`, {
    verdict: "accept",
    proposals: ours.map(({ id, digest }) => ({ id, digest })),
  });
  expect([taken.status, taken.body.code]).toEqual([201, undefined]);
  expect((await guest.call("GET", `/documents/${face.documentId}/text?view=agreed`)).body.trim().split("\n")).toEqual([
    `Payment of ${planted[0]} within thirty days at ${planted[1]}.`,
    `A ${planted[2]}.`,
    "Their own paragraph.",
  ]);
  mine.type("too late");
  expect((await mine.socket.next("refused")).code).toBe("frozen");
  mine.socket.close();
  theirs.socket.close();
});

test("[LN3] the release is told to everybody, the opening of ours inside only, and the other side's draft nowhere", async () => {
  const theirs = await guest.call("POST", `/documents/${face.documentId}/private-draft`);
  expect(theirs.body).toMatchObject({ side: "counterparty", state: "open" });
  expect((await legal.call("GET", `/documents/${theirs.body.documentId}/lane`)).status).toBe(404);
  expect((await legal.call("GET", `/documents/${theirs.body.documentId}/text`)).status).toBe(404);
  expect((await legal.call("GET", `/documents/${face.documentId}/private-draft`)).body.lane).toBeNull();
  const page = await RawPage.open(guest.socket(theirs.body.documentId));
  page.type(" Theirs alone.");
  await page.settled();
  page.socket.close();
  const released = await guest.call("POST", `/documents/${theirs.body.documentId}/lane/release`, {});
  expect(released.body).toMatchObject({ places: 1, unplaced: [] });
  const rows = await scene.database.sql<{ kind: string; party: string; audience: string }[]>`
    select kind, party, audience from contracts.event where contract_id = ${contract.id} and kind like 'lane.%' order by seq`;
  expect(rows.map(({ kind, party, audience }) => [kind, party, audience])).toEqual([
    ["lane.opened", "ours", "internal"],
    ["lane.released", "ours", "shared"],
    ["lane.released", "counterparty", "shared"],
  ]);
});

test("[LN2] one in which nothing was changed is not released, a discarded one can be read and not gone on with", async () => {
  const opened = (await legal.call("POST", `/documents/${face.documentId}/private-draft`)).body as Lane;
  const empty = await legal.call("POST", `/documents/${opened.documentId}/lane/release`, {});
  expect([empty.status, empty.body.code]).toEqual([422, "contracts/lane-empty"]);
  const page = await RawPage.open(legal.socket(opened.documentId as DocumentId));
  page.type(" Goes on.");
  await page.settled();
  page.socket.close();
  expect((await legal.call("POST", `/documents/${opened.documentId}/lane/discard`)).body.state).toBe("discarded");
  const again = await legal.call("POST", `/documents/${opened.documentId}/lane/release`, {});
  expect([again.status, again.body.code]).toEqual([409, "contracts/lane-ended"]);
  expect((await legal.call("GET", `/documents/${opened.documentId}/text`)).body).toContain("Goes on.");
});

test("[LN5] a draft is made anew of the newest shared text, with what was changed in it", async () => {
  const opened = (await legal.call("POST", `/documents/${face.documentId}/private-draft`)).body as Lane;
  const page = await RawPage.open(legal.socket(opened.documentId as DocumentId));
  page.type(" Renewed words.");
  await page.settled();
  page.socket.close();
  await proposeParagraph(guest, face.documentId, "Agreed meanwhile.");
  const all = (await finance.call("GET", `/documents/${face.documentId}/proposals`)).body as {
    id: string;
    digest: string;
    insertedText: string;
  }[];
  const decided = await finance.call("POST", `/documents/${face.documentId}/decisions`, {
    verdict: "accept",
    proposals: all
      .filter(({ insertedText }) => insertedText.includes("meanwhile"))
      .map(({ id, digest }) => ({ id, digest })),
  });
  expect(decided.status).toBe(201);
  const renewed = await legal.call("POST", `/documents/${opened.documentId}/lane/refresh`);
  expect([renewed.status, renewed.body.code]).toEqual([200, undefined]);
  const { documentId } = renewed.body.lane;
  expect(documentId).not.toBe(opened.documentId);
  const text = (await finance.call("GET", `/documents/${documentId}/text?view=agreed`)).body;
  expect(text).toContain("Renewed words.");
  expect(text).toContain("Agreed meanwhile.");
  expect((await guest.call("GET", `/documents/${documentId}/text`)).status).toBe(404);
  const preview = (await legal.call("GET", `/documents/${documentId}/lane/preview`)).body;
  expect(preview.proposals).toMatchObject([{ kind: "insert", insertedText: " Renewed words." }]);
});

test("[LN4] who leaves the negotiation leaves the draft, and a closed negotiation leaves it to be read", async () => {
  const other = await newNegotiation("Second supply");
  const opened = (await legal.call("POST", `/documents/${other.face.documentId}/private-draft`)).body as Lane;
  expect((await finance.call("GET", `/documents/${opened.documentId}/text`)).status).toBe(200);
  const there = `/contracts/${other.contract.id}/negotiations/${other.face.id}`;
  expect((await legal.call("DELETE", `${there}/people/${finance.id}`)).status).toBe(200);
  await expect.poll(async () => (await finance.call("GET", `/documents/${opened.documentId}/text`)).status).toBe(404);
  expect((await legal.call("POST", `${there}/close`, {})).status).toBe(200);
  const page = await RawPage.open(legal.socket(opened.documentId as DocumentId));
  page.type("more");
  expect((await page.socket.next("refused")).code).toBe("frozen");
  page.socket.close();
  const ended = await legal.call("POST", `/documents/${opened.documentId}/lane/release`, {});
  expect([ended.status, ended.body.code]).toEqual([409, "contracts/negotiation-closed"]);
});
