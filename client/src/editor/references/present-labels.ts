import { type Fragment, Fragment as Nodes, type Node, Slice } from "@tiptap/pm/model";
import { type DocClauses, clausesOf } from "./doc-clauses.ts";

/** What is copied out of a document with every reference as its clause is called there now. */
export function withPresentLabels(slice: Slice, doc: Node): Slice {
  let isReferring = false;
  slice.content.descendants((node) => {
    isReferring ||= clauseOf(node) !== null;
  });
  if (!isReferring) return slice;
  return new Slice(relabelled(slice.content, clausesOf(doc)), slice.openStart, slice.openEnd);
}

function clauseOf(node: Node): string | null {
  const clause: unknown = node.marks.find(({ type }) => type.name === "reference")?.attrs["clause"];
  return typeof clause === "string" ? clause : null;
}

function relabelled(content: Fragment, { labels, paragraphs }: DocClauses): Fragment {
  const nodes: Node[] = [];
  let before: string | null = null;
  content.forEach((node) => {
    const clause = clauseOf(node);
    const place = clause === null ? null : labels.find(clause);
    if (!node.isText) nodes.push(node.copy(relabelled(node.content, { labels, paragraphs })));
    else if (place === null) nodes.push(node);
    else if (clause !== before) nodes.push(node.type.schema.text(labels.at(place).full, node.marks));
    before = clause;
  });
  return Nodes.fromArray(nodes);
}
