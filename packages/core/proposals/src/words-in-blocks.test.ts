import { describe, expect, test } from "vitest";
import { Scene, mara, newTable, osei, paragraph, yara } from "./negotiation-scene.ts";

/** Mara proposes a paragraph, in which Osei and Yara propose words. */
function opened(): Scene {
  const scene = new Scene(paragraph("One."));
  scene.propose(mara, (page) => page.insertParagraph(1, "Monthly reports."));
  scene.propose(osei, (page) => page.text(1).insert(16, " And quarterly."));
  return scene;
}

describe("what others propose in a proposed block", () => {
  test("[VI8] [PR6] stands in the view of whoever proposes it, in its block, and in no view of others", () => {
    const scene = opened();
    scene.propose(yara, (page) => {
      page.text(1).insert(0, "NB. ");
      page.insertParagraph(2, "Yearly audits.");
    });
    expect(scene.viewOf(osei)).toEqual(["One.", "Monthly reports. And quarterly."]);
    expect(scene.viewOf(mara)).toEqual(["One.", "Monthly reports."]);
    expect(scene.viewOf(yara)).toEqual(["One.", "NB. Monthly reports.", "Yearly audits."]);
    // As a decision does: what a proposal builds on is accepted along.
    expect(scene.accept(...scene.of(mara), ...scene.of(osei))).toEqual(["One.", "Monthly reports. And quarterly."]);
  });

  test("[PR6] is theirs, and builds on it", () => {
    const scene = opened();
    expect(scene.told).toEqual(['Mara block "" "Monthly reports.\\n"', 'Osei insert "" " And quarterly."']);
    expect(scene.of(osei)[0]?.requires).toEqual([scene.of(mara)[0]?.id]);
  });

  test("[PR6] [DE2] waits on when the block alone is accepted", () => {
    const scene = opened();
    expect(scene.accept(...scene.of(mara))).toEqual(["One.", "Monthly reports."]);
    expect(scene.told).toEqual(['Osei insert "" " And quarterly."']);
    expect(scene.of(osei)[0]?.requires).toEqual([]);
    expect(scene.reject(...scene.of(osei))).toEqual(["One.", "Monthly reports."]);
  });

  test("[PR6] is accepted along when both are", () => {
    const scene = opened();
    expect(scene.accept(...scene.proposals)).toEqual(["One.", "Monthly reports. And quarterly."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[PR6] [DE6] is void, and told so, when the block is rejected", () => {
    const scene = opened();
    expect(scene.reject(...scene.of(mara))).toEqual(["One."]);
    expect(scene.voided.map(({ author, insertedText }) => [author, insertedText])).toEqual([[osei, " And quarterly."]]);
  });

  test("[PR6] is one proposal where words replace the author's", () => {
    const scene = opened();
    scene.reject(...scene.of(osei));
    scene.propose(yara, (page) => {
      page.strike("Monthly", 1);
      page.text(1).insert(7, "Weekly");
    });
    expect(scene.told).toEqual(['Mara block "" "Monthly reports.\\n"', 'Yara replace "Monthly" "Weekly"']);
    expect(scene.accept(...scene.of(mara))).toEqual(["One.", "Monthly reports."]);
    expect(scene.accept(...scene.proposals)).toEqual(["One.", "Weekly reports."]);
  });

  test("[PR6] is theirs in the cells of a proposed table, too", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.fragment.insert(1, [newTable(["a", "b"])]));
    scene.propose(osei, (page) => page.text(1, 0, 1, 0).insert(1, "eta"));
    expect(scene.told).toEqual(['Mara block "" "a\\tb\\n"', 'Osei insert "" "eta"']);
    expect(scene.accept(...scene.of(mara))).toEqual(["One.", "a | b"]);
    expect(scene.accept(...scene.of(osei))).toEqual(["One.", "a | beta"]);
  });
});
