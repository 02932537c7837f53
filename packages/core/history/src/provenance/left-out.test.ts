/** Letters that come together in a copy because it leaves out what waits. */
import { type DocumentContent, seedUpdate } from "@parley/document";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica, type IdRange, IdSet, Lineage, type RowContext, findMosaicsWithout } from "../index.ts";

const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };
const content = (...lines: string[]): DocumentContent => ({
  blocks: lines.map((text) => ({ type: "paragraph", runs: [{ text }] })),
});

/** A document that Lin seeded in row 1, and the browser of Mara, who may edit and propose. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly mara = new Y.Doc();

  constructor(...lines: string[]) {
    this.replica.take(seedUpdate(content(...lines), 7), () => true);
    this.mara.clientID = 21;
    Y.applyUpdate(this.mara, Y.encodeStateAsUpdate(this.replica.ydoc));
  }

  get fragment(): Y.XmlFragment {
    return this.mara.getXmlFragment("default");
  }

  text(index: number): Y.XmlText {
    return (this.fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;
  }

  act(task: () => void, proposes = false): void {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): number => updates.push(update);
    this.mara.on("update", keep);
    this.mara.transact(task);
    this.mara.off("update", keep);
    const taken = this.replica.take(Y.mergeUpdates(updates), () => true, { ...typed, proposes });
    if (taken === null || "code" in taken) throw new Error(`not taken: ${taken?.reason}`);
  }

  /** Deletes the paragraph that says some words, and writes them into the last one. */
  join(words: string, at: number): void {
    const texts = this.fragment.toArray().map((_, index) => this.text(index).toJSON());
    this.act(() => {
      this.fragment.delete(texts.indexOf(words), 1);
      this.text(texts.length - 2).insert(at, words);
    });
  }

  /** What would be a mosaic without what waits, and the rows that brought it. */
  get left(): { readonly words: string; readonly rows: ReadonlySet<number | undefined> } {
    const found = findMosaicsWithout(this.replica, IdSet.of(this.replica.pending.ranges()));
    const brought = found.flatMap((range) => this.replica.lineage.broughtBy(range).map(({ source }) => source));
    const { attribution } = this.replica;
    const rows = new Set(brought.map(({ client, clock }) => attribution.insertingRow(client, clock)));
    return { words: found.map((range) => wordsOf(this.replica.ydoc, range)).join(""), rows };
  }
}

function wordsOf(ydoc: Y.Doc, { client, clock, length }: IdRange): string {
  return Array.from({ length }, (_, at) => {
    const item = Y.getItem(ydoc.store, Y.createID(client, clock + at)) as Y.Item;
    return (item.content as Y.ContentString).str.charAt(clock + at - item.id.clock);
  }).join("");
}

describe("[PV4] what comes together where what waits is left out", () => {
  test.each(["wwwww", "x"])("is a mosaic where letters of others stood between words (%s) that wait", (separator) => {
    const scene = new Scene(...Array.from("yapon"), "Second.");
    scene.act(() => scene.text(5).insert(0, separator.repeat(4)), true);
    for (const [at, letter] of Array.from("nopay").entries()) scene.join(letter, at * (separator.length + 1));
    expect(scene.text(0).toJSON()).toBe(Array.from("nopay").join(separator) + "Second.");
    expect(Array.from(scene.left.words).sort().join("")).toBe("anopy");
    expect(scene.left.rows).not.toContain(1);
  });

  test("is a mosaic also where letters and words that wait were typed in one go", () => {
    const scene = new Scene(...Array.from("yapon"), "Second.");
    for (const [at, letter] of Array.from("nopay").entries()) {
      scene.join(letter, at * 6);
      scene.act(() => scene.text(4 - at).insert(at * 6 + 1, "wwwww"), true);
    }
    expect(Array.from(scene.left.words).sort().join("")).toBe("anopy");
  });

  test("is nobody's mosaic where nothing waits between letters", () => {
    const scene = new Scene(...Array.from("yapon"), "Second.");
    scene.act(() => scene.text(5).insert(0, "wwwww".repeat(4)));
    for (const [at, letter] of Array.from("nopay").entries()) scene.join(letter, at * 6);
    scene.act(() => scene.text(0).insert(scene.text(0).length, "later"), true);
    expect(scene.left.words).toBe("");
  });

  test("is no mosaic where paragraphs were joined in the order in which they stood", () => {
    const scene = new Scene(..."nopay", "Second.");
    scene.act(() => scene.text(5).insert(0, "wwwww".repeat(4)), true);
    for (const [at, letter] of Array.from("nopay").entries()) scene.join(letter, at * 6);
    expect(scene.left.words).toBe("");
  });

  test("is no mosaic where somebody joined a text with words that wait between its letters", () => {
    const scene = new Scene("Pay now", "Second.");
    scene.act(() => {
      for (let at = 6; at > 0; at--) scene.text(0).insert(at, "www");
    }, true);
    scene.join(scene.text(0).toJSON(), 0);
    expect(scene.text(0).toJSON()).toBe("PwwwawwwywwwwwwnwwwowwwwSecond.".replace("wwwwwwn", "www wwwn"));
    expect(scene.left.words).toBe("");
  });
});

test("[PV4] words that the server wrote again were brought by who had put them there, whatever they copied", () => {
  const lineage = new Lineage();
  lineage.record({ client: 21, clock: 5, length: 3 }, { client: 7, clock: 0 });
  lineage.recordServed([{ copy: { client: 90, clock: 1, length: 3 }, source: { client: 21, clock: 5 } }]);
  expect(lineage.broughtBy({ client: 90, clock: 0, length: 4 })).toEqual([
    { copy: { client: 90, clock: 0, length: 1 }, source: { client: 90, clock: 0 } },
    { copy: { client: 90, clock: 1, length: 3 }, source: { client: 21, clock: 5 } },
  ]);
});
