import { Fragment, type Node } from "@tiptap/pm/model";

/**
 * Paragraphs without the clause ids that the document has already: a copy of a clause is another clause, which nothing refers to yet. What was
 * cut keeps its id where it is pasted, so that references find it there.
 */
export function withoutTakenClauses(content: Fragment, doc: Node): Fragment {
  const taken = new Set<unknown>();
  doc.descendants((node) => {
    if (node.isTextblock && node.attrs["clause"] !== null) taken.add(node.attrs["clause"]);
    return !node.isTextblock;
  });
  return without(content, taken);
}

function without(content: Fragment, taken: Set<unknown>): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (!node.isTextblock) {
      nodes.push(node.isText ? node : node.copy(without(node.content, taken)));
      return;
    }
    const clause: unknown = node.attrs["clause"];
    const isTaken = clause !== null && taken.has(clause);
    nodes.push(isTaken ? node.type.create({ ...node.attrs, clause: null }, node.content, node.marks) : node);
    if (clause !== null) taken.add(clause);
  });
  return Fragment.from(nodes);
}
