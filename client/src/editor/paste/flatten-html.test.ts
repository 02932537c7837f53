// @vitest-environment happy-dom
import type { Node } from "@tiptap/pm/model";
import { DOMParser as NodeReader } from "@tiptap/pm/model";
import { expect, test } from "vitest";
import { testSchema } from "../binding/bound-writers.ts";
import { flattenHtml } from "./flatten-html.ts";

/** What the pasted HTML becomes in the document: text and set attributes of each paragraph, without ids of lists. */
function pasted(html: string): (readonly [string, Record<string, unknown>])[] {
  const entries: (readonly [string, Record<string, unknown>])[] = [];
  read(html).descendants((node) => {
    if (!node.isTextblock) return;
    const set = Object.entries(node.attrs).filter(([name, value]) => value !== null && name !== "listId");
    entries.push([node.textContent, Object.fromEntries(set)]);
  });
  return entries;
}

function read(html: string): Node {
  const holder = document.createElement("div");
  holder.innerHTML = flattenHtml(html).html;
  return NodeReader.fromSchema(testSchema).parse(holder);
}

test("scripts, styles, SVG, handlers and unsafe addresses do not come through", () => {
  const hostile = `<style>p{}</style><script>alert(1)</script><svg onload="x"><text>drawn</text></svg>
    <p onclick="x()">a <a href="javascript:alert(1)">b</a> <a href="https://example.com">c</a></p>
    <embed src="x"><img src=x onerror="alert(1)"><object data="x"></object>`;
  const { html, pictures } = flattenHtml(hostile);
  expect(html).not.toMatch(/script|svg|onclick|onerror|iframe|style>|object|img/i);
  expect(pictures).toBe(1);
  expect(pasted(hostile)).toEqual([["a b c", {}]]);
  const links: unknown[] = [];
  read(hostile).descendants((node) => {
    links.push(...node.marks.map((mark) => mark.attrs["href"]));
  });
  expect(links).toEqual(["https://example.com"]);
});

test("headings, quotes, code and rules keep what they are", () => {
  expect(
    pasted("<h1>A</h1><h3>B</h3><blockquote><p>C</p><p>D</p></blockquote><pre>x\n  y\n</pre><hr><p>E</p>"),
  ).toEqual([
    ["A", { style: "heading", level: 1 }],
    ["B", { style: "heading", level: 3 }],
    ["C", { style: "quote" }],
    ["D", { style: "quote" }],
    ["x\n  y", { style: "code" }],
    ["E", {}],
  ]);
});

test("nested lists become paragraphs with a depth", () => {
  const html = "<ul><li>one<ul><li>one a<ol><li>deep</li></ol></li></ul></li><li><p>two</p><p>more</p></li></ul>";
  expect(pasted(html)).toEqual([
    ["one", { list: "bullet" }],
    ["one a", { list: "bullet", depth: 1 }],
    ["deep", { list: "number", depth: 2 }],
    ["two", { list: "bullet" }],
    ["more", { depth: 1 }],
  ]);
});

test("lists nested beside items, as Google writes them, become the same", () => {
  const html = `<b id="docs-internal-guid-1" style="font-weight:normal"><ul><li aria-level="1"><p><span style="font-weight:700">one</span></p></li><ul><li aria-level="2"><p><span>two</span></p></li></ul></ul></b>`;
  expect(pasted(html)).toEqual([
    ["one", { list: "bullet" }],
    ["two", { list: "bullet", depth: 1 }],
  ]);
  expect(read(html).firstChild?.firstChild?.marks.map((mark) => mark.type.name)).toEqual(["bold"]);
  expect(read(html).child(1).firstChild?.marks).toEqual([]);
});

test("a list that starts elsewhere keeps its first number, and two lists stay two", () => {
  const html = "<ol start='4'><li>a</li><li>b</li></ol><p>between</p><ol><li>c</li></ol>";
  expect(pasted(html).map(([, attributes]) => attributes)).toEqual([
    { list: "number", start: 4 },
    { list: "number" },
    {},
    { list: "number" },
  ]);
  const doc = read(html);
  expect(doc.child(0).attrs["listId"]).toBe(doc.child(1).attrs["listId"]);
  expect(doc.child(3).attrs["listId"]).not.toBe(doc.child(0).attrs["listId"]);
});

test("task lists keep what is ticked", () => {
  expect(pasted('<ul><li><input type="checkbox" checked> done</li><li><input type="checkbox"> open</li></ul>')).toEqual(
    [
      ["done", { list: "check", checked: true }],
      ["open", { list: "check" }],
    ],
  );
});

test("Word's list paragraphs keep level and number form without the typed number", () => {
  const item = (level: number, label: string, text: string): string =>
    `<p class="MsoListParagraph" style="mso-list:l0 level${level} lfo1"><![if !supportLists]><span style="mso-list:Ignore">${label}<span>&nbsp;&nbsp;</span></span><![endif]>${text}<o:p></o:p></p>`;
  const html = item(1, "第一条", "定义") + item(2, "1.1", "甲方") + item(3, "(a)", "付款") + item(1, "·", "sign");
  expect(pasted(html)).toEqual([
    ["定义", { list: "number", format: "第{1:chinese}条" }],
    ["甲方", { list: "number", format: "{1}.{2}", depth: 1 }],
    ["付款", { list: "number", format: "({3:alpha})", depth: 2 }],
    ["sign", { list: "bullet" }],
  ]);
});

test("white space of the source is layout, a line break is not", () => {
  expect(pasted("<p>\n  one\n  two<br>three &nbsp;four </p>\n\n<p>\n</p><p>&nbsp;</p><p>five</p>")).toEqual([
    ["one two\nthree  four", {}],
    ["", {}],
    ["", {}],
    ["five", {}],
  ]);
});

test("tables come with their spans and something to write in in every cell", () => {
  const doc = read(
    "<table><thead><tr><th colspan='2'>H</th></tr></thead><tbody><tr><td>a</td><td></td></tr></tbody></table>",
  );
  const table = doc.firstChild;
  expect(table?.type.name).toBe("table");
  expect(table?.firstChild?.firstChild?.attrs["colspan"]).toBe(2);
  expect(table?.child(1).child(1).childCount).toBe(1);
});

test("inline text beside blocks becomes a paragraph of its own", () => {
  expect(pasted("loose <b>bold</b><p>block</p>tail")).toEqual([
    ["loose bold", {}],
    ["block", {}],
    ["tail", {}],
  ]);
});

test("no input makes it fail", () => {
  for (const html of [
    "",
    "<",
    "<p",
    "<ul><ul><li>",
    "<table><td>x",
    "<li>a<li>b",
    "\u0000<p>\u0000</p>",
    "<ol start='-3'><li>a",
  ]) {
    expect(typeof flattenHtml(html).html).toBe("string");
  }
});
