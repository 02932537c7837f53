/**
 * What accepting does to blocks: joins, breaks and removals, on the draft of a decision.
 *
 * The document is gone through exactly as a view goes through it, with the same questions asked about the same marks, so that what is
 * carried out is what was shown. Words that a decision deletes are deleted in the draft before.
 * Invariants:
 * - [VI2] [VI3] [VI4] hold here as they do in `views.ts`.
 * - [DE3] nothing is ever written into a block that is gone, and nothing agreed into a block that waits.
 * - [DE4] what cannot be carried out before something else is accepted still waits.
 */
import { type AttributeValue, isClauseAttribute } from "@parley/document";
import { type Id, type IdRange, IdSet } from "@parley/history";
import * as Y from "yjs";
import { type Draft, idOf } from "./draft.ts";
import type { MarkedBlock } from "./marked-document.ts";
import { JoinTargets } from "./join-targets.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { RecordIndex, partKey, readRecords } from "./records.ts";
import {
  type MovingWords,
  WordReader,
  appendWords,
  elementAt,
  livingRanges,
  noWords,
  textsOf,
  wordsOf,
} from "./text-surgery.ts";
import { type Accepts, acceptsBlock, acceptsPiece, acceptsRecord, proposedView } from "./accepts.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";
import { holdsUnseen, isDeleted, joinedTo, keyOf } from "./views.ts";

type StoredElement = Y.XmlElement<Record<string, AttributeValue>>;

export class Restructuring {
  /** Blocks that go because somebody had proposed it, with the row of the proposal. */
  readonly deletedFor: { range: IdRange; seq: number }[] = [];
  /** Agreed blocks that wait from now on, since all that is left in them waits. */
  readonly reopened: { range: IdRange; seq: number }[] = [];
  private readonly reopenedKeys = new Set<string>();
  /** Accepted breaks that part only words that wait. */
  readonly stillWaiting: IdRange[] = [];
  /** Accepted records that cannot be carried out yet. */
  readonly keptRecords = new Set<string>();

  private readonly draft: Draft;
  private readonly accepts: Accepts;
  private readonly chosen: ReadonlySet<string>;
  private readonly breaks: IdRange[] = [];
  /** What paragraphs looked like that were joined to others. */
  private readonly joined = new Map<string, Record<string, unknown>>();
  /** Words that are joined to paragraphs, to be written when all are known. */
  private readonly comingTo = new Map<Y.XmlElement, MovingWords>();
  private readonly joinTargets: JoinTargets;

  constructor(draft: Draft, accepts: Accepts, chosen: ReadonlySet<string>) {
    this.draft = draft;
    this.accepts = accepts;
    this.chosen = chosen;
    this.joinTargets = new JoinTargets(draft);
  }

  /** Carries proposedView out; `blocks` are those of the document before the decision. */
  carryOut(blocks: readonly MarkedBlock[]): void {
    this.visit(blocks, false);
    for (const [target, words] of this.comingTo) this.draft.noteCopies(appendWords(target, words));
    this.breakParagraphs();
  }

  /** Goes through a container; `isWithin` says that it is, or stands in, a block that goes on waiting. */
  private visit(blocks: readonly MarkedBlock[], isWithin: boolean): void {
    /** The paragraph at whose end the words of another belong that is joined to this one. */
    const ends = new Map<string, Y.XmlElement>();
    const waiting = new Set<string>();
    const places = new Map<string, number>();
    for (const block of blocks) {
      const key = keyOf(block.id);
      const joins = block.records.filter(
        (placed) => placed.record.do === "join" && acceptsRecord(placed, this.accepts),
      );
      const to = block.name === "paragraph" ? joinedTo(joins, places) : null;
      places.set(key, places.size);
      const isWaiting = isWithin || !acceptsBlock(block, this.accepts);
      const isRemoved =
        block.isReopened ||
        block.records.some((placed) => placed.record.do === "remove" && acceptsRecord(placed, this.accepts));
      this.visit(block.children, isWaiting);
      if (block.name === "paragraph" && !isWaiting) this.collectBreaks(block, isRemoved);
      if (to !== null) {
        const target = isWithin || !isWaiting ? ends.get(to) : undefined;
        if (target && this.join(block, target)) {
          ends.set(key, target);
          continue;
        }
        if ((isWaiting && !isWithin) || waiting.has(to)) for (const each of joins) this.keptRecords.add(each.key);
      }
      if (isRemoved) this.removeUnlessHeld(block, isWaiting);
      const element = elementAt(this.draft.ydoc, block.id);
      // Words are joined to a paragraph only, as every view shows it, whatever a record names.
      if (element?._item?.deleted !== false || block.name !== "paragraph") continue;
      if ((isWaiting && !isWithin) || this.reopenedKeys.has(key)) waiting.add(key);
      else ends.set(key, element);
    }
  }

  /** [VI2] Removes a block unless it holds words that its remover had not seen. Where all of them wait, so does the block. */
  private removeUnlessHeld(block: MarkedBlock, isWaiting: boolean): void {
    const removals = block.records.filter(
      (placed) => placed.record.do === "remove" && acceptsRecord(placed, this.accepts),
    );
    if (!isWaiting && holdsUnseen(block, this.accepts)) {
      // It goes when those words do, if somebody proposes that, or waits with others in it.
      if (holdsUnseen(block, this.accepts, proposedView)) return;
      for (const { key } of removals) this.keptRecords.add(key);
      if (removals.length === 0) this.proposeRemoval(block);
      return;
    }
    const seq = this.waitingRow(block);
    if (seq === null) {
      const by = removals[0]?.seq;
      const range = { ...block.id, length: 1 };
      if (this.draft.deleteBlock(block.id) && typeof by === "number") this.deletedFor.push({ range, seq: by });
    } else if (!isWaiting) {
      this.reopened.push({ range: { ...block.id, length: 1 }, seq });
      this.reopenedKeys.add(keyOf(block.id));
    } else if (!holdsUnseen(block, proposedView)) {
      // Somebody proposes to delete what is left in a block that waits: it goes with that.
      for (const { key } of removals) this.keptRecords.add(key);
    }
  }

  /** Whoever proposes to delete the last words of a block that is only kept by them proposes to remove it. */
  private proposeRemoval(block: MarkedBlock): void {
    const deletion = deletionsIn(block).find(({ key }) => !this.chosen.has(key));
    if (!deletion) return;
    const { key, record } = deletion;
    const group = record.group ?? key.slice(-64);
    this.draft.rewriteRecord(key, { ...record, group });
    const { client, clock } = block.id;
    const part = partKey(key, block.id, "remove");
    this.draft.rewriteRecord(part, { do: "remove", block: [client, clock], ids: [], group }, key);
  }

  /** The row that proposed the first words that wait in a block and are not deleted; `null` when there are none. */
  private waitingRow(block: MarkedBlock): number | null {
    if (!holdsUnseen(block, proposedView, this.accepts)) return null;
    for (const piece of block.pieces) {
      if (isDeleted(piece, this.accepts)) continue;
      if (piece.text.replaceAll(PARAGRAPH_BREAK, "") === "") continue;
      return piece.inserted?.seq ?? block.inserted?.seq ?? 0;
    }
    for (const child of block.children) {
      const seq = this.waitingRow(child);
      if (seq !== null) return child.inserted?.seq ?? seq;
    }
    return null;
  }

  /** [VI3] Puts the words of a paragraph at the end of another. */
  private join(block: MarkedBlock, target: Y.XmlElement): boolean {
    const paragraph = elementAt(this.draft.ydoc, block.id);
    if (paragraph === null) return false;
    // It is joined now, whoever else proposed that, and what was split off from it is not meant.
    for (const { key, record } of block.records) if (record.do === "join") this.draft.records.delete(key);
    this.joined.set(keyOf(block.id), paragraph.getAttributes());
    this.joinTargets.redirect(block.id, idOf(target));
    const coming = this.comingTo.get(target) ?? noWords();
    this.comingTo.set(target, coming);
    addWords(coming, wordsOf(paragraph));
    this.draft.deleteBlock(block.id);
    return true;
  }

  /** [VI4] Which accepted breaks of a paragraph are to be made. */
  private collectBreaks(block: MarkedBlock, isRemoved: boolean): void {
    if (!block.pieces.some(({ isPending, text }) => isPending && text.includes(PARAGRAPH_BREAK))) return;
    const { made, idle, alone } = sortBreaks(block, this.accepts);
    const accepted = isRemoved ? [] : alone.filter(({ isAccepted }) => isAccepted).map(({ range }) => range);
    for (const range of made.concat(isRemoved ? [] : idle, accepted)) this.breaks.push(range);
    if (!isRemoved) return;
    for (const range of idle) this.stillWaiting.push(range);
    this.draft.deleteText(alone.map(({ range }) => range));
  }

  /** Makes all breaks, those of a paragraph at once. */
  private breakParagraphs(): void {
    const { draft } = this;
    const wanted = IdSet.of(draft.withCopies(this.breaks));
    const about = new RecordIndex(this.deletionsLeft(), draft.document);
    const grouped = new Set<string>();
    for (const [paragraph, texts] of Map.groupBy(draft.textsWith(this.breaks), ({ text }) => text.parent)) {
      if (!(paragraph instanceof Y.XmlElement) || texts.length === 0) continue;
      const { made, breaks } = this.breakParagraph(paragraph, wanted);
      breaks.forEach((at, index) => {
        const [before, after] = [made[index - 1] ?? paragraph, made[index]];
        if (after) this.redirectDeletions(at, { before: idOf(before), after: idOf(after) }, { about, grouped });
      });
    }
  }

  /** Returns what the breaks in a paragraph have made of it, and the breaks, in order. */
  private breakParagraph(paragraph: Y.XmlElement, wanted: IdSet): { made: Y.XmlElement[]; breaks: IdRange[] } {
    const container = paragraph.parent;
    if (!(container instanceof Y.XmlFragment)) return { made: [], breaks: [] };
    const { tails, breaks } = cutTails(textsOf(paragraph), wanted);
    // A break that was joined with its paragraph is told from what that was.
    const sources = breaks.map((at) => this.sourceOf(at, paragraph));
    const made = tails.map(() => new Y.XmlElement("paragraph"));
    container.insertAfter(paragraph, made);
    made.forEach((element, index) => {
      const source = sources[index];
      if (!source) return;
      const stored = element as unknown as StoredElement;
      for (const [name, value] of Object.entries(source.attributes))
        if (!isClauseAttribute(name)) stored.setAttribute(name, value as AttributeValue);
      this.draft.noteCopies(appendWords(element, tails[index] ?? noWords()));
      // What is proposed about the paragraph is proposed about its parts.
      this.draft.noteCopies([{ copy: { ...idOf(element), length: 1 }, source: source.id }]);
    });
    const last = made.at(-1);
    if (last) this.joinTargets.redirect(idOf(paragraph), idOf(last));
    return { made, breaks };
  }

  /** The paragraph in which a break was proposed: what it makes looks like that one, wherever its words stand now. */
  private sourceOf(at: IdRange, paragraph: Y.XmlElement): { id: Id; attributes: Record<string, unknown> } {
    const origin = this.draft.lineage.originOf(at);
    const text = this.draft.itemAt(origin)?.parent;
    const holder = text instanceof Y.XmlText ? text.parent : null;
    const id = holder instanceof Y.XmlElement ? idOf(holder) : idOf(paragraph);
    const attributes = this.joined.get(keyOf(id));
    return attributes ? { id, attributes } : { id: idOf(paragraph), attributes: paragraph.getAttributes() };
  }

  /** Proposals to delete something that are not decided on. */
  private deletionsLeft(): PlacedRecord[] {
    if (this.breaks.length === 0) return [];
    return readRecords(this.draft.document).filter(
      ({ key, record }) =>
        (record.do === "delete" || record.do === "remove") && !this.chosen.has(key) && this.draft.records.has(key),
    );
  }

  /** Somebody's proposal to delete a break that has been made now is one to join what it parted. */
  private redirectDeletions(
    at: IdRange,
    { before, after }: { readonly before: Id; readonly after: Id },
    { about, grouped }: { readonly about: RecordIndex; readonly grouped: Set<string> },
  ): void {
    const { draft } = this;
    for (const { key, record } of about.ofText({ ...draft.lineage.originOf(at), length: 1 })[0]?.records ?? []) {
      if (record.do !== "delete" && record.do !== "remove") continue;
      const group = record.group ?? key.slice(-64);
      if (!grouped.has(key)) draft.rewriteRecord(key, { ...record, group });
      grouped.add(key);
      const part = partKey(key, after, "join");
      const to: [number, number] = [before.client, before.clock];
      draft.rewriteRecord(part, { do: "join", block: [after.client, after.clock], to, group }, key);
      this.joinTargets.note(part, to);
    }
  }
}

/** Takes what follows the breaks out of the texts of a paragraph, breaks included; what follows each, and each by itself. */
function cutTails(texts: readonly Y.XmlText[], wanted: IdSet): { tails: MovingWords[]; breaks: IdRange[] } {
  const tails: MovingWords[] = [];
  const breaks: IdRange[] = [];
  for (const text of texts) {
    const here = livingRanges(text, wanted).flatMap(({ range, offset }) =>
      eachUnit(range).map((at, index) => ({ at, offset: offset + index })),
    );
    const [first] = here;
    if (!first && tails.length === 0) continue;
    const reader = new WordReader(text);
    const start = tails.length > 0 ? 0 : (first?.offset ?? 0);
    reader.read(start, null);
    let passed = start;
    for (const { at, offset } of here) {
      reader.read(offset - passed, tails.at(-1) ?? null);
      reader.read(1, null);
      passed = offset + 1;
      tails.push(noWords());
      breaks.push(at);
    }
    reader.read(text.length - passed, tails.at(-1) ?? null);
    text.delete(start, text.length - start);
  }
  return { tails, breaks };
}

function addWords(to: MovingWords, { words, sources }: MovingWords): void {
  for (const each of words) to.words.push(each);
  for (const each of sources) to.sources.push(each);
}

interface Break {
  readonly range: IdRange;
  readonly isAccepted: boolean;
}

/**
 * The breaks proposed in a paragraph: accepted ones that part words that are there by then (of several the last), other accepted
 * ones where some words wait, and those, accepted or waiting, that part nothing.
 */
function sortBreaks(block: MarkedBlock, accepts: Accepts): { made: IdRange[]; idle: IdRange[]; alone: Break[] } {
  const made: IdRange[] = [];
  let alone: Break[] = [];
  /** Breaks since the last words that are accepted, and since the last words at all. */
  let [open, edge]: [Break[], Break[]] = [[], []];
  let idle: Break[] = [];
  let [hasWords, hasAny, hasWaiting] = [false, false, false];
  for (const piece of block.pieces) {
    if (isDeleted(piece, accepts)) continue;
    const isAccepted = acceptsPiece(piece, accepts);
    for (const [index, unit] of [...unitsOf(piece.text)].entries()) {
      if (piece.isPending && unit === PARAGRAPH_BREAK) {
        const found = { range: { ...piece.range, clock: piece.range.clock + index, length: 1 }, isAccepted };
        edge.push(found);
        if (isAccepted) open.push(found);
        continue;
      }
      if (!hasAny) alone = edge;
      [hasAny, edge] = [true, []];
      if (!isAccepted) {
        hasWaiting = true;
        continue;
      }
      const last = hasWords ? open.pop() : undefined;
      if (last) made.push(last.range);
      for (const each of open) idle.push(each);
      [hasWords, open] = [true, []];
    }
  }
  alone = alone.concat(edge);
  const isAlone = new Set(alone);
  idle = [...idle, ...open].filter((each) => !isAlone.has(each));
  return hasWaiting
    ? { made, idle: idle.map(({ range }) => range), alone }
    : { made, idle: [], alone: [...alone, ...idle] };
}

/** Records by which words in a block would be deleted. */
function deletionsIn(block: MarkedBlock): PlacedRecord[] {
  const here = block.pieces.flatMap(({ records }) =>
    records.filter(({ record }) => record.do === "delete" || record.do === "remove"),
  );
  return [...here, ...block.children.flatMap(deletionsIn)];
}

/** UTF-16 units, as ids count them. */
function* unitsOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) yield text.charAt(at);
}

function eachUnit({ client, clock, length }: IdRange): IdRange[] {
  return Array.from({ length }, (_, i) => ({ client, clock: clock + i, length: 1 }));
}
