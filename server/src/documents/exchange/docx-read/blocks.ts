/** Reads the blocks of a story, a table cell or a text box, in order. */
import type { BlockContent } from "@parley/document";
import { readParagraph } from "./paragraph.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Story } from "./story.ts";
import { readTable } from "./table.ts";
import { attributeOf, childOf, chosenBranch, descendantsOf, elementsOf } from "./xml-access.ts";

const transparent = new Set(["w:sdtContent", "w:customXml", "w:smartTag"]);
const ignored = new Set([
  "w:sectPr", "w:tcPr", "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:permStart", "w:permEnd",
  "w:commentRangeStart", "w:commentRangeEnd", "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart",
  "w:moveToRangeEnd", "w:customXmlPr", "w:customXmlInsRangeStart", "w:customXmlInsRangeEnd",
  "w:customXmlDelRangeStart", "w:customXmlDelRangeEnd", "w:customXmlMoveFromRangeStart",
  "w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeStart", "w:customXmlMoveToRangeEnd",
]); // prettier-ignore

/** The blocks inside an element. */
export function readBlocks(parent: XmlElement, story: Story): BlockContent[] {
  return elementsOf(parent).flatMap((element) => readBlock(element, story));
}

function readBlock(element: XmlElement, story: Story): BlockContent[] {
  const { report } = story.reading;
  if (ignored.has(element.name)) return [];
  if (transparent.has(element.name)) return readBlocks(element, story);
  switch (element.name) {
    case "w:p":
      return readParagraph(element, story);
    case "w:tbl":
      return readTable(element, story);
    case "w:ins":
    case "w:moveTo":
      report.note("tracked-insertions");
      return readBlocks(element, story);
    case "w:del":
    case "w:moveFrom":
      report.note("tracked-deletions");
      return [];
    case "w:sdt":
      return readControl(element, story);
    case "mc:AlternateContent": {
      const branch = chosenBranch(element);
      return branch ? readBlocks(branch, story) : [];
    }
    case "w:altChunk":
    case "w:subDoc":
      report.note("embedded-documents");
      return [];
    case "m:oMathPara":
    case "m:oMath":
      return readParagraph({ name: "w:p", attributes: new Map(), children: [element] }, story);
    default:
      report.note("unknown");
      return [];
  }
}

function readControl(element: XmlElement, story: Story): BlockContent[] {
  const { report } = story.reading;
  const gallery = descendantsOf(childOf(element, "w:sdtPr"), "w:docPartGallery")[0];
  if (attributeOf(gallery, "w:val") === "Table of Contents") {
    report.note("table-of-contents");
    return [];
  }
  report.note("content-controls");
  const content = childOf(element, "w:sdtContent");
  return content ? readBlocks(content, story) : [];
}
