import type { ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";
import { expect, test } from "vitest";
import { comparisonHtml, picturesOf } from "./comparison-html.ts";

const block = (name: string, facts: Partial<ComparedBlockAnswer> = {}): ComparedBlockAnswer => ({
  depth: 0,
  name,
  fate: "kept",
  waits: false,
  proposed: [],
  attributes: {},
  changes: [],
  addedSeq: null,
  removedSeq: null,
  pieces: [],
  ...facts,
});

const piece = (fate: ComparedPieceAnswer["fate"], text: string, facts: Partial<ComparedPieceAnswer> = {}) => ({
  fate,
  text,
  marks: {},
  waits: false,
  proposed: [],
  reflowed: false,
  writtenSeq: 1,
  placedSeq: null,
  deletedSeq: fate === "deleted" ? 2 : null,
  decidedSeq: null,
  formatting: [],
  ...facts,
});

const write = (blocks: readonly ComparedBlockAnswer[]): string => {
  const bytes = new Uint8Array([1, 2, 3]);
  const pictures = new Map(
    [...picturesOf(blocks)].map((id) => [id, { bytes, mediaType: "image/png", width: 10, height: 10 }]),
  );
  const authors = new Map([
    [1, "Lin"],
    [2, "Mara <script>"],
    [3, "Osei"],
  ]);
  return comparisonHtml({ blocks, authors, pictures, title: "1–2", language: "en" });
};

test("a picture that was changed is there as it was and as it is, and nothing is loaded from elsewhere", () => {
  const changed = block("image", {
    attributes: { imageId: "new", alt: "Seal" },
    changes: [{ name: "imageId", before: "old", after: "new", seq: 2 }],
  });
  expect([...picturesOf([changed])].sort()).toEqual(["new", "old"]);
  const html = write([changed]);
  expect(html.match(/<img src="data:image\/png;base64,AQID"/gu)).toHaveLength(2);
  expect(html.indexOf("Before")).toBeLessThan(html.indexOf("Now"));
  expect(html).toContain("default-src 'none'");
});

test("a signature block that was changed shows both organisations, and one that went is struck", () => {
  const html = write([
    block("signatureBlock", {
      attributes: { label: "Buyer", organisation: "Acme & Sons" },
      changes: [{ name: "organisation", before: "Acme", after: "Acme & Sons", seq: 2 }],
    }),
    block("signatureBlock", { fate: "removed", removedSeq: 1, attributes: { label: "Seller" } }),
  ]);
  expect(html).toMatch(
    /<del><div class="signature">.*<p>Acme<\/p>.*<ins><div class="signature">.*<p>Acme &amp; Sons<\/p>/su,
  );
  expect(html).toMatch(/Removed: Lin.*<del><div class="signature">.*Seller/su);
});

test("what happened is said in words, proposals as such, and nobody's name is code", () => {
  const proposed = [{ do: "delete" as const, name: null, value: null, seq: 3 }];
  const html = write([
    block("paragraph", {
      pieces: [
        piece("deleted", "thirty"),
        piece("inserted", "sixty", { decidedSeq: 3 }),
        piece("inserted", "gladly", { waits: true }),
        piece("kept", "at once", { proposed }),
      ],
    }),
  ]);
  expect(html).toContain("[Deleted: Mara &lt;script&gt;] </span>thirty</del>");
  expect(html).toContain("[Inserted: Lin; accepted: Osei] </span>sixty</ins>");
  expect(html).toContain("[Proposed: Lin] </span>gladly</ins>");
  expect(html).toContain("[Proposed to be deleted: Osei] </span>at once</del>");
  expect(html).not.toContain("<script>");
});

test("a paragraph that moved as a whole is marked once, with who moved it, and what was written in it since is told apart", () => {
  const pieces = [piece("kept", "The law of China"), piece("inserted", " alone", { writtenSeq: 3 })];
  const html = write([block("paragraph", { fate: "moved", addedSeq: 1, pieces }), block("paragraph", { pieces })]);
  expect(html.match(/<ins class="moved">The law of China<\/ins>/gu)).toHaveLength(1);
  expect(html).toContain("Moved: Lin");
  expect(html).not.toContain("<del");
  expect(html.match(/ alone<\/ins>/gu)).toHaveLength(2);
});
