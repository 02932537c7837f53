/**
 * Word's automatic numbers, counted as Word counts them and written as list attributes.
 *
 * Duty: for each numbered paragraph in reading order, say its list kind, depth, list, template and where it restarts.
 * Invariants:
 * - All `w:num` of one `w:abstractNum` share counters (ECMA-376 part 1, 17.9.15); a `w:startOverride` restarts its
 *   level once, at the first paragraph of that `w:num` and level.
 * - A list that restarts at its outermost level is a list of its own here, so deleting its first paragraph in the
 *   editor does not make it continue the list before.
 * - What the numberer of @parley/document would count differently is set right by `start`; labels are never text.
 */
import { MAX_DEPTH } from "@parley/document";
import type { ReportCollector } from "../import-report.ts";
import { formatAttribute, formatDiffers, templateFromWord } from "../number-templates.ts";
import { createStartKeeper } from "../start-keeper.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { DocxStyle, DocxStyles } from "./styles.ts";
import { attributeOf, childOf, childrenOf, integerOf, switchOf, valueOf } from "./xml-access.ts";

interface Level {
  readonly start: number;
  readonly format: string;
  readonly text: string;
  readonly legal: boolean;
  /** Levels up to this one (1-based) reset it; 0 for never, `null` for any above it. */
  readonly restartAfter: number | null;
  readonly styleId: string | null;
}

interface AbstractNumbering {
  readonly id: string;
  readonly levels: ReadonlyMap<number, Level>;
  readonly styleLink: string | null;
}

interface Numbering {
  readonly abstractId: string;
  readonly starts: ReadonlyMap<number, number>;
  readonly levels: ReadonlyMap<number, Level>;
}

/** The list attributes of one paragraph, ready for the content. `null`: in no list; `indent` is then its depth. */
export interface ListPlace {
  readonly list: "bullet" | "number" | null;
  readonly depth: number;
  readonly listId: string | null;
  readonly format: string | null;
  readonly start: number | null;
}

/** Where a paragraph's properties say it is numbered. */
export interface NumberingReference {
  readonly numberingId: string;
  readonly level: number;
}

/** Counts the numbered paragraphs of one document. */
export interface NumberingCounter {
  /** What numbers a paragraph, from its own properties and its styles; `null` when nothing does or it is switched off. */
  referenceOf(chain: readonly DocxStyle[], direct: XmlElement | null): NumberingReference | null;
  /** Counts the paragraph. Call it once for each numbered paragraph, in reading order. */
  place(reference: NumberingReference): ListPlace | null;
}

/** Reads `numbering.xml` and starts counting. */
export function createNumberingCounter(
  root: XmlElement | null,
  styles: DocxStyles,
  report: ReportCollector,
): NumberingCounter {
  const { abstracts, numberings } = readNumberings(root, styles);
  const counting = createCounting(abstracts, numberings, report);
  const levelOfStyle = (numberingId: string, chain: readonly DocxStyle[]): number | null => {
    const abstract = abstracts.get(numberings.get(numberingId)?.abstractId ?? "");
    for (const style of chain) {
      for (const [level, definition] of abstract?.levels ?? []) if (definition.styleId === style.id) return level;
    }
    return null;
  };
  return {
    referenceOf(chain, direct) {
      const own = childOf(direct, "w:numPr");
      const ownId = valueOf(own, "w:numId");
      const ownLevel = integerOf(childOf(own, "w:ilvl"), "w:val");
      if (ownId === "0") return null;
      const styled = chain.find((style) => valueOf(childOf(style.paragraph, "w:numPr"), "w:numId") !== null);
      const styledProperties = childOf(styled?.paragraph, "w:numPr");
      const numberingId = ownId ?? valueOf(styledProperties, "w:numId");
      if (numberingId === null || numberingId === "0") return null;
      const styledLevel = integerOf(childOf(styledProperties, "w:ilvl"), "w:val");
      const level = ownLevel ?? levelOfStyle(numberingId, chain) ?? (ownId === null ? styledLevel : null) ?? 0;
      return { numberingId, level: Math.min(MAX_DEPTH, Math.max(0, level)) };
    },
    place: counting,
  };
}

function createCounting(
  abstracts: ReadonlyMap<string, AbstractNumbering>,
  numberings: ReadonlyMap<string, Numbering>,
  report: ReportCollector,
): (reference: NumberingReference) => ListPlace | null {
  const counters = new Map<string, (number | undefined)[]>();
  const generations = new Map<string, number>();
  const restarted = new Set<string>();
  const starts = createStartKeeper();

  /** Advances Word's counter and returns the number; opens a new list where Word restarts the outermost level in use. */
  const advance = (abstract: AbstractNumbering, numbering: Numbering, reference: NumberingReference): number => {
    const { level } = reference;
    const values = counters.get(abstract.id) ?? [];
    counters.set(abstract.id, values);
    const definition = levelOf(abstract, numbering, level);
    const override = numbering.starts.get(level);
    const key = `${reference.numberingId}/${level}`;
    let value = (values[level] ?? (override ?? definition?.start ?? 1) - 1) + 1;
    if (override !== undefined && !restarted.has(key)) {
      value = override;
      const outermost = values.slice(0, level).every((each) => each === undefined);
      if (outermost && values[level] !== undefined)
        generations.set(abstract.id, (generations.get(abstract.id) ?? 0) + 1);
    }
    restarted.add(key);
    values[level] = value;
    for (let deeper = level + 1; deeper <= MAX_DEPTH; deeper++) {
      const after = levelOf(abstract, numbering, deeper)?.restartAfter ?? null;
      if (after === null || level + 1 <= after) values[deeper] = undefined;
    }
    return value;
  };

  return (reference) => {
    const numbering = numberings.get(reference.numberingId);
    const abstract = abstracts.get(numbering?.abstractId ?? "");
    if (!numbering || !abstract) return null;
    const { level } = reference;
    const definition = levelOf(abstract, numbering, level);
    if (!definition) return null;
    const value = advance(abstract, numbering, reference);
    if (definition.format === "bullet") return bulletPlace(definition, level);
    const formatOf = (each: number): string => levelOf(abstract, numbering, each - 1)?.format ?? "decimal";
    let template = templateFromWord(definition.text, formatOf, definition.legal);
    if (template.trim() === "" && !isCountedOn(abstract, level)) return plainPlace(level);
    if (!definition.legal && definition.format !== "none" && formatDiffers(definition.format, value))
      report.note("number-formats");
    if (template.length > 64) {
      report.note("number-formats");
      template = `{${level + 1}}.`;
    }
    const generation = generations.get(abstract.id) ?? 0;
    const listId = `w${abstract.id}${generation === 0 ? "" : `-${generation}`}`.slice(0, 64);
    const wanted = Math.min(100_000, Math.max(0, value));
    return {
      list: "number",
      depth: level,
      listId,
      format: formatAttribute(template, level),
      start: starts.startFor(listId, level, wanted),
    };
  };
}

/** Converters mark the further paragraphs of a list item with a bullet that is a space. */
function bulletPlace(definition: Level, level: number): ListPlace {
  if (definition.text.trim() === "") return plainPlace(Math.min(MAX_DEPTH, level + 1));
  return { list: "bullet", depth: level, listId: null, format: null, start: null };
}

function plainPlace(depth: number): ListPlace {
  return { list: null, depth, listId: null, format: null, start: null };
}

function levelOf(abstract: AbstractNumbering, numbering: Numbering, level: number): Level | undefined {
  return numbering.levels.get(level) ?? abstract.levels.get(level);
}

/** Whether a deeper level shows this level's number, so that it must count although it shows nothing itself. */
function isCountedOn(abstract: AbstractNumbering, level: number): boolean {
  return [...abstract.levels].some(([other, { text }]) => other > level && text.includes(`%${level + 1}`));
}

function readNumberings(
  root: XmlElement | null,
  styles: DocxStyles,
): { abstracts: Map<string, AbstractNumbering>; numberings: Map<string, Numbering> } {
  const abstracts = new Map<string, AbstractNumbering>();
  for (const element of childrenOf(root, "w:abstractNum")) {
    const id = attributeOf(element, "w:abstractNumId");
    if (id !== null)
      abstracts.set(id, { id, levels: readLevels(element), styleLink: valueOf(element, "w:numStyleLink") });
  }
  const numberings = new Map<string, Numbering>();
  for (const element of childrenOf(root, "w:num")) {
    const id = attributeOf(element, "w:numId");
    const abstractId = valueOf(element, "w:abstractNumId");
    if (id === null || abstractId === null) continue;
    const starts = new Map<number, number>();
    const levels = new Map<number, Level>();
    for (const override of childrenOf(element, "w:lvlOverride")) {
      const level = integerOf(override, "w:ilvl");
      if (level === null) continue;
      const start = integerOf(childOf(override, "w:startOverride"), "w:val");
      if (start !== null) starts.set(level, start);
      const definition = childOf(override, "w:lvl");
      if (definition) levels.set(level, readLevel(definition));
    }
    numberings.set(id, { abstractId, starts, levels });
  }
  // A list that only points to a numbering style uses that style's list.
  for (const [id, numbering] of numberings) {
    const link = abstracts.get(numbering.abstractId)?.styleLink;
    const linked = link ? numberings.get(styles.numberingOf(link) ?? "") : undefined;
    if (linked && linked !== numbering) numberings.set(id, { ...numbering, abstractId: linked.abstractId });
  }
  return { abstracts, numberings };
}

function readLevels(element: XmlElement): Map<number, Level> {
  const levels = new Map<number, Level>();
  for (const definition of childrenOf(element, "w:lvl")) {
    const level = integerOf(definition, "w:ilvl");
    if (level !== null && level >= 0 && level <= MAX_DEPTH) levels.set(level, readLevel(definition));
  }
  return levels;
}

function readLevel(element: XmlElement): Level {
  return {
    start: integerOf(childOf(element, "w:start"), "w:val") ?? 0,
    format: valueOf(element, "w:numFmt") ?? alternateFormat(element) ?? "decimal",
    text: valueOf(element, "w:lvlText") ?? "",
    legal: switchOf(element, "w:isLgl") === true,
    restartAfter: integerOf(childOf(element, "w:lvlRestart"), "w:val"),
    styleId: valueOf(element, "w:pStyle"),
  };
}

/** Newer number formats stand in alternate content; the fallback is the one that every reader knows. */
function alternateFormat(element: XmlElement): string | null {
  const alternate = childOf(element, "mc:AlternateContent");
  return valueOf(childOf(alternate, "mc:Fallback"), "w:numFmt");
}
