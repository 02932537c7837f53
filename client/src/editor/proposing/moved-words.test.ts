import { splitBlock } from "@tiptap/pm/commands";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { describe, expect, test } from "vitest";
import type { Writer } from "../binding/bound-writers.ts";
import { createOwnUndo } from "../binding/own-undo.ts";
import { Scene } from "./proposing-scene.ts";

/** Cuts what is selected, and pastes it at a place of a paragraph; an offset is in what is shown. */
function cut(writer: Writer): () => void {
  const slice = writer.state.selection.content();
  writer.dispatch(writer.state.tr.deleteSelection().setMeta("uiEvent", "cut"));
  return () => writer.dispatch(writer.state.tr.replaceSelection(slice).setMeta("uiEvent", "paste"));
}

/** Selects whole paragraphs, from the start of one to the start of the one behind the last. */
function selectParagraphs(writer: Writer, first: number, behind: number): void {
  const [from, to] = [writer.paragraphStart(first), writer.paragraphStart(behind)];
  writer.dispatch(writer.state.tr.setSelection(TextSelection.create(writer.doc, from, to)));
}

const kinds = ({ proposals }: Scene): string[] => proposals.map(({ kind }) => kind);

describe("what is cut and pasted elsewhere is one proposal", () => {
  test("[PR8] words of a sentence", () => {
    const scene = new Scene();
    scene.mara.caret(2, 8, 15);
    const paste = cut(scene.mara);
    scene.mara.caret(0, 23);
    paste();
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed.slice(0, 3)).toEqual(["The price is 100 euros.in May.", "Term", "It ends "]);
  });

  test("[PR8] formatted words, with their formatting", () => {
    const scene = new Scene();
    scene.mara.caret(0, 10, 17);
    const paste = cut(scene.mara);
    scene.mara.caret(2, 15);
    paste();
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed[2]).toBe("It ends in May.is 100 ");
  });

  test("[PR8] whole paragraphs, and words on both sides of a paragraph's end", () => {
    for (const select of [
      ({ mara }: Scene): void => selectParagraphs(mara, 1, 2),
      ({ mara }: Scene): void =>
        mara.dispatch(
          mara.state.tr.setSelection(
            TextSelection.create(mara.doc, mara.paragraphStart(1) + 2, mara.paragraphStart(2) + 5),
          ),
        ),
    ]) {
      const scene = new Scene();
      select(scene);
      const paste = cut(scene.mara);
      scene.mara.caret(5, 5);
      paste();
      expect(kinds(scene)).toEqual(["move"]);
    }
  });

  test("[PR8] words that are pasted into a paragraph made for them", () => {
    const scene = new Scene();
    selectParagraphs(scene.mara, 1, 2);
    const paste = cut(scene.mara);
    scene.mara.caret(5, 5);
    scene.mara.run(splitBlock);
    paste();
    expect(kinds(scene)).toEqual(["move"]);
  });

  test("[PR8] a whole paragraph, which does not stay behind as an empty clause when it is accepted", () => {
    const scene = new Scene();
    const { mara } = scene;
    mara.caret(1, 0, 4);
    const paste = cut(mara);
    mara.caret(5, 5);
    mara.run(splitBlock);
    paste();
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed).toEqual(["The price is 100 euros.", "It ends in May.", "a", "b", "Done.", "Term"]);
    expect(scene.proposals[0]?.deletedText.trim()).toBe("Term");
  });

  test("[PR8] all words of a paragraph, which stays when they go into another, and when it is the only one of a cell", () => {
    const scene = new Scene();
    const { mara } = scene;
    mara.caret(1, 0, 4);
    const paste = cut(mara);
    mara.caret(5, 5);
    paste();
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed.slice(0, 3)).toEqual(["The price is 100 euros.", "", "It ends in May."]);
    const other = new Scene();
    other.mara.caret(3, 0, 1);
    const pasteCell = cut(other.mara);
    other.mara.caret(5, 5);
    other.mara.run(splitBlock);
    pasteCell();
    expect(kinds(other)).toEqual(["move"]);
    expect(other.proposed).toEqual(["The price is 100 euros.", "Term", "It ends in May.", "", "b", "Done.", "a"]);
  });

  test("[PR8] words that are dragged", () => {
    const scene = new Scene();
    const { mara } = scene;
    const from = mara.paragraphStart(2);
    const slice = mara.doc.slice(from + 3, from + 8);
    const tr = mara.state.tr.delete(from + 3, from + 8);
    const at = tr.mapping.map(mara.paragraphStart(0));
    mara.dispatch(tr.replaceRange(at, at, slice).setMeta("uiEvent", "drop"));
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed.slice(0, 3)).toEqual(["ends The price is 100 euros.", "Term", "It in May."]);
  });

  test("[PR8] words that were moved before, wherever they are moved on", () => {
    const scene = new Scene();
    scene.mara.caret(2, 8, 15);
    const paste = cut(scene.mara);
    scene.mara.caret(0, 23);
    paste();
    scene.tellList();
    scene.mara.caret(0, 23, 30);
    const pasteAgain = cut(scene.mara);
    expect(kinds(scene)).toEqual(["delete"]);
    scene.mara.caret(5, 5);
    pasteAgain();
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed).toEqual(["The price is 100 euros.", "Term", "It ends ", "a", "b", "Done.in May."]);
  });
});

describe("what is no move is not told as one", () => {
  test("[PR8] what is pasted once more is new", () => {
    const scene = new Scene();
    scene.mara.caret(2, 8, 15);
    const paste = cut(scene.mara);
    scene.mara.caret(0, 23);
    paste();
    scene.mara.caret(1, 4);
    paste();
    expect(kinds(scene)).toEqual(["move", "insert"]);
    // Once the first is gone, the other is where the words are moved to.
    scene.tellList();
    scene.mara.caret(0, 23, 30);
    scene.mara.dispatch(scene.mara.state.tr.deleteSelection());
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed.slice(0, 3)).toEqual(["The price is 100 euros.", "Termin May.", "It ends "]);
  });

  test("[PR8] other words than those that were cut last, and words that were only deleted", () => {
    const scene = new Scene();
    scene.mara.caret(2, 8, 15);
    const paste = cut(scene.mara);
    scene.mara.caret(1, 0, 4);
    cut(scene.mara);
    scene.mara.caret(0, 23);
    paste();
    expect(kinds(scene).toSorted()).toEqual(["delete", "delete", "insert"]);
  });

  test("[PR8] after the paste is undone a deletion is left, and pasting elsewhere moves the words there", () => {
    const scene = new Scene();
    const undo = createOwnUndo(scene.mara.binding, () => scene.own);
    undo.plugin.spec.view?.(scene.mara as unknown as EditorView);
    scene.mara.caret(2, 8, 15);
    const paste = cut(scene.mara);
    undo.stopCapturing();
    scene.mara.caret(0, 23);
    paste();
    undo.undo();
    expect(kinds(scene)).toEqual(["delete"]);
    undo.redo();
    expect(kinds(scene)).toEqual(["move"]);
    undo.undo();
    scene.mara.caret(1, 4);
    paste();
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposed.slice(0, 3)).toEqual(["The price is 100 euros.", "Termin May.", "It ends "]);
  });

  test("[PR8] what is changed in the copy, and beside it, belongs to the move", () => {
    const scene = new Scene();
    scene.mara.caret(2, 8, 15);
    const paste = cut(scene.mara);
    scene.mara.caret(0, 23);
    paste();
    scene.mara.caret(0, 26, 29);
    scene.mara.type("June");
    expect(kinds(scene)).toEqual(["move"]);
    expect(scene.proposals[0]).toMatchObject({ deletedText: "in May.", insertedText: "in June." });
  });
});
