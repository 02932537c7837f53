/** Whose words are that somebody only proposes, whatever they say of them. */
import { AttributionIndex, DocumentReplica, presentRanges, readAttributionNews, readTextSpans } from "@parley/history";
import { describe, expect, test } from "vitest";
import { PROPOSALS_NAME, type RecordRange, ExactUndoManager } from "@parley/document";
import * as Y from "yjs";
import { proposalGate } from "./gate.ts";
import { type Page, Scene, lin, mara, newParagraph, osei, paragraph, table } from "./negotiation-scene.ts";

/** What stands, with the row that wrote each part first. */
const written = ({ replica }: Scene): [text: string, seq: number][] =>
  readTextSpans(replica, { deleted: false }).map(({ text, insertedSeq }) => [text, insertedSeq]);

/** Mara writes a paragraph of her own at the end, and says that she moved it there. Of what she says to have moved she strikes some. */
function pretend(
  scene: Scene,
  words: string,
  from: (page: Page) => readonly RecordRange[],
  struck: (page: Page) => readonly RecordRange[] = from,
): void {
  scene.guarded(
    (document) => proposalGate(document, mara),
    () =>
      scene.propose(mara, (page) => {
        const at = page.fragment.length;
        const strikes = struck(page);
        if (strikes.length > 0) page.record({ do: "delete", ids: strikes });
        const moved = from(page);
        page.insertParagraph(at, words);
        page.record({ do: "move", from: moved, to: page.ids(page.text(at)) });
      }),
  );
}

/** A paragraph of several texts, as two people make it who write into an empty one at once. */
function insertTexts({ fragment }: Page, index: number, texts: Y.XmlText[]): void {
  const made = new Y.XmlElement("paragraph");
  fragment.insert(index, [made]);
  made.insert(0, texts);
}

describe("who only proposes", () => {
  test("[LI8] puts no sentence together, in the name of whoever wrote them, from words that they say to move", () => {
    const agreed = "The supplier delivers within thirty days, and must not be paid before the end of five months.";
    const scene = new Scene(paragraph(agreed));
    pretend(scene, "The supplier must be paid before five days.", (page) => page.ids(page.text(0)));
    const lins = written(scene)
      .slice(1)
      .flatMap(([text, seq]) => (seq === 1 ? [text] : []));
    // What is a copy is a part of eight characters or more.
    expect(lins).toEqual(["The supplier ", "t be paid before "]);
    const letters = new Scene(paragraph("the quick brown fox jumps over the lazy dog and pays nothing"));
    pretend(letters, "over and out, we go bankrupt", (page) => page.ids(page.text(0)));
    expect(written(letters).at(-1)).toEqual(["over and out, we go bankrupt", 2]);
  });

  test("[LI8] moves short paragraphs whole, and they stay whose they were", () => {
    const scene = new Scene(paragraph("Fee"), paragraph("100"));
    pretend(scene, "Fee", (page) => page.ids(page.text(0)));
    expect(written(scene).at(-1)).toEqual(["Fee", 1]);
    pretend(scene, "Fe", (page) => page.ids(page.text(0), 0, 2));
    expect(written(scene).at(-1)).toEqual(["Fe", 3]);
  });

  test("[LI8] [LI10] puts no word together from whole short paragraphs by giving each letter a text of its own in one paragraph", () => {
    const letters = ["n", "o", "p", "a", "y"];
    const scene = new Scene(paragraph("The fee is due."), table([letters]));
    scene.guarded(
      (document) => proposalGate(document, mara),
      () =>
        scene.propose(mara, (page) => {
          const from = letters.flatMap((_, index) => page.ids(page.text(1, 0, 0, index)));
          page.record({ do: "delete", ids: from });
          const texts = letters.map((letter) => new Y.XmlText(letter));
          insertTexts(page, 1, texts);
          page.record({ do: "move", from, to: texts.flatMap((text) => page.ids(text)) });
        }),
    );
    expect(written(scene).slice(1, 2)).toEqual([["nopay", 2]]);
    scene.accept(...scene.proposals);
    expect(written(scene)).toEqual([
      ["The fee is due.", 1],
      ["nopay", 2],
    ]);
  });

  test("[LI8] [LI10] moves a short paragraph of several texts whole, and it stays whose it was", () => {
    const scene = new Scene(paragraph("The fee is due."));
    scene.edit((page) => insertTexts(page, 1, [new Y.XmlText("F"), new Y.XmlText("ee")]));
    const idsOf = (page: Page, at: number): RecordRange[] => page.ids(page.block(1).get(at) as Y.XmlText);
    pretend(scene, "Fee", (page) => [...idsOf(page, 0), ...idsOf(page, 1)]);
    expect(written(scene).slice(1)).toEqual([
      ["Fee", 2],
      ["Fee", 2],
    ]);
    pretend(scene, "F", (page) => idsOf(page, 0));
    expect(written(scene).at(-1)).toEqual(["F", 4]);
  });

  test("[LI8] [LI10] puts no word together by moving a letter to a paragraph at a time, and undoing what went from there", () => {
    const lins = ["y", "a", "p", "o", "n"];
    const scene = new Scene(paragraph("The fee is due."), table([lins]));
    const { page, send } = scene.open(mara, true);
    const manager = new ExactUndoManager(page.fragment, { captureTimeout: 0, trackedOrigins: new Set(["deleting"]) });
    send("typed", () => insertTexts(page, 1, [new Y.XmlText()]));
    const text = page.text(1);
    scene.guarded(
      (document) => proposalGate(document, mara),
      () => {
        for (const letter of "nopay") {
          const stands = text.length > 0;
          if (stands) send("typed", () => page.ydoc.transact(() => text.delete(0, text.length), "deleting"));
          send("typed", () =>
            page.ydoc.transact(() => {
              text.insert(0, letter);
              const from = page.ids(page.text(2, 0, 0, lins.indexOf(letter)));
              page.record({ do: "delete", ids: from });
              page.record({ do: "move", from, to: page.ids(text) });
            }),
          );
          if (stands) send("undo", () => manager.undo());
        }
      },
    );
    expect(scene.proposed[1]).toBe("nopay");
    expect(
      written(scene)
        .slice(1, -lins.length)
        .every(([, seq]) => seq > 1),
    ).toBe(true);
    scene.accept(...scene.proposals);
    expect(
      written(scene)
        .slice(1)
        .every(([, seq]) => seq > 1),
    ).toBe(true);
  });

  test("[LI8] [LI10] may strike in what they propose to move: what is left stays whose it was, also while the whole stands in its old place", () => {
    const agreed = "delivers within thirty days";
    const scene = new Scene(paragraph("The fee is due."), paragraph(agreed));
    pretend(scene, agreed, (page) => page.ids(page.text(1)));
    scene.propose(mara, (page) => {
      for (const [from, count] of [
        [20, 7],
        [12, 6],
        [7, 4],
        [2, 4],
      ] as const)
        page.text(2).delete(from, count);
    });
    expect(written(scene).at(-1)).toEqual(["dertir", 1]);
    scene.accept(...scene.proposals);
    expect(written(scene).at(-1)).toEqual(["dertir", 1]);
  });

  test("[LI8] moves what they propose to delete: what they only say to move is theirs", () => {
    const agreed = "The supplier delivers within thirty days.";
    const half = new Scene(paragraph(agreed));
    const first = (page: Page): RecordRange[] => page.ids(page.text(0), 0, 22);
    pretend(half, agreed, (page) => page.ids(page.text(0)), first);
    expect(written(half).slice(1)).toEqual([
      ["The supplier delivers ", 1],
      ["within thirty days.", 2],
    ]);
    const none = new Scene(paragraph(agreed));
    pretend(
      none,
      agreed,
      (page) => page.ids(page.text(0)),
      () => [],
    );
    expect(written(none).at(-1)).toEqual([agreed, 2]);
    // What somebody else strikes is no move of hers.
    const others = new Scene(paragraph(agreed));
    others.propose(osei, (page) => page.record({ do: "delete", ids: page.ids(page.text(0)) }));
    pretend(
      others,
      agreed,
      (page) => page.ids(page.text(0)),
      () => [],
    );
    expect(written(others).at(-1)).toEqual([agreed, 3]);
  });

  test("[LI7] [LI8] learns by no guess what was deleted, also when they say to move it", () => {
    const scene = new Scene(paragraph("The price is four thousand euros."));
    const from = scene.page.ids(scene.page.text(0), 13, 13);
    scene.edit((page) => page.text(0).delete(13, 13));
    pretend(scene, "four thousand", () => from);
    expect(written(scene).at(-1)).toEqual(["four thousand", 3]);
  });

  test("[LI7] learns by no guess what somebody else had proposed and taken back, or what was agreed on and deleted", () => {
    const scene = new Scene(paragraph("The price is euros."));
    scene.propose(osei, (page) => page.text(0).insert(13, "four thousand "));
    scene.propose(osei, (page) => page.text(0).delete(13, 14));
    scene.propose(osei, (page) => page.text(0).insert(0, "Eight hundred. "));
    scene.accept(...scene.proposals);
    scene.edit((page) => page.text(0).delete(0, 15));
    scene.propose(mara, (page) => page.text(0).insert(13, "four thousand "));
    scene.propose(mara, (page) => page.text(0).insert(0, "Eight hundred. "));
    expect(written(scene)).toEqual([
      ["Eight hundred. ", 8],
      ["The price is ", 1],
      ["four thousand ", 7],
      ["euros.", 1],
    ]);
  });
});

test("[LI8] who edits moves by deleting: what they write at once and say to move is theirs", () => {
  const agreed = "The supplier delivers within thirty days.";
  const scene = new Scene(paragraph(agreed));
  scene.edit((page) => {
    const from = page.ids(page.text(0));
    page.record({ do: "delete", ids: from });
    page.insertParagraph(1, agreed);
    page.record({ do: "move", from, to: page.ids(page.text(1)) });
  });
  expect(written(scene)).toEqual([
    [agreed, 1],
    [agreed, 2],
  ]);
});

describe("[LI8] who proposes to move words and then leaves them where they are", () => {
  const agreed = "The supplier delivers within thirty days.";

  /** Mara strikes the first paragraph, record by record, and writes it again behind the second. */
  function moved(...lengths: number[]): { scene: Scene; keys: string[] } {
    const scene = new Scene(paragraph(agreed), paragraph("Second."));
    const keys: string[] = [];
    scene.propose(mara, (page) => {
      const from = page.ids(page.text(0));
      let at = 0;
      for (const length of lengths) {
        const key = `${mara}:strike-${at}`;
        page.ydoc.getMap(PROPOSALS_NAME).set(key, { do: "delete", ids: page.ids(page.text(0), at, length) });
        keys.push(key);
        at += length;
      }
      page.insertParagraph(2, agreed);
      page.record({ do: "move", from, to: page.ids(page.text(2)) });
    });
    return { scene, keys };
  }
  const takeBack = (scene: Scene, ...keys: string[]): void =>
    scene.propose(mara, (page) => keys.forEach((key) => page.ydoc.getMap(PROPOSALS_NAME).delete(key)));
  const last = (scene: Scene): unknown => written(scene).slice(2);

  test("has written them, as soon as nobody proposes to delete the others, and when they are agreed on", () => {
    const { scene, keys } = moved(agreed.length);
    expect(last(scene)).toEqual([[agreed, 1]]);
    takeBack(scene, ...keys);
    expect(last(scene)).toEqual([[agreed, 2]]);
    const [first = [0, 0, 0]] = scene.page.ids(scene.page.text(0));
    scene.accept(...scene.proposals);
    expect(written(scene)).toEqual([
      [agreed, 1],
      ["Second.", 1],
      [agreed, 2],
    ]);
    // Nor do they stand for the others when those go later.
    scene.edit((page) => page.text(0).delete(0, agreed.length));
    expect(presentRanges(scene.replica, [{ client: first[0], clock: first[1], length: 4 }])).toEqual([]);
  });

  test("has written the part of them that they leave", () => {
    const { scene, keys } = moved(22, agreed.length - 22);
    takeBack(scene, keys[0] ?? "");
    expect(last(scene)).toEqual([
      ["The supplier delivers ", 2],
      ["within thirty days.", 1],
    ]);
    scene.accept(...scene.proposals);
    expect(written(scene).at(-1)).toEqual(["within thirty days.", 1]);
    expect(written(scene).at(-2)).toEqual(["The supplier delivers ", 2]);
  });

  test("has written them also where they were taken away and came back in between", () => {
    const { scene, keys } = moved(agreed.length);
    scene.propose(mara, (page) => page.text(2).delete(0, agreed.length));
    takeBack(scene, ...keys);
    scene.propose(mara, (page) => page.text(2).insert(0, agreed));
    scene.accept(...scene.proposals);
    expect(written(scene).slice(0, 2)).toEqual([
      [agreed, 1],
      ["Second.", 1],
    ]);
    expect(last(scene)).not.toContainEqual([agreed, 1]);
  });

  test("has written them when they are agreed on before the others go, whoever proposes that", () => {
    const { scene, keys } = moved(agreed.length);
    scene.propose(osei, (page) => page.record({ do: "delete", ids: page.ids(page.text(0)) }));
    takeBack(scene, ...keys);
    expect(last(scene)).toEqual([[agreed, 1]]);
    scene.accept(...scene.of(mara));
    expect(last(scene)).toEqual([[agreed, 2]]);
    scene.accept(...scene.of(osei));
    expect(written(scene).at(-1)).toEqual([agreed, 2]);
  });

  test("keeps who wrote them while somebody proposes to delete them, or has", () => {
    const { scene, keys } = moved(agreed.length);
    scene.propose(osei, (page) => page.record({ do: "delete", ids: page.ids(page.text(0)) }));
    takeBack(scene, ...keys);
    expect(last(scene)).toEqual([[agreed, 1]]);
    scene.accept(...scene.of(osei));
    scene.accept(...scene.of(mara));
    expect(written(scene).at(-1)).toEqual([agreed, 1]);
    const deleted = moved(agreed.length);
    deleted.scene.edit((page) => page.text(0).delete(0, agreed.length));
    takeBack(deleted.scene, ...deleted.keys);
    expect(written(deleted.scene).at(-1)).toEqual([agreed, 1]);
  });

  test("does not depend on where the words were moved meanwhile", () => {
    const { scene, keys } = moved(agreed.length);
    scene.edit((page) => {
      page.text(0).delete(13, agreed.length - 13);
      page.insertParagraph(1, agreed.slice(13));
    });
    expect(written(scene).at(-1)).toEqual([agreed, 1]);
    takeBack(scene, ...keys);
    expect(written(scene).at(-1)).toEqual([agreed, 2]);
  });

  test("[NW1] [LG2] is told to pages that knew otherwise, and known from a snapshot", () => {
    const { scene, keys } = moved(agreed.length);
    const { replica } = scene;
    const known = new AttributionIndex();
    const tell = (after: number): void =>
      known.take(readAttributionNews(replica, { after, until: replica.seq, deleted: true }));
    tell(0);
    const before = replica.seq;
    takeBack(scene, ...keys);
    tell(before);
    const spans = (index: AttributionIndex): unknown[] =>
      index.readSpans(replica.ydoc).map(({ text, insertedSeq }) => [text, insertedSeq]);
    expect(spans(known).at(-1)).toEqual([agreed, 2]);
    const again = DocumentReplica.open(replica.save(), []);
    expect(readTextSpans(again, { deleted: true })).toEqual(readTextSpans(replica, { deleted: true }));
    const whole = new AttributionIndex();
    whole.take(readAttributionNews(again, { after: 0, until: again.seq, deleted: true }));
    expect(spans(whole)).toEqual(spans(known));
    const next = readAttributionNews(again, { after: before, until: again.seq, deleted: true });
    expect(next.standing).toMatchObject([{ insertedSeq: 2, movedSeq: null }]);
  });
});

describe("[LI10] letters that a decision puts together are whoever's who brought them", () => {
  const [text, words] = ["The supplier delivers within thirty days of the order and pays double", "no pay"];

  /** Mara, who may edit, takes letters of Lin's, each in a row of its own, and puts them somewhere. */
  function bring(scene: Scene, put: (page: Page, letter: string, at: number) => void): void {
    for (const [at, letter] of Array.from(words).entries())
      scene.begin(mara, false, (page) => {
        for (const each of [letter, "e"]) page.text(0).delete((page.text(0) as Y.XmlText).toJSON().indexOf(each), 1);
        put(page, letter, at);
      })();
  }

  const lins = (scene: Scene): string[] =>
    written(scene).flatMap(([each, seq]) => (seq === 1 && each.length < 4 ? [each] : []));

  test("where it joins their paragraphs", () => {
    const scene = new Scene(paragraph(text));
    bring(scene, (page, letter, at) => page.fragment.insert(1 + at, [newParagraph(letter)]));
    scene.propose(mara, (page) => {
      for (let at = 1; at < words.length; at++) page.join(page.block(1 + at), page.block(at));
    });
    expect(scene.accept(...scene.proposals).at(-1)).toBe(words);
    expect(written(scene).slice(1)).toEqual(Array.from(words, (letter, at) => [letter, 2 + at]));
  });

  test("where it deletes what stood between them", () => {
    const scene = new Scene(paragraph(text));
    scene.begin(mara, false, (page) => page.fragment.insert(1, [newParagraph("-----".repeat(words.length))]))();
    bring(scene, (page, letter, at) => page.text(1).insert(at * 6, letter));
    expect(lins(scene).join("")).toBe(words);
    scene.propose(mara, (page) => {
      const fillers = Array.from(words, (_, at) => page.ids(page.text(1), at * 6 + 1, 5));
      page.record({ do: "delete", ids: fillers.flat() });
    });
    expect(scene.accept(...scene.proposals).at(-1)).toBe(words);
    expect(lins(scene)).toEqual([]);
  });

  test("where it moves their paragraphs, which are joined then", () => {
    const scene = new Scene(paragraph(text), paragraph("end"));
    const sorted = Array.from(words).toSorted().join("");
    // In the order in which they are not to stand.
    bring(scene, (page, letter) => {
      const texts = Array.from({ length: page.fragment.length - 2 }, (_, at) => page.text(1 + at).toJSON());
      page.fragment.insert(1 + texts.filter((each) => each < letter).length, [newParagraph(letter)]);
    });
    expect(scene.agreed.slice(1, -1).join("")).toBe(sorted);
    for (const letter of words)
      scene.propose(mara, (page) => {
        const from = scene.agreed.indexOf(letter, 1);
        const moved = page.ids(page.text(from));
        page.record({ do: "delete", ids: moved });
        page.remove(page.block(from));
        const at = page.fragment.length;
        page.insertParagraph(at, letter);
        page.record({ do: "move", from: moved, to: page.ids(page.text(at)) });
      });
    scene.accept(...scene.proposals);
    expect(scene.agreed.slice(2).join("")).toBe(words);
    expect(lins(scene).join("")).toContain(words);
    for (const letter of Array.from(words).slice(1))
      scene.begin(mara, false, (page) => {
        page.text(2).insert(page.text(2).length, letter);
        page.fragment.delete(3, 1);
      })();
    expect(scene.agreed.at(-1)).toBe(words);
    expect(lins(scene)).toEqual(["end"]);
  });
});

test("a proposal names who else wrote in the block that it brings, and nobody who only proposes there", () => {
  const scene = new Scene(paragraph("One."));
  scene.propose(mara, (page) => page.insertParagraph(1, "Monthly reports."));
  expect(scene.proposals).toMatchObject([{ author: mara, writers: [] }]);
  scene.propose(osei, (page) => page.text(1).insert(7, " and yearly"));
  expect(scene.of(mara)).toMatchObject([{ insertedText: "Monthly reports.\n", writers: [] }]);
  scene.edit((page) => page.text(1).insert(0, "Signed "));
  expect(scene.of(mara)).toMatchObject([
    { insertedText: "Signed Monthly reports.\n", ownText: "Monthly reports.", writers: [lin] },
  ]);
});
