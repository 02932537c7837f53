import { type PersonId, newId, seededRandom } from "@parley/base";
import { type DocumentContent, type ProposalRecord, PROPOSALS_NAME, seedUpdate } from "@parley/document";
import { DocumentReplica, type RowContext } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { type NegotiatedDocument, type Proposal, listProposals } from "./index.ts";

const random = seededRandom(2);
const [lin, mara, osei] = [newId<"person">(random), newId<"person">(random), newId<"person">(random)];
const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };

const paragraph = (text: string): DocumentContent["blocks"][number] => ({ type: "paragraph", runs: [{ text }] });
const cell = (text: string) => ({ type: "tableCell" as const, blocks: [paragraph(text)] });

/** A document agreed on by Lin, to which Mara and Osei make proposals. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  private readonly owners = new Map<number, PersonId>([[7, lin]]);
  private nextClient = 20;
  private nextKey = 1;

  constructor(...blocks: DocumentContent["blocks"]) {
    this.replica.take(seedUpdate({ blocks }, 7), () => true, typed);
  }

  get document(): NegotiatedDocument {
    const { ydoc, attribution, lineage, pending } = this.replica;
    return { ydoc, attribution, lineage, pending, ownerOf: (client) => this.owners.get(client) };
  }

  propose(person: PersonId, task: (page: Page) => void): void {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
    ydoc.clientID = this.nextClient++;
    this.owners.set(ydoc.clientID, person);
    const before = Y.encodeStateVector(ydoc);
    ydoc.transact(() => task(new Page(ydoc, () => `${person}:${this.nextKey++}`)));
    const taken = this.replica.take(Y.encodeStateAsUpdate(ydoc, before), () => true, { ...typed, proposes: true });
    if (taken && "code" in taken) throw new Error(taken.reason);
  }

  get proposals(): Proposal[] {
    return listProposals(this.document);
  }

  get told(): string[] {
    return this.proposals.map(
      ({ author, kind, deletedText, insertedText }) =>
        `${author === mara ? "Mara" : author === osei ? "Osei" : "?"} ${kind} ${JSON.stringify(deletedText)} ${JSON.stringify(insertedText)}`,
    );
  }
}

class Page {
  readonly ydoc: Y.Doc;
  private readonly newKey: () => string;

  constructor(ydoc: Y.Doc, newKey: () => string) {
    this.ydoc = ydoc;
    this.newKey = newKey;
  }

  get fragment(): Y.XmlFragment {
    return this.ydoc.getXmlFragment("default");
  }

  block(index: number): Y.XmlElement {
    return this.fragment.get(index) as Y.XmlElement;
  }

  text(index: number): Y.XmlText {
    return this.block(index).get(0) as Y.XmlText;
  }

  id(element: Y.XmlElement): [number, number] {
    const { id } = element._item as Y.Item;
    return [id.client, id.clock];
  }

  record(record: ProposalRecord): void {
    this.ydoc.getMap(PROPOSALS_NAME).set(this.newKey(), record);
  }

  /** Proposes to delete characters, named by where they stand. */
  delete(index: number, from: number, count: number): void {
    const ids: [number, number, number][] = [];
    let offset = 0;
    for (let item = this.text(index)._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const start = Math.max(from, offset);
      const end = Math.min(from + count, offset + item.length);
      if (start < end) ids.push([item.id.client, item.id.clock + start - offset, end - start]);
      offset += item.length;
    }
    this.record({ do: "delete", ids });
  }

  insertParagraph(index: number, words: string): void {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(words)]);
    this.fragment.insert(index, [element]);
  }
}

test("[PR1] a word replaced is one proposal, however it was typed", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => page.delete(0, 13, 3));
  scene.propose(mara, (page) => page.text(0).insert(16, "9"));
  scene.propose(mara, (page) => page.text(0).insert(17, "0"));
  expect(scene.told).toEqual(['Mara replace "100" "90"']);
});

test("[PR1] what stands apart is apart, and so is what two people write", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => page.text(0).insert(4, "total "));
  scene.propose(mara, (page) => page.text(0).insert(19, "0"));
  scene.propose(osei, (page) => page.text(0).insert(20, "!"));
  expect(scene.told).toEqual(['Mara insert "" "total "', 'Mara insert "" "0"', 'Osei insert "" "!"']);
});

test("[PR1] what somebody else puts in between does not part a proposal, and theirs is their own", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
  scene.propose(osei, (page) => page.text(0).insert(3, "XX"));
  expect(scene.told).toEqual(['Mara insert "" "annual "', 'Osei insert "" "XX"']);
});

test("[PR1] two people who strike the same words make two proposals of it", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => page.delete(0, 4, 9));
  scene.propose(osei, (page) => page.delete(0, 10, 6));
  expect(scene.told).toEqual(['Mara delete "price is " ""', 'Osei delete "is 100" ""']);
});

test("[PR2] paragraphs that come one after another are one proposal", () => {
  const scene = new Scene(paragraph("first"), paragraph("last"));
  scene.propose(mara, (page) => page.insertParagraph(1, "one"));
  scene.propose(mara, (page) => page.insertParagraph(2, "two"));
  scene.propose(osei, (page) => page.insertParagraph(4, "three"));
  expect(scene.told).toEqual(['Mara block "" "one\\ntwo\\n"', 'Osei block "" "three\\n"']);
});

test("[PR2] records of one gesture are one proposal wherever they stand", () => {
  const scene = new Scene(paragraph("one"), paragraph("two"), paragraph("three"));
  scene.propose(mara, (page) => {
    for (const index of [0, 2])
      page.record({ do: "set", block: page.id(page.block(index)), name: "align", value: "center", group: "g" });
  });
  expect(scene.told).toEqual(['Mara set "" ""']);
});

test("[PR2] the cells of a new column are one proposal, those of a new row another", () => {
  const row = (...texts: string[]) => ({ type: "tableRow" as const, cells: texts.map(cell) });
  const scene = new Scene({ type: "table", rows: [row("a"), row("b")] });
  const newCell = (words: string): Y.XmlElement => {
    const made = new Y.XmlElement("tableCell");
    const inside = new Y.XmlElement("paragraph");
    made.insert(0, [inside]);
    inside.insert(0, [new Y.XmlText(words)]);
    return made;
  };
  scene.propose(mara, (page) => {
    for (const each of page.block(0).toArray()) (each as Y.XmlElement).insert(1, [newCell("new")]);
  });
  scene.propose(osei, (page) => {
    const made = new Y.XmlElement("tableRow");
    page.block(0).insert(2, [made]);
    made.insert(0, [newCell("x"), newCell("y")]);
  });
  expect(scene.told).toEqual(['Mara block "" "new\\nnew\\n"', 'Osei block "" "x\\ty\\n"']);
});

test("[PR3] a proposal keeps its id while its author goes on, and its digest tells that it changed", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
  const [first] = scene.proposals;
  scene.propose(mara, (page) => page.text(0).insert(0, "the "));
  const [second] = scene.proposals;
  expect(second?.id).toBe(first?.id);
  expect(second?.digest).not.toBe(first?.digest);
  expect(scene.proposals).toHaveLength(1);
});
