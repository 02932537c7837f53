/**
 * What others took of a proposal that still waits: words that it would put in, and words that it was to take away.
 *
 * Invariants:
 * - What was written again elsewhere, as by a split or an undo, is not lost.
 * - What a record was about counts also when a decision has taken the record away, or when it came too late, where the words stood beside
 *   those that the proposal puts in: it was one proposal with these [PR1].
 */
import type { PersonId } from "@parley/base";
import { PROPOSALS_NAME, type ProposalRecord, isProposalRecord, recordAuthor } from "@parley/document";
import { type Id, type IdRange, IdSet, joinRanges } from "@parley/history";
import * as Y from "yjs";
import { type NegotiatedDocument, proposerOf } from "./marked-document.ts";
import type { PastDocument } from "./past-proposals.ts";
import type { Proposal } from "./proposal.ts";
import { valuesOf } from "./record-history.ts";
import { itemsIn } from "./record-ground.ts";
import { withCopies } from "./with-copies.ts";
import { elementAt } from "./text-surgery.ts";

/** Words that somebody took. */
export interface LostWords {
  /** Whether the proposal would have put them in, or taken them away. */
  readonly of: "own" | "about";
  /** The row that took them. */
  readonly seq: number;
  /** Who had proposed them; `null` where they were agreed. */
  readonly whose: PersonId | null;
}

type LosingDocument = NegotiatedDocument & Pick<PastDocument, "proposalAt">;
type LosingProposal = Pick<Proposal, "author" | "blocks" | "inserted" | "records">;

/** A record that asks for words to go, whether it stands or not. */
interface AskedLife {
  readonly about: IdSet;
  readonly fromSeq: number;
  /** The row that took it away; `null` while it stands. */
  readonly untilSeq: number | null;
}

/** For one state of a document. A call costs time in proportion to the proposal and to what stood beside its words. */
export function createLostWords(document: LosingDocument): (proposal: LosingProposal) => LostWords[] {
  let lives: AskedLives | null = null;
  const livesAbout = (author: PersonId | null, id: Id): readonly AskedLife[] =>
    (lives ??= new AskedLives(document)).about(author, id);
  return (proposal) => new LostReader(document, proposal, livesAbout).read();
}

/** So many ids lie in one place of the index. */
const PLACE_IDS = 64;

/** Every record that ever asked for words to go, by its author and by places: whoever asks for one word need not look at all of them. */
class AskedLives {
  private readonly places = new Map<string, AskedLife[]>();

  constructor({ ydoc, attribution, lineage }: NegotiatedDocument) {
    for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map) {
      const author = recordAuthor(key);
      for (const { value, id } of author === null ? [] : valuesOf(newest)) {
        const fromSeq = attribution.insertingRow(id.client, id.clock);
        const asked = isProposalRecord(value) ? askedBy(value) : [];
        if (fromSeq === undefined || asked.length === 0) continue;
        const ranges = joinRanges(withCopies(asked, lineage));
        const untilSeq = attribution.deletingRow(id.client, id.clock) ?? null;
        const life = { about: IdSet.of(ranges), fromSeq, untilSeq };
        for (const place of new Set(ranges.flatMap(placesOf))) this.add(`${author} ${place}`, life);
      }
    }
  }

  about(author: PersonId | null, { client, clock }: Id): readonly AskedLife[] {
    const [place] = placesOf({ client, clock, length: 1 });
    return (this.places.get(`${author} ${place}`) ?? []).filter(({ about }) => about.has(client, clock));
  }

  private add(place: string, life: AskedLife): void {
    const lives = this.places.get(place);
    if (lives) lives.push(life);
    else this.places.set(place, [life]);
  }
}

function placesOf({ client, clock, length }: IdRange): string[] {
  const [first, last] = [Math.floor(clock / PLACE_IDS), Math.floor((clock + length - 1) / PLACE_IDS)];
  return Array.from({ length: last - first + 1 }, (_, at) => `${client} ${first + at}`);
}

function askedBy(record: ProposalRecord): IdRange[] {
  if (record.do !== "delete" && record.do !== "remove") return [];
  return record.ids.map(([client, clock, length]) => ({ client, clock, length }));
}

class LostReader {
  private readonly found = new Map<string, LostWords>();
  private readonly document: LosingDocument;
  private readonly proposal: LosingProposal;
  private readonly livesAbout: (author: PersonId | null, id: Id) => readonly AskedLife[];
  private readonly own: IdSet;

  constructor(document: LosingDocument, proposal: LosingProposal, livesAbout: LostReader["livesAbout"]) {
    this.document = document;
    this.proposal = proposal;
    this.livesAbout = livesAbout;
    this.own = IdSet.of(proposal.inserted);
  }

  read(): LostWords[] {
    const { inserted, blocks, records } = this.proposal;
    const about = records.flatMap(({ record }) => askedBy(record));
    for (const range of withCopies(about, this.document.lineage))
      for (const part of this.goneIn(range)) this.note("about", part);
    for (const range of inserted)
      for (const item of itemsIn(this.document.ydoc, range)) if (!item.deleted) this.readBeside(item);
    for (const id of blocks) {
      const element = elementAt(this.document.ydoc, id);
      if (element) this.readWithin(element);
    }
    return [...this.found.values()];
  }

  /** What went from beside a word of the proposal; what stands there ends what belongs together. */
  private readBeside(start: Y.Item): void {
    const { client, clock } = start.id;
    const broughtSeq = this.document.attribution.insertingRow(client, clock) ?? 0;
    for (const side of ["left", "right"] as const)
      for (let item = start[side]; item !== null; item = item[side]) {
        if (!item.countable) continue;
        if (!item.deleted) {
          if (!this.own.covers(rangeOf(item))) break;
          continue;
        }
        for (const part of this.goneIn(rangeOf(item))) this.readGone(part, broughtSeq);
      }
  }

  private readGone(part: Gone, broughtSeq: number): void {
    const { author } = this.proposal;
    // What had gone before the proposal came was never a part of it, unless it had not heard of that.
    if (this.whoseWas(part) === author) {
      if (part.seq > broughtSeq) this.note("own", part);
      return;
    }
    const isAbout = this.livesAbout(author, part).some(
      ({ fromSeq, untilSeq }) =>
        (untilSeq === null || untilSeq >= part.seq) && !(fromSeq < part.seq && part.seq < broughtSeq),
    );
    if (isAbout) this.note("about", part);
  }

  /** What went from a block that the proposal brings. */
  private readWithin(parent: Y.XmlFragment): void {
    for (let item = parent._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentType)) continue;
      const { type } = item.content;
      if (!(type instanceof Y.XmlText)) {
        if (type instanceof Y.XmlFragment) this.readWithin(type);
        continue;
      }
      for (let word = type._start; word !== null; word = word.right)
        if (word.deleted)
          for (const part of this.goneIn(rangeOf(word)))
            if (this.whoseWas(part) === this.proposal.author) this.note("own", part);
    }
  }

  /** The parts of some ids that are gone, each with the row that took it. */
  private goneIn(range: IdRange): Gone[] {
    const { attribution, lineage, ydoc } = this.document;
    return attribution
      .deletedBy(range)
      .filter((part) => lineage.copiesOf(part).length === 0 && itemsIn(ydoc, part).some(({ countable }) => countable));
  }

  /** Who proposed what is gone, as long as it was there. */
  private whoseWas({ seq, client, clock }: Gone): PersonId | null {
    const by = this.document.proposalAt({ client, clock }, seq - 1);
    return by === null ? null : proposerOf(this.document, { client, clock }, by).personId;
  }

  private note(of: LostWords["of"], part: Gone): void {
    const whose = this.whoseWas(part);
    this.found.set(`${of} ${part.seq} ${whose}`, { of, seq: part.seq, whose });
  }
}

type Gone = IdRange & { readonly seq: number };

const rangeOf = ({ id, length }: Y.Item): IdRange => ({ client: id.client, clock: id.clock, length });
