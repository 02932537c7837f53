import { seededRandom } from "@parley/base";
import { EditorState } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { unseenKey, unseenPlugin } from "./unseen-plugin.ts";

interface Drawn {
  readonly from: number;
  readonly type: { readonly attrs: Readonly<Record<string, string>> };
}

const stateOf = (...texts: string[]): EditorState =>
  EditorState.create({
    doc: testSchema.node(
      "doc",
      null,
      texts.map((text) => paragraph(text)),
    ),
    plugins: [unseenPlugin(({ sign }) => `note ${sign}`)],
  });

const shownIn = (state: EditorState): string[] =>
  ((unseenKey.getState(state)?.find() ?? []) as unknown as Drawn[])
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, type: { attrs } }) => `${from} ${attrs["data-sign"]}${attrs["data-turns"] === undefined ? "" : "!"}`);

test("a character that turns words has a sign and a box of its own, one that is only not seen a quiet one", () => {
  const state = stateOf("at most \u202E100\u202C euros", "a\u200Eb", "👩\u200D💻");
  expect(shownIn(state)).toEqual(["9 U+202E!", "13 U+202C!", "23 U+200E"]);
});

test("signs follow what is typed, pasted, parted and deleted, as if the document had been opened anew", () => {
  const random = seededRandom(7);
  const pool = ["\u202E", "\u200D", "👩", "💻", "a", "100", "\u2067"];
  let state = stateOf("one \u202E100", "two", "");
  for (let step = 0; step < 300; step++) {
    const { tr, doc } = state;
    const at = 1 + random.int(doc.content.size - 1);
    const $at = doc.resolve(at);
    if ($at.parent.isTextblock) {
      const what = random.int(5);
      if (what === 0) tr.split(at);
      else if (what === 1) tr.delete(at, Math.min(doc.content.size - 1, at + random.int(6)));
      else tr.insertText(Array.from({ length: 3 }, () => pool[random.int(pool.length)]).join(""), at);
      if (what === 4) tr.insertText("\u202E", 1);
    }
    state = state.apply(tr);
    expect(shownIn(state)).toEqual(shownIn(EditorState.create({ doc: state.doc, plugins: state.plugins })));
  }
  expect(shownIn(state).length).toBeGreaterThan(5);
});
