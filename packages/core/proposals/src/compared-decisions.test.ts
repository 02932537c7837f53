/** How a comparison of two versions tells what was proposed and accepted between them. */
import { type ComparedBlock, compareVersions, netComparison } from "@parley/history";
import { describe, expect, test } from "vitest";
import type * as Y from "yjs";
import { PARAGRAPH_BREAK, proposedBreak } from "./index.ts";
import { type Page, Scene, mara, newParagraph, osei, paragraph, yara } from "./negotiation-scene.ts";

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

describe("what was proposed and accepted names who proposed it and who accepted it", () => {
  test("[VE3] words that moved, where they were and where they are", () => {
    const scene = new Scene(paragraph("One. Pay in May. Two."), paragraph("Three."), paragraph("Four."));
    scene.propose(mara, (page) => {
      const ids = page.ids(page.text(0), 4, 12);
      page.record({ do: "delete", ids });
      page.text(2).insert(5, " Pay in May.");
      page.record({ do: "move", from: ids, to: page.ids(page.text(2), 5, 12) });
    });
    scene.accept(...scene.of(mara));
    const pieces = compareVersions(scene.replica, 1, 3).flatMap((block) => block.pieces);
    expect(pieces.filter(({ fate }) => fate !== "kept")).toMatchObject([
      { fate: "left", text: " Pay in May.", placedSeq: 2, carriedOutSeq: 3 },
      { fate: "arrived", text: " Pay in May.", placedSeq: 2, carriedOutSeq: 3 },
    ]);
  });

  test("[VE3] words that somebody moved after somebody else had split their paragraph are the former's to have moved", () => {
    const scene = new Scene(paragraph("One. Two. Three."), paragraph("Last of all, and longest."));
    const cut = (page: Page, block: number, from: number, count: number): string => {
      const words = page
        .text(block)
        .toString()
        .slice(from, from + count);
      page.text(block).delete(from, count);
      return words;
    };
    scene.edit((page) => page.fragment.insert(1, [newParagraph(cut(page, 0, 4, 12))]));
    scene.edit((page) => page.text(2).insert(25, cut(page, 1, 0, 5)));
    const pieces = compareVersions(scene.replica, 1, 3).flatMap((block) => block.pieces);
    expect(pieces.filter(({ text }) => text === " Two.")).toMatchObject([
      { fate: "left", placedSeq: 3, carriedOutSeq: null },
      { fate: "arrived", placedSeq: 3, carriedOutSeq: null },
    ]);
  });

  test("[VE3] a paragraph that came, one that moved, and one that went", () => {
    const scene = new Scene(paragraph("One."), paragraph("Two, which is longer."), paragraph("Three."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Between."));
    scene.propose(osei, (page) => page.remove(page.block(0)));
    scene.propose(mara, (page) => {
      const source = page.block(3);
      page.remove(source);
      const made = newParagraph("Three.");
      page.fragment.insert(0, [made]);
      const to = [[...page.id(made), 1], ...page.ids(made.get(0) as Y.XmlText)] as const;
      page.record({ do: "move", from: [[...page.id(source), 1], ...page.ids(page.text(4))], to: [...to] as never });
    });
    scene.accept(...scene.proposals);
    const blocks = compareVersions(scene.replica, 1, 5).filter(({ fate }) => fate !== "kept");
    expect(
      blocks.map(({ fate, addedSeq, removedSeq, carriedOutSeq }) => [fate, addedSeq, removedSeq, carriedOutSeq]),
    ).toEqual([
      ["removed", null, 3, 5],
      ["moved", 4, null, 5],
      ["added", 2, null, 5],
      ["left", null, 4, 5],
    ]);
  });

  test("[VE4] a paragraph that was split, and one that was joined to the one before it", () => {
    const scene = new Scene(paragraph("One. Two. Three."), paragraph("Four."), paragraph("Five."));
    scene.propose(mara, (page) => page.text(0).insert(4, PARAGRAPH_BREAK));
    scene.propose(osei, (page) => page.text(0).insert(10, PARAGRAPH_BREAK));
    scene.propose(yara, (page) => page.join(page.block(2), page.block(1)));
    // Words before a break that go with the same decision, and others that come.
    scene.propose(yara, (page) => page.strike("One.", 0));
    scene.propose(yara, (page) => page.text(0).insert(0, "First."));
    scene.accept(...scene.proposals);
    expect(scene.agreed).toEqual(["First.", " Two.", " Three.", "Four.Five."]);
    const blocks = compareVersions(scene.replica, 1, 7);
    expect(
      blocks.flatMap(({ broken, after }) => (broken === "split" && after ? [proposedBreak(scene.past, after.id)] : [])),
    ).toEqual([2, 3]);
    expect(blocks.flatMap(({ broken, removedSeq }) => (broken ? [[broken, removedSeq]] : []))).toEqual([
      ["split", null],
      ["split", null],
      ["joined", 7],
    ]);
    // What was not split by a decision has no such proposal.
    scene.edit((page) => page.fragment.insert(0, [newParagraph("Direct.")]));
    const [made] = compareVersions(scene.replica, 7, 8);
    expect(made?.after && proposedBreak(scene.past, made.after.id)).toBeNull();
  });
});

test("[VE3] words that were agreed on and split since are the decision's in both halves", () => {
  const scene = new Scene(paragraph("We pay."));
  scene.propose(mara, (page) => page.text(0).insert(6, " in May and in June"));
  scene.accept(...scene.of(mara));
  const split = (page: Page, at: number): void => {
    const text = page.text(0);
    const tail = text.toString().slice(at);
    text.delete(at, tail.length);
    page.fragment.insert(1, [newParagraph(tail)]);
  };
  scene.edit((page) => split(page, 14));
  scene.edit((page) => split(page, 6));
  const agreed = (told(compareVersions(scene.replica, 1, 5)) as unknown[][]).filter(([fate]) => fate === "inserted");
  expect(agreed).toEqual([
    ["inserted", " in May ", null, 3],
    ["inserted", "and in June", null, 3],
  ]);
});
