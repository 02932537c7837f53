/**
 * Pictures and other blocks without words. Nothing says which is a copy of which, so a moved one is known by what it shows, and by the row
 * that took the one away and brought the other.
 */
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import { type PlanParts, rowsWith } from "./plan-parts.ts";
import type { Damage } from "./damage.ts";
import { attributeSeen } from "./wishes.ts";

/** What says which picture it is, or who signs; lines and page breaks are all alike. */
const identities: Readonly<Record<string, readonly string[]>> = {
  image: ["imageId"],
  signatureBlock: ["label", "organisation"],
  horizontalRule: [],
  pageBreak: [],
};

export class LeafCarrier {
  private readonly parts: Omit<PlanParts, "finder">;
  private readonly damage: Damage[];

  constructor(parts: Omit<PlanParts, "finder">, damage: Damage[]) {
    this.parts = parts;
    this.damage = damage;
  }

  /** [FW3] [FW4] [FW7] Sets what was set, deletes what was deleted, and names what two moved to different places. */
  carry(): void {
    const { view } = this.parts;
    for (const range of view.row.stated) {
      for (const item of view.structsIn(range)) {
        if (!(item instanceof Y.Item) || !isLeaf(item)) continue;
        const own = this.movedBy(item, view.row.seq);
        const gone = view.isGoneMeanwhile(item.id) ? this.goneIn(item.id) : null;
        const theirs = gone === null ? null : this.movedBy(item, gone);
        if (own && theirs) this.noteDoubled(own, theirs);
        else if (own && gone !== null) this.parts.draft.delete({ ...idOf(own), length: 1 });
        else if (theirs && !view.row.proposes) this.parts.draft.delete({ ...idOf(theirs), length: 1 });
        else if (own) this.carryAttributes(item, own);
      }
    }
  }

  /** Where a block without words that somebody took away stands now, or `null`. */
  moved(block: Y.Item): Y.Item | null {
    const gone = isLeaf(block) ? this.goneIn(block.id) : null;
    return gone === null ? null : this.movedBy(block, gone);
  }

  private goneIn({ client, clock }: Id): number | null {
    return this.parts.document.attribution.goneSinceRow(client, clock) ?? null;
  }

  /** What others set meanwhile of what the row moved. */
  private carryAttributes(from: Y.Item, to: Y.Item): void {
    const { view, draft, copies } = this.parts;
    for (const [key, item] of leafOf(from)?._map ?? []) {
      if (!view.isForeign(item.lastId) || !view.stoodBefore(item.lastId) || !(item.content instanceof Y.ContentAny))
        continue;
      const copy = draft.setAttribute(to, key, item.content.arr.at(-1));
      copies.push({ copy, source: { client: item.lastId.client, clock: item.lastId.clock } });
    }
  }

  /** The block beside, near or far, that a row brought instead of the one that it took away. */
  private movedBy(block: Y.Item, seq: number): Y.Item | null {
    for (const side of ["left", "right"] as const)
      for (let item = block[side]; item !== null; item = item[side])
        if (!item.deleted && this.isSame(block, item, seq)) return item;
    return null;
  }

  private isSame(block: Y.Item, other: Y.Item, seq: number): boolean {
    const [name, named] = [leafOf(block)?.nodeName, leafOf(other)?.nodeName];
    if (name === undefined || name !== named || this.insertedIn(other) !== seq) return false;
    const shown = (item: Y.Item, key: string): unknown => attributeSeen(item, key, () => true);
    return (identities[name] ?? []).every((key) => shown(block, key) === shown(other, key));
  }

  private insertedIn({ id }: Y.Item): number | undefined {
    return this.parts.document.attribution.insertingRow(id.client, id.clock);
  }

  private noteDoubled(own: Y.Item, theirs: Y.Item): void {
    const { view } = this.parts;
    const text = attributeSeen(own, "alt", () => true) ?? attributeSeen(own, "label", () => true);
    this.damage.push({
      kind: "doubled",
      text: typeof text === "string" ? text : "",
      ids: [{ ...idOf(own), length: 1 }],
      others: [{ ...idOf(theirs), length: 1 }],
      block: idOf(own),
      rows: rowsWith(view, [this.insertedIn(theirs) ?? view.row.seq]),
    });
  }
}

const idOf = ({ id }: Y.Item): Id => ({ client: id.client, clock: id.clock });

function leafOf({ content }: Y.Item): Y.XmlElement | null {
  const element = content instanceof Y.ContentType && content.type instanceof Y.XmlElement ? content.type : null;
  return element && element.nodeName in identities ? element : null;
}

const isLeaf = (item: Y.Item): boolean => leafOf(item) !== null;
