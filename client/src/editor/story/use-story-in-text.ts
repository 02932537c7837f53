import { useCallback, useEffect } from "react";
import type { EditorView } from "@tiptap/pm/view";
import type { AttributionSpan } from "@parley/documents";
import { spanOf } from "../authorship/authorship-plugin.ts";
import { runsBetween } from "../comments/thread-places.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useShownAuthorship } from "../provider/editor-context.ts";
import type { StoryRequest } from "./story-request.ts";

/** Characters of a selection among which the first letter is looked for. */
const MOST_LOOKED_AT = 200;

const range = (from: number, until: number): number[] =>
  Array.from({ length: Math.max(until - from, 0) }, (_, index) => from + index);

/** Returns how to open the story of the word that is selected or at the caret. Answers whether there is one. */
export function useAskStory(): () => boolean {
  const { documentEditor, opened, story } = useDocumentEditor();
  const { ask } = story;
  return useCallback(() => {
    if (!documentEditor || !opened) return false;
    const { doc, selection } = viewOf(documentEditor).state;
    const { from, to } = selection;
    // At the end of a word, and before a full stop, the word before the caret is meant.
    const until = selection.empty ? Math.min(from + 1, doc.content.size) : to;
    const places = [...range(from, Math.min(until, from + MOST_LOOKED_AT)), ...(from > 0 ? [from - 1] : [])];
    const isLetter = (pos: number): boolean => /[\p{L}\p{N}]/u.test(doc.textBetween(pos, pos + 1));
    for (const pos of [...places.filter(isLetter), ...places]) {
      const [run] = runsBetween(doc, opened.fragment, pos, pos + 1);
      if (!run) continue;
      ask({ at: [run[0], run[1]], rect: null, takesFocus: true });
      return true;
    }
    return false;
  }, [documentEditor, opened, ask]);
}

/** Opens the story by a key anywhere, and by a click on a word while the text shows its authors. */
export function useStoryInText(): void {
  const { documentEditor, opened, story, reading } = useDocumentEditor();
  const authorship = useShownAuthorship();
  const { ask, close } = story;
  const askHere = useAskStory();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "F1" || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
      if (askHere()) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [askHere]);
  const { on, spans } = authorship;
  useEffect(() => {
    if (!documentEditor || !opened || !on) return undefined;
    const view = viewOf(documentEditor);
    const onClick = (event: MouseEvent): void => {
      // Whoever selects words is not asking about one.
      if (!(window.getSelection()?.isCollapsed ?? true)) return;
      const request = requestAt(view, opened.fragment, spans ?? [], event);
      if (request) ask(request);
      else close();
    };
    view.dom.addEventListener("click", onClick);
    return () => {
      view.dom.removeEventListener("click", onClick);
      close();
    };
  }, [documentEditor, opened, on, spans, ask, close]);
  useEffect(() => {
    if (reading) close();
  }, [reading, close]);
}

function requestAt(
  view: EditorView,
  fragment: Parameters<typeof runsBetween>[1],
  spans: readonly AttributionSpan[],
  event: MouseEvent,
): StoryRequest | null {
  const found = spanOf({ spans, filter: null, showDeleted: true }, event.target);
  if (!found) return null;
  const rect = found.element.getBoundingClientRect();
  if (found.span.deletedBy !== undefined) return { at: found.span.at, rect, takesFocus: false };
  const pos = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
  if (pos === undefined) return null;
  const { doc } = view.state;
  const near = [runsBetween(doc, fragment, pos, Math.min(pos + 1, doc.content.size))];
  if (pos > 0) near.push(runsBetween(doc, fragment, pos - 1, pos));
  const run = near.flat()[0];
  return run ? { at: [run[0], run[1]], rect, takesFocus: false } : null;
}
