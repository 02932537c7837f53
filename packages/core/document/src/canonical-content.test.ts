import { seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import { type DocumentContent, type TextRun, canonicalContent } from "./index.ts";

const form = canonicalContent;
const paragraph = (...runs: TextRun[]): DocumentContent => ({ blocks: [{ type: "paragraph", runs }] });

test("[CF1] what reads the same has one form: runs are joined, defaults left out, names sorted", () => {
  const plain = paragraph({ text: "Delivery " }, { text: "", marks: { bold: {} } }, { text: "in May." });
  expect(form(plain)).toBe('["parley:content:v1",[["paragraph",{},[["Delivery in May.",{}]]]]]');
  expect(form(paragraph({ text: "Delivery in May.", marks: {} }))).toBe(form(plain));
  const marked = (marks: TextRun["marks"]): string => form(paragraph({ text: "x", ...(marks && { marks }) }));
  expect(marked({ bold: {}, highlight: { colour: "pink" } })).toBe(marked({ highlight: { colour: "pink" }, bold: {} }));
  expect(marked({ highlight: { colour: null } })).toBe(marked({ highlight: {} }));
  const cell = (attributes: Record<string, number | null>): string =>
    form({
      blocks: [{ type: "table", rows: [{ type: "tableRow", cells: [{ type: "tableCell", attributes, blocks: [] }] }] }],
    });
  expect(cell({ colspan: 1, rowspan: 1, colwidth: null })).toBe(cell({}));
  expect(cell({ colspan: 2 })).not.toBe(cell({}));
});

test("[CF1] what reads differently has another form", () => {
  const forms = [
    paragraph({ text: "a" }),
    paragraph({ text: "a", marks: { bold: {} } }),
    paragraph({ text: "a" }, { text: "b", marks: { bold: {} } }),
    paragraph({ text: "ab" }),
    paragraph({ text: "a\nb" }),
    { blocks: [...paragraph({ text: "a" }).blocks, ...paragraph({ text: "b" }).blocks] },
    { blocks: [{ type: "paragraph", attributes: { style: "heading", level: 1 }, runs: [{ text: "a" }] }] },
    { blocks: [{ type: "horizontalRule" }] },
    { blocks: [] },
  ] satisfies DocumentContent[];
  expect(new Set(forms.map(form)).size).toBe(forms.length);
});

test("[CF2] a reference counts as its clause, and not as the label that stands there", () => {
  const refer = (clause: string, ...labels: string[]): string =>
    form(paragraph({ text: "See " }, ...labels.map((text) => ({ text, marks: { reference: { clause } } }))));
  expect(refer("c1", "§ 4")).toBe(refer("c1", "§ 5"));
  expect(refer("c1", "§ ", "5")).toBe(refer("c1", "§ 5"));
  expect(refer("c1", "§ 4")).not.toBe(refer("c2", "§ 4"));
  expect(refer("c1", "§ 4")).not.toBe(form(paragraph({ text: "See § 4" })));
});

test("[CF1] however runs are cut, the form is the same, and one other letter gives another", () => {
  const random = seededRandom(20_261_127);
  const text = "The Provider delivers within thirty days. 供方应在三十日内交付。";
  const whole = form(paragraph({ text }));
  for (let round = 0; round < 200; round++) {
    const cuts = [...random.bytes(5)].map((byte) => byte % text.length).toSorted((a, b) => a - b);
    const runs = [0, ...cuts].map((from, index) => ({ text: text.slice(from, cuts[index] ?? text.length) }));
    expect(form(paragraph(...runs))).toBe(whole);
  }
  expect(form(paragraph({ text: `${text} ` }))).not.toBe(whole);
});
