import { type ConnectionId, type DocumentId, newId } from "@parley/base";
import { type ChainedRow, hashRow } from "@parley/history";
import { encodeParleyUpdateFrame, encodeUpdateFrame } from "@parley/sync";
import { beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Colleague, type Company, openCompany } from "../../../../test/support/company.ts";
import { RawPage } from "../../../../test/support/raw-page.ts";
import { proposeParagraph } from "../../../../test/support/propose-paragraph.ts";
import { systemRandom } from "../../platform/system.ts";
import { appendRows, createLogStore } from "../rooms/log-store.ts";
import { sha256 } from "../rooms/room-document.ts";
import { readSavedLog, verifySavedLog } from "../../cli/verify-file.ts";
import { contentText } from "@parley/document";
import { isOfFrozen } from "./is-of-frozen.ts";

const inApproval = { en: "The text is being approved.", zh: "正文正在审批。" };
const deal = {
  kind: "deal",
  label: { en: "Deal", zh: "交易" },
  icon: "note",
  frozenReasons: { approval: inApproval },
};

let company: Company;
let lin: Colleague;
let mara: Colleague;

beforeAll(async () => {
  company = await openCompany({ moreKinds: [deal] });
  [lin, mara] = [await company.colleague("Lin"), await company.colleague("Mara")];
  return () => company.stop();
});

const frozenPort = (): Company["server"]["app"]["documents"]["frozen"] => company.server.app.documents.frozen;
const freeze = (id: DocumentId, seq?: number): Promise<{ seq: number; hash: Uint8Array }> =>
  frozenPort().freeze(id, { by: lin.id, reason: "approval", ...(seq !== undefined && { seq }) });

describe("a frozen document", () => {
  test("[FR2] takes no change from anybody, says so to its sender, and keeps the attempt in its trail", async () => {
    const id = await newDocument();
    const [page, stock] = [await RawPage.open(mara.socket(id)), await mara.socket(id, { parley: "0" })];
    const end = await freeze(id);
    const last = await lastRow(id);
    expect([end.seq, Buffer.from(end.hash)]).toEqual([last.seq, Buffer.from(last.hash)]);
    page.type("Ours now.");
    await page.socket.next("refused", ({ code }) => code === "frozen");
    stock.send(encodeUpdateFrame(foreignWords(), false));
    expect(await stock.next("denied")).toMatchObject({ reason: "frozen" });
    expect(await lastSeq(id)).toBe(end.seq);
    expect(await textOf(id)).toBe("");
    const trail = (await lin.call("GET", `/documents/${id}/refused-attempts`)).body as { attempts: unknown[] };
    expect(trail.attempts).toMatchObject([
      { person: { id: mara.id }, act: "update", code: "frozen", ordinary: true, count: 3 },
    ]);
    page.socket.close();
    stock.close();
  });

  test("[FR2] lets whoever only repeats what it holds know that it is saved", async () => {
    const id = await newDocument();
    const page = await RawPage.open(mara.socket(id));
    page.type("Delivery in May.");
    await page.settled();
    await freeze(id);
    page.socket.send(encodeParleyUpdateFrame(0, 1, Y.encodeStateAsUpdate(page.ydoc)));
    await page.socket.next("saved", ({ count }) => count === page.sent + 1);
    expect(page.socket.received.some(({ type }) => type === "refused")).toBe(false);
    const deleting = new Y.Doc();
    Y.applyUpdate(deleting, Y.encodeStateAsUpdate(page.ydoc));
    const before = Y.encodeStateVector(deleting);
    const block = deleting.getXmlFragment("default").get(0) as Y.XmlElement;
    (block.get(0) as Y.XmlText).delete(0, 3);
    page.socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(deleting, before)));
    await page.socket.next("refused", ({ code }) => code === "frozen");
    expect(await textOf(id)).toBe("Delivery in May.");
    page.socket.close();
  });

  test("[FR3] takes no decision, withdrawal, restoration or taking back, in the words of its reason; comments go on", async () => {
    const id = await newDocument();
    await proposeParagraph(mara, id, "Agreed later.");
    const decide = async (by: Colleague, verdict: string): Promise<{ status: number; body: never }> => {
      const waiting = (await lin.call("GET", `/documents/${id}/proposals`)).body as { id: string; digest: string }[];
      const proposals = waiting.map((each) => ({ id: each.id, digest: each.digest }));
      return by.call("POST", `/documents/${id}/decisions`, { verdict, proposals });
    };
    const { seq: decided } = (await decide(lin, "accept")).body as { seq: number };
    await proposeParagraph(mara, id, "Delivery in May.");
    const end = await freeze(id);
    const refused = { status: 423, body: { code: "documents/frozen", messages: inApproval } };
    for (const verdict of ["accept", "reject"]) expect(await decide(lin, verdict)).toMatchObject(refused);
    expect(await decide(mara, "withdraw")).toMatchObject(refused);
    expect(await lin.call("POST", `/documents/${id}/decisions/${decided}/take-back`, {})).toMatchObject(refused);
    expect(await lin.call("POST", `/documents/${id}/versions/1/restore`, {})).toMatchObject(refused);
    expect(await lastSeq(id)).toBe(end.seq);
    const thread = await mara.call("POST", `/documents/${id}/threads`, {
      anchor: { type: "document" },
      text: "Ready?",
      audience: "everyone",
    });
    expect(thread.status).toBeLessThan(300);
    const trail = (await lin.call("GET", `/documents/${id}/refused-attempts`)).body as { attempts: unknown[] };
    expect(trail.attempts).toContainEqual(expect.objectContaining({ act: "decision", code: "frozen", ordinary: true }));
  });

  test("[FR4] is read-only on open pages at once, in the words of its reason, and is written again without a reload when it thaws", async () => {
    const id = await newDocument();
    const page = await RawPage.open(mara.socket(id));
    expect((await page.socket.next("hello")).standing.frozen).toBeNull();
    await freeze(id);
    await page.socket.next("access", ({ standing, role }) => standing.frozen?.zh === inApproval.zh && role === "edit");
    const late = await mara.socket(id);
    expect((await late.next("hello")).standing.frozen).toEqual(inApproval);
    late.close();
    expect(await frozenPort().find(id)).toMatchObject({ reason: "approval", by: lin.id, seq: 1 });
    expect(await frozenPort().thaw(id, lin.id)).toBe(true);
    await page.socket.next("access", ({ standing }) => standing.frozen === null);
    page.type("Delivery in May.");
    await page.settled();
    expect(await textOf(id)).toBe("Delivery in May.");
    expect(await frozenPort().thaw(id, lin.id)).toBe(false);
    expect(await frozenPort().find(id)).toBeNull();
    page.socket.close();
  });

  test("[CF1] has the hash of its agreed text, which whoever holds its log makes of it, also after it went on", async () => {
    const id = await newDocument();
    const { live } = company.server.app.documents;
    const page = await RawPage.open(mara.socket(id));
    page.type("Delivery in May.");
    await page.settled();
    await proposeParagraph(mara, id, "Not agreed.");
    const end = await freeze(id);
    const sealed = await live.readSealed(id);
    expect([sealed.seq, Buffer.from(sealed.logHash)]).toEqual([end.seq, Buffer.from(end.hash)]);
    expect(contentText(sealed.content)).toBe("Delivery in May.");
    expect(Buffer.from(await hashInFile(id))).toEqual(Buffer.from(sealed.contentHash));
    await frozenPort().thaw(id, lin.id);
    page.type(" Or June.");
    await page.settled();
    expect(Buffer.from((await live.readSealed(id, end.seq)).contentHash)).toEqual(Buffer.from(sealed.contentHash));
    expect(Buffer.from((await live.readSealed(id)).contentHash)).not.toEqual(Buffer.from(sealed.contentHash));
    await expect(live.readSealed(id, 1_000)).rejects.toMatchObject({ code: "documents/version-not-found" });
    page.socket.close();
  });

  test("[FR1] is not frozen at a row that is no longer the last one, and goes on", async () => {
    const id = await newDocument();
    const page = await RawPage.open(mara.socket(id));
    page.type("One more word.");
    await page.settled();
    await expect(freeze(id, 1)).rejects.toMatchObject({ code: "documents/log-moved-on", kind: { status: 409 } });
    page.type(" And one.");
    await page.settled();
    const seq = await lastSeq(id);
    expect(await freeze(id, seq)).toMatchObject({ seq });
    // For another reason it stays where it is.
    expect(await freeze(id)).toMatchObject({ seq });
    page.socket.close();
  });

  test("[FR1] holds every row that was taken before it was frozen, however many come at the same time", async () => {
    const id = await newDocument();
    for (let round = 0; round < 5; round++) {
      const page = await RawPage.open(mara.socket(id));
      page.type("first ");
      await page.settled();
      for (let key = 0; key < 20; key++) page.type("x");
      const end = await freeze(id);
      await page.socket.next("access", ({ standing }) => standing.frozen !== null);
      expect(await lastSeq(id)).toBe(end.seq);
      await frozenPort().thaw(id, lin.id);
      page.socket.close();
    }
  });

  test("[FR1] has no row behind its end whoever writes to the log, also who looked before it was frozen", async () => {
    const id = await newDocument();
    const { database } = company.server;
    const next = await rowBehind(id);
    let append: Promise<unknown> = Promise.resolve();
    await database.sql.begin(async (tx) => {
      await tx`select from documents.document where id = ${id} for update`;
      await tx`
        insert into documents.frozen (document_id, seq, hash, reason, frozen_by, frozen_at)
        values (${id}, ${next.seq - 1}, ${next.previousHash}, 'approval', ${lin.id}, now())`;
      // It cannot see what is not committed yet.
      append = appendRows(database.sql, [{ row: next, newClients: [] }]).catch((error: unknown) => error);
      await waitsForLock(tx);
    });
    expect(isOfFrozen(await append)).toBe(true);
    expect(await lastSeq(id)).toBe(next.seq - 1);
  });

  test("[FR1] is frozen behind a row that is being written, never before it", async () => {
    const id = await newDocument();
    const { database } = company.server;
    const next = await rowBehind(id);
    let freezing = Promise.resolve({ seq: 0 });
    await database.sql.begin(async (tx) => {
      await appendRows(tx as never, [{ row: next, newClients: [] }]);
      freezing = freeze(id);
      await waitsForLock(tx);
    });
    expect(await freezing).toMatchObject({ seq: next.seq });
  });
});

/** Resolves when somebody waits for a lock in this database. */
async function waitsForLock(tx: { unsafe(query: string): Promise<readonly unknown[]> }): Promise<void> {
  for (;;) {
    const waiting = await tx.unsafe(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (waiting.length > 0) return;
  }
}

async function newDocument(): Promise<DocumentId> {
  const { id } = (await lin.call("POST", "/documents", { kind: "deal", title: "Terms" })).body as { id: DocumentId };
  const wanted = { target: "person", personId: mara.id, role: "edit", party: "ours" };
  expect((await lin.call("POST", `/documents/${id}/shares`, wanted)).status).toBeLessThan(300);
  return id;
}

function foreignWords(): Uint8Array {
  const ydoc = new Y.Doc();
  const paragraph = new Y.XmlElement("paragraph");
  ydoc.getXmlFragment("default").push([paragraph]);
  paragraph.insert(0, [new Y.XmlText("By a stock client.")]);
  return Y.encodeStateAsUpdate(ydoc);
}

/** The hash that the log gives without its server. */
async function hashInFile(id: DocumentId): Promise<Uint8Array> {
  const saved = readSavedLog([(await lin.call("GET", `/documents/${id}/log`)).body]);
  const verdict = saved && verifySavedLog(saved, sha256);
  if (verdict === null || "badSeq" in verdict) throw new Error("the log does not hold");
  return verdict.contentHash;
}

async function lastRow(id: DocumentId): Promise<ChainedRow> {
  const rows = await createLogStore(company.server.database.sql).readRows(id, 0, 1_000);
  const last = rows.at(-1);
  if (!last) throw new Error("there is no row");
  return last;
}

/** A row that would fit behind the last one. */
async function rowBehind(id: DocumentId): Promise<ChainedRow> {
  const last = await lastRow(id);
  const facts = {
    ...last,
    seq: last.seq + 1,
    connectionId: newId<"connection">(systemRandom) as ConnectionId,
    statement: null,
  };
  return { ...facts, previousHash: last.hash, hash: hashRow(last.hash, facts, sha256) };
}

async function lastSeq(id: DocumentId): Promise<number> {
  return (await lastRow(id)).seq;
}

async function textOf(id: DocumentId): Promise<string> {
  return ((await lin.call("GET", `/documents/${id}/text`)).body as string).trim();
}
