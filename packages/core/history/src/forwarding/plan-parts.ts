/** What the parts of a plan to carry edits share. */
import type { AttributeValue } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { DraftUpdate } from "./draft-update.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import type { Finder } from "./whereabouts.ts";
import { attributeSeen } from "./wishes.ts";

export interface PlanParts {
  readonly document: ForwardingDocument;
  readonly view: RowView;
  readonly finder: Finder;
  readonly draft: DraftUpdate;
  readonly copies: CopiedRange[];
}

/** The row itself and others, each once, in order. */
export function rowsWith(view: RowView, rows: Iterable<number>): number[] {
  return [...new Set([...rows, view.row.seq])].sort((a, b) => a - b);
}

/** The characters under some ids, deleted ones included. */
export function wordsOf({ ydoc }: ForwardingDocument, range: IdRange): string {
  let words = "";
  const end = range.clock + range.length;
  for (const struct of structsIn(ydoc, range)) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    const from = Math.max(range.clock, struct.id.clock) - struct.id.clock;
    words += struct.content.str.slice(from, Math.min(struct.length, end - struct.id.clock));
  }
  return words;
}

/** The attributes that an element has where `shows` says which ids are there. */
export function attributesOf(element: Y.Item, shows: (id: Id) => boolean): Record<string, AttributeValue> {
  const shown: Record<string, AttributeValue> = {};
  for (const name of ((element.content as Y.ContentType).type as Y.XmlElement)._map.keys())
    shown[name] = attributeSeen(element, name, shows);
  return shown;
}
