import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Proposal } from "./index.ts";
import { createLookRows } from "./look-rows.ts";
import { type Page, Scene, mara, newCell, newTable, osei, paragraph } from "./negotiation-scene.ts";

/** Mara proposes a paragraph and a table, and words in an agreed paragraph; the proposal of the first words that are given. */
function proposed(): { scene: Scene; rowsOf: (words: string, after?: number) => number[] } {
  const scene = new Scene(paragraph("The fee is due."));
  scene.propose(mara, (page) => page.fragment.insert(1, [newTable(["one", "two"])]));
  scene.propose(mara, (page) => page.insertParagraph(2, "See the terms."));
  scene.propose(mara, (page) => page.text(0).insert(7, " of 100"));
  const rowsOf = (words: string, after = 0): number[] => {
    const proposal = scene.proposals.find(({ insertedText }) => insertedText.includes(words)) as Proposal;
    return createLookRows(scene.document)(proposal, after);
  };
  return { scene, rowsOf };
}

describe("the rows of a proposal's look", () => {
  test("are none while everything looks as it came", () => {
    const { rowsOf } = proposed();
    expect([rowsOf("terms"), rowsOf("of 100")]).toEqual([[], []]);
  });

  test.each<[string, (page: Page) => void]>([
    ["a block of it is set", (page) => page.block(2).setAttribute("style", "heading")],
    ["its words are formatted", (page) => page.text(2).format(4, 3, { bold: {} })],
    ["a cell of it is set", (page) => page.block(1, 0, 1).setAttribute("colspan", 2 as never)],
    ["words in a cell of it are formatted", (page) => page.text(1, 0, 0, 0).format(0, 3, { bold: {} })],
  ])("hold the row with which %s, until the reader has seen it", (_what, change) => {
    const { scene, rowsOf } = proposed();
    scene.propose(mara, change);
    const { seq } = scene.replica;
    expect(rowsOf("terms")).toEqual([seq]);
    expect(rowsOf("terms", seq)).toEqual([]);
    expect(rowsOf("of 100")).toEqual([]);
  });

  test("hold the row that took formatting away, or formatted words in an agreed paragraph", () => {
    const { scene, rowsOf } = proposed();
    scene.propose(mara, (page) => page.text(2).format(4, 3, { bold: {} }));
    scene.propose(mara, (page) => page.text(2).format(4, 3, { bold: null }));
    expect(rowsOf("terms")).toEqual([scene.replica.seq]);
    scene.edit((page) => page.text(0).format(0, page.text(0).length, { italic: {} }));
    expect(rowsOf("of 100")).toEqual([scene.replica.seq]);
  });

  test("hold nothing of what somebody else proposes in it", () => {
    const { scene, rowsOf } = proposed();
    scene.propose(osei, (page) => {
      page.text(2).insert(7, " new");
      const inner = new Y.XmlElement("tableRow");
      page.block(1).insert(1, [inner]);
      inner.insert(0, [newCell("three"), newCell("four")]);
    });
    scene.propose(osei, (page) => {
      page.text(2).format(7, 4, { bold: {} });
      page.text(1, 1, 0, 0).format(0, 5, { bold: {} });
      page.block(1, 1, 0, 0).setAttribute("align", "center");
    });
    expect(rowsOf("terms")).toEqual([]);
    expect(rowsOf(" new")).toEqual([scene.replica.seq]);
  });
});
