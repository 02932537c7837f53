/** Tells what the binding shows of others from what the writer does. */
import type { Node } from "@tiptap/pm/model";
import { PluginKey, type StateField, type Transaction } from "@tiptap/pm/state";

/** How the writer takes words away or brings some, other than by typing. */
export type Gesture = "cut" | "paste" | "drop";

/** Words of a paragraph for which others were put, all of them at once. Offsets are UTF-16 units. */
export interface ReplacedWords {
  readonly paragraph: Node;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface BindingState {
  /** Whether the newest transaction shows somebody else's change. */
  readonly remote: boolean;
  /** What the writer did with it; `null` for everything else. */
  readonly gesture: Gesture | null;
  /** Which words it replaced, in reading order, where that is known: how the text differs does not tell. */
  readonly replaced: readonly ReplacedWords[];
}

export const bindingKey = new PluginKey<BindingState>("document-binding");

const gestures: ReadonlySet<unknown> = new Set<Gesture>(["cut", "paste", "drop"]);

/** What plugins add to a transaction is part of what the writer did with it. */
export const bindingState: StateField<BindingState> = {
  init: () => ({ remote: false, gesture: null, replaced: [] }),
  apply: (tr, { gesture, replaced }) => {
    const event: unknown = tr.getMeta("uiEvent");
    // What changes no words may come before what did is written.
    const isSame = tr.getMeta("appendedTransaction") !== undefined || !tr.docChanged;
    return {
      remote: isRemote(tr),
      gesture: isSame ? gesture : gestures.has(event) ? (event as Gesture) : null,
      replaced: isSame ? replaced : ((tr.getMeta(REPLACED) as readonly ReplacedWords[] | undefined) ?? []),
    };
  },
};

const REPLACED = "replaced-words";

/** Says of a transaction which words it replaces; `places`, in reading order, are those of the document before it. */
export function sayReplaced(tr: Transaction, places: readonly { from: number; to: number }[], insert: string): void {
  const words = places.map(({ from, to }): ReplacedWords => {
    const { parent, parentOffset } = tr.before.resolve(from);
    return { paragraph: parent, from: parentOffset, to: parentOffset + to - from, insert };
  });
  tr.setMeta(REPLACED, words);
}

/** Whether a transaction shows somebody else's change (or one's own undone one), not the writer's own act. */
export function isRemote(tr: Transaction): boolean {
  const meta: unknown = tr.getMeta(bindingKey);
  return typeof meta === "object" && meta !== null && "remote" in meta && meta.remote === true;
}
