/** What somebody does who edits directly: text is typed and deleted, paragraphs are split and joined as the binding does it. */
import * as Y from "yjs";
import type { Page, Random } from "./page.ts";
import { safeOffset, sliceDelta } from "./shared-ids.ts";

/** Makes one gesture on a page. */
export function edit(page: Page, random: Random): void {
  page.ydoc.transact(() => editNow(page, random));
}

function editNow(page: Page, random: Random): void {
  const paragraphs = page.paragraphs();
  if (paragraphs.length === 0) return page.insertBlock(random);
  const { fragment } = page;
  const paragraph = random.pick(paragraphs);
  const text = page.textOf(paragraph);
  const at = safeOffset(text, random.int(text.length + 1));
  const choice = random.int(100);
  if (choice < 45) text.insert(at, page.word(random));
  else if (choice < 60) text.delete(at, safeOffset(text, Math.min(text.length, at + 1 + random.int(3))) - at);
  else if (choice < 75) splitAt(paragraph, text, at);
  else if (choice < 83) joinUp(page, paragraph);
  else if (choice < 90) paragraph.setAttribute("align", random.pick(["center", "end"]));
  else if (choice < 96 && text.length > 0)
    text.format(0, safeOffset(text, Math.min(3, text.length)), { italic: random.chance(0.6) ? {} : null });
  else if (fragment.length > 4 && paragraph.parent === fragment)
    fragment.delete(fragment.toArray().indexOf(paragraph), 1);
}

function splitAt(paragraph: Y.XmlElement, text: Y.XmlText, at: number): void {
  const container = paragraph.parent;
  if (!(container instanceof Y.XmlFragment)) return;
  const tail = sliceDelta(text, at);
  text.delete(at, text.length - at);
  const element = new Y.XmlElement("paragraph");
  container.insert(container.toArray().indexOf(paragraph) + 1, [element]);
  const moved = new Y.XmlText();
  element.insert(0, [moved]);
  for (const { insert, attributes } of tail) moved.insert(moved.length, insert, { ...attributes });
}

function joinUp(page: Page, paragraph: Y.XmlElement): void {
  const container = paragraph.parent;
  if (!(container instanceof Y.XmlFragment)) return;
  const index = container.toArray().indexOf(paragraph);
  const before = container.get(index - 1);
  if (!(before instanceof Y.XmlElement) || before.nodeName !== "paragraph") return;
  const into = page.textOf(before);
  for (const child of paragraph.toArray())
    if (child instanceof Y.XmlText)
      for (const { insert, attributes } of sliceDelta(child, 0)) into.insert(into.length, insert, { ...attributes });
  container.delete(index, 1);
}
