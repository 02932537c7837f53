/** Writing in the words of a paragraph from its beginning to its end. */
import type { Marks } from "@parley/document";
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";

/** A place in a paragraph's words that moves on. */
export class Pen {
  private readonly element: Y.XmlElement;
  private readonly texts: Y.XmlText[];
  private index = 0;
  private offset = 0;

  constructor(element: Y.XmlElement) {
    this.element = element;
    this.texts = element.toArray().filter((child): child is Y.XmlText => child instanceof Y.XmlText);
  }

  /** Passes over characters, changing marks on the way. */
  pass(length: number, marks: Readonly<Record<string, unknown>>): void {
    this.each(length, (text, count) => {
      if (Object.keys(marks).length > 0) text.format(this.offset, count, { ...marks });
      this.offset += count;
    });
  }

  delete(length: number): void {
    this.each(length, (text, count) => text.delete(this.offset, count));
  }

  /** Writes characters; returns their ids. */
  write(characters: string, marks: Marks): IdRange[] {
    const text = this.texts[this.index] ?? this.newText();
    text.insert(this.offset, characters, { ...marks });
    const ids = idsAt(text, this.offset, characters.length);
    this.offset += characters.length;
    return ids;
  }

  private newText(): Y.XmlText {
    const last = this.texts.at(-1);
    if (last) {
      this.index = this.texts.length - 1;
      this.offset = last.length;
      return last;
    }
    const text = new Y.XmlText();
    this.element.insert(0, [text]);
    this.texts.push(text);
    return text;
  }

  private each(length: number, act: (text: Y.XmlText, count: number) => void): void {
    for (let left = length; left > 0;) {
      const text = this.texts[this.index];
      if (!text) return;
      const count = Math.min(left, text.length - this.offset);
      if (count > 0) {
        act(text, count);
        left -= count;
      } else {
        this.index++;
        this.offset = 0;
      }
    }
  }
}

/** The ids of the characters at an offset. */
function idsAt(text: Y.XmlText, offset: number, length: number): IdRange[] {
  const ids: IdRange[] = [];
  let at = 0;
  for (let item = text._start; item !== null && at < offset + length; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const from = Math.max(at, offset);
    const until = Math.min(at + item.length, offset + length);
    if (from < until) ids.push({ client: item.id.client, clock: item.id.clock + from - at, length: until - from });
    at += item.length;
  }
  return ids;
}
