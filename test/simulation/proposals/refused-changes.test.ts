/** What is made directly and refused, since only proposing is allowed by then, becomes proposals of the same. */
import { type PersonId, newId, seededRandom } from "@parley/base";
import { type DocumentContent, PROPOSALS_NAME, contentText, readContent, seedUpdate } from "@parley/document";
import { DocumentReplica } from "@parley/history";
import {
  type NegotiatedDocument,
  agreedView,
  listProposals,
  proposalGate,
  proposedView,
  readView,
} from "@parley/proposals";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Writer, paragraph, testSchema } from "../../../client/src/editor/binding/bound-writers.ts";
import { OwnProposals } from "../../../client/src/editor/proposing/own-proposals.ts";
import { type Reproposed, proposeRefused } from "../../../client/src/editor/refused/propose-refused.ts";
import { type Act, doAct, structuralActs, textActs } from "../intent/random-acts.ts";

const nameRandom = seededRandom(5);
const [lin, mara] = [newId<"person">(nameRandom), newId<"person">(nameRandom)];
const [LIN, MARA, MARA_LATER] = [11, 21, 22];
const typed = { kind: "typed", baseSeq: null, statement: null } as const;

const content: DocumentContent = {
  blocks: ["The price is 100 euros.", "付款期限为三十天。", "Term", "It ends in May."].map((text) => ({
    type: "paragraph",
    runs: [{ text }],
  })),
};

/** Mara's words that the server has not seen, and a server that lets her propose only. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly mara = new Writer(MARA);
  readonly later = new Writer(MARA_LATER);
  readonly own: OwnProposals;
  names = 0;

  constructor() {
    this.replica.take(seedUpdate(content, 7), () => true, { ...typed, proposes: false });
    this.show(this.mara);
    this.own = new OwnProposals({ ydoc: this.later.ydoc, personId: mara, newName: () => `n${this.names++}` });
    this.later.proposing = {
      own: this.own,
      onUnproposable: (reason) => {
        throw new Error(reason);
      },
    };
    this.later.ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.local) this.own.noteWritten(transaction);
    });
  }

  get document(): NegotiatedDocument {
    const { ydoc, attribution, lineage, pending } = this.replica;
    const ownerOf = (client: number): PersonId | undefined =>
      ({ 7: lin, [LIN]: lin, [MARA]: mara, [MARA_LATER]: mara })[client];
    return { ydoc, attribution, lineage, pending, ownerOf };
  }

  show(writer: Writer): void {
    Y.applyUpdate(writer.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
  }

  /** A colleague goes on writing. */
  edit(act: (writer: Writer) => void): void {
    const writer = new Writer(LIN);
    this.show(writer);
    writer.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "remote") this.replica.take(update, () => true, { ...typed, proposes: false });
    });
    act(writer);
  }

  /** What Mara's page holds that the server does not is refused when it is sent as it is. */
  send(ydoc: Y.Doc): string | null {
    const update = Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(this.replica.ydoc));
    const check = proposalGate(this.document, mara);
    const taken = this.replica.take(update, () => true, { ...typed, proposes: true }, check);
    return taken !== null && "code" in taken ? taken.code : null;
  }

  /** The page opens the document anew and proposes what was refused. */
  propose(): Reproposed {
    this.show(this.later);
    const { binding, ydoc } = this.later;
    const transactions: Y.Transaction[] = [];
    ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.changed.size > 0) transactions.push(transaction);
    });
    const shown = (): Writer["doc"] => this.later.doc;
    const made = proposeRefused(this.mara.ydoc, { binding, own: this.own, personId: mara, shown });
    if (transactions.length > 1) throw new Error("it was not written in one transaction");
    return made;
  }

  /** What the document would be had the server taken everything. */
  get meant(): DocumentContent {
    const ydoc = new Y.Doc();
    for (const each of [this.replica.ydoc, this.mara.ydoc]) Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(each));
    return readContent(ydoc);
  }
}

const json = (each: DocumentContent): unknown => JSON.parse(JSON.stringify(each));

/** Mara acts at random on her page while a colleague writes; then what she made is proposed. */
function playRefused(seed: number, acts: readonly Act[]): { meant: DocumentContent; proposed: DocumentContent } {
  const random = seededRandom(seed);
  const scene = new Scene();
  let [ownCode, otherCode] = [0x4e00, 0x5e00];
  const characters = (count: number, isOwn: boolean): string =>
    Array.from({ length: count }, () => String.fromCodePoint(isOwn ? ownCode++ : otherCode++)).join("");
  for (let count = 1 + random.int(6); count > 0; count--)
    doAct(scene.mara, random.pick(acts), random.int(5), random, (length) => characters(length, true));
  scene.edit((writer) => {
    for (let count = random.int(4); count > 0; count--)
      doAct(writer, random.pick(textActs), random.int(5), random, (length) => characters(length, false));
  });
  const agreed = json(readView(scene.document, agreedView));
  const { meant } = scene;
  expect(scene.propose().leftOut).toEqual([]);
  expect(scene.send(scene.later.ydoc)).toBeNull();
  expect(json(readView(scene.document, agreedView))).toEqual(agreed);
  return { meant, proposed: readView(scene.document, proposedView) };
}

const seeds = Array.from({ length: 50 }, (_, index) => index);

test.each(seeds)(
  "a refused change of words, looks and whole paragraphs becomes a proposal of the same, whatever others wrote meanwhile (seed %i)",
  (seed) => {
    const { meant, proposed } = playRefused(seed, [...textActs, "remove"]);
    expect(json(proposed)).toEqual(json(meant));
  },
);

// What is broken, joined or moved comes with the look of the paragraph in which that is proposed [VI4].
test.each(seeds)("where paragraphs were broken, joined or moved, the words are the same (seed %i)", (seed) => {
  const { meant, proposed } = playRefused(seed, [...structuralActs, ...textActs]);
  expect(contentText(proposed)).toBe(contentText(meant));
});

test("words taken back while somebody accepts them are proposed to be deleted", () => {
  const scene = new Scene();
  const own = new OwnProposals({ ydoc: scene.mara.ydoc, personId: mara, newName: () => "m" });
  scene.mara.proposing = { own, onUnproposable: (reason) => expect.unreachable(reason) };
  scene.mara.ydoc.on("afterTransaction", (transaction: Y.Transaction) => own.noteWritten(transaction));
  scene.mara.caret(0, 3);
  scene.mara.type(" fixed");
  expect(scene.send(scene.mara.ydoc)).toBeNull();
  // Accepted: what waited is agreed.
  const { pending } = scene.replica;
  scene.replica.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "Signed." }] }] }, 8), () => true, {
    kind: "decision",
    baseSeq: null,
    proposes: false,
    statement: {
      copies: [],
      agreed: Array.from(pending.ranges(), ({ client, clock, length }) => ({ client, clock, length })),
      deletedFor: [],
      reopened: [],
      decision: "{}",
    },
  });
  scene.mara.dispatch(scene.mara.state.tr.delete(scene.mara.paragraphStart(0) + 3, scene.mara.paragraphStart(0) + 9));
  expect(scene.send(scene.mara.ydoc)).toBe("agreed-text");
  expect(scene.propose()).toEqual({ leftOut: [], isOwnLook: false });
  expect(scene.send(scene.later.ydoc)).toBeNull();
  const [agreed, proposed] = [agreedView, proposedView].map((view) => contentText(readView(scene.document, view)));
  expect(agreed).toContain("The fixed price is 100 euros.");
  expect(proposed).toContain("The price is 100 euros.");
});

test("proposals that were refused along with a direct change are made again, and those taken back stay taken back", () => {
  const scene = new Scene();
  const own = new OwnProposals({ ydoc: scene.mara.ydoc, personId: mara, newName: () => `m${++scene.names}` });
  scene.mara.proposing = { own, onUnproposable: (reason) => expect.unreachable(reason) };
  const strike = (paragraph: number, from: number, to: number): void => {
    const start = scene.mara.paragraphStart(paragraph);
    scene.mara.dispatch(scene.mara.state.tr.delete(start + from, start + to));
  };
  strike(2, 0, 2);
  expect(scene.send(scene.mara.ydoc)).toBeNull();
  scene.mara.ydoc.getMap(PROPOSALS_NAME).clear();
  strike(0, 4, 10);
  scene.mara.proposing = null;
  strike(3, 0, 3);
  expect(scene.send(scene.mara.ydoc)).toBe("agreed-text");
  expect(scene.propose()).toEqual({ leftOut: [], isOwnLook: false });
  expect(scene.send(scene.later.ydoc)).toBeNull();
  const [agreed, proposed] = [agreedView, proposedView].map((view) => contentText(readView(scene.document, view)));
  expect(agreed).toBe(contentText(content));
  expect(proposed).toBe("The is 100 euros.\n付款期限为三十天。\nTerm\nends in May.");
});

/** Mara proposes a paragraph, and an editor writes in it, which she has not seen. Returns where it starts on her page. */
function proposeParagraphInWhichSomebodyWrites(scene: Scene): number {
  const own = new OwnProposals({ ydoc: scene.mara.ydoc, personId: mara, newName: () => `m${++scene.names}` });
  scene.mara.proposing = { own, onUnproposable: (reason) => expect.unreachable(reason) };
  scene.mara.ydoc.on("afterTransaction", (transaction: Y.Transaction) => own.noteWritten(transaction));
  const end = scene.mara.paragraphStart(3) + "It ends in May.".length;
  scene.mara.dispatch(scene.mara.state.tr.insert(end + 1, paragraph("Renewal is automatic.")));
  expect(scene.send(scene.mara.ydoc)).toBeNull();
  scene.edit((writer) => {
    writer.caret(4, 10);
    writer.type(" never");
  });
  return scene.mara.paragraphStart(4);
}

test("[GA2] a paragraph taken back while somebody writes into it stays with their words, and the rest is proposed to go", () => {
  const scene = new Scene();
  const start = proposeParagraphInWhichSomebodyWrites(scene);
  scene.mara.dispatch(scene.mara.state.tr.delete(start - 1, start + "Renewal is automatic.".length + 1));
  expect(scene.mara.lines()).toHaveLength(4);
  expect(scene.send(scene.mara.ydoc)).toBe("agreed-text");
  const [hers] = listProposals(scene.document);
  const blocks = hers?.blocks.map((id) => ({ ...id, length: 1 })) ?? [];
  expect(hers?.others).toHaveLength(1);
  scene.own.takeList(scene.replica.seq, blocks, hers?.others);
  expect(scene.propose()).toEqual({ leftOut: [], isOwnLook: false });
  expect(scene.send(scene.later.ydoc)).toBeNull();
  expect(contentText(readContent(scene.replica.ydoc))).toBe(`${contentText(content)}\n never`);
  expect(contentText(readView(scene.document, proposedView))).toBe(contentText(content));
});

test("[GA4] looks of a paragraph of one's own, given while somebody writes into it, come over their words as a proposal", () => {
  const scene = new Scene();
  const start = proposeParagraphInWhichSomebodyWrites(scene);
  scene.mara.dispatch(scene.mara.state.tr.addMark(start + 3, start + 19, testSchema.mark("bold")));
  expect(scene.send(scene.mara.ydoc)).toBe("agreed-text");
  const [hers] = listProposals(scene.document);
  const blocks = hers?.blocks.map((id) => ({ ...id, length: 1 })) ?? [];
  scene.own.takeList(scene.replica.seq, blocks, hers?.others);
  expect(scene.propose()).toEqual({ leftOut: [], isOwnLook: true });
  expect(scene.send(scene.later.ydoc)).toBeNull();
  expect(listProposals(scene.document).map(({ kind, author }) => [kind, author])).toEqual([
    ["block", mara],
    ["format", mara],
  ]);
  expect(readView(scene.document, proposedView).blocks[4]).toEqual({
    type: "paragraph",
    runs: [{ text: "Ren" }, { text: "ewal is never automati", marks: { bold: {} } }, { text: "c." }],
  });
});
