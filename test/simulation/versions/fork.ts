/** A copy of a document as the server makes it, and who wrote what stands in it. */
import { type DocumentId, must, newId, seededRandom } from "@parley/base";
import { seedUpdate } from "@parley/document";
import {
  DocumentReplica,
  type Id,
  ProvenanceIndex,
  type TailRow,
  decodeStatement,
  encodeStatement,
  pairCopiedBlocks,
  pairCopiedParagraphs,
  readOtherBlocks,
  readParagraphPlaces,
  readVersionOtherBlocks,
  readVersionPlaces,
  versionContent,
} from "@parley/history";
import * as Y from "yjs";

const random = seededRandom(9);

export interface Fork {
  readonly replica: DocumentReplica;
  readonly rows: TailRow[];
  readonly provenance: ProvenanceIndex;
}

/** A copy as the server makes it: the agreed text, and whose ids its ids are copies of. */
export function forkOf(source: DocumentReplica, seq: number): Fork {
  const content = versionContent(source, seq, "agreed");
  const update = seedUpdate(content, 900);
  const ydoc = new Y.Doc({ gc: false });
  Y.applyUpdate(ydoc, update);
  const copies = [
    ...pairCopiedParagraphs(readVersionPlaces(source, seq, "agreed"), readParagraphPlaces(ydoc)),
    ...pairCopiedBlocks(readVersionOtherBlocks(source, seq), readOtherBlocks(ydoc)),
  ];
  const documentId: DocumentId = newId<"document">(random);
  const stated = {
    copies: [],
    agreed: [],
    deletedFor: [],
    reopened: [],
    decision: null,
    provenance: [{ documentId, seq, copies }],
  };
  const statement = decodeStatement(must(encodeStatement(stated), "it states something"));
  const rows: TailRow[] = [{ seq: 1, update, kind: "api", baseSeq: null, proposes: false, statement }];
  return {
    replica: DocumentReplica.open(null, rows),
    rows,
    provenance: new ProvenanceIndex(statement.provenance ?? []),
  };
}

/** A character of agreed text. */
export interface Standing {
  readonly character: string;
  readonly id: Id;
}

/** Every character that was agreed on after row `seq`, in reading order. */
export function charactersOf(replica: DocumentReplica, seq: number): Standing[] {
  return readVersionPlaces(replica, seq, "agreed").flatMap(({ text, ranges }) => {
    const ids = ranges.flatMap(({ client, clock, length }) =>
      Array.from({ length }, (_, at) => ({ client, clock: clock + at })),
    );
    return ids.map((id, at) => ({ character: text.charAt(at), id }));
  });
}

/** Which row of which document wrote a character, as far as copies lead. */
export function writerOf(chain: readonly (Fork | DocumentReplica)[], id: Id): string {
  let at = id;
  for (let depth = chain.length - 1; depth >= 0; depth--) {
    const each = must(chain[depth], "a document");
    const replica = each instanceof DocumentReplica ? each : each.replica;
    const origin = replica.lineage.originOf(at);
    const part = each instanceof DocumentReplica ? undefined : each.provenance.slice({ ...origin, length: 1 })[0];
    if (!part) return `${depth}: ${replica.attribution.insertingRow(origin.client, origin.clock)}`;
    at = part.source;
  }
  throw new Error("the first document is a copy of nothing");
}
