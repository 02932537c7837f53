import { type PersonId, must, newId, seededRandom } from "@parley/base";
import { type DocumentContent, PROPOSALS_NAME, type RecordRange, readContent, seedUpdate } from "@parley/document";
import { DocumentReplica, type RowContext } from "@parley/history";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type NegotiatedDocument, agreedView, listProposals, proposalGate, readView, recordGate } from "./index.ts";
import { recordLimits } from "./record-limits.ts";

const random = seededRandom(1);
const [lin, mara, osei] = [newId<"person">(random), newId<"person">(random), newId<"person">(random)];
const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };

const content: DocumentContent = {
  blocks: [
    { type: "paragraph", runs: [{ text: "The price is " }, { text: "100", marks: { bold: {} } }, { text: " euros." }] },
    { type: "paragraph", attributes: { style: "heading", level: 2 }, runs: [{ text: "Term" }] },
    {
      type: "table",
      rows: [
        { type: "tableRow", cells: [{ type: "tableCell", blocks: [{ type: "paragraph", runs: [{ text: "cell" }] }] }] },
      ],
    },
    { type: "paragraph", runs: [] },
  ],
};

/** A document agreed on by Lin. Mara and Osei may only propose. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly owners = new Map<number, PersonId>([[7, lin]]);

  constructor() {
    this.replica.take(seedUpdate(content, 7), () => true, typed);
  }

  get document(): NegotiatedDocument {
    const { ydoc, attribution, lineage, pending } = this.replica;
    return { ydoc, attribution, lineage, pending, ownerOf: (client) => this.owners.get(client) };
  }

  /** What comes of something that a person does on a page of their own. */
  act(person: PersonId, clientId: number, task: (page: Y.Doc) => void, proposes = true): string {
    const page = new Y.Doc();
    Y.applyUpdate(page, Y.encodeStateAsUpdate(this.replica.ydoc));
    page.clientID = clientId;
    this.owners.set(clientId, this.owners.get(clientId) ?? person);
    const updates: Uint8Array[] = [];
    page.on("update", (update: Uint8Array) => updates.push(update));
    page.transact(() => task(page));
    const check = proposes ? proposalGate(this.document, person) : recordGate(this.document, person);
    const taken = this.replica.take(
      Y.mergeUpdates(updates),
      (client) => this.owners.get(client) === person,
      { ...typed, proposes },
      check,
    );
    return taken === null ? "nothing" : "code" in taken ? taken.code : "taken";
  }

  get agreed(): string {
    return JSON.stringify(readView(this.document, agreedView));
  }
}

const fragmentOf = (page: Y.Doc): Y.XmlFragment => page.getXmlFragment("default");
const blockOf = (page: Y.Doc, index: number): Y.XmlElement => fragmentOf(page).get(index) as Y.XmlElement;
const textOf = (page: Y.Doc, index: number): Y.XmlText => blockOf(page, index).get(0) as Y.XmlText;
const tableOf = (page: Y.Doc): Y.XmlElement => blockOf(page, 2);

function newParagraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

describe("who may only propose", () => {
  test.each<[string, (page: Y.Doc) => void]>([
    ["adds words to a paragraph", (page) => textOf(page, 0).insert(4, "total ")],
    ["adds a paragraph", (page) => fragmentOf(page).insert(1, [newParagraph("New clause.")])],
    [
      "adds a table row with its words",
      (page) => {
        const row = new Y.XmlElement("tableRow");
        tableOf(page).insert(1, [row]);
        const cell = new Y.XmlElement("tableCell");
        row.insert(0, [cell]);
        cell.insert(0, [newParagraph("more")]);
      },
    ],
    ["begins an empty paragraph", (page) => blockOf(page, 3).insert(0, [new Y.XmlText("words")])],
    [
      "formats and styles a paragraph of their own",
      (page) => {
        const element = newParagraph("Mine");
        fragmentOf(page).insert(0, [element]);
        element.setAttribute("style", "quote");
        (element.get(0) as Y.XmlText).format(0, 4, { bold: {} });
      },
    ],
    ["records a deletion", (page) => page.getMap(PROPOSALS_NAME).set(`${mara}:1`, { do: "delete", ids: [[7, 3, 2]] })],
  ])("[GA1] [GA3] %s, and agreed content stays as it is", (_what, task) => {
    const scene = new Scene();
    const before = scene.agreed;
    expect(scene.act(mara, 21, task)).toBe("taken");
    expect(scene.agreed).toBe(before);
    expect(listProposals(scene.document)).toHaveLength(1);
    expect(listProposals(scene.document)[0]?.author).toBe(mara);
  });

  test("[GA2] takes back what they proposed, and the trail keeps it", () => {
    const scene = new Scene();
    scene.act(mara, 21, (page) => textOf(page, 0).insert(4, "total "));
    expect(scene.act(mara, 22, (page) => textOf(page, 0).delete(4, 6))).toBe("taken");
    expect(listProposals(scene.document)).toEqual([]);
    expect(readContent(scene.replica.ydoc)).toEqual(content);
    expect(scene.replica.attribution.deletedBy({ client: 21, clock: 0, length: 6 })).toMatchObject([{ seq: 3 }]);
  });

  const hostile: [string, (page: Y.Doc) => void][] = [
    ["deletes agreed words", (page) => textOf(page, 0).delete(13, 3)],
    [
      "replaces a figure in one update",
      (page) => {
        textOf(page, 0).delete(13, 1);
        textOf(page, 0).insert(13, "9");
      },
    ],
    ["blanks the document", (page) => fragmentOf(page).delete(0, fragmentOf(page).length)],
    ["deletes an agreed paragraph", (page) => fragmentOf(page).delete(1, 1)],
    ["deletes a table row", (page) => tableOf(page).delete(0, 1)],
    ["deletes a cell", (page) => (tableOf(page).get(0) as Y.XmlElement).delete(0, 1)],
    ["makes agreed words bold", (page) => textOf(page, 0).format(0, 3, { bold: {} })],
    ["takes bold away from agreed words", (page) => textOf(page, 0).format(13, 3, { bold: null })],
    ["lets a bold word run over", (page) => textOf(page, 0).insert(0, "x", { italic: {} })],
    ["changes a style", (page) => blockOf(page, 1).setAttribute("style", "quote")],
    ["takes a level away", (page) => blockOf(page, 1).removeAttribute("level")],
    [
      "widens a cell",
      (page) => ((tableOf(page).get(0) as Y.XmlElement).get(0) as Y.XmlElement).setAttribute("colspan", 3 as never),
    ],
    [
      "moves an agreed paragraph",
      (page) => {
        fragmentOf(page).delete(1, 1);
        fragmentOf(page).insert(0, [newParagraph("Term")]);
      },
    ],
    ["deletes the text of a paragraph", (page) => blockOf(page, 0).delete(0, 1)],
    ["records in another's name", (page) => page.getMap(PROPOSALS_NAME).set(`${osei}:1`, { do: "delete", ids: [] })],
  ];

  test.each(hostile)("[GA4] is refused who %s, and nothing has happened", (_what, task) => {
    const scene = new Scene();
    const before = Y.encodeStateAsUpdate(scene.replica.ydoc);
    expect(scene.act(mara, 21, task)).toBe("agreed-text");
    expect(Y.encodeStateAsUpdate(scene.replica.ydoc)).toEqual(before);
    expect(scene.replica.seq).toBe(1);
  });

  test("[GA4] another's proposal is not theirs to delete, nor another's record", () => {
    const scene = new Scene();
    scene.act(osei, 31, (page) => {
      textOf(page, 0).insert(4, "total ");
      page.getMap(PROPOSALS_NAME).set(`${osei}:1`, { do: "delete", ids: [[7, 3, 2]] });
    });
    expect(scene.act(mara, 21, (page) => textOf(page, 0).delete(4, 2))).toBe("agreed-text");
    expect(scene.act(mara, 22, (page) => page.getMap(PROPOSALS_NAME).delete(`${osei}:1`))).toBe("agreed-text");
    expect(scene.act(mara, 23, (page) => page.getMap(PROPOSALS_NAME).set(`${osei}:1`, { do: "delete", ids: [] }))).toBe(
      "agreed-text",
    );
    expect(new Set(listProposals(scene.document).map((proposal) => proposal.author))).toEqual(new Set([osei]));
  });

  test("[GA2] a block of their own goes only without what somebody else has put into it, seen or not", () => {
    const scene = new Scene();
    const row = (): Y.XmlElement => {
      const element = new Y.XmlElement("tableRow");
      const cell = new Y.XmlElement("tableCell");
      element.insert(0, [cell]);
      cell.insert(0, [newParagraph("mine")]);
      return element;
    };
    scene.act(mara, 21, (page) => {
      tableOf(page).insert(1, [row()]);
      fragmentOf(page).insert(0, [newParagraph("Mine, too.")]);
    });
    // Pages on which nothing of Osei's has arrived.
    const [early, later] = [22, 23].map((clientId) => {
      const page = new Y.Doc();
      Y.applyUpdate(page, Y.encodeStateAsUpdate(scene.replica.ydoc));
      page.clientID = clientId;
      scene.owners.set(clientId, mara);
      return page;
    }) as [Y.Doc, Y.Doc];
    scene.act(osei, 31, (page) => textOf(page, 0).insert(4, " and mine"));
    const send = (page: Y.Doc, task: () => void): string => {
      const updates: Uint8Array[] = [];
      page.on("update", (update: Uint8Array) => updates.push(update));
      page.transact(task);
      const check = proposalGate(scene.document, mara);
      const taken = scene.replica.take(Y.mergeUpdates(updates), () => true, { ...typed, proposes: true }, check);
      return taken !== null && "code" in taken ? taken.code : "taken";
    };
    expect(send(early, () => fragmentOf(early).delete(0, 1))).toBe("agreed-text");
    expect(scene.act(mara, 24, (page) => fragmentOf(page).delete(0, 1))).toBe("agreed-text");
    expect(scene.act(mara, 25, (page) => textOf(page, 0).delete(0, 8))).toBe("agreed-text");
    // The own words in it, and a row without others', are hers to take back.
    expect(scene.act(mara, 26, (page) => textOf(page, 0).delete(0, 4))).toBe("taken");
    expect(send(later, () => (blockOf(later, 3) as Y.XmlElement).delete(1, 1))).toBe("taken");
    expect(listProposals(scene.document).map(({ insertedText }) => insertedText)).toEqual([", too.\n", " and mine"]);
  });

  test("[GA4] in a block of one's own others' words look as they did, however the marks come or go", () => {
    const scene = new Scene();
    scene.act(mara, 21, (page) => {
      fragmentOf(page).insert(0, [newParagraph("Clause one.")]);
      textOf(page, 0).format(0, 6, { bold: {} });
    });
    scene.act(osei, 31, (page) => textOf(page, 0).insert(6, " of mine", { bold: null as never }));
    const looks = (): unknown => textOf(scene.replica.ydoc, 0).toDelta();
    const before = looks();
    const bold = (page: Y.Doc, from: number, length: number): void =>
      textOf(page, 0).format(from, length, { bold: {} });
    for (const [index, task] of [
      (page: Y.Doc): void => bold(page, 7, 3),
      (page: Y.Doc): void => bold(page, 0, 19),
      (page: Y.Doc): void => textOf(page, 0).format(6, 8, { link: { href: "https://example.com/" } }),
      // The mark at which the own bold words end.
      (page: Y.Doc): void => {
        for (let item = textOf(page, 0)._start; item; item = item.right)
          if (!item.deleted && item.content instanceof Y.ContentFormat && item.content.value === null)
            page.transact((transaction) => item.delete(transaction));
      },
    ].entries())
      expect([index, scene.act(mara, 50 + index, task)]).toEqual([index, "agreed-text"]);
    expect(looks()).toEqual(before);
    // Own words, and new ones, look as their author likes.
    expect(scene.act(mara, 60, (page) => bold(page, 14, 5))).toBe("taken");
    expect(scene.act(mara, 61, (page) => textOf(page, 0).format(0, 6, { bold: null }))).toBe("taken");
    expect(scene.act(mara, 62, (page) => textOf(page, 0).insert(6, "!", { italic: {} }))).toBe("taken");
    expect(looks()).toEqual([
      { insert: "Clause" },
      { insert: "!", attributes: { italic: {} } },
      { insert: " of mine" },
      { insert: " one.", attributes: { bold: {} } },
    ]);
  });

  test("[GA4] what was agreed on is no longer their own to delete", () => {
    const scene = new Scene();
    scene.act(mara, 21, (page) => textOf(page, 0).insert(4, "total "));
    const agreed = [{ client: 21, clock: 0, length: 6 }];
    scene.replica.take(Uint8Array.of(0, 0), () => true, {
      ...typed,
      kind: "decision",
      statement: { copies: [], agreed, deletedFor: [], reopened: [], decision: null },
    });
    expect(scene.act(mara, 22, (page) => textOf(page, 0).delete(4, 6))).toBe("agreed-text");
  });

  test("[GA3] an editor may edit, and has no more right to others' records", () => {
    const scene = new Scene();
    scene.act(osei, 31, (page) => page.getMap(PROPOSALS_NAME).set(`${osei}:1`, { do: "delete", ids: [[7, 3, 2]] }));
    expect(scene.act(lin, 11, (page) => textOf(page, 0).delete(0, 3), false)).toBe("taken");
    expect(scene.act(lin, 12, (page) => page.getMap(PROPOSALS_NAME).delete(`${osei}:1`), false)).toBe("agreed-text");
    expect(
      scene.act(lin, 13, (page) => page.getMap(PROPOSALS_NAME).set(`${osei}:2`, { do: "delete", ids: [] }), false),
    ).toBe("agreed-text");
  });

  test.each([true, false])("[GA3] nobody writes anew under a key that another has used (proposing: %s)", (proposes) => {
    const scene = new Scene();
    const set = (page: Y.Doc, key: string, ids: RecordRange[]): unknown =>
      page.getMap(PROPOSALS_NAME).set(`${osei}:${key}`, { do: "delete", ids });
    scene.act(osei, 31, (page) => ["withdrawn", "waiting"].forEach((key) => set(page, key, [[7, 3, 2]])));
    scene.act(osei, 31, (page) => page.getMap(PROPOSALS_NAME).delete(`${osei}:withdrawn`));
    const waiting = JSON.stringify(listProposals(scene.document));
    expect(scene.act(mara, 21, (page) => set(page, "withdrawn", [[7, 5, 4]]), proposes)).toBe("agreed-text");
    // What stands goes with what is written over it, also when the update names nothing as deleted.
    const page = new Y.Doc();
    Y.applyUpdate(page, Y.encodeStateAsUpdate(scene.replica.ydoc));
    page.clientID = 22;
    const before = Y.encodeStateVector(page);
    set(page, "waiting", [[7, 5, 4]]);
    const diff = Y.encodeStateAsUpdate(page, before);
    const deletions = Y.encodeSnapshot(Y.createSnapshot(Y.snapshot(page).ds, new Map())).length - 1;
    const structs = diff.subarray(0, diff.length - deletions);
    const update = Uint8Array.of(...structs, 0);
    expect(Y.decodeUpdate(update)).toMatchObject({ structs: [{ id: { client: 22 } }], ds: { clients: new Map() } });
    const check = (proposes ? proposalGate : recordGate)(scene.document, mara);
    const taken = scene.replica.take(update, () => true, { ...typed, proposes }, check);
    expect(taken).toMatchObject({ code: "agreed-text" });
    expect(JSON.stringify(listProposals(scene.document))).toBe(waiting);
  });
});

describe("[GA2] formatting marks that change no look may go, one of two that say the same but not both", () => {
  /** Lin and Osei made the same word bold at the same time: two marks where it begins, two where it ends. */
  const twiceBold = (): { scene: Scene; marks: Y.Item[] } => {
    const scene = new Scene();
    const base = Y.encodeStateAsUpdate(scene.replica.ydoc);
    for (const [person, clientId] of [
      [lin, 40],
      [osei, 41],
    ] as const) {
      const page = new Y.Doc();
      Y.applyUpdate(page, base);
      page.clientID = clientId;
      scene.owners.set(clientId, person);
      const before = Y.encodeStateVector(page);
      textOf(page, 1).format(0, 4, { bold: {} });
      scene.replica.take(Y.encodeStateAsUpdate(page, before), () => true, typed);
    }
    const marks: Y.Item[] = [];
    for (let item = textOf(scene.replica.ydoc, 1)._start; item; item = item.right)
      if (!item.deleted && item.content instanceof Y.ContentFormat) marks.push(item);
    return { scene, marks };
  };
  const remove = (scene: Scene, marks: readonly Y.Item[]): string =>
    scene.act(mara, 20, (page) =>
      marks.forEach(({ id }) =>
        page.transact((transaction) => (Y.getItem(page.store, id) as Y.Item).delete(transaction)),
      ),
    );

  test("alone each of them may go, and the text looks as it did", () => {
    const { scene, marks } = twiceBold();
    const { agreed } = scene;
    expect(marks).toHaveLength(4);
    expect(remove(scene, [must(marks[0], "a mark"), must(marks[3], "a mark")])).toBe("taken");
    expect(scene.agreed).toBe(agreed);
  });

  test("both at once may not", () => {
    const { scene, marks } = twiceBold();
    const { agreed } = scene;
    expect(remove(scene, marks.slice(0, 2))).toBe("agreed-text");
    expect(remove(scene, marks)).toBe("agreed-text");
    expect(scene.agreed).toBe(agreed);
  });
});

describe("[GA5] nobody has more records at one time than a list can be read of", () => {
  const strike = (page: Y.Doc, keys: readonly string[], ids: (at: number) => RecordRange[]): void =>
    keys.forEach((key, at) => page.getMap(PROPOSALS_NAME).set(`${mara}:${key}`, { do: "delete", ids: ids(at) }));
  const names = (count: number, prefix = "k"): string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

  test.each([true, false])("nor one that names an id twice, however few it names (proposing: %s)", (proposes) => {
    const scene = new Scene();
    const send = (key: string, ids: RecordRange[]): string =>
      scene.act(mara, 20, (page) => strike(page, [key], () => ids), proposes);
    expect(
      send(
        "a",
        Array.from({ length: 5_000 }, () => [7, 0, 20]),
      ),
    ).toBe("too-much-proposed");
    expect(
      send("b", [
        [7, 3, 2],
        [7, 4, 1],
      ]),
    ).toBe("too-much-proposed");
    expect(
      send("c", [
        [7, 3, 2],
        [7, 5, 1],
      ]),
    ).toBe("taken");
  });

  test.each([true, false])("about one character, counted over its updates (proposing: %s)", (proposes) => {
    const scene = new Scene();
    const about = (count: number, prefix: string): string =>
      scene.act(mara, 20, (page) => strike(page, names(count, prefix), (at) => [[7, 0, 5 + at]]), proposes);
    expect(about(recordLimits.aboutOne - 1, "a")).toBe("taken");
    expect(about(2, "b")).toBe("too-much-proposed");
    expect(about(1, "c")).toBe("taken");
    // The same record written anew is still one, and what is withdrawn is none.
    expect(about(1, "c")).toBe("taken");
    expect(scene.act(mara, 20, (page) => page.getMap(PROPOSALS_NAME).delete(`${mara}:a0`), proposes)).toBe("taken");
    expect(about(1, "d")).toBe("taken");
    expect(about(1, "e")).toBe("too-much-proposed");
  });

  test("of answers with one gesture or one word", () => {
    const scene = new Scene();
    const { answers } = recordLimits;
    const says = (
      count: number,
      prefix: string,
      facts: (at: number) => { ids: RecordRange[]; group?: string },
    ): string =>
      scene.act(mara, 20, (page) =>
        names(count, prefix).forEach((key, at) =>
          page.getMap(PROPOSALS_NAME).set(`${mara}:${key}`, { do: "counter", to: [7, at], ...facts(at) }),
        ),
      );
    expect(says(200, "apart", (at) => ({ ids: [[8, at, 1]] }))).toBe("taken");
    expect(says(answers, "word", (at) => ({ ids: [[9, 0, 5 + at]] }))).toBe("taken");
    expect(says(1, "again", () => ({ ids: [[9, 4, 1]] }))).toBe("too-much-proposed");
    expect(says(answers + 1, "gesture", (at) => ({ ids: [[10, at, 1]], group: "g" }))).toBe("too-much-proposed");
  });

  test("altogether, and what they name", () => {
    const scene = new Scene();
    const apart = (count: number): string =>
      scene.act(mara, 20, (page) => strike(page, names(count), (at) => [[9, at, 1]]));
    expect(apart(recordLimits.records + 1)).toBe("too-much-proposed");
    const scattered = Array.from({ length: 5_000 }, (_, at): RecordRange => [9, 2 * at, 1]);
    const count = recordLimits.ranges / 5_000 + 1;
    expect(scene.act(mara, 20, (page) => strike(page, names(count), () => scattered))).toBe("too-much-proposed");
    expect(scene.act(osei, 21, (page) => textOf(page, 0).insert(0, "x"))).toBe("taken");
  });
});

describe.each([
  ["who may only propose", true],
  ["who may edit", false],
])("[GA5] %s names whole characters in records", (_who, proposes) => {
  const record = (page: Y.Doc, ...ids: RecordRange[]): unknown =>
    page.getMap(PROPOSALS_NAME).set(`${mara}:1`, { do: "delete", ids });

  test("that are there", () => {
    const scene = new Scene();
    scene.act(lin, 8, (page) => textOf(page, 0).insert(3, " 😀😀 "), false);
    // The space is clock 0; the halves of the two are 1 and 2, and 3 and 4.
    const act = (...ids: RecordRange[]): string => scene.act(mara, 21, (page) => record(page, ...ids), proposes);
    const cut: RecordRange[][] = [
      [[8, 0, 2]],
      [[8, 2, 1]],
      [[8, 1, 3]],
      [[8, 4, 2]],
      [
        [7, 0, 1],
        [8, 1, 1],
      ],
    ];
    for (const ids of cut) expect([ids, act(...ids)]).toEqual([ids, "schema"]);
    const whole: RecordRange[][] = [
      [[8, 1, 2]],
      [[8, 3, 2]],
      [[8, 0, 6]],
      [
        [8, 1, 1],
        [8, 2, 1],
      ],
      [[8, 900, 1]],
    ];
    for (const ids of whole) expect([ids, act(...ids)]).toEqual([ids, "taken"]);
  });

  test("that come with the record", () => {
    for (const [length, outcome] of [
      [1, "schema"],
      [2, "taken"],
    ] as const) {
      const scene = new Scene();
      const act = (page: Y.Doc): void => {
        textOf(page, 0).insert(0, "😀");
        record(page, [21, 0, length]);
      };
      expect(scene.act(mara, 21, act, proposes)).toBe(outcome);
    }
  });
});

test("as much as somebody may propose by records is listed in a moment", () => {
  const scene = new Scene();
  scene.act(osei, 30, (page) => textOf(page, 1).insert(0, "New "));
  const taken = scene.act(mara, 20, (page) => {
    textOf(page, 0).insert(0, "word ".repeat(2_000));
    const records = page.getMap(PROPOSALS_NAME);
    for (let at = 0; at < 3_000; at++) {
      const from = 3 * Math.floor(at / recordLimits.aboutOne) * recordLimits.aboutOne + (at % recordLimits.aboutOne);
      records.set(`${mara}:k${at}`, {
        do: "delete",
        ids: [[20, from, 250 - 2 * (at % recordLimits.aboutOne)]],
        group: `g${at}`,
      });
      if (at < recordLimits.counters)
        records.set(`${mara}:c${at}`, { do: "counter", to: [30, 0], ids: [], group: `g${at}` });
    }
  });
  expect(taken).toBe("taken");
  expect(listProposals(scene.document).length).toBeGreaterThan(0);
  // A few seconds at most; comparing each with each would take minutes.
});
