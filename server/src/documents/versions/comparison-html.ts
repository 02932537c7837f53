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
  type ComparedBlockAnswer,
  type ComparedPieceAnswer,
  formerAttributes,
  treeOf,
} from "@parley/documents";
import type { Attributes, Marks } from "@parley/document";
import { paragraphHtml, runHtml } from "../exchange/export-html.ts";
import type { ExportPicture } from "../exchange/export-input.ts";
import { AUTHOR_COLOURS, comparisonStylesheet } from "./comparison-stylesheet.ts";
import { alternativeSigns, toldAs, waitingLegend } from "./comparison-alternatives.ts";
import { numbersOf } from "./comparison-numbers.ts";
import { comparisonWords } from "./comparison-words.ts";

/** Who made a row, and when, in words. */
export interface ToldRow {
  readonly personId: string;
  readonly name: string;
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

/** The pictures that a comparison shows, of either version. */
export function picturesOf(blocks: readonly ComparedBlockAnswer[]): Set<string> {
  const ids = new Set<string>();
  for (const block of blocks) {
    if (block.name !== "image") continue;
    for (const { imageId } of [block.attributes, formerAttributes(block)])
      if (typeof imageId === "string") ids.add(imageId);
  }
  return ids;
}

/** The whole file. */
export function comparisonHtml(comparison: ComparisonHtml): string {
  const { title, older, newer, language } = comparison;
  const nodes = treeOf(comparison.blocks);
  const writer = new Writer(comparison, numbersOf(nodes));
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

class Writer {
  private readonly comparison: ComparisonHtml;
  private readonly labels: ReadonlyMap<ComparedBlockAnswer, string>;
  private readonly said: (typeof comparisonWords)[Language];
  /** What has been told, in the order of the text; the same words are told once. */
  private readonly changes: string[] = [];
  /** Whose changes there are, in the order of the text. */
  private readonly people = new Map<string, string>();
  /** The note of a row, which has no words of its own, until its first cell takes it. */
  private ofRow = "";
  /** The removed block around what is written, which took with it what went with the same row. */
  private around: ComparedBlockAnswer | null = null;
  /** The number that stands before the next words; what is told of both is not numbered again. */
  private lastNote = 0;

  constructor(comparison: ComparisonHtml, labels: ReadonlyMap<ComparedBlockAnswer, string>) {
    this.comparison = comparison;
    this.labels = labels;
    this.said = comparisonWords[comparison.language];
  }

  /** What is compared, and how to read it. To be written after the blocks. */
  header(): string {
    const { said, comparison } = this;
    const { title, older, newer, made, zone } = comparison;
    const line = (what: string, html: string): string => `<dt>${what}</dt><dd>${html}</dd>`;
    const legend = [
      `<ins>${said.inserted}</ins>`,
      `<del>${said.deleted}</del>`,
      `<ins class="moved">${said.arrived}</ins>`,
      `<del class="gone">${said.left}</del>`,
      `<span class="formatted">${said.formatted}</span>`,
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
    if (changes.length === 0) return `<section class="notes"><p>${said.nothing}</p></section>`;
    const items = changes.map((each, index) => `<li id="c${index + 1}">${escape(each)}</li>`).join("\n");
    return `<section class="notes"><h2>${said.notes}</h2><ol>\n${items}\n</ol></section>`;
  }

  blocks(nodes: readonly BlockNode[]): string {
    return nodes.map((node) => this.block(node)).join("\n");
  }

  private block(node: BlockNode): string {
    const { block } = node;
    if (block.fate === "left") return "";
    const { around } = this;
    const told = this.wentWith(block, goneSeqOf(block)) ? "" : this.toldOf(block);
    if (told !== "" || around === null) this.around = block.fate === "removed" ? block : null;
    const html = this.blockHtml(node, told);
    this.around = around;
    return html;
  }

  /** Whether something went because what is around it was removed: then that says who did so. */
  private wentWith({ fate }: { readonly fate: string }, goneSeq: number | null): boolean {
    if (this.around === null || (fate !== "removed" && fate !== "deleted")) return false;
    return goneSeq === null || goneSeq === goneSeqOf(this.around);
  }

  private blockHtml({ block, children }: BlockNode, told: string): string {
    const { name, fate } = block;
    if (block.depth === 0) this.lastNote = 0;
    const look = fate === "kept" ? (told === "" ? "" : "changed") : fate === "moved" ? "moved-block" : fate;
    const kind = `${look}${block.waits ? " waits" : ""}`.trim();
    const title = told === "" ? "" : ` title="${escape(told)}"`;
    const given = `${kind === "" ? "" : ` class="${kind}"`}${title}`;
    const [spoken, note] = [this.spoken(told), this.note(told)];
    const cell = name === "tableHeader" ? "th" : "td";
    switch (name) {
      case "paragraph": {
        const signs = alternativeSigns(block.pieces);
        const moved = block.fate === "moved" ? block.addedSeq : null;
        const text = block.pieces.map((piece, at) => `${signs[at] ?? ""}${this.piece(piece, moved)}`);
        return paragraphHtml(
          block.attributes as Attributes,
          this.labels.get(block) ?? null,
          `${spoken}${note}${text.join("")}`,
          {
            classes: kind === "" ? [] : [kind],
            attributes: title,
          },
        );
      }
      case "table":
        return `${spoken}${note}<table${given}>${this.blocks(children)}</table>`;
      case "tableRow":
        this.ofRow = spoken + note;
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
        return `<figure${given}>${spoken}${this.leaf(block)}${note}</figure>`;
    }
  }

  /** What happened to a block as a whole, in words. */
  private toldOf(block: ComparedBlockAnswer): string {
    const { fate, waits, addedSeq, removedSeq, decidedSeq, changes, proposed } = block;
    const { said } = this;
    const whole =
      fate === "added"
        ? this.by(waits ? toldAs(said.waits, block.alternative, said) : said.added, addedSeq)
        : fate === "removed"
          ? this.by(said.removed, removedSeq)
          : fate === "moved"
            ? this.by(said.moved, addedSeq)
            : "";
    return [
      whole === "" ? "" : this.decidedBy(whole, decidedSeq ?? null),
      ...changes.map((change) => this.decidedBy(this.by(said.changed, change.seq), change.decidedSeq ?? null)),
      ...proposed.map((each) => this.wish(each)),
    ]
      .filter((each) => each !== "")
      .join(said.separator);
  }

  /** A picture or another block without words; what it was and what it is, where that differs. */
  private leaf(block: ComparedBlockAnswer): string {
    if (block.fate === "removed") return `<del>${this.face(block.name, block.attributes)}</del>`;
    if (block.fate === "added") return `<ins>${this.face(block.name, block.attributes)}</ins>`;
    const now = this.face(block.name, block.attributes);
    if (block.changes.length === 0) return now;
    const { before, after, colon } = this.said;
    const former = this.face(block.name, formerAttributes(block));
    return `<div class="before"><figcaption>${before}${colon.trim()}</figcaption><del>${former}</del></div><div><figcaption>${after}${colon.trim()}</figcaption><ins>${now}</ins></div>`;
  }

  private face(name: string, attributes: Readonly<Record<string, unknown>>): string {
    const { said } = this;
    const text = (of: string): string => (typeof attributes[of] === "string" ? attributes[of] : "");
    if (name === "signatureBlock") {
      const lines = [said.signatureBlock, text("label"), text("organisation")].filter((line) => line !== "");
      return `<div class="signature">${lines.map((line) => `<p>${escape(line)}</p>`).join("")}</div>`;
    }
    if (name === "image") {
      const picture = this.comparison.pictures.get(text("imageId"));
      const alt = text("alt");
      if (!picture) return escape(`[${said.picture}${alt === "" ? "" : said.colon + alt}]`);
      const { width } = attributes;
      const shown = typeof width === "number" ? width : picture.width;
      return `<img src="data:${escape(picture.mediaType)};base64,${Buffer.from(picture.bytes).toString("base64")}" alt="${escape(alt)}" width="${Math.floor(shown)}">`;
    }
    return escape(name === "horizontalRule" || name === "pageBreak" ? `[${said[name]}]` : `[${name}]`);
  }

  /** `movedSeq` is the row that moved its paragraph as a whole. */
  private piece(piece: ComparedPieceAnswer, movedSeq: number | null): string {
    const { said } = this;
    const text = runHtml({ text: piece.text, marks: piece.marks as Marks });
    const goes = piece.proposed.filter((each) => each.do === "delete" || each.do === "remove");
    if (goes[0] && piece.fate !== "deleted" && piece.fate !== "left") {
      // Of several who would delete the same words the first is told, but for alternatives: each of these is one.
      const told = goes.filter((each, at) => at === 0 || each.alternative !== undefined);
      const words = told.map((each) => this.wish(each)).join(said.separator);
      return this.marked("del", ["waits", goes[0].seq], words, text);
    }
    switch (piece.fate) {
      case "kept": {
        const notes = [...this.looksOf(piece), ...piece.proposed.map((each) => this.wish(each))];
        if (notes.length === 0 && movedSeq === null) this.lastNote = 0;
        if (notes.length === 0)
          return movedSeq === null ? text : `<ins${this.classOf("moved", movedSeq)}>${text}</ins>`;
        return this.marked("span", ["formatted", null], notes.join(said.separator), text);
      }
      case "inserted": {
        const { placedSeq, writtenSeq } = piece;
        const seq = placedSeq ?? writtenSeq;
        if (piece.waits)
          return this.marked("ins", ["waits", seq], this.by(toldAs(said.waits, piece.alternative, said), seq), text);
        const told =
          placedSeq === null
            ? this.by(said.inserted, writtenSeq)
            : [this.by(said.broughtBack, placedSeq), this.by(said.written, writtenSeq)].join(said.separator);
        return this.marked("ins", ["", seq], this.decidedBy(told, piece.decidedSeq), text);
      }
      case "deleted": {
        const around = this.wentWith(piece, piece.decidedSeq ?? piece.deletedSeq) ? this.around : null;
        const deletedSeq = around ? around.removedSeq : piece.deletedSeq;
        const decidedSeq = around ? (around.decidedSeq ?? null) : piece.decidedSeq;
        return this.marked(
          "del",
          ["", deletedSeq],
          this.decidedBy(this.by(said.deleted, deletedSeq), decidedSeq),
          text,
        );
      }
      case "left":
        return piece.reflowed
          ? ""
          : this.marked("del", ["gone", piece.placedSeq], this.movedBy(said.left, piece), text);
      case "arrived": {
        const looks = this.looksOf(piece);
        if (piece.reflowed && looks.length === 0) return text;
        if (piece.reflowed) return this.marked("span", ["formatted", null], looks.join(said.separator), text);
        const told = [this.movedBy(said.arrived, piece), ...looks].join(said.separator);
        return this.marked("ins", ["moved", piece.placedSeq], told, text);
      }
    }
  }

  private looksOf({ formatting }: ComparedPieceAnswer): string[] {
    return formatting.map(({ seq, decidedSeq = null }) =>
      this.decidedBy(this.by(this.said.formatted, seq), decidedSeq),
    );
  }

  private marked(
    tag: "ins" | "del" | "span",
    [kind, seq]: readonly [kind: string, seq: number | null],
    told: string,
    text: string,
  ): string {
    return `<${tag}${this.classOf(kind, seq)} title="${escape(told)}">${this.spoken(told)}${text}</${tag}>${this.note(told)}`;
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

  /** A number in the text for what is told below it. */
  private note(told: string): string {
    if (told === "") return "";
    const known = this.changes.indexOf(told);
    const number = known < 0 ? this.changes.push(told) : known + 1;
    if (number === this.lastNote) return "";
    this.lastNote = number;
    return `<a class="note" href="#c${number}" aria-hidden="true">${number}</a>`;
  }

  /** What is proposed about words or a block that stand there. */
  private wish(each: ComparedBlockAnswer["proposed"][number]): string {
    const { said } = this;
    const what = each.do === "delete" || each.do === "remove" ? said.waitsToGo : said.waitsToChange;
    return this.by(toldAs(what, each.alternative, said), each.seq);
  }

  private by(what: string, seq: number | null): string {
    const row = seq === null ? undefined : this.comparison.rows.get(seq);
    if (row) this.people.set(row.personId, row.name);
    return this.told(what, row);
  }

  private told(what: string, row: ToldRow | undefined): string {
    if (!row) return what;
    return `${what}${this.said.colon}${row.name}${this.said.comma}${row.when}`;
  }

  private movedBy(what: string, { placedSeq, decidedSeq }: ComparedPieceAnswer): string {
    return this.decidedBy(this.by(what, placedSeq), decidedSeq);
  }

  private decidedBy(told: string, seq: number | null): string {
    return seq === null
      ? told
      : `${told}${this.said.separator}${this.told(this.said.decided, this.comparison.rows.get(seq))}`;
  }
}

/** The row with which a removed block went. */
const goneSeqOf = ({ removedSeq, decidedSeq }: ComparedBlockAnswer): number | null => decidedSeq ?? removedSeq;

function spanOf(name: string, value: unknown): string {
  return typeof value === "number" && value > 1 ? ` ${name}="${Math.floor(value)}"` : "";
}

function escape(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Surrogate}]/gu, (character) => (character === "\n" ? character : ""))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
