/**
 * What was proposed in a version: the document as it was after any row of its log, with the proposals that waited then.
 *
 * Invariants:
 * - [VI5] the views of a version are those that a replica of the rows up to it would have given.
 * - Nothing is replayed, and reading changes nothing.
 */
import type { DocumentContent } from "@parley/document";
import {
  type Id,
  type VersionBlock,
  type VersionPiece,
  type VersionedDocument,
  readVersion,
  wasThere,
} from "@parley/history";
import {
  type MarkedBlock,
  type MarkedDocument,
  type MarkedPiece,
  type OwnedDocument,
  type Proposer,
  type TypedBetween,
  isPartOf,
  proposerOf,
  proposersApart,
  sidesOf,
} from "./marked-document.ts";
import { listMarked } from "./list-proposals.ts";
import type { Proposal } from "./proposal.ts";
import { RecordIndex, readRecordsAt } from "./records.ts";
import { rivalries } from "./rivalries.ts";
import { hasAnswers, withoutRivals } from "./rivals.ts";
import { agreedView, proposedView } from "./accepts.ts";
import { viewBlocks } from "./views.ts";

/** The records that stood after row `seq`, ready to be asked about what was there then. */
export function pastRecords(document: VersionedDocument, seq: number): RecordIndex {
  return new RecordIndex(readRecordsAt(document, seq), document, (id) => wasThere(document, id, seq));
}

/** A document whose past proposals can be read, and whose Yjs client ids are whose. */
export interface PastDocument extends VersionedDocument, OwnedDocument {
  /** The row that had proposed an id which waited at row `seq`, or `null`. */
  proposalAt(id: Id, seq: number): number | null;
}

/** The content after row `seq` with every proposal of that time rejected, or with every one accepted. */
export function readViewAt(document: PastDocument, seq: number, view: "agreed" | "proposed"): DocumentContent {
  const marked = readMarkedAt(document, seq);
  const accepts = view === "agreed" ? agreedView : proposedView;
  return { blocks: viewBlocks(marked.blocks, withoutRivals(marked, document.lineage, accepts)) };
}

/** [RV2] What waited after row `seq` and of which only one each could be accepted: the alternatives of each place, oldest first. */
export function alternativesAt(document: PastDocument, seq: number): Proposal[][] {
  const marked = readMarkedAt(document, seq);
  return hasAnswers(marked) ? rivalries(listMarked(marked, document.lineage)) : [];
}

/** The document after row `seq` with what was proposed then; `whose` asks for who had proposed it, also where nothing answers anything; `records` are others than stood then. */
export function readMarkedAt(
  document: PastDocument,
  seq: number,
  whose = false,
  records = pastRecords(document, seq),
): MarkedDocument {
  // Who proposed something makes a difference only where proposals answer others.
  const proposer = (id: Id): Proposer | null => {
    const by = document.proposalAt(id, seq);
    return by === null ? null : proposerOf(document, id, by);
  };
  const asked = whose || hasAnswers({ index: records });
  const past: Past = {
    records,
    standings: (range) => document.standings(range),
    wasReopened: (id) => document.wasReopened(id, seq),
    proposer: asked ? proposer : () => somebody,
    typedBetween: (id) => (asked && records.records.length > 0 ? sidesOf(document, id) : undefined),
  };
  return { blocks: proposedBlocks(readVersion(document, seq), past, null), index: records };
}

const somebody: Proposer = { personId: null, seq: 0 };

interface Past {
  readonly records: RecordIndex;
  readonly standings: PastDocument["standings"];
  readonly wasReopened: (id: Id) => boolean;
  /** `null` for what was not proposed itself, and waited with the block around it at most. */
  readonly proposer: (id: Id) => Proposer | null;
  /** Of what was proposed the characters between which it was typed, where that is asked. */
  readonly typedBetween: (id: Id) => TypedBetween | undefined;
}

function proposedBlocks(blocks: readonly VersionBlock[], past: Past, within: Proposer | null): MarkedBlock[] {
  const apart = proposersApart(
    blocks.map(({ id, name, isPending }) => [name, isPending ? past.proposer(id) : null]),
    within,
  );
  return blocks.map((block, index) => proposedBlock(block, past, { inserted: apart[index] ?? null, around: within }));
}

function proposedBlock(
  block: VersionBlock,
  past: Past,
  { inserted, around }: { readonly inserted: Proposer | null; readonly around: Proposer | null },
): MarkedBlock {
  const { records } = past;
  const within = inserted ?? around;
  return {
    id: block.id,
    name: block.name,
    attributes: block.attributes,
    inserted,
    isReopened: inserted !== null && around === null && past.wasReopened(block.id),
    records: records.ofBlock(block.id),
    pieces: block.pieces.flatMap((piece) => proposedPieces(piece, past, within)),
    children: proposedBlocks(block.children, past, within),
  };
}

function proposedPieces(piece: VersionPiece, past: Past, within: Proposer | null): MarkedPiece[] {
  return past.records.ofText(piece.range).flatMap(({ range: about, records }) =>
    // Words that several people have proposed may be one piece in a block that waits.
    past.standings(about).map(({ range }) => {
      const from = range.clock - piece.range.clock;
      const proposer = piece.isPending ? past.proposer(range) : null;
      const typedBetween = proposer ? past.typedBetween(range) : undefined;
      return {
        range,
        text: piece.text.slice(from, from + range.length),
        formatting: piece.marks ?? {},
        inserted: isPartOf(proposer, within) ? null : proposer,
        isPending: piece.isPending,
        writtenBy: proposer?.personId ?? null,
        records,
        ...(typedBetween && { typedBetween }),
      };
    }),
  );
}
