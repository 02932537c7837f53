import { must } from "@parley/base";
import { PROPOSALS_NAME } from "@parley/document";
import type {
  CommentThread,
  DocumentProposal,
  DocumentReview,
  KeptProposalDecision,
  WaitingDocument,
} from "@parley/documents";
import { encodeParleyUpdateFrame, updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

/** Legal owns, R&D edits, finance may only propose, the chief looks; outside there is a guest who may propose, too. */
const { scene, legal, rd, finance, ceo } = await stageDocumentsScene(["legal", "rd", "finance", "ceo"]);
let guests = 0;

async function newContract(...lines: string[]): Promise<{ id: string; guest: Actor }> {
  const id = await scene.addDocument(legal, { title: "Supply", kind: "contract", lines });
  const share = async (body: object) =>
    (await legal.call("POST", `/documents/${id}/shares`, body)).body as { url: string };
  await share({ personId: rd.id, role: "edit" });
  await share({ personId: finance.id, role: "suggest" });
  await share({ personId: ceo.id, role: "view" });
  const { url } = await share({ link: "guests", role: "suggest", party: "counterparty" });
  const guest = await scene.guest(url, `mei${++guests}@elsewhere.example`, "Mei");
  for (const reader of [legal, rd, finance, ceo, guest]) {
    (await reader.socket(id)).close();
    await expect.poll(async () => (await reviewOf(reader, id)).seen).not.toBeNull();
  }
  scene.clock.advance(1_000);
  return { id, guest };
}

const paragraph = (ydoc: Y.Doc, index: number): Y.XmlElement =>
  ydoc.getXmlFragment("default").get(index) as Y.XmlElement;
const textAt = (ydoc: Y.Doc, index: number): Y.XmlText => paragraph(ydoc, index).get(0) as Y.XmlText;

/** Somebody changes the document by our own protocol, and it is durable afterwards. */
async function edit(actor: Actor, id: string, task: (ydoc: Y.Doc) => void, flags = 0): Promise<void> {
  scene.clock.advance(1_000);
  const socket = await actor.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => task(ydoc));
  socket.send(encodeParleyUpdateFrame(seq, flags, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count === 1);
  socket.close();
}

const proposalsIn = async (id: string): Promise<DocumentProposal[]> =>
  (await legal.call("GET", `/documents/${id}/proposals`)).body;
const only = <Value>(values: readonly Value[]): Value => {
  expect(values).toHaveLength(1);
  return must(values[0], "there is one");
};
const reviewOf = async (actor: Actor, id: string): Promise<DocumentReview> =>
  (await actor.call("GET", `/documents/${id}/review`)).body;
const markSeen = async (actor: Actor, id: string): Promise<void> => {
  const { seq, at } = await reviewOf(actor, id);
  expect((await actor.call("PUT", `/documents/${id}/seen`, { seq, at })).status).toBe(200);
  scene.clock.advance(1_000);
};
const threadsOf = async (actor: Actor, id: string): Promise<CommentThread[]> =>
  (await actor.call("GET", `/documents/${id}/threads`)).body.threads;
const decide = (actor: Actor, id: string, verdict: string, chosen: readonly DocumentProposal[], reason?: string) =>
  actor.call("POST", `/documents/${id}/decisions`, {
    verdict,
    proposals: chosen.map(({ id: proposal, digest }) => ({ id: proposal, digest })),
    ...(reason !== undefined && { reason }),
  });
/** A moment passes before each, so that what is said has an order. */
const discuss = (actor: Actor, id: string, proposal: string, text: string, audience?: string) => {
  scene.clock.advance(1_000);
  return actor.call("POST", `/documents/${id}/threads`, { anchor: { type: "proposal", proposal }, text, audience });
};

describe("discussing a proposal", () => {
  test("colleagues and the other side discuss it each among themselves, and it stays with the decision", async () => {
    const { id, guest } = await newContract("The fee is 100.");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, "0"));
    const proposal = only(await proposalsIn(id));
    expect((await discuss(ceo, id, proposal.id, "No")).status).toBe(403);
    expect((await discuss(guest, id, "1-1", "What?")).body).toMatchObject({ code: "documents/proposals-changed" });
    expect((await discuss(guest, id, proposal.id, "Too much for us")).status).toBe(201);
    expect((await discuss(legal, id, proposal.id, "Our limit is 800")).body).toMatchObject({
      audience: "internal",
      anchor: { type: "proposal", proposalId: proposal.id, decidedSeq: null, quote: "0" },
    });
    const wordsOf = (threads: readonly CommentThread[]) => threads.map(({ comments }) => comments[0]?.text);
    expect(wordsOf(await threadsOf(guest, id))).toEqual(["Too much for us"]);
    expect(wordsOf(await threadsOf(rd, id))).toEqual(["Too much for us", "Our limit is 800"]);
    // What is said about a proposal waits for who made it; what the other side says, for nobody else yet.
    expect((await reviewOf(finance, id)).threads.map(({ why }) => why)).toEqual(["proposal", "proposal"]);
    expect((await reviewOf(rd, id)).threads).toEqual([]);

    const { seq } = (await decide(rd, id, "reject", [proposal], "not now")).body as { seq: number };
    for (const { anchor } of await threadsOf(legal, id))
      expect(anchor).toMatchObject({ proposalId: proposal.id, decidedSeq: seq });
    const decision = only((await guest.call("GET", `/documents/${id}/decisions`)).body as KeptProposalDecision[]);
    expect(decision).toMatchObject({
      verdict: "reject",
      reason: "not now",
      decidedBy: { name: rd.name },
      party: "ours",
      proposals: [{ author: { name: finance.name }, party: "ours", insertedText: "0", id: proposal.id }],
    });
  });

  test("a guest hears of no decision from before they were let in: it keeps words that are gone", async () => {
    const id = await scene.addDocument(legal, { title: "Supply", kind: "contract", lines: ["The fee is 100."] });
    await legal.call("POST", `/documents/${id}/shares`, { personId: finance.id, role: "suggest" });
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, " at most, our limit being 800"));
    await decide(legal, id, "reject", await proposalsIn(id), "never tell them");
    scene.clock.advance(1_000);
    const link = { link: "guests", role: "suggest", party: "counterparty" };
    const { url } = (await legal.call("POST", `/documents/${id}/shares`, link)).body as { url: string };
    const guest = await scene.guest(url, `mei${++guests}@elsewhere.example`, "Mei");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(0, "Now: "));
    await decide(legal, id, "accept", await proposalsIn(id));
    // Whoever says that they have seen nothing yet is told of everything since.
    await guest.call("PUT", `/documents/${id}/seen`, { seq: 0, at: new Date(0).toISOString() });
    const words = (decisions: readonly KeptProposalDecision[]) =>
      decisions.flatMap(({ proposals }) => proposals.map(({ insertedText }) => insertedText));
    expect(words((await guest.call("GET", `/documents/${id}/decisions`)).body)).toEqual(["Now: "]);
    expect(words((await reviewOf(guest, id)).decisions)).toEqual(["Now: "]);
    expect(words((await legal.call("GET", `/documents/${id}/decisions`)).body)).toHaveLength(2);
    // Nor of what was changed, by whom, before that, however little they say they have seen.
    expect((await reviewOf(guest, id)).changes).toEqual([]);
  });

  test("[LI9] what another guest writes is told as theirs, also where the same words had been deleted before", async () => {
    const id = await scene.addDocument(legal, { title: "Supply", kind: "contract", lines: ["The fee is 4711 euros."] });
    await edit(legal, id, (ydoc) => textAt(ydoc, 0).delete(11, 5));
    scene.clock.advance(1_000);
    const { url } = (await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "edit" })).body;
    const guest = await scene.guest(url, `mei${++guests}@elsewhere.example`, "Mei");
    const accomplice = await scene.guest(url, `zhou${guests}@elsewhere.example`, "Zhou");
    for (const reader of [guest, accomplice]) await markSeen(reader, id);
    await edit(guest, id, (ydoc) => textAt(ydoc, 0).insert(11, "4711 "));
    const told = (await reviewOf(accomplice, id)).changes;
    expect(told).toMatchObject([{ came: "written", writers: [], author: { name: "Mei" }, insertedText: "4711 " }]);
    expect((await reviewOf(guest, id)).changes).toEqual([]);
  });

  test("a discussion follows its proposal when the author takes the oldest part back", async () => {
    const { id } = await newContract("Fee");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(3, " net"));
    const before = only(await proposalsIn(id));
    await discuss(legal, id, before.id, "Net of what?", "everyone");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(7, " of tax"));
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).delete(3, 2));
    const now = only(await proposalsIn(id));
    expect(now.id).not.toBe(before.id);
    const { seq } = (await decide(legal, id, "accept", [now])).body as { seq: number };
    expect(only(await threadsOf(legal, id)).anchor).toMatchObject({ proposalId: now.id, decidedSeq: seq });
  });

  test("a discussion stays with its own of two proposals about one paragraph", async () => {
    const { id } = await newContract("Fees");
    const set = (key: number, name: string, value: string) => (ydoc: Y.Doc) => {
      const { id: item } = must(paragraph(ydoc, 0)._item, "the paragraph");
      const record = { do: "set", block: [item.client, item.clock], name, value };
      ydoc.getMap(PROPOSALS_NAME).set(`${finance.id}:${key}`, record);
    };
    await edit(finance, id, set(1, "style", "title"));
    await edit(finance, id, set(2, "align", "center"));
    const [first, second] = await proposalsIn(id);
    const [style, align] = [must(first, "the style"), must(second, "the alignment")];
    await discuss(legal, id, style.id, "Why so loud?");
    await decide(legal, id, "accept", [align]);
    expect(only(await threadsOf(legal, id)).anchor).toMatchObject({ proposalId: style.id, decidedSeq: null });
    const [left] = await proposalsIn(id);
    const { seq } = (await decide(legal, id, "reject", [must(left, "the style")])).body as { seq: number };
    expect(only(await threadsOf(legal, id)).anchor).toMatchObject({ proposalId: style.id, decidedSeq: seq });
  });

  test("what colleagues say among themselves about a guest's proposal waits for no guest", async () => {
    const { id, guest } = await newContract("Fee");
    await edit(guest, id, (ydoc) => textAt(ydoc, 0).insert(3, " net"));
    const proposal = only(await proposalsIn(id));
    await discuss(legal, id, proposal.id, "We would even pay gross", "internal");
    expect((await reviewOf(guest, id)).threads).toEqual([]);
    const counted = async (): Promise<number | undefined> =>
      ((await guest.call("GET", "/review")).body as WaitingDocument[]).find((each) => each.id === id)?.threads;
    expect(await counted()).toBeUndefined();
    await discuss(rd, id, proposal.id, "Net of what?", "everyone");
    expect((await reviewOf(guest, id)).threads).toMatchObject([{ why: "proposal" }]);
    expect(await counted()).toBe(1);
  });

  test("accepting an answer rejects what it answers, and both discussions stay with that decision", async () => {
    const { id } = await newContract("The fee is 100.");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, "0"));
    const first = only(await proposalsIn(id));
    await edit(
      rd,
      id,
      (ydoc) => {
        const clock = Y.getState(ydoc.store, ydoc.clientID);
        textAt(ydoc, 0).insert(15, " net");
        const [client, at] = first.id.split("-").map(Number);
        const record = { do: "counter", to: [client, at], ids: [[ydoc.clientID, clock, 4]] };
        ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, record);
      },
      updateFlags.propose,
    );
    const answer = must(
      (await proposalsIn(id)).find(({ counters }) => counters === first.id),
      "the answer",
    );
    for (const each of [first.id, answer.id]) await discuss(legal, id, each, "This one?");
    const { seq } = (await decide(legal, id, "accept", [answer], "as a compromise")).body as { seq: number };
    expect((await threadsOf(legal, id)).map(({ anchor }) => anchor.decidedSeq)).toEqual([seq, seq]);
    const decision = only((await rd.call("GET", `/documents/${id}/decisions`)).body as KeptProposalDecision[]);
    expect(decision).toMatchObject({
      proposals: [{ author: { name: rd.name }, insertedText: " net" }],
      notChosen: [{ author: { name: finance.name }, insertedText: "0" }],
    });
    expect((await reviewOf(finance, id)).changes).toEqual([]);
  });

  test("the record of a decision tells what was set and formatted, and from what", async () => {
    const { id } = await newContract("Fees", "are due.");
    await edit(finance, id, (ydoc) => {
      const { id: item } = must(paragraph(ydoc, 0)._item, "the paragraph");
      const { id: first } = must(textAt(ydoc, 1)._start, "its words");
      const records = ydoc.getMap(PROPOSALS_NAME);
      const block = [item.client, item.clock] as const;
      records.set(`${finance.id}:1`, { do: "set", block, name: "style", value: "heading", group: "a" });
      records.set(`${finance.id}:2`, { do: "set", block, name: "level", value: 2, group: "a" });
      const ids = [[first.client, first.clock, 3]];
      records.set(`${finance.id}:3`, { do: "format", ids, mark: "bold", value: {} });
    });
    await decide(rd, id, "reject", await proposalsIn(id));
    const decision = only((await legal.call("GET", `/documents/${id}/decisions`)).body as KeptProposalDecision[]);
    expect(decision.proposals.map(({ settings }) => settings)).toEqual([
      [
        { do: "set", name: "style", from: null, to: "heading" },
        { do: "set", name: "level", from: null, to: 2 },
      ],
      [{ do: "format", mark: "bold", to: {}, words: "are" }],
    ]);
  });
});

describe("what is new since somebody last looked", () => {
  test("holds others' changes, decisions and proposals, and after “seen” only what still waits", async () => {
    const { id, guest } = await newContract("The fee is 100.", "Term: one year.");
    await edit(legal, id, (ydoc) => {
      textAt(ydoc, 1).delete(6, 3);
      textAt(ydoc, 1).insert(6, "two");
    });
    await edit(rd, id, (ydoc) => textAt(ydoc, 1).insert(0, "The "));
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, "0"));
    await edit(finance, id, (ydoc) => textAt(ydoc, 1).insert(0, "And "));
    const [first, second] = await proposalsIn(id);
    await decide(legal, id, "accept", [must(first, "the figure")], "fair");

    const mine = await reviewOf(rd, id);
    expect(mine.changes).toMatchObject([
      { kind: "replace", author: { name: legal.name }, insertedText: "two", deletedText: "one" },
    ]);
    expect(mine.decisions).toMatchObject([{ verdict: "accept", reason: "fair", decidedBy: { name: legal.name } }]);
    expect(mine.proposals).toEqual([{ id: must(second, "the words").id, isNew: true }]);
    // Whoever decided has nothing to hear of it; who may only look hears of the new proposal; the proposer of the decision.
    expect(await reviewOf(legal, id)).toMatchObject({ changes: [{ insertedText: "The " }], decisions: [] });
    expect(await reviewOf(ceo, id)).toMatchObject({ changes: [{}, {}], proposals: [{ isNew: true }] });
    expect(await reviewOf(finance, id)).toMatchObject({ decisions: [{ verdict: "accept" }], proposals: [] });
    // A guest reads no deleted words, here as elsewhere.
    const theirs = await reviewOf(guest, id);
    expect(theirs.changes.map(({ deletedText }) => deletedText).join("")).toBe("");
    expect(theirs.changes.map(({ insertedText }) => insertedText).toSorted()).toEqual(["The ", "two"]);

    await markSeen(rd, id);
    expect(await reviewOf(rd, id)).toMatchObject({ changes: [], decisions: [], proposals: [{ isNew: false }] });
    await markSeen(ceo, id);
    expect(await reviewOf(ceo, id)).toMatchObject({ changes: [], decisions: [], proposals: [] });
    // What comes afterwards is new again, and an older mark takes nothing back.
    await edit(legal, id, (ydoc) => textAt(ydoc, 1).insert(0, "Agreed. "));
    await rd.call("PUT", `/documents/${id}/seen`, { seq: 1, at: "2020-01-01T00:00:00.000Z" });
    expect((await reviewOf(rd, id)).changes).toMatchObject([{ kind: "insert", insertedText: "Agreed. " }]);
  });

  test("a proposal of which only the look changed is new again, but not to whoever changed it", async () => {
    const { id } = await newContract("The fee is 100.");
    await edit(finance, id, (ydoc) => {
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(1, [added]);
      added.insert(0, [new Y.XmlText("See the terms.")]);
    });
    const { id: proposal } = only(await proposalsIn(id));
    const toldTo = async (reader: Actor): Promise<DocumentReview["proposals"]> =>
      (await reviewOf(reader, id)).proposals;
    for (const reader of [rd, ceo]) await markSeen(reader, id);
    expect([await toldTo(rd), await toldTo(ceo)]).toEqual([[{ id: proposal, isNew: false }], []]);

    await edit(finance, id, (ydoc) => textAt(ydoc, 1).format(8, 5, { bold: {} }));
    const isNew = [{ id: proposal, isNew: true }];
    expect([await toldTo(rd), await toldTo(ceo)]).toEqual([isNew, isNew]);
    for (const reader of [rd, ceo]) await markSeen(reader, id);
    await edit(rd, id, (ydoc) => paragraph(ydoc, 1).setAttribute("style", "heading"));
    expect([await toldTo(rd), await toldTo(ceo)]).toEqual([[{ id: proposal, isNew: false }], isNew]);
  });

  test("a proposal that only became shorter is new again, but not to whoever shortened it", async () => {
    const { id } = await newContract("The fee is 100.");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, " plus all taxes"));
    const { id: proposal } = only(await proposalsIn(id));
    const toldTo = async (reader: Actor): Promise<DocumentReview["proposals"]> =>
      (await reviewOf(reader, id)).proposals;
    for (const reader of [rd, ceo]) await markSeen(reader, id);
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).delete(20, 4));
    const isNew = [{ id: proposal, isNew: true }];
    expect([await toldTo(rd), await toldTo(ceo)]).toEqual([isNew, isNew]);
    for (const reader of [rd, ceo]) await markSeen(reader, id);
    expect([await toldTo(rd), await toldTo(ceo)]).toEqual([[{ id: proposal, isNew: false }], []]);
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).delete(19, 6));
    expect([await toldTo(rd), await toldTo(ceo)]).toEqual([[{ id: proposal, isNew: false }], isNew]);
  });

  test("a paragraph that came, went or was formatted is one change with what it was", async () => {
    const { id } = await newContract("One.", "Two.", "Three.", "Up to 1,00 litres.");
    await edit(legal, id, (ydoc) => {
      paragraph(ydoc, 0).setAttribute("style", "title");
      textAt(ydoc, 0).format(0, 3, { bold: {} });
      textAt(ydoc, 3).insert(9, "0");
      ydoc.getXmlFragment("default").delete(1, 1);
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(2, [added]);
      added.insert(0, [new Y.XmlText("Four.")]);
    });
    expect(
      (await reviewOf(rd, id)).changes.map(({ at: _at, seq: _seq, id: _id, ranges: _ranges, ...change }) => change),
    ).toMatchObject([
      { kind: "set", settings: [{ do: "set", name: "style", from: null, to: "title" }] },
      { kind: "format", settings: [{ do: "format", mark: "bold", words: "One" }] },
      { kind: "remove", deletedText: "Two." },
      { kind: "block", insertedText: "Four." },
      // A figure is told whole, however little of it changed.
      { kind: "replace", deletedText: "1,00", insertedText: "1,000" },
    ]);
  });

  test("nobody reads or marks what is not shared with them", async () => {
    const { id, guest } = await newContract("Fee");
    const stranger = await scene.addDocument(rd, { lines: ["Secret"] });
    for (const actor of [legal, guest]) {
      expect((await actor.call("GET", `/documents/${stranger}/review`)).status).toBe(404);
      const mark = { seq: 1, at: "2026-01-01T00:00:00.000Z" };
      expect((await actor.call("PUT", `/documents/${stranger}/seen`, mark)).status).toBe(404);
      expect((await actor.call("GET", `/documents/${stranger}/views/agreed`)).status).toBe(404);
    }
    expect((await scene.nobody.call("GET", "/review")).status).toBe(401);
    expect(
      (await guest.call("PUT", `/documents/${id}/seen`, { seq: 9_999, at: "2026-01-01T00:00:00.000Z" })).status,
    ).toBe(200);
    await edit(legal, id, (ydoc) => textAt(ydoc, 0).insert(3, " and tax"));
    expect((await reviewOf(guest, id)).changes).toMatchObject([{ insertedText: " and tax" }]);
  });
});

describe("the list over all documents", () => {
  const entryOf = async (actor: Actor, id: string): Promise<WaitingDocument | undefined> =>
    ((await actor.call("GET", "/review")).body as WaitingDocument[]).find((each) => each.id === id);

  test("counts for each what they may decide on and are asked, and names who wrote", async () => {
    const { id, guest } = await newContract("The fee is 100.");
    expect(await entryOf(rd, id)).toBeUndefined();
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, "0"));
    // Proposals are counted at the next pause in the typing.
    scene.clock.advance(4_000);
    await expect.poll(async () => (await entryOf(rd, id))?.proposals).toBe(1);
    expect(await entryOf(finance, id)).toBeUndefined();
    expect(await entryOf(ceo, id)).toMatchObject({ proposals: 0, threads: 0, changedBy: [{ name: finance.name }] });
    expect(await entryOf(guest, id)).toMatchObject({ proposals: 0, party: "counterparty" });

    const proposal = only(await proposalsIn(id));
    await discuss(legal, id, proposal.id, "Is that right?", "internal");
    await legal.call("POST", `/documents/${id}/threads`, {
      text: "For Mei to read",
      audience: "everyone",
      mentions: [guest.id],
    });
    expect(await entryOf(finance, id)).toMatchObject({ threads: 1 });
    expect(await entryOf(guest, id)).toMatchObject({ threads: 1 });
    const mention = must(
      (await threadsOf(guest, id)).find(({ anchor }) => anchor.type === "document"),
      "the mention",
    );
    scene.clock.advance(1_000);
    await guest.call("POST", `/documents/${id}/threads/${mention.id}/comments`, { text: "Read" });
    expect(await entryOf(guest, id)).toMatchObject({ threads: 0 });
    expect(await entryOf(legal, id)).toMatchObject({ proposals: 1, threads: 1 });

    await decide(rd, id, "accept", [proposal]);
    expect(await entryOf(legal, id)).toMatchObject({ proposals: 0 });
    await markSeen(ceo, id);
    expect(await entryOf(ceo, id)).toBeUndefined();
    await legal.call("DELETE", `/documents/${id}`);
    expect(await entryOf(legal, id)).toBeUndefined();
  });
});

describe("views", () => {
  interface View {
    readonly blocks: {
      fate: string;
      waits: boolean;
      pieces: { fate: string; text: string; waits: boolean; proposed: { do: string }[] }[];
    }[];
    readonly rows: { author: { name: string } }[];
  }
  const read = ({ blocks }: View): string =>
    blocks
      .map(({ pieces }) =>
        pieces
          .map(({ fate, text }) => (fate === "inserted" ? `+${text}+` : fate === "deleted" ? `-${text}-` : text))
          .join(""),
      )
      .join("|");

  test("show all as accepted, all as rejected, and one person's proposals marked in the agreed text", async () => {
    const { id, guest } = await newContract("The fee is 100.");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, "0"));
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "Note: "), updateFlags.propose);
    const viewOf = async (actor: Actor, of: string): Promise<View> =>
      (await actor.call("GET", `/documents/${id}/views/${of}`)).body;
    expect(read(await viewOf(guest, "agreed"))).toBe("The fee is 100.");
    expect(read(await viewOf(ceo, "proposed"))).toBe("Note: The fee is 1000.");
    const ofFinance = await viewOf(guest, finance.id);
    expect(read(ofFinance)).toBe("The fee is 100+0+.");
    expect(ofFinance.rows.map(({ author }) => author.name)).toEqual([finance.name]);
    expect(read(await viewOf(legal, rd.id))).toBe("+Note: +The fee is 100.");
    expect((await legal.call("GET", `/documents/${id}/views/mine`)).status).toBe(400);
  });

  test("[VI8] show what one person proposes in others' blocks and about others' words, with these marked as waiting", async () => {
    const { id, guest } = await newContract("The fee is 100.");
    await edit(finance, id, (ydoc) => {
      textAt(ydoc, 0).insert(0, "Note: ");
      for (const words of ["Monthly reports.", "Yearly audits."]) {
        const added = new Y.XmlElement("paragraph");
        ydoc.getXmlFragment("default").push([added]);
        added.insert(0, [new Y.XmlText(words)]);
      }
    });
    await edit(guest, id, (ydoc) => textAt(ydoc, 1).insert(16, " And quarterly."));
    await edit(rd, id, (ydoc) => textAt(ydoc, 1).insert(0, "NB. "), updateFlags.propose);
    await edit(
      rd,
      id,
      (ydoc) => {
        const { id: first } = must(textAt(ydoc, 0)._start, "the note");
        const record = { do: "delete", ids: [[first.client, first.clock, 6]] };
        ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, record);
      },
      updateFlags.propose,
    );
    const viewOf = async (of: string): Promise<View> => (await legal.call("GET", `/documents/${id}/views/${of}`)).body;
    const ofGuest = await viewOf(guest.id);
    expect(read(ofGuest)).toBe("The fee is 100.|Monthly reports.+ And quarterly.+|Yearly audits.");
    expect(ofGuest.blocks.map(({ fate, waits }) => [fate, waits])).toEqual([
      ["kept", false],
      ["added", true],
      ["added", true],
    ]);
    expect(ofGuest.rows.map(({ author }) => author.name).toSorted()).toEqual([finance.name, guest.name].toSorted());
    // What somebody proposes about words that wait is told with them.
    const ofResearch = await viewOf(rd.id);
    expect(read(ofResearch)).toBe("+Note: +The fee is 100.|+NB. +Monthly reports.|Yearly audits.");
    expect(ofResearch.blocks[0]?.pieces[0]).toMatchObject({ waits: true, proposed: [{ do: "delete" }] });
    expect(read(await viewOf(finance.id))).toBe("+Note: +The fee is 100.|Monthly reports.|Yearly audits.");
  });
});

describe("a block that came", () => {
  test("a paragraph that came is told with its author's words; what others wrote in it is theirs, what waits in it is not told", async () => {
    const { id, guest } = await newContract("The fee is 100.");
    await edit(rd, id, (ydoc) => {
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").push([added]);
      added.insert(0, [new Y.XmlText("Monthly reports.")]);
    });
    await edit(legal, id, (ydoc) => textAt(ydoc, 1).insert(16, " And quarterly."));
    await edit(guest, id, (ydoc) => textAt(ydoc, 1).insert(0, "NB. "));
    const told = async (actor: Actor): Promise<unknown[]> =>
      (await reviewOf(actor, id)).changes.map(({ kind, author, insertedText }) => [kind, author?.name, insertedText]);
    const [block, words] = [
      ["block", rd.name, "Monthly reports."],
      ["insert", legal.name, " And quarterly."],
    ];
    expect(await told(ceo)).toEqual([block, words]);
    expect(await told(rd)).toEqual([words]);
    expect(await told(legal)).toEqual([block]);
  });

  test("words that were deleted, restored and deleted again are gone by the last deletion, and its reader hears of it", async () => {
    const { id, guest } = await newContract("Payable in thirty days net.");
    const { seq } = await reviewOf(legal, id);
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).delete(11, 12));
    expect((await legal.call("POST", `/documents/${id}/versions/${seq}/restore`)).status).toBe(200);
    await edit(legal, id, (ydoc) => textAt(ydoc, 0).delete(11, 12));
    const gone = { kind: "delete", author: { name: legal.name } };
    expect((await reviewOf(rd, id)).changes).toMatchObject([{ ...gone, deletedText: "thirty days " }]);
    // Which words went is told to colleagues only.
    expect((await reviewOf(guest, id)).changes).toMatchObject([gone]);
    expect((await reviewOf(legal, id)).changes).toEqual([]);
  });

  test("what a restore brings back is told as restored, with who wrote it; what is new is its writer's, whoever split it", async () => {
    const { id } = await newContract("The fee is 100.", "Monthly reports.");
    await edit(rd, id, (ydoc) => textAt(ydoc, 1).insert(16, " And quarterly."));
    const { body: kept } = await legal.call("POST", `/documents/${id}/versions`, { name: "Kept" });
    await edit(rd, id, (ydoc) => {
      ydoc.getXmlFragment("default").delete(1, 1);
      textAt(ydoc, 0).delete(11, 3);
      textAt(ydoc, 0).insert(11, "90");
    });
    for (const actor of [ceo, legal]) await markSeen(actor, id);
    const { seq } = kept as { seq: number };
    expect((await legal.call("POST", `/documents/${id}/versions/${seq}/restore`)).status).toBe(200);
    const told = async (actor: Actor): Promise<unknown[]> =>
      (await reviewOf(actor, id)).changes.map(({ kind, came, author, writers, insertedText, deletedText }) => [
        kind,
        came,
        author.name,
        writers.map(({ name }) => name),
        insertedText,
        deletedText,
      ]);
    const restored = [
      ["replace", "restored", legal.name, [legal.name], "100", "90"],
      ["block", "restored", legal.name, [legal.name, rd.name], "Monthly reports. And quarterly.", ""],
    ];
    expect(await told(ceo)).toEqual(restored);
    // Who only splits what came back has not brought it back.
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 1).delete(16, 15);
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(2, [added]);
      added.insert(0, [new Y.XmlText(" And quarterly.")]);
    });
    expect(await told(ceo)).toEqual([
      restored[0],
      ["block", "restored", legal.name, [legal.name], "Monthly reports.", ""],
      ["insert", "restored", legal.name, [rd.name], " And quarterly.", ""],
    ]);
    // Of what went and came since somebody looked they hear what is there: their own words, since somebody else restored them.
    expect(await told(rd)).toEqual([["insert", "restored", legal.name, [rd.name], " And quarterly.", ""]]);
    await markSeen(rd, id);
    expect(await told(legal)).toEqual([]);
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).insert(15, " Paid monthly."));
    await markSeen(legal, id);
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).insert(29, " In advance, always."));
    // Somebody else splits what was just written.
    await edit(legal, id, (ydoc) => {
      textAt(ydoc, 0).delete(41, 8);
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(1, [added]);
      added.insert(0, [new Y.XmlText(" always.")]);
    });
    expect(await told(legal)).toEqual([
      ["insert", "written", rd.name, [], " In advance,", ""],
      ["insert", "written", rd.name, [], " always.", ""],
    ]);
  });

  test("a paragraph that was proposed and accepted is told by the decision alone", async () => {
    const { id } = await newContract("The fee is 100.");
    await edit(finance, id, (ydoc) => {
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").push([added]);
      added.insert(0, [new Y.XmlText("Monthly reports.")]);
    });
    await decide(legal, id, "accept", await proposalsIn(id));
    const review = await reviewOf(ceo, id);
    expect(review.changes).toEqual([]);
    expect(review.decisions).toHaveLength(1);
  });

  test.each(["its writer", "somebody else"])(
    "words that were agreed on are told once, also when %s splits them since",
    async (who) => {
      const { id } = await newContract("We pay.");
      await edit(rd, id, (ydoc) => textAt(ydoc, 0).insert(6, " in May and in June"), updateFlags.propose);
      await decide(legal, id, "accept", await proposalsIn(id));
      await edit(who === "its writer" ? rd : legal, id, (ydoc) => {
        const tail = textAt(ydoc, 0).toString().slice(14);
        textAt(ydoc, 0).delete(14, tail.length);
        const half = new Y.XmlElement("paragraph");
        ydoc.getXmlFragment("default").insert(1, [half]);
        half.insert(0, [new Y.XmlText(tail)]);
      });
      const review = await reviewOf(ceo, id);
      expect(review.decisions).toHaveLength(1);
      expect(review.changes.filter(({ insertedText }) => insertedText !== "")).toEqual([]);
    },
  );

  test("what somebody writes directly beside their proposals is told, however alike it is and whatever becomes of those", async () => {
    const { id } = await newContract("We are liable for all.", "We are liable for the rest.");
    const addClause = (ydoc: Y.Doc, words: string): void => {
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").push([added]);
      added.insert(0, [new Y.XmlText(words)]);
    };
    const changes = async (): Promise<unknown[]> =>
      (await reviewOf(ceo, id)).changes.map(({ kind, author, insertedText }) => [kind, author.name, insertedText]);
    // Rows of the proposals go around those of the direct changes.
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).insert(7, "not "), updateFlags.propose);
    await edit(rd, id, (ydoc) => addClause(ydoc, "Penalty."), updateFlags.propose);
    await edit(rd, id, (ydoc) => textAt(ydoc, 1).insert(7, "not "));
    await edit(
      rd,
      id,
      (ydoc) => {
        textAt(ydoc, 0).insert(7, "really ");
        textAt(ydoc, 2).insert(8, " Tenfold.");
      },
      updateFlags.propose,
    );
    const direct = ["insert", rd.name, "not "];
    expect(await changes()).toEqual([direct]);
    const [words, clause] = await proposalsIn(id);
    await decide(rd, id, "withdraw", [must(words, "the words")]);
    await decide(legal, id, "accept", [must(clause, "the clause")]);
    expect(await changes()).toEqual([direct]);
    // What was agreed on is told by the decision, what its author writes into it afterwards is not.
    await edit(rd, id, (ydoc) => textAt(ydoc, 2).insert(7, " a year"));
    expect(await changes()).toEqual([direct, ["insert", rd.name, " a year"]]);
  });

  test("what was changed in a paragraph that was moved is told beside that, as whoever's it is", async () => {
    const { id } = await newContract("First of all.", "The price is 100, as in Annex A.", "Third.", "Fourth.");
    await edit(rd, id, (ydoc) => {
      const words = textAt(ydoc, 1).toDelta();
      ydoc.getXmlFragment("default").delete(1, 1);
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").push([added]);
      const text = new Y.XmlText();
      added.insert(0, [text]);
      text.applyDelta(words);
    });
    await edit(rd, id, (ydoc) => {
      paragraph(ydoc, 3).setAttribute("style", "quote");
      textAt(ydoc, 3).format(24, 7, { link: { href: "https://elsewhere.example/" } });
    });
    await edit(legal, id, (ydoc) => textAt(ydoc, 3).insert(16, "000"));
    expect((await reviewOf(ceo, id)).changes).toMatchObject([
      { kind: "move", author: { name: rd.name }, insertedText: "The price is 100, as in Annex A.", deletedText: "" },
      { kind: "set", author: { name: rd.name }, settings: [{ name: "style", to: "quote" }] },
      { kind: "replace", author: { name: legal.name }, deletedText: "100", insertedText: "100000" },
      { kind: "format", author: { name: rd.name }, settings: [{ mark: "link", words: "Annex A" }] },
    ]);
  });

  test("words that a split brought elsewhere, and that look otherwise since, are told as formatted", async () => {
    const { id } = await newContract("See Annex A.");
    const link = (host: string): object => ({ link: { href: `https://${host}.example/` } });
    await edit(legal, id, (ydoc) => textAt(ydoc, 0).format(4, 7, link("ours")));
    await markSeen(ceo, id);
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 0).delete(4, 8);
      const [element, words] = [new Y.XmlElement("paragraph"), new Y.XmlText()];
      ydoc.getXmlFragment("default").push([element]);
      element.insert(0, [words]);
      words.applyDelta([{ insert: "Annex A", attributes: link("ours") }, { insert: "." }]);
    });
    await edit(rd, id, (ydoc) => textAt(ydoc, 1).format(0, 7, link("theirs")));
    expect((await reviewOf(ceo, id)).changes).toMatchObject([
      { kind: "split", author: { name: rd.name } },
      {
        kind: "format",
        author: { name: rd.name },
        settings: [{ mark: "link", from: { href: "https://ours.example/" }, to: { href: "https://theirs.example/" } }],
      },
    ]);
  });

  test("what was moved is told with where it had stood, and a split or a join with the words on either side", async () => {
    const lines = ["First of all.", "The price is 100, as in Annex A.", "Third. “Goods” means all of them.", "Fourth."];
    const { id } = await newContract(...lines);
    const put = (ydoc: Y.Doc, index: number, text: string): void => {
      const element = new Y.XmlElement("paragraph");
      element.insert(0, [new Y.XmlText(text)]);
      ydoc.getXmlFragment("default").insert(index, [element]);
    };
    await edit(rd, id, (ydoc) => {
      ydoc.getXmlFragment("default").delete(1, 1);
      put(ydoc, 3, lines[1] as string);
    });
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 3).delete(16, 15);
      textAt(ydoc, 0).insert(12, ", as in Annex A");
    });
    const blockAt = async (index: number): Promise<[number, number]> => {
      const socket = await legal.socket(id);
      const { client, clock } = must(paragraph(await socket.readDocument(), index)._item, "a block").id;
      socket.close();
      return [client, clock];
    };
    expect((await reviewOf(ceo, id)).changes).toMatchObject([
      {
        kind: "move",
        insertedText: ", as in Annex A",
        movedFrom: { isBehind: false, isWithin: false, block: await blockAt(3), text: "The price is 100." },
      },
      {
        kind: "move",
        insertedText: "The price is 100.",
        movedFrom: { isBehind: true, isWithin: false, block: await blockAt(0), text: "First of all, as in Annex A." },
      },
    ]);
    await markSeen(ceo, id);
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 1).delete(7, 26);
      put(ydoc, 2, "“Goods” means all of them.");
    });
    await edit(rd, id, (ydoc) => {
      ydoc.getXmlFragment("default").delete(4, 1);
      textAt(ydoc, 3).insert(7, " The price is 100.");
    });
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 0).delete(12, 15);
      textAt(ydoc, 0).insert(5, ", as in Annex A");
    });
    expect((await reviewOf(ceo, id)).changes).toMatchObject([
      { kind: "move", insertedText: ", as in Annex A", movedFrom: { isBehind: false, isWithin: true } },
      { kind: "split", breaks: { how: "split", before: "Third.", after: "“Goods” means al…" }, movedFrom: null },
      { kind: "insert", insertedText: " " },
      { kind: "join", breaks: { how: "join", before: "Fourth.", after: "The price is 100…" } },
    ]);
  });

  test("the empty line that comes with a picture is told with it, and one that comes by itself is told", async () => {
    const { id } = await newContract("As the table says:", "The end.");
    const told = async (): Promise<unknown> =>
      (await reviewOf(ceo, id)).changes.map(({ kind, subject }) => [kind, subject]);
    await edit(rd, id, (ydoc) => {
      const picture = new Y.XmlElement("image");
      picture.setAttribute("imageId", "0b9fd2a0-4ac7-482a-a749-ff377c138ccf");
      ydoc.getXmlFragment("default").insert(1, [picture, new Y.XmlElement("paragraph")]);
    });
    expect(await told()).toEqual([["block", "image"]]);
    await edit(rd, id, (ydoc) => ydoc.getXmlFragment("default").insert(4, [new Y.XmlElement("paragraph")]));
    expect(await told()).toHaveLength(2);
  });

  test("two sentences that end alike are told as joined, whichever of their stops the page kept", async () => {
    const { id } = await newContract("Goods are delivered.", "Risk passes on delivery.", "The end.");
    await edit(rd, id, (ydoc) => {
      ydoc.getXmlFragment("default").delete(1, 1);
      textAt(ydoc, 0).insert(19, ".Risk passes on delivery");
    });
    const { kind, breaks } = only((await reviewOf(ceo, id)).changes);
    expect([kind, breaks]).toEqual(["join", { how: "join", before: "…s are delivered.", after: "Risk passes on d…" }]);
  });

  test("words that a decision agreed on and somebody deleted since are told beside the decision", async () => {
    const { id } = await newContract("We are liable.");
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(7, "not at all "));
    await decide(legal, id, "accept", await proposalsIn(id));
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).delete(7, 11));
    const told = async (reader: Actor): Promise<unknown[]> =>
      (await reviewOf(reader, id)).changes.map(({ kind, author, deletedText }) => [kind, author.name, deletedText]);
    expect(await told(ceo)).toEqual([["delete", rd.name, "not at all "]]);
    expect(await told(rd)).toEqual([]);
    // Whoever brings them elsewhere has not deleted them, and what is rejected was never agreed on.
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(7, "never ever "));
    await decide(legal, id, "reject", await proposalsIn(id));
    await edit(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, " For the whole term."));
    await decide(legal, id, "accept", await proposalsIn(id));
    await edit(rd, id, (ydoc) => {
      textAt(ydoc, 0).delete(14, 20);
      const element = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").push([element]);
      element.insert(0, [new Y.XmlText(" For the whole term.")]);
    });
    expect((await reviewOf(ceo, id)).changes.filter(({ kind }) => kind === "delete")).toHaveLength(1);
  });

  test("who removes a paragraph has not deleted what somebody else had deleted in it before", async () => {
    const { id } = await newContract("We are not liable at all.", "Second.");
    await edit(rd, id, (ydoc) => textAt(ydoc, 0).delete(7, 4));
    await edit(legal, id, (ydoc) => ydoc.getXmlFragment("default").delete(0, 1));
    const told = async (reader: Actor): Promise<unknown[]> =>
      (await reviewOf(reader, id)).changes.map(({ kind, author, deletedText }) => [kind, author.name, deletedText]);
    const [removed, deleted] = [
      ["remove", legal.name, "We are liable at all."],
      ["delete", rd.name, "not "],
    ];
    expect(await told(ceo)).toEqual([removed, deleted]);
    expect(await told(rd)).toEqual([removed]);
    expect(await told(legal)).toEqual([deleted]);
  });
});
