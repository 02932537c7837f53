import { expect, test } from "vitest";
import { readDocx } from "./docx-read/read-docx.ts";
import { exportDocx } from "./docx-write/export-docx.ts";
import { exportHtml } from "./export-html.ts";
import { readMarkdown } from "./markdown-read/read-markdown.ts";
import { exportMarkdown } from "./markdown-write/export-markdown.ts";
import JSZip from "jszip";

const content = { blocks: [{ type: "paragraph" as const, runs: [{ text: "The fee is 100." }] }] };
const notice = ["As if all were accepted:", "1. <Fee> -- net --> 方案 B"];
const input = { content, title: "T", pictures: new Map(), language: "en" as const, notice };

test("what a Word file says of itself stands at the head of its pages and is no part of the text that comes back", async () => {
  const file = await exportDocx(input);
  const headers = (await JSZip.loadAsync(file)).file(/^word\/header\d*\.xml$/u);
  expect(await headers[0]?.async("string")).toContain("方案 B");
  expect((await readDocx(file)).content).toEqual(content);
});

test("what a Markdown file says of itself is one comment, which an import passes over without a word", () => {
  const text = exportMarkdown(input);
  expect(text).toBe("<!-- notice: As if all were accepted: 1. Fee - - net - - 方案 B -->\n\nThe fee is 100.\n");
  const back = (markdown: string) => readMarkdown(new TextEncoder().encode(markdown));
  expect(back(text).content).toEqual(content);
  expect(back(text).report).toEqual(back("The fee is 100.\n").report);
});

test("what a web page says of itself stands before its text, escaped", () => {
  const [head = "", main = ""] = exportHtml(input).split("<main>");
  expect(head).toContain("<p>1. &lt;Fee&gt; -- net --&gt; 方案 B</p>");
  expect(main).not.toContain("方案");
  expect(exportHtml({ ...input, notice: [] })).not.toContain("<aside");
});
