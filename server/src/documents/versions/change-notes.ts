/**
 * The numbered list below a compared text: every change with the clause where it stands, its words, and who did it.
 *
 * Invariants:
 * - The numbers in the text are those of the list, in the order of the text.
 * - Neighbours that are told alike are one change; the same deed in two places is two.
 */
import type { BlockNode, ComparedBlockAnswer } from "@parley/documents";

/** What of a change's words is shown, and that they go or come. */
export interface NotedWords {
  readonly text: string;
  readonly tag: "ins" | "del" | "span";
}

interface Note {
  readonly told: string;
  readonly place: string;
  readonly words: NotedWords[];
}

/** So much of a heading, and of a change's words, is repeated in the list. */
const MAX_HEADING = 40;
const MAX_WORDS = 120;

export class ChangeNotes {
  private readonly notes: Note[] = [];
  private heading = "";
  private clause = "";
  /** Whether the next words stand right behind those of the last change. */
  private isOpen = false;
  private readonly escape: (text: string) => string;

  constructor(escape: (text: string) => string) {
    this.escape = escape;
  }

  get isEmpty(): boolean {
    return this.notes.length === 0;
  }

  /** A paragraph begins; what is noted from now on is said to stand in it. A numbered one without a heading of its own is a clause. */
  begin(node: BlockNode, label: string | undefined): void {
    const { attributes, depth } = node.block;
    if (depth === 0) this.isOpen = false;
    if (attributes["style"] === "heading") {
      this.heading = `${label ?? ""} ${cut(textOf(node), MAX_HEADING)}`.trim();
      this.clause = "";
    } else if (label !== undefined) this.clause = label;
    else if (depth === 0 && attributes["style"] === "title") this.heading = this.clause = "";
  }

  /** Words that nothing happened to part the changes around them. */
  pass(): void {
    this.isOpen = false;
  }

  /**
   * Notes a change; returns its number for the text, or nothing where the number stands there already. `clause` is where it stands, if that
   * is not the paragraph that began last.
   */
  add(told: string, words: NotedWords, clause = this.clause): string {
    if (told === "") return "";
    const last = this.notes.at(-1);
    if (this.isOpen && last?.told === told) {
      last.words.push(words);
      return "";
    }
    this.isOpen = true;
    const place = [this.heading, clause].filter((each) => each !== "").join(" · ");
    const number = this.notes.push({ told, place, words: [words] });
    return `<a class="note" href="#c${number}" aria-hidden="true">${number}</a>`;
  }

  /** The list's items. */
  items(): string {
    const { escape } = this;
    return this.notes
      .map(({ told, place, words }, index) => {
        const where = place === "" ? "" : `<b>${escape(place)}</b> `;
        return `<li id="c${index + 1}">${where}${shown(words, escape)}${escape(told)}</li>`;
      })
      .join("\n");
  }
}

/** The words of a block and of what is nested in it, as one reads them. */
export function textOf({ block, children }: BlockNode): string {
  const own = block.pieces
    .filter(({ fate, reflowed }) => isShown(block, fate, reflowed))
    .map(({ text }) => text)
    .join("");
  const nested = children.map(textOf).filter((text) => text !== "");
  return [own, nested.join(" | ")].filter((text) => text !== "").join(" ");
}

/** Whether words stand in a block as it is now or, of one that went, as it was. */
function isShown(
  block: ComparedBlockAnswer,
  fate: ComparedBlockAnswer["pieces"][number]["fate"],
  reflowed: boolean,
): boolean {
  if (block.fate === "removed") return fate === "deleted" || (fate === "left" && !reflowed);
  return fate !== "deleted" && fate !== "left";
}

function shown(words: readonly NotedWords[], escape: (text: string) => string): string {
  let left = MAX_WORDS;
  const parts = [...Map.groupBy(words, ({ tag }) => tag)].flatMap(([tag, own]) => {
    const text = cut(
      own
        .map((each) => each.text)
        .join("")
        .trim(),
      left,
    );
    left = Math.max(0, left - text.length);
    return text === "" ? [] : [`<${tag} class="words">${escape(text)}</${tag}>`];
  });
  return parts.length === 0 ? "" : `${parts.join(" ")} `;
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, Math.max(0, length - 1)).join("")}…`;
}
