/**
 * What a clause is called where other words refer to it: its number, and in its full label those of the levels above.
 *
 * Convention:
 * - The number is the printed one without the sign that ends it: 1. is 1, 一、 is 一, 第三条 and （一） stay.
 * - What stands above are the numbered headings of higher levels, and in them the numbered paragraphs of lesser depth. A heading without a number
 *   ends what stood above.
 * - Under an article, 第…条, Chinese counts 款, 项 and 目: 第三条第（一）项, 第三条第3.2款, 第三条第（一）项第1目; what is deeper follows behind 之. Chapters and
 *   sections above an article are named only where articles of two chapters have the same number.
 * - Elsewhere numbers that name the levels above themselves stand alone, 3.2; others follow each other: 3.2(a), 一（一）, with a point where two
 *   would run together, 1.a.
 * - A paragraph without a number is counted in what it stands in: 第三条第二款, in other writing 3.2 ¶ 2. The words of the numbered paragraph are the
 *   first one, unless it is a title. What is counted in nothing is called by its first words in quotation marks.
 */
import type { Attributes } from "./content.ts";
import { namesLevelsAbove } from "./clause-places.ts";
import { chineseNumber } from "./numbering.ts";
import { shortenedWords } from "./shortened-words.ts";

/** A paragraph in reading order, with its printed number. */
export interface CountedParagraph {
  readonly attributes: Attributes;
  readonly number: string | null;
  readonly words: () => string;
  /** Paragraphs of tables are not counted in the article around the table. */
  readonly isInTable: boolean;
  /** Whether it is only proposed to come: no agreed one is counted with it. */
  readonly waits: boolean;
}

/** What a paragraph is called. */
export interface ClauseLabel {
  /** Its number alone, or its first words. */
  readonly label: string;
  /** With the levels above, as words refer to it. */
  readonly full: string;
}

export interface ClauseLabels {
  /** What a paragraph is called, by its place in reading order. */
  readonly at: (paragraph: number) => ClauseLabel;
  /** Which paragraph a clause id names: the first one in reading order, agreed ones before those that wait; `null` for none. */
  readonly find: (clause: string) => number | null;
}

const LONGEST_WORDS = 24;
/** Headings rank above all numbered paragraphs. */
const BELOW_HEADINGS = 10;

/** Names all paragraphs of a document. */
export function labelClauses(paragraphs: readonly CountedParagraph[]): ClauseLabels {
  const agreed = new Outline([]);
  let coming: Outline | null = null;
  const chains = paragraphs.map((paragraph) => {
    if (!paragraph.waits && paragraph.number !== null) coming = null;
    if (paragraph.waits) coming ??= agreed.fork();
    return ((paragraph.waits && coming) || agreed).chainOf(paragraph);
  });
  const called = chains.map((chain) => callByChain(chain, false));
  const articles = new Map<string, number>();
  for (const [index, chain] of chains.entries()) {
    const last = chain.at(-1);
    if (paragraphs[index]?.waits === false && last?.number && isArticle(last.number))
      articles.set(last.number, (articles.get(last.number) ?? 0) + 1);
  }
  const isAmbiguous = (chain: Chain): boolean =>
    chain.some(({ number }) => number !== null && isArticle(number) && (articles.get(number) ?? 0) > 1);
  const places = placesOf(paragraphs);
  return {
    at(index) {
      const chain = chains[index] ?? [];
      const own = chain.at(-1);
      const full = (isAmbiguous(chain) ? callByChain(chain, true) : called[index]) ?? "";
      return { label: own?.number ?? full, full };
    },
    find: (clause) => places.get(clause) ?? null,
  };
}

function placesOf(paragraphs: readonly CountedParagraph[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const waits of [false, true])
    paragraphs.forEach((paragraph, index) => {
      const { clause } = paragraph.attributes;
      if (paragraph.waits === waits && typeof clause === "string" && !places.has(clause)) places.set(clause, index);
    });
  return places;
}

/** A paragraph as the last of those that it stands in. */
interface Link {
  readonly rank: number;
  /** `null` for what has no number and is counted, or called by its words. */
  readonly number: string | null;
  readonly namesAbove: boolean;
  /** Of what has no number: the how-manieth it is, 0 for what is called by its words. */
  readonly count: number;
  readonly words: () => string;
}
type Chain = readonly Link[];

class Outline {
  private above: readonly Link[];
  /** How many paragraphs without a number are counted in the innermost. */
  private counted: number;

  constructor(above: readonly Link[], counted = 0) {
    this.above = above;
    this.counted = counted;
  }

  fork(): Outline {
    return new Outline(this.above, this.counted);
  }

  chainOf({ attributes, number, words, isInTable }: CountedParagraph): Chain {
    const isHeading = attributes["style"] === "heading" || attributes["style"] === "title";
    const trimmed = number === null ? "" : trimNumber(number);
    const depth = typeof attributes["depth"] === "number" ? attributes["depth"] : 0;
    const level = typeof attributes["level"] === "number" ? attributes["level"] : 1;
    const rank = isHeading ? level : (rankByName(trimmed) ?? BELOW_HEADINGS + depth);
    if (trimmed !== "") {
      const link = { rank, number: trimmed, namesAbove: namesLevelsAbove(attributes), count: 0, words };
      const chain = [...this.above.filter((each) => each.rank < rank), link];
      if (isInTable) return chain;
      this.above = chain;
      this.counted = isHeading || isTitle(words()) ? 0 : 1;
      return chain;
    }
    const bare = { rank, number: null, namesAbove: false, words };
    if (isHeading) {
      this.above = this.above.filter((each) => each.rank < rank);
      this.counted = 0;
      return [{ ...bare, count: 0 }];
    }
    const isCounted =
      !isInTable && (attributes["list"] ?? null) === null && this.above.length > 0 && words().trim() !== "";
    if (isCounted) this.counted++;
    return [...this.above, { ...bare, count: isCounted ? this.counted : 0 }];
  }
}

/** Chapters and articles hold other lists, also where these are indented no further. */
function rankByName(number: string): number | null {
  if (isArticle(number)) return BELOW_HEADINGS - 1;
  return /^第.+[编章节]$/u.test(number) ? BELOW_HEADINGS - 2 : null;
}

/** Whether the words of a numbered paragraph only name what follows. */
function isTitle(words: string): boolean {
  const text = words.trim();
  return text.length <= 40 && !/[.。;；,，!！?？:：]$/u.test(text);
}

function trimNumber(number: string): string {
  return number.trim().replace(/[\s.．。、,，:：;；]+$/u, "");
}

const isArticle = (number: string): boolean => /^第.+条$/u.test(number);

/** What the last of a chain is called. */
function callByChain(chain: Chain, withChapters: boolean): string {
  const article = chain.findLastIndex(({ number }) => number !== null && isArticle(number));
  let called = "";
  let unit: Unit | null = null;
  let from = 0;
  if (article >= 0) {
    const chapters = withChapters ? chain.slice(0, article).filter(({ number }) => number?.startsWith("第")) : [];
    called = [...chapters, chain[article]].map((link) => link?.number ?? "").join("");
    unit = "条";
    from = article + 1;
  }
  chain.slice(from).forEach((link, index, below) => {
    // Numbers that later ones repeat are left to these.
    if (below.slice(index + 1).some((later) => later.number !== null && later.namesAbove)) return;
    if (link.number === null) called = callUnnumbered(called, link);
    else if (unit === null || link.number.startsWith("第")) called = follow(called, link.number);
    else {
      unit = unitBelow(unit, link);
      called += unit === null ? `之${link.number}` : `第${link.number}${unit}`;
      unit ??= "目";
    }
  });
  return called;
}

type Unit = "条" | "款" | "项" | "目";

/** How Chinese counts a number under another one; `null` where it has no word for it. */
function unitBelow(unit: Unit, { namesAbove }: Link): Unit | null {
  if (unit === "条") return namesAbove ? "款" : "项";
  if (unit === "款") return namesAbove ? "款" : "项";
  return unit === "项" ? "目" : null;
}

function follow(called: string, number: string): string {
  return /[\p{L}\p{N}]$/u.test(called) && /^[\p{L}\p{N}]/u.test(number) ? `${called}.${number}` : called + number;
}

function callUnnumbered(called: string, { count, words }: Link): string {
  const text = words().replaceAll(/\s+/gu, " ").trim();
  if (count === 0 || called === "") return `${called}“${text === "" ? "…" : shortenedWords(text, LONGEST_WORDS)}”`;
  return /\p{Script=Han}/u.test(called + text) ? `${called}第${chineseNumber(count)}款` : `${called} ¶ ${count}`;
}
