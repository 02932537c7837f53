import { must } from "@parley/base";
import { type Command, TextSelection } from "@tiptap/pm/state";
import { clausesOf } from "./doc-clauses.ts";

/**
 * Writes a reference to a paragraph, by its place in reading order, in place of what is selected. The paragraph becomes a clause with the id
 * `newClause` where it is none, or where another one before it has its id.
 */
export function insertReference(paragraph: number, newClause: string): Command {
  return (state, dispatch) => {
    const { from, to, $from } = state.selection;
    const { paragraphs, labels } = clausesOf(state.doc);
    const target = paragraphs[paragraph];
    if (!$from.parent.isTextblock || !target) return false;
    const known: unknown = target.node.attrs["clause"];
    const clause = typeof known === "string" && labels.find(known) === paragraph ? known : newClause;
    const reference = must(state.schema.marks["reference"], "references exist");
    const marks = state.storedMarks ?? $from.marks();
    const { tr } = state;
    if (clause !== known) tr.setNodeAttribute(target.pos, "clause", clause);
    const text = state.schema.text(labels.at(paragraph).full, reference.create({ clause }).addToSet(marks));
    tr.replaceWith(from, to, text);
    tr.setSelection(TextSelection.create(tr.doc, from + text.nodeSize));
    dispatch?.(tr.removeStoredMark(reference).scrollIntoView());
    return true;
  };
}
