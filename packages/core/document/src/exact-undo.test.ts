import { expect, test } from "vitest";
import * as Y from "yjs";
import { ExactUndoManager } from "./exact-undo.ts";

/** A page with one paragraph, its undo, and somebody else's page. */
class Scene {
  readonly page = new Y.Doc();
  readonly other = new Y.Doc();
  readonly fragment = this.page.getXmlFragment("default");
  readonly undo: ExactUndoManager;

  constructor(text: string) {
    this.page.clientID = 11;
    this.other.clientID = 12;
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [new Y.XmlText(text)]);
    this.other.getXmlFragment("default").insert(0, [paragraph]);
    this.exchange();
    this.undo = new ExactUndoManager(this.fragment, { captureTimeout: 0, trackedOrigins: new Set(["own"]) });
  }

  act(task: (text: Y.XmlText, paragraph: Y.XmlElement) => void): void {
    const paragraph = this.fragment.get(0) as Y.XmlElement;
    this.page.transact(() => task(paragraph.get(0) as Y.XmlText, paragraph), "own");
  }

  deleteParagraph(): void {
    this.page.transact(() => this.fragment.delete(0), "own");
  }

  exchange(): void {
    Y.applyUpdate(this.page, Y.encodeStateAsUpdate(this.other), "remote");
    Y.applyUpdate(this.other, Y.encodeStateAsUpdate(this.page), "remote");
  }

  get text(): string {
    return this.fragment
      .toArray()
      .map((paragraph) => ((paragraph as Y.XmlElement).get(0) as Y.XmlText).toJSON())
      .join("|");
  }

  get style(): unknown {
    return (this.fragment.get(0) as Y.XmlElement).getAttribute("style");
  }
}

test("[UN1] letters that were deleted before their paragraph came back stand where they stood, also where something was typed between words that had come back before", () => {
  const scene = new Scene("abc");
  scene.act((text) => text.delete(1, 2));
  scene.undo.undo();
  scene.undo.redo();
  scene.undo.undo();
  scene.act((text) => text.insert(2, "X"));
  scene.act((text) => text.delete(2, 1));
  scene.deleteParagraph();
  scene.undo.undo();
  expect(scene.text).toBe("abc");
  scene.undo.undo();
  expect(scene.text).toBe("abXc");
});

test("[UN1] all of a word goes whose copy was parted since", () => {
  const scene = new Scene("ab");
  scene.act((text) => text.insert(1, "word"));
  scene.deleteParagraph();
  scene.undo.undo();
  scene.act((text) => text.insert(3, "-"));
  scene.undo.undo();
  scene.undo.undo();
  expect(scene.text).toBe("ab");
  scene.undo.redo();
  expect(scene.text).toBe("awordb");
  scene.undo.redo();
  expect(scene.text).toBe("awo-rdb");
});

test("[UN1] a value comes back that was taken away before one that is forgotten by now", () => {
  const scene = new Scene("a");
  scene.act((_text, paragraph) => paragraph.setAttribute("style", "quote"));
  scene.act((_text, paragraph) => paragraph.removeAttribute("style"));
  scene.act((_text, paragraph) => paragraph.setAttribute("style", "title"));
  scene.undo.undo();
  scene.act((text) => text.insert(1, "b"));
  scene.undo.undo();
  scene.undo.undo();
  expect(scene.style).toBe("quote");
});

test("[UN3] a value that somebody else has given or taken away since stays as it is", () => {
  for (const [change, expected] of [
    [(paragraph: Y.XmlElement): void => paragraph.setAttribute("style", "title"), "title"],
    [(paragraph: Y.XmlElement): void => paragraph.removeAttribute("style"), undefined],
  ] as const) {
    const scene = new Scene("a");
    scene.act((_text, paragraph) => paragraph.setAttribute("style", "quote"));
    scene.act((_text, paragraph) => paragraph.setAttribute("style", "heading"));
    scene.exchange();
    change(scene.other.getXmlFragment("default").get(0) as Y.XmlElement);
    scene.exchange();
    scene.undo.undo();
    expect(scene.style).toBe(expected);
    scene.undo.undo();
    expect(scene.style).toBe(expected);
  }
});

test("[UN4] what stood in a paragraph that somebody else deleted since is passed over, and undo goes on", () => {
  const scene = new Scene("ab");
  scene.act((text) => text.delete(1, 1));
  scene.deleteParagraph();
  scene.undo.undo();
  scene.act((text) => text.insert(1, "c"));
  scene.undo.undo();
  scene.act((text) => text.insert(1, "d"));
  scene.exchange();
  scene.other.getXmlFragment("default").delete(0);
  scene.exchange();
  expect(scene.undo.undo()).toBeNull();
  expect(scene.undo.undoStack).toEqual([]);
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText("new")]);
  scene.page.transact(() => scene.fragment.insert(0, [paragraph]), "own");
  scene.undo.undo();
  expect(scene.text).toBe("");
  scene.undo.redo();
  expect(scene.text).toBe("new");
});
