import { NodeSelection } from "@tiptap/pm/state";
import { useCallback, useEffect, useRef } from "react";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { redraw } from "../caret/read-caret.ts";
import { type CommentsView, commentsKey, threadIdOf } from "./comments-plugin.ts";
import { useShowPlace } from "../story/use-show-place.ts";
import { blockAt, firstPlaceOf, runsBetween } from "./thread-places.ts";

/** Returns how to begin a comment on what is selected: words, or without any the block at the caret. */
export function useStartComment(): () => boolean {
  const { documentEditor, opened, comments } = useDocumentEditor();
  const { mayWrite, setDraft } = comments;
  return useCallback(() => {
    if (!documentEditor || !opened || !mayWrite) return false;
    const { doc, selection } = viewOf(documentEditor).state;
    const { from, to } = selection;
    if (selection.empty || selection instanceof NodeSelection) {
      const found = blockAt(doc, opened.fragment, from);
      if (!found) return false;
      setDraft({ anchor: { type: "block", block: found.block }, quote: found.text });
      return true;
    }
    const ranges = runsBetween(doc, opened.fragment, from, to);
    if (ranges.length === 0) return false;
    setDraft({ anchor: { type: "words", ranges }, quote: doc.textBetween(from, to, "\n") });
    return true;
  }, [documentEditor, opened, mayWrite, setDraft]);
}

/** Keys, clicks and highlights of comments in the text. */
export function useCommentsInText(): void {
  const { documentEditor, comments, reading } = useDocumentEditor();
  const { threads, focusId, focus, draft } = comments;
  const start = useStartComment();
  const pointAt = useFocusInSight();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // By the key's place: with Alt it prints another sign on some machines.
      if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.shiftKey || event.code !== "KeyM") return;
      if (start()) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [start]);
  useEffect(() => {
    if (!documentEditor) return undefined;
    const { dom } = viewOf(documentEditor);
    const onClick = (event: MouseEvent): void => {
      const id = threadIdOf(event.target);
      // Whoever selects words is not pointing at a thread.
      if (id === null || window.getSelection()?.isCollapsed === false) return;
      pointAt(id);
      focus(id);
    };
    dom.addEventListener("click", onClick);
    return () => dom.removeEventListener("click", onClick);
  }, [documentEditor, focus, pointAt]);
  useEffect(() => {
    if (!documentEditor || documentEditor.editor.isDestroyed) return;
    const { view } = documentEditor.editor;
    const shown = (threads ?? []).filter((thread) => thread.resolved === null || thread.id === focusId);
    const drafted =
      draft?.anchor.type === "words"
        ? draft.anchor.ranges
        : draft?.anchor.type === "block"
          ? [[...draft.anchor.block, 1] as [number, number, number]]
          : [];
    redraw<CommentsView>(view, commentsKey, {
      threads: reading ? [] : shown,
      focusId,
      draft: reading ? [] : drafted,
      draftIsBlock: draft?.anchor.type === "block",
    });
  }, [documentEditor, threads, focusId, draft, reading]);
}

/**
 * Brings the words of the thread that is looked at into sight, or the place where they stood. Returns how to say that somebody points at the
 * words of one: these are in sight.
 */
function useFocusInSight(): (threadId: string) => void {
  const pointedAt = useRef<string | null>(null);
  const { documentEditor, opened, comments } = useDocumentEditor();
  const { threads, focusId, asked } = comments;
  const known = useRef(threads);
  useEffect(() => {
    known.current = threads;
  });
  const showPlace = useShowPlace();
  const showsPlace = useRef(false);
  useEffect(() => {
    if (!documentEditor || !opened) return;
    if (showsPlace.current) showPlace({ at: [], place: null });
    showsPlace.current = false;
    const isPointedAt = pointedAt.current === focusId;
    pointedAt.current = null;
    const anchor = known.current?.find(({ id }) => id === focusId)?.anchor;
    if (!anchor || isPointedAt) return;
    if (anchor.gone) {
      showsPlace.current = anchor.place !== null;
      if (anchor.place) showPlace({ at: [], place: anchor.place.block });
      return;
    }
    const view = viewOf(documentEditor);
    const isInText = anchor.type === "words" || anchor.type === "block";
    const first = isInText ? firstPlaceOf(view.state.doc, opened.fragment, anchor.ranges) : null;
    if (!first) return;
    const node = anchor.type === "block" ? view.nodeDOM(first.from) : view.domAtPos(first.from + 1).node;
    (node instanceof Element ? node : node?.parentElement)?.scrollIntoView({ block: "nearest" });
  }, [documentEditor, opened, focusId, asked, showPlace]);
  return useCallback((threadId) => {
    pointedAt.current = threadId;
  }, []);
}
