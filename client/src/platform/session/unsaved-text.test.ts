import { expect, test } from "vitest";
import * as Y from "yjs";
import { readUnsavedText } from "./unsaved-text.ts";

function paragraphs(ydoc: Y.Doc, ...lines: string[]): Y.XmlText[] {
  const texts = lines.map((line) => new Y.XmlText(line));
  const elements = texts.map((text) => {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [text]);
    return element;
  });
  ydoc.getXmlFragment("default").push(elements);
  return texts;
}

test("only what the server lacks is read, paragraph by paragraph, also inside tables and of earlier pages", () => {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  const [first] = paragraphs(ydoc, "The fee is 30.", "untouched");
  const saved = Y.decodeStateVector(Y.encodeStateVector(ydoc));
  first?.insert(11, "about ");
  const cell = new Y.XmlElement("tableCell");
  ydoc.getXmlFragment("default").push([cell]);
  ydoc.clientID = 2;
  const inner = new Y.XmlElement("paragraph");
  cell.insert(0, [inner]);
  inner.insert(0, [new Y.XmlText("从前的页面")]);
  first?.delete(11, 2);
  const unsaved = new Map([
    [1, saved.get(1) ?? 0],
    [2, 0],
  ]);
  expect(readUnsavedText(ydoc.getXmlFragment("default"), unsaved)).toBe("out \n从前的页面");
  expect(readUnsavedText(ydoc.getXmlFragment("default"), new Map())).toBe("");
});
