import { SCHEMA_VERSION } from "@parley/document";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { expect, onTestFinished, test } from "vitest";
import * as Y from "yjs";
import { type Colleague, openCompany } from "../../support/company.ts";

interface Page {
  write(task: (ydoc: Y.Doc) => void): void;
  saved(updates: number): Promise<void>;
  refused(): Promise<unknown>;
}

test("[GA4] a document that somebody has filled with proposals can still be decided on, and words of it deleted", async () => {
  const company = await openCompany({ env: { PARLEY_SYNC_MAX_DOCUMENT_BYTES: "65536" } });
  onTestFinished(() => company.stop());
  const [lin, mara] = [await company.colleague("Lin"), await company.colleague("Mara")];
  const { id } = (await lin.call("POST", "/documents", { kind: "contract", title: "Terms" })).body as { id: string };
  await lin.call("POST", `/documents/${id}/shares`, { personId: mara.id, role: "suggest" });
  const open = async (person: Colleague): Promise<Page> => {
    const socket = await person.socket(id, { schema: String(SCHEMA_VERSION) });
    onTestFinished(() => socket.close());
    const { clientId } = await socket.next("hello");
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(await socket.readDocument()));
    ydoc.clientID = clientId;
    ydoc.on("update", (update: Uint8Array) => socket.send(encodeParleyUpdateFrame(0, 0, update)));
    return {
      write: (task) => ydoc.transact(() => task(ydoc)),
      saved: async (updates) => void (await socket.next("saved", ({ count }) => count >= updates)),
      refused: () => socket.next("refused"),
    };
  };
  const addParagraph = (ydoc: Y.Doc, words: string): void => {
    const element = new Y.XmlElement("paragraph");
    ydoc.getXmlFragment("default").push([element]);
    element.insert(0, [new Y.XmlText(words)]);
  };
  const editor = await open(lin);
  editor.write((ydoc) => {
    ydoc.getXmlFragment("default").delete(0, ydoc.getXmlFragment("default").length);
    addParagraph(ydoc, "The price is 100 euros.");
  });
  await editor.saved(1);
  const hostile = await open(mara);
  hostile.write((ydoc) => addParagraph(ydoc, "x".repeat(64_900)));
  await hostile.saved(1);
  const words = (ydoc: Y.Doc): Y.XmlText => (ydoc.getXmlFragment("default").get(1) as Y.XmlElement).get(0) as Y.XmlText;
  const refused = hostile.refused();
  for (let count = 0; count < 60; count++) hostile.write((ydoc) => words(ydoc).insert(count * 2, "y"));
  await refused;
  const late = await open(lin);
  for (let count = 0; count < 10; count++)
    late.write((ydoc) =>
      ((ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).delete(count, 1),
    );
  await late.saved(10);
  const waiting = (await lin.call("GET", `/documents/${id}/proposals`)).body as { id: string; digest: string }[];
  const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  expect(await lin.call("POST", `/documents/${id}/decisions`, { verdict: "reject", proposals })).toMatchObject({
    status: 201,
  });
  expect((await lin.call("GET", `/documents/${id}/text`)).body).toBe("h rc s10eros.");
});
