import { must } from "@parley/base";
import { type Command, TextSelection } from "@tiptap/pm/state";

/** Writes a person's name with the mark of a mention, and a space to go on after. */
export function insertMention(person: { readonly id: string; readonly name: string }): Command {
  return (state, dispatch) => {
    const { from, to, $from } = state.selection;
    if (!$from.parent.isTextblock) return false;
    const mention = must(state.schema.marks["mention"], "mentions exist");
    const marks = state.storedMarks ?? $from.marks();
    const text = state.schema.text(`@${person.name}`, mention.create({ personId: person.id }).addToSet(marks));
    const tr = state.tr.replaceWith(from, to, [text, state.schema.text(" ", marks)]);
    tr.setSelection(TextSelection.create(tr.doc, from + text.nodeSize + 1));
    dispatch?.(tr.removeStoredMark(mention).scrollIntoView());
    return true;
  };
}
