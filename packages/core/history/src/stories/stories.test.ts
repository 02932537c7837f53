import { must, seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import {
  RowSizes,
  changesOfRows,
  formerPlaceOfChange,
  readFormatting,
  readTextSpans,
  readVersion,
  readWordStory,
} from "../index.ts";
import type { Id, TextSpan } from "../index.ts";
import { Scene } from "./story-scene.ts";

test("[ST2] whoever formats is named; who types on, splits and formats beside it is not", () => {
  const scene = new Scene("The price is 100 in thirty days.");
  const bold = scene.act(() => scene.text(0).format(4, 12, { bold: {} }));
  // Typed into the bold words, and their end made plain again, which makes Yjs write the rest anew.
  scene.act(() => scene.text(0).insert(6, "xx"));
  const plain = scene.act(() => scene.text(0).format(10, 3, { bold: null }));
  const rest = scene.text(0).toDelta().slice(-1)[0]?.insert as string;
  scene.act(() => {
    scene.text(0).delete(13, 5 + rest.length);
    scene.insertParagraph(1, "", [{ insert: "s 100", attributes: { bold: {} } }, { insert: rest }]);
  });
  const read = readFormatting(scene.replica).formatting;
  expect(read.map(({ block, from, to, value, seq }) => [block, from, to, value, seq])).toEqual([
    [0, 4, 6, {}, bold],
    [0, 8, 10, {}, bold],
    [0, 10, 13, null, plain],
    [1, 0, 5, {}, bold],
  ]);
});

test("[ST2] an attribute belongs to who changed it, not to who set it to the same again or brought the block", () => {
  const scene = new Scene("One", "Two");
  const set = (name: string, value: string): number =>
    scene.act(() => (scene.fragment.get(0) as Y.XmlElement).setAttribute(name, value));
  const centred = set("align", "center");
  set("align", "center");
  expect(readFormatting(scene.replica).attributes).toEqual([
    { block: 0, element: "paragraph", name: "align", value: "center", seq: centred },
  ]);
  const taken = scene.act(() => (scene.fragment.get(0) as Y.XmlElement).removeAttribute("align"));
  expect(readFormatting(scene.replica).attributes).toMatchObject([{ name: "align", value: null, seq: taken }]);
});

test("[ST2] a paragraph that was cut, or deleted, and comes back is set by whoever set it, and its words formatted by whoever did", () => {
  const scene = new Scene("One", "Second of the clauses, in full.");
  const element = (at: number): Y.XmlElement => scene.fragment.get(at) as Y.XmlElement;
  const look = { list: "number", listId: "a" };
  const set = scene.act(() => {
    for (const [name, value] of Object.entries(look)) element(1).setAttribute(name, value);
  });
  const bold = scene.act(() => scene.text(1).format(0, 6, { bold: {} }));
  const facts = (): unknown[] => {
    const { attributes, formatting } = readFormatting(scene.replica);
    return [...attributes, ...formatting].map(({ name, seq }) => [name, seq]);
  };
  const before = facts();
  expect(before).toEqual([
    ["list", set],
    ["listId", set],
    ["bold", bold],
  ]);
  const delta = scene.text(1).toDelta() as { insert: string; attributes?: Record<string, unknown> }[];
  scene.act(() => scene.fragment.delete(1, 1));
  const pasted = scene.act(() => {
    scene.insertParagraph(0, "", delta);
    for (const [name, value] of Object.entries(look)) element(0).setAttribute(name, value);
  });
  expect(facts()).toEqual(before);
  expect(JSON.stringify(scene.changes(pasted))).not.toContain('"set"');
});

test("[ST3] the changes of some rows are the words they wrote and deleted, wherever those stand now", () => {
  const scene = new Scene("The price is 100.", "The term is 30 days.");
  const wrote = scene.act(() => scene.text(0).insert(13, "now "));
  const took = scene.act(() => {
    scene.text(1).delete(4, 5);
    scene.text(1).insert(4, "typo");
  });
  const back = scene.act(() => scene.text(1).delete(4, 4));
  const bold = scene.act(() => scene.text(1).format(0, 3, { bold: {} }));
  const moved = scene.act(() => {
    scene.text(0).delete(10, 11);
    scene.insertParagraph(1, "is now 100.");
  });
  expect(scene.changes(wrote)).toEqual([["inserted", "now ", true]]);
  expect(scene.changes(took, back, bold)).toEqual([
    ["formatted", "The", "bold", {}, true],
    ["deleted", "term ", false],
  ]);
  expect(scene.changes(moved)).toEqual([["split", "is now 100.", true]]);
  // Who moved words first is told, too, when somebody moves them again.
  const again = scene.act(() => {
    scene.text(1).delete(7, 4);
    scene.insertParagraph(2, "100.");
  });
  expect(scene.changes(moved)).toEqual([
    ["split", "is now ", true],
    ["split", "100.", true],
  ]);
  expect(scene.changes(again)).toEqual([["split", "100.", true]]);
  scene.act(() => scene.text(1).delete(3, 4));
  expect(scene.changes(wrote)).toEqual([["inserted", "now ", false]]);
});

test("[ST3] of two sentences that end alike a page that joins them may keep either stop: they were joined, and nothing was moved", () => {
  const scene = new Scene("Goods are delivered.", "Risk passes on delivery.", "The end.");
  const joined = scene.act(() => {
    scene.fragment.delete(1, 1);
    scene.text(0).insert(19, ".Risk passes on delivery");
  });
  expect(scene.words(0)).toBe("Goods are delivered.Risk passes on delivery.");
  expect(scene.changes(joined)).toEqual([["joined", ".Risk passes on delivery", true]]);
  // What comes to stand within another sentence was moved.
  const moved = scene.act(() => {
    scene.fragment.delete(1, 1);
    scene.text(0).insert(9, " the end.");
  });
  expect(scene.changes(moved)).toContainEqual(["moved", "he end.", true]);
});

test("[ST3] what was written, or moved, as two paragraphs is told as two, though somebody joined these since", () => {
  const scene = new Scene("One.", "Two.", "Three.");
  const moved = scene.act(() => {
    scene.fragment.delete(0, 2);
    scene.insertParagraph(1, "One.");
    scene.insertParagraph(2, "Two.");
  });
  scene.join(1);
  expect(scene.words(1)).toBe("One.Two.");
  expect(scene.changes(1)).toEqual([
    ["inserted", "Three.", true],
    ["inserted", "One.", true],
    ["inserted", "Two.", true],
  ]);
  expect(scene.changes(moved)).toEqual([
    ["moved", "One.", true],
    ["moved", "Two.", true],
  ]);
  // Whoever joins what they wrote themselves has written one paragraph.
  const own = scene.act(() => scene.insertParagraph(0, "Four."));
  const more = scene.act(() => scene.insertParagraph(1, "Five."));
  expect(scene.changes(own, more, scene.join(0))).toEqual([["inserted", "Four.Five.", true]]);
});

test("[ST3] what was moved to another paragraph is told with where it had stood: in a paragraph, behind one, or at the beginning", () => {
  const scene = new Scene("The first clause.", "The second clause.", "The third. It moves on.", "The fourth clause.");
  const formerPlaces = (seq: number): unknown[] =>
    changesOfRows(scene.replica, (each) => each === seq, 10).changes.map((change) => {
      const from = formerPlaceOfChange(scene.replica, change, 11);
      return [change.did, change.text, from && [from.isBehind, from.text]];
    });
  const words = scene.act(() => {
    scene.text(2).delete(10, 13);
    scene.text(0).insert(17, " It moves on.");
  });
  expect(formerPlaces(words)).toEqual([["moved", " It moves on.", [false, "The third."]]]);
  const behind = scene.act(() => {
    scene.fragment.delete(1, 1);
    scene.insertParagraph(3, "The second clause.");
  });
  expect(formerPlaces(behind)).toEqual([["moved", "The second clause.", [true, "The first c"]]]);
  const beginning = scene.act(() => {
    scene.fragment.delete(0, 1);
    scene.insertParagraph(2, "The first clause. It moves on.");
  });
  expect(formerPlaces(beginning)).toEqual([["moved", "The first clause. It moves on.", [true, ""]]]);
  scene.act(() => scene.fragment.delete(1, 1));
  const pasted = scene.act(() => scene.insertParagraph(0, "The fourth clause."));
  expect(formerPlaces(pasted)).toEqual([["broughtBack", "The fourth clause.", [true, "The third."]]]);
  scene.act(() => scene.fragment.delete(0, 1));
  const back = scene.act(() => scene.insertParagraph(0, "The fourth clause."));
  expect(formerPlaces(back)).toEqual([["broughtBack", "The fourth clause.", null]]);
  scene.act(() => scene.fragment.delete(0, 1));
  const divided = scene.act(() => {
    scene.text(0).delete(4, 6);
    scene.insertParagraph(1, "third.");
  });
  expect(formerPlaces(divided)).toEqual([["split", "third.", null]]);
});

test("[ST4] a word's story names who wrote each part, what was struck inside it, and how it was moved", () => {
  const scene = new Scene("Within thirteen days after delivery.");
  const teen = scene.idAt(0, 11);
  const edited = scene.act(() => {
    scene.text(0).delete(11, 4);
    scene.text(0).insert(11, "ty");
  });
  const split = scene.act(() => {
    scene.text(0).delete(6, 28);
    scene.insertParagraph(1, "thirty days after delivery.");
  });
  const told = scene.story(1, 2);
  expect(told?.word).toBe("thirty");
  expect(told?.parts.map(({ text, writtenSeq, placed }) => [text, writtenSeq, placed])).toEqual([
    ["thir", 1, [{ seq: split, how: "split" }]],
    ["ty", edited, [{ seq: split, how: "split" }]],
  ]);
  // The word that was struck is told where it stood.
  const ofGone = readWordStory(scene.replica, teen, { deleted: true });
  expect(ofGone).toMatchObject({ word: "teen", isGone: true, parts: [{ writtenSeq: 1, deletedSeq: edited }] });
  expect(readWordStory(scene.replica, teen, { deleted: false })).toBeNull();
  expect(readWordStory(scene.replica, { client: 5, clock: 9 }, { deleted: true })).toBeNull();
  expect(readWordStory(scene.replica, { client: 7, clock: 0 }, { deleted: true })).toBeNull();
});

test("[ST4] a word that waits, and one that is to go, are told whole and with each other, whatever they look like read together", () => {
  const scene = new Scene("由展会部负责。", "Within thirty days.");
  const waits = scene.act(() => {
    scene.text(0).insert(1, "研发");
    scene.text(1).insert(7, "six");
  });
  const goes = new Set([3, 4].map((at) => JSON.stringify(scene.idAt(0, at))));
  for (const at of [10, 11, 12, 13]) goes.add(JSON.stringify(scene.idAt(1, at)));
  const proposedOf = ({ client, clock }: Id): "comes" | "goes" | null => {
    if (scene.replica.attribution.insertingRow(client, clock) === waits) return "comes";
    return goes.has(JSON.stringify({ client, clock })) ? "goes" : null;
  };
  const wordAt = (index: number, offset: number): string | undefined =>
    readWordStory(scene.replica, scene.idAt(index, offset), { deleted: true, proposedOf })?.word;
  // Read together "发展" would be one of the words.
  expect([1, 2, 3, 4].map((offset) => wordAt(0, offset))).toEqual(Array.from({ length: 4 }, () => "研发展会"));
  expect([0, 5].map((offset) => wordAt(0, offset))).toEqual(["由", "部"]);
  // Of "thirty" only the beginning is to go.
  expect([7, 9, 10, 13, 14, 15].map((offset) => wordAt(1, offset))).toEqual(
    Array.from({ length: 6 }, () => "sixthirty"),
  );
  expect([0, 17].map((offset) => wordAt(1, offset))).toEqual(["Within", "days"]);
});

test("[ST4] a number and what it counts are one word, whichever of its characters is asked for", () => {
  const scene = new Scene("总期限为三百日。");
  expect([3, 4, 5, 6, 7].map((offset) => scene.story(0, offset)?.word)).toEqual([
    "为",
    "三百日",
    "三百日",
    "三百日",
    "。",
  ]);
});

test("[ST4] a space among struck words leads to the word behind it, or before it at their end", () => {
  const scene = new Scene("The fee is due. Interest accrues. ");
  scene.act(() => scene.text(0).delete(15, 19));
  const wordAt = (clock: number): string | undefined =>
    readWordStory(scene.replica, { client: first.client, clock: first.clock + clock }, { deleted: true })?.word;
  const { id: first } = must(readTextSpans(scene.replica, { deleted: true })[0], "a span");
  expect([15, 16, 24, 33].map(wordAt)).toEqual(["Interest", "Interest", "accrues", "accrues"]);
});

test("[ST4] joined, moved and pasted words say so", () => {
  const scene = new Scene("First words. ", "Second words.", "Third sentence.");
  const joined = scene.act(() => {
    scene.fragment.delete(1, 1);
    scene.text(0).insert(13, "Second words.");
  });
  const moved = scene.act(() => {
    scene.fragment.delete(1, 1);
    scene.insertParagraph(0, "Third sentence.");
  });
  expect(scene.story(1, 15)?.parts[0]?.placed).toEqual([{ seq: joined, how: "joined" }]);
  expect(scene.story(0, 1)?.parts[0]?.placed).toEqual([{ seq: moved, how: "moved" }]);
  scene.act(() => scene.fragment.delete(0, 1));
  const pasted = scene.act(() => scene.insertParagraph(1, "Third sentence."));
  expect(scene.story(1, 1)?.parts[0]?.placed.at(-1)).toEqual({ seq: pasted, how: "pasted" });
});

/** Three dozen acts of typing, deleting, formatting and splitting. */
function randomScene(seed: number): Scene {
  const random = seededRandom(seed);
  const scene = new Scene("Alpha beta gamma 甲方应当付款。", "Delta epsilon.");
  for (let step = 0; step < 36; step++) {
    const index = random.int(scene.fragment.length);
    const text = scene.text(index);
    const at = random.int(text.length + 1);
    const length = Math.min(text.length - at, 1 + random.int(5));
    const tail = text
      .toDelta()
      .map(({ insert }: { insert: string }) => insert)
      .join("")
      .slice(at);
    scene.act(() => {
      const deed = length > 0 ? random.int(100) : 100;
      if (deed < 25) text.format(at, length, { bold: random.chance(0.4) ? null : {} });
      else if (deed < 50) text.delete(at, length);
      else if (deed < 60) {
        text.delete(at, tail.length);
        scene.insertParagraph(index + 1, tail);
      } else text.insert(at, random.pick(["a", "b ", "c", "字", "。", "1"]));
    });
  }
  return scene;
}

const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

test.each(seeds)("[ST1] [ST3] sizes and lists are what the document holds, on random editing (seed %i)", (seed) => {
  const { replica } = randomScene(seed);
  const rows = Array.from({ length: replica.seq }, (_, index) => index + 1);
  const sizes = new RowSizes(replica, replica.seq);
  const all = sizes.sumOf(rows);
  const spans = readTextSpans(replica, { deleted: true });
  const lengthOf = (wanted: (span: TextSpan) => boolean): number =>
    spans.filter(wanted).reduce((sum, { text }) => sum + text.length, 0);
  expect(all.inserted + all.broughtBack - all.deleted).toBe(lengthOf((span) => span.deletedSeq === null));
  for (const seq of rows) {
    const { changes } = changesOfRows(replica, (each) => each === seq, 1_000);
    const listed = (did: string): number =>
      changes.filter((change) => change.did === did).reduce((sum, { text }) => sum + text.length, 0);
    const size = sizes.sumOf([seq]);
    expect([seq, listed("inserted"), listed("deleted")]).toEqual([seq, size.inserted, size.deleted]);
    expect(listed("inserted")).toBe(lengthOf((span) => span.insertedSeq === seq));
  }
});

test.each(seeds)("[ST4] the words of a paragraph are told whole, each by who wrote it (seed %i)", (seed) => {
  const scene = randomScene(seed);
  for (let index = 0; index < scene.fragment.length; index++) {
    const spans = readTextSpans(scene.replica, { deleted: false }).filter(({ block }) => block === index);
    const writers = spans.flatMap(({ text, insertedSeq }) => Array.from(text, () => insertedSeq));
    const text = spans.map((span) => span.text).join("");
    for (let at = 0; at < text.length;) {
      const story = must(scene.story(index, at), "a standing character has a story");
      const standing = story.parts.filter((part) => part.deletedSeq === null);
      expect(text.slice(at, at + story.word.length)).toBe(story.word);
      expect(standing.flatMap((part) => Array.from(part.text, () => part.writtenSeq))).toEqual(
        writers.slice(at, at + story.word.length),
      );
      at += story.word.length;
    }
  }
});

test.each(seeds)(
  "[ST2] who made characters bold or plain is the last row with which they became so (seed %i)",
  (seed) => {
    const { replica } = randomScene(seed);
    /** Which ids were bold after each row. */
    const versions = Array.from({ length: replica.seq + 1 }, (_, seq) => {
      const bold = new Map<string, boolean>();
      for (const { pieces } of readVersion(replica, seq))
        for (const { range, marks } of pieces)
          for (let at = 0; at < range.length; at++)
            bold.set(`${range.client} ${range.clock + at}`, marks?.["bold"] !== undefined);
      return bold;
    });
    const told = readFormatting(replica).formatting;
    const blocks = readVersion(replica, replica.seq);
    for (const [block, { pieces }] of blocks.entries()) {
      let offset = 0;
      for (const { range } of pieces) {
        for (let at = 0; at < range.length; at++, offset++) {
          const ids = [{ client: range.client, clock: range.clock + at }];
          for (let source = replica.lineage.sourceOf(range.client, range.clock + at); source;) {
            ids.push(source);
            source = replica.lineage.sourceOf(source.client, source.clock);
          }
          const bolds = versions.map((version) =>
            ids.map(({ client, clock }) => version.get(`${client} ${clock}`)).find((each) => each !== undefined),
          );
          const changed = bolds.findLastIndex((bold, seq) => bolds[seq - 1] !== undefined && bold !== bolds[seq - 1]);
          const fact = told.find((each) => each.block === block && each.from <= offset && offset < each.to);
          expect([block, offset, fact?.seq ?? -1]).toEqual([block, offset, changed]);
        }
      }
    }
  },
);

test("[ST1] [ST3] [VE7] who restores a paragraph that was split since puts its words back and deletes none", () => {
  const scene = new Scene("Pay at once. Pay in full.", "Keep.");
  scene.act(() => {
    scene.text(0).delete(12, 13);
    scene.insertParagraph(1, " Pay in full.");
  });
  scene.act(() => scene.text(1).insert(5, "all "));
  expect(scene.restore(1)).toBe(4);
  expect(readTextSpans(scene.replica, { deleted: false }).map(({ text, insertedSeq }) => [text, insertedSeq])).toEqual([
    ["Pay at once.", 1],
    [" Pay in full.", 1],
    ["Keep.", 1],
  ]);
  expect(changesOfRows(scene.replica, (seq) => seq === 4, 50).changes.map(({ did, text }) => [did, text])).toEqual([
    ["joined", " Pay in full."],
    ["deleted", "all "],
  ]);
  expect(new RowSizes(scene.replica, 4).sumOf([4])).toMatchObject({ inserted: 0, deleted: 4 });
});
