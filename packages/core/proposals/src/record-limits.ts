/**
 * How much one person may have proposed at one time: by records, in how many places, and how many paragraph breaks.
 *
 * Duty: see to it that reading what is proposed costs little, whoever proposes what: a list reads every record for every character that it
 * is about, and everybody waits meanwhile.
 */
import { type CounterRecord, PROPOSALS_NAME, isProposalRecord } from "@parley/document";
import type { PersonId } from "@parley/base";
import { type IdRange, type UpdateRefusal, joinRanges } from "@parley/history";
import * as Y from "yjs";
import type { NegotiatedDocument } from "./marked-document.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";

/** [GA5] Of one person in one document, at one time. People at work stay far below. */
export const recordLimits = {
  records: 10_000,
  /** Runs of ids that they name together, answers included. */
  ranges: 50_000,
  /** Records about one character or block: a mark that is put on and taken off again is two. */
  aboutOne: 100,
  /** Paragraph breaks that wait: each makes a paragraph in every view, and again when it is accepted. */
  breaks: 20_000,
  /** Records that say of one gesture, or of one character or block, what it answers: the last one counts. */
  answers: 20,
  /** Records that say what is answered, altogether: a list compares all that answers one proposal. */
  counters: 1_000,
  /** Places at which words, paragraphs or pictures are put in: each is a proposal of its own in every list. */
  places: 10_000,
} as const;

/** Whether an update proposes more paragraph breaks, beside those of somebody's that wait, than anybody may have. */
export function findTooManyBreaks(
  { ydoc, pending, ownerOf }: Pick<NegotiatedDocument, "ydoc" | "pending" | "ownerOf">,
  personId: PersonId,
  structs: readonly unknown[],
): UpdateRefusal | null {
  let count = structs.reduce<number>((sum, struct) => sum + (struct instanceof Y.Item ? breaksIn(struct) : 0), 0);
  if (count === 0) return null;
  for (const range of pending.ranges()) {
    if (ownerOf(range.client) !== personId) continue;
    const end = range.clock + range.length;
    for (let { clock } = range; clock < end && count <= recordLimits.breaks;) {
      const item = Y.getItem(ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
      if (item instanceof Y.Item && !item.deleted) count += breaksIn(item);
      clock = item.id.clock + item.length;
    }
  }
  return count > recordLimits.breaks ? refuse(`${count} breaks of one person`) : null;
}

function breaksIn({ content }: Y.Item): number {
  return content instanceof Y.ContentString ? content.str.split(PARAGRAPH_BREAK).length - 1 : 0;
}

/** Whether an update puts something in at more places, beside those at which something of somebody's waits, than anybody may. */
export function findTooManyPlaces(
  document: Pick<NegotiatedDocument, "ydoc" | "pending" | "ownerOf">,
  personId: PersonId,
  structs: readonly unknown[],
): UpdateRefusal | null {
  const brought = structs.filter((struct) => struct instanceof Y.Item && isContent(struct)) as Y.Item[];
  let most = brought.length;
  // What typing goes on with is no new item: nearly everybody is far from it with all that they ever wrote.
  for (const [client, { length }] of document.ydoc.store.clients)
    if (document.ownerOf(client) === personId) most += length;
  if (brought.length === 0 || most <= recordLimits.places) return null;
  const own = new OwnContent(document, personId);
  const fresh = new Set(brought.map(({ lastId }) => `${lastId.client} ${lastId.clock}`));
  const isBeside = (id: Y.ID | null): boolean => id !== null && (fresh.has(`${id.client} ${id.clock}`) || own.has(id));
  const added = brought.filter(
    ({ origin, rightOrigin, parent }) => !isBeside(origin ?? (parent instanceof Y.ID ? parent : rightOrigin)),
  );
  const count = added.length === 0 ? 0 : added.length + own.countPlaces();
  return count > recordLimits.places ? refuse(`words of one person at ${count} places`) : null;
}

/** Words and blocks, not what these look like. */
const isContent = ({ content, countable, parentSub }: Y.Item): boolean =>
  countable && parentSub === null && !(content instanceof Y.ContentAny);

/** What somebody has put in that waits and stands. */
class OwnContent {
  private readonly document: Pick<NegotiatedDocument, "ydoc" | "pending" | "ownerOf">;
  private readonly personId: PersonId;

  constructor(document: Pick<NegotiatedDocument, "ydoc" | "pending" | "ownerOf">, personId: PersonId) {
    this.document = document;
    this.personId = personId;
  }

  has({ client, clock }: Y.ID): boolean {
    const { ydoc, pending, ownerOf } = this.document;
    if (ownerOf(client) !== this.personId || pending.get(client, clock) === undefined) return false;
    const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return item instanceof Y.Item && !item.deleted;
  }

  /** In how many places it stands: what follows other such, or stands in such, is in the same. */
  countPlaces(): number {
    const { ydoc, pending, ownerOf } = this.document;
    let count = 0;
    for (const range of pending.ranges()) {
      if (ownerOf(range.client) !== this.personId) continue;
      const end = range.clock + range.length;
      for (let { clock } = range; clock < end;) {
        const item = Y.getItem(ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
        if (item instanceof Y.Item && !item.deleted && isContent(item) && !this.isBesideOwn(item)) count += 1;
        clock = item.id.clock + item.length;
      }
    }
    return count;
  }

  private isBesideOwn(item: Y.Item): boolean {
    let before = item.left;
    while (before !== null && (before.deleted || !before.countable)) before = before.left;
    const beside = before ?? (item.parent as Y.AbstractType<unknown>)._item;
    return beside !== null && this.has(beside.lastId);
  }
}

/** Whether somebody's records, with those that an update brings under these keys, are more than anybody may have. */
export function findTooManyRecords(
  { ydoc }: { readonly ydoc: Y.Doc },
  personId: PersonId,
  fresh: ReadonlyMap<string, unknown>,
): UpdateRefusal | null {
  if (fresh.size === 0) return null;
  const values = [...fresh.values()];
  if (values.some(namesTwice)) return refuse("a record that names an id twice");
  for (const [key, item] of ydoc.getMap(PROPOSALS_NAME)._map) {
    if (item.deleted || fresh.has(key) || !key.startsWith(personId)) continue;
    values.push(item.content instanceof Y.ContentAny ? item.content.arr.at(-1) : undefined);
  }
  if (values.length > recordLimits.records) return refuse(`${values.length} records of one person`);
  const ranges = values.map(rangesOf);
  const answers = values.filter((value) => isProposalRecord(value) && value.do === "counter") as CounterRecord[];
  if (answers.length > recordLimits.counters) return refuse(`${answers.length} answers of one person`);
  const answering = answers.map(({ ids }) => joinRanges(ids.map(asRange)));
  const named = [...ranges, ...answering].reduce((sum, { length }) => sum + length, 0);
  if (named > recordLimits.ranges) return refuse(`records of one person that name ${named} ranges`);
  const most = deepest(ranges.flat());
  if (most > recordLimits.aboutOne) return refuse(`${most} records of one person about one thing`);
  const said = Math.max(deepest(answering.flat()), ...mostOfGroup(answers));
  return said > recordLimits.answers ? refuse(`${said} answers of one person with one thing`) : null;
}

function mostOfGroup(answers: readonly CounterRecord[]): number[] {
  const groups = Map.groupBy(answers, ({ group }) => group);
  return Array.from(groups, ([group, { length }]) => (group === undefined ? 0 : length));
}

const refuse = (reason: string): UpdateRefusal => ({ code: "too-much-proposed", reason });

/** Whether a record names an id twice, as nobody has to: each of its ranges is read by itself, as long as it may be. */
function namesTwice(value: unknown): boolean {
  if (!isProposalRecord(value)) return false;
  const lists = value.do === "move" ? [value.from, value.to] : "ids" in value ? [value.ids] : [];
  const lengthOf = (ranges: readonly IdRange[]): number => ranges.reduce((sum, { length }) => sum + length, 0);
  return lists.map((list) => list.map(asRange)).some((ranges) => lengthOf(joinRanges(ranges)) < lengthOf(ranges));
}

/** What a record is about, each id once. */
export function rangesOf(value: unknown): IdRange[] {
  if (!isProposalRecord(value) || value.do === "counter") return [];
  if (value.do === "move") return joinRanges([...value.from, ...value.to].map(asRange));
  const ids = "ids" in value ? value.ids.map(asRange) : [];
  const blocks = "block" in value ? [{ client: value.block[0], clock: value.block[1], length: 1 }] : [];
  return joinRanges([...ids, ...blocks]);
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });

/** How many of some ranges share an id, at most. */
function deepest(ranges: readonly IdRange[]): number {
  const edges = ranges.flatMap(({ client, clock, length }) => [
    { client, clock, step: 1 },
    { client, clock: clock + length, step: -1 },
  ]);
  edges.sort((a, b) => a.client - b.client || a.clock - b.clock || a.step - b.step);
  let [open, most] = [0, 0];
  for (const { step } of edges) most = Math.max(most, (open += step));
  return most;
}
