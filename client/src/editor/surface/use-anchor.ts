import type { EditorView } from "@tiptap/pm/view";
import { useEffect, useState } from "react";

/** A rectangle of the screen. */
export interface Anchor {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** The upper and lower edge of what it is seen in; the window's, where they are absent. */
  readonly within?: { readonly top: number; readonly bottom: number };
}

/** The rectangle around a stretch of text, or `null` when it is out of sight. */
export function rectOf(view: EditorView, from: number, to: number): Anchor | null {
  if (view.isDestroyed || to > view.state.doc.content.size) return null;
  const start = view.coordsAtPos(from);
  const end = view.coordsAtPos(to, -1);
  const bottom = Math.max(start.bottom, end.bottom);
  if (bottom < 0 || start.top > window.innerHeight) return null;
  return {
    left: Math.min(start.left, end.left),
    top: Math.min(start.top, end.top),
    right: Math.max(start.right, end.right),
    bottom,
  };
}

/** The same, but `null` also behind a bar or a panel: the text is seen in the part of the page that scrolls it, and nowhere else. */
export function rectInSight(view: EditorView, from: number, to: number): Anchor | null {
  const rect = rectOf(view, from, to);
  if (rect === null) return null;
  const within = sightOf(view.dom);
  return rect.bottom < within.top || rect.top > within.bottom ? null : { ...rect, within };
}

function sightOf(element: Element): { readonly top: number; readonly bottom: number } {
  const page = { top: 0, bottom: window.innerHeight };
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (!/auto|scroll/.test(getComputedStyle(around).overflowY)) continue;
    const { top, bottom } = around.getBoundingClientRect();
    return { top: Math.max(top, page.top), bottom: Math.min(bottom, page.bottom) };
  }
  return page;
}

/** Measures again after every scroll, resize and change of `key`. `measure` answers `null` for nothing to show. */
export function useAnchor(measure: () => Anchor | null, key: unknown): Anchor | null {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  useEffect(() => {
    let frame = 0;
    const update = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setAnchor(measure()));
    };
    update();
    window.addEventListener("scroll", update, true);
    window.addEventListener("resize", update);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", update, true);
      window.removeEventListener("resize", update);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- measure is new in every rendering; `key` says when it answers otherwise
  }, [key]);
  return anchor;
}
