/** Pictures, text boxes and shapes: DrawingML (`w:drawing`) and the older VML (`w:pict`). */
import type { Attributes, BlockContent } from "@parley/document";
import { cleanText } from "../clean-text.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Story } from "./story.ts";
import { attributeOf, chosenBranch, descendantsOf, elementsOf, integerOf } from "./xml-access.ts";

/** English Metric Units per CSS pixel. */
const emuPerPixel = 9_525;

/** The blocks of a drawing: its pictures, then the text of its text boxes. */
export function readDrawing(drawing: XmlElement, story: Story): BlockContent[] {
  const { report } = story.reading;
  const frame = elementsOf(drawing).find((each) => each.name === "wp:inline" || each.name === "wp:anchor") ?? null;
  const kinds = descendantsOf(drawing, "a:graphicData").map((each) => attributeOf(each, "uri") ?? "");
  if (kinds.some((uri) => /\/(chart|chartex|diagram)$/u.test(uri))) {
    report.note("charts");
    return [];
  }
  const alt = altOf(descendantsOf(frame, "wp:docPr")[0] ?? null);
  const pictures = descendantsOf(drawing, "pic:pic");
  const extent = descendantsOf(frame, "wp:extent")[0] ?? null;
  const blocks = pictures.flatMap((picture): BlockContent[] => {
    const own = descendantsOf(picture, "a:ext").find((each) => integerOf(each, "cx") !== null) ?? null;
    const emu = integerOf(pictures.length === 1 ? extent : own, "cx") ?? integerOf(extent, "cx");
    const blip = descendantsOf(picture, "a:blip")[0] ?? null;
    const crop = descendantsOf(picture, "a:srcRect")[0];
    if (crop && [...crop.attributes.values()].some((value) => value !== "0")) report.note("cropped-pictures");
    return pictureBlock(
      attributeOf(blip, "r:embed"),
      attributeOf(blip, "r:link"),
      emu === null ? null : emu / emuPerPixel,
      alt,
      story,
    );
  });
  const boxes = textBoxes(drawing, story);
  if (pictures.length === 0 && boxes.length === 0) report.note("shapes");
  return [...blocks, ...boxes];
}

/** The blocks of a VML picture or object. */
export function readVml(pict: XmlElement, story: Story): BlockContent[] {
  if (descendantsOf(pict, "v:rect").some((rect) => attributeOf(rect, "o:hr") === "t"))
    return [{ type: "horizontalRule" }];
  const shapes = ["v:shape", "v:rect"].flatMap((name) => descendantsOf(pict, name));
  const blocks = shapes.flatMap((shape): BlockContent[] =>
    descendantsOf(shape, "v:imagedata").flatMap((image) => {
      const title = attributeOf(image, "o:title") ?? attributeOf(shape, "alt") ?? "";
      return pictureBlock(attributeOf(image, "r:id"), attributeOf(image, "r:href"), vmlWidth(shape), title, story);
    }),
  );
  const boxes = textBoxes(pict, story);
  if (blocks.length === 0 && boxes.length === 0 && descendantsOf(pict, "v:imagedata").length === 0) {
    story.reading.report.note("shapes");
  }
  return [...blocks, ...boxes];
}

/** `style="width:240pt;height:12pt"` in pixels. */
function vmlWidth(shape: XmlElement): number | null {
  const match = /(?:^|;)\s*width:\s*([\d.]+)(pt|px|in|cm|mm)?/u.exec(attributeOf(shape, "style") ?? "");
  if (!match) return null;
  const perUnit = { pt: 96 / 72, px: 1, in: 96, cm: 96 / 2.54, mm: 96 / 25.4 } as const;
  const unit = match[2] as keyof typeof perUnit | undefined;
  return Number(match[1]) * perUnit[unit ?? "px"];
}

function altOf(properties: XmlElement | null): string {
  return attributeOf(properties, "descr") ?? attributeOf(properties, "title") ?? "";
}

function pictureBlock(
  embedId: string | null,
  linkId: string | null,
  shownWidth: number | null,
  alt: string,
  story: Story,
): BlockContent[] {
  const { report, media, shelf } = story.reading;
  const embedded = story.relationships.get(embedId ?? "");
  if (!embedded || embedded.external) {
    report.note(embedded?.external === true || linkId !== null ? "remote-pictures" : "missing-pictures");
    return [];
  }
  const bytes = media.get(embedded.target);
  if (!bytes) {
    report.note("missing-pictures");
    return [];
  }
  const shelved = shelf.put(embedded.target, bytes);
  if (typeof shelved === "string") {
    report.note(shelved === "too-large" ? "picture-sizes" : "picture-types");
    return [];
  }
  const attributes: Record<string, Attributes[string]> = { imageId: shelved.placeholderId };
  const cleanAlt = cleanText(alt).slice(0, 500).toWellFormed().trim();
  if (cleanAlt !== "") attributes["alt"] = cleanAlt;
  const width = shownWidth === null ? shelved.width : Math.round(shownWidth);
  if (width > 0 && width !== shelved.width) attributes["width"] = Math.min(4_000, Math.max(16, width));
  return [{ type: "image", attributes }];
}

/** The text of text boxes, whatever draws them. */
function textBoxes(drawing: XmlElement, story: Story): BlockContent[] {
  const blocks: BlockContent[] = [];
  for (const box of outermost(drawing, "w:txbxContent")) {
    story.reading.report.note("text-boxes");
    blocks.push(...story.readBlocks(box, story));
  }
  return blocks;
}

/** Matches that stand in no other match; of alternate content only the choice. */
function outermost(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) => {
    if (child.name === name) return [child];
    if (child.name !== "mc:AlternateContent") return outermost(child, name);
    const chosen = chosenBranch(child);
    return chosen ? outermost(chosen, name) : [];
  });
}
