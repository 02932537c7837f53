/**
 * References to clauses in plain content: their text is what the label was when somebody last wrote it, the present one is computed.
 * Whoever shows, prints or hashes a document takes the computed one.
 */
import { type ClauseLabels, type CountedParagraph, labelClauses } from "./clause-labels.ts";
import {
  type BlockContent,
  type DocumentContent,
  type ParagraphContent,
  type TextRun,
  paragraphText,
  visitParagraphs,
} from "./content.ts";
import { createNumberer } from "./numbering.ts";

/** A reference in a document. */
export interface FoundReference {
  readonly clause: string;
  /** As it is stored. */
  readonly text: string;
  /** As it reads now; `null` when there is no such clause any more. */
  readonly label: string | null;
  /** Which paragraph it stands in, in reading order from 0, and between which characters of its stored text. */
  readonly place: { readonly paragraph: number; readonly from: number; readonly to: number };
}

/** What the clauses of a document are called. */
export function contentLabels(content: DocumentContent): ClauseLabels {
  return labelClauses(countParagraphs(content.blocks));
}

function countParagraphs(blocks: readonly BlockContent[]): CountedParagraph[] {
  const counted: CountedParagraph[] = [];
  const numberer = createNumberer();
  const visit = (block: BlockContent, isInTable: boolean): void => {
    if (block.type === "table") {
      for (const { cells } of block.rows) for (const cell of cells) for (const each of cell.blocks) visit(each, true);
    } else if (block.type === "paragraph") {
      const attributes = block.attributes ?? {};
      const number = numberer.next(attributes);
      counted.push({ attributes, number, words: () => paragraphText(block), isInTable, waits: false });
    }
  };
  for (const block of blocks) visit(block, false);
  return counted;
}

/** The clause that a run refers to, or `null`. */
export function clauseOfRun({ marks }: TextRun): string | null {
  const clause = marks?.["reference"]?.["clause"];
  return typeof clause === "string" ? clause : null;
}

/** All references in reading order. Runs beside each other that refer to one clause are one reference. */
export function findReferences(content: DocumentContent): FoundReference[] {
  const found: FoundReference[] = [];
  let labels: ClauseLabels | null = null;
  paragraphsOf(content.blocks).forEach((paragraph, index) => {
    let from = 0;
    for (const { clause, runs } of runsByReference(paragraph)) {
      const text = runs.map((run) => run.text).join("");
      const to = from + text.length;
      if (clause !== null) {
        labels ??= contentLabels(content);
        found.push({ clause, text, label: labelIn(labels, clause), place: { paragraph: index, from, to } });
      }
      from = to;
    }
  });
  return found;
}

/**
 * The content in which every reference reads as its clause is called now, with the look of its first run. A reference whose clause is gone
 * keeps its text. `labels`: those of a document of which the content is a part.
 */
export function withReferences(content: DocumentContent, labels = contentLabels(content)): DocumentContent {
  if (!paragraphsOf(content.blocks).some(({ runs }) => runs.some((run) => clauseOfRun(run) !== null))) return content;
  return { blocks: content.blocks.map((block) => relabelled(block, labels)) };
}

function relabelled(block: BlockContent, labels: ClauseLabels): BlockContent {
  if (block.type === "table") {
    const rows = block.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({ ...cell, blocks: cell.blocks.map((each) => relabelled(each, labels)) })),
    }));
    return { ...block, rows };
  }
  if (block.type !== "paragraph") return block;
  const runs = runsByReference(block).flatMap(({ clause, runs: those }): readonly TextRun[] => {
    const label = clause === null ? null : labelIn(labels, clause);
    return label === null ? those : [{ ...those[0], text: label }];
  });
  return { ...block, runs };
}

function labelIn(labels: ClauseLabels, clause: string): string | null {
  const place = labels.find(clause);
  return place === null ? null : labels.at(place).full;
}

interface RunsOfOne {
  readonly clause: string | null;
  readonly runs: readonly TextRun[];
}

/** A paragraph's runs, those of one reference together. */
function runsByReference({ runs }: ParagraphContent): RunsOfOne[] {
  const groups: { clause: string | null; runs: TextRun[] }[] = [];
  for (const run of runs) {
    const clause = clauseOfRun(run);
    const last = groups.at(-1);
    if (last && clause !== null && last.clause === clause) last.runs.push(run);
    else groups.push({ clause, runs: [run] });
  }
  return groups;
}

function paragraphsOf(blocks: readonly BlockContent[]): ParagraphContent[] {
  const paragraphs: ParagraphContent[] = [];
  visitParagraphs(blocks, (paragraph) => paragraphs.push(paragraph));
  return paragraphs;
}
