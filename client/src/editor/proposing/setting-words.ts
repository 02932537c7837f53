/** Says in words what a proposal sets or formats: "Style: Heading 2 instead of Body text". */
import { shortenedWords, createNumberer } from "@parley/document";
import type { BlockSubject, BreakPlace, ProposedSetting, ReviewedChange } from "@parley/documents";
import type { TFunction } from "i18next";
import { withSigns } from "./invisible-characters.ts";

/** So much is repeated of the words that a format is about. */
const LONGEST_WORDS = 60;

type SetAttribute = Extract<ProposedSetting, { do: "set" }>;

const named: ReadonlySet<string> = new Set([
  "style",
  "depth",
  "align",
  "checked",
  "width",
  "alt",
  "label",
  "organisation",
  "condition",
]);
/** Attributes of which nobody is helped by the value. */
const bare: ReadonlySet<string> = new Set(["listId", "clause", "library", "colwidth", "colspan", "rowspan"]);
/** Formatting that has a name on the pages. */
export const namedMarks: ReadonlySet<string> = new Set([
  "bold",
  "italic",
  "underline",
  "strike",
  "code",
  "superscript",
  "subscript",
  "highlight",
  "link",
  "mention",
  "variable",
  "reference",
]);
/** Marks that no tool of the toolbar sets. */
const ofMeaning: ReadonlySet<string> = new Set(["mention", "variable", "reference"]);
const styles: ReadonlySet<unknown> = new Set(["title", "quote", "code"]);
const lists: Readonly<Record<string, string>> = { bullet: "bullets", number: "numbers", check: "checks" };
const sides: Readonly<Record<string, string>> = {
  start: "alignStart",
  center: "alignCenter",
  end: "alignEnd",
  justify: "alignJustify",
};

const ofBlocks: ReadonlySet<string> = new Set(["block", "remove", "set", "move"]);

/** What a proposal or a change does, with what it does it to where that is blocks of one kind: "Add row". */
export function kindWords(kind: ReviewedChange["kind"], subject: BlockSubject | undefined, t: TFunction): string {
  if (subject === undefined || !ofBlocks.has(kind)) return t(`editor.changes.kind.${kind}`);
  return t(`editor.changes.kindOf.${kind}`, { what: t(`editor.changes.subject.${subject}`) });
}

/** What a proposal does, and where, if all that it does is to break a paragraph in two or to join two; `null` for any other. */
export function breakWords(place: BreakPlace | undefined, t: TFunction): { kind: string; place: string } | null {
  if (!place) return null;
  const { how } = place;
  const [before, after] = [withSigns(place.before), withSigns(place.after)];
  const where = before === "" ? "before" : after === "" ? "after" : "between";
  return {
    kind: t(`editor.changes.kind.${how}`),
    place: before === "" && after === "" ? "" : t(`editor.changes.breakPlace.${where}`, { before, after }),
  };
}

/** Whether some settings say more by themselves than each of those that go along with them. */
function isToldAlong({ name, to }: SetAttribute, settings: readonly ProposedSetting[]): boolean {
  const has = (other: string): boolean => settings.some((each) => each.do === "set" && each.name === other);
  // Which list it is, nobody can be told by its id; how it counts belongs to the list that is set along with it.
  if (name === "listId") return has("list") || has("format") || has("start");
  if (name === "format" || (name === "start" && to === null)) return has("list");
  return name === "checked" && to === null && has("list");
}

/** One line for each different setting. `number` is that of the paragraph as it is printed now, where the settings do not say it; empty where it is not known. */
export function describeSettings(settings: readonly ProposedSetting[], t: TFunction, number = ""): string[] {
  const lines = settings.flatMap((setting, index) => {
    if (setting.do === "format") return [describeFormat(setting, t)];
    if (isToldAlong(setting, settings)) return [];
    const beside = [settings[index - 1], settings[index + 1]];
    if (setting.name === "level") {
      // The level belongs to the style that is set along with it.
      if (beside.some((each) => each?.do === "set" && each.name === "style")) return [];
      return [describeSet("style", heading(setting.to, t), heading(setting.from, t), t)];
    }
    if (setting.name === "list") return [describeList(setting, setting.number ?? number, t)];
    if (setting.name === "start") return [describeStart(setting, t)];
    if (setting.name === "format") return [describeNumberFormat(setting, settings, t)];
    const level = beside.find((each): each is SetAttribute => each?.do === "set" && each.name === "level");
    // Which picture it is, nobody can be told by its id.
    if (setting.name === "imageId")
      return [t(`editor.changes.attribute.${setting.from === undefined ? "newImage" : "imageId"}`)];
    if (bare.has(setting.name)) return [t(`editor.changes.attribute.${setting.name}`)];
    if (!named.has(setting.name)) return [t("editor.changes.attribute.other")];
    const value = (raw: unknown, levelOf: unknown): string | undefined =>
      raw === undefined ? undefined : valueWords(setting.name, raw, levelOf, t);
    return [describeSet(setting.name, value(setting.to, level?.to) ?? "", value(setting.from, level?.from), t)];
  });
  return [...new Set(lines)];
}

function describeList({ from, to }: SetAttribute, number: string, t: TFunction): string {
  const isNumbered = from === "number";
  if (isNumbered && to === null)
    return t(`editor.changes.setting.${number === "" ? "unnumbered" : "unnumberedWas"}`, { number });
  const was = from === undefined ? undefined : valueWords("list", from, undefined, t);
  const before = isNumbered && number !== "" ? t("editor.changes.setting.numberedAs", { list: was, number }) : was;
  return describeSet("list", valueWords("list", to, undefined, t), before, t);
}

function describeStart({ from, to }: SetAttribute, t: TFunction): string {
  if (to === null) return t(`editor.changes.setting.${from === undefined ? "goesOn" : "goesOnWas"}`, { from });
  return t(`editor.changes.setting.${typeof from === "number" ? "startsAtWas" : "startsAt"}`, { to, from });
}

/** How numbers look is told by the first one that looks so. */
function describeNumberFormat(setting: SetAttribute, settings: readonly ProposedSetting[], t: TFunction): string {
  const { from, to } = setting;
  const depths = settings.find((each): each is SetAttribute => each.do === "set" && each.name === "depth");
  const depthIn = (told: unknown, template: unknown): number => {
    if (depths) return typeof told === "number" ? told : 0;
    const levels = typeof template === "string" ? template.matchAll(/\{([1-9])/g) : [];
    return Math.max(1, ...[...levels].map((level) => Number(level[1]))) - 1;
  };
  const looks = (format: unknown, depth: number): string =>
    t("editor.changes.setting.looks", {
      number: withSigns(createNumberer().next({ list: "number", depth, format: format as string | null }) ?? ""),
    });
  const before = from === undefined ? undefined : looks(from, depthIn(depths?.from, from ?? to));
  return describeSet("format", looks(to, depthIn(depths?.to, to ?? from)), before, t);
}

function describeSet(name: string, to: string, from: string | undefined, t: TFunction): string {
  const what = t(`editor.changes.attribute.${name}`);
  return from === undefined
    ? t("editor.changes.setting.set", { what, to })
    : t("editor.changes.setting.changed", { what, to, from });
}

/** The name of formatting, as the toolbar has it. */
function markName(mark: string, t: TFunction): string {
  if (!namedMarks.has(mark)) return t("editor.changes.attribute.mark");
  if (ofMeaning.has(mark)) return t(`editor.changes.attribute.${mark}`);
  return t(mark === "code" ? "editor.toolbar.inlineCode" : `editor.toolbar.${mark}`);
}

/** Where a link leads; `undefined` for other formatting, and for one that was taken away. */
export function linkTarget(mark: string, value: unknown): string | undefined {
  const href: unknown = mark === "link" ? (value as Readonly<Record<string, unknown>> | null)?.["href"] : undefined;
  return typeof href === "string" ? href : undefined;
}

function describeFormat({ mark, from, to, words }: Extract<ProposedSetting, { do: "format" }>, t: TFunction): string {
  const what = markName(mark, t);
  const short = withSigns(shortenedWords(words, LONGEST_WORDS));
  const [before, href] = [linkTarget(mark, from), linkTarget(mark, to)];
  // Where a link leads is what is decided on: its words may say something else.
  if (href !== undefined && before !== undefined)
    return t("editor.changes.setting.relink", { what, words: short, href, before });
  if (href !== undefined) return t("editor.changes.setting.link", { what, words: short, href });
  return t(to === null ? "editor.changes.setting.unformat" : "editor.changes.setting.format", { what, words: short });
}

function heading(level: unknown, t: TFunction): string {
  return t("editor.toolbar.heading", { level: typeof level === "number" ? level : 1 });
}

function valueWords(name: string, value: unknown, level: unknown, t: TFunction): string {
  switch (name) {
    case "style":
      if (value === "heading") return heading(level, t);
      return t(styles.has(value) ? `editor.toolbar.${String(value)}` : "editor.toolbar.body");
    case "list":
      return typeof value === "string"
        ? t(`editor.toolbar.${lists[value] ?? "bullets"}`)
        : t("editor.changes.setting.none");
    case "align":
      return t(`editor.toolbar.${sides[typeof value === "string" ? value : "start"] ?? "alignStart"}`);
    case "checked":
      return t(value === true ? "editor.changes.setting.yes" : "editor.changes.setting.no");
    case "depth":
      return String(typeof value === "number" ? value : 0);
    default:
      return value === null ? t("editor.changes.setting.none") : withSigns(String(value as string | number));
  }
}
