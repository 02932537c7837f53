import { must } from "@parley/base";
import { EditorState } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { mentionsIn, outsideMentionsKey, outsideMentionsPlugin } from "./outside-mentions.ts";

const mention = must(testSchema.marks["mention"], "mentions exist");
const doc = testSchema.topNodeType.create(null, [
  paragraph("Asked by "),
  testSchema.node("paragraph", null, [
    testSchema.text("@Lin", [mention.create({ personId: "lin" })]),
    testSchema.text(" and "),
    testSchema.text("@Osei Mensah", [mention.create({ personId: "osei" })]),
  ]),
]);

test("mentions are found with whom they name", () => {
  expect(mentionsIn(doc).map(({ personId, name }) => [personId, name])).toEqual([
    ["lin", "Lin"],
    ["osei", "Osei Mensah"],
  ]);
});

test("a mention of somebody without the document says so, and goes on saying it while words are put before it", () => {
  const outside = mentionsIn(doc).filter(({ personId }) => personId === "osei");
  let state = EditorState.create({ doc, plugins: [outsideMentionsPlugin()] });
  const marked = (): string[] =>
    must(outsideMentionsKey.getState(state), "the plugin is there")
      .find()
      .map(({ from, to }) => state.doc.textBetween(from, to));
  state = state.apply(
    state.tr.setMeta(
      outsideMentionsKey,
      outside.map((each) => ({ ...each, note: "not told" })),
    ),
  );
  expect(marked()).toEqual(["@Osei Mensah"]);
  state = state.apply(state.tr.insertText("Mara ", 10));
  expect(marked()).toEqual(["@Osei Mensah"]);
  state = state.apply(state.tr.setMeta(outsideMentionsKey, []));
  expect(marked()).toEqual([]);
});
