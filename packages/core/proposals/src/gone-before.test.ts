/** [GA6] Records of somebody who came when words were gone. */
import { type PersonId, must, newId, seededRandom } from "@parley/base";
import { PROPOSALS_NAME, type ProposalRecord, documentFragment, seedUpdate } from "@parley/document";
import { DocumentReplica, type RowContext, type UpdateCheck } from "@parley/history";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { proposalGate, recordGate } from "./gate.ts";

const mei = newId<"person">(seededRandom(1));

/** Rows 2, 3 and 4 take the words 10 to 14 of the first paragraph, the second paragraph, and the words 20 to 24; "guest" came after row 3. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  private readonly gateFor: (proposes: boolean) => UpdateCheck;
  /** Ids of the first paragraph's words, and of the paragraph that is gone. */
  readonly words: { readonly client: number; readonly clock: number };
  readonly block: readonly [number, number];

  constructor(knowsSince = 3) {
    const { replica } = this;
    const texts = ["The price is 4711 euros a day.", "A second clause."];
    const blocks = texts.map((text) => ({ type: "paragraph" as const, runs: [{ text }] }));
    replica.take(seedUpdate({ blocks }, 7), () => true);
    const textOf = (page: Y.Doc): Y.XmlText => (documentFragment(page).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    this.words = must(textOf(replica.ydoc)._start, "words").id;
    const { client, clock } = must(documentFragment(replica.ydoc).get(1)._item, "a block").id;
    this.block = [client, clock];
    this.gateFor = (proposes) => {
      const { ydoc, attribution, lineage, pending } = replica;
      const owners = new Map<number, PersonId>([[21, mei]]);
      const document = { ydoc, attribution, lineage, pending, ownerOf: (each: number) => owners.get(each) };
      return (proposes ? proposalGate : recordGate)(document, mei, knowsSince);
    };
    this.act(8, (page) => textOf(page).delete(10, 5));
    this.act(8, (page) => documentFragment(page).delete(1, 1));
    this.act(8, (page) => textOf(page).delete(15, 5));
  }

  /** The id of a character of the first paragraph. */
  id(at: number): [number, number] {
    return [this.words.client, this.words.clock + at];
  }

  act(clientId: number, task: (page: Y.Doc) => void, proposes: boolean | null = null): string {
    const page = new Y.Doc({ gc: false });
    Y.applyUpdate(page, Y.encodeStateAsUpdate(this.replica.ydoc));
    page.clientID = clientId;
    const before = Y.encodeStateVector(page);
    page.transact(() => task(page));
    const update = Y.encodeStateAsUpdate(page, before);
    const context: RowContext = { kind: "typed", baseSeq: null, proposes: proposes === true, statement: null };
    const check = proposes === null ? undefined : this.gateFor(proposes);
    const taken = this.replica.take(update, () => true, context, check);
    return taken === null ? "nothing" : "code" in taken ? taken.code : "taken";
  }

  record(proposes: boolean, ...records: readonly ProposalRecord[]): string {
    const set = (page: Y.Doc): void =>
      records.forEach((record) => page.getMap(PROPOSALS_NAME).set(`${mei}:one`, record));
    return this.act(21, set, proposes);
  }
}

const kinds: [string, (scene: Scene, from: number) => ProposalRecord][] = [
  ["delete", (scene, from) => ({ do: "delete", ids: [[...scene.id(from), 3]] })],
  ["format", (scene, from) => ({ do: "format", ids: [[...scene.id(from), 3]], mark: "bold", value: {} })],
  ["remove", (scene, from) => ({ do: "remove", block: scene.id(0), ids: [[...scene.id(from), 3]] })],
  ["counter to", (scene, from) => ({ do: "counter", to: scene.id(from), ids: [] })],
  ["counter with", (scene, from) => ({ do: "counter", to: scene.id(0), ids: [[...scene.id(from), 3]] })],
  ["move from", (scene, from) => ({ do: "move", from: [[...scene.id(from), 3]], to: [[...scene.id(0), 1]] })],
  ["move to", (scene, from) => ({ do: "move", from: [[...scene.id(0), 1]], to: [[...scene.id(from), 3]] })],
];

describe.each([
  ["who may only propose", true],
  ["who may edit", false],
])("[GA6] a guest %s", (_who, proposes) => {
  test.each(kinds)("proposes nothing about words that were gone before they came (%s)", (_kind, record) => {
    // One of the three characters is enough.
    for (const from of [10, 12, 14]) {
      const scene = new Scene();
      expect(scene.record(proposes, record(scene, from))).toBe("gone-before");
    }
  });

  test.each(kinds)("may name what stands, or went after they came (%s)", (_kind, record) => {
    for (const from of [0, 15, 21]) {
      const scene = new Scene();
      expect(scene.record(proposes, record(scene, from))).toBe("taken");
    }
  });

  test("proposes nothing about a block that was gone", () => {
    const scene = new Scene();
    const { block } = scene;
    const records: ProposalRecord[] = [
      { do: "remove", block, ids: [] },
      { do: "set", block, name: "style", value: "quote" },
      { do: "join", block, to: scene.id(0) },
      { do: "join", block: scene.id(0), to: block },
    ];
    expect(records.map((each) => scene.record(proposes, each))).toEqual(records.map(() => "gone-before"));
  });

  test("does not hide it behind a value that gives way to it, or gives way at once", () => {
    const scene = new Scene();
    const [gone, stands]: ProposalRecord[] = [10, 0].map((at) => ({ do: "delete", ids: [[...scene.id(at), 3]] }));
    if (!gone || !stands) throw new Error("two records");
    expect(scene.record(proposes, gone, stands)).toBe("gone-before");
    expect(scene.record(proposes, stands, gone)).toBe("gone-before");
    expect(scene.record(proposes, stands)).toBe("taken");
    expect(scene.record(proposes, gone)).toBe("gone-before");
  });

  test("may change a record that was about it already, and name no more of it", () => {
    const scene = new Scene();
    const about = (from: number, length: number): ProposalRecord => ({
      do: "delete",
      ids: [[...scene.id(from), length]],
    });
    // As it was written while the words stood, and its author had access before.
    scene.act(21, (page) => page.getMap(PROPOSALS_NAME).set(`${mei}:one`, about(10, 3)));
    expect(scene.record(proposes, about(11, 2))).toBe("taken");
    expect(scene.record(proposes, about(11, 3))).toBe("gone-before");
    expect(scene.record(proposes, about(10, 3))).toBe("gone-before");
  });

  test("is bound by nothing of it who was there", () => {
    const scene = new Scene(0);
    expect(scene.record(proposes, { do: "delete", ids: [[...scene.id(10), 5]] })).toBe("taken");
  });
});
