/**
 * What ever stood in an element that is gone, in its order: the characters of a text, or the elements of another one, each with the rows
 * with which it came and went.
 *
 * Duty: where in it something stood at one moment. The moments are those before a row that took anything of it away.
 */
import * as Y from "yjs";
import type { Attribution } from "../attribution.ts";
import type { Id } from "../ids/id-range.ts";
import type { Effort } from "./effort.ts";
import type { Stretch } from "./stretches.ts";
import { TextPool } from "./text-pool.ts";

/** More is not read: what is undone is a few paragraphs. */
const MAX_LENGTH = 50_000;
/** How many moments are looked at, the last one first. */
const MAX_MOMENTS = 2_000;
/** Elements of each kind are a character of their own here. */
const FIRST_SYMBOL = 0xe000;
const kinds = new Map<string, string>();

/** Behind one place and before another; both are none of what is there when they are beyond the ends. */
interface Gap {
  readonly after: number;
  readonly before: number;
}

type Rows = Pick<Attribution, "goneSince" | "insertedBy">;

export class OldContent {
  /** The characters, or a character for each element. */
  private text = "";
  private readonly items: Y.Item[] = [];
  private readonly clocks: number[] = [];
  private readonly came: number[] = [];
  private readonly went: number[] = [];
  private readonly starts = new Map<Y.Item, number>();

  /** Reads an element that is gone; `null` for one that holds too much. */
  static read(type: Y.AbstractType<unknown>, ofElements: boolean, rows: Rows, effort: Effort): OldContent | null {
    const old = new OldContent();
    for (let item = type._start; item !== null; item = item.right) {
      const isUnit = ofElements ? item.content instanceof Y.ContentType : item.content instanceof Y.ContentString;
      if (!isUnit || !item.deleted) continue;
      if (old.length + item.length > MAX_LENGTH || !effort.takePairs(item.length)) return null;
      old.add(item, rows);
    }
    return old;
  }

  /** A character that stands for the kind of an element. */
  static symbolOf({ content }: Y.Item): string {
    const type: unknown = content instanceof Y.ContentType ? content.type : null;
    const kind = type instanceof Y.XmlElement ? type.nodeName : type instanceof Y.XmlText ? "#text" : "#other";
    let symbol = kinds.get(kind);
    if (symbol === undefined) kinds.set(kind, (symbol = String.fromCharCode(FIRST_SYMBOL + kinds.size)));
    return symbol;
  }

  get length(): number {
    return this.items.length;
  }

  private add(item: Y.Item, rows: Rows): void {
    const start = this.length;
    const range = { client: item.id.client, clock: item.id.clock, length: item.length };
    this.starts.set(item, start);
    this.text += item.content instanceof Y.ContentString ? item.content.str : OldContent.symbolOf(item);
    for (let at = 0; at < item.length; at++) {
      this.items.push(item);
      this.clocks.push(item.id.clock + at);
      this.came.push(0);
      this.went.push(0);
    }
    const note = (into: number[], parts: readonly { clock: number; length: number; seq: number }[]): void => {
      for (const { clock, length, seq } of parts)
        into.fill(seq, start + clock - item.id.clock, start + clock - item.id.clock + length);
    };
    note(this.came, rows.insertedBy(range));
    note(this.went, rows.goneSince(range));
  }

  itemAt(place: number): Y.Item | null {
    return this.items[place] ?? null;
  }

  idAt(place: number): Id {
    return { client: this.items[place]?.id.client ?? 0, clock: this.clocks[place] ?? 0 };
  }

  /** Where an id of an item stood; `undefined` for one that did not stand here. */
  placeOf(item: Y.Item, { clock }: Id): number | undefined {
    const start = this.starts.get(item);
    return start === undefined ? undefined : start + clock - item.id.clock;
  }

  /**
   * Where in a gap something stood at one moment, the last such moment: all that was in the gap then; else what stood directly beside one
   * of its ends; else, where that may be, anywhere in it. `null` when it never did.
   */
  placesOf(wanted: string, gap: Gap, anywhere: boolean, effort: Effort): readonly number[] | null {
    const moments = this.momentsIn(gap);
    for (const { seq, count } of moments) {
      if (count !== wanted.length) continue;
      const places = this.placesAt(seq, gap, effort);
      if (places && this.textOf(places) === wanted) return places;
    }
    for (const { seq, count } of moments) {
      if (count <= wanted.length) continue;
      const places = this.placesAt(seq, gap, effort);
      const at = places && this.offsetIn(places, wanted, { ...gap, seq }, anywhere);
      if (places && typeof at === "number") return places.slice(at, at + wanted.length);
    }
    return null;
  }

  private offsetIn(
    places: readonly number[],
    wanted: string,
    moment: Gap & { readonly seq: number },
    anywhere: boolean,
  ): number | null {
    const text = this.textOf(places);
    if (this.stoodAt(moment.after, moment.seq) && text.startsWith(wanted)) return 0;
    if (this.stoodAt(moment.before, moment.seq) && text.endsWith(wanted)) return text.length - wanted.length;
    const at = anywhere ? text.indexOf(wanted) : -1;
    return at < 0 ? null : at;
  }

  /** Parts of a text from so many characters on that stood side by side in a gap, in the same order. */
  partsOf(
    text: string,
    { from, until }: { readonly from: number; readonly until: number },
    gap: Gap,
    least: number,
    effort: Effort,
  ): { readonly copyAt: number; readonly places: readonly number[] }[] {
    const places = Array.from({ length: gap.before - gap.after - 1 }, (_each, index) => gap.after + 1 + index);
    const pool = new TextPool({ gram: least, stride: 1 });
    const old: Stretch = { text: this.textOf(places), pieces: [], holder: new Y.XmlText() };
    pool.add(old);
    let end = 0;
    return pool.match(text, from, until, false, effort).flatMap(({ copyAt, sourceAt, length }) => {
      if (sourceAt < end) return [];
      end = sourceAt + length;
      return [{ copyAt, places: places.slice(sourceAt, end) }];
    });
  }

  private textOf(places: readonly number[]): string {
    return places.map((place) => this.text[place] ?? "").join("");
  }

  private stoodAt(place: number, seq: number): boolean {
    const [came, went] = [this.came[place], this.went[place]];
    return came !== undefined && went !== undefined && came < seq && went >= seq;
  }

  /** The moments before the rows that took something in a gap away, the last one first, and how much stood there then. */
  private momentsIn({ after, before }: Gap): { readonly seq: number; readonly count: number }[] {
    const went = this.went.slice(after + 1, before).sort((a, b) => b - a);
    const came = this.came.slice(after + 1, before).sort((a, b) => b - a);
    const moments: { seq: number; count: number }[] = [];
    let later = 0;
    for (let at = 0; at < went.length && moments.length < MAX_MOMENTS; at++) {
      const seq = went[at] as number;
      if (went[at + 1] === seq) continue;
      while (later < came.length && (came[later] as number) >= seq) later++;
      moments.push({ seq, count: at + 1 - later });
    }
    return moments;
  }

  private placesAt(seq: number, { after, before }: Gap, effort: Effort): readonly number[] | null {
    if (!effort.takePairs(before - after)) return null;
    const places: number[] = [];
    for (let place = after + 1; place < before; place++) if (this.stoodAt(place, seq)) places.push(place);
    return places;
  }
}
