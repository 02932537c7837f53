import type { DocumentProposal } from "@parley/documents";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { headWords } from "./head-words.ts";

/** A paragraph of pieces, each under a client id of its own: the first under 1, the next under 2. */
function paragraphOf(...pieces: string[]): Y.XmlElement {
  const ydoc = new Y.Doc();
  ydoc.clientID = 100;
  const paragraph = new Y.XmlElement("paragraph");
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  ydoc.getXmlFragment("default").insert(0, [paragraph]);
  for (const [index, words] of pieces.entries()) {
    ydoc.clientID = index + 1;
    text.insert(text.length, words);
  }
  return paragraph;
}

const proposal = (id: string, client: number, length: number, counters: string | null = null): DocumentProposal =>
  ({
    id,
    counters,
    answered: counters === null ? [] : [counters],
    firstSeq: client,
    inserted: [[client, 0, length]],
    blocks: [],
    requires: [],
    records: [],
  }) as unknown as DocumentProposal;

test("alternatives in a head are named apart by their letters", () => {
  const head = paragraphOf("Price 100", "90", "95", " euros");
  expect(headWords([proposal("a", 2, 2), proposal("b", 3, 2, "a")])(head)).toBe("Price 100 [A: 90 / B: 95] euros");
  const chinese = paragraphOf("价格为", "90", "元，", "95", "欧元");
  expect(headWords([proposal("a", 2, 2), proposal("b", 4, 2, "a")])(chinese)).toBe("价格为 [A: 90] 元， [B: 95] 欧元");
});

test("a head without alternatives reads as it stands", () => {
  const head = paragraphOf("Term");
  expect(headWords([proposal("a", 8, 1), proposal("b", 9, 1, "a")])(head)).toBeNull();
});

test("a head reads as it is agreed: words that wait to go are in it, words that wait to come are not, but for alternatives", () => {
  const replacing = (id: string, client: number, gone: number, counters: string | null = null): DocumentProposal => ({
    ...proposal(id, client, 2, counters),
    records: [{ do: "delete", ids: [[gone, 0, 4]] }],
  });
  const head = paragraphOf("满", "五年之日", "三年", "失效");
  expect(headWords([replacing("a", 3, 2)])(head)).toBe("满五年之日失效");
  // A mere deletion.
  const half = {
    ...proposal("a", 9, 1),
    records: [{ do: "delete" as const, ids: [[2, 0, 2] as [number, number, number]] }],
  };
  expect(headWords([half])(head)).toBeNull();
  const prices = paragraphOf("Price ", "100 ", "90", "95", " euros");
  expect(headWords([replacing("a", 3, 2), replacing("b", 4, 2, "a")])(prices)).toBe("Price 100 [A: 90 / B: 95] euros");
  // A clause that goes as a whole keeps its name.
  const all = paragraphOf("Term", "Fees");
  expect(headWords([replacing("a", 9, 1), replacing("b", 8, 2)])(all)).toBeNull();
});

test("a paragraph of nothing but words that are to come is named by them behind a plus sign", () => {
  expect(headWords([proposal("a", 1, 4)])(paragraphOf("Term"))).toBe("+Term");
  const prices = paragraphOf("90", "95");
  expect(headWords([proposal("a", 1, 2), proposal("b", 2, 2, "a")])(prices)).toBe("[A: 90 / B: 95]");
});
