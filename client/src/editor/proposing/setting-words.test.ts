import type { ProposedSetting } from "@parley/documents";
import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { words } from "../words.en.ts";
import { withSigns } from "./invisible-characters.ts";
import { breakWords, describeSettings, kindWords } from "./setting-words.ts";

/** The English words, filled in as the page does. */
const t = ((key: string, values: Record<string, unknown> = {}) => {
  const [, ...path] = key.split(".");
  const found = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], words);
  return String(found).replace(/\{\{(\w+)\}\}/g, (_hole, name: string) => String(values[name]));
}) as unknown as TFunction;
const set = (name: string, from: unknown, to: unknown): ProposedSetting => ({ do: "set", name, from, to });

test("what a change of blocks is about is called by its own name", () => {
  expect(kindWords("block", "tableRow", t)).toBe("Add row");
  expect(kindWords("remove", "tableColumn", t)).toBe("Remove column");
  expect(kindWords("set", "image", t)).toBe("Change picture");
  expect(kindWords("insert", undefined, t)).toBe("Insert");
  expect(kindWords("block", undefined, t)).toBe("Add content");
});

test("a style is told with its level, and with what it was", () => {
  expect(describeSettings([set("style", null, "heading"), set("level", null, 2)], t)).toEqual([
    "Style: Heading 2 instead of Body text",
  ]);
  expect(describeSettings([set("style", "heading", null), set("level", 3, null)], t)).toEqual([
    "Style: Body text instead of Heading 3",
  ]);
  expect(describeSettings([set("level", 1, 2)], t)).toEqual(["Style: Heading 2 instead of Heading 1"]);
});

test("lists, alignment and formats have words, and the same of several paragraphs is told once", () => {
  expect(describeSettings([set("list", null, "bullet"), set("align", "center", null)], t)).toEqual([
    "List: Bulleted list instead of none",
    "Alignment: Left instead of Centre",
  ]);
  expect(describeSettings([set("depth", null, 1), set("depth", null, 1)], t)).toEqual(["Indentation: 1 instead of 0"]);
  const format = { do: "format", mark: "bold", words: "100 euros" } as const;
  expect(
    describeSettings(
      [
        { ...format, to: {} },
        { ...format, to: null },
      ],
      t,
    ),
  ).toEqual(["Bold: “100 euros”", "Bold removed: “100 euros”"]);
  // What it was is not known to this page.
  expect(describeSettings([set("align", undefined, "end")], t)).toEqual(["Alignment: Right"]);
});

test("who takes a paragraph out of its list is told of the number that it has, in one line", () => {
  const out = [
    set("list", "number", null),
    set("listId", "a", null),
    set("format", "({2})", null),
    set("start", 3, null),
    set("checked", true, null),
  ];
  expect(describeSettings(out, t, "1.(2)")).toEqual(["No longer numbered (was 1.(2))"]);
  expect(describeSettings(out, t)).toEqual(["No longer numbered"]);
  // What was decided or made says itself what the number was: by now it is another one.
  const told = out.map((each) => (each.do === "set" && each.name === "list" ? { ...each, number: "2." } : each));
  expect(describeSettings(told, t, "1.(2)")).toEqual(["No longer numbered (was 2.)"]);
  expect(describeSettings([set("list", "number", "bullet"), set("listId", "a", null)], t, "3.")).toEqual([
    "List: Bulleted list instead of Numbered list (3.)",
  ]);
  expect(describeSettings([set("list", "bullet", "number"), set("start", null, 4)], t, "3.")).toEqual([
    "List: Numbered list instead of Bulleted list",
    "Numbering starts at 4",
  ]);
});

test("numbers are told as they are printed, never as templates", () => {
  expect(describeSettings([set("format", "({2})", "{2:alpha}.")], t)).toEqual([
    "Numbers look like: “a.” instead of “(1)”",
  ]);
  expect(describeSettings([set("format", "第{1:chinese}条", null)], t)).toEqual([
    "Numbers look like: “1.” instead of “第一条”",
  ]);
  // What names no format counts as its depth does.
  const deeper = [set("depth", null, 1), set("format", "{1}.", null)];
  expect(describeSettings(deeper, t)).toEqual([
    "Indentation: 1 instead of 0",
    "Numbers look like: “a.” instead of “1.”",
  ]);
  expect(describeSettings([set("start", 3, 5)], t)).toEqual(["Numbering starts at 5 instead of 3"]);
  expect(describeSettings([set("start", 3, null)], t)).toEqual([
    "Numbering goes on from above instead of starting at 3",
  ]);
  expect(describeSettings([set("listId", "a", "b")], t)).toEqual(["Numbering: counted in another list"]);
});

test("what a decision is about is told: who signs, where a link leads, that a picture is another", () => {
  expect(describeSettings([set("organisation", "Northwind", "Southwind")], t)).toEqual([
    "Organisation: Southwind instead of Northwind",
  ]);
  const link = { do: "format", mark: "link", words: "Annex A" } as const;
  const href = "https://elsewhere.example/";
  expect(describeSettings([{ ...link, to: { href } }], t)).toEqual([`Link to ${href}: “Annex A”`]);
  expect(describeSettings([{ ...link, to: null }], t)).toEqual(["Link removed: “Annex A”"]);
  expect(describeSettings([set("imageId", "a", "b")], t)).toEqual(["Another picture"]);
  expect(describeSettings([set("imageId", undefined, "b"), set("alt", undefined, "Seal")], t)).toEqual([
    "New picture",
    "Description: Seal",
  ]);
  expect(describeSettings([set("organisation", undefined, "Northwind")], t)).toEqual(["Organisation: Northwind"]);
});

test("characters that are not seen have signs", () => {
  expect(withSigns("at most \u202e100\u202c euros\u200b")).toBe("at most ⟨U+202E⟩100⟨U+202C⟩ euros⟨U+200B⟩");
  expect(withSigns(" \u00a0")).toBe("␣␣");
  expect(withSigns("of it ")).toBe("of it ");
  // One that joins the parts of a picture is seen by what they become.
  expect(withSigns("👩‍💻 a\u200db")).toBe("👩‍💻 a⟨U+200D⟩b");
});

test("a split and a join are named by the words on either side", () => {
  expect(breakWords({ how: "split", before: "the buyer.", after: "The seller" }, t)).toEqual({
    kind: "Split paragraph",
    place: "between “the buyer.” and “The seller”",
  });
  expect(breakWords({ how: "join", before: "", after: "The seller" }, t)).toEqual({
    kind: "Join paragraphs",
    place: "before “The seller”",
  });
  expect(breakWords({ how: "split", before: "the buyer.", after: "" }, t)?.place).toBe("after “the buyer.”");
  expect([breakWords(undefined, t), breakWords({ how: "join", before: "", after: "" }, t)?.place]).toEqual([null, ""]);
});
