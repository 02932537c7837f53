/**
 * A comparison as one HTML file that stands by itself: underlined what came, struck what went, each with who did it.
 *
 * Invariants:
 * - Everything from the document is escaped, and the file may load nothing: its pictures are in it.
 * - What happened is said in words, too: in place for whoever hears the file, and in a numbered list below the text for whoever prints it.
 */
import type { Language } from "@parley/base";
import {
  type BlockNode,
  type ChangedPart,
  type ComparedBlockAnswer,
  type ComparedPieceAnswer,
  type Stops,
  type StopsMode,
  isOnlyJoined,
  stopsOf,
  treeOf,
} from "@parley/documents";
import type { Attributes, Marks } from "@parley/document";
import { paragraphHtml, runHtml } from "../exchange/export-html.ts";
import type { ExportPicture } from "../exchange/export-input.ts";
import { ChangeNotes, type NotedWords, type Told, textOf } from "./change-notes.ts";
import { escape } from "./comparison-escape.ts";
import { headerHtml, seenTitles } from "./comparison-header.ts";
import { leafHtml } from "./comparison-leaves.ts";
import {
  type MovedPlaces,
  anchorOf,
  comparisonMoves,
  moveSign,
  movedWords,
  toldMove,
  movedWordsIn,
  toldWords,
  type MovedWords,
} from "./comparison-moves.ts";
import { comparisonNumbers } from "./comparison-numbers.ts";
import { comparisonStylesheet } from "./comparison-stylesheet.ts";
import { ComparisonTeller, type ToldRow } from "./comparison-teller.ts";
import { alternativeSigns, toldAs } from "./comparison-alternatives.ts";
import type { comparisonWords } from "./comparison-words.ts";

export interface ComparisonHtml {
  readonly blocks: readonly ComparedBlockAnswer[];
  /** How changes are told apart, as on the page. */
  readonly mode: StopsMode;
  readonly rows: ReadonlyMap<number, ToldRow>;
  /** By `imageId`. A picture that is missing here is replaced by its description. */
  readonly pictures: ReadonlyMap<string, ExportPicture>;
  /** The document's. */
  readonly title: string;
  /** What both versions are called, when the file was made, and in which time zone all times are told. */
  readonly older: string;
  readonly newer: string;
  readonly made: string;
  readonly zone: string;
  readonly language: Language;
}

/** The whole file. */
export function comparisonHtml(comparison: ComparisonHtml): string {
  const { language } = comparison;
  const { title, older, newer } = seenTitles(comparison);
  const nodes = treeOf(comparison.blocks);
  const numbers = comparisonNumbers(nodes);
  const teller = new ComparisonTeller(comparison.rows, language);
  const stops = stopsOf(nodes, (seq) => teller.authorOf(seq), comparison.mode);
  const shown = {
    labels: numbers.labels,
    moves: comparisonMoves(nodes, numbers),
    stops,
    twice: movedWordsIn(comparison.blocks, stops, numbers),
  };
  const writer = new Writer(comparison, teller, shown);
  const body = writer.blocks(nodes);
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escape(`${title}: ${older} – ${newer}`)}</title>
<style>${comparisonStylesheet}</style>
</head>
<body>
${headerHtml(comparison, teller)}
<main>
${body}
</main>
${writer.notes()}
</body>
</html>
`;
}

type Look = readonly [kind: string, seq: number | null];

/** Words as they are written, and as the list repeats them. */
interface Words {
  readonly html: string;
  readonly text: string;
}

interface Shown {
  readonly labels: ReadonlyMap<ComparedBlockAnswer, string>;
  readonly moves: MovedPlaces;
  readonly stops: Stops;
  readonly twice: ReadonlyMap<number, MovedWords>;
}

class Writer {
  private readonly comparison: ComparisonHtml;
  private readonly labels: ReadonlyMap<ComparedBlockAnswer, string>;
  private readonly moves: MovedPlaces;
  private readonly stops: Stops;
  private readonly teller: ComparisonTeller;
  private readonly said: (typeof comparisonWords)[Language];
  /** What has been told, in the order of the text. */
  private readonly changes: ChangeNotes;
  /** Changes of which the words are told with a block. */
  private readonly whole = new Set<number>();
  /** Words that moved and are here at both places, and which of these came first. */
  private readonly twice: ReadonlyMap<number, MovedWords>;
  private readonly firstPlaces = new Map<number, "ins" | "del">();
  /** The note of a row, which has no words of its own, until its first cell takes it. */
  private ofRow = "";

  constructor(comparison: ComparisonHtml, teller: ComparisonTeller, shown: Shown) {
    this.comparison = comparison;
    this.labels = shown.labels;
    this.moves = shown.moves;
    this.stops = shown.stops;
    this.twice = shown.twice;
    this.teller = teller;
    this.said = teller.said;
    this.changes = new ChangeNotes(escape, teller.said.separator);
  }

  /** Every change in words, as numbered in the text. */
  notes(): string {
    const { said, changes } = this;
    if (changes.isEmpty) return `<section class="notes"><p>${said.nothing}</p></section>`;
    return `<section class="notes"><h2>${said.notes}</h2><ol>\n${changes.items()}\n</ol></section>`;
  }

  blocks(nodes: readonly BlockNode[]): string {
    return nodes.map((node) => this.block(node)).join("\n");
  }

  private block(node: BlockNode): string {
    const { block } = node;
    if (block.fate === "left") return this.movedAway(block);
    if (isOnlyJoined(block)) return "";
    return this.blockHtml(node);
  }

  /** Where something was that stands elsewhere now. */
  private movedAway({ moved = "" }: ComparedBlockAnswer): string {
    const place = this.moves.get(moved);
    if (!place) return "";
    const { block, children } = place.node;
    const { addedSeq, decidedSeq } = block;
    const told = this.teller.by(this.said.left, addedSeq, decidedSeq);
    const text = movedWords(place, this.said);
    const note = this.noteOf(place.node, this.toldOf(block), place.from ?? "");
    const words = `<del${this.classOf("gone", addedSeq)}>${runHtml({ text })}</del>`;
    const inner = `${this.spoken(told)}${words}${note}${moveSign(place, "old", this.said)}`;
    const given = ` class="trace" id="${anchorOf(place, "old")}" title="${escape(told)}"`;
    if (block.name !== "tableRow") return `<p${given}>${inner}</p>`;
    return `<tr${given}><td colspan="${Math.max(1, children.length)}">${inner}</td></tr>`;
  }

  /** The number of what happened to a block as a whole, whose words and parts are told with it. */
  private noteOf(node: BlockNode, told: string, clause?: string): string {
    const { block } = node;
    const stop = this.stops.of.get(block);
    if (stop === undefined) return "";
    const isGoing = block.proposed.some((each) => each.do === "remove");
    const isSplit = block.broken === "split";
    const tag = isSplit
      ? "span"
      : block.fate === "added"
        ? "ins"
        : block.fate === "removed" || isGoing
          ? "del"
          : "span";
    const isWhole = tag !== "span" && block.broken === undefined;
    const isOf = (piece: ComparedPieceAnswer): boolean => !isWhole || (this.stops.of.get(piece) ?? stop) === stop;
    const text = block.broken === undefined || isSplit ? textOf(node, isOf) : "¶";
    const said = { text: told, hand: this.handOf(block) };
    const isTold = this.changes.has(stop);
    if (isTold) this.changes.also(stop, said);
    const note = isTold ? this.changes.signOf(stop) : this.changes.add(stop, said, { text, tag }, clause);
    if (isWhole) this.whole.add(stop);
    else this.changes.pass();
    return note;
  }

  /** Who is told to have done what happened to a block as a whole. */
  private handOf({ fate, addedSeq, removedSeq, decidedSeq, proposed, changes }: ComparedBlockAnswer): string {
    const goes = proposed.find((each) => each.do === "remove");
    if (fate !== "kept" || !goes)
      return this.teller.handOf(addedSeq ?? removedSeq ?? changes[0]?.seq ?? null, decidedSeq);
    return this.teller.handOf(goes.seq);
  }

  private blockHtml(node: BlockNode): string {
    const { block, children } = node;
    const { name, fate } = block;
    const stop = this.stops.of.get(block);
    const isPart = stop !== undefined && fate !== "moved" && this.whole.has(stop);
    const isTold = (isPart && this.changes.knows(stop, this.handOf(block))) || this.isMovedWords(block, stop);
    const told = isTold ? "" : this.toldOf(block);
    if (name === "paragraph") this.changes.begin(node, this.labels.get(block));
    const look = fate === "kept" ? (told === "" ? "" : "changed") : fate === "moved" ? "moved-block" : fate;
    const isGoing = block.proposed.some((each) => each.do === "remove");
    const kind = `${look}${block.waits || isGoing ? " waits" : ""}`.trim();
    const place = fate === "moved" ? this.moves.get(block.moved ?? "") : undefined;
    const anchor = place ? ` id="${anchorOf(place, "new")}"` : "";
    const title = `${told === "" ? "" : ` title="${escape(told)}"`}${anchor}`;
    const given = `${kind === "" ? "" : ` class="${kind}"`}${title}`;
    // A break is told where it stands, at the end of the paragraph before.
    const isSplit = block.broken === "split";
    const spoken = told !== "" && !isSplit ? this.spoken(told) : "";
    if (isPart) this.changes.also(stop, { text: told, hand: this.handOf(block) });
    const note = isPart || told === "" ? "" : this.noteOf(node, isSplit ? this.teller.furtherOf(block) : told);
    const sign = place ? moveSign(place, "new", this.said) : "";
    const cell = name === "tableHeader" ? "th" : "td";
    switch (name) {
      case "paragraph": {
        const signs = alternativeSigns(block.pieces);
        const text = block.pieces.map(
          (piece, at) => `${this.broken(piece)}${signs[at] ?? ""}${this.piece(piece, block)}`,
        );
        const whole = { classes: kind === "" ? [] : [kind], attributes: title };
        const inner = `${spoken}${note}${text.join("")}${sign}`;
        return paragraphHtml(block.attributes as Attributes, this.labels.get(block) ?? null, inner, whole);
      }
      case "table":
        return `${spoken}${note}${sign}<table${given}>${this.blocks(children)}</table>`;
      case "tableRow":
        this.ofRow = spoken + note + sign;
        return `<tr${given}>${this.blocks(children)}</tr>`;
      case "tableCell":
      case "tableHeader": {
        const ofRow = this.ofRow;
        this.ofRow = "";
        const { colspan, rowspan } = block.attributes;
        const spans = `${spanOf("colspan", colspan)}${spanOf("rowspan", rowspan)}`;
        return `<${cell}${spans}${given}>${ofRow}${spoken}${note}${this.blocks(children)}</${cell}>`;
      }
      default:
        return `<figure${given}>${spoken}${leafHtml(block, this.said, this.comparison.pictures)}${note}${sign}</figure>`;
    }
  }

  /** Whether all that a block came or went with are words that moved: these tell it. */
  private isMovedWords({ fate, pieces }: ComparedBlockAnswer, stop: number | undefined): boolean {
    const flow = fate === "added" ? "arrived" : fate === "removed" ? "left" : null;
    return stop !== undefined && pieces.some((each) => each.fate === flow && this.stops.of.get(each) === stop);
  }

  /** What happened to a block as a whole, in words. */
  private toldOf(block: ComparedBlockAnswer): string {
    const { said, teller } = this;
    const { fate, waits, broken, addedSeq, removedSeq, decidedSeq } = block;
    const waiting = fate === "added" && waits ? toldAs(said.waits, block.alternative, said) : null;
    const came = fate === "moved" ? toldMove(this.moves.get(block.moved ?? ""), said) : teller.cameOf(block);
    const what = broken ? said.broken[broken] : (waiting ?? came);
    const seq = fate === "removed" ? removedSeq : addedSeq;
    const told = fate === "kept" || fate === "left" ? "" : teller.by(what, seq, decidedSeq);
    return [told, this.teller.furtherOf(block)].filter((each) => each !== "").join(said.separator);
  }

  /** The sign of a paragraph break that was made, or taken away, in front of some words. */
  private broken({ broken }: ComparedPieceAnswer): string {
    if (!broken) return "";
    const { said, teller } = this;
    const { seq, decidedSeq } = broken;
    const isSplit = broken.do === "split";
    const told = {
      text: teller.by(isSplit ? said.broken.split : said.broken.joinedHere, seq, decidedSeq),
      hand: teller.handOf(seq, decidedSeq),
    };
    return this.marked(broken, isSplit ? "ins" : "del", ["break", seq], told, { html: "¶", text: "¶" });
  }

  private piece(piece: ComparedPieceAnswer, block: ComparedBlockAnswer): string {
    const { said, teller } = this;
    const html = runHtml({ text: piece.text, marks: piece.marks as Marks });
    const words = { html, text: piece.text };
    const goes = piece.proposed.filter((each) => each.do === "delete" || each.do === "remove");
    if (goes[0] && piece.fate !== "deleted" && piece.fate !== "left") {
      // Of several who would delete the same words the first is told, but for alternatives: each of these is one.
      const told = goes.filter((each, at) => at === 0 || each.alternative !== undefined);
      const text = teller.wishes(told).join(said.separator);
      return this.marked(piece, "del", ["waits", goes[0].seq], { text, hand: teller.handOf(goes[0].seq) }, words);
    }
    const { decidedSeq } = piece;
    const handOf = (seq: number | null): string => teller.handOf(seq, decidedSeq);
    switch (piece.fate) {
      case "kept": {
        const movedSeq = block.fate === "moved" ? block.addedSeq : null;
        const notes = [...teller.looksOf(piece), ...teller.wishes(piece.proposed)];
        if (notes.length === 0 && movedSeq === null) this.changes.pass();
        if (notes.length === 0)
          return movedSeq === null ? html : `<ins${this.classOf("moved", movedSeq)}>${html}</ins>`;
        return this.marked(piece, "span", ["formatted", null], looks(notes.join(said.separator)), words);
      }
      case "inserted": {
        const { placedSeq, writtenSeq } = piece;
        const seq = placedSeq ?? writtenSeq;
        const waits = piece.waits ? teller.by(toldAs(said.waits, piece.alternative, said), seq) : null;
        const told = { text: waits ?? teller.insertedBy(piece), hand: handOf(seq), ...teller.replacingOf(piece) };
        return this.marked(piece, "ins", [piece.waits ? "waits" : "", seq], told, words);
      }
      case "deleted": {
        const { deletedSeq } = piece;
        const text = teller.by(said.deleted, deletedSeq, decidedSeq);
        const told = { text, hand: handOf(deletedSeq), ...teller.replacingOf(piece) };
        return this.marked(piece, "del", ["", deletedSeq], told, words);
      }
      case "left":
        if (piece.reflowed) return "";
        return this.movedPiece(piece, "del", [], words);
      case "arrived": {
        const formatted = teller.looksOf(piece);
        if (!piece.reflowed) return this.movedPiece(piece, "ins", formatted, words);
        if (formatted.length === 0) return html;
        return this.marked(piece, "span", ["formatted", null], looks(formatted.join(said.separator)), words);
      }
    }
  }

  /** Words at one of the two places between which somebody moved them; the list tells of both as one, where both are here. */
  private movedPiece(
    piece: ComparedPieceAnswer,
    tag: "ins" | "del",
    formatted: readonly string[],
    words: Words,
  ): string {
    const { said, teller, changes } = this;
    const { placedSeq, decidedSeq } = piece;
    const stop = this.stops.of.get(piece);
    const place = this.twice.get(stop ?? 0);
    const text = teller.by(toldWords(place, tag === "del" ? "old" : "new", said), placedSeq, decidedSeq);
    const told = { text: [text, ...formatted].join(said.separator), hand: teller.handOf(placedSeq, decidedSeq) };
    const look = [tag === "del" ? "gone" : "moved", placedSeq] as const;
    if (stop === undefined || !place) return this.marked(piece, tag, look, told, words);
    const first = this.firstPlaces.get(stop) ?? tag;
    this.firstPlaces.set(stop, first);
    const isFirst = first === tag;
    const moved = { ...told, text: teller.by(toldMove(place, said), placedSeq, decidedSeq) };
    const note = isFirst ? changes.add(stop, moved, { text: words.text, tag: "span" }) : changes.signOf(stop);
    if (formatted.length > 0) changes.add(stop, looks(formatted.join(said.separator)), { text: "", tag: "span" });
    return this.markedHtml(tag, look, told.text, words, note);
  }

  /** What happened, with its number unless something else has that. */
  private marked(part: ChangedPart, tag: NotedWords["tag"], look: Look, told: Told, words: Words): string {
    const stop = this.stops.of.get(part);
    const isPart = stop !== undefined && this.whole.has(stop);
    const isTold = isPart && this.changes.knows(stop, told.hand);
    if (isPart) this.changes.also(stop, told);
    const note = isPart || stop === undefined ? "" : this.changes.add(stop, told, { text: words.text, tag });
    return this.markedHtml(tag, look, told.text, words, note, isTold);
  }

  /** `isTold` says that whoever hears the file has heard it of what is around. */
  private markedHtml(
    tag: NotedWords["tag"],
    [kind, seq]: Look,
    told: string,
    { html }: Words,
    note: string,
    isTold = false,
  ): string {
    const spoken = isTold ? "" : this.spoken(told);
    return `<${tag}${this.classOf(kind, seq)} title="${escape(told)}">${spoken}${html}</${tag}>${note}`;
  }

  /** What kind of change it is, and in whose colour. */
  private classOf(kind: string, seq: number | null): string {
    const classes = [kind, this.teller.colourAt(seq)].filter((each) => each !== "").join(" ");
    return classes === "" ? "" : ` class="${classes}"`;
  }

  private spoken(told: string): string {
    return told === "" ? "" : `<span class="said">[${escape(told)}] </span>`;
  }
}

/** What is told of how words look, which is nobody's part in anything else. */
function looks(text: string): Told {
  return { text, hand: text };
}

function spanOf(name: string, value: unknown): string {
  return typeof value === "number" && value > 1 ? ` ${name}="${Math.floor(value)}"` : "";
}
