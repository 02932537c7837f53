/** Tells what the binding shows of others from what the writer does. */
import { PluginKey, type StateField, type Transaction } from "@tiptap/pm/state";

/** How the writer takes words away or brings some, other than by typing. */
export type Gesture = "cut" | "paste" | "drop";

export interface BindingState {
  /** Whether the newest transaction shows somebody else's change. */
  readonly remote: boolean;
  /** What the writer did with it; `null` for everything else. */
  readonly gesture: Gesture | null;
}

export const bindingKey = new PluginKey<BindingState>("document-binding");

const gestures: ReadonlySet<unknown> = new Set<Gesture>(["cut", "paste", "drop"]);

/** What plugins add to a transaction is part of what the writer did with it. */
export const bindingState: StateField<BindingState> = {
  init: () => ({ remote: false, gesture: null }),
  apply: (tr, { gesture }) => {
    const event: unknown = tr.getMeta("uiEvent");
    // What changes no words may come before what did is written.
    const isSame = tr.getMeta("appendedTransaction") !== undefined || !tr.docChanged;
    return { remote: isRemote(tr), gesture: isSame ? gesture : gestures.has(event) ? (event as Gesture) : null };
  },
};

/** Whether a transaction shows somebody else's change (or one's own undone one), not the writer's own act. */
export function isRemote(tr: Transaction): boolean {
  const meta: unknown = tr.getMeta(bindingKey);
  return typeof meta === "object" && meta !== null && "remote" in meta && meta.remote === true;
}
