/** What a hand does to a document of paragraphs, at random. */
import type { seededRandom } from "@parley/base";
import { splitBlock } from "@tiptap/pm/commands";
import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";

/** Somebody with an editor. */
export interface Hand {
  readonly state: EditorState;
  dispatch(tr: Transaction): void;
}

export const structuralActs = ["split", "join", "move", "remove"] as const;
export const textActs = ["type", "delete", "replace", "bold", "style"] as const;
/** Some words are selected and typed over, with others in their middle. */
export const retypingActs = ["retype"] as const;
/** Some words are dragged elsewhere. */
export const draggingActs = ["drag"] as const;
export type Act = (typeof structuralActs | typeof textActs | typeof retypingActs | typeof draggingActs)[number];

const starts = (state: EditorState): number[] => {
  const found: number[] = [];
  state.doc.forEach((_node, offset) => found.push(offset + 1));
  return found;
};

/** Does one thing in, or beside, the paragraph `focus`. `typed` gives characters that nobody else types. Returns the words that were moved. */
export function doAct(
  hand: Hand,
  act: Act,
  focus: number,
  random: ReturnType<typeof seededRandom>,
  typed: (count: number) => string,
): string {
  const { state } = hand;
  const { doc, tr } = state;
  if (doc.childCount === 0) return "";
  const index = Math.min(focus, doc.childCount - 1);
  const node = doc.child(index);
  const start = starts(state)[index] ?? 1;
  const from = random.int(node.content.size + 1);
  const until = Math.min(node.content.size, from + 1 + random.int(5));
  switch (act) {
    case "type":
      hand.dispatch(tr.insertText(typed(1 + random.int(3)), start + from));
      break;
    case "delete":
      if (until > from) hand.dispatch(tr.delete(start + from, start + until));
      break;
    case "replace":
      if (until > from) hand.dispatch(tr.insertText(typed(1 + random.int(3)), start + from, start + until));
      break;
    case "retype":
      retype(hand, start + from, random, typed);
      break;
    case "bold":
      if (until > from) hand.dispatch(tr.addMark(start + from, start + until, state.schema.mark("bold")));
      break;
    case "style":
      hand.dispatch(tr.setNodeAttribute(start - 1, "style", node.attrs["style"] === "quote" ? null : "quote"));
      break;
    case "split":
      hand.dispatch(tr.setSelection(TextSelection.create(doc, start + from)));
      splitBlock(hand.state, (made) => hand.dispatch(made));
      break;
    case "join":
      if (index > 0) hand.dispatch(tr.join(start - 1));
      break;
    case "remove":
      hand.dispatch(tr.delete(start - 1, start - 1 + node.nodeSize));
      break;
    case "drag":
      return drag(hand, start + from, random);
    case "move":
      return moveParagraph(hand, index, random) ? node.textContent : "";
  }
  return "";
}

function moveParagraph(hand: Hand, index: number, random: ReturnType<typeof seededRandom>): boolean {
  const { doc, tr } = hand.state;
  if (doc.childCount < 2) return false;
  const node = doc.child(index);
  const from = (starts(hand.state)[index] ?? 1) - 1;
  tr.delete(from, from + node.nodeSize);
  const target = random.int(tr.doc.childCount + 1);
  if (target === index) return false;
  let pos = 0;
  for (let i = 0; i < target; i++) pos += tr.doc.child(i).nodeSize;
  hand.dispatch(tr.insert(pos, node));
  return true;
}

/** Fewer letters count as typed anew. */
const SHORTEST_DRAGGED = 4;

function drag(hand: Hand, from: number, random: ReturnType<typeof seededRandom>): string {
  const { doc, tr } = hand.state;
  const until = Math.min(doc.resolve(from).end(), from + SHORTEST_DRAGGED + random.int(12));
  if (until - from < SHORTEST_DRAGGED) return "";
  const slice = doc.slice(from, until);
  tr.delete(from, until);
  // Within one paragraph the binding may find another way, by which others are the letters that move.
  const others = starts(hand.state.apply(tr)).filter((each) => !tr.doc.resolve(each).sameParent(tr.doc.resolve(from)));
  if (others.length === 0) return "";
  const to = random.pick(others);
  tr.insert(to + random.int(tr.doc.resolve(to).parent.content.size + 1), slice.content);
  hand.dispatch(tr);
  // What comes to stand at the end of the paragraph before is joined to it, not moved.
  return tr.doc.textContent === doc.textContent ? "" : doc.textBetween(from, until);
}

function retype(
  hand: Hand,
  from: number,
  random: ReturnType<typeof seededRandom>,
  typed: (count: number) => string,
): void {
  const { doc } = hand.state;
  const until = Math.min(doc.resolve(from).end(), from + 3 + random.int(12));
  if (until <= from) return;
  const old = doc.textBetween(from, until);
  const middle = random.int(old.length);
  hand.dispatch(hand.state.tr.setSelection(TextSelection.create(doc, from, until)));
  hand.dispatch(hand.state.tr.insertText(old.slice(0, middle) + typed(1 + random.int(2)) + old.slice(middle + 1)));
}
