/**
 * Where the words of a copy came from: which ids of this document are a copy of which ids of another one.
 *
 * Lineage follows copies within a document and ends at the row that wrote the words. Where that row brought them from another
 * document, it states so, and this is what it states.
 * Invariants:
 * - [PV1] a copied character has the id from which it was copied, and that id says the same character.
 * - [PV2] it is part of the row's statement and so of its hash: it comes back from the log alone, and nobody changes it unnoticed.
 * - [PV4] what came together because the copy leaves out what waits is told as such.
 * - It names no person: whose words they are is what the other document's log says.
 */
import { type DocumentId, assert } from "@parley/base";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IdMap } from "../ids/id-map.ts";
import { type Id, type IdRange, joinRanges } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { sourceId } from "../lineage/lineage.ts";
import { pairRanges } from "./pair-unchanged.ts";
import type { OtherBlock, ParagraphPlace } from "./paragraph-places.ts";

/** Ids of a row that are copies of ids of one other document, as it was after its row `seq`. */
export interface Provenance {
  readonly documentId: DocumentId;
  readonly seq: number;
  /** In rising order of the copies. `source` is an id of the other document. */
  readonly copies: readonly CopiedRange[];
  /**
   * [PV4] Ids of the copy that make a mosaic there: whoever brought their words to where they stood in the other document counts as their
   * writer, and nobody before. Absent when there are none.
   */
  readonly mosaics?: readonly IdRange[];
}

/** Ids of another document that a range was copied from. */
export interface ProvenancePart {
  readonly range: IdRange;
  readonly documentId: DocumentId;
  readonly seq: number;
  readonly source: Id;
  /** Whether it is of a mosaic [PV4]. */
  readonly isMosaic: boolean;
}

/** What is a copy of what when a document was made from the paragraphs of another one, all of them and nothing else. */
export function pairCopiedParagraphs(
  source: readonly ParagraphPlace[],
  copy: readonly ParagraphPlace[],
): CopiedRange[] {
  assert(source.length === copy.length, `${copy.length} paragraphs are a copy of ${source.length}`);
  return copy.flatMap((paragraph, index) => {
    const from = source[index] as ParagraphPlace;
    assert(from.text === paragraph.text, `paragraph ${index} does not say what it was copied from`);
    return [
      { copy: { ...paragraph.block, length: 1 }, source: from.block },
      ...pairRanges(from.ranges, paragraph.ranges),
    ];
  });
}

/** The same of blocks that are no paragraphs. */
export function pairCopiedBlocks(source: readonly OtherBlock[], copy: readonly OtherBlock[]): CopiedRange[] {
  assert(source.length === copy.length, `${copy.length} blocks are a copy of ${source.length}`);
  return copy.map(({ block, name }, index) => {
    const from = source[index] as OtherBlock;
    assert(from.name === name, `block ${index} is a ${name} and was copied from a ${from.name}`);
    return { copy: { ...block, length: 1 }, source: from.block };
  });
}

/** Which ids of the copy are copies of some ids of its source; what did not come along is left out. */
export function copiesOfRanges(copies: readonly CopiedRange[], source: readonly IdRange[]): IdRange[] {
  const bySource = new IdMap<Id>(sourceId);
  for (const { copy, source: from } of copies) bySource.claim({ ...from, length: copy.length }, copy);
  return joinRanges(
    source.flatMap((range) => bySource.slice(range).map(({ value, length }) => ({ ...value, length }))),
  );
}

/** Looks ids up in what a row states. */
export class ProvenanceIndex {
  private readonly documents: readonly {
    readonly provenance: Provenance;
    readonly sources: IdMap<Id>;
    readonly mosaics: IdSet;
  }[];

  constructor(stated: readonly Provenance[]) {
    this.documents = stated.map((provenance) => ({
      provenance,
      sources: mapOf(provenance),
      mosaics: IdSet.of(provenance.mosaics ?? []),
    }));
  }

  /** The parts of a range that were copied from other documents; the rest of it was written here. */
  slice(range: IdRange): ProvenancePart[] {
    return this.documents
      .flatMap(({ provenance: { documentId, seq }, sources, mosaics }) =>
        sources.slice(range).flatMap(({ value, ...found }) => {
          const inMosaics = mosaics.slice(found).map((part) => ({ part, isMosaic: true }));
          const others = mosaics.missing(found).map((part) => ({ part, isMosaic: false }));
          return [...inMosaics, ...others].map(({ part, isMosaic }) => {
            const source = sourceId.advance(value, part.clock - found.clock);
            return { range: part, documentId, seq, source, isMosaic };
          });
        }),
      )
      .sort((a, b) => a.range.clock - b.range.clock);
  }
}

function mapOf({ copies }: Provenance): IdMap<Id> {
  const sources = new IdMap<Id>(sourceId);
  for (const { copy, source } of copies) sources.claim(copy, source);
  return sources;
}

/** Writes what a row states, for `decodeProvenance`; which of it are mosaics only `withMosaics`. */
export function encodeProvenance(encoder: encoding.Encoder, stated: readonly Provenance[], withMosaics: boolean): void {
  encoding.writeVarUint(encoder, stated.length);
  for (const provenance of stated) {
    encoding.writeVarString(encoder, provenance.documentId);
    encoding.writeVarUint(encoder, provenance.seq);
    mapOf(provenance).encode(encoder);
    if (withMosaics) encoding.writeVarUint8Array(encoder, IdSet.of(provenance.mosaics ?? []).encode());
  }
}

/** Reads what `encodeProvenance` wrote. */
export function decodeProvenance(decoder: decoding.Decoder, withMosaics: boolean): Provenance[] {
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const documentId = decoding.readVarString(decoder) as DocumentId;
    const seq = decoding.readVarUint(decoder);
    const sources = new IdMap<Id>(sourceId);
    sources.decodeInto(decoder);
    const copies = Array.from(sources.ranges(), ({ value, ...copy }) => ({ copy, source: value }));
    const mosaics = withMosaics ? IdSet.decode(decoding.readVarUint8Array(decoder)).ranges() : [];
    return { documentId, seq, copies, ...(mosaics.length > 0 && { mosaics }) };
  });
}
