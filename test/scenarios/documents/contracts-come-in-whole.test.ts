/**
 * The three real contracts, imported from Word through the import thread and compared with the Markdown beside them.
 * The Markdown is read here by a small reader of its own, so that import is not compared with itself.
 */
import { readFileSync } from "node:fs";
import {
  type BlockContent,
  createNumberer,
  nodeSpecs,
  attributeAccepts,
  markSpecs,
  paragraphText,
} from "@parley/document";
import { expect, test } from "vitest";
import { importFile } from "../../../server/src/documents/exchange/import-file.ts";

const names = ["preclinical-research-zh", "common-paper-mutual-nda", "common-paper-cloud-service-agreement"] as const;
const folder = new URL("../../fixtures/contracts/", import.meta.url);
const limitBytes = 20 * 1024 * 1024;

const importContract = (name: string) =>
  importFile({ name, bytes: new Uint8Array(readFileSync(new URL(name, folder))), limitBytes });

/** What both sides are reduced to: one line for each paragraph, in order, and one for each table's cells. */
type Line =
  | { kind: "title" | "text"; text: string }
  | { kind: "heading"; level: number; text: string }
  | { kind: "item"; depth: number; label: string; text: string }
  | { kind: "table"; rows: { header: boolean; cells: string[] }[] };

/** Whitespace and the typographic quotation marks that pandoc made of straight ones; nothing else. */
const normalise = (text: string): string =>
  text.replaceAll(/[“”]/gu, '"').replaceAll("’", "'").replaceAll(/\s+/gu, " ").trim();

/** Takes off the markup that the three files use: spans, bold, links and addresses in angle brackets. */
const plain = (markdown: string): string =>
  normalise(
    markdown
      .replaceAll(/<\/?span[^>]*>/gu, "")
      .replaceAll("**", "")
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
      .replaceAll(/<(https?:[^>]*)>/gu, "$1"),
  );

function readTruth(name: string): Line[] {
  const source = readFileSync(new URL(`${name}.md`, folder), "utf8");
  const lines: Line[] = [];
  const front = /^---\ntitle: (.*)\n---\n/u.exec(source);
  if (front) lines.push({ kind: "title", text: normalise(front[1] ?? "") });
  for (const line of source.slice(front?.[0].length ?? 0).split("\n")) {
    const last = lines.at(-1);
    const heading = /^(#+) (.*)$/u.exec(line);
    const item = /^( *)(\d+\.|[a-z]\.|\(\d+\)) +(.*)$/u.exec(line);
    if (line.trim() === "") continue;
    if (heading) lines.push({ kind: "heading", level: heading[1]?.length ?? 0, text: plain(heading[2] ?? "") });
    else if (item)
      lines.push({ kind: "item", depth: (item[1]?.length ?? 0) / 4, label: item[2] ?? "", text: plain(item[3] ?? "") });
    else if (/^\|[-|]+\|$/u.test(line)) continue;
    else if (line.startsWith("|")) {
      const cells = line.slice(1, -1).split("|").map(plain);
      if (last?.kind === "table") last.rows.push({ header: false, cells });
      else lines.push({ kind: "table", rows: [{ header: true, cells }] });
    } else lines.push({ kind: "text", text: plain(line) });
  }
  return lines;
}

function reduce(blocks: readonly BlockContent[]): Line[] {
  const numberer = createNumberer();
  return blocks.map((block): Line => {
    if (block.type === "table") {
      const rows = block.rows.map((row) => ({
        header: row.cells.every((cell) => cell.type === "tableHeader"),
        cells: row.cells.map((cell) =>
          normalise(cell.blocks.map((each) => (each.type === "paragraph" ? paragraphText(each) : "?")).join("¶")),
        ),
      }));
      return { kind: "table", rows };
    }
    if (block.type !== "paragraph") throw new Error(`the contracts hold no ${block.type}`);
    const attributes = block.attributes ?? {};
    const text = normalise(paragraphText(block));
    const label = numberer.next(attributes);
    if (label !== null) return { kind: "item", depth: Number(attributes["depth"] ?? 0), label, text };
    if (attributes["style"] === "heading") return { kind: "heading", level: Number(attributes["level"]), text };
    return { kind: attributes["style"] === "title" ? "title" : "text", text };
  });
}

const wordsOf = (lines: readonly Line[]): string[] =>
  lines
    .flatMap((line) => (line.kind === "table" ? line.rows.flatMap((row) => row.cells) : [line.text]))
    .flatMap((text) => text.split(" "));

test.each(names)("%s comes in from Word whole: every word, heading, number, nesting and table", async (name) => {
  const { content, report, pictures } = await importContract(`${name}.docx`);
  const truth = readTruth(name);
  expect(truth.length).toBeGreaterThan(10);
  const imported = reduce(content.blocks);
  expect(wordsOf(imported)).toEqual(wordsOf(truth));
  expect(imported).toEqual(truth);
  expect(report.notCarried).toEqual([]);
  expect(pictures).toEqual([]);
});

test.each(names)("%s comes in from Markdown with the same words and structure as from Word", async (name) => {
  const { content, report } = await importContract(`${name}.md`);
  expect(reduce(content.blocks)).toEqual(readTruth(name));
  expect(report.notCarried).toEqual([]);
});

test.each(names)("%s keeps its bold words and its links", async (name) => {
  const { content } = await importContract(`${name}.docx`);
  const source = readFileSync(new URL(`${name}.md`, folder), "utf8");
  const runs = content.blocks.flatMap((block) => (block.type === "paragraph" ? block.runs : []));
  const bold = normalise(
    runs
      .filter((run) => run.marks?.["bold"])
      .map((run) => run.text)
      .join("|"),
  );
  const truth = [...source.matchAll(/\*\*(.*?)\*\*/gu)].map((match) => plain(match[1] ?? "")).join("|");
  expect(bold).toBe(truth);
  const links = runs.flatMap((run) => (run.marks?.["link"] ? [run.marks["link"]["href"]] : []));
  const addresses = [...source.matchAll(/\]\((https?:[^)]*)\)|<(https?:[^>]*)>/gu)].map(
    (match) => match[1] ?? match[2],
  );
  expect(links).toEqual(addresses);
});

/** Everything in the content that the schema does not allow. */
function schemaFaults(blocks: readonly BlockContent[]): string[] {
  return blocks.flatMap((block): string[] => {
    const specs = nodeSpecs[block.type]?.attributes ?? {};
    const attributes = "attributes" in block ? (block.attributes ?? {}) : {};
    const faults = Object.entries(attributes).flatMap(([key, value]) => {
      const spec = specs[key];
      return spec !== undefined && attributeAccepts(spec, value) ? [] : [`${block.type}.${key}=${String(value)}`];
    });
    if (block.type === "table")
      faults.push(...block.rows.flatMap((row) => row.cells.flatMap((cell) => schemaFaults(cell.blocks))));
    if (block.type === "paragraph") {
      const marks = block.runs.flatMap((run) => Object.keys(run.marks ?? {}));
      faults.push(...marks.filter((mark) => !Object.hasOwn(markSpecs, mark)));
    }
    return faults;
  });
}

test.each(names)("%s is valid by the schema", async (name) => {
  const { content } = await importContract(`${name}.docx`);
  expect(schemaFaults(content.blocks)).toEqual([]);
});

test("the Chinese contract's two tables come in with their header rows", async () => {
  const { content, title } = await importContract("preclinical-research-zh.docx");
  const tables = content.blocks.filter((block) => block.type === "table");
  expect(tables.map((table) => table.rows.map((row) => row.cells.length))).toEqual([
    [4, 4, 4, 4, 4],
    [4, 4, 4, 4, 4],
  ]);
  expect(title).toBe("通用型CAR-T细胞治疗产品临床前委托研究合同");
});
