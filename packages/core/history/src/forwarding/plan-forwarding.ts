/**
 * Carries edits into text that somebody else re-created at the same moment, and finds what cannot be carried.
 *
 * Duty: for a row just taken, the update of the server's own that puts right what it and the rows that its author had not seen did to
 * each other, what that update states, and the damage that is left.
 * Invariants:
 * - It looks at the document, the log's index and the row, and gives the same answer for the same ones; it changes nothing.
 * - [FW1] [FW2] What was typed goes where its neighbours went. [FW3] What was deleted is deleted in the copy, by who deleted it.
 * - [FW4] Formatting and attributes are set on the copy. [FW5] Who typed stays the author, and who proposed the proposer.
 * - [FW6] Whoever may only propose changes nothing by it but what they proposed.
 * - [FW7] What remains of what somebody deleted, stands twice, vanishes or comes to stand in another paragraph than its author wanted is named as damage.
 */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import type { RowStatement } from "../statement.ts";
import { attributeWishes, changesBlocks } from "./attribute-wishes.ts";
import { AttributeCarrier } from "./carry-attributes.ts";
import { type PlanParts, attributesOf, rowsWith, wordsOf } from "./plan-parts.ts";
import { LeafCarrier } from "./carry-leaves.ts";
import { DeletionCarrier } from "./carry-deletions.ts";
import {
  type MarkChange,
  type MarkOfAnew,
  formatCharacters,
  marksOfAnew,
  marksOfSaid,
  marksToCarry,
  marksToKeep,
} from "./carry-formatting.ts";
import { type Run, draftRuns, remnantsIn, runsIn, settleRun, standingRuns } from "./carry-words.ts";
import type { Damage } from "./damage.ts";
import { type DraftPlace, DraftUpdate } from "./draft-update.ts";
import { Expectations } from "./expectations.ts";
import { findConflicts } from "./find-conflicts.ts";
import {
  type Character,
  differingMarks,
  isReadable,
  keyOfId,
  readAllCharacters,
  readCharacters,
} from "./read-characters.ts";
import { findRemained, textsOfCopies } from "./remained.ts";
import { removeEmptied } from "./remove-emptied.ts";
import { type Reseat, findIntruded } from "./reseat.ts";
import { chooseDropped, findDoubles, rangesOf, stretchesOfDoubles } from "./resolve-doubles.ts";
import { withoutRetypings } from "./retypings.ts";
import { type ArrivedRow, type ForwardingDocument, RowView } from "./row-view.ts";
import { TypedOver } from "./typed-over.ts";
import { Finder, holderOf, itemAt, paragraphOf, textAt } from "./whereabouts.ts";
import type { Wish } from "./wishes.ts";

export interface Forwarding {
  /** To be taken as the next row; `null` when nothing has to be carried. */
  readonly made: { readonly update: Uint8Array; readonly statement: RowStatement } | null;
  readonly damage: readonly Damage[];
  /** To be compared with the document once the row is taken; `null` when the row met nobody. */
  readonly wishes: readonly Wish[] | null;
  /** By the keys of letters over which one of those who met typed others: those that say the same. */
  readonly saidAgain: ReadonlyMap<string, Id>;
}

/**
 * An update that deletes only what is gone already makes no row. Where that had been moved, what is carried is the row: its author is
 * then who deleted.
 */
export function deletionsOnly(
  replica: { readonly seq: number; deletionsIn(update: Uint8Array): readonly IdRange[] },
  update: Uint8Array,
): Pick<ArrivedRow, "seq" | "inserted" | "stated" | "deleted" | "copies"> {
  return { seq: replica.seq + 1, inserted: [], stated: replica.deletionsIn(update), deleted: [], copies: [] };
}

/** Plans what is to be carried after a row, under a Yjs client id of the server's; `null` when nobody got in anybody's way. */
export function planForwarding(all: ForwardingDocument, arrived: ArrivedRow, clientId: number): Forwarding | null {
  const { document, row } = withoutRetypings(all, arrived);
  const view = new RowView(document, row);
  const { hasUnseen } = view;
  const conflicts = hasUnseen ? findConflicts(document, view) : new Set<Y.XmlText>();
  if (conflicts.size === 0 && !changesBlocks(document, view)) return null;
  // Whoever restructures or sets something is remembered, in case somebody undoes it without having seen it.
  if (!hasUnseen) return { made: null, damage: [], wishes: null, saidAgain: new Map() };
  const planner = new Planner(document, view, conflicts, clientId);
  return planner.plan();
}

class Planner {
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly texts: ReadonlyMap<Y.XmlText, readonly Character[]>;
  private readonly draft: DraftUpdate;
  private readonly dropped = new IdSet();
  /** Of what goes because it stands twice, what stays, by ids. */
  private readonly twins = new Map<string, Id>();
  private readonly finder: Finder;
  private readonly copies: CopiedRange[] = [];
  private readonly parts: PlanParts;
  private readonly deletions: DeletionCarrier;
  private readonly reopened: { range: IdRange; seq: number }[] = [];
  private readonly damage: Damage[] = [];
  /** What others, and the row itself, want of the formatting of characters, by their keys. */
  private readonly theirMarks = new Map<string, [key: string, value: unknown][]>();
  private readonly ownMarks = new Map<string, [key: string, value: unknown][]>();
  private readonly marks: MarkChange[] = [];
  private readonly typedOver: TypedOver;
  private readonly anewMarks: readonly MarkOfAnew[];
  private readonly written = new Set<Y.XmlText>();

  constructor(document: ForwardingDocument, view: RowView, conflicts: ReadonlySet<Y.XmlText>, clientId: number) {
    this.document = document;
    this.view = view;
    this.texts = new Map([...conflicts].map((text) => [text, readCharacters(text, view)]));
    this.draft = new DraftUpdate(document.ydoc, clientId);
    this.finder = new Finder(document, this.dropped);
    this.parts = { document, view, finder: this.finder, draft: this.draft, copies: this.copies };
    this.deletions = new DeletionCarrier(this.parts, this.dropped);
    this.typedOver = new TypedOver(this.texts.values(), view, this.finder);
    this.anewMarks = marksOfAnew(this.typedOver, this.parts);
  }

  plan(): Forwarding {
    const expectations =
      this.texts.size > 0 || this.view.row.copies.length > 0
        ? new Expectations(this.document, this.view, this.texts, this.typedOver)
        : null;
    if (expectations) {
      this.dropDoubles(expectations);
      this.noteMarks();
      for (const { id, key, value, own } of this.anewMarks)
        expectations.list.push({ wish: "marks", of: id, marks: [[key, value]], own });
    }
    this.deletions.carryDeletions();
    if (expectations) {
      this.deletions.carryOwnCopies();
      this.carryRemnants();
      for (const [text, characters] of this.texts) this.carryRuns(text, characters);
      for (const characters of this.texts.values()) this.carryFormatting(characters);
      this.marks.push(...this.anewMarks.filter(({ id }) => itemAt(this.document.ydoc, id)?.deleted === false));
      for (const characters of this.texts.values())
        this.marks.push(...marksOfSaid(this.document, this.view, this.finder, characters));
      for (const reseat of findIntruded(this.document, this.view, expectations.list, this.finder)) this.reseat(reseat);
      formatCharacters(this.document, this.draft, this.marks);
      const gone = [...this.dropped.ranges(), ...this.deletions.deletedFor.map(({ range }) => range)];
      removeEmptied(this.parts, gone, this.dropped, this.written);
      for (const characters of new Map([...this.texts, ...textsOfCopies(this.parts)]).values())
        this.damage.push(...findRemained(this.parts, characters));
      const told = IdSet.of(this.damage.flatMap(({ ids }) => ids));
      expectations.noteCharacters(this.texts.values(), ({ client, clock }) => told.has(client, clock));
    }
    const leaves = new LeafCarrier(this.parts, this.damage);
    leaves.carry();
    new AttributeCarrier(this.parts, leaves).carry();
    const { copies, reopened, damage, draft } = this;
    const { deletedFor } = this.deletions;
    const wishes = [...(expectations?.list ?? []), ...attributeWishes(this.document, this.view)];
    const statement: RowStatement = { copies, agreed: [], deletedFor, reopened, decision: null };
    return {
      made: draft.isEmpty ? null : { update: draft.encode(), statement },
      damage,
      wishes,
      saidAgain: this.typedOver.saidAgain,
    };
  }

  /** [FW7] */
  private dropDoubles(expectations: Expectations): void {
    const doubles = findDoubles(this.view, this.finder);
    for (const stretch of stretchesOfDoubles(this.document, doubles)) {
      const own = rangesOf(stretch.characters.map((each) => each.own));
      const source = stretch.characters[0] && textAt(this.document, stretch.characters[0].source);
      const isGone = stretch.own._item?.deleted !== false;
      const characters = source && !isGone && isReadable(source) ? readAllCharacters(source, this.view) : [];
      const dropped = isGone ? own : chooseDropped(this.document, characters, stretch, expectations.list);
      for (const range of dropped ?? []) this.drop(range);
      for (const { own: mine, theirs } of stretch.characters) {
        if (this.dropped.has(mine.client, mine.clock)) this.twins.set(keyOfId(mine), theirs);
        else if (this.dropped.has(theirs.client, theirs.clock)) this.twins.set(keyOfId(theirs), mine);
      }
      if (!isGone) this.marks.push(...marksToKeep(this.view, this.dropped, stretch, characters));
      if (dropped === null)
        this.noteDoubled(
          stretch.characters.map((each) => each.theirs),
          own,
          stretch.own,
        );
    }
  }

  private drop(range: IdRange): void {
    this.dropped.add(range);
    if (itemAt(this.document.ydoc, range)?.deleted === false) this.draft.delete(range);
  }

  private noteDoubled(theirs: readonly Id[], own: readonly IdRange[], text: Y.XmlText): void {
    const others = rangesOf(theirs);
    const rows = others.flatMap((range) => this.document.attribution.insertedBy(range).map(({ seq }) => seq));
    const block = paragraphOf(text)?.id ?? null;
    const words = own.map((range) => wordsOf(this.document, range)).join("");
    this.damage.push({ kind: "doubled", text: words, ids: own, others, block, rows: rowsWith(this.view, rows) });
  }

  /** [FW1] [FW2] [FW5] */
  private carryRuns(text: Y.XmlText, characters: readonly Character[]): void {
    const homeless: Run[] = [];
    const isOut = (id: Id): boolean =>
      this.dropped.has(id.client, id.clock) || this.draft.isDeleted(id) || this.isSaidElsewhere(id);
    for (const run of runsIn(text, characters, isOut)) {
      const place = settleRun(run, characters, { ...this.parts, isOut });
      if (place === "stays") continue;
      if (run.own && this.view.row.proposes && !run.characters.every(({ id }) => this.proposalOf(id) !== null))
        continue;
      if (place === null) homeless.push(run);
      else this.carryTo(place, run);
    }
    if (homeless.length > 0) this.house(text, homeless);
  }

  /** Whether a character that is gone is a copy of something of which another copy stands. */
  private isSaidElsewhere(id: Id): boolean {
    const { ydoc, lineage } = this.document;
    if (itemAt(ydoc, id)?.deleted !== true) return false;
    for (let at = lineage.sourceOf(id.client, id.clock); at; at = lineage.sourceOf(at.client, at.clock))
      if (this.finder.standing(at)) return true;
    return false;
  }

  private carryTo(place: DraftPlace, run: Run): void {
    const beside = "after" in place ? place.after : "before" in place ? place.before : null;
    const target = beside ? textAt(this.document, beside) : "endOf" in place ? place.endOf : null;
    if (target) this.written.add(target);
    const into = target?._item ?? ("inside" in place ? place.inside : null);
    this.state(run, this.draft.write(place, this.runsOf(run)), into);
  }

  /** What somebody typed between words of a copy that goes because they stand twice goes beside the other copy. */
  private carryRemnants(): void {
    const { row } = this.view;
    const goes = ({ client, clock }: Id): boolean => this.dropped.has(client, clock);
    const texts = new Set(this.dropped.ranges().map((range) => textAt(this.document, range)));
    for (const text of texts) {
      if (!text || text._item?.deleted !== false || !isReadable(text)) continue;
      const isOut = (id: Id): boolean => this.draft.isDeleted(id);
      for (const { run, left, right } of remnantsIn(text, readAllCharacters(text, this.view), goes, isOut)) {
        if (run.own && row.proposes && !run.characters.every(({ id }) => this.proposalOf(id) !== null)) continue;
        if (!run.characters.every(({ id }) => this.view.isRecent(id))) continue;
        const [before, after] = [left, right].map((each) => each && this.twins.get(keyOfId(each)));
        if (before) this.carryTo({ after: before }, run);
        else if (after) this.carryTo({ before: after }, run);
      }
    }
  }

  /** What is to be written for a run. Formatting that the other gave to what was re-created, or typed over, comes along. */
  private runsOf(run: Run): ReturnType<typeof draftRuns> {
    return draftRuns(run, ({ client, clock }) => {
      const key = keyOfId({ client, clock });
      if (!run.own) return this.ownMarks.get(key) ?? [];
      const source = this.document.lineage.sourceOf(client, clock);
      const known = (source && this.theirMarks.get(keyOfId(source))) ?? [];
      return [...known, ...(this.theirMarks.get(key) ?? [])];
    });
  }

  private noteMarks(): void {
    for (const characters of this.texts.values()) {
      for (const { id, before, stoodBefore, formattingBefore, formattingThen } of characters) {
        if (!before || !stoodBefore || formattingBefore === formattingThen) continue;
        const marks = differingMarks(formattingBefore, formattingThen);
        if (marks.length > 0) this.theirMarks.set(keyOfId(id), marks);
      }
    }
    for (const { id, key, value, own } of this.anewMarks) {
      const marks = own ? this.ownMarks : this.theirMarks;
      marks.set(keyOfId(id), [...(marks.get(keyOfId(id)) ?? []), [key, value]]);
    }
  }

  private proposalOf(id: Id): number | null {
    return this.document.proposalAt(id, this.view.row.seq);
  }

  /** The row that wrote a character which waits with a block that holds it, where it does not any more in what it is carried `into`. */
  private waitsWithBlock({ id, item }: Pick<Character, "id" | "item">, into: Y.Item | null): number | null {
    if (!this.isInWaiting(item) || this.isInWaiting(into)) return null;
    const { client, clock } = this.document.lineage.originOf(id);
    return this.document.attribution.insertingRow(client, clock) ?? null;
  }

  private isInWaiting(within: Y.Item | null): boolean {
    for (let item = within; item !== null; item = holderOf(item)) if (this.proposalOf(item.id) !== null) return true;
    return false;
  }

  /** States whose words a carried run has, and takes the original away. `into` holds what was written. */
  private state(run: Run, written: readonly IdRange[], into: Y.Item | null): void {
    const ids = written.flatMap(({ client, clock, length }) =>
      Array.from({ length }, (_each, offset) => ({ client, clock: clock + offset })),
    );
    run.characters.forEach(({ id, item }, index) => {
      const to = ids[index];
      if (!to) return;
      const range = { ...to, length: 1 };
      const last = this.copies.at(-1);
      if (last && continues(last, to, id))
        this.copies[this.copies.length - 1] = {
          copy: { ...last.copy, length: last.copy.length + 1 },
          source: last.source,
        };
      else this.copies.push({ copy: range, source: { client: id.client, clock: id.clock } });
      const proposal = this.proposalOf(id) ?? this.waitsWithBlock({ id, item }, into);
      if (proposal !== null) this.reopened.push({ range, seq: proposal });
      if (!itemStands(item)) return;
      this.draft.delete({ client: id.client, clock: id.clock, length: 1 });
    });
  }

  /** Words without a place: what was only moved here gets its paragraph back; what was typed into what somebody deleted is lost. */
  private house(text: Y.XmlText, runs: readonly Run[]): void {
    const paragraph = paragraphOf(text);
    const isMoved = runs.some(({ characters }) =>
      characters.some(({ id }) => this.document.lineage.sourceOf(id.client, id.clock) !== undefined),
    );
    const holder = paragraph && holderOf(paragraph);
    if (paragraph && isMoved && !(holder?.deleted ?? false)) {
      const isOwn = runs.some(({ own }) => own);
      const attributes = attributesOf(paragraph, (id) => (isOwn ? this.view.after(id) : this.view.stoodBefore(id)));
      const made = this.draft.writeParagraph(
        { beside: paragraph, side: "behind" },
        attributes,
        runs.flatMap((run) => this.runsOf(run)),
      );
      let written = made.characters;
      for (const run of runs) {
        const count = this.runsOf(run).length;
        this.state(run, written.slice(0, count), holder ?? null);
        written = written.slice(count);
      }
      return;
    }
    for (const own of [true, false]) {
      const characters = runs.filter((run) => run.own === own).flatMap((run) => run.characters);
      if (characters.length > 0) this.noteLost(characters, paragraph);
    }
  }

  private noteLost(characters: readonly Character[], paragraph: Y.Item | null): void {
    const { attribution } = this.document;
    const ids = rangesOf(characters.map(({ id }) => id));
    const rows = ids.flatMap((range) => attribution.insertedBy(range).map(({ seq }) => seq));
    const by = paragraph && attribution.deletingRow(paragraph.id.client, paragraph.id.clock);
    this.damage.push({
      kind: "lost",
      text: characters.map(({ unit }) => unit).join(""),
      ids,
      others: [],
      block: paragraph && { client: paragraph.id.client, clock: paragraph.id.clock },
      rows: rowsWith(this.view, typeof by === "number" ? [...rows, by] : rows),
    });
  }

  /** [FW4] On the copy of what was formatted; and where two formatted at once, Yjs ends the one where the other ends. */
  private carryFormatting(characters: readonly Character[]): void {
    this.marks.push(...marksToCarry(this.view, this.finder, characters));
  }

  /** [FW8] Writes a paragraph again, with what stands in it, where it belongs. */
  private reseat({ paragraph, beside, side }: Reseat): void {
    const texts = ((paragraph.content as Y.ContentType).type as Y.XmlElement)
      .toArray()
      .filter((each): each is Y.XmlText => each instanceof Y.XmlText);
    // What is carried into it at the same time would have to be written twice; it keeps its place, and people see both halves.
    if (texts.some((text) => this.written.has(text) || !isReadable(text))) return;
    const runs = texts.map((text) => ({
      text,
      own: false,
      characters: readAllCharacters(text, this.view).filter(
        ({ item, id }) => itemStands(item) && !this.draft.isDeleted(id),
      ),
    }));
    const made = this.draft.writeParagraph(
      { beside, side },
      attributesOf(paragraph, (id) => itemAt(this.document.ydoc, id)?.deleted === false),
      runs.flatMap((run) => standingRuns(run, this.marks)),
    );
    let { characters } = made;
    for (const run of runs) {
      const count = standingRuns(run, this.marks).length;
      this.state(run, characters.slice(0, count), holderOf(beside));
      characters = characters.slice(count);
    }
    this.copies.push({
      copy: { client: made.paragraph.client, clock: made.paragraph.clock, length: 1 },
      source: { client: paragraph.id.client, clock: paragraph.id.clock },
    });
    this.draft.delete({ client: paragraph.id.client, clock: paragraph.id.clock, length: 1 });
  }
}

function continues({ copy, source }: CopiedRange, to: Id, from: Id): boolean {
  return (
    copy.client === to.client &&
    copy.clock + copy.length === to.clock &&
    source.client === from.client &&
    source.clock + copy.length === from.clock
  );
}

const itemStands = (item: Y.Item): boolean => !item.deleted;
