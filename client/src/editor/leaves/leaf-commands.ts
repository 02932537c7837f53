/** Blocks without text of their own: rule, page break, signature block. */
import { must } from "@parley/base";
import type { AttributeValue } from "@parley/document";
import { type Command, NodeSelection, TextSelection } from "@tiptap/pm/state";

export type LeafName = "horizontalRule" | "pageBreak" | "signatureBlock" | "image";

/** Inserts a block after the paragraph at the caret, or in its place when it is empty, with a paragraph to go on in. */
export function insertLeaf(name: LeafName, attributes: Readonly<Record<string, AttributeValue>> = {}): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const { schema, tr } = state;
    const paragraph = must(schema.nodes["paragraph"], "paragraphs exist");
    const leaf = must(schema.nodes[name], `the schema has ${name}`).create(attributes);
    const empty = $from.parent.isTextblock && $from.parent.content.size === 0;
    const pos = $from.parent.isTextblock ? (empty ? $from.before() : $from.after()) : state.selection.to;
    if (empty) tr.replaceWith(pos, $from.after(), leaf);
    else tr.insert(pos, leaf);
    const after = pos + leaf.nodeSize;
    if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, paragraph.create());
    tr.setSelection(
      name === "signatureBlock" ? NodeSelection.create(tr.doc, pos) : TextSelection.create(tr.doc, after + 1),
    );
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** Sets attributes of the selected block, and keeps it selected. */
export function setLeafAttributes(attributes: Readonly<Record<string, AttributeValue>>): Command {
  return (state, dispatch) => {
    const { selection, tr } = state;
    if (!(selection instanceof NodeSelection)) return false;
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(selection.from, name, value);
    dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, selection.from)));
    return true;
  };
}
