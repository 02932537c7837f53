/**
 * Plans Word's numbering for a document, so that Word shows the labels that the numberer computes.
 *
 * Invariants:
 * - One list is one `w:abstractNum`; every `w:num` of it shares its counters.
 * - A paragraph whose template differs from its level's, or shows another level's number in another style, gets a
 *   `w:num` with that level overridden. Figures below another kind of number are `w:isLgl`.
 * - A restart is a new `w:num` with a `w:startOverride`, used until a shallower number comes: Word would apply the
 *   override again at every reset.
 */
import { randomUUID } from "node:crypto";
import {
  type Attributes,
  type BlockContent,
  type NumberStyle,
  MAX_DEPTH,
  defaultFormat,
  visitParagraphs,
} from "@parley/document";
import { numberAttribute, textAttribute } from "../attribute-access.ts";
import { type TemplatePart, parseTemplate } from "../number-templates.ts";

/** A level as Word defines it. */
export interface PlannedLevel {
  /** `w:lvlText`. */
  readonly text: string;
  readonly style: NumberStyle;
  /** Levels (from 0) whose numbers it shows, and in which style. */
  readonly shown: ReadonlyMap<number, NumberStyle>;
  /** `w:isLgl`: every number in figures. */
  readonly legal: boolean;
}

/** One `w:abstractNum`. Levels that no paragraph uses are absent. */
export interface PlannedList {
  readonly levels: Map<number, PlannedLevel>;
  readonly isBullet: boolean;
}

/** One `w:num`. */
export interface PlannedNumbering {
  /** Name by which paragraphs refer to it until the file is packed; no text of the document can contain it. */
  readonly reference: string;
  readonly list: number;
  readonly startOverride: { readonly level: number; readonly start: number } | null;
  readonly levelOverrides: ReadonlyMap<number, PlannedLevel>;
}

/** Where a paragraph stands in the plan. */
export interface PlannedPlace {
  readonly reference: string;
  readonly level: number;
}

/** The plan of a document. `places` has an entry for every paragraph in reading order, `null` where it has no number. */
export interface NumberPlan {
  readonly lists: readonly PlannedList[];
  readonly numberings: readonly PlannedNumbering[];
  readonly places: readonly (PlannedPlace | null)[];
}

interface ListCourse {
  readonly index: number;
  /** Changes at every restart, so that paragraphs after it use the restarted `w:num`. */
  generation: number;
  /** The level that the current generation restarted. */
  restartLevel: number | null;
}

/** Plans the numbers of all paragraphs. */
export function planNumbers(blocks: readonly BlockContent[]): NumberPlan {
  const paragraphs: Attributes[] = [];
  visitParagraphs(blocks, (paragraph) => paragraphs.push(paragraph.attributes ?? {}));
  const lists: PlannedList[] = [];
  const courses = new Map<string, ListCourse>();
  for (const attributes of paragraphs) {
    const key = listKey(attributes);
    if (key === null) continue;
    if (!courses.has(key)) {
      courses.set(key, { index: lists.length, generation: 0, restartLevel: null });
      lists.push({ levels: new Map(), isBullet: key === bulletKey });
    }
    const levels = lists[courses.get(key)?.index ?? 0]?.levels;
    if (key !== bulletKey && levels && !levels.has(depthOf(attributes)))
      levels.set(depthOf(attributes), levelOf(attributes));
  }
  // Levels first, all of them: whether figures need `w:isLgl` depends on the levels above.
  for (const { levels } of lists)
    for (const [depth, level] of levels) levels.set(depth, { ...level, legal: isLegal(level, depth, levels) });

  const numberings = new Map<string, PlannedNumbering>();
  const places = paragraphs.map((attributes): PlannedPlace | null => {
    const key = listKey(attributes);
    const course = courses.get(key ?? "");
    const list = lists[course?.index ?? -1];
    if (!course || !list) return null;
    const level = depthOf(attributes);
    const start = list.isBullet ? null : numberAttribute(attributes, "start");
    advanceCourse(course, level, start);
    const levelOverrides = list.isBullet ? new Map<number, PlannedLevel>() : overridesOf(attributes, list);
    const identity = JSON.stringify([course.index, course.generation, [...levelOverrides]]);
    const numbering = numberings.get(identity) ?? {
      reference: randomUUID(),
      list: course.index,
      startOverride: start === null ? null : { level, start },
      levelOverrides,
    };
    numberings.set(identity, numbering);
    return { reference: numbering.reference, level };
  });
  return { lists, numberings: [...numberings.values()], places };
}

const bulletKey = "bullets";

/** Which list a paragraph counts in; all bullets are one list, because bullets do not count. */
function listKey(attributes: Attributes): string | null {
  const list = textAttribute(attributes, "list");
  if (list === "bullet") return bulletKey;
  return list === "number" ? `number ${textAttribute(attributes, "listId") ?? ""}` : null;
}

function depthOf(attributes: Attributes): number {
  return Math.min(MAX_DEPTH, Math.max(0, numberAttribute(attributes, "depth") ?? 0));
}

function advanceCourse(course: ListCourse, level: number, start: number | null): void {
  if (start !== null) {
    course.generation += 1;
    course.restartLevel = level;
  } else if (course.restartLevel !== null && level < course.restartLevel) {
    course.generation += 1;
    course.restartLevel = null;
  }
}

function partsOf(attributes: Attributes): TemplatePart[] {
  return parseTemplate(textAttribute(attributes, "format") ?? defaultFormat(depthOf(attributes)));
}

function levelOf(attributes: Attributes): PlannedLevel {
  const parts = partsOf(attributes);
  const own = parts.find((part) => "level" in part && part.level === depthOf(attributes) + 1);
  const text = parts.map((part) => ("literal" in part ? part.literal : `%${part.level}`)).join("");
  const shown = new Map(
    parts.flatMap((part): [number, NumberStyle][] => ("level" in part ? [[part.level - 1, part.style]] : [])),
  );
  return { text, style: own && "level" in own ? own.style : "decimal", shown, legal: false };
}

/** Whether everything is in figures while a level above, by itself, is not. */
function isLegal(level: PlannedLevel, depth: number, levels: ReadonlyMap<number, PlannedLevel>): boolean {
  const others = [...level.shown].filter(([shown]) => shown !== depth);
  return (
    level.style === "decimal" &&
    others.every(([, style]) => style === "decimal") &&
    others.some(([shown]) => (levels.get(shown)?.style ?? "decimal") !== "decimal")
  );
}

/** The levels that must look different for this paragraph than its list defines them. */
function overridesOf(attributes: Attributes, list: PlannedList): Map<number, PlannedLevel> {
  const depth = depthOf(attributes);
  const wanted = levelOf(attributes);
  const level = { ...wanted, legal: isLegal(wanted, depth, list.levels) };
  const overrides = new Map<number, PlannedLevel>();
  const defined = list.levels.get(depth);
  if (defined?.text !== level.text || defined.style !== level.style || defined.legal !== level.legal)
    overrides.set(depth, level);
  if (level.legal) return overrides;
  for (const [shown, style] of level.shown) {
    const other = list.levels.get(shown) ?? usualLevel(shown);
    if (shown !== depth && other.style !== style) overrides.set(shown, { ...other, style });
  }
  return overrides;
}

/** A level that the document does not use. */
export function usualLevel(level: number): PlannedLevel {
  return { text: `%${level + 1}.`, style: "decimal", shown: new Map(), legal: false };
}
