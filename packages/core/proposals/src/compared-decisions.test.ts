/** How a comparison of two versions tells what was proposed and accepted between them. */
import { type ComparedBlock, compareVersions, netComparison } from "@parley/history";
import { describe, expect, test } from "vitest";
import { Scene, mara, paragraph } from "./negotiation-scene.ts";

const told = (blocks: readonly ComparedBlock[]): unknown[] =>
  blocks.flatMap(({ pieces }) =>
    pieces.map(({ fate, text, deletedSeq, carriedOutSeq }) => [fate, text, deletedSeq, carriedOutSeq]),
  );

describe("a replacement that was accepted", () => {
  /** Mara replaces `words` in the only paragraph, and Lin accepts. */
  const replaced = (text: string, words: string, by: string): Scene => {
    const scene = new Scene(paragraph(text));
    scene.propose(mara, (page) => {
      page.strike(words, 0);
      page.text(0).insert(text.indexOf(words) + words.length, by);
    });
    scene.accept(...scene.of(mara));
    return scene;
  };

  test("[VE6] leaves the words behind it kept, and nothing of them was decided on, also where they were typed again with it", () => {
    const scene = replaced("甲方可提前三十日书面通知乙方终止本合同。", "三十日", "四十五日");
    const [from, proposed, decided] = [1, 2, 3];
    const exact = compareVersions(scene.replica, from, decided);
    expect(told(netComparison(exact))).toEqual([
      ["kept", "甲方可提前", null, null],
      ["deleted", "三十", proposed, decided],
      ["inserted", "四十五", null, decided],
      ["kept", "日", null, null],
      ["kept", "书面通知乙方终止本合同。", null, null],
    ]);
    expect(told(exact)).toEqual([
      ["kept", "甲方可提前", null, null],
      ["deleted", "三十日", proposed, decided],
      ["inserted", "四十五日", null, decided],
      ["kept", "书面通知乙方终止本合同。", null, null],
    ]);
  });

  test("[VE6] takes along the letters of its words that stayed, which are told as it is", () => {
    const scene = replaced("The fee is 1000 euros.", "10", "90");
    expect(told(netComparison(compareVersions(scene.replica, 1, 3)))).toEqual([
      ["kept", "The fee is ", null, null],
      ["deleted", "10", 2, 3],
      ["deleted", "00", 2, 3],
      ["inserted", "90", null, 3],
      ["inserted", "00", null, 3],
      ["kept", " euros.", null, null],
    ]);
  });
});
