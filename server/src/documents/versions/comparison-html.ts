/**
 * A comparison as one HTML file that stands by itself: underlined what came, struck what went, each with who did it.
 *
 * Invariants:
 * - Everything from the document is escaped, and the file may load nothing: its pictures are in it.
 * - What happened is said in words, too, for whoever hears the file instead of seeing it.
 */
import type { Language } from "@parley/base";
import {
  type BlockNode,
  type ComparedBlockAnswer,
  type ComparedPieceAnswer,
  formerAttributes,
  treeOf,
} from "@parley/documents";
import type { ExportPicture } from "../exchange/export-input.ts";

const words = {
  en: {
    heading: "Changes between rows",
    colon: ": ",
    separator: "; ",
    inserted: "Inserted",
    broughtBack: "Brought back",
    written: "written",
    deleted: "Deleted",
    arrived: "Moved here",
    left: "Moved away",
    formatted: "Formatting changed",
    added: "New",
    removed: "Removed",
    moved: "Moved",
    changed: "Changed",
    decided: "accepted",
    waits: "Proposed",
    waitsToGo: "Proposed to be deleted",
    waitsToChange: "A change is proposed",
    before: "Before",
    after: "Now",
    picture: "Picture",
    horizontalRule: "Line",
    pageBreak: "Page break",
    signatureBlock: "Signature block",
  },
  zh: {
    heading: "版本对比（记录行）",
    colon: "：",
    separator: "；",
    inserted: "新增",
    broughtBack: "恢复",
    written: "撰写",
    deleted: "删除",
    arrived: "移动到此处",
    left: "从此处移走",
    formatted: "格式有改动",
    added: "新增",
    removed: "删除",
    moved: "移动",
    changed: "改动",
    decided: "采纳",
    waits: "建议新增",
    waitsToGo: "建议删除",
    waitsToChange: "有修改建议",
    before: "原来",
    after: "现在",
    picture: "图片",
    horizontalRule: "分隔线",
    pageBreak: "分页符",
    signatureBlock: "签署栏",
  },
} as const;

const stylesheet = `
body{font:16px/1.75 "Source Serif 4","Noto Serif SC",serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1f2328}
p{margin:0 0 .6em;white-space:pre-wrap}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3em .5em;vertical-align:top}
ins{color:#0a5c2f;text-decoration:underline}del{color:#9b1c1c;text-decoration:line-through}
.moved{text-decoration:underline double;color:#5b3b8c}.gone{text-decoration:line-through double;color:#5b3b8c}
.waits{text-decoration-style:dashed}.formatted{border-bottom:1px dotted #57606a}
.added,.moved-block{border-left:3px solid #0a5c2f;padding-left:.5em}.removed{border-left:3px dashed #9b1c1c;padding-left:.5em}
.changed{border-left:3px dotted #57606a;padding-left:.5em}
figure{margin:0 0 1em}figcaption{font:13px/1.5 sans-serif;color:#57606a}img{max-width:100%;height:auto}
.removed img,.before img{opacity:.6;outline:2px dashed #9b1c1c}
.signature{border:1px solid #bbb;border-radius:6px;padding:.6em .9em;max-width:22rem}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;

export interface ComparisonHtml {
  readonly blocks: readonly ComparedBlockAnswer[];
  /** Who made a row, in words. */
  readonly authors: ReadonlyMap<number, string>;
  /** By `imageId`. A picture that is missing here is replaced by its description. */
  readonly pictures: ReadonlyMap<string, ExportPicture>;
  readonly title: string;
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
  const { title, language } = comparison;
  const heading = escape(`${words[language].heading} ${title}`);
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${heading}</title>
<style>${stylesheet}</style>
</head>
<body>
<h1>${heading}</h1>
<main>
${new Writer(comparison).blocks(treeOf(comparison.blocks))}
</main>
</body>
</html>
`;
}

class Writer {
  private readonly comparison: ComparisonHtml;
  private readonly said: (typeof words)[Language];

  constructor(comparison: ComparisonHtml) {
    this.comparison = comparison;
    this.said = words[comparison.language];
  }

  blocks(nodes: readonly BlockNode[]): string {
    return nodes.map((node) => this.block(node)).join("\n");
  }

  private block({ block, children }: BlockNode): string {
    const { name, fate } = block;
    if (fate === "left") return "";
    const told = this.toldOf(block);
    const look = fate === "kept" ? (told === "" ? "" : "changed") : fate === "moved" ? "moved-block" : fate;
    const kind = `${look}${block.waits ? " waits" : ""}`.trim();
    const given = `${kind === "" ? "" : ` class="${kind}"`}${told === "" ? "" : ` title="${escape(told)}"`}`;
    const spoken = this.spoken(told);
    const cell = name === "tableHeader" ? "th" : "td";
    switch (name) {
      case "paragraph":
        return `<p${given}>${spoken}${block.pieces.map((piece) => this.piece(piece, block.fate === "moved")).join("")}</p>`;
      case "table":
        return `${spoken}<table${given}>${this.blocks(children)}</table>`;
      case "tableRow":
        return `<tr${given}>${this.blocks(children)}</tr>`;
      case "tableCell":
      case "tableHeader":
        return `<${cell}${given}>${spoken}${this.blocks(children)}</${cell}>`;
      default:
        return `<figure${given}>${spoken}${this.leaf(block)}</figure>`;
    }
  }

  /** What happened to a block as a whole, in words. */
  private toldOf({ fate, waits, addedSeq, removedSeq, decidedSeq, changes, proposed }: ComparedBlockAnswer): string {
    const { said } = this;
    const whole =
      fate === "added"
        ? this.by(waits ? said.waits : said.added, addedSeq)
        : fate === "removed"
          ? this.by(said.removed, removedSeq)
          : fate === "moved"
            ? this.by(said.moved, addedSeq)
            : "";
    return [
      whole === "" ? "" : this.decidedBy(whole, decidedSeq ?? null),
      ...changes.map((change) => this.decidedBy(this.by(said.changed, change.seq), change.decidedSeq ?? null)),
      ...proposed.map((each) => this.by(each.do === "remove" ? said.waitsToGo : said.waitsToChange, each.seq)),
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

  /** `movedAlong` says that its paragraph was moved as a whole. */
  private piece(piece: ComparedPieceAnswer, movedAlong: boolean): string {
    const { said } = this;
    const text = escape(piece.text);
    const goes = piece.proposed.find((each) => each.do === "delete" || each.do === "remove");
    if (goes && piece.fate !== "deleted" && piece.fate !== "left")
      return this.marked("del", "waits", this.by(said.waitsToGo, goes.seq), text);
    switch (piece.fate) {
      case "kept": {
        const notes = [
          ...piece.formatting.map((change) =>
            this.decidedBy(this.by(said.formatted, change.seq), change.decidedSeq ?? null),
          ),
          ...piece.proposed.map(({ seq }) => this.by(said.waitsToChange, seq)),
        ];
        if (notes.length === 0) return movedAlong ? `<ins class="moved">${text}</ins>` : text;
        return this.marked("span", "formatted", notes.join(said.separator), text);
      }
      case "inserted": {
        const { placedSeq, writtenSeq } = piece;
        if (piece.waits) return this.marked("ins", "waits", this.by(said.waits, placedSeq ?? writtenSeq), text);
        const told =
          placedSeq === null
            ? this.by(said.inserted, writtenSeq)
            : [this.by(said.broughtBack, placedSeq), this.by(said.written, writtenSeq)].join(said.separator);
        return this.marked("ins", "", this.decidedBy(told, piece.decidedSeq), text);
      }
      case "deleted":
        return this.marked("del", "", this.decidedBy(this.by(said.deleted, piece.deletedSeq), piece.decidedSeq), text);
      case "left":
        return piece.reflowed ? "" : this.marked("del", "gone", this.movedBy(said.left, piece), text);
      case "arrived":
        return piece.reflowed ? text : this.marked("ins", "moved", this.movedBy(said.arrived, piece), text);
    }
  }

  private marked(tag: "ins" | "del" | "span", kind: string, told: string, text: string): string {
    return `<${tag}${kind === "" ? "" : ` class="${kind}"`} title="${escape(told)}">${this.spoken(told)}${text}</${tag}>`;
  }

  private spoken(told: string): string {
    return told === "" ? "" : `<span class="said">[${escape(told)}] </span>`;
  }

  private by(what: string, seq: number | null): string {
    const author = seq === null ? undefined : this.comparison.authors.get(seq);
    return author === undefined ? what : `${what}${this.said.colon}${author}`;
  }

  private movedBy(what: string, { placedSeq, decidedSeq }: ComparedPieceAnswer): string {
    return this.decidedBy(this.by(what, placedSeq), decidedSeq);
  }

  private decidedBy(told: string, seq: number | null): string {
    return seq === null ? told : `${told}${this.said.separator}${this.by(this.said.decided, seq)}`;
  }
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
