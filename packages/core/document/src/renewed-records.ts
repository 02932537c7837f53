/**
 * Which records of proposals somebody else took away and wrote anew, as the server does when a decision is taken back: without this undo
 * would take back the words that a step brought and leave the record of those that they were to replace.
 *
 * Invariants:
 * - A record is the same where it stands under the same key again and asks for the same; what it is about may have come back under other ids.
 * - What is written anew belongs to the steps whose record went. They are torn where somebody else took words or blocks away that they had
 *   brought, or that any step had together with the record: these come back under ids that no step knows.
 */
import * as Y from "yjs";
import { PROPOSALS_NAME, type ProposalRecord, isProposalRecord, recordAuthor } from "./proposal-record.ts";
import type { UndoStep } from "./undo-step.ts";

type Ranges = UndoStep["insertions"];

interface TakenRecord {
  readonly id: Y.ID;
  readonly record: ProposalRecord;
  /** Whether words or blocks that a step had brought went with it. */
  readonly withContent: boolean;
}

interface WrittenRecord {
  readonly key: string;
  readonly id: Y.ID;
  readonly record: ProposalRecord;
}

/** Notes what others do with the records that some steps brought. */
export class RenewedRecords {
  /** What was taken away last, by key. */
  readonly #taken = new Map<string, TakenRecord>();
  /** Steps of which somebody else has taken words or blocks away. */
  readonly #bereft = new WeakSet<UndoStep>();
  readonly #torn = new WeakSet<UndoStep>();
  /** What was written anew of the records of steps. */
  readonly #renewed = new WeakMap<UndoStep, readonly Y.ID[]>();

  /** Whether something that a step proposed waits again of which undo cannot take back all. */
  isTorn(step: UndoStep): boolean {
    return this.#torn.has(step);
  }

  /** Whether a record of a step was written anew, and stands. */
  isRenewed(step: UndoStep, { store }: Y.Doc): boolean {
    return (this.#renewed.get(step) ?? []).some((id) => !(Y.getItem(store, id) as Y.Item | Y.GC).deleted);
  }

  /** Takes note of somebody else's change, and adds what it writes anew to the steps whose it is. */
  note(transaction: Y.Transaction, steps: readonly UndoStep[]): void {
    const records = transaction.doc.share.get(PROPOSALS_NAME);
    const keys = records && transaction.changed.get(records);
    if (transaction.local || !(records instanceof Y.Map)) return;
    if (transaction.deleteSet.clients.size > 0) this.#noteTaken(transaction, records, steps);
    const written = writtenIn(transaction, records, keys ?? new Set());
    for (const { key, id, record } of written) {
      const taken = this.#taken.get(key);
      if (!taken || asks(taken.record) !== asks(record)) continue;
      this.#taken.delete(key);
      // Of what came back in several parts there is one record for each, under keys of their own.
      const parts = written.filter((each) => isPartOf(each, { key, record }) && !this.#taken.has(each.key));
      for (const step of steps) {
        if (!Y.isDeleted(step.insertions, taken.id)) continue;
        this.#renewed.set(step, [...(this.#renewed.get(step) ?? []), id]);
        if (taken.withContent || this.#bereft.has(step)) this.#torn.add(step);
        else for (const each of [id, ...parts.map((part) => part.id)]) addId(step.insertions, each);
      }
    }
  }

  #noteTaken(transaction: Y.Transaction, records: Y.Map<unknown>, steps: readonly UndoStep[]): void {
    const gone: { readonly key: string; readonly id: Y.ID; readonly record: ProposalRecord }[] = [];
    let withContent = false;
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
      if (!(item instanceof Y.Item)) return;
      const brought = steps.filter(({ insertions }) => overlaps(insertions, item));
      if (brought.length === 0) return;
      if (item.parent !== records) {
        withContent ||= item.countable;
        if (item.countable) for (const step of brought) this.#bereft.add(step);
        return;
      }
      const record = recordIn(item);
      if (item.parentSub !== null && record) gone.push({ key: item.parentSub, id: item.lastId, record });
    });
    for (const { key, id, record } of gone) this.#taken.set(key, { id, record, withContent });
  }
}

/** The records that a change has written under some keys and that stand. */
function writtenIn(
  { beforeState }: Y.Transaction,
  records: Y.Map<unknown>,
  keys: ReadonlySet<string | null>,
): WrittenRecord[] {
  return [...keys].flatMap((key) => {
    const item = key === null ? undefined : records._map.get(key);
    if (key === null || !item || item.deleted || item.id.clock < (beforeState.get(item.id.client) ?? 0)) return [];
    const record = recordIn(item);
    return record ? [{ key, id: item.lastId, record }] : [];
  });
}

/** The last value that an item holds, as a record. */
function recordIn({ content }: Y.Item): ProposalRecord | null {
  const value: unknown = content instanceof Y.ContentAny ? content.arr.at(-1) : null;
  return isProposalRecord(value) ? value : null;
}

/** What a record asks for, whatever it is about. */
function asks(record: ProposalRecord): string {
  if (record.do === "set") return JSON.stringify([record.do, record.name, record.value]);
  if (record.do === "format") return JSON.stringify([record.do, record.mark, record.value]);
  // Of a block that stays the words alone may wait again.
  return record.do === "remove" ? "delete" : record.do;
}

function isPartOf(part: WrittenRecord, whole: Omit<WrittenRecord, "id">): boolean {
  const isOfGroup = part.record.group !== undefined && part.record.group === whole.record.group;
  return isOfGroup && part.key !== whole.key && recordAuthor(part.key) === recordAuthor(whole.key);
}

function overlaps({ clients }: Ranges, { id: { client, clock }, length }: Y.Item): boolean {
  return (clients.get(client) ?? []).some((range) => range.clock < clock + length && clock < range.clock + range.len);
}

function addId({ clients }: Ranges, { client, clock }: Y.ID): void {
  const ranges = [...(clients.get(client) ?? []), { clock, len: 1 }];
  clients.set(
    client,
    ranges.sort((a, b) => a.clock - b.clock),
  );
}
