/** One step that puts damage right, for who presses the button: the words come back, or the second copy or what remained goes. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { presentRanges } from "../anchors/present-ranges.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { AttributedDocument } from "../reading.ts";
import type { RowStatement } from "../statement.ts";
import type { Damage } from "./damage.ts";
import { DraftUpdate } from "./draft-update.ts";
import { hasNeighbour, isEmptied } from "./remove-emptied.ts";
import { attributesOf } from "./plan-parts.ts";
import { holderOf, itemAt } from "./whereabouts.ts";

export interface Repair {
  readonly update: Uint8Array;
  readonly statement: RowStatement;
}

/**
 * [FW10] The row that repairs damage, under a Yjs client id of the server's; `null` when there is nothing left to repair or only people
 * can. Words that come back keep their author. `proposalOf` says which row had proposed words on which nobody has decided: these come back
 * as that proposal, or somebody who may only propose would see them agreed who wrote them where a paragraph had just gone.
 */
export function planRepair(
  document: AttributedDocument,
  { kind, ids, others, block }: Pick<Damage, "kind" | "ids" | "others" | "block">,
  clientId: number,
  proposalOf: (id: Id) => number | null = () => null,
): Repair | null {
  const draft = new DraftUpdate(document.ydoc, clientId);
  const copies: CopiedRange[] = [];
  let paragraph: Id | null = null;
  if (kind === "doubled" && presentRanges(document, others).length > 0) remove(document, draft, ids);
  else if (kind === "remained")
    remove(
      document,
      draft,
      presentRanges(document, ids).map((range) => typedOn(document, range)),
    );
  else if (kind === "lost" || kind === "deleted")
    paragraph = bringBack(document, draft, { ids, block, wasMoved: kind === "deleted" }, copies);
  if (draft.isEmpty) return null;
  const reopened = copies.flatMap(({ copy, source }) => {
    const seq = proposalOf(source);
    return seq === null ? [] : [{ range: copy, seq }];
  });
  // A paragraph of nothing but such words waits with them.
  const [first] = reopened;
  if (paragraph && first && reopened.length === copies.length)
    reopened.push({ range: { client: paragraph.client, clock: paragraph.clock, length: 1 }, seq: first.seq });
  return { update: draft.encode(), statement: { copies, agreed: [], deletedFor: [], reopened, decision: null } };
}

/** Some words with what was typed on behind them in one go: whoever types while a deletion is under way is told at the first letter. */
function typedOn({ ydoc }: AttributedDocument, range: IdRange): IdRange {
  const { client, clock } = range;
  let until = clock + range.length;
  for (let item = itemAt(ydoc, { client, clock: until - 1 }); item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    if (item.id.client !== client || item.id.clock > until) break;
    until = Math.max(until, item.id.clock + item.length);
  }
  return { client, clock, length: until - clock };
}

/** Takes what stands of these words away, with its paragraph when nothing else is in it. */
function remove({ ydoc }: AttributedDocument, draft: DraftUpdate, ids: readonly IdRange[]): void {
  const texts = new Set<Y.XmlText>();
  for (const range of ids) {
    for (const struct of structsIn(ydoc, range)) {
      if (!(struct instanceof Y.Item) || struct.deleted) continue;
      if (struct.content instanceof Y.ContentType) draft.delete(range);
      if (!(struct.parent instanceof Y.XmlText)) continue;
      const from = Math.max(struct.id.clock, range.clock);
      const until = Math.min(struct.id.clock + struct.length, range.clock + range.length);
      draft.delete({ client: range.client, clock: from, length: until - from });
      texts.add(struct.parent);
    }
  }
  for (const text of texts) {
    const paragraph = text._item && holderOf(text._item);
    if (paragraph && isEmptied(text, draft) && hasNeighbour(paragraph))
      draft.delete({ client: paragraph.id.client, clock: paragraph.id.clock, length: 1 });
  }
}

interface Gone extends Pick<Damage, "ids" | "block"> {
  /** They come back where they were put, in a paragraph that looks as theirs did where that went with them. */
  readonly wasMoved: boolean;
}

/** The words come back in a paragraph of their own where theirs was; returns its id, or `null` where they come back in theirs. */
function bringBack(
  { ydoc, lineage, attribution }: AttributedDocument,
  draft: DraftUpdate,
  { ids, block, wasMoved }: Gone,
  copies: CopiedRange[],
): Id | null {
  const paragraph = block && itemAt(ydoc, block);
  const holder = paragraph && holderOf(paragraph);
  if (!paragraph || holder?.deleted === true) return null;
  const words = ids.flatMap((range) => {
    if (presentRanges({ ydoc, lineage }, [range]).length > 0) return [];
    const text = [...structsIn(ydoc, range)]
      .map((struct) => {
        if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return "";
        const from = Math.max(range.clock, struct.id.clock) - struct.id.clock;
        return struct.content.str.slice(from, range.clock + range.length - struct.id.clock);
      })
      .join("");
    return text.length === range.length ? [{ text, range }] : [];
  });
  if (words.length === 0) return null;
  const runs = words.map(({ text }) => ({ text, formatting: {} }));
  const state = (written: readonly IdRange[]): void =>
    written.forEach((copy, index) => {
      const source = words[index]?.range;
      if (source) copies.push({ copy, source: { client: source.client, clock: source.clock } });
    });
  const first = ids[0];
  const place = wasMoved && first ? lastPlaceOf({ ydoc, lineage, attribution }, first) : null;
  if (place) {
    state(draft.write({ after: place }, runs));
    return null;
  }
  const gone = attribution.goneSinceRow(paragraph.id.client, paragraph.id.clock) ?? Infinity;
  const stood = ({ client, clock }: Id): boolean => (attribution.goneSinceRow(client, clock) ?? Infinity) >= gone;
  const attributes = wasMoved ? attributesOf(paragraph, stood) : {};
  const made = draft.writeParagraph({ beside: paragraph, side: "behind" }, attributes, runs);
  state(made.characters);
  return made.paragraph;
}

/** The newest copy of a character, as far as it is in a text that stands. */
function lastPlaceOf(document: AttributedDocument, { client, clock }: Id): Id | null {
  for (const { copy } of document.lineage.copiesOf({ client, clock, length: 1 }).toReversed()) {
    const further = lastPlaceOf(document, copy);
    if (further) return further;
  }
  const item = itemAt(document.ydoc, { client, clock });
  return item && holderOf(item)?.deleted === false ? { client, clock } : null;
}
