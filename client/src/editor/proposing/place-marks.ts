/** Finds where proposals stand in the shown document and draws them there. */
import type { Node } from "@tiptap/pm/model";
import { Decoration } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { type SharedParent, childElements } from "../binding/read-content.ts";
import type { BlockMark, ProposalMarks, TextMark } from "./proposal-marks.ts";
import { formatClass, proposedLooks } from "./proposed-looks.ts";
import { identify } from "./shared-text.ts";

const BREAK = "\u2029";

export interface PlacedMarks {
  readonly decorations: Decoration[];
  /** The blocks of `only` that are shown, with their places. */
  readonly blocks: readonly { readonly pos: number; readonly node: Node }[];
}

/**
 * Decorations for proposals. `doc` must be what `fragment` is shown as; where it is not at this moment, nothing is drawn.
 * `activeId` is the proposal that is looked at; with `only`, nothing but these top-level blocks is looked at.
 */
export function placeMarks(
  doc: Node,
  fragment: Y.XmlFragment,
  marks: ProposalMarks,
  activeId: string | null,
  only: ReadonlySet<Y.XmlElement> | null = null,
): PlacedMarks {
  const blocks: { pos: number; node: Node }[] = [];
  const decorations: Decoration[] = [];
  const visit = (parent: SharedParent, node: Node, start: number, newBy: string | null): void => {
    const elements = childElements(parent);
    if (elements.length !== node.childCount) return;
    const isChosen = parent === fragment && only !== null;
    let pos = start;
    elements.forEach((element, index) => {
      const child = node.child(index);
      if (!isChosen || only.has(element)) {
        if (isChosen) blocks.push({ pos, node: child });
        draw(element, child, pos, newBy);
      }
      pos += child.nodeSize;
    });
  };
  const draw = (element: Y.XmlElement, child: Node, pos: number, newBy: string | null): void => {
    const id = element._item?.id;
    if (!id) return;
    const here = marks.ofBlock(id.client, id.clock);
    // What its author writes in a new block is new with it; `newBy` is who that is.
    for (const mark of here)
      if (newBy === null || mark.kind !== "block")
        decorations.push(
          Decoration.node(pos, pos + child.nodeSize, attributesOf(mark, "parley-proposed-block", activeId), {
            isNewBlock: mark.kind === "block",
          }),
        );
    const lettered = here.find(({ letter, kind }) => letter !== undefined && (newBy === null || kind !== "block"));
    if (lettered && child.isTextblock) drawLetter(lettered, { from: 0, node: child, start: pos + 1 }, decorations);
    const looks = proposedLooks(here);
    if (looks) decorations.push(Decoration.node(pos, pos + child.nodeSize, looks));
    const within = newBy ?? here.find(({ kind }) => kind === "block")?.authorId ?? null;
    if (child.isTextblock)
      placeTexts({ element, node: child, start: pos + 1, newBy: within }, marks, activeId, decorations);
    else if (!child.isLeaf) visit(element, child, pos + 1, within);
  };
  visit(fragment, doc, 0, null);
  return { decorations, blocks };
}

function placeTexts(
  { element, node, start, newBy }: { element: Y.XmlElement; node: Node; start: number; newBy: string | null },
  marks: ProposalMarks,
  activeId: string | null,
  decorations: Decoration[],
): void {
  const size = node.content.size;
  const draw = ({ from, to, mark, isFirst }: Marked): void => {
    const attributes = attributesOf(mark, `parley-proposed-${mark.kind}${formatClass(mark)}`, activeId);
    // What its author types on is marked as it is typed: marking it afterwards would draw the words around the caret again.
    const inclusiveEnd = mark.grows === true;
    decorations.push(Decoration.inline(start + from, start + to, attributes, { inclusiveEnd }));
    if (isFirst) drawLetter(mark, { from, node, start }, decorations);
  };
  let inserted: Marked | undefined;
  for (const { from, range } of identify(element)) {
    for (const { clock, end, mark } of marks.inText(range)) {
      const first = from + Math.max(clock - range.clock, 0);
      const last = Math.min(from + Math.min(end - range.clock, range.length), size);
      if (first >= last || (newBy === mark.authorId && mark.kind === "insert")) continue;
      if (mark.kind !== "insert") {
        const [named] = mark.ids;
        const isFirst =
          named?.[0] === range.client && named[1] >= range.clock && named[1] === Math.max(clock, range.clock);
        draw({ from: first, to: last, mark, isFirst });
        continue;
      }
      if (inserted?.to === first && goesOn(inserted.mark, mark)) inserted = { ...inserted, to: last };
      else {
        if (inserted) draw(inserted);
        inserted = { from: first, to: last, mark, isFirst: true };
      }
      const words = node.textContent;
      for (let at = words.indexOf(BREAK, first); at >= 0 && at < last; at = words.indexOf(BREAK, at + 1))
        decorations.push(Decoration.inline(start + at, start + at + 1, { class: "parley-proposed-break" }));
    }
  }
  if (inserted) draw(inserted);
}

interface Marked {
  readonly from: number;
  readonly to: number;
  readonly mark: TextMark;
  /** Whether the letter of an alternative belongs here. */
  readonly isFirst: boolean;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** No character that is seen as one is longer than this, but for jokes. */
const LONGEST_CHARACTER = 16;

/** Marks the first character of an alternative: its letter is drawn before it. Of a longer mark it might be drawn in several pieces. */
function drawLetter(
  { letter, party, authorId }: TextMark | BlockMark,
  { from, node, start }: { readonly from: number; readonly node: Node; readonly start: number },
  decorations: Decoration[],
): void {
  if (letter === undefined || from >= node.content.size) return;
  const [first] = segmenter.segment(node.textContent.slice(from, from + LONGEST_CHARACTER));
  const end = start + from + (first?.segment.length ?? 1);
  const style = `--person:${personColour(party, authorId)}`;
  decorations.push(Decoration.inline(start + from, end, { class: "parley-alternative", "data-letter": letter, style }));
}

/** Whether words belong to the proposal of those before them: what somebody types on at its end will be listed with it. */
function goesOn(before: TextMark, mark: TextMark): boolean {
  return before === mark || (before.grows === true && mark.grows === true && mark.proposalId === null);
}

function attributesOf(mark: TextMark | BlockMark, className: string, activeId: string | null): Record<string, string> {
  return {
    class: className,
    style: `--person:${personColour(mark.party, mark.authorId)};--person-wash:${partyWash(mark.party)}`,
    "data-kind": mark.kind,
    "data-party": mark.party,
    ...(mark.proposalId !== null && { "data-proposal": mark.proposalId }),
    ...(mark.proposalId !== null && mark.proposalId === activeId && { "data-active": "" }),
  };
}
