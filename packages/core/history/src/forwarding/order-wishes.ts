/** In which order somebody put paragraphs that they moved, and the paragraphs around them. */
import type * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { namesIn } from "./read-characters.ts";
import type { ArrivedRow, ForwardingDocument, RowView } from "./row-view.ts";
import { isBehind, paragraphOf } from "./whereabouts.ts";
import { type MovedWish, type OrderWish, textsOf } from "./wishes.ts";

/** How many paragraphs with words are looked at on either side of one that was moved. */
const MAX_NEIGHBOURS = 2;

/**
 * The orders that a row's author (`own`), or those whose rows they had not seen, gave to paragraphs that hold some texts, or held them.
 * Only what changed places since the row that its author had seen last is named. Of a paragraph that came to stand elsewhere something is
 * to stand there, too.
 */
export function orderWishes(
  document: ForwardingDocument,
  view: RowView,
  texts: Iterable<Y.XmlText>,
  own: boolean,
): (OrderWish | MovedWish)[] {
  const reader = new OrderReader(document, view, own);
  const wishes: (OrderWish | MovedWish)[] = [];
  for (const block of new Set([...texts].map(paragraphOf))) {
    if (!block) continue;
    const around = reader.around(block);
    const paragraphs = around.map(({ words }) => words);
    if (!reader.isChanged(paragraphs)) continue;
    wishes.push({ wish: "order", paragraphs, own });
    const seq = document.attribution.insertingRow(block.id.client, block.id.clock) ?? view.row.seq;
    for (const { block: moved, words } of reader.movedIn(block, around))
      wishes.push({ wish: "moved", block: { client: moved.id.client, clock: moved.id.clock }, seq, words, own });
  }
  return wishes;
}

/** A paragraph with the words that it had in the eyes of whoever is asked. */
interface Worded {
  readonly block: Y.Item;
  readonly words: readonly IdRange[];
}

/** What a character was when the row's author last heard of others; `null` for what was typed since. */
export function nameAtBase({ attribution, lineage }: ForwardingDocument, { baseSeq }: ArrivedRow, id: Id): Id | null {
  for (let at: Id | undefined = id; at; at = lineage.sourceOf(at.client, at.clock))
    if ((attribution.insertingRow(at.client, at.clock) ?? Infinity) <= baseSeq) return at;
  return null;
}

export class OrderReader {
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
  around(block: Y.Item): Worded[] {
    const { view, own } = this;
    const isMade = this.isMade(block);
    const isTaken = own ? view.stated.has(block.id.client, block.id.clock) : view.isGoneMeanwhile(block.id);
    if (!isMade && !isTaken) return [];
    return [
      ...this.neighbours(block, "left").toReversed(),
      ...[{ block, words: this.wordsOf(block) }].filter(({ words }) => words.length > 0),
      ...this.neighbours(block, "right"),
    ];
  }

  /** The character that is seen nearest to a block on one side of it. */
  nearest(block: Y.Item, side: "left" | "right"): Id | null {
    const [beside] = this.neighbours(block, side, 1);
    const ids = beside ? this.idsIn(beside.block, (id) => id) : [];
    const [first, last] = [ids[0], ids.at(-1)];
    if (!first || !last) return null;
    return side === "right" ? first : { client: last.client, clock: last.clock + last.length - 1 };
  }

  private isMade({ id }: Y.Item): boolean {
    return this.own ? this.view.isNew(id) : this.view.isForeign(id);
  }

  /**
   * A block that was made, where its words stood on another side of a neighbour until then. Of two that changed places nobody can say
   * which was moved.
   */
  movedIn(block: Y.Item, around: readonly Worded[]): Worded[] {
    const at = this.isMade(block) ? around.findIndex((each) => each.block === block) : -1;
    const moved = around[at];
    if (!moved) return [];
    const { lineage } = this.document;
    const sources = this.idsIn(block, ({ client, clock }) => lineage.sourceOf(client, clock) ?? null);
    const passed = around.filter((each, index) => {
      const beside = index === at ? [] : this.idsIn(each.block, (id) => id);
      return this.isChanged(index < at ? [beside, sources] : [sources, beside]);
    });
    return passed.length === 0 ? [] : passed.length === 1 ? [moved, ...passed] : [moved];
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

  private neighbours(block: Y.Item, side: "left" | "right", most = MAX_NEIGHBOURS): Worded[] {
    const found: Worded[] = [];
    for (let item = block[side]; item !== null && found.length < most; item = item[side]) {
      if (!this.sees(item.id)) continue;
      const words = this.wordsOf(item);
      if (words.length > 0) found.push({ block: item, words });
    }
    return found;
  }

  /** The words of a block as everybody knew them before, in their order now. */
  private wordsOf(block: Y.Item): readonly IdRange[] {
    const known = this.names.get(block);
    if (known) return known;
    const words = this.sees(block.id) ? this.idsIn(block, (id) => nameAtBase(this.document, this.view.row, id)) : [];
    this.names.set(block, words);
    return words;
  }

  /** What `nameOf` calls the characters that are seen in a block. */
  private idsIn(block: Y.Item, nameOf: (id: Id) => Id | null): readonly IdRange[] {
    return namesIn(textsOf(block), {
      of: (id) => (this.sees(id) ? nameOf(id) : null),
      hides: (range) => (this.own ? this.view.hides(range) : this.view.isGone(range)),
    });
  }
}
