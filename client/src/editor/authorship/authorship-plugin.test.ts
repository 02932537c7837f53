import { must } from "@parley/base";
import type { AttributionSpan } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { Decoration, DecorationSet } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { type AuthorshipView, authorshipKey, authorshipPlugin, sightKey } from "./authorship-plugin.ts";
import { madeSpan } from "./made-span.ts";
import { type Sight, blocksWithin } from "./text-in-sight.ts";

function span(block: number, at: number, text: string, name: string, deletedBy?: string): AttributionSpan {
  const deleted = deletedBy !== undefined && {
    deletedBy: { id: deletedBy, name: deletedBy },
    deletedAt: "2026-03-02T10:00:00Z",
  };
  return madeSpan(block, text, name, { at: [1, at], ...deleted });
}

const doc = testSchema.topNodeType.create(null, [paragraph("One."), paragraph("Two."), paragraph("Three.")]);
const first = [span(0, 0, "One.", "a"), span(1, 4, "Two.", "b"), span(2, 8, "Three.", "a")];

const seeing = (state: EditorState, sight: Sight): EditorState => state.apply(state.tr.setMeta(sightKey, sight));

/** A page on which the whole text is in sight. */
const opened = (of: Node = doc): EditorState =>
  seeing(EditorState.create({ doc: of, plugins: [authorshipPlugin()] }), { from: 0, to: of.content.size });

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

const secondOnly: Sight = { from: 6, to: 12 };

test("only what is in sight is coloured, and what is scrolled to is coloured as if all had been; deleted words stand in all of the text", () => {
  const deleted = span(2, 40, "Gone", "a", "b");
  const view = { spans: [...first, deleted], showDeleted: true };
  const whole = described(shown(opened(), view));
  const coloured = (state: EditorState): string[] => described(state).filter((each) => !each.includes("deleted-"));
  let state = shown(seeing(opened(), secondOnly), view);
  expect(described(state)).toHaveLength(2);
  expect(coloured(state)).toEqual([expect.stringContaining("1-4")]);
  state = seeing(state, { from: 0, to: doc.content.size });
  expect(described(state)).toEqual(whole);
  const [one, two] = blocksOf(state);
  state = seeing(state, { from: 0, to: 12 });
  expect(described(state)).toHaveLength(3);
  expect(blocksOf(state).slice(0, 2)).toEqual([one, two]);
  expect(blocksOf(state)[0]).toBe(one);
});

test("what is written at the edge of what is in sight belongs to it, and what is scrolled to keeps its place", () => {
  let state = shown(seeing(opened(), secondOnly), { spans: first });
  state = edited(state, (tr) => tr.insert(6, paragraph("New.")).insert(0, paragraph("Zero.")));
  const block = (at: number): number =>
    state.doc.children.slice(0, at).reduce((sum, { nodeSize }) => sum + nodeSize, 0);
  const news = [span(0, 30, "Zero.", "c"), { ...must(first[0], "the first span"), block: 1 }, span(2, 40, "New.", "c")];
  const moved = first.slice(1).map((each) => ({ ...each, block: each.block + 2 }));
  const after = shown(state, { spans: [...news, ...moved] });
  expect(described(after).map((each) => each.split(" ").slice(0, 3).join(" "))).toEqual(
    [`${block(2) + 1} ${block(3) - 1} 1-40`, `${block(3) + 1} ${block(4) - 1} 1-4`].toSorted(),
  );
  // There is no news yet of what was put in: what is scrolled to is coloured where it stands now.
  const all = seeing(state, { from: 0, to: state.doc.content.size });
  expect(described(all).map((each) => each.split(" ").slice(0, 3).join(" "))).toEqual(
    [
      `${block(1) + 1} ${block(2) - 1} 1-0`,
      `${block(3) + 1} ${block(4) - 1} 1-4`,
      `${block(4) + 1} ${block(5) - 1} 1-8`,
    ].toSorted(),
  );
});

test("a paragraph that has changed since the record was read keeps its colours when it goes out of sight", () => {
  const typed = edited(shown(opened(), { spans: first }), (tr) => tr.insertText("!", 11));
  const away = seeing(typed, { from: 0, to: 6 });
  expect(described(away).filter((each) => each.includes(" 1-4 "))).toHaveLength(1);
  expect(described(seeing(away, secondOnly))).toEqual(described(typed).filter((each) => each.includes(" 1-4 ")));

  // Also when so many others come into sight or leave it that all are drawn.
  const long = testSchema.topNodeType.create(
    null,
    Array.from({ length: 60 }, () => paragraph("Two.")),
  );
  const spans = Array.from({ length: 60 }, (_, block) => span(block, block, "Two.", "a"));
  const written = edited(shown(opened(long), { spans }), (tr) => tr.insertText("!", 11));
  expect(described(seeing(written, { from: 0, to: 0 }))).toEqual([expect.stringContaining(" 1-1 ")]);
});

test("where a selection begins stays coloured however far one scrolls", () => {
  const selecting = edited(shown(opened(), { spans: first }), (tr) =>
    tr.setSelection(TextSelection.create(tr.doc, 2, 8)),
  );
  const away = seeing(selecting, { from: 12, to: doc.content.size });
  expect(blocksOf(away)).toEqual(blocksOf(selecting));
  expect(blocksOf(away)[0]).toBe(blocksOf(selecting)[0]);
  const done = edited(away, (tr) => tr.setSelection(TextSelection.create(tr.doc, 14)));
  expect(described(seeing(done, { from: 12, to: doc.content.size }))).toHaveLength(1);
});

test("the blocks in sight are those that reach into the screen and what is around it", () => {
  const extentOf = (index: number) => ({ top: index * 100 - 1_000, bottom: index * 100 - 900 });
  expect(blocksWithin(50, extentOf, { top: -100, bottom: 250 })).toEqual({ first: 9, end: 13 });
  expect(blocksWithin(50, extentOf, { top: -5_000, bottom: -4_000 })).toEqual({ first: 0, end: 0 });
  expect(blocksWithin(50, extentOf, { top: 9_000, bottom: 9_900 })).toEqual({ first: 50, end: 50 });
  expect(blocksWithin(0, extentOf, { top: 0, bottom: 900 })).toEqual({ first: 0, end: 0 });
});
