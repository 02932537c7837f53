/**
 * What people must have seen of a document when they wrote, told from the ids that their structs name.
 *
 * Rows reach everybody in order, so whoever names somebody else's id has seen every row up to the one that brought it. Of what they
 * wrote themselves they need not have seen the row: it may have come behind rows that were still on their way to them.
 */
import { type Seen, type Sight, allSeen } from "@parley/document";
import * as Y from "yjs";
import type { Attribution } from "./attribution.ts";

/** From which clock on a client id's author had seen so much. Both lists rise. */
interface Steps {
  read: number;
  readonly clocks: number[];
  readonly seen: Seen[];
}

const NOTHING: Seen = { row: 0, own: new Map() };

/** The sights of all who write in one document. What was found once is kept. */
export class Sights {
  private readonly steps = new Map<number, Steps>();
  private readonly ydoc: Y.Doc;
  private readonly attribution: Attribution;

  constructor(ydoc: Y.Doc, attribution: Attribution) {
    this.ydoc = ydoc;
    this.attribution = attribution;
  }

  /** The sight of somebody; `isOwn` says which client ids are theirs. */
  sightOf(isOwn: (client: number) => boolean): Sight {
    return {
      of: (client) => this.seenAt(client, Y.getState(this.ydoc.store, client) - 1, isOwn),
      byNaming: (id) => this.byNaming(id, isOwn),
      includes: ({ row, own }, id) => this.rowOf(id) <= row || id.clock <= (own.get(id.client) ?? -1),
    };
  }

  private byNaming(id: Y.ID, isOwn: (client: number) => boolean): Seen {
    if (!isOwn(id.client)) return { row: this.rowOf(id), own: NOTHING.own };
    const own = new Map([[id.client, id.clock]]);
    return allSeen(this.seenAt(id.client, id.clock, isOwn), { row: 0, own });
  }

  private rowOf({ client, clock }: Y.ID): number {
    return this.attribution.insertingRow(client, clock) ?? 0;
  }

  /** What the author of an id had seen with it; structs are read once, each after those that it names. */
  private seenAt(client: number, clock: number, isOwn: (client: number) => boolean): Seen {
    const stack = [{ client, clock }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const steps = this.stepsOf(top.client);
      if (steps.read > top.clock) {
        stack.pop();
        continue;
      }
      const struct = Y.getItem(this.ydoc.store, Y.createID(top.client, steps.read)) as Y.Item | Y.GC;
      const named = namedBy(struct);
      const missing = named.find((id) => isOwn(id.client) && this.stepsOf(id.client).read <= id.clock);
      if (missing) {
        stack.push({ client: missing.client, clock: missing.clock });
        continue;
      }
      for (const id of named) note(steps, this.byNaming(id, isOwn));
      steps.read = struct.id.clock + struct.length;
    }
    return seenIn(this.stepsOf(client), clock);
  }

  private stepsOf(client: number): Steps {
    let steps = this.steps.get(client);
    if (!steps) this.steps.set(client, (steps = { read: 0, clocks: [], seen: [] }));
    return steps;
  }
}

/** The ids that a struct of the document names, its neighbours' and its parent's, without those of its own client id. */
function namedBy(struct: Y.Item | Y.GC): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent: unknown = struct.parent;
  const holder = parent instanceof Y.AbstractType ? (parent._item?.id ?? null) : null;
  return [struct.origin, struct.rightOrigin, holder]
    .filter((id) => id !== null)
    .filter(({ client }) => client !== struct.id.client);
}

function seenIn({ clocks, seen }: Steps, clock: number): Seen {
  let low = 0;
  let high = clocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clocks[middle] ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  return seen[low - 1] ?? NOTHING;
}

/** Notes what was seen with the struct that is being read. */
function note({ read, clocks, seen }: Steps, more: Seen): void {
  const last = seen.at(-1) ?? NOTHING;
  const now = allSeen(last, more);
  if (now === last) return;
  if (clocks.at(-1) === read) seen[seen.length - 1] = now;
  else {
    clocks.push(read);
    seen.push(now);
  }
}
