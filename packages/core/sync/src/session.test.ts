import { type VirtualClock, seededRandom, virtualClock } from "@parley/base";
import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import {
  type ClientMessage,
  type DocumentSession,
  type DocumentStanding,
  type TransportHandlers,
  closeCodes,
  decodeClientFrame,
  encodeParleyMessage,
  encodeStateVectorFrame,
  encodeUpdateFrame,
  openDocumentSession,
  plainStanding,
} from "./index.ts";

const MAX_UPDATE_BYTES = 1_000;

interface Scene {
  readonly session: DocumentSession;
  readonly ydoc: Y.Doc;
  readonly clock: VirtualClock;
  readonly sent: ClientMessage[];
  readonly connects: { clientId: number | null }[];
  readonly handlers: () => TransportHandlers;
  /** The server's side of a good start: hello, its state vector, its answer. */
  readonly letIn: (options?: {
    role?: "view" | "suggest" | "edit";
    server?: Y.Doc;
    schemaVersion?: number;
    standing?: Partial<DocumentStanding>;
  }) => void;
  readonly type: (text: string) => void;
}

function open(options: { ydoc?: Y.Doc; storedUnsaved?: number; proposing?: boolean } = {}): Scene {
  const clock = virtualClock();
  const ydoc = options.ydoc ?? new Y.Doc();
  const sent: ClientMessage[] = [];
  const connects: { clientId: number | null }[] = [];
  let handlers: TransportHandlers | null = null;
  const session = openDocumentSession({
    ydoc,
    awareness: new Awareness(ydoc),
    clock,
    random: seededRandom(1),
    schemaVersion: 1,
    ...(options.storedUnsaved !== undefined && { storedUnsaved: options.storedUnsaved }),
    ...(options.proposing !== undefined && { proposing: options.proposing }),
    connect: (given, request) => {
      handlers = given;
      connects.push(request);
      return {
        send: (frame) => {
          const message = decodeClientFrame(frame);
          if (message) sent.push(message);
        },
        close: () => undefined,
      };
    },
  });
  const current = (): TransportHandlers => {
    if (!handlers) throw new Error("not connected");
    return handlers;
  };
  return {
    session,
    ydoc,
    clock,
    sent,
    connects,
    handlers: current,
    letIn: ({ role = "edit", server = new Y.Doc(), schemaVersion = 1, standing = {} } = {}) => {
      current().opened();
      current().received(
        encodeParleyMessage({
          type: "hello",
          protocolVersion: 4,
          schemaVersion,
          clientId: 77,
          seq: 5,
          role,
          party: "ours",
          personId: "p",
          name: "Lin",
          maxUpdateBytes: MAX_UPDATE_BYTES,
          standing: { ...plainStanding, ...standing },
        }),
      );
      current().received(encodeStateVectorFrame(Y.encodeStateVector(server)));
      current().received(encodeUpdateFrame(Y.encodeStateAsUpdate(server), true));
    },
    type: (text) => ydoc.getText("t").insert(0, text),
  };
}

const updates = (scene: Scene): Extract<ClientMessage, { type: "update" }>[] =>
  scene.sent.filter((message) => message.type === "update");
const state = (scene: Scene): [string, number, boolean] => {
  const { state: name, unsavedCount, editable } = scene.session.status();
  return [name, unsavedCount, editable];
};

describe("a session", () => {
  test("[SE2] is not editable before the first synchronisation and says that it is connecting", () => {
    const scene = open();
    expect(state(scene)).toEqual(["connecting", 0, false]);
    scene.letIn();
    expect(state(scene)).toEqual(["saved", 0, true]);
  });

  test("[SE1] says saved only when everything typed is durable", () => {
    const scene = open();
    scene.letIn();
    scene.type("a");
    expect(state(scene)).toEqual(["saving", 1, true]);
    scene.clock.advance(20);
    scene.type("b");
    scene.clock.advance(20);
    expect(updates(scene).length).toBe(2);
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 6 }));
    expect(state(scene)[0]).toBe("saving");
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 2, seq: 7 }));
    expect(state(scene)).toEqual(["saved", 0, true]);
  });

  test("[SE15] what is told on a new connection before the answer waits for what came before it", () => {
    const scene = open();
    const server = new Y.Doc();
    scene.letIn({ server });
    scene.handlers().closed(1006);
    scene.clock.advance(60_000);
    server.getText("t").insert(0, "missed");
    const before = Y.encodeStateVector(server);
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server));
    other.getText("u").insert(0, "told");
    const told = Y.encodeStateAsUpdate(other, before);
    const wordsOf = (name: string): string => scene.ydoc.getText(name).toJSON();
    const received = (frame: Uint8Array): void => scene.handlers().received(frame);
    scene.handlers().opened();
    received(encodeParleyMessage({ type: "update", seq: 9, update: told }));
    expect([wordsOf("u"), scene.session.status().seq]).toEqual(["", 5]);
    received(encodeUpdateFrame(Y.encodeStateAsUpdate(server), true));
    expect([wordsOf("t"), wordsOf("u")]).toEqual(["missed", "told"]);
    expect(scene.session.status().seq).toBe(9);
    const last = new Y.Doc();
    last.getText("v").insert(0, "at once");
    received(encodeParleyMessage({ type: "update", seq: 10, update: Y.encodeStateAsUpdate(last) }));
    expect(wordsOf("v")).toBe("at once");
  });

  test("[SE3] writes under the issued client id and asks for it again", () => {
    const scene = open();
    scene.letIn();
    expect(scene.ydoc.clientID).toBe(77);
    scene.handlers().closed(1006);
    scene.clock.advance(10_000);
    expect(scene.connects).toEqual([{ clientId: null }, { clientId: 77 }]);
  });

  test("[SE5] [SE1] what was on its way when the line broke stays unsaved, is sent again and only then saved", () => {
    const scene = open();
    scene.letIn();
    scene.type("a");
    scene.clock.advance(20);
    scene.handlers().closed(1006);
    expect(state(scene)).toEqual(["offline", 1, true]);
    scene.type("b");
    expect(state(scene)).toEqual(["offline", 2, true]);
    scene.clock.advance(10_000);
    scene.letIn();
    const again = updates(scene).at(-1);
    expect(again?.flags).toBe(1);
    const server = new Y.Doc();
    Y.applyUpdate(server, again?.update ?? new Uint8Array());
    expect(server.getText("t").toJSON()).toBe("ba");
    expect(state(scene)[0]).toBe("saving");
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 8 }));
    expect(state(scene)).toEqual(["saved", 0, true]);
  });

  test("[SE10] whoever may only propose writes, and every frame says that it proposes", () => {
    const scene = open();
    scene.letIn({ role: "suggest" });
    expect(scene.session.status()).toMatchObject({ state: "saved", editable: true, proposing: true });
    scene.type("a");
    scene.clock.advance(20);
    expect(updates(scene).map(({ flags }) => flags)).toEqual([4]);
    expect(scene.session.setProposing(false)).toBe(false);
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 6 }));
    expect(scene.session.setProposing(false)).toBe(false);
    scene
      .handlers()
      .received(encodeParleyMessage({ type: "access", role: "edit", party: "ours", standing: plainStanding }));
    expect(scene.session.status().proposing).toBe(true);
    expect(scene.session.setProposing(false)).toBe(true);
  });

  test("[SE10] the mode is switched only while everything is saved", () => {
    const scene = open();
    scene.letIn();
    scene.type("a");
    expect(scene.session.setProposing(true)).toBe(false);
    scene.clock.advance(20);
    expect(scene.session.setProposing(true)).toBe(false);
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 6 }));
    expect(scene.session.setProposing(true)).toBe(true);
    scene.type("b");
    scene.clock.advance(20);
    expect(updates(scene).map(({ flags }) => flags)).toEqual([0, 4]);
  });

  test("[SE10] what an earlier page proposed is sent as proposed", () => {
    const ydoc = new Y.Doc();
    ydoc.getText("t").insert(0, "kept");
    const scene = open({ ydoc, storedUnsaved: 1, proposing: true });
    scene.letIn();
    expect(updates(scene).map(({ flags }) => flags)).toEqual([5]);
  });

  test("changes of an earlier page are sent with the first synchronisation, counted or not", () => {
    const ydoc = new Y.Doc();
    ydoc.getText("t").insert(0, "kept");
    const uncounted = open({ ydoc });
    uncounted.letIn();
    expect(updates(uncounted).length).toBe(1);
    const nothing = open();
    nothing.letIn();
    expect(updates(nothing)).toEqual([]);
  });

  test("[SE5] comes back after a retry code and stays away after a permanent one", () => {
    const scene = open();
    scene.letIn();
    scene.handlers().closed(closeCodes.draining);
    scene.clock.advance(20_000);
    expect(scene.connects.length).toBe(2);
    scene.letIn();
    scene.handlers().closed(closeCodes.accessRemoved);
    scene.clock.advance(60_000);
    expect([scene.connects.length, ...state(scene)]).toEqual([2, "removed", 0, false]);
  });

  test("[SE14] comes back at once when the server can be reached again, and once; not where it is connected or has to stay away", () => {
    const scene = open();
    scene.letIn();
    scene.session.retryNow();
    expect(scene.connects.length).toBe(1);
    scene.handlers().closed(1006);
    // Long without a network: the next attempt is many seconds off.
    for (let attempt = 0; attempt < 7; attempt++) {
      scene.clock.advance(20_000);
      scene.handlers().closed(1006);
    }
    const before = scene.connects.length;
    scene.session.retryNow();
    expect(scene.connects.length).toBe(before + 1);
    scene.letIn();
    expect(scene.session.status().state).toBe("saved");
    scene.session.retryNow();
    scene.clock.advance(20_000);
    expect(scene.connects.length).toBe(before + 1);
    scene.handlers().closed(closeCodes.accessRemoved);
    scene.session.retryNow();
    expect(scene.connects.length).toBe(before + 1);
  });

  test("[SE4] a refused change is never called saved, and is sent when the role allows it again", () => {
    const scene = open();
    scene.letIn();
    scene.type("mine");
    scene.clock.advance(20);
    scene
      .handlers()
      .received(encodeParleyMessage({ type: "access", role: "view", party: "ours", standing: plainStanding }));
    scene.handlers().received(encodeParleyMessage({ type: "refused", code: "role", count: 1 }));
    expect(scene.session.status()).toMatchObject({ unsavedCount: 1, editable: false });
    expect(["read-only", "refused"]).toContain(scene.session.status().state);
    scene
      .handlers()
      .received(encodeParleyMessage({ type: "access", role: "edit", party: "ours", standing: plainStanding }));
    scene.letIn();
    expect(updates(scene).length).toBe(2);
  });

  test("[SE1] [SE4] a change that was refused to somebody who may only propose is sent again, and not called saved with a later one, when they may edit", () => {
    const scene = open();
    scene.letIn({ role: "suggest" });
    scene.type("mine");
    scene.clock.advance(20);
    scene.handlers().received(encodeParleyMessage({ type: "refused", code: "agreed-text", count: 1 }));
    expect(scene.session.status()).toMatchObject({ state: "refused", unsavedCount: 1 });
    scene
      .handlers()
      .received(encodeParleyMessage({ type: "access", role: "edit", party: "ours", standing: plainStanding }));
    expect(scene.connects.length).toBe(2);
    scene.type("more");
    expect(scene.session.status().state).not.toBe("saved");
    scene.letIn();
    expect(updates(scene).length).toBe(2);
    const server = new Y.Doc();
    Y.applyUpdate(server, updates(scene).at(-1)?.update ?? new Uint8Array());
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 7 }));
    expect(scene.session.status()).toMatchObject({ state: "saved", unsavedCount: 0 });
    expect(Y.encodeStateVector(server)).toEqual(Y.encodeStateVector(scene.ydoc));
  });

  test("[SE16] while a document is frozen nothing is typed, what is not saved stays, and it is sent when the document thaws", () => {
    const frozen = { en: "It is being approved.", zh: "正在审批。" };
    const scene = open();
    scene.letIn();
    scene.type("mine");
    scene.clock.advance(20);
    scene.handlers().received(encodeParleyMessage({ type: "refused", code: "frozen", count: 1 }));
    const hears = (standing: DocumentStanding): void =>
      scene.handlers().received(encodeParleyMessage({ type: "access", role: "edit", party: "ours", standing }));
    hears({ ...plainStanding, frozen });
    expect(scene.session.status()).toMatchObject({
      state: "read-only",
      unsavedCount: 1,
      editable: false,
      role: "edit",
      standing: { frozen },
    });
    expect(scene.session.unsavedIds().size).toBe(1);
    hears(plainStanding);
    scene.letIn();
    expect(updates(scene).length).toBe(2);
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 7 }));
    expect(state(scene)).toEqual(["saved", 0, true]);
  });

  test("[SE16] what was made offline is offered once more to a frozen document, and kept when it is refused", () => {
    const ydoc = new Y.Doc();
    ydoc.getText("t").insert(0, "offline");
    const scene = open({ ydoc, storedUnsaved: 1 });
    scene.letIn({ standing: { frozen: { en: "Frozen.", zh: "已冻结。" } } });
    expect(updates(scene).length).toBe(1);
    scene.handlers().received(encodeParleyMessage({ type: "refused", code: "frozen", count: 1 }));
    expect(scene.session.status()).toMatchObject({ state: "read-only", editable: false });
    expect(scene.session.status().unsavedCount).toBeGreaterThan(0);
    expect(scene.ydoc.getText("t").toJSON()).toBe("offline");
  });

  test("[SE10] in a document in which everybody proposes, whoever may edit proposes and cannot choose otherwise", () => {
    const scene = open();
    scene.letIn({ standing: { everybodyProposes: true } });
    expect(scene.session.status()).toMatchObject({ proposing: true, editable: true, role: "edit" });
    expect(scene.session.setProposing(false)).toBe(false);
    scene.type("a");
    scene.clock.advance(20);
    expect(updates(scene).map(({ flags }) => flags)).toEqual([4]);
  });

  test("[SE4] what the server does not have is known by its ids, until it is durable", () => {
    const draft = new Y.Doc();
    draft.clientID = 9;
    draft.getText("t").insert(0, "draft ");
    const scene = open({ ydoc: draft });
    const ids = (): unknown => Object.fromEntries(scene.session.unsavedIds());
    const server = new Y.Doc();
    server.clientID = 3;
    server.getText("t").insert(0, "theirs");
    scene.letIn({ server });
    expect(ids()).toEqual({ 9: 0 });
    scene.clock.advance(20);
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 6 }));
    expect(ids()).toEqual({});
    scene.type("ab");
    scene.clock.advance(20);
    scene.type("c");
    expect(ids()).toEqual({ 77: 0 });
    scene.clock.advance(20);
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 2, seq: 7 }));
    expect(ids()).toEqual({ 77: 2 });
    scene.handlers().received(encodeParleyMessage({ type: "refused", code: "document-too-large", count: 3 }));
    expect([ids(), scene.session.status().state]).toEqual([{ 77: 2 }, "refused"]);
  });

  test("a reader is told that they only read", () => {
    const scene = open();
    scene.letIn({ role: "view" });
    expect(state(scene)).toEqual(["read-only", 0, false]);
  });

  test("a newer schema on the server makes this page read-only", () => {
    const scene = open();
    scene.letIn({ schemaVersion: 2 });
    expect(state(scene)).toEqual(["read-only", 0, false]);
  });

  test("what comes from the server is never sent back", () => {
    const scene = open();
    scene.letIn();
    const server = new Y.Doc();
    server.getText("t").insert(0, "from afar");
    scene.handlers().received(encodeParleyMessage({ type: "update", seq: 6, update: Y.encodeStateAsUpdate(server) }));
    scene.clock.advance(50);
    expect([updates(scene), scene.ydoc.getText("t").toJSON(), scene.session.status().seq]).toEqual([
      [],
      "from afar",
      6,
    ]);
  });

  test("what others brought is told apart from what this page sent, also where it changes nothing in the text", () => {
    const scene = open();
    scene.letIn();
    const seqs = (): number[] => [scene.session.status().seq, scene.session.status().othersSeq];
    expect(seqs()).toEqual([5, 5]);
    scene.type("a");
    scene.clock.advance(20);
    scene.handlers().received(encodeParleyMessage({ type: "saved", count: 1, seq: 6 }));
    expect(seqs()).toEqual([6, 5]);
    const nothing = Y.encodeStateAsUpdate(new Y.Doc());
    scene.handlers().received(encodeParleyMessage({ type: "update", seq: 7, update: nothing }));
    expect(seqs()).toEqual([7, 7]);
  });

  test("[SE6] a line that went silent is taken for broken, sooner while a change is on its way", () => {
    const scene = open();
    scene.letIn();
    scene.clock.advance(30_000);
    expect(state(scene)[0]).toBe("saved");
    scene.type("a");
    scene.clock.advance(5_000);
    expect(state(scene)[0]).toBe("offline");
    expect(scene.connects.length).toBeGreaterThan(1);
  });

  test("[SE7] a change that no message can carry is not sent, nor anything behind it, and is said to be refused", () => {
    const scene = open();
    scene.letIn();
    scene.type("a");
    scene.clock.advance(20);
    scene.type("b".repeat(2 * MAX_UPDATE_BYTES));
    scene.clock.advance(20);
    scene.type("c");
    scene.clock.advance(20);
    expect(updates(scene)).toHaveLength(1);
    expect(state(scene)).toEqual(["refused", 3, false]);
    expect(scene.session.status().reason).toBe("message-too-large");
    scene.handlers().closed(1006);
    scene.clock.advance(1_000);
    scene.letIn();
    expect(updates(scene)).toHaveLength(1);
    expect([scene.session.status().state, scene.session.status().reason]).toEqual(["refused", "message-too-large"]);
  });

  test("[SE7] what the server finds too large is kept, and nothing behind it is sent", () => {
    const scene = open();
    scene.letIn();
    scene.type("many pieces");
    scene.clock.advance(20);
    scene.handlers().received(encodeParleyMessage({ type: "refused", code: "message-too-large", count: 1 }));
    scene.type("c");
    scene.clock.advance(20_000);
    expect(updates(scene)).toHaveLength(1);
    expect([scene.session.status().reason, ...state(scene)]).toEqual(["message-too-large", "refused", 2, false]);
    expect(Object.fromEntries(scene.session.unsavedIds())).toEqual({ 77: 0 });
  });

  test("[SE7] changes that no message can carry together travel one by one", () => {
    const scene = open();
    scene.letIn();
    for (const letter of ["a", "b", "c"]) scene.type(letter.repeat(0.8 * MAX_UPDATE_BYTES));
    scene.clock.advance(20);
    expect(updates(scene)).toHaveLength(3);
    const server = new Y.Doc();
    for (const { update } of updates(scene)) Y.applyUpdate(server, update);
    expect(server.getText("t").toJSON()).toBe(scene.ydoc.getText("t").toJSON());
    expect(state(scene)).toEqual(["saving", 3, true]);
  });

  test("[SE12] what was typed before somebody else's change arrived says so, also when more is typed at once", () => {
    const scene = open();
    scene.letIn();
    scene.type("a");
    const other = new Y.Doc();
    other.getText("t").insert(0, "x");
    scene.handlers().received(encodeParleyMessage({ type: "update", seq: 6, update: Y.encodeStateAsUpdate(other) }));
    scene.type("b");
    scene.clock.advance(20);
    expect(updates(scene).map(({ baseSeq }) => baseSeq)).toEqual([5, 6]);
  });

  test("[SE13] formatting of others that says nothing is not tidied up by a page, least of all by a reader's", () => {
    const scene = open();
    const [server, other] = [new Y.Doc(), new Y.Doc()];
    server.getText("t").insert(0, "ab");
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server));
    // The page knows the text as such: only then does Yjs look at its formatting.
    scene.ydoc.getText("t");
    scene.letIn({ role: "view", server });
    // Two make the same words bold at once: one pair of marks says nothing.
    for (const ydoc of [server, other]) ydoc.getText("t").format(0, 2, { bold: {} });
    for (const [seq, ydoc] of [server, other].entries()) {
      const update = Y.encodeStateAsUpdate(ydoc);
      scene.handlers().received(encodeParleyMessage({ type: "update", seq: 6 + seq, update }));
    }
    scene.clock.advance(20);
    expect(scene.ydoc.getText("t").toDelta()).toEqual([{ insert: "ab", attributes: { bold: {} } }]);
    expect(updates(scene)).toEqual([]);
    expect(state(scene)).toEqual(["read-only", 0, false]);
  });

  test("a change larger than the server reads is said to be unsaved instead of being sent for ever", () => {
    const scene = open();
    scene.letIn();
    scene.type("a very large change");
    scene.clock.advance(20);
    scene.handlers().closed(1009);
    scene.clock.advance(60_000);
    expect([scene.connects.length, ...state(scene)]).toEqual([1, "refused", 1, false]);
  });

  test("an ended sign-in session is no loss of access: the words stay on the device", () => {
    const scene = open();
    scene.letIn();
    scene.type("kept");
    scene.handlers().closed(closeCodes.notSignedIn);
    expect(state(scene)).toEqual(["refused", 1, false]);
  });
});

describe("presence", () => {
  /** What somebody else's page shows after the awareness messages that were sent. */
  const shownTo = (other: Awareness, sent: readonly ClientMessage[]): number[] => {
    for (const message of sent) if (message.type === "awareness") applyAwarenessUpdate(other, message.update, "remote");
    return [...other.getStates().keys()].filter((client) => client !== other.clientID);
  };

  test("[SE9] whoever comes is shown to the others at once", () => {
    const scene = open();
    scene.letIn();
    expect(shownTo(new Awareness(new Y.Doc()), scene.sent)).toEqual([77]);
  });

  test("[SE9] whoever comes back is shown again at once, though everybody was told that they left", () => {
    const scene = open();
    scene.letIn();
    const other = new Awareness(new Y.Doc());
    shownTo(other, scene.sent);
    // The server counts leaving as one more.
    removeAwarenessStates(other, [77], "remote");
    const meta = other.meta.get(77);
    if (meta) other.meta.set(77, { ...meta, clock: meta.clock + 1 });
    scene.sent.length = 0;
    scene.handlers().closed(1006);
    scene.clock.advance(1_000);
    scene.letIn();
    expect(shownTo(other, scene.sent)).toEqual([77]);
  });
});

test("[SE8] news reaches who listens for it, and a new connection is news of whatever was missed", () => {
  const { session, handlers, letIn, clock } = open();
  let heard = 0;
  const stop = session.onNews("comments", () => heard++);
  letIn();
  expect(heard).toBe(1);
  handlers().received(encodeParleyMessage({ type: "news", topic: "comments" }));
  expect(heard).toBe(2);
  handlers().closed(1006);
  clock.advance(60_000);
  letIn();
  expect(heard).toBe(3);
  stop();
  handlers().received(encodeParleyMessage({ type: "news", topic: "comments" }));
  expect(heard).toBe(3);
  session.close();
});

test("[SE11] a topic is followed on every connection for as long as any part of the page does, and not before the server has spoken", () => {
  const { session, handlers, letIn, clock, sent } = open();
  const follows = (): unknown[] =>
    sent.splice(0).flatMap((message) => (message.type === "follow" ? [[message.topic, message.on]] : []));
  const heard: string[] = [];
  const stops = ["panel", "text"].map((name) =>
    session.follow("proposals", ({ seq, whole }) => heard.push(`${name} ${seq} ${whole ? "whole" : "news"}`)),
  );
  expect(follows()).toEqual([]);
  letIn();
  expect(follows()).toEqual([["proposals", true]]);
  const told = { type: "told", topic: "proposals", seq: 6, whole: false, body: new Uint8Array() } as const;
  handlers().received(encodeParleyMessage(told));
  handlers().received(encodeParleyMessage({ ...told, topic: "attribution" }));
  expect(heard).toEqual(["panel 6 news", "text 6 news"]);
  stops[0]?.();
  expect(follows()).toEqual([]);
  handlers().closed(1006);
  clock.advance(60_000);
  letIn();
  expect(follows()).toEqual([["proposals", true]]);
  stops[1]?.();
  expect(follows()).toEqual([["proposals", false]]);
  session.close();
});
