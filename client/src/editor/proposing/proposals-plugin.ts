/**
 * Shows proposals in the text: what the server has listed, and at once what this page proposes.
 *
 * Invariants:
 * - Only blocks that changed, or whose proposals did, are marked anew; a key in a long contract with hundreds of proposals reads one.
 * - What comes out as it stands is not drawn: nothing moves the browser's caret without need.
 * - What somebody types on at the end of their own new words is marked with the key itself, and checked a moment later.
 */
import type { DocumentProposal } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { type Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { readCaret } from "../caret/read-caret.ts";
import { changedChildren } from "../binding/changed-children.ts";
import { childElements } from "../binding/read-content.ts";
import { quickDecorations } from "../marks/quick-decorations.ts";
import type { ProposedBlocks } from "../paragraphs/number-labels.ts";
import type { OwnProposals } from "./own-proposals.ts";
import { placeMarks } from "./place-marks.ts";
import { MarkCollector, type Reader, isSameReader } from "./proposal-marks.ts";
import { type DrawnFrom, blocksChangedBy, blocksOfDifference, drawnFrom } from "./touched-blocks.ts";

/** What is shown. */
export interface ProposalsShown {
  readonly listed: readonly DocumentProposal[];
  readonly activeId: string | null;
  readonly reader: Reader;
}

export const proposalsKey = new PluginKey<DecorationSet>("proposals");

export interface ProposalsPluginOptions {
  readonly fragment: Y.XmlFragment;
  readonly own: OwnProposals;
  /** Runs a task after the present one; returns how to cancel it. */
  readonly schedule: (task: () => void, afterMs: number) => () => void;
}

const nobody: ProposalsShown = { listed: [], activeId: null, reader: { personId: "", party: null, proposing: false } };

/** The plugin; `showProposals` changes what it shows. */
export function proposalsPlugin(options: ProposalsPluginOptions): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: proposalsKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, value) {
        const drawn = tr.getMeta(proposalsKey) as DecorationSet | undefined;
        if (drawn) return drawn;
        return tr.docChanged ? quickDecorations(value.map(tr.mapping, tr.doc)) : value;
      },
    },
    props: { decorations: (state) => proposalsKey.getState(state) },
    view: (view) => {
      const drawing = new ProposalDrawing(view, options);
      drawings.set(view, drawing);
      return {
        update: ({ state }, before) => drawing.shownChanged(before.doc, state.doc),
        destroy: () => drawing.destroy(),
      };
    },
  });
}

/** The blocks that proposals bring, for whoever counts the agreed ones. */
export const drawnNewBlocks: ProposedBlocks = {
  in: (state) => {
    const shown = proposalsKey.getState(state);
    const found = shown?.find(undefined, undefined, ({ isNewBlock }) => isNewBlock === true) ?? [];
    return new Set(found.map(({ from }) => from));
  },
  areChangedBy: (tr) => tr.getMeta(proposalsKey) !== undefined,
};

const drawings = new WeakMap<EditorView, ProposalDrawing>();

/** Shows these proposals in a view that has the plugin. */
export function showProposals(view: EditorView, shown: ProposalsShown): void {
  drawings.get(view)?.show(shown);
}

class ProposalDrawing {
  readonly #view: EditorView;
  readonly #options: ProposalsPluginOptions;
  readonly #collector = new MarkCollector();
  #shown = nobody;
  #drawn: DrawnFrom;
  /** Blocks that changed since they were marked. */
  readonly #touched = new Set<Y.XmlElement>();
  #cancel: (() => void) | null = null;

  constructor(view: EditorView, options: ProposalsPluginOptions) {
    this.#view = view;
    this.#options = options;
    this.#drawn = drawnFrom(nobody, options.own);
    options.fragment.doc?.on("afterTransaction", this.#onTransaction);
  }

  destroy(): void {
    this.#cancel?.();
    this.#options.fragment.doc?.off("afterTransaction", this.#onTransaction);
  }

  show(shown: ProposalsShown): void {
    const isOther = !isSameReader(this.#shown.reader, shown.reader);
    this.#shown = shown;
    this.#draw(isOther);
  }

  /** A deletion that is proposed is shown, and taken back where the words stay: marks moved along with that are not what they were. */
  shownChanged(before: Node, after: Node): void {
    if (before === after) return;
    const { start, endAfter } = changedChildren(before.children, after.children);
    for (const child of childElements(this.#options.fragment).slice(start, endAfter)) this.#touched.add(child);
    this.#plan();
  }

  // Written words get their mark when they stand in the shared document, which is a moment after they are shown.
  readonly #onTransaction = (transaction: Y.Transaction): void => {
    for (const block of blocksChangedBy(this.#options.fragment, transaction)) this.#touched.add(block);
    this.#plan();
  };

  #plan(): void {
    this.#cancel ??= this.#options.schedule(() => {
      this.#cancel = null;
      if (!this.#view.isDestroyed && !this.#view.composing) this.#draw(false);
    }, 0);
  }

  #draw(everything: boolean): void {
    const { fragment, own } = this.#options;
    const { listed, activeId, reader } = this.#shown;
    const from = drawnFrom({ listed, activeId }, own);
    const blocks = blocksOfDifference(fragment, this.#drawn, from);
    for (const block of this.#touched) blocks.add(block);
    if (!everything && blocks.size === 0) return;
    // Where the browser has put the caret is taken over first, so that drawing does not put it back.
    readCaret(this.#view);
    const { state } = this.#view;
    const before = proposalsKey.getState(state) ?? DecorationSet.empty;
    const marks = this.#collector.collect(listed, own, reader);
    this.#drawn = from;
    this.#touched.clear();
    if (before === DecorationSet.empty && marks.isEmpty) return;
    const only = everything ? null : blocks;
    const placed = placeMarks(state.doc, fragment, marks, activeId, only);
    const old = only === null ? before.find() : placed.blocks.flatMap((block) => decorationsIn(before, block));
    if (areAlike(old, placed.decorations)) return;
    const next = quickDecorations(before.remove(old).add(state.doc, placed.decorations));
    this.#view.dispatch(state.tr.setMeta(proposalsKey, next));
  }
}

/** The decorations of a block and of what is in it, also one that a split has stretched over it; neighbours only touch it. */
function decorationsIn(set: DecorationSet, { pos, node }: { readonly pos: number; readonly node: Node }): Decoration[] {
  const end = pos + node.nodeSize;
  return set.find(pos, end).filter(({ from, to }) => from < end && to > pos);
}

interface Described {
  readonly from: number;
  readonly to: number;
  readonly spec: { readonly inclusiveEnd?: boolean };
  readonly type: { readonly attrs: Readonly<Record<string, string>> };
}

/** Whether two drawings of the same blocks look the same. */
function areAlike(a: readonly Decoration[], b: readonly Decoration[]): boolean {
  if (a.length !== b.length) return false;
  const describe = (decorations: readonly Decoration[]): string[] =>
    (decorations as unknown as readonly Described[])
      .map(({ from, to, spec, type }) => JSON.stringify([from, to, spec.inclusiveEnd === true, type.attrs]))
      .sort();
  const [one, other] = [describe(a), describe(b)];
  return one.every((each, index) => each === other[index]);
}
