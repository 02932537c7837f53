import { changeSizes } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Scene, mara, osei, paragraph } from "./negotiation-scene.ts";

test.each(["accept", "reject"] as const)(
  "[VE11] the sizes of versions stay what they were when what was proposed in them is decided on, and when that is taken back (%s)",
  (verdict) => {
    const scene = new Scene(paragraph("The fee is 100 euros."), paragraph("Paid monthly."), paragraph("Done."));
    scene.propose(mara, (page) => {
      page.strike("100", 0);
      page.text(0).insert(14, "90");
      page.text(1).insert(4, "\u2029");
      page.insertParagraph(3, "Annex.");
    });
    scene.propose(osei, (page) => {
      page.join(page.block(2), page.block(1));
      page.strike(" euros", 0);
    });
    const known: ReturnType<typeof changeSizes>[] = [];
    const look = (): void => {
      const seqs = Array.from({ length: scene.replica.seq }, (_, index) => index + 1);
      known.push(changeSizes(scene.replica, seqs));
    };
    look();
    scene.decide(verdict, scene.of(osei));
    look();
    scene.decide(verdict, scene.of(mara).slice(0, 1));
    look();
    scene.takeBack();
    look();
    scene.decide("reject", scene.proposals);
    look();
    const last = known.at(-1) ?? [];
    for (const sizes of known) expect(sizes).toEqual(last.slice(0, sizes.length));
  },
);

test("[VE11] of words that are cut and come twice with one version, once are moved and once come", () => {
  const scene = new Scene(paragraph("The supplier delivers."), paragraph("Second."));
  const before = scene.replica.seq;
  scene.edit((page) => page.text(0).delete(4, 18));
  scene.edit((page) => page.text(1).insert(0, "supplier delivers."));
  scene.edit((page) => page.text(1).insert(0, "supplier delivers."));
  expect(changeSizes(scene.replica, [before, scene.replica.seq])[1]).toEqual({ inserted: 18, deleted: 0, proposed: 0 });
});

test("[VE11] what is only proposed counts apart, what is rejected or withdrawn not at all, and what is accepted with the version that agrees on it", () => {
  const scene = new Scene(paragraph("The fee is 100 euros."));
  const at: number[] = [scene.replica.seq];
  const keep = (): number => at.push(scene.replica.seq);
  scene.propose(mara, (page) => {
    page.strike("100", 0);
    page.text(0).insert(14, "9");
  });
  scene.propose(osei, (page) => page.text(0).insert(0, "NB: "));
  keep();
  scene.decide("accept", scene.of(mara));
  keep();
  scene.reject(...scene.of(osei));
  // Proposed, split by an editor and withdrawn, all since the version before.
  scene.propose(osei, (page) => page.text(0).insert(0, "Perhaps "));
  scene.withdraw(...scene.of(osei));
  keep();
  scene.edit((page) => {
    const text = page.text(0);
    text.delete(8, text.length - 8);
    page.insertParagraph(1, "is 9 euros.");
  });
  keep();
  expect(scene.agreed).toEqual(["The fee ", "is 9 euros."]);
  expect(changeSizes(scene.replica, at)).toEqual([
    { inserted: 21, deleted: 0, proposed: 0 },
    { inserted: 0, deleted: 0, proposed: 5 },
    { inserted: 1, deleted: 3, proposed: 0 },
    { inserted: 0, deleted: 0, proposed: 0 },
    { inserted: 0, deleted: 0, proposed: 0 },
  ]);
  // Whichever versions are listed, what came less what went is what is agreed.
  for (const seqs of [at, at.slice(-1), [at[1] ?? 0, at[3] ?? 0]]) {
    const sizes = changeSizes(scene.replica, seqs);
    expect(sizes.reduce((sum, { inserted, deleted }) => sum + inserted - deleted, 0)).toBe(19);
  }
});

test("[VE11] what an editor writes behind the words that somebody proposed in an empty paragraph comes with the version in which it was written", () => {
  const scene = new Scene(paragraph("Terms"), paragraph(""));
  scene.propose(mara, (page) => page.block(1).insert(0, [new Y.XmlText("paid ")]));
  scene.edit((page) => page.text(1).insert(5, "monthly"));
  const sizes = (): unknown[] => changeSizes(scene.replica, [1, 2, 3, scene.replica.seq]);
  const known = [
    { inserted: 5, deleted: 0, proposed: 0 },
    { inserted: 0, deleted: 0, proposed: 5 },
    { inserted: 7, deleted: 0, proposed: 0 },
  ];
  expect(sizes().slice(0, 3)).toEqual(known);
  scene.accept(...scene.proposals);
  expect(sizes()).toEqual([...known, { inserted: 5, deleted: 0, proposed: 0 }]);
});
