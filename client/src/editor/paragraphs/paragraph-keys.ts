import { baseKeymap, selectAll, selectTextblockEnd, selectTextblockStart } from "@tiptap/pm/commands";
import { undoInputRule } from "@tiptap/pm/inputrules";
import { keymap } from "@tiptap/pm/keymap";
import { type Command, type Plugin, Selection, TextSelection } from "@tiptap/pm/state";
import { chainCommands } from "@tiptap/pm/commands";
import { backspace, breakLine, deleteForward, enter } from "./breaking.ts";
import { changeDepth, setAlignment, setStyle, toggleChecked, toggleList, toggleStyle } from "./paragraph-commands.ts";
import { selectedParagraphs } from "./selected-paragraphs.ts";

/** Tab never leaves the text while a paragraph is selected, even at the deepest level; Shift-Tab leaves it at the first. */
const indent: Command = chainCommands(changeDepth(1), (state) => selectedParagraphs(state).length > 0);

/** Select everything: as text where there is text, so that it can be typed over. */
const selectWhole: Command = (state, dispatch, view) => {
  const first = TextSelection.atStart(state.doc);
  const last = TextSelection.atEnd(state.doc);
  if (!(first instanceof TextSelection) || !(last instanceof TextSelection)) return selectAll(state, dispatch, view);
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, first.from, last.to)));
  return true;
};

/** The browser's own keys for both ends of the text stop inside a table that stands there. */
function toEnd(side: "start" | "end", extend: boolean): Command {
  return (state, dispatch) => {
    const end = side === "start" ? Selection.atStart(state.doc) : Selection.atEnd(state.doc);
    if (!(end instanceof TextSelection)) return false;
    const { $anchor } = state.selection;
    const selection = extend && $anchor.parent.isTextblock ? new TextSelection($anchor, end.$head) : end;
    dispatch?.(state.tr.setSelection(selection).scrollIntoView());
    return true;
  };
}

/** Keys for paragraphs. Digits follow Word: Mod-Alt-0 body text, 1 to 6 headings. */
export function paragraphKeys(): Plugin[] {
  const headings = Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((level) => [`Mod-Alt-${level}`, toggleStyle("heading", level)]),
  );
  const mac = /Mac|iP(hone|ad|od)/.test(navigator.platform);
  return [
    keymap({
      Enter: enter,
      "Shift-Enter": breakLine,
      Backspace: chainCommands(undoInputRule, backspace),
      "Mod-Backspace": backspace,
      "Shift-Backspace": backspace,
      Delete: deleteForward,
      "Mod-Delete": deleteForward,
      Tab: indent,
      "Shift-Tab": changeDepth(-1),
      "Mod-]": changeDepth(1),
      "Mod-[": changeDepth(-1),
      "Mod-Enter": toggleChecked(null),
      "Mod-Alt-0": setStyle(null),
      ...headings,
      "Mod-Shift-7": toggleList("number"),
      "Mod-Shift-8": toggleList("bullet"),
      "Mod-Shift-9": toggleList("check"),
      "Mod-Shift-l": setAlignment(null),
      "Mod-Shift-e": setAlignment("center"),
      "Mod-Shift-r": setAlignment("end"),
      "Mod-Shift-j": setAlignment("justify"),
      "Mod-a": selectWhole,
      "Mod-Home": toEnd("start", false),
      "Mod-End": toEnd("end", false),
      "Mod-Shift-Home": toEnd("start", true),
      "Mod-Shift-End": toEnd("end", true),
    }),
    keymap(mac ? { ...baseKeymap, "Ctrl-a": selectTextblockStart, "Ctrl-e": selectTextblockEnd } : baseKeymap),
  ];
}
