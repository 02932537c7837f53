/**
 * Where in a contract something stands, as lawyers name it: the article, and in it the numbered paragraph, the paragraph by its first words,
 * or the row of a table.
 *
 * Rules:
 * - A place is named by agreed text only. What waits stands behind the agreed paragraph or row before it, and so does what has no words of
 *   its own to be named by, as a picture or an empty line.
 * - The articles are the headings, without the one at the top that names the whole; before the first one, numbered paragraphs that read like headings.
 * - A paragraph of a deeper level is named with the numbers above it, 1.(2), unless its own number has them. What stands behind a numbered
 *   paragraph without being indented under it is not part of it.
 */
import { shortenedWords } from "./shortened-words.ts";
import type { Attributes } from "./content.ts";
import { defaultFormat } from "./numbering.ts";

/** A top-level block, as a place is told of it. */
export interface OutlinedBlock {
  readonly type: string;
  readonly attributes: Attributes;
  /** Its number as it is shown. */
  readonly label: string | null;
  /** Whether it is only proposed to come. */
  readonly waits: boolean;
  /** How it reads as agreed; asked for only where it is named. */
  readonly words: () => string;
  /** Of a table. */
  readonly rows?: readonly OutlinedRow[];
}

export interface OutlinedRow {
  readonly waits: boolean;
  /** Its first words. */
  readonly words: () => string;
}

/** A place in a contract. */
export interface ClausePlace {
  /** The headings above it, outermost first, with their numbers. */
  readonly heads: readonly string[];
  /** The number of the paragraph, with those above it; empty for none. */
  readonly label: string;
  /** First words of the paragraph or of the row; empty where a heading is the place itself. */
  readonly words: string;
  /** Of a table: which of its article, 0 for the only one, and which row, 0 for the table as a whole. */
  readonly table: { readonly index: number; readonly row: number } | null;
  /** Whether it is right behind what is named. */
  readonly isAfter: boolean;
}

export interface ClausePlaces {
  /** The place of a block, or of a row of it, both from 0. What is not there stands at the end. */
  readonly at: (block: number, row?: number | null) => ClausePlace;
  /** What names a place: which agreed block, -1 for none, which agreed row of it from 1, and whether the place is behind that. */
  readonly namedAt: (block: number, row?: number | null) => NamingBlock;
  /** The articles, and in them the numbered paragraphs, that hold the place of a block: outermost first, and itself, where it may hold others. */
  readonly scopesAt: (block: number) => readonly ClauseScope[];
}

/** An article with everything under it, or a numbered paragraph with what is indented under it. */
export interface ClauseScope {
  /** Where it begins. */
  readonly block: number;
  /** Its number and first words. */
  readonly title: string;
}

export interface NamingBlock {
  readonly block: number;
  readonly row: number;
  readonly isAfter: boolean;
}

/** Longer lines are no headings. */
const LONGEST_HEAD = 40;
const LONGEST_WORDS = 48;

interface Place {
  readonly heads: readonly Head[];
  readonly label: string;
  readonly block: OutlinedBlock;
  readonly table: number;
  /** The numbered paragraphs that hold it, outermost first, itself included. */
  readonly numbered: readonly Numbered[];
}

interface Numbered {
  readonly depth: number;
  /** With those above it. */
  readonly label: string;
  readonly block: OutlinedBlock;
}

interface Head {
  readonly level: number;
  readonly block: OutlinedBlock;
}

export function createClausePlaces(blocks: readonly OutlinedBlock[]): ClausePlaces {
  const { places, tablesIn } = new Outlining().outline(blocks);
  const namedAt = (block: number, row: number | null = null): NamingBlock => {
    const last = Math.min(block, blocks.length - 1);
    const named = places.findLastIndex((place, index) => index <= last && place !== null && isNamed(place));
    if (named !== block) return { block: named, row: 0, isAfter: named >= 0 };
    const rows = blocks[block]?.rows ?? [];
    const agreed = row === null ? 0 : rows.slice(0, row + 1).filter(({ waits }) => !waits).length;
    return { block, row: agreed, isAfter: agreed > 0 && row !== null && rows[row]?.waits === true };
  };
  const indexes = new Map(blocks.map((block, index) => [block, index]));
  return {
    namedAt,
    scopesAt(block) {
      const place = places[namedAt(block).block];
      const scopes = [
        ...(place?.heads ?? []).map((head) => ({ block: head.block, title: titleOf(head.block) })),
        ...(place?.numbered ?? []).map((each) => ({
          block: each.block,
          title: inOneLine(`${each.label} ${each.block.words()}`),
        })),
      ];
      return scopes.map((scope) => ({ block: indexes.get(scope.block) ?? 0, title: scope.title }));
    },
    at(block, row = null) {
      const { block: named, row: rowNumber, isAfter } = namedAt(block, row);
      const place = places[named];
      const nowhere = { label: "", words: "", table: null, isAfter: false };
      if (!place) return { heads: [], ...nowhere };
      const head = place.heads.at(-1)?.block ?? null;
      const heads = place.heads.map((each) => titleOf(each.block));
      if (head === place.block) return { heads, ...nowhere };
      const { rows, words } = place.block;
      if (!rows) return { heads, label: place.label, words: inOneLine(words()), table: null, isAfter };
      const ofRow = rowNumber === 0 ? undefined : rows.filter(({ waits }) => !waits)[rowNumber - 1];
      const index = (tablesIn.get(head) ?? 0) > 1 ? place.table : 0;
      return { heads, label: "", words: inOneLine(ofRow?.words() ?? ""), table: { index, row: rowNumber }, isAfter };
    },
  };
}

/** Whether a block can be named by its number, its words or as a table. */
function isNamed({ block, label, heads }: Place): boolean {
  return block.type === "table" || label !== "" || heads.at(-1)?.block === block || block.words().trim() !== "";
}

class Outlining {
  private heads: readonly Head[] = [];
  /** Numbered paragraphs above the next one, outermost first. */
  private numbered: readonly Numbered[] = [];
  private readonly tablesIn = new Map<OutlinedBlock | null, number>();

  private title: OutlinedBlock | null = null;

  outline(blocks: readonly OutlinedBlock[]): {
    readonly places: readonly (Place | null)[];
    readonly tablesIn: ReadonlyMap<OutlinedBlock | null, number>;
  } {
    this.title = titleAmong(blocks);
    return {
      places: blocks.map((block) => (block.waits ? null : this.place(block))),
      tablesIn: this.tablesIn,
    };
  }

  private place(block: OutlinedBlock): Place {
    const level = this.headLevelOf(block);
    if (level !== null) {
      this.heads = [...this.heads.filter((head) => head.level < level), { level, block }];
      this.numbered = [];
      return { heads: this.heads, label: "", block, table: 0, numbered: [] };
    }
    const table = block.rows ? this.countTable() : 0;
    const label = this.labelOf(block);
    const numbered = this.numbered.filter((each) => each.block === block || each.depth < depthOf(block));
    return { heads: this.heads, label, block, table, numbered };
  }

  private countTable(): number {
    const head = this.heads.at(-1)?.block ?? null;
    const count = (this.tablesIn.get(head) ?? 0) + 1;
    this.tablesIn.set(head, count);
    return count;
  }

  /** Numbered paragraphs that read like headings are the lowest ones, where no others are. */
  private headLevelOf(block: OutlinedBlock): number | null {
    const { style, level, list } = block.attributes;
    if (block.type !== "paragraph") return null;
    if (style === "heading") return block === this.title || titleOf(block) === "" ? null : levelOf(level);
    if (list !== "number" || depthOf(block) > 0 || this.heads.some((head) => head.level < LOWEST)) return null;
    const words = block.words().trim();
    return words !== "" && words.length <= LONGEST_HEAD && !/[.。;；,，!！?？:：]$/u.test(words) ? LOWEST : null;
  }

  private labelOf(block: OutlinedBlock): string {
    if (block.type !== "paragraph") return "";
    const depth = depthOf(block);
    const above = this.numbered.filter((each) => each.depth < depth);
    if (block.label === null) return depth > 0 ? (above.at(-1)?.label ?? "") : "";
    const label = namesLevelsAbove(block.attributes) ? block.label : `${above.at(-1)?.label ?? ""}${block.label}`;
    this.numbered = [...above, { depth, label, block }];
    return label;
  }
}

const LOWEST = 10;

const levelOf = (level: unknown): number => (typeof level === "number" ? level : 1);

/** The heading with which a contract begins, where all others are below it. */
function titleAmong(blocks: readonly OutlinedBlock[]): OutlinedBlock | null {
  const agreed = blocks.filter(({ waits }) => !waits);
  const headings = agreed.filter((block) => block.attributes["style"] === "heading" && titleOf(block) !== "");
  const [first, ...others] = headings;
  if (!first || others.length === 0 || first !== agreed.find((block) => titleOf(block) !== "")) return null;
  const top = levelOf(first.attributes["level"]);
  return others.every(({ attributes }) => levelOf(attributes["level"]) > top) ? first : null;
}

function depthOf({ attributes }: Pick<OutlinedBlock, "attributes">): number {
  return typeof attributes["depth"] === "number" ? attributes["depth"] : 0;
}

/** Whether a number has those of the levels above it in itself, as 1.2 has. */
export function namesLevelsAbove(attributes: Attributes): boolean {
  const depth = depthOf({ attributes });
  const format = typeof attributes["format"] === "string" ? attributes["format"] : defaultFormat(depth);
  return [...format.matchAll(/\{([1-9])/g)].some(([, level]) => Number(level) <= depth);
}

function titleOf(block: OutlinedBlock): string {
  return inOneLine([block.label ?? "", block.words().trim()].filter(Boolean).join(" "));
}

function inOneLine(text: string): string {
  return shortenedWords(text.replaceAll(/\s+/gu, " ").trim(), LONGEST_WORDS);
}
