/** [CT8] How a paragraph says from which version of which clause of the library its words come. */
import { type BlockContent, type ParagraphContent, type TextRun, visitParagraphs } from "@parley/document";

/** A version of a clause of the library. */
export interface LibrarySource {
  readonly id: string;
  readonly version: number;
}

/** Reads the attribute `library`; `null` for none or for another library's. */
export function readLibrarySource(attribute: unknown): LibrarySource | null {
  const [, id, version] = typeof attribute === "string" ? (/^([0-9a-f-]{36})@(\d{1,9})$/.exec(attribute) ?? []) : [];
  return id === undefined ? null : { id, version: Number(version) };
}

/** The attribute `library`. */
export function writeLibrarySource({ id, version }: LibrarySource): string {
  return `${id}@${version}`;
}

/** Words of the library as they stand in a contract: neighbouring paragraphs of one source. */
export interface FoundPassage {
  readonly source: LibrarySource;
  /** Clause id of its first paragraph that has one. */
  readonly clause: string | null;
  /** Indexes of its blocks on the top level; one that stands in a table is not told. */
  readonly blocks: readonly number[];
  readonly paragraphs: readonly ParagraphContent[];
}

/** All passages from the library in reading order, on the top level of the text. */
export function findLibraryPassages(blocks: readonly BlockContent[]): FoundPassage[] {
  const passages: { source: LibrarySource; clause: string | null; blocks: number[]; paragraphs: ParagraphContent[] }[] =
    [];
  blocks.forEach((block, index) => {
    const source = block.type === "paragraph" ? readLibrarySource(block.attributes?.["library"]) : null;
    if (block.type !== "paragraph" || source === null) return;
    const clause = block.attributes?.["clause"];
    const own = typeof clause === "string" ? clause : null;
    const last = passages.at(-1);
    const continues =
      last !== undefined &&
      last.source.id === source.id &&
      last.source.version === source.version &&
      last.blocks.at(-1) === index - 1 &&
      !(own !== null && own === last.clause);
    if (continues) {
      last.blocks.push(index);
      last.paragraphs.push(block);
      last.clause ??= own;
    } else passages.push({ source, clause: own, blocks: [index], paragraphs: [block] });
  });
  return passages;
}

/**
 * [CT9] The words of paragraphs as they are compared with the library, one line each: what stands for a variable is its name, so that a value that was
 * filled in is no difference, and references are what they refer to, not how it is called.
 */
export function comparableLines(blocks: readonly BlockContent[]): string[] {
  const lines: string[] = [];
  visitParagraphs(blocks, ({ runs }) => lines.push(comparableRuns(runs)));
  return lines;
}

function comparableRuns(runs: readonly TextRun[]): string {
  let line = "";
  let last: string | null = null;
  for (const { text, marks } of runs) {
    const name = marks?.["variable"]?.["name"];
    const sign = typeof name === "string" ? `{${name}}` : marks?.["reference"] ? "{§}" : null;
    if (sign === null) line += text;
    else if (sign !== last) line += sign;
    last = sign;
  }
  return line.replaceAll(/\s+/gu, " ").trim();
}

/** [CT9] Whether a passage reads as the library has it. */
export function readsAsLibrary(passage: readonly BlockContent[], library: readonly BlockContent[]): boolean {
  const [ours, theirs] = [comparableLines(passage), comparableLines(library)];
  return ours.length === theirs.length && ours.every((line, index) => line === theirs[index]);
}
