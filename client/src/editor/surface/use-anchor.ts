import type { EditorView } from "@tiptap/pm/view";
import { useEffect, useState } from "react";

/** A rectangle of the screen. */
export interface Anchor {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
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
