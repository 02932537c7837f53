/**
 * What is proposed in a document, and decisions about it.
 *
 * Invariants:
 * - Decisions about one document are carried out one after another, each against the state that its maker saw: a proposal that
 *   changed meanwhile is refused, whoever comes second learns of the first.
 * - A decision is one row of the log; nothing of it happens before that row is durable.
 */
import { type DocumentId, type EpochMs, type Party, type PersonId, must } from "@parley/base";
import {
  type BlockSubject,
  type BreakPlace,
  type LeftProposal,
  type ProposalDecision,
  decisionSchema,
  refuseDocument,
} from "@parley/documents";
import { createInsertedLooks } from "@parley/document";
import { type IdRange, decodeStatement } from "@parley/history";
import {
  type DecidedDocument,
  type LostWords,
  type NegotiatedDocument,
  type Proposal,
  carryOut,
  createLookRows,
  createLostWords,
  createShrinkRows,
  holdsOthersBlocks,
  listProposals,
  settleRivals,
  standingCopies,
} from "@parley/proposals";
import type { TakenOutcome } from "@parley/sync";
import { joinPieces } from "../review/join-pieces.ts";
import { rowsNamedIn } from "../review/marked-redline.ts";
import {
  type BlocksForReading,
  type FileContent,
  type ContentInView,
  readInView,
  readFile,
  readingBlocks,
} from "../review/reading-view.ts";
import { type AskDecider, type Decider, becomeAuthor } from "./act-in-room.ts";
import { type Asked, askDecisionRule, askedAbout } from "./ask-decision-rule.ts";
import { type DecisionToMake, chooseProposals } from "./choose-proposals.ts";
import type { LogStore, RowAuthor } from "./log-store.ts";
import { readClauses } from "./clause-of-proposal.ts";
import { toDecided } from "./decided-facts.ts";
import { breakPlaceOf } from "./proposed-breaks.ts";
import { subjectOf } from "./proposed-subjects.ts";
import { readSettings } from "./proposed-settings.ts";
import type { OpenRoom } from "./open-room.ts";
import type { Rooms } from "./rooms.ts";
import { type TakingBack, takeDecisionBack } from "./taking-back.ts";

/** A proposal with who made it and when. */
export interface LiveProposal extends Proposal {
  readonly party: Party;
  readonly proposedAtMs: EpochMs;
  /** What kind of block it is about, where it is about blocks of one kind. */
  readonly subject: BlockSubject | undefined;
  /** Where it breaks or joins paragraphs, where it does only that. */
  readonly breaks: BreakPlace | undefined;
  /** Of each of its records where those characters stand that were written again. */
  readonly copies: readonly (readonly IdRange[])[];
  /** What others took of it since it was proposed, each once. */
  readonly lost: readonly LostPart[];
}

/** Words that somebody took of a proposal: by deleting them, or with a decision. */
export interface LostPart extends Pick<LostWords, "of" | "whose"> {
  readonly by: PersonId;
  readonly how: "deleted" | "decided";
}

/** A proposal with everybody who changed how it looks after some row, or took something out of it. */
export interface ChangedProposal extends LiveProposal {
  readonly changedBy: readonly PersonId[];
}

/** A decision as the log keeps it. */
export interface KeptDecision {
  readonly seq: number;
  readonly personId: PersonId;
  readonly party: Party;
  readonly decidedAtMs: EpochMs;
  readonly decision: ProposalDecision;
  /** The row of the decision that took it back; `null` while it stands. Of what became void: once all of it waits again. */
  readonly takenBackBy: number | null;
  /** What became void with it and waits again, by the rows that say so. */
  readonly again: ReadonlyMap<string, number>;
  /** What was agreed on with it. */
  readonly agreed: readonly IdRange[];
  /** Whether it wrote words again in another place, which is not taken back. */
  readonly movedWords: boolean;
  /** For whom the authors of its proposals acted, by the first row of each. */
  readonly partyOf: (firstSeq: number) => Party;
  /** When they were made, by the same. */
  readonly proposedAtMs: (firstSeq: number) => EpochMs;
}

/** A decision that is in the log, and the proposals that it settled. */
export interface MadeDecision {
  readonly seq: number;
  readonly proposals: readonly Proposal[];
  /** Those that it has left. */
  readonly left: readonly LeftProposal[];
  /** Whether it wrote words again in another place, which is not taken back. */
  readonly movedWords: boolean;
}

/** A document for a file, at which row. */
export interface FileView extends FileContent {
  readonly seq: number;
}

/** Blocks for reading, and who made the rows that they name. */
export interface ReadingView extends BlocksForReading {
  readonly seq: number;
  readonly rows: ReadonlyMap<number, RowAuthor>;
}

export interface LiveProposals {
  /** The document with all proposals rejected or accepted, and where it has one of several. */
  readView(documentId: DocumentId, view: "agreed" | "proposed"): Promise<ContentInView>;
  /** The document for a file. */
  readForFile(documentId: DocumentId, view: "agreed" | "proposed"): Promise<FileView>;
  /** A view for reading: of everything as if accepted or rejected, or of one person's proposals marked in the agreed text. */
  readForReading(documentId: DocumentId, of: "agreed" | "proposed" | PersonId): Promise<ReadingView>;
  list(documentId: DocumentId): Promise<LiveProposal[]>;
  /** The same, with who changed their look after a row, or took something out; looks at nothing of those of which newer words say enough. */
  listChanged(documentId: DocumentId, after: number): Promise<ChangedProposal[]>;
  /**
   * Carries a decision out; resolves with its row, and what was decided on, when that is durable.
   * @throws Refusal `documents/proposals-changed`, `documents/proposal-requires`, `documents/not-your-proposal`, `documents/read-only`,
   * or the one of the document's rule
   */
  decide(documentId: DocumentId, decision: DecisionToMake, askDecider: AskDecider): Promise<MadeDecision>;
  /**
   * Takes a decision back; resolves with the row of that when it is durable.
   * @throws Refusal `documents/decision-not-found`, `-stays`, `-of-others`, `-taken-back`, `-place-changed`, `-moved-text`,
   * or the one of the document's rule
   */
  takeBack(documentId: DocumentId, wanted: TakingBack, askDecider: AskDecider): Promise<{ readonly seq: number }>;
  /** Every decision that was ever made, or since a moment, oldest first. They keep words that were deleted or turned down. */
  listDecisions(documentId: DocumentId, sinceMs: EpochMs | null): Promise<KeptDecision[]>;
}

export function createLiveProposals(rooms: Rooms, store: LogStore): LiveProposals {
  const read = async (documentId: DocumentId): Promise<DecidedDocument> => {
    for (;;) {
      await rooms.read(documentId);
      const document = (await rooms.acquire(documentId)).document.decided();
      if (document !== null) return document;
    }
  };
  return {
    readView: async (documentId, view) => readInView(await read(documentId), view),
    async readForFile(documentId, view) {
      await rooms.read(documentId);
      const document = await read(documentId);
      // Nothing happens between the document and its number.
      const seq = rooms.find(documentId)?.document.seq ?? 0;
      return { seq, ...readFile(document, view) };
    },
    async readForReading(documentId, of) {
      const { seq } = await rooms.read(documentId);
      const { blocks, alternatives } = readingBlocks(await read(documentId), of);
      const rows = await store.readAuthors(documentId, rowsNamedIn(blocks));
      const joined = blocks.map((block) => ({ ...block, pieces: joinPieces(block.pieces, rows) }));
      return { seq, alternatives, blocks: joined, rows };
    },
    list: async (documentId) => listLiving(store, documentId, await read(documentId), null),
    listChanged: async (documentId, after) => listLiving(store, documentId, await read(documentId), after),
    decide: async (documentId, decision, askDecider) =>
      decideIn(await rooms.acquire(documentId), store, decision, askDecider),
    takeBack: (documentId, wanted, askDecider) => takeDecisionBack({ rooms, store }, documentId, wanted, askDecider),
    async listDecisions(documentId, sinceMs) {
      await rooms.find(documentId)?.document.settled();
      const all = await store.readDecisions(documentId);
      const rows = sinceMs === null ? all : all.filter(({ receivedAtMs }) => receivedAtMs >= sinceMs);
      const made = rows.flatMap((row) => {
        const { decision, agreed, copies, reopened } = decodeStatement(row.statement);
        const movedWords = copies.length + reopened.length > 0;
        return decision === null
          ? []
          : [{ row, agreed, movedWords, decision: decisionSchema.parse(JSON.parse(decision)) }];
      });
      const takenBack = Map.groupBy(made, ({ decision }) => decision.takesBack);
      const named = made.flatMap(({ decision }) =>
        [...decision.proposals, ...decision.notChosen, ...decision.voided].flatMap(({ firstSeq, late }) =>
          late ? [firstSeq, late.seq] : [firstSeq],
        ),
      );
      const authors = await store.readAuthors(documentId, [...new Set(named)]);
      const isKnown = (seq: number): boolean => sinceMs === null || (authors.get(seq)?.receivedAtMs ?? 0) >= sinceMs;
      const rowOf = (firstSeq: number): RowAuthor => must(authors.get(firstSeq), "what was decided on is in the log");
      const partyOf = (firstSeq: number): Party => rowOf(firstSeq).party;
      const proposedAtMs = (firstSeq: number): EpochMs => rowOf(firstSeq).receivedAtMs;
      return made.map(({ row: { seq, personId, party, receivedAtMs }, decision, agreed, movedWords }) => ({
        seq,
        personId,
        party,
        decidedAtMs: receivedAtMs,
        decision: { ...decision, proposals: decision.proposals.map((each) => asKnown(each, isKnown)) },
        ...whatIsBack(decision, takenBack.get(seq) ?? []),
        agreed,
        movedWords,
        partyOf,
        proposedAtMs,
      }));
    },
  };
}

/** What of a decision was taken back, by these later ones. [VD3] What became void with one row may wait again in parts. */
function whatIsBack(
  { verdict, proposals }: ProposalDecision,
  later: readonly { readonly row: { readonly seq: number }; readonly decision: ProposalDecision }[],
): Pick<KeptDecision, "takenBackBy" | "again"> {
  const last = later.at(-1)?.row.seq ?? null;
  if (verdict !== "void") return { takenBackBy: last, again: new Map() };
  const again = new Map(
    later.flatMap(({ row, decision }) => decision.proposals.map(({ id }) => [id, row.seq] as const)),
  );
  return { takenBackBy: proposals.every(({ id }) => again.has(id)) ? last : null, again };
}

/** [VD6] [LI9] Whoever came after words had gone is not told what a proposal was about that came too late for them. */
function asKnown(
  proposal: ProposalDecision["proposals"][number],
  isKnown: (seq: number) => boolean,
): ProposalDecision["proposals"][number] {
  if (!proposal.late || isKnown(proposal.late.seq)) return proposal;
  const { breaks: _breaks, moved: _moved, ...rest } = proposal;
  return { ...rest, deletedText: "", settings: [], clause: null };
}

/** What waits, and who changed how it looks after a row, or made it less, where that is asked. */
async function listLiving(
  store: LogStore,
  documentId: DocumentId,
  document: DecidedDocument,
  changedAfter: number | null,
): Promise<ChangedProposal[]> {
  const rowsOf = changedAfter === null ? null : rowsThatChanged(document, changedAfter);
  const lostOf = createLostWords(document);
  // A name costs next to nothing, and must be read before anything else happens to the document; so must what changed.
  const proposals = listProposals(document).map((proposal) => ({
    ...proposal,
    subject: subjectOf(document.ydoc, proposal),
    breaks: breakPlaceOf(document.ydoc, proposal),
    copies: standingCopies(document, proposal.records),
    lostWords: lostOf(proposal),
    ...(rowsOf?.(proposal) ?? { looks: [], shrinks: [] }),
  }));
  const rows = new Set(
    proposals.flatMap(({ firstSeq, looks, shrinks, lostWords }) => [
      firstSeq,
      ...looks,
      ...shrinks,
      ...lostWords.map(({ seq }) => seq),
    ]),
  );
  const authors = await store.readAuthors(documentId, [...rows]);
  // What a decision took is told with the decision.
  const isDecision = (seq: number): boolean => authors.get(seq)?.kind === "decision";
  return proposals.flatMap(({ looks, shrinks, lostWords, ...proposal }) =>
    withAuthor({ ...proposal, lost: lostParts(lostWords, proposal.author, authors) }, authors).map((told) => ({
      ...told,
      changedBy: [...looks, ...shrinks.filter((seq) => !isDecision(seq))].flatMap(
        (seq) => authors.get(seq)?.personId ?? [],
      ),
    })),
  );
}

/** Which rows changed the look of a proposal that nothing was added to, or took something out of it. */
function rowsThatChanged(
  document: DecidedDocument,
  after: number,
): (proposal: Proposal) => { readonly looks: number[]; readonly shrinks: number[] } {
  const looksOf = createLookRows(document);
  const shrinksOf = createShrinkRows(document, after);
  return (proposal) =>
    proposal.lastSeq > after
      ? { looks: [], shrinks: [] }
      : { looks: looksOf(proposal, after), shrinks: shrinksOf(proposal) };
}

/** Who took what. A proposal takes back itself what its author deletes, and what is decided on is no part of what still waits. */
function lostParts(
  words: readonly LostWords[],
  author: PersonId | null,
  authors: ReadonlyMap<number, RowAuthor>,
): LostPart[] {
  const parts = words.flatMap(({ of, seq, whose }): LostPart[] => {
    const row = authors.get(seq);
    if (!row || row.personId === author || (of === "own" && row.kind === "decision")) return [];
    return [
      {
        of,
        whose: of === "own" ? null : whose,
        by: row.personId,
        how: row.kind === "decision" ? "decided" : "deleted",
      },
    ];
  });
  return [...new Map(parts.map((part) => [Object.values(part).join(" "), part])).values()];
}

/** A proposal whose first row is not durable yet is not told of: it will be a moment later. */
function withAuthor(
  proposal: Proposal & Pick<LiveProposal, "subject" | "breaks" | "copies" | "lost">,
  authors: ReadonlyMap<number, RowAuthor>,
): LiveProposal[] {
  const author = authors.get(proposal.firstSeq);
  return author ? [{ ...proposal, party: author.party, proposedAtMs: author.receivedAtMs }] : [];
}

/** Whoever may decide is asked, and the rule, right before it happens; what the rule has to know is read before. */
async function decideIn(
  open: OpenRoom,
  store: LogStore,
  decision: DecisionToMake,
  askDecider: AskDecider,
): Promise<MadeDecision> {
  const authors = new Map<number, RowAuthor>();
  for (;;) {
    const by = await becomeAuthor(open, askDecider);
    const settled = settle(open, decision, by.personId);
    const unread = askDecisionRule(by, askedOf(decision, settled), authors);
    if (unread.length === 0) return carryOutNow(open, { decision, by, settled });
    await open.document.settled();
    for (const [seq, author] of await store.readAuthors(open.documentId, unread)) authors.set(seq, author);
  }
}

/** What a decision is about, in the document as it is. */
interface Settled {
  readonly negotiated: NegotiatedDocument;
  readonly all: readonly Proposal[];
  readonly chosen: readonly Proposal[];
  readonly left: readonly LeftProposal[];
  /** What it is made on, and what loses to that. */
  readonly accepted: readonly Proposal[];
  readonly notChosen: readonly Proposal[];
}

function settle({ document }: OpenRoom, decision: DecisionToMake, personId: PersonId): Settled {
  const negotiated = document.negotiated();
  if (negotiated === null) throw refuseDocument("documents/proposals-changed");
  const all = listProposals(negotiated);
  const { chosen, left } = chooseProposals(all, decision, personId);
  const isChosen = new Set(chosen);
  if (decision.verdict === "withdraw" && holdsOthersBlocks(negotiated, chosen))
    throw refuseDocument("documents/holds-others-blocks");
  const { accepted, notChosen } =
    decision.verdict === "accept"
      ? settleRivals(all, (proposal) => isChosen.has(proposal))
      : { accepted: chosen, notChosen: [] };
  return { negotiated, all, chosen, left, accepted, notChosen };
}

function askedOf({ verdict }: DecisionToMake, { accepted, notChosen }: Settled): Asked[] {
  return verdict === "withdraw" ? [] : [...askedAbout(verdict, accepted), ...askedAbout("reject", notChosen)];
}

/** Nothing waits between looking at the proposals and taking the decision. */
async function carryOutNow(
  { document, room }: OpenRoom,
  {
    decision,
    by,
    settled: { negotiated, all, chosen, left, accepted, notChosen },
  }: { readonly decision: DecisionToMake; readonly by: Decider; readonly settled: Settled },
): Promise<MadeDecision> {
  let settled: readonly Proposal[] = [];
  const facts = (voided: readonly Proposal[]): string => {
    settled = [...accepted, ...notChosen, ...voided];
    const noted = {
      settings: readSettings(negotiated, settled),
      clauseOf: readClauses(negotiated),
      looksOf: createInsertedLooks(negotiated.ydoc),
    };
    const kept: ProposalDecision = {
      verdict: decision.verdict,
      reason: decision.reason,
      proposals: accepted.map((proposal) =>
        decision.verdict === "withdraw"
          ? { ...toDecided(negotiated, proposal, noted), insertedText: proposal.ownText, writerIds: [] }
          : {
              ...toDecided(negotiated, proposal, noted),
              inside: decision.verdict === "accept" ? insideOf(proposal) : [],
            },
      ),
      notChosen: notChosen.map((proposal) => toDecided(negotiated, proposal, noted)),
      voided: voided.map((proposal) => toDecided(negotiated, proposal, noted)),
      takesBack: null,
    };
    return JSON.stringify(kept);
  };
  const clientId = document.issueClient(by.personId, null, false);
  const made = carryOut(negotiated, chosen, decision.verdict, { clientId, all, facts });
  const outcome = document.takeOwn(made.update, by, "decision", made.statement);
  if (outcome.outcome !== "taken") throw refuse(outcome);
  await outcome.durable;
  room.announceOwn(outcome.update, outcome.seq);
  // What was left may have become void with the decision, or have lost to it.
  const gone = new Set(settled.map(({ id }) => id));
  const movedWords = made.statement.copies.length + made.statement.reopened.length > 0;
  return { seq: outcome.seq, proposals: settled, left: left.filter(({ id }) => !gone.has(id)), movedWords };
}

/** Why the document does not take a decision that fits what waits. */
function refuse(outcome: Exclude<TakenOutcome, { readonly outcome: "taken" }>): Error {
  const code = outcome.outcome === "refused" ? outcome.code : null;
  if (code === "document-too-large") return refuseDocument("documents/too-large");
  return refuseDocument(code === "schema" ? "documents/decision-too-much" : "documents/read-only");
}

function insideOf({ inside }: Proposal): ProposalDecision["proposals"][number]["inside"] {
  return inside.map(({ by, text, waits }) => ({ byId: by, text, waits }));
}
