/**
 * The paragraph in which an input method is composing.
 *
 * Replacing the text under a running composition makes the browser lose or double characters. So while one runs, its
 * paragraph is neither written (others would read half-typed pinyin, and it would stay in the log) nor re-shown; what
 * others change in it meanwhile is followed here, and at the end both are put together.
 */
import { must } from "@parley/base";
import { type Node, Fragment, Slice } from "@tiptap/pm/model";
import * as Y from "yjs";
import { elementAt, startOf } from "./positions.ts";
import { textPieces } from "./read-content.ts";
import type { ShownSelection } from "./kept-caret.ts";
import { selectedIn, writtenOver } from "./replaced-words.ts";
import { textDifference } from "./text-difference.ts";
import { type Formatting, formattingOf, replaceText } from "./write-text.ts";

/** One UTF-16 unit of the shared paragraph: its index in the base text, or what came since. */
type Unit = number | "remote" | { readonly local: true };

/** A paragraph whose shown form and shared form go apart for the length of a composition. */
export interface HeldParagraph {
  readonly element: Y.XmlElement;
  /** The paragraph as it was shown and shared when it was taken. */
  readonly base: Node;
  /** What was selected then. */
  readonly selected: ShownSelection | null;
  /** Units of the shared text, or `null` while nobody else has touched it. */
  units: Unit[] | null;
}

/** The paragraph within which alone a document differs from what is shown; `null` when more differs, "none" when nothing does. */
export function editedParagraph(fragment: Y.XmlFragment, shown: Node, doc: Node): Y.XmlElement | "none" | null {
  const start = shown.content.findDiffStart(doc.content);
  const end = shown.content.findDiffEnd(doc.content);
  if (start === null || end === null) return "none";
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const [$from, $to] = [shown.resolve(start), shown.resolve(end.a + overlap)];
  const [$newFrom, $newTo] = [doc.resolve(start), doc.resolve(end.b + overlap)];
  const isWithinOne = $from.sameParent($to) && $newFrom.sameParent($newTo);
  if (!isWithinOne || !$from.parent.isTextblock || !$newFrom.parent.isTextblock) return null;
  if (!$from.parent.hasMarkup($newFrom.parent.type, $newFrom.parent.attrs)) return null;
  const element = elementAt(shown, fragment, start);
  return element instanceof Y.XmlElement ? element : null;
}

/** How a paragraph's text is changed where it is shared: directly, or as a proposal. */
export interface TextWriter {
  /** Takes a unit away. Returns whether it is gone. */
  remove(element: Y.XmlElement, at: number): boolean;
  insert(element: Y.XmlElement, at: number, text: string, formatting: Formatting): void;
}

export const directWriter: TextWriter = {
  remove(element, at) {
    replaceText(element, at, at + 1, []);
    return true;
  },
  insert: (element, at, text, formatting) => replaceText(element, at, at, [{ text, formatting }]),
};

/** Takes a paragraph that is shown as `base`. */
export function holdParagraph(element: Y.XmlElement, base: Node, selected: ShownSelection | null): HeldParagraph {
  return { element, base, selected, units: null };
}

/** A document with the held paragraph as it was when it was taken: what was composed since is not yet shared. */
export function withBase(doc: Node, fragment: Y.XmlFragment, { element, base }: HeldParagraph): Node {
  const start = startOf(doc, fragment, element);
  if (start === null) return doc;
  const before = start - 1;
  return doc.replace(before, before + doc.resolve(start).parent.nodeSize, new Slice(Fragment.from(base), 0, 0));
}

/** Follows other people's changes. Returns whether the events touched the held paragraph at all. */
export function followRemote(held: HeldParagraph, events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): boolean {
  let touched = false;
  for (const event of events) {
    const target: unknown = event.target;
    if (target instanceof Y.XmlText && target.parent === held.element) {
      touched = true;
      held.units ??= baseUnits(held);
      let index = pieceStart(held.element, target);
      for (const part of event.delta) {
        if (part.retain !== undefined) index += part.retain;
        else if (part.delete !== undefined) held.units.splice(index, part.delete);
        else if (typeof part.insert === "string") {
          const added: Unit[] = Array.from({ length: part.insert.length }, () => "remote");
          held.units.splice(index, 0, ...added);
          index += part.insert.length;
        }
      }
    }
  }
  if (events.some((event) => (event.target as unknown) === held.element)) {
    touched = true;
    held.units ??= baseUnits(held);
    // A piece came or went, of which the text's own events tell nothing: the lengths must agree again.
    resize(held.units, sharedLength(held.element));
  }
  return touched;
}

function baseUnits(held: HeldParagraph): Unit[] {
  return Array.from({ length: held.base.textContent.length }, (_each, index) => index);
}

function sharedLength(element: Y.XmlElement): number {
  return textPieces(element).reduce((length, piece) => length + piece.length, 0);
}

function pieceStart(element: Y.XmlElement, target: Y.XmlText): number {
  let start = 0;
  for (const piece of textPieces(element)) {
    if (piece === target) return start;
    start += piece.length;
  }
  return start;
}

function resize(units: Unit[], length: number): void {
  if (units.length > length) units.length = length;
  while (units.length < length) units.push("remote");
}

/**
 * Writes what was composed into the shared paragraph, beside what others wrote there meanwhile.
 * Call it in a transaction. `local` is the paragraph as shown, `caret` the offset of the caret in it.
 * Returns the caret's offset in the shared text.
 */
export function writeHeld(held: HeldParagraph, local: Node, caret: number, writer: TextWriter): number {
  const units = must(held.units, "only a paragraph that others touched is merged");
  const [before, after] = [held.base.textContent, local.textContent];
  const replacements =
    writtenOver(before, after, caret, selectedIn(held.base, held.selected)) ?? textDifference(before, after, caret);
  const localUnits: Unit[] = before.split("").map((_unit, index) => index);
  for (const replacement of replacements.toReversed()) {
    const inserted: Unit[] = Array.from({ length: replacement.insert.length }, () => ({ local: true }));
    localUnits.splice(replacement.from, replacement.to - replacement.from, ...inserted);
    for (let index = units.length - 1; index >= 0; index--) {
      const unit = units[index];
      if (typeof unit === "number" && unit >= replacement.from && unit < replacement.to) {
        if (writer.remove(held.element, index)) units.splice(index, 1);
      }
    }
    if (replacement.insert === "") continue;
    const at = placeOf(units, replacement.from);
    const marks = local.resolve(Math.min(local.content.size, localOffset(localUnits, inserted[0]) + 1)).marks();
    writer.insert(held.element, at, replacement.insert, formattingOf(marks));
    units.splice(at, 0, ...inserted);
  }
  return caretIn(units, localUnits, caret);
}

function localOffset(units: readonly Unit[], first: Unit | undefined): number {
  return first === undefined ? 0 : units.indexOf(first);
}

/** Right after the nearest base unit in front that still exists. */
function placeOf(units: readonly Unit[], baseOffset: number): number {
  for (let index = units.length - 1; index >= 0; index--) {
    const unit = units[index];
    if (typeof unit === "number" && unit < baseOffset) return index + 1;
  }
  return 0;
}

function caretIn(units: readonly Unit[], localUnits: readonly Unit[], caret: number): number {
  for (let offset = caret - 1; offset >= 0; offset--) {
    const unit = localUnits[offset];
    const index = unit === undefined ? -1 : units.indexOf(unit);
    if (index >= 0) return index + 1;
  }
  return 0;
}
