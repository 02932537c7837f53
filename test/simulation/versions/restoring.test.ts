import { seededRandom } from "@parley/base";
import { contentText, readContent } from "@parley/document";
import {
  DocumentReplica,
  type TailRow,
  type VersionBlock,
  type VersionView,
  readTextSpans,
  readVersion,
  restoreVersion,
  versionContent,
} from "@parley/history";
import { PARAGRAPH_BREAK, agreedView, listProposals, readView } from "@parley/proposals";
import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";
import { playStructuralSession } from "../structure/structural-session.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 6) }, (_, index) => index + 1);
const SERVER_CLIENT = 7;

/** Who wrote each visible character, as row numbers. */
function writersOf(replica: DocumentReplica): Map<string, number> {
  return new Map(
    readTextSpans(replica, { deleted: false }).flatMap(({ text, insertedSeq }) =>
      Array.from(text).map((character) => [character, insertedSeq] as const),
    ),
  );
}

function restore(replica: DocumentReplica, seq: number): { brought: number; row: TailRow | null } {
  const made = restoreVersion(replica, seq, SERVER_CLIENT);
  if (!made) return { brought: 0, row: null };
  const context = { kind: "restore" as const, baseSeq: null, proposes: false, statement: made.statement };
  const taken = replica.take(made.update, () => true, context);
  if (taken === null || "code" in taken) throw new Error(`refused: ${taken?.reason ?? "nothing new"}`);
  const row = { ...context, seq: taken.seq, update: taken.update };
  return { brought: made.statement.copies.reduce((sum, { copy }) => sum + copy.length, 0), row };
}

interface StoodCharacter {
  readonly character: string;
  readonly writtenSeq: number | undefined;
  readonly id: string;
}

/** Every character of a version with the row that wrote it first, in reading order; pending ones, or agreed ones. */
function charactersOf(replica: DocumentReplica, seq: number, wanted: "agreed" | "pending"): StoodCharacter[] {
  const { attribution, lineage } = replica;
  const found: StoodCharacter[] = [];
  const visit = (blocks: readonly VersionBlock[]): void => {
    for (const { pieces, children } of blocks) {
      for (const { range, text, isPending } of pieces) {
        if (isPending !== (wanted === "pending")) continue;
        for (let at = 0; at < range.length; at++) {
          const origin = lineage.originOf({ client: range.client, clock: range.clock + at });
          const writtenSeq = attribution.insertingRow(origin.client, origin.clock);
          found.push({ character: text[at] ?? "", writtenSeq, id: `${range.client} ${range.clock + at}` });
        }
      }
      visit(children);
    }
  };
  visit(readVersion(replica, seq, wanted === "agreed" ? "agreed" : "written"));
  return found;
}

/** Content as text that compares, whatever the order of its facts. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

const asWritten = ({ character, writtenSeq }: StoodCharacter): string => `${character} by ${writtenSeq}`;

/** Restores random versions of a negotiation, one after another; returns what was wrong. */
function restoreAtRandom(
  rows: readonly TailRow[],
  seed: number,
): { wrong: string[]; restored: number; waited: number } {
  const random = seededRandom(seed);
  const replica = DocumentReplica.open(null, rows);
  const log = [...rows];
  const wrong: string[] = [];
  let [restored, waited] = [0, 0];
  const check = (what: string, shown: unknown, expected: unknown): void => {
    const [a, b] = [inOrder(shown), inOrder(expected)];
    if (a !== b) wrong.push(`${what}: ${a}\ninstead of\n${b}`);
  };
  for (let round = 0; round < 6 && wrong.length === 0; round++) {
    const seq = 1 + random.int(replica.seq);
    const looks = [seq, replica.seq, 1 + random.int(replica.seq)];
    const read = (): unknown =>
      looks.flatMap((at) => (["agreed", "written"] as VersionView[]).map((view) => versionContent(replica, at, view)));
    const [before, expected] = [read(), charactersOf(replica, seq, "agreed")];
    const waiting = charactersOf(replica, replica.seq, "pending").filter(
      ({ character }) => character !== PARAGRAPH_BREAK,
    );
    const { row } = restore(replica, seq);
    if (row) log.push(row);
    restored += row ? 1 : 0;
    waited += waiting.length;
    check(
      `agreed after ${seq} came back`,
      versionContent(replica, replica.seq, "agreed"),
      versionContent(replica, seq, "agreed"),
    );
    check("authors", charactersOf(replica, replica.seq, "agreed").map(asWritten), expected.map(asWritten));
    check("earlier versions", read(), before);
    const left = new Set(charactersOf(replica, replica.seq, "pending").map(({ id }) => id));
    check(
      "what waits",
      waiting.filter(({ id }) => !left.has(id)),
      [],
    );
    const { ydoc, attribution, lineage, pending } = replica;
    const document = { ydoc, attribution, lineage, pending, ownerOf: () => undefined };
    check("the agreed view", readView(document, agreedView), versionContent(replica, seq, "agreed"));
    const keys = listProposals(document).flatMap(({ records }) => records.map(({ key }) => key));
    check("records that belong to a proposal", new Set(keys).size, ydoc.getMap("proposals").size);
  }
  check("the log recomputed", DocumentReplica.open(null, log).save().index, replica.save().index);
  return { wrong, restored, waited };
}

describe("restoring", () => {
  test.each(seeds)("[VE7] makes the present read as it did, with the same authors (seed %i)", (seed) => {
    const { rows } = playStructuralSession(seed, { steps: 150, lag: 0.2, offline: 0.2, undo: true });
    const random = seededRandom(seed);
    const replica = DocumentReplica.open(null, rows);
    for (let round = 0; round < 8; round++) {
      const seq = 1 + random.int(rows.length);
      const past = DocumentReplica.open(null, rows.slice(0, seq));
      restore(replica, seq);
      expect(readContent(replica.ydoc)).toEqual(versionContent(replica, seq));
      expect(writersOf(replica)).toEqual(writersOf(past));
    }
  });

  test("[VE7] does nothing where the present reads like the version, and brings back no more than what went", () => {
    const { rows, replica } = playStructuralSession(3, { steps: 120, lag: 0, offline: 0, undo: false });
    expect(restoreVersion(replica, rows.length, SERVER_CLIENT)).toBeNull();
    const seq = rows.length - 5;
    const before = contentText(readContent(replica.ydoc));
    const { brought } = restore(replica, seq);
    expect(brought).toBeLessThan(before.length / 2);
  });

  test.each(seeds)(
    "[VE7] [VE9] brings back what was agreed, leaves what waits where it is, and loses no history (seed %i)",
    (seed) => {
      const { rows } = negotiate(seed, { steps: 120, lag: 0.3 });
      const { wrong, restored } = restoreAtRandom(rows, seed);
      expect(wrong.slice(0, 1)).toEqual([]);
      expect(restored).toBeGreaterThan(0);
    },
  );
});
