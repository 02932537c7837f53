import { type VirtualClock, seededRandom, virtualClock } from "@parley/base";
import { Awareness } from "y-protocols/awareness";
import { expect, test } from "vitest";
import * as Y from "yjs";
import {
  type DocumentSession,
  type TransportHandlers,
  encodeParleyMessage,
  encodeStateVectorFrame,
  encodeUpdateFrame,
  openDocumentSession,
  plainStanding,
} from "./index.ts";

interface Scene {
  readonly clock: VirtualClock;
  readonly lines: readonly { readonly handlers: TransportHandlers; readonly closed: boolean }[];
  readonly session: DocumentSession;
  readonly words: () => string;
  /** Somebody else's row, told on this connection. */
  readonly row: (word: string) => void;
  readonly hello: () => void;
  /** What this page lacks now; when it is called, the page has it. */
  readonly answerOfNow: () => () => void;
  /** Lets something that listens throw so many times, when it is told of a change. */
  readonly throwing: (times: number, before?: () => void) => void;
}

/** A page, and the server that it is connected to. */
function openScene(): Scene {
  const clock = virtualClock();
  const [ydoc, server] = [new Y.Doc(), new Y.Doc()];
  const lines: { handlers: TransportHandlers; closed: boolean }[] = [];
  const session = openDocumentSession({
    ydoc,
    awareness: new Awareness(ydoc),
    clock,
    random: seededRandom(1),
    schemaVersion: 1,
    connect: (handlers) => {
      const line = { handlers, closed: false };
      lines.push(line);
      return { send: () => undefined, close: () => (line.closed = true) };
    },
  });
  let seq = 1;
  const receive = (frame: Uint8Array): void => lines.at(-1)?.handlers.received(frame);
  return {
    clock,
    lines,
    session,
    words: () => ydoc.getText("t").toJSON(),
    row: (word: string): void => {
      const before = Y.encodeStateVector(server);
      server.getText("t").insert(server.getText("t").length, word);
      seq++;
      receive(encodeParleyMessage({ type: "update", seq, update: Y.encodeStateAsUpdate(server, before) }));
    },
    hello: (): void => {
      lines.at(-1)?.handlers.opened();
      receive(
        encodeParleyMessage({
          type: "hello",
          protocolVersion: 4,
          schemaVersion: 1,
          clientId: 77,
          seq,
          role: "edit",
          party: "ours",
          personId: "p",
          name: "Lin",
          maxUpdateBytes: 1_000,
          standing: plainStanding,
        }),
      );
      receive(encodeStateVectorFrame(Y.encodeStateVector(server)));
    },
    answerOfNow: (): (() => void) => {
      const frame = encodeUpdateFrame(Y.encodeStateAsUpdate(server, Y.encodeStateVector(ydoc)), true);
      return () => receive(frame);
    },
    throwing: (times: number, before: () => void = () => undefined): void =>
      ydoc.getText("t").observe(() => {
        if (times-- <= 0) return;
        before();
        throw new Error("a listener");
      }),
  };
}

/** Long enough for the next connection, and not for it to be taken for dead. */
const SOON_MS = 5_000;

test("[SE15] a listener that throws at the answer of a first connection does not leave the page deaf", () => {
  const page = openScene();
  page.row("one ");
  page.throwing(1);
  page.hello();
  expect(page.answerOfNow()).toThrow("a listener");
  expect(page.session.status()).toMatchObject({ everSynced: false, editable: false });
  expect(page.lines[0]?.closed).toBe(true);
  page.clock.advance(SOON_MS);
  expect(page.lines).toHaveLength(2);
  page.hello();
  page.answerOfNow()();
  page.row("two ");
  expect(page.words()).toBe("one two ");
  expect(page.session.status()).toMatchObject({ state: "saved", editable: true, seq: 3 });
});

test.each([
  ["at the answer", "missed", ""],
  ["at what waited for it", "", "told"],
])("[SE15] one that throws on a connection that came back, %s, loses no row", (_name, missed, told) => {
  const page = openScene();
  page.hello();
  page.answerOfNow()();
  page.row("one ");
  page.lines.at(-1)?.handlers.closed(1006);
  page.clock.advance(SOON_MS);
  page.row(missed);
  page.hello();
  const answer = page.answerOfNow();
  page.row(told);
  page.row(told);
  page.throwing(1);
  expect(answer).toThrow("a listener");
  expect(page.session.status().state).toBe("offline");
  page.clock.advance(SOON_MS);
  page.hello();
  page.answerOfNow()();
  page.row(" last");
  expect(page.words()).toBe(`one ${missed}${told}${told} last`);
  expect(page.session.status()).toMatchObject({ state: "saved", editable: true });
});

test("[SE15] where one throws each time, the session tries ever more seldom", () => {
  const page = openScene();
  let connections = 0;
  page.throwing(Infinity);
  for (let second = 0; second < 300; second++) {
    page.clock.advance(1_000);
    if (page.lines.length === connections) continue;
    connections = page.lines.length;
    page.row(".");
    page.hello();
    expect(page.answerOfNow()).toThrow("a listener");
  }
  expect(connections).toBeGreaterThan(10);
  expect(connections).toBeLessThan(60);
});

test("[SE5] [SE15] a session that is closed by what throws stays closed", () => {
  const page = openScene();
  page.row("one ");
  page.hello();
  page.throwing(1, () => page.session.close());
  expect(page.answerOfNow()).toThrow("a listener");
  page.clock.advance(SOON_MS);
  expect(page.lines).toHaveLength(1);
});
