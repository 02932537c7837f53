/** What stands in a Markdown file beside its body: front matter at the top and definitions of footnotes. */

/** The pieces of a file. */
export interface MarkdownSource {
  readonly body: string;
  /** `title` of the front matter. */
  readonly title: string | null;
  /** Number of other keys in the front matter. */
  readonly otherKeys: number;
  /** Markdown of each footnote by its name. */
  readonly footnotes: ReadonlyMap<string, string>;
}

/** Takes the pieces apart. Footnote definitions in fenced code are code. */
export function prepareSource(source: string): MarkdownSource {
  const front = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/u.exec(source);
  const { title, otherKeys } = readFrontMatter(front?.[1] ?? "");
  const { body, footnotes } = takeFootnotes(source.slice(front?.[0].length ?? 0));
  return { body, title, otherKeys, footnotes };
}

function readFrontMatter(text: string): { title: string | null; otherKeys: number } {
  let title: string | null = null;
  let otherKeys = 0;
  for (const line of text.split("\n")) {
    const match = /^([\w-]+):[ \t]*(.*)$/u.exec(line);
    if (!match) continue;
    if (match[1]?.toLowerCase() === "title") title = unquote((match[2] ?? "").trim()) || null;
    else otherKeys += 1;
  }
  return { title, otherKeys };
}

function unquote(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$|^'((?:[^']|'')*)'$/u.exec(text);
  if (!quoted) return text;
  return quoted[1] === undefined ? (quoted[2] ?? "").replaceAll("''", "'") : quoted[1].replaceAll(/\\(.)/gu, "$1");
}

function takeFootnotes(source: string): { body: string; footnotes: Map<string, string> } {
  const footnotes = new Map<string, string>();
  const body: string[] = [];
  let fence: string | null = null;
  let current: { name: string; lines: string[] } | null = null;
  const finish = (): void => {
    if (current && !footnotes.has(current.name)) footnotes.set(current.name, current.lines.join("\n").trim());
    current = null;
  };
  for (const line of source.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1] ?? null;
    if (mark && (fence === null || mark.startsWith(fence))) fence = fence === null ? mark : null;
    const definition = fence === null ? /^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$/u.exec(line) : null;
    if (definition) {
      finish();
      current = { name: definition[1] ?? "", lines: [definition[2] ?? ""] };
    } else if (current && continuesFootnote(current.lines, line)) current.lines.push(line.replace(/^ {1,4}/u, ""));
    else {
      finish();
      body.push(line);
    }
  }
  finish();
  return { body: body.join("\n"), footnotes };
}

/** Indented lines, blank lines before them, and lines that follow without a blank one. */
function continuesFootnote(lines: readonly string[], line: string): boolean {
  return line.trim() === "" || /^ {2,}/u.test(line) || (lines.at(-1) ?? "").trim() !== "";
}
