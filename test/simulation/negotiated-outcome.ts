/** What must be true when a plan of a negotiation has been played, whoever did what. */
import { type PersonId, must, seededRandom } from "@parley/base";
import { PROPOSALS_NAME, contentText, readContent } from "@parley/document";
import { DocumentReplica, asTailRow, decodeStatement, readTextSpans, versionContent } from "@parley/history";
import { type NegotiatedDocument, agreedView, carryOut, listProposals, readView } from "@parley/proposals";
import type * as Y from "yjs";
import type { NegotiatedRun } from "./negotiated-run.ts";
import { CommentAnchors } from "./proposals/comment-anchors.ts";
import { normal } from "./proposals/content-lines.ts";
import { untouchable } from "./proposals/hostile.ts";
import { Expectation, checkList, differencesOf } from "./proposals/oracles.ts";
import { charactersOf, forkOf, writerOf } from "./versions/fork.ts";

/** Notes the problems of a run whose nodes and pages are at rest; `replayed` is its log. */
export async function checkNegotiated(run: NegotiatedRun, replayed: DocumentReplica): Promise<void> {
  checkRows(run);
  checkDeeds(run);
  checkWriters(run, replayed);
  checkSettling(run, replayed);
  for (const seq of run.forkedAt) run.problems.push(...checkFork(replayed, seq));
  await checkViews(run, replayed);
}

function documentOf(run: NegotiatedRun, replica: DocumentReplica, ydoc: Y.Doc = replica.ydoc): NegotiatedDocument {
  const { attribution, lineage, pending } = replica;
  return { ydoc, attribution, lineage, pending, ownerOf: run.ownerOf };
}

/** [GA1] [GA4] [AN4] Row by row: who may only propose changes nothing agreed, the attacker nothing of anybody's, comments stay. */
function checkRows(run: NegotiatedRun): void {
  const { problems, rows, attacker } = run;
  const replica = DocumentReplica.open(null, []);
  const comments = new CommentAnchors(seededRandom(run.commentedAt[0]?.at ?? 0));
  const isTheirs = (seq: number): boolean => rows[seq - 1]?.personId === attacker.personId;
  const read = (isAttack: boolean): string =>
    isAttack
      ? untouchable(replica, documentOf(run, replica), attacker.personId, isTheirs)
      : normal(readView(documentOf(run, replica), agreedView));
  for (const row of rows) {
    const isAttack = isTheirs(row.seq) && row.kind !== "decision";
    const before = row.role === "suggest" ? read(isAttack) : null;
    replica.follow(asTailRow(row));
    if (row.role !== "suggest" && row.role !== "edit" && row.role !== "own")
      problems.push(`row ${row.seq} is of somebody whose role is ${row.role}`);
    const after = before === null ? null : read(isAttack);
    if (before !== after)
      problems.push(
        `row ${row.seq} (${row.kind}${isAttack ? ", an attack" : ""}) of somebody who may only propose changed something:\n${before}\n${after}`,
      );
    for (const comment of run.commentedAt) if (comment.seq === row.seq) comments.add(replica);
    problems.push(...comments.check(replica));
  }
}

/** Whatever was answered is in the log, once, and by whom it says. */
function checkDeeds({ deeds, rows, problems }: NegotiatedRun): void {
  const named = new Set<number>();
  for (const { what, by, answer, seq } of deeds) {
    if (answer !== "done" || seq === null) continue;
    const row = rows[seq - 1];
    const kind = what === "restore" ? "restore" : "decision";
    if (row?.kind !== kind || row.personId !== by) problems.push(`${what} was answered with row ${seq}, which is none`);
    if (named.has(seq)) problems.push(`two were told that row ${seq} is theirs`);
    named.add(seq);
  }
  const taken = rows.flatMap(({ statement }) => {
    const decision = statement === null ? null : decodeStatement(statement).decision;
    const { verdict, takesBack } = (decision === null ? {} : JSON.parse(decision)) as {
      readonly verdict?: string;
      readonly takesBack?: number | null;
    };
    return typeof takesBack === "number" && verdict !== "revive" ? [takesBack] : [];
  });
  if (new Set(taken).size !== taken.length) problems.push("a decision was taken back twice");
}

/** Pieces that are shorter may count as written by who put them together [LI10]. */
const MOSAIC_BELOW = 4;

/** [AT5] Every character is credited to who typed it, or to who wrote it again where the rules of copies say so. */
function checkWriters(run: NegotiatedRun, replica: DocumentReplica): void {
  const { problems, rows, attacker } = run;
  for (const { text, insertedSeq } of readTextSpans(replica, { deleted: true })) {
    const credited = must(rows[insertedSeq - 1], `row ${insertedSeq}`).personId;
    if (credited === attacker.personId) continue;
    for (const piece of piecesOf(text, (character) => run.typistOf(character) ?? credited)) {
      if (piece.typist === credited) continue;
      const isOf = (writers: ReadonlyMap<string, ReadonlySet<PersonId>>): boolean =>
        Array.from(piece.text).every((character) => writers.get(character)?.has(credited) === true);
      // Who proposes to move words is their writer until that is agreed on.
      if (isOf(run.movedBy) || (piece.text.length < MOSAIC_BELOW && isOf(run.rewrittenBy))) continue;
      problems.push(`${piece.text} is credited to the wrong person, with row ${insertedSeq}`);
    }
  }
}

/** A text in pieces of one typist each. */
function piecesOf(text: string, typistOf: (character: string) => PersonId): { text: string; typist: PersonId }[] {
  const pieces: { text: string; typist: PersonId }[] = [];
  for (const character of text) {
    const [last, typist] = [pieces.at(-1), typistOf(character)];
    if (last?.typist === typist) last.text += character;
    else pieces.push({ text: character, typist });
  }
  return pieces;
}

/** [DE2] [DE3] In copies: to accept everything gives what is proposed, to reject everything what is agreed. */
function checkSettling(run: NegotiatedRun, replayed: DocumentReplica): void {
  const { problems } = run;
  for (const verdict of ["accept", "reject"] as const) {
    const copy = DocumentReplica.open(replayed.save(), []);
    const document = documentOf(run, copy);
    const all = listProposals(document);
    problems.push(...checkList(document, all));
    if (all.length === 0) return;
    const expectation = new Expectation(document, all, all, verdict);
    const made = carryOut(document, all, verdict, { clientId: 7, all, facts: () => "{}" });
    const context = { kind: "decision", baseSeq: null, proposes: false, statement: made.statement } as const;
    const taken = copy.take(made.update, () => true, context);
    if (taken && "code" in taken) problems.push(`a decision on everything is refused: ${taken.reason}`);
    problems.push(...expectation.compare(documentOf(run, copy)).problems);
  }
}

/** [PV1] A copy of a version has its words, and knows who wrote each. */
function checkFork(source: DocumentReplica, seq: number): string[] {
  const fork = forkOf(source, seq);
  const [there, here] = [charactersOf(source, seq), charactersOf(fork.replica, 1)];
  const [words, copied] = [versionContent(source, seq, "agreed"), readContent(fork.replica.ydoc)];
  if (contentText(words) !== contentText(copied)) return [`a copy of version ${seq} has other words`];
  const differs = there.some(
    ({ id }, at) => writerOf([source], id) !== writerOf([source, fork], must(here[at], "as many characters").id),
  );
  return differs ? [`a copy of version ${seq} credits words to others`] : [];
}

/** Every node, every page and whoever comes now have the same idea of what is agreed, what is proposed and what waits. */
async function checkViews(run: NegotiatedRun, replayed: DocumentReplica): Promise<void> {
  const { server, people, problems } = run;
  const ids = [...people, run.attacker].map(({ personId }) => personId);
  const fresh = documentOf(run, replayed);
  const compare = (name: string, other: NegotiatedDocument | null | undefined): string[] =>
    other
      ? differencesOf(other, fresh, ids).map((what) => `${name} has another idea of ${what}`)
      : [`${name} has not been loaded`];
  for (const [index, { rooms }] of server.nodes.entries())
    problems.push(...compare(`node ${index}`, rooms.find(server.documentId)?.document.negotiated()));
  const newcomer = server.open(must(people[0], "a person"));
  await server.quiesce();
  for (const page of [...run.pages, newcomer]) {
    if (!page) continue;
    const name = page === newcomer ? "a fresh client" : page.person.name;
    const records = (ydoc: Y.Doc): string =>
      JSON.stringify(Object.entries(ydoc.getMap(PROPOSALS_NAME).toJSON()).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (records(page.ydoc) !== records(replayed.ydoc)) problems.push(`${name} has other records of what is proposed`);
    // A page lists nothing itself: of what is gone it keeps no words, and these part what others wrote beside them.
    const differences = compare(name, documentOf(run, replayed, page.ydoc));
    problems.push(...differences.filter((each) => !each.endsWith("what waits")));
  }
  newcomer.close();
}
