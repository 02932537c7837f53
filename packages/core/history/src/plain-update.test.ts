import { PROPOSALS_NAME, isProposalRecord, seedUpdate } from "@parley/document";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { ConnectionId, DocumentId, EpochMs, PersonId } from "@parley/base";
import { DocumentReplica, type RowFacts, asTailRow, collectDeleted } from "./index.ts";
import { plainUpdate } from "./plain-update.ts";

const KEY = "01234567-89ab-4cde-8f01-23456789abcd:1";
const SEED = seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "abcdef" }] }] }, 7);

function under(prototype: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.defineProperty({ ...rest }, "__proto__", { value: prototype, enumerable: true });
}

/** An update with one record, and one letter deleted. */
function recording(record: unknown, clock = 0): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  encoding.writeVarUint(restEncoder, 1);
  encoding.writeVarUint(restEncoder, 1);
  encoder.writeClient(11);
  encoding.writeVarUint(restEncoder, clock);
  const content = new Y.ContentAny([record]);
  new Y.Item(Y.createID(11, clock), null, null, null, null, PROPOSALS_NAME as never, KEY, content).write(encoder, 0);
  for (const each of [1, 7, 1, 2, 1]) encoding.writeVarUint(restEncoder, each);
  return encoder.toUint8Array();
}

const range = [[7, 3, 3]];
const hostile: readonly (readonly [string, unknown])[] = [
  ["what is asked", under({ do: "delete" }, { ids: range })],
  ["a group", under({ group: "g" }, { do: "delete", ids: range })],
  ["an address", { do: "format", ids: range, mark: "link", value: under({ href: "https://a.example/" }) }],
  ["bytes", under(Uint8Array.of(1), { do: "delete", ids: range })],
  ["nothing", under(null, { do: "delete", ids: range })],
];

const row = (seq: number, update: Uint8Array): RowFacts => ({
  documentId: "d" as DocumentId,
  seq,
  personId: "p" as PersonId,
  party: "ours",
  role: "edit",
  connectionId: "c" as ConnectionId,
  kind: "typed",
  receivedAtMs: 0 as EpochMs,
  baseSeq: null,
  update,
  statement: null,
});

/** What a reader makes of the record: also what it takes for a record at all. */
function readIn(ydoc: Y.Doc): unknown {
  const [value] = [...ydoc.getMap(PROPOSALS_NAME).values()];
  const { do: asked, group, value: set } = value as { do?: unknown; group?: unknown; value?: { href?: unknown } };
  return [asked, group, set?.href, isProposalRecord(value), JSON.stringify(value)];
}

describe("values that inherit", () => {
  test.each(hostile.slice(0, 4))("[GU15] a row that brings %s in a prototype is taken from nobody", (_name, record) => {
    const replica = DocumentReplica.open(null, [asTailRow(row(1, SEED))]);
    const taken = replica.take(recording(record), () => true);
    expect(taken).toMatchObject({ code: "schema" });
    expect(replica.seq).toBe(1);
  });

  test("[GU15] [IN4] it is refused also where it is said again, under ids that are here", () => {
    const replica = DocumentReplica.open(null, [asTailRow(row(1, SEED))]);
    replica.take(recording({ do: "delete", ids: range }), () => true);
    expect(replica.take(recording(under(Uint8Array.of(1), { do: "delete" })), () => true)).toMatchObject({
      code: "schema",
    });
  });

  test.each(hostile)(
    "[GU15] a row of the log with %s in one reads alike from log, snapshot and page",
    (_name, record) => {
      const rows = [row(1, SEED), row(2, recording(record))].map(asTailRow);
      const running = DocumentReplica.open(null, rows);
      const reopened = DocumentReplica.open(running.save(), []);
      const [fresh, followed] = [new Y.Doc(), new Y.Doc()];
      Y.applyUpdate(fresh, collectDeleted(running.save().full).state);
      Y.applyUpdate(followed, Y.mergeUpdates(rows.map(({ update }) => update)));
      for (const ydoc of [reopened.ydoc, fresh, followed]) expect(readIn(ydoc)).toEqual(readIn(running.ydoc));
      expect(reopened.attribution.deletedBy({ client: 7, clock: 2, length: 1 })).toMatchObject([{ seq: 2 }]);
    },
  );

  test("[GU15] a row that only names the key, and one that cannot be read, are the very bytes that they were", () => {
    const naming = recording({ do: "delete", ids: range, group: "__proto__" });
    expect(plainUpdate(naming)).toBe(naming);
    const broken = new TextEncoder().encode("__proto__");
    expect(plainUpdate(broken)).toBe(broken);
  });
});
