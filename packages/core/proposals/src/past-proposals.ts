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
import type { MarkedPiece, MarkedBlock, Proposer } from "./marked-document.ts";
import { RecordIndex, readRecordsAt } from "./records.ts";
import { agreedView, proposedView, viewBlocks } from "./views.ts";

/** The records that stood after row `seq`, ready to be asked about what was there then. */
export function pastRecords(document: VersionedDocument, seq: number): RecordIndex {
  return new RecordIndex(readRecordsAt(document, seq), document, (id) => wasThere(document, id, seq));
}

/** The content after row `seq` with every proposal of that time rejected, or with every one accepted. */
export function readViewAt(document: VersionedDocument, seq: number, view: "agreed" | "proposed"): DocumentContent {
  const records = pastRecords(document, seq);
  const past = { records, wasReopened: (id: Id) => document.wasReopened(id, seq) };
  const blocks = readVersion(document, seq).map((block) => proposedBlock(block, past, false));
  return { blocks: viewBlocks(blocks, view === "agreed" ? agreedView : proposedView) };
}

/** Somebody proposed it. Who that was makes no difference to whether everything or nothing is accepted. */
const somebody: Proposer = { personId: null, seq: 0 };

interface Past {
  readonly records: RecordIndex;
  readonly wasReopened: (id: Id) => boolean;
}

function proposedBlock(block: VersionBlock, past: Past, isProposed: boolean): MarkedBlock {
  const { records } = past;
  return {
    id: block.id,
    name: block.name,
    attributes: block.attributes,
    inserted: block.isPending && !isProposed ? somebody : null,
    isReopened: block.isPending && past.wasReopened(block.id),
    records: records.ofBlock(block.id),
    pieces: block.pieces.flatMap((piece) => proposedPieces(piece, records, block.isPending)),
    children: block.children.map((child) => proposedBlock(child, past, block.isPending)),
  };
}

function proposedPieces(piece: VersionPiece, records: RecordIndex, isProposed: boolean): MarkedPiece[] {
  return records.ofText(piece.range).map(({ range, records: about }) => {
    const from = range.clock - piece.range.clock;
    return {
      range,
      text: piece.text.slice(from, from + range.length),
      formatting: piece.marks ?? {},
      inserted: piece.isPending && !isProposed ? somebody : null,
      isPending: piece.isPending,
      records: about,
    };
  });
}
