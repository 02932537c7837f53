/** [CT9] [CT10] What of a contract's text comes from the library, how it differs, and what is newer there. */
import type { Language } from "@parley/base";
import { type BlockContent, contentLabels, visitParagraphs } from "@parley/document";
import {
  type FoundPassage,
  type LibraryPassage,
  type WordPieces,
  comparableLines,
  findLibraryPassages,
  readsAsLibrary,
} from "@parley/contracts";
import { commonInOrder, differWords } from "@parley/history";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractText } from "../variables/contract-text.ts";
import { type ClauseContent, type ClauseRow, readVersions, selectClauses } from "./clause-store.ts";

/** Every passage of a text, compared with the version it came from and with the newest one. */
export async function readPassages(sql: Sql, { agreed, definition }: ContractText): Promise<LibraryPassage[]> {
  const { blocks } = agreed.content;
  const found = findLibraryPassages(blocks);
  if (found.length === 0) return [];
  const ids = [...new Set(found.map(({ source }) => source.id))];
  const clauses = new Map((await selectClauses(sql, sql`l.id = any(${ids}::uuid[])`)).map((row) => [row.id, row]));
  const versions = await readVersions(
    sql,
    found.map(({ source }) => source),
  );
  const labels = contentLabels(agreed.content);
  const paragraphAt = paragraphNumbers(blocks);
  return found.flatMap((passage) => {
    const clause = clauses.get(passage.source.id);
    if (!clause) return [];
    const { id, version } = passage.source;
    const label = labels.at(paragraphAt[passage.blocks[0] ?? 0] ?? 0).full;
    return [
      comparePassage(passage, clause, {
        content: versions.get(`${id}@${version}`) ?? null,
        label,
        language: definition.language,
      }),
    ];
  });
}

function comparePassage(
  { source, clause, paragraphs }: FoundPassage,
  { id, names, version: newest, content: newestContent }: ClauseRow,
  told: { readonly content: ClauseContent | null; readonly label: string; readonly language: Language },
): LibraryPassage {
  const theirs = told.content && textFor(told.content, paragraphs, told.language);
  const latest = newest > source.version && newestContent ? textFor(newestContent, paragraphs, told.language) : null;
  const isSame = theirs !== null && readsAsLibrary(paragraphs, theirs);
  return {
    clauseId: id,
    names,
    version: source.version,
    newest,
    clause,
    label: told.label,
    state: theirs === null ? "unknown" : isSame ? "same" : "differs",
    difference: theirs === null || isSame ? [] : differLines(comparableLines(theirs), comparableLines(paragraphs)),
    toNewest: latest === null ? [] : differLines(comparableLines(paragraphs), comparableLines(latest)),
  };
}

/** The text of the library in the language of the words that stand there. */
export function textFor(
  content: ClauseContent,
  paragraphs: readonly BlockContent[],
  otherwise: Language,
): readonly BlockContent[] | null {
  const words = comparableLines(paragraphs).join("");
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  const language = words === "" ? otherwise : han * 4 > words.length ? "zh" : "en";
  return content[language] ?? content.zh ?? content.en ?? null;
}

/** The words of lines that differ, line by line. */
function differLines(older: readonly string[], newer: readonly string[]): WordPieces[] {
  const lines: WordPieces[] = [];
  let [oldAt, newAt] = [0, 0];
  const between = (oldEnd: number, newEnd: number): void => {
    const [olds, news] = [older.slice(oldAt, oldEnd), newer.slice(newAt, newEnd)];
    for (let index = 0; index < Math.max(olds.length, news.length); index++)
      lines.push(differLine(olds[index] ?? "", news[index] ?? ""));
  };
  for (const [oldEnd, newEnd] of commonInOrder(older, newer)) {
    between(oldEnd, newEnd);
    lines.push([{ kind: "same", text: older[oldEnd] ?? "" }]);
    [oldAt, newAt] = [oldEnd + 1, newEnd + 1];
  }
  between(older.length, newer.length);
  return lines;
}

function differLine(older: string, newer: string): WordPieces {
  let [oldAt, newAt] = [0, 0];
  return differWords(older, newer).map(({ kind, length }) => {
    const text = kind === "new" ? newer.slice(newAt, newAt + length) : older.slice(oldAt, oldAt + length);
    if (kind !== "new") oldAt += length;
    if (kind !== "old") newAt += length;
    return { kind, text };
  });
}

/** The number of the first paragraph of each block, in reading order. */
function paragraphNumbers(blocks: readonly BlockContent[]): number[] {
  let count = 0;
  return blocks.map((block) => {
    const first = count;
    visitParagraphs([block], () => count++);
    return first;
  });
}
