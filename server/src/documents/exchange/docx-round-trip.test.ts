import { readFileSync } from "node:fs";
import {
  type Attributes,
  type BlockContent,
  type DocumentContent,
  createNumberer,
  visitParagraphs,
} from "@parley/document";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryContent, onePixel } from "./arbitrary-content.ts";
import { readDocx } from "./docx-read/read-docx.ts";
import { exportDocx } from "./docx-write/export-docx.ts";
import { formatAttribute } from "./number-templates.ts";
import { createStartKeeper } from "./start-keeper.ts";

const pictures = new Map([[onePixel.imageId, onePixel]]);
const throughWord = async (content: DocumentContent): Promise<DocumentContent> =>
  (await readDocx(await exportDocx({ content, title: "T", pictures, language: "zh" }))).content;

/**
 * The documented differences of a trip through Word, and nothing else: lists get other ids; a list that restarts at its
 * outermost level is a list of its own afterwards; a `start` that changes nothing is dropped; the default template is
 * absent; a page break before everything is dropped.
 */
function comparable(content: DocumentContent): DocumentContent {
  const ids = new Map<string, string>();
  const courses = new Map<string, { generation: number; used: Set<number> }>();
  const starts = createStartKeeper();
  const numberer = createNumberer();
  const attributesOf = (attributes: Attributes): Attributes => {
    if (attributes["list"] !== "number") return attributes;
    const { listId, format, start, ...rest } = attributes;
    const depth = Number(attributes["depth"] ?? 0);
    const value = Number(numberer.next({ ...attributes, format: `{${depth + 1}}` }));
    const course = courses.get(String(listId ?? "")) ?? { generation: 0, used: new Set<number>() };
    courses.set(String(listId ?? ""), course);
    const isOutermost = [...course.used].every((used) => used >= depth);
    if (start !== undefined && isOutermost && course.used.has(depth)) course.generation += 1;
    course.used = new Set([...course.used].filter((used) => used < depth)).add(depth);
    const oldId = `${String(listId ?? "")} ${course.generation}`;
    if (!ids.has(oldId)) ids.set(oldId, `list ${ids.size}`);
    const kept = starts.startFor(oldId, depth, value);
    const template = typeof format === "string" ? formatAttribute(format, depth) : null;
    return {
      ...rest,
      listId: ids.get(oldId) ?? "",
      ...(template === null ? {} : { format: template }),
      ...(kept === null ? {} : { start: kept }),
    };
  };
  const walk = (blocks: readonly BlockContent[]): BlockContent[] =>
    blocks.map((block): BlockContent => {
      if (block.type === "paragraph")
        return block.attributes ? { ...block, attributes: attributesOf(block.attributes) } : block;
      if (block.type !== "table") return block;
      return {
        ...block,
        rows: block.rows.map((row) => ({
          ...row,
          cells: row.cells.map((cell) => ({ ...cell, blocks: walk(cell.blocks) })),
        })),
      };
    });
  const blocks = walk(content.blocks);
  return { blocks: blocks[0]?.type === "pageBreak" ? blocks.slice(1) : blocks };
}

function labelsOf(content: DocumentContent): (string | null)[] {
  const numberer = createNumberer();
  const labels: (string | null)[] = [];
  visitParagraphs(content.blocks, (paragraph) => labels.push(numberer.next(paragraph.attributes ?? {})));
  return labels;
}

test("a document that was exported to Word comes in again as it was", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryContent, async (content) => {
      const back = await throughWord(content);
      expect(comparable(back)).toEqual(comparable(content));
      expect(labelsOf(comparable(back))).toEqual(labelsOf(comparable(content)));
    }),
    { numRuns: 120, seed: 20260117 },
  );
});

test.each(["preclinical-research-zh", "common-paper-mutual-nda", "common-paper-cloud-service-agreement"])(
  "%s is the same after a trip through our own Word file",
  async (name) => {
    const file = new URL(`../../../../test/fixtures/contracts/${name}.docx`, import.meta.url);
    const { content } = await readDocx(new Uint8Array(readFileSync(file)));
    const back = await throughWord(content);
    expect(comparable(back)).toEqual(comparable(content));
    expect(labelsOf(back)).toEqual(labelsOf(content));
  },
);
