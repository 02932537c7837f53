/** Copies of negotiated documents, and copies of those: whose every word is, is known through all of them. */
import { type DocumentId, must, newId, seededRandom } from "@parley/base";
import { contentText, readContent, seedUpdate } from "@parley/document";
import {
  DocumentReplica,
  type Id,
  ProvenanceIndex,
  type TailRow,
  decodeStatement,
  encodeStatement,
  pairCopiedBlocks,
  pairCopiedParagraphs,
  readOtherBlocks,
  readParagraphPlaces,
  readVersionOtherBlocks,
  readVersionPlaces,
  versionContent,
} from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { edit } from "../proposals/edit.ts";
import { negotiate } from "../proposals/negotiation.ts";
import { Page } from "../proposals/page.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 8) }, (_, index) => index + 500);
const random = seededRandom(9);
const person = newId<"person">(random);

interface Fork {
  readonly replica: DocumentReplica;
  readonly rows: TailRow[];
  readonly provenance: ProvenanceIndex;
}

/** A copy as the server makes it: the agreed text, and whose ids its ids are copies of. */
function forkOf(source: DocumentReplica, seq: number): Fork {
  const content = versionContent(source, seq, "agreed");
  const update = seedUpdate(content, 900);
  const ydoc = new Y.Doc({ gc: false });
  Y.applyUpdate(ydoc, update);
  const copies = [
    ...pairCopiedParagraphs(readVersionPlaces(source, seq, "agreed"), readParagraphPlaces(ydoc)),
    ...pairCopiedBlocks(readVersionOtherBlocks(source, seq), readOtherBlocks(ydoc)),
  ];
  const documentId: DocumentId = newId<"document">(random);
  const stated = {
    copies: [],
    agreed: [],
    deletedFor: [],
    reopened: [],
    decision: null,
    provenance: [{ documentId, seq, copies }],
  };
  const statement = decodeStatement(must(encodeStatement(stated), "it states something"));
  const rows: TailRow[] = [{ seq: 1, update, kind: "api", baseSeq: null, proposes: false, statement }];
  return {
    replica: DocumentReplica.open(null, rows),
    rows,
    provenance: new ProvenanceIndex(statement.provenance ?? []),
  };
}

/** Somebody writes, splits and joins in it. */
function work(fork: Fork, seed: number): DocumentReplica {
  const dice = seededRandom(seed);
  const page = new Page(person, false);
  page.reopen(Y.encodeStateAsUpdate(fork.replica.ydoc), 901, 1);
  for (let count = 0; count < 25; count++) {
    edit(page, dice);
    for (const update of page.outbox.splice(0)) {
      const context = { kind: "typed", baseSeq: fork.replica.seq, proposes: false, statement: null } as const;
      const taken = fork.replica.take(update, () => true, context);
      if (taken && "code" in taken) throw new Error(taken.reason);
      if (taken) fork.rows.push({ seq: taken.seq, update: taken.update, ...context });
    }
  }
  return fork.replica;
}

interface Standing {
  readonly character: string;
  readonly id: Id;
}

function charactersOf(replica: DocumentReplica, seq: number): Standing[] {
  return readVersionPlaces(replica, seq, "agreed").flatMap(({ text, ranges }) => {
    const ids = ranges.flatMap(({ client, clock, length }) =>
      Array.from({ length }, (_, at) => ({ client, clock: clock + at })),
    );
    return ids.map((id, at) => ({ character: text.charAt(at), id }));
  });
}

/** Which row of which document wrote a character, as far as copies lead. */
function writerOf(chain: readonly (Fork | DocumentReplica)[], id: Id): string {
  let at = id;
  for (let depth = chain.length - 1; depth >= 0; depth--) {
    const each = must(chain[depth], "a document");
    const replica = each instanceof DocumentReplica ? each : each.replica;
    const origin = replica.lineage.originOf(at);
    const part = each instanceof DocumentReplica ? undefined : each.provenance.slice({ ...origin, length: 1 })[0];
    if (!part) return `${depth}: ${replica.attribution.insertingRow(origin.client, origin.clock)}`;
    at = part.source;
  }
  throw new Error("the first document is a copy of nothing");
}

test.each(seeds)("[PV1] [PV2] a copy of a copy knows who wrote every word in the first (seed %i)", (seed) => {
  const { rows } = negotiate(seed, { steps: 80, lag: 0.3 });
  const source = DocumentReplica.open(null, rows);
  const seq = 1 + seededRandom(seed).int(source.seq);
  const first = forkOf(source, seq);
  const expected = charactersOf(source, seq);
  expect(contentText(readContent(first.replica.ydoc))).toBe(contentText(versionContent(source, seq, "agreed")));
  const copied = charactersOf(first.replica, 1);
  expect(copied.map(({ character }) => character)).toEqual(expected.map(({ character }) => character));
  expect(copied.map(({ id }) => writerOf([source, first], id))).toEqual(
    expected.map(({ id }) => writerOf([source], id)),
  );

  const worked = work(first, seed);
  const second = forkOf(worked, worked.seq);
  const before = charactersOf(worked, worked.seq).map(({ id }) => writerOf([source, first], id));
  expect(charactersOf(second.replica, 1).map(({ id }) => writerOf([source, first, second], id))).toEqual(before);
  expect(before.some((writer) => writer.startsWith("0"))).toBe(true);
  // From the log alone it is the same.
  const again = { ...first, replica: DocumentReplica.open(null, first.rows) };
  expect(charactersOf(again.replica, worked.seq).map(({ id }) => writerOf([source, again], id))).toEqual(before);
});
