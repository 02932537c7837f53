import type { ComparedBlockAnswer, ComparedPieceAnswer, StopsMode } from "@parley/documents";
import { expect, test } from "vitest";
import { comparisonHtml } from "./comparison-html.ts";
import { picturesOf } from "./comparison-leaves.ts";

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

const write = (
  blocks: readonly ComparedBlockAnswer[],
  language: "en" | "zh" = "en",
  mode: StopsMode = "net",
): string => {
  const bytes = new Uint8Array([1, 2, 3]);
  const pictures = new Map(
    [...picturesOf(blocks)].map((id) => [id, { bytes, mediaType: "image/png", width: 10, height: 10 }]),
  );
  const rows = new Map(
    ["Lin", "Mara <script>", "Osei"].map((name, at) => [
      at + 1,
      {
        personId: `p${at}`,
        name,
        party: at === 1 ? ("counterparty" as const) : ("ours" as const),
        via: "typed",
        when: `${at + 1} May`,
      },
    ]),
  );
  // The first of them once more, a minute later.
  rows.set(4, { personId: "p0", name: "Lin", party: "ours", via: "typed", when: "1 May, later" });
  rows.set(5, { personId: "p0", name: "Lin", party: "ours", via: "import", when: "4 May" });
  rows.set(6, { personId: "p2", name: "Osei", party: "ours", via: "restore", when: "5 May" });
  return comparisonHtml({ ...head, blocks, mode, rows, pictures, language });
};

const head = {
  title: "Supply & service",
  older: "As imported: draft.docx (1 May)",
  newer: "Signed (3 May)",
  made: "4 May 2026, 09:00",
  zone: "China Standard Time (GMT+8)",
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
  expect(html).toContain("[Deleted: Mara &lt;script&gt; (counterparty), 2 May] </span>thirty</del>");
  expect(html).toContain(
    "[Inserted: proposed by Lin (our side), 1 May; accepted: Osei (our side), 3 May] </span>sixty</ins>",
  );
  expect(html).toContain("[Proposed: Lin (our side), 1 May] </span>gladly</ins>");
  expect(html).toContain("[Proposed to be deleted: Osei (our side), 3 May] </span>at once</del>");
  expect(html).not.toContain("<script>");
});

test("alternatives have their letters where they begin and in what is said, and the legend says what these mean", () => {
  const wish = (seq: number, alternative: string) => ({
    do: "delete" as const,
    name: null,
    value: null,
    seq,
    alternative,
  });
  const pieces = [
    piece("kept", "30 ", { proposed: [wish(2, "A"), wish(3, "B")] }),
    piece("kept", "days", { marks: { bold: {} }, proposed: [wish(2, "A"), wish(3, "B")] }),
    piece("inserted", "60 days", { waits: true, alternative: "B", writtenSeq: 3 }),
    piece("inserted", ", gladly", { waits: true }),
  ];
  const html = write([block("paragraph", { pieces })]);
  const main = html.slice(html.indexOf("<main>"), html.indexOf("</main>"));
  const signs = [...main.matchAll(/<span class="alternative"[^>]*>(\w)<\/span>/gu)].map(([, letter]) => letter);
  expect(signs).toEqual(["A", "B", "B"]);
  expect(main).toContain(
    "[Proposed to be deleted (alternative A): Mara &lt;script&gt; (counterparty), 2 May; Proposed to be deleted (alternative B): Osei (our side), 3 May] </span>30 </del>",
  );
  expect(main).toContain("[Proposed (alternative B): Osei (our side), 3 May] </span>60 days</ins>");
  expect(main).toContain("[Proposed: Lin (our side), 1 May] </span>, gladly</ins>");
  expect(html.slice(0, html.indexOf("<main>"))).toContain("Alternatives for one place");
  expect(write([block("paragraph", { pieces: pieces.slice(3) })])).not.toContain("Alternatives for one place");
});

test("a paragraph that moved as a whole is marked once, with who moved it, and what was written in it since is told apart", () => {
  const pieces = () => [piece("kept", "The law of China"), piece("inserted", " alone", { writtenSeq: 3 })];
  const moved = block("paragraph", { fate: "moved", addedSeq: 1, pieces: pieces() });
  const html = write([moved, block("paragraph", { pieces: pieces() })]);
  expect(html.match(/<ins class="moved by-ours-\d">The law of China<\/ins>/gu)).toHaveLength(1);
  expect(html).toContain("Moved: Lin");
  expect(html.slice(html.indexOf("<main>"))).not.toContain("<del");
  expect(html.match(/ alone<\/ins>/gu)).toHaveLength(2);
});

test("what moved has a trace where it was, one number for both places, and each says where the other is and leads there", () => {
  const list = { list: "number", listId: "a", format: "{1}." };
  const blocks = [
    block("paragraph", { attributes: { style: "heading", level: 1 }, pieces: [piece("kept", "Terms")] }),
    block("paragraph", { attributes: list, pieces: [piece("kept", "Price")] }),
    block("paragraph", { fate: "left", moved: "7-1" }),
    block("paragraph", { attributes: list, pieces: [piece("kept", "Term"), piece("inserted", " of all")] }),
    block("paragraph", {
      fate: "moved",
      moved: "7-1",
      addedSeq: 1,
      attributes: list,
      pieces: [piece("kept", "The law of <China>"), piece("inserted", " alone", { writtenSeq: 3 })],
    }),
    block("table", { fate: "moved", moved: "7-2", addedSeq: 2 }),
    block("tableRow", { depth: 1 }),
    block("tableCell", { depth: 2 }),
    block("paragraph", { depth: 3, pieces: [piece("kept", "In a cell")] }),
    block("paragraph", { pieces: [piece("kept", "Between")] }),
    block("table", { fate: "left", moved: "7-2" }),
  ];
  const html = write(blocks);
  const main = html.slice(html.indexOf("<main>"), html.indexOf("</main>"));
  expect(main).toMatch(
    /<p class="trace" id="m1-old"[^>]*><span class="said">\[Moved away: Lin[^<]*<\/span><del class="gone by-ours-\d">The law of &lt;China&gt;<\/del><a class="note" href="#c1"[^>]*>1<\/a> <a class="elsewhere" href="#m1-new">moved to 3\.<\/a><\/p>/u,
  );
  expect(main).toMatch(
    /<p class="item moved-block"[^>]* id="m1-new">.*<a class="elsewhere" href="#m1-old">moved from 2\. in the older version</u,
  );
  expect([...main.matchAll(/<a class="note" href="#c(\d+)"/gu)].map(([, number]) => number)).toEqual([
    "1",
    "2",
    "1",
    "3",
    "4",
    "4",
  ]);
  expect(main).toMatch(/href="#m2-old">moved from further down<.*<table[^>]* id="m2-new">/su);
  expect(main).toMatch(/id="m2-old"[^>]*>.*<del class="gone by-\w+-\d">In a cell<.*>moved further up</su);
  expect(itemsOf(html)[0]).toBe(
    '<b>Terms · 2.</b> <span class="words">The law of &lt;China&gt; alone</span> Moved from 2. in the older version to 3.: Lin (our side), 1 May',
  );
  const chinese = write(blocks, "zh");
  for (const words of [">移至 3.<", ">移自原版本 2.<", ">移至上文<", ">移自下文<", "由原版本 2. 移至 3."])
    expect(chinese).toContain(words);
});

test("it begins with the contract's title, both versions, when it was made, and what colours and lines mean", () => {
  const pieces = [piece("deleted", "thirty"), piece("inserted", "sixty", { decidedSeq: 3 })];
  const html = write([block("paragraph", { pieces })]);
  expect(html).toContain("<title>Supply &amp; service: As imported: draft.docx (1 May) – Signed (3 May)</title>");
  const header = html.slice(html.indexOf("<header>"), html.indexOf("</header>"));
  expect(header).toContain("<h1>Supply &amp; service</h1>");
  for (const text of [head.older, head.newer, head.made, head.zone]) expect(header).toContain(`<dd>${text}</dd>`);
  expect(header).toContain("<ins>Inserted</ins> <del>Deleted</del>");
  // Whoever only accepted has no colour in the text.
  expect(header).toMatch(
    /<span class="person by-counterparty-\d">Mara &lt;script&gt; \(counterparty\)<\/span> <span class="person by-ours-\d">Lin \(our side\)<\/span><\/dd>/u,
  );
  expect(write([], "zh")).toMatch(
    /<p class="kind">版本对比<\/p>.*<dt>原版本<\/dt>.*<dt>新版本<\/dt>.*两个版本没有差异。/su,
  );
});

const itemsOf = (html: string): string[] =>
  [...html.matchAll(/<li id="c\d+"[^>]*>(.*?)<\/li>/gu)].map(([, item]) => item ?? "");

test("every change has a number in the text, and below it the clause, the words, what happened, by whom, for which party and when", () => {
  const list = { list: "number", listId: "a", format: "{1}." };
  const heading = block("paragraph", {
    attributes: { style: "heading", level: 1 },
    pieces: [piece("kept", "Price")],
  });
  const pieces = [piece("deleted", "30"), piece("kept", " or "), piece("deleted", "40"), piece("inserted", "45")];
  const html = write([heading, block("paragraph", { attributes: list, pieces })]);
  expect([...html.matchAll(/<a class="note" href="#c(\d+)"[^>]*>\d+<\/a>/gu)].map(([, number]) => number)).toEqual([
    "1",
    "2",
  ]);
  expect(html).toContain("<h2>The changes</h2>");
  expect(itemsOf(html)).toEqual([
    '<b>Price · 1.</b> <del class="words">30</del> Deleted: Mara &lt;script&gt; (counterparty), 2 May',
    '<b>Price · 1.</b> <del class="words">40</del> → <ins class="words">45</ins> Deleted: Mara &lt;script&gt; (counterparty), 2 May; Inserted: Lin (our side), 1 May',
  ]);
});

test("a paragraph that came or went as a whole is one change, which says whose words are in it besides", () => {
  const blocks = [
    block("paragraph", { fate: "added", addedSeq: 1, pieces: [piece("inserted", "New words.")] }),
    block("paragraph", {
      fate: "removed",
      removedSeq: 2,
      decidedSeq: 3,
      pieces: [piece("deleted", "Old.", { decidedSeq: 3 })],
    }),
    block("paragraph", { fate: "added", addedSeq: 1, pieces: [piece("inserted", "Not one hand.", { writtenSeq: 3 })] }),
  ];
  const alike = [
    '<ins class="words">New words.</ins> New: Lin (our side), 1 May',
    '<del class="words">Old.</del> Removed: proposed by Mara &lt;script&gt; (counterparty), 2 May; accepted: Osei (our side), 3 May',
  ];
  expect(itemsOf(write(blocks))).toEqual([
    ...alike,
    '<ins class="words">Not one hand.</ins> New: Lin (our side), 1 May; Inserted: Osei (our side), 3 May',
  ]);
  // Where every change is told, as on the page.
  expect(itemsOf(write(blocks, "en", "exact"))).toEqual([
    ...alike,
    "New: Lin (our side), 1 May",
    '<ins class="words">Not one hand.</ins> Inserted: Osei (our side), 3 May',
  ]);
});

test("a proposed or accepted row, and a proposed paragraph, is told once, with its words once, also where it was written over minutes", () => {
  const row = (facts: Partial<ComparedBlockAnswer>, seqs: readonly number[]): ComparedBlockAnswer[] => [
    block("tableRow", { depth: 1, ...facts }),
    ...["第二阶段之二", "安全性中期报告", "交付后150日"].flatMap((text, at) => [
      block("tableCell", { depth: 2, ...facts }),
      block("paragraph", {
        depth: 3,
        ...facts,
        pieces: [
          piece("inserted", text, {
            waits: facts.waits ?? false,
            writtenSeq: seqs[at] ?? 1,
            decidedSeq: facts.decidedSeq ?? null,
          }),
        ],
      }),
    ]),
  ];
  const came = { fate: "added" as const, addedSeq: 1 };
  const blocks = [
    block("table"),
    ...row({ ...came, waits: true }, [1, 4, 4]),
    ...row({ ...came, decidedSeq: 3 }, [1, 1, 4]),
    block("paragraph", {
      ...came,
      waits: true,
      pieces: [
        piece("inserted", "“关联方”", { waits: true, marks: { bold: {} } }),
        piece("inserted", "指实体。", { waits: true, writtenSeq: 4 }),
      ],
    }),
  ];
  const cells = '<ins class="words">第二阶段之二 | 安全性中期报告 | 交付后150日</ins>';
  for (const mode of ["net", "exact"] as const)
    expect(itemsOf(write(blocks, "zh", mode))).toEqual([
      `${cells} 建议新增：Lin（我方），1 May`,
      `${cells} 新增：Lin（我方）于1 May提出；接受：Osei（我方），3 May`,
      '<ins class="words">“关联方”指实体。</ins> 建议新增：Lin（我方），1 May',
    ]);
});

test("a paragraph whose words came from elsewhere as one piece is told once, as moved, with one number for both places", () => {
  const words = { placedSeq: 2 };
  const html = write([
    block("paragraph", { fate: "removed", removedSeq: 2, pieces: [piece("left", "Without deduction.", words)] }),
    block("paragraph", { pieces: [piece("kept", "Net.")] }),
    block("paragraph", { fate: "added", addedSeq: 2, pieces: [piece("arrived", "Without deduction.", words)] }),
  ]);
  expect(itemsOf(html)).toEqual([
    '<span class="words">Without deduction.</span> Moved: Mara &lt;script&gt; (counterparty), 2 May',
  ]);
  expect(html.match(/<a class="note" href="#c1"/gu)).toHaveLength(2);
  expect(html).not.toContain("[New");
});

test("a sentence that moved to another paragraph says at either place where the other is, and in the list from where to where", () => {
  const words = { placedSeq: 2 };
  const clause = (...pieces: ComparedPieceAnswer[]): ComparedBlockAnswer =>
    block("paragraph", { attributes: { list: "number" }, pieces });
  const blocks = [
    clause(piece("kept", "Net."), piece("left", " No deduction.", words)),
    block("paragraph", {
      attributes: { list: "number" },
      fate: "added",
      addedSeq: 1,
      pieces: [piece("inserted", "New.")],
    }),
    clause(piece("kept", "Due."), piece("arrived", " No deduction.", words)),
    block("paragraph", { pieces: [piece("kept", "End."), piece("left", " Signed.", { placedSeq: 3 })] }),
    block("paragraph", { pieces: [piece("arrived", " Signed.", { placedSeq: 3 }), piece("kept", "Last.")] }),
  ];
  const html = write(blocks);
  const said = [...html.matchAll(/title="(Moved[^:]*):/gu)].map(([, words = ""]) => words);
  expect(said).toEqual([
    "Moved to 3.",
    "Moved here from 1. in the older version",
    "Moved further down",
    "Moved here from further up",
  ]);
  expect(itemsOf(html)).toContain(
    '<b>1.</b> <span class="words">No deduction.</span> Moved from 1. in the older version to 3.: Mara &lt;script&gt; (counterparty), 2 May',
  );
  const chinese = [...write(blocks, "zh").matchAll(/title="([^："]*移[^：]*)：/gu)].map(([, words = ""]) => words);
  expect(chinese).toEqual(["移至 3.", "由原版本 1. 移至此处", "移至下文", "由上文移至此处"]);
});

test("a replaced phrase, agreed or proposed, is one entry, and alternatives say which words are whose", () => {
  const goes = (seq: number, alternative?: string) => ({
    do: "delete" as const,
    name: null,
    value: null,
    seq,
    ...(alternative === undefined ? {} : { alternative }),
  });
  const html = write(
    [
      block("paragraph", {
        pieces: [
          piece("deleted", "thirty "),
          piece("deleted", "days", { marks: { bold: {} } }),
          piece("inserted", "a month"),
        ],
      }),
      block("paragraph", {
        pieces: [
          piece("kept", "30 days", { proposed: [goes(2, "A"), goes(3, "B")] }),
          piece("inserted", "45 days", { waits: true, alternative: "A", writtenSeq: 2 }),
          piece("inserted", "60 days", { waits: true, alternative: "B", writtenSeq: 3 }),
        ],
      }),
    ],
    "zh",
  );
  expect(itemsOf(html)).toEqual([
    '<del class="words">thirty days</del> → <ins class="words">a month</ins> 删除：Mara &lt;script&gt;（对方），2 May；新增：Lin（我方），1 May',
    '<del class="words">30 days</del> 建议删除（方案 A）：Mara &lt;script&gt;（对方），2 May；建议删除（方案 B）：Osei（我方），3 May；<ins class="words">45 days</ins> 建议新增（方案 A）：Mara &lt;script&gt;（对方），2 May；<ins class="words">60 days</ins> 建议新增（方案 B）：Osei（我方），3 May',
  ]);
});

test("a break that was made, or taken away, is told where it stands, with who proposed and who accepted it, and as nothing else", () => {
  const reflowed = { reflowed: true, placedSeq: 3 };
  const broken = (what: "split" | "join") => ({ broken: { do: what, seq: 2, decidedSeq: 3 } });
  const html = write([
    block("paragraph", {
      pieces: [piece("kept", "First. "), piece("left", "Second.", { ...reflowed, ...broken("split") })],
    }),
    block("paragraph", {
      fate: "added",
      addedSeq: 2,
      decidedSeq: 3,
      broken: "split",
      pieces: [piece("arrived", "Second.", reflowed), piece("arrived", "Third.", { ...reflowed, ...broken("join") })],
    }),
    block("paragraph", {
      fate: "removed",
      removedSeq: 2,
      decidedSeq: 3,
      broken: "joined",
      pieces: [piece("left", "Third.", reflowed)],
    }),
  ]);
  const told = "proposed by Mara &lt;script&gt; (counterparty), 2 May; accepted: Osei (our side), 3 May";
  expect(itemsOf(html)).toEqual([
    `<ins class="words">¶</ins> Split here: ${told}`,
    `<del class="words">¶</del> Joined here with the paragraph before: ${told}`,
  ]);
  const main = html.slice(html.indexOf("<main>"), html.indexOf("</main>"));
  expect(main.match(/<p\b/gu)).toHaveLength(2);
  expect(main).toMatch(
    /First\. <ins class="break by-counterparty-\d"[^>]*><span class="said">\[Split here: [^<]*<\/span>¶<\/ins>/u,
  );
  expect(main).toMatch(
    /Second\.<del class="break by-counterparty-\d"[^>]*><span class="said">[^<]*<\/span>¶<\/del>.*Third\./u,
  );
});

test("neighbours that are told alike have one number", () => {
  const pieces = () => [piece("inserted", "New"), piece("inserted", " bold", { marks: { bold: {} } })];
  const html = write([block("paragraph", { pieces: pieces() }), block("paragraph", { pieces: pieces() })]);
  expect(html.match(/<a class="note"/gu)).toHaveLength(2);
  expect(itemsOf(html)[0]).toBe('<ins class="words">New bold</ins> Inserted: Lin (our side), 1 May');
});

test("numbers of clauses, headings, bold words and merged cells are in it; what went has the number that it had", () => {
  const list = { list: "number", listId: "a", format: "{1}." };
  const clause = (text: string, facts: Partial<ComparedBlockAnswer>): ComparedBlockAnswer =>
    block("paragraph", {
      attributes: list,
      pieces: [piece(facts.fate === "removed" ? "deleted" : "kept", text)],
      ...facts,
    });
  const html = write([
    block("paragraph", { attributes: { style: "title" }, pieces: [piece("kept", "Agreement")] }),
    block("paragraph", {
      attributes: { style: "heading", level: 2 },
      pieces: [piece("kept", "Terms", { marks: { bold: {} } })],
    }),
    clause("Parties", {}),
    clause("Price", { fate: "removed", removedSeq: 2 }),
    clause("Term", {}),
    block("table"),
    block("tableRow", { depth: 1, fate: "added", addedSeq: 1 }),
    block("tableCell", { depth: 2, attributes: { colspan: 2 } }),
  ]);
  expect(html).toContain('<h1 class="title">Agreement</h1>');
  expect(html).toContain("<h2><strong>Terms</strong></h2>");
  const labels = [...html.matchAll(/<span class="label">([^<]*)<\/span>[^\n]*?(Parties|Price|Term)/gu)];
  expect(labels.map(([, label, words]) => [label, words])).toEqual([
    ["1.", "Parties"],
    ["2.", "Price"],
    ["2.", "Term"],
  ]);
  expect(html).toMatch(/<td colspan="2"><span class="said">\[New: Lin \(our side\), 1 May\] <\/span>/u);
});

test("what came or went with a row is told with the row, and a cell that went before names who removed it", () => {
  const cell = (removedSeq: number, text: string, more: Partial<ComparedBlockAnswer> = {}): ComparedBlockAnswer[] => [
    block("tableCell", { depth: 2, fate: "removed", removedSeq, ...more }),
    block("paragraph", {
      depth: 3,
      fate: "removed",
      removedSeq,
      pieces: [piece("deleted", text, { deletedSeq: removedSeq, decidedSeq: more.decidedSeq ?? null })],
      ...more,
    }),
  ];
  const html = write([
    block("table"),
    block("tableRow", { depth: 1, fate: "removed", removedSeq: 1, decidedSeq: 3 }),
    ...cell(1, "with it", { decidedSeq: 3 }),
    ...cell(2, "before it"),
    block("tableRow", { depth: 1, fate: "added", addedSeq: 1 }),
    block("tableCell", { depth: 2, fate: "added", addedSeq: 1 }),
    block("paragraph", { depth: 3, fate: "added", addedSeq: 1, pieces: [piece("inserted", "new")] }),
  ]);
  expect(itemsOf(html)).toEqual([
    '<del class="words">with it | before it</del> Removed: proposed by Lin (our side), 1 May; accepted: Osei (our side), 3 May; Removed: Mara &lt;script&gt; (counterparty), 2 May',
    '<ins class="words">new</ins> New: Lin (our side), 1 May',
  ]);
});

test("what is proposed about a block or words that stand is named, in one line for whoever proposes it", () => {
  const wish = (does: "set" | "format" | "join", name: string | null, seq: number) => ({
    do: does,
    name,
    value: null,
    seq,
  });
  const blocks = [
    block("paragraph", {
      proposed: [wish("set", "list", 2), wish("set", "listId", 2), wish("set", "format", 2), wish("set", "align", 3)],
      pieces: [piece("kept", "Fees", { proposed: [wish("format", "bold", 1)] })],
    }),
    block("paragraph", { proposed: [wish("join", null, 1)] }),
  ];
  const html = write(blocks);
  expect(html).toContain(
    "[Proposed change of list: Mara &lt;script&gt; (counterparty), 2 May; Proposed change of alignment: Osei (our side), 3 May]",
  );
  expect(html).toContain("[Proposed change of bold: Lin (our side), 1 May] </span>Fees");
  expect(html).toContain("[Proposed to be joined to the paragraph before: Lin (our side), 1 May]");
  const chinese = write(blocks, "zh");
  for (const told of ["建议更改列表：", "建议更改对齐方式：", "建议更改加粗：", "建议与上一段合并："])
    expect(chinese).toContain(told);
});

test("the legend names every sign that the text may have", () => {
  const legendOf = (blocks: readonly ComparedBlockAnswer[]): string =>
    write(blocks, "zh").match(/<dt>图例<\/dt><dd>(.*?)<\/dd>/u)?.[1] ?? "";
  const agreed = legendOf([block("paragraph", { pieces: [piece("inserted", "x")] })]);
  for (const sign of ["新增", "删除", "移动到此处", "从此处移走", "格式有改动", "在此拆分", "在此与上一段合并"])
    expect(agreed).toContain(sign);
  expect(agreed).not.toContain("建议");
  const proposed = legendOf([block("paragraph", { pieces: [piece("inserted", "x", { waits: true })] })]);
  for (const sign of ["建议新增", "建议删除", "有修改建议"]) expect(proposed).toContain(sign);
});

test("a comparison shows a sign for a character that would turn words, agreed or not", () => {
  const pieces = [piece("kept", "\u202E100"), piece("inserted", "\u2067200"), piece("deleted", "\u200F300")];
  const html = write([block("paragraph", { pieces })]);
  for (const sign of ["U+202E", "U+2067", "U+200F"])
    expect(html).toContain(`<span class="turning" data-sign="${sign}">`);
});

test("the title and the names of versions show characters that are not seen by their signs", () => {
  const html = comparisonHtml({
    blocks: [],
    mode: "net",
    rows: new Map(),
    pictures: new Map(),
    language: "en",
    ...head,
    title: "Fee \u202E001",
    older: "First\u200B",
    newer: "Second \u2067",
  });
  expect(html).not.toMatch(/[\u200B\u202E\u2067]/u);
  expect(html).toContain("<title>Fee ⟨U+202E⟩001: First⟨U+200B⟩ – Second ⟨U+2067⟩</title>");
  for (const seen of ["<h1>Fee ⟨U+202E⟩001</h1>", "<dd>First⟨U+200B⟩</dd>", "<dd>Second ⟨U+2067⟩</dd>"])
    expect(html).toContain(seen);
});

test("what a restoration put back is said to be brought back, and imported words to be imported", () => {
  const blocks = [
    block("image", { fate: "added", addedSeq: 6 }),
    block("paragraph", { pieces: [piece("inserted", "Back.", { placedSeq: 6, writtenSeq: 5 })] }),
    block("paragraph", { pieces: [piece("inserted", "Came.", { writtenSeq: 5 })] }),
  ];
  const html = write(blocks);
  expect(html).toContain("[Brought back: Osei (our side), 5 May]");
  expect(html).toContain(
    "[Brought back: Osei (our side), 5 May; imported from a file: Lin (our side), 4 May] </span>Back.",
  );
  expect(html).toContain("[Imported from a file: Lin (our side), 4 May] </span>Came.");
  expect(write(blocks, "zh")).toContain("；从文件导入：Lin（我方），4 May] </span>Back.");
});

test("the list says what was changed, with the whole number of the clause, and who replaced words once", () => {
  const list = { list: "number", listId: "a" };
  const change = { before: null, after: {}, seq: 1 };
  const html = (language: "en" | "zh"): string[] =>
    itemsOf(
      write(
        [
          block("paragraph", { attributes: { ...list, format: "{1}." }, pieces: [piece("kept", "Party A shall:")] }),
          block("paragraph", {
            attributes: { ...list, depth: 1, format: "({2})" },
            pieces: [
              piece("kept", "pay", {
                formatting: [
                  { ...change, name: "bold" },
                  { ...change, name: "italic" },
                  { ...change, name: "highlight", seq: 2 },
                ],
              }),
              piece("kept", " within "),
              piece("deleted", "ten", { deletedSeq: 1, decidedSeq: 3 }),
              piece("inserted", "twenty", { decidedSeq: 3 }),
              piece("kept", " days of "),
              piece("deleted", "notice", { deletedSeq: 1 }),
              piece("inserted", "receipt", { writtenSeq: 4 }),
            ],
          }),
          block("paragraph", {
            attributes: { ...list, depth: 1, format: "{1}.{2}" },
            changes: [
              { ...change, name: "list" },
              { ...change, name: "listId" },
            ],
          }),
        ],
        language,
      ),
    );
  expect(html("en")).toEqual([
    '<b>1.(1)</b> <span class="words">pay</span> Changed bold, italic: Lin (our side), 1 May; Changed highlight: Mara &lt;script&gt; (counterparty), 2 May',
    '<b>1.(1)</b> <del class="words">ten</del> → <ins class="words">twenty</ins> Replaced: proposed by Lin (our side), 1 May; accepted: Osei (our side), 3 May',
    '<b>1.(1)</b> <del class="words">notice</del> → <ins class="words">receipt</ins> Deleted: Lin (our side), 1 May; Inserted: Lin (our side), 1 May, later',
    "<b>1.2</b> Changed list: Lin (our side), 1 May",
  ]);
  expect(html("zh")[0]).toContain("更改加粗、斜体：Lin（我方），1 May");
  expect(html("zh")[1]).toContain("替换：Lin（我方）于1 May提出；接受：Osei（我方），3 May");
});
