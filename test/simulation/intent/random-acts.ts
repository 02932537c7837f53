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
export type Act = (typeof structuralActs | typeof textActs | typeof retypingActs)[number];

const starts = (state: EditorState): number[] => {
  const found: number[] = [];
  state.doc.forEach((_node, offset) => found.push(offset + 1));
  return found;
};

/** Does one thing in, or beside, the paragraph `focus`. `typed` gives characters that nobody else types. */
export function doAct(
  hand: Hand,
  act: Act,
  focus: number,
  random: ReturnType<typeof seededRandom>,
  typed: (count: number) => string,
): void {
  const { state } = hand;
  const { doc, tr } = state;
  if (doc.childCount === 0) return;
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
    case "move":
      moveParagraph(hand, index, random);
      break;
  }
}

function moveParagraph(hand: Hand, index: number, random: ReturnType<typeof seededRandom>): void {
  const { doc, tr } = hand.state;
  if (doc.childCount < 2) return;
  const node = doc.child(index);
  const from = (starts(hand.state)[index] ?? 1) - 1;
  tr.delete(from, from + node.nodeSize);
  const target = random.int(tr.doc.childCount + 1);
  if (target === index) return;
  let pos = 0;
  for (let i = 0; i < target; i++) pos += tr.doc.child(i).nodeSize;
  hand.dispatch(tr.insert(pos, node));
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
