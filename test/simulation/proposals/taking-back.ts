/**
 * Decisions of random negotiations taken back: at once, or after others have gone on.
 *
 * Oracles: at once, everything reads and waits as before the decision; accepting again what came back gives the words that the decision
 * gave; a replica of the rows, and the version of the newest row, read alike.
 */
import { DocumentReplica, type Id, type TailRow } from "@parley/history";
import {
  type DecidedDocument,
  type Proposal,
  RecordIndex,
  agreedView,
  carryOut,
  listProposals,
  proposedView,
  readRecords,
  readView,
  readViewAt,
  settleRivals,
  takeBack,
} from "@parley/proposals";
import { normal } from "./content-lines.ts";
import { type Outcome, negotiate } from "./negotiation.ts";
import { differencesOf } from "./oracles.ts";

const SERVER_CLIENT = 7;

const tell = ({ author, kind, insertedText, deletedText, firstSeq, counters }: Proposal): string =>
  JSON.stringify([author, kind, insertedText, deletedText, firstSeq, counters === null]);

/** Those that were not named before. */
const freshIn = (all: readonly Proposal[], before: readonly string[]): Proposal[] =>
  all.filter((each) => !before.includes(`${each.id} ${tell(each)}`));

const wordsOf = (content: string): string =>
  content.replaceAll(/<[^>]*>/gu, "").replaceAll(/\{[\w,]+ ([^}]*)\}/gu, "$1");

class Decided {
  readonly replica: DocumentReplica;
  private readonly outcome: Outcome;

  constructor(outcome: Outcome, rows: readonly TailRow[]) {
    this.replica = DocumentReplica.open(null, rows);
    this.outcome = outcome;
  }

  get document(): DecidedDocument {
    const { replica } = this;
    return {
      ydoc: replica.ydoc,
      attribution: replica.attribution,
      lineage: replica.lineage,
      pending: replica.pending,
      seq: replica.seq,
      ownerOf: this.outcome.ownerOf,
      wasPending: (id, seq) => replica.wasPending(id, seq),
      wasReopened: (id, seq) => replica.wasReopened(id, seq),
      standings: (range) => replica.standings(range),
      proposalAt: (id, seq) => replica.proposalAt(id, seq),
    };
  }

  get agreed(): string {
    return normal(readView(this.document, agreedView));
  }

  get proposed(): string {
    return normal(readView(this.document, proposedView));
  }

  /** What waits, as people know it. */
  get told(): string[] {
    return listProposals(this.document).map(tell).sort();
  }

  /** Names of what waits, with what is in it: people may propose the same twice in one row. */
  get named(): string[] {
    return listProposals(this.document).map((each) => `${each.id} ${tell(each)}`);
  }

  /** Whether of what waits and did not wait before one is an alternative to another: accepting all of it is another decision then. */
  isAmbiguous(before: readonly string[]): boolean {
    const all = listProposals(this.document);
    const fresh = new Set(freshIn(all, before));
    return settleRivals(all, (each) => fresh.has(each)).notChosen.some((each) => fresh.has(each));
  }

  /** Accepts what waits and did not wait before. */
  acceptAllBut(before: readonly string[]): void {
    const all = listProposals(this.document);
    const fresh = freshIn(all, before);
    const options = { clientId: SERVER_CLIENT, all, facts: () => "{}" };
    const { update, statement } = carryOut(this.document, fresh, "accept", options);
    const context = { kind: "decision" as const, baseSeq: null, proposes: false, statement };
    const taken = this.replica.take(update, () => true, context);
    if (taken && "code" in taken) throw new Error(`accepting again is refused: ${taken.reason}`);
  }

  /** Takes the decision of a row back; returns the row of that, or why not. */
  takeBack(row: TailRow): TailRow | string {
    if (!row.statement) throw new Error(`row ${row.seq} states nothing`);
    const made = takeBack(this.document, {
      seq: row.seq,
      statement: row.statement,
      clientId: SERVER_CLIENT,
      facts: "{}",
    });
    if (typeof made === "string") return made;
    const context = { kind: "decision" as const, baseSeq: null, proposes: false, statement: made.statement };
    const taken = this.replica.take(made.update, () => true, context);
    if (taken === null) throw new Error("taking back says nothing");
    if ("code" in taken) throw new Error(`taking back is refused: ${taken.reason}`);
    return { seq: taken.seq, update: taken.update, ...context };
  }
}

/** [TB1] [TB6] What waited about words before a decision, and does not wait about those as which they are back. */
function lostAbout(before: Decided, after: Decided, { statement }: TailRow): string[] {
  const [were, are] = [before, after].map(({ document }) => new RecordIndex(readRecords(document), document));
  const about = (index: RecordIndex | undefined, id: Id): string[] =>
    (index?.ofText({ ...id, length: 1 }) ?? []).flatMap(({ records }) =>
      records.map(({ author, record }) => `${author} ${record.do === "remove" ? "delete" : record.do}`),
    );
  return (statement?.copies ?? []).flatMap(({ copy, source }) =>
    Array.from({ length: copy.length }, (_, at) => at).flatMap((at) => {
      const now = about(are, { client: copy.client, clock: copy.clock + at });
      return about(were, { client: source.client, clock: source.clock + at })
        .filter((each) => !now.includes(each))
        .map((each) => `what is back as (${copy.client}, ${copy.clock + at}) does not wait any more: ${each}`);
    }),
  );
}

/** What came of taking back; `problems` is empty when nothing was wrong. */
export interface Played {
  readonly problems: string[];
  readonly taken: number;
  /** How many of these were accepted once more. */
  readonly reaccepted: number;
  readonly kept: Readonly<Record<string, number>>;
}

/** Takes every decision of a negotiation back, right away and some rows later. */
function play(seed: number, later: number, noMoves: boolean): Played {
  const outcome = negotiate(seed, { steps: 60, lag: 0.3, noMoves });
  const problems = [...outcome.problems];
  const kept: Record<string, number> = {};
  let [taken, reaccepted] = [0, 0];
  const { rows } = outcome;
  rows.forEach((row, index) => {
    if (row.kind !== "decision" || !row.statement) return;
    const before = new Decided(outcome, rows.slice(0, index));
    const after = new Decided(outcome, rows.slice(0, index + 1 + later));
    const [left, waiting] = [after.agreed, after.named];
    const made = after.takeBack(row);
    if (typeof made === "string") {
      kept[made] = (kept[made] ?? 0) + 1;
      return;
    }
    taken++;
    problems.push(...lostAbout(before, after, made).map((each) => `seed ${seed}, row ${row.seq}: ${each}`));
    const note = (what: string, is: string, shown: string): void => {
      if (is !== shown) problems.push(`seed ${seed}, row ${row.seq}, ${what} is\n${is}\ninstead of\n${shown}`);
    };
    if (later === 0) {
      note("agreed", after.agreed, before.agreed);
      note("proposed", after.proposed, before.proposed);
      note("what waits", after.told.join("\n"), before.told.join("\n"));
    }
    // [VI5] and a replica of the rows says the same.
    const fresh = new Decided(outcome, [...rows.slice(0, index + 1 + later), made]);
    for (const each of differencesOf(fresh.document, after.document, [])) problems.push(`seed ${seed}: ${each}`);
    for (const [view, is] of [
      ["agreed", after.agreed],
      ["proposed", after.proposed],
    ] as const)
      note(`past ${view}`, normal(readViewAt(after.document, after.replica.seq, view)), is);
    // What waits beside what came back is told as one with it now and then: then it cannot be accepted alone.
    const { named } = after;
    const isApart = waiting.every((each) => named.includes(each));
    if (row.statement.decision !== '{"verdict":"accept"}' || seed % 3 === 0 || !isApart) return;
    if (after.isAmbiguous(waiting)) return;
    reaccepted++;
    after.acceptAllBut(waiting);
    // Settings that the decision had made void are accepted along.
    note("accepted again", wordsOf(after.agreed), wordsOf(left));
  });
  return { problems, taken, reaccepted, kept };
}

/** Plays negotiations from rising seeds until something is wrong; `later` says how many rows stand between. */
export function takeAllBack(first: number, count: number, later: (seed: number) => number, noMoves = false): Played {
  const [problems, kept]: [string[], Record<string, number>] = [[], {}];
  let [taken, reaccepted] = [0, 0];
  for (let seed = first; seed < first + count && problems.length === 0; seed++) {
    const played = play(seed, later(seed), noMoves);
    problems.push(...played.problems);
    taken += played.taken;
    reaccepted += played.reaccepted;
    for (const [why, times] of Object.entries(played.kept)) kept[why] = (kept[why] ?? 0) + times;
  }
  return { problems, taken, reaccepted, kept };
}
