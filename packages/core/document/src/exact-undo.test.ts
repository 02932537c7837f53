import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { ExactUndoManager } from "./exact-undo.ts";

/** A page with one paragraph, its undo, and somebody else's page. */
class Scene {
  readonly page = new Y.Doc();
  readonly other = new Y.Doc();
  readonly fragment = this.page.getXmlFragment("default");
  readonly undo: ExactUndoManager;

  constructor(text: string) {
    this.page.clientID = 11;
    this.other.clientID = 12;
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(text)]);
    this.other.getXmlFragment("default").insert(0, [paragraph]);
    this.exchange();
    this.undo = new ExactUndoManager(this.fragment, { captureTimeout: 0, trackedOrigins: new Set(["own"]) });
  }

  act(task: (text: Y.XmlText, paragraph: Y.XmlElement) => void): void {
    const paragraph = this.fragment.get(0) as Y.XmlElement;
    this.page.transact(() => task(paragraph.get(0) as Y.XmlText, paragraph), "own");
  }

  deleteParagraph(): void {
    this.page.transact(() => this.fragment.delete(0), "own");
  }

  exchange(): void {
    Y.applyUpdate(this.page, Y.encodeStateAsUpdate(this.other), "remote");
    Y.applyUpdate(this.other, Y.encodeStateAsUpdate(this.page), "remote");
  }

  get text(): string {
    return this.fragment
      .toArray()
      .map((paragraph) => ((paragraph as Y.XmlElement).get(0) as Y.XmlText).toJSON())
      .join("|");
  }

  get style(): unknown {
    return (this.fragment.get(0) as Y.XmlElement).getAttribute("style");
  }
}

test("[UN1] letters that were deleted before their paragraph came back stand where they stood, also where something was typed between words that had come back before", () => {
  const scene = new Scene("abc");
  scene.act((text) => text.delete(1, 2));
  scene.undo.undo();
  scene.undo.redo();
  scene.undo.undo();
  scene.act((text) => text.insert(2, "X"));
  scene.act((text) => text.delete(2, 1));
  scene.deleteParagraph();
  scene.undo.undo();
  expect(scene.text).toBe("abc");
  scene.undo.undo();
  expect(scene.text).toBe("abXc");
});

test("[UN1] all of a word goes whose copy was parted since", () => {
  const scene = new Scene("ab");
  scene.act((text) => text.insert(1, "word"));
  scene.deleteParagraph();
  scene.undo.undo();
  scene.act((text) => text.insert(3, "-"));
  scene.undo.undo();
  scene.undo.undo();
  expect(scene.text).toBe("ab");
  scene.undo.redo();
  expect(scene.text).toBe("awordb");
  scene.undo.redo();
  expect(scene.text).toBe("awo-rdb");
});

test("[UN1] a value comes back that was taken away before one that is forgotten by now", () => {
  const scene = new Scene("a");
  scene.act((_text, paragraph) => paragraph.setAttribute("style", "quote"));
  scene.act((_text, paragraph) => paragraph.removeAttribute("style"));
  scene.act((_text, paragraph) => paragraph.setAttribute("style", "title"));
  scene.undo.undo();
  scene.act((text) => text.insert(1, "b"));
  scene.undo.undo();
  scene.undo.undo();
  expect(scene.style).toBe("quote");
});

test("[UN3] a value that somebody else has given or taken away since stays as it is", () => {
  for (const [change, expected] of [
    [(paragraph: Y.XmlElement): void => paragraph.setAttribute("style", "title"), "title"],
    [(paragraph: Y.XmlElement): void => paragraph.removeAttribute("style"), undefined],
  ] as const) {
    const scene = new Scene("a");
    scene.act((_text, paragraph) => paragraph.setAttribute("style", "quote"));
    scene.act((_text, paragraph) => paragraph.setAttribute("style", "heading"));
    scene.exchange();
    change(scene.other.getXmlFragment("default").get(0) as Y.XmlElement);
    scene.exchange();
    scene.undo.undo();
    expect(scene.style).toBe(expected);
    scene.undo.undo();
    expect(scene.style).toBe(expected);
  }
});

test("[UN4] what stood in a paragraph that somebody else deleted since is passed over, and undo goes on", () => {
  const scene = new Scene("ab");
  scene.act((text) => text.delete(1, 1));
  scene.deleteParagraph();
  scene.undo.undo();
  scene.act((text) => text.insert(1, "c"));
  scene.undo.undo();
  scene.act((text) => text.insert(1, "d"));
  scene.exchange();
  scene.other.getXmlFragment("default").delete(0);
  scene.exchange();
  expect(scene.undo.undo()).toBeNull();
  expect(scene.undo.undoStack).toEqual([]);
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText("new")]);
  scene.page.transact(() => scene.fragment.insert(0, [paragraph]), "own");
  scene.undo.undo();
  expect(scene.text).toBe("");
  scene.undo.redo();
  expect(scene.text).toBe("new");
});

describe("[UN5] what somebody else put back is not put in a second time", () => {
  const inParagraph = ({ other }: Scene): Y.XmlText =>
    (other.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;

  test("words, in one step or several, while an older step is undone", () => {
    const scene = new Scene("paid within ninety days");
    scene.act((text) => text.insert(0, "Is "));
    for (let step = 0; step < 2; step++) scene.act((text) => text.delete(15, 3));
    scene.exchange();
    inParagraph(scene).insert(15, "ninety");
    scene.exchange();
    expect(scene.text).toBe("Is paid within ninety days");
    scene.undo.undo();
    expect(scene.text).toBe("paid within ninety days");
    scene.undo.redo();
    expect(scene.text).toBe("Is paid within ninety days");
  });

  test("words that were typed over, and came back with letters beside them", () => {
    const scene = new Scene("paid within ninety days");
    scene.act((text) => {
      text.delete(12, 6);
      text.insert(12, "six");
    });
    scene.exchange();
    inParagraph(scene).delete(12, 3);
    inParagraph(scene).insert(12, "the ninety");
    scene.exchange();
    scene.undo.undo();
    expect(scene.text).toBe("paid within the ninety days");
  });

  test("words that had come back and gone again by undo and redo, each part for itself", () => {
    const scene = new Scene("paid within ninety days of the invoice");
    for (const [at, count] of [
      [15, 3],
      [12, 3],
    ] as const)
      scene.act((text) => text.delete(at, count));
    for (let round = 0; round < 2; round++) {
      scene.undo.undo();
      scene.undo.redo();
    }
    scene.exchange();
    inParagraph(scene).insert(12, "ninety");
    scene.exchange();
    for (let step = 0; step < 2; step++) {
      scene.undo.undo();
      expect(scene.text).toBe("paid within ninety days of the invoice");
    }
  });

  test("words of which several parts came back at once, with others between", () => {
    const scene = new Scene("one, two, six");
    scene.act((text) => text.delete(8, 5));
    scene.act((text) => text.delete(0, 5));
    scene.exchange();
    inParagraph(scene).delete(0, 3);
    inParagraph(scene).insert(0, "one, and, six");
    scene.exchange();
    scene.undo.undo();
    scene.undo.undo();
    expect(scene.text).toBe("one, and, six");
  });

  test("words of which a part was put in anew in the same step, whichever part it was, and whatever came with it", () => {
    for (const [anew, left, behind] of [
      ["ninety ", "", "days"],
      ["days", "ninety ", ""],
      ["y d", "ninet", "ays"],
      ["about ninety", "", " days"],
    ] as const) {
      const scene = new Scene("paid within ninety days of it");
      scene.act((text) => {
        text.delete(12, 11);
        text.insert(12, anew);
      });
      scene.exchange();
      // As a restoration does: what is there already stays, and the rest comes beside it.
      const text = inParagraph(scene);
      if (anew.startsWith("about ")) text.delete(12, "about ".length);
      const kept = anew.replace("about ", "").length;
      text.insert(12 + kept, behind);
      text.insert(12, left);
      scene.exchange();
      expect(scene.text).toBe("paid within ninety days of it");
      for (const step of ["undo", "redo", "undo", "redo"] as const) {
        scene.undo[step]();
        expect(scene.text).toBe("paid within ninety days of it");
      }
    }
  });

  test("words of which a part had come back by undo and gone by redo", () => {
    const scene = new Scene("abcdef");
    scene.act((text) => text.delete(2, 1));
    scene.act((text) => text.delete(2, 1));
    scene.undo.undo();
    scene.undo.redo();
    scene.exchange();
    inParagraph(scene).insert(2, "cd");
    scene.exchange();
    expect(scene.text).toBe("abcdef");
    expect(scene.undo.undo()).toBeNull();
    expect(scene.text).toBe("abcdef");
  });

  test("words that were deleted, typed again and deleted, of which one copy came back", () => {
    const scene = new Scene("paid in ninety days");
    for (const words of ["ninety", "thirty"]) {
      scene.act((text) => text.delete(8, 6));
      scene.act((text) => text.insert(8, words));
    }
    scene.act((text) => text.delete(8, 6));
    scene.exchange();
    inParagraph(scene).insert(8, "ninety");
    scene.exchange();
    for (let step = 0; step < 5; step++) {
      scene.undo.undo();
      expect(scene.text.match(/ninety/gu)).toHaveLength(1);
    }
    expect(scene.text).toBe("paid in ninety days");
  });

  test("words of which one letter was typed again before they went", () => {
    const scene = new Scene("paid in ninety days");
    scene.act((text) => text.delete(13, 1));
    scene.act((text) => text.insert(13, "y"));
    scene.act((text) => text.delete(12, 2));
    scene.exchange();
    inParagraph(scene).insert(12, "ty");
    scene.exchange();
    while (scene.undo.undo()) expect(scene.text).toBe("paid in ninety days");
  });

  test("and what comes back of what stood beside it comes to its right side", () => {
    for (const count of [1, 2]) {
      const scene = new Scene("paid within ninety days of it");
      scene.act((text) => text.delete(12, 7));
      scene.act((text) => text.delete(12, 5));
      scene.exchange();
      // Directly behind what stands before the deleted words, as by hand, or behind them.
      inParagraph(scene).insert(12, count === 1 ? "days " : "ninety ");
      scene.exchange();
      while (scene.undo.undo());
      expect(scene.text).toBe("paid within ninety days of it");
    }
  });

  test("and keeps its look when what was typed in its place goes", () => {
    const scene = new Scene("paid in days");
    scene.act((text) => text.delete(8, 4));
    scene.act((text) => text.insert(8, "weeks", { bold: {} }));
    scene.exchange();
    inParagraph(scene).insert(9, "days");
    inParagraph(scene).delete(13, 4);
    inParagraph(scene).delete(8, 1);
    scene.exchange();
    const before = inParagraph(scene).toDelta() as unknown;
    while (scene.undo.undo());
    scene.exchange();
    expect(inParagraph(scene).toDelta()).toEqual(before);
  });

  test("words whose deletion was done again, by redo", () => {
    const scene = new Scene("abcdef");
    scene.act((text) => text.insert(3, "XYZ"));
    scene.undo.undo();
    scene.exchange();
    inParagraph(scene).insert(3, "XYZ");
    scene.exchange();
    scene.undo.redo();
    expect(scene.text).toBe("abcXYZdef");
  });

  test("but a letter that others only begin another word with comes back", () => {
    const scene = new Scene("days of");
    scene.act((text) => text.delete(3, 1));
    scene.exchange();
    inParagraph(scene).insert(3, " spent");
    scene.exchange();
    scene.undo.undo();
    expect(scene.text.split("s")).toHaveLength(3);
  });

  /** A block with others in it, as tables are. */
  function tableOf(...words: string[]): Y.XmlElement {
    const table = new Y.XmlElement("table");
    table.insert(
      0,
      words.map((each) => {
        const cell = new Y.XmlElement("cell");
        cell.insert(0, [new Y.XmlText(each)]);
        return cell;
      }),
    );
    return table;
  }
  function pictureOf(imageId: string): Y.XmlElement {
    const picture = new Y.XmlElement("image");
    picture.setAttribute("imageId", imageId);
    return picture;
  }
  const blocksOf = ({ fragment }: Scene): string[] =>
    // oxlint-disable-next-line typescript/no-base-to-string -- Yjs writes an element as it would stand in a file.
    fragment.toArray().map((block) => (block as Y.XmlElement).toString());

  test("blocks with all that stood in them, also what had been deleted of them before", () => {
    const scene = new Scene("a");
    const theirs = scene.other.getXmlFragment("default");
    theirs.insert(1, [tableOf("30%", "70%"), pictureOf("one")]);
    scene.exchange();
    const before = blocksOf(scene);
    scene.page.transact(() => {
      const cell = (scene.fragment.get(1) as Y.XmlElement).get(0) as Y.XmlElement;
      (cell.get(0) as Y.XmlText).delete(0, 1);
    }, "own");
    for (let step = 0; step < 2; step++) scene.page.transact(() => scene.fragment.delete(1), "own");
    scene.exchange();
    theirs.insert(1, [tableOf("30%", "70%"), pictureOf("one")]);
    scene.exchange();
    expect(blocksOf(scene)).toEqual(before);
    scene.undo.undo();
    expect(blocksOf(scene)).toEqual(before);
  });

  test("blocks without words: breaks, rules, empty lines and places to sign, of several that are alike each its own", () => {
    const scene = new Scene("a");
    const theirs = scene.other.getXmlFragment("default");
    const blocks = (): Y.XmlElement[] => {
      const sign = new Y.XmlElement("signatureBlock");
      sign.setAttribute("label", "Provider");
      const names = ["pageBreak", "horizontalRule", "paragraph", "paragraph", "pageBreak"];
      return [...names.map((name) => new Y.XmlElement(name)), sign, tableOf("", "")];
    };
    theirs.insert(1, blocks());
    scene.exchange();
    const before = blocksOf(scene);
    for (let step = 0; step < 3; step++) scene.page.transact(() => scene.fragment.delete(1, 2), "own");
    scene.page.transact(() => scene.fragment.delete(1), "own");
    scene.exchange();
    theirs.insert(1, blocks());
    scene.exchange();
    expect(scene.undo.undo()).toBeNull();
    expect(blocksOf(scene)).toEqual(before);
  });

  test("but of several that are alike those come back for which nothing stands", () => {
    const scene = new Scene("a");
    const theirs = scene.other.getXmlFragment("default");
    theirs.insert(1, [new Y.XmlElement("pageBreak"), new Y.XmlElement("pageBreak")]);
    scene.exchange();
    for (let step = 0; step < 2; step++) scene.page.transact(() => scene.fragment.delete(1), "own");
    scene.exchange();
    theirs.insert(1, [new Y.XmlElement("pageBreak")]);
    scene.exchange();
    while (scene.undo.undo());
    expect(blocksOf(scene)).toHaveLength(3);
  });

  test("a block as it read before any of the page's steps in it", () => {
    const scene = new Scene("a");
    const theirs = scene.other.getXmlFragment("default");
    theirs.insert(1, [tableOf("30% now", "70%")]);
    scene.exchange();
    const first = (): Y.XmlText => ((scene.fragment.get(1) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    scene.page.transact(() => first().delete(0, 3), "own");
    scene.page.transact(() => first().insert(0, "40%"), "own");
    scene.page.transact(() => first().delete(3, 4), "own");
    scene.page.transact(() => scene.fragment.delete(1), "own");
    scene.exchange();
    theirs.insert(1, [tableOf("40% now", "70%")]);
    scene.exchange();
    while (scene.undo.undo()) expect(scene.fragment.toArray()).toHaveLength(2);
  });

  test("but a block that reads otherwise, or stands elsewhere, is not the one that went", () => {
    const scene = new Scene("a");
    const theirs = scene.other.getXmlFragment("default");
    theirs.insert(1, [tableOf("30%"), pictureOf("one"), tableOf("end")]);
    scene.exchange();
    const [, table, picture] = blocksOf(scene);
    scene.page.transact(() => scene.fragment.delete(1, 2), "own");
    scene.exchange();
    theirs.insert(1, [tableOf("40%"), pictureOf("two")]);
    theirs.insert(4, [tableOf("30%")]);
    scene.exchange();
    scene.undo.undo();
    expect(blocksOf(scene)).toHaveLength(7);
    expect(blocksOf(scene)).toEqual(expect.arrayContaining([table, picture]));
  });

  // Looking at everything that came back for each of it would take half a minute.
  test.for([
    ["at once", 8_000],
    ["one by one", 1_000],
  ] as const)(
    "thousands of paragraphs that were deleted %s and come back in one go",
    { timeout: 20_000 },
    ([how, count]) => {
      const scene = new Scene("first");
      const lines = Array.from({ length: count }, (_each, at) => `line ${at}`);
      const paragraphs = (): Y.XmlElement[] =>
        lines.map((line) => {
          const paragraph = new Y.XmlElement("paragraph");
          paragraph.insert(0, [new Y.XmlText(line)]);
          return paragraph;
        });
      const theirs = scene.other.getXmlFragment("default");
      theirs.insert(1, paragraphs());
      scene.exchange();
      scene.act((text) => text.insert(5, "!"));
      if (how === "at once") scene.page.transact(() => scene.fragment.delete(1, count), "own");
      else for (let at = count; at > 0; at--) scene.page.transact(() => scene.fragment.delete(at), "own");
      scene.exchange();
      theirs.insert(1, paragraphs());
      scene.exchange();
      expect(scene.text).toBe(["first!", ...lines].join("|"));
      scene.undo.undo();
      expect(scene.text).toBe(["first", ...lines].join("|"));
    },
  );
});
