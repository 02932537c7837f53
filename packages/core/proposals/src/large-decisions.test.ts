import type { RecordRange } from "@parley/document";
import { expect, test } from "vitest";
import { type Page, Scene, mara, osei, paragraph } from "./negotiation-scene.ts";
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

test("[GA5] in how many places somebody may put words at one time is bounded, and who is there goes on with what they have", () => {
  const { places } = recordLimits;
  const scene = new Scene(...Array.from({ length: 3 }, () => paragraph("a".repeat(places + 1))));
  const act = (task: (page: Page) => void): void =>
    scene.guarded(
      (document) => proposalGate(document, mara),
      () => scene.propose(mara, task),
    );
  const put = (index: number, count: number): void =>
    act((page) => {
      const delta = Array.from({ length: count }, () => [{ retain: 1 }, { insert: "x" }]);
      page.text(index).applyDelta(delta.flat());
    });
  expect(() => put(0, places + 1)).toThrow("places");
  put(0, places / 2);
  put(1, places / 2 - 2);
  expect(() => put(2, 3)).toThrow("places");
  put(2, 2);
  expect(() => put(2, 1)).toThrow("places");
  act((page) => page.text(0).insert(2, "more words"));
  act((page) => page.text(0).insert(4, " in between"));
  expect(scene.proposals).toHaveLength(places);
  act((page) => page.text(2).delete(1, 1));
  act((page) => page.text(2).insert(4, "x"));
});

test("[GA5] how many proposals somebody may answer at one time is bounded", () => {
  const count = recordLimits.counters + 1;
  const scene = new Scene(paragraph("a".repeat(count)));
  scene.propose(osei, (page) => page.text(0).insert(0, "b"));
  const answer = (upTo: number): void =>
    scene.guarded(
      (document) => proposalGate(document, mara),
      () =>
        scene.propose(mara, (page) => {
          const [[client, clock]] = page.ids(page.text(0), 1) as [RecordRange];
          const [[to, at]] = page.ids(page.text(0), 0, 1) as [RecordRange];
          for (let each = 0; each < upTo; each++) {
            page.record({ do: "format", ids: [[client, clock + each, 1]], mark: "bold", value: {}, group: `g${each}` });
            page.record({ do: "counter", to: [to, at], ids: [], group: `g${each}` });
          }
        }),
    );
  expect(() => answer(count)).toThrow("answers of one person");
  answer(count - 1);
});
