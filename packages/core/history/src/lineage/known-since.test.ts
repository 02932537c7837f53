/** What is told to whoever came after words were deleted. */
import { seedUpdate } from "@parley/document";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import {
  DocumentReplica,
  hasCopiesBetween,
  knownSince,
  presentRanges,
  readAttributionNews,
  readTextSpans,
  readWordStory,
} from "../index.ts";

/** Lin's text, and what Mara does with it row by row. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  private readonly mara = new Y.Doc();

  constructor(text: string) {
    this.replica.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text }] }] }, 7), () => true);
    this.mara.clientID = 21;
    Y.applyUpdate(this.mara, Y.encodeStateAsUpdate(this.replica.ydoc));
  }

  act(task: (text: Y.XmlText, fragment: Y.XmlFragment) => void): void {
    const before = Y.encodeStateVector(this.mara);
    const fragment = this.mara.getXmlFragment("default");
    this.mara.transact(() => task((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText, fragment));
    const context = { kind: "typed", baseSeq: this.replica.seq, proposes: false, statement: null } as const;
    this.replica.take(Y.encodeStateAsUpdate(this.mara, before), () => true, context);
  }

  /** Every stretch with who wrote it and who moved it, as told to whoever came after row `since`. */
  told(since: number | null): [string, number, number | null][] {
    const spans = readTextSpans(knownSince(this.replica, since), { deleted: false });
    return spans.map(({ text, insertedSeq, movedSeq }) => [text, insertedSeq, movedSeq]);
  }
}

/** Row 2 deletes the price, row 3 writes the same digits there. */
function triedPrice(): Scene {
  const scene = new Scene("The price is 4711 euros.");
  scene.act((text) => text.delete(13, 5));
  scene.act((text) => text.insert(13, "4711 "));
  return scene;
}

describe("[LI9] whoever came when words were gone does not learn by trying whose they had been", () => {
  const asNew = [
    ["The price is ", 1, null],
    ["4711 ", 3, null],
    ["euros.", 1, null],
  ];
  const asCopy = [
    ["The price is ", 1, null],
    ["4711 ", 1, 3],
    ["euros.", 1, null],
  ];

  test("they are told as their writer's, and to everybody who was there, or came later, as before", () => {
    const scene = triedPrice();
    expect(scene.told(2)).toEqual(asNew);
    for (const since of [null, 0, 1, 3, 9]) expect(scene.told(since)).toEqual(asCopy);
    expect(scene.told(Infinity)).toEqual(asNew);
    // The document itself is as it was.
    expect(scene.told(null)).toEqual(asCopy);
  });

  test("neither the news of who wrote what nor the story of a word says more, and no id of theirs leads there", () => {
    const { replica } = triedPrice();
    const known = knownSince(replica, 2);
    const news = readAttributionNews(known, { after: 2, until: 3, deleted: false });
    expect(news.standing).toMatchObject([{ insertedSeq: 3, movedSeq: null }]);
    const id = { client: 21, clock: 0 };
    expect(readWordStory(known, id, { deleted: false })?.parts).toMatchObject([{ writtenSeq: 3, placed: [] }]);
    expect(readWordStory(replica, id, { deleted: false })?.parts).toMatchObject([{ writtenSeq: 1 }]);
    const [gone] = replica.lineage.sourcesOf({ ...id, length: 5 });
    const source = { ...(gone?.source ?? id), length: 4 };
    expect(presentRanges(replica, [source])).toHaveLength(1);
    expect(presentRanges(known, [source])).toEqual([]);
    expect(readWordStory(known, source, { deleted: false })).toBeNull();
    expect([hasCopiesBetween(replica, 2, 3), hasCopiesBetween(known, 2, 3)]).toEqual([true, false]);
    expect([known.seq, known.wasPending(id, 3)]).toEqual([3, false]);
  });

  test("of a stretch that is in part a copy of what they could see, that part is", () => {
    const scene = new Scene("The price is 4711 euros a day.");
    scene.act((text) => text.delete(13, 5));
    scene.act((text) => text.delete(13, 6));
    scene.act((text) => text.insert(13, "4711 euros "));
    expect(scene.told(null)[1]).toEqual(["4711 euros ", 1, 4]);
    expect(scene.told(2).slice(1, 3)).toEqual([
      ["4711 ", 4, null],
      ["euros ", 1, 4],
    ]);
  });

  test("what was moved since is whoever's it was, and what was tried stays its writer's when it is moved", () => {
    const scene = triedPrice();
    scene.act((text, fragment) => {
      const words = text.toString();
      text.delete(0, words.length);
      const element = new Y.XmlElement("paragraph");
      element.insert(0, [new Y.XmlText(words)]);
      fragment.insert(1, [element]);
    });
    expect(scene.told(2)).toEqual([
      ["The price is ", 1, 4],
      ["4711 ", 3, 4],
      ["euros.", 1, 4],
    ]);
    expect(scene.told(Infinity)).toEqual(scene.told(2));
    expect(scene.told(1).map(([, writtenSeq]) => writtenSeq)).toEqual([1]);
  });
});
