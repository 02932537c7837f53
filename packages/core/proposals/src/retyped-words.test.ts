import { expect, test } from "vitest";
import { type Page, Scene, lin, mara, paragraph } from "./negotiation-scene.ts";

const OLD = "The buyer pays within fifteen days of delivery.";
const NEW = "Payment is due within thirty days of the invoice.";

/** Writes a sentence over the whole of another, on a page. */
function retype(page: Page, words = NEW): void {
  const text = page.text(0);
  text.insert(0, words);
  text.delete(words.length, text.length - words.length);
}

test.each([
  ["at the same moment", false, false],
  ["at the same moment, and arrived first", false, true],
  ["afterwards", true, false],
])("[PR9] nothing is struck of a sentence that somebody typed over proposed words %s", (_when, afterwards, swapped) => {
  const scene = new Scene(paragraph(OLD));
  const strike = (page: Page): void => page.strike("within fifteen days", 0);
  if (afterwards) {
    scene.propose(mara, strike);
    scene.edit((page) => retype(page));
  } else {
    const sends = [scene.begin(mara, true, strike), scene.begin(lin, false, (page) => retype(page))];
    for (const send of swapped ? sends.toReversed() : sends) send();
  }
  expect([scene.agreed, scene.proposed]).toEqual([[NEW], [NEW]]);
  // Nothing is left of what was to go: it waits no longer.
  expect(scene.told).toEqual([]);
});

test("[PR9] a paragraph that is proposed to be removed stands, once somebody has typed another sentence over it", () => {
  const scene = new Scene(paragraph(OLD), paragraph("Last."));
  scene.propose(mara, (page) => page.remove(page.block(0)));
  scene.edit((page) => retype(page));
  expect(scene.proposed).toEqual([NEW, "Last."]);
});

test("[PR9] words that come back as they were, or are split or moved, are still proposed to be deleted", () => {
  const scene = new Scene(paragraph(OLD), paragraph("Last."));
  scene.propose(mara, (page) => page.strike("fifteen days", 0));
  const at = OLD.indexOf("within");
  const tail = OLD.slice(at);
  scene.edit((own) => {
    own.text(0).delete(at, tail.length);
    own.insertParagraph(1, tail);
  });
  expect(scene.proposed).toEqual(["The buyer pays ", "within  of delivery.", "Last."]);
  const again = scene.page.text(1).toString();
  scene.edit((own) => {
    own.text(1).delete(0, again.length);
    own.text(1).insert(0, again);
  });
  expect(scene.proposed).toEqual(["The buyer pays ", "within  of delivery.", "Last."]);
});

test("[PR9] how the old words were to look is how those are to look that say the same", () => {
  const scene = new Scene(paragraph(OLD));
  scene.propose(mara, (page) =>
    page.record({ do: "format", ids: page.ids(page.text(0), OLD.indexOf("within"), 7), mark: "bold", value: {} }),
  );
  scene.edit((page) => retype(page));
  expect(scene.proposed).toEqual([NEW.replace("within ", "<bold>within ")]);
});
