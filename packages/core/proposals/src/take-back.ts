/**
 * Taking a decision back: the change that makes wait again what a row has decided on, and what the new row states about it.
 *
 * Duty: everything that the decision did is done the other way round where it was done, and nowhere else.
 * Invariants:
 * - [TB1] what is agreed and what waits read as before the decision, in every place that it touched; all other places stay as they are.
 * - [TB2] nothing is taken back where a place is not as the decision left it, and nothing in part.
 * - [TB3] what comes back is a copy of what it was, so whoever wrote it stays its author and whoever proposed it its proposer.
 * - The document itself is not touched: the change is made on a copy and comes back as an update.
 */
import type { DecidedDocument } from "./decided-document.ts";
import type { ProposalRecord } from "@parley/document";
import { type Id, type IdRange, type RowStatement, type VersionBlock, readVersion } from "@parley/history";
import type * as Y from "yjs";
import { areAsLeft } from "./as-left.ts";
import { BlockReviver, setAttribute, tombstoneIndex } from "./block-reviver.ts";
import type { CarriedOut } from "./decide.ts";
import { Draft } from "./draft.ts";
import { columnsToFill, hasSameCells } from "./past-columns.ts";
import { findParted } from "./parted-records.ts";
import { hasStayed, wasAnyThere } from "./past-ranges.ts";
import { findTooManyRecords } from "./record-limits.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { readRecordsAt } from "./records.ts";
import { withCopies } from "./with-copies.ts";
import { type RevivedRecord, RecordReviver } from "./record-reviver.ts";
import { elementAt } from "./text-surgery.ts";
import { PastWords } from "./past-words.ts";
import { keyOf } from "./views.ts";

/**
 * Why a decision is not taken back: something that it touched has changed since; it moved words to other paragraphs, which is not undone
 * without moving what others have written since; it is larger than is taken back at once [TB5]; or somebody would have more proposals
 * waiting than one person may have [GA5].
 */
export type KeptBecause = "changed" | "moved" | "large" | "full";

/** [TB5] Everybody waits while a decision is taken back: these are about a second. A step is about a microsecond. */
const MAX_STEPS = 1_000_000;
/** What it costs to bring back a block or a record, and a run of words or of what waits. */
const STEPS_OF = { block: 40, record: 40, run: 20 } as const;

export interface TakeBackOptions {
  /** The row of the decision, and what it states. */
  readonly seq: number;
  readonly statement: RowStatement;
  /** A Yjs client id of the server's, to write under. */
  readonly clientId: number;
  /** What the new row keeps of the taking back. */
  readonly facts: string;
}

/** Makes the change that takes a decision back, or says why it cannot be. */
export function takeBack(document: DecidedDocument, options: TakeBackOptions): CarriedOut | KeptBecause {
  const { seq, statement, clientId, facts } = options;
  if (statement.copies.length > 0 || statement.reopened.length > 0) return "moved";
  const draft = new Draft(document, clientId);
  const work = new TakingBack(document, draft, seq);
  let kept: KeptBecause | null = null;
  const update = draft.change(() => {
    kept = work.carryOut(statement);
  });
  if (kept !== null) return kept;
  const { reopened } = work;
  return { update, statement: { copies: draft.copies, agreed: [], deletedFor: [], reopened, decision: facts } };
}

/** A block at three moments: before the decision, as it left it, and now. */
interface Moments<Of> {
  readonly before: Of;
  readonly left: Of;
  readonly now: Of;
}

class TakingBack {
  readonly reopened: { range: IdRange; seq: number }[] = [];
  private readonly broughtBack: RevivedRecord[] = [];
  private readonly document: DecidedDocument;
  private readonly draft: Draft;
  private readonly seq: number;
  private readonly reviver: BlockReviver;
  /** Cells of tables to which rows or cells were added since, or from which they were taken. */
  private readonly regrown = new Set<string>();
  /** Cells that were put into rows which came since, by the cell that comes back into an older row. */
  private readonly filled = new Map<string, Id[]>();
  private kept: KeptBecause | null = null;
  private stepsLeft = MAX_STEPS;
  /** Carried out once nothing stands against any of it. */
  private readonly tasks: (() => void)[] = [];

  constructor(document: DecidedDocument, draft: Draft, seq: number) {
    this.document = document;
    this.draft = draft;
    this.seq = seq;
    this.reviver = new BlockReviver(document, draft, seq - 1, this.reopened);
  }

  /** Returns why it cannot be, or `null` when it is done. */
  carryOut(statement: RowStatement): KeptBecause | null {
    const { document, seq } = this;
    const blocks = {
      before: readVersion(document, seq - 1),
      left: readVersion(document, seq),
      now: readVersion(document, document.seq),
    };
    this.reopen(statement.agreed);
    this.container(null, blocks);
    this.records(statement, { left: byKey(blocks.left), now: byKey(blocks.now) });
    if (this.kept === null) for (const task of this.tasks) task();
    if (this.kept === null && this.isBeyondLimits()) return "full";
    return this.kept;
  }

  private spend(steps: number): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) this.refuse("large");
  }

  /** [GA5] Whether somebody's records are too many with those that come back. */
  private isBeyondLimits(): boolean {
    const fresh = Map.groupBy(this.broughtBack, ({ author }) => author);
    return [...fresh].some(
      ([author, records]) =>
        findTooManyRecords(this.document, author, new Map(records.map(({ key, record }) => [key, record]))) !== null,
    );
  }

  private refuse(because: KeptBecause): void {
    this.kept ??= because;
  }

  /** What waited before the decision, and was agreed on by it, waits again. */
  private reopen(agreed: readonly IdRange[]): void {
    const { document, seq } = this;
    this.spend(agreed.length * STEPS_OF.run);
    for (const range of agreed) {
      for (const { range: part } of document.standings(range)) {
        if (!document.wasPending(part, seq - 1)) continue;
        // Agreed on and deleted by the same decision: its history says that it was agreed, and a copy would not be known as proposed.
        for (const gone of document.attribution.goneSince(part)) if (gone.seq === seq) this.refuse("moved");
        if (document.pending.slice(part).length > 0) this.refuse("changed");
        this.reopened.push(...this.reviver.proposalsIn(part));
      }
    }
  }

  /** Blocks of a container that stands; `null` is the document. */
  private container(id: Id | null, { before, left, now }: Moments<readonly VersionBlock[]>): void {
    const places = { left: new Map(left.map(named)), now: new Map(now.map(named)) };
    const gone = before.filter((block) => !places.left.has(keyOf(block.id)));
    if (gone.length > 0) this.bringBack(id, gone, places);
    for (const block of before) {
      const as = { before: block, left: places.left.get(keyOf(block.id)), now: places.now.get(keyOf(block.id)) };
      if (as.left) this.block(as.before, as.left, as.now);
    }
  }

  /** Blocks that went with the decision come back where they were. */
  private bringBack(
    id: Id | null,
    gone: readonly VersionBlock[],
    places: Record<"left" | "now", ReadonlyMap<string, VersionBlock>>,
  ): void {
    const { draft } = this;
    const container = id === null ? draft.fragment : elementAt(draft.ydoc, id);
    if (!container) return this.refuse("changed");
    const wanted = new Map(gone.map(named));
    const children = tombstoneIndex(container);
    const units = children.map(({ id: child }) => ({
      wasLeft: places.left.has(keyOf(child)),
      isThere: places.now.has(keyOf(child)),
      isTouched: wanted.has(keyOf(child)),
    }));
    this.spend(gone.reduce((sum, block) => sum + stepsOf(block), 0));
    if (!areAsLeft(units)) this.refuse("changed");
    if (gone.some((block) => this.standsAgain([{ ...block.id, length: 1 }]))) this.refuse("changed");
    this.tasks.push(() => {
      const places: { readonly after: Y.Item | null; readonly blocks: VersionBlock[] }[] = [];
      for (const { id: child, after } of children) {
        const block = wanted.get(keyOf(child));
        if (!block) continue;
        const last = places.at(-1);
        if (last?.after === after) last.blocks.push(block);
        else places.push({ after, blocks: [block] });
      }
      for (const { after, blocks } of places) this.reviver.create(container, after, blocks);
    });
  }

  private block(before: VersionBlock, left: VersionBlock, now: VersionBlock | undefined): void {
    if (before.isPending && !left.isPending && !(now && isLike(left, now))) return this.refuse("changed");
    const names = new Set([...Object.keys(before.attributes), ...Object.keys(left.attributes)]);
    for (const name of names) {
      if (JSON.stringify(before.attributes[name]) === JSON.stringify(left.attributes[name])) continue;
      const isAsLeft = now && sameId(left.attributeIds.get(name), now.attributeIds.get(name));
      if (!isAsLeft) return this.refuse("changed");
      this.tasks.push(() => {
        const element = elementAt(this.draft.ydoc, before.id);
        if (element) setAttribute(element, name, before.attributes[name] ?? null);
      });
    }
    if (before.name === "paragraph") this.words(before, left, now);
    else if (now) {
      if (before.name === "table") this.columns(before, left, now);
      this.container(before.id, { before: before.children, left: left.children, now: now.children });
    } else if (!isLike(before, left)) this.refuse("changed");
  }

  /** Every row has its cell in a column that comes back, also one that came since. */
  private columns(before: VersionBlock, left: VersionBlock, now: VersionBlock): void {
    if (!hasSameCells(left, now))
      for (const { children } of before.children) for (const { id } of children) this.regrown.add(keyOf(id));
    const columns = columnsToFill(before, left, now);
    if (columns === "changed") return this.refuse("changed");
    if (!columns) return;
    const { cells, added } = columns;
    this.spend(cells.length * added.length * STEPS_OF.block);
    this.tasks.push(() => {
      for (const { cell, index } of cells) {
        const made = added.flatMap(({ id, children }) => {
          const row = elementAt(this.draft.ydoc, id);
          return row ? [this.reviver.fillColumn(row, { index, name: children[0]?.name ?? cell.name, like: cell })] : [];
        });
        this.filled.set(keyOf(cell.id), made);
      }
    });
  }

  private words(before: VersionBlock, left: VersionBlock, now: VersionBlock | undefined): void {
    if (samePieces(before, left)) return;
    const paragraph = now ? elementAt(this.draft.ydoc, before.id) : null;
    if (!now || !paragraph) return this.refuse("changed");
    const words = new PastWords(paragraph, { before: before.pieces, left: left.pieces, now: now.pieces });
    this.spend(words.steps + words.gone.length * STEPS_OF.run);
    if (!words.areAsLeft || this.standsAgain(words.gone)) return this.refuse("changed");
    this.tasks.push(() => {
      const copies = words.bringBack();
      this.draft.noteCopies(copies);
      for (const { copy, source } of copies) this.reviver.waitAgain(copy, source);
    });
  }

  /** Whether something that the decision took away is there again already, as a copy. */
  private standsAgain(ranges: readonly IdRange[]): boolean {
    const { document } = this;
    return withCopies(ranges, document.lineage).some((range) => wasAnyThere(document, range, document.seq));
  }

  /** Records that the decision took away are written again. */
  private records(statement: RowStatement, blocks: Record<"left" | "now", ReadonlyMap<string, VersionBlock>>): void {
    const { document, draft, seq } = this;
    const stayed: PlacedRecord[] = [];
    const left = new Map(readRecordsAt(document, seq).map((placed) => [placed.key, placed]));
    const reviver = new RecordReviver(draft);
    for (const placed of readRecordsAt(document, seq - 1)) {
      const after = left.get(placed.key);
      if (after) {
        // The decision gave it another target: what was joined or broken has moved.
        if (!sameId(after.id, placed.id)) this.refuse("moved");
        stayed.push(placed);
        continue;
      }
      const { record } = placed;
      this.spend(this.stepsOfRecord(record));
      if (this.standsAgain([{ ...placed.id, length: 1 }]) || !this.isAboutTheSame(placed, blocks))
        this.refuse("changed");
      const block = "block" in record ? record.block.join(" ") : "";
      // A column that somebody proposes to remove has a cell more by now, or one less.
      if (record.do === "remove" && this.regrown.has(block) && blocks.left.has(block)) this.refuse("changed");
      this.tasks.push(() => {
        const beside = record.do === "remove" ? (this.filled.get(block) ?? []) : [];
        this.broughtBack.push(...reviver.revive(placed, beside));
      });
    }
    const parted = this.kept === null ? findParted(document, { seq, statement, left: stayed }) : [];
    if (parted === "changed") return this.refuse("changed");
    for (const placed of parted) {
      this.spend(this.stepsOfRecord(placed.record));
      this.tasks.push(() => this.broughtBack.push(...reviver.revive(placed, [])));
    }
  }

  /** One record more may be needed for each part of what it is about. */
  private stepsOfRecord(record: ProposalRecord): number {
    const runs = "ids" in record ? record.ids.length : 0;
    const parts =
      "block" in record ? withCopies([{ ...asId(record.block), length: 1 }], this.document.lineage).length : 1;
    return runs * STEPS_OF.run + parts * STEPS_OF.record;
  }

  /** Whether what a record is about, and stood when the decision was made, still stands. */
  private isAboutTheSame(
    { record }: PlacedRecord,
    blocks: Record<"left" | "now", ReadonlyMap<string, VersionBlock>>,
  ): boolean {
    const { document, seq } = this;
    const stays = (range: IdRange): boolean => hasStayed(document, range, seq, document.seq);
    if ("ids" in record && record.do !== "counter")
      if (!withCopies(record.ids.map(asRange), document.lineage).every(stays)) return false;
    if (record.do === "join" && !stays({ ...asId(record.to), length: 1 })) return false;
    if (!("block" in record)) return true;
    if (!stays({ ...asId(record.block), length: 1 })) return false;
    const [left, now] = [blocks.left.get(record.block.join(" ")), blocks.now.get(record.block.join(" "))];
    return record.do !== "set" || sameId(left?.attributeIds.get(record.name), now?.attributeIds.get(record.name));
  }
}

const named = (block: VersionBlock): [string, VersionBlock] => [keyOf(block.id), block];
const asId = ([client, clock]: readonly [number, number]): Id => ({ client, clock });
const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
const sameId = (a: Id | undefined, b: Id | undefined): boolean => a?.client === b?.client && a?.clock === b?.clock;

/** What it costs to write a block again. */
function stepsOf({ pieces, children }: VersionBlock): number {
  return children.reduce((sum, child) => sum + stepsOf(child), STEPS_OF.block + pieces.length * STEPS_OF.run);
}

/** Every block of a version. */
function byKey(blocks: readonly VersionBlock[]): ReadonlyMap<string, VersionBlock> {
  const all = new Map<string, VersionBlock>();
  const visit = (block: VersionBlock): void => {
    all.set(...named(block));
    block.children.forEach(visit);
  };
  blocks.forEach(visit);
  return all;
}

function samePieces(a: VersionBlock, b: VersionBlock): boolean {
  return JSON.stringify(a.pieces.map(said)) === JSON.stringify(b.pieces.map(said));
}

const said = ({ range, isPending, marks }: VersionBlock["pieces"][number]): unknown[] => [range, isPending, marks];

/** Whether two blocks are the same ids with the same looks and the same standing, everything in them included. */
function isLike(a: VersionBlock, b: VersionBlock): boolean {
  return (
    a.isPending === b.isPending &&
    JSON.stringify(a.attributes) === JSON.stringify(b.attributes) &&
    samePieces(a, b) &&
    a.children.length === b.children.length &&
    a.children.every((child, index) => {
      const other = b.children[index];
      return other !== undefined && sameId(child.id, other.id) && isLike(child, other);
    })
  );
}
