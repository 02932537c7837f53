/**
 * A comparison as one HTML file that stands by itself: underlined what came, struck what went, each with who did it.
 *
 * Invariants:
 * - Everything from the document is escaped, and the file may load nothing: its pictures are in it.
 * - What happened is said in words, too: in place for whoever hears the file, and in a numbered list below the text for whoever prints it.
 */
import type { Language, Party } from "@parley/base";
import { type BlockNode, type ComparedBlockAnswer, type ComparedPieceAnswer, treeOf } from "@parley/documents";
import { type Attributes, type Marks, textWithSigns } from "@parley/document";
import { paragraphHtml, runHtml } from "../exchange/export-html.ts";
import type { ExportPicture } from "../exchange/export-input.ts";
import { ChangeNotes, type NotedWords, textOf } from "./change-notes.ts";
import { escape } from "./comparison-escape.ts";
import { leafHtml } from "./comparison-leaves.ts";
import { type MovedPlaces, anchorOf, comparisonMoves, moveSign, movedWords, toldMove } from "./comparison-moves.ts";
import { comparisonNumbers } from "./comparison-numbers.ts";
import { AUTHOR_COLOURS, comparisonStylesheet } from "./comparison-stylesheet.ts";
import { alternativeSigns, toldAs, waitingLegend } from "./comparison-alternatives.ts";
import { tellWishes } from "./comparison-wishes.ts";
import { comparisonWords } from "./comparison-words.ts";

/** Who made a row, for which party, and when, in words. */
export interface ToldRow {
  readonly personId: string;
  readonly name: string;
  readonly party: Party;
  readonly when: string;
}

export interface ComparisonHtml {
  readonly blocks: readonly ComparedBlockAnswer[];
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
  const writer = new Writer(comparison, numbers.labels, comparisonMoves(nodes, numbers));
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
${writer.header()}
<main>
${body}
</main>
${writer.notes()}
</body>
</html>
`;
}

/** What the document and both versions are called, with a sign for each character that is not seen. */
function seenTitles({ title, older, newer }: ComparisonHtml): Pick<ComparisonHtml, "title" | "older" | "newer"> {
  return { title: textWithSigns(title), older: textWithSigns(older), newer: textWithSigns(newer) };
}

class Writer {
  private readonly comparison: ComparisonHtml;
  private readonly labels: ReadonlyMap<ComparedBlockAnswer, string>;
  private readonly moves: MovedPlaces;
  /** The numbers of changes that stand in two places, by what the blocks are called. */
  private readonly noted = new Map<string, string>();
  private readonly said: (typeof comparisonWords)[Language];
  private readonly hasParties: boolean;
  /** What has been told, in the order of the text. */
  private readonly changes = new ChangeNotes(escape);
  /** Whose changes there are, in the order of the text. */
  private readonly people = new Map<string, string>();
  /** The note of a row, which has no words of its own, until its first cell takes it. */
  private ofRow = "";
  /** The block around what is written that came or went as a whole, and says so for what did with it. */
  private around: ComparedBlockAnswer | null = null;

  constructor(comparison: ComparisonHtml, labels: ReadonlyMap<ComparedBlockAnswer, string>, moves: MovedPlaces) {
    this.comparison = comparison;
    this.labels = labels;
    this.moves = moves;
    this.said = comparisonWords[comparison.language];
    this.hasParties = new Set([...comparison.rows.values()].map(({ party }) => party)).size > 1;
  }

  /** What is compared, and how to read it. To be written after the blocks. */
  header(): string {
    const { said, comparison } = this;
    const { made, zone } = comparison;
    const { title, older, newer } = seenTitles(comparison);
    const line = (what: string, html: string): string => `<dt>${what}</dt><dd>${html}</dd>`;
    const legend = [
      `<ins>${said.inserted}</ins>`,
      `<del>${said.deleted}</del>`,
      `<ins class="moved">${said.arrived}</ins>`,
      `<del class="gone">${said.left}</del>`,
      `<span class="formatted">${said.formatted}</span>`,
      `<span><ins class="break">¶</ins> ${said.broken.split}</span>`,
      `<span><del class="break">¶</del> ${said.broken.joinedHere}</span>`,
      ...waitingLegend(comparison.blocks, said),
    ];
    const people = [...this.people].map(
      ([id, name]) => `<span class="person ${this.colourOf(id)}">${escape(name)}</span>`,
    );
    return `<header>
<p class="kind">${said.heading}</p>
<h1>${escape(title)}</h1>
<dl>${line(said.older, escape(older))}${line(said.newer, escape(newer))}${line(said.made, escape(made))}${line(said.zone, escape(zone))}${line(said.legend, legend.join(" "))}${people.length > 0 ? line(said.people, people.join(" ")) : ""}</dl>
</header>`;
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
    const { around } = this;
    const told = this.isWith(around, block) ? "" : this.toldOf(block);
    if (told !== "" || around === null) this.around = block.fate === "added" || block.fate === "removed" ? block : null;
    const html = this.blockHtml(node, told);
    this.around = around;
    return html;
  }

  /** Where something was that stands elsewhere now. */
  private movedAway({ moved = "" }: ComparedBlockAnswer): string {
    const place = this.moves.get(moved);
    if (!place) return "";
    const { block, children } = place.node;
    const { addedSeq, decidedSeq } = block;
    const told = this.by(this.said.left, addedSeq, decidedSeq);
    const text = movedWords(place, this.said);
    const note = this.noteOfMove(moved, this.toldOf(block), place.node, place.from ?? "");
    const words = `<del${this.classOf("gone", addedSeq)}>${runHtml({ text })}</del>`;
    const inner = `${this.spoken(told)}${words}${note}${moveSign(place, "old", this.said)}`;
    const given = ` class="trace" id="${anchorOf(place, "old")}" title="${escape(told)}"`;
    if (block.name !== "tableRow") return `<p${given}>${inner}</p>`;
    return `<tr${given}><td colspan="${Math.max(1, children.length)}">${inner}</td></tr>`;
  }

  /** One number for both places of what moved. */
  private noteOfMove(name: string, told: string, node: BlockNode, clause?: string): string {
    const note = this.noted.get(name) ?? this.changes.add(told, { text: textOf(node), tag: "span" }, clause);
    this.noted.set(name, note);
    this.changes.pass();
    return note;
  }

  /** Whether a block came or went with the one around it: then that says so. */
  private isWith(around: ComparedBlockAnswer | null, block: ComparedBlockAnswer): boolean {
    return (
      around?.fate === block.fate &&
      around.waits === block.waits &&
      around.decidedSeq === block.decidedSeq &&
      this.isOneHand(around.addedSeq ?? around.removedSeq, block.addedSeq ?? block.removedSeq) &&
      block.changes.length + block.proposed.length === 0
    );
  }

  private isOneHand(a: number | null, b: number | null): boolean {
    const [one, other] = [this.comparison.rows.get(a ?? 0), this.comparison.rows.get(b ?? 0)];
    return a === b || (one !== undefined && one.personId === other?.personId && one.when === other.when);
  }

  private blockHtml(node: BlockNode, told: string): string {
    const { block, children } = node;
    const { name, fate } = block;
    if (name === "paragraph") this.changes.begin(node, this.labels.get(block));
    const look = fate === "kept" ? (told === "" ? "" : "changed") : fate === "moved" ? "moved-block" : fate;
    const isGoing = block.proposed.some((each) => each.do === "remove");
    const kind = `${look}${block.waits || isGoing ? " waits" : ""}`.trim();
    const place = fate === "moved" ? this.moves.get(block.moved ?? "") : undefined;
    const anchor = place ? ` id="${anchorOf(place, "new")}"` : "";
    const title = `${told === "" ? "" : ` title="${escape(told)}"`}${anchor}`;
    const given = `${kind === "" ? "" : ` class="${kind}"`}${title}`;
    // A break is told where it stands, at the end of the paragraph before.
    const isNoted = told !== "" && block.broken !== "split";
    const spoken = isNoted ? this.spoken(told) : "";
    const tag = fate === "added" ? "ins" : fate === "removed" || isGoing ? "del" : "span";
    const note = !isNoted
      ? ""
      : place
        ? this.noteOfMove(block.moved ?? "", told, node)
        : this.changes.add(told, { text: textOf(node), tag });
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

  /** What happened to a block as a whole, in words. */
  private toldOf(block: ComparedBlockAnswer): string {
    const { said } = this;
    const { fate, waits, broken, addedSeq, removedSeq, decidedSeq, changes, proposed } = block;
    const waiting = fate === "added" && waits ? toldAs(said.waits, block.alternative, said) : null;
    const came = fate === "moved" ? toldMove(this.moves.get(block.moved ?? ""), said) : said.came[fate];
    const what = broken ? said.broken[broken] : (waiting ?? came);
    return [
      fate === "kept" || fate === "left" ? "" : this.by(what, fate === "removed" ? removedSeq : addedSeq, decidedSeq),
      ...changes.map((change) => this.by(said.changed, change.seq, change.decidedSeq)),
      ...this.wishes(proposed),
    ]
      .filter((each) => each !== "")
      .join(said.separator);
  }

  /** The sign of a paragraph break that was made, or taken away, in front of some words. */
  private broken({ broken }: ComparedPieceAnswer): string {
    if (!broken) return "";
    const { said } = this;
    const isSplit = broken.do === "split";
    const told = this.by(isSplit ? said.broken.split : said.broken.joinedHere, broken.seq, broken.decidedSeq);
    return this.marked(isSplit ? "ins" : "del", ["break", broken.seq], told, { html: "¶", text: "¶" });
  }

  private piece(piece: ComparedPieceAnswer, block: ComparedBlockAnswer): string {
    const { said } = this;
    const movedSeq = block.fate === "moved" ? block.addedSeq : null;
    const html = runHtml({ text: piece.text, marks: piece.marks as Marks });
    const words = { html, text: piece.text };
    const goes = piece.proposed.filter((each) => each.do === "delete" || each.do === "remove");
    if (goes[0] && piece.fate !== "deleted" && piece.fate !== "left") {
      // Of several who would delete the same words the first is told, but for alternatives: each of these is one.
      const told = goes.filter((each, at) => at === 0 || each.alternative !== undefined);
      const isOne = told.every((each) => each.do === "remove");
      const wishes = this.wishes(told).join(said.separator);
      return this.marked("del", ["waits", goes[0].seq], wishes, words, isOne);
    }
    const { decidedSeq } = piece;
    switch (piece.fate) {
      case "kept": {
        const notes = [...this.looksOf(piece), ...this.wishes(piece.proposed)];
        if (notes.length === 0 && movedSeq === null) this.changes.pass();
        if (notes.length === 0)
          return movedSeq === null ? html : `<ins${this.classOf("moved", movedSeq)}>${html}</ins>`;
        return this.marked("span", ["formatted", null], notes.join(said.separator), words);
      }
      case "inserted": {
        const { placedSeq, writtenSeq } = piece;
        const seq = placedSeq ?? writtenSeq;
        if (piece.waits)
          return this.marked("ins", ["waits", seq], this.by(toldAs(said.waits, piece.alternative, said), seq), words);
        const told =
          placedSeq === null
            ? this.by(said.inserted, writtenSeq, decidedSeq)
            : [this.by(said.broughtBack, placedSeq, decidedSeq), this.by(said.written, writtenSeq)].join(
                said.separator,
              );
        const isOne = placedSeq === null && this.isPart(block, "added", writtenSeq, decidedSeq);
        return this.marked("ins", ["", seq], told, words, isOne);
      }
      case "deleted": {
        const { deletedSeq } = piece;
        const isOne = this.isPart(block, "removed", deletedSeq, decidedSeq);
        return this.marked("del", ["", deletedSeq], this.by(said.deleted, deletedSeq, decidedSeq), words, isOne);
      }
      case "left":
        return piece.reflowed
          ? ""
          : this.marked("del", ["gone", piece.placedSeq], this.by(said.left, piece.placedSeq, decidedSeq), words);
      case "arrived": {
        const looks = this.looksOf(piece);
        if (piece.reflowed && looks.length === 0) return html;
        if (piece.reflowed) return this.marked("span", ["formatted", null], looks.join(said.separator), words);
        const told = [this.by(said.arrived, piece.placedSeq, decidedSeq), ...looks].join(said.separator);
        return this.marked("ins", ["moved", piece.placedSeq], told, words);
      }
    }
  }

  private looksOf({ formatting }: ComparedPieceAnswer): string[] {
    return formatting.map(({ seq, decidedSeq }) => this.by(this.said.formatted, seq, decidedSeq));
  }

  /** Whether words came, or went, with their paragraph or with what is around that: then its note tells of them. */
  private isPart(block: ComparedBlockAnswer, fate: string, seq: number | null, decidedSeq: number | null): boolean {
    const whole = block.broken === undefined && block.fate === fate ? block : null;
    return (
      whole !== null &&
      (whole.decidedSeq ?? null) === decidedSeq &&
      this.isOneHand(whole.addedSeq ?? whole.removedSeq, seq)
    );
  }

  /** `isNoted` says that something else has the number of what is told. */
  private marked(
    tag: NotedWords["tag"],
    [kind, seq]: readonly [kind: string, seq: number | null],
    told: string,
    { html, text }: { readonly html: string; readonly text: string },
    isNoted = false,
  ): string {
    const note = isNoted ? "" : this.changes.add(told, { text, tag });
    return `<${tag}${this.classOf(kind, seq)} title="${escape(told)}">${this.spoken(told)}${html}</${tag}>${note}`;
  }

  /** What kind of change it is, and in whose colour. */
  private classOf(kind: string, seq: number | null): string {
    const row = seq === null ? undefined : this.comparison.rows.get(seq);
    const classes = [kind, row ? this.colourOf(row.personId) : ""].filter((each) => each !== "").join(" ");
    return classes === "" ? "" : ` class="${classes}"`;
  }

  private colourOf(personId: string): string {
    const at = [...this.people.keys()].indexOf(personId);
    return at < 0 ? "" : `by-${(at % AUTHOR_COLOURS) + 1}`;
  }

  private spoken(told: string): string {
    return told === "" ? "" : `<span class="said">[${escape(told)}] </span>`;
  }

  /** What is proposed about words or a block that stand there. */
  private wishes(proposed: ComparedBlockAnswer["proposed"]): string[] {
    return tellWishes(proposed, this.said).map(({ what, seq }) => this.by(what, seq));
  }

  /** What happened, who did it and when; given the row that accepted it, who had proposed it, and who accepted. */
  private by(what: string, seq: number | null, decidedSeq: number | null = null): string {
    const { said } = this;
    const row = seq === null ? undefined : this.comparison.rows.get(seq);
    if (row) this.people.set(row.personId, this.nameOf(row));
    const decided = decidedSeq === null ? undefined : this.comparison.rows.get(decidedSeq);
    if (!row || !decided) return this.told(what, row);
    return `${said.proposed(what, this.nameOf(row), row.when)}${said.separator}${this.told(said.decided, decided)}`;
  }

  private told(what: string, row: ToldRow | undefined): string {
    if (!row) return what;
    return `${what}${this.said.colon}${this.nameOf(row)}${this.said.comma}${row.when}`;
  }

  /** Somebody's name, and their party where there are several. */
  private nameOf({ name, party }: ToldRow): string {
    return this.hasParties ? this.said.person(name, this.said.party[party]) : name;
  }
}

/** Whether a paragraph was joined to another, and nothing of it went: its words stand there, and the sign of what parted them. */
function isOnlyJoined({ broken, pieces }: ComparedBlockAnswer): boolean {
  return (
    broken !== undefined && broken !== "split" && pieces.every(({ fate, reflowed }) => fate === "left" && reflowed)
  );
}

function spanOf(name: string, value: unknown): string {
  return typeof value === "number" && value > 1 ? ` ${name}="${Math.floor(value)}"` : "";
}
