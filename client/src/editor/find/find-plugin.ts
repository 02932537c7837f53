/** Finding and replacing in the whole document. */
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type { OwnUndo } from "../binding/own-undo.ts";
import { sayReplaced } from "../binding/remote-transactions.ts";
import { proposalsKey } from "../proposing/proposals-plugin.ts";
import { redraw } from "../caret/read-caret.ts";

/** More hits than this are counted but not all marked. */
const MARK_LIMIT = 2_000;

export interface Hit {
  readonly from: number;
  readonly to: number;
}

export interface FindState {
  readonly query: string;
  readonly matchCase: boolean;
  readonly hits: readonly Hit[];
  /** Index of the hit that is shown, or -1. */
  readonly current: number;
  readonly decorations: DecorationSet;
}

export const findKey = new PluginKey<FindState>("find");
const nothing: FindState = { query: "", matchCase: false, hits: [], current: -1, decorations: DecorationSet.empty };

/** Every place of the query, in reading order, but for what touches `struck` words. A hit never spans two paragraphs. */
export function findHits(doc: Node, query: string, matchCase: boolean, struck: readonly Hit[] = []): Hit[] {
  if (query === "") return [];
  const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), matchCase ? "gu" : "giu");
  const hits: Hit[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    for (const match of node.textContent.matchAll(pattern)) {
      hits.push({ from: pos + 1 + match.index, to: pos + 1 + match.index + match[0].length });
    }
    return false;
  });
  return struck.length === 0
    ? hits
    : hits.filter((hit) => !struck.some(({ from, to }) => from < hit.to && hit.from < to));
}

function decorate(doc: Node, hits: readonly Hit[], current: number): DecorationSet {
  const first = Math.max(0, Math.min(current - MARK_LIMIT / 2, hits.length - MARK_LIMIT));
  return DecorationSet.create(
    doc,
    hits.slice(first, first + MARK_LIMIT).map(({ from, to }, index) =>
      Decoration.inline(from, to, {
        class: first + index === current ? "parley-hit parley-hit-current" : "parley-hit",
      }),
    ),
  );
}

interface FindMeta {
  readonly query?: string;
  readonly matchCase?: boolean;
  readonly current?: number;
}

/** What a decoration in the text says about itself; ProseMirror's types leave it out. */
interface Drawn {
  readonly type: { readonly attrs?: Readonly<Record<string, string>> };
}

/** Words that are shown struck, since somebody proposes to delete them, by themselves or with their block: who searches means what stands. */
function struckWords(state: EditorState): Hit[] {
  const shown = proposalsKey.getState(state)?.find() ?? [];
  return shown.filter((each) => (each as unknown as Drawn).type.attrs?.["data-kind"] === "delete");
}

function apply(tr: Transaction, value: FindState, before: EditorState, after: EditorState): FindState {
  const meta = tr.getMeta(findKey) as FindMeta | undefined;
  const isStale = tr.docChanged || proposalsKey.getState(before) !== proposalsKey.getState(after);
  if (!meta && (!isStale || value.query === "")) return value;
  const query = meta?.query ?? value.query;
  const matchCase = meta?.matchCase ?? value.matchCase;
  if (query === "") return nothing;
  const hits = findHits(tr.doc, query, matchCase, struckWords(after));
  let { current } = value;
  if (meta?.current !== undefined) current = meta.current;
  else if (meta) current = nearest(hits, tr.selection.from);
  else if (current >= 0) {
    // The shown hit stays the shown one while text in front of it changes.
    const from = tr.mapping.map(value.hits[current]?.from ?? 0);
    current = nearest(hits, from);
  }
  current = Math.min(current, hits.length - 1);
  return { query, matchCase, hits, current, decorations: decorate(tr.doc, hits, current) };
}

function nearest(hits: readonly Hit[], pos: number): number {
  if (hits.length === 0) return -1;
  const index = hits.findIndex((hit) => hit.from >= pos);
  return index < 0 ? 0 : index;
}

/** The plugin that marks the hits. It stands behind the one that shows proposals. */
export function findPlugin(): Plugin<FindState> {
  return new Plugin<FindState>({
    key: findKey,
    state: { init: () => nothing, apply },
    props: { decorations: (state) => findKey.getState(state)?.decorations },
  });
}

/** What is searched for and found now. */
export function findState(state: EditorState): FindState {
  return findKey.getState(state) ?? nothing;
}

/** Searches for something else; an empty query ends the search. */
export function search(view: EditorView, query: string, matchCase: boolean): void {
  redraw<FindMeta>(view, findKey, { query, matchCase });
  reveal(view);
}

/** Shows the next (1) or previous (-1) hit, starting over at the ends. */
export function step(view: EditorView, by: 1 | -1): void {
  const { hits, current } = findState(view.state);
  if (hits.length === 0) return;
  const next = (current + by + hits.length) % hits.length;
  redraw<FindMeta>(view, findKey, { current: next });
  reveal(view);
}

function reveal(view: EditorView): void {
  const { hits, current } = findState(view.state);
  const hit = hits[current];
  if (!hit) return;
  const place = view.domAtPos(hit.from).node;
  const element = place instanceof Element ? place : place.parentElement;
  element?.scrollIntoView({ block: "center", behavior: "smooth" });
}

function replacing(tr: Transaction, { from, to }: Hit, text: string): void {
  if (text === "") tr.delete(from, to);
  else tr.insertText(text, from, to);
}

/** Replaces the shown hit and shows the next one. */
export function replaceCurrent(view: EditorView, text: string): boolean {
  const { hits, current } = findState(view.state);
  const hit = hits[current];
  if (!hit || !view.editable) return false;
  const { tr } = view.state;
  replacing(tr, hit, text);
  sayReplaced(tr, [hit], text);
  tr.setSelection(TextSelection.create(tr.doc, hit.from + text.length));
  tr.setMeta(findKey, {} satisfies FindMeta);
  view.dispatch(tr);
  reveal(view);
  return true;
}

/**
 * Replaces every hit as one change that one undo takes back. The shown hit becomes the selection first, so that undo comes
 * back to where the person was looking. Returns how many there were; places that read so already are left alone.
 */
export function replaceAll(view: EditorView, text: string, undo: Pick<OwnUndo, "stopCapturing">): number {
  const { hits, current } = findState(view.state);
  const { doc } = view.state;
  const others = hits.filter(({ from, to }) => doc.textBetween(from, to) !== text);
  if (others.length === 0 || !view.editable) return 0;
  const shown = hits[current];
  if (shown) view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, shown.from, shown.to)));
  undo.stopCapturing();
  const { tr } = view.state;
  for (const hit of others.toReversed()) replacing(tr, hit, text);
  sayReplaced(tr, others, text);
  view.dispatch(tr);
  undo.stopCapturing();
  return others.length;
}
