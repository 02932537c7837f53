/** Changing a document as a program would, and finding its words by their ids. */
import { encodeParleyUpdateFrame } from "@parley/sync";
import * as Y from "yjs";
import type { Actor } from "./documents-scene.ts";

export const textAt = (ydoc: Y.Doc, index: number): Y.XmlText =>
  (ydoc.getXmlFragment("default").get(index) as Y.XmlElement).get(0) as Y.XmlText;

/** Somebody changes the document as a program would, in one row; resolves when that is durable. */
export async function change(
  person: Actor,
  id: string,
  task: (ydoc: Y.Doc) => void,
  { flags = 0, base }: { flags?: number; base?: number } = {},
): Promise<void> {
  const socket = await person.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => task(ydoc));
  socket.send(encodeParleyUpdateFrame(base ?? seq, flags, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count >= 1);
  socket.close();
}

/** The id of the first character of some words that stand in a paragraph. */
export async function idOf(person: Actor, id: string, words: string): Promise<[number, number]> {
  const socket = await person.socket(id);
  const ydoc = await socket.readDocument();
  socket.close();
  for (const block of ydoc.getXmlFragment("default").toArray()) {
    const text = (block as Y.XmlElement).get(0) as Y.XmlText;
    const offset = text
      .toDelta()
      .map(({ insert }: { insert: string }) => insert)
      .join("")
      .indexOf(words);
    let left = offset;
    for (let item = text._start; item !== null && offset >= 0; item = item.right) {
      if (item.deleted || !item.countable) continue;
      if (left < item.length) return [item.id.client, item.id.clock + left];
      left -= item.length;
    }
  }
  throw new Error(`there is no “${words}”`);
}
