/** Shows in the text which words are commented. */
import type { CommentThread } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { quickDecorations } from "../marks/quick-decorations.ts";
import { type IdRun, placesOf } from "./thread-places.ts";

/** What the view shows. */
export interface CommentsView {
  readonly threads: readonly CommentThread[];
  /** The thread that is looked at. */
  readonly focusId: string | null;
  /** What a comment is being written on. */
  readonly draft: readonly IdRun[];
  readonly draftIsBlock: boolean;
}

interface CommentsState {
  readonly view: CommentsView;
  readonly decorations: DecorationSet;
}

export const commentsKey = new PluginKey<CommentsState>("comments");
const nothing: CommentsView = { threads: [], focusId: null, draft: [], draftIsBlock: false };

function decorate(doc: Node, fragment: Y.XmlFragment, view: CommentsView): DecorationSet {
  const { threads, focusId, draft, draftIsBlock } = view;
  const decorations: Decoration[] = [];
  const mark = (runs: readonly IdRun[], isBlock: boolean, attributes: Record<string, string>): void => {
    for (const { from, to } of placesOf(doc, fragment, runs)) {
      const attrs = { class: isBlock ? "parley-commented-block" : "parley-commented", ...attributes };
      decorations.push(isBlock ? Decoration.node(from, to, attrs) : Decoration.inline(from, to, attrs));
    }
  };
  for (const { id, anchor, audience } of threads) {
    // What is proposed is marked as such already.
    if (anchor.type === "proposal") continue;
    mark(anchor.ranges, anchor.type === "block", {
      "data-thread": id,
      "data-audience": audience,
      ...(id === focusId ? { "data-focus": "true" } : {}),
    });
  }
  mark(draft, draftIsBlock, { "data-focus": "true" });
  return quickDecorations(DecorationSet.create(doc, decorations));
}

/** The plugin that marks commented words; dispatch a transaction with its key and a `CommentsView` to change what is shown. */
export function commentsPlugin(fragment: Y.XmlFragment): Plugin<CommentsState> {
  return new Plugin<CommentsState>({
    key: commentsKey,
    state: {
      init: () => ({ view: nothing, decorations: DecorationSet.empty }),
      apply(tr, value) {
        const view = tr.getMeta(commentsKey) as CommentsView | undefined;
        if (view) return { view, decorations: decorate(tr.doc, fragment, view) };
        // What others move keeps its mark as well as it can until the server has said where it is.
        return tr.docChanged
          ? { ...value, decorations: quickDecorations(value.decorations.map(tr.mapping, tr.doc)) }
          : value;
      },
    },
    props: { decorations: (state) => commentsKey.getState(state)?.decorations },
  });
}

/** The thread whose words an element of the text shows, the innermost where several overlap; `null` for none. */
export function threadIdOf(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest("[data-thread]") : null;
  return element?.getAttribute("data-thread") ?? null;
}
