/**
 * How the parts of what is proposed hang together: by what somebody joins or moves, and by what answers what.
 *
 * Rules:
 * - [PR8] what somebody takes away in one place and puts in another is one proposal.
 * - [RV1] a proposal may answer another person's; it names the one that it counters, and no more than one.
 */
import type { PersonId } from "@parley/base";
import { type CounterRecord, type MoveRecord, isLinkRecord } from "@parley/document";
import { IdMap, type IdRange, IdSet, type Lineage, rowNumber } from "@parley/history";
import { type Atom, idOfOldest, rootOf, union } from "./atoms.ts";
import { isOfBlock, ownChildren } from "./block-words.ts";
import { AtomGatherer } from "./gather-atoms.ts";
import { joinGoneGround } from "./gone-ground.ts";
import type { MarkedBlock, MarkedDocument } from "./marked-document.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { withCopies } from "./with-copies.ts";
import { joinedName, movedName } from "./rivalries.ts";
import { replacedBySeveral } from "./same-replacements.ts";

/** The parts of one proposal, in reading order, and how it hangs together with others. */
export interface LinkedAtoms {
  readonly atoms: readonly Atom[];
  readonly born: string;
  /** Proposals that bring blocks that it is about. */
  readonly needs: readonly string[];
  /** Proposals in whose words it stands. */
  readonly standsOn: readonly string[];
  readonly counters: string | null;
  readonly answered: readonly string[];
  readonly isMove: boolean;
}

interface Placed<Kind> {
  readonly placed: PlacedRecord;
  readonly record: Kind;
}

/** Everything that waits, part by part. */
export function gatherAtoms({ blocks, index }: MarkedDocument, lineage: Lineage): LinkedAtoms[] {
  const { records, rivalJoins } = index;
  const counters: Placed<CounterRecord>[] = [];
  const moves: Placed<MoveRecord>[] = [];
  for (const placed of records) {
    const { record } = placed;
    if (record.do === "counter") counters.push({ placed, record });
    else if (record.do === "move") moves.push({ placed, record });
  }
  const answering = counters.flatMap(({ record }) => record.ids.map(asRange));
  const gathered = new AtomGatherer(IdSet.of(withCopies(answering, lineage)), lineage, index);
  gathered.visitBlocks(blocks);
  joinGoneGround(gathered.atoms, index, (placed, place) => gathered.addRecord(placed, place));
  for (const placed of records) if (!isLinkRecord(placed.record)) gathered.addLoose(placed);
  return new Linker(gathered, lineage).link(moves, counters, rivalJoins);
}

/** Which atom answers which. */
interface Answer {
  readonly by: Atom;
  /** `null` when it is gone, with a name for it. */
  readonly to: Atom | null;
  readonly name: string;
}

class Linker {
  private readonly gathered: AtomGatherer;
  private readonly lineage: Lineage;
  /** What moves something, with names for the words that several people move. */
  private readonly moved = new Map<Atom, readonly string[]>();

  constructor(gathered: AtomGatherer, lineage: Lineage) {
    this.gathered = gathered;
    this.lineage = lineage;
  }

  link(
    moves: readonly Placed<MoveRecord>[],
    counters: readonly Placed<CounterRecord>[],
    joins: readonly (readonly PlacedRecord[])[],
  ): LinkedAtoms[] {
    const { atoms, byRecord } = this.gathered;
    // What somebody joins to a block of their own belongs to it.
    for (const atom of byRecord.values())
      for (const block of this.blocksOf(atom)) if (block.author === atom.author) union(block, atom);
    const byId = moves.length + counters.length > 0 ? this.indexAtoms() : null;
    if (byId && moves.length > 0) this.linkMoves(moves, byId);
    this.joinFormatting();
    const answers = byId ? counters.flatMap((each) => this.addCounter(each, byId) ?? []) : [];
    // One each, the one that was said last: who answers several would make alternatives of what others propose apart.
    const byRoot = new Map(answers.map((answer) => [rootOf(answer.by), answer]));
    const groups = new Map<Atom, Atom[]>();
    for (const atom of atoms) gather(groups, rootOf(atom), atom);
    const idOf = new Map([...groups].map(([root, each]) => [root, idOfOldest(each)]));
    const ids = (each: readonly Atom[]): string[] => [...new Set(each.map((atom) => idOf.get(rootOf(atom)) ?? ""))];
    const moved = Map.groupBy(this.moved, ([link]) => rootOf(link));
    const joined = this.joinedApart(joins, groups);
    const replaced = replacedBySeveral([...groups].filter(([root]) => !moved.has(root)));
    return [...groups].map(([root, own]) => {
      const others = (each: readonly (Atom | null)[]): Atom[] =>
        each.filter((atom): atom is Atom => atom !== null && rootOf(atom) !== root);
      const mine = byRoot.get(root);
      const [countered] = ids(others([mine?.to ?? null]));
      const gone = mine && mine.to === null ? [mine.name] : [];
      const shared = moved.get(root)?.flatMap(([, names]) => names) ?? [];
      // Which of two is older makes a difference only where one answers another.
      const asBorn = (atom: Atom): Atom => ({ ...atom, id: this.lineage.originOf(atom.id) });
      return {
        atoms: own,
        born: idOfOldest(counters.length + joins.length > 0 || moved.size > 1 ? own.map(asBorn) : own),
        needs: ids(others(own.flatMap((atom) => [...this.blocksOf(atom), atom.within]))),
        standsOn: ids(others(own.map(({ ground }) => ground))),
        counters: countered ?? null,
        answered: [
          ...(countered === undefined ? [] : [countered]),
          ...gone,
          ...new Set(shared),
          ...(joined.get(root) ?? []),
          ...(replaced.get(root) ?? []),
        ],
        isMove: moved.has(root),
      };
    });
  }

  /**
   * [PR8] Joins what was put somewhere to what is taken away elsewhere. Of several records of one person about one character the oldest
   * counts: what was pasted twice was moved once. A record of which one side is gone says nothing.
   */
  private linkMoves(moves: readonly Placed<MoveRecord>[], byId: IdMap<number>): void {
    const taken = new Map<PersonId, IdMap<number>>();
    const comes = moves.map(({ placed, record }) =>
      this.bringing(withCopies(record.to.map(asRange), this.lineage), placed.author, byId),
    );
    moves.forEach(({ placed, record }, at) => {
      if (comes[at]?.length === 0) return;
      const own = taken.get(placed.author) ?? new IdMap<number>(rowNumber);
      taken.set(placed.author, own);
      for (const range of withCopies(record.from.map(asRange), this.lineage)) own.claim(range, at);
    });
    const goes = moves.map((): Atom[] => []);
    for (const atom of this.gathered.byRecord.values()) {
      const own = atom.record && taken.get(atom.record.author);
      for (const at of own ? movesOf(atom, own) : []) goes[at]?.push(atom);
    }
    const shared = this.movedBySeveral(moves.map((each, at) => (goes[at]?.length ? each : null)));
    const brought = new IdMap<number>(rowNumber);
    moves.forEach(({ placed, record }, at) => {
      const [first] = comes[at] ?? [];
      if (!first) return;
      const link = this.gathered.addRecord(placed, first.place);
      for (const range of withCopies(record.to.map(asRange), this.lineage)) brought.claim(range, at);
      for (const atom of [...(comes[at] ?? []), ...(goes[at] ?? [])]) union(link, atom);
      if (goes[at]?.length) this.moved.set(link, shared[at] ?? []);
    });
    // How moved words are to look is part of the move.
    for (const atom of this.gathered.byRecord.values()) {
      const placed = moves[movedWhole(atom, brought) ?? -1]?.placed;
      const link = placed && this.gathered.byRecord.get(placed.key);
      if (link?.author === atom.author) union(link, atom);
    }
  }

  /** [PR2] How words are to look is part of what brings them, where a gesture is about nothing else but clauses for them to refer to. */
  private joinFormatting(): void {
    const { atoms, formatted } = this.gathered;
    if (formatted.size === 0) return;
    const roots = new Set([...formatted.keys()].map(rootOf));
    const gestures = Map.groupBy(
      atoms.filter((atom) => roots.has(rootOf(atom))),
      rootOf,
    );
    for (const gesture of gestures.values()) {
      const [first] = gesture;
      const bringing = new Set(
        gesture
          .filter((atom) => !makesClause(atom))
          .flatMap((atom) => [...(formatted.get(atom) ?? [null])].map((each) => each && rootOf(each))),
      );
      const [words] = bringing;
      if (first && words && bringing.size === 1) union(words, first);
    }
  }

  /** [RV5] Names for the words that several people move, for each move; `null` is none. */
  private movedBySeveral(moves: readonly (Placed<MoveRecord> | null)[]): readonly string[][] {
    const first = new IdMap<number>(rowNumber);
    const names = moves.map((): string[] => []);
    moves.forEach((move, at) => {
      for (const range of move ? withCopies(move.record.from.map(asRange), this.lineage) : []) {
        for (const { value, ...words } of first.slice(range)) {
          if (moves[value]?.placed.author === move?.placed.author) continue;
          for (const each of [at, value]) names[each]?.push(movedName(words));
        }
        first.claim(range, at);
      }
    });
    return names;
  }

  /** [RV5] Names for paragraphs that several proposals join to different ones, for each that does nothing but join. */
  private joinedApart(
    joins: readonly (readonly PlacedRecord[])[],
    groups: ReadonlyMap<Atom, readonly Atom[]>,
  ): ReadonlyMap<Atom, readonly string[]> {
    const names = new Map<Atom, string[]>();
    for (const records of joins)
      for (const { key } of records) {
        const atom = this.gathered.byRecord.get(key);
        const root = atom && rootOf(atom);
        if (!root || groups.get(root)?.some((each) => each.record?.record.do !== "join")) continue;
        // All of them are named by what the oldest of them is about.
        const [oldest] = records;
        if (oldest && "block" in oldest.record) {
          const [client, clock] = oldest.record.block;
          gather(names, root, joinedName({ client, clock }));
        }
      }
    return names;
  }

  /**
   * [RV1] Adds what says that a proposal answers another, to the proposal that does. Returns both; `null` when the answer is
   * gone, and a name instead when what it answers is.
   */
  private addCounter({ placed, record }: Placed<CounterRecord>, byId: IdMap<number>): Answer | null {
    const brought = this.bringing(withCopies(record.ids.map(asRange), this.lineage), placed.author, byId);
    const own = this.gathered.byGroup.get(`${placed.author} ${record.group}`) ?? brought[0];
    if (!own) return null;
    const by = this.gathered.addRecord(placed, own.place);
    for (const atom of [own, ...brought]) union(by, atom);
    const [client, clock] = record.to;
    const to = this.gathered.atoms[byId.get(client, clock) ?? -1] ?? null;
    // An answer may be named by the record that says it is one.
    byId.claim({ ...by.id, length: 1 }, this.gathered.atoms.length - 1);
    return to?.author === placed.author ? null : { by, to, name: `gone ${client}-${clock}` };
  }

  /** Which atom is, or has, an id. */
  private indexAtoms(): IdMap<number> {
    const byId = new IdMap<number>(rowNumber);
    this.gathered.atoms.forEach(({ inserted, block, marked, record }, at) => {
      for (const range of marked ? wordsOf(marked) : inserted) byId.claim(range, at);
      for (const id of [block, record?.id]) if (id) byId.claim({ ...id, length: 1 }, at);
    });
    return byId;
  }

  /** What somebody proposes with any of some ids, in reading order. */
  private bringing(ranges: readonly IdRange[], author: PersonId, byId: IdMap<number>): Atom[] {
    const found = new Set(ranges.flatMap((range) => byId.slice(range).map(({ value }) => value)));
    return [...found]
      .sort((a, b) => a - b)
      .flatMap((at) => this.gathered.atoms[at] ?? [])
      .filter((atom) => atom.author === author && atom.record === null);
  }

  /** Proposed blocks that a proposal to join is about. */
  private blocksOf({ record: placed }: Atom): Atom[] {
    if (placed?.record.do !== "join") return [];
    return [placed.record.block, placed.record.to].flatMap((block) => this.gathered.byBlock.get(block.join(" ")) ?? []);
  }
}

/** What is decided on with a proposed block: its words, and blocks in it. */
function wordsOf(block: MarkedBlock): IdRange[] {
  return [
    ...block.pieces.filter(isOfBlock).map(({ range }) => range),
    ...ownChildren(block).flatMap((child) => [{ ...child.id, length: 1 }, ...wordsOf(child)]),
  ];
}

/** The moves that take away what a record would delete and what stands: of words that are gone nothing is moved, though the record waits. */
function movesOf({ record: placed, about }: Atom, taken: IdMap<number>): Set<number> {
  if (placed?.record.do !== "delete" && placed?.record.do !== "remove") return new Set();
  return new Set(about.flatMap((range) => taken.slice(range).map(({ value }) => value)));
}

/** The move of which all the words are that a record would format. */
function movedWhole({ record: placed }: Atom, brought: IdMap<number>): number | null {
  const record = placed?.record;
  if (record?.do !== "format") return null;
  const parts = record.ids.flatMap((range) => brought.slice(asRange(range)));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const isWhole = length === record.ids.reduce((sum, range) => sum + range[2], 0);
  const [first] = parts;
  return first && isWhole && parts.every(({ value }) => value === first.value) ? first.value : null;
}

function gather<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });

function makesClause({ record }: Atom): boolean {
  return record?.record.do === "set" && record.record.name === "clause";
}
