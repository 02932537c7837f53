import { ExactUndoManager } from "@parley/document";
import { seededRandom } from "@parley/base";
import { DocumentReplica, readTextSpans } from "@parley/history";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Page, Scene, lin, mara, newCell, osei, paragraph, table } from "./negotiation-scene.ts";

const clause = "A notice names its reason.";
const asMara = `Mara block "" ${JSON.stringify(`${clause}\n`)}`;
type Act = (page: Page) => void;

/** Lin's page with the undo manager of a page: what is done in one step is undone at once, each act of it a row. */
class Hands {
  readonly scene: Scene;
  private readonly manager: Y.UndoManager;
  private readonly desk: ReturnType<Scene["open"]>;

  constructor(scene: Scene) {
    this.scene = scene;
    this.desk = scene.open(lin, false);
    this.manager = new ExactUndoManager(this.desk.page.fragment, {
      trackedOrigins: new Set(["hand"]),
      captureTimeout: 1e9,
    });
  }

  step(...acts: readonly Act[]): void {
    const { page, send } = this.desk;
    for (const act of acts) send("typed", () => page.ydoc.transact(() => act(page), "hand"));
    this.manager.stopCapturing();
  }

  undo(): void {
    this.desk.send("undo", () => this.manager.undo());
  }

  undoAll(): void {
    while (this.manager.undoStack.length > 0) this.undo();
  }

  /** All of it in one row. */
  undoTogether(): void {
    this.desk.send("undo", () => {
      while (this.manager.undoStack.length > 0) this.manager.undo();
    });
  }
}

/** A key held down over all words of a text. */
const erased = (words: string, ...path: number[]): Act[] =>
  Array.from(words, () => (page) => page.text(...path).delete(page.text(...path).length - 1, 1));
const removed: Act = (page) => page.fragment.delete(1, 1);

/** Mara proposes a paragraph between two. */
function proposed(words = clause): Scene {
  const scene = new Scene(paragraph("First."), paragraph("Last."));
  scene.propose(mara, (page) => page.insertParagraph(1, words));
  return scene;
}

/** Everything that is said of what waits, but for the ids under which it does. */
const waiting = (scene: Scene): unknown =>
  scene.proposals.map(({ author, kind, firstSeq, insertedText, deletedText, blocks }) => [
    author,
    kind,
    firstSeq,
    insertedText,
    deletedText,
    blocks.length,
  ]);

describe("a proposed paragraph whose words an editor deletes, and then the paragraph", () => {
  const ways: readonly (readonly [string, readonly (readonly Act[])[]])[] = [
    ["letter by letter", [[...erased(clause, 1)], [removed]]],
    ["letter by letter, with a pause", [erased(clause, 1).slice(9), erased(clause, 1).slice(0, 9), [removed]]],
    ["at once", [[(page) => page.text(1).delete(0, clause.length)], [removed]]],
    ["in the middle first", [[(page) => page.text(1).delete(9, 6)], [(page) => page.text(1).delete(0, 20)], [removed]]],
    ["with a part left", [[(page) => page.text(1).delete(9, 17)], [removed]]],
  ];

  test.each(ways)("[VD2] [VD3] is void as it was, and waits again when both are undone, %s", (_how, steps) => {
    for (const how of ["undoAll", "undoTogether"] as const) {
      const scene = proposed();
      const before = waiting(scene);
      const hands = new Hands(scene);
      for (const step of steps) hands.step(...step);
      expect(scene.told).toEqual([]);
      expect(scene.emptied).toEqual([asMara]);
      const voidedBy = scene.replica.seq;
      hands[how]();
      expect(waiting(scene)).toEqual(before);
      expect(scene.revived).toEqual([[asMara, voidedBy]]);
      expect(scene.agreed).toEqual(["First.", "Last."]);
      expect(scene.accept(...scene.proposals)).toEqual(["First.", clause, "Last."]);
    }
  });

  test("[VD3] waits while only the paragraph is back, and is gone as a whole when it is rejected", () => {
    const scene = proposed();
    const hands = new Hands(scene);
    hands.step(...erased(clause, 1));
    hands.step(removed);
    hands.undo();
    expect(scene.told).toEqual(['Mara block "" "\\n"']);
    expect(scene.agreed).toEqual(["First.", "Last."]);
    hands.undo();
    expect(scene.reject(...scene.proposals)).toEqual(["First.", "Last."]);
    expect(scene.told).toEqual([]);
  });

  test("[VD3] waits again where it was joined to the paragraph before with its words", () => {
    const scene = proposed();
    const before = waiting(scene);
    const hands = new Hands(scene);
    hands.step((page) => {
      page.fragment.delete(1, 1);
      page.text(0).insert(6, clause);
    });
    expect(scene.told).toEqual([`Mara insert "" ${JSON.stringify(clause)}`]);
    hands.undoAll();
    expect(waiting(scene)).toEqual(before);
    expect(scene.agreed).toEqual(["First.", "Last."]);
  });

  test("[DE3] is agreed like its words when these were agreed on before the join is undone", () => {
    const scene = proposed();
    const hands = new Hands(scene);
    hands.step((page) => {
      page.fragment.delete(1, 1);
      page.text(0).insert(6, clause);
    });
    scene.accept(...scene.proposals);
    hands.undoAll();
    expect(scene.told).toEqual([]);
    expect(scene.agreed).toEqual(["First.", clause, "Last."]);
  });

  test("[VD3] waits again with what others proposed in it", () => {
    const scene = proposed();
    scene.propose(osei, (page) => page.text(1).insert(9, "in writing "));
    const before = waiting(scene);
    const hands = new Hands(scene);
    hands.step(...erased(scene.page.text(1).toString(), 1));
    hands.step(removed);
    hands.undoAll();
    expect(waiting(scene)).toEqual(before);
    expect(scene.agreed).toEqual(["First.", "Last."]);
  });

  test("[VD3] is the same for whoever reads the log again", () => {
    const scene = proposed();
    const hands = new Hands(scene);
    hands.step(...erased(clause, 1));
    hands.step(removed);
    hands.undoAll();
    const again = DocumentReplica.open(null, scene.rows);
    expect(Buffer.from(again.save().index)).toEqual(Buffer.from(scene.replica.save().index));
  });
});

test("[VD3] a proposed row of a table waits again when its words were deleted, then the row, and both are undone", () => {
  const scene = new Scene(table(["one", "two"], ["three", "four"]));
  scene.propose(mara, (page) => {
    const row = new Y.XmlElement("tableRow");
    row.insert(0, ["Phase five", "50"].map(newCell));
    page.block(0).insert(1, [row]);
  });
  const before = waiting(scene);
  const { agreed } = scene;
  const hands = new Hands(scene);
  hands.step(...erased("Phase five", 0, 1, 0, 0));
  hands.step(...erased("50", 0, 1, 1, 0));
  const told = scene.told;
  hands.step((page) => page.block(0).delete(1, 1));
  expect([told, scene.told]).toEqual([[`Mara block "" ${JSON.stringify("\t\n")}`], []]);
  expect(scene.emptied).toEqual(['Mara block "" "Phase five\\t50\\n"']);
  hands.undoAll();
  expect(waiting(scene)).toEqual(before);
  expect(scene.agreed).toEqual(agreed);
});

test("[VD3] a paragraph put for another waits again with what it would remove", () => {
  const scene = new Scene(paragraph("First."), paragraph("Second."));
  scene.propose(mara, (page) => {
    page.remove(page.block(1));
    page.insertParagraph(1, clause);
  });
  const before = waiting(scene);
  const hands = new Hands(scene);
  hands.step(...erased(clause, 1));
  hands.step(removed);
  expect(scene.told).toEqual([]);
  expect(scene.emptied).toEqual([`Mara block "Second.\\n" ${JSON.stringify(`${clause}\n`)}`]);
  hands.undoAll();
  expect(waiting(scene)).toEqual(before);
  expect(scene.revived).toHaveLength(1);
  expect(scene.accept(...scene.proposals)).toEqual(["First.", clause]);
});

test("[VD2] paragraphs of one proposal that are removed one after the other are void as they were together", () => {
  const scene = new Scene(paragraph("First."), paragraph("Last."));
  scene.propose(mara, (page) => {
    page.insertParagraph(1, "One.");
    page.insertParagraph(2, "Two.");
  });
  const before = waiting(scene);
  const hands = new Hands(scene);
  hands.step(removed);
  hands.step(...erased("Two.", 1));
  hands.step(removed);
  expect(scene.emptied).toEqual(['Mara block "" "One.\\nTwo.\\n"']);
  hands.undoAll();
  expect(waiting(scene)).toEqual(before);
  expect(scene.agreed).toEqual(["First.", "Last."]);
});

test("[VD2] what somebody else had deleted of it before is not told as deleted by whoever removed the rest", () => {
  const scene = proposed();
  scene.propose(mara, (page) => page.text(1).delete(1, 7));
  const hands = new Hands(scene);
  hands.step(...erased("A names its reason.", 1));
  hands.step(removed);
  expect(scene.emptied).toEqual(['Mara block "" "A names its reason.\\n"']);
});

test("[VD3] words that were only proposed are void, and taken back by the row that says so, without a record, too", () => {
  const scene = new Scene(paragraph("fee"), paragraph("Last."));
  scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
  const before = waiting(scene);
  const hands = new Hands(scene);
  hands.step((page) => page.text(0).delete(0, 7));
  expect(scene.emptied).toEqual(['Mara insert "" "annual "']);
  const voidedBy = scene.replica.seq;
  hands.undoAll();
  expect(waiting(scene)).toEqual(before);
  expect(scene.revived).toEqual([['Mara insert "" "annual "', voidedBy]]);
});

test("[LI10] a short paragraph that lost letters before it was joined to another is its writer's when all of it is undone", () => {
  const scene = new Scene(paragraph("First."), paragraph("Last."));
  const hands = new Hands(scene);
  hands.step(
    (page) => page.text(1).delete(2, 2),
    (page) => {
      page.fragment.delete(1, 1);
      page.text(0).insert(6, "La.");
    },
  );
  hands.undoAll();
  expect(scene.agreed).toEqual(["First.", "Last."]);
  const others = readTextSpans(scene.replica, { deleted: false }).filter(({ insertedSeq }) => insertedSeq !== 1);
  expect(others).toEqual([]);
});

/** Some paragraphs and a table, in which Mara and Osei propose words, paragraphs and a row. */
function negotiated(hasOseis: boolean): Scene {
  const scene = new Scene(
    paragraph("First one."),
    paragraph("Second two."),
    table(["one", "two"], ["three", "four"]),
    paragraph("Last."),
  );
  scene.propose(mara, (page) => {
    page.insertParagraph(1, clause);
    page.text(0).insert(5, " brave");
    const row = new Y.XmlElement("tableRow");
    row.insert(0, ["Phase five", "50"].map(newCell));
    page.block(3).insert(1, [row]);
  });
  if (hasOseis)
    scene.propose(osei, (page) => {
      page.insertParagraph(3, "Fees are due at once.");
      page.text(1).insert(9, "in writing ");
    });
  return scene;
}

/** The texts of a page that hold words. */
function textsOf(within: Y.XmlFragment): Y.XmlText[] {
  return within.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return child.length > 0 ? [child] : [];
    return child instanceof Y.XmlElement ? textsOf(child) : [];
  });
}

const tableOn = (page: Page): Y.XmlFragment | undefined =>
  page.fragment
    .toArray()
    .find((child): child is Y.XmlElement => child instanceof Y.XmlElement && child.nodeName === "table");

test.each(Array.from({ length: 40 }, (_each, index) => index + 1))(
  "[VD3] [LI4] whatever an editor deletes, in whatever steps, is as it was once all is undone (seed %i)",
  (seed) => {
    const random = seededRandom(seed);
    const scene = negotiated(random.chance(0.5));
    const state = (): unknown => [
      waiting(scene),
      scene.agreed,
      scene.proposed,
      readTextSpans(scene.replica, { deleted: false }).flatMap(({ text, insertedSeq }) =>
        Array.from(text, (letter) => [letter, insertedSeq]),
      ),
    ];
    const before = state();
    const hands = new Hands(scene);
    const act: Act = (page) => {
      const texts = textsOf(page.fragment);
      const chance = random.int(6);
      const rows = tableOn(page);
      if (chance < 4 && texts.length > 0) {
        const text = random.pick(texts);
        const count = Math.min(1 + random.int(chance === 0 ? 30 : 4), text.length);
        text.delete(random.int(text.length - count + 1), count);
      } else if (chance === 4 && rows && rows.length > 1) rows.delete(random.int(rows.length), 1);
      else if (page.fragment.length > 1) page.fragment.delete(random.int(page.fragment.length), 1);
    };
    for (let step = 3 + random.int(6); step > 0; step--)
      hands.step(...Array.from({ length: 1 + random.int(4) }, () => act));
    if (random.chance(0.8)) hands.undoAll();
    else hands.undoTogether();
    expect(state()).toEqual(before);
  },
);
