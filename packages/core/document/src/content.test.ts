import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import {
  type DocumentContent,
  chineseNumber,
  contentText,
  createNumberer,
  formatCounter,
  readContent,
  seedUpdate,
} from "./index.ts";

const open = (content: DocumentContent): Y.Doc => {
  const ydoc = new Y.Doc({ gc: false });
  Y.applyUpdate(ydoc, seedUpdate(content, 7));
  return ydoc;
};

const sample: DocumentContent = {
  blocks: [
    { type: "paragraph", attributes: { align: "center", style: "title" }, runs: [{ text: "委托研究合同" }] },
    {
      type: "paragraph",
      runs: [
        { text: "Plain " },
        { text: "bold link", marks: { bold: {}, link: { href: "https://parley.example" } } },
        { text: " 🙂\nnext line" },
      ],
    },
    { type: "paragraph", runs: [] },
    {
      type: "table",
      rows: [
        {
          type: "tableRow",
          cells: [
            {
              type: "tableHeader",
              attributes: { colspan: 2, colwidth: [100, null] },
              blocks: [{ type: "paragraph", runs: [{ text: "a" }] }],
            },
          ],
        },
        {
          type: "tableRow",
          cells: [
            { type: "tableCell", blocks: [{ type: "paragraph", runs: [{ text: "b" }] }, { type: "horizontalRule" }] },
            { type: "tableCell", blocks: [] },
          ],
        },
      ],
    },
    { type: "signatureBlock", attributes: { label: "乙方" } },
  ],
};

describe("content", () => {
  test("[CO1] seeding a document and reading it back gives the same content", () => {
    expect(readContent(open(sample))).toEqual(sample);
  });

  test("[CO2] reading changes nothing, also where the schema knows nothing", () => {
    const ydoc = open(sample);
    ydoc.getXmlFragment("default").insert(0, [new Y.XmlElement("unheardOf")]);
    let updates = 0;
    ydoc.on("update", () => updates++);
    const before = Y.encodeStateAsUpdate(ydoc);
    expect(readContent(ydoc)).toEqual(sample);
    expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
    expect(updates).toBe(0);
  });

  test("plain text has one line per block, in reading order", () => {
    expect(contentText(sample).split("\n")).toEqual(["委托研究合同", "Plain bold link 🙂 next line", "", "a", "b"]);
  });
});

describe("numbering", () => {
  const labels = (...paragraphs: Record<string, string | number>[]): (string | null)[] => {
    const numberer = createNumberer();
    return paragraphs.map((attributes) => numberer.next({ list: "number", ...attributes }));
  };

  test("[NU1] a number resets the deeper levels, lists count apart, and a start restarts", () => {
    expect(
      labels(
        { format: "{1}." },
        { format: "{1}.{2}", depth: 1 },
        { format: "{1}.{2}", depth: 1 },
        { format: "{1}." },
        { format: "{1}.{2}", depth: 1 },
        { format: "{1:alpha})", listId: "other" },
        { format: "{1}.", start: 7 },
        { format: "{1}." },
      ),
    ).toEqual(["1.", "1.1", "1.2", "2.", "2.1", "a)", "7.", "8."]);
  });

  test("[NU1] a deeper level without its upper one counts as if that were the first", () => {
    expect(labels({ format: "{1}.{2}", depth: 1 })).toEqual(["1.1"]);
  });

  test("[NU1] a paragraph outside numbered lists carries no number", () => {
    expect(createNumberer().next({ list: "bullet" })).toBeNull();
    expect(createNumberer().next({})).toBeNull();
  });

  test("[NU2] templates render legal numbers as Word does", () => {
    expect(
      labels(
        { format: "第{1:chinese}条" },
        { format: "（{2:chinese}）", depth: 1 },
        { format: "{3:circle}", depth: 2 },
      ),
    ).toEqual(["第一条", "（一）", "①"]);
    expect([1, 4, 9, 14, 40, 1994].map((value) => formatCounter(value, "ROMAN"))).toEqual([
      "I",
      "IV",
      "IX",
      "XIV",
      "XL",
      "MCMXCIV",
    ]);
    expect([1, 26, 27, 53].map((value) => formatCounter(value, "alpha"))).toEqual(["a", "z", "aa", "aaa"]);
    expect([0, 5, 10, 11, 20, 21, 100, 105, 110, 119, 1_000, 1_010].map(chineseNumber)).toEqual([
      "零",
      "五",
      "十",
      "十一",
      "二十",
      "二十一",
      "一百",
      "一百零五",
      "一百一十",
      "一百一十九",
      "一千",
      "一千零一十",
    ]);
  });
});
