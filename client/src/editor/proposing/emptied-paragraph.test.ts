import { expect, test } from "vitest";
import { backspace, joinToPrevious } from "../paragraphs/breaking.ts";
import { loosenProposed, removeEmptied, removeEmptiedForwards } from "./emptied-paragraph.ts";
import { Scene } from "./proposing-scene.ts";

/** Backspace as the editor has it. */
function press({ mara, own }: Scene): void {
  const options = { fragment: mara.binding.fragment, own, isProposing: () => true };
  if (!mara.run(removeEmptied(options)) && !mara.run(loosenProposed(options, joinToPrevious))) mara.run(backspace);
}

const kinds = (scene: Scene): string[] => scene.proposals.map(({ kind }) => kind);

test("Backspace in a heading of which all words are proposed to go proposes to remove it, as one proposal", () => {
  const scene = new Scene();
  const { mara } = scene;
  mara.caret(1, 4);
  scene.erase(4);
  expect([kinds(scene), scene.proposed[1]]).toEqual([["delete"], ""]);
  press(scene);
  expect(kinds(scene)).toEqual(["remove"]);
  expect(scene.proposed).toEqual(["The price is 100 euros.", "It ends in May.", "a", "b", "Done."]);
  // The caret is at the end of the line before, and coming back once more changes nothing.
  expect([mara.state.selection.$head.parent.textContent, scene.caretOffset]).toEqual(["The price is 100 euros.", 23]);
  mara.caret(1, 0);
  press(scene);
  expect(kinds(scene)).toEqual(["remove"]);
  expect(scene.caretOffset).toBe(23);
  expect(mara.lines()).toEqual(scene.readAnew().lines());
});

test("Backspace in a plain paragraph whose words were proposed to go one after the other proposes to remove it, as one proposal", () => {
  const scene = new Scene();
  const { mara } = scene;
  for (const [caret, count] of [
    [15, 4],
    [2, 2],
    [11, 9],
  ] as const) {
    mara.caret(2, caret);
    scene.erase(count);
  }
  expect(scene.proposed[2]).toBe("");
  mara.caret(2, 0);
  press(scene);
  expect(kinds(scene)).toEqual(["remove"]);
  expect(scene.proposals[0]?.deletedText).toBe("It ends in May.\n");
  expect(scene.proposed).toEqual(["The price is 100 euros.", "Term", "a", "b", "Done."]);
  expect(mara.lines()).toEqual(scene.readAnew().lines());
});

test("Delete at the end of an emptied paragraph proposes to remove it, and the caret is in the next one", () => {
  const scene = new Scene();
  const { mara } = scene;
  mara.caret(1, 0);
  scene.erase(4, true);
  const remove = removeEmptiedForwards({ fragment: mara.binding.fragment, own: scene.own, isProposing: () => true });
  for (const _twice of [1, 2]) {
    mara.caret(1, 4);
    expect(mara.run(remove)).toBe(true);
    expect(kinds(scene)).toEqual(["remove"]);
    expect([mara.state.selection.$head.parent.textContent, scene.caretOffset]).toEqual(["It ends in May.", 0]);
  }
  expect(scene.proposed).toEqual(["The price is 100 euros.", "It ends in May.", "a", "b", "Done."]);
});

test("a plain paragraph in which a word stays is still joined to the line before", () => {
  const scene = new Scene({ blocks: ["One.", "Two three."].map((text) => ({ type: "paragraph", runs: [{ text }] })) });
  scene.mara.caret(1, 4);
  scene.erase(4);
  press(scene);
  expect(kinds(scene).toSorted()).toEqual(["delete", "join"]);
  expect(scene.proposed).toEqual(["One.three."]);
});

test("one word that stays makes it a heading whose looks go first", () => {
  const scene = new Scene();
  scene.mara.caret(1, 3);
  scene.erase(3);
  scene.mara.caret(1, 0);
  press(scene);
  expect(kinds(scene).toSorted()).toEqual(["delete", "set"]);
  expect(scene.proposed[1]).toBe("m");
});

test("a deletion of some words stays a proposal of its own when the whole paragraph is to go, too", () => {
  const scene = new Scene();
  const { mara } = scene;
  mara.caret(2, 2);
  scene.erase(2);
  const start = mara.paragraphStart(2) - 1;
  mara.dispatch(mara.state.tr.delete(start, start + "It ends in May.".length + 2));
  expect(kinds(scene).toSorted()).toEqual(["delete", "remove"]);
});

test("Backspace at the start of a list item proposes to take it out of the list, then its indent, then to join it, and the join alone is left", () => {
  const item = (text: string, depth: number | null) => ({
    type: "paragraph" as const,
    attributes: { list: "number" as const, listId: "a", ...(depth !== null && { depth }) },
    runs: [{ text }],
  });
  const scene = new Scene({ blocks: [item("One.", null), item("Two.", 1), item("Three.", null)] });
  const { mara } = scene;
  mara.caret(1, 0);
  const wished = (): string[] =>
    Array.from(scene.own.records(), ([, record]) => (record.do === "set" ? record.name : record.do)).toSorted();
  const steps = [0, 1, 2].map(() => {
    press(scene);
    return [wished(), scene.proposed];
  });
  expect(steps).toEqual([
    [
      ["list", "listId"],
      ["One.", "Two.", "Three."],
    ],
    [
      ["depth", "list", "listId"],
      ["One.", "Two.", "Three."],
    ],
    [["join"], ["One.Two.", "Three."]],
  ]);
  expect(kinds(scene)).toEqual(["join"]);
  expect(mara.lines()).toEqual(scene.readAnew().lines());
});
