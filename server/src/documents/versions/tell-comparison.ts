/**
 * A comparison as it is answered: blocks in reading order, each with what happened to it and the rows that did so.
 *
 * Invariants:
 * - What had been proposed and was accepted is told of who proposed it, and of who accepted it.
 * - Neighbours with one story are one piece.
 */
import type { ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";
import type { ComparedBlock, ComparedPiece, Id } from "@parley/history";
import { PARAGRAPH_BREAK, type PlacedRecord, type RecordIndex } from "@parley/proposals";
import { joinPieces } from "../review/join-pieces.ts";
import { waitingOf } from "../review/marked-redline.ts";
import type { RowAuthor } from "../rooms/log-store.ts";
import type { AlternativeLetters } from "./alternative-letters.ts";
import type { DecidedSettings } from "./decided-settings.ts";

export interface Telling {
  /** What was proposed in the newer version; `null` where that is not told. */
  readonly records: RecordIndex | null;
  readonly letters: AlternativeLetters;
  readonly rows: ReadonlyMap<number, RowAuthor>;
  readonly settings: DecidedSettings;
  /** The older version. */
  readonly from: number;
}

/** What is told, and by paragraph who broke it off another, or joined it to one. */
interface TellingBreaks extends Telling {
  readonly breaks: ReadonlyMap<string, ReturnType<DecidedSettings["ofComing"]>>;
}

/** Tells a comparison. */
export function tellBlocks(blocks: readonly ComparedBlock[], telling: Telling): ComparedBlockAnswer[] {
  return flatten(blocks, 0, { ...telling, breaks: breaksIn(blocks, telling.settings) });
}

function breaksIn(blocks: readonly ComparedBlock[], settings: DecidedSettings): TellingBreaks["breaks"] {
  const found = new Map<string, ReturnType<DecidedSettings["ofComing"]>>();
  const visit = (block: ComparedBlock): void => {
    const { broken, after, before, children } = block;
    if (broken === "split" && after) found.set(keyOf(after.id), settings.ofComing(block));
    else if (broken && before) found.set(keyOf(before.id), settings.ofGoing(block));
    children.forEach(visit);
  };
  blocks.forEach(visit);
  return found;
}

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;

/** Who took a block away. */
type Going = Pick<ComparedBlockAnswer, "removedSeq" | "decidedSeq">;

/**
 * Blocks in reading order, with how deep each is. What went with the block `around` it was taken away by whoever took that: of a proposal
 * to remove a row, the decision says so of the row only.
 */
function flatten(
  blocks: readonly ComparedBlock[],
  depth: number,
  telling: TellingBreaks,
  around: Going | null = null,
): ComparedBlockAnswer[] {
  return blocks.flatMap((block) => {
    const own = comingAndGoing(block, telling.settings);
    const rows = block.fate === "removed" && around && wentWith(own, around) ? { ...own, ...around } : own;
    const going = block.fate === "removed" ? { removedSeq: rows.removedSeq, decidedSeq: rows.decidedSeq } : null;
    return [
      {
        ...rows,
        depth,
        name: block.name,
        fate: block.fate,
        ...((block.fate === "moved" || block.fate === "left") &&
          block.before && { moved: `${block.before.id.client}-${block.before.id.clock}` }),
        waits: block.isPending,
        proposed: (block.after && waitingIn(telling, telling.records?.ofBlock(block.after.id) ?? [])) ?? [],
        ...(block.isPending && block.after && telling.letters.ofId(block.after.id)),
        attributes: { ...(block.after ?? block.before)?.attributes },
        changes: telling.settings.ofBlock(block.after?.id, block.attributes),
        ...(block.broken && { broken: block.broken }),
        pieces: joinPieces(
          block.pieces.flatMap((piece) => toPieces(piece, telling)).map((piece) => asGone(piece, going)),
          telling.rows,
        ),
      },
      ...flatten(block.children, depth + 1, telling, going),
    ];
  });
}

const wentWith = (own: Going, around: Going): boolean =>
  (own.decidedSeq ?? own.removedSeq) === (around.decidedSeq ?? around.removedSeq);

/** Deleted words with who took them away where they went with the block around them. */
function asGone(piece: ComparedPieceAnswer, around: Going | null): ComparedPieceAnswer {
  const own = { removedSeq: piece.deletedSeq, decidedSeq: piece.decidedSeq ?? undefined };
  if (piece.fate !== "deleted" || around === null || !wentWith(own, around)) return piece;
  return { ...piece, deletedSeq: around.removedSeq, decidedSeq: around.decidedSeq ?? null };
}

function comingAndGoing(
  block: ComparedBlock,
  settings: DecidedSettings,
): Pick<ComparedBlockAnswer, "addedSeq" | "removedSeq" | "decidedSeq"> {
  const [coming, going] = [settings.ofComing(block), settings.ofGoing(block)];
  const decidedSeq = coming.decidedSeq ?? going.decidedSeq;
  return { addedSeq: coming.seq, removedSeq: going.seq, ...(decidedSeq !== null && { decidedSeq }) };
}

function waitingIn({ letters }: Telling, records: readonly PlacedRecord[]): ComparedPieceAnswer["proposed"] {
  return records.flatMap((placed) => waitingOf(placed).map((wish) => ({ ...wish, ...letters.ofRecord(placed) })));
}

/** A piece, cut where something else is proposed about its words. */
function toPieces(piece: ComparedPiece, telling: TellingBreaks): ComparedPieceAnswer[] {
  const { records, rows, settings, breaks, from: since } = telling;
  const { to, fate, writtenSeq } = piece;
  const kind = rows.get(piece.placedSeq ?? 0)?.kind;
  const placed = settings.ofMove(piece);
  // Who cuts what is new and pastes it elsewhere brings nothing back; and what an undo puts back waits, and is accepted, as its proposer's.
  const waited = piece.isPending || (placed.decidedSeq ?? 0) > (piece.placedSeq ?? Infinity);
  const isPasted = fate === "inserted" && (kind === "undo" ? waited : writtenSeq > since && kind !== "restore");
  const about = to && records ? records.ofText(to) : [{ range: to, records: [] }];
  const parts = about.flatMap((part) =>
    settings.ofText(part.range, piece.formatting).map((cut) => ({ ...cut, records: part.records })),
  );
  const { broken } = piece;
  const rowsOfBreak = broken && breaks.get(keyOf(broken.block));
  return parts.map((part, index) => {
    const from = to && part.range ? part.range.clock - to.clock : 0;
    const text = part.range ? piece.text.slice(from, from + part.range.length) : piece.text;
    return {
      ...(broken && rowsOfBreak && index === 0 && { broken: { do: howTold[broken.how], ...rowsOfBreak } }),
      fate,
      text: piece.isPending ? text.replaceAll(PARAGRAPH_BREAK, "¶") : text,
      marks: { ...(piece.marksAfter ?? piece.marksBefore) },
      waits: piece.isPending,
      proposed: waitingIn(telling, part.records),
      ...(piece.isPending && part.range && telling.letters.ofId(part.range)),
      reflowed: piece.isReflowed,
      writtenSeq,
      placedSeq: isPasted ? null : placed.seq,
      deletedSeq: piece.deletedSeq,
      decidedSeq: placed.decidedSeq,
      formatting: [...part.formatting],
    };
  });
}

const howTold = { split: "split", joined: "join" } as const;
