/** [CK8] Whatever names a party is defined. [CK9] Defined terms are used, and terms that are used as defined ones are defined. */
import { type CheckedParagraph, type CheckedText, placeIn } from "./checked-text.ts";
import type { CheckFacts } from "./check-facts.ts";
import type { Finding } from "./finding.ts";

interface Definition {
  readonly term: string;
  readonly paragraph: CheckedParagraph;
  readonly from: number;
}

const quoted = /[“"「]([^“”"「」\n]{1,40})[”"」]/gu;
const callsBefore =
  /(?:以下|下)?(?:简称|统称|合称|称)(?:之为|为|作)?[：:\s]*(?:[“"「][^”"」]{1,30}[”"」][\s、,，或和及]*)*$|定义为\s*$|(?:referred to as|defined as|called|known as)\s*(?:the\s+)?$/iu;
const meansAfter =
  /^\s*(?:\([^)]*\)\s*)?(?:是指|系指|特指|意指|指|(?:shall |will )?means?\b|has the meaning|have the meaning|refers? to|shall refer|includes?\b)/iu;

/** Terms that the text defines. */
function definitionsIn(paragraphs: readonly CheckedParagraph[]): Definition[] {
  return paragraphs.flatMap((paragraph) =>
    quotedIn(paragraph).flatMap(({ term, from, to }) => {
      const before = paragraph.folded.slice(0, from);
      const after = paragraph.folded.slice(to);
      const defines = callsBefore.test(before) || meansAfter.test(after) || isInBrackets(before, after);
      return defines ? [{ term, paragraph, from }] : [];
    }),
  );
}

function quotedIn({ folded }: CheckedParagraph): { term: string; from: number; to: number }[] {
  return [...folded.matchAll(quoted)].map((found) => ({
    term: (found[1] ?? "").trim().replace(/[.,;]$/u, ""),
    from: found.index,
    to: found.index + found[0].length,
  }));
}

/** (the “Buyer”), (“甲方”), (collectively, the “Parties” and each a “Party”): nothing but such words around it. */
function isInBrackets(before: string, after: string): boolean {
  const opening = /\(([^()]*)$/u.exec(before);
  const closing = /^([^()]*)\)/u.exec(after);
  if (!opening || !closing) return false;
  const around = `${opening[1] ?? ""} ${closing[1] ?? ""}`.replace(quoted, " ");
  const rest = around
    .replace(
      /\b(?:the|this|each|an?|and|or|collectively|together|individually|hereinafter|hereafter|referred|to|as|such|with|any|of|them|all)\b/giu,
      "",
    )
    .replace(/以下|下称|简称|统称|合称|称为?|或|和|及|为/gu, "");
  return !/[\p{L}\p{N}]/u.test(rest);
}

const aliases =
  "甲方 乙方 丙方 丁方 买方 卖方 供方 需方 出租方 承租方 委托方 受托方 发包方 承包方 许可方 被许可方 转让方 受让方 出借方 借款方 采购方 供货方".split(
    " ",
  );
const aliasPattern = new RegExp(`(?<![提购被受])(${aliases.toSorted((a, b) => b.length - a.length).join("|")})`, "gu");

/** Names of parties that nothing in the text says who they are: the first place of each. */
function checkAliases({ paragraphs }: CheckedText): Finding[] {
  const defined = new Set(
    aliases.filter((alias) => {
      const names = new RegExp(
        `^\\s*${alias}\\s*(?:\\([^)]*\\))?\\s*[:：]|^\\s*${alias}\\s*$|(?:简称|称|作为)(?:为|作)?[\\s：:]*[“"「]?${alias}|\\([^()]{0,20}[“"「]?${alias}[”"」]?[^()]{0,12}\\)`,
        "u",
      );
      return paragraphs.some(({ folded }) => names.test(folded));
    }),
  );
  const told = new Set<string>();
  return paragraphs.flatMap((paragraph) =>
    [...paragraph.folded.matchAll(aliasPattern)].flatMap((found): Finding[] => {
      const alias = found[1] ?? "";
      if (defined.has(alias) || told.has(alias)) return [];
      told.add(alias);
      return [
        {
          code: "alias/undefined",
          place: placeIn(paragraph, found.index, found.index + alias.length),
          facts: { alias },
          fix: null,
        },
      ];
    }),
  );
}

/** Checks names of parties and defined terms. */
export function checkTerms(text: CheckedText, facts: CheckFacts): Finding[] {
  const definitions = definitionsIn(text.paragraphs);
  return [
    ...checkAliases(text),
    ...definitions.filter((each) => !isUsed(each, text.paragraphs)).map(unused),
    ...undefinedQuoted(text.paragraphs, definitions),
    ...undefinedCapitals(text.paragraphs, definitions, facts),
  ];
}

function unused({ term, paragraph, from }: Definition): Finding {
  const place = placeIn(paragraph, from, paragraph.folded.indexOf(term, from) + term.length + 1);
  return { code: "term/unused", place, facts: { term }, fix: null };
}

const isLatin = (term: string): boolean => !/\p{Script=Han}/u.test(term);

/** A term in the forms that sentences give it. */
function formsOf(term: string): string[] {
  if (!isLatin(term)) return [term];
  const singular = term.replace(/ies$/u, "y").replace(/(?<=s|x|ch|sh)es$/u, "");
  const stem = singular === term ? term.replace(/(?<!s)s$/u, "") : singular;
  return [...new Set([term, stem, `${stem}s`, `${stem}es`, stem.replace(/y$/u, "ies")])];
}

function isUsed({ term, paragraph, from }: Definition, paragraphs: readonly CheckedParagraph[]): boolean {
  const escaped = formsOf(term).map((form) => form.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  const pattern = isLatin(term)
    ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu")
    : new RegExp(escaped.join("|"), "gu");
  return paragraphs.some((each) =>
    [...each.folded.matchAll(pattern)].some((found) => each !== paragraph || Math.abs(found.index - from) > 2),
  );
}

const citesBefore =
  /(?:标明|标注|注明|标有|载明|写明|名为|所谓|显示|题为|输入|印有|加注|注有|标记为|为|是|如|即|《|as|marked|labell?ed|stating|words?|entitled|titled|named)\s*$/iu;
const citesAfter = /^\s*(?:字样|标识|标志|标记|一词|按钮|等|项目|条款|形式|方式|原则)/u;

/** Chinese terms in quotation marks, as defined ones stand, that nothing defines. */
function undefinedQuoted(paragraphs: readonly CheckedParagraph[], definitions: readonly Definition[]): Finding[] {
  const told = new Set<string>();
  return paragraphs.flatMap((paragraph) =>
    quotedIn(paragraph).flatMap(({ term, from, to }): Finding[] => {
      if (!/^[\p{Script=Han}\p{L}\d]{2,12}$/u.test(term) || isLatin(term) || told.has(term)) return [];
      if (definitions.some((each) => each.term === term)) return [];
      if (citesBefore.test(paragraph.folded.slice(0, from)) || citesAfter.test(paragraph.folded.slice(to))) return [];
      told.add(term);
      return [{ code: "term/undefined", place: placeIn(paragraph, from, to), facts: { term }, fix: null }];
    }),
  );
}

const elsewhere =
  /capitali[sz]ed terms (?:have|not defined|used)[^.]*(?:cover page|order form|key terms|master|main agreement|schedule)|(?:cover page|order form|key terms|master agreement)/iu;
const leads = "[Tt]he|[Aa]n?|[Ee]ach|[Aa]ny|[Ss]uch|[Ii]ts|[Tt]heir|[Aa]ll|[Ee]very|[Nn]o|[Tt]his";
const phrase = new RegExp(`(?<=\\b(?:${leads}) )([A-Z][a-z]+(?: [A-Z][a-z]+){0,3})(?![\\p{L}\\p{N}])`, "gu");
const usual =
  /^(?:Section|Article|Clause|Exhibit|Schedule|Annex|Annexure|Appendix|Attachment|Paragraph|Agreement|Contract|Part(?:y|ies)|Mr|Ms|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|State|Government|Internet|Parties)\b|\b(?:Law|Laws|Act|Code|Court|Courts|Commission|Arbitration|Republic|Kingdom|Union|States|Convention|Regulations?|Rules|Centre|Center|Committee|Council|Chamber|City|Province|District|Road|Street|Bank|University|Institute|Incoterms)\b/u;

/** English terms with capitals that come again and again and are defined nowhere, in a text that defines terms. */
function undefinedCapitals(
  paragraphs: readonly CheckedParagraph[],
  definitions: readonly Definition[],
  { parties }: CheckFacts,
): Finding[] {
  if (!definitions.some(({ term }) => isLatin(term)) || paragraphs.some(({ folded }) => elsewhere.test(folded)))
    return [];
  const known = new Set(definitions.flatMap(({ term }) => formsOf(term)));
  const names = parties.map(({ name, nameEn }) => `${name} ${nameEn ?? ""}`).join(" ");
  const places = new Map<string, { paragraph: CheckedParagraph; from: number; term: string }[]>();
  for (const paragraph of paragraphs)
    for (const found of paragraph.folded.matchAll(phrase)) {
      const term = found[1] ?? "";
      if (usual.test(term) || names.includes(term) || isMadeOf(term, known)) continue;
      const key = formsOf(term).toSorted((a, b) => a.length - b.length)[0] ?? term;
      places.set(key, [...(places.get(key) ?? []), { paragraph, from: found.index, term }]);
    }
  return [...places.values()].flatMap(([first, ...more]): Finding[] => {
    if (!first || more.length === 0) return [];
    const place = placeIn(first.paragraph, first.from, first.from + first.term.length);
    return [{ code: "term/undefined", place, facts: { term: first.term }, fix: null }];
  });
}

/** Whether a phrase is one defined term, or several beside each other: Buyer Affiliate. */
function isMadeOf(phraseWords: string, known: ReadonlySet<string>): boolean {
  const words = phraseWords.split(" ");
  const reaches = words.reduce<boolean[]>(
    (done, _, index) => {
      const isMade = done.some((reached, from) => reached && known.has(words.slice(from, index + 1).join(" ")));
      return [...done, isMade];
    },
    [true],
  );
  return reaches[words.length] === true;
}
