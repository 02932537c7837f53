/**
 * Keeps what the editor shows and the shared document the same.
 *
 * Invariants:
 * - A change of the writer is written at once, in one transaction whose origin is this binding; nothing is ever written
 *   as a reaction to somebody else's change.
 * - A change of somebody else is shown by the smallest steps; the writer's caret stays at its characters.
 * - Reading never writes. Content of an unknown kind freezes the binding: nothing is written any more, the page says so.
 * - A failure while showing leaves the shared document untouched; the whole is shown anew.
 * - While the writer proposes, agreed content stays as it is: a change is written as a proposal and what stays is shown again.
 * - While an input method composes, its paragraph is held (see `held-composition.ts`) and merged afterwards.
 */
import { must } from "@parley/base";
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { AllSelection, type EditorState, Selection, type Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import { readCaret } from "../caret/read-caret.ts";
import { type Proposing, planProposal, proposalWriter } from "../proposing/propose-change.ts";
import {
  type HeldParagraph,
  directWriter,
  editedParagraph,
  followRemote,
  holdParagraph,
  withBase,
  writeHeld,
} from "./held-composition.ts";
import { anchorAt } from "../proposing/shared-text.ts";
import { type BindingState, bindingKey } from "./remote-transactions.ts";
import {
  type AnchoredSelection,
  type Rendering,
  type ShownSelection,
  anchorSelection,
  keepBehindCharacters,
  caretOf,
  keepSelection,
  selectionOf,
} from "./kept-caret.ts";
import { startOf, toAbsolute, toRelative } from "./positions.ts";
import { type SharedParent, UnknownContentError, childElements } from "./read-content.ts";
import { addDifferenceStep, addRenderSteps, replaceAll } from "./render-steps.ts";
import { ShownBlocks } from "./shown-blocks.ts";
import { writeChildren } from "./write-content.ts";

/** How long a composition may rest before what it has so far is written anyway, so that it cannot be lost. */
const COMPOSITION_REST_MS = 2_000;
/** ProseMirror reads the last composed text this long after the composition ended, at most. */
const COMPOSITION_END_MS = 60;

/** What the binding needs of an editor's view; tests use a view without a page. */
export interface BoundView {
  readonly state: EditorState;
  readonly composing: boolean;
  dispatch(tr: Transaction): void;
}

export interface DocumentBindingOptions {
  readonly fragment: Y.XmlFragment;
  /** Whether the writer may change the document now. What is typed meanwhile is taken back. */
  readonly mayWrite: () => boolean;
  /** How to propose, while the writer does not edit directly. */
  readonly proposing?: () => Proposing | null;
  /** Content of an unknown kind, or a failure that showing anew did not cure. The binding does nothing any more. */
  readonly onFrozen: (reason: Error) => void;
  /** Runs a task later; returns how to cancel it. */
  readonly schedule: (task: () => void, afterMs: number) => () => void;
}

/** Joins one editor view and one shared document. */
export class DocumentBinding {
  readonly fragment: Y.XmlFragment;
  readonly #options: DocumentBindingOptions;
  readonly #blocks: ShownBlocks;
  #view: BoundView | null = null;
  /** What was selected in what is shown. */
  #selectionShown: ShownSelection | null = null;
  /** What was selected before the change that is to be shown. */
  #anchored: AnchoredSelection | null = null;
  #rendering = false;
  #frozen = false;
  #held: HeldParagraph | null = null;
  #composingUntilRelease = false;
  #cancelRest: () => void = () => undefined;
  #cancelRelease: () => void = () => undefined;

  constructor(options: DocumentBindingOptions) {
    this.#options = options;
    this.fragment = options.fragment;
    this.#blocks = new ShownBlocks(options.fragment);
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** Shows the document in this view and follows it from now on. */
  attach(view: BoundView): void {
    this.#view = view;
    // What changed while nothing was shown was not noticed.
    this.#blocks.forgetAll();
    this.fragment.observeDeep(this.#onShared);
    this.fragment.doc?.on("beforeTransaction", this.#beforeShared);
    this.fragment.doc?.on("afterTransaction", keepMarks);
    this.#render("whole");
  }

  detach(): void {
    this.flush();
    this.#cancelRest();
    this.#cancelRelease();
    this.fragment.unobserveDeep(this.#onShared);
    this.fragment.doc?.off("beforeTransaction", this.#beforeShared);
    this.fragment.doc?.off("afterTransaction", keepMarks);
    this.#view = null;
  }

  /** A position of the shown document as ids, or `null` while nothing is shown. */
  relative(pos: number): Y.RelativePosition | null {
    if (this.#frozen || !this.#blocks.doc || !this.#view || this.#view.state.doc.content.size < pos) return null;
    return toRelative(this.#view.state.doc, this.fragment, pos);
  }

  /** Where ids stand in the shown document, or `null` when their block is gone. */
  absolute(relative: Y.RelativePosition): number | null {
    if (this.#frozen || !this.#view) return null;
    const pos = toAbsolute(this.#view.state.doc, this.fragment, relative);
    return pos === null ? null : Math.min(pos, this.#view.state.doc.content.size);
  }

  /** The view has a new state. */
  viewUpdated(): void {
    const view = this.#view;
    if (!view || this.#rendering || this.#frozen || this.#blocks.doc === null) return;
    if (view.state.doc === this.#blocks.doc) {
      this.#selectionShown = selectionOf(view.state);
      return;
    }
    if (!this.#options.mayWrite()) {
      this.#blocks.forgetAll();
      this.#render("whole");
      return;
    }
    if (this.#composing(view) && this.#holdChange(view, this.#blocks.doc)) {
      this.#cancelRest();
      this.#cancelRest = this.#options.schedule(() => this.#writeResting(), COMPOSITION_REST_MS);
      return;
    }
    this.flush();
  }

  /** The input method has finished; the editor has not yet read its last text. */
  compositionEnded(): void {
    this.#composingUntilRelease = true;
    this.#cancelRelease();
    this.#cancelRelease = this.#options.schedule(() => this.#release(), COMPOSITION_END_MS);
  }

  /** Writes everything that is shown and not yet shared. */
  flush(): void {
    const view = this.#view;
    if (!view || this.#frozen || this.#rendering || !this.#options.mayWrite()) return;
    const held = this.#held;
    this.#held = null;
    if (held?.units) this.#mergeHeld(view, held);
    else this.#write(view, held);
  }

  #release(): void {
    this.#composingUntilRelease = false;
    if (this.#view?.composing !== true) this.flush();
  }

  #writeResting(): void {
    // With others' changes in the paragraph it would have to be shown anew, which would break the composition.
    if (this.#held?.units === null && this.#proposing === null) this.flush();
  }

  #composing(view: BoundView): boolean {
    return view.composing || this.#composingUntilRelease;
  }

  get #proposing(): Proposing | null {
    return this.#options.proposing?.() ?? null;
  }

  #write(view: BoundView, held: HeldParagraph | null): void {
    const { doc, selection } = view.state;
    const shown = this.#blocks.doc;
    if (shown === null || doc === shown) return;
    const proposing = this.#proposing;
    const { gesture = null, replaced = [] } = bindingKey.getState(view.state) ?? {};
    if (proposing) {
      this.#propose(view, proposing, { blocks: doc.children, gesture, replaced });
      return;
    }
    const caret = caretOf(selection);
    try {
      this.#transact((transaction) => {
        const selectedBefore = selection.empty ? (held ? held.selected : this.#selectionShown) : null;
        const hand = { caret, selectedBefore, replaced };
        writeChildren(this.fragment, shown.children, doc.children, this.#blocks.nodes, hand);
        this.#blocks.written(doc, transaction.changed.keys());
      });
      this.#selectionShown = selectionOf(view.state);
    } catch (error) {
      this.#freeze(error);
    }
  }

  /** Proposes that the document reads as `blocks`. Nodes that are shown stand for blocks that stay. */
  propose(blocks: readonly Node[], proposing: Proposing): void {
    this.flush();
    this.#propose(must(this.#view, "only an attached binding proposes"), proposing, {
      blocks,
      gesture: null,
      replaced: [],
    });
  }

  /** What cannot be proposed is not written at all; either way the shared document is what is shown afterwards. */
  #propose(
    view: BoundView,
    proposing: Proposing,
    { blocks, ...how }: { readonly blocks: readonly Node[] } & Omit<BindingState, "remote">,
  ): void {
    const { selection } = view.state;
    const caret = caretOf(selection);
    const shown = must(this.#blocks.doc, "only what is shown is changed").children;
    let place: Y.RelativePosition | null = null;
    try {
      const context = { caret, selectionBefore: this.#selectionShown, ...how };
      const plan = planProposal(this.fragment, { before: shown, after: blocks }, context, proposing);
      if (plan) {
        this.#transact((transaction) => {
          plan.carryOut();
          this.#blocks.forget(transaction.changed.keys(), this.#held?.element);
        });
        place = selection.empty ? plan.caret : null;
      }
    } catch (error) {
      this.#freeze(error);
      return;
    }
    this.#render("difference", place);
  }

  /** Whether the only unwritten change is inside one paragraph, which is then held. */
  #holdChange(view: BoundView, shown: Node): boolean {
    const element = editedParagraph(this.fragment, shown, view.state.doc);
    if (element === null) return false;
    if (element === "none") return this.#held !== null;
    if (this.#held && this.#held.element !== element) return false;
    this.#hold(element);
    return true;
  }

  /** Before others' changes are shown: takes the paragraph of a running composition, even if nothing was typed yet. */
  #holdComposing(view: BoundView): void {
    if (this.#held || !this.#composing(view) || this.#blocks.doc === null) return;
    const element = this.#elementAt(view.state.selection.$head);
    if (element) this.#hold(element);
  }

  #hold(element: Y.XmlElement): void {
    const node = must(this.#blocks.nodes.get(element), "a shown paragraph is known");
    this.#held ??= holdParagraph(element, node, this.#selectionShown);
  }

  /** The paragraph at a position of what is shown; `null` outside of text. */
  #elementAt($pos: ResolvedPos): Y.XmlElement | null {
    if (!$pos.parent.isTextblock) return null;
    let element: SharedParent = this.fragment;
    for (let depth = 0; depth < $pos.depth; depth++) {
      const next: Y.XmlElement | undefined = this.#blocks.childrenOf(element)[$pos.index(depth)];
      if (!next) return null;
      element = next;
    }
    return element instanceof Y.XmlElement ? element : null;
  }

  #mergeHeld(view: BoundView, held: HeldParagraph): void {
    const start = startOf(view.state.doc, this.fragment, held.element);
    if (start === null) {
      this.#render("keys");
      return;
    }
    const $start = view.state.doc.resolve(start);
    const { $head } = view.state.selection;
    const inside = $head.parent === $start.parent;
    let caret = 0;
    const proposing = this.#proposing;
    this.#transact(() => {
      const writer = proposing ? proposalWriter(proposing) : directWriter;
      caret = writeHeld(held, $start.parent, inside ? $head.parentOffset : $start.parent.content.size, writer);
    });
    this.#blocks.forget([held.element], undefined);
    this.#render("keys", inside ? anchorAt(held.element, caret) : null);
  }

  #transact(task: (transaction: Y.Transaction) => void): void {
    must(this.fragment.doc, "the fragment belongs to a document").transact(task, this);
  }

  readonly #beforeShared = ({ origin }: Y.Transaction): void => {
    const view = this.#view;
    const isShown = view !== null && this.#held === null && view.state.doc === this.#blocks.doc;
    this.#anchored = isShown && origin !== this ? anchorSelection(view.state, ($pos) => this.#elementAt($pos)) : null;
  };

  readonly #onShared = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const view = this.#view;
    if (!view || this.#frozen || transaction.origin === this) return;
    this.#holdComposing(view);
    if (this.#held) followRemote(this.#held, events);
    this.#blocks.forget(transaction.changed.keys(), this.#held?.element);
    this.#render("keys");
  };

  #render(by: Rendering, caret: Y.RelativePosition | null = null): void {
    const view = must(this.#view, "only an attached binding shows");
    this.#rendering = true;
    try {
      try {
        this.#show(view, by, caret);
      } catch (error) {
        if (by === "whole" || error instanceof UnknownContentError) throw error;
        this.#blocks.forgetAll();
        this.#held = null;
        this.#show(view, "whole", caret);
      }
    } catch (error) {
      this.#freeze(error);
    } finally {
      this.#rendering = false;
    }
  }

  #show(view: BoundView, by: Rendering, caret: Y.RelativePosition | null): void {
    if (by !== "difference") readCaret(view);
    const { state } = view;
    const held = this.#heldNode(state.doc);
    if (held) this.#blocks.set(held.element, held.shown);
    const nodes = this.#blocks.read(state.schema);
    const tr = state.tr.setMeta("addToHistory", false).setMeta(bindingKey, { remote: true });
    if (by === "keys") {
      const keys = childElements(this.fragment);
      addRenderSteps(tr, this.#blocks.childrenOf(this.fragment), { keys, nodes }, this.#blocks.childKeys);
      if (this.#anchored?.selection.eq(state.selection) === true)
        keepBehindCharacters(tr, this.#anchored, this.fragment);
    } else if (by === "difference") addDifferenceStep(tr, nodes);
    else replaceAll(tr, nodes);
    if (by === "difference" && caret === null) keepSelection(tr, state);
    const place = caret && toAbsolute(tr.doc, this.fragment, caret);
    const selected = place === null ? null : Selection.near(tr.doc.resolve(Math.min(place, tr.doc.content.size)));
    if (selected?.eq(tr.selection) === false) tr.setSelection(selected);
    // In an empty document everything is selected. When content arrives, the first key would otherwise replace it all.
    if (tr.selection instanceof AllSelection) tr.setSelection(Selection.atStart(tr.doc));
    // What was typed and proposed as it stands is shown already.
    if (by !== "difference" || tr.docChanged || tr.selectionSet) view.dispatch(tr);
    this.#selectionShown = selectionOf(view.state);
    const { doc } = view.state;
    this.#blocks.link(nodes, held && this.#held ? withBase(doc, this.fragment, this.#held) : doc);
  }

  /** The held paragraph as it is shown, with what is being composed. */
  #heldNode(doc: Node): { element: Y.XmlElement; shown: Node } | null {
    if (!this.#held) return null;
    const { element } = this.#held;
    const path: number[] = [];
    let at: SharedParent = element;
    while (at !== this.fragment) {
      const parent: unknown = at.parent;
      const index = parent instanceof Y.XmlFragment ? this.#blocks.childrenOf(parent).indexOf(at as Y.XmlElement) : -1;
      if (index < 0 || !(parent instanceof Y.XmlFragment) || element._item?.deleted === true) {
        this.#held = null;
        return null;
      }
      path.unshift(index);
      at = parent;
    }
    let node: Node | undefined = doc;
    for (const index of path) node = node?.maybeChild(index) ?? undefined;
    return node ? { element, shown: node } : null;
  }

  #freeze(error: unknown): void {
    this.#frozen = true;
    this.#held = null;
    this.#options.onFrozen(error instanceof Error ? error : new Error(String(error)));
  }
}

/**
 * After somebody else's change Yjs would delete formatting marks that seem to say nothing, as a change of this page's. Where the words between
 * them are only gone because this page moved them, they still say how the copy is to look.
 */
function keepMarks(transaction: Y.Transaction): void {
  transaction._needFormattingCleanup = false;
}
