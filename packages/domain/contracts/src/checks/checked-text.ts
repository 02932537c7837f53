/** A contract's plain content as the checks read it: paragraphs with their places, tables by rows, articles. */
import {
  type Attributes,
  type BlockContent,
  type ClauseLabels,
  type DocumentContent,
  type ParagraphContent,
  type TableContent,
  contentLabels,
  createNumberer,
  paragraphText,
} from "@parley/document";
import type { FindingPlace } from "./finding.ts";
import { foldCharacters } from "./fold-characters.ts";

/** A run of a paragraph that carries a variable or a reference. */
interface MarkedRange {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** Of a variable: in which form it stands here. */
  readonly form: string | null;
}

export interface CheckedParagraph {
  /** Which one in reading order. */
  readonly index: number;
  readonly path: readonly number[];
  /** As it is stored. */
  readonly text: string;
  /** The same with every full-width letter, digit and sign in its usual width; as long as `text`. */
  readonly folded: string;
  readonly attributes: Attributes;
  /** Its number, computed or typed at its beginning. */
  readonly number: string | null;
  readonly variables: readonly MarkedRange[];
  readonly references: readonly MarkedRange[];
  readonly table: number | null;
  /** Index of the article it stands in; -1 before the first. */
  readonly article: number;
}

export interface CheckedCell {
  readonly text: string;
  readonly paragraphs: readonly CheckedParagraph[];
}

export interface CheckedTable {
  readonly rows: readonly (readonly CheckedCell[])[];
  readonly article: number;
}

/** A top-level clause. */
interface Article {
  readonly paragraph: number;
  readonly number: string | null;
}

export interface CheckedText {
  readonly paragraphs: readonly CheckedParagraph[];
  readonly tables: readonly CheckedTable[];
  readonly articles: readonly Article[];
  readonly labels: ClauseLabels;
  /** From which paragraph on there are only signatures; the number of paragraphs where nothing says so. */
  readonly signatures: number;
}

const isArticleNumber = (number: string | null): number is string => number !== null && /^第.+条$/u.test(number);
const typedNumber = /^\s*(第[零〇一二三四五六七八九十百\d]+[编章节条]|\d+(?:\.\d+)+|\d+(?=[.．、](?!\d)))/u;
const signaturePage = /以下无正文|签署页|签字页|盖章页|IN WITNESS WHEREOF|Signature Page/iu;

interface RawParagraph {
  readonly content: ParagraphContent;
  readonly path: readonly number[];
  readonly table: number | null;
}

/** Reads content for the checks. */
export function readCheckedText(content: DocumentContent): CheckedText {
  const { raw, tables } = gather(content.blocks);
  const numberer = createNumberer();
  const bare = raw.map(({ content: paragraph, path, table }, index) => {
    const attributes = paragraph.attributes ?? {};
    const computed = numberer
      .next(attributes)
      ?.trim()
      .replace(/[\s.．。、,，:：;；]+$/u, "");
    const text = paragraphText(paragraph);
    const number = computed ?? typedNumber.exec(text)?.[1] ?? null;
    return { index, path, table, attributes, text, number, ...rangesOf(paragraph) };
  });
  const articles = articlesOf(bare);
  let article = -1;
  const paragraphs = bare.map((each) => {
    if (articles[article + 1]?.paragraph === each.index) article += 1;
    return { ...each, folded: foldCharacters(each.text), article };
  });
  const found = paragraphs.findIndex(
    ({ text, index }) => signaturePage.test(text) && text.length < 400 && index > paragraphs.length / 3,
  );
  return {
    paragraphs,
    tables: tables.map((table) => readTable(table, raw, paragraphs)),
    articles,
    labels: contentLabels(content),
    signatures: found < 0 ? paragraphs.length : found,
  };
}

function gather(blocks: readonly BlockContent[]): { raw: RawParagraph[]; tables: TableContent[] } {
  const raw: RawParagraph[] = [];
  const tables: TableContent[] = [];
  const visit = (block: BlockContent, path: readonly number[], table: number | null): void => {
    if (block.type === "paragraph") raw.push({ content: block, path, table });
    if (block.type !== "table") return;
    const index = tables.push(block) - 1;
    for (const [row, { cells }] of block.rows.entries())
      for (const [cell, { blocks: inside }] of cells.entries())
        for (const [at, each] of inside.entries()) visit(each, [...path, row, cell, at], index);
  };
  for (const [index, block] of blocks.entries()) visit(block, [index], null);
  return { raw, tables };
}

function rangesOf({ runs }: ParagraphContent): Pick<CheckedParagraph, "variables" | "references"> {
  const variables: MarkedRange[] = [];
  const references: MarkedRange[] = [];
  let from = 0;
  for (const { text, marks } of runs) {
    const to = from + text.length;
    const { variable, reference } = marks ?? {};
    add(variables, from, to, variable?.["name"], variable?.["form"]);
    add(references, from, to, reference?.["clause"], null);
    from = to;
  }
  return { variables, references };
}

/** Adds a range; one that goes on with the same name makes the one before longer. */
function add(ranges: MarkedRange[], from: number, to: number, name: unknown, form: unknown): void {
  if (typeof name !== "string") return;
  const wanted = typeof form === "string" ? form : null;
  const last = ranges.at(-1);
  if (last?.to === from && last.name === name && last.form === wanted)
    ranges.splice(-1, 1, { from: last.from, to, name, form: wanted });
  else ranges.push({ from, to, name, form: wanted });
}

type Bare = Pick<CheckedParagraph, "index" | "attributes" | "number" | "table">;

function articlesOf(paragraphs: readonly Bare[]): Article[] {
  const outside = paragraphs.filter(({ table }) => table === null);
  const byNumber = outside.filter(({ number }) => isArticleNumber(number));
  const headings = outside.filter(({ attributes }) => attributes["style"] === "heading");
  const topmost = Math.min(...headings.map(({ attributes }) => levelOf(attributes)));
  const numbered = outside.filter(
    ({ number, attributes }) => number !== null && (attributes["depth"] ?? 0) === 0 && !number.includes("."),
  );
  const single = headings.filter(({ attributes }) => levelOf(attributes) === topmost);
  const chosen = byNumber.length > 0 ? byNumber : single.length > 1 || numbered.length === 0 ? single : numbered;
  return chosen.map(({ index, number }) => ({ paragraph: index, number }));
}

const levelOf = (attributes: Attributes): number => (typeof attributes["level"] === "number" ? attributes["level"] : 1);

function readTable(
  table: TableContent,
  raw: readonly RawParagraph[],
  paragraphs: readonly CheckedParagraph[],
): CheckedTable {
  const indexOf = new Map<ParagraphContent, number>(raw.map(({ content }, index) => [content, index]));
  const rows = table.rows.map(({ cells }) =>
    cells.map(({ blocks }): CheckedCell => {
      const inside = blocks.flatMap((block) => {
        const index = block.type === "paragraph" ? indexOf.get(block) : undefined;
        const found = index === undefined ? undefined : paragraphs[index];
        return found ? [found] : [];
      });
      return { text: inside.map(({ text }) => text).join("\n"), paragraphs: inside };
    }),
  );
  return { rows, article: rows.flat()[0]?.paragraphs[0]?.article ?? -1 };
}

/** The place of some characters of a paragraph. */
export function placeIn({ index, path, text }: CheckedParagraph, from = 0, to = text.length): FindingPlace {
  return { paragraph: index, path, from, to, quote: text.slice(from, to) };
}
