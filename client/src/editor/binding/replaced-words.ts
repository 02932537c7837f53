/** Which words of a paragraph a writer put others for. What was replaced goes whole and what came is new, also where both have letters in common. */
import type { Node } from "@tiptap/pm/model";
import type { CaretHint, ShownSelection } from "./kept-caret.ts";
import type { ReplacedWords } from "./remote-transactions.ts";
import { type TextReplacement, textDifference } from "./text-difference.ts";

/** What is known of how a change was made, beside how the text differs. */
export interface WritersHand {
  /** Where the caret stands now; of a selection, its moving end. */
  readonly caret: CaretHint | null;
  /** What was selected before, where only a caret is left of it. */
  readonly selectedBefore: ShownSelection | null;
  /** Which words were found and replaced. */
  readonly replaced: readonly ReplacedWords[];
  /** How the paragraph became what it is as one of neighbours that became fewer or more. */
  readonly neighbours?: readonly TextReplacement[] | null;
}

/** How a paragraph that was shown as `before` became `after`, as replacements in rising order. Offsets are those of `before`. */
export function replacementsIn(before: Node, after: Node, hand: WritersHand): readonly TextReplacement[] {
  const caret = hand.caret?.paragraph === after ? hand.caret.offset : null;
  const known =
    foundReplaced(before, after, hand.replaced) ??
    writtenOver(before.textContent, after.textContent, caret, selectedIn(before, hand.selectedBefore));
  if (known) return known;
  const alone = textDifference(before.textContent, after.textContent, caret);
  const { neighbours } = hand;
  return neighbours && goneIn(neighbours) <= goneIn(alone) ? neighbours : alone;
}

const goneIn = (replacements: readonly TextReplacement[]): number =>
  replacements.reduce((sum, { from, to }) => sum + to - from, 0);

/** What of a shown paragraph was selected; `null` when it is nothing. Offsets are UTF-16 units. */
export function selectedIn(
  paragraph: Node,
  selection: ShownSelection | null,
): { readonly from: number; readonly to: number } | null {
  if (selection === null) return null;
  const [begins, ends] = [selection.from.paragraph === paragraph, selection.to.paragraph === paragraph];
  if (!begins && !ends) return null;
  const from = begins ? selection.from.offset : 0;
  const to = ends ? selection.to.offset : paragraph.content.size;
  return from < to ? { from, to } : null;
}

/** What was selected and written over; `null` where the text became another one in some other way. */
export function writtenOver(
  before: string,
  after: string,
  caret: number | null,
  selected: { readonly from: number; readonly to: number } | null,
): readonly TextReplacement[] | null {
  if (selected === null || caret === null) return null;
  const { from, to } = selected;
  const end = after.length - (before.length - to);
  if (end <= from || caret < from || caret > end) return null;
  if (!after.startsWith(before.slice(0, from)) || !after.endsWith(before.slice(to))) return null;
  const insert = after.slice(from, end);
  return insert === before.slice(from, to) ? null : [{ from, to, insert, isOver: true }];
}

/** `null` unless these replacements, and nothing else, make the one text of the other. */
function foundReplaced(before: Node, after: Node, replaced: readonly ReplacedWords[]): TextReplacement[] | null {
  const here = replaced.filter(({ paragraph }) => paragraph === before);
  const words = before.textContent;
  let [text, kept] = ["", 0];
  for (const { from, to, insert } of here) {
    text += words.slice(kept, from) + insert;
    kept = to;
  }
  if (here.length === 0 || text + words.slice(kept) !== after.textContent) return null;
  return here.filter(({ from, to, insert }) => words.slice(from, to) !== insert);
}
