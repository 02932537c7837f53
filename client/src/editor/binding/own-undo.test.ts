import { seedUpdate } from "@parley/document";
import { DocumentReplica } from "@parley/history";
import type { EditorView } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Writer } from "./bound-writers.ts";
import { createOwnUndo } from "./own-undo.ts";

test("[GU13] words that come back into a paragraph that came back itself are taken by the server, also where something was written between", () => {
  const server = DocumentReplica.open(null, []);
  server.take(
    seedUpdate({ blocks: ["abcdef", "ghi"].map((text) => ({ type: "paragraph", runs: [{ text }] })) }, 7),
    () => true,
  );
  const writer = new Writer(11);
  Y.applyUpdate(writer.ydoc, Y.encodeStateAsUpdate(server.ydoc), "remote");
  const undo = createOwnUndo(writer.binding);
  undo.plugin.spec.view?.(writer as unknown as EditorView);
  const send = (): void => {
    const taken = server.take(Y.encodeStateAsUpdate(writer.ydoc, Y.encodeStateVector(server.ydoc)), () => true);
    expect(taken).not.toHaveProperty("code");
    undo.stopCapturing();
  };
  const start = writer.paragraphStart(0);
  writer.dispatch(writer.state.tr.delete(start + 2, start + 3));
  send();
  writer.dispatch(writer.state.tr.delete(0, writer.doc.child(0).nodeSize));
  send();
  undo.undo();
  send();
  writer.caret(0, 2);
  writer.type("Y");
  send();
  undo.undo();
  send();
  undo.undo();
  send();
  expect(writer.lines()).toEqual(["abcdef", "ghi"]);
});
