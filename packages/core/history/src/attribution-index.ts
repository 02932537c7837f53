/**
 * Who wrote what, as a page keeps it beside its copy of the document: fed with news, asked for the text in reading order.
 *
 * Invariants:
 * - [NW3] It reads from a copy that has collected what was deleted the same spans that the server reads from the whole document.
 * - What the page has and no news has told of yet is left out: it is on its way.
 */
import { documentFragment } from "@parley/document";
import * as Y from "yjs";
import type { AttributionNews, ToldPlace, ToldRange, ToldWords } from "./attribution-news.ts";
import { IdMap, type ValueKind, rowNumber } from "./ids/id-map.ts";
import type { IdRange } from "./ids/id-range.ts";
import { IdSet } from "./ids/id-set.ts";
import { type GoneWith, type TextSpan, keepWithin, pushSpan } from "./reading.ts";

type Story = Pick<ToldRange, "insertedSeq" | "movedSeq" | "origin">;

const story: ValueKind<Story> = {
  advance: (value) => value,
  equal: (a, b) => a.insertedSeq === b.insertedSeq && a.movedSeq === b.movedSeq && a.origin === b.origin,
  width: 0,
  toNumbers: () => [],
  fromNumbers: () => {
    throw new Error("it is never written");
  },
};

/** Words that are gone, from one of their characters on. */
interface GoneAt {
  readonly words: ToldWords;
  readonly offset: number;
}

const goneAt: ValueKind<GoneAt> = {
  advance: ({ words, offset }, by) => ({ words, offset: offset + by }),
  equal: (a, b) => a.words === b.words && a.offset === b.offset,
  width: 0,
  toNumbers: () => [],
  fromNumbers: () => {
    throw new Error("it is never written");
  },
};

export class AttributionIndex {
  #standing = new IdMap(story);
  #gone = new IdMap(goneAt);
  /** What went with a block, by the block's id. */
  #goneWith = new Map<string, Omit<ToldPlace, "block">>();
  #moved = new IdSet();
  /** From which row on ids are gone that another one is credited with deleting. */
  #carriedOut = new IdMap(rowNumber);

  /** Forgets everything. */
  clear(): void {
    this.#standing = new IdMap(story);
    this.#gone = new IdMap(goneAt);
    this.#goneWith = new Map();
    this.#moved = new IdSet();
    this.#carriedOut = new IdMap(rowNumber);
  }

  take({ standing, gone, moved, carriedOut = [] }: AttributionNews): void {
    for (const range of standing) {
      const { insertedSeq, movedSeq, origin } = range;
      this.#standing.set(range, { insertedSeq, movedSeq, origin });
    }
    for (const place of gone) this.#note(place);
    for (const range of moved) this.#moved.add(range);
    for (const { seq, ...range } of carriedOut) this.#carriedOut.set(range, seq);
  }

  #note({ block, depth, words }: ToldPlace): void {
    if (block !== null) this.#goneWith.set(`${block.client} ${block.clock}`, { depth, words });
    else
      for (const each of words)
        this.#gone.set(
          { client: each.client, clock: each.clock, length: each.text.length },
          { words: each, offset: 0 },
        );
  }

  /** The text as spans in reading order, with what is gone in its place. */
  readSpans(ydoc: Y.Doc): TextSpan[] {
    const spans: TextSpan[] = [];
    let block = 0;
    const visit = (parent: { readonly _start: Y.Item | null }): void => {
      for (let item = parent._start; item !== null; item = item.right) {
        if (item.deleted) this.#pushGone(spans, item, block);
        else if (item.content instanceof Y.ContentString) this.#pushStanding(spans, item, item.content.str, block);
        else if (item.content instanceof Y.ContentType) {
          const child: unknown = item.content.type;
          const first = block;
          visit(item.content.type);
          if (block > first) keepWithin(spans, block);
          if (child instanceof Y.XmlElement && child.nodeName === "paragraph") block++;
        }
      }
    };
    visit(documentFragment(ydoc));
    return spans;
  }

  #pushStanding(spans: TextSpan[], { id, length }: Y.Item, text: string, block: number): void {
    for (const part of this.#standing.slice({ client: id.client, clock: id.clock, length })) {
      const from = part.clock - id.clock;
      pushSpan(spans, {
        text: text.slice(from, from + part.length),
        ...part.value,
        deletedSeq: null,
        goneSeq: null,
        waited: false,
        id: { client: id.client, clock: part.clock },
        block,
        goneWith: null,
      });
    }
  }

  #pushGone(spans: TextSpan[], { id: { client, clock }, length }: Y.Item, block: number): void {
    for (const { value, ...part } of this.#gone.slice({ client, clock, length }))
      this.#pushWords(
        spans,
        { ...value.words, ...part, text: value.words.text.slice(value.offset, value.offset + part.length) },
        block,
        null,
      );
    if (this.#goneWith.size === 0) return;
    // Yjs joins deleted neighbours, so one item may stand for several blocks.
    for (let at = clock; at < clock + length; at++) {
      const gone = this.#goneWith.get(`${client} ${at}`);
      for (const words of gone?.words ?? [])
        this.#pushWords(
          spans,
          words,
          block,
          words.path && { at: { client, clock: at }, depth: gone?.depth ?? 0, path: words.path, behind: false },
        );
    }
  }

  #pushWords(
    spans: TextSpan[],
    { client, clock, text, insertedSeq, movedSeq, deletedSeq, waited, origin }: ToldWords,
    block: number,
    goneWith: GoneWith | null,
  ): void {
    const facts = { insertedSeq, movedSeq, deletedSeq, waited, origin, block, goneWith };
    for (const range of this.#moved.missing({ client, clock, length: text.length }))
      for (const { goneSeq, ...part } of this.#byGoneRow(range, deletedSeq)) {
        const from = part.clock - clock;
        const id = { client, clock: part.clock };
        pushSpan(spans, { ...facts, text: text.slice(from, from + part.length), goneSeq, id });
      }
  }

  /** Ids that a row is credited with deleting, by the row from which on they are gone. */
  #byGoneRow(range: IdRange, deletedSeq: number): (IdRange & { readonly goneSeq: number })[] {
    const carried = this.#carriedOut.slice(range).map(({ value, ...part }) => ({ ...part, goneSeq: value }));
    const others = this.#carriedOut.missing(range).map((part) => ({ ...part, goneSeq: deletedSeq }));
    return [...carried, ...others].sort((a, b) => a.clock - b.clock);
  }
}
