import { must } from "@parley/base";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { PARAGRAPH_BREAK, standingCopies } from "./index.ts";
import { type Page, Scene, lin, mara, newCell, newParagraph, osei, paragraph, table } from "./negotiation-scene.ts";

test("[PR1] a word replaced is one proposal, however it was typed", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => page.delete(0, 13, 3));
  scene.propose(mara, (page) => page.text(0).insert(16, "9"));
  scene.propose(mara, (page) => page.text(0).insert(17, "0"));
  expect(scene.told).toEqual(['Mara replace "100" "90"']);
});

test("[PR1] a replacement stays one proposal when somebody changes the replaced words directly at the same moment", () => {
  const replace = (page: Page, from: number, length: number, words: string): void => {
    page.delete(0, from, length);
    page.text(0).insert(from + length, words);
  };
  for (const swapped of [false, true]) {
    const scene = new Scene(paragraph("The buyer shall within fifteen days accept."));
    const sends = [
      scene.begin(mara, true, (page) => replace(page, 4, 31, "buyer shall within ten days")),
      scene.begin(lin, false, (page) => {
        page.text(0).insert(20, "at once");
        page.text(0).delete(27, 15);
        page.text(0).delete(16, 4);
      }),
    ];
    for (const send of swapped ? sends.toReversed() : sends) send();
    expect(scene.told).toEqual(['Mara replace "buyer shall " "buyer shall within ten days"']);
    const [proposal] = scene.proposals;
    scene.decide("accept", [must(proposal, "a proposal")]);
    expect(scene.told).toEqual([]);
  }
});

test("[PR1] what somebody strikes and types beside words that they leave as they are are two proposals, also in one change", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => {
    page.delete(0, 4, 5);
    page.text(0).insert(13, "now ");
  });
  expect(scene.told).toEqual(['Mara delete "price" ""', 'Mara insert "" "now "']);
});

test("[PR1] what is deleted across the ends of paragraphs is one proposal that shows where those were", () => {
  const scene = new Scene(paragraph("Free of packaging."), paragraph("Prices are"), paragraph("fixed for one year."));
  scene.propose(mara, (page) => {
    const ids = [...page.ids(page.text(0), 8, 10), ...page.ids(page.text(1))];
    page.record({ do: "delete", ids, group: "a" });
    page.record({ do: "delete", ids: page.ids(page.text(2), 0, 5), group: "a" });
    for (const at of [1, 2]) {
      const [block, to] = [page.id(page.block(at)), page.id(page.block(0))];
      page.record({ do: "join", block, to, group: "a" });
    }
  });
  const parted = ["packaging.", "Prices are", "fixed"].join(PARAGRAPH_BREAK);
  expect(scene.proposals.map(({ deletedText }) => deletedText)).toEqual([parted]);
  expect(scene.accept(...scene.proposals)).toEqual(["Free of  for one year."]);
});

test("[PR1] what stands apart is apart, and so is what two people write", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => page.text(0).insert(4, "total "));
  scene.propose(mara, (page) => page.text(0).insert(19, "0"));
  scene.propose(osei, (page) => page.text(0).insert(20, "!"));
  expect(scene.told).toEqual(['Mara insert "" "total "', 'Mara insert "" "0"', 'Osei insert "" "!"']);
});

test("[PR1] what somebody else puts in between does not part a proposal, and theirs is their own", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
  scene.propose(osei, (page) => page.text(0).insert(3, "XX"));
  expect(scene.told).toEqual(['Mara insert "" "annual "', 'Osei insert "" "XX"']);
});

test("[PR1] two people who strike the same words make two proposals of it", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => page.delete(0, 4, 9));
  scene.propose(osei, (page) => page.delete(0, 10, 6));
  expect(scene.told).toEqual(['Mara delete "price is " ""', 'Osei delete "is 100" ""']);
});

test("[PR2] paragraphs that come one after another are one proposal", () => {
  const scene = new Scene(paragraph("first"), paragraph("last"));
  scene.propose(mara, (page) => page.insertParagraph(1, "one"));
  scene.propose(mara, (page) => page.insertParagraph(2, "two"));
  scene.propose(osei, (page) => page.insertParagraph(4, "three"));
  expect(scene.told).toEqual(['Mara block "" "one\\ntwo\\n"', 'Osei block "" "three\\n"']);
});

test("[PR2] records of one gesture are one proposal wherever they stand", () => {
  const scene = new Scene(paragraph("one"), paragraph("two"), paragraph("three"));
  scene.propose(mara, (page) => {
    for (const index of [0, 2])
      page.record({ do: "set", block: page.id(page.block(index)), name: "align", value: "center", group: "g" });
  });
  expect(scene.told).toEqual(['Mara set "" ""']);
});

test("[PR2] the cells of a new column are one proposal, those of a new row another", () => {
  const scene = new Scene(table(["a"], ["b"]));
  scene.propose(mara, (page) => {
    for (const each of page.block(0).toArray()) (each as Y.XmlElement).insert(1, [newCell("new")]);
  });
  scene.propose(osei, (page) => {
    const made = new Y.XmlElement("tableRow");
    page.block(0).insert(2, [made]);
    made.insert(0, [newCell("x"), newCell("y")]);
  });
  expect(scene.told).toEqual(['Mara block "" "new\\nnew\\n"', 'Osei block "" "x\\ty\\n"']);
});

test("[PR2] a row that comes and one beside it that goes are two proposals, each to be decided on by itself", () => {
  const scene = new Scene(table(["a"], ["b"]));
  scene.propose(mara, (page) => {
    const made = new Y.XmlElement("tableRow");
    page.block(0).insert(1, [made]);
    made.insert(0, [newCell("x")]);
  });
  scene.propose(mara, (page) => page.remove(page.block(0).get(2) as Y.XmlElement));
  expect(scene.told).toEqual(['Mara block "" "x\\n"', 'Mara remove "b\\n" ""']);
  expect(scene.accept(scene.proposals[0] as (typeof scene.proposals)[number])).toEqual(["a", "x", "b"]);
});

test("[PR3] a proposal keeps its id while its author goes on, and its digest tells that it changed", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
  const [first] = scene.proposals;
  scene.propose(mara, (page) => page.text(0).insert(0, "the "));
  const [second] = scene.proposals;
  expect(second?.id).toBe(first?.id);
  expect(second?.digest).not.toBe(first?.digest);
  expect(scene.proposals).toHaveLength(1);
});

test("[PR4] a digest tells that a proposed block looks different, though its words and ids are the same", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => {
    const signature = new Y.XmlElement("signatureBlock");
    page.fragment.insert(1, [signature, newParagraph("See the terms.")]);
    signature.setAttribute("organisation", "Mara Ltd");
  });
  const digests = [scene.proposals[0]?.digest];
  for (const change of [
    (page: Page): void => page.block(1).setAttribute("organisation", "Another Ltd"),
    (page: Page): void => page.text(2).format(8, 5, { link: { href: "https://terms.example" } }),
    (page: Page): void => page.text(2).format(8, 5, { link: { href: "https://other.example" } }),
  ]) {
    scene.propose(mara, change);
    digests.push(scene.proposals[0]?.digest);
  }
  expect(scene.proposals).toHaveLength(1);
  expect(new Set(digests).size).toBe(4);
});

test.each([
  ["to delete", { do: "delete" }],
  ["to format", { do: "format", mark: "strike", value: {} }],
] as const)(
  "[PR5] a record %s is not about words that were written after it, whatever ids it names",
  (_what, record) => {
    const scene = new Scene(paragraph("The fee is due."));
    // Names, beside a word, ids under which somebody is going to write.
    scene.propose(mara, (page) => {
      const [word] = page.ids(page.text(0), 4, 3);
      page.record({ ...record, ids: [word ?? [0, 0, 1], [page.ydoc.clientID + 1, 0, 1_000]] });
    });
    const before = scene.told;
    scene.edit((page) => page.text(0).insert(15, " Never before June."));
    expect(scene.told).toEqual(before);
    expect(scene.proposed[0]).toMatch(/[^>] Never before June\.$/);
    expect(scene.accept(...scene.proposals)).toEqual([expect.stringMatching(/[^>] Never before June\.$/)]);
  },
);

test("[PR5] words of a record that were written again are told where they stand, and what was typed over them is not", () => {
  const scene = new Scene(paragraph("Paid within fifteen days."));
  scene.propose(mara, (page) => page.strike("within fifteen days", 0));
  const copies = (): number[] => {
    const { records } = must(scene.proposals[0], "a proposal");
    return standingCopies(scene.document, records).flatMap((ranges) => ranges.map(({ length }) => length));
  };
  expect(copies()).toEqual([]);
  scene.edit((page) => {
    page.text(0).delete(12, 13);
    page.insertParagraph(1, "fifteen days.");
  });
  expect(copies()).toEqual(["fifteen days".length]);
  scene.edit((page) => {
    page.text(1).insert(0, "fifteen working days at most.");
    page.text(1).delete(29, 13);
  });
  expect(copies()).toEqual([]);
});

test("[PR4] a digest does not tell in how many pieces the text holds what is proposed", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.insertParagraph(1, "due in May"));
  const before = scene.proposals[0]?.digest;
  scene.propose(osei, (page) => page.text(1).insert(4, "late "));
  scene.propose(osei, (page) => page.text(1).delete(4, 5));
  expect(scene.of(mara)[0]?.digest).toBe(before);
});

test("[PR5] a record says what its author wrote, also when its words came in rows of several people", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.insertParagraph(1, "one "));
  scene.propose(mara, (page) => page.text(1).insert(4, "two"));
  const record = {
    do: "format",
    mark: "bold",
    value: {},
    ids: [
      [20, 2, 4],
      [21, 0, 3],
    ],
  } as const;
  scene.propose(mara, (page) => page.record(record));
  scene.propose(osei, (page) => page.record({ do: "delete", ids: [[7, 2, 3]] }));
  expect(scene.of(mara).flatMap(({ records }) => records.map((placed) => placed.record))).toEqual([record]);
});
