import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { proposalGate } from "../index.ts";
import { Scene, lin, mara, newCell, newTable, osei, paragraph, table } from "../negotiation-scene.ts";
import * as Y from "yjs";
import { CopiedScene, acts, newLetters } from "./copied-scene.ts";

type Act = keyof typeof acts;
const words: readonly Act[] = ["type", "erase", "type"];
const shapes: readonly Act[] = ["type", "erase", "split", "join", "add", "remove", "move"];

interface Run {
  readonly seed: number;
  readonly here: readonly Act[];
  readonly there: readonly Act[];
  readonly proposed: boolean;
}

interface Outcome {
  readonly base: string[];
  readonly copy: string[];
  readonly shared: string[];
  readonly result: string[];
  readonly told: string;
}

const letters = newLetters();

function run({ seed, here, there, proposed }: Run): Outcome {
  const random = seededRandom(seed);
  const scene = new Scene(
    ...Array.from({ length: 3 }, () => paragraph(letters(4 + random.int(8)))),
    table(["a", "b"]),
    paragraph(letters(6)),
  );
  const base = scene.agreed;
  const copy = new CopiedScene(scene);
  for (let index = 0; index < 4 && here.length > 0; index++)
    copy.edit((page) => acts[random.pick(here)](page, random, letters));
  for (let index = 0; index < 3 && there.length > 0; index++)
    scene.edit((page) => acts[random.pick(there)](page, random, letters));
  if (proposed)
    scene.propose(osei, (page) => {
      acts.type(page, random, letters);
      const text = page.text(0);
      if (text.length > 1) page.record({ do: "delete", ids: page.ids(text, 0, 2) });
    });
  const shared = scene.agreed;
  const others = scene.of(osei).map(({ id, digest }) => ({ id, digest }));
  let unplaced = "";
  scene.guarded(
    (document) => proposalGate(document, mara),
    () => {
      unplaced = JSON.stringify(copy.carryBack(mara).unplaced);
    },
  );
  expect(scene.agreed).toEqual(shared);
  expect(scene.of(osei).map(({ id }) => id)).toEqual(others.map(({ id }) => id));
  const result = scene.viewOf(mara);
  const told = `seed ${seed}\nbase   ${base.join("/")}\ncopy   ${copy.lines.join("/")}\nshared ${shared.join("/")}\nresult ${result.join("/")}\n${scene.told.join("\n")}\n${unplaced}`;
  return { base, copy: copy.lines, shared, result, told };
}

describe("[CB1] accepted, what was changed in a copy stands as it does there", () => {
  test.each(Array.from({ length: 60 }, (_none, seed) => seed))("on the text of which it is a copy, seed %i", (seed) => {
    const { copy, result, told } = run({
      seed,
      here: [...shapes, "style", "bold"],
      there: [],
      proposed: seed % 2 === 0,
    });
    expect({ told, result }).toEqual({ told, result: copy });
  });
});

/** Nobody writes the same one twice. */
const lettersOf = (lines: readonly string[]): string[] => Array.from(lines.join("")).filter((letter) => letter >= "一");
const setOf = (lines: readonly string[]): Set<string> => new Set(lettersOf(lines));
const without = (lines: readonly string[], gone: ReadonlySet<string>): string[] =>
  lines
    .map((line) =>
      Array.from(line)
        .filter((letter) => !gone.has(letter))
        .join(""),
    )
    .filter((line) => line !== "");
const minus = (a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> => new Set([...a].filter((x) => !b.has(x)));

/** Each word that came stands behind the one behind which it was written, wherever that stands, with at most words of others between. */
function expectNeighbours(
  lines: { base: ReadonlySet<string>; here: readonly string[]; there: ReadonlySet<string>; result: readonly string[] },
  told: string,
): void {
  const { base, here, there, result } = lines;
  const leftIn = (all: readonly string[], letter: string, passes: (other: string) => boolean): string | undefined => {
    const line = Array.from(all.find((each) => each.includes(letter)) ?? "");
    return line.slice(0, line.indexOf(letter)).findLast((other) => !passes(other));
  };
  for (const letter of lettersOf(here)) {
    const left = base.has(letter) ? undefined : leftIn(here, letter, (other) => base.has(other) && !there.has(other));
    const isOthers = (other: string): boolean => !base.has(other) && there.has(other);
    expect({ told, letter, left: left && leftIn(result, letter, isOthers) }).toEqual({ told, letter, left });
  }
}

describe("[CB1] beside what others changed meanwhile", () => {
  test.each(Array.from({ length: 60 }, (_none, seed) => seed))(
    "words keep their places in the others' paragraphs, seed %i",
    (seed) => {
      const { base, copy, shared, result, told } = run({ seed, here: words, there: shapes, proposed: seed % 2 === 0 });
      const [came, went] = [minus(setOf(copy), setOf(base)), minus(setOf(base), setOf(copy))];
      expect({ told, lines: without(result, came) }).toEqual({ told, lines: without(shared, went) });
      expect({ told, lost: minus(came, setOf(result)).size }).toEqual({ told, lost: 0 });
    },
  );

  test.each(Array.from({ length: 60 }, (_none, seed) => seed))(
    "paragraphs are made, joined and moved around the others' words, seed %i",
    (seed) => {
      const { base, copy, shared, result, told } = run({ seed, here: shapes, there: words, proposed: seed % 2 === 0 });
      const [theirs, gone] = [minus(setOf(shared), setOf(base)), minus(setOf(base), setOf(shared))];
      expect({ told, lines: without(result, theirs) }).toEqual({ told, lines: without(copy, gone) });
      expect({ told, lost: minus(theirs, setOf(result)).size }).toEqual({ told, lost: 0 });
    },
  );

  test.each(Array.from({ length: 80 }, (_none, seed) => seed))(
    "every letter stands once, in the order of both, seed %i",
    (seed) => {
      const { base, copy, shared, result, told } = run({ seed, here: shapes, there: shapes, proposed: seed % 2 === 0 });
      const [was, here, there] = [setOf(base), setOf(copy), setOf(shared)];
      expectNeighbours({ base: was, here: copy, there, result }, told);
      const wanted = [...here, ...there].filter((x) => (here.has(x) || !was.has(x)) && (there.has(x) || !was.has(x)));
      expect({ told, all: lettersOf(result).toSorted() }).toEqual({ told, all: [...new Set(wanted)].toSorted() });
    },
  );
});

/** What is in an update: the ids that it writes under, and the values that it writes. */
function contentsOf(update: Uint8Array): { clients: Set<number>; written: string } {
  const { structs } = Y.decodeUpdate(update);
  return {
    clients: new Set(structs.map(({ id }) => id.client)),
    written: JSON.stringify(structs.map((struct) => ("content" in struct ? struct.content : null))),
  };
}

describe("what was changed in a copy, proposed", () => {
  test("[CB1] each place is a proposal of its own, on what stands by now", () => {
    const scene = new Scene(paragraph("Pay in May."), paragraph("Deliver to Oslo."));
    const copy = new CopiedScene(scene);
    copy.edit((page) => {
      page.text(0).delete(7, 3);
      page.text(0).insert(7, "June");
      page.text(1).insert(15, " or Bergen");
    });
    scene.edit((page) => page.text(0).insert(6, " early"));
    copy.carryBack(mara);
    expect(scene.told).toEqual(['Mara replace "May" "June"', 'Mara insert "" " or Bergen"']);
    expect(scene.accept(...scene.proposals)).toEqual(["Pay in early June.", "Deliver to Oslo or Bergen."]);
  });

  test("[CB1] a paragraph that was moved is one move, and what others wrote in it stays", () => {
    const scene = new Scene(paragraph("First of all."), paragraph("Second."), paragraph("Third."));
    const copy = new CopiedScene(scene);
    copy.edit((page) => {
      page.fragment.delete(0, 1);
      page.insertParagraph(2, "First of all.");
    });
    scene.propose(osei, (page) => page.text(0).insert(5, " and foremost"));
    copy.carryBack(mara);
    expect(scene.told.toSorted()).toEqual([
      'Mara move "First of all.\\n" "First of all.\\n"',
      'Osei insert "" " and foremost"',
    ]);
    expect(scene.viewOf(mara)).toEqual(["Second.", "Third.", "First of all."]);
  });

  test("[CB1] rows and tables come and go", () => {
    const scene = new Scene(table(["a", "b"], ["c", "d"]), paragraph("end"));
    const copy = new CopiedScene(scene);
    copy.edit((page) => {
      page.block(0).delete(0, 1);
      page.fragment.insert(2, [newTable(["x", "y"])]);
      page.text(0, 0, 1, 0).insert(0, "new ");
    });
    copy.carryBack(mara);
    expect(scene.viewOf(mara)).toEqual(copy.lines);
  });

  test("[CB1] looks and settings are proposed, and set back they are proposed no more", () => {
    const scene = new Scene(paragraph("Pay in May."));
    const copy = new CopiedScene(scene);
    copy.edit((page) => {
      page.text(0).format(0, 3, { bold: {} });
      page.block(0).setAttribute("style", "quote");
    });
    copy.carryBack(mara);
    expect(scene.proposals.map(({ kind }) => kind).toSorted()).toEqual(["format", "set"]);
    expect(scene.viewOf(mara)).toEqual(copy.lines);
  });

  test("[CB1] a copy that says what the document says proposes nothing", () => {
    const scene = new Scene(paragraph("Pay in May."), table(["a", "b"]));
    const copy = new CopiedScene(scene);
    copy.edit((page) => page.text(0).insert(3, "x"));
    copy.edit((page) => page.text(0).delete(3, 1));
    scene.edit((page) => page.text(0).delete(3, 8));
    expect(copy.carryBack(mara)).toMatchObject({ places: 0, unplaced: [] });
    expect(scene.proposals).toEqual([]);
  });

  test("[CB2] nothing of the copy's ids, and nobody whom its words call, comes along", () => {
    const scene = new Scene(paragraph("Pay in May."), paragraph("Second."));
    const copy = new CopiedScene(scene);
    copy.edit((page) => {
      page.text(0).insert(3, " @Lin", { mention: { personId: lin } });
      page.insertParagraph(2, "Third.");
      page.fragment.delete(1, 1);
    });
    const { update } = copy.carryBack(mara);
    const { clients, written } = contentsOf(update);
    expect(clients.size).toBe(1);
    expect(written).not.toContain(lin);
    expect(written).not.toMatch(/90000\d/);
    expect(scene.viewOf(mara)).toEqual(["Pay @Lin in May.", "Third."]);
  });

  test("[CB3] words whose paragraph is gone are proposed behind the one before, and told", () => {
    const scene = new Scene(paragraph("First."), paragraph("Second."), paragraph("Third."));
    const copy = new CopiedScene(scene);
    copy.edit((page) => {
      page.text(1).insert(7, " And more.");
      page.block(1).setAttribute("style", "quote");
    });
    scene.edit((page) => page.fragment.delete(1, 1));
    expect(copy.carryBack(mara).unplaced).toEqual([
      { outcome: "nearest", what: "words", text: " And more." },
      { outcome: "left", what: "attribute", text: 'style: "quote"' },
    ]);
    expect(scene.viewOf(mara)).toEqual(["First.", " And more.", "Third."]);
  });

  test("[CB3] a row of a table that is gone comes as paragraphs", () => {
    const scene = new Scene(paragraph("First."), table(["a", "b"]));
    const copy = new CopiedScene(scene);
    copy.edit((page) => {
      const row = new Y.XmlElement("tableRow");
      page.block(1).insert(1, [row]);
      row.insert(0, [newCell("kept"), newCell("words")]);
    });
    scene.edit((page) => page.fragment.delete(1, 1));
    expect(copy.carryBack(mara).unplaced).toEqual([{ outcome: "nearest", what: "block", text: "kept\nwords" }]);
    expect(scene.viewOf(mara)).toEqual(["First.", "kept", "words"]);
  });
});
