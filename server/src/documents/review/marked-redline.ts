/**
 * Views of a document under negotiation, as blocks for reading: as if everything were accepted or rejected, and one person's proposals
 * in the agreed text.
 *
 * Invariant: [VI8] of what others propose, one person's view holds what theirs builds on and what theirs is about, marked as waiting; and
 * of theirs it leaves out nothing.
 */
import type { PersonId } from "@parley/base";
import { type Attributes, type BlockContent, type CellContent, type RowContent, isLinkRecord } from "@parley/document";
import type { ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";
import {
  type Accepts,
  PARAGRAPH_BREAK,
  type MarkedBlock,
  type MarkedPiece,
  type PlacedRecord,
  acceptsBlock,
  acceptsPiece,
  acceptsRecord,
} from "@parley/proposals";

/** Whose proposals are shown, and what is shown with them: everything of theirs, and what that must be accepted with. */
interface PersonsView {
  readonly personId: PersonId;
  readonly shows: Accepts;
}

/** Blocks in reading order, each with how deep it is nested, as comparisons of versions answer them. */
export function redlineOfPerson(blocks: readonly MarkedBlock[], view: PersonsView, depth = 0): ComparedBlockAnswer[] {
  return blocks.flatMap((block) => {
    const { inserted, records } = block;
    const children = redlineOfPerson(block.children, view, depth + 1);
    if (!acceptsBlock(block, view.shows) && !isTouched(block, view.personId)) return [];
    const waits = inserted !== null && inserted.personId !== view.personId;
    const mine = records.filter(({ author }) => author === view.personId);
    const removal = waits ? undefined : mine.find(({ record }) => record.do === "remove");
    const joins = mine.find(({ record }) => record.do === "join");
    return [
      {
        depth,
        name: block.name,
        waits,
        proposed: records
          .filter((each) => isContext(each, view) || (waits && isRemoval(each, view)))
          .flatMap(waitingOf),
        fate: inserted ? "added" : removal ? "removed" : "kept",
        attributes: { ...block.attributes, ...newValues(mine) },
        changes: mine.flatMap(({ record, seq }) =>
          record.do === "set"
            ? [{ name: record.name, before: block.attributes[record.name] ?? null, after: record.value, seq: seq ?? 0 }]
            : [],
        ),
        addedSeq: inserted?.seq ?? null,
        removedSeq: removal?.seq ?? null,
        pieces: [...(joins ? [joinSign(joins)] : []), ...block.pieces.flatMap((piece) => pieceOf(piece, view))],
      },
      ...children,
    ];
  });
}

/** Whether somebody proposes anything about a block or within it. */
function isTouched({ records, pieces, children }: MarkedBlock, personId: PersonId): boolean {
  return (
    [{ inserted: null, records }, ...pieces].some(
      (each) => each.inserted?.personId === personId || each.records.some(({ author }) => author === personId),
    ) || children.some((child) => isTouched(child, personId) || child.inserted?.personId === personId)
  );
}

/** Whether a record is somebody else's, and shown because the person's proposals must be accepted with it. */
const isContext = (placed: PlacedRecord, { personId, shows }: PersonsView): boolean =>
  placed.author !== personId && acceptsRecord(placed, shows);

/** Whether the person proposes to take something away. */
const isRemoval = ({ author, record }: PlacedRecord, { personId }: PersonsView): boolean =>
  author === personId && (record.do === "delete" || record.do === "remove");

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

function pieceOf(piece: MarkedPiece, view: PersonsView): ComparedPieceAnswer[] {
  const { inserted, records, formatting } = piece;
  const mine = records.filter(({ author }) => author === view.personId);
  if (!acceptsPiece(piece, view.shows) && mine.length === 0) return [];
  const waits = inserted !== null && inserted.personId !== view.personId;
  const deletion = waits ? undefined : mine.find((each) => isRemoval(each, view));
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
      waits,
      proposed: records.filter((each) => isContext(each, view) || (waits && isRemoval(each, view))).flatMap(waitingOf),
      writtenSeq: inserted?.seq ?? 0,
      deletedSeq: deletion?.seq ?? null,
      formatting: changed,
    },
  ];
}

/** What is proposed about words or a block, as comparisons tell it. That one proposal answers another is nothing that is done to the text. */
export function waitingOf({ record, seq }: PlacedRecord): ComparedBlockAnswer["proposed"] {
  if (isLinkRecord(record)) return [];
  const wish = {
    do: record.do,
    name: record.do === "set" ? record.name : record.do === "format" ? record.mark : null,
    value: record.do === "set" || record.do === "format" ? record.value : null,
    seq: seq ?? 0,
  };
  return [wish];
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
  const seqs = blocks.flatMap(({ addedSeq, removedSeq, changes, proposed, pieces }) => [
    addedSeq,
    removedSeq,
    ...[...changes, ...proposed].map(({ seq }) => seq),
    ...pieces.flatMap((piece) => [
      piece.writtenSeq,
      piece.deletedSeq,
      ...[...piece.formatting, ...piece.proposed].map(({ seq }) => seq),
    ]),
  ]);
  return [...new Set(seqs)].filter((seq): seq is number => seq !== null && seq > 0);
}
