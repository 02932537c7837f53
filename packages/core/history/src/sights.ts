/**
 * What people must have seen of a document when they wrote, told from the ids that their structs name.
 *
 * Rows reach everybody in order, so whoever names somebody else's id has seen every row up to the one that brought it. Of what they
 * wrote themselves they need not have seen the row: it may have come behind rows that were still on their way to them.
 */
import type { Naming, Sight } from "@parley/document";
import * as Y from "yjs";
import type { Attribution } from "./attribution.ts";

/** What the structs of a client id tell that have been read. It grows with them, however many client ids their author has. */
interface Account {
  /** The clock up to which they have been read. */
  read: number;
  /** From which clock on its author had seen which row. Both rise. */
  readonly clocks: number[];
  readonly rows: number[];
  /** What they name of the author's other client ids, where it is more than before; and of each the last clock. */
  readonly namings: Naming[];
  readonly last: Map<number, number>;
}

type IsOwn = (client: number) => boolean;

/** The sights of all who write in one document. What was found once is kept. */
export class Sights {
  private readonly accounts = new Map<number, Account>();
  private readonly ydoc: Y.Doc;
  private readonly attribution: Attribution;

  constructor(ydoc: Y.Doc, attribution: Attribution) {
    this.ydoc = ydoc;
    this.attribution = attribution;
  }

  /** The sight of somebody; `isOwn` says which client ids are theirs. */
  sightOf(isOwn: IsOwn): Sight {
    return {
      isOwn,
      rowOf: (id) => this.rowOf(id),
      rowSeenWith: (id) => rowAt(this.readUpTo(id, isOwn), id.clock),
      namingsUpTo: (id) => this.readUpTo(id, isOwn).namings,
    };
  }

  private rowOf({ client, clock }: Y.ID): number {
    return this.attribution.insertingRow(client, clock) ?? 0;
  }

  /** The account of a client id, read up to an id; structs are read once, each after those that it names. */
  private readUpTo(id: Y.ID, isOwn: IsOwn): Account {
    const stack = [id];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const account = this.accountOf(top.client);
      if (account.read > top.clock) {
        stack.pop();
        continue;
      }
      const struct = Y.getItem(this.ydoc.store, Y.createID(top.client, account.read)) as Y.Item | Y.GC;
      const named = namedBy(struct);
      const unread = named.find(({ client, clock }) => isOwn(client) && this.accountOf(client).read <= clock);
      if (unread) {
        stack.push(unread);
        continue;
      }
      for (const each of named) this.note(account, each, isOwn);
      account.read = struct.id.clock + struct.length;
    }
    return this.accountOf(id.client);
  }

  private accountOf(client: number): Account {
    let account = this.accounts.get(client);
    if (!account)
      this.accounts.set(client, (account = { read: 0, clocks: [], rows: [], namings: [], last: new Map() }));
    return account;
  }

  /** Notes what is named by the struct that is being read. */
  private note({ read, clocks, rows, namings, last }: Account, named: Y.ID, isOwn: IsOwn): void {
    const isOwnId = isOwn(named.client);
    const row = isOwnId ? rowAt(this.accountOf(named.client), named.clock) : this.rowOf(named);
    if (row > (rows.at(-1) ?? 0)) {
      clocks.push(read);
      rows.push(row);
    }
    if (!isOwnId || named.clock <= (last.get(named.client) ?? -1)) return;
    namings.push({ clock: read, named });
    last.set(named.client, named.clock);
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

/** Of an account, the row that had been seen at a clock. */
function rowAt({ clocks, rows }: Account, clock: number): number {
  let [low, high] = [0, clocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clocks[middle] ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1] ?? 0;
}
