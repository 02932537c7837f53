/**
 * Views of a document under negotiation, as blocks for reading: as if everything were accepted or rejected, and one person's proposals
 * in the agreed text, with nothing of what others propose.
 */
import type { PersonId } from "@parley/base";
import type { Attributes, BlockContent, CellContent, RowContent } from "@parley/document";
import type { ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";
import { PARAGRAPH_BREAK, type MarkedBlock, type MarkedPiece, type PlacedRecord } from "@parley/proposals";

/** Blocks in reading order, each with how deep it is nested, as comparisons of versions answer them. */
export function redlineOfPerson(blocks: readonly MarkedBlock[], personId: PersonId, depth = 0): ComparedBlockAnswer[] {
  return blocks.flatMap((block) => {
    if (block.inserted !== null && block.inserted.personId !== personId) return [];
    const mine = block.records.filter(({ author }) => author === personId);
    const removal = mine.find(({ record }) => record.do === "remove");
    const joins = mine.find(({ record }) => record.do === "join");
    return [
      {
        depth,
        name: block.name,
        waits: false,
        proposed: [],
        fate: block.inserted ? "added" : removal ? "removed" : "kept",
        attributes: { ...block.attributes, ...newValues(mine) },
        changes: mine.flatMap(({ record, seq }) =>
          record.do === "set"
            ? [{ name: record.name, before: block.attributes[record.name] ?? null, after: record.value, seq: seq ?? 0 }]
            : [],
        ),
        addedSeq: block.inserted?.seq ?? null,
        removedSeq: removal?.seq ?? null,
        pieces: [...(joins ? [joinSign(joins)] : []), ...block.pieces.flatMap((piece) => pieceOf(piece, personId))],
      },
      ...redlineOfPerson(block.children, personId, depth + 1),
    ];
  });
}

function newValues(records: readonly PlacedRecord[]): Record<string, unknown> {
  return Object.fromEntries(
    records.flatMap(({ record }) => (record.do === "set" ? [[record.name, record.value]] : [])),
  );
}

const noStory = { waits: false, proposed: [], reflowed: false, placedSeq: null, decidedSeq: null, formatting: [] };

/** The end of the paragraph before, which a join would take away. */
function joinSign({ seq }: PlacedRecord): ComparedPieceAnswer {
  return { ...noStory, fate: "deleted", text: "¶", marks: {}, writtenSeq: 0, deletedSeq: seq };
}

function pieceOf(piece: MarkedPiece, personId: PersonId): ComparedPieceAnswer[] {
  const { inserted, records, formatting } = piece;
  if (inserted !== null && inserted.personId !== personId) return [];
  const mine = records.filter(({ author }) => author === personId);
  const deletion = mine.find(({ record }) => record.do === "delete" || record.do === "remove");
  const marks: Record<string, Record<string, unknown>> = { ...formatting };
  const changed = mine.flatMap(({ record, seq }) => {
    if (record.do !== "format") return [];
    const before = marks[record.mark] ?? null;
    if (record.value === null) delete marks[record.mark];
    else marks[record.mark] = record.value;
    return [{ name: record.mark, before, after: record.value, seq: seq ?? 0 }];
  });
  return [
    {
      ...noStory,
      fate: deletion ? "deleted" : inserted ? "inserted" : "kept",
      text: piece.isPending ? piece.text.replaceAll(PARAGRAPH_BREAK, "¶\n") : piece.text,
      marks,
      writtenSeq: inserted?.seq ?? 0,
      deletedSeq: deletion?.seq ?? null,
      formatting: changed,
    },
  ];
}

const unchanged = { fate: "kept" as const, waits: false, proposed: [], changes: [], addedSeq: null, removedSeq: null };

/** Content in which nothing is marked. */
export function plainAnswers(
  content: readonly (BlockContent | RowContent | CellContent)[],
  depth = 0,
): ComparedBlockAnswer[] {
  return content.flatMap((block) => {
    const attributes: Attributes = ("attributes" in block ? block.attributes : undefined) ?? {};
    const face = { ...unchanged, depth, name: block.type, attributes: { ...attributes }, pieces: [] };
    switch (block.type) {
      case "paragraph": {
        const pieces = block.runs.map(({ text, marks }): ComparedPieceAnswer => ({
          ...noStory,
          fate: "kept",
          text,
          marks: { ...marks },
          writtenSeq: 0,
          deletedSeq: null,
        }));
        return [{ ...face, pieces }];
      }
      case "table":
        return [face, ...plainAnswers(block.rows, depth + 1)];
      case "tableRow":
        return [face, ...plainAnswers(block.cells, depth + 1)];
      case "tableCell":
      case "tableHeader":
        return [face, ...plainAnswers(block.blocks, depth + 1)];
      case "image":
      case "horizontalRule":
      case "pageBreak":
      case "signatureBlock":
        return [face];
    }
  });
}

/** Rows that blocks name. */
export function rowsNamedIn(blocks: readonly ComparedBlockAnswer[]): number[] {
  const seqs = blocks.flatMap(({ addedSeq, removedSeq, changes, pieces }) => [
    addedSeq,
    removedSeq,
    ...changes.map(({ seq }) => seq),
    ...pieces.flatMap(({ writtenSeq, deletedSeq, formatting }) => [
      writtenSeq,
      deletedSeq,
      ...formatting.map(({ seq }) => seq),
    ]),
  ]);
  return [...new Set(seqs)].filter((seq): seq is number => seq !== null && seq > 0);
}
