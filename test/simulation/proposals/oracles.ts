/** What must be true of a negotiation, whoever did what. */
import type { PersonId } from "@parley/base";
import { type DocumentContent, type ProposalRecord, isLinkRecord, readContent } from "@parley/document";
import {
  type MarkedBlock,
  type MarkedPiece,
  type NegotiatedDocument,
  PARAGRAPH_BREAK,
  type Proposal,
  type Verdict,
  agreedView,
  listProposals,
  proposedView,
  readMarked,
  readRecords,
  readView,
  rivalries,
  settleRivals,
  viewOfPerson,
  viewOfProposals,
  withCopies,
} from "@parley/proposals";
import * as Y from "yjs";
import { type IdRange, IdSet } from "@parley/history";
import { letters, normal, words } from "./content-lines.ts";

/** What a decision has to lead to, as it was shown before it. */
export class Expectation {
  private readonly verdict: Verdict;
  private readonly kinds: string;
  private readonly isWhole: boolean;
  private readonly agreed: DocumentContent;
  private readonly proposed: DocumentContent;
  /** What is rejected without having been chosen. */
  readonly notChosen: readonly Proposal[];
  /** Whether an answer hides what it answers; when a decision makes the one void, the other is back. */
  private readonly mayComeBack: boolean;

  constructor(document: NegotiatedDocument, all: readonly Proposal[], chosen: readonly Proposal[], verdict: Verdict) {
    const ids = new Set(chosen.map(({ id }) => id));
    this.notChosen = verdict === "accept" ? settleRivals(all, ({ id }) => ids.has(id)).notChosen : [];
    const rejected = verdict === "accept" ? this.notChosen : chosen;
    const isRejected = viewOfProposals(rejected);
    this.verdict = verdict;
    this.kinds = chosen.map(({ kind }) => kind).join();
    this.isWhole = chosen.length === all.length;
    this.agreed = readView(document, verdict === "accept" ? viewOfProposals(chosen) : agreedView);
    this.proposed = readView(document, (mark) => !isRejected(mark));
    this.mayComeBack = settleRivals(all, () => true).notChosen.length > 0;
  }

  /**
   * What is not as it was shown; `moved` says that what waits stands elsewhere now, which joins over something (VI7) and breaks in
   * what is removed may bring about. No letter of it may be missing.
   */
  compare(document: NegotiatedDocument): { problems: string[]; moved: boolean } {
    const problems: string[] = [];
    const differ = (what: string, is: string, shown: string): void => {
      problems.push(`${this.verdict} of ${this.kinds}: ${what} is\n${is}\ninstead of\n${shown}`);
    };
    const agreed = normal(readView(document, agreedView));
    if (agreed !== normal(this.agreed)) differ("agreed", agreed, normal(this.agreed));
    const proposed = readView(document, proposedView);
    const isLike = words(proposed) === words(this.proposed);
    const moved = !isLike && this.allows(proposed, this.proposed);
    if (!isLike && !moved) differ("proposed", words(proposed), words(this.proposed));
    if (this.isWhole) problems.push(...this.left(document));
    return { problems, moved };
  }

  /** The same for decisions about one proposal after the other: the words, since what is newer may have been decided on earlier. */
  compareWords(document: NegotiatedDocument): { problems: string[]; moved: boolean } {
    const [is, shown] = [readView(document, agreedView), this.agreed];
    const isLike = words(is) === words(shown);
    if (isLike || this.allows(is, shown)) return { problems: this.left(document), moved: !isLike };
    const problem = `${this.verdict} of all, one by one: agreed is\n${words(is)}\ninstead of\n${words(shown)}`;
    return { problems: [problem], moved: false };
  }

  private allows(is: DocumentContent, shown: DocumentContent): boolean {
    return this.mayComeBack || letters(is) === letters(shown);
  }

  private left(document: NegotiatedDocument): string[] {
    const left = listProposals(document).map(({ kind, insertedText }) => `${kind} ${JSON.stringify(insertedText)}`);
    return left.length > 0 ? [`after ${this.verdict} of all there is left: ${left.join()}`] : [];
  }
}

/** [PR3] What is wrong with a list. */
export function checkList(document: NegotiatedDocument, all: readonly Proposal[]): string[] {
  const problems: string[] = [];
  if (new Set(all.map(({ id }) => id)).size !== all.length) problems.push("two proposals share an id");
  const keys = all.flatMap(({ records }) => records.map(({ key }) => key));
  if (new Set(keys).size !== keys.length) problems.push("a record is in two proposals");
  // What is left of an answer to nothing, or of a move of nothing, says nothing; nor does what is about nothing that is there.
  const standing = readRecords(document).filter(
    ({ record }) => !isLinkRecord(record) && isAboutSomething(document, record),
  );
  if (standing.some(({ key }) => !keys.includes(key))) problems.push("a record is in no proposal");
  if (all.some(({ author }) => author === null)) problems.push("a proposal is nobody's");
  problems.push(...all.flatMap((each) => partedMoves(document, each, all)), ...deadEnds(all));
  return problems;
}

/** Whether characters or a block that a record is about are there. */
export function isAboutSomething({ ydoc, lineage }: NegotiatedDocument, record: ProposalRecord): boolean {
  const words = "ids" in record ? record.ids.map(([client, clock, length]) => ({ client, clock, length })) : [];
  const blocks = "block" in record ? [{ client: record.block[0], clock: record.block[1], length: 1 }] : [];
  const isThere = (ranges: readonly IdRange[], isSuch: (item: Y.Item) => boolean): boolean =>
    withCopies(ranges, lineage).some(({ client, clock, length }) =>
      Array.from({ length }, (_, at) => clock + at).some((each) => {
        const item: unknown = each < Y.getState(ydoc.store, client) && Y.getItem(ydoc.store, Y.createID(client, each));
        return item instanceof Y.Item && !item.deleted && isSuch(item);
      }),
    );
  return (
    isThere(words, ({ content, parent }) => content instanceof Y.ContentString && parent instanceof Y.XmlText) ||
    isThere(blocks, ({ content }) => content instanceof Y.ContentType && content.type instanceof Y.XmlElement)
  );
}

/** [RV1] What can only be accepted together with an alternative to it, so never; but for two moves of the same words. */
function deadEnds(all: readonly Proposal[]): string[] {
  const byId = new Map(all.map((each) => [each.id, each]));
  return rivalries(all).flatMap((rivals) =>
    rivals.flatMap((each) => {
      const needed = new Set(each.requires);
      for (const id of needed) for (const more of byId.get(id)?.requires ?? []) needed.add(more);
      return rivals
        .filter((other) => other !== each && needed.has(other.id) && (each.kind !== "move" || other.kind !== "move"))
        .map(
          (other) =>
            `${each.kind} ${JSON.stringify(each.insertedText)} needs its alternative ${other.kind} ${JSON.stringify(other.insertedText)}`,
        );
    }),
  );
}

/** [PR8] What of a move is in another proposal of the same person. */
function partedMoves({ lineage }: NegotiatedDocument, proposal: Proposal, all: readonly Proposal[]): string[] {
  const moves = proposal.records.flatMap(({ record }) => (record.do === "move" ? [record] : []));
  if (moves.length === 0) return [];
  const to = IdSet.of(
    withCopies(
      moves.flatMap((move) => move.to.map(([client, clock, length]) => ({ client, clock, length }))),
      lineage,
    ),
  );
  return all
    .filter((each) => each !== proposal && each.author === proposal.author)
    .filter((each) => idsOf(each).some((range) => to.slice(range).length > 0))
    .map(
      ({ kind, insertedText }) => `a part of a move is in another proposal: ${kind} ${JSON.stringify(insertedText)}`,
    );
}

/** [DE6] Proposals that a decision made disappear without saying so, and such as it called void though something of them waits. */
export function findUnrecorded(
  document: NegotiatedDocument,
  before: readonly Proposal[],
  decided: readonly Proposal[],
  voided: readonly Proposal[],
): string[] {
  const after = listProposals(document);
  const keys = new Set(after.flatMap(({ records }) => records.map(({ key }) => key)));
  // What stands in a block that waits by now is part of that block's proposal.
  const ids = IdSet.of(livingPending(document));
  const settled = new Set([...decided, ...voided].map(({ id }) => id));
  // What ended as one with what it was made together with, as the halves of a move do, was told with that.
  const told = new Set([...decided, ...voided].flatMap(({ records }) => records.map(({ key }) => key)));
  const wasTold = (proposal: Proposal): boolean =>
    settled.has(proposal.id) ||
    (idsOf(proposal).length === 0 && proposal.records.length > 0 && proposal.records.every(({ key }) => told.has(key)));
  const stands = (ranges: readonly IdRange[]): boolean =>
    ranges.some(
      (range) => ids.slice(range).length > 0 || stands(document.lineage.copiesOf(range).map(({ copy }) => copy)),
    );
  const waits = (proposal: Proposal): boolean =>
    proposal.records.some(({ key, record }) => !isLinkRecord(record) && keys.has(key)) || stands(idsOf(proposal));
  const describe = ({ kind, insertedText }: Proposal): string => `${kind} ${JSON.stringify(insertedText)}`;
  return [
    ...before.filter((each) => !wasTold(each) && !waits(each)).map((each) => `${describe(each)} disappeared`),
    ...voided.filter(waits).map((each) => `${describe(each)} is called void and waits`),
  ];
}

/** Words, but for breaks, that somebody did not write. */
export function wordsOfOthers(document: NegotiatedDocument, author: PersonId): MarkedPiece[] {
  return piecesOf(readMarked(document).blocks).filter(
    ({ writtenBy, text }) => writtenBy !== author && text.replaceAll(PARAGRAPH_BREAK, "") !== "",
  );
}

/** [WD1] Which of some words are gone. */
export function goneWords(document: NegotiatedDocument, words: readonly MarkedPiece[]): string[] {
  const standing = IdSet.of(piecesOf(readMarked(document).blocks).map(({ range }) => range));
  return words
    .filter(({ range }) => !standing.covers(range))
    .map(({ text }) => `${JSON.stringify(text)} of somebody else went with a withdrawal`);
}

const piecesOf = (blocks: readonly MarkedBlock[]): MarkedPiece[] =>
  blocks.flatMap(({ pieces, children }) => [...pieces, ...piecesOf(children)]);

function livingPending({ pending, ydoc }: NegotiatedDocument): IdRange[] {
  return Array.from(pending.ranges()).flatMap(({ client, clock, length }) =>
    Array.from({ length }, (_, at) => ({ client, clock: clock + at, length: 1 })).filter(
      (each) => !Y.getItem(ydoc.store, Y.createID(client, each.clock)).deleted,
    ),
  );
}

function idsOf({ inserted, blocks }: Proposal): IdRange[] {
  return [...inserted, ...blocks.map((block) => ({ ...block, length: 1 }))];
}

/** Whether two documents read alike, everything that waits included. */
export function isSame(a: Y.Doc, b: Y.Doc): boolean {
  return normal(readContent(a)) === normal(readContent(b));
}

/** The views and lists in which two replicas of one document differ. */
export function differencesOf(a: NegotiatedDocument, b: NegotiatedDocument, people: readonly PersonId[]): string[] {
  const views = { agreed: agreedView, proposed: proposedView };
  const differences = Object.entries(views).flatMap(([name, view]) =>
    normal(readView(a, view)) === normal(readView(b, view)) ? [] : [`the ${name} view`],
  );
  const ofPerson = (document: NegotiatedDocument, each: PersonId): string =>
    normal(readView(document, viewOfPerson(listProposals(document), each)));
  if (people.some((each) => ofPerson(a, each) !== ofPerson(b, each))) differences.push("one person's view");
  const digests = (document: NegotiatedDocument): string =>
    listProposals(document)
      .map(({ id, digest }) => `${id} ${digest}`)
      .join();
  if (digests(a) !== digests(b)) differences.push("what waits");
  return differences;
}
