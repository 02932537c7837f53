/** [CK13] Playbook rules against a text. The same rules, text and facts give the same findings. */
import type { Language } from "@parley/base";
import type { ParagraphContent } from "@parley/document";
import type { CheckFacts } from "../checks/check-facts.ts";
import { amountsIn } from "../checks/amounts-in-text.ts";
import { type CheckedParagraph, type CheckedText, placeIn } from "../checks/checked-text.ts";
import type { Finding, FindingPlace, Fix } from "../checks/finding.ts";
import { type Measure, type Sentence, periodsIn, sentencesOf, sharesIn } from "../checks/measures-in-text.ts";
import { compareDecimals, readDecimal } from "../money/decimal.ts";
import { moneyAsDecimal } from "../money/money.ts";
import { readFigures } from "../money/read-figures.ts";
import type { PlaybookCondition, PlaybookRule } from "./playbook-rule.ts";

type Condition<Type extends PlaybookCondition["type"]> = Extract<PlaybookCondition, { type: Type }>;
type Keywords = Condition<"words">["words"];

/** Where a rule found something; `null` for what is missing in the whole text. */
type Hit = FindingPlace | null;

/** Finds what the rules that apply to a contract say of its text. */
export function checkPlaybook(text: CheckedText, facts: CheckFacts, rules: readonly PlaybookRule[]): Finding[] {
  const language = languageOf(text);
  return rules
    .filter((rule) => rule.severity !== "off" && applies(rule, facts, language))
    .flatMap((rule) => hitsOf(rule.condition, text).map((hit) => toFinding(rule, hit, text, language)));
}

/** [CK14] Whether a rule is for such a contract. What is not known of the contract does not leave a rule out. */
function applies({ appliesTo }: PlaybookRule, facts: CheckFacts, language: Language): boolean {
  const { categories, directions, languages, roles } = appliesTo;
  const ours = facts.parties.filter(({ side }) => side === "ours").map(({ alias }) => fold(alias));
  return (
    (categories.length === 0 || facts.category === null || categories.includes(facts.category)) &&
    (directions.length === 0 || facts.direction === null || directions.includes(facts.direction)) &&
    (languages.length === 0 || languages.includes(language)) &&
    (roles.length === 0 || ours.length === 0 || roles.some((role) => ours.includes(fold(role))))
  );
}

/** The language that most of a text is in. */
function languageOf({ paragraphs }: CheckedText): Language {
  const all = paragraphs.map(({ text }) => text).join("");
  const han = all.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = all.match(/[A-Za-z]+/gu)?.length ?? 0;
  return han >= latin ? "zh" : "en";
}

const fold = (words: string): string => words.trim().toLowerCase();

function hitsOf(condition: PlaybookCondition, text: CheckedText): Hit[] {
  switch (condition.type) {
    case "limit":
      return text.paragraphs.flatMap((paragraph) => overLimit(condition, paragraph));
    case "clause":
      return clauseHits(condition, text);
    case "words":
      return wordHits(condition, text);
    case "variable":
      return variableHits(condition, text);
  }
}

/** Places of any of these words in a text, in order. */
function placesOf({ en, zh }: Keywords, folded: string): { from: number; to: number }[] {
  const lower = folded.toLowerCase();
  const places: { from: number; to: number }[] = [];
  for (const word of [...en, ...zh].map((each) => fold(each)))
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      // A Latin word stands by itself: “cap” is not in “capacity”.
      const isLatin = /^[a-z0-9]/u.test(word);
      const isWhole = !isLatin || !/[a-z0-9]/u.test(`${lower.charAt(at - 1)}${lower.charAt(at + word.length)}`);
      if (isWhole) places.push({ from: at, to: at + word.length });
    }
  return places.toSorted((a, b) => a.from - b.from);
}

const farthest = 40;

function overLimit(limit: Condition<"limit">, paragraph: CheckedParagraph): Hit[] {
  return sentencesOf(paragraph.folded).flatMap((sentence) => {
    if (placesOf(limit.about, sentence.text).length === 0) return [];
    const beside = placesOf(limit.beside, sentence.text);
    const measures = measuresIn(limit, paragraph, sentence);
    const meant = new Set(beside.map((word) => nearest(word, measures)));
    return measures
      .filter((measure) => meant.has(measure))
      .filter(({ value }) => isOutside(limit, value))
      .map(({ from, to }) => placeIn(paragraph, sentence.from + from, sentence.from + to));
  });
}

/** The number that a word is about: the nearest one, rather behind it than before. */
function nearest(word: { from: number; to: number }, measures: readonly Measure[]): Measure | undefined {
  const distance = ({ from, to }: Measure): number => (from >= word.to ? from - word.to : word.from - to + 0.5);
  const [first] = measures.toSorted((a, b) => distance(a) - distance(b));
  return first && Math.abs(distance(first)) <= farthest ? first : undefined;
}

function measuresIn({ measure }: Condition<"limit">, paragraph: CheckedParagraph, sentence: Sentence): Measure[] {
  if (measure === "percent") return sharesIn(sentence.text);
  if (measure === "days") return periodsIn(sentence.text);
  return amountsIn(paragraph).flatMap(({ figures, spelled }) => {
    const money = figures?.money ?? spelled?.money;
    const { from, to } = figures ?? spelled ?? { from: -1, to: -1 };
    const isHere = from >= sentence.from && to <= sentence.from + sentence.text.length;
    return money && isHere
      ? [{ from: from - sentence.from, to: to - sentence.from, value: moneyAsDecimal(money) }]
      : [];
  });
}

function isOutside({ max, min }: Condition<"limit">, value: Measure["value"]): boolean {
  const [upper, lower] = [max, min].map((bound) => (bound === null ? null : readDecimal(bound)));
  return (!!upper && compareDecimals(value, upper) > 0) || (!!lower && compareDecimals(value, lower) < 0);
}

function clauseHits({ presence, library, keywords }: Condition<"clause">, { paragraphs }: CheckedText): Hit[] {
  const found = paragraphs.flatMap((paragraph) => {
    const from = paragraph.attributes["library"];
    if (library !== null && typeof from === "string" && from.split("@")[0] === library) return [placeIn(paragraph)];
    const [first] = placesOf(keywords, paragraph.folded);
    return first ? [placeIn(paragraph, first.from, first.to)] : [];
  });
  if (presence === "required") return found.length === 0 ? [null] : [];
  return found;
}

function wordHits({ presence, words, about }: Condition<"words">, { paragraphs }: CheckedText): Hit[] {
  const isAnywhere = about.en.length + about.zh.length === 0;
  const sentences = paragraphs.flatMap((paragraph) =>
    sentencesOf(paragraph.folded)
      .filter((sentence) => isAnywhere || placesOf(about, sentence.text).length > 0)
      .map((sentence) => ({ paragraph, sentence, places: placesOf(words, sentence.text) })),
  );
  const at = (paragraph: CheckedParagraph, base: number, from: number, to: number): FindingPlace =>
    placeIn(paragraph, base + from, base + to);
  if (presence === "forbidden")
    return sentences.flatMap(({ paragraph, sentence, places }) =>
      places.map(({ from, to }) => at(paragraph, sentence.from, from, to)),
    );
  if (sentences.some(({ places }) => places.length > 0)) return [];
  const [first] = isAnywhere ? [] : sentences;
  return [first ? at(first.paragraph, first.sentence.from, 0, first.sentence.text.trimEnd().length) : null];
}

function variableHits({ name, is, values }: Condition<"variable">, { paragraphs }: CheckedText): Hit[] {
  return paragraphs
    .flatMap((paragraph) =>
      paragraph.variables
        .filter((range) => range.name === name && !isAllowed(paragraph.text.slice(range.from, range.to), is, values))
        .slice(0, 1)
        .map(({ from, to }) => placeIn(paragraph, from, to)),
    )
    .slice(0, 1);
}

function isAllowed(words: string, is: Condition<"variable">["is"], values: readonly string[]): boolean {
  if (is === "one-of") return values.some((value) => fold(value) === fold(words));
  if (is === "none-of") return !values.some((value) => fold(value) === fold(words));
  const [value, bound] = [words, values[0] ?? ""].map(numberIn);
  // What is no number is no fault of this rule.
  if (!value || !bound) return true;
  const order = compareDecimals(value, bound);
  return is === "at-most" ? order <= 0 : order >= 0;
}

function numberIn(words: string): Measure["value"] | null {
  const reading = readFigures(words, "CNY");
  if ("money" in reading) return moneyAsDecimal(reading.money);
  return sharesIn(words)[0]?.value ?? periodsIn(words)[0]?.value ?? readDecimal(words.trim());
}

function toFinding(rule: PlaybookRule, hit: Hit, text: CheckedText, language: Language): Finding {
  const { id, label, reason } = rule;
  const [here, place] = hit ? [` Here: “${hit.quote}”.`, `此处为“${hit.quote}”。`] : ["", ""];
  const facts = {
    en: ended(sentenceOf(label.en, reason.en, " – "), ".") + here,
    zh: ended(sentenceOf(label.zh, reason.zh, "："), "。") + place,
  };
  return { code: "playbook", rule: id, place: hit, facts, fix: fallbackOf(rule, hit, text, language) };
}

const sentenceOf = (label: string, reason: string, between: string): string =>
  reason.trim() === "" ? label : `${label}${between}${reason}`;

const ended = (sentence: string, end: string): string => (/[.。!！?？]$/u.test(sentence) ? sentence : sentence + end);

/** The fallback text: behind the paragraph that was found, else before the signatures. */
function fallbackOf(
  { fallback }: PlaybookRule,
  hit: Hit,
  { paragraphs, signatures }: CheckedText,
  language: Language,
): Fix | null {
  const lines = fallback[language].length > 0 ? fallback[language] : fallback[language === "zh" ? "en" : "zh"];
  if (lines.length === 0) return null;
  const last = paragraphs.findLastIndex(
    ({ index, table, text }) => index < signatures && table === null && text.trim() !== "",
  );
  const after = hit?.paragraph ?? Math.max(0, last);
  return {
    kind: "insert",
    after,
    blocks: lines.map((line): ParagraphContent => ({ type: "paragraph", runs: [{ text: line }] })),
  };
}
