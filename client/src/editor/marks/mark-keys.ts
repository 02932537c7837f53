import { must } from "@parley/base";
import { isSafeHref } from "@parley/document";
import { toggleMark } from "@tiptap/pm/commands";
import { keymap } from "@tiptap/pm/keymap";
import type { MarkType, Schema } from "@tiptap/pm/model";
import { type Command, type EditorState, type Plugin, TextSelection } from "@tiptap/pm/state";

/** A mark that a button or key switches on and off. */
export type ToggledMark =
  | "bold"
  | "italic"
  | "underline"
  | "strike"
  | "code"
  | "highlight"
  | "superscript"
  | "subscript";

function markType(schema: Schema, name: string): MarkType {
  return must(schema.marks[name], `the schema has the mark ${name}`);
}

/** Switches a mark on the selection or for what is typed next. */
export function toggle(name: ToggledMark): Command {
  return (state, dispatch, view) => toggleMark(markType(state.schema, name))(state, dispatch, view);
}

/** Whether the mark stands on the whole selection or will stand on what is typed next. */
export function isMarked(state: EditorState, name: ToggledMark | "link"): boolean {
  const type = markType(state.schema, name);
  const { from, to, empty, $head } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $head.marks()) !== undefined;
  let marked = true;
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isText && !type.isInSet(node.marks)) marked = false;
  });
  return marked && state.doc.rangeHasMark(from, to, type);
}

/** Sets the highlight's colour; `null` takes it away. */
export function setHighlight(colour: string | null): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (empty) return false;
    const type = markType(state.schema, "highlight");
    const tr = state.tr.removeMark(from, to, type);
    if (colour !== null) tr.addMark(from, to, type.create({ colour }));
    dispatch?.(tr);
    return true;
  };
}

/** Takes all formatting off the selected words. */
export const clearMarks: Command = (state, dispatch) => {
  const { from, to, empty } = state.selection;
  if (empty) return false;
  dispatch?.(state.tr.removeMark(from, to).setStoredMarks([]));
  return true;
};

/** The link at the selection: its address and the range it covers. */
export function linkAt(state: EditorState): { href: string; from: number; to: number } | null {
  const type = markType(state.schema, "link");
  const { $from } = state.selection;
  const parent = $from.parent;
  if (!parent.isTextblock) return null;
  const mark = type.isInSet($from.marksAcross(state.selection.$to) ?? []) ?? type.isInSet($from.marks());
  if (!mark) return null;
  let from = -1;
  let to = -1;
  parent.forEach((child, offset) => {
    if (!mark.isInSet(child.marks)) return;
    const start = $from.start() + offset;
    const end = start + child.nodeSize;
    if (start <= $from.pos && end >= $from.pos) {
      from = from < 0 ? start : from;
      to = end;
    }
  });
  return from < 0 ? null : { href: String(mark.attrs["href"]), from, to };
}

/** Brings a typed address into the form that is stored: a bare host gets https, an e-mail mailto. `null` when it is no address. */
export function toHref(typed: string): string | null {
  const text = typed.trim();
  if (text === "") return null;
  const candidate = /^[a-z][a-z0-9+.-]*:|^#/i.test(text)
    ? text
    : /^[^\s@/]+@[^\s@/]+$/.test(text)
      ? `mailto:${text}`
      : `https://${text}`;
  return isSafeHref(candidate) ? candidate : null;
}

/** Links the selection, or the link it stands in, to `href`; `null` unlinks. With nothing selected the address is inserted. */
export function setLink(href: string | null): Command {
  return (state, dispatch) => {
    const type = markType(state.schema, "link");
    const existing = linkAt(state);
    const { tr } = state;
    const empty = state.selection.empty;
    if (empty && !existing) {
      if (href === null || !state.selection.$from.parent.isTextblock) return false;
      const text = href.replace(/^mailto:/, "");
      tr.insertText(text).addMark(state.selection.from, state.selection.from + text.length, type.create({ href }));
      tr.setSelection(TextSelection.create(tr.doc, state.selection.from + text.length)).removeStoredMark(type);
    } else {
      const { from, to } = empty && existing ? existing : state.selection;
      tr.removeMark(from, to, type);
      if (href !== null) tr.addMark(from, to, type.create({ href }));
    }
    dispatch?.(tr);
    return true;
  };
}

/** Keys for marks. */
export function markKeys(): Plugin {
  return keymap({
    "Mod-b": toggle("bold"),
    "Mod-i": toggle("italic"),
    "Mod-u": toggle("underline"),
    "Mod-Shift-x": toggle("strike"),
    "Mod-e": toggle("code"),
    "Mod-Shift-h": toggle("highlight"),
    "Mod-.": toggle("superscript"),
    "Mod-,": toggle("subscript"),
    "Mod-\\": clearMarks,
  });
}
