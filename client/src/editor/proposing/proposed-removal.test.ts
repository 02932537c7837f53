import { expect, test } from "vitest";
import { changeDepth, toggleList } from "../paragraphs/paragraph-commands.ts";
import { TextSelection } from "@tiptap/pm/state";
import { Scene } from "./proposing-scene.ts";

const kinds = (scene: Scene): string[] => scene.proposals.map(({ kind }) => kind).toSorted();

test("who changes the layout of a paragraph that they propose to remove is told why nothing changes", () => {
  const scene = new Scene();
  const { mara } = scene;
  const start = mara.paragraphStart(2);
  mara.dispatch(mara.state.tr.delete(start - 1, start + 16));
  for (const command of [toggleList("bullet"), changeDepth(1)]) {
    mara.caret(2, 3);
    mara.run(command);
  }
  expect(scene.unproposable).toEqual(["removed", "removed"]);
  expect(kinds(scene)).toEqual(["remove"]);
  expect(mara.lines()).toEqual(scene.readAnew().lines());
});

test("of several paragraphs only those that stay get another layout", () => {
  const scene = new Scene();
  const { mara } = scene;
  const start = mara.paragraphStart(1);
  mara.dispatch(mara.state.tr.delete(start - 1, start + 5));
  const { doc } = mara;
  mara.dispatch(mara.state.tr.setSelection(TextSelection.create(doc, 3, mara.paragraphStart(2) + 3)));
  mara.run(toggleList("bullet"));
  expect(scene.unproposable).toEqual([]);
  const listed = scene.own.records().flatMap(([, record]) => (record.do === "set" ? [record.block.join("-")] : []));
  expect(new Set(listed).size).toBe(2);
  expect(kinds(scene)).toEqual(["remove", "set"]);
});
