/**
 * The numbered list below a compared text: every change with the clause where it stands, its words, and who did it.
 *
 * Invariants:
 * - The numbers in the text are those of the list and of the stops of the page, in the order of the text.
 * - A change is one entry, in however many places it stands, and its words are in it once.
 */
import { type Attributes, namesLevelsAbove, shortenedWords } from "@parley/document";
import type { BlockNode, ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";

/** What of a change's words is shown, and that they go or come. */
export interface NotedWords {
  readonly text: string;
  readonly tag: "ins" | "del" | "span";
}

/** What happened, in words. */
export interface Told {
  readonly text: string;
  /** Whose deed it is, and whose decision: what the same people did to a part of something is told with the whole. */
  readonly hand: string;
  /** Of words that were written or deleted, and nothing else: what is told where they replaced others, or were replaced. */
  readonly asReplaced?: string;
}

/** What is told alike of words that neighbour each other. */
interface Part {
  readonly told: string;
  readonly tag: NotedWords["tag"];
  readonly asReplaced: string | undefined;
  text: string;
}

interface Note {
  readonly place: string;
  readonly hands: Set<string>;
  readonly parts: Part[];
}

/** So much of a heading, and of a change's words, is repeated in the list. */
const MAX_HEADING = 40;
const MAX_WORDS = 120;

export class ChangeNotes {
  private readonly notes = new Map<number, Note>();
  private heading = "";
  private clause = "";
  /** The numbers of the numbered paragraphs above what comes next, outermost first, each with those above it. */
  private above: readonly { readonly depth: number; readonly label: string }[] = [];
  /** The change to which the last words belong, while nothing else stands behind them. */
  private open: number | null = null;
  private readonly escape: (text: string) => string;
  private readonly separator: string;

  constructor(escape: (text: string) => string, separator: string) {
    this.escape = escape;
    this.separator = separator;
  }

  get isEmpty(): boolean {
    return this.notes.size === 0;
  }

  /** A paragraph begins; what is noted from now on is said to stand in it. A numbered one without a heading of its own is a clause. */
  begin(node: BlockNode, label: string | undefined): void {
    const { attributes, depth } = node.block;
    if (depth === 0) this.open = null;
    if (attributes["style"] === "heading") {
      this.heading = `${label ?? ""} ${shortenedWords(textOf(node), MAX_HEADING)}`.trim();
      this.clause = "";
      this.above = [];
    } else if (label !== undefined) this.clause = this.whole(label, attributes as Attributes);
    else if (depth === 0 && attributes["style"] === "title") this.heading = this.clause = "";
  }

  /** A number with those of the levels above it, as 1.(3) is. */
  private whole(label: string, attributes: Attributes): string {
    const depth = typeof attributes["depth"] === "number" ? attributes["depth"] : 0;
    const above = this.above.filter((each) => each.depth < depth);
    const whole = namesLevelsAbove(attributes) ? label : `${above.at(-1)?.label ?? ""}${label}`;
    this.above = [...above, { depth, label: whole }];
    return whole;
  }

  /** Words that nothing happened to part the changes around them. */
  pass(): void {
    this.open = null;
  }

  /** Whether a change is told already. */
  has(stop: number): boolean {
    return this.notes.has(stop);
  }

  /** Whether it is told already that these people had their hands in a change. */
  knows(stop: number, hand: string): boolean {
    return this.notes.get(stop)?.hands.has(hand) === true;
  }

  /**
   * Notes a change, or more of one; returns its number for the text, or nothing where the number stands there already. `clause` is where it
   * stands, if that is not the paragraph that began last.
   */
  add(stop: number, { text: told, hand, asReplaced }: Told, { text, tag }: NotedWords, clause = this.clause): string {
    if (told === "") return "";
    const note = this.noteOf(stop, clause);
    note.hands.add(hand);
    const part = note.parts.find((each) => each.told === told && each.tag === tag);
    if (part) part.text += text;
    else note.parts.push({ told, tag, text, asReplaced });
    return this.signOf(stop);
  }

  /** Notes whose hands were in a change besides, where its words are told already. */
  also(stop: number, { text: told, hand }: Told): void {
    const note = this.notes.get(stop);
    if (told === "" || !note || note.hands.has(hand)) return;
    note.hands.add(hand);
    note.parts.push({ told, tag: "span", text: "", asReplaced: undefined });
  }

  /** The number of a change at one more of its places. */
  signOf(stop: number): string {
    if (this.open === stop) return "";
    this.open = stop;
    return `<a class="note" href="#c${stop}" aria-hidden="true">${stop}</a>`;
  }

  /** The list's items. */
  items(): string {
    return [...this.notes]
      .toSorted(([one], [other]) => one - other)
      .map(([stop, { place, parts }]) => {
        const where = place === "" ? "" : `<b>${this.escape(place)}</b> `;
        return `<li id="c${stop}" value="${stop}">${where}${this.shown(parts)}</li>`;
      })
      .join("\n");
  }

  private noteOf(stop: number, clause: string): Note {
    const known = this.notes.get(stop);
    if (known) return known;
    const place = [this.heading, clause].filter((each) => each !== "").join(" · ");
    const note = { place, hands: new Set<string>(), parts: [] };
    this.notes.set(stop, note);
    return note;
  }

  /** What was replaced by what, and who did so; else all words with what happened to them. */
  private shown(parts: readonly Part[]): string {
    const { escape, separator } = this;
    const worded = parts.filter(({ text }) => text.trim() !== "");
    const [gone, come] = [worded.filter(({ tag }) => tag === "del"), worded.filter(({ tag }) => tag === "ins")];
    const [before, after] = [gone[0], come[0]];
    if (before && after && worded.length === 2) {
      const rest = parts.filter((each) => !worded.includes(each)).map(({ told }) => told);
      // Who did both is told once.
      const isOne = before.asReplaced !== undefined && before.asReplaced === after.asReplaced;
      const told = isOne ? [before.asReplaced ?? "", ...rest] : [before.told, after.told, ...rest];
      return `${wordsOf(before, escape)} → ${wordsOf(after, escape)} ${told.map(escape).join(separator)}`;
    }
    return parts
      .map((part) => [wordsOf(part, escape), escape(part.told)].filter((each) => each !== "").join(" "))
      .join(separator);
  }
}

function wordsOf(part: Part | undefined, escape: (text: string) => string): string {
  const text = shortenedWords(part?.text.trim() ?? "", MAX_WORDS);
  return part === undefined || text === "" ? "" : `<${part.tag} class="words">${escape(text)}</${part.tag}>`;
}

/** The words of a block and of what is nested in it, as one reads them; of those that are seen, `isOf` says which are meant. */
export function textOf(
  { block, children }: BlockNode,
  isOf: (piece: ComparedPieceAnswer) => boolean = () => true,
): string {
  const own = block.pieces
    .filter((piece) => isShown(block, piece.fate, piece.reflowed) && isOf(piece))
    .map(({ text }) => text)
    .join("");
  const nested = children.map((child) => textOf(child, isOf)).filter((text) => text !== "");
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
