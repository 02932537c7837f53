/**
 * What stands where words stood that a proposal would delete, and that are gone.
 *
 * Duty: what somebody put in the place of words stays one proposal with their deletion, and the same as others put there for the same words,
 * though somebody has deleted those directly [PR1] [RV5].
 * Invariants:
 * - It is told from ids alone, at present and in a version alike.
 * - A text is gone through once, however many records name its words.
 */
import { type Id, type IdRange, IdMap, rowNumber } from "@parley/history";
import * as Y from "yjs";
import { type Atom, rootOf, union } from "./atoms.ts";
import { itemsIn } from "./record-ground.ts";
import type { PlacedRecord } from "./placed-record.ts";
import type { RecordIndex } from "./records.ts";
import { withCopies } from "./with-copies.ts";

/** What stands between two agreed characters, or ends of a text, that are next to each other. */
interface Gap {
  /** Places in the list of atoms, of words that wait. */
  readonly waiting: Set<number>;
}

/**
 * Puts every record of which all words are gone to what its author has in their place. `recordAtom` gives the atom of a record, made where
 * there is none. What its author put there after the words had gone, having proposed to delete them before, is new.
 */
export function joinGoneGround(
  atoms: readonly Atom[],
  index: RecordIndex,
  recordAtom: (placed: PlacedRecord, place: Id) => Atom,
): void {
  const speaking = new Set(atoms.flatMap(({ record, about }) => (record && about.length > 0 ? [record.key] : [])));
  const silent = index.records.filter(({ record, key }) => record.do === "delete" && !speaking.has(key));
  if (silent.length === 0) return;
  const gaps = new Gaps(atoms, index);
  const { attribution, lineage } = index.document;
  // The list grows with the records.
  const words = [...atoms];
  for (const placed of silent) {
    const { record, author, seq } = placed;
    if (record.do !== "delete") continue;
    for (const gone of withCopies(record.ids.map(asRange), lineage)) {
      for (const { waiting, range } of gaps.of(gone)) {
        const wentSeq = attribution.goneSinceRow(range.client, range.clock) ?? 0;
        for (const at of waiting) {
          const own = words[at];
          if (own?.author !== author || own.ground !== null) continue;
          if ((seq ?? Infinity) < wentSeq && wentSeq < own.seq) continue;
          union(rootOf(own), recordAtom(placed, own.place));
        }
      }
    }
  }
}

class Gaps {
  private readonly index: RecordIndex;
  /** What puts words in, by the ids of these. */
  private readonly waiting = new IdMap<number>(rowNumber);
  private readonly read = new Set<Y.XmlText>();
  private readonly gaps: Gap[] = [];
  private readonly gapOf = new IdMap<number>(rowNumber);

  constructor(atoms: readonly Atom[], index: RecordIndex) {
    this.index = index;
    atoms.forEach(({ inserted, block }, at) => {
      if (block === null) for (const range of inserted) this.waiting.claim(range, at);
    });
  }

  /** The gaps in which some ids are that are gone. */
  of(gone: IdRange): (Gap & { readonly range: IdRange })[] {
    for (const { parent } of itemsIn(this.index.document.ydoc, gone))
      if (parent instanceof Y.XmlText && !this.read.has(parent)) this.readText(parent);
    return this.gapOf.slice(gone).flatMap(({ value, ...range }) => {
      const gap = this.gaps[value];
      return gap ? [{ ...gap, range }] : [];
    });
  }

  private readText(text: Y.XmlText): void {
    this.read.add(text);
    this.open();
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString || item.content instanceof Y.ContentDeleted)) {
        // A picture among the words is as good as a word.
        if (item.countable && this.index.stands(item.id)) this.open();
        continue;
      }
      for (const { range, stands } of this.partsOf(item)) {
        if (stands) this.readStanding(range);
        else this.gapOf.claim(range, this.gaps.length - 1);
      }
    }
  }

  private readStanding(range: IdRange): void {
    let { clock } = range;
    for (const { value, ...part } of this.waiting.slice(range)) {
      if (part.clock > clock) this.open();
      this.gaps.at(-1)?.waiting.add(value);
      clock = part.clock + part.length;
    }
    if (clock < range.clock + range.length) this.open();
  }

  private open(): void {
    this.gaps.push({ waiting: new Set() });
  }

  /** Of characters of one item those that stand and those that do not, in turn: in a version what is gone by now may stand in part. */
  private partsOf({ id: { client, clock }, length }: Y.Item): { readonly range: IdRange; readonly stands: boolean }[] {
    const parts: { range: IdRange; stands: boolean }[] = [];
    for (let at = clock; at < clock + length; at++) {
      const stands = this.index.stands({ client, clock: at });
      const last = parts.at(-1);
      if (last?.stands === stands) last.range = { ...last.range, length: last.range.length + 1 };
      else parts.push({ range: { client, clock: at, length: 1 }, stands });
    }
    return parts;
  }
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
