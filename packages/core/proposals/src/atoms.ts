/** The parts of which proposals are made, and how they come together. */
import type { PersonId } from "@parley/base";
import type { Id, IdRange } from "@parley/history";
import type { MarkedBlock } from "./marked-document.ts";
import type { PlacedRecord } from "./placed-record.ts";

/** The smallest thing that is proposed: a run of characters, a block, or a record. */
export interface Atom {
  readonly author: PersonId | null;
  readonly id: Id;
  readonly seq: number;
  readonly place: Id;
  inserted: IdRange[];
  others: readonly IdRange[];
  insertedText: string;
  /** Of that, what its author wrote: all of it, but in a block into which others have written. */
  ownText: string | null;
  /** Who else wrote of it. */
  readonly writers: readonly PersonId[];
  deletedText: string;
  /** The block in which the last of these words stand; `null` for none. */
  deletedIn: Id | null;
  /** Words that a record is about at present: it may name ids that come to stand for words only later. */
  aboutText: string;
  /** The ids of these words, and of blocks that it would remove. */
  readonly about: IdRange[];
  /** How what it inserts looks: its author may change that while the words stay. */
  readonly look: string;
  readonly block: Id | null;
  /** The block as it stands. */
  readonly marked: MarkedBlock | null;
  /** The proposed block of somebody else's in which words or a block stand. */
  within: Atom | null;
  /** Of words: other words of somebody else's in which they stand. */
  ground: Atom | null;
  readonly record: PlacedRecord | null;
  /** The atom that stands for its group. */
  parent: Atom | null;
}

export function oldestOf(atoms: readonly Atom[]): Atom {
  return atoms.reduce((a, b) => (isOlder(b, a) ? b : a));
}

export function idOfOldest(atoms: readonly Atom[]): string {
  const { id } = oldestOf(atoms);
  return `${id.client}-${id.clock}`;
}

function isOlder(a: Atom, b: Atom): boolean {
  return a.seq !== b.seq
    ? a.seq < b.seq
    : a.id.client !== b.id.client
      ? a.id.client < b.id.client
      : a.id.clock < b.id.clock;
}

export function rootOf(atom: Atom): Atom {
  let root = atom;
  while (root.parent) root = root.parent;
  if (root !== atom) atom.parent = root;
  return root;
}

export function union(a: Atom | undefined, b: Atom): Atom {
  if (!a) return b;
  const [first, second] = [rootOf(a), rootOf(b)];
  if (first !== second) second.parent = first;
  return first;
}
