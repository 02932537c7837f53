/**
 * Samples as they are written: lines of text with `{name}` or `{name:form}` for a variable and `[[clause]]` for a reference.
 */
import type { BlockContent, ParagraphContent, TextRun } from "@parley/document";
import { contentLabels, findReferences, withReferences } from "@parley/document";
import { type TemplateDefinition, blankWords } from "@parley/contracts";

type Definition = Pick<TemplateDefinition, "variables" | "language">;

/** One line of a sample. `at`: its level, 0 for an article, 1 and 2 below it, absent for what has no number. */
export interface Line {
  readonly text: string;
  readonly at?: 0 | 1 | 2;
  readonly clause?: string;
  readonly when?: string;
  readonly style?: "title";
}

const formats = {
  zh: ["第{1:chinese}条", "{1}.{2}", "（{3:chinese}）"],
  en: ["{1}.", "{1}.{2}", "({3:alpha})"],
} as const;

/** The blocks of a sample in a language. */
export function writeLines(definition: Definition, lines: readonly Line[]): BlockContent[] {
  const blocks = lines.map((line): ParagraphContent => {
    const { text, at, clause, when, style } = line;
    const numbering =
      at === undefined
        ? {}
        : { list: "number", listId: "clauses", format: formats[definition.language][at], ...(at > 0 && { depth: at }) };
    return {
      type: "paragraph",
      attributes: {
        ...(style === "title" && { style: "title", align: "center" }),
        ...(at === 0 && { style: "heading", level: 2 }),
        ...numbering,
        ...(clause !== undefined && { clause }),
        ...(when !== undefined && { condition: when }),
      },
      runs: runsOf(definition, text),
    };
  });
  return labelled(blocks);
}

const inline = /\{([\p{L}\p{N}_-]+)(?::([A-Za-z]+))?\}|\[\[([a-z-]+)\]\]/gu;

function runsOf(definition: Definition, text: string): TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  for (const found of text.matchAll(inline)) {
    const [whole, name, form = null, clause] = found;
    if (found.index > from) runs.push({ text: text.slice(from, found.index) });
    if (clause !== undefined) runs.push({ text: "?", marks: { reference: { clause } } });
    else if (name !== undefined)
      runs.push({ text: blankWords(definition, name, form), marks: { variable: { name, form } } });
    from = found.index + whole.length;
  }
  if (from < text.length) runs.push({ text: text.slice(from) });
  return runs;
}

/** Stored words of references are what they are called now; where the clause is elsewhere they name what they are about. */
function labelled(blocks: BlockContent[]): BlockContent[] {
  const content = { blocks };
  const dead = findReferences(content).find(({ label }) => label === null);
  if (dead) throw new Error(`a sample refers to “${dead.clause}”, which is not in it`);
  return [...withReferences(content, contentLabels(content)).blocks];
}
