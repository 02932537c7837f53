/** Which clause of the document something stands in. */
import type { Attributes } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { numberLabels } from "../paragraphs/number-labels.ts";

/** A clause: from its heading, or its numbered first line, to the next one. */
export interface Clause {
  /** Where it begins in the shown document. */
  readonly pos: number;
  /** Its number and first words; empty for what stands before the first clause. */
  readonly title: string;
}

const LONGEST_TITLE = 60;

/** The clauses of a document in reading order, the part before the first one included. */
export function clausesOf(doc: Node): Clause[] {
  const labels = new Map(numberLabels(doc).map(({ pos, label }) => [pos, label]));
  const clauses: Clause[] = [{ pos: 0, title: "" }];
  doc.forEach((node, pos) => {
    if (!node.isTextblock) return;
    const { style, list, depth } = node.attrs as Attributes;
    const isNumbered = list === "number" && (depth ?? 0) === 0;
    if (style !== "heading" && style !== "title" && !isNumbered) return;
    const words = node.textContent.replaceAll("\u2029", " ").trim();
    if (words === "" && !labels.has(pos)) return;
    const title = [labels.get(pos), words].filter(Boolean).join(" ");
    clauses.push({ pos, title: title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title });
  });
  return clauses;
}

/** The clause that holds a position. */
export function clauseAt(clauses: readonly Clause[], pos: number): Clause | undefined {
  return clauses.findLast((clause) => clause.pos <= pos);
}
