/** Writes `numbering.xml` from a plan. */
import { MAX_DEPTH } from "@parley/document";
import { wordFormatName } from "../number-templates.ts";
import { type NumberPlan, type PlannedLevel, type PlannedList, usualLevel } from "./number-plan.ts";

/** Twentieths of a point by which one level is indented. It is also the document's tab stop. */
export const indentStep = 420;

const bullets = ["•", "◦", "▪"] as const;

/** The part's XML. `numIds` holds the number that the packed document uses for each reference. */
export function numberingXml(plan: NumberPlan, numIds: ReadonlyMap<string, number>): string {
  const lists = plan.lists.map(
    (list, index) =>
      `<w:abstractNum w:abstractNumId="${index + 1}"><w:multiLevelType w:val="multilevel"/>${levelsXml(list)}</w:abstractNum>`,
  );
  const numberings = plan.numberings.map(({ reference, list, startOverride, levelOverrides }) => {
    const touched = new Set([...levelOverrides.keys(), ...(startOverride ? [startOverride.level] : [])]);
    const overrides = [...touched]
      .toSorted((a, b) => a - b)
      .map((level) => {
        const start = startOverride?.level === level ? `<w:startOverride w:val="${startOverride.start}"/>` : "";
        const definition = levelOverrides.get(level);
        return `<w:lvlOverride w:ilvl="${level}">${start}${definition ? levelXml(level, definition) : ""}</w:lvlOverride>`;
      });
    const numId = numIds.get(reference);
    return numId === undefined
      ? ""
      : `<w:num w:numId="${numId}"><w:abstractNumId w:val="${list + 1}"/>${overrides.join("")}</w:num>`;
  });
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
    `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
    `${lists.join("")}${numberings.join("")}</w:numbering>`
  );
}

function levelsXml(list: PlannedList): string {
  return Array.from({ length: MAX_DEPTH + 1 }, (_each, level) =>
    list.isBullet ? bulletXml(level) : levelXml(level, list.levels.get(level) ?? usualLevel(level)),
  ).join("");
}

function bulletXml(level: number): string {
  return (
    `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>` +
    `<w:lvlText w:val="${bullets[level % bullets.length] ?? "•"}"/><w:lvlJc w:val="left"/>${indentXml(level, true)}</w:lvl>`
  );
}

function levelXml(level: number, { text, style, legal }: PlannedLevel): string {
  // A long label such as 第十一条 would run past the hanging indent; a space after it reads as it is written by hand.
  const hangs = text.replaceAll(/%\d/gu, "0").length <= 5 && !/[\u2e80-\u9fff]/u.test(text);
  return (
    `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${wordFormatName(style)}"/>` +
    `${legal ? "<w:isLgl/>" : ""}<w:suff w:val="${hangs ? "tab" : "space"}"/>` +
    `<w:lvlText w:val="${escapeXml(text)}"/><w:lvlJc w:val="left"/>${indentXml(level, hangs)}</w:lvl>`
  );
}

function indentXml(level: number, hangs: boolean): string {
  const left = hangs ? indentStep * (level + 1) : indentStep * level;
  return `<w:pPr><w:ind w:left="${left}" w:hanging="${hangs ? indentStep : 0}"/></w:pPr>`;
}

/** Text as an attribute's value or an element's content. */
function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
