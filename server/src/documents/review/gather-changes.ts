/**
 * What others changed between two versions, as a list to be looked at one by one.
 *
 * Rules:
 * - One's own changes are not new to oneself, and what waits for a decision or was decided on is told as a proposal or as a decision.
 * - Neighbouring changes of one person in one paragraph are one change.
 * - A block that came is told with its author's words; what others wrote in it is told as theirs.
 * - Words are told as a change of whoever wrote them, also when somebody else split, moved or brought them along since. Words that the
 *   reader had before, and that came back, are told as brought back or restored, with who wrote them.
 */
import type { EpochMs, Party, PersonId } from "@parley/base";
import type { BlockSubject, BreakPlace, ProposedSetting, ReviewedChange } from "@parley/documents";
import type { ComparedBlock, ComparedPiece, FormerPlace, Id, IdRange, LostWords, WordsArrival } from "@parley/history";
import type { RowAuthor } from "../rooms/log-store.ts";
import { type Column, columnsIn, isLineBeside, subjectNamed } from "../versions/block-counts.ts";
import { BreakPlaces } from "./break-places.ts";
import { withWholeWords } from "./whole-words.ts";

/** A change that is not one's own. */
export interface GatheredChange {
  readonly kind: ReviewedChange["kind"];
  readonly came: ReviewedChange["came"];
  /** Who wrote its words, where they came back; in the order in which they are told. */
  readonly writers: readonly PersonId[];
  /** What kind of block it is about; `undefined` for words. */
  readonly subject: BlockSubject | undefined;
  readonly personId: PersonId;
  readonly party: Party;
  readonly atMs: EpochMs;
  readonly seq: number;
  readonly insertedText: string;
  readonly deletedText: string;
  readonly settings: readonly ProposedSetting[];
  /** Where it broke a paragraph in two or joined two; `undefined` for any other change. */
  readonly breaks: BreakPlace | undefined;
  readonly movedFrom: FormerPlace | null;
  readonly ranges: readonly IdRange[];
  readonly place: Id | null;
}

export interface ComparedForReview {
  /** The version that the reader knows. */
  readonly from: number;
  readonly blocks: readonly ComparedBlock[];
  /** Words that were agreed on and are gone again since that version. */
  readonly lost: readonly LostWords[];
  readonly rows: ReadonlyMap<number, RowAuthor>;
  /** Parts of a range that do not wait for a decision. */
  readonly agreedParts: (range: IdRange) => readonly IdRange[];
  /** How words came that stood elsewhere, and from where a block that has another element now. */
  readonly arrival: (moved: IdRange) => WordsArrival;
  readonly blockFrom: (before: Id, after: Id) => FormerPlace | null;
}

/** The changes of everybody but `reader`, in reading order. */
export function gatherChanges(compared: ComparedForReview, reader: PersonId): GatheredChange[] {
  const gathering = new Gathering(compared, reader);
  gathering.visit(compared.blocks);
  gathering.addLost(compared.lost);
  return gathering.changes;
}

/** Words with whom they are a change of, and how they came. */
interface Arrival {
  readonly author: RowAuthor;
  readonly seq: number;
  readonly came: ReviewedChange["came"];
}

interface Open {
  /** Kept letters and figures right before it, which belong to the same word. */
  readonly head: string;
  readonly author: RowAuthor;
  /** `null` while something went and nothing came. */
  came: ReviewedChange["came"] | null;
  writers: PersonId[];
  seq: number;
  inserted: string;
  deleted: string;
  ranges: IdRange[];
}

class Gathering {
  readonly changes: GatheredChange[] = [];
  private readonly compared: ComparedForReview;
  private readonly reader: PersonId;
  private readonly breaks: BreakPlaces;
  /** The last block that stands in the newer version. */
  private place: Id | null = null;
  /** The columns that came to the table which is visited and went from it, by their cells. */
  private columns: ReadonlyMap<ComparedBlock, Column> = new Map();

  constructor(compared: ComparedForReview, reader: PersonId) {
    this.compared = compared;
    this.reader = reader;
    this.breaks = new BreakPlaces(compared);
  }

  visit(blocks: readonly ComparedBlock[]): void {
    for (const [index, block] of blocks.entries()) {
      const { fate, after } = block;
      if (after) this.place = after.id;
      if (isLineBeside(block, [blocks[index - 1], blocks[index + 1]], this.isOneHand)) continue;
      if (fate === "left" || (after && this.waits({ ...after.id, length: 1 }))) continue;
      if (this.addWhole(block)) continue;
      this.addSettings(block);
      this.addWords(block.pieces);
      this.visitIn(block);
    }
  }

  private visitIn(block: ComparedBlock): void {
    const around = this.columns;
    if (block.name === "table") this.columns = columnsIn(block);
    this.visit(block.children);
    this.columns = around;
    // What is behind a table or a row is not behind the last paragraph in it.
    if (block.after && block.children.length > 0) this.place = block.after.id;
  }

  /** What the reader hears a decision agreed on, and somebody deleted again. */
  addLost(lost: readonly LostWords[]): void {
    for (const { text, seq, block } of lost) {
      const author = this.authorOf(seq);
      if (author) this.push("delete", author, seq, { deletedText: text, place: block });
    }
  }

  private readonly isOneHand = (line: number, other: number): boolean => {
    const personOf = (seq: number): PersonId | undefined => this.compared.rows.get(seq)?.personId;
    return personOf(line) !== undefined && personOf(line) === personOf(other);
  };

  /** A block that came, went or moved is one change. Answers whether everything in it is told with that. */
  private addWhole(block: ComparedBlock): boolean {
    const { fate, addedSeq, removedSeq, before, after } = block;
    if (fate === "kept") return false;
    const seq = fate === "removed" ? removedSeq : addedSeq;
    const author = this.authorOf(seq);
    if (!author || seq === null) return false;
    // A column is told with its first cell.
    const cells = this.columns.get(block) ?? [block];
    const isFirst = cells[0] === block;
    const came = this.cameOf(cells, author);
    const isAuthors = (piece: ComparedPiece): boolean => {
      const arrival = this.arrivalOf(piece);
      return (
        arrival?.author.personId === author.personId && arrival.came === came && !this.isToldByDecision(block, piece)
      );
    };
    const inserted = linesOf(cells, (cell) => this.agreedText(cell, isAuthors));
    if (fate === "added") {
      const wasDecided = this.isDecision(block.carriedOutSeq);
      const holdsOnlyOthers = block.name === "paragraph" && inserted === "" && textOf(block, "inserted") !== "";
      if (isFirst && !holdsOnlyOthers && !wasDecided)
        this.addArrival(cells, { author, seq, came }, inserted, isAuthors);
      // The decision tells of the words that it agreed on, and of none that its author wrote without one.
      this.addWordsOfOthers(block, (piece) => !wasDecided && isAuthors(piece));
      return true;
    }
    const ranges = rangesOf(cells);
    const subject = this.subjectOf(block);
    if (fate === "moved") {
      const movedFrom = before && after && this.compared.blockFrom(before.id, after.id);
      this.push("move", author, seq, { subject, insertedText: textOf(block, "kept"), movedFrom, ranges });
      // What was changed in it is told beside that it was moved, as anywhere else.
      return false;
    }
    // A paragraph that went without words of its own is one that was joined.
    const kind = textOf(block, "deleted") !== "" || block.name !== "paragraph" ? "remove" : "join";
    // What others had deleted in it before is their change.
    const wentWith = ({ deletedSeq }: ComparedPiece): boolean =>
      deletedSeq === null || this.compared.rows.get(deletedSeq)?.personId === author.personId;
    const joined = kind === "join" && before ? this.breaks.ofJoin(before.id) : undefined;
    // A paragraph that was joined to another one is gone: it is told where its words are.
    const where = { breaks: joined?.breaks, place: joined?.block ?? this.place };
    const deletedText = linesOf(cells, (cell) => textOf(cell, "deleted", wentWith));
    if (isFirst) this.push(kind, author, seq, { subject, deletedText, ranges, ...where });
    this.addWordsOfOthers(block, wentWith);
    return true;
  }

  /** A paragraph that came without words of its own is one that was broken. */
  private addArrival(
    blocks: Column,
    { author, seq, came }: Arrival,
    insertedText: string,
    isAuthors: (piece: ComparedPiece) => boolean,
  ): void {
    const [block] = blocks;
    if (!block) return;
    const { name, after } = block;
    const kind = insertedText !== "" || name !== "paragraph" ? "block" : "split";
    this.push(kind, author, seq, {
      breaks: kind === "split" && after ? this.breaks.ofSplit(after.id) : undefined,
      came,
      writers: came === "written" ? [] : this.writersOf(blocks.flatMap(piecesIn).filter(isAuthors)),
      subject: this.subjectOf(block),
      insertedText,
      settings: picturesOf(block),
      ranges: rangesOf(blocks),
    });
  }

  private subjectOf(block: ComparedBlock): BlockSubject | undefined {
    return this.columns.has(block) ? "tableColumn" : subjectNamed(block.name);
  }

  /** How blocks came: back, unless all of their words are new. */
  private cameOf(blocks: readonly ComparedBlock[], author: RowAuthor): Arrival["came"] {
    const came = cameWith(author);
    const words = blocks
      .flatMap(piecesIn)
      .flatMap((piece) => (piece.fate === "inserted" ? (this.arrivalOf(piece) ?? []) : []));
    return words.length === 0 || words.some((each) => each.came === came) ? came : "written";
  }

  /** Whose change it is that words came: of whoever wrote them, restored them, or brought back what the reader had before. */
  private arrivalOf({ writtenSeq, placedSeq }: ComparedPiece): Arrival | null {
    const { rows, from } = this.compared;
    const placer = placedSeq === null ? undefined : rows.get(placedSeq);
    if (placer?.kind === "restore") return { author: placer, seq: placedSeq as number, came: "restored" };
    const writer = rows.get(writtenSeq);
    if (writer && (writtenSeq > from || !placer)) return { author: writer, seq: writtenSeq, came: "written" };
    return placer ? { author: placer, seq: placedSeq as number, came: "broughtBack" } : null;
  }

  private writersOf(pieces: readonly ComparedPiece[]): PersonId[] {
    return [...new Set(pieces.flatMap(({ writtenSeq }) => this.compared.rows.get(writtenSeq)?.personId ?? []))];
  }

  private addWordsOfOthers({ pieces, children }: ComparedBlock, isTold: (piece: ComparedPiece) => boolean): void {
    this.addWords(pieces, isTold);
    for (const child of children) {
      if (child.after) this.place = child.after.id;
      this.addWordsOfOthers(child, isTold);
    }
  }

  /** Words of a block that came and do not wait for a decision. */
  private agreedText({ pieces, children, name }: ComparedBlock, which: (piece: ComparedPiece) => boolean): string {
    const own = pieces.map((piece) => {
      const { fate, text, to } = piece;
      if (fate !== "inserted" || !to || !which(piece)) return "";
      const parts = this.compared.agreedParts(to);
      return parts.map(({ clock, length }) => text.slice(clock - to.clock, clock - to.clock + length)).join("");
    });
    return [own.join(""), ...children.map((child) => this.agreedText(child, which))]
      .filter((text) => text !== "")
      .join(name === "tableRow" ? "\t" : "\n");
  }

  private addSettings(block: ComparedBlock): void {
    for (const { name, before, after, seq } of block.attributes) {
      const author = this.authorOf(seq);
      const setting = { do: "set", name, from: before, to: after } as const;
      if (author) this.pushSetting(author, seq, "set", setting, subjectNamed(block.name));
    }
  }

  private addWords(pieces: readonly ComparedPiece[], isTold: (piece: ComparedPiece) => boolean = () => false): void {
    let open: Open | null = null;
    let before = "";
    const close = (after = ""): void => {
      if (open) this.pushOpen(open, after);
      open = null;
    };
    const add = (
      seq: number,
      change: Partial<Pick<Open, "inserted" | "deleted">> & { came: Open["came"]; writers?: readonly PersonId[] },
      range: IdRange | null,
    ): void => {
      const author = this.authorOf(seq);
      if (!author) return close();
      if (open && (open.author.personId !== author.personId || !mayFollow(open.came, change.came))) close();
      open ??= { head: before, author, came: null, writers: [], seq, inserted: "", deleted: "", ranges: [] };
      open.came ??= change.came;
      open.writers = [...new Set([...open.writers, ...(change.writers ?? [])])];
      open.seq = Math.max(open.seq, seq);
      open.inserted += change.inserted ?? "";
      open.deleted += change.deleted ?? "";
      if (range) open.ranges.push(range);
    };
    for (const piece of pieces) {
      if (isTold(piece)) close();
      else if (piece.fate === "kept") {
        close(piece.text);
        this.addLooks(piece);
      } else if (piece.fate === "inserted" && piece.to) {
        const arrival = this.arrivalOf(piece);
        if (!arrival || this.wasDecided(piece)) continue;
        const { seq, came } = arrival;
        const writers = came === "written" ? [] : this.writersOf([piece]);
        for (const part of this.compared.agreedParts(piece.to)) {
          const at = part.clock - piece.to.clock;
          add(seq, { came, writers, inserted: piece.text.slice(at, at + part.length) }, part);
        }
      } else if (piece.fate === "deleted" && piece.deletedSeq !== null && piece.carriedOutSeq === null) {
        const came = this.compared.rows.get(piece.deletedSeq)?.kind === "restore" ? "restored" : null;
        if (!piece.from || !this.waits(piece.from)) add(piece.deletedSeq, { came, deleted: piece.text }, null);
      } else if (piece.fate === "arrived") {
        close();
        this.addMove(piece);
        if (!piece.isPending) this.addLooks(piece);
      }
      // Only what stands right before a change can be of one word with it.
      before = piece.fate === "kept" ? piece.text : "";
    }
    close();
  }

  /** Words that were moved. What only came along with a break that went is told by that. */
  private addMove({ placedSeq, isReflowed, to, text }: ComparedPiece): void {
    const author = isReflowed ? null : this.authorOf(placedSeq);
    if (!author || placedSeq === null || !to) return;
    const { from: movedFrom, joined } = this.compared.arrival(to);
    if (joined === null || !this.breaks.isGone(joined))
      this.push("move", author, placedSeq, { insertedText: text, movedFrom, ranges: [to] });
  }

  /** How words came to look otherwise, where they stood or elsewhere. */
  private addLooks({ formatting, text: words }: ComparedPiece): void {
    for (const { name, before, after, seq } of formatting) {
      const author = this.authorOf(seq);
      if (author) this.pushSetting(author, seq, "format", { do: "format", mark: name, from: before, to: after, words });
    }
  }

  /** A change within a word or a figure is told with the whole of it: "100 to 1,000" says more than "a zero more". */
  private pushOpen(open: Open, after: string): void {
    const { author, seq, ranges, came, writers } = open;
    const { inserted: insertedText, deleted: deletedText } = withWholeWords(open, after);
    const kind = deletedText === "" ? "insert" : insertedText === "" ? "delete" : "replace";
    this.push(kind, author, seq, { came: came ?? "written", writers, insertedText, deletedText, ranges });
  }

  /** Settings of one person that follow each other are one change. */
  private pushSetting(
    author: RowAuthor,
    seq: number,
    kind: "set" | "format",
    setting: ProposedSetting,
    subject?: BlockSubject,
  ): void {
    const last = this.changes.at(-1);
    const follows =
      last?.kind === kind && last.personId === author.personId && sameId(last.place, this.place) && last.seq === seq;
    if (last && follows) this.changes[this.changes.length - 1] = { ...last, settings: [...last.settings, setting] };
    else this.push(kind, author, seq, { subject, settings: [setting] });
  }

  private push(kind: GatheredChange["kind"], author: RowAuthor, seq: number, change: Partial<GatheredChange>): void {
    this.changes.push({
      kind,
      came: author.kind === "restore" ? "restored" : "written",
      writers: [],
      subject: undefined,
      personId: author.personId,
      party: author.party,
      atMs: author.receivedAtMs,
      seq,
      insertedText: "",
      deletedText: "",
      settings: [],
      breaks: undefined,
      movedFrom: null,
      ranges: [],
      place: this.place,
      ...change,
    });
  }

  /** Who made a row, when that is somebody else and no decision. */
  private authorOf(seq: number | null): RowAuthor | null {
    const author = seq === null ? undefined : this.compared.rows.get(seq);
    return !author || author.personId === this.reader || author.kind === "decision" ? null : author;
  }

  private waits(range: IdRange): boolean {
    return this.compared.agreedParts(range).length === 0;
  }

  /**
   * Whether words were agreed on, or brought where they stand, by a decision: that tells of them. Whoever proposes may edit, too, and what
   * they write beside what they propose is told, however alike it is.
   */
  private wasDecided({ carriedOutSeq, placedSeq }: ComparedPiece): boolean {
    return this.isDecision(carriedOutSeq) || this.isDecision(placedSeq);
  }

  /** Whether a decision tells of words in a block that did not come with it, as where somebody split what had been agreed on. */
  private isToldByDecision(block: ComparedBlock, piece: ComparedPiece): boolean {
    return !this.isDecision(block.carriedOutSeq) && this.wasDecided(piece);
  }

  private isDecision(seq: number | null): boolean {
    return seq !== null && this.compared.rows.get(seq)?.kind === "decision";
  }
}

/** How what a row brought came, where it is no new words. */
function cameWith({ kind }: RowAuthor): ReviewedChange["came"] {
  return kind === "restore" ? "restored" : kind === "undo" ? "broughtBack" : "written";
}

/** Whether what came in one way is one change with what came in another, beside it. */
function mayFollow(before: Open["came"], next: Open["came"]): boolean {
  return before === next || ((before === null || next === null) && before !== "restored" && next !== "restored");
}

const piecesIn = ({ pieces, children }: ComparedBlock): ComparedPiece[] => [...pieces, ...children.flatMap(piecesIn)];

/** Which picture a block is, as a proposal tells of it. */
const picturesOf = ({ name, after }: ComparedBlock): ProposedSetting[] =>
  ["imageId", "alt"].flatMap((each) => {
    const to = name === "image" ? after?.attributes[each] : undefined;
    return typeof to === "string" && to !== "" ? [{ do: "set", name: each, from: undefined, to }] : [];
  });

const linesOf = (blocks: readonly ComparedBlock[], textIn: (block: ComparedBlock) => string): string =>
  blocks
    .map(textIn)
    .filter((text) => text !== "")
    .join("\n");

const rangesOf = (blocks: readonly ComparedBlock[]): IdRange[] =>
  blocks.flatMap(({ after }) => (after ? [{ ...after.id, length: 1 }] : []));

const sameId = (a: Id | null, b: Id | null): boolean => a?.client === b?.client && a?.clock === b?.clock;

function textOf(
  { pieces, children, name }: ComparedBlock,
  fate: ComparedPiece["fate"],
  which: (piece: ComparedPiece) => boolean = () => true,
): string {
  const own = pieces.filter((piece) => piece.fate === fate && which(piece)).map(({ text }) => text);
  return [own.join(""), ...children.map((child) => textOf(child, fate, which))]
    .filter((text) => text !== "")
    .join(name === "tableRow" ? "\t" : "\n");
}
