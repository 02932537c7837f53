/** The parts of which proposals are made, gathered from a document in reading order; neighbours that belong together are joined. */
import type { PersonId } from "@parley/base";
import type { Id, IdSet, Lineage } from "@parley/history";
import { type Atom, union } from "./atoms.ts";
import { isOfBlock, othersIn, textOf, writersIn } from "./block-words.ts";
import { layersOf } from "./layers.ts";
import { lookOfBlock, lookOfWords } from "./look.ts";
import type { MarkedBlock, MarkedPiece, Proposer } from "./marked-document.ts";
import type { PlacedRecord } from "./placed-record.ts";
import type { RecordIndex } from "./records.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";

export class AtomGatherer {
  readonly atoms: Atom[] = [];
  readonly byRecord = new Map<string, Atom>();
  readonly byGroup = new Map<string, Atom>();
  readonly byBlock = new Map<string, Atom>();
  /** What formats words, and by what its author brings these; `null` for words that they do not bring. */
  readonly formatted = new Map<Atom, Set<Atom | null>>();
  /** Records about something that is there. */
  private readonly speaking = new Set<string>();
  private readonly answering: IdSet;
  private readonly lineage: Lineage;
  private readonly index: RecordIndex;

  /** `answering` are characters of proposals that answer others. */
  constructor(answering: IdSet, lineage: Lineage, index: RecordIndex) {
    this.answering = answering;
    this.lineage = lineage;
    this.index = index;
  }

  /** `within` is a proposed block around. */
  visitBlocks(blocks: readonly MarkedBlock[], within: Atom | null = null): void {
    const before = new Map<string, Atom>();
    for (const block of blocks) {
      for (const { key } of block.records) this.speaking.add(key);
      const here = new Map<string, Atom>();
      // A paragraph that comes for one that goes replaces it. A row that comes beside one that goes has nothing to do with it.
      const nameOf = (author: PersonId | null, comes: boolean): string =>
        `${author} ${block.name === "tableRow" && comes ? "new row" : ""}`;
      if (block.inserted) {
        const atom = this.addBlock(block, block.inserted, within);
        here.set(nameOf(atom.author, true), atom);
        this.visitPieces(block, atom);
        this.visitChildren(block, atom);
      } else {
        for (const record of block.records) {
          const atom = this.addRecord(record, block.id);
          if (record.record.do === "remove") {
            const isAbout = ({ records }: MarkedPiece): boolean => records.includes(record);
            atom.deletedText += `${textOf(block, isAbout)}\n`;
            atom.about.push({ ...block.id, length: 1 }, ...block.pieces.filter(isAbout).map(({ range }) => range));
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
    const layers = layersOf(block.pieces, this.answering, this.lineage);
    const brought: (Atom | null)[] = [];
    const open = new Map<string, Atom>();
    block.pieces.forEach((piece, at) => {
      const ground = layers.groundOf[at] ?? null;
      const added = this.addPiece(piece, block.id, {
        within,
        ground: ground === null ? null : (brought[ground] ?? null),
      });
      brought.push(added.atom);
      // [PR7] What somebody changes in another's words is apart from what they propose beside them.
      const touched = new Map<string, Atom>();
      if (added.atom) touched.set(layerName(added.atom.author, added.atom.ground?.author), added.atom);
      for (const { placed, atom } of added.deletions) {
        const name = layerName(placed.author, layers.on(placed) ?? undefined);
        touched.set(name, union(touched.get(name), atom));
      }
      // Agreed words that somebody leaves as they are end their change; what others propose in between does not.
      if (!piece.inserted) for (const name of open.keys()) if (!touched.has(name)) open.delete(name);
      for (const [name, atom] of touched) open.set(name, union(open.get(name), atom));
    });
    this.joinReplaced(block, brought);
  }

  /**
   * [PR1] What somebody put for words with one change stays one with that, though others put agreed words in between or took all of the old
   * ones away; so does what they wrote in one go with it.
   */
  private joinReplaced(block: MarkedBlock, brought: readonly (Atom | null)[]): void {
    const ends = new Map<string, Atom>();
    block.pieces.forEach(({ inserted, range, typedBetween = [] }, at) => {
      const own = brought[at];
      if (!own || !inserted || own.ground) return;
      const [first, last] = [
        this.lineage.originOf(range),
        this.lineage.originOf({ ...range, clock: range.clock + range.length - 1 }),
      ];
      const begun = ends.get(`${inserted.personId} ${first.client} ${first.clock}`);
      if (begun) union(begun, own);
      let isReplacing = begun !== undefined;
      for (const id of typedBetween.flatMap((each) => (each ? this.writtenAgain(each) : [])))
        for (const placed of this.index.ofText({ ...id, length: 1 }).flatMap(({ records }) => records)) {
          if (placed.record.do !== "delete" || placed.author !== inserted.personId || placed.seq !== inserted.seq)
            continue;
          union(this.addRecord(placed, block.id), own);
          isReplacing = true;
        }
      if (isReplacing) ends.set(`${inserted.personId} ${last.client} ${last.clock + 1}`, own);
    });
  }

  /** A character, and those as which it was written again since. */
  private writtenAgain(id: Id): Id[] {
    return [id, ...this.lineage.copiesOf({ ...id, length: 1 }).flatMap(({ copy }) => this.writtenAgain(copy))];
  }

  private addPiece(
    piece: MarkedPiece,
    place: Id,
    around: Pick<Atom, "within" | "ground">,
  ): { atom: Atom | null; deletions: { placed: PlacedRecord; atom: Atom }[] } {
    const deletions: { placed: PlacedRecord; atom: Atom }[] = [];
    let brought: Atom | null = null;
    if (piece.inserted) {
      brought = this.add({
        author: piece.inserted.personId,
        id: piece.range,
        seq: piece.inserted.seq,
        place,
        inserted: [piece.range],
        insertedText: piece.text,
        look: lookOfWords(piece),
        ...around,
      });
    }
    for (const placed of piece.records) {
      this.speaking.add(placed.key);
      if (placed.record.do === "remove") continue;
      const atom = this.addRecord(placed, place);
      atom.aboutText += piece.text;
      atom.about.push(piece.range);
      if (placed.record.do === "format") {
        const bringing = this.formatted.get(atom) ?? new Set<Atom | null>();
        this.formatted.set(atom, bringing.add(brought?.author === placed.author ? brought : null));
      }
      if (placed.record.do === "delete") {
        // What is deleted across the end of a paragraph shows where that was.
        if (atom.deletedIn !== null && atom.deletedIn !== place) atom.deletedText += PARAGRAPH_BREAK;
        atom.deletedText += piece.text;
        atom.deletedIn = place;
        deletions.push({ placed, atom });
      }
    }
    return { atom: brought, deletions };
  }

  private addBlock(block: MarkedBlock, inserted: Proposer, within: Atom | null): Atom {
    const others = othersIn(block, inserted.personId);
    const atom = this.add({
      author: inserted.personId,
      id: block.id,
      seq: inserted.seq,
      place: block.id,
      block: block.id,
      marked: block,
      within,
      others,
      insertedText: `${textOf(block, isOfBlock)}\n`,
      ownText: others.length > 0 ? textOf(block, ({ writtenBy }) => writtenBy === inserted.personId) : null,
      writers: writersIn(block).filter((writer) => writer !== inserted.personId),
      look: lookOfBlock(block),
    });
    this.byBlock.set(`${block.id.client} ${block.id.clock}`, atom);
    return atom;
  }

  addRecord(placed: PlacedRecord, place: Id): Atom {
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

  /** Adds a record about something in which nothing is marked, as a block that is only proposed. One about nothing says nothing [PR3]. */
  addLoose(placed: PlacedRecord): void {
    if (this.speaking.has(placed.key) && !this.byRecord.has(placed.key)) this.addRecord(placed, placed.id);
  }

  private add(facts: Pick<Atom, "author" | "id" | "seq" | "place"> & Partial<Atom>): Atom {
    const atom: Atom = {
      inserted: [],
      others: [],
      insertedText: "",
      ownText: null,
      writers: [],
      deletedText: "",
      deletedIn: null,
      aboutText: "",
      about: [],
      look: "",
      block: null,
      marked: null,
      within: null,
      ground: null,
      record: null,
      parent: null,
      ...facts,
      id: { client: facts.id.client, clock: facts.id.clock },
    };
    this.atoms.push(atom);
    return atom;
  }
}

const layerName = (author: PersonId | null, on: PersonId | null | undefined): string =>
  on === undefined ? `${author}` : `${author} on ${on}`;
