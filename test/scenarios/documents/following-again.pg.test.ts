/** Somebody who says over and over that they follow something costs no more than who says it once or twice. */
import { type FollowedTopic, encodeFollowFrame, encodeParleyUpdateFrame } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { RawSocket } from "../../support/raw-socket.ts";
import { stageDocumentsScene } from "./documents-scene.ts";

const { scene, rd: lin } = await stageDocumentsScene(["rd"]);
const TIMES = 200;

function wholesTold({ received }: RawSocket, topic: FollowedTopic): number {
  return received.filter((message) => message.type === "told" && message.topic === topic && message.whole).length;
}

test("[SY17] wishes to follow that come in a burst are answered a few times, and their sender is told what changes then", async () => {
  const id = await scene.addDocument(lin, { lines: ["The price is 100 euros."] });
  const socket = await lin.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  for (let time = 0; time < TIMES; time++) {
    socket.send(encodeFollowFrame("attribution", true));
    socket.send(encodeFollowFrame("proposals", true));
    socket.send(encodeFollowFrame("attribution", false));
  }
  socket.send(encodeFollowFrame("attribution", true));

  const before = Y.encodeStateVector(ydoc);
  ((ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, "Now ");
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  const saved = await socket.next("saved");
  // Whoever begins now is answered after all that was asked before.
  const other = await lin.socket(id);
  await other.next("hello");
  other.send(encodeFollowFrame("proposals", true));
  await other.next("told");
  scene.clock.advance(5_000);
  await socket.next("told", (told) => told.topic === "attribution" && told.seq >= saved.seq);
  for (const topic of ["attribution", "proposals"] as const) {
    expect(wholesTold(socket, topic)).toBeGreaterThan(0);
    expect(wholesTold(socket, topic)).toBeLessThan(TIMES / 4);
  }

  const told = wholesTold(socket, "attribution");
  socket.send(encodeFollowFrame("attribution", false));
  socket.send(encodeFollowFrame("attribution", true));
  let wholes = 0;
  await socket.next("told", ({ topic, whole }) => topic === "attribution" && whole && ++wholes > told);
  for (const each of [socket, other]) each.close();
});
