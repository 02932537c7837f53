/** What threads speak of: read once as ids and words when a thread begins, and found again afterwards. */
import { beginningOf } from "@parley/document";
import type { PersonId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import {
  type BlockPlace,
  type DocumentReplica,
  type IdRange,
  IdMap,
  hasAtMostPieces,
  holdsRange,
  placeOf,
  presentRanges,
  readAnchored,
  rowNumber,
} from "@parley/history";
import { PARAGRAPH_BREAK, type Proposal } from "@parley/proposals";
import type { NewThread, ProposalAnchor, StoredRange, StoredThread } from "./comment-store.ts";

/** What a thread is to be about. */
export type WantedAnchor =
  | { readonly type: "words"; readonly ranges: readonly StoredRange[] }
  | { readonly type: "block"; readonly block: readonly [client: number, clock: number] }
  | { readonly type: "document" }
  | { readonly type: "proposal"; readonly proposal: string };

/** Where the words of a thread stand. */
export interface ThreadPlace {
  readonly present: readonly IdRange[];
  readonly gone: boolean;
  readonly place: BlockPlace | null;
}

/** A thread with where its words stand now. */
export type PlacedThread = StoredThread & ThreadPlace;

type Anchor = Pick<NewThread, "anchor" | "ranges" | "quote" | "proposalId" | "proposerId">;

const longestQuote = 2_000;
const longestPlace = 200;
/** Pieces of the document (runs, elements, formats) that one anchor may name: each list of threads walks through them. */
const MAX_ANCHOR_PIECES = 5_000;
const noProposal = { proposalId: null, proposerId: null };

/**
 * What an anchor speaks of at this moment. Only what stands may be commented: nobody reads deleted words by quoting them.
 * @param waiting what is proposed, for a thread on a proposal
 * @throws Refusal `documents/anchor-unknown`, `documents/anchor-gone`, `documents/anchor-too-large`, `documents/proposals-changed`
 */
export function readAnchor(replica: DocumentReplica, wanted: WantedAnchor, waiting: readonly Proposal[]): Anchor {
  if (wanted.type === "document") return { anchor: "document", ranges: [], quote: "", ...noProposal };
  if (wanted.type === "proposal") {
    const proposal = waiting.find(({ id }) => id === wanted.proposal);
    if (!proposal) throw refuseDocument("documents/proposals-changed");
    return aboutProposal(replica, proposal);
  }
  const asked = wanted.type === "words" ? wanted.ranges.map(toRange) : [toRange([...wanted.block, 1])];
  if (!asked.every((range) => holdsRange(replica.ydoc, range))) throw refuseDocument("documents/anchor-unknown");
  if (!hasAtMostPieces(replica.ydoc, asked, MAX_ANCHOR_PIECES)) throw refuseDocument("documents/anchor-too-large");
  const present = presentRanges(replica, asked, MAX_ANCHOR_PIECES);
  const { text, kinds } = readAnchored(replica.ydoc, present, longestQuote);
  const needed = wanted.type === "words" ? "characters" : "block";
  if (!kinds.has(needed) || kinds.size > 1) throw refuseDocument("documents/anchor-gone");
  return { anchor: wanted.type, ranges: present.map(toStored), quote: text, ...noProposal };
}

function aboutProposal(replica: DocumentReplica, proposal: Proposal): Anchor {
  const ranges = rangesOf(proposal).filter((range) => holdsRange(replica.ydoc, range));
  const words = [proposal.deletedText, proposal.insertedText].map(inOneLine).filter((text) => text !== "");
  // What is only formatted, set or joined is named by its own words.
  const quote = words.length > 0 ? words.join(" → ") : readAnchored(replica.ydoc, ranges, longestQuote).text;
  return {
    anchor: "proposal",
    ranges: ranges.map(toStored),
    quote: beginningOf(quote, longestQuote),
    proposalId: proposal.id,
    proposerId: proposal.author as PersonId | null,
  };
}

/** Finds the proposal on which a thread was begun, by its name or else by the ids that both name. However many there are, each is read once. */
export function proposalFinder(
  proposals: readonly Proposal[],
): (thread: Pick<ProposalAnchor, "proposalId" | "proposerId" | "ranges">) => Proposal | undefined {
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal]));
  const byAuthor = new Map<string | null, IdMap<number>>();
  proposals.forEach((proposal, index) => {
    const named = byAuthor.get(proposal.author) ?? new IdMap<number>(rowNumber);
    byAuthor.set(proposal.author, named);
    for (const range of rangesOf(proposal)) named.claim(range, index);
  });
  return ({ proposalId, proposerId, ranges }) => {
    const named = byAuthor.get(proposerId);
    const found = ranges.flatMap((range) => named?.slice(toRange(range)).map(({ value }) => value) ?? []);
    return byId.get(proposalId) ?? proposals[found.reduce((first, each) => Math.min(first, each), Infinity)];
  };
}

/** Every id that a proposal is about: what it brings, and what it would change. */
function rangesOf({ inserted, blocks, records }: Proposal): IdRange[] {
  const ofRecords = records.flatMap(({ record }) => [
    ...("ids" in record ? record.ids.map(toRange) : []),
    ...("block" in record ? [toRange([...record.block, 1])] : []),
  ]);
  return [...inserted, ...blocks.map((id) => ({ ...id, length: 1 })), ...ofRecords];
}

function inOneLine(text: string): string {
  return text.replaceAll(PARAGRAPH_BREAK, "¶ ").replaceAll("\n", " ").trim();
}

/** Where an anchor stands now, in `most` pieces at most. Costs time in proportion to what was written under its ids. */
export function placeAnchor(
  replica: DocumentReplica,
  { anchor, ranges: stored }: Pick<StoredThread, "anchor" | "ranges">,
  most: number,
): ThreadPlace {
  if (anchor === "document") return { present: [], gone: false, place: null };
  const ranges = stored.map(toRange);
  // A document in quarantine may be shown without its newest rows.
  const held = ranges.filter((range) => holdsRange(replica.ydoc, range));
  const present = presentRanges(replica, held, most);
  const gone = present.length === 0;
  return { present, gone, place: gone ? placeOf(replica, held, longestPlace) : null };
}

export const toRange = ([client, clock, length]: StoredRange): IdRange => ({ client, clock, length });
export const toStored = ({ client, clock, length }: IdRange): StoredRange => [client, clock, length];
