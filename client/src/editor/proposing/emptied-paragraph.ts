/** Backspace and Delete in a paragraph of which its writer proposes to delete every word. */
import { asRange, type OwnProposals } from "./own-proposals.ts";
import { IdSet } from "@parley/history";
import type { Attributes } from "@parley/document";
import { chainCommands } from "@tiptap/pm/commands";
import { keymap } from "@tiptap/pm/keymap";
import { type Command, type Plugin, TextSelection } from "@tiptap/pm/state";
import * as Y from "yjs";
import { elementAt } from "../binding/positions.ts";
import { joinToPrevious } from "../paragraphs/breaking.ts";
import { depthOf } from "../paragraphs/paragraph-commands.ts";
import { attributesOf } from "../paragraphs/selected-paragraphs.ts";
import { identify } from "./shared-text.ts";

export interface EmptiedParagraphOptions {
  readonly fragment: Y.XmlFragment;
  readonly own: OwnProposals;
  readonly isProposing: () => boolean;
}

/**
 * Backspace at the start of a paragraph joins it to the one before, or takes its list, style or indent away first. Where all words are
 * proposed to go the paragraph itself is meant: it is proposed to be removed, words and all, instead of being joined to another or leaving
 * an empty line once everything is accepted.
 */
export const removeEmptied = (options: EmptiedParagraphOptions): Command => removal(options, -1);

/** The same for Delete at the end of such a paragraph. */
export const removeEmptiedForwards = (options: EmptiedParagraphOptions): Command => removal(options, 1);

/** `towards` is where the caret goes then. */
function removal({ fragment, own, isProposing }: EmptiedParagraphOptions, towards: -1 | 1): Command {
  return (state, dispatch) => {
    const { selection, doc, tr } = state;
    if (!isProposing() || !(selection instanceof TextSelection) || !selection.$cursor) return false;
    const { $cursor } = selection;
    const { parent: paragraph } = $cursor;
    const edge = towards < 0 ? 0 : paragraph.content.size;
    if (!paragraph.isTextblock || paragraph.content.size === 0 || $cursor.parentOffset !== edge) return false;
    if ($cursor.node($cursor.depth - 1).childCount < 2) return false;
    const element = elementAt(doc, fragment, $cursor.pos);
    if (!(element instanceof Y.XmlElement) || own.isInOwnBlock(element)) return false;
    const { gone, isRemoved } = proposedIn(element, own);
    if (!isRemoved && identify(element).some(({ range }) => gone.missing(range).length > 0)) return false;
    const [from, to] = [$cursor.before(), $cursor.after()];
    if (!isRemoved) tr.delete(from, to);
    const at = isRemoved && towards > 0 ? to : from;
    dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(at), towards)).scrollIntoView());
    return true;
  };
}

/**
 * Backspace at the start of a paragraph of which this person has proposed to take the list, indent or style away goes on from there, as
 * if it looked so already: the next level, then the style, then joining it to the paragraph before. `joinToPrevious` does that.
 */
export function loosenProposed(
  { fragment, own, isProposing }: EmptiedParagraphOptions,
  joinToPrevious: Command,
): Command {
  return (state, dispatch, view) => {
    const { selection, doc, tr } = state;
    if (!isProposing() || !(selection instanceof TextSelection) || !selection.$cursor) return false;
    const { $cursor } = selection;
    if (!$cursor.parent.isTextblock || $cursor.parentOffset > 0) return false;
    const element = elementAt(doc, fragment, $cursor.pos);
    const proposed = element instanceof Y.XmlElement ? proposedAttributes(element, own) : null;
    if (proposed === null) return false;
    const { list, style, ...others } = { ...attributesOf($cursor.parent), ...proposed };
    if (list !== null) return false;
    const depth = depthOf(others);
    const pos = $cursor.before();
    if (depth > 0) tr.setNodeAttribute(pos, "depth", depth === 1 ? null : depth - 1);
    else if (style !== null) tr.setNodeAttribute(pos, "style", null).setNodeAttribute(pos, "level", null);
    else return joinToPrevious(state, dispatch, view);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** The values that this person proposes for attributes of a block; `null` without any. */
function proposedAttributes(element: Y.XmlElement, own: OwnProposals): Attributes | null {
  const id = element._item?.id;
  const values = own
    .records()
    .flatMap(([, record]) =>
      record.do === "set" && record.block[0] === id?.client && record.block[1] === id.clock
        ? [[record.name, record.value] as const]
        : [],
    );
  return values.length === 0 ? null : Object.fromEntries(values);
}

/** What this person proposes to delete, and whether they propose to remove the paragraph already. */
function proposedIn(element: Y.XmlElement, own: OwnProposals): { gone: IdSet; isRemoved: boolean } {
  const gone = new IdSet();
  let isRemoved = false;
  const id = element._item?.id;
  for (const [, record] of own.records()) {
    if (record.do === "delete") for (const range of record.ids) gone.add(asRange(range));
    else if (record.do === "remove") isRemoved ||= record.block[0] === id?.client && record.block[1] === id.clock;
  }
  return { gone, isRemoved };
}

/** The keys for it. They come before those of paragraphs. */
export function emptiedParagraphKeys(options: EmptiedParagraphOptions): Plugin {
  const command = chainCommands(removeEmptied(options), loosenProposed(options, joinToPrevious));
  const forwards = removeEmptiedForwards(options);
  return keymap({
    Backspace: command,
    "Mod-Backspace": command,
    "Shift-Backspace": command,
    Delete: forwards,
    "Mod-Delete": forwards,
  });
}
