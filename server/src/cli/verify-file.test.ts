import { createHash } from "node:crypto";
import { type DocumentId, type PersonId, type Role, newId, seededRandom } from "@parley/base";
import { PROPOSALS_NAME, seedUpdate } from "@parley/document";
import {
  CHAIN_START,
  type ChainedRow,
  DocumentReplica,
  type RowFacts,
  asTailRow,
  encodeStatement,
  hashRow,
} from "@parley/history";
import { carryOut, listProposals } from "@parley/proposals";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { type FileVerdict, readSavedLog, verifySavedLog } from "./verify-file.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
const random = seededRandom(3);
const [lin, mara] = [newId<"person">(random), newId<"person">(random)];
const documentId: DocumentId = newId<"document">(random);
const names: Readonly<Record<string, string>> = { [lin]: "Lin", [mara]: "Mara" };

/** A log written row by row, as the endpoint tells it. */
class Log {
  readonly rows: ChainedRow[] = [];
  private readonly ydoc = new Y.Doc({ gc: false });

  write(
    personId: PersonId,
    role: Role,
    update: Uint8Array,
    own: Pick<RowFacts, "kind" | "statement"> = { kind: "typed", statement: null },
  ): this {
    Y.applyUpdate(this.ydoc, update);
    const facts: RowFacts = {
      documentId,
      seq: this.rows.length + 1,
      personId,
      party: "ours",
      role,
      connectionId: newId<"connection">(random),
      receivedAtMs: 1_790_000_000_000,
      baseSeq: null,
      update,
      ...own,
    };
    const previousHash = this.rows.at(-1)?.hash ?? CHAIN_START;
    this.rows.push({ ...facts, previousHash, hash: hashRow(previousHash, facts, sha256) });
    return this;
  }

  act(personId: PersonId, role: Role, clientId: number, task: (text: Y.XmlText, ydoc: Y.Doc) => void): this {
    const page = new Y.Doc();
    Y.applyUpdate(page, Y.encodeStateAsUpdate(this.ydoc));
    page.clientID = clientId;
    const updates: Uint8Array[] = [];
    page.on("update", (update: Uint8Array) => updates.push(update));
    const paragraph = page.getXmlFragment("default").get(0) as Y.XmlElement;
    page.transact(() => task(paragraph.get(0) as Y.XmlText, page));
    return this.write(personId, role, Y.mergeUpdates(updates));
  }

  told(change: (row: Record<string, unknown>, index: number) => void = () => undefined): unknown {
    const rows = this.rows.map((row, index) => {
      const told: Record<string, unknown> = {
        seq: row.seq,
        authorId: row.personId,
        authorName: names[row.personId],
        party: row.party,
        role: row.role,
        connectionId: row.connectionId,
        kind: row.kind,
        receivedAt: new Date(row.receivedAtMs).toISOString(),
        baseSeq: row.baseSeq,
        update: Buffer.from(row.update).toString("base64"),
        statement: row.statement && Buffer.from(row.statement).toString("base64"),
        previousHash: Buffer.from(row.previousHash).toString("hex"),
        hash: Buffer.from(row.hash).toString("hex"),
      };
      change(told, index);
      return told;
    });
    return { documentId, rows, lastSeq: rows.length };
  }
}

function honestLog(): Log {
  return new Log()
    .write(lin, "own", seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "The fee is 100." }] }] }, 7))
    .act(mara, "suggest", 21, (text) => text.insert(4, "annual "))
    .act(lin, "own", 11, (text) => text.insert(text.length, " Net."));
}

function verdictOf(...files: readonly unknown[]): FileVerdict | null {
  const saved = readSavedLog(files);
  return saved && verifySavedLog(saved, sha256);
}

test("a saved log is rebuilt: its agreed words, and how much is whose", () => {
  const log = honestLog();
  expect(verdictOf(log.told())).toEqual({
    seq: 3,
    hash: log.rows[2]?.hash,
    contentHash: sha256(
      new TextEncoder().encode('["parley:content:v1",[["paragraph",{},[["The fee is 100. Net.",{}]]]]]'),
    ),
    agreedText: "The fee is 100. Net.",
    shares: new Map([
      [lin, { name: "Lin", characters: 20 }],
      [mara, { name: "Mara", characters: 7 }],
    ]),
    sealed: new Map(),
  });
});

test("pages of a log are put together in whatever order they are given", () => {
  const whole = honestLog().told() as { documentId: string; rows: unknown[] };
  const [first, ...rest]: unknown[] = whole.rows;
  expect(verdictOf({ documentId, rows: rest }, { documentId, rows: [first] })).toMatchObject({ seq: 3 });
  expect(verdictOf({ documentId, rows: rest })).toMatchObject({ badSeq: 2 });
});

test("a log that ends before the last row that it had then is told so", () => {
  const whole = honestLog().told() as { rows: unknown[] };
  expect(verdictOf({ ...whole, rows: whole.rows.slice(0, 2) })).toMatchObject({ badSeq: 3, reason: "it is missing" });
  // A page that was fetched later knows of more.
  const pages = [
    { ...whole, rows: whole.rows.slice(0, 1), lastSeq: 2 },
    { ...whole, rows: whole.rows.slice(1, 2) },
  ];
  expect(verdictOf(...pages)).toMatchObject({ badSeq: 3 });
});

test("a name is under no hash: whoever changes it does not change whose the words are", () => {
  const told = honestLog().told((row) => (row["authorName"] = row["authorId"] === mara ? "Lin" : row["authorName"]));
  expect(verdictOf(told)).toMatchObject({
    shares: new Map([
      [lin, { name: "Lin", characters: 20 }],
      [mara, { name: "Lin", characters: 7 }],
    ]),
  });
});

test.each<[string, number, (row: Record<string, unknown>) => unknown]>([
  ["a byte of an update", 2, (row: Record<string, unknown>) => (row["update"] = `B${String(row["update"]).slice(1)}`)],
  ["an author", 2, (row: Record<string, unknown>) => (row["authorId"] = lin)],
  ["a time", 3, (row: Record<string, unknown>) => (row["receivedAt"] = "2030-01-01T00:00:00.000Z")],
  ["a role", 2, (row: Record<string, unknown>) => (row["role"] = "edit")],
])("who changes %s is told the first bad row", (_what, seq, change) => {
  const told = honestLog().told((row, index) => {
    if (index === seq - 1) change(row);
  });
  expect(verdictOf(told)).toMatchObject({ badSeq: seq });
});

test("a chain that was computed anew does not hide that a proposer changed agreed words, or wrote as somebody else", () => {
  const deletes = honestLog().act(mara, "suggest", 22, (text) => text.delete(0, 3));
  expect(verdictOf(deletes.told())).toMatchObject({ badSeq: 4, reason: expect.stringContaining("agreed content") });
  const stolen = honestLog().act(mara, "suggest", 11, (text) => text.insert(0, "x"));
  expect(verdictOf(stolen.told())).toMatchObject({ badSeq: 4, reason: expect.stringContaining("client id 11") });
  const forged = honestLog().act(mara, "suggest", 22, (_text, ydoc) =>
    ydoc.getMap(PROPOSALS_NAME).set(`${lin}:1`, { do: "delete", ids: [] }),
  );
  expect(verdictOf(forged.told())).toMatchObject({ badSeq: 4 });
  // Who may edit has no more right to that, and may write over a key without naming it.
  const overwritten = honestLog()
    .act(mara, "suggest", 22, (_text, ydoc) => ydoc.getMap(PROPOSALS_NAME).set(`${mara}:1`, { do: "delete", ids: [] }))
    .act(mara, "suggest", 22, (_text, ydoc) => ydoc.getMap(PROPOSALS_NAME).delete(`${mara}:1`));
  expect(verdictOf(overwritten.told())).toMatchObject({ seq: 5 });
  overwritten.act(lin, "own", 12, (_text, ydoc) =>
    ydoc.getMap(PROPOSALS_NAME).set(`${mara}:1`, { do: "delete", ids: [[7, 3, 4]] }),
  );
  expect(verdictOf(overwritten.told())).toMatchObject({ badSeq: 6, reason: expect.stringContaining("proposes") });
});

test("a withdrawal may take others' proposals about the words along, and nothing that was agreed", () => {
  const log = honestLog().act(lin, "suggest", 12, (_text, ydoc) =>
    ydoc.getMap(PROPOSALS_NAME).set(`${lin}:1`, { do: "delete", ids: [[21, 0, 7]] }),
  );
  const owners = new Map([
    [21, mara],
    [12, lin],
  ]);
  const { ydoc, attribution, lineage, pending } = DocumentReplica.open(null, log.rows.map(asTailRow));
  const document = { ydoc, attribution, lineage, pending, ownerOf: (client: number) => owners.get(client) };
  const all = listProposals(document);
  const chosen = all.filter(({ author }) => author === mara);
  const { update, statement } = carryOut(document, chosen, "withdraw", { clientId: 31, all, facts: () => "{}" });
  const withdrawal = { kind: "decision", statement: encodeStatement(statement) } as const;
  log.write(mara, "suggest", update, withdrawal);
  expect(verdictOf(log.told())).toMatchObject({ seq: 5, agreedText: "The fee is 100. Net." });
  const page = new Y.Doc();
  for (const row of log.rows) Y.applyUpdate(page, row.update);
  const before = Y.encodeStateVector(page);
  ((page.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).delete(0, 4);
  log.write(mara, "suggest", Y.encodeStateAsUpdate(page, before), withdrawal);
  expect(verdictOf(log.told())).toMatchObject({ badSeq: 6, reason: expect.stringContaining("withdraw") });
});

test("what is no log, or that of several documents, is none", () => {
  expect(verdictOf({ rows: [] })).toBeNull();
  expect(verdictOf("x")).toBeNull();
  expect(verdictOf(honestLog().told(), { documentId: newId<"document">(random), rows: [] })).toBeNull();
  expect(verdictOf({ documentId, rows: [] })).toMatchObject({ badSeq: 1 });
});

test.each<[string, (row: Record<string, unknown>) => void]>([
  ["the row that its author had seen below 0", (row) => (row["baseSeq"] = -1)],
  ["base64 with more behind its end", (row) => (row["update"] = `${String(row["update"])}=AAAA`)],
  ["base64 without its padding", (row) => (row["update"] = "AAA")],
  ["base64 for addresses", (row) => (row["statement"] = "_-8=")],
  ["a time with another zone", (row) => (row["receivedAt"] = String(row["receivedAt"]).replace("Z", "+00:00"))],
  ["a time with more digits", (row) => (row["receivedAt"] = String(row["receivedAt"]).replace("Z", "9Z"))],
  ["a time with fewer digits", (row) => (row["receivedAt"] = String(row["receivedAt"]).replace(".000Z", "Z"))],
  ["a hash in capitals", (row) => (row["hash"] = String(row["hash"]).toUpperCase())],
  ["the hash before in capitals", (row) => (row["previousHash"] = String(row["previousHash"]).toUpperCase())],
  ["a longer hash", (row) => (row["hash"] = `${String(row["hash"])}0`)],
])("%s is in no saved log: a row is told in one way only", (_what, change) => {
  const log = honestLog();
  const told = log.told((row, index) => {
    if (index === 1) change(row);
  });
  expect(JSON.stringify(told)).not.toBe(JSON.stringify(log.told()));
  expect(verdictOf(told)).toBeNull();
});
