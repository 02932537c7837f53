import { EditorState, TextSelection } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { linkAt, setLink, toHref, toggle } from "./mark-keys.ts";

test("what is typed as an address becomes one that can be followed safely", () => {
  expect(toHref("example.com/terms")).toBe("https://example.com/terms");
  expect(toHref("me@example.com")).toBe("mailto:me@example.com");
  expect(toHref(" https://例子.cn/条款 ")).toBe("https://例子.cn/条款");
  for (const bad of ["", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b"]) {
    expect(toHref(bad)).toBeNull();
  }
});

function run(state: EditorState, command: ReturnType<typeof setLink>): EditorState {
  let next = state;
  command(state, (tr) => {
    next = state.apply(tr);
  });
  return next;
}

test("a link is set on the selection, found from inside it, changed and removed", () => {
  const doc = testSchema.topNodeType.create(null, [paragraph("see the terms here")]);
  let state = EditorState.create({ doc, selection: TextSelection.create(doc, 9, 14) });
  state = run(state, setLink("https://example.com/a"));
  state = run(state.apply(state.tr.setSelection(TextSelection.create(state.doc, 11))), toggle("bold"));
  expect(linkAt(state)).toEqual({ href: "https://example.com/a", from: 9, to: 14 });
  state = run(state, setLink("https://example.com/b"));
  expect(linkAt(state)?.href).toBe("https://example.com/b");
  state = run(state, setLink(null));
  expect(linkAt(state)).toBeNull();
  expect(state.doc.textContent).toBe("see the terms here");
});

test("without a selection the address itself is inserted", () => {
  const doc = testSchema.topNodeType.create(null, [paragraph("")]);
  const state = run(EditorState.create({ doc, selection: TextSelection.create(doc, 1) }), setLink("mailto:a@b.cn"));
  expect(state.doc.textContent).toBe("a@b.cn");
  expect(state.doc.firstChild?.firstChild?.marks[0]?.attrs).toEqual({ href: "mailto:a@b.cn" });
});
