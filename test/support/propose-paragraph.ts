import { encodeParleyUpdateFrame, updateFlags } from "@parley/sync";
import * as Y from "yjs";
import type { Colleague } from "./company.ts";

/** A colleague's page comes, proposes a paragraph at the end of a document, and goes when that is durable. */
export async function proposeParagraph(colleague: Pick<Colleague, "socket">, id: string, words: string): Promise<void> {
  const socket = await colleague.socket(id);
  const { clientId } = await socket.next("hello");
  const page = new Y.Doc();
  Y.applyUpdate(page, Y.encodeStateAsUpdate(await socket.readDocument()));
  page.clientID = clientId;
  page.on("update", (update: Uint8Array) => socket.send(encodeParleyUpdateFrame(0, updateFlags.propose, update)));
  page.transact(() => {
    const paragraph = new Y.XmlElement("paragraph");
    page.getXmlFragment("default").push([paragraph]);
    paragraph.insert(0, [new Y.XmlText(words)]);
  });
  await socket.next("saved");
  socket.close();
}
