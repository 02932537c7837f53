/**
 * Which texts a row and the rows that its author had not seen both changed, so that words may have come to stand in the wrong place.
 *
 * [FW9] Costs next to nothing for a row that touches what nobody else touches: only the neighbourhood of what the row says is looked at.
 */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";

/** The texts in which the row met changes that its author had not seen. */
export function findConflicts(document: ForwardingDocument, view: RowView): Set<Y.XmlText> {
  return new ConflictSearch(document, view).find();
}

/** The text that an item of words or formatting stands in. */
function textOf(struct: Y.Item | Y.GC): Y.XmlText | null {
  return struct instanceof Y.Item && struct.parent instanceof Y.XmlText ? struct.parent : null;
}

type Side = "left" | "right";

/** Answers that an item shares with its neighbour on one side, as long as `decide` cannot tell them from the item alone (`null`). */
class SharedAnswers {
  private readonly side: Side;
  private readonly decide: (item: Y.Item) => boolean | null;
  private readonly known = new Map<Y.Item, boolean>();

  constructor(side: Side, decide: (item: Y.Item) => boolean | null) {
    this.side = side;
    this.decide = decide;
  }

  /** Past the last item it is `false`. */
  of(from: Y.Item | null): boolean {
    const passed: Y.Item[] = [];
    let answer: boolean | null = null;
    for (let item = from; item !== null && answer === null; item = item[this.side]) {
      answer = this.known.get(item) ?? this.decide(item);
      passed.push(item);
    }
    for (const item of passed) this.known.set(item, answer ?? false);
    return answer ?? false;
  }
}

/** Blocks side by side between two that the row's author saw standing, before the change and after it. */
interface Crowd {
  /** Whether the texts of all of them were found. */
  isFound: boolean;
  /** Whether one of them, or of the two, is crowding. */
  isCrowding: boolean;
}

/** What was asked once is remembered: a row of many pieces asks the same of each. */
class ConflictSearch {
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly found = new Set<Y.XmlText>();
  private readonly changed = new Map<Y.XmlText, boolean>();
  private readonly gone = new Map<Y.Item, readonly IdRange[]>();
  private readonly besideGone: Readonly<Record<Side, SharedAnswers>>;
  private readonly besideClosed: Readonly<Record<Side, SharedAnswers>>;
  private readonly crowds = new Map<Y.Item, Crowd>();
  private readonly sourced = new Set<Y.Item>();

  constructor(document: ForwardingDocument, view: RowView) {
    this.document = document;
    this.view = view;
    const isGone = (item: Y.Item): boolean | null => this.isGone(item);
    this.besideGone = { left: new SharedAnswers("left", isGone), right: new SharedAnswers("right", isGone) };
    const isClosed = (side: Side) => (item: Y.Item) =>
      view.stated.has(item.id.client, item.id.clock) ? null : this.besideGone[side].of(item);
    this.besideClosed = {
      left: new SharedAnswers("left", isClosed("left")),
      right: new SharedAnswers("right", isClosed("right")),
    };
  }

  find(): Set<Y.XmlText> {
    const { view, found } = this;
    const { row } = view;
    for (const range of row.stated) this.addGoneMeanwhile(range);
    for (const range of row.copies.length > 0 ? [] : row.stated) this.addClosed(range);
    for (const range of row.inserted) this.addMisplaced(range);
    for (const range of [...row.inserted, ...row.stated]) this.addCrowded(range);
    for (const { copy, source } of row.copies) this.addChanged({ ...source, length: copy.length });
    const cascaded = IdSet.of(row.deleted).difference(view.stated);
    for (const range of cascaded.ranges()) this.addChanged(range);
    return found;
  }

  private addChanged(range: IdRange): void {
    for (const struct of structsIn(this.document.ydoc, range)) {
      const text = textOf(struct);
      if (text && this.isChangedMeanwhile(text)) this.found.add(text);
    }
  }

  private addGoneMeanwhile(range: IdRange): void {
    for (const gone of this.view.goneMeanwhile(range)) {
      for (const struct of structsIn(this.document.ydoc, gone)) {
        const text = textOf(struct);
        if (text) this.found.add(text);
      }
    }
  }

  /** Deleted words that joined what somebody else parted: what stood beside them is gone. */
  private addClosed(range: IdRange): void {
    for (const struct of structsIn(this.document.ydoc, range)) {
      const text = textOf(struct);
      if (!text || this.found.has(text) || !(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString))
        continue;
      if (
        this.isGoneAround(struct, range) ||
        this.besideClosed.left.of(struct.left) ||
        this.besideClosed.right.of(struct.right)
      )
        this.found.add(text);
    }
  }

  /** Whether somebody else deleted the rest of an item: what is gone may share one, whoever deleted it. */
  private isGoneAround(item: Y.Item, range: IdRange): boolean {
    let gone = this.gone.get(item);
    if (gone === undefined) {
      gone = this.view.goneMeanwhile({ client: item.id.client, clock: item.id.clock, length: item.length });
      this.gone.set(item, gone);
    }
    const [first, last] = [gone[0], gone.at(-1)];
    return (
      (first !== undefined && first.clock < range.clock) ||
      (last !== undefined && last.clock + last.length > range.clock + range.length)
    );
  }

  /** New words whose text, or whose neighbours, are gone. */
  private addMisplaced(range: IdRange): void {
    for (const struct of structsIn(this.document.ydoc, range)) {
      const text = textOf(struct);
      if (!text || this.found.has(text) || !(struct instanceof Y.Item)) continue;
      const isGone = text._item?.deleted !== false;
      const isFormat = struct.content instanceof Y.ContentFormat;
      if (
        (isFormat && this.isChangedMeanwhile(text)) ||
        isGone ||
        this.besideGone.left.of(struct.left) ||
        this.besideGone.right.of(struct.right)
      )
        this.found.add(text);
    }
  }

  /** Blocks that came to stand beside, or instead of, blocks that somebody else made or took away meanwhile, with what they were made of. */
  private addCrowded(range: IdRange): void {
    for (const struct of structsIn(this.document.ydoc, range)) {
      if (!(struct instanceof Y.Item) || !isBlock(struct)) continue;
      const crowd = this.crowds.get(struct);
      if (crowd?.isFound) this.addSources(struct);
      else if (!crowd || crowd.isCrowding) this.addCrowd(struct);
    }
  }

  /** Blocks that crowd are the same for all of one crowd, but that none is beside itself. */
  private addCrowd(block: Y.Item): void {
    const { view } = this;
    const crowd: Crowd = { isFound: false, isCrowding: this.isCrowding(block) };
    const crowding = [block];
    this.crowds.set(block, crowd);
    for (const side of ["left", "right"] as const) {
      for (let item = block[side]; item !== null; item = item[side]) {
        if (!isBlock(item)) continue;
        if (this.isCrowding(item)) crowding.push(item);
        if (view.before(item.id) && !view.stated.has(item.id.client, item.id.clock)) break;
        this.crowds.set(item, crowd);
      }
    }
    if (crowding.length === 1) return;
    crowd.isFound = true;
    for (const item of crowding) this.addSources(item);
  }

  private isCrowding({ id, deleted }: Y.Item): boolean {
    const { view } = this;
    const isGone = deleted && view.isGoneMeanwhile(id) && view.before(id);
    return isGone || (view.isForeign(id) && view.stoodBefore(id));
  }

  private addSources(block: Y.Item): void {
    if (this.sourced.has(block)) return;
    this.sourced.add(block);
    const { ydoc, lineage } = this.document;
    const { type } = block.content as Y.ContentType;
    for (let child = type._start; child !== null; child = child.right) {
      const text = child.content instanceof Y.ContentType ? child.content.type : null;
      if (!(text instanceof Y.XmlText)) continue;
      this.found.add(text);
      for (let item = text._start; item !== null; item = item.right) {
        for (const { copy, source } of lineage.sourcesOf({
          client: item.id.client,
          clock: item.id.clock,
          length: item.length,
        }))
          for (const struct of structsIn(ydoc, { ...source, length: copy.length })) {
            const from = textOf(struct);
            if (from) this.found.add(from);
          }
      }
    }
  }

  /** Whether an item is gone, or somebody else's; `null` where that is for its neighbour to say. */
  private isGone(item: Y.Item): boolean | null {
    const { document, view } = this;
    const { client, clock } = item.id;
    if (document.attribution.insertingRow(client, clock) === view.row.seq) return null;
    if (view.isForeign(item.id) && view.stoodBefore(item.id)) return true;
    if (!item.deleted && item.content instanceof Y.ContentString) return false;
    return view.goneMeanwhile({ client, clock, length: item.length }).length > 0 ? true : null;
  }

  /** Whether somebody else wrote, deleted or formatted in a text meanwhile. */
  private isChangedMeanwhile(text: Y.XmlText): boolean {
    const known = this.changed.get(text);
    if (known !== undefined) return known;
    const isChanged = this.findChanged(text);
    this.changed.set(text, isChanged);
    return isChanged;
  }

  private findChanged(text: Y.XmlText): boolean {
    for (let item = text._start; item !== null; item = item.right) {
      const range = { client: item.id.client, clock: item.id.clock, length: item.length };
      if (this.view.foreignIn(range).length > 0) return true;
      if (item.deleted && this.view.goneMeanwhile(range).length > 0) return true;
    }
    return false;
  }
}

const isBlock = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentType && content.type instanceof Y.XmlElement;
