import type { AttributionSpan } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import type { Decoration, DecorationSet } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { type AuthorshipView, authorshipKey, authorshipPlugin } from "./authorship-plugin.ts";

function span(block: number, at: number, text: string, name: string, deletedBy?: string): AttributionSpan {
  return {
    text,
    author: { id: name, name },
    party: "ours",
    insertedAt: "2026-03-01T10:00:00.000Z",
    seq: 1,
    via: "typed",
    movedBy: null,
    block,
    at: [1, at],
    ...(deletedBy !== undefined && {
      deletedBy: { id: deletedBy, name: deletedBy },
      deletedAt: "2026-03-02T10:00:00Z",
    }),
  };
}

const doc = testSchema.topNodeType.create(null, [paragraph("One."), paragraph("Two."), paragraph("Three.")]);
const first = [span(0, 0, "One.", "a"), span(1, 4, "Two.", "b"), span(2, 8, "Three.", "a")];

const opened = (of: Node = doc): EditorState => EditorState.create({ doc: of, plugins: [authorshipPlugin()] });

function shown(state: EditorState, view: Partial<AuthorshipView>): EditorState {
  const whole: AuthorshipView = { spans: null, filter: null, showDeleted: false, ...view };
  return state.apply(state.tr.setMeta(authorshipKey, whole));
}

const setOf = (state: EditorState): DecorationSet => authorshipKey.getState(state)?.decorations as DecorationSet;

/** The decorations of each top-level block. */
function blocksOf(state: EditorState): unknown[] {
  const blocks: unknown[] = [];
  state.doc.forEach((node, offset) =>
    blocks.push((setOf(state) as unknown as { forChild(at: number, of: Node): unknown }).forChild(offset, node)),
  );
  return blocks;
}

function described(state: EditorState): string[] {
  const describe = (each: Decoration): string => {
    const { attrs } = (each as unknown as { type: { attrs?: Record<string, string> } }).type;
    const { key } = each.spec as { key?: string };
    return [each.from, each.to, key ?? attrs?.["data-span"], attrs?.["style"]].join(" ");
  };
  return setOf(state).find().map(describe).toSorted();
}

const edited = (state: EditorState, edit: (tr: Transaction) => Transaction): EditorState => state.apply(edit(state.tr));

test("news of who wrote what draws anew the paragraphs that it changes, and no others", () => {
  const before = edited(shown(opened(), { spans: first }), (tr) => tr.insertText("!", 11));
  expect(before.doc.child(1).textContent).toBe("Two.!");
  const spans = [...first.slice(0, 2), span(1, 20, "!", "c"), ...first.slice(2)];
  // The record is read anew each time: no span is the object that it was.
  const after = shown(before, { spans: spans.map((each) => ({ ...each })) });
  const [one, two, three] = blocksOf(before);
  const drawn = blocksOf(after);
  expect(drawn[0]).toBe(one);
  expect(drawn[1]).not.toBe(two);
  expect(drawn[2]).toBe(three);
  expect(described(after)).toEqual(described(shown(opened(after.doc), { spans })));
});

test("what is drawn piece by piece is what is drawn at once, also after paragraphs came and went and for one person's words", () => {
  const deleted = span(2, 40, "Gone", "a", "b");
  const steps: { edit: (tr: Transaction) => Transaction; view: Partial<AuthorshipView> }[] = [
    { edit: (tr) => tr, view: { spans: first } },
    {
      edit: (tr) => tr.insert(0, paragraph("Zero.")),
      view: { spans: [span(0, 30, "Zero.", "c"), ...first.map((each) => ({ ...each, block: each.block + 1 }))] },
    },
    { edit: (tr) => tr.delete(7, 13), view: { spans: [span(0, 30, "Zero.", "c"), ...first.slice(1)] } },
    {
      edit: (tr) => tr,
      view: { spans: [span(0, 30, "Zero.", "c"), ...first.slice(1), deleted], showDeleted: true },
    },
    {
      edit: (tr) => tr,
      view: { spans: [span(0, 30, "Zero.", "c"), ...first.slice(1), deleted], filter: { personId: "b", way: null } },
    },
  ];
  let state = opened();
  for (const { edit, view } of steps) {
    state = shown(edited(state, edit), view);
    const atOnce = described(shown(opened(state.doc), view));
    expect(atOnce).not.toEqual([]);
    expect(described(state)).toEqual(atOnce);
  }
  expect(described(shown(state, { spans: null }))).toEqual([]);
});
