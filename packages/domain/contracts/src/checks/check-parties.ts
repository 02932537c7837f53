/**
 * [CK6] Parties are named as the master data has them. [CK7] Credit codes are possible and the party's own; bank accounts are those of the
 * master data.
 */
import { normalBankAccount } from "../parties/bank-account.ts";
import { creditCodeFault, normalCreditCode } from "../parties/credit-code.ts";
import type { CheckFacts, CheckedParty } from "./check-facts.ts";
import { type CheckedParagraph, type CheckedText, placeIn } from "./checked-text.ts";
import type { Finding, FindingPlace } from "./finding.ts";
import { foldCharacters } from "./fold-characters.ts";
import { nearMatches } from "./near-match.ts";

/** A party named somewhere in the text. */
interface Naming {
  readonly party: CheckedParty;
  readonly paragraph: number;
  readonly from: number;
}

/** Checks names, credit codes and bank accounts of the parties. */
export function checkParties(text: CheckedText, facts: CheckFacts): Finding[] {
  const namings: Naming[] = [];
  const names = facts.parties.flatMap((party) =>
    [party.name, party.nameEn].flatMap((name) => (name && name.length >= 2 ? [{ party, name }] : [])),
  );
  const named = text.paragraphs.flatMap((paragraph) => checkNames(paragraph, names, namings));
  const unknown = text.paragraphs.flatMap((paragraph) => checkParticulars(paragraph, facts.parties, namings, named));
  const told = [...named, ...unknown];
  const missing = facts.parties.filter(
    (party) =>
      !namings.some((naming) => naming.party === party) &&
      !told.some(({ facts: { expected } }) => expected === party.name),
  );
  return [
    ...told,
    ...missing.map(({ name }): Finding => ({ code: "party/missing", place: null, facts: { name }, fix: null })),
    ...checkNumbers(text, facts.parties, namings),
  ];
}

interface PartyName {
  readonly party: CheckedParty;
  readonly name: string;
}

/** How many characters may be wrong for a name to be meant all the same. */
function slipsOf(name: string): number {
  const isChinese = /\p{Script=Han}/u.test(name);
  if (isChinese) return name.length >= 8 ? 2 : name.length >= 5 ? 1 : 0;
  return name.length >= 16 ? 3 : name.length >= 8 ? 1 : 0;
}

function checkNames(paragraph: CheckedParagraph, names: readonly PartyName[], namings: Naming[]): Finding[] {
  const findings: Finding[] = [];
  const { folded, text } = paragraph;
  const exact: { from: number; to: number }[] = [];
  for (const { party, name } of names) {
    const wanted = foldCharacters(name);
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
      const to = at + wanted.length;
      exact.push({ from: at, to });
      namings.push({ party, paragraph: paragraph.index, from: at });
      if (text.slice(at, to) !== name) findings.push(finding("party/name-form", placeIn(paragraph, at, to), name));
    }
  }
  for (const { party, name } of names) {
    for (const { from, to } of nearMatches(folded, foldCharacters(name), slipsOf(name))) {
      const isKnown = exact.some((each) => each.from < to && from < each.to);
      const [start, end] = trimmed(folded, from, to, name);
      if (isKnown || folded.slice(start, end) === "" || isAnother(folded.slice(start, end), name)) continue;
      exact.push({ from: start, to: end });
      namings.push({ party, paragraph: paragraph.index, from: start });
      const isForm = withoutSpaces(folded.slice(start, end)) === withoutSpaces(foldCharacters(name));
      const code = isForm ? "party/name-form" : "party/name-differs";
      findings.push(finding(code, placeIn(paragraph, start, end), name));
    }
  }
  return findings;
}

function finding(
  code: "party/name-form" | "party/name-differs" | "party/unknown",
  place: FindingPlace,
  expected: string,
): Finding {
  const { paragraph, from, to, quote } = place;
  const fix = { kind: "replace" as const, edits: [{ paragraph, from, to, text: expected }] };
  return { code, place, facts: { name: quote, expected }, fix };
}

const withoutSpaces = (text: string): string => text.replace(/[\s.,()·]/gu, "").toLowerCase();

/** An inexact match may begin or end with signs that are none of the name. */
function trimmed(text: string, from: number, to: number, name: string): readonly [number, number] {
  const signs = /[\s:,.;，。；：、“”"]/u;
  let [start, end] = [from, to];
  while (start < end && signs.test(text.charAt(start)) && text.charAt(start) !== name.charAt(0)) start += 1;
  while (end > start && signs.test(text.charAt(end - 1)) && text.charAt(end - 1) !== name.at(-1)) end -= 1;
  return [start, end];
}

/** Names that differ by what tells companies apart: a number, or a place in brackets. */
function isAnother(found: string, name: string): boolean {
  const telling = (text: string): string => (text.match(/[\d一二三四五六七八九十]+/gu) ?? []).join();
  return telling(found) !== telling(foldCharacters(name));
}

const particulars =
  /^\s*(甲方|乙方|丙方|丁方|买方|卖方|出租方|承租方|委托方|受托方|需方|供方|Party [A-D]|Buyer|Seller|Purchaser|Supplier|Client|Customer|Provider|户名|账户名称|Account Name)\s*(?:\([^)]*\))?\s*:\s*([^\s,，。;；(（][^,，。;；]{3,60}?)(?=$|[,，。;；（(]|\s{2})/iu;
const organisation =
  /公司|集团|合伙企业|事务所|研究院|研究所|大学|医院|\b(?:Ltd|Limited|Inc|LLC|GmbH|Corp|Co\.|AG|PLC)\b/iu;

/** A line that says who a party is and names somebody whom the record does not have, or another party than that. */
function checkParticulars(
  paragraph: CheckedParagraph,
  parties: readonly CheckedParty[],
  namings: readonly Naming[],
  told: readonly Finding[],
): Finding[] {
  const found = particulars.exec(paragraph.folded);
  const [, alias = "", name = ""] = found ?? [];
  if (!found || parties.length === 0 || !organisation.test(name)) return [];
  const from = found.index + found[0].lastIndexOf(name);
  const place = placeIn(paragraph, from, from + name.trimEnd().length);
  if (told.some((each) => each.place?.paragraph === paragraph.index)) return [];
  const meant = parties.find((party) => foldCharacters(party.alias).toLowerCase() === alias.toLowerCase());
  const here = namings.find((naming) => naming.paragraph === paragraph.index);
  if (here && (!meant || here.party === meant)) return [];
  return [finding("party/unknown", place, meant?.name ?? parties.map((party) => party.name).join("、"))].map((each) =>
    meant ? each : { ...each, fix: null },
  );
}

const codeWords = /(?:统一社会)?信用代码|credit code|registration (?:no|number)/iu;
const codePattern = /(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])/gu;
const accountPattern =
  /(?:银行账号|账号|帐号|账户号码?|account (?:no\.?|number)|a\/c (?:no\.?)?)\s*[:：]?\s*(\d[\d\s-]{7,40}\d)/giu;

/** Codes and accounts belong to the party that was named last. */
function checkNumbers(
  { paragraphs }: CheckedText,
  parties: readonly CheckedParty[],
  namings: readonly Naming[],
): Finding[] {
  return paragraphs.flatMap((paragraph) => {
    const ownerOf = (from: number): CheckedParty | null =>
      namings
        .filter((each) => each.paragraph < paragraph.index || (each.paragraph === paragraph.index && each.from < from))
        .toSorted((a, b) => a.paragraph - b.paragraph || a.from - b.from)
        .at(-1)?.party ?? null;
    const codes = codeWords.test(paragraph.folded) ? [...paragraph.folded.matchAll(codePattern)] : [];
    return [
      ...codes.flatMap((found) => checkCode(paragraph, found.index, found[0], ownerOf(found.index))),
      ...[...paragraph.folded.matchAll(accountPattern)].flatMap((found) => {
        const account = (found[1] ?? "").trim();
        const from = found.index + found[0].indexOf(account, found[0].length - account.length - 1);
        return checkAccount(paragraph, { from, account }, { parties, owner: ownerOf(from) });
      }),
    ];
  });
}

function checkCode(paragraph: CheckedParagraph, from: number, raw: string, owner: CheckedParty | null): Finding[] {
  const place = placeIn(paragraph, from, from + raw.length);
  const code = normalCreditCode(raw);
  const own = owner?.creditCode ?? null;
  const fix =
    own === null
      ? null
      : { kind: "replace" as const, edits: [{ paragraph: paragraph.index, from, to: place.to, text: own }] };
  if (own === code) return [];
  if (creditCodeFault(code) !== null)
    return [{ code: "party/credit-code-invalid", place, facts: { code: place.quote }, fix }];
  if (own === null) return [];
  return [
    {
      code: "party/credit-code-differs",
      place,
      facts: { code: place.quote, expected: own, name: owner?.name ?? "" },
      fix,
    },
  ];
}

function checkAccount(
  paragraph: CheckedParagraph,
  { from, account }: { readonly from: number; readonly account: string },
  { parties, owner }: { readonly parties: readonly CheckedParty[]; readonly owner: CheckedParty | null },
): Finding[] {
  const number = normalBankAccount(account);
  const own = owner?.bankAccount ? normalBankAccount(owner.bankAccount) : null;
  if (own === number) return [];
  const other = parties.find((party) => party.bankAccount !== null && normalBankAccount(party.bankAccount) === number);
  if (own === null && !other) return [];
  const place = placeIn(paragraph, from, from + account.length);
  const expected = owner?.bankAccount ?? "";
  const fix =
    own === null
      ? null
      : { kind: "replace" as const, edits: [{ paragraph: paragraph.index, from, to: place.to, text: expected }] };
  return [{ code: "party/bank-differs", place, facts: { account, expected, name: owner?.name ?? "" }, fix }];
}
