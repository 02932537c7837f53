/** How the file of a comparison shows blocks without words: pictures, lines, signature blocks. */
import { type ComparedBlockAnswer, formerAttributes } from "@parley/documents";
import type { ExportPicture } from "../exchange/export-input.ts";
import { escape } from "./comparison-escape.ts";
import type { comparisonWords } from "./comparison-words.ts";

type Said = (typeof comparisonWords)["en" | "zh"];

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

/** A block without words; what it was and what it is, where that differs. A picture that is missing is replaced by its description. */
export function leafHtml(block: ComparedBlockAnswer, said: Said, pictures: ReadonlyMap<string, ExportPicture>): string {
  const face = (attributes: ComparedBlockAnswer["attributes"]): string =>
    faceHtml(block.name, attributes, said, pictures);
  const now = face(block.attributes);
  if (block.fate === "removed") return `<del>${now}</del>`;
  if (block.fate === "added") return `<ins>${now}</ins>`;
  if (block.changes.length === 0) return now;
  const { before, after, colon } = said;
  const former = face(formerAttributes(block));
  return `<div class="before"><figcaption>${before}${colon.trim()}</figcaption><del>${former}</del></div><div><figcaption>${after}${colon.trim()}</figcaption><ins>${now}</ins></div>`;
}

function faceHtml(
  name: string,
  attributes: ComparedBlockAnswer["attributes"],
  said: Said,
  pictures: ReadonlyMap<string, ExportPicture>,
): string {
  const text = (of: string): string => (typeof attributes[of] === "string" ? attributes[of] : "");
  if (name === "signatureBlock") {
    const lines = [said.signatureBlock, text("label"), text("organisation")].filter((line) => line !== "");
    return `<div class="signature">${lines.map((line) => `<p>${escape(line)}</p>`).join("")}</div>`;
  }
  if (name === "image") {
    const picture = pictures.get(text("imageId"));
    const alt = text("alt");
    if (!picture) return escape(`[${said.picture}${alt === "" ? "" : said.colon + alt}]`);
    const { width } = attributes;
    const shown = typeof width === "number" ? width : picture.width;
    return `<img src="data:${escape(picture.mediaType)};base64,${Buffer.from(picture.bytes).toString("base64")}" alt="${escape(alt)}" width="${Math.floor(shown)}">`;
  }
  return escape(name === "horizontalRule" || name === "pageBreak" ? `[${said[name]}]` : `[${name}]`);
}
