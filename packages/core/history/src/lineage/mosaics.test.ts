import { type DocumentContent, seedUpdate, ExactUndoManager } from "@parley/document";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { alsoDeleting } from "./also-deleting.ts";
import { DocumentReplica, type RowContext, readTextSpans, restoreVersion } from "../index.ts";

const anyClient = (): boolean => true;
const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };
const letters = "The supplier delivers within thirty days of the order and pays double";

const content = (...lines: string[]): DocumentContent => ({
  blocks: lines.map((text) => ({ type: "paragraph", runs: [{ text }] })),
});

/** A document that Lin seeded, and the browser of Mara, who may edit. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly mara = new Y.Doc();

  constructor(...lines: string[]) {
    this.replica.take(seedUpdate(content(...lines), 7), anyClient);
    this.mara.clientID = 21;
    Y.applyUpdate(this.mara, Y.encodeStateAsUpdate(this.replica.ydoc));
  }

  get fragment(): Y.XmlFragment {
    return this.mara.getXmlFragment("default");
  }

  text(index: number): Y.XmlText {
    return (this.fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;
  }

  /** Mara does something in one row, which may say that it deletes more than it does. */
  act(
    task: () => void,
    {
      kind = "typed",
      named,
    }: {
      readonly kind?: RowContext["kind"];
      readonly named?: { readonly client: number; readonly clocks: readonly number[] };
    } = {},
  ): void {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): number => updates.push(update);
    this.mara.on("update", keep);
    if (kind === "undo") task();
    else this.mara.transact(task, "hand");
    this.mara.off("update", keep);
    const update = Y.mergeUpdates(updates);
    const taken = this.replica.take(named ? alsoDeleting(update, named.client, named.clocks) : update, anyClient, {
      ...typed,
      kind,
      baseSeq: named ? 1 : null,
    });
    if (taken && "code" in taken) throw new Error(`refused: ${taken.reason}`);
  }

  insertParagraph(index: number, text: string): void {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(text)]);
    this.fragment.insert(index, [element]);
  }

  /** Takes a letter out of Lin's text, and one that it has no use for: whoever deletes a single letter has only typed. */
  take(letter: string): void {
    for (const each of [letter, "e"]) this.text(1).delete(this.text(1).toJSON().indexOf(each), 1);
  }

  /** What of the paragraphs from one on counts as written by whoever wrote row 1. */
  lins(from: number): string[] {
    return readTextSpans(this.replica, { deleted: false }).flatMap(({ text, insertedSeq, block }) =>
      insertedSeq === 1 && block >= from ? [text] : [],
    );
  }

  said(from: number): string {
    return readTextSpans(this.replica, { deleted: false })
      .filter(({ block }) => block >= from)
      .map(({ text }) => text)
      .join("");
  }
}

/** Where single letters of a sentence stand in a text, in any order and each once. */
function placesOf(words: string, text: string): number[] {
  const used = new Set<number>();
  return Array.from(words, (letter) => {
    let at = text.indexOf(letter);
    while (used.has(at)) at = text.indexOf(letter, at + 1);
    used.add(at);
    return at;
  });
}

describe("[LI10] letters that somebody puts together are theirs", () => {
  const words = "no pay";

  test("one a row, each deleted here and written there", () => {
    const scene = new Scene("first", letters);
    scene.act(() => scene.insertParagraph(2, ""));
    for (const [at, letter] of Array.from(words).entries())
      scene.act(() => {
        scene.take(letter);
        scene.text(2).insert(at, letter);
      });
    expect(scene.said(2)).toBe(words);
    expect(scene.lins(2)).toEqual([]);
  });

  test("one a row, each said to have been deleted at the same time as by who deleted all", () => {
    const scene = new Scene("--------first", letters);
    const { client, clock } = (scene.text(1)._start as Y.Item).id;
    scene.act(() => scene.insertParagraph(2, ""));
    scene.act(() => scene.text(1).delete(0, letters.length));
    const places = placesOf(words, letters);
    for (const [at, letter] of Array.from(words).entries())
      scene.act(
        () => {
          // Whoever deletes a single letter has only typed.
          scene.text(0).delete(0, 1);
          scene.text(2).insert(at, letter);
        },
        { named: { client, clocks: [clock + (places[at] ?? 0)] } },
      );
    expect(scene.said(1)).toBe(words);
    expect(scene.lins(1)).toEqual([]);
  });

  test.each([
    ["apart, with words between that go", "-----"],
    ["apart, with what nobody sees between", "\u200B\u200B\u200B\u200B\u200B"],
    ["apart, with signs of variants between", "\uFE0F\uFE0F\uFE0F\uFE0F\uFE0F"],
    ["apart, with empty letters between", "\u3164\u2800\u034F\u3164\u2800"],
    ["apart, with hair spaces between", "\u200A\u200A\u200A\u200A\u200A"],
  ])("%s", (_, filler) => {
    const scene = new Scene("first", letters);
    scene.act(() => scene.insertParagraph(2, filler.repeat(words.length)));
    for (const [at, letter] of Array.from(words).entries())
      scene.act(() => {
        scene.take(letter);
        scene.text(2).insert(at * 6, letter);
      });
    if (filler === "-----")
      for (let at = words.length - 1; at >= 0; at--) scene.act(() => scene.text(2).delete(at * 6 + 1, 5));
    expect(
      Array.from(scene.said(2))
        .filter((character) => !filler.includes(character))
        .join(""),
    ).toBe(words);
    expect(scene.lins(2)).toEqual([]);
  });

  test("each in a paragraph of its own, which are joined", () => {
    const scene = new Scene("first", letters);
    for (const [at, letter] of Array.from(words).entries())
      scene.act(() => {
        scene.take(letter);
        scene.insertParagraph(2 + at, letter);
      });
    for (const letter of Array.from(words).slice(1))
      scene.act(() => {
        scene.fragment.delete(3, 1);
        scene.text(2).insert(scene.text(2).length, letter);
      });
    expect(scene.said(2)).toBe(words);
    expect(scene.lins(2)).toEqual([]);
    // They stay so wherever they go.
    scene.act(() => {
      scene.fragment.delete(2, 1);
      scene.insertParagraph(0, words);
    });
    expect(scene.lins(0).filter((text) => text.length < 4)).toEqual([]);
    expect(scene.said(0).startsWith(`${words}first`)).toBe(true);
  });

  test("each in a text of its own, in one paragraph", () => {
    const scene = new Scene("first", letters);
    scene.act(() => scene.fragment.insert(2, [new Y.XmlElement("paragraph")]));
    const paragraph = scene.fragment.get(2) as Y.XmlElement;
    for (const letter of words)
      scene.act(() => {
        scene.take(letter);
        paragraph.insert(paragraph.length, [new Y.XmlText(letter)]);
      });
    expect(scene.said(2)).toBe(words);
    expect(scene.lins(2)).toEqual([]);
  });

  test("each in a text of its own, when texts of one's own between them go", () => {
    const scene = new Scene("first", letters);
    scene.act(() => scene.fragment.insert(2, [new Y.XmlElement("paragraph")]));
    const paragraph = scene.fragment.get(2) as Y.XmlElement;
    for (const letter of words)
      scene.act(() => {
        scene.take(letter);
        paragraph.insert(paragraph.length, [new Y.XmlText(letter), new Y.XmlText("12345")]);
      });
    expect(scene.lins(2).join("")).toBe(words);
    for (let at = 1; at < paragraph.length; at++) scene.act(() => paragraph.delete(at, 1));
    expect(scene.said(2)).toBe(words);
    expect(scene.lins(2)).toEqual([]);
  });

  test("when words of one's own between them go together with their formatting", () => {
    const scene = new Scene("first", letters);
    scene.act(() => scene.insertParagraph(2, ""));
    const text = scene.text(2);
    for (const letter of words) {
      scene.act(() => {
        scene.take(letter);
        text.insert(text.length, letter, { bold: null });
      });
      scene.act(() => text.insert(text.length, "12345", { bold: {} }));
    }
    expect(scene.lins(2).join("")).toBe(words);
    const clocks: number[] = [];
    for (let item = text._start; item !== null; item = item.right)
      if (!(item.content instanceof Y.ContentString) || item.content.str === "12345")
        for (let at = 0; at < item.length; at++) clocks.push(item.id.clock + at);
    scene.act(() => scene.text(0).insert(0, "x"), { named: { client: 21, clocks } });
    expect(scene.said(2)).toBe(words);
    expect(scene.lins(2)).toEqual([]);
  });

  test("when words of one's own between them go in one piece with others that stood elsewhere", () => {
    const scene = new Scene("first", letters);
    scene.act(() => scene.insertParagraph(2, ""));
    // Ids in one piece, wherever they stand: those of a second window.
    const typeAside = (index: number, at: number): void => {
      scene.mara.clientID = 22;
      scene.act(() => scene.text(index).insert(at, "12345"));
      scene.mara.clientID = 21;
    };
    typeAside(0, 0);
    for (const letter of words) {
      scene.act(() => {
        scene.take(letter);
        scene.text(2).insert(scene.text(2).length, letter);
      });
      typeAside(2, scene.text(2).length);
    }
    expect(scene.lins(2).join("")).toBe(words);
    const count = 5 * (words.length + 1);
    const clocks = Array.from({ length: count }, (_each, at) => at);
    scene.act(() => scene.text(0).insert(0, "x"), { named: { client: 22, clocks } });
    expect(scene.said(2)).toBe(words);
    expect(scene.lins(2)).toEqual([]);
  });

  test("among letters of one's own", () => {
    const scene = new Scene("first", letters);
    scene.act(() => scene.insertParagraph(2, "o a"));
    for (const [at, letter] of [
      [0, "n"],
      [3, "p"],
      [5, "y"],
    ] as const)
      scene.act(() => {
        scene.take(letter);
        scene.text(2).insert(at === 3 ? 3 : at === 5 ? scene.text(2).length : at, letter);
      });
    expect(scene.lins(2).join("").length).toBeLessThan(2);
  });
});

test.each([
  ["wwwww", "no pay"],
  ["-------", "nopay"],
])(
  "[LI10] letters come together where a version is restored without the words (%s) that were only proposed between them, and are theirs who brought them",
  (separator, sentence) => {
    const scene = new Scene("first", letters, "last");
    const proposer = new Y.Doc();
    proposer.clientID = 31;
    scene.act(() => scene.text(2).insert(0, "1234"));
    Y.applyUpdate(proposer, Y.encodeStateAsUpdate(scene.replica.ydoc));
    const before = Y.encodeStateVector(proposer);
    const text = (proposer.getXmlFragment("default").get(2) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(4, separator.repeat(sentence.length));
    const proposed = Y.encodeStateAsUpdate(proposer, before);
    expect(scene.replica.take(proposed, anyClient, { ...typed, proposes: true })).toMatchObject({ seq: 3 });
    Y.applyUpdate(scene.mara, Y.encodeStateAsUpdate(scene.replica.ydoc));
    for (const [at, letter] of Array.from(sentence).entries())
      scene.act(() => {
        scene.take(letter);
        scene.text(2).insert(4 + at * (separator.length + 1), letter);
      });
    const { seq } = scene.replica;
    expect(scene.lins(2).join("")).toBe(`${sentence}last`);
    scene.act(() => scene.text(2).delete(4, sentence.length * (separator.length + 1)));
    const restored = restoreVersion(scene.replica, seq, 1_000);
    expect(restored).not.toBeNull();
    if (restored === null) return;
    const { update, statement } = restored;
    const restoring: RowContext = { kind: "restore", baseSeq: null, proposes: false, statement };
    expect(scene.replica.take(update, anyClient, restoring)).toMatchObject({ seq: seq + 2 });
    expect(scene.said(2)).toBe(`1234${sentence}last`);
    expect(scene.lins(2).join("")).toBe("last");
    const rows = readTextSpans(scene.replica, { deleted: false }).map(({ insertedSeq }) => insertedSeq);
    expect(rows).not.toContain(seq + 2);
  },
);

describe("[LI10] letters of a text that somebody pasted again and again are theirs", () => {
  const [text, words] = ["eud si gnihton", "nothing is due"];

  /** Lin's text is cut out, and stands in paragraph 1 once for each letter of the words. */
  function pasteOften(): Scene {
    const scene = new Scene("first", text);
    scene.act(() => scene.fragment.delete(1, 1));
    scene.act(() => scene.insertParagraph(1, text.repeat(words.length)));
    expect(scene.lins(1)).toEqual([text.repeat(words.length)]);
    return scene;
  }

  test("where all but those is struck after the whole was moved", () => {
    const scene = pasteOften();
    scene.act(() => {
      scene.fragment.delete(1, 1);
      scene.insertParagraph(1, text.repeat(words.length));
    });
    scene.act(() => {
      for (const [at, letter] of Array.from(words).entries().toArray().toReversed()) {
        const [start, kept] = [at * text.length, text.indexOf(letter)];
        scene.text(1).delete(start + kept + 1, text.length - kept - 1);
        scene.text(1).delete(start, kept);
      }
    });
    expect(scene.said(1)).toBe(words);
    expect(scene.lins(1)).toEqual([]);
  });

  test("where all is struck and those come back directly beside themselves, as by an undo", () => {
    const scene = pasteOften();
    const { client, clock } = (scene.text(1)._start as Y.Item).id;
    scene.act(() => scene.text(1).delete(0, scene.text(1).length));
    for (const [at, letter] of Array.from(words).entries()) {
      const original = clock + at * text.length + text.indexOf(letter);
      const update = redoneLetter({ client: 50 + at, letter }, { client, clock: original });
      expect(scene.replica.take(update, anyClient, { ...typed, kind: "undo" })).toMatchObject({ deleted: [] });
    }
    expect(scene.said(1)).toBe(words);
    expect(scene.lins(1)).toEqual([]);
  });
});

/** An update as Yjs's undo makes it: a letter directly before what is left of it, with a client id of its own. */
function redoneLetter(
  { client, letter }: { readonly client: number; readonly letter: string },
  original: { readonly client: number; readonly clock: number },
): Uint8Array {
  const [stringContent, hasLeft, hasRight] = [4, 0x80, 0x40];
  const encoder = encoding.createEncoder();
  for (const number of [1, 1, client, 0]) encoding.writeVarUint(encoder, number);
  encoding.writeUint8(encoder, stringContent | hasLeft | hasRight);
  for (const clock of [original.clock - 1, original.clock]) {
    encoding.writeVarUint(encoder, original.client);
    encoding.writeVarUint(encoder, clock);
  }
  encoding.writeVarString(encoder, letter);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

test("[LI10] letters that somebody typed by turns in several places are not typed together", () => {
  const scene = new Scene("#", "#", "#", "eeeeeeeeeeee");
  const words = "paydouble";
  const osei = new Y.Doc();
  osei.clientID = 41;
  Y.applyUpdate(osei, Y.encodeStateAsUpdate(scene.replica.ydoc));
  osei.transact(() => {
    for (const [at, letter] of Array.from(words).entries()) {
      const paragraph = osei.getXmlFragment("default").get(1 + (at % 2)) as Y.XmlElement;
      (paragraph.get(0) as Y.XmlText).insert(0, letter);
    }
  });
  scene.replica.take(Y.encodeStateAsUpdate(osei), anyClient, typed);
  Y.applyUpdate(scene.mara, Y.encodeStateAsUpdate(scene.replica.ydoc));
  for (const [at, letter] of Array.from(words).entries())
    scene.act(() => {
      const text = scene.text(1 + (at % 2));
      text.delete(text.toJSON().indexOf(letter), 1);
      scene.text(3).delete(0, 1);
      scene.text(0).insert(at, letter);
    });
  const said = readTextSpans(scene.replica, { deleted: false }).filter(({ insertedSeq }) => insertedSeq !== 1);
  expect(said.map(({ text }) => text).join("")).toBe(words);
  expect(said.filter(({ insertedSeq }) => insertedSeq === 2)).toEqual([]);
});

describe("[LI10] letters that were not put together stay whose they are", () => {
  test("a paragraph of two people's letters that is moved, and joined with short ones", () => {
    const scene = new Scene("first", "abc", "12", "3", "4");
    scene.act(() => scene.text(1).insert(1, "x"));
    scene.act(() => {
      scene.fragment.delete(1, 1);
      scene.insertParagraph(0, "axbc");
    });
    expect(scene.lins(0)).toEqual(["a", "bc", "first", "12", "3", "4"]);
    for (const [at, short] of [
      [3, "3"],
      [3, "4"],
    ] as const)
      scene.act(() => {
        scene.fragment.delete(at, 1);
        scene.text(2).insert(scene.text(2).length, short);
      });
    expect(scene.lins(2).join("|")).toBe("12|3|4");
  });

  test("letters that an undo puts back where they had stood", () => {
    const scene = new Scene("first", "abcdef");
    const undoing = new ExactUndoManager(scene.fragment, { captureTimeout: 0, trackedOrigins: new Set(["hand"]) });
    for (const at of [4, 1]) scene.act(() => scene.text(1).delete(at, 1));
    for (let times = 2; times > 0; times--) scene.act(() => undoing.undo(), { kind: "undo" });
    expect(scene.said(1)).toBe("abcdef");
    expect(scene.lins(1).join("")).toBe("abcdef");
  });

  test("the first letter of words that were typed over and come back, beside two that were brought", () => {
    const scene = new Scene("ninety days", letters);
    for (const letter of ["p", "d"])
      scene.act(() => {
        scene.take(letter);
        scene.text(0).insert(0, letter);
      });
    const undoing = new Y.UndoManager(scene.fragment, { captureTimeout: 0, trackedOrigins: new Set(["hand"]) });
    scene.act(() => {
      // As a page puts words over others: in their middle, behind the first letter.
      scene.text(0).insert(3, "sixty days");
      scene.text(0).delete(13, 10);
      scene.text(0).delete(2, 1);
    });
    scene.act(() => undoing.undo(), { kind: "undo" });
    const spans = readTextSpans(scene.replica, { deleted: false }).filter(({ block }) => block === 0);
    expect(spans.map(({ text }) => text).join("")).toBe("dpninety days");
    expect(spans.filter(({ insertedSeq }) => insertedSeq !== 1)).toEqual([]);
  });
});
