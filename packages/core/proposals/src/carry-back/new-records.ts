/** What of the document went, or looks otherwise, in a copy, as records of proposals. */
import { type AttributeValue, type Attributes, type Marks, nodeAccepts } from "@parley/document";
import type { Id } from "@parley/history";
import type * as Y from "yjs";
import { idOf } from "../draft.ts";
import { type Carrying, MENTION, asBlock, asRecordRanges } from "./carrying.ts";
import type { CopyTree, FirstBlock, FirstUnit, NowBlock, NowUnit } from "./copy-tree.ts";
import type { Moves } from "./new-content.ts";

export class NewRecords {
  private readonly carrying: Carrying;
  private readonly tree: CopyTree;
  private readonly moves: Moves;
  /** The group of the move with which a word went. */
  private readonly grouped = new Map<FirstUnit, string>();
  private readonly keptIn = new Map<FirstBlock, NowUnit[]>();

  constructor(carrying: Carrying, tree: CopyTree, moves: Moves) {
    this.carrying = carrying;
    this.tree = tree;
    this.moves = moves;
    const note = ({ units, children }: NowBlock): void => {
      for (const unit of units) {
        if (!unit.isKept || !unit.first) continue;
        const all = this.keptIn.get(unit.first.paragraph) ?? [];
        this.keptIn.set(unit.first.paragraph, all);
        all.push(unit);
      }
      children.forEach(note);
    };
    tree.now.forEach(note);
  }

  write(): void {
    this.tree.first.forEach((block) => this.recordsOf(block));
    this.writeMoves();
    this.writeGone();
  }

  /** Records about a block of the beginning and about what is in it. */
  private recordsOf(block: FirstBlock): void {
    if (block.now) {
      this.setAttributes(block, block.now.attributes);
      this.formats(block);
      block.children.forEach((child) => this.recordsOf(child));
    } else if (block.joinedTo) {
      this.formats(block);
      this.join(block, block.joinedTo);
    } else this.remove(block);
  }

  private join(block: FirstBlock, target: FirstBlock): void {
    const [from, to] = [this.carrying.standing.block(block.source), this.carrying.standing.block(target.source)];
    // Where either is gone they are one already, or nothing is left to be joined.
    if (!from || !to || from === to || from.parent !== to.parent) return;
    this.carrying.record({ do: "join", block: asBlock(idOf(from)), to: asBlock(idOf(to)) });
  }

  private remove(block: FirstBlock): void {
    const element = this.carrying.standing.block(block.source);
    if (!element) return;
    const id = idOf(element);
    const isRemoved = this.carrying
      .ownRecords()
      .some(({ record }) => record.do === "remove" && record.block[0] === id.client && record.block[1] === id.clock);
    if (isRemoved) return;
    const ids = [...unitsIn([block])].flatMap(({ source }) => this.carrying.standing.characters(source));
    const moved = this.moves.movedBlocks.get(block);
    const group = moved && { group: moved.group };
    this.carrying.record({ do: "remove", block: asBlock(id), ids: asRecordRanges(ids), ...group });
  }

  private setAttributes(block: FirstBlock, now: Attributes): void {
    for (const name of new Set([...Object.keys(block.attributes), ...Object.keys(now)])) {
      let value: AttributeValue = now[name] ?? null;
      if (JSON.stringify(value) === JSON.stringify(block.attributes[name] ?? null)) continue;
      if (name === "imageId") value = typeof value === "string" ? this.carrying.pictureId(value) : null;
      const element = this.carrying.standing.block(block.source);
      if (!element || !nodeAccepts(element.nodeName, name, value)) {
        this.carrying.unplaced.push({ outcome: "left", what: "attribute", text: `${name}: ${JSON.stringify(value)}` });
        continue;
      }
      this.set(element, name, value);
    }
  }

  private set(element: Y.XmlElement, name: string, value: AttributeValue): void {
    const id = idOf(element);
    for (const { key, record } of this.carrying.ownRecords())
      if (record.do === "set" && record.name === name && record.block.join() === asBlock(id).join())
        this.carrying.draft.records.delete(key);
    const stored: unknown = element.getAttribute(name) ?? null;
    if (JSON.stringify(stored) !== JSON.stringify(value))
      this.carrying.record({ do: "set", block: asBlock(id), name, value });
  }

  /** Marks that came on words that stay, and marks that went. */
  private formats(block: FirstBlock): void {
    const wanted = new Map<string, { mark: string; value: Marks[string] | null; ids: Id[] }>();
    for (const now of this.keptIn.get(block) ?? []) {
      const { first } = now;
      if (!first) continue;
      for (const mark of new Set([...Object.keys(first.marks), ...Object.keys(now.marks)])) {
        const value = now.marks[mark] ?? null;
        if (mark === MENTION || JSON.stringify(value) === JSON.stringify(first.marks[mark] ?? null)) continue;
        const key = JSON.stringify([mark, value]);
        const same = wanted.get(key) ?? { mark, value, ids: [] };
        wanted.set(key, same);
        same.ids.push(...this.carrying.standing.characters(first.source));
      }
    }
    for (const { mark, value, ids } of wanted.values())
      if (ids.length > 0) this.carrying.record({ do: "format", ids: asRecordRanges(ids), mark, value });
  }

  /** [PR8] What came elsewhere with the words that went is one proposal. */
  private writeMoves(): void {
    for (const moved of this.moves.moved) {
      const from = moved.flatMap(({ first }) => this.carrying.standing.characters(first.source));
      if (from.length === 0) continue;
      const paragraph = moved[0]?.first.paragraph;
      const whole = paragraph && this.moves.movedBlocks.get(paragraph);
      const element = whole && paragraph ? this.carrying.standing.block(paragraph.source) : null;
      const group = whole?.group ?? this.carrying.newName();
      for (const { first } of moved) this.grouped.set(first, group);
      const to = moved.map((each) => each.to);
      this.carrying.record({
        do: "move",
        from: [...(element ? asRecordRanges([idOf(element)]) : []), ...asRecordRanges(from)],
        to: [...(whole && element ? asRecordRanges([whole.to]) : []), ...asRecordRanges(to)],
        group,
      });
    }
  }

  /** Words that went from paragraphs that stay, each stretch by itself. */
  private writeGone(): void {
    let stretch: { ids: Id[]; group: string | undefined } | null = null;
    const end = (): void => {
      const ids = stretch?.ids.filter(({ client, clock }) => !this.carrying.struckBefore.has(client, clock)) ?? [];
      if (stretch && ids.length > 0) {
        const group = stretch.group === undefined ? {} : { group: stretch.group };
        this.carrying.record({ do: "delete", ids: asRecordRanges(ids), ...group });
      }
      stretch = null;
    };
    let paragraph: FirstBlock | null = null;
    for (const unit of unitsIn(this.tree.first)) {
      const group = this.grouped.get(unit);
      if (unit.paragraph !== paragraph || unit.isKept || (stretch && stretch.group !== group)) end();
      paragraph = unit.paragraph;
      if (unit.isKept || this.isRemoved(unit.paragraph)) continue;
      stretch ??= { ids: [], group };
      stretch.ids.push(...this.carrying.standing.characters(unit.source));
    }
    end();
  }

  /** Whether the words of a block go with it, or with one around it. */
  private isRemoved(block: FirstBlock): boolean {
    const goes = block.now === null && block.joinedTo === null && this.carrying.standing.block(block.source) !== null;
    return goes || (block.parent !== null && this.isRemoved(block.parent));
  }
}

function* unitsIn(blocks: readonly FirstBlock[]): Generator<FirstUnit> {
  for (const { units, children } of blocks) {
    yield* units;
    yield* unitsIn(children);
  }
}
