/**
 * What people wanted of paragraphs, kept for as long as somebody may still change them without having seen it.
 *
 * Invariants:
 * - What a row that met nobody wanted is read when somebody first meets it: whoever writes alone pays nothing.
 * - A wish is told of once. What its author has given up meanwhile is not told of.
 */
import { Item, XmlText } from "yjs";
import type * as Y from "yjs";
import { structsIn } from "../lineage/stretches.ts";
import type { Damage } from "./damage.ts";
import { changesBlocks } from "./attribute-wishes.ts";
import { wishesOf } from "./expectations.ts";
import { type Id, joinRanges } from "../ids/id-range.ts";
import { type ArrivedRow, type ForwardingDocument, RowView } from "./row-view.ts";
import { withoutRetypings } from "./retypings.ts";
import { type SaidAgain, type Unmet, type Wish, damageOf, idsOf, sceneAfter, unmetWishes } from "./wishes.ts";

/** Bounds of what is kept, of rows that restructure and of others; who lags behind further is told of less. */
const MAX_ROWS = 50;
const MAX_WISHES = 200;
/**
 * So many pieces that rows brought elsewhere are read at one time for what their authors wanted. Of rows that nobody has met before and that
 * would take more than that nothing is told: one turn would last too long.
 */
const MAX_PIECES = 300;
/** Of so many letters that were typed over what says them again is kept. */
const MAX_LETTERS = 4_000;

interface KeptRow {
  readonly row: ArrivedRow;
  /** The newest row of the same page. */
  last: ArrivedRow;
  /** What it wanted and has; `null` while nobody asked. */
  wishes: readonly Wish[] | null;
}

/** Of one open document. */
export class RememberedWishes {
  private kept: KeptRow[] = [];
  private readonly saidAgain = new Map<string, Id>();

  /** [FW7] A row that met nobody, as far as it can tell: what it deletes may be all that is left of a paragraph that somebody moved. */
  pass(document: ForwardingDocument, row: ArrivedRow): Damage[] {
    this.follow(row);
    const unseen =
      row.stated.length > 0 ? this.kept.filter(({ row: { seq } }) => seq > row.baseSeq && !row.isOwn(seq)) : [];
    // Reading what somebody wanted who moved much takes long.
    const seenByAll = Math.min(...unseen.map((each) => each.row.baseSeq));
    if (unseen.length === 0 || !emptiesParagraph(document, row, seenByAll)) return [];
    return damageOf(
      document,
      affordable(unseen).flatMap((each) => this.ask(document, each, row.seq, ({ wish }) => wish === "moved")),
    );
  }

  private follow(row: ArrivedRow): void {
    for (const each of this.kept) if (row.isOwn(each.row.seq)) each.last = row;
  }

  /**
   * [FW7] What did not come true once a row, and what was carried after it, are in the document: of the row's own wishes, of those of rows
   * that its author had not seen, and of earlier ones that it undid. `null` stands for the wishes of a row that met nobody.
   */
  judge(
    document: ForwardingDocument,
    row: ArrivedRow,
    { wishes, saidAgain }: { readonly wishes: readonly Wish[] | null; readonly saidAgain: SaidAgain },
  ): Damage[] {
    this.follow(row);
    this.learn(saidAgain);
    const unmet: (Unmet & { readonly seq: number })[] = [];
    if (wishes) {
      const view = new RowView(document, row);
      // What was typed anew is none of the deleted words, but shows where these stood and how they looked.
      const { document: seen } = withoutRetypings(document, row);
      const broken = [true, false].flatMap((isGone) => {
        const scene = isGone ? seen : document;
        const asked = wishes.filter(({ wish }) => (wish === "gone") === isGone);
        const [own, others] = [true, false].map((each) => asked.filter((wish) => wish.own === each));
        return [
          ...unmetWishes(scene, own ?? [], sceneAfter(scene, view), this.saidAgain),
          ...unmetWishes(scene, others ?? [], null, this.saidAgain),
        ];
      });
      unmet.push(...broken.map((each) => ({ ...each, seq: row.seq })));
      // Words and formatting undo nobody's wishes but those that are noted for them, unless nothing is left of what has an attribute,
      // or of the part of a paragraph that went where somebody put it.
      const isAsked = changesBlocks(document, view)
        ? (): boolean => true
        : ({ wish }: Wish): boolean =>
            wish === "attribute" || ((wish === "order" || wish === "moved") && row.stated.length > 0);
      const concerned = this.kept.filter((each) => each.row.seq > row.baseSeq || row.isOwn(each.row.seq));
      for (const each of row.stated.length > 0 || changesBlocks(document, view) ? affordable(concerned) : []) {
        unmet.push(...this.ask(document, each, row.seq, isAsked));
      }
    }
    const isMet = (wish: Wish): boolean => !unmet.some((each) => each.wish === wish);
    const met = wishes?.filter((wish) => wish.own && isMet(wish)).slice(0, MAX_WISHES) ?? null;
    const rest = met && stillOpen(document, row, met);
    if (rest === null || rest.length > 0)
      this.keep({ row, last: row, wishes: rest }, rest === null || row.copies.length > 0);
    // Of who set what stands instead, only those are concerned whom the row's author had not seen.
    const isConcerned = (seq: number): boolean => seq > row.baseSeq;
    return damageOf(
      document,
      unmet.map((each) => ({ ...each, by: each.by?.filter(isConcerned) ?? [] })),
    );
  }

  /**
   * [FW7] Takes up rows of which nobody remembered what they wanted, oldest first. What is not as they wanted was told then, or given up, and
   * whoever comes now is not to blame for it: only what is so now is wished.
   */
  recall(document: ForwardingDocument, rows: readonly ArrivedRow[]): void {
    const known = this.kept;
    this.kept = [];
    for (const row of rows) {
      this.follow(row);
      if (changesBlocks(document, new RowView(document, row))) this.keep({ row, last: row, wishes: null }, true);
    }
    const recalled = this.kept.map((each) => {
      const wishes = stillOpen(document, each.row, wishesOf(document, each.row).slice(0, MAX_WISHES));
      const theirs = sceneAfter(document, new RowView(document, each.last));
      const broken = [null, theirs].flatMap((scene) => unmetWishes(document, wishes, scene).map(({ wish }) => wish));
      return { ...each, wishes: wishes.filter((wish) => !broken.includes(wish)) };
    });
    const all = [...recalled.filter(({ wishes }) => wishes.length > 0), ...known].sort((a, b) => a.row.seq - b.row.seq);
    this.kept = [];
    for (const each of all) this.keep(each, each.wishes === null || each.row.copies.length > 0);
  }

  private learn(saidAgain: SaidAgain): void {
    for (const [key, letter] of saidAgain) this.saidAgain.set(key, letter);
    for (const key of this.saidAgain.keys()) {
      if (this.saidAgain.size <= MAX_LETTERS) break;
      this.saidAgain.delete(key);
    }
  }

  /** Many rows with words make nobody forget a row that restructures. */
  private keep(kept: KeptRow, restructures: boolean): void {
    const alike = this.kept.filter((each) => restructures === (each.row.copies.length > 0 || each.wishes === null));
    const oldest = alike.length >= MAX_ROWS ? alike[0] : null;
    this.kept = [...this.kept.filter((each) => each !== oldest), kept];
  }

  /** What of an earlier row's wishes is not met any more, each of them once. */
  private ask(
    document: ForwardingDocument,
    kept: KeptRow,
    seq: number,
    isAsked: (wish: Wish) => boolean,
  ): (Unmet & { readonly seq: number })[] {
    kept.wishes ??= stillOpen(document, kept.row, wishesOf(document, kept.row).slice(0, MAX_WISHES));
    const theirs = sceneAfter(document, new RowView(document, kept.last));
    // Who deletes what they saw moved takes nothing from whoever moved it.
    const isMet = ({ wish, by }: Unmet): boolean => wish.wish === "moved" && by?.includes(seq) !== true;
    const unmet = unmetWishes(document, kept.wishes.filter(isAsked), theirs, this.saidAgain).filter(
      (each) => !isMet(each),
    );
    if (unmet.length === 0) return [];
    const broken = new Set(unmet.map(({ wish }) => wish));
    kept.wishes = kept.wishes.filter((wish) => !broken.has(wish));
    return unmet.flatMap((each) => [kept.row.seq, seq].map((by) => ({ ...each, seq: by })));
  }
}

/** The newest of some rows, as many as can be asked in one turn. */
function affordable(rows: readonly KeptRow[]): KeptRow[] {
  let pieces = 0;
  return rows
    .toReversed()
    .filter(({ row, wishes }) => wishes !== null || (pieces += row.copies.length) <= MAX_PIECES)
    .toReversed();
}

/**
 * [LI9] What somebody may still take from who made a row: of the words that they moved, those that stood once it was in the document.
 * Whoever came after the others were gone is not told what they were.
 */
function stillOpen(document: ForwardingDocument, row: ArrivedRow, wishes: readonly Wish[]): Wish[] {
  const { attribution, lineage } = document;
  const standsAfter = (id: Id): boolean => {
    const gone = attribution.goneSinceRow(id.client, id.clock);
    const stood = gone === undefined || gone > row.seq;
    return stood || lineage.copiesOf({ ...id, length: 1 }).some(({ copy }) => standsAfter(copy));
  };
  return wishes.flatMap((wish): Wish[] => {
    if (wish.wish !== "moved") return [wish];
    const words = joinRanges(
      idsOf(wish.words)
        .filter(standsAfter)
        .map((id) => ({ ...id, length: 1 })),
    );
    return words.length > 0 ? [{ ...wish, words }] : [];
  });
}

/** Whether a row's deletions leave a paragraph, or nothing of its words that stood by row `seq`. */
function emptiesParagraph({ ydoc, attribution }: ForwardingDocument, { stated }: ArrivedRow, seq: number): boolean {
  const texts = new Set<Y.XmlText>();
  for (const range of stated)
    for (const struct of structsIn(ydoc, range)) {
      if (!(struct instanceof Item)) continue;
      if (!(struct.parent instanceof XmlText)) return true;
      texts.add(struct.parent);
    }
  const isLeft = ({ id, length, deleted, countable }: Y.Item): boolean =>
    !deleted &&
    countable &&
    attribution.insertedBy({ client: id.client, clock: id.clock, length }).some((by) => by.seq <= seq);
  return [...texts].some((text) => {
    for (let item = text._start; item !== null; item = item.right) if (isLeft(item)) return false;
    return true;
  });
}
