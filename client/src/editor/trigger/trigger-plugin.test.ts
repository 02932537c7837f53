import { EditorState, TextSelection } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { findSlashItems } from "./slash-items.tsx";
import { findTrigger } from "./trigger-plugin.ts";

/** What is found with the caret at the end of the text. */
function found(text: string, attributes: Record<string, unknown> = {}): string | null {
  const doc = testSchema.topNodeType.create(null, [paragraph(text, attributes)]);
  const state = EditorState.create({ doc, selection: TextSelection.create(doc, 1 + text.length) });
  const trigger = findTrigger(state);
  return trigger && `${trigger.kind}:${trigger.query}`;
}

test("a slash opens the menu at the start and after a space only", () => {
  expect(found("/")).toBe("slash:");
  expect(found("text /tab")).toBe("slash:tab");
  expect(found("and/or")).toBeNull();
  expect(found("甲方和/或乙方")).toBeNull();
  expect(found("https://")).toBeNull();
});

test("a Chinese keyboard's sign on the same key opens it at the start only", () => {
  expect(found("、表格")).toBe("slash:表格");
  expect(found("一、")).toBeNull();
});

test("an at sign asks for people, but not inside an e-mail address", () => {
  expect(found("@li")).toBe("mention:li");
  expect(found("请@林")).toBe("mention:林");
  expect(found("(@")).toBe("mention:");
  expect(found("me@example")).toBeNull();
});

test("neither does anything in code or after a space", () => {
  expect(found("/", { style: "code" })).toBeNull();
  expect(found("@li ")).toBeNull();
});

test("the slash menu is found by shown names, by words of both languages and by pinyin", () => {
  const nameOf = (item: { id: string }): string => item.id;
  expect(findSlashItems("表", nameOf).map((item) => item.id)).toContain("table");
  expect(findSlashItems("tupian", nameOf).map((item) => item.id)).toEqual(["picture"]);
  expect(findSlashItems("biaoge", nameOf).map((item) => item.id)).toEqual(["table"]);
  expect(findSlashItems("tab", nameOf)[0]?.id).toBe("table");
  expect(findSlashItems("zzz", nameOf)).toEqual([]);
});
