/**
 * Carrying out a decision: the change of the document, and what the row states about it.
 *
 * Invariants:
 * - [DE1] accepting keeps the ids of what was proposed, so its author stays its author; only a break and a join re-create text,
 *   with lineage.
 * - [DE2] what is decided is exactly what the decision names; everything else reads as before in every view.
 * - The document itself is not touched: the change is made on a copy and comes back as an update.
 */
import {
  type AttributeValue,
  type LinkRecord,
  type ProposalRecord,
  type RecordRange,
  isLinkRecord,
  isProposalRecord,
  nodeAccepts,
  recordAuthor,
} from "@parley/document";
import { type Id, type IdRange, IdSet, type RowStatement, joinRanges } from "@parley/history";
import * as Y from "yjs";
import { Draft, idOf } from "./draft.ts";
import { listMarked } from "./list-proposals.ts";
import type { Proposal } from "./proposal.ts";
import { type MarkedBlock, type MarkedDocument, type NegotiatedDocument, readMarked } from "./marked-document.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { RecordIndex, asSeen, isNewer, readRecords } from "./records.ts";
import { withCopies } from "./with-copies.ts";
import { Restructuring } from "./restructure.ts";
import { hasAnswers, settleRivals } from "./rivals.ts";
import { type TextStep, changeText, livingRanges, textsOf } from "./text-surgery.ts";
import { type Accepts, acceptsBlock, acceptsPiece, viewOfProposals } from "./accepts.ts";
import { withdrawProposals } from "./withdraw.ts";

export type Verdict = "accept" | "reject" | "withdraw";

/** A decision carried out: what to take into the log as one row. */
export interface CarriedOut {
  readonly update: Uint8Array;
  readonly statement: RowStatement;
}

export interface DecisionOptions {
  /** A Yjs client id of the server's, to write under. */
  readonly clientId: number;
  /** Everything that waits. */
  readonly all: readonly Proposal[];
  /** What the row keeps of the decision. `voided` are those of all proposals that become void with it [DE6]. */
  readonly facts: (voided: readonly Proposal[]) => string;
}

/** Makes the change that a decision about some proposals asks for. */
export function carryOut(
  document: NegotiatedDocument,
  proposals: readonly Proposal[],
  verdict: Verdict,
  { clientId, all, facts }: DecisionOptions,
): CarriedOut {
  const draft = new Draft(document, clientId);
  const work = new Decision(draft, proposals);
  let voided: readonly Proposal[] = [];
  const update = draft.change(() => {
    if (verdict === "accept") work.accept();
    else if (verdict === "reject") work.reject(proposals);
    else work.withdraw();
    if (verdict === "reject") work.forgetLostMoves(all);
    work.forgetVoid();
    voided = work.listVoided(all);
  });
  return { update, statement: work.statement(facts(voided)) };
}

class Decision {
  private readonly draft: Draft;
  private readonly proposals: readonly Proposal[];
  private agreed: IdRange[] = [];
  private readonly deletedFor: { range: IdRange; seq: number }[] = [];
  private reopened: RowStatement["reopened"] = [];
  private notChosen: readonly Proposal[] = [];
  /** The characters that records name, by their keys. */
  private readonly setOf = new Map<string, IdSet>();

  constructor(draft: Draft, proposals: readonly Proposal[]) {
    this.draft = draft;
    this.proposals = proposals;
  }

  statement(facts: string): RowStatement {
    const { copies, lineage } = this.draft;
    // What is agreed on and moved by the same decision is agreed where it stands now. Many words may stand in one and the same text.
    const agreed = joinRanges(withCopies(IdSet.of(this.agreed).ranges(), lineage));
    return { copies, agreed, deletedFor: this.deletedFor, reopened: this.reopened, decision: facts };
  }

  accept(): void {
    const { draft } = this;
    const before = readMarked(draft.document);
    const { accepted, notChosen } = this.settle(before);
    this.notChosen = notChosen;
    this.reject(notChosen);
    // Deleting leaves every id what it was, so the document's history is still the draft's.
    const rest = notChosen.length > 0 ? { ...draft.document, ydoc: draft.ydoc } : draft.document;
    const { blocks } = notChosen.length > 0 ? readMarked(rest) : before;
    const chosen = new Set(accepted.flatMap(({ records }) => records.map(({ key }) => key)));
    // Oldest first, as every view takes them.
    const standing = readRecords(rest);
    const records = standing.filter(({ key }) => chosen.has(key));
    for (const proposal of accepted) this.agreeOn(proposal);
    const about = new RecordIndex(records, draft.document, (id) => draft.itemAt(id)?.deleted === false);
    for (const placed of standing)
      if (!chosen.has(placed.key) && this.isCovered(placed, about)) draft.records.delete(placed.key);
    for (const placed of records) this.applySetting(placed);
    for (const text of textsOf(draft.fragment)) this.changeWords(text, about);
    const structure = new Restructuring(draft, viewOfProposals(accepted), chosen);
    structure.carryOut(blocks);
    const waiting = IdSet.of([...structure.stillWaiting, ...this.waitingParts(blocks, viewOfProposals(accepted))]);
    this.agreed = this.agreed.flatMap((range) => waiting.missing(range));
    for (const each of structure.deletedFor) this.deletedFor.push(each);
    this.reopened = structure.reopened;
    for (const { key } of records) if (!structure.keptRecords.has(key)) draft.records.delete(key);
  }

  /** What of the chosen proposals is accepted, and what is rejected with it. */
  private settle(marked: MarkedDocument): ReturnType<typeof settleRivals> {
    if (!hasAnswers(marked)) return { accepted: [...this.proposals], notChosen: [] };
    const ids = new Set(this.proposals.map(({ id }) => id));
    return settleRivals(listMarked(marked, this.draft.document.lineage), ({ id }) => ids.has(id));
  }

  withdraw(): void {
    const { agreed, reopened } = withdrawProposals(this.draft, this.proposals);
    this.agreed = [...agreed];
    this.reopened = reopened;
  }

  reject(proposals: readonly Proposal[]): void {
    this.draft.deleteText(proposals.flatMap(({ inserted }) => inserted));
    for (const { blocks, records } of proposals) {
      for (const block of blocks) this.draft.deleteBlock(block);
      for (const { key } of records) this.draft.records.delete(key);
    }
  }

  /** What a proposal inserts waits no more; a block with everything in it. */
  private agreeOn({ inserted, blocks }: Proposal): void {
    for (const range of inserted) {
      this.agreed.push(range);
      const holder = this.draft.itemAt(range)?.parent;
      if (holder instanceof Y.XmlText && holder._item) this.agreed.push(one(holder._item));
    }
    for (const id of blocks) {
      const item = this.draft.itemAt(id);
      for (const range of item ? idsWithin(item) : []) this.agreed.push(range);
    }
  }

  /** Words and blocks in accepted blocks that somebody else proposed, and that are not accepted along. */
  private waitingParts(blocks: readonly MarkedBlock[], accepts: Accepts): IdRange[] {
    return blocks.flatMap((block) => {
      const item = acceptsBlock(block, accepts) ? null : this.draft.itemAt(block.id);
      if (item) return idsWithin(item);
      return [
        ...block.pieces.filter((piece) => !acceptsPiece(piece, accepts)).map(({ range }) => range),
        ...this.waitingParts(block.children, accepts),
      ];
    });
  }

  private applySetting({ record }: PlacedRecord): void {
    if (record.do !== "set") return;
    for (const element of this.draft.elements(record.block)) {
      if (!nodeAccepts(element.nodeName, record.name, record.value)) continue;
      // The typings know only strings; the shared type stores any JSON value.
      const stored = element as unknown as Y.XmlElement<Record<string, AttributeValue>>;
      if (record.value === null) stored.removeAttribute(record.name);
      else stored.setAttribute(record.name, record.value);
    }
  }

  /** Formats and deletes characters of a text as records ask for it; of those that disagree the newest counts. */
  private changeWords(text: Y.XmlText, about: RecordIndex): void {
    const steps = livingRanges(text, null).flatMap(({ range: whole }) =>
      about.ofText(whole).map(({ range, records }): TextStep => {
        const deletion = records.find(({ record }) => record.do === "delete" || record.do === "remove");
        if (!deletion) return { retain: range.length, attributes: attributesOf(records) };
        if (deletion.seq !== null) this.deletedFor.push({ range, seq: deletion.seq });
        return { delete: range.length };
      }),
    );
    changeText(text, steps);
  }

  /** [VI6] Whether a newer record, of those that are accepted, sets everything that a record sets. */
  private isCovered(older: PlacedRecord, accepted: RecordIndex): boolean {
    const { draft } = this;
    const { record } = older;
    if (record.do === "set") {
      const elements = draft.elements(record.block);
      return (
        elements[0] !== undefined &&
        accepted.ofBlock(idOf(elements[0])).some((later) => {
          if (later.record.do !== "set" || later.record.name !== record.name || !isNewer(later, older)) return false;
          const set = new Set(draft.elements(later.record.block));
          return elements.every((each) => set.has(each));
        })
      );
    }
    if (record.do !== "format") return false;
    const characters = Array.from(draft.livingCharacters(record.ids.map(asRange)), ({ range }) => range);
    const [first] = characters;
    if (!first) return false;
    return (accepted.ofText({ ...first, length: 1 })[0]?.records ?? []).some((later) => {
      if (later.record.do !== "format" || later.record.mark !== record.mark || !isNewer(later, older)) return false;
      const set = this.charactersOf(later.key, later.record.ids.map(asRange));
      return characters.every((range) => set.covers(range));
    });
  }

  private charactersOf(key: string, ids: readonly IdRange[]): IdSet {
    const known = this.setOf.get(key) ?? IdSet.of(this.draft.withCopies(ids));
    this.setOf.set(key, known);
    return known;
  }

  /** [PR8] Where the block is rejected into which somebody moved words, nothing of the move is left: the words stay where they were. */
  forgetLostMoves(all: readonly Proposal[]): void {
    for (const { kind, inserted, blocks, records } of all)
      if (kind === "move" && !this.isThere(inserted, blocks))
        for (const { key } of records) this.draft.records.delete(key);
  }

  /** [DE5] What was proposed about something that is gone now has nothing left to be decided. */
  forgetVoid(): void {
    const { draft } = this;
    const links: [key: string, record: LinkRecord][] = [];
    /** Whose groups have something left in them. */
    const groups = new Set<string>();
    for (const [key, written] of draft.records) {
      if (!isProposalRecord(written)) continue;
      const item = draft.records._map.get(key);
      const record = item ? asSeen(draft.document, written, item.lastId) : written;
      if (isLinkRecord(record)) links.push([key, record]);
      else if (this.isVoid(record)) draft.records.delete(key);
      else if (record.group !== undefined) groups.add(groupKey(key, record.group));
    }
    for (const [key, record] of links) if (!this.isOfSomething(key, record, groups)) draft.records.delete(key);
  }

  private isVoid(record: Exclude<ProposalRecord, LinkRecord>): boolean {
    const { draft } = this;
    const ids = "ids" in record ? record.ids.map(asRange) : [];
    if (record.do === "format" ? draft.hasCharacters(ids) : draft.hasSameCharacters(ids)) return false;
    if (!("block" in record) || draft.elements(record.block).length === 0) return true;
    return record.do === "join" && draft.elements(record.to).length === 0;
  }

  /** [DE6] Of all proposals those that are not decided on and of which nothing is left. */
  listVoided(all: readonly Proposal[]): Proposal[] {
    const decided = new Set([...this.proposals, ...this.notChosen].map(({ id }) => id));
    return all.filter((proposal) => !decided.has(proposal.id) && !this.isLeft(proposal));
  }

  private isLeft({ inserted, blocks, records }: Proposal): boolean {
    const { draft } = this;
    return (
      records.some(({ key, record }) => !isLinkRecord(record) && draft.records.has(key)) ||
      this.isThere(inserted, blocks)
    );
  }

  private isThere(ranges: readonly IdRange[], blocks: readonly Id[]): boolean {
    const { draft } = this;
    return (
      draft.hasCharacters(ranges) || blocks.some(({ client, clock }) => draft.elements([client, clock]).length > 0)
    );
  }

  /** Whether anything is left of the proposal that a record says to be an answer, or of both ends of a move. */
  private isOfSomething(key: string, record: LinkRecord, groups: ReadonlySet<string>): boolean {
    const isThere = (ids: readonly RecordRange[]): boolean => {
      const ranges = ids.map(asRange);
      return this.isThere(ranges, ranges);
    };
    if (record.do === "move") return isThere(record.from) && isThere(record.to);
    return isThere(record.ids) || (record.group !== undefined && groups.has(groupKey(key, record.group)));
  }
}

/** The formatting that records give together, the newest last. */
function attributesOf(records: readonly PlacedRecord[]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const { record } of records) if (record.do === "format") attributes[record.mark] = record.value;
  return attributes;
}

const groupKey = (key: string, group: string): string => `${recordAuthor(key)} ${group}`;

/** The ids of an item and of everything that stands in it. */
function idsWithin(item: Y.Item): IdRange[] {
  const ids: IdRange[] = [];
  const open = [item];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each.deleted) continue;
    ids.push({ client: each.id.client, clock: each.id.clock, length: each.length });
    if (!(each.content instanceof Y.ContentType)) continue;
    const { type } = each.content;
    for (const attribute of type._map.values()) open.push(attribute);
    for (let child = type._start; child !== null; child = child.right) open.push(child);
  }
  return ids;
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
const one = (item: Y.Item): IdRange => ({ client: item.id.client, clock: item.id.clock, length: 1 });
