import { type BlockContent, type DocumentContent, contentText, documentFragment } from "@parley/document";
import { type PersonId, must } from "@parley/base";
import { readTextSpans } from "@parley/history";
import type * as Y from "yjs";
import { describe, expect, test } from "vitest";
import { PARAGRAPH_BREAK, type WrittenChange, agreedView, proposalGate, readView, writeChanges } from "./index.ts";
import { Scene, lin, mara, osei, paragraph } from "./negotiation-scene.ts";

const amount = (text: string, form = "figures"): DocumentContent["blocks"][number] => ({
  type: "paragraph",
  runs: [
    { text: "Price " },
    { text, marks: { bold: {}, variable: { name: "amount", form } } },
    { text: ", all included." },
  ],
});
const clause = (id: string, text: string): BlockContent =>
  ({ ...paragraph(text), attributes: { clause: id } }) as BlockContent;

/** Sets the amount wherever it stands in figures. */
const setTo = (value: string, form = "figures"): WrittenChange => ({
  do: "replaceMarkedText",
  mark: "variable",
  where: (attributes) => (attributes["name"] === "amount" && attributes["form"] === form ? value : null),
});

/** A change in somebody's name, taken as the server takes it. */
function write(scene: Scene, person: PersonId, proposes: boolean, ...changes: WrittenChange[]): number {
  return scene.serve(person, proposes, (document, clientId, newName) =>
    writeChanges(document, changes, { clientId, personId: person, proposes, newName }),
  );
}

const runsIn = (scene: Scene): unknown => readView(scene.document, agreedView).blocks;

const told = (scene: Scene): string[] => scene.told.map((each) => each.replaceAll(PARAGRAPH_BREAK, "|"));

/** Who wrote what stands, agreed or not. */
const authors = (scene: Scene): (readonly [string, number])[] =>
  readTextSpans(scene.replica, { deleted: false }).map(({ text, insertedSeq }) => [text, insertedSeq] as const);

describe("[WC1] words of a mark in all their places, in one row", () => {
  test("they are replaced with the look that they had, whatever else stands beside them", () => {
    const scene = new Scene(amount("100"), amount("one hundred", "capitals"), amount("100"));
    expect(write(scene, lin, false, setTo("1,250"), setTo("one thousand", "capitals"))).toBe(3);
    expect(runsIn(scene)).toEqual([amount("1,250"), amount("one thousand", "capitals"), amount("1,250")]);
    expect(scene.rows).toHaveLength(2);
  });

  test("what is so already is no change, and no row", () => {
    const scene = new Scene(amount("100"));
    expect(write(scene, lin, false, setTo("100"))).toBe(0);
    expect(scene.rows).toHaveLength(1);
  });

  test("new words are their setter's as a whole, letters in common included", () => {
    const scene = new Scene(amount("1,000,000.00"));
    write(scene, mara, false, setTo("1,000,000.50"));
    expect(authors(scene)).toEqual([
      ["Price ", 1],
      ["1,000,000.50", 2],
      [", all included.", 1],
    ]);
  });

  test("of two neighbours with different marks each keeps its own", () => {
    const variable = (name: string, text: string) => ({ text, marks: { variable: { name, form: "figures" } } });
    const scene = new Scene({ type: "paragraph", runs: [variable("amount", "1"), variable("rate", "2")] });
    write(scene, lin, false, setTo("9"));
    expect(runsIn(scene)).toEqual([{ type: "paragraph", runs: [variable("amount", "9"), variable("rate", "2")] }]);
  });

  test("half of an emoji is never left", () => {
    const scene = new Scene(amount("😀"));
    write(scene, lin, false, setTo("😁"));
    expect(runsIn(scene)).toEqual([amount("😁")]);
  });
});

describe("[WC2] as a proposal", () => {
  test("all places are one replacement of the person's, and accepting it sets the value with its mark", () => {
    const scene = new Scene(amount("100"), amount("100"));
    write(scene, mara, true, setTo("120"));
    expect(told(scene)).toEqual(['Mara replace "100|100" "120120"']);
    expect(runsIn(scene)).toEqual([amount("100"), amount("100")]);
    scene.accept(...scene.proposals);
    expect(runsIn(scene)).toEqual([amount("120"), amount("120")]);
  });

  test("set again it is the one proposal with the newer words, and set back it is none", () => {
    const scene = new Scene(amount("100"));
    write(scene, mara, true, setTo("120"));
    write(scene, mara, true, setTo("130"));
    expect(scene.told).toEqual(['Mara replace "100" "130"']);
    expect(write(scene, mara, true, setTo("130"))).toBe(0);
    write(scene, mara, true, setTo("100"));
    expect(scene.told).toEqual([]);
    expect(runsIn(scene)).toEqual([amount("100")]);
  });

  test("two people's values for the same places are alternatives", () => {
    const scene = new Scene(amount("100"), amount("100"));
    write(scene, mara, true, setTo("120"));
    write(scene, osei, true, setTo("90"));
    expect(told(scene).toSorted()).toEqual(['Mara replace "100|100" "120120"', 'Osei replace "100|100" "9090"']);
    scene.accept(must(scene.of(osei)[0], "it waits"));
    expect(runsIn(scene)).toEqual([amount("90"), amount("90")]);
    expect(scene.told).toEqual([]);
  });

  test("blocks come and go, and attributes are set, as one proposal", () => {
    const scene = new Scene(clause("a", "First"), clause("b", "Second"), clause("c", "Third"));
    write(
      scene,
      mara,
      true,
      { do: "insertBlocks", blocks: [paragraph("New")], after: { clause: "a" } },
      { do: "removeBlocks", blocks: [{ clause: "b" }] },
      { do: "setBlockAttributes", block: { clause: "c" }, attributes: { style: "quote" } },
    );
    expect(scene.proposals).toHaveLength(1);
    expect(contentText(readView(scene.document, agreedView))).toBe("First\nSecond\nThird");
    scene.accept(...scene.proposals);
    expect(readView(scene.document, agreedView).blocks).toEqual([
      clause("a", "First"),
      paragraph("New"),
      { ...clause("c", "Third"), attributes: { style: "quote", clause: "c" } },
    ]);
  });

  test("what the same person proposed is changed directly", () => {
    const scene = new Scene(clause("a", "First"));
    write(scene, mara, true, { do: "insertBlocks", blocks: [amount("100"), clause("b", "New")], after: "end" });
    write(scene, mara, true, setTo("110"), {
      do: "setBlockAttributes",
      block: { clause: "b" },
      attributes: { library: "x@1" },
    });
    expect(scene.proposals).toHaveLength(1);
    write(scene, mara, true, { do: "removeBlocks", blocks: [{ clause: "b" }] });
    scene.accept(...scene.proposals);
    expect(runsIn(scene)).toEqual([clause("a", "First"), amount("110")]);
  });

  test("setting an attribute back takes the proposal back", () => {
    const scene = new Scene(clause("a", "First"));
    const set = (style: string | null): number =>
      write(scene, mara, true, { do: "setBlockAttributes", block: { clause: "a" }, attributes: { style } });
    set("quote");
    set("code");
    expect(scene.proposals.map(({ kind }) => kind)).toEqual(["set"]);
    set(null);
    expect(scene.proposals).toEqual([]);
  });
});

describe("[WC3] what others propose", () => {
  test("waits on as it was proposed when a value is set directly", () => {
    const scene = new Scene(amount("100"));
    write(scene, mara, true, setTo("120"));
    write(scene, lin, false, setTo("200"));
    expect(contentText(readView(scene.document, agreedView))).toBe("Price 200, all included.");
    expect(scene.proposals.map(({ insertedText }) => insertedText)).toEqual(["120"]);
  });
});

test("[WC4] directly, blocks stand behind the block that is named, also in a cell, and go with what is in them", () => {
  const scene = new Scene(
    { type: "table", rows: [{ type: "tableRow", cells: [{ type: "tableCell", blocks: [clause("in", "cell")] }] }] },
    paragraph("last"),
  );
  write(
    scene,
    lin,
    false,
    { do: "insertBlocks", blocks: [clause("new", "behind")], after: { clause: "in" } },
    { do: "insertBlocks", blocks: [paragraph("top")], after: "beginning" },
    { do: "setBlockAttributes", block: { clause: "new" }, attributes: { align: "center", clause: null } },
  );
  expect(contentText(readView(scene.document, agreedView))).toBe("top\ncell\nbehind\nlast");
  const last = documentFragment(scene.document.ydoc).get(2) as Y.XmlElement;
  const { client, clock } = (last._item as Y.Item).id;
  write(scene, lin, false, { do: "removeBlocks", blocks: [{ id: { client, clock } }, { clause: "in" }] });
  expect(contentText(readView(scene.document, agreedView))).toBe("top\nbehind");
});

test("[WC4] a block that is not there, or cannot have an attribute, is refused whole", () => {
  const scene = new Scene(clause("a", "First"));
  for (const change of [
    { do: "removeBlocks", blocks: [{ clause: "gone" }] },
    { do: "setBlockAttributes", block: { clause: "a" }, attributes: { imageId: "x" } },
  ] as const) {
    expect(() => write(scene, lin, false, setTo("1"), change)).toThrow(/no/);
    expect(scene.rows).toHaveLength(1);
  }
});

test("[WC2] the gate takes what a proposer's command writes, and refuses what would be written directly", () => {
  const scene = new Scene(amount("100"), clause("a", "First"));
  const changes: WrittenChange[] = [setTo("1"), { do: "removeBlocks", blocks: [{ clause: "a" }] }];
  scene.guarded(
    (document) => proposalGate(document, mara),
    () => {
      expect(write(scene, mara, true, ...changes)).toBe(2);
      expect(() => write(scene, mara, false, ...changes)).toThrow(/not its author's/);
    },
  );
});
