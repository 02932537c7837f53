/** Commands for slices whose panels work on the text: words that they bring, variables, and what a paragraph is as a clause. */
import { must, newId } from "@parley/base";
import type { BlockContent, Marks } from "@parley/document";
import { Fragment, type Mark, type Node, type Schema } from "@tiptap/pm/model";
import { type Command, TextSelection } from "@tiptap/pm/state";
import { browserRandom } from "../../platform/session/browser-ports.ts";
import { changeParagraphs } from "../paragraphs/selected-paragraphs.ts";

/** Puts blocks behind the one on the top level at the caret, or in its place when it is an empty paragraph. */
export function insertBlocks(blocks: readonly BlockContent[]): Command {
  return (state, dispatch) => {
    const { $to } = state.selection;
    const nodes = Fragment.fromArray(blocks.flatMap((block) => nodeOf(state.schema, block) ?? []));
    if (nodes.size === 0) return false;
    const { tr } = state;
    const at = $to.depth > 0 ? $to.after(1) : state.doc.content.size;
    const own = $to.depth > 0 ? $to.node(1) : null;
    const isEmpty = own?.isTextblock === true && own.content.size === 0;
    const from = isEmpty ? $to.before(1) : at;
    if (isEmpty) tr.replaceWith(from, at, nodes);
    else tr.insert(at, nodes);
    tr.setSelection(TextSelection.near(tr.doc.resolve(from + nodes.size), -1));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** Puts a variable at the caret; what is selected becomes its words. */
export function insertVariable(name: string, form: string | null, words: string): Command {
  return (state, dispatch) => {
    const { from, to, empty, $from } = state.selection;
    const mark = state.schema.marks["variable"]?.create({ name, form });
    if (!mark || !$from.parent.isTextblock) return false;
    const { tr } = state;
    if (empty) tr.insert(from, state.schema.text(words, [...$from.marks(), mark]));
    else tr.addMark(from, to, mark);
    dispatch?.(tr.removeStoredMark(mark).scrollIntoView());
    return true;
  };
}

/** Says of the selected paragraphs under which choice they are there; each gets a clause id, by which it is found again. `null`: always. */
export function setCondition(condition: string | null): Command {
  return changeParagraphs((attributes) => ({
    condition,
    ...(condition !== null && !attributes["clause"] && { clause: newId(browserRandom) }),
  }));
}

function nodeOf(schema: Schema, block: BlockContent): Node | null {
  if (block.type === "paragraph") {
    const texts = block.runs
      .filter(({ text }) => text !== "")
      .map(({ text, marks }) => schema.text(text, marksOf(schema, marks)));
    return must(schema.nodes["paragraph"], "paragraphs exist").create(block.attributes ?? null, texts);
  }
  if (block.type === "table") {
    const rows = block.rows.map(({ cells }) =>
      must(schema.nodes["tableRow"], "rows exist").create(
        null,
        cells.map(({ type, attributes, blocks }) =>
          must(schema.nodes[type], type).create(
            attributes ?? null,
            blocks.flatMap((each) => nodeOf(schema, each) ?? []),
          ),
        ),
      ),
    );
    return must(schema.nodes["table"], "tables exist").create(null, rows);
  }
  return block.type === "image" ? null : (schema.nodes[block.type]?.create(block.attributes ?? null) ?? null);
}

function marksOf(schema: Schema, marks: Marks = {}): Mark[] {
  return Object.entries(marks).flatMap(([name, attributes]) => schema.marks[name]?.create(attributes) ?? []);
}
