/**
 * The changes of a comparison as one goes through them.
 *
 * Invariants:
 * - One change is one stop, in however many parts it is drawn: a replaced phrase, a paragraph that came with its words or a table with its
 *   rows, a paragraph that was joined and the sign of it, what moved and the place where it was.
 * - Both layouts and the file of a comparison have the same stops.
 */
import type { BlockNode } from "./block-tree.ts";
import type { ComparedBlockAnswer, ComparedPieceAnswer } from "./versions-api.ts";

/** What of a comparison is marked as changed. */
export type ChangedPart = ComparedBlockAnswer | ComparedPieceAnswer | NonNullable<ComparedPieceAnswer["broken"]>;

export interface Stops {
  /** The stop of everything that is marked, from 1 on. */
  readonly of: ReadonlyMap<ChangedPart, number>;
  /** Those that have the sign of a join. */
  readonly joined: ReadonlySet<number>;
}

/** How changes are told apart: `exact` has those of two people in one place as two. */
export type StopsMode = "exact" | "net";

/** Says who made a row, by id. */
export type AuthorOf = (seq: number) => string | undefined;

/** Numbers the changes of a comparison in reading order. */
export function stopsOf(nodes: readonly BlockNode[], authorOf: AuthorOf, mode: StopsMode = "net"): Stops {
  const counter = new Counter(authorOf, mode, movedWords(nodes));
  counter.count(nodes, null);
  return { of: counter.stops, joined: counter.joined };
}

/** Whether a paragraph was joined to another, and nothing of it went: its words are shown there, and what parted them. */
export function isOnlyJoined({ broken, pieces }: ComparedBlockAnswer): boolean {
  return (
    broken !== undefined && broken !== "split" && pieces.every(({ fate, reflowed }) => fate === "left" && reflowed)
  );
}

/** The paragraphs that words left and in which they arrived, and whether that is down the text. */
export interface MovedWordsPlaces {
  readonly left: ComparedBlockAnswer;
  readonly arrived: ComparedBlockAnswer;
  readonly isDown: boolean;
}

/** The places between which words moved of which a comparison has both, by their stops. */
export function movedWordsPlaces(
  blocks: readonly ComparedBlockAnswer[],
  stops: Stops,
): ReadonlyMap<number, MovedWordsPlaces> {
  const found = { left: new Map<number, number>(), arrived: new Map<number, number>() };
  for (const [index, { pieces }] of blocks.entries())
    for (const piece of pieces) {
      const stop = stops.of.get(piece);
      if (stop === undefined || (piece.fate !== "left" && piece.fate !== "arrived")) continue;
      if (!found[piece.fate].has(stop)) found[piece.fate].set(stop, index);
    }
  const places = new Map<number, MovedWordsPlaces>();
  for (const [stop, from] of found.left) {
    const to = found.arrived.get(stop);
    const [left, arrived] = [blocks[from], blocks[to ?? -1]];
    if (to !== undefined && left && arrived) places.set(stop, { left, arrived, isDown: from < to });
  }
  return places;
}

/** What came, went or is proposed to go as a whole; what is nested in it and did the same is a part of that. */
interface Whole {
  readonly fate: "added" | "removed" | "going";
  readonly waits: boolean;
  readonly person: string | undefined;
  readonly stop: number;
}

/** Words that went from one place, or came to one. */
interface MovedWords {
  readonly fate: "left" | "arrived";
  readonly placedSeq: number | null;
  text: string;
  twin: MovedWords | null;
  stop: number | null;
}

/** By so many characters beside them words are found again in another paragraph. */
const FLOW_CHARACTERS = 12;

class Counter {
  readonly stops = new Map<ChangedPart, number>();
  readonly joined = new Set<number>();
  private readonly authorOf: AuthorOf;
  private readonly mode: StopsMode;
  private readonly words: ReadonlyMap<ComparedPieceAnswer, MovedWords>;
  private last = 0;
  /** Stops of blocks that moved, by what the place where they were calls them. */
  private readonly moves = new Map<string, number>();
  /** Stops of which the other half is still to come, in reading order: a joined paragraph's sign, what came for words that went. */
  private readonly open = { gone: new Map<string, number[]>(), here: new Map<string, number[]>() };

  constructor(authorOf: AuthorOf, mode: StopsMode, words: ReadonlyMap<ComparedPieceAnswer, MovedWords>) {
    this.authorOf = authorOf;
    this.mode = mode;
    this.words = words;
  }

  count(nodes: readonly BlockNode[], around: Whole | null): void {
    for (const { block, children } of nodes) {
      const whole = this.block(block, around);
      this.pieces(block, whole);
      this.count(children, whole);
    }
  }

  /** Gives a block its stop. Returns the whole of which its words and what is nested in it may be parts. */
  private block(block: ComparedBlockAnswer, around: Whole | null): Whole | null {
    const { fate, waits, broken, proposed, changes, addedSeq, removedSeq } = block;
    const goes = proposed.find((each) => each.do === "remove");
    const came = fate === "added" || fate === "removed" ? fate : null;
    const person = this.personOf(came ? (addedSeq ?? removedSeq) : (goes?.seq ?? null));
    const own = { fate: came ?? "going", waits, person } as const;
    const isTold = (came !== null && broken !== "split") || changes.length + proposed.length > 0;
    const isPart =
      around !== null &&
      broken === undefined &&
      changes.length + proposed.filter((each) => each !== goes).length === 0 &&
      (came !== null || goes !== undefined) &&
      around.fate === own.fate &&
      around.waits === waits &&
      this.isOneHand(around.person, person);
    const words = came !== null && changes.length + proposed.length === 0 ? this.onlyMoved(block) : null;
    let stop: number | null = null;
    if ((fate === "moved" || fate === "left") && block.moved !== undefined) stop = this.ofMove(block.moved);
    else if (words) stop = this.ofMoved(words);
    else if (isPart) stop = around.stop;
    else if (broken !== undefined && broken !== "split")
      stop = this.ofPair("gone", joinOf(removedSeq, block.decidedSeq));
    else if (isTold) stop = this.next();
    if (stop === null) return null;
    this.stops.set(block, stop);
    return broken === undefined && (came !== null || goes !== undefined) ? { ...own, stop } : null;
  }

  private pieces(block: ComparedBlockAnswer, whole: Whole | null): void {
    let run: { readonly key: string; readonly stop: number } | undefined;
    for (const [index, piece] of block.pieces.entries()) {
      const { broken } = piece;
      if (broken) {
        const { seq, decidedSeq } = broken;
        const stop = broken.do === "join" ? this.ofPair("here", joinOf(seq, decidedSeq)) : this.next();
        this.stops.set(broken, stop);
        if (broken.do === "join") this.joined.add(stop);
        run = undefined;
      }
      const kind = kindOf(piece);
      if (kind === "nothing") continue;
      const moved = this.words.get(piece);
      if (kind === "plain") run = undefined;
      else if (whole && this.isPartOf(whole, piece)) {
        this.stops.set(piece, whole.stop);
        run = undefined;
      } else if (moved) {
        this.stops.set(piece, this.ofMoved(moved));
        run = undefined;
      } else {
        const key = `${kind} ${this.mode === "exact" ? this.personOf(seqOf(piece)) : ""}`;
        if (run?.key !== key) run = { key, stop: this.ofWords(block.pieces, index) };
        this.stops.set(piece, run.stop);
      }
    }
  }

  /** What was replaced in words that stand in another paragraph since a break came or went is told in both. */
  private ofWords(pieces: readonly ComparedPieceAnswer[], index: number): number {
    const { fate, waits } = pieces[index] ?? {};
    if (waits || (fate !== "deleted" && fate !== "inserted")) return this.next();
    const flow = fate === "deleted" ? "left" : "arrived";
    const isFlow = (each?: ComparedPieceAnswer): boolean => each?.fate === flow && each.reflowed;
    const before = pieces[index - 1];
    const behind = pieces.find((each, at) => at > index && each.fate !== fate);
    const half = fate === "deleted" ? "gone" : "here";
    if (before && isFlow(before)) return this.ofPair(half, `behind ${before.text.slice(-FLOW_CHARACTERS)}`);
    if (behind && isFlow(behind)) return this.ofPair(half, `before ${behind.text.slice(0, FLOW_CHARACTERS)}`);
    return this.next();
  }

  private isPartOf({ fate, waits, person }: Whole, piece: ComparedPieceAnswer): boolean {
    const isSame =
      fate === "going"
        ? piece.proposed.some((each) => each.do === "remove")
        : piece.fate === (fate === "added" ? "inserted" : "deleted") && piece.waits === waits;
    return isSame && this.isOneHand(person, this.personOf(seqOf(piece)));
  }

  /** What all words of a paragraph have in common that came, or went, with nothing but words that stand elsewhere, too. */
  private onlyMoved({ broken, pieces }: ComparedBlockAnswer): MovedWords | null {
    const seen = pieces.filter((piece) => kindOf(piece) !== "nothing" && piece.text !== "");
    const words = seen[0] && this.words.get(seen[0]);
    const isAll = broken === undefined && words?.twin && seen.every((piece) => this.words.get(piece) === words);
    return isAll ? words : null;
  }

  private ofMoved(moved: MovedWords): number {
    return (moved.stop ??= moved.twin?.stop ?? this.next());
  }

  private isOneHand(one: string | undefined, other: string | undefined): boolean {
    return this.mode === "net" || one === other;
  }

  private personOf(seq: number | null): string | undefined {
    return seq === null ? undefined : this.authorOf(seq);
  }

  private ofMove(name: string): number {
    const stop = this.moves.get(name) ?? this.next();
    this.moves.set(name, stop);
    return stop;
  }

  /** The nth half of what is told in two places belongs to the nth other one. */
  private ofPair(half: "gone" | "here", key: string): number {
    const other = this.open[half === "gone" ? "here" : "gone"].get(key)?.shift();
    if (other !== undefined) return other;
    const stop = this.next();
    this.open[half].set(key, [...(this.open[half].get(key) ?? []), stop]);
    return stop;
  }

  private next(): number {
    return ++this.last;
  }
}

const joinOf = (seq: number | null, decidedSeq: number | null = null): string => `join ${seq} ${decidedSeq}`;

/** Words that left and those that arrived, as one where somebody moved them in one piece. */
function movedWords(nodes: readonly BlockNode[]): Map<ComparedPieceAnswer, MovedWords> {
  const found = new Map<ComparedPieceAnswer, MovedWords>();
  const all: MovedWords[] = [];
  const visit = ({ block, children }: BlockNode): void => {
    let run: MovedWords | undefined;
    for (const piece of block.pieces) {
      const { fate, placedSeq, text } = piece;
      if (kindOf(piece) === "nothing") continue;
      if (piece.reflowed || (fate !== "left" && fate !== "arrived")) run = undefined;
      else {
        if (run?.fate === fate && run.placedSeq === placedSeq) run.text += text;
        else all.push((run = { fate, placedSeq, text, twin: null, stop: null }));
        found.set(piece, run);
      }
    }
    children.forEach(visit);
  };
  nodes.forEach(visit);
  for (const left of all) {
    if (left.fate !== "left") continue;
    const arrived = all.find(
      ({ fate, placedSeq, text, twin }) =>
        fate === "arrived" && twin === null && placedSeq === left.placedSeq && text === left.text,
    );
    if (arrived) [left.twin, arrived.twin] = [arrived, left];
  }
  return found;
}

/** What is marked of words: `plain` is seen and unmarked, `nothing` is not seen. Neighbours of one kind are one change. */
function kindOf({ fate, reflowed, waits, proposed, formatting }: ComparedPieceAnswer): string {
  if (reflowed && fate === "left") return "nothing";
  if (fate === "deleted" || fate === "inserted") return waits ? "waits" : "text";
  if (!reflowed && (fate === "left" || fate === "arrived")) return "moved";
  if (proposed.some((each) => each.do === "delete" || each.do === "remove")) return "waits";
  if (proposed.length + formatting.length === 0) return "plain";
  const looks = formatting.map(({ name, before, after }) => [name, before, after]);
  return JSON.stringify([looks, proposed.map(({ name, value }) => [name, value])]);
}

/** The row by whose author words are drawn. */
function seqOf({ fate, proposed, formatting, placedSeq, writtenSeq, deletedSeq }: ComparedPieceAnswer): number | null {
  if (fate === "deleted") return deletedSeq;
  if (fate === "inserted") return placedSeq ?? writtenSeq;
  return (proposed[0] ?? formatting[0])?.seq ?? placedSeq;
}
