// @vitest-environment happy-dom
import { DOMParser as NodeReader } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { EditorView } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { copyPlugin } from "./copy-plugin.ts";

const clause = { list: "number", listId: "c", format: "第{1:chinese}条" };
const doc = testSchema.topNodeType.create(null, [
  paragraph("定义", clause),
  paragraph("价款", clause),
  paragraph("one", { list: "bullet", depth: 1 }),
  paragraph("done", { list: "check", checked: true }),
  paragraph("plain"),
]);

function copied(from: number, to: number): { text: string; html: HTMLElement } {
  const state = EditorState.create({
    doc,
    plugins: [copyPlugin(testSchema)],
    selection: TextSelection.create(doc, from, to),
  });
  const view = new EditorView(document.createElement("div"), { state });
  const { dom, text } = view.serializeForClipboard(view.state.selection.content());
  view.destroy();
  return { text, html: dom };
}

test("copied text carries the numbers and signs that are nowhere in the document", () => {
  expect(copied(5, doc.content.size - 1).text).toBe("第二条 价款\n  • one\n☑ done\nplain");
});

test("copied HTML shows them, and pasted back here they are gone and the structure is the same", () => {
  const { html } = copied(1, doc.content.size - 1);
  expect(html.textContent).toContain("第二条 价款");
  const back = NodeReader.fromSchema(testSchema).parse(html);
  expect(back.toJSON()).toEqual(doc.toJSON());
});

test("a part of one paragraph is copied as its words", () => {
  expect(copied(1, 2).text).toBe("定");
  expect(copied(2, 7).text).toBe("义\n第二条 价款");
});
