/** People whom some rows mention in the text: the words are `@` and a name, the mark says whom they mean. */
import * as Y from "yjs";
import { readAnchored } from "../anchors/read-anchored.ts";
import type { Id } from "../ids/id-range.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { AttributedDocument } from "../reading.ts";

export interface NewMention {
  readonly personId: string;
  /** The row that mentions them. */
  readonly seq: number;
  /** The first character that means them. */
  readonly at: Id;
  /** What stands in the paragraph. */
  readonly text: string;
}

const TEXT_LIMIT = 400;

/**
 * The mentions that wanted rows after row `after` made and that still stand, in no particular order. What was only written again, as by
 * moving it, mentions nobody anew.
 */
export function newMentions(
  document: AttributedDocument,
  after: number,
  until: number,
  isWanted: (seq: number) => boolean,
): NewMention[] {
  const { ydoc, attribution, lineage } = document;
  const found: NewMention[] = [];
  for (const range of attribution.insertedBetween(after, until)) {
    if (!isWanted(range.seq)) continue;
    for (const struct of structsIn(ydoc, range)) {
      const personId = mentionedBy(struct);
      const first = personId === null ? null : characterBehind(struct as Y.Item);
      if (personId === null || !first || lineage.sourceOf(first.id.client, first.id.clock)) continue;
      found.push({ personId, seq: range.seq, at: first.id, text: textAround(first) });
    }
  }
  return found;
}

function mentionedBy(struct: Y.Item | Y.GC): string | null {
  if (!(struct instanceof Y.Item) || struct.deleted || !(struct.content instanceof Y.ContentFormat)) return null;
  const value: unknown = struct.content.key === "mention" ? struct.content.value : null;
  const personId: unknown = typeof value === "object" && value !== null && "personId" in value ? value.personId : null;
  return typeof personId === "string" ? personId : null;
}

/** The first character that a mark covers; `null` when none that stands follows. */
function characterBehind(mark: Y.Item): Y.Item | null {
  for (let item = mark.right; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentString) return item;
    if (item.content instanceof Y.ContentFormat && item.content.key === "mention") return null;
  }
  return null;
}

/** What stands in the paragraph of a character; its beginning, where that is long. */
export function textAround({ parent }: Y.Item): string {
  const block = parent instanceof Y.XmlText ? parent.parent : null;
  const id = block instanceof Y.XmlElement ? block._item?.id : undefined;
  const ydoc = block?.doc;
  return id && ydoc ? readAnchored(ydoc, [{ client: id.client, clock: id.clock, length: 1 }], TEXT_LIMIT).text : "";
}
