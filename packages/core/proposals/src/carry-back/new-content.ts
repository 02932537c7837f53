/** What is new in a copy, written into the document: words, paragraphs and other blocks. */
import { type Attributes, type Marks, blockElement } from "@parley/document";
import type { Id } from "@parley/history";
import * as Y from "yjs";
import { idOf } from "../draft.ts";
import { PARAGRAPH_BREAK } from "../paragraph-break.ts";
import { charactersSince, livingRanges, nextClock, textsOf } from "../text-surgery.ts";
import { type Carrying, MENTION, type MovedUnit, eachId } from "./carrying.ts";
import { type FirstBlock, type FirstUnit, type NowBlock, type NowUnit, nowText } from "./copy-tree.ts";
import type { Line } from "./match-copy.ts";
import { type TextPlace, paragraphOf } from "./standing.ts";

/** Words that are written in one go. */
interface Run {
  text: string;
  readonly marks: Marks;
  readonly units: (NowUnit | null)[];
}

/** Behind what something stands: a block that is there, or else the beginning of what is around it; `null` where that is gone. */
interface BlockPlace {
  readonly container: Y.XmlFragment | null;
  readonly last: Y.XmlElement | null;
}

/** Words that were moved, for each paragraph into which they came, and paragraphs that were, as a whole. */
export interface Moves {
  readonly moved: readonly (readonly MovedUnit[])[];
  readonly movedBlocks: ReadonlyMap<FirstBlock, { readonly group: string; readonly to: Id }>;
}

export class NewContent implements Moves {
  readonly moved: (readonly MovedUnit[])[] = [];
  readonly movedBlocks = new Map<FirstBlock, { readonly group: string; readonly to: Id }>();
  private readonly carrying: Carrying;
  private readonly lines: ReadonlyMap<NowBlock, Line>;

  constructor(carrying: Carrying, lines: ReadonlyMap<NowBlock, Line>) {
    this.carrying = carrying;
    this.lines = lines;
  }

  write(now: readonly NowBlock[]): Moves {
    this.blocks(now, this.carrying.draft.fragment);
    return this;
  }

  /** Blocks of the copy in a container that stands, one behind the other. */
  private blocks(blocks: readonly NowBlock[], container: Y.XmlFragment | null): void {
    let last: Y.XmlElement | null = null;
    const parts = new Set<NowBlock>();
    for (const block of blocks) {
      if (parts.has(block)) continue;
      const line = this.lines.get(block);
      if (line) {
        for (const part of line.parts) parts.add(part);
        last = this.line(line, { container, last }) ?? last;
      } else if (block.first) {
        const element = this.carrying.standing.block(block.first.source);
        this.blocks(block.children, element);
        last = element ?? last;
      } else last = this.newBlock(block, { container, last }) ?? last;
    }
  }

  /** Writes what is new in a line; answers the last block in which something of it stands. */
  private line({ heads, parts }: Line, at: BlockPlace): Y.XmlElement | null {
    const kept = parts.flatMap(({ units }) => units.filter(({ isKept }) => isKept));
    const head = heads[0] as FirstBlock;
    let place: TextPlace | null = null;
    let gone: readonly FirstUnit[] = goneFrom(head, 0);
    let runs: Run[] = [];
    let end: Y.XmlElement | null = null;
    const flush = (): void => {
      if (runs.length === 0) return;
      const start: TextPlace | null = place ?? this.beginningOf(head, kept);
      if (start) place = this.insert(this.behind(start, gone), runs);
      else end = this.newParagraph(runs, { ...at, last: end ?? at.last }) ?? end;
      runs = [];
    };
    for (const [index, part] of parts.entries()) {
      if (index > 0) addRun(runs, PARAGRAPH_BREAK, {}, null);
      for (const unit of part.units) {
        const { first, isKept } = unit;
        if (isKept && first && this.carrying.standing.characters(first.source).length > 0) {
          flush();
          place = this.carrying.standing.placeAt(first.source, "behind");
          gone = goneFrom(first.paragraph, first.paragraph.units.indexOf(first) + 1);
        } else if (!isKept && this.comes(unit)) addRun(runs, unit.text, withoutMention(unit.marks), unit);
      }
    }
    flush();
    const standing = heads.toReversed().flatMap((each) => this.lastOf(each) ?? []);
    return end ?? standing[0] ?? null;
  }

  /** The block in which the last of a paragraph's words stands, or the paragraph itself. */
  private lastOf(first: FirstBlock): Y.XmlElement | null {
    const element = this.carrying.standing.block(first.source);
    for (const { source } of first.units.toReversed()) {
      const place = this.carrying.standing.placeAt(source, "behind");
      const paragraph = place && paragraphOf(place.text);
      if (paragraph) return element === null || paragraph.parent === element.parent ? paragraph : element;
    }
    return element;
  }

  /** Where words stand that come before all that is kept of a paragraph. */
  private beginningOf(head: FirstBlock, kept: readonly NowUnit[]): TextPlace | null {
    const element = this.carrying.standing.block(head.source);
    if (element) {
      const text = textsOf(element)[0] ?? new Y.XmlText();
      if (!text.parent) element.insert(0, [text]);
      return { text, offset: 0 };
    }
    for (const { first } of kept) {
      const before = this.carrying.standing.placeAt(first?.source ?? null, "before");
      if (before) return before;
    }
    for (const { source } of head.units.toReversed()) {
      const behind = this.carrying.standing.placeAt(source, "behind");
      if (behind) return behind;
    }
    return null;
  }

  /** A place, behind the words that go there: what comes instead of them stands where they do. */
  private behind(place: TextPlace, gone: readonly FirstUnit[]): TextPlace {
    const places = gone.flatMap(({ source }) => this.carrying.standing.placeAt(source, "behind") ?? []);
    return this.behindReplacement(
      places.findLast(({ text, offset }) => text === place.text && offset > place.offset) ?? place,
    );
  }

  /** Where somebody proposes other words for the word before, behind those: what they propose is not parted. */
  private behindReplacement({ text, offset }: TextPlace): TextPlace {
    const { pending } = this.carrying.draft.document;
    let [at, isReplaced] = [offset, false];
    for (const { range, offset: start } of livingRanges(text, null)) {
      for (const { client, clock } of eachId(range)) {
        const behind = start + clock - range.clock + 1;
        if (behind === offset) isReplaced = this.carrying.struckByOthers.has(client, clock);
        else if (behind === at + 1 && isReplaced && pending.get(client, clock) !== undefined) at = behind;
      }
    }
    return { text, offset: at };
  }

  /** Whether a word that is not kept comes: it is new, or was moved and stands. What has gone meanwhile was agreed to go. */
  private comes({ first }: NowUnit): boolean {
    return first === null || first.isKept || this.carrying.standing.characters(first.source).length > 0;
  }

  /** Writes words; answers the place behind them. */
  private insert({ text, offset }: TextPlace, runs: readonly Run[]): TextPlace {
    let at = offset;
    const moved: MovedUnit[] = [];
    for (const run of runs) {
      const start = nextClock(this.carrying.draft.ydoc);
      // Yjs writes into the attributes that it is given.
      text.insert(at, run.text, { ...run.marks });
      at += run.text.length;
      this.noteMoved(run.units, charactersSince(this.carrying.draft.ydoc, start).flatMap(eachId), moved);
    }
    if (moved.length > 0) this.moved.push(moved);
    this.carrying.places++;
    return { text, offset: at };
  }

  private noteMoved(units: readonly (NowUnit | null)[], ids: readonly Id[], moved: MovedUnit[]): void {
    for (const [index, unit] of units.entries()) {
      const to = ids[index];
      if (unit?.first && !unit.first.isKept && to) moved.push({ first: unit.first, to });
    }
  }

  /** A paragraph for words whose own is gone. */
  private newParagraph(runs: readonly Run[], at: BlockPlace): Y.XmlElement | null {
    const text = runs.map((run) => run.text).join("");
    this.carrying.unplaced.push({ outcome: "nearest", what: "words", text: text.replaceAll(PARAGRAPH_BREAK, "\n") });
    const parted = [[] as { text: string; marks: Marks }[]];
    for (const { text: words, marks } of runs)
      for (const [index, piece] of words.split(PARAGRAPH_BREAK).entries()) {
        if (index > 0) parted.push([]);
        if (piece !== "") parted.at(-1)?.push({ text: piece, marks });
      }
    const made = parted.map((each) => blockElement({ type: "paragraph", runs: each }));
    this.put(made, at);
    return made.at(-1) ?? null;
  }

  /** Puts elements behind one, or at the beginning of what is around; answers whether its own place was there. */
  private put(made: Y.XmlElement[], { container, last }: BlockPlace): boolean {
    const parent = last?.parent instanceof Y.XmlFragment ? last.parent : container;
    const holder = parent ?? this.carrying.draft.fragment;
    const index =
      last && parent ? parent.toArray().indexOf(last) + 1 : parent ? 0 : this.carrying.draft.fragment.length;
    holder.insert(index, made);
    this.carrying.places++;
    return parent !== null;
  }

  private newBlock(given: NowBlock, at: BlockPlace): Y.XmlElement | null {
    const block = this.coming(given);
    if (block === null) return null;
    const isPart = block.name === "tableRow" || block.name === "tableCell" || block.name === "tableHeader";
    const element = elementOf(block);
    if (isPart && at.container === null) {
      // A row of a table that is gone: its words are kept, as paragraphs.
      const text = nowText(block);
      this.carrying.unplaced.push({ outcome: "nearest", what: "block", text });
      const lines = text.split("\n").map((line) => blockElement({ type: "paragraph", runs: [{ text: line }] }));
      this.put(lines, { container: null, last: null });
      return null;
    }
    if (!this.put([element], at))
      this.carrying.unplaced.push({ outcome: "nearest", what: "block", text: nowText(block) });
    this.noteMovedInto(block, element);
    return element;
  }

  /** A block of the copy with what comes of it; `null` where nothing does of what was all moved. */
  private coming(block: NowBlock): NowBlock | null {
    const units = block.units.filter((unit) => this.comes(unit));
    const children = block.children.flatMap((child) => this.coming(child) ?? []);
    if (units.length === 0 && block.units.length > 0) return null;
    const { imageId, ...attributes } = block.attributes;
    if (typeof imageId !== "string") return { ...block, units, children };
    const kept = this.carrying.pictureId(imageId);
    if (kept !== null) return { ...block, attributes: { ...attributes, imageId: kept } };
    this.carrying.unplaced.push({ outcome: "left", what: "picture", text: String(attributes["alt"] ?? "") });
    return null;
  }

  /** Notes which words of a new block were elsewhere before. */
  private noteMovedInto(block: NowBlock, element: Y.XmlElement): void {
    if (block.name === "paragraph") {
      const ids = textsOf(element).flatMap((text) => livingRanges(text, null).flatMap(({ range }) => eachId(range)));
      const moved: MovedUnit[] = [];
      this.noteMoved(block.units, ids, moved);
      if (moved.length === 0) return;
      this.moved.push(moved);
      const whole = moved[0]?.first.paragraph;
      const isWhole = whole && whole.now === null && whole.joinedTo === null && moved.length === whole.units.length;
      if (whole && isWhole && moved.every(({ first }) => first.paragraph === whole))
        this.movedBlocks.set(whole, { group: this.carrying.newName(), to: idOf(element) });
      return;
    }
    const children = element.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);
    for (const [index, child] of block.children.entries()) this.noteMovedInto(child, children[index] as Y.XmlElement);
  }
}

/** The words of a paragraph that went, from one of them on up to the next that stays. */
function goneFrom({ units }: FirstBlock, from: number): readonly FirstUnit[] {
  const next = units.findIndex(({ isKept }, index) => index >= from && isKept);
  return units.slice(from, next < 0 ? units.length : next);
}

function addRun(runs: Run[], text: string, marks: Marks, unit: NowUnit | null): void {
  const last = runs.at(-1);
  if (last && JSON.stringify(last.marks) === JSON.stringify(marks)) {
    last.text += text;
    last.units.push(...Array.from(text, () => unit));
  } else runs.push({ text, marks, units: [unit] });
}

function runsOf(units: readonly NowUnit[]): Run[] {
  const runs: Run[] = [];
  for (const unit of units) addRun(runs, unit.text, withoutMention(unit.marks), unit);
  return runs;
}

function withoutMention({ [MENTION]: _called, ...marks }: Marks): Marks {
  return marks;
}

function elementOf(block: NowBlock): Y.XmlElement {
  if (block.name === "paragraph")
    return blockElement({ type: "paragraph", attributes: block.attributes, runs: runsOf(block.units) });
  const element = new Y.XmlElement(block.name);
  // The library's type says strings; it stores any JSON value.
  for (const [name, value] of Object.entries(withDefaults(block))) element.setAttribute(name, value as string);
  if (block.children.length > 0) element.insert(0, block.children.map(elementOf));
  return element;
}

/** Cells say how far they go, as editors write them. */
function withDefaults({ name, attributes }: NowBlock): Attributes {
  const isCell = name === "tableCell" || name === "tableHeader";
  return isCell ? { colspan: 1, rowspan: 1, ...attributes } : attributes;
}
