/**
 * The places of variables in a text. A place is text with the mark `variable {name, form}`; runs of one variable and form that stand
 * side by side in a paragraph are one place, however they are formatted (two places that touch cannot be told apart).
 */
import type { Language } from "@parley/base";
import {
  type BlockContent,
  type DocumentContent,
  type ParagraphContent,
  type TextRun,
  visitParagraphs,
} from "@parley/document";
import type { VariableDefinition } from "./definition.ts";
import { type VariableReading, readVariable } from "./read.ts";
import { renderVariable } from "./render.ts";
import { type VariableValue, type VariableValues, mergeValues } from "./value.ts";

/** Where a variable stands and what its text says. */
export interface VariablePlace {
  readonly name: string;
  /** As the mark names it; `null` is the kind's first. */
  readonly form: string | null;
  /** Number of the paragraph in reading order from 0, as `visitParagraphs` counts. */
  readonly paragraph: number;
  /** Place in the paragraph's text, in UTF-16 units; `to` is behind the last one. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** `null` when the variable has no definition. */
  readonly reading: VariableReading | null;
}

/**
 * What a text says of a variable:
 * - `agreed`: every place reads, and all say the same.
 * - `conflict`: two places read as different values.
 * - `unreadable`: those that read agree, and one that does not is there.
 * - `blank`: every place is still to be filled in.
 * - `absent`: it has a definition and no place.
 * - `undefined`: it has places and no definition.
 */
export type VariableAgreement = "agreed" | "conflict" | "unreadable" | "blank" | "absent" | "undefined";

export interface VariableInText {
  readonly name: string;
  readonly state: VariableAgreement;
  /** What the text says; only when `agreed`. Of a party, the particulars that it shows. */
  readonly value: VariableValue | null;
  /** In reading order. */
  readonly places: readonly VariablePlace[];
}

interface Stretch {
  readonly name: string;
  readonly form: string | null;
  readonly runs: readonly TextRun[];
}

/** The paragraph's runs, those of one place together and all others alone. */
function stretchesOf(paragraph: ParagraphContent): readonly (Stretch | TextRun)[] {
  const stretches: (Stretch | TextRun)[] = [];
  for (const run of paragraph.runs) {
    const mark = run.marks?.["variable"];
    const name = mark?.["name"];
    if (typeof name !== "string" || name === "") {
      stretches.push(run);
      continue;
    }
    const form = typeof mark?.["form"] === "string" ? mark["form"] : null;
    const last = stretches.at(-1);
    if (last !== undefined && isStretch(last) && last.name === name && last.form === form)
      stretches[stretches.length - 1] = { ...last, runs: [...last.runs, run] };
    else stretches.push({ name, form, runs: [run] });
  }
  return stretches;
}

const isStretch = (one: Stretch | TextRun): one is Stretch => "runs" in one;
const textOf = (one: Stretch | TextRun): string =>
  isStretch(one) ? one.runs.map((run) => run.text).join("") : one.text;

type Definitions = ReadonlyMap<string, VariableDefinition>;
const byName = (definitions: readonly VariableDefinition[]): Definitions =>
  new Map(definitions.map((definition) => [definition.name, definition]));

/** The place of a stretch. */
function placeOf(stretch: Stretch, paragraph: number, from: number, definitions: Definitions): VariablePlace {
  const { name, form } = stretch;
  const text = textOf(stretch);
  const definition = definitions.get(name);
  const reading = definition === undefined ? null : readVariable(definition, text, form);
  return { name, form, paragraph, from, to: from + text.length, text, reading };
}

/**
 * [CV19] What a text says of each variable: those of the definitions in their order, then others that the text has, in reading order.
 * The text alone decides; nothing is read from anywhere else.
 */
export function readVariables(
  content: DocumentContent,
  definitions: readonly VariableDefinition[],
): readonly VariableInText[] {
  const defined = byName(definitions);
  const places = new Map<string, VariablePlace[]>(definitions.map(({ name }) => [name, []]));
  let paragraph = 0;
  visitParagraphs(content.blocks, (content) => {
    let from = 0;
    for (const stretch of stretchesOf(content)) {
      if (isStretch(stretch)) {
        const found = places.get(stretch.name) ?? [];
        places.set(stretch.name, found);
        found.push(placeOf(stretch, paragraph, from, defined));
      }
      from += textOf(stretch).length;
    }
    paragraph += 1;
  });
  return Array.from(places, ([name, found]) => ({ name, ...agreementOf(found, defined.has(name)), places: found }));
}

function agreementOf(
  places: readonly VariablePlace[],
  isDefined: boolean,
): { readonly state: VariableAgreement; readonly value: VariableValue | null } {
  if (!isDefined) return { state: "undefined", value: null };
  if (places.length === 0) return { state: "absent", value: null };
  let value: VariableValue | null = null;
  for (const { reading } of places) {
    if (reading === null || !("value" in reading)) continue;
    const merged: VariableValue | null = value === null ? reading.value : mergeValues(value, reading.value);
    if (merged === null) return { state: "conflict", value: null };
    value = merged;
  }
  const faults = places.flatMap(({ reading }) => (reading !== null && "fault" in reading ? [reading.fault] : []));
  if (faults.length === 0) return { state: "agreed", value };
  const isAllBlank = faults.length === places.length && faults.every((fault) => fault === "variables/blank");
  return { state: isAllBlank ? "blank" : "unreadable", value: null };
}

/** A text with values written into it. */
export interface WrittenVariables {
  readonly content: DocumentContent;
  /** How many places have other words now. */
  readonly changed: number;
  /** Places of the given values that could not be written and are as they were: without definition, or with nothing to show in their form. */
  readonly left: readonly VariablePlace[];
}

/**
 * [CV20] The text with every place of the given values rewritten in its form. A place that says its value already keeps its words, so
 * that nothing is proposed that changes nothing. New words have the formatting of the place's first run. No place is ever emptied:
 * where a value has nothing to show, the place is left and told. What did not change is the same object as before.
 */
export function writeVariables(
  content: DocumentContent,
  definitions: readonly VariableDefinition[],
  values: VariableValues,
  language: Language,
): WrittenVariables {
  const defined = byName(definitions);
  const left: VariablePlace[] = [];
  let changed = 0;
  let paragraph = 0;

  const rewrittenStretch = (stretch: Stretch, from: number): readonly TextRun[] => {
    const value = Object.hasOwn(values, stretch.name) ? values[stretch.name] : undefined;
    if (value === undefined) return stretch.runs;
    const place = placeOf(stretch, paragraph, from, defined);
    const definition = defined.get(stretch.name);
    const words = definition === undefined ? null : renderVariable(definition, value, stretch.form, language);
    const [first] = stretch.runs;
    if (words === null || words === "" || first === undefined) {
      left.push(place);
      return stretch.runs;
    }
    if (place.text === words || saysAlready(place, value)) return stretch.runs;
    changed += 1;
    return [{ ...first, text: words }];
  };
  const rewrittenParagraph = (block: ParagraphContent): ParagraphContent => {
    const before = changed;
    let from = 0;
    const runs = stretchesOf(block).flatMap((stretch) => {
      const rewritten = isStretch(stretch) ? rewrittenStretch(stretch, from) : [stretch];
      from += textOf(stretch).length;
      return rewritten;
    });
    paragraph += 1;
    return changed === before ? block : { ...block, runs };
  };
  const rewrittenBlocks = (blocks: readonly BlockContent[]): readonly BlockContent[] => {
    const before = changed;
    const rewritten = blocks.map((block): BlockContent => {
      if (block.type === "paragraph") return rewrittenParagraph(block);
      if (block.type !== "table") return block;
      const unchanged = changed;
      const rows = block.rows.map((row) => ({
        ...row,
        cells: row.cells.map((cell) => ({ ...cell, blocks: rewrittenBlocks(cell.blocks) })),
      }));
      return changed === unchanged ? block : { ...block, rows };
    });
    return changed === before ? blocks : rewritten;
  };

  const blocks = rewrittenBlocks(content.blocks);
  return { content: changed === 0 ? content : { ...content, blocks }, changed, left };
}

/** Whether a place says the value, in whatever spelling its form allows. */
function saysAlready({ reading }: VariablePlace, value: VariableValue): boolean {
  return reading !== null && "value" in reading && mergeValues(reading.value, value) !== null;
}
