import { type DocumentId, must } from "@parley/base";
import type { MergeNotice } from "@parley/documents";
import { encodeParleyUpdateFrame, updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, rd, finance } = await stageDocumentsScene(["legal", "rd", "finance"]);

interface Hand {
  readonly ydoc: Y.Doc;
  /** Sends what was changed since the last time, as made by somebody who has seen nothing since they came. */
  send(flags?: number): Promise<void>;
  /** Sends it over a line of its own, as a page does that was away. */
  comeBack(): Promise<void>;
  close(): void;
}

async function sit(actor: Actor, id: string): Promise<Hand> {
  const socket = await actor.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const made: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => made.push(update));
  let sent = 0;
  return {
    ydoc,
    send: async (flags = 0) => {
      socket.send(encodeParleyUpdateFrame(seq, flags, Y.mergeUpdates(made.splice(0))));
      const count = ++sent;
      await socket.next("saved", (message) => message.count === count);
    },
    comeBack: async () => {
      const line = await actor.socket(id);
      await line.next("hello");
      line.send(encodeParleyUpdateFrame(seq, updateFlags.offline, Y.mergeUpdates(made.splice(0))));
      await line.next("saved");
      line.close();
    },
    close: () => socket.close(),
  };
}

/** The server has let go of a document that nobody is in. */
async function forgotten(id: DocumentId): Promise<void> {
  const { rooms } = scene.app.documents;
  await expect.poll(() => rooms.find(id)?.room.size ?? 0).toBe(0);
  scene.clock.advance(scene.config.sync.idleRoomMs);
  await rooms.sweep();
  await expect.poll(() => rooms.find(id)).toBeNull();
}

const textOf = ({ ydoc }: Hand, index: number): Y.XmlText =>
  must(ydoc.getXmlFragment("default").get(index) as Y.XmlElement, "a paragraph").get(0) as Y.XmlText;

function split(hand: Hand, index: number, at: number): void {
  const text = textOf(hand, index);
  const rest = text.toString().slice(at);
  hand.ydoc.transact(() => {
    text.delete(at, rest.length);
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(rest)]);
    hand.ydoc.getXmlFragment("default").insert(index + 1, [element]);
  });
}

const share = async (id: string, person: Actor, role: string): Promise<void> => {
  expect((await legal.call("POST", `/documents/${id}/shares`, { personId: person.id, role })).status).toBe(201);
};
const words = async (id: string): Promise<string> => (await legal.call("GET", `/documents/${id}/text`)).body;
const noticesOf = async (actor: Actor, id: string): Promise<MergeNotice[]> =>
  (await actor.call("GET", `/documents/${id}/merges`)).body.notices;
interface Span {
  readonly text: string;
  readonly author: { readonly id: string };
}
const authorOf = async (id: string, piece: string): Promise<string | undefined> => {
  const { body } = await legal.call("GET", `/documents/${id}/attribution`);
  return (body.spans as Span[]).find(({ text }) => text.includes(piece))?.author.id;
};

describe("edits into moved text", () => {
  test("[FW1] [FW3] [FW5] an amendment in the tail that somebody splits off goes along, and its author stays its author", async () => {
    const id = await scene.addDocument(legal, { lines: ["The fee is 100 euros, payable in 30 days."] });
    await share(id, rd, "edit");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    split(one, 0, 22);
    textOf(other, 0).delete(33, 2);
    textOf(other, 0).insert(33, "sixty");
    await one.send();
    await other.send();
    expect(await words(id)).toBe("The fee is 100 euros, \npayable in sixty days.");
    expect(await authorOf(id, "sixty")).toBe(rd.id);
    const { body: log } = await legal.call("GET", `/documents/${id}/log`);
    expect(log.rows.map(({ kind }: { kind: string }) => kind)).toEqual(["api", "typed", "typed", "forward"]);
    expect(await noticesOf(rd, id)).toEqual([]);
    one.close();
    other.close();
  });

  test("[FW6] what somebody proposes into moved text goes along and still waits; what they may not delete stays", async () => {
    const id = await scene.addDocument(legal, { lines: ["The fee is 100 euros, payable in 30 days."] });
    await share(id, rd, "suggest");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    split(one, 0, 22);
    textOf(other, 0).insert(33, "about ");
    await one.send();
    await other.send(updateFlags.propose);
    // By hand, past the page: deletions of agreed words that are gone already.
    textOf(other, 0).delete(22, 7);
    await other.send(updateFlags.propose);
    expect(await words(id)).toBe("The fee is 100 euros, \npayable in about 30 days.");
    const { body } = await legal.call("GET", `/documents/${id}/proposals`);
    expect(body).toMatchObject([{ author: { id: rd.id }, insertedText: "about " }]);
    one.close();
    other.close();
  });
});

describe("a document that was closed in between", () => {
  const LINES = ["The first clause.", "The second clause.", "The third."];
  const style = ({ ydoc }: Hand, index: number, name: string): void =>
    (ydoc.getXmlFragment("default").get(index) as Y.XmlElement).setAttribute("style", name);
  const join = (hand: Hand): void =>
    hand.ydoc.transact(() => {
      const rest = textOf(hand, 1).toString();
      hand.ydoc.getXmlFragment("default").delete(1, 1);
      textOf(hand, 0).insert(textOf(hand, 0).length, rest);
    });

  test("[FW7] whose heading somebody joins to another paragraph is told, also when the server has opened the document anew", async () => {
    const id = await scene.addDocument(legal, { lines: LINES });
    await share(id, rd, "edit");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    style(one, 1, "title");
    await one.send();
    one.close();
    other.close();
    await forgotten(id);
    join(other);
    await other.comeBack();
    await expect.poll(() => noticesOf(legal, id)).toMatchObject([{ kind: "unset", with: [{ id: rd.id }] }]);
    expect(await noticesOf(rd, id)).toMatchObject([{ kind: "unset", with: [{ id: legal.id }] }]);
  });

  test("[FW7] of what a colleague had changed knowingly before, who comes back later is not blamed", async () => {
    const id = await scene.addDocument(legal, { lines: LINES });
    await share(id, rd, "edit");
    await share(id, finance, "edit");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    style(one, 1, "title");
    await one.send();
    const third = await sit(finance, id);
    (third.ydoc.getXmlFragment("default").get(1) as Y.XmlElement).removeAttribute("style");
    await third.send();
    for (const each of [one, other, third]) each.close();
    await forgotten(id);
    join(other);
    await other.comeBack();
    expect(await words(id)).toBe("The first clause.The second clause.\nThe third.");
    await scene.app.documents.rooms.find(id)?.document.settled();
    expect([...(await noticesOf(legal, id)), ...(await noticesOf(rd, id))]).toEqual([]);
  });
});

describe("notices", () => {
  test("[FW7] [FW10] both are told of words that went with a paragraph, nobody else is, and one step brings them back", async () => {
    const id = await scene.addDocument(legal, { lines: ["The first clause.", "The second clause.", "The third."] });
    await share(id, rd, "edit");
    await share(id, finance, "edit");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    one.ydoc.getXmlFragment("default").delete(1, 1);
    textOf(other, 1).insert(11, "and last ");
    await one.send();
    await other.send();
    textOf(other, 1).insert(20, "big ");
    await other.send();
    await expect.poll(async () => (await noticesOf(rd, id))[0]?.text).toBe("and last big ");
    const [notice] = await noticesOf(rd, id);
    expect(notice).toMatchObject({ kind: "lost", repairable: true, with: [{ id: legal.id }] });
    expect(await noticesOf(legal, id)).toMatchObject([{ id: notice?.id, with: [{ id: rd.id }] }]);
    expect(await noticesOf(finance, id)).toEqual([]);
    const address = `/documents/${id}/merges/${notice?.id}`;
    expect((await finance.call("POST", `${address}/repair`)).body.code).toBe("documents/merge-notice-not-found");

    expect((await legal.call("POST", `${address}/repair`)).status).toBe(200);
    expect(await words(id)).toBe("The first clause.\nand last big \nThe third.");
    expect(await authorOf(id, "and last big")).toBe(rd.id);
    expect([...(await noticesOf(rd, id)), ...(await noticesOf(legal, id))]).toEqual([]);
    one.close();
    other.close();
  });

  test("[FW3] [FW7] [FW10] a sentence typed anew stays whole when a colleague deletes the old one; both are told, and one step takes it away", async () => {
    const old = "terminate this agreement on thirty days notice";
    const anew = "terminate this agreement on sixty days notice";
    const id = await scene.addDocument(legal, { lines: ["One.", `The buyer may ${old}.`] });
    await share(id, rd, "edit");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    one.ydoc.transact(() => {
      textOf(one, 1).delete(14, old.length);
      textOf(one, 1).insert(14, anew);
    });
    await one.send();
    // All of it is gone already: it makes no row, and whoever says it is told all the same.
    textOf(other, 1).delete(14, old.length);
    await other.comeBack();
    expect(await words(id)).toBe(`One.\nThe buyer may ${anew}.`);
    await expect
      .poll(() => noticesOf(rd, id))
      .toMatchObject([{ kind: "remained", text: anew, repairable: true, with: [{ id: legal.id }] }]);
    const [notice] = await noticesOf(legal, id);
    expect(notice).toMatchObject({ kind: "remained", text: anew, with: [{ id: rd.id }] });
    expect((await rd.call("POST", `/documents/${id}/merges/${notice?.id}/repair`)).status).toBe(200);
    expect(await words(id)).toBe("One.\nThe buyer may .");
    expect([...(await noticesOf(rd, id)), ...(await noticesOf(legal, id))]).toEqual([]);
    one.close();
    other.close();
  });

  test("[FW7] [FW10] of words added to a clause while a colleague deletes it both are told, and what was typed on goes with them", async () => {
    const id = await scene.addDocument(legal, { lines: ["One.", "The report is due."] });
    await share(id, rd, "edit");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    textOf(one, 1).delete(0, 18);
    await one.send();
    textOf(other, 1).insert(10, " (");
    await other.send();
    textOf(other, 1).insert(12, "weekly)");
    await other.send();
    expect(await words(id)).toBe("One.\n (weekly)");
    await expect.poll(() => noticesOf(legal, id)).toMatchObject([{ kind: "remained", with: [{ id: rd.id }] }]);
    const [notice] = await noticesOf(rd, id);
    expect(notice).toMatchObject({ kind: "remained", with: [{ id: legal.id }] });
    expect((await legal.call("POST", `/documents/${id}/merges/${notice?.id}/repair`)).status).toBe(200);
    expect(await words(id)).toBe("One.");
    one.close();
    other.close();
  });

  test("[FW3] what was carried is the deletion of who deleted it, in a comparison, its file and Review: nobody has accepted anything", async () => {
    const id = await scene.addDocument(legal, { lines: ["The fee is 100 euros, payable in 30 days."] });
    await share(id, rd, "edit");
    await share(id, finance, "view");
    const { seq: seen, at } = (await finance.call("GET", `/documents/${id}/review`)).body;
    await finance.call("PUT", `/documents/${id}/seen`, { seq: seen, at });
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    split(one, 0, 22);
    textOf(other, 0).delete(15, 15);
    await one.send();
    await other.send();
    expect(await words(id)).toBe("The fee is 100 \nin 30 days.");
    const compared = `/documents/${id}/versions/1/compare/4`;
    const { blocks, rows } = (await legal.call("GET", compared)).body as {
      blocks: { pieces: { fate: string; text: string; deletedSeq: number; decidedSeq: number | null }[] }[];
      rows: { seq: number; author: { id: string } }[];
    };
    const gone = blocks.flatMap(({ pieces }) => pieces.filter(({ fate }) => fate === "deleted"));
    expect(gone.map(({ text }) => text).join("")).toBe("euros, payable ");
    for (const { deletedSeq, decidedSeq } of gone) {
      expect(rows.find(({ seq }) => seq === deletedSeq)?.author.id).toBe(rd.id);
      expect(decidedSeq).toBeNull();
    }
    expect((await legal.call("GET", `${compared}/html`)).body).not.toContain("Accepted");
    const { changes } = (await finance.call("GET", `/documents/${id}/review`)).body as {
      changes: { deletedText: string; author: { id: string } }[];
    };
    const told = changes.filter(({ author }) => author.id === rd.id).map(({ deletedText }) => deletedText);
    expect(told.join("")).toBe("euros, payable ");
    one.close();
    other.close();
  });

  test("[FW10] [DE2] what somebody proposed in a paragraph that had gone comes back as what they propose, not as agreed", async () => {
    const id = await scene.addDocument(legal, { lines: ["The first clause.", "The second clause.", "The third."] });
    await share(id, rd, "suggest");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    one.ydoc.getXmlFragment("default").delete(1, 1);
    textOf(other, 1).insert(11, "for which the price is doubled ");
    await one.send();
    await other.send();
    await expect.poll(async () => (await noticesOf(legal, id)).map(({ kind }) => kind)).toEqual(["lost"]);
    const [notice] = await noticesOf(legal, id);
    expect((await legal.call("POST", `/documents/${id}/merges/${notice?.id}/repair`)).status).toBe(200);
    expect((await legal.call("GET", `/documents/${id}/text?view=agreed`)).body).toBe("The first clause.\nThe third.");
    expect((await legal.call("GET", `/documents/${id}/proposals`)).body).toMatchObject([
      { author: { id: rd.id }, insertedText: "for which the price is doubled \n" },
    ]);
    one.close();
    other.close();
  });

  test.each([
    ["moves first", true],
    ["deletes first", false],
  ])(
    "[FW7] [FW10] a paragraph that one moves and another deletes is gone, both are told, and one step brings it back: %s",
    async (_who, movesFirst) => {
      const id = await scene.addDocument(legal, { lines: ["One.", "Two.", "Three is moved.", "Four."] });
      await share(id, rd, "edit");
      const [one, other] = [await sit(legal, id), await sit(rd, id)];
      const text = textOf(one, 2).toString();
      one.ydoc.transact(() => {
        const fragment = one.ydoc.getXmlFragment("default");
        fragment.delete(2, 1);
        const element = new Y.XmlElement("paragraph");
        element.insert(0, [new Y.XmlText(text)]);
        fragment.insert(0, [element]);
      });
      other.ydoc.getXmlFragment("default").delete(2, 1);
      for (const hand of movesFirst ? [one, other] : [other, one]) await hand.send();
      expect(await words(id)).toBe("One.\nTwo.\nFour.");
      await expect
        .poll(() => noticesOf(legal, id))
        .toMatchObject([{ kind: "deleted", text, repairable: true, with: [{ id: rd.id }] }]);
      const [notice] = await noticesOf(rd, id);
      expect(notice).toMatchObject({ kind: "deleted", text, with: [{ id: legal.id }] });
      expect((await rd.call("POST", `/documents/${id}/merges/${notice?.id}/repair`)).status).toBe(200);
      expect(await words(id)).toBe("Three is moved.\nOne.\nTwo.\nFour.");
      expect(await authorOf(id, "Three is moved.")).toBe(legal.id);
      expect([...(await noticesOf(rd, id)), ...(await noticesOf(legal, id))]).toEqual([]);
      one.close();
      other.close();
    },
  );

  test("[FW7] [FW10] a paragraph that two people moved stands twice until one of them takes the second away", async () => {
    const id = await scene.addDocument(legal, { lines: ["One.", "Two goes elsewhere.", "Three.", "Four."] });
    await share(id, rd, "edit");
    const [one, other] = [await sit(legal, id), await sit(rd, id)];
    const move = (hand: Hand, to: number): void => {
      const text = textOf(hand, 1).toString();
      hand.ydoc.transact(() => {
        const fragment = hand.ydoc.getXmlFragment("default");
        fragment.delete(1, 1);
        const element = new Y.XmlElement("paragraph");
        element.insert(0, [new Y.XmlText(text)]);
        fragment.insert(to, [element]);
      });
    };
    move(one, 0);
    move(other, 3);
    await one.send();
    await other.send();
    await expect.poll(async () => (await noticesOf(legal, id)).map(({ kind }) => kind)).toContain("doubled");
    const doubled = must(
      (await noticesOf(legal, id)).find(({ kind }) => kind === "doubled"),
      "the notice",
    );
    expect(doubled.text).toBe("Two goes elsewhere.");
    expect((await legal.call("POST", `/documents/${id}/merges/${doubled.id}/repair`)).status).toBe(200);
    expect(await words(id)).toBe("Two goes elsewhere.\nOne.\nThree.\nFour.");
    for (const { id: each } of await noticesOf(rd, id))
      expect((await rd.call("POST", `/documents/${id}/merges/${each}/dismiss`)).status).toBe(200);
    expect(await noticesOf(rd, id)).toEqual([]);
    one.close();
    other.close();
  });
});
