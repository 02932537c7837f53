import { PROPOSALS_NAME } from "@parley/document";
import type { AttemptCode } from "@parley/documents";
import {
  decodeAwareness,
  encodeAwarenessFrame,
  encodeStateVectorFrame,
  encodeUpdateFrame,
  updateFlags,
} from "@parley/sync";
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { RawPage } from "../../support/raw-page.ts";
import { Page, type Told, stageContractScene } from "./contract-scene.ts";

const { company, lin, mara, osei, mallory, newContract, textOf, waitingIn, refusedIn, decide } =
  await stageContractScene();

describe("a hostile program with the right to propose", () => {
  type Attack = (page: Page, honest: Page, documentId: string) => Promise<void> | void;
  const blankAll = (page: Page): Uint8Array => {
    let update: Uint8Array = new Uint8Array();
    page.ydoc.once("update", (made: Uint8Array) => (update = made));
    const fragment = page.ydoc.getXmlFragment("default");
    fragment.delete(0, fragment.length);
    return update;
  };
  /** The deletion of words of the first paragraph, of which the page itself knows nothing. */
  const deletionOf = (page: Page, from: number, length: number): Uint8Array => {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(page.ydoc));
    const before = Y.encodeStateVector(ydoc);
    ((ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).delete(from, length);
    return Y.encodeStateAsUpdate(ydoc, before);
  };
  const attacks: [string, AttemptCode, Attack][] = [
    [
      "blanks the document",
      "agreed-text",
      (page) => page.change((ydoc) => ydoc.getXmlFragment("default").delete(0, 2)),
    ],
    ["deletes a figure", "agreed-text", (page) => page.change(() => page.text(0).delete(13, 3))],
    [
      "swaps a digit",
      "agreed-text",
      (page) =>
        page.change(() => {
          page.text(0).delete(13, 1);
          page.text(0).insert(13, "9");
        }),
    ],
    [
      "deletes agreed words and types the same again",
      "agreed-text",
      (page) =>
        page.change(() => {
          page.text(0).delete(4, 5);
          page.text(0).insert(4, "price");
        }),
    ],
    ["formats agreed words", "agreed-text", (page) => page.change(() => page.text(0).format(0, 3, { bold: {} }))],
    [
      "sets an attribute",
      "agreed-text",
      (page) =>
        page.change((ydoc) => (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).setAttribute("style", "quote")),
    ],
    ["deletes another's proposal", "agreed-text", (page) => page.change(() => page.text(1).delete(0, 5))],
    [
      "records in another's name",
      "agreed-text",
      (page) => page.change((ydoc) => ydoc.getMap(PROPOSALS_NAME).set(`${mara.id}:9`, { do: "delete", ids: [] })),
    ],
    [
      "forges a mark",
      "schema",
      (page) => page.change(() => page.text(0).insert(0, "x", { insertion: { author: mara.id } })),
    ],
    [
      "brings a node outside the schema",
      "schema",
      (page) => page.change((ydoc) => ydoc.getXmlFragment("default").insert(0, [new Y.XmlElement("script")])),
    ],
    ["opens another root", "schema", (page) => page.change((ydoc) => ydoc.getMap("decisions").set("accept", "all"))],
    [
      "writes under another's client id",
      "foreign-client",
      (page) =>
        page.change((ydoc) => {
          ydoc.clientID = [...ydoc.store.clients.keys()].find((client) => client !== ydoc.clientID) ?? 1;
          page.text(0).insert(0, "9");
        }),
    ],
    [
      "asks for another's client id at the door and writes under it",
      "foreign-client",
      async (page, honest, id) => {
        const socket = await mallory.socket(id, { client: String(honest.ydoc.clientID) });
        expect((await socket.next("hello")).clientId).not.toBe(honest.ydoc.clientID);
        socket.close();
        page.change((ydoc) => {
          ydoc.clientID = honest.ydoc.clientID;
          page.text(0).insert(0, "9");
        });
      },
    ],
    [
      "leaves a gap",
      "gap",
      (page) => {
        page.text(0).insert(0, "first");
        page.change(() => page.text(0).insert(0, "second"));
      },
    ],
    ["deletes what is not there yet", "unknown", (page) => page.sendRaw(Uint8Array.of(0, 1, 1, 1, 200, 1, 1))],
    ["sends garbage", "malformed", (page) => page.sendRaw(Uint8Array.of(1, 1, 200))],
    [
      "claims to write under millions of client ids",
      "message-too-large",
      (page) => page.sendRaw(Uint8Array.of(255, 255, 255, 1)),
    ],
    ["sends what is no frame", "malformed", (page) => page.socket.send(Uint8Array.of(64, 9, 9, 9))],
    ["sends a text where bytes belong", "malformed", (page) => page.socket.socket.send("delete everything")],
    [
      "asks with a state vector that is none",
      "malformed",
      (page) => page.socket.send(encodeStateVectorFrame(Uint8Array.of(255))),
    ],
    [
      "sends a message against the rules of sockets",
      "malformed",
      // A close frame that is longer than control frames may be, without a mask.
      (page) => (page.socket.socket as unknown as { _socket: Socket })._socket.write(Uint8Array.of(0x88, 0x7e, 1, 0)),
    ],
    [
      "claims to edit directly",
      "agreed-text",
      (page) => page.change(() => page.text(0).delete(0, 3), updateFlags.undo),
    ],
    [
      "blanks the document as an answer to the server's question",
      "agreed-text",
      (page) => page.socket.send(encodeUpdateFrame(blankAll(page), true)),
    ],
    [
      "blanks the document as if made offline",
      "agreed-text",
      (page) => page.sendRaw(blankAll(page), updateFlags.offline),
    ],
    ["blanks the document with every flag there could be", "agreed-text", (page) => page.sendRaw(blankAll(page), 0xff)],
  ];

  test.each(attacks)(
    "[GA4] %s: agreed text, its authors and others' proposals stay, and it is on record",
    async (_what, code, attack) => {
      const id = await newContract("The price is 100 euros.", "Term");
      const honest = await Page.open(mara, id);
      honest.change(() => honest.text(1).insert(0, "Long "));
      await honest.settled();
      const facts = async (): Promise<unknown> => [
        await textOf(id, "agreed"),
        await textOf(id, "proposed"),
        (await lin.call("GET", `/documents/${id}/attribution`)).body,
        await waitingIn(id),
      ];
      const before = await facts();
      const page = await Page.open(mallory, id);
      await attack(page, honest, id);
      await Promise.race([page.socket.closed, page.socket.next("refused")]);
      expect(await facts()).toEqual(before);
      expect(await refusedIn(id)).toMatchObject([
        { person: { id: mallory.id, name: "Mallory" }, role: "suggest", act: "update", code, count: 1 },
      ]);
      // The others go on working.
      honest.change(() => honest.text(1).insert(5, "and "));
      await honest.settled();
      expect(await textOf(id, "proposed")).toBe("The price is 100 euros.\nLong and Term");
      honest.close();
      page.close();
    },
  );

  test("[GA4] [SY8] a caret in another person's name is nobody's, and it is on record", async () => {
    const id = await newContract("The price is 100 euros.");
    const honest = await Page.open(mara, id);
    const page = await Page.open(mallory, id);
    const shownTo = async (reader: Page, client: number): Promise<unknown> => {
      const message = await reader.socket.next("awareness", ({ update }) =>
        decodeAwareness(update).some((each) => each.client === client),
      );
      return decodeAwareness(message.update).find((each) => each.client === client)?.state;
    };
    const named = { user: { personId: mara.id, name: "Mara", party: "ours" } };
    const caretsOf = (clients: readonly number[], clock: number): Uint8Array => {
      const ydoc = new Y.Doc();
      const awareness = new Awareness(ydoc);
      for (const client of clients) {
        awareness.states.set(client, named);
        awareness.meta.set(client, { clock, lastUpdated: 0 });
      }
      const frame = encodeAwarenessFrame(encodeAwarenessUpdate(awareness, [...clients]));
      awareness.destroy();
      return frame;
    };
    honest.socket.send(caretsOf([honest.ydoc.clientID], 1));
    await shownTo(page, honest.ydoc.clientID);
    // Under her id, with a newer clock, and under an own one in her name.
    page.socket.send(caretsOf([honest.ydoc.clientID, page.ydoc.clientID], 9));
    expect(await shownTo(honest, page.ydoc.clientID)).toMatchObject({
      user: { personId: mallory.id, name: "Mallory" },
    });
    expect(await shownTo(honest, honest.ydoc.clientID)).toMatchObject({ user: { personId: mara.id, name: "Mara" } });
    expect(await refusedIn(id)).toMatchObject([
      { person: { id: mallory.id }, act: "presence", code: "foreign-client", count: 1 },
    ]);
    honest.close();
    page.close();
  });

  test("[GA4] a storm of small updates by somebody who proposes harms nobody: the honest ones arrive, the refused ones are on record", async () => {
    const id = await newContract("The price is 100 euros.", "Term");
    const [page, honest, reader] = [
      await Page.open(mallory, id),
      await Page.open(osei, id),
      await RawPage.open(lin.socket(id)),
    ];
    const forbidden = deletionOf(page, 13, 3);
    for (let i = 0; i < 300; i++) {
      page.change(() => page.text(0).insert(0, "x"));
      page.sendRaw(forbidden);
      if (i % 30 === 0) honest.change(() => honest.text(1).insert(4, "s"));
    }
    await honest.settled();
    const all = ({ count }: { readonly count: number }): boolean => count === 600;
    await Promise.race([page.socket.next("refused", all), page.socket.next("saved", all)]);
    expect(await textOf(id, "agreed")).toBe(`The price is 100 euros.\nTerm${"s".repeat(10)}`);
    const termOf = ({ ydoc }: RawPage): string =>
      ((ydoc.getXmlFragment("default").get(1) as Y.XmlElement).get(0) as Y.XmlText).toString();
    await expect.poll(() => termOf(reader)).toBe(`Term${"s".repeat(10)}`);
    expect(await waitingIn(id)).toHaveLength(1);
    const refused = await refusedIn(id);
    expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(300);
    // One row, or two where the storm went over the end of a stretch of time.
    expect(refused.length).toBeLessThanOrEqual(2);
    expect(refused[0]).toMatchObject({ person: { id: mallory.id }, act: "update", code: "agreed-text" });
    for (const each of [page, honest]) each.close();
    reader.socket.close();
  });

  test("[GA4] what was tried outlives a restart of the server, also what it had not written yet", async () => {
    const id = await newContract("The price is 100 euros.");
    const page = await Page.open(mallory, id);
    page.change(() => page.text(0).delete(13, 3));
    await page.socket.next("refused");
    await company.restart();
    expect(await refusedIn(id)).toMatchObject([{ person: { id: mallory.id }, code: "agreed-text", count: 1 }]);
  });

  test("[GA4] decisions it may not make, and ids that are none, are refused in a sentence, and are on record", async () => {
    const id = await newContract("fee");
    const page = await Page.open(mara, id);
    page.change(() => page.text(0).insert(0, "annual "));
    await page.settled();
    const waiting = await waitingIn(id);
    for (const verdict of ["accept", "reject"]) expect((await decide(mallory, id, verdict, waiting)).status).toBe(403);
    expect((await decide(mallory, id, "withdraw", waiting)).status).toBe(403);
    const wrong = { ...(waiting[0] as Told), digest: "0" };
    expect((await decide(osei, id, "accept", [wrong])).status).toBe(409);
    expect((await osei.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals: [] })).status).toBe(
      400,
    );
    expect(
      (await osei.call("POST", `/documents/${id}/decisions`, { verdict: "sign", proposals: waiting })).status,
    ).toBe(400);
    expect(await textOf(id, "agreed")).toBe("fee");
    // Summed up: a stretch of time may end between two of them.
    const told = new Map<string, number>();
    for (const { person, act, code, ordinary, connectionId, count } of await refusedIn(id)) {
      const what = [person.name, act, code, ordinary ? "as happens" : "tried", connectionId ?? "by call"].join(", ");
      told.set(what, (told.get(what) ?? 0) + count);
    }
    expect(Object.fromEntries(told)).toEqual({
      "Mallory, decision, role, tried, by call": 2,
      "Mallory, decision, not-yours, tried, by call": 1,
      "Osei, decision, stale, as happens, by call": 1,
      // A list that is too short may come of a form; a verdict that is none does not.
      "Osei, message, malformed, tried, by call": 1,
    });
    page.close();
  });
});
