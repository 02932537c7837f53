import type { DocumentId } from "@parley/base";
import type { Contract, LedgerLine, NegotiationFace } from "@parley/contracts";
import { beforeAll, expect, test } from "vitest";
import type * as Y from "yjs";
import {
  type Actor,
  type Answer,
  stageDocumentsScene,
} from "../../../../../test/scenarios/documents/documents-scene.ts";
import { proposeParagraph } from "../../../../../test/support/propose-paragraph.ts";
import { RawPage } from "../../../../../test/support/raw-page.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);
const inner = { typed: "our walk-away price is 4711", said: "they will give way at ninety" };

const ours = await ceo.call("POST", "/contract-parties", { side: "ours", name: "Parley Biotech Co., Ltd." });
const other = await legal.call("POST", "/contract-parties", { name: "上海赛默仪器有限公司" });

let contract: Contract;
let face: NegotiationFace;
let guest: Actor;

async function newContract(title: string): Promise<Contract> {
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
  expect([made.status, made.body.code]).toEqual([201, undefined]);
  return made.body;
}

const read = async (id = contract.id): Promise<Contract> => (await legal.call("GET", `/contracts/${id}`)).body;
const textOf = async (by: Actor, id: string, view = "agreed"): Promise<string> =>
  (await by.call("GET", `/documents/${id}/text?view=${view}`)).body.trim();

async function decide(by: Actor, verdict: string): Promise<Answer> {
  const proposals = (await by.call("GET", `/documents/${face.documentId}/proposals`)).body as {
    id: string;
    digest: string;
  }[];
  return by.call("POST", `/documents/${face.documentId}/decisions`, {
    verdict,
    proposals: proposals.map(({ id, digest }) => ({ id, digest })),
  });
}

beforeAll(async () => {
  contract = await newContract("培养基采购");
  const draft = contract.documentId as DocumentId;
  const page = await RawPage.open(legal.socket(draft));
  page.type(`Payment within thirty days. ${inner.typed}`);
  await page.settled();
  const line = (page.ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  line.delete(line.toString().indexOf(inner.typed), inner.typed.length);
  await page.settled();
  page.socket.close();
  await legal.call("POST", `/documents/${draft}/threads`, {
    anchor: { type: "document" },
    text: inner.said,
    audience: "internal",
  });
});

test("[CN7] nobody from outside comes into a draft: a negotiation among colleagues goes on in a document of its own when the first outsider is invited", async () => {
  const own = await newContract("内部讨论");
  for (const wanted of [
    { link: "guests" },
    { email: "gu@other.example" },
    { personId: rd.id, party: "counterparty" },
  ]) {
    const refused = await legal.call("POST", `/documents/${own.documentId}/shares`, { ...wanted, role: "view" });
    expect([refused.status, refused.body.code]).toEqual([409, "contracts/outsiders-by-negotiation"]);
  }
  const opened = await legal.call("POST", `/contracts/${own.id}/negotiations`, {
    revision: own.revision,
    people: [{ personId: rd.id, party: "ours", role: "edit" }],
  });
  expect(opened.body.contract).toMatchObject({ state: "negotiating", documentId: own.documentId });
  const { id } = opened.body.negotiation;
  const at = `/contracts/${own.id}/negotiations/${id}/people`;
  expect((await legal.call("POST", at, { party: "counsel", email: "adviser@law.example", role: "edit" })).status).toBe(
    201,
  );
  const after = await read(own.id);
  expect(after).toMatchObject({ state: "negotiating", draftId: own.documentId });
  expect(after.documentId).not.toBe(own.documentId);
  // Whoever was in the draft goes on in the new document.
  expect((await rd.call("GET", `/documents/${after.documentId}/negotiation`)).body.negotiation).toMatchObject({
    id,
    me: { party: "ours", mayFreeze: true },
  });
});

test("[CN3] opening a negotiation to outsiders goes on in a document of its own, and the draft is frozen", async () => {
  const draft = contract.documentId as DocumentId;
  const opened = await legal.call("POST", `/contracts/${contract.id}/negotiations`, {
    revision: contract.revision,
    people: [{ personId: finance.id, party: "ours", role: "edit" }],
    guests: [{ email: "gu@other.example", party: "counterparty", role: "edit" }],
    title: "Supply of culture media",
  });
  expect(opened.status).toBe(201);
  face = opened.body.negotiation;
  expect(opened.body.contract).toMatchObject({ state: "negotiating", documentId: face.documentId, draftId: draft });
  expect(face.documentId).not.toBe(draft);
  expect(await textOf(legal, face.documentId)).toBe("Payment within thirty days.");
  const page = await RawPage.open(legal.socket(draft));
  page.type("more");
  expect((await page.socket.next("refused")).code).toBe("frozen");
  page.socket.close();
  const again = await legal.call("POST", `/contracts/${contract.id}/negotiations`, { revision: contract.revision });
  expect([again.status, again.body.code]).toEqual([409, "contracts/changed-meanwhile"]);
  const { revision } = await read();
  const twice = await legal.call("POST", `/contracts/${contract.id}/negotiations`, { revision });
  expect([twice.status, twice.body.code]).toEqual([409, "contracts/negotiation-open"]);
});

test("[M4] a guest comes in by link and code, and sees whose turn it is and who is there, and nothing of the record", async () => {
  const invited = await legal.call("POST", `/contracts/${contract.id}/negotiations/${face.id}/people`, {
    party: "counterparty",
    role: "edit",
  });
  guest = await scene.guest(invited.body.url, "gu2@other.example", "Gu Wei");
  const seen = await guest.call("GET", `/documents/${face.documentId}/negotiation`);
  expect(seen.body.contractId).toBeNull();
  expect(seen.body.negotiation).toMatchObject({
    title: "Supply of culture media",
    turn: { party: "ours" },
    me: { party: "counterparty", mayRelease: false, mayFreeze: true, mayLead: false },
  });
  expect(JSON.stringify(seen.body)).not.toContain(contract.number);
  expect((await guest.call("GET", `/contracts/${contract.id}`)).status).toBe(403);
  expect((await rd.call("GET", `/documents/${face.documentId}/negotiation`)).status).toBe(404);
});

test("[CN4] everybody proposes, and only the other side agrees; our own side may drop what it proposed", async () => {
  await proposeParagraph(finance, face.documentId, "The price is 90.");
  expect(await textOf(legal, face.documentId)).not.toContain("90");
  expect((await decide(legal, "accept")).status).toBe(403);
  expect((await decide(guest, "accept")).status).toBe(201);
  expect(await textOf(legal, face.documentId)).toContain("The price is 90.");
});

test("[M9] a round seals the text by its hash, moves the turn and tells the other side; only whose turn it is releases one", async () => {
  const refused = await guest.call("POST", `/documents/${face.documentId}/negotiation/rounds`, { to: "ours" });
  expect([refused.status, refused.body.code]).toEqual([409, "contracts/not-your-turn"]);
  scene.clock.advance(60_000);
  const one = await legal.call("POST", `/documents/${face.documentId}/negotiation/rounds`, {
    to: "counterparty",
    note: "Our first offer.",
  });
  expect(one.status).toBe(201);
  expect(one.body).toMatchObject({
    turn: { party: "counterparty" },
    rounds: [{ number: 1, note: "Our first offer." }],
  });
  expect(one.body.rounds[0].textHash).toMatch(/^[0-9a-f]{64}$/);
  scene.clock.advance(30_000);
  expect(await scene.newestLetter("gu2@other.example")).toContain("Our first offer.");
  await proposeParagraph(guest, face.documentId, "The price is 95.");
  expect((await decide(finance, "accept")).status).toBe(201);
  const two = await guest.call("POST", `/documents/${face.documentId}/negotiation/rounds`, { to: "ours" });
  expect(two.status).toBe(201);
  expect(two.body.turn.times).toMatchObject({ counterparty: 30_000 });
  expect(two.body.turn.times.ours).toBeGreaterThanOrEqual(60_000);
  const [first, second] = two.body.rounds as NegotiationFace["rounds"];
  expect(first?.textHash).not.toBe(second?.textHash);
});

test("[D8] both sides freeze a clause, a later change warns both and is told in the ledger", async () => {
  const ledger = async (by: Actor): Promise<LedgerLine[]> =>
    (await by.call("GET", `/documents/${face.documentId}/negotiation/ledger`)).body;
  const [line] = await ledger(guest);
  expect(line).toMatchObject({ state: "agreed", lastMover: { party: "ours" } });
  for (const by of [legal, guest])
    await by.call("POST", `/documents/${face.documentId}/negotiation/frozen-clauses`, { key: line?.key, frozen: true });
  expect((await ledger(legal))[0]?.frozenBy).toEqual(["ours", "counterparty"]);
  await proposeParagraph(guest, face.documentId, "Delivery in Shanghai.");
  expect((await decide(legal, "accept")).status).toBe(201);
  scene.clock.advance(60_000);
  await expect
    .poll(async () => (await ledger(guest))[0]?.reopened, { timeout: 20_000 })
    .toMatchObject({ party: "ours" });
  expect((await ledger(legal))[0]?.frozenBy).toEqual([]);
});

test("[D13] a guest learns what they see and who sees them, and takes their own trail along, with nothing of anybody else", async () => {
  const sight = (await guest.call("GET", `/documents/${face.documentId}/negotiation/sight`)).body;
  const mine = Object.fromEntries(sight.map(({ what, mine: seen }: { what: string; mine: boolean }) => [what, seen]));
  expect(mine).toMatchObject({ "agreed-text": true, "internal-comments": false, "private-drafts": false });
  const trail = (await guest.call("GET", `/documents/${face.documentId}/negotiation/own-trail`)).body;
  const text = JSON.stringify(trail);
  expect(text).toContain("The price is 95.");
  expect(text).not.toContain("The price is 90.");
  expect(text).not.toContain("Our first offer.");
});

test("[CG1] our people and counsel have a circle while counsel negotiates along, and what our people say is internal by itself", async () => {
  const people = `/contracts/${contract.id}/negotiations/${face.id}/people`;
  const seenBy = async (by: Actor): Promise<{ defaultAudience: string; circles: { id: string; name: string }[] }> =>
    (await by.call("GET", `/documents/${face.documentId}/threads`)).body;
  expect(await seenBy(legal)).toMatchObject({ defaultAudience: "internal", circles: [] });
  const invited = await legal.call("POST", people, { party: "counsel", role: "comment" });
  const counsel = await scene.guest(invited.body.url, "he@law.example", "He Lu");
  const [circle] = (await seenBy(counsel)).circles;
  expect(circle?.name).toBe("Counsel / 律师");
  expect((await seenBy(finance)).circles).toEqual([circle]);
  expect((await seenBy(guest)).circles).toEqual([]);
  const said = await counsel.call("POST", `/documents/${face.documentId}/threads`, {
    anchor: { type: "document" },
    text: "Ninety-five is a fair price.",
    circleId: circle?.id,
  });
  expect(said.status).toBe(201);
  expect(JSON.stringify((await legal.call("GET", `/documents/${face.documentId}/threads`)).body)).toContain(
    "fair price",
  );
  expect(JSON.stringify(await seenBy(guest))).not.toContain("fair price");
  await legal.call("POST", people, { personId: rd.id, party: "ours", role: "comment" });
  expect((await seenBy(rd)).circles).toEqual([circle]);
  for (const { id } of [rd, counsel]) await legal.call("DELETE", `${people}/${id}`);
  const circles = (await legal.call("GET", `/documents/${face.documentId}/circles`)).body;
  expect(circles[0].people.map(({ id }: { id: string }) => id).toSorted()).toEqual([legal.id, finance.id].toSorted());
});

test("[CN5] a negotiation closes when nothing waits, or says what it drops; the text is frozen and can be negotiated again", async () => {
  await proposeParagraph(guest, face.documentId, "A penalty of 20 percent.");
  const close = `/contracts/${contract.id}/negotiations/${face.id}/close`;
  const refused = await legal.call("POST", close, {});
  expect([refused.status, refused.body.code]).toEqual([409, "contracts/negotiation-waiting"]);
  expect((await guest.call("POST", close, { dropWaiting: true })).status).toBe(403);
  const closed = await legal.call("POST", close, { dropWaiting: true, note: "Agreed by phone." });
  expect(closed.status).toBe(200);
  expect(closed.body.contract.state).toBe("negotiated");
  expect(closed.body.negotiation.settled).toMatchObject({
    accepted: 3,
    rejected: 0,
    dropped: [{ by: "Gu Wei", party: "counterparty", inserted: expect.stringContaining("20 percent") as string }],
  });
  const page = await RawPage.open(guest.socket(face.documentId as DocumentId));
  page.type("more");
  expect((await page.socket.next("refused")).code).toBe("frozen");
  page.socket.close();
  const { revision } = await read();
  const again = await legal.call("POST", `/contracts/${contract.id}/negotiations`, { revision });
  expect(again.status).toBe(201);
  expect(again.body.negotiation).toMatchObject({ ordinal: 2, documentId: face.documentId });
  await proposeParagraph(guest, face.documentId, "One more thing.");
});

test("[CN6] the trail tells everything in order, and outsiders' acts with their party", async () => {
  const rows = await scene.database.sql<{ kind: string; party: string; audience: string }[]>`
    select kind, party, audience from contracts.event
    where contract_id = ${contract.id} and kind not like 'access.%' order by seq`;
  // Who looked at it is noted beside, at moments of its own.
  expect(rows.map(({ kind }) => kind).filter((kind) => !kind.startsWith("access."))).toEqual([
    "contract.created",
    "negotiation.opened",
    "negotiation.invited",
    "round.released",
    "round.released",
    "clause.frozen",
    "clause.frozen",
    "clause.reopened",
    "negotiation.invited",
    "negotiation.invited",
    "negotiation.removed",
    "negotiation.removed",
    "negotiation.closed",
    "negotiation.opened",
  ]);
  expect(rows.find(({ kind, party }) => kind === "round.released" && party === "counterparty")?.audience).toBe(
    "shared",
  );
});
