import { expect, test } from "vitest";
import * as Y from "yjs";
import { Scene, mara, newParagraph, paragraph } from "./negotiation-scene.ts";
import { lookOfBlock } from "./look.ts";
import { readMarked } from "./marked-document.ts";

/** Tables in cells of tables, with paragraphs in the innermost. */
function nest(depth: number, paragraphs: number): Y.XmlElement {
  const [table, row, cell] = ["table", "tableRow", "tableCell"].map((name) => new Y.XmlElement(name)) as [
    Y.XmlElement,
    Y.XmlElement,
    Y.XmlElement,
  ];
  table.insert(0, [row]);
  row.insert(0, [cell]);
  cell.insert(
    0,
    depth > 1 ? [nest(depth - 1, paragraphs)] : Array.from({ length: paragraphs }, () => newParagraph("x")),
  );
  return table;
}

test("[PR4] the look of tables in tables grows with what is in them, not with every level", () => {
  const lengths = [1, 4].map((depth) => {
    const scene = new Scene(paragraph("fee"));
    scene.propose(mara, (page) => page.fragment.insert(1, [nest(depth, 100)]));
    return readMarked(scene.document).blocks.reduce((sum, block) => sum + lookOfBlock(block).length, 0);
  });
  expect(lengths[1]).toBeLessThan((lengths[0] ?? 0) * 1.5);
});

test("[PR4] the digest of a proposed table tells an attribute of a paragraph in a cell of it", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.fragment.insert(1, [nest(2, 1)]));
  const seen = scene.proposals.map(({ digest }) => digest);
  scene.propose(mara, (page) => page.block(1, 0, 0, 0, 0, 0, 0).setAttribute("align", "end"));
  expect(scene.proposals.map(({ digest }) => digest)).not.toEqual(seen);
});
