/** A comparison as one HTML file that stands by itself: underlined what came, struck what went, each with who did it. */
import type { Language } from "@parley/base";
import type { ComparedBlock, ComparedPiece } from "@parley/history";

const words = {
  en: { heading: "Changes between rows", moved: "moved", removed: "Paragraph removed", added: "Paragraph added" },
  zh: { heading: "版本对比（记录行）", moved: "移动", removed: "删除段落", added: "新增段落" },
} as const;

const stylesheet = `
body{font:16px/1.75 "Source Serif 4","Noto Serif SC",serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1f2328}
p{margin:0 0 .6em;white-space:pre-wrap}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3em .5em;vertical-align:top}
ins{color:#0a5c2f;text-decoration:underline}del{color:#9b1c1c;text-decoration:line-through}
.moved{text-decoration:underline double;color:#5b3b8c}.gone{text-decoration:line-through double;color:#5b3b8c}
.added,.moved-block{border-left:3px solid #0a5c2f;padding-left:.5em}.removed{border-left:3px solid #9b1c1c;padding-left:.5em}
`;

export interface ComparisonHtml {
  readonly blocks: readonly ComparedBlock[];
  /** Who made a row, in words. */
  readonly authors: ReadonlyMap<number, string>;
  readonly title: string;
  readonly language: Language;
}

/** The whole file. Everything from the document is escaped; it may load nothing. */
export function comparisonHtml({ blocks, authors, title, language }: ComparisonHtml): string {
  const said = words[language];
  const by = (seq: number | null): string => (seq === null ? "" : (authors.get(seq) ?? ""));
  const piece = (each: ComparedPiece): string => writePiece(each, by, said.moved);
  const write = (list: readonly ComparedBlock[]): string => list.map(block).join("\n");
  const block = ({ name, fate, pieces, children, addedSeq, removedSeq }: ComparedBlock): string => {
    if (fate === "left") return "";
    const kind = fate === "moved" ? "moved-block" : fate;
    const note =
      fate === "added"
        ? `${said.added} · ${by(addedSeq)}`
        : fate === "removed"
          ? `${said.removed} · ${by(removedSeq)}`
          : "";
    const given = `${fate === "kept" ? "" : ` class="${kind}"`}${note === "" ? "" : ` title="${escape(note)}"`}`;
    const tag = name === "table" ? "table" : name === "tableRow" ? "tr" : name === "tableHeader" ? "th" : "td";
    if (name === "paragraph") return `<p${given}>${pieces.map(piece).join("")}</p>`;
    if (name.startsWith("table")) return `<${tag}${given}>${write(children)}</${tag}>`;
    return `<p${given}>[${escape(name)}]</p>`;
  };
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(`${said.heading} ${title}`)}</title>
<style>${stylesheet}</style>
</head>
<body>
<h1>${escape(`${said.heading} ${title}`)}</h1>
<main>
${write(blocks)}
</main>
</body>
</html>
`;
}

function writePiece(piece: ComparedPiece, by: (seq: number | null) => string, moved: string): string {
  const text = escape(piece.text);
  switch (piece.fate) {
    case "kept":
      return text;
    case "inserted":
      return `<ins title="${escape(by(piece.placedSeq ?? piece.writtenSeq))}">${text}</ins>`;
    case "deleted":
      return `<del title="${escape(by(piece.deletedSeq))}">${text}</del>`;
    case "left":
      return piece.isReflowed ? "" : `<span class="gone" title="${moved}">${text}</span>`;
    case "arrived":
      return piece.isReflowed
        ? text
        : `<span class="moved" title="${escape(`${moved} · ${by(piece.placedSeq)}`)}">${text}</span>`;
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
