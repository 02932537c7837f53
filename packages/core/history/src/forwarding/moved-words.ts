/** Words that somebody put elsewhere, into a paragraph that was there: cut and pasted in one go, or dragged. */
import type * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { joinRanges } from "../ids/id-range.ts";
import type { Character } from "./read-characters.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { isBehind, paragraphOf } from "./whereabouts.ts";
import type { MovedWish } from "./wishes.ts";

/** Of how many runs of words in one text it is asked whether they stood elsewhere. */
const MAX_RUNS = 50;

/** Characters side by side in a text with the characters that are seen on either side of them. */
interface Run {
  readonly characters: Character[];
  readonly left: Character | undefined;
  right: Character | undefined;
}

/** What is known of the document in the eyes of the row's author, or of others. */
interface Sight {
  /** Whether it is the author of the row who is asked. */
  readonly own: boolean;
  /** What a character was when the author last heard of others; `null` for what was typed since. */
  readonly nameOf: (id: Id) => Id | null;
  /** The character nearest to a block on one side of it. */
  readonly nearest: (block: Y.Item, side: "left" | "right") => Id | null;
}

/** What the row's author, or others whom they had not seen, put on another side of what they put it beside. */
export function movedWishes(
  document: ForwardingDocument,
  view: RowView,
  texts: ReadonlyMap<Y.XmlText, readonly Character[]>,
  { own, nameOf, nearest }: Sight,
): MovedWish[] {
  const { attribution, lineage } = document;
  const sourceOf = (each: Character | undefined): Id | undefined =>
    each && lineage.sourceOf(each.id.client, each.id.clock);
  const isMoved = ({ characters, left, right }: Run, block: Y.Item): boolean => {
    const [first, last] = [sourceOf(characters[0]), sourceOf(characters.at(-1))];
    if (!first || !last) return false;
    const [before, after] = [left?.id ?? nearest(block, "left"), right?.id ?? nearest(block, "right")];
    return (
      (before !== null && isBehind(document, before, first)) || (after !== null && isBehind(document, last, after))
    );
  };
  return [...texts].flatMap(([text, characters]): MovedWish[] => {
    const block = paragraphOf(text);
    if (!block) return [];
    const runs = runsIn(characters, {
      isSeen: ({ after, stoodBefore }) => (own ? after : stoodBefore),
      isMade: ({ isNew, isForeign }) => (own ? isNew : isForeign),
      isBrought: (each) => sourceOf(each) !== undefined,
    });
    return runs
      .slice(0, MAX_RUNS)
      .filter((run) => isMoved(run, block))
      .flatMap((run): MovedWish[] => {
        const [first] = run.characters;
        const words = namesOf(run, nameOf);
        if (!first || words.length === 0) return [];
        const seq = attribution.insertingRow(first.id.client, first.id.clock) ?? view.row.seq;
        return [{ wish: "moved", block: { client: block.id.client, clock: block.id.clock }, seq, words, own }];
      });
  });
}

function namesOf({ characters }: Run, nameOf: (id: Id) => Id | null): IdRange[] {
  return joinRanges(
    characters.flatMap(({ id }) => {
      const name = nameOf(id);
      return name ? [{ client: name.client, clock: name.clock, length: 1 }] : [];
    }),
  );
}

function runsIn(
  characters: readonly Character[],
  is: Record<"isSeen" | "isMade" | "isBrought", (each: Character) => boolean>,
): Run[] {
  const runs: Run[] = [];
  let open: Run | null = null;
  let left: Character | undefined;
  for (const each of characters) {
    if (!is.isSeen(each)) continue;
    // What was typed among them stood nowhere before.
    if (is.isMade(each)) {
      if (!is.isBrought(each)) continue;
      if (!open) runs.push((open = { characters: [], left, right: undefined }));
      open.characters.push(each);
    } else {
      if (open) open.right = each;
      open = null;
      left = each;
    }
  }
  return runs;
}
