/**
 * What some rows did to words, all of it taken together: what they did and undid themselves is nothing.
 *
 * Invariants:
 * - [ST1] [ST3] what is said of rows depends on what they did and not on what later rows do with the words.
 */
import type { Id } from "../ids/id-range.ts";
import type { PlacedRange, Placement } from "../lineage/placements.ts";
import type { AttributedDocument } from "../reading.ts";
import { type Moving, howMoved } from "./placing.ts";

/** `split` and `joined`: the words stayed in their order, and a paragraph was divided there, or two were joined. */
export type WordDeed = "inserted" | "deleted" | "moved" | "split" | "joined" | "broughtBack";

/** Characters with one past. `writtenSeq` is `null` where who wrote them is told elsewhere. */
export interface WordsPast extends Omit<PlacedRange, "writtenSeq"> {
  readonly writtenSeq: number | null;
}

/** A second copy of words has no past but its own: theirs is told where the first one is, or where they stand. */
export function ownPast(past: PlacedRange): WordsPast {
  const second = past.placed.findIndex(({ isSecond }) => isSecond);
  return second < 0 ? past : { ...past, writtenSeq: null, placed: past.placed.slice(0, second + 1) };
}

type Wanted = (seq: number | null) => boolean;

/** Whether words stood before rows deleted them that did the wanted things only. */
export function wereThere({ writtenSeq, placed }: WordsPast, isWanted: Wanted): boolean {
  for (const { seq, deletedSeq, isSecond } of placed) {
    if (deletedSeq === null && !isSecond) continue;
    if (!isWanted(seq)) return true;
    if (isSecond || !isWanted(deletedSeq)) return false;
  }
  return !isWanted(writtenSeq);
}

/** What the wanted rows did to words that they did not delete in the end; `null` for nothing that is left of it. */
export function deedOnWords(
  document: AttributedDocument,
  past: WordsPast,
  isWanted: Wanted,
): { readonly did: WordDeed; readonly moving: Moving | null } | null {
  let did: "inserted" | "broughtBack" | "placed" | null = isWanted(past.writtenSeq) ? "inserted" : null;
  let moving: Moving | null = null;
  for (const [at, each] of [...past.placed.entries()].reverse()) {
    const fate = fateIn(document, past, at, isWanted);
    if (fate === "nothing") continue;
    if (fate === "deleted") [did, moving] = [null, null];
    else if (fate === "back") {
      did = did === "inserted" ? "inserted" : "broughtBack";
      moving = movingOf(past, at, { ...each, isBack: true });
    } else {
      did ??= "placed";
      const start: Moving = moving ?? movingOf(past, at, { ...each, isBack: false });
      moving = { ...start, copy: copyAt(past, at), last: each.seq };
    }
  }
  if (did === null || did === "inserted") return did && { did, moving: null };
  if (did === "broughtBack" || moving === null) return { did: "broughtBack", moving };
  const how = howMoved(document, moving.source, moving.copy, moving);
  return how === "stayed" ? null : { did: how, moving };
}

/** The id under which the first of the characters stood when the last of the wanted rows had written them, and not where later rows put them. */
export function writtenAt(past: WordsPast, isWanted: Wanted): Id {
  const at = past.placed.findIndex(({ seq }) => isWanted(seq));
  return copyAt(past, at < 0 ? past.placed.length : at);
}

/** What the wanted rows did with one placement. */
function fateIn(
  document: AttributedDocument,
  past: WordsPast,
  at: number,
  isWanted: Wanted,
): "nothing" | "deleted" | "back" | "placed" {
  const { seq, deletedSeq, isSecond, isBack, source } = past.placed[at] as Placement;
  const took = deletedSeq !== null && isWanted(deletedSeq);
  if (!isWanted(seq)) return took ? "deleted" : "nothing";
  if (deletedSeq !== null && !took) return "back";
  if (deletedSeq === null && isSecond && isBack && isSecondReturn(document, source, copyAt(past, at), seq))
    return "back";
  return "placed";
}

/**
 * Whether a row that wrote words again which stand elsewhere put them there a second time. Where it divided or joined the paragraph in
 * which they had stood, somebody else did so at the same time.
 */
export function isSecondReturn(document: AttributedDocument, source: Id, copy: Id, seq: number): boolean {
  const how = howMoved(document, source, copy, { first: seq, last: seq });
  return how !== "split" && how !== "joined";
}

function movingOf(past: WordsPast, at: number, placement: Placement & Pick<Moving, "isBack">): Moving {
  const { seq, deletedSeq, source, isBack } = placement;
  return { source, copy: copyAt(past, at), first: isBack ? seq : (deletedSeq ?? seq), last: seq, isBack };
}

/** The id that the first of the characters had after a placement. */
function copyAt({ client, clock, placed }: WordsPast, at: number): Id {
  return placed[at - 1]?.source ?? { client, clock };
}
