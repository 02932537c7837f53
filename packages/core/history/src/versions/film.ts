/**
 * How a document grew: everything that ever stood in it, with the frames between which it did. A frame is a version.
 *
 * Duty: one answer from which every frame can be shown without asking again.
 * Invariants:
 * - [VE10] what a film shows at a frame is the version of that frame, character by character, with attributes and formatting.
 * - The document is read once, however many frames there are; what came and went between two frames is not in the film.
 */
import { type Attributes, type DocumentContent, documentFragment, knownAttributes, readMarks } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { type FilmSpan, type Phase, type TextPhase, addSpan } from "./film-spans.ts";
import { type VersionedDocument, assembleBlock } from "./version-tree.ts";

export interface BlockPhase extends Phase {
  readonly attributes: Attributes;
  readonly proposed: readonly string[];
  readonly alternatives: readonly string[];
}

/** Something that was proposed about what stood there, from one row on and until another; `null` while it waits. */
export interface ProposedLife {
  /** `null` where nothing is said but to which alternative it belongs. */
  readonly what: string | null;
  /** The name of one of several proposals of which only one can be accepted. */
  readonly alternative?: string;
  readonly fromSeq: number;
  readonly untilSeq: number | null;
}

/** What was ever proposed about words and blocks that stood already, and which alternatives they were; new ones wait by themselves. */
export interface ProposedLives {
  /** A range in parts, in order, with what was proposed about each. */
  ofText(range: IdRange): readonly { readonly range: IdRange; readonly lives: readonly ProposedLife[] }[];
  ofBlock(id: Id): readonly ProposedLife[];
}

const nothingProposed: ProposedLives = { ofText: (range) => [{ range, lives: [] }], ofBlock: () => [] };

export interface FilmBlock {
  readonly name: string;
  readonly phases: readonly BlockPhase[];
  /** The words of a paragraph, in the order in which they stood. */
  readonly spans: readonly FilmSpan[];
  readonly children: readonly FilmBlock[];
}

/**
 * The film of a document whose frames are the versions of these rows, rising. `authorOf` says which number stands for the author
 * of a row.
 */
export function filmVersions(
  document: VersionedDocument,
  seqs: readonly number[],
  authorOf: (seq: number) => number,
  proposed: ProposedLives = nothingProposed,
): FilmBlock[] {
  return new Projector({ document, seqs, authorOf, proposed }).blocks(documentFragment(document.ydoc), {
    from: 0,
    until: null,
  });
}

/** What a film shows at a frame, as content. */
export function frameContent(film: readonly FilmBlock[], frame: number): DocumentContent {
  const read = (blocks: readonly FilmBlock[]): unknown[] =>
    blocks.flatMap(({ name, phases, spans, children }) => {
      const phase = phaseAt(phases, frame);
      if (phase === undefined) return [];
      const runs = spans.flatMap(({ text, phases: looks }) => {
        const look = phaseAt(looks, frame);
        return look === undefined ? [] : [{ text, marks: look.marks }];
      });
      return [assembleBlock({ name, attributes: phase.attributes, runs, children: read(children) as never })];
    });
  return { blocks: read(film) as DocumentContent["blocks"] };
}

function phaseAt<P extends Phase>(phases: readonly P[], frame: number): P | undefined {
  return phases.find(({ from, until }) => from <= frame && (until === null || frame < until));
}

interface Life {
  readonly from: number;
  readonly until: number | null;
}

const isIn = ({ from, until }: Life, frame: number): boolean => from <= frame && (until === null || frame < until);

function overlap(a: Life, b: Life): Life | null {
  const from = Math.max(a.from, b.from);
  const until = a.until === null ? b.until : b.until === null ? a.until : Math.min(a.until, b.until);
  return until !== null && until <= from ? null : { from, until };
}

interface Format {
  readonly key: string;
  readonly value: unknown;
  readonly life: Life;
}

class Projector {
  private readonly document: VersionedDocument;
  private readonly seqs: readonly number[];
  private readonly authorOf: (seq: number) => number;
  private readonly proposed: ProposedLives;

  constructor(parts: {
    readonly document: VersionedDocument;
    readonly seqs: readonly number[];
    readonly authorOf: (seq: number) => number;
    readonly proposed: ProposedLives;
  }) {
    this.document = parts.document;
    this.seqs = parts.seqs;
    this.authorOf = parts.authorOf;
    this.proposed = parts.proposed;
  }

  blocks(parent: Y.XmlFragment, around: Life): FilmBlock[] {
    const blocks: FilmBlock[] = [];
    for (let item = parent._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentType) || !(item.content.type instanceof Y.XmlElement)) continue;
      const life = this.lifeOf(item.id, around);
      if (life !== null) blocks.push(this.block(item, item.content.type, life));
    }
    return blocks;
  }

  private block({ id }: Y.Item, element: Y.XmlElement, life: Life): FilmBlock {
    const name = element.nodeName;
    const stored = [...element._map].map(([key, newest]) => ({ key, values: this.valuesOf(newest, life) }));
    const lives = this.proposed.ofBlock(idOf(id));
    const cuts = [
      ...this.turnsOf({ ...idOf(id), length: 1 }),
      ...this.endsOfProposed(lives),
      ...stored.flatMap(({ values }) => values.flatMap(({ life: each }) => endsOf(each))),
    ];
    const phases = this.phases(life, cuts, (frame) => ({
      isPending: this.document.wasPending(id, this.seqs[frame] as number),
      ...this.proposedAt(lives, frame),
      attributes: knownAttributes(
        name,
        stored.flatMap(({ key, values }) => {
          const value = values.find((each) => isIn(each.life, frame));
          return value ? [[key, value.value] as const] : [];
        }),
      ),
    }));
    const isParagraph = name === "paragraph";
    return {
      name,
      phases,
      spans: isParagraph ? this.spans(element, life) : [],
      children: isParagraph ? [] : this.blocks(element, life),
    };
  }

  /** Every value that an attribute ever had in a frame, the last in Yjs's order first. */
  private valuesOf(newest: Y.Item, around: Life): { value: unknown; life: Life }[] {
    const values: { value: unknown; life: Life }[] = [];
    for (let item: Y.Item | null = newest; item !== null; item = item.left) {
      if (!(item.content instanceof Y.ContentAny)) continue;
      for (let at = item.content.arr.length - 1; at >= 0; at--) {
        const life = this.lifeOf({ client: item.id.client, clock: item.id.clock + at }, around);
        if (life !== null) values.push({ value: item.content.arr[at], life });
      }
    }
    return values;
  }

  private spans(element: Y.XmlElement, around: Life): FilmSpan[] {
    const spans: FilmSpan[] = [];
    for (let child = element._start; child !== null; child = child.right) {
      if (!(child.content instanceof Y.ContentType) || !(child.content.type instanceof Y.XmlText)) continue;
      const life = this.lifeOf(child.id, around);
      if (life !== null) this.textSpans(child.content.type, life, spans);
    }
    return spans;
  }

  private textSpans(text: Y.XmlText, around: Life, spans: FilmSpan[]): void {
    const formats: Format[] = [];
    for (let item = text._start; item !== null; item = item.right) {
      const { content, id } = item;
      if (content instanceof Y.ContentFormat) {
        const life = this.lifeOf(id, around);
        if (life !== null) formats.push({ key: content.key, value: content.value, life });
      } else if (content instanceof Y.ContentString) {
        for (const { range, life } of this.livesOf({ ...idOf(id), length: item.length }, around))
          for (const { range: part, lives } of this.proposed.ofText(range))
            for (const { range: fated, isMoved } of this.byFate(part, life))
              this.addSpans(
                spans,
                { part: fated, clock: id.clock, str: content.str, isMoved },
                this.textPhases(fated, life, formats, lives),
              );
      }
    }
  }

  /** A range in parts, in order, by whether they stand elsewhere once their life here ends. */
  private byFate(range: IdRange, { until }: Life): { range: IdRange; isMoved: boolean }[] {
    if (until === null) return [{ range, isMoved: false }];
    const { attribution, lineage } = this.document;
    const isThere = ({ client, clock }: Id): boolean => {
      const row = attribution.insertingRow(client, clock);
      return row !== undefined && this.frameOf(row) <= until;
    };
    const copied = lineage.copiesOf(range).filter(({ copy }) => isThere(copy));
    const moved = [
      ...copied.map(({ copy, source }) => ({ ...source, length: copy.length })),
      ...lineage.decidedAway(range),
    ];
    if (moved.length === 0) return [{ range, isMoved: false }];
    const stays = IdSet.of(moved).missing(range);
    const parts = stays.map((part) => ({ range: part, isMoved: false }));
    for (const part of IdSet.of(stays).missing(range)) parts.push({ range: part, isMoved: true });
    return parts.sort((a, b) => a.range.clock - b.range.clock);
  }

  /** Adds words of one look, in parts of one author. `clock` is that of the first unit of `str`. */
  private addSpans(
    spans: FilmSpan[],
    words: { readonly part: IdRange; readonly clock: number; readonly str: string; readonly isMoved: boolean },
    phases: readonly TextPhase[],
  ): void {
    const { attribution, lineage } = this.document;
    const { part, clock, str, isMoved } = words;
    // Whose words count as somebody else's from a row on are told as theirs until then.
    const turns = lineage.writerTurns(part);
    for (const [index, from] of [0, ...turns].entries()) {
      const until = turns[index];
      const shown = until === undefined && from === 0 ? phases : this.clipped(phases, from, until);
      if (shown.length === 0) continue;
      for (const { copy, source } of lineage.writtenBy(part, until === undefined ? Infinity : until - 1))
        for (const written of attribution.insertedBy({ ...source, length: copy.length })) {
          const at = copy.clock + written.clock - source.clock - clock;
          const text = str.slice(at, at + written.length);
          addSpan(spans, { text, author: this.authorOf(written.seq), isMoved, phases: shown });
        }
    }
  }

  /** The parts of phases from one row on, before another. */
  private clipped(phases: readonly TextPhase[], fromSeq: number, untilSeq: number | undefined): TextPhase[] {
    const around = { from: this.frameOf(fromSeq), until: untilSeq === undefined ? null : this.frameOf(untilSeq) };
    return phases.flatMap((phase) => {
      const life = overlap(phase, around);
      return life === null ? [] : [{ ...phase, ...life }];
    });
  }

  private textPhases(
    range: IdRange,
    life: Life,
    formats: readonly Format[],
    lives: readonly ProposedLife[],
  ): TextPhase[] {
    const cuts = [
      ...this.turnsOf(range),
      ...this.endsOfProposed(lives),
      ...formats.flatMap((each) => endsOf(each.life)),
    ];
    return this.phases(life, cuts, (frame) => {
      const values: Record<string, unknown> = {};
      for (const { key, value, life: each } of formats) if (isIn(each, frame)) values[key] = value;
      return {
        isPending: this.document.wasPending(range, this.seqs[frame] as number),
        ...this.proposedAt(lives, frame),
        marks: formats.length === 0 ? undefined : readMarks(values),
      };
    });
  }

  private endsOfProposed(lives: readonly ProposedLife[]): number[] {
    return lives.flatMap(({ fromSeq, untilSeq }) =>
      untilSeq === null ? [this.frameOf(fromSeq)] : [this.frameOf(fromSeq), this.frameOf(untilSeq)],
    );
  }

  private proposedAt(lives: readonly ProposedLife[], frame: number): { proposed: string[]; alternatives: string[] } {
    const seq = this.seqs[frame] as number;
    const standing = lives.filter(({ fromSeq, untilSeq }) => fromSeq <= seq && (untilSeq === null || seq < untilSeq));
    const once = (names: readonly (string | null | undefined)[]): string[] =>
      [...new Set(names.filter((name) => typeof name === "string"))].sort();
    return {
      proposed: once(standing.map(({ what }) => what)),
      alternatives: once(standing.map(({ alternative }) => alternative)),
    };
  }

  /** A life in parts that look alike throughout. */
  private phases<Look>(life: Life, cuts: readonly number[], lookAt: (frame: number) => Look): (Life & Look)[] {
    const within = cuts.filter((frame) => frame > life.from && isIn(life, frame));
    if (within.length === 0) return [{ ...lookAt(life.from), ...life }];
    const starts = [...new Set([life.from, ...within])];
    const phases: (Life & Look)[] = [];
    let before = "";
    for (const from of starts.sort((a, b) => a - b)) {
      const look = lookAt(from);
      const face = JSON.stringify(look);
      const last = phases.at(-1);
      if (last && face === before) continue;
      if (last) phases[phases.length - 1] = { ...last, until: from };
      phases.push({ ...look, from, until: life.until });
      before = face;
    }
    return phases;
  }

  /** The frames at which an id of a range became pending or agreed. All of them have one standing throughout. */
  private turnsOf(range: IdRange): number[] {
    return this.document.standings(range).flatMap(({ turns }) => turns.map((seq) => this.frameOf(seq)));
  }

  /** A range in parts with one life and one standing each; what no frame shows is left out. */
  private livesOf(range: IdRange, around: Life): { range: IdRange; life: Life }[] {
    const { attribution } = this.document;
    const lives: { range: IdRange; life: Life }[] = [];
    for (const { seq, ...inserted } of attribution.insertedBy(range)) {
      const from = this.frameOf(seq);
      let { clock } = inserted;
      const add = (until: number, gone: number | null): void => {
        const life = clock < until ? overlap({ from, until: gone }, around) : null;
        const part = { client: range.client, clock, length: until - clock };
        clock = until;
        if (life === null || life.from >= this.seqs.length) return;
        for (const standing of this.document.standings(part)) lives.push({ range: standing.range, life });
      };
      for (const gone of attribution.goneSince(inserted)) {
        add(gone.clock, null);
        add(gone.clock + gone.length, this.goneAt(gone.seq));
      }
      add(inserted.clock + inserted.length, null);
    }
    return lives;
  }

  private lifeOf({ client, clock }: Id, around: Life): Life | null {
    const { attribution } = this.document;
    const inserted = attribution.insertingRow(client, clock);
    if (inserted === undefined) return null;
    const from = this.frameOf(inserted);
    const gone = attribution.goneSinceRow(client, clock);
    const life = overlap({ from, until: gone === undefined ? null : this.goneAt(gone) }, around);
    return life === null || life.from >= this.seqs.length ? null : life;
  }

  private goneAt(seq: number): number | null {
    const frame = this.frameOf(seq);
    return frame >= this.seqs.length ? null : frame;
  }

  /** The first frame that has a row in it. */
  private frameOf(seq: number): number {
    let low = 0;
    let high = this.seqs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.seqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const idOf = ({ client, clock }: Id): Id => ({ client, clock });
const endsOf = ({ from, until }: Life): number[] => (until === null ? [from] : [from, until]);
