/** [CK10] References lead somewhere, those that are links and those that are only words. [CK11] Words that could be a link are told so. */
import { guessChineseInteger } from "../money/chinese-integer.ts";
import { type CheckedParagraph, type CheckedText, placeIn } from "./checked-text.ts";
import type { Finding } from "./finding.ts";
import { foldCharacters } from "./fold-characters.ts";

const chinese =
  /第([零〇一二三四五六七八九十百]+|\d+)条(?:第?[（(]?([零〇一二三四五六七八九十]+|\d+(?:\.\d+)?)[)）]?(?:款|项))?/gu;
const decimal = /第(\d+(?:\.\d+)+)(?:条|款|项)/gu;
const english = /\b(?:Section|Clause|Article|Paragraph)s? (\d+(?:\.\d+)*)((?:\([a-z]{1,4}\)|\(\d{1,2}\))*)/gu;
const ofAnotherText =
  /(?:》|[法典例定范则议书]|办法|合同法|附件[^，。；]{0,6}|附录[^，。；]{0,6}|(?:主|原|前述|框架|总|补充)(?:合同|协议))\s*(?:的|之)?\s*$/u;
const ofThisText = /(?:本|该)(?:合同|协议)(?:的|之)?\s*$/u;
const ofAnotherBefore =
  /(?:GDPR|FAR|DFAR|DFARS|UCC|Act|Code|Law|Regulations?|Directive|Convention|Exhibit [A-Z\d]+,?|Annex [A-Z\d]+,?|Schedule [A-Z\d]+,?)\s*$/u;
const ofAnotherBehind = /^\s*of (?:the |that |an? |its )?(?!this\b|Agreement\b|Contract\b|these\b|such\b)[A-Z]/u;

/** Checks references to clauses. */
export function checkReferences(text: CheckedText): Finding[] {
  const known = numbersOf(text);
  return text.paragraphs.flatMap((paragraph) => [
    ...linksIn(text, paragraph),
    ...wordsIn(paragraph).flatMap((each) => checkWords(paragraph, each, known)),
  ]);
}

/** References that are links to clauses which are gone. */
function linksIn({ labels }: CheckedText, paragraph: CheckedParagraph): Finding[] {
  return paragraph.references.flatMap(({ from, to, name }): Finding[] => {
    if (labels.find(name) !== null) return [];
    const place = placeIn(paragraph, from, to);
    return [{ code: "reference/dead", place, facts: { reference: place.quote }, fix: null }];
  });
}

interface WrittenReference {
  readonly from: number;
  readonly to: number;
  /** Numbers of the levels, as `3.2`. */
  readonly number: string;
  /** A Chinese article. */
  readonly isArticle: boolean;
  /** What it names below that, as printed in brackets: （五）, (f). */
  readonly item: string;
}

function wordsIn({ folded, references, number }: CheckedParagraph): WrittenReference[] {
  const articles = [...folded.matchAll(chinese)].flatMap((found): WrittenReference[] => {
    const counted = found[1] ?? "";
    const value = /^\d+$/u.test(counted) ? BigInt(counted) : guessChineseInteger(counted);
    const before = folded.slice(0, found.index);
    // The number that the paragraph itself begins with.
    if (value === null || (before.trim() === "" && number?.startsWith("第") === true)) return [];
    if (ofAnotherText.test(before) && !ofThisText.test(before)) return [];
    return [
      {
        from: found.index,
        to: found.index + found[0].length,
        number: String(value),
        isArticle: true,
        item: /第?[（(].+[)）]/u.exec(found[0])?.[0] ?? "",
      },
    ];
  });
  const decimals = [...folded.matchAll(decimal)].flatMap((found): WrittenReference[] => {
    const before = folded.slice(0, found.index);
    if (ofAnotherText.test(before) && !ofThisText.test(before)) return [];
    return [
      { from: found.index, to: found.index + found[0].length, number: found[1] ?? "", isArticle: false, item: "" },
    ];
  });
  const sections = [...folded.matchAll(english)].flatMap((found): WrittenReference[] => {
    const to = found.index + found[0].length;
    if (folded.slice(0, found.index).trim() === "") return [];
    if (ofAnotherBefore.test(folded.slice(0, found.index)) || ofAnotherBehind.test(folded.slice(to))) return [];
    return [{ from: found.index, to, number: found[1] ?? "", isArticle: false, item: found[2] ?? "" }];
  });
  return [...articles, ...decimals, ...sections].filter(
    (each) => !references.some(({ from, to }) => from < each.to && each.from < to),
  );
}

/** Which paragraph has which number. */
interface KnownNumbers {
  /** The paragraph of an item of a clause; the clause itself where its items are not numbered so; `undefined` where they go on without it. */
  readonly itemOf: (clause: number, item: string) => number | undefined;
  readonly articles: ReadonlyMap<string, number>;
  readonly decimals: ReadonlyMap<string, number>;
}

function numbersOf({ paragraphs, labels }: CheckedText): KnownNumbers {
  const articles = new Map<string, number>();
  const decimals = new Map<string, number>();
  const add = (map: Map<string, number>, number: string, index: number): void => {
    if (!map.has(number)) map.set(number, index);
  };
  for (const { index, number, attributes } of paragraphs) {
    if (number === null) continue;
    const article = /^第(.+)条$/u.exec(number)?.[1];
    const value =
      article === undefined ? null : /^\d+$/u.test(article) ? BigInt(article) : guessChineseInteger(article);
    if (value !== null) add(articles, String(value), index);
    const plain = /^(?:(?:Section|Clause|Article)\s)?(\d+(?:\.\d+)*)$/iu.exec(number)?.[1];
    if (plain === undefined) continue;
    if (plain.includes(".")) add(decimals, plain, index);
    else {
      // A bare number counts where it stands at the top, or by its full label below another.
      const full = labels.at(index).full;
      if (/^\d+(?:\.\d+)*$/u.test(full)) add(decimals, full, index);
      else if (full === "" || (attributes["depth"] ?? 0) === 0) add(decimals, plain, index);
    }
  }
  return { articles, decimals, itemOf: (clause, item) => findItem(paragraphs, clause, item) };
}

function findItem(paragraphs: readonly CheckedParagraph[], clause: number, item: string): number | undefined {
  const wanted = foldCharacters(item).replace(/^第/u, "");
  const first = /^\([^()]+\)/u.exec(wanted)?.[0];
  if (first === undefined) return clause;
  const own = paragraphs[clause];
  const below: CheckedParagraph[] = [];
  for (const each of paragraphs.slice(clause + 1)) {
    if (isAbove(each, own)) break;
    below.push(each);
  }
  const bracketed = below.filter(({ number }) => number !== null && /^\(.+\)$/u.test(foldCharacters(number)));
  // Items inside the sentence are no paragraphs.
  if (bracketed.length === 0 || own?.folded.includes(first) === true) return clause;
  return bracketed.find(({ number }) => foldCharacters(number ?? "") === first)?.index;
}

/** Whether a paragraph begins something of the same or a higher level than a clause. */
function isAbove({ number, attributes, article }: CheckedParagraph, clause: CheckedParagraph | undefined): boolean {
  if (!clause || article !== clause.article) return true;
  if (number === null || clause.number?.startsWith("第") === true) return attributes["style"] === "heading";
  return (
    !foldCharacters(number).startsWith("(") &&
    Number(attributes["depth"] ?? 0) <= Number(clause.attributes["depth"] ?? 0)
  );
}

function checkWords(
  paragraph: CheckedParagraph,
  { from, to, number, isArticle, item }: WrittenReference,
  known: KnownNumbers,
): Finding[] {
  const numbers = isArticle ? known.articles : known.decimals;
  // A text whose clauses have no such numbers says nothing about them.
  if (numbers.size === 0 || (number.includes(".") && ![...numbers.keys()].some((key) => key.includes(".")))) return [];
  const place = placeIn(paragraph, from, to);
  const clause = numbers.get(number);
  const target = clause === undefined ? undefined : known.itemOf(clause, item);
  if (target === undefined) {
    const facts = { reference: place.quote, last: lastOf(numbers) };
    return [{ code: "reference/dead", place, facts, fix: null }];
  }
  return [{ code: "reference/plain", place, facts: { reference: place.quote }, fix: { kind: "reference", target } }];
}

function lastOf(numbers: ReadonlyMap<string, number>): string {
  const tops = [...numbers.keys()].map((key) => Number(key.split(".")[0]));
  return String(Math.max(...tops));
}
