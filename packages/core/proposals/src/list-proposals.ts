/**
 * What is proposed, as people speak of it: a word replaced is one proposal, and so is a row, a paragraph or a sentence typed in one go.
 *
 * Rules:
 * - [PR1] neighbouring changes of one person are one proposal: what they insert and what they delete, with nothing agreed between.
 * - [PR2] records of one gesture, neighbouring blocks, and the cells of one column are one proposal.
 * - [PR3] every pending id and every record belongs to exactly one proposal.
 * - [PR4] a digest tells what a proposal is, and what its rivals are.
 * - [RV1] a proposal may answer another person's; it names the one that it counters.
 */
import type { PersonId } from "@parley/base";
import { type CounterRecord, PROPOSALS_NAME } from "@parley/document";
import { type Id, IdMap, type IdRange, type Lineage, joinRanges, rowNumber } from "@parley/history";
import { type Atom, idOfOldest, oldestOf, rootOf, union } from "./atoms.ts";
import { digestOf } from "./digest.ts";
import { lookOfBlock, lookOfWords, runsOf } from "./look.ts";
import {
  type MarkedBlock,
  type MarkedDocument,
  type MarkedPiece,
  type NegotiatedDocument,
  readMarked,
} from "./marked-document.ts";
import { type PlacedRecord, withCopies } from "./records.ts";
import { rivalries } from "./rivalries.ts";
import { isOfBlock, othersIn, textOf } from "./block-words.ts";

/** What a proposal mainly does, for words and pictures. */
export type ProposalKind = "insert" | "delete" | "replace" | "format" | "block" | "remove" | "join" | "set";

export interface Proposal {
  /** Stays the same while its author goes on writing it. */
  readonly id: string;
  /** Its id before anything of it was written again: of what one row brought, the order stays what it was. */
  readonly born: string;
  readonly author: PersonId | null;
  readonly kind: ProposalKind;
  /** The rows of its oldest and newest part. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Characters that it inserts, in reading order, a line break for every paragraph that begins. */
  readonly insertedText: string;
  /** Of that, what its author wrote, and takes away by withdrawing it. */
  readonly ownText: string;
  readonly deletedText: string;
  readonly inserted: readonly IdRange[];
  readonly blocks: readonly Id[];
  /** Characters in its blocks that its author has not written. */
  readonly others: readonly IdRange[];
  readonly records: readonly PlacedRecord[];
  /** The block in which, or instead of which, it begins. */
  readonly place: Id;
  /** Proposals that must be accepted before or along: it is about blocks that they bring. */
  readonly requires: readonly string[];
  /** The proposal of somebody else that this one answers: only one of both can be accepted. */
  readonly counters: string | null;
  /** Everything that it answers: ids of proposals, and names for those that are gone. What answers the same is rival to it. */
  readonly answered: readonly string[];
  /**
   * Changes whenever the proposal does, its look included, or one of its rivals: an acceptance names what its maker saw, and it rejects
   * the rivals. `ownDigest` is the part that is about the proposal alone.
   */
  readonly digest: string;
}

/** Whether nothing waits for a decision. Most documents are so most of the time, and reading a long one takes its time. */
export function hasNothingProposed({ pending, ydoc }: Pick<NegotiatedDocument, "pending" | "ydoc">): boolean {
  return pending.isEmpty && ydoc.getMap(PROPOSALS_NAME).size === 0;
}

/** Everything that waits for a decision, in reading order. */
export function listProposals(document: NegotiatedDocument): Proposal[] {
  if (hasNothingProposed(document)) return [];
  return listMarked(readMarked(document), document.lineage);
}

/** The same for a document that has been read. */
export function listMarked({ blocks, index }: MarkedDocument, lineage: Lineage): Proposal[] {
  const collector = new Collector(lineage);
  collector.visitBlocks(blocks);
  for (const record of index.records) collector.addLoose(record);
  return collector.proposals();
}

/** Which atom answers which. */
interface Answer {
  readonly by: Atom;
  /** `null` when it is gone, with a name for it. */
  readonly to: Atom | null;
  readonly name: string;
}

class Collector {
  private readonly atoms: Atom[] = [];
  private readonly byRecord = new Map<string, Atom>();
  private readonly byGroup = new Map<string, Atom>();
  private readonly byBlock = new Map<string, Atom>();
  private readonly counters: { readonly placed: PlacedRecord; readonly record: CounterRecord }[] = [];
  private readonly lineage: Lineage;

  constructor(lineage: Lineage) {
    this.lineage = lineage;
  }

  /** `within` is a proposed block around. */
  visitBlocks(blocks: readonly MarkedBlock[], within: Atom | null = null): void {
    const before = new Map<string, Atom>();
    for (const block of blocks) {
      const here = new Map<string, Atom>();
      // A paragraph that comes for one that goes replaces it. A row that comes beside one that goes has nothing to do with it.
      const nameOf = (author: PersonId | null, comes: boolean): string =>
        `${author} ${block.name === "tableRow" && comes ? "new row" : ""}`;
      if (block.inserted) {
        const atom = this.addBlock(block, block.inserted);
        here.set(nameOf(atom.author, true), atom);
        this.visitPieces(block, atom);
        this.visitChildren(block, atom);
      } else {
        for (const record of block.records) {
          const atom = this.addRecord(record, block.id);
          if (record.record.do === "remove") {
            atom.deletedText += `${textOf(block, ({ records }) => records.includes(record))}\n`;
            here.set(nameOf(record.author, false), atom);
          }
        }
        this.visitPieces(block, within);
        this.visitChildren(block, within);
      }
      for (const [name, atom] of here) union(before.get(name), atom);
      before.clear();
      for (const [name, atom] of here) before.set(name, atom);
    }
  }

  private visitChildren(block: MarkedBlock, within: Atom | null): void {
    this.visitBlocks(block.children, within);
    if (block.name !== "table") return;
    // The cells of a column stand in different rows and came in one row of the log.
    const columns = new Map<string, Atom>();
    for (const row of block.children) {
      for (const cell of row.children) {
        if (!cell.inserted) continue;
        const atom = this.byBlock.get(`${cell.id.client} ${cell.id.clock}`);
        const key = `${cell.inserted.personId} ${cell.inserted.seq}`;
        if (atom) columns.set(key, union(columns.get(key), atom));
      }
    }
  }

  private visitPieces(block: MarkedBlock, within: Atom | null): void {
    const open = new Map<PersonId | null, Atom>();
    for (const piece of block.pieces) {
      const touched = this.addPiece(piece, block.id, within);
      // Agreed words that somebody leaves as they are end their change; what others propose in between does not.
      if (!piece.inserted) for (const author of open.keys()) if (!touched.has(author)) open.delete(author);
      for (const [author, atom] of touched) open.set(author, union(open.get(author), atom));
    }
  }

  private addPiece(piece: MarkedPiece, place: Id, within: Atom | null): Map<PersonId | null, Atom> {
    const touched = new Map<PersonId | null, Atom>();
    if (piece.inserted) {
      const atom = this.add({
        author: piece.inserted.personId,
        id: piece.range,
        seq: piece.inserted.seq,
        place,
        inserted: [piece.range],
        insertedText: piece.text,
        look: lookOfWords(piece),
        within,
      });
      touched.set(atom.author, atom);
    }
    for (const placed of piece.records) {
      if (placed.record.do === "remove") continue;
      const atom = this.addRecord(placed, place);
      atom.aboutText += piece.text;
      if (placed.record.do === "delete") {
        atom.deletedText += piece.text;
        touched.set(atom.author, union(touched.get(atom.author), atom));
      }
    }
    return touched;
  }

  private addBlock(block: MarkedBlock, inserted: { personId: PersonId | null; seq: number }): Atom {
    const others = othersIn(block, inserted.personId);
    const atom = this.add({
      author: inserted.personId,
      id: block.id,
      seq: inserted.seq,
      place: block.id,
      block: block.id,
      others,
      insertedText: `${textOf(block, isOfBlock)}\n`,
      ownText: others.length > 0 ? textOf(block, ({ writtenBy }) => writtenBy === inserted.personId) : null,
      look: lookOfBlock(block),
    });
    this.byBlock.set(`${block.id.client} ${block.id.clock}`, atom);
    return atom;
  }

  private addRecord(placed: PlacedRecord, place: Id): Atom {
    let atom = this.byRecord.get(placed.key);
    if (!atom) {
      atom = this.add({ author: placed.author, id: placed.id, seq: placed.seq ?? Infinity, place, record: placed });
      this.byRecord.set(placed.key, atom);
      const { group } = placed.record;
      if (group !== undefined) {
        const key = `${placed.author} ${group}`;
        this.byGroup.set(key, union(this.byGroup.get(key), atom));
      }
    }
    return atom;
  }

  /** A record about nothing that is there any more still waits, so that it can be withdrawn. */
  addLoose(placed: PlacedRecord): void {
    if (placed.record.do === "counter") this.counters.push({ placed, record: placed.record });
    else if (!this.byRecord.has(placed.key)) this.addRecord(placed, placed.id);
  }

  private add(facts: Pick<Atom, "author" | "id" | "seq" | "place"> & Partial<Atom>): Atom {
    const atom: Atom = {
      inserted: [],
      others: [],
      insertedText: "",
      ownText: null,
      deletedText: "",
      aboutText: "",
      look: "",
      block: null,
      within: null,
      record: null,
      parent: null,
      ...facts,
      id: { client: facts.id.client, clock: facts.id.clock },
    };
    this.atoms.push(atom);
    return atom;
  }

  proposals(): Proposal[] {
    // What somebody joins to a block of their own belongs to it.
    for (const atom of this.byRecord.values())
      for (const block of this.blocksOf(atom)) if (block.author === atom.author) union(block, atom);
    const byId = this.counters.length > 0 ? this.indexAtoms() : null;
    const answers = byId ? this.counters.flatMap((each) => this.addCounter(each, byId)) : [];
    const byRoot = new Map<Atom, Answer[]>();
    for (const answer of answers) gather(byRoot, rootOf(answer.by), answer);
    const groups = new Map<Atom, Atom[]>();
    for (const atom of this.atoms) gather(groups, rootOf(atom), atom);
    const idOf = new Map([...groups].map(([root, atoms]) => [root, idOfOldest(atoms)]));
    const ids = (atoms: readonly Atom[]): string[] => [...new Set(atoms.map((each) => idOf.get(rootOf(each)) ?? ""))];
    const proposals = [...groups].map(([root, atoms]) => {
      const needed = atoms
        .flatMap((atom) => [...this.blocksOf(atom), ...(atom.within ? [atom.within] : [])])
        .filter((each) => rootOf(each) !== root);
      const mine = byRoot.get(root) ?? [];
      const counters = ids(mine.flatMap(({ to }) => to ?? []));
      const gone = mine.flatMap(({ to, name }) => (to === null ? [name] : []));
      // Which of two is older makes a difference only where one answers another.
      const asBorn = (atom: Atom): Atom => ({ ...atom, id: this.lineage.originOf(atom.id) });
      const born = idOfOldest(this.counters.length > 0 ? atoms.map(asBorn) : atoms);
      return toProposal(atoms, born, { requires: ids(needed), counters, answered: [...counters, ...gone] });
    });
    return tellRivals(proposals);
  }

  /**
   * [RV1] Adds what says that a proposal answers another, to the proposal that does. Returns both; nothing when the answer is
   * gone, and a name instead when what it answers is.
   */
  private addCounter(
    { placed, record }: { placed: PlacedRecord; record: CounterRecord },
    byId: IdMap<number>,
  ): Answer[] {
    const own =
      this.byGroup.get(`${placed.author} ${record.group}`) ??
      this.firstBringing(withCopies(record.ids.map(asRange), this.lineage), placed.author, byId);
    if (!own) return [];
    const by = this.addRecord(placed, own.place);
    union(own, by);
    const [client, clock] = record.to;
    const to = this.atoms[byId.get(client, clock) ?? -1] ?? null;
    // An answer may be named by the record that says it is one.
    byId.claim({ ...by.id, length: 1 }, this.atoms.length - 1);
    if (to?.author === placed.author) return [];
    return [{ by, to, name: `gone ${client}-${clock}` }];
  }

  /** Which atom is, or has, an id. */
  private indexAtoms(): IdMap<number> {
    const byId = new IdMap<number>(rowNumber);
    this.atoms.forEach(({ inserted, block, record }, at) => {
      for (const range of inserted) byId.claim(range, at);
      for (const id of [block, record?.id]) if (id) byId.claim({ ...id, length: 1 }, at);
    });
    return byId;
  }

  /** The first thing that somebody proposes with any of some ids. */
  private firstBringing(ranges: readonly IdRange[], author: PersonId, byId: IdMap<number>): Atom | undefined {
    let first: number | undefined;
    for (const range of ranges)
      for (const { value } of byId.slice(range))
        if (value < (first ?? Infinity) && this.atoms[value]?.author === author) first = value;
    return first === undefined ? undefined : this.atoms[first];
  }

  /** Proposed blocks that a proposal to join is about. */
  private blocksOf({ record: placed }: Atom): Atom[] {
    if (placed?.record.do !== "join") return [];
    return [placed.record.block, placed.record.to].flatMap((block) => this.byBlock.get(block.join(" ")) ?? []);
  }
}

function gather<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function toProposal(
  atoms: readonly Atom[],
  born: string,
  links: Record<"requires" | "counters" | "answered", readonly string[]>,
): Proposal {
  const oldest = oldestOf(atoms);
  const first = atoms[0] as Atom;
  const inserted = joinRanges(atoms.flatMap((atom) => atom.inserted));
  const blocks = atoms.flatMap((atom) => (atom.block ? [atom.block] : []));
  const records = atoms.flatMap((atom) => (atom.record ? [atom.record] : []));
  const insertedText = atoms.map((atom) => atom.insertedText).join("");
  const deletedText = atoms.map((atom) => atom.deletedText).join("");
  return {
    id: idOfOldest(atoms),
    born,
    author: first.author,
    kind: kindOf(insertedText, deletedText, blocks, records),
    firstSeq: oldest.seq,
    lastSeq: atoms.reduce((newest, { seq }) => Math.max(newest, seq), oldest.seq),
    insertedText,
    ownText: atoms.map((atom) => atom.ownText ?? atom.insertedText).join(""),
    deletedText,
    inserted,
    blocks,
    others: joinRanges(atoms.flatMap((atom) => atom.others)),
    records,
    place: first.place,
    requires: links.requires,
    counters: links.counters[0] ?? null,
    answered: links.answered,
    digest: digestOf([
      inserted,
      blocks,
      records.map(({ key, id, record }) => [key, id, record]),
      insertedText,
      deletedText,
      atoms.map(({ aboutText }) => aboutText).join(""),
      runsOf(atoms.map(({ look, insertedText: { length } }) => ({ look, length }))),
    ]),
  };
}

/** [PR4] Puts into the digest of every proposal what its rivals are, since accepting it rejects them. */
function tellRivals(proposals: Proposal[]): Proposal[] {
  const told = new Map<Proposal, string>();
  for (const rivals of rivalries(proposals)) {
    const all = digestOf(rivals.map(({ digest }) => digest));
    for (const each of rivals) told.set(each, all);
  }
  if (told.size === 0) return proposals;
  return proposals.map((each) => (told.has(each) ? { ...each, digest: `${each.digest}${told.get(each)}` } : each));
}

function kindOf(
  insertedText: string,
  deletedText: string,
  blocks: readonly Id[],
  records: readonly PlacedRecord[],
): ProposalKind {
  const does = new Set(records.map(({ record }) => record.do));
  if (blocks.length > 0) return "block";
  if (does.has("remove")) return "remove";
  if (does.has("join")) return "join";
  if (insertedText !== "" && deletedText !== "") return "replace";
  if (insertedText !== "") return "insert";
  if (deletedText !== "" || does.has("delete")) return "delete";
  return does.has("set") ? "set" : "format";
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
