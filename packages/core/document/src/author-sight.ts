/**
 * What the author of new structs has seen, of the document and of these structs, told from the ids that they name.
 *
 * Rows reach everybody in order, so whoever names an id has seen every row up to its own. What people write under several client ids
 * reaches them also on other ways, as from one page's storage to the next page: of these ids they have seen what they name, what was named
 * with that, and so on. A person has thousands of client ids after years. So what names what is kept once, for each client id by itself, and
 * followed only when something stands between neighbours, from the last row backwards and no further than to the row of what stands there:
 * nothing earlier names it.
 */
import * as Y from "yjs";
import { LatestFirst } from "./latest-first.ts";

/** An id of another client id of the same person, and the clock of what names it. */
export interface Naming {
  readonly clock: number;
  readonly named: Y.ID;
}

/** What the document tells of an author's sight. */
export interface Sight {
  /** Whether a client id is the author's. */
  isOwn: (client: number) => boolean;
  /** The row that brought an id of the document. */
  rowOf: (id: Y.ID) => number;
  /** The last row that whoever wrote under a client id of the author's had seen for certain when they wrote this id. */
  rowSeenWith: (id: Y.ID) => number;
  /** What the document's structs up to an id, all under its client id, name of the author's others; clocks rise, and later ones may follow. */
  namingsUpTo: (id: Y.ID) => readonly Naming[];
}

/** What a client id's structs of an update name. Lists rise. */
interface Written {
  readonly first: number;
  row: number;
  readonly rows: { readonly clock: number; readonly row: number }[];
  readonly namings: Naming[];
  readonly others: SeenOthers;
}

/** The row of what no row has brought yet. */
const UNSAVED = Infinity;

export class AuthorSight {
  /** How many namings were followed. */
  steps = 0;
  private readonly sight: Sight;
  private readonly maxSteps: number;
  private readonly written = new Map<number, Written>();

  /** `firstClocks`: where the update goes on, for each of its client ids. No more than `maxSteps` namings are followed. */
  constructor(sight: Sight, firstClocks: ReadonlyMap<number, number>, maxSteps: number) {
    this.sight = sight;
    this.maxSteps = maxSteps;
    for (const [client, first] of firstClocks) {
      const last = first > 0 ? Y.createID(client, first - 1) : null;
      const row = last ? sight.rowSeenWith(last) : 0;
      const others = new SeenOthers((id) => this.stretchesTo(id));
      if (last) others.add(last);
      this.written.set(client, { first, row, rows: [], namings: [], others });
    }
  }

  /** A struct of the update names an id. What it names of the update itself was noted before. */
  note(struct: Y.Item, named: Y.ID): void {
    const written = this.written.get(struct.id.client);
    if (!written || named.client === struct.id.client) return;
    const row = this.rowSeenByNaming(named);
    const { clock } = struct.id;
    if (row > written.row) written.rows.push({ clock, row: (written.row = row) });
    if (!this.sight.isOwn(named.client)) return;
    if (written.others.add(named)) written.namings.push({ clock, named });
  }

  /** Whether who wrote a struct, all of which is noted, has seen an id for certain; also `false` once it has followed too many namings. */
  hasSeen(struct: Y.Item, id: Y.ID): boolean {
    if (id.client === struct.id.client) return true;
    const written = this.written.get(struct.id.client);
    if (!written) return false;
    const row = this.isUnsaved(id) ? UNSAVED : this.sight.rowOf(id);
    if (row <= written.row) return true;
    if (!this.sight.isOwn(id.client)) return false;
    while (!written.others.includes(id) && this.steps < this.maxSteps) {
      if (!written.others.follow(row)) return false;
      this.steps++;
    }
    return written.others.includes(id);
  }

  private isUnsaved({ client, clock }: Y.ID): boolean {
    return clock >= (this.written.get(client)?.first ?? Infinity);
  }

  private rowSeenByNaming(id: Y.ID): number {
    const written = this.written.get(id.client);
    if (written && this.isUnsaved(id)) {
      const before = written.rows[countUpTo(written.rows, id.clock) - 1];
      return before ? before.row : this.rowBefore(id.client, written.first);
    }
    return this.sight.isOwn(id.client) ? this.sight.rowSeenWith(id) : this.sight.rowOf(id);
  }

  private rowBefore(client: number, first: number): number {
    return first > 0 ? this.sight.rowSeenWith(Y.createID(client, first - 1)) : 0;
  }

  /** What is named up to an id under its client id, in the update and in the document. */
  private stretchesTo(id: Y.ID): Stretch[] {
    const written = this.written.get(id.client);
    if (!written || !this.isUnsaved(id)) return [this.savedStretchTo(id)];
    const unsaved = { namings: written.namings, count: countUpTo(written.namings, id.clock), rowOf: () => UNSAVED };
    return written.first > 0 ? [unsaved, this.savedStretchTo(Y.createID(id.client, written.first - 1))] : [unsaved];
  }

  private savedStretchTo(id: Y.ID): Stretch {
    const namings = this.sight.namingsUpTo(id);
    const rowOf = (clock: number): number => this.sight.rowOf(Y.createID(id.client, clock));
    return { namings, count: countUpTo(namings, id.clock), rowOf };
  }
}

/** The first so many of what a client id's structs name, and the rows of these structs. */
interface Stretch {
  readonly namings: readonly Naming[];
  readonly count: number;
  readonly rowOf: (clock: number) => number;
}

/** A naming that was not followed yet; before it, down to `from`, others that were not. */
interface Unfollowed {
  readonly stretch: Stretch;
  readonly at: number;
  readonly from: number;
}

/** What is seen under an author's client ids. */
class SeenOthers {
  private readonly until = new Map<number, number>();
  private readonly unfollowed = new LatestFirst<Unfollowed>();
  private readonly stretchesTo: (id: Y.ID) => readonly Stretch[];

  constructor(stretchesTo: (id: Y.ID) => readonly Stretch[]) {
    this.stretchesTo = stretchesTo;
  }

  /** Returns whether that is more than was found so far. */
  add(id: Y.ID): boolean {
    const until = this.until.get(id.client) ?? -1;
    if (id.clock <= until) return false;
    this.until.set(id.client, id.clock);
    for (const stretch of this.stretchesTo(id))
      this.put({ stretch, at: stretch.count - 1, from: countUpTo(stretch.namings, until) });
    return true;
  }

  includes({ client, clock }: Y.ID): boolean {
    return clock <= (this.until.get(client) ?? -1);
  }

  /** Follows one naming of a row or a later one; `false` where none is left. */
  follow(row: number): boolean {
    const next = this.unfollowed.take(row);
    if (next === null) return false;
    const { stretch, at, from } = next;
    const naming = stretch.namings[at];
    this.put({ stretch, at: at - 1, from });
    if (naming) this.add(naming.named);
    return true;
  }

  private put(unfollowed: Unfollowed): void {
    const { stretch, at, from } = unfollowed;
    const naming = stretch.namings[at];
    if (naming && at >= from) this.unfollowed.put(unfollowed, stretch.rowOf(naming.clock));
  }
}

/** How many of a list whose clocks rise have a clock up to one. */
function countUpTo(rising: readonly { readonly clock: number }[], clock: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle]?.clock ?? Infinity) <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
