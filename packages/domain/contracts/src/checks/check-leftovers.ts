/** [CK12] Nothing of drafting is left: brackets, blanks, placeholders, variables without a value. */
import { type CheckedParagraph, type CheckedText, placeIn } from "./checked-text.ts";
import type { CheckCode, Finding } from "./finding.ts";

interface Leftover {
  readonly code: CheckCode;
  readonly from: number;
  readonly to: number;
}

const blackBrackets = /【[^】\n]{0,80}】/gu;
const usualInBrackets = /无正文|签署页|签字页|盖章页|此页|正文结束/u;
const squareBrackets = /\[[^[\]\n]{0,80}\]/gu;
const usualInSquare =
  /^\[(?:\d{1,4}|sic|reserved|intentionally (?:omitted|left blank)|version [\d.]+|signature page[^\]]*)\]$/iu;
const doubleBraces = /\{\{[^{}\n]{0,80}\}\}|<<[^<>\n]{1,80}>>/gu;
const blanks = /[_＿]{2,}|[…]{2,}(?=[年月日元%])/gu;
const crosses = /(?<![0-9A-Za-z])[XＸ×]{2,}(?![0-9A-Za-z])|(?<![0-9A-Za-z])x{3,}(?![0-9A-Za-z])|[XＸ]{4,}/gu;
const words =
  /待定|待确认|待补充|待填写|待协商确定|此处填写|\bTB[DCA]\b|\bto be (?:determined|confirmed|completed|inserted)\b|\blorem ipsum\b|\binsert (?:name|date|amount|address)\b/giu;
const signing = /签字|签名|签章|盖章|签署|日期|职务|姓名|法定代表人|授权代表|signature|signed|\bby\b|name|title|date/iu;

/** Finds what drafting left behind. */
export function checkLeftovers({ paragraphs, signatures }: CheckedText): Finding[] {
  return paragraphs.flatMap((paragraph) => {
    const found = [...emptyVariables(paragraph), ...textLeftovers(paragraph, paragraph.index >= signatures)];
    // A blank in brackets in a variable is one thing left to do.
    const kept: Leftover[] = [];
    for (const each of found) if (!kept.some(({ from, to }) => from < each.to && each.from < to)) kept.push(each);
    return kept
      .toSorted((a, b) => a.from - b.from)
      .map(({ code, from, to }): Finding => {
        const place = placeIn(paragraph, from, to);
        const inside = /^【([^】_＿XxＸ×]+)】$/u.exec(place.quote)?.[1];
        const isValue = inside !== undefined && inside.trim() !== "" && !new RegExp(words.source, "iu").test(inside);
        const fix = isValue
          ? { kind: "replace" as const, edits: [{ paragraph: paragraph.index, from, to, text: inside }] }
          : null;
        const name = paragraph.variables.find((range) => range.from === from && range.to === to)?.name;
        return { code, place, facts: { words: place.quote, ...(name !== undefined && { name }) }, fix };
      });
  });
}

function emptyVariables({ variables, text }: CheckedParagraph): Leftover[] {
  return variables
    .filter(({ from, to }) => /^[\s_＿…【】[\]●•.-]*$/u.test(text.slice(from, to)))
    .map(({ from, to }) => ({ code: "leftover/empty-variable", from, to }));
}

function textLeftovers(paragraph: CheckedParagraph, isSignature: boolean): Leftover[] {
  const { text, folded } = paragraph;
  const all = (code: CheckCode, pattern: RegExp, from: string = text): Leftover[] =>
    [...from.matchAll(pattern)].map((found) => ({ code, from: found.index, to: found.index + found[0].length }));
  const brackets = [
    ...all("leftover/bracket", blackBrackets).filter(({ from, to }) => !usualInBrackets.test(text.slice(from, to))),
    ...all("leftover/bracket", squareBrackets, folded).filter(
      ({ from, to }) => !usualInSquare.test(folded.slice(from, to)),
    ),
    ...all("leftover/bracket", doubleBraces),
  ];
  const placeholders = [...all("leftover/placeholder", crosses), ...all("leftover/placeholder", words)];
  // Lines to sign on stay blank until somebody signs.
  const lines = isSignature || signing.test(text) ? [] : all("leftover/blank", blanks);
  return [...brackets, ...placeholders, ...lines];
}
