/** In which order somebody put paragraphs that they moved, and the paragraphs around them. */
import type * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { namesIn } from "./read-characters.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { isBehind, paragraphOf } from "./whereabouts.ts";
import { type OrderWish, textsOf } from "./wishes.ts";

/** How many paragraphs with words are looked at on either side of one that was moved. */
const MAX_NEIGHBOURS = 2;

/**
 * The orders that a row's author (`own`), or those whose rows they had not seen, gave to paragraphs that hold some texts, or held them.
 * Only what changed places since the row that its author had seen last is named.
 */
export function orderWishes(
  document: ForwardingDocument,
  view: RowView,
  texts: Iterable<Y.XmlText>,
  own: boolean,
): OrderWish[] {
  const reader = new OrderReader(document, view, own);
  const wishes: OrderWish[] = [];
  for (const block of new Set([...texts].map(paragraphOf))) {
    const paragraphs = block ? reader.around(block) : [];
    if (reader.isChanged(paragraphs)) wishes.push({ wish: "order", paragraphs, own });
  }
  return wishes;
}

class OrderReader {
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly own: boolean;
  private readonly names = new Map<Y.Item, readonly IdRange[]>();

  constructor(document: ForwardingDocument, view: RowView, own: boolean) {
    this.document = document;
    this.view = view;
    this.own = own;
  }

  /** The words of a block that was made or taken away, and of its neighbours; nothing for one that stayed where it was. */
  around(block: Y.Item): (readonly IdRange[])[] {
    const { view, own } = this;
    const isMade = own ? view.isNew(block.id) : view.isForeign(block.id);
    const isTaken = own ? view.stated.has(block.id.client, block.id.clock) : view.isGoneMeanwhile(block.id);
    if (!isMade && !isTaken) return [];
    return [
      ...this.neighbours(block, "left").toReversed(),
      ...[this.wordsOf(block)].filter(({ length }) => length > 0),
      ...this.neighbours(block, "right"),
    ];
  }

  /** Whether any of some paragraphs stood behind a later one before. */
  isChanged(paragraphs: readonly (readonly IdRange[])[]): boolean {
    const ends = paragraphs.map((words) => {
      const [first, last] = [words[0], words.at(-1)];
      return first && last ? { first, last: { client: last.client, clock: last.clock + last.length - 1 } } : null;
    });
    return ends.some((each, at) =>
      ends.slice(at + 1).some((later) => each && later && isBehind(this.document, each.last, later.first)),
    );
  }

  private sees(id: Id): boolean {
    return this.own ? this.view.after(id) : this.view.stoodBefore(id);
  }

  private neighbours(block: Y.Item, side: "left" | "right"): (readonly IdRange[])[] {
    const found: (readonly IdRange[])[] = [];
    for (let item = block[side]; item !== null && found.length < MAX_NEIGHBOURS; item = item[side]) {
      if (!this.sees(item.id)) continue;
      const words = this.wordsOf(item);
      if (words.length > 0) found.push(words);
    }
    return found;
  }

  /** The words of a block as everybody knew them before, in their order now. */
  private wordsOf(block: Y.Item): readonly IdRange[] {
    const known = this.names.get(block);
    if (known) return known;
    const texts = this.sees(block.id) ? textsOf(block) : [];
    const words = namesIn(texts, {
      of: (id) => (this.sees(id) ? this.nameOf(id) : null),
      hides: (range) => (this.own ? this.view.hides(range) : this.view.isGone(range)),
    });
    this.names.set(block, words);
    return words;
  }

  /** What a character was when the row's author last heard of others; `null` for what was typed since. */
  private nameOf(id: Id): Id | null {
    const { attribution, lineage } = this.document;
    for (let at: Id | undefined = id; at; at = lineage.sourceOf(at.client, at.clock))
      if ((attribution.insertingRow(at.client, at.clock) ?? Infinity) <= this.view.row.baseSeq) return at;
    return null;
  }
}
