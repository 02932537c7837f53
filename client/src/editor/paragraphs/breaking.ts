/** Enter, Backspace and Delete as people know them from Word and Notion, on flat paragraphs. */
import { must } from "@parley/base";
import { type Attributes, clauseAttributes } from "@parley/document";
import { chainCommands, deleteSelection, selectNodeBackward, selectNodeForward } from "@tiptap/pm/commands";
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { type Command, type EditorState, type Transaction, NodeSelection, TextSelection } from "@tiptap/pm/state";
import { outOfList } from "./list-membership.ts";
import { changeDepth, depthOf } from "./paragraph-commands.ts";
import { attributesOf, changeParagraphs } from "./selected-paragraphs.ts";

const plain = { style: null, level: null } as const;

/** The paragraph of a caret, or `null` when something is selected or the caret is elsewhere. */
function caretParagraph(state: EditorState): { $caret: ResolvedPos; node: Node; attributes: Attributes } | null {
  const { selection } = state;
  if (!(selection instanceof TextSelection) || !selection.$cursor?.parent.isTextblock) return null;
  const { $cursor: $caret } = selection;
  return { $caret, node: $caret.parent, attributes: attributesOf($caret.parent) };
}

/** Enter in an empty list item goes one level out, then out of the list; in an empty heading or quote it gives body text. */
const leaveEmptyParagraph: Command = (state, dispatch, view) => {
  const at = caretParagraph(state);
  if (!at || at.node.content.size > 0) return false;
  const { attributes } = at;
  if (attributes["list"] !== null && depthOf(attributes) > 0) return changeDepth(-1)(state, dispatch, view);
  if (attributes["list"] !== null) return changeParagraphs(() => outOfList)(state, dispatch, view);
  if (attributes["style"] !== null) return changeParagraphs(() => plain)(state, dispatch, view);
  return false;
};

/** Enter in code makes a line; on an empty last line it leaves the code. */
const enterInCode: Command = (state, dispatch) => {
  const at = caretParagraph(state);
  if (!at || at.attributes["style"] !== "code") return false;
  const text = at.node.textContent;
  const { tr } = state;
  const { pos } = at.$caret;
  if (text.endsWith("\n") && at.$caret.parentOffset === text.length) {
    tr.delete(pos - 1, pos);
    splitAt(tr, pos - 1, { ...at.node.attrs, ...plain });
  } else tr.insertText("\n");
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Splits the paragraph at the caret. */
const splitParagraph: Command = (state, dispatch) => {
  const { selection } = state;
  const { tr } = state;
  if (selection instanceof NodeSelection && selection.node.isBlock) {
    const paragraph = must(state.schema.nodes["paragraph"], "paragraphs exist").create();
    tr.insert(selection.to, paragraph).setSelection(TextSelection.create(tr.doc, selection.to + 1));
    dispatch?.(tr.scrollIntoView());
    return true;
  }
  if (!selection.$from.parent.isTextblock) return false;
  tr.deleteSelection();
  const { $from } = tr.selection;
  if (!$from.parent.isTextblock) return false;
  const attributes = attributesOf($from.parent);
  const atEnd = $from.parentOffset === $from.parent.content.size;
  const keepsStyle = attributes["style"] === "quote" || attributes["style"] === "code";
  if ($from.parentOffset === 0 && !atEnd && !keepsStyle && attributes["list"] === null) {
    // In front of a heading: the new, empty paragraph is body text and the heading goes on as it is.
    tr.insert($from.before(), $from.parent.type.create({ depth: attributes["depth"], align: attributes["align"] }));
  } else {
    const after: Record<string, unknown> = { ...attributes, start: null, checked: null };
    if (atEnd && !keepsStyle) Object.assign(after, plain);
    splitAt(tr, $from.pos, after);
  }
  const { storedMarks } = state;
  const marks = storedMarks ?? (selection.$to.parentOffset > 0 ? selection.$from.marks() : null);
  if (marks && !atEnd) tr.ensureMarks(marks);
  else if (marks && attributes["style"] === null) tr.ensureMarks(marks);
  dispatch?.(tr.scrollIntoView());
  return true;
};

const noClause = Object.fromEntries(clauseAttributes.map((name) => [name, null]));

/** Splits a paragraph. As a clause it goes on in its first half, or in the second one where the first has no words. */
function splitAt(tr: Transaction, pos: number, attributes: Record<string, unknown>): void {
  const $pos = tr.doc.resolve(pos);
  const { parent } = $pos;
  const goesOnBehind = $pos.parentOffset === 0 && parent.content.size > 0;
  tr.split(pos, 1, [{ type: parent.type, attrs: goesOnBehind ? attributes : { ...attributes, ...noClause } }]);
  if (!goesOnBehind || clauseAttributes.every((name) => parent.attrs[name] === null)) return;
  tr.setNodeMarkup(tr.mapping.map($pos.before(), -1), null, { ...parent.attrs, ...noClause });
}

/** Enter. */
export const enter: Command = chainCommands(enterInCode, leaveEmptyParagraph, splitParagraph);

/** Shift-Enter: a line break inside the paragraph. */
export const breakLine: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.isTextblock) return false;
  dispatch?.(state.tr.insertText("\n").scrollIntoView());
  return true;
};

/** Backspace at the start of a paragraph first takes away its list, then its indent, then its style. */
const loosenParagraph: Command = (state, dispatch, view) => {
  const at = caretParagraph(state);
  if (!at || at.$caret.parentOffset > 0) return false;
  const { attributes } = at;
  if (attributes["list"] !== null) return changeParagraphs(() => outOfList)(state, dispatch, view);
  if (depthOf(attributes) > 0) return changeDepth(-1)(state, dispatch, view);
  if (attributes["style"] !== null) return changeParagraphs(() => plain)(state, dispatch, view);
  return false;
};

/** Backspace at the start of a paragraph joins it to the one before. */
export const joinToPrevious: Command = (state, dispatch) => {
  const at = caretParagraph(state);
  if (!at || at.$caret.parentOffset > 0) return false;
  const start = at.$caret.before();
  const previous = state.doc.resolve(start).nodeBefore;
  // The first paragraph of a cell or of the document stays where it is.
  if (!previous) return true;
  const { tr } = state;
  if (previous.isTextblock) {
    if (previous.content.size === 0) tr.delete(start - previous.nodeSize, start);
    else tr.join(start);
  } else if (previous.type.name === "table") {
    if (at.node.content.size === 0) tr.delete(start, start + at.node.nodeSize);
    tr.setSelection(TextSelection.near(tr.doc.resolve(start - 1), -1));
  } else tr.setSelection(NodeSelection.create(tr.doc, start - previous.nodeSize));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Delete at the end of a paragraph joins the next one to it. */
const joinToNext: Command = (state, dispatch) => {
  const at = caretParagraph(state);
  if (!at || at.$caret.parentOffset < at.node.content.size) return false;
  const end = at.$caret.after();
  const next = state.doc.resolve(end).nodeAfter;
  if (!next) return true;
  const { tr } = state;
  if (next.isTextblock) {
    if (at.node.content.size === 0) tr.delete(end - at.node.nodeSize, end);
    else if (next.content.size === 0) tr.delete(end, end + next.nodeSize);
    else tr.join(end);
  } else if (next.type.name === "table") tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1), 1));
  else tr.setSelection(NodeSelection.create(tr.doc, end));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Backspace. */
export const backspace: Command = chainCommands(deleteSelection, loosenParagraph, joinToPrevious, selectNodeBackward);

/** Delete. */
export const deleteForward: Command = chainCommands(deleteSelection, joinToNext, selectNodeForward);
