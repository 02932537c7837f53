/** Attributes of blocks that somebody re-created, or whose words went into another block, at the same moment. */
import type { AttributeValue } from "@parley/document";
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { LeafCarrier } from "./carry-leaves.ts";
import type { DraftUpdate } from "./draft-update.ts";
import type { PlanParts } from "./plan-parts.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { type Finder, holderOf, itemAt, paragraphOf, textAt } from "./whereabouts.ts";
import { textsOf } from "./wishes.ts";

export class AttributeCarrier {
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly finder: Finder;
  private readonly draft: DraftUpdate;
  private readonly copies: CopiedRange[];
  private readonly leaves: LeafCarrier;

  constructor({ document, view, finder, draft, copies }: PlanParts, leaves: LeafCarrier) {
    this.leaves = leaves;
    this.document = document;
    this.view = view;
    this.finder = finder;
    this.draft = draft;
    this.copies = copies;
  }

  /** [FW4] Attributes of a block that somebody re-created. */
  carry(): void {
    const { row } = this.view;
    for (const range of row.proposes ? [] : row.inserted) {
      for (const item of structsIn(this.document.ydoc, range)) {
        if (!(item instanceof Y.Item) || item.parentSub === null) continue;
        const block = holderOf(item);
        if (!block || (block.deleted && !this.view.isGoneMeanwhile(block.id))) continue;
        // What its author made of it themselves is another paragraph to them.
        const copy = block.deleted ? this.finder.livingCopy(block.id, (each) => !this.view.isForeign(each)) : null;
        const parts = this.partsTakenMeanwhile(block);
        const whole = copy ? itemAt(this.document.ydoc, copy) : block.deleted ? this.leaves.moved(block) : null;
        if (whole) parts.add(whole);
        for (const part of parts) this.carryAttribute(item, part.id);
      }
    }
    for (const [part, whole] of this.ownParts()) {
      for (const item of (whole.content as Y.ContentType).type._map.values())
        if (!item.deleted && this.view.isForeign(item.lastId)) this.carryAttribute(item, part.id);
    }
    for (const { copy, source } of row.copies) {
      const block = copy.length === 1 ? itemAt(this.document.ydoc, source) : null;
      if (!(block?.content instanceof Y.ContentType) || !(block.content.type instanceof Y.XmlElement)) continue;
      for (const item of block.content.type._map.values())
        if (this.view.isForeign(item.lastId) && this.view.stoodBefore(item.lastId)) this.carryAttribute(item, copy);
    }
  }

  /** Paragraphs that somebody else split off a paragraph meanwhile: what is set on the whole is set on each part. */
  private partsTakenMeanwhile(block: Y.Item): Set<Y.Item> {
    const parts = new Set<Y.Item>();
    for (const text of textsOf(block)) {
      for (let item = text._start; item !== null; item = item.right) {
        if (!item.deleted || !(item.content instanceof Y.ContentString)) continue;
        // What is gone may share one item, whoever took it.
        for (const gone of this.view.goneMeanwhile({
          client: item.id.client,
          clock: item.id.clock,
          length: item.length,
        })) {
          const copy = this.finder.livingCopy(gone, (each) => !this.view.isForeign(each));
          const holder = copy && textAt(this.document, copy);
          const paragraph = holder && paragraphOf(holder);
          if (paragraph && this.view.isForeign(paragraph.id)) parts.add(paragraph);
        }
      }
    }
    return parts;
  }

  /** The row's new paragraphs, each with the one that it was split off and that stands. */
  private ownParts(): Map<Y.Item, Y.Item> {
    const parts = new Map<Y.Item, Y.Item>();
    for (const { copy, source } of this.view.row.copies) {
      const [text, from] = [textAt(this.document, copy), textAt(this.document, source)];
      const [part, whole] = [text && paragraphOf(text), from && paragraphOf(from)];
      if (part && whole && !part.deleted && !whole.deleted && this.view.isNew(part.id)) parts.set(part, whole);
    }
    return parts;
  }

  private carryAttribute(item: Y.Item, to: Id | null): void {
    const block = to && itemAt(this.document.ydoc, to);
    if (!block || block.deleted || item.parentSub === null || !(item.content instanceof Y.ContentAny)) return;
    const copy = this.draft.setAttribute(block, item.parentSub, item.content.arr.at(-1) as AttributeValue);
    this.copies.push({ copy, source: { client: item.lastId.client, clock: item.lastId.clock } });
  }
}
