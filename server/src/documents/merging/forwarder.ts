/**
 * Carries edits into text that somebody else re-created at the same moment, in one open document, right after the row that met it.
 *
 * Invariants:
 * - What is carried is a row of the server's own, taken in the same turn as the row before it, so nothing comes between them.
 * - Whose rows a page had not seen is told by what it says it had seen; a page that says nothing is taken to lag by two seconds.
 * - Rows from before the document was opened are known by who made them. What is not known is left as it is.
 * - What the newest of them wanted is looked up when the first change comes whose author has not seen all of them, before it is taken.
 */
import type { ConnectionId, EpochMs, PersonId, UpdateKind } from "@parley/base";
import {
  type ArrivedRow,
  type ChainedRow,
  type Damage,
  type DocumentReplica,
  type IdRange,
  IdSet,
  type RowStatement,
  PROPOSING_ROLE,
  RememberedWishes,
  planForwarding,
  takenAgain,
} from "@parley/history";
import type { Authorship } from "../live.ts";
import type { RowAuthor } from "../rooms/log-store.ts";

/** A row just taken, or deletions that made none, with who sent it and what they had seen. */
export interface TakenChange {
  readonly replica: DocumentReplica;
  readonly row: Pick<ArrivedRow, "seq" | "inserted" | "stated" | "deleted" | "copies">;
  /** Whether it is in the log. */
  readonly isRow: boolean;
  readonly by: Authorship;
  readonly kind: UpdateKind;
  readonly baseSeq: number | null;
  /** Made while there was no line, or sent again after it broke. */
  readonly offline: boolean;
  readonly atMs: EpochMs;
}

/** A change that is about to be taken. */
export type ComingChange = Omit<TakenChange, "row" | "isRow">;

/** What a forwarder needs of its document. */
export interface ForwardingPorts {
  issueClient(personId: PersonId): number;
  /** Takes a row of the server's for somebody; `false` when it could not be taken. */
  take(update: Uint8Array, by: Authorship, statement: RowStatement): boolean;
  /** Tells what is left to people; called once for each row that met others. `metBy` made it where it says nothing new and is none. */
  report(damage: readonly Damage[], metBy: PersonId | null): void;
  failed(error: unknown): void;
}

interface KnownRow {
  readonly personId: PersonId;
  readonly connectionId: ConnectionId | null;
  readonly kind: UpdateKind;
  readonly atMs: EpochMs;
}

/** How many rows are known by who made them. Who was away for longer keeps their words, where Yjs puts them. */
const MAX_KNOWN_ROWS = 2_000;
/** Of how many rows from before the document was opened it is looked up what they wanted, and how large they may be together. */
export const recalledRows = { maxRows: 300, maxBytes: 200_000 };
const MAX_STATED_ROWS = 1_000;
/** Ranges that these rows name together. A page that comes back states everything that it knows to be deleted. */
const MAX_STATED_RANGES = 200_000;
/** A page that does not say what it has seen has seen what is older than this. */
const STOCK_LAG_MS = 2_000;
/** Ways in which people change text themselves. */
const handKinds: readonly UpdateKind[] = ["typed", "undo", "offline"];

interface StatedRow {
  readonly seq: number;
  readonly connectionId: ConnectionId;
  readonly ranges: readonly IdRange[];
}

export class Forwarder {
  private readonly ports: ForwardingPorts;
  private readonly rows = new Map<number, KnownRow>();
  /** What rows said they delete, of the newest rows. */
  private stated: StatedRow[] = [];
  private statedRanges = 0;
  private readonly clients = new Map<PersonId, number>();
  private readonly wishes = new RememberedWishes();
  /** The newest rows that were taken elsewhere, or before the document was opened, while nobody has come who had not seen them. */
  private unrecalled: readonly ChainedRow[] = [];

  constructor(ports: ForwardingPorts) {
    this.ports = ports;
  }

  /** Who made rows before the document was opened, or on another node, and the newest of those rows, without a gap, oldest first. */
  know(
    rows: ReadonlyMap<number, Pick<RowAuthor, "personId" | "kind" | "receivedAtMs">>,
    newest: readonly ChainedRow[],
  ): void {
    const unknown = newest.filter(({ seq }) => !this.rows.has(seq));
    this.unrecalled = [...this.unrecalled, ...unknown].slice(-recalledRows.maxRows);
    for (const { seq, personId, kind, receivedAtMs: atMs, connectionId } of unknown)
      this.note(seq, { personId, kind, atMs, connectionId });
    for (const [seq, { personId, kind, receivedAtMs: atMs }] of rows)
      if (!this.rows.has(seq)) this.note(seq, { personId, kind, atMs, connectionId: null });
  }

  /** Which of the newest rows up to `seq` are not known. */
  unknownRows(seq: number): number[] {
    const unknown: number[] = [];
    for (let each = Math.max(1, seq - MAX_KNOWN_ROWS + 1); each <= seq; each++)
      if (!this.rows.has(each)) unknown.push(each);
    return unknown;
  }

  /** Who made a row, and in which way; `null` where that is not known. */
  madeBy(seq: number): Pick<KnownRow, "personId" | "kind"> | null {
    return this.rows.get(seq) ?? null;
  }

  private note(seq: number, row: KnownRow): void {
    this.rows.set(seq, row);
    this.rows.delete(seq - MAX_KNOWN_ROWS);
  }

  /** Called in the turn in which a change is taken, before that. Never throws. */
  before(change: ComingChange): void {
    const last = this.unrecalled.at(-1);
    if (!last || !handKinds.includes(change.kind)) return;
    const base = this.baseOf({ ...change, seq: change.replica.seq + 1 });
    if (base === null || base >= last.seq) return;
    const rows = this.unrecalled;
    this.unrecalled = [];
    try {
      this.wishes.recall(change.replica, this.rowsAgain(change.replica, rows));
    } catch (error) {
      this.ports.failed(error);
    }
  }

  /** As they arrived, but for those whose authors had not seen more than is known. */
  private rowsAgain(replica: DocumentReplica, rows: readonly ChainedRow[]): ArrivedRow[] {
    const first = rows[0]?.seq ?? 0;
    const made = rows.flatMap((row) =>
      handKinds.includes(row.kind)
        ? [{ ...row, taken: takenAgain(replica, row), offline: row.kind === "offline" }]
        : [],
    );
    return made.flatMap((row): ArrivedRow[] => {
      const baseSeq = this.baseOf({ ...row, atMs: row.receivedAtMs });
      if (baseSeq === null || baseSeq < first - 1) return [];
      const isOwn = (seq: number): boolean => this.isOwn(seq, { by: row, offline: row.offline });
      return [
        {
          ...row.taken,
          baseSeq,
          isOwn,
          get deletedBefore() {
            const before = made.filter(
              ({ seq, connectionId }) => seq < row.seq && seq > baseSeq && connectionId === row.connectionId,
            );
            return IdSet.of(before.flatMap(({ taken }) => taken.stated));
          },
          isForwarded: (seq) => this.rows.get(seq)?.kind === "forward",
          proposes: row.role === PROPOSING_ROLE,
        },
      ];
    });
  }

  /** Called in the turn in which a change was taken. Never throws: what cannot be carried stays where it is, and is reported. */
  after(change: TakenChange): void {
    const { row, by, kind, atMs } = change;
    if (change.isRow) this.note(row.seq, { personId: by.personId, connectionId: by.connectionId, kind, atMs });
    if (!handKinds.includes(kind)) return;
    const baseSeq = this.baseOf({ ...change, seq: row.seq });
    if (baseSeq === null) return;
    let deletedBefore: IdSet | null = null;
    const statedBy = this.statedBy;
    try {
      this.forward(change, {
        ...row,
        baseSeq,
        isOwn: (seq) => this.isOwn(seq, change),
        // Few rows meet others; only those need it.
        get deletedBefore() {
          return (deletedBefore ??= statedBy(by.connectionId, baseSeq));
        },
        isForwarded: (seq) => this.rows.get(seq)?.kind === "forward",
        proposes: by.role === PROPOSING_ROLE,
      });
    } catch (error) {
      this.ports.failed(error);
    }
    this.noteStated({ seq: row.seq, connectionId: by.connectionId, ranges: row.stated });
  }

  /** Of too many the older half is forgotten, and the rest, too, if it is too much. */
  private noteStated(row: StatedRow): void {
    if (row.ranges.length === 0) return;
    this.stated.push(row);
    this.statedRanges += row.ranges.length;
    if (this.stated.length <= MAX_STATED_ROWS && this.statedRanges <= MAX_STATED_RANGES) return;
    let first = 0;
    while (this.stated.length - first > MAX_STATED_ROWS / 2 || this.statedRanges > MAX_STATED_RANGES / 2)
      this.statedRanges -= this.stated[first++]?.ranges.length ?? 0;
    this.stated = this.stated.slice(first);
  }

  private readonly statedBy = (connectionId: ConnectionId, baseSeq: number): IdSet =>
    IdSet.of(
      this.stated.flatMap((each) => (each.connectionId === connectionId && each.seq > baseSeq ? each.ranges : [])),
    );

  private forward({ replica, by, isRow }: TakenChange, row: ArrivedRow): void {
    const plan = planForwarding(replica, row, this.clientOf(by.personId));
    if (plan?.made && !this.ports.take(plan.made.update, by, plan.made.statement)) return;
    const damage = plan ? [...plan.damage, ...this.wishes.judge(replica, row, plan)] : this.wishes.pass(replica, row);
    if (damage.length === 0) return;
    // What is carried for them takes the place of a row that says nothing new.
    if (isRow || plan?.made) this.ports.report(damage, null);
    else
      this.ports.report(
        damage.map((each) => ({ ...each, rows: each.rows.filter((seq) => seq !== row.seq) })),
        by.personId,
      );
  }

  /** The last row that the author had seen, or `null` when too little is known to tell whose was whose. */
  private baseOf({
    seq,
    baseSeq,
    offline,
    atMs,
  }: Pick<TakenChange, "baseSeq" | "offline" | "atMs"> & { readonly seq: number }): number | null {
    if (baseSeq === null) {
      // A stock page that comes back sends everything it knows of as deleted: what it deleted itself cannot be told from that.
      return offline ? null : this.assumedBase(seq, atMs);
    }
    const base = Math.min(baseSeq, seq - 1);
    return base + 1 >= seq || this.rows.has(base + 1) ? base : null;
  }

  /**
   * [LI9] The last row that somebody must have seen who knows nothing of what was gone by row `knowsSince`, where a page that does not say
   * what it has seen would be taken to have seen less, when it sends what is to be row `seq`; `null` where it would not.
   */
  leastBase(seq: number, knowsSince: number, atMs: EpochMs): number | null {
    return knowsSince > this.assumedBase(seq, atMs) ? knowsSince : null;
  }

  private assumedBase(seq: number, atMs: EpochMs): number {
    let [seen, unseen] = [Math.max(0, seq - 1 - MAX_KNOWN_ROWS), seq];
    while (unseen - seen > 1) {
      const middle = (seen + unseen) >> 1;
      if ((this.rows.get(middle)?.atMs ?? 0) > atMs - STOCK_LAG_MS) unseen = middle;
      else seen = middle;
    }
    return seen;
  }

  /** Whether a row came from the same page. A page that comes back has another connection, and sends again what it may have sent. */
  private isOwn(
    seq: number,
    { by, offline }: { readonly by: Pick<Authorship, "connectionId" | "personId">; readonly offline: boolean },
  ): boolean {
    const known = this.rows.get(seq);
    if (!known || known.kind === "forward") return false;
    return known.connectionId === by.connectionId || (offline && known.personId === by.personId);
  }

  private clientOf(personId: PersonId): number {
    const known = this.clients.get(personId);
    if (known !== undefined) return known;
    const made = this.ports.issueClient(personId);
    this.clients.set(personId, made);
    return made;
  }
}
