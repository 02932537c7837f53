import { describe, expect, test } from "vitest";
import { readViewAt } from "./index.ts";
import { Scene, mara, newTable, osei, paragraph, yara } from "./negotiation-scene.ts";

describe("what somebody withdraws", () => {
  test("[WD1] is gone when only they wrote in it", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.withdraw(...scene.of(mara));
    expect(scene.proposed).toEqual(["One."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[WD1] leaves the words of others, as their proposal", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.propose(osei, (page) => page.text(1).insert(3, " and a half"));
    scene.propose(yara, (page) => page.text(1).insert(14, " more"));
    expect(scene.told).toEqual(['Mara block "" "Two and a half more.\\n"']);
    expect(scene.of(mara)[0]?.ownText).toBe("Two.");
    scene.withdraw(...scene.of(mara));
    expect(scene.told).toEqual(['Osei block "" " and a half more\\n"']);
    expect(scene.agreed).toEqual(["One."]);
    expect(scene.accept(...scene.proposals)).toEqual(["One.", " and a half more"]);
  });

  test("[WD1] leaves what somebody wrote directly into it, and that still waits", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.edit((page) => page.text(1).insert(4, " Three."));
    scene.withdraw(...scene.of(mara));
    expect(scene.told).toEqual(['Lin block "" " Three.\\n"']);
    expect(scene.agreed).toEqual(["One."]);
  });

  test("[WD1] of a table leaves the rows in which others wrote, with all their cells", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.fragment.insert(1, [newTable(["a", "b"], ["c", "d"])]));
    scene.propose(osei, (page) => page.text(1, 1, 1, 0).insert(1, "elta"));
    scene.withdraw(...scene.of(mara));
    expect(scene.proposed).toEqual(["One.", " | elta"]);
    expect(scene.told).toEqual(['Osei block "" "\\telta\\n"']);
    expect(scene.reject(...scene.proposals)).toEqual(["One."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[WD1] can be withdrawn by those whose words are left", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.propose(osei, (page) => page.text(1).insert(3, " and a half"));
    scene.withdraw(...scene.of(mara));
    scene.withdraw(...scene.of(osei));
    expect(scene.proposed).toEqual(["One."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[WD1] [VI5] was never agreed, in no version", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.propose(osei, (page) => page.text(1).insert(3, " and a half"));
    const [block] = scene.of(mara)[0]?.blocks ?? [];
    scene.withdraw(...scene.of(mara));
    const seq = scene.replica.seq;
    expect(scene.replica.proposalOf(block as NonNullable<typeof block>).agreedSeq).toBeNull();
    scene.accept(...scene.proposals);
    for (const [view, shown] of [
      ["agreed", 1],
      ["proposed", 2],
    ] as const)
      expect(readViewAt(scene.past, seq, view).blocks).toHaveLength(shown);
  });
});
