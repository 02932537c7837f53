/**
 * Notices that a person types `/` or `@` and wants to choose something, and keeps track of what was typed after it.
 * The menu itself is drawn elsewhere; it subscribes here and hands in how to treat keys.
 */
import { type Command, type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { isRemote } from "../binding/remote-transactions.ts";
import { clauseSearch, clauseSign, mentionSearch, slashSearch } from "./search-signs.ts";

type TriggerKind = "slash" | "mention" | "clause";

/** A sign that was typed, with what follows it up to the caret. */
export interface Trigger {
  readonly kind: TriggerKind;
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

interface TriggerState {
  readonly active: Trigger | null;
  /** Where the person said no; the same sign does not open a menu again. */
  readonly dismissedFrom: number | null;
}

const triggerKey = new PluginKey<TriggerState>("trigger");

/** A contract says "and/or" and 和/或, so a slash counts only at the start or after a space. A Chinese keyboard types 、 on the same key. */
const slash = /(?:^|\s)([/／][^\s/／]{0,24})$/u;
const slashAtStart = new RegExp(`^(${slashSearch.source})$`, "u");
/** Not inside an e-mail address. */
const mention = new RegExp(`(?:^|[^\\p{Script=Latin}\\d._@-])(${mentionSearch.source})$`, "u");

const clause = new RegExp(`(${clauseSearch.source})$`, "u");

/** A clause is chosen only where the slash menu asked for it: contracts have the sign in their words. */
function findClauseSearch(state: EditorState): Trigger | null {
  const { selection } = state;
  const { $from } = selection;
  if (!selection.empty || !$from.parent.isTextblock) return null;
  const typed = clause.exec($from.parent.textBetween(Math.max(0, $from.parentOffset - 40), $from.parentOffset))?.[1];
  return typed === undefined
    ? null
    : { kind: "clause", from: $from.pos - typed.length, to: $from.pos, query: typed.slice(1) };
}

/** What the text in front of a caret asks for, or `null`. */
export function findTrigger(state: EditorState): Trigger | null {
  const { selection } = state;
  const { $from } = selection;
  if (!selection.empty || !$from.parent.isTextblock || $from.parent.attrs["style"] === "code") return null;
  const text = $from.parent.textBetween(Math.max(0, $from.parentOffset - 40), $from.parentOffset);
  const slashMatch = $from.parentOffset <= 40 ? (slashAtStart.exec(text) ?? slash.exec(text)) : slash.exec(text);
  const kind: TriggerKind = slashMatch ? "slash" : "mention";
  const match = slashMatch ?? mention.exec(text);
  const typed = match?.[1];
  if (typed === undefined) return null;
  return { kind, from: $from.pos - typed.length, to: $from.pos, query: typed.slice(1) };
}

function next(tr: Transaction, value: TriggerState, state: EditorState): TriggerState {
  const meta: unknown = tr.getMeta(triggerKey);
  if (meta === "dismiss") return { active: null, dismissedFrom: value.active?.from ?? null };
  const dismissedFrom = value.dismissedFrom === null ? null : tr.mapping.map(value.dismissedFrom);
  if (!tr.docChanged && !tr.selectionSet) return value;
  if (meta === "clause" || value.active?.kind === "clause") {
    const search = findClauseSearch(state);
    if (search) return { active: search, dismissedFrom: null };
  }
  const found = findTrigger(state);
  if (!found || found.from === dismissedFrom) return { active: null, dismissedFrom: found ? dismissedFrom : null };
  // It opens by typing only, not by clicking behind a slash; others' typing neither opens nor closes it.
  const opens = value.active !== null || (tr.docChanged && !isRemote(tr) && tr.getMeta("paste") !== true);
  return { active: opens ? found : null, dismissedFrom: null };
}

/** Puts the sign there after which a clause is chosen. */
export const askForClause: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.isTextblock) return false;
  dispatch?.(state.tr.insertText(clauseSign).setMeta(triggerKey, "clause").scrollIntoView());
  return true;
};

/** The menu's side of the trigger. */
export class TriggerMenu {
  #active: Trigger | null = null;
  #view: EditorView | null = null;
  readonly #listeners = new Set<() => void>();
  #keys: ((event: KeyboardEvent) => boolean) | null = null;

  /** What is being chosen, or `null`. */
  readonly current = (): Trigger | null => this.#active;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Treats keys before the text does while the menu is open; returns how to stop. */
  handleKeys(handler: (event: KeyboardEvent) => boolean): () => void {
    this.#keys = handler;
    return () => {
      if (this.#keys === handler) this.#keys = null;
    };
  }

  /** Closes the menu and leaves the text as typed. */
  dismiss(): void {
    this.#view?.dispatch(this.#view.state.tr.setMeta(triggerKey, "dismiss"));
  }

  /** Takes the typed sign and query away and gives the view to act on. */
  take(): { view: EditorView; from: number } | null {
    const active = this.#active;
    const view = this.#view;
    if (!active || !view) return null;
    view.dispatch(view.state.tr.delete(active.from, active.to));
    return { view, from: active.from };
  }

  /** Where the sign stands on the screen. */
  rect(): DOMRect | null {
    if (!this.#active || !this.#view) return null;
    const { left, top, bottom } = this.#view.coordsAtPos(this.#active.from);
    return new DOMRect(left, top, 0, bottom - top);
  }

  plugin(): Plugin<TriggerState> {
    return new Plugin<TriggerState>({
      key: triggerKey,
      state: {
        init: () => ({ active: null, dismissedFrom: null }),
        apply: (tr, value, _before, state) => next(tr, value, state),
      },
      props: {
        decorations: (state) => {
          const active = triggerKey.getState(state)?.active;
          if (!active) return null;
          return DecorationSet.create(state.doc, [
            Decoration.inline(active.from, active.to, { class: "parley-trigger" }),
          ]);
        },
        handleKeyDown: (view, event) => this.#onKey(view, event),
        handleDOMEvents: {
          blur: () => {
            // A click into the menu keeps the focus in the text, so losing it means that the person went elsewhere.
            if (this.#active) this.dismiss();
            return false;
          },
        },
      },
      view: (view) => {
        this.#view = view;
        return {
          update: (updated) => this.#show(triggerKey.getState(updated.state)?.active ?? null),
          destroy: () => {
            this.#view = null;
            this.#show(null);
          },
        };
      },
    });
  }

  #onKey(view: EditorView, event: KeyboardEvent): boolean {
    if (!this.#active || event.isComposing || view.composing) return false;
    if (event.key === "Escape") {
      this.dismiss();
      return true;
    }
    return this.#keys?.(event) ?? false;
  }

  #show(active: Trigger | null): void {
    if (active === this.#active) return;
    this.#active = active;
    for (const listener of this.#listeners) listener();
  }
}
