import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { ExactUndoManager } from "./exact-undo.ts";
import { PROPOSALS_NAME, type ProposalRecord } from "./proposal-record.ts";

const author = "00000000-0000-4000-8000-000000000001";
const key = `${author}:a`;

/** A page that proposes with its undo, and what others do with it. */
class Scene {
  readonly page = new Y.Doc();
  readonly other = new Y.Doc();
  readonly undo: ExactUndoManager;

  constructor() {
    this.page.clientID = 11;
    this.other.clientID = 12;
    const words = [this.page.getText("default"), this.page.getMap(PROPOSALS_NAME)];
    this.undo = new ExactUndoManager(words, { captureTimeout: 0, trackedOrigins: new Set(["own"]) });
  }

  propose(words: string, record: ProposalRecord, under = key): void {
    this.page.transact(() => {
      this.page.getText("default").insert(0, words);
      this.page.getMap(PROPOSALS_NAME).set(under, record);
    }, "own");
    this.exchange();
  }

  /** Somebody else's change, as one message. */
  change(task: (records: Y.Map<unknown>, words: Y.Text) => void): void {
    const { other } = this;
    other.transact(() => task(other.getMap(PROPOSALS_NAME), other.getText("default")));
    this.exchange();
  }

  exchange(): void {
    Y.applyUpdate(this.page, Y.encodeStateAsUpdate(this.other), "remote");
    Y.applyUpdate(this.other, Y.encodeStateAsUpdate(this.page), "remote");
  }

  get left(): string[] {
    return [this.page.getText("default").toJSON(), ...this.page.getMap(PROPOSALS_NAME).keys()];
  }
}

const strike = (clock: number): ProposalRecord => ({ do: "delete", ids: [[7, clock, 2]] });

describe("[UN7] a record that others took away and wrote anew", () => {
  test("goes with its step, about whatever it is by now, and comes back with it", () => {
    const scene = new Scene();
    scene.propose("new", strike(0));
    for (let round = 1; round < 4; round++) {
      scene.change((records) => records.delete(key));
      scene.change((records) => records.set(key, strike(round)));
      scene.undo.undo();
      expect(scene.left).toEqual([""]);
      scene.undo.redo();
      expect(scene.left).toEqual(["new", key]);
      expect(scene.page.getMap(PROPOSALS_NAME).get(key)).toEqual(strike(round));
      scene.exchange();
    }
  });

  test("goes with the others of its group, which are about other parts of the same", () => {
    const scene = new Scene();
    const remove = (clock: number, group?: string): ProposalRecord => ({
      do: "remove",
      block: [7, clock],
      ids: [],
      ...(group !== undefined && { group }),
    });
    scene.propose("new", remove(0));
    scene.change((records) => records.delete(key));
    scene.change((records) => {
      records.set(key, remove(1, "a"));
      records.set(`${author}:b`, remove(2, "a"));
      records.set(`${author}:c`, remove(3, "c"));
      records.set("00000000-0000-4000-8000-000000000002:d", remove(4, "a"));
    });
    scene.undo.undo();
    expect(scene.left).toEqual(["", `${author}:c`, "00000000-0000-4000-8000-000000000002:d"]);
  });

  test("may ask for the words alone of a block that it was to remove", () => {
    const scene = new Scene();
    scene.propose("new", { do: "remove", block: [7, 0], ids: [[7, 1, 2]] });
    scene.change((records) => records.delete(key));
    scene.change((records) => records.set(key, strike(3)));
    scene.undo.undo();
    expect(scene.left).toEqual([""]);
  });

  test("is another one where it asks for something else", () => {
    const scene = new Scene();
    const level = (value: number): ProposalRecord => ({ do: "set", block: [7, 0], name: "level", value });
    scene.propose("new", level(2));
    scene.change((records) => records.set(key, level(3)));
    scene.undo.undo();
    expect(scene.left).toEqual(["", key]);
  });

  test("leaves the steps beside it as they are", () => {
    const scene = new Scene();
    scene.propose("one", strike(0));
    scene.propose("two", strike(2), `${author}:b`);
    scene.change((records) => records.delete(key));
    scene.change((records) => records.set(key, strike(4)));
    scene.undo.undo();
    expect(scene.left).toEqual(["one", key]);
    scene.undo.undo();
    expect(scene.left).toEqual([""]);
  });

  test.each<[string, (scene: Scene) => void]>([
    ["with it", (scene) => scene.change((records, words) => (records.delete(key), words.delete(0, 1)))],
    [
      "before",
      (scene) => {
        scene.change((_records, words) => words.delete(0, 1));
        scene.change((records) => records.delete(key));
      },
    ],
  ])("tears its step where words of this went %s", (_when, take) => {
    const scene = new Scene();
    scene.propose("new", strike(0));
    const [step] = scene.undo.undoStack;
    take(scene);
    expect(step && scene.undo.isTorn(step)).toBe(false);
    scene.change((records) => records.set(key, strike(2)));
    expect(step && scene.undo.isTorn(step)).toBe(true);
  });

  test("tears all the steps that lost something at once", () => {
    const scene = new Scene();
    scene.propose("", strike(0));
    scene.propose("new", strike(2), `${author}:b`);
    scene.change((records, words) => (records.clear(), words.delete(0, 3)));
    scene.change((records) => {
      records.set(key, strike(4));
      records.set(`${author}:b`, strike(6));
    });
    expect(scene.undo.undoStack.map((step) => scene.undo.isTorn(step))).toEqual([true, true]);
  });
});

test("[UN7] a record that is gone for good tears no step: the rest of that is undone", () => {
  const scene = new Scene();
  scene.propose("new", strike(0));
  scene.change((records) => records.delete(key));
  expect(scene.undo.undoStack.map((step) => scene.undo.isTorn(step) || scene.undo.isRenewed(step))).toEqual([false]);
  scene.undo.undo();
  expect(scene.left).toEqual([""]);
});
