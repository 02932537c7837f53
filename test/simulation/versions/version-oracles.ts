/** Oracles about versions: what a list of rows must hold however it came to be. Each returns what was wrong. */
import { seededRandom } from "@parley/base";
import {
  DocumentReplica,
  type FilmBlock,
  type TailRow,
  type VersionBlock,
  type VersionView,
  changeSizes,
  filmVersions,
  frameContent,
  readTextSpans,
  readVersion,
  restoreVersion,
  versionContent,
} from "@parley/history";
import { Expectation, isAboutSomething } from "../proposals/oracles.ts";
import { besideWaiting, strayed } from "./waiting-neighbours.ts";
import { type ProposalRecord, PROPOSALS_NAME, isLinkRecord } from "@parley/document";
import {
  type NegotiatedDocument,
  type PastDocument,
  PARAGRAPH_BREAK,
  agreedView,
  carryOut,
  listProposals,
  proposedView,
  readView,
  readViewAt,
} from "@parley/proposals";

const SERVER_CLIENT = 7;

/** The log of a negotiation, and whose the Yjs client ids in it are: without it answers would not be known from the words that they bring. */
export interface Negotiated {
  readonly rows: readonly TailRow[];
  readonly ownerOf: NegotiatedDocument["ownerOf"];
}

export function restore(replica: DocumentReplica, seq: number): { brought: number; row: TailRow | null } {
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

/** How often each of these characters waits now, under its own id or as a copy. */
function stillWaiting(replica: DocumentReplica, characters: readonly StoodCharacter[]): string[] {
  const times = new Map(characters.map(({ id }) => [id, 0]));
  for (const { id } of charactersOf(replica, replica.seq, "pending")) {
    const [client = 0, clock = 0] = id.split(" ").map(Number);
    const source = replica.lineage.sourceOf(client, clock);
    const key = times.has(id) || !source ? id : `${source.client} ${source.clock}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return characters.map(({ id }) => (times.get(id) === 1 ? `${id} once` : `${id} ${times.get(id)} times`));
}

/** Whether it is a character, and not where a paragraph was to end: somebody who split the text as that was rejected has copied it. */
const isWritten = ({ character }: StoodCharacter): boolean => character !== PARAGRAPH_BREAK;

/** The sizes of change of every row so far. */
const sizesOf = (replica: DocumentReplica): ReturnType<typeof changeSizes> =>
  changeSizes(
    replica,
    Array.from({ length: replica.seq }, (_, index) => index + 1),
  );

/** Content as text that compares, whatever the order of its facts. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

const asWritten = ({ character, writtenSeq }: StoodCharacter): string => `${character} by ${writtenSeq}`;

function negotiated(
  { ydoc, attribution, lineage, pending }: DocumentReplica,
  ownerOf: NegotiatedDocument["ownerOf"],
): NegotiatedDocument {
  return { ydoc, attribution, lineage, pending, ownerOf };
}

/** [PR3] [RV1] Records that no proposal has. Only an answer of which nothing is left may be one, and what is about nothing: it says nothing and goes with the next decision. */
function strayRecords(document: NegotiatedDocument): [string, unknown][] {
  const keys = new Set(listProposals(document).flatMap(({ records }) => records.map(({ key }) => key)));
  return [...document.ydoc.getMap(PROPOSALS_NAME)].filter(
    ([key, record]) =>
      !keys.has(key) &&
      (isLinkRecord(record as ProposalRecord) || isAboutSomething(document, record as ProposalRecord)),
  );
}

const proposesSomething = ([, record]: [string, unknown]): boolean => !isLinkRecord(record as ProposalRecord);

/** Restores random versions of a negotiation, one after another; returns what was wrong. */
export function restoreAtRandom(
  { rows, ownerOf }: Negotiated,
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
    const waiting = charactersOf(replica, replica.seq, "pending").filter(isWritten);
    const beside = besideWaiting(replica, log);
    const stray = strayRecords(negotiated(replica, ownerOf));
    check("what belongs to no proposal", stray.filter(proposesSomething), []);
    const sizes = sizesOf(replica);
    const { row } = restore(replica, seq);
    if (row) log.push(row);
    check("[VE11] earlier sizes", sizesOf(replica).slice(0, sizes.length), sizes);
    const sparse = changeSizes(replica, [Math.ceil(replica.seq / 3), Math.ceil(replica.seq / 2), replica.seq]);
    for (const each of [sizesOf(replica), sparse]) {
      const came = each.reduce((sum, { inserted, deleted }) => sum + inserted - deleted, 0);
      check(
        "[VE11] what came less what went",
        came,
        charactersOf(replica, replica.seq, "agreed").filter(isWritten).length,
      );
    }
    restored += row ? 1 : 0;
    waited += waiting.length;
    check(
      `agreed after ${seq} came back`,
      versionContent(replica, replica.seq, "agreed"),
      versionContent(replica, seq, "agreed"),
    );
    check("authors", charactersOf(replica, replica.seq, "agreed").map(asWritten), expected.map(asWritten));
    check("earlier versions", read(), before);
    check(
      "what waits",
      stillWaiting(replica, waiting),
      waiting.map(({ id }) => `${id} once`),
    );
    check("[VE9] what stands beside other words than before", strayed(replica, beside), []);
    const document = negotiated(replica, ownerOf);
    check("the agreed view", readView(document, agreedView), versionContent(replica, seq, "agreed"));
    check("records that belong to no proposal", strayRecords(document), stray);
    if (row) check("what is decided on everything is what was shown", decidedOtherwise(replica, ownerOf), []);
  }
  check("the log recomputed", DocumentReplica.open(null, log).save().index, replica.save().index);
  return { wrong, restored, waited };
}

/** What everything, accepted or rejected at once, leads to other than what is shown for it. */
function decidedOtherwise(replica: DocumentReplica, ownerOf: NegotiatedDocument["ownerOf"]): string[] {
  const all = listProposals(negotiated(replica, ownerOf));
  if (all.length === 0) return [];
  return (["accept", "reject"] as const).flatMap((verdict) => {
    const copy = DocumentReplica.open(replica.save(), []);
    const expectation = new Expectation(negotiated(copy, ownerOf), all, all, verdict);
    const { update, statement } = carryOut(negotiated(copy, ownerOf), all, verdict, {
      clientId: 8,
      all,
      facts: () => "{}",
    });
    const context = { kind: "decision" as const, baseSeq: null, proposes: false, statement };
    const taken = copy.take(update, () => true, context);
    if (taken && "code" in taken) return [taken.reason];
    return expectation.compare(negotiated(copy, ownerOf)).problems;
  });
}

/** A replica as a document whose client ids are known to be somebody's. */
function owned(replica: DocumentReplica, ownerOf: PastDocument["ownerOf"]): PastDocument {
  return {
    ydoc: replica.ydoc,
    attribution: replica.attribution,
    lineage: replica.lineage,
    ownerOf,
    wasPending: (id, seq) => replica.wasPending(id, seq),
    wasReopened: (id, seq) => replica.wasReopened(id, seq),
    standings: (range) => replica.standings(range),
    proposalAt: (id, seq) => replica.proposalAt(id, seq),
  };
}

/** Rows at which a view of the version, read from the present, is not the one of a replica that knew nothing later. */
export function wrongViews({ rows, ownerOf }: Negotiated): string[] {
  const present = DocumentReplica.open(null, rows);
  const resumed = DocumentReplica.open(present.save(), []);
  const past = DocumentReplica.open(null, []);
  return rows.flatMap((row) => {
    past.follow(row);
    const { ydoc, attribution, lineage, pending } = past;
    const document = { ydoc, attribution, lineage, pending, ownerOf };
    return (["agreed", "proposed"] as const).flatMap((view) => {
      const expected = inOrder(readView(document, view === "agreed" ? agreedView : proposedView));
      const read = [present, resumed].map((each) => inOrder(readViewAt(owned(each, ownerOf), row.seq, view)));
      if (view === "agreed") read.push(inOrder(versionContent(present, row.seq, "agreed")));
      return read.every((each) => each === expected)
        ? []
        : [`${view} at ${row.seq}: ${read.join("\n")}\ninstead of\n${expected}`];
    });
  });
}

/** Frames of a film that are not the version they stand for, or in which words have another author than they had. */
export function wrongFrames(rows: readonly TailRow[], seqs: readonly number[]): string[] {
  const replica = DocumentReplica.open(null, rows);
  const film = filmVersions(replica, seqs, (seq) => seq);
  return seqs.flatMap((seq, frame) => {
    const past = DocumentReplica.open(null, rows.slice(0, seq));
    const agreed = frameContent(withoutPending(film, frame), frame);
    return [
      [frameContent(film, frame), versionContent(replica, seq)],
      [agreed, versionContent(replica, seq, "agreed")],
      [writtenIn(film, frame), charactersThen(past)],
    ]
      .filter(([shown, expected]) => JSON.stringify(shown) !== JSON.stringify(expected))
      .map(([shown, expected]) => `frame ${frame}: ${JSON.stringify(shown)}\ninstead of\n${JSON.stringify(expected)}`);
  });
}

const isShown = (
  phases: FilmBlock["phases"][number][] | readonly { from: number; until: number | null }[],
  frame: number,
): number => phases.findIndex(({ from, until }) => from <= frame && (until === null || frame < until));

function withoutPending(film: readonly FilmBlock[], frame: number): FilmBlock[] {
  return film
    .filter(({ phases }) => phases[isShown(phases, frame)]?.isPending === false)
    .map((block) => ({
      ...block,
      spans: block.spans.filter(({ phases }) => phases[isShown(phases, frame)]?.isPending === false),
      children: withoutPending(block.children, frame),
    }));
}

/** Every character with the row that wrote it. */
function writtenIn(film: readonly FilmBlock[], frame: number): string[] {
  return film
    .filter(({ phases }) => isShown(phases, frame) >= 0)
    .flatMap(({ spans, children }) => [
      ...spans
        .filter(({ phases }) => isShown(phases, frame) >= 0)
        .flatMap(({ text, author }) => Array.from(text).map((character) => `${character} by ${author}`)),
      ...writtenIn(children, frame),
    ]);
}

const charactersThen = (past: DocumentReplica): string[] =>
  readTextSpans(past, { deleted: false }).flatMap(({ text, insertedSeq }) =>
    Array.from(text).map((character) => `${character} by ${insertedSeq}`),
  );
