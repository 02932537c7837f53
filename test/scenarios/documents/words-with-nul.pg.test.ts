import { encodeParleyUpdateFrame } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { LetterStore } from "../../../server/src/platform/mail/letter-store.ts";
import { change, textAt } from "./change-text.ts";
import { stageDocumentsScene } from "./documents-scene.ts";
import { newSharedContract } from "./word-stories.ts";

const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

// A document may hold U+0000, which the database cannot: it is a sign of its own there.
const odd = "a\u0000b";
const kept = "a\ufffdb";
const contract = (): Promise<string> =>
  newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, ["The fee is due.", "Second clause."]);

test("a proposal with a NUL among its words can be discussed", async () => {
  const id = await contract();
  await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(4, odd));
  const [{ id: proposal }] = (await legal.call("GET", `/documents/${id}/proposals`)).body;
  const body = { anchor: { type: "proposal", proposal }, text: "Why?" };
  expect((await legal.call("POST", `/documents/${id}/threads`, body)).status).toBe(201);
  expect((await rd.call("GET", `/documents/${id}/threads`)).body.threads).toMatchObject([{ anchor: { quote: kept } }]);
});

test("whoever deletes a paragraph while somebody writes a NUL into it is told of the lost words", async () => {
  const id = await contract();
  const socket = await legal.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  textAt(ydoc, 1).insert(6, `${odd} and last `);
  await change(finance, id, (other) => other.getXmlFragment("default").delete(1, 1));
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count >= 1);
  socket.close();
  const texts = async (): Promise<string[]> =>
    (await finance.call("GET", `/documents/${id}/merges`)).body.notices.map(({ text }: { text: string }) => text);
  await expect.poll(texts).toEqual([`${kept} and last `]);
});

test("whoever is mentioned beside a NUL is told by letter", async () => {
  const id = await contract();
  await change(legal, id, (ydoc) => {
    textAt(ydoc, 0).insert(0, `${odd} `);
    textAt(ydoc, 0).insert(4, "@you", { mention: { personId: finance.id } });
  });
  scene.clock.advance(3_000);
  const letters = async (): Promise<string[]> =>
    (await new LetterStore(scene.database.sql).listUndelivered(1_000))
      .filter(({ text, recipient }) => recipient === finance.email && text.includes(`/documents/${id}\n`))
      .map(({ text }) => text);
  await expect.poll(letters).toContainEqual(expect.stringContaining(`${kept} @you`));
});
