import { expect, test } from "vitest";
import { PARAGRAPH_BREAK } from "./index.ts";
import { Scene, mara, osei, paragraph, yara } from "./negotiation-scene.ts";

/** What a person proposes, by the item and the rows of its records. */
const known = (scene: Scene): object[] =>
  scene.of(mara).map(({ id, author, firstSeq, lastSeq, records }) => ({
    id,
    author,
    firstSeq,
    lastSeq,
    rows: [...new Set(records.map(({ seq }) => seq))],
  }));

test("[DE1] a join whose target a decision breaks stays what it was, of the row in which it was proposed", () => {
  const scene = new Scene(paragraph("one two"), paragraph("three"));
  scene.propose(mara, (page) => page.join(page.block(1), page.block(0)));
  scene.propose(osei, (page) => page.text(0).insert(3, PARAGRAPH_BREAK));
  const before = known(scene);
  expect(scene.accept(...scene.of(osei))).toEqual(["one", " two", "three"]);
  expect(known(scene)).toEqual(before);
  expect(scene.accept(...scene.of(mara))).toEqual(["one", " twothree"]);
});

test("[DE1] and so does one whose target a decision joins to another paragraph", () => {
  const scene = new Scene(paragraph("one"), paragraph("two"), paragraph("three"));
  scene.propose(mara, (page) => page.join(page.block(2), page.block(1)));
  scene.propose(osei, (page) => page.join(page.block(1), page.block(0)));
  const before = known(scene);
  expect(scene.accept(...scene.of(osei))).toEqual(["onetwo", "three"]);
  expect(known(scene)).toEqual(before);
  expect(scene.accept(...scene.of(mara))).toEqual(["onetwothree"]);
});

test("[DE1] [DE5] who proposed to delete a break proposes to join what it parted since they proposed that", () => {
  const scene = new Scene(paragraph("one two"));
  scene.propose(osei, (page) => page.text(0).insert(3, PARAGRAPH_BREAK));
  scene.propose(mara, (page) => page.delete(0, 3, 1));
  const before = known(scene);
  scene.accept(...scene.of(osei));
  expect(known(scene)).toEqual(before);
  expect(scene.proposed).toEqual(["one two"]);
});

test("[DE1] [DE4] who proposed to delete the words that keep a removed block proposes its removal since they proposed that", () => {
  const scene = new Scene(paragraph("One."), paragraph("Two."));
  const removal = scene.begin(yara, true, (page) => page.remove(page.block(1)));
  scene.propose(osei, (page) => page.text(1).insert(4, "Half."));
  removal();
  scene.accept(...scene.of(yara));
  scene.propose(mara, (page) => page.strike("Half.", 1));
  const before = known(scene);
  expect(scene.accept(...scene.of(osei))).toEqual(["One.", "Half."]);
  expect(scene.told).toEqual(['Mara remove "\\nHalf." ""']);
  expect(known(scene)).toEqual(before);
  expect(scene.accept(...scene.of(mara))).toEqual(["One."]);
});
