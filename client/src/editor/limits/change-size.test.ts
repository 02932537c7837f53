import { seededRandom } from "@parley/base";
import { FRAGMENT_NAME } from "@parley/document";
import { Fragment, type Node } from "@tiptap/pm/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Writer, paragraph, testSchema } from "../binding/bound-writers.ts";
import { sizeOf } from "./change-size.ts";

/** What a writer's page sends for putting these blocks into an empty document. */
function sent(blocks: readonly Node[]): Uint8Array {
  const writer = new Writer(4_000_000_000);
  writer.dispatch(writer.state.tr.insert(0, [...blocks]));
  expect(writer.ydoc.getXmlFragment(FRAGMENT_NAME).length).toBe(blocks.length);
  return Y.encodeStateAsUpdate(writer.ydoc);
}

const markAttributes: Readonly<Record<string, object>> = {
  bold: {},
  link: { href: `https://example.org/${"a".repeat(40)}` },
  mention: { personId: "00000000-0000-4000-8000-000000000001" },
  highlight: { colour: "green" },
};
const blockAttributes = [
  {},
  { style: "heading", level: 2 },
  { list: "number", listId: "abc", format: "第{1:chinese}条", depth: 2, align: "center" },
];
const texts = ["a", "保密", "🙂", "word ", "x".repeat(20)];

test("a change is never larger than it was reckoned to be", () => {
  const random = seededRandom(20_260_117);
  for (let round = 0; round < 300; round++) {
    const blocks = Array.from({ length: 1 + random.int(8) }, () => {
      const content = Array.from({ length: random.int(7) }, () => {
        const name = random.pick(["", ...Object.keys(markAttributes)]);
        const marks = name === "" ? [] : [testSchema.mark(name, markAttributes[name] ?? {})];
        return testSchema.text(random.pick(texts), marks);
      });
      return paragraph("").type.create(random.pick(blockAttributes), content);
    });
    const update = sent(blocks);
    const reckoned = sizeOf(Fragment.from(blocks));
    expect(update.length).toBeLessThanOrEqual(reckoned.bytes);
    expect(Y.decodeUpdate(update).structs.length).toBeLessThanOrEqual(reckoned.pieces);
  }
});

test("plain text is reckoned closely", () => {
  const blocks = Array.from({ length: 40 }, () => paragraph("保密信息 confidential ".repeat(20)));
  const reckoned = sizeOf(Fragment.from(blocks));
  expect(reckoned.bytes).toBeLessThan(sent(blocks).length * 1.2);
});
