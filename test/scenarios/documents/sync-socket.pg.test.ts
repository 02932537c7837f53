import { must } from "@parley/base";
import {
  closeCodes,
  decodeAwareness,
  encodeAwarenessFrame,
  encodeParleyUpdateFrame,
  encodeStateVectorFrame,
  encodeUpdateFrame,
} from "@parley/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { type Colleague, type Company, openCompany } from "../../support/company.ts";
import { type RawSocket, openRawSocket } from "../../support/raw-socket.ts";

let company: Company;
let lin: Colleague;
let mara: Colleague;
let mallory: Colleague;

beforeAll(async () => {
  company = await openCompany({ env: { PARLEY_SYNC_PRESENCE_INTERVAL_MS: "10" } });
  lin = await company.colleague("Lin");
  mara = await company.colleague("Mara");
  mallory = await company.colleague("Mallory");
});
afterAll(() => company.stop());

async function newDocument(shares: Partial<Record<"mara" | "mallory", string>> = { mara: "edit" }): Promise<string> {
  const { body } = await lin.call("POST", "/documents", { kind: "note", title: "Terms" });
  const { id } = body as { id: string };
  for (const [who, role] of Object.entries(shares)) {
    const person = who === "mara" ? mara : mallory;
    await lin.call("POST", `/documents/${id}/shares`, { personId: person.id, role });
  }
  return id;
}

const textOf = async (documentId: string): Promise<string> =>
  (await lin.call("GET", `/documents/${documentId}/text`)).body;

/** A page that has everything and types under the id it was issued. */
async function typist(socket: RawSocket): Promise<{ ydoc: Y.Doc; type: (text: string) => Uint8Array }> {
  const { clientId } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  return {
    ydoc,
    type: (words) => {
      const before = Y.encodeStateVector(ydoc);
      typeInto(ydoc, words);
      return Y.encodeStateAsUpdate(ydoc, before);
    },
  };
}

function typeInto(ydoc: Y.Doc, words: string): void {
  const paragraph = ydoc.getXmlFragment("default").get(0) as Y.XmlElement;
  if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText(words)]);
  else (paragraph.get(0) as Y.XmlText).insert(0, words);
}

async function saved(socket: RawSocket, count: number): Promise<void> {
  await socket.next("saved", (message) => message.count >= count);
}

/** Resolves when the provider's document satisfies the test. */
function until(ydoc: Y.Doc, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      ydoc.off("update", look);
      resolve();
    };
    ydoc.on("update", look);
    look();
  });
}

describe("the socket", () => {
  test("[SY6] the stock y-websocket client works unchanged", async () => {
    const documentId = await newDocument();
    const open = (who: Colleague): { ydoc: Y.Doc; provider: WebsocketProvider } => {
      const ydoc = new Y.Doc();
      const provider = new WebsocketProvider(company.server.url.replace("http", "ws") + "/sync", documentId, ydoc, {
        params: { token: who.token },
        WebSocketPolyfill: WebSocket as never,
        disableBc: true,
      });
      return { ydoc, provider };
    };
    const [a, b] = [open(lin), open(mara)];
    await Promise.all(
      [a, b].map(({ provider }) => new Promise<void>((resolve) => provider.once("sync", () => resolve()))),
    );
    const paragraph = a.ydoc.getXmlFragment("default").get(0) as Y.XmlElement;
    paragraph.insert(0, [new Y.XmlText("Written in a stock client.")]);
    await until(b.ydoc, () => b.ydoc.getXmlFragment("default").toJSON().includes("stock client"));
    b.ydoc.getXmlFragment("default").insert(1, [new Y.XmlElement("paragraph")]);
    await until(a.ydoc, () => a.ydoc.getXmlFragment("default").length === 2);
    a.provider.destroy();
    b.provider.destroy();
    expect(await textOf(documentId)).toBe("Written in a stock client.\n");
    const { body } = await lin.call("GET", `/documents/${documentId}/attribution`);
    expect((body as { spans: { text: string; author: { name: string } }[] }).spans).toMatchObject([
      { text: "Written in a stock client.", author: { name: "Lin" } },
    ]);
  });

  test("[SY1] what was acknowledged survives a restart of the server", async () => {
    const documentId = await newDocument();
    const socket = await lin.socket(documentId);
    const page = await typist(socket);
    socket.send(encodeParleyUpdateFrame(1, 0, page.type("Durable.")));
    await saved(socket, 1);
    const other = await openCompanyAgain(documentId);
    expect(other).toBe("Durable.");
  });

  async function openCompanyAgain(documentId: string): Promise<string> {
    await company.restart();
    return textOf(documentId);
  }

  test("[SY3] a viewer's change is refused, the viewer is told, and nothing is stored", async () => {
    const documentId = await newDocument({ mara: "view" });
    const socket = await mara.socket(documentId);
    const page = await typist(socket);
    socket.send(encodeParleyUpdateFrame(1, 0, page.type("Not mine to write.")));
    expect(await socket.next("refused")).toMatchObject({ code: "role" });
    const stock = await mara.socket(documentId, { parley: "0" });
    stock.send(encodeUpdateFrame(page.type("Nor here."), false));
    expect(await stock.next("denied")).toMatchObject({ reason: "role" });
    expect(await textOf(documentId)).toBe("");
    socket.close();
    stock.close();
  });

  test("[SY7] taking a share back closes the open socket, and a weaker role counts from the next frame on", async () => {
    const documentId = await newDocument({ mara: "edit" });
    const socket = await mara.socket(documentId);
    const page = await typist(socket);
    socket.send(encodeParleyUpdateFrame(1, 0, page.type("While I may. ")));
    await saved(socket, 1);
    const { body } = await lin.call("GET", `/documents/${documentId}/shares`);
    const share = must(
      (body as { id: string; target: { personId?: string } }[]).find((each) => each.target.personId === mara.id),
      "mara's share",
    );
    await lin.call("PATCH", `/documents/${documentId}/shares/${share.id}`, { role: "view" });
    expect(await socket.next("access")).toMatchObject({ role: "view" });
    socket.send(encodeParleyUpdateFrame(2, 0, page.type("No longer. ")));
    expect(await socket.next("refused")).toMatchObject({ code: "role" });
    await lin.call("DELETE", `/documents/${documentId}/shares/${share.id}`);
    expect((await socket.closed).code).toBe(closeCodes.accessRemoved);
    expect(await textOf(documentId)).toBe("While I may. ");
    expect((await (await mara.socket(documentId)).closed).code).toBe(closeCodes.notFound);
  });

  test("[SY8] name, party and colour of a caret come from the server, whatever the client claims", async () => {
    const documentId = await newDocument({ mara: "edit", mallory: "edit" });
    const [victim, attacker, watcher] = await Promise.all([
      lin.socket(documentId),
      mallory.socket(documentId),
      mara.socket(documentId),
    ]);
    const { clientId: victimId } = await victim.next("hello");
    const { clientId } = await attacker.next("hello");
    const place = { type: null, tname: "default", item: null, assoc: 0 };
    const say = (id: number, user: unknown): void => {
      const ydoc = new Y.Doc();
      ydoc.clientID = id;
      const awareness = new Awareness(ydoc);
      awareness.setLocalState({ user, cursor: { anchor: place, head: place } } as never);
      attacker.send(encodeAwarenessFrame(encodeAwarenessUpdate(awareness, [id])));
      awareness.destroy();
    };
    say(clientId, { name: "Lin", party: "ours", color: "red" });
    const heard = await watcher.next("awareness", (message) =>
      decodeAwareness(message.update).some((entry) => entry.client === clientId),
    );
    expect(decodeAwareness(heard.update).find((entry) => entry.client === clientId)?.state).toMatchObject({
      user: { name: "Mallory", personId: mallory.id },
      cursor: { anchor: place, head: place },
    });
    say(victimId, { name: "Lin" });
    say(clientId, { name: "Lin again" });
    await watcher.next("awareness", (message) =>
      decodeAwareness(message.update).some((entry) => entry.client === clientId && entry.clock >= 1),
    );
    const spoken = watcher.received.flatMap((message) =>
      message.type === "awareness" ? decodeAwareness(message.update) : [],
    );
    expect(spoken.some((entry) => entry.client === victimId)).toBe(false);
    for (const socket of [victim, attacker, watcher]) socket.close();
  });

  test("nobody gets in without a right: no token, a wrong one, another's document, an unknown one", async () => {
    const documentId = await newDocument({});
    const codeFor = async (query: Record<string, string>, id = documentId): Promise<number> => {
      return (await (await openRawSocket(company.server.url, id, query)).closed).code;
    };
    expect(await codeFor({})).toBe(closeCodes.notSignedIn);
    expect(await codeFor({ token: "parley_nobody" })).toBe(closeCodes.notSignedIn);
    expect(await codeFor({ token: mallory.token })).toBe(closeCodes.notFound);
    expect(await codeFor({ token: lin.token }, "11111111-1111-4111-8111-111111111111")).toBe(closeCodes.notFound);
    expect(await codeFor({ token: lin.token }, "not-an-id")).toBe(closeCodes.notFound);
  });

  test("[SY12] a cookie opens a socket from our own pages only", async () => {
    const documentId = await newDocument({});
    await company.server.app.people.createPerson({
      name: "Wang",
      email: "wang@parley.example",
      password: "a long enough password",
    });
    const { url } = company.server;
    const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { origin: url, "content-type": "application/json" },
      body: JSON.stringify({ email: "wang@parley.example", password: "a long enough password" }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const { body } = await lin.call("GET", "/people?search=wang");
    await lin.call("POST", `/documents/${documentId}/shares`, {
      personId: must((body as { id: string }[])[0], "wang").id,
      role: "edit",
    });
    const open = async (headers: Record<string, string>): Promise<RawSocket> =>
      openRawSocket(url, documentId, { parley: "1", schema: "1" }, { cookie, ...headers });
    expect((await (await open({ origin: "https://evil.example" })).closed).code).toBe(closeCodes.notSignedIn);
    expect((await (await open({})).closed).code).toBe(closeCodes.notSignedIn);
    const own = await open({ origin: url });
    expect(await own.next("hello")).toMatchObject({ name: "Wang" });
    own.close();
  });
});

describe("a hostile client", () => {
  const attack = async (
    frames: (page: Awaited<ReturnType<typeof typist>>) => Uint8Array[],
  ): Promise<{ code: number; documentId: string }> => {
    const documentId = await newDocument({ mara: "edit", mallory: "edit" });
    const honest = await mara.socket(documentId);
    const writer = await typist(honest);
    honest.send(encodeParleyUpdateFrame(1, 0, writer.type("Agreed text.")));
    await saved(honest, 1);
    const socket = await mallory.socket(documentId);
    const page = await typist(socket);
    for (const frame of frames(page)) socket.send(frame);
    const { code } = await socket.closed;
    honest.send(encodeParleyUpdateFrame(2, 0, writer.type("Still here. ")));
    await saved(honest, 2);
    expect(await textOf(documentId)).toBe("Still here. Agreed text.");
    honest.close();
    return { code, documentId };
  };
  /** Everything the page holds that the server lacks. */
  const change = (page: { ydoc: Y.Doc }, make: (ydoc: Y.Doc) => void): Uint8Array => {
    const before = Y.encodeStateVector(page.ydoc);
    make(page.ydoc);
    return Y.encodeStateAsUpdate(page.ydoc, before);
  };
  const asUpdate = (update: Uint8Array): Uint8Array => encodeUpdateFrame(update, false);

  test.each([
    ["noise", Uint8Array.of(9, 9, 9)],
    ["an empty frame", new Uint8Array()],
    ["a truncated frame", Uint8Array.of(0, 2, 200, 1, 1)],
    ["bytes after the frame", Uint8Array.of(0, 2, 2, 0, 0, 7)],
    ["a length beyond all bounds", Uint8Array.of(0, 2, 255, 255, 255, 255, 255, 255, 255, 127)],
    ["an update of noise", encodeUpdateFrame(Uint8Array.of(5, 4, 3, 2, 1), false)],
    ["a state vector of noise", encodeStateVectorFrame(Uint8Array.of(255, 255, 255, 255, 1, 2))],
    [
      "a client id out of range",
      encodeUpdateFrame(Uint8Array.of(1, 1, 255, 255, 255, 255, 255, 255, 31, 0, 0, 1, 0), false),
    ],
    [
      "a length out of range",
      encodeUpdateFrame(Uint8Array.of(1, 1, 5, 0, 0, 255, 255, 255, 255, 255, 255, 31, 0), false),
    ],
  ])("[IN4] %s closes the socket, loses nothing and stores nothing", async (_name, frame) => {
    const { code } = await attack(() => [frame]);
    expect(code).toBe(closeCodes.malformed);
  });

  test("[IN6] writing under somebody else's client id is refused", async () => {
    const { code } = await attack((page) => {
      const others = [...page.ydoc.store.clients.keys()];
      page.ydoc.clientID = must(others.at(-1), "somebody has written");
      return [asUpdate(page.type("forged "))];
    });
    expect(code).toBe(closeCodes.foreignClientId);
  });

  test("[IN2] [IN3] gaps and deletions of unknown ids send the client back to synchronise", async () => {
    const gap = await attack((page) => {
      page.type("never sent ");
      return [asUpdate(page.type("after the gap "))];
    });
    expect(gap.code).toBe(closeCodes.outOfStep);
    const unknown = await attack(() => [asUpdate(Uint8Array.of(0, 1, 77, 1, 0, 5))]);
    expect(unknown.code).toBe(closeCodes.outOfStep);
  });

  test.each([
    [
      "an unknown mark",
      (ydoc: Y.Doc) =>
        ((ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 3, { poison: {} }),
    ],
    ["an unknown node", (ydoc: Y.Doc) => ydoc.getXmlFragment("default").insert(0, [new Y.XmlElement("script")])],
    [
      "an unknown attribute",
      (ydoc: Y.Doc) => (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).setAttribute("onclick", "x"),
    ],
    [
      "a value outside the schema",
      (ydoc: Y.Doc) => (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).setAttribute("style", "evil"),
    ],
    [
      "a link that runs",
      (ydoc: Y.Doc) =>
        ((ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 3, {
          link: { href: "javascript:alert(1)" },
        }),
    ],
    ["text outside a paragraph", (ydoc: Y.Doc) => ydoc.getXmlFragment("default").insert(0, [new Y.XmlText("loose")])],
    ["another root", (ydoc: Y.Doc) => ydoc.getMap("secret").set("a", 1)],
    [
      "a cell outside a table",
      (ydoc: Y.Doc) => ydoc.getXmlFragment("default").insert(0, [new Y.XmlElement("tableCell")]),
    ],
    [
      "an embedded object",
      (ydoc: Y.Doc) =>
        ((ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).insertEmbed(0, { a: 1 }),
    ],
  ])("[GU2] [GU3] [GU4] %s never reaches another reader", async (_name, make) => {
    const { code } = await attack((page) => [asUpdate(change(page, make))]);
    expect(code).toBe(closeCodes.schema);
  });

  test("[IN8] a message of more pieces than anybody sends at once is refused, and its sender goes on", async () => {
    const documentId = await newDocument({ mara: "edit", mallory: "suggest" });
    for (const who of [mara, mallory]) {
      const socket = await who.socket(documentId);
      const page = await typist(socket);
      const blocks = (): Y.XmlElement[] => Array.from({ length: 120_000 }, () => new Y.XmlElement("paragraph"));
      const before = Y.encodeStateVector(page.ydoc);
      const many = change(page, (ydoc) => ydoc.getXmlFragment("default").insert(1, blocks()));
      socket.send(encodeParleyUpdateFrame(1, 0, many));
      expect(await socket.next("refused")).toMatchObject({ code: "message-too-large", count: 1 });
      const stock = await who.socket(documentId, { parley: "0" });
      stock.send(asUpdate(many));
      expect(await stock.next("denied")).toMatchObject({ reason: "message-too-large" });
      stock.close();
      const few = new Y.Doc();
      Y.applyUpdate(few, Y.encodeStateAsUpdate(await socket.readDocument()));
      expect(Y.encodeStateVector(few)).toEqual(before);
      few.clientID = page.ydoc.clientID;
      socket.send(
        encodeParleyUpdateFrame(
          1,
          0,
          change({ ydoc: few }, (ydoc) => typeInto(ydoc, "Still here. ")),
        ),
      );
      await saved(socket, 2);
      socket.close();
    }
    expect(await textOf(documentId)).toContain("Still here.");
  });

  test("a message beyond the limit is not read", async () => {
    const { code } = await attack(() => [asUpdate(new Uint8Array(9_000_000))]);
    expect(code).toBe(1009);
  });
});
