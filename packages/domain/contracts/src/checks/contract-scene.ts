/** Contracts for the tests of the checks: paragraphs from lines, parties whose codes and accounts are possible. */
import type { BlockContent, DocumentContent, ParagraphContent, TextRun } from "@parley/document";
import type { Money } from "../money/money.ts";
import { creditCodeCheck } from "../parties/credit-code.ts";
import { checkContract } from "./check-contract.ts";
import { type CheckFacts, noFacts } from "./check-facts.ts";

/** A paragraph from words in which `[[clause|words]]` is a reference and `<<name:form|words>>` a variable. A line that begins with `#id ` is a clause. */
function paragraph(line: string): ParagraphContent {
  const [, clause, words = line] = /^#(\S+) (.*)$/su.exec(line) ?? [];
  const runs: TextRun[] = [];
  let at = 0;
  for (const found of words.matchAll(/\[\[(.+?)\|(.+?)\]\]|<<(.+?):(.+?)\|(.*?)>>/gu)) {
    const [raw, target, label, name, form, value] = found;
    if (found.index > at) runs.push({ text: words.slice(at, found.index) });
    if (target !== undefined) runs.push({ text: label ?? "", marks: { reference: { clause: target } } });
    else runs.push({ text: value ?? "", marks: { variable: { name: name ?? "", form: form ?? "" } } });
    at = found.index + raw.length;
  }
  if (at < words.length) runs.push({ text: words.slice(at) });
  return { type: "paragraph", ...(clause !== undefined && { attributes: { clause } }), runs };
}

/** A table from rows whose cells are parted by `|`. */
export function table(...rows: readonly string[]): BlockContent {
  return {
    type: "table",
    rows: rows.map((row) => ({
      type: "tableRow",
      cells: row.split("|").map((cell) => ({ type: "tableCell", blocks: [paragraph(cell.trim())] })),
    })),
  };
}

/** A document of lines and tables. */
export function documentOf(...blocks: readonly (string | BlockContent)[]): DocumentContent {
  return { blocks: blocks.map((block) => (typeof block === "string" ? paragraph(block) : block)) };
}

/** What is found in some lines, as `code: words`. */
export function found(lines: readonly (string | BlockContent)[], facts: Partial<CheckFacts> = {}): string[] {
  return checkContract(documentOf(...lines), { ...noFacts, ...facts }).map(
    ({ code, place }) => `${code}: ${place?.quote ?? ""}`,
  );
}

/** A credit code with the check character that it needs. */
export function creditCode(first17: string): string {
  return first17 + (creditCodeCheck(first17) ?? "");
}

export const yuan = (units: number, fen = 0): Money => ({ minor: BigInt(units) * 100n + BigInt(fen), currency: "CNY" });
