/** Which blocks had nothing between them as a row was taken. */
import type * as Y from "yjs";
import type { AttributedDocument } from "../reading.ts";

export type Side = "left" | "right";

/** A document for one reading, in which nothing changes meanwhile: what was found out about blocks side by side may be remembered. */
export interface ReadOnceDocument extends AttributedDocument {
  readonly neighbours?: BlockNeighbours;
}

/** The same document, to be gone through once: of thousands of words that came from one paragraph all ask what stood beside it. */
export function readOnce<Document extends AttributedDocument>(document: Document): Document & ReadOnceDocument {
  const neighbours = new BlockNeighbours(document.attribution);
  return Object.create(document, { neighbours: { value: neighbours } }) as Document & ReadOnceDocument;
}

/** How many blocks that were passed are remembered, of all that was asked. */
const MAX_REMEMBERED = 200_000;

export class BlockNeighbours {
  private readonly attribution: AttributedDocument["attribution"];
  private readonly reaches = new Map<string, Readonly<Record<Side, Reach>>>();
  private remembered = 0;

  constructor(attribution: AttributedDocument["attribution"]) {
    this.attribution = attribution;
  }

  /** On which side of a block another one is, when nothing stood between the two as row `seq` was taken; `null` when something did. */
  sideOf(a: Y.Item, b: Y.Item, seq: number): Side | null {
    if (a.parent !== b.parent) return null;
    const { left, right } = this.reachOf(a, seq);
    const before = left.size + right.size;
    const side = right.has(b) ? "right" : left.has(b) ? "left" : null;
    this.remembered += left.size + right.size - before;
    return side;
  }

  private reachOf(block: Y.Item, seq: number): Readonly<Record<Side, Reach>> {
    const key = `${block.id.client} ${block.id.clock} ${seq}`;
    let reach = this.reaches.get(key);
    if (reach === undefined) {
      if (this.remembered > MAX_REMEMBERED) {
        this.reaches.clear();
        this.remembered = 0;
      }
      const wasThere = ({ id }: Y.Item): boolean => this.wasThere(id, seq);
      reach = { left: new Reach(block, "left", wasThere), right: new Reach(block, "right", wasThere) };
      this.reaches.set(key, reach);
    }
    return reach;
  }

  private wasThere({ client, clock }: Y.ID, seq: number): boolean {
    const inserted = this.attribution.insertingRow(client, clock);
    return inserted !== undefined && inserted < seq && (this.attribution.goneSinceRow(client, clock) ?? seq) >= seq;
  }
}

/** The blocks on one side of another up to the first that was there, found as far as somebody asks. */
class Reach {
  private readonly side: Side;
  private readonly wasThere: (block: Y.Item) => boolean;
  private readonly passed = new Set<Y.Item>();
  private next: Y.Item | null;

  constructor(block: Y.Item, side: Side, wasThere: (block: Y.Item) => boolean) {
    this.side = side;
    this.wasThere = wasThere;
    this.next = block[side];
  }

  get size(): number {
    return this.passed.size;
  }

  has(block: Y.Item): boolean {
    if (this.passed.has(block)) return true;
    while (this.next !== null) {
      const item = this.next;
      this.passed.add(item);
      this.next = this.wasThere(item) ? null : item[this.side];
      if (item === block) return true;
    }
    return false;
  }
}
