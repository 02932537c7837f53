import { expect, test } from "vitest";
import { Scene, mara, paragraph } from "./negotiation-scene.ts";
import { proposalGate } from "./index.ts";
import { recordLimits } from "./record-limits.ts";

test("[DE2] a proposal of thousands of records that nothing joins can be rejected like any", () => {
  const scene = new Scene(...Array.from({ length: 60 }, () => paragraph("fee")));
  const task = (): void =>
    scene.propose(mara, (page) => {
      const last = page.text(59);
      for (let count = 0; count < 5_001; count++) {
        const block = page.id(page.block(count % 59));
        page.record({ do: "set", block, name: "align", value: "end", group: "g" });
        // The records' ids do not follow each other, so each goes by itself.
        last.insert(last.length, "x");
      }
    });
  scene.guarded((document) => proposalGate(document, mara), task);
  const [records] = scene.proposals.filter((each) => each.records.length > 0);
  expect(records?.records).toHaveLength(5_001);
  const before = scene.agreed;
  expect(records && scene.reject(records)).toEqual(before);
  expect(scene.proposals).toHaveLength(1);
});

test("[GA5] [VI4] as many paragraphs as somebody may break off are shown and accepted; more are refused", () => {
  const scene = new Scene(paragraph("fee"));
  const breakOff = (count: number): void =>
    scene.guarded(
      (document) => proposalGate(document, mara),
      () => scene.propose(mara, (page) => page.text(0).insert(1, "\u2029".repeat(count))),
    );
  breakOff(recordLimits.breaks - 1);
  expect(scene.proposed).toHaveLength(recordLimits.breaks);
  expect(() => breakOff(2)).toThrow("breaks of one person");
  breakOff(1);
  scene.reject(...scene.proposals);
  // However many there are, they can be read.
  scene.propose(mara, (page) => page.text(0).insert(1, "\u2029".repeat(200_000)));
  expect(scene.proposed).toHaveLength(200_001);
});
