/**
 * Shows where others are and tells them where this person is.
 * Positions travel as ids of the shared text, so they stay right while the text around them changes.
 */
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { initials } from "../../ui/initials.ts";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import type { DocumentBinding } from "../binding/document-binding.ts";
import { bindingKey } from "../binding/remote-transactions.ts";
import { type PresentPage, placeOfOthers, presentPages } from "./present-people.ts";
import { redraw } from "./read-caret.ts";

/** Own caret movements are told at most this often; the server batches them again. */
const TELL_MS = 80;
/** A name stays beside a caret this long after it moved. */
const NAME_MS = 2_500;

const presenceKey = new PluginKey<DecorationSet>("presence");

export interface PresenceOptions {
  readonly awareness: Awareness;
  readonly binding: DocumentBinding;
  /** The words for a caret of this person, for screen readers. */
  readonly label: (page: PresentPage) => string;
  readonly schedule: (task: () => void, afterMs: number) => () => void;
}

function caretElement(page: PresentPage, label: string, fresh: boolean): HTMLElement {
  const caret = document.createElement("span");
  caret.className = "parley-caret";
  caret.dataset["fresh"] = String(fresh);
  caret.dataset["personId"] = page.personId;
  caret.style.setProperty("--person", personColour(page.party, page.personId));
  caret.setAttribute("aria-label", label);
  caret.setAttribute("role", "img");
  const flag = document.createElement("span");
  flag.className = "parley-caret-flag";
  flag.dataset["party"] = page.party;
  flag.ariaHidden = "true";
  flag.dataset["name"] = page.name;
  flag.dataset["initials"] = initials(page.name);
  caret.append(flag);
  return caret;
}

/** Decorations for everybody else's caret and selection. */
function decorate(state: EditorState, options: PresenceOptions, freshClients: ReadonlySet<number>): DecorationSet {
  const decorations: Decoration[] = [];
  for (const page of presentPages(options.awareness)) {
    if (!page.cursor) continue;
    const anchor = placeOfOthers(options.binding, page.cursor.anchor);
    const head = placeOfOthers(options.binding, page.cursor.head);
    if (anchor === null || head === null) continue;
    const fresh = freshClients.has(page.clientId);
    decorations.push(
      Decoration.widget(head, () => caretElement(page, options.label(page), fresh), {
        key: `${page.clientId}-${page.name}-${fresh}`,
        side: 10,
        ignoreSelection: true,
        marks: [],
      }),
    );
    if (anchor !== head) {
      const style = `background:${partyWash(page.party)}`;
      decorations.push(
        Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: "parley-selection", style }),
      );
    }
  }
  return DecorationSet.create(state.doc, decorations);
}

/** The plugin that shows others and tells them of this person's caret. */
export function presencePlugin(options: PresenceOptions): Plugin<DecorationSet> {
  const moved = new Map<number, () => void>();
  return new Plugin<DecorationSet>({
    key: presenceKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, value, _before, after) {
        if (tr.getMeta(presenceKey) === true) return decorate(after, options, new Set(moved.keys()));
        return tr.docChanged ? value.map(tr.mapping, tr.doc) : value;
      },
    },
    props: { decorations: (state) => presenceKey.getState(state) },
    view: (view) => new PresenceView(view, options, moved),
  });
}

class PresenceView {
  readonly #view: EditorView;
  readonly #options: PresenceOptions;
  readonly #moved: Map<number, () => void>;
  readonly #lastCursor = new Map<number, string>();
  #cancelTell: (() => void) | null = null;
  #cancelRefresh: (() => void) | null = null;

  constructor(view: EditorView, options: PresenceOptions, moved: Map<number, () => void>) {
    this.#view = view;
    this.#options = options;
    this.#moved = moved;
    options.awareness.on("change", this.#othersMoved);
    view.dom.addEventListener("focusin", this.#tellSoon);
    view.dom.addEventListener("focusout", this.#tellSoon);
    this.#refreshSoon();
  }

  update(view: EditorView, before: EditorState): void {
    // Own changes only move the carets of others along; others' changes may put them elsewhere.
    if (view.state.doc !== before.doc && bindingKey.getState(view.state)?.remote === true) this.#refreshSoon();
    if (view.state.doc !== before.doc || !view.state.selection.eq(before.selection)) this.#tellSoon();
  }

  destroy(): void {
    this.#options.awareness.off("change", this.#othersMoved);
    this.#view.dom.removeEventListener("focusin", this.#tellSoon);
    this.#view.dom.removeEventListener("focusout", this.#tellSoon);
    this.#cancelTell?.();
    this.#cancelRefresh?.();
    for (const cancel of this.#moved.values()) cancel();
    this.#moved.clear();
  }

  readonly #othersMoved = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    // Of this page's own caret nothing is drawn.
    if ([...added, ...updated, ...removed].every((clientId) => clientId === this.#options.awareness.clientID)) return;
    for (const page of presentPages(this.#options.awareness)) {
      const cursor = JSON.stringify(page.cursor);
      const known = this.#lastCursor.get(page.clientId);
      this.#lastCursor.set(page.clientId, cursor);
      if (known === undefined || known === cursor || page.cursor === null) continue;
      this.#moved.get(page.clientId)?.();
      this.#moved.set(
        page.clientId,
        this.#options.schedule(() => {
          this.#moved.delete(page.clientId);
          this.#refreshSoon();
        }, NAME_MS),
      );
    }
    this.#refreshSoon();
  };

  /** Decorations follow in the next turn: several changes cost one, and none happens inside another dispatch. */
  #refreshSoon(): void {
    this.#cancelRefresh ??= this.#options.schedule(() => {
      this.#cancelRefresh = null;
      if (this.#view.isDestroyed) return;
      redraw(this.#view, presenceKey, true);
    }, 0);
  }

  readonly #tellSoon = (): void => {
    this.#cancelTell ??= this.#options.schedule(() => {
      this.#cancelTell = null;
      this.#tell();
    }, TELL_MS);
  };

  #tell(): void {
    if (this.#view.isDestroyed) return;
    const { awareness, binding } = this.#options;
    const { selection } = this.#view.state;
    const anchor = this.#view.hasFocus() ? binding.relative(selection.anchor) : null;
    const head = anchor && binding.relative(selection.head);
    const cursor =
      anchor && head ? { anchor: Y.relativePositionToJSON(anchor), head: Y.relativePositionToJSON(head) } : null;
    const current: unknown = awareness.getLocalState()?.["cursor"] ?? null;
    if (JSON.stringify(current) !== JSON.stringify(cursor)) awareness.setLocalStateField("cursor", cursor);
  }
}
