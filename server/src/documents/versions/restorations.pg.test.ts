import { must } from "@parley/base";
import { PROPOSALS_NAME } from "@parley/document";
import type {
  DocumentProposal,
  DocumentRestoration,
  DocumentReview,
  DocumentVersion,
  Film,
  KeptProposalDecision,
  RestorationFigures,
} from "@parley/documents";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

/** Legal owns, R&D edits, finance may only propose; outside there is a guest who may propose, too. */
const { scene, legal, rd, finance } = await stageDocumentsScene(["legal", "rd", "finance"]);
let guests = 0;

async function newContract(...lines: string[]): Promise<{ id: string; guest: Actor }> {
  const id = await scene.addDocument(legal, { title: "Supply", kind: "contract", lines });
  const share = async (body: object) =>
    (await legal.call("POST", `/documents/${id}/shares`, body)).body as { url: string };
  await share({ personId: rd.id, role: "edit" });
  await share({ personId: finance.id, role: "suggest" });
  const { url } = await share({ link: "guests", role: "suggest", party: "counterparty" });
  const guest = await scene.guest(url, `chen${++guests}@elsewhere.example`, "Chen");
  for (const reader of [legal, rd, finance, guest]) {
    (await reader.socket(id)).close();
    await expect.poll(async () => (await reviewOf(reader, id)).seen).not.toBeNull();
  }
  scene.clock.advance(1_000);
  return { id, guest };
}

const textAt = (ydoc: Y.Doc, index: number): Y.XmlText =>
  (ydoc.getXmlFragment("default").get(index) as Y.XmlElement).get(0) as Y.XmlText;

/** The item of a paragraph that begins with some words. */
function itemOf(ydoc: Y.Doc, index: number, start: string): Y.Item {
  let item = must(textAt(ydoc, index)._start, "there are words");
  while (!item.content.getContent().join("").startsWith(start)) item = must(item.right, "the words are there");
  return item;
}

async function edit(actor: Actor, id: string, task: (ydoc: Y.Doc) => void): Promise<void> {
  scene.clock.advance(1_000);
  const socket = await actor.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => task(ydoc));
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count === 1);
  socket.close();
}

const only = <Value>(values: readonly Value[]): Value => {
  expect(values).toHaveLength(1);
  return must(values[0], "there is one");
};
const reviewOf = async (actor: Actor, id: string): Promise<DocumentReview> =>
  (await actor.call("GET", `/documents/${id}/review`)).body;
const decisionsOf = async (actor: Actor, id: string): Promise<KeptProposalDecision[]> =>
  (await actor.call("GET", `/documents/${id}/decisions`)).body;
const restorationsOf = async (actor: Actor, id: string): Promise<DocumentRestoration[]> =>
  (await actor.call("GET", `/documents/${id}/restorations`)).body;
const nameVersion = async (id: string, name: string): Promise<number> => {
  scene.clock.advance(1_000);
  return ((await legal.call("POST", `/documents/${id}/versions`, { name })).body as { seq: number }).seq;
};
const restore = async (actor: Actor, id: string, seq: number): Promise<number> => {
  scene.clock.advance(1_000);
  return ((await actor.call("POST", `/documents/${id}/versions/${seq}/restore`)).body as { seq: number }).seq;
};
const foresee = async (actor: Actor, id: string, seq: number): Promise<RestorationFigures> =>
  (await actor.call("GET", `/documents/${id}/versions/${seq}/restoration`)).body;

/** Types letters, each of which is a row. */
async function typeLetters(actor: Actor, id: string, count: number): Promise<void> {
  const socket = await actor.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  let saved = socket.next("saved", ({ count: all }) => all >= 1);
  for (let letter = 0; letter < count; letter++) {
    const before = Y.encodeStateVector(ydoc);
    textAt(ydoc, 1).insert(0, "x");
    socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
    await saved;
    saved = socket.next("saved");
  }
  saved.catch(() => undefined);
  socket.close();
}

/** Accepts everything that waits, as one decision. */
async function acceptAll(id: string): Promise<{ readonly seq: number; readonly stays: string | null }> {
  scene.clock.advance(1_000);
  const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  const { status, body } = await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
  expect(status).toBe(201);
  return body as { readonly seq: number; readonly stays: string | null };
}

/** What Chen proposed is agreed, R&D writes on directly, and legal goes back to before the talks. */
async function undoneTalks(): Promise<{ id: string; guest: Actor; version: number }> {
  const { id, guest } = await newContract("The fee is 12 units.", "Signed.");
  const version = await nameVersion(id, "Before talks");
  await edit(guest, id, (ydoc) => textAt(ydoc, 0).insert(19, " a month"));
  await acceptAll(id);
  await edit(rd, id, (ydoc) => {
    textAt(ydoc, 1).insert(6, " online");
    textAt(ydoc, 0).delete(0, 4);
  });
  return { id, guest, version };
}

describe("restoring a version", () => {
  test("says beforehand what goes and comes back, whose direct changes and which accepted proposals are undone", async () => {
    const { id, version, guest } = await undoneTalks();
    const { name: chen } = only((await decisionsOf(rd, id))[0]?.proposals ?? []).author ?? { name: "" };
    expect(await foresee(legal, id, version)).toEqual({
      goneCharacters: 15,
      goneParagraphs: 0,
      goneBlocks: [],
      backCharacters: 4,
      backParagraphs: 0,
      backBlocks: [],
      otherPlaces: 0,
      edits: [
        {
          author: expect.objectContaining({ id: rd.id }),
          insertedCharacters: 7,
          deletedCharacters: 4,
          splits: 0,
          joins: 0,
          moves: 0,
          formats: 0,
          addedBlocks: [],
          removedBlocks: [],
        },
      ],
      waiting: { voided: 0, parted: 0 },
      accepted: {
        count: 1,
        proposedBy: [expect.objectContaining({ name: chen })],
        acceptedBy: [expect.objectContaining({ id: legal.id })],
      },
    });
    // Who may not restore is told nothing.
    expect((await finance.call("GET", `/documents/${id}/versions/${version}/restoration`)).status).toBe(403);
    expect((await guest.call("GET", `/documents/${id}/versions/${version}/restoration`)).status).toBe(403);
    // What is done already is not foreseen once more.
    await restore(legal, id, version);
    expect(await foresee(legal, id, version)).toMatchObject({
      goneCharacters: 0,
      backCharacters: 0,
      edits: [],
      accepted: { count: 0 },
    });
  });

  test("paragraphs and formatting are counted, and what waits is not", async () => {
    const { id } = await newContract("One.", "Two.");
    const version = await nameVersion(id, "Before");
    await edit(rd, id, (ydoc) => {
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(1, [added]);
      added.insert(0, [new Y.XmlText("New.")]);
      textAt(ydoc, 0).format(0, 3, { bold: {} });
    });
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(3, " more"));
    expect(await foresee(legal, id, version)).toMatchObject({
      goneCharacters: 4,
      goneParagraphs: 1,
      backCharacters: 0,
      otherPlaces: 1,
      accepted: { count: 0 },
    });
  });

  test("splits, joins, moves and formatting are told as their maker's, who wrote nothing", async () => {
    const { id } = await newContract("First half. Second half.", "One.", "Another one.", "Moved elsewhere.", "Last.");
    const version = await nameVersion(id, "Before");
    const insert = (ydoc: Y.Doc, index: number, words: string): void => {
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(index, [added]);
      added.insert(0, [new Y.XmlText(words)]);
    };
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 0).delete(12, 12);
      insert(ydoc, 1, "Second half.");
    });
    await edit(rd, id, (ydoc) => {
      ydoc.getXmlFragment("default").delete(3, 1);
      textAt(ydoc, 2).insert(4, "Another one.");
    });
    await edit(legal, id, (ydoc) => {
      ydoc.getXmlFragment("default").delete(3, 1);
      insert(ydoc, 4, "Moved elsewhere.");
    });
    await edit(rd, id, (ydoc) => textAt(ydoc, 3).format(0, 4, { bold: {} }));
    const { edits, otherPlaces } = await foresee(legal, id, version);
    const counts = { insertedCharacters: 0, deletedCharacters: 0, splits: 0, joins: 0, moves: 0, formats: 0 };
    const nothing = { ...counts, addedBlocks: [], removedBlocks: [] };
    expect(edits.toSorted((a, b) => b.splits - a.splits)).toEqual([
      { ...nothing, author: expect.objectContaining({ id: rd.id }), splits: 1, joins: 1, formats: 1 },
      { ...nothing, author: expect.objectContaining({ id: legal.id }), moves: 1 },
    ]);
    expect(otherPlaces).toBe(2);
  });

  test("a paragraph that is split and typed on in one row counts as split, and nothing as moved", async () => {
    const { id } = await newContract("First. Second.", "Last.");
    const version = await nameVersion(id, "Before");
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 0).delete(6, 8);
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(1, [added]);
      added.insert(0, [new Y.XmlText("Second. Third.")]);
    });
    const { edits } = await foresee(legal, id, version);
    expect(edits).toMatchObject([
      { author: { id: rd.id }, insertedCharacters: 7, deletedCharacters: 1, splits: 1, joins: 0, moves: 0, formats: 0 },
    ]);
  });

  test("[VE9] says beforehand and afterwards which proposals become void and what waits by itself", async () => {
    const { id, guest } = await newContract("The fee is 12 units.", "Signed.");
    const version = await nameVersion(id, "Before");
    await edit(guest, id, (ydoc) => textAt(ydoc, 0).insert(4, "whole "));
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 0).delete(10, 3);
      textAt(ydoc, 1).insert(6, " online");
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(2, [added]);
      added.insert(0, [new Y.XmlText("New.")]);
    });
    await edit(finance, id, (ydoc) => {
      const words = itemOf(ydoc, 1, " online");
      const record = { do: "delete", ids: [[words.id.client, words.id.clock, 7]] };
      ydoc.getMap(PROPOSALS_NAME).set(`${finance.id}:1`, record);
      textAt(ydoc, 2).insert(3, " and more");
    });
    const waiting = { voided: 1, parted: 1 };
    expect(await foresee(legal, id, version)).toMatchObject({ waiting });
    scene.clock.advance(1_000);
    expect((await legal.call("POST", `/documents/${id}/versions/${version}/restore`)).body).toMatchObject({ waiting });
    expect(only(await restorationsOf(rd, id))).toMatchObject({ waiting });
    expect(only((await reviewOf(rd, id)).restorations)).toMatchObject({ figures: { waiting } });
    const texts = ((await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[]).map(
      ({ insertedText }) => insertedText,
    );
    expect(texts.map((text) => text.trim())).toEqual(expect.arrayContaining(["whole", "and more"]));
  });

  test("is news to everybody who has the document open, guests too", async () => {
    const { id, version, guest } = await undoneTalks();
    const sockets = await Promise.all([rd, guest].map((actor) => actor.socket(id)));
    for (const socket of sockets) await socket.next("hello");
    const seq = await restore(legal, id, version);
    for (const socket of sockets) await socket.next("news", ({ topic }) => topic === "restored");
    for (const socket of sockets) socket.close();
    expect(only(await restorationsOf(rd, id))).toMatchObject({
      seq,
      by: { id: legal.id },
      version: { seq: version, name: "Before talks", imported: false, at: expect.any(String) },
    });
    // Versions are colleagues' business; when it was a guest knows, who was there.
    expect(only(await restorationsOf(guest, id))).toMatchObject({
      seq,
      version: { seq: null, name: null, imported: false },
    });
  });

  test("stands in the review of everybody else, with figures and their own changes that are gone", async () => {
    const { id, version, guest } = await undoneTalks();
    const seq = await restore(legal, id, version);
    expect((await reviewOf(legal, id)).restorations).toEqual([]);
    expect(only((await reviewOf(rd, id)).restorations)).toMatchObject({
      seq,
      by: { id: legal.id },
      version: { seq: version, name: "Before talks" },
      figures: {
        goneCharacters: 15,
        backCharacters: 4,
        edits: [{ author: { id: rd.id }, insertedCharacters: 7, deletedCharacters: 4 }],
        accepted: { count: 1 },
      },
    });
    // A guest is told of what they knew, and of nobody's changes but their own.
    expect(only((await reviewOf(guest, id)).restorations)).toMatchObject({
      version: { name: null },
      figures: { edits: [], accepted: { count: 1 } },
    });
    await rd.call("PUT", `/documents/${id}/seen`, { seq, at: new Date(scene.clock.nowMs()).toISOString() });
    expect((await reviewOf(rd, id)).restorations).toEqual([]);
  });

  test("a guest who came later hears neither of the restoration nor of its figures", async () => {
    const { id, version } = await undoneTalks();
    await restore(legal, id, version);
    scene.clock.advance(1_000);
    const link = { link: "guests", role: "view", party: "counterparty" };
    const { url } = (await legal.call("POST", `/documents/${id}/shares`, link)).body as { url: string };
    const later = await scene.guest(url, `late${++guests}@elsewhere.example`, "Late");
    expect(await restorationsOf(later, id)).toEqual([]);
    expect((await reviewOf(later, id)).restorations).toEqual([]);
  });
});

/** A table of cells with words, filled already. */
function tableOf(...rows: readonly (readonly string[])[]): Y.XmlElement {
  const table = new Y.XmlElement("table");
  table.insert(
    0,
    rows.map((cells) => rowOf(...cells)),
  );
  return table;
}

function rowOf(...cells: readonly string[]): Y.XmlElement {
  const row = new Y.XmlElement("tableRow");
  row.insert(0, cells.map(cellOf));
  return row;
}

function cellOf(words: string): Y.XmlElement {
  const [cell, paragraph] = [new Y.XmlElement("tableCell"), new Y.XmlElement("paragraph")];
  paragraph.insert(0, [new Y.XmlText(words)]);
  cell.insert(0, [paragraph]);
  return cell;
}

function pictureOf(imageId: string): Y.XmlElement {
  const picture = new Y.XmlElement("image");
  picture.setAttribute("imageId", imageId);
  return picture;
}

const IMAGE_ID = "0b9fd2a0-4ac7-482a-a749-ff377c138ccf";
const blocksOf = (ydoc: Y.Doc): Y.XmlFragment => ydoc.getXmlFragment("default");

describe("pictures, tables, rows and columns", () => {
  const nothing = { goneCharacters: 0, goneParagraphs: 0, backCharacters: 0, backParagraphs: 0, otherPlaces: 0 };
  const partsOf = (review: DocumentReview, seq: number): unknown[] =>
    review.changes
      .filter((change) => change.came === "restored" && change.seq === seq)
      .map(({ kind, subject, insertedText, deletedText }) => [kind, subject, insertedText, deletedText]);

  test("that go and come back with a restoration are counted beforehand, in its notice and in Review, each by its name", async () => {
    const { id } = await newContract("As follows:", "The end.");
    const before = await nameVersion(id, "Before");
    await edit(rd, id, (ydoc) =>
      blocksOf(ydoc).insert(1, [pictureOf(IMAGE_ID), new Y.XmlElement("paragraph"), new Y.XmlElement("pageBreak")]),
    );
    await edit(rd, id, (ydoc) => blocksOf(ydoc).insert(1, [tableOf(["a", "b"], ["c", "d"])]));
    const came = [
      { subject: "table", count: 1 },
      { subject: "image", count: 1 },
      { subject: "pageBreak", count: 1 },
    ];
    const gone = { ...nothing, goneCharacters: 4, goneBlocks: came, backBlocks: [] };
    expect(await foresee(legal, id, before)).toMatchObject({
      ...gone,
      edits: [{ author: { id: rd.id }, insertedCharacters: 4, splits: 0, addedBlocks: came, removedBlocks: [] }],
    });
    scene.clock.advance(1_000);
    const { body } = await legal.call("POST", `/documents/${id}/versions/${before}/restore`);
    expect(body).toMatchObject({ did: gone });
    const { seq } = body as { seq: number };
    expect(only(await restorationsOf(rd, id))).toMatchObject({ seq, did: gone });
    expect(only((await reviewOf(rd, id)).restorations)).toMatchObject({ figures: gone });
    await rd.call("PUT", `/documents/${id}/seen`, { seq, at: new Date(scene.clock.nowMs()).toISOString() });
    const again = await restore(legal, id, seq - 1);
    const back = { ...nothing, backCharacters: 4, goneBlocks: [], backBlocks: came };
    expect(await restorationsOf(rd, id)).toMatchObject([{ did: gone }, { seq: again, did: back }]);
    const review = await reviewOf(rd, id);
    expect(only(review.restorations)).toMatchObject({ figures: back });
    // Each is an entry, which leads to where it stands.
    expect(partsOf(review, again)).toEqual([
      ["block", "table", "a\tb\nc\td", ""],
      ["block", "image", "", ""],
      ["block", "pageBreak", "", ""],
    ]);
    expect(review.changes.every(({ ranges }) => ranges.length > 0)).toBe(true);
    await rd.call("PUT", `/documents/${id}/seen`, { seq: again, at: new Date(scene.clock.nowMs()).toISOString() });
    const last = await restore(legal, id, before);
    expect(partsOf(await reviewOf(rd, id), last)).toEqual([
      ["remove", "table", "", "a\tb\nc\td"],
      ["remove", "image", "", ""],
      ["remove", "pageBreak", "", ""],
    ]);
  });

  test("a row and a column of a table are counted and told as such, and no cell or paragraph in them", async () => {
    const { id } = await newContract("As follows:", "The end.");
    await edit(legal, id, (ydoc) =>
      blocksOf(ydoc).insert(1, [tableOf(["a", "b", "x"], ["c", "d", "y"], ["e", "f", "z"])]),
    );
    const version = await nameVersion(id, "With three columns");
    const rowsOf = (ydoc: Y.Doc): Y.XmlElement[] => (blocksOf(ydoc).get(1) as Y.XmlElement).toArray() as Y.XmlElement[];
    await edit(rd, id, (ydoc) => {
      for (const row of rowsOf(ydoc)) row.delete(2, 1);
    });
    await edit(rd, id, (ydoc) => (blocksOf(ydoc).get(1) as Y.XmlElement).delete(1, 1));
    await edit(rd, id, (ydoc) => (blocksOf(ydoc).get(1) as Y.XmlElement).insert(2, [rowOf("new", "row")]));
    const figures = {
      ...nothing,
      goneCharacters: 6,
      goneBlocks: [{ subject: "tableRow", count: 1 }],
      backCharacters: 5,
      backBlocks: [
        { subject: "tableRow", count: 1 },
        { subject: "tableColumn", count: 1 },
      ],
    };
    expect(await foresee(legal, id, version)).toMatchObject({
      ...figures,
      edits: [{ author: { id: rd.id }, addedBlocks: figures.goneBlocks, removedBlocks: figures.backBlocks }],
    });
    const { seq: looked } = await reviewOf(rd, id);
    await rd.call("PUT", `/documents/${id}/seen`, { seq: looked, at: new Date(scene.clock.nowMs()).toISOString() });
    const seq = await restore(legal, id, version);
    expect(partsOf(await reviewOf(rd, id), seq)).toEqual([
      ["block", "tableColumn", "x\nz", ""],
      ["block", "tableRow", "c\td\ty", ""],
      ["remove", "tableRow", "", "new\trow"],
    ]);
  });
});

describe("an accepted proposal that is no longer in the text", () => {
  test("is marked with who restored which version, until what was before that is restored", async () => {
    const { id, version, guest } = await undoneTalks();
    expect(only(await decisionsOf(rd, id))).toMatchObject({ undone: null, stays: null });
    const seq = await restore(legal, id, version);
    expect(only(await decisionsOf(rd, id))).toMatchObject({
      undone: { how: "restored", by: { id: legal.id }, version: { seq: version, name: "Before talks" } },
      stays: "changed",
    });
    expect(only(await decisionsOf(guest, id))).toMatchObject({
      undone: { how: "restored", by: { id: legal.id }, version: { seq: null, name: null } },
    });
    await restore(rd, id, seq - 1);
    expect(only(await decisionsOf(rd, id)).undone).toBeNull();
  });

  test("is marked with who deleted its words; what was only moved stands", async () => {
    const { id, guest } = await newContract("The fee is 12 units.", "Signed.");
    await edit(guest, id, (ydoc) => textAt(ydoc, 0).insert(19, " a month"));
    await acceptAll(id);
    await edit(rd, id, (ydoc) => {
      const words = textAt(ydoc, 0);
      words.delete(19, 8);
      textAt(ydoc, 1).insert(6, " a month");
    });
    expect(only(await decisionsOf(legal, id)).undone).toBeNull();
    await edit(rd, id, (ydoc) => textAt(ydoc, 1).delete(6, 8));
    expect(only(await decisionsOf(legal, id))).toMatchObject({
      undone: { how: "deleted", by: { id: rd.id }, version: null },
    });
  });

  test("is marked with the decision by which its words went", async () => {
    const { id, guest } = await newContract("The fee is 12 units.");
    await edit(guest, id, (ydoc) => textAt(ydoc, 0).insert(19, " a month"));
    const { seq: first, stays } = await acceptAll(id);
    expect(stays).toBeNull();
    await edit(finance, id, (ydoc) => {
      const words = itemOf(ydoc, 0, " a month");
      const record = { do: "delete", ids: [[words.id.client, words.id.clock, 8]] };
      ydoc.getMap(PROPOSALS_NAME).set(`${finance.id}:1`, record);
    });
    await acceptAll(id);
    const decision = (await decisionsOf(legal, id)).find(({ seq }) => seq === first);
    expect(decision).toMatchObject({ undone: { how: "decided", by: { id: legal.id } } });
  });

  test("a split that was accepted is marked when it is restored away, though its words stand", async () => {
    const { id, guest } = await newContract("One and two.");
    const version = await nameVersion(id, "Whole");
    await edit(guest, id, (ydoc) => textAt(ydoc, 0).insert(4, "\u2029"));
    // Who decides learns at once that this is not undone as such.
    expect((await acceptAll(id)).stays).toBe("moved");
    expect(only(await decisionsOf(rd, id))).toMatchObject({ undone: null, stays: "moved" });
    await restore(legal, id, version);
    expect(only(await decisionsOf(rd, id)).undone).toMatchObject({ how: "restored" });
  });
});

describe("a version", () => {
  test("that is named later says when it was named beside when it last changed", async () => {
    const { id } = await newContract("One.");
    scene.clock.advance(60 * 60_000);
    const seq = await nameVersion(id, "As agreed");
    const { versions } = (await rd.call("GET", `/documents/${id}/versions`)).body as { versions: DocumentVersion[] };
    const named = must(
      versions.find((each) => each.seq === seq && each.name === "As agreed"),
      "it is listed",
    );
    expect(named.namedBy?.id).toBe(legal.id);
    expect(Date.parse(named.namedAt ?? "")).toBe(scene.clock.nowMs());
    expect(scene.clock.nowMs() - Date.parse(named.at)).toBeGreaterThan(60 * 60_000);
    expect(versions.filter(({ name }) => name === null).every(({ namedAt }) => namedAt === null)).toBe(true);
  });

  test("that was restored is named by a frame of its own in the replay, also where one frame stands for several rows", async () => {
    const { id, version } = await undoneTalks();
    await typeLetters(rd, id, 310);
    const { lastSeq } = (await rd.call("GET", `/documents/${id}/versions`)).body as { lastSeq: number };
    // Where every second row has a frame, these have the even numbers.
    if (lastSeq % 2 === 1) await edit(rd, id, (ydoc) => textAt(ydoc, 1).insert(0, "x"));
    const seq = await restore(legal, id, version);
    expect(seq % 2).toBe(1);
    await edit(rd, id, (ydoc) => textAt(ydoc, 1).insert(6, " again"));
    const film = (await rd.call("GET", `/documents/${id}/film`)).body as Film;
    expect(film.frames.length).toBeLessThan(300);
    expect(film.frames.find((frame) => frame.seq === seq)).toMatchObject({ restored: version, did: { restored: 1 } });
  });
});
