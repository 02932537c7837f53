/**
 * Shows a sign where a character stands that nobody sees, whoever wrote it and whether it is agreed.
 *
 * Invariants:
 * - A character that turns words is drawn in a box of its own (`.parley-unseen[data-turns]`), so that words stand in the order in which they
 *   are stored.
 * - A transaction has only the paragraphs read that it changes.
 */
import { type InvisibleCharacter, invisibleCharacters } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { quickDecorations } from "./quick-decorations.ts";

/** Says what a sign stands for. */
export type UnseenNote = (character: Pick<InvisibleCharacter, "sign" | "turns">) => string;

export const unseenKey = new PluginKey<DecorationSet>("unseen");

/** The attributes of an element around a character that is not seen. */
export function unseenFace({ sign, turns }: Pick<InvisibleCharacter, "sign" | "turns">): Record<string, string> {
  return { class: "parley-unseen", "data-sign": sign, ...(turns ? { "data-turns": "" } : {}) };
}

export function unseenPlugin(noteOf: UnseenNote): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: unseenKey,
    state: {
      init: (_config, { doc }) => quickDecorations(DecorationSet.create(doc, signsWithin(doc, 0, noteOf))),
      apply: (tr, value) => (tr.docChanged ? quickDecorations(redrawChanged(tr, value, noteOf)) : value),
    },
    props: { decorations: (state) => unseenKey.getState(state) },
  });
}

function redrawChanged(tr: Transaction, value: DecorationSet, noteOf: UnseenNote): DecorationSet {
  const { doc, mapping } = tr;
  let shown = value.map(mapping, doc);
  for (const [pos, node] of changedParagraphs(tr)) {
    const now = signsWithin(node, pos + 1, noteOf);
    const old = shown.find(pos, pos + node.nodeSize);
    if (now.length === 0 && old.length === 0) continue;
    shown = shown.remove(old).add(doc, now);
  }
  return shown;
}

/** The paragraphs that a transaction touches, by where they stand now. */
function changedParagraphs({ doc, mapping }: Transaction): Map<number, Node> {
  const paragraphs = new Map<number, Node>();
  mapping.maps.forEach((map, index) => {
    const later = mapping.slice(index + 1);
    map.forEach((_oldFrom, _oldTo, from, to) => {
      const [start, end] = [later.map(from, -1), later.map(to, 1)];
      doc.nodesBetween(Math.max(0, start - 1), Math.min(doc.content.size, end + 1), (node, pos) => {
        if (node.isTextblock) paragraphs.set(pos, node);
        return !node.isTextblock;
      });
    });
  });
  return paragraphs;
}

/** The signs of a node whose content begins at `start`. */
function signsWithin(node: Node, start: number, noteOf: UnseenNote): Decoration[] {
  if (node.isTextblock) return signsOf(node, start, noteOf);
  const signs: Decoration[] = [];
  node.descendants((each, pos) => {
    if (each.isTextblock) signs.push(...signsOf(each, start + pos + 1, noteOf));
    return !each.isTextblock;
  });
  return signs;
}

function signsOf(paragraph: Node, start: number, noteOf: UnseenNote): Decoration[] {
  return invisibleCharacters(paragraph.textContent).map((each) =>
    Decoration.inline(start + each.at, start + each.at + each.length, { ...unseenFace(each), title: noteOf(each) }),
  );
}
