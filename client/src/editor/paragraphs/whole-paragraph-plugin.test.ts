import { EditorState, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { wholeParagraphPlugin } from "./whole-paragraph-plugin.ts";

/** A page without a browser: what a triple click and a cut do to the state. */
class Hand {
  state: EditorState;
  private readonly plugin = wholeParagraphPlugin();

  constructor(...lines: string[]) {
    const doc = testSchema.topNodeType.create(
      null,
      lines.map((line) => paragraph(line, { list: "number" })),
    );
    this.state = EditorState.create({ doc, plugins: [this.plugin] });
  }

  dispatch(tr: EditorState["tr"]): void {
    this.state = this.state.apply(tr);
  }

  tripleClick(pos: number): void {
    const handle = this.plugin.props.handleTripleClick;
    handle?.call(this.plugin, this as unknown as EditorView, pos, { button: 0 } as MouseEvent);
  }

  cut(): void {
    this.dispatch(this.state.tr.deleteSelection().setMeta("uiEvent", "cut"));
  }

  get lines(): string[] {
    return this.state.doc.children.map((node) => node.textContent);
  }
}

test("a numbered paragraph that is selected by a triple click is cut with its number", () => {
  const hand = new Hand("One", "Two", "Three");
  hand.tripleClick(8);
  expect(hand.state.selection.content().content.textBetween(0, 5)).toBe("Two");
  hand.cut();
  expect(hand.lines).toEqual(["One", "Three"]);
  hand.tripleClick(8);
  hand.cut();
  expect(hand.lines).toEqual(["One"]);
});

test("a paragraph stays when it is the last one, when its words are deleted, and when they were selected otherwise", () => {
  const alone = new Hand("One");
  alone.tripleClick(2);
  alone.cut();
  expect(alone.lines).toEqual([""]);
  const deleted = new Hand("One", "Two");
  deleted.tripleClick(2);
  deleted.dispatch(deleted.state.tr.deleteSelection());
  expect(deleted.lines).toEqual(["", "Two"]);
  const other = new Hand("One", "Two");
  other.tripleClick(2);
  other.tripleClick(8);
  const { selection } = other.state;
  other.dispatch(other.state.tr.setSelection(TextSelection.create(other.state.doc, 2)));
  other.dispatch(other.state.tr.setSelection(selection));
  other.cut();
  expect(other.lines).toEqual(["One", ""]);
});
