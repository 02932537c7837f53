/** Reading the document together with its attribution: which row brought each stretch of text, in reading order. */
import { documentFragment } from "@parley/document";
import * as Y from "yjs";
import type { Attribution } from "./attribution.ts";

/** A stretch of text that one row inserted, and, when it is gone, the row that deleted it. */
export interface TextSpan {
  readonly text: string;
  readonly insertedSeq: number;
  readonly deletedSeq: number | null;
  /** Index of the paragraph it stands in, in reading order; a deleted paragraph has the index of the one that follows. */
  readonly block: number;
}

/**
 * The document's text as spans in reading order. With `deleted`, also what is gone, at the place where it was.
 * Text that was deleted before it ever reached the server has a length but no words and is left out.
 */
export function readTextSpans(ydoc: Y.Doc, attribution: Attribution, options: { deleted: boolean }): TextSpan[] {
  const spans: TextSpan[] = [];
  let block = 0;
  const visitText = (text: Y.XmlText, gone: boolean): void => {
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      if ((item.deleted || gone) && !options.deleted) continue;
      pushSpans(spans, item, attribution, block);
    }
  };
  const visit = (parent: Y.XmlFragment, gone: boolean): void => {
    for (let item = parent._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const itemGone = gone || item.deleted;
      if (itemGone && !options.deleted) continue;
      const child: unknown = item.content.type;
      if (child instanceof Y.XmlText) visitText(child, itemGone);
      else if (child instanceof Y.XmlElement) {
        visit(child, itemGone);
        if (child.nodeName === "paragraph" && !itemGone) block++;
      }
    }
  };
  visit(documentFragment(ydoc), false);
  return spans;
}

function pushSpans(spans: TextSpan[], item: Y.Item, attribution: Attribution, block: number): void {
  const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
  const text = (item.content as Y.ContentString).str;
  for (const inserted of attribution.insertedBy(whole)) {
    const parts = item.deleted ? attribution.deletedBy(inserted) : [];
    if (parts.length === 0) {
      push(spans, {
        text: text.slice(inserted.clock - whole.clock, inserted.clock - whole.clock + inserted.length),
        insertedSeq: inserted.seq,
        deletedSeq: null,
        block,
      });
    }
    for (const part of parts) {
      const from = part.clock - whole.clock;
      push(spans, {
        text: text.slice(from, from + part.length),
        insertedSeq: inserted.seq,
        deletedSeq: part.seq,
        block,
      });
    }
  }
}

function push(spans: TextSpan[], span: TextSpan): void {
  const last = spans.at(-1);
  if (
    last &&
    last.block === span.block &&
    last.insertedSeq === span.insertedSeq &&
    last.deletedSeq === span.deletedSeq
  ) {
    spans[spans.length - 1] = { ...last, text: last.text + span.text };
  } else spans.push(span);
}
