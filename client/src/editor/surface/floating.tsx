import {
  type CSSProperties,
  type ReactElement,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import classes from "./floating.module.css";
import { placeBeside } from "./place-beside.ts";
import type { Anchor } from "./use-anchor.ts";

/**
 * Something small beside a place of the text. It keeps inside the window and turns to the other side when there is no room. What may be
 * tall bounds its height by `--floating-room`: how much the roomier side has, and scrolls.
 */
export function Floating(props: {
  anchor: Anchor;
  side: "above" | "below";
  role?: string;
  label?: string;
  className?: string | undefined;
  /** The pointer may go in without losing the text's focus. */
  keepsFocus?: boolean;
  /** How far from the window's upper edge something begins that is not to be covered any more, in pixels. */
  ceiling?: () => number;
  children: ReactNode;
  onMouseEnter?: () => void;
  onMouseLeave?: () => void;
}): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number; room: number } | null>(null);
  const { anchor, side, ceiling, children } = props;
  const [grown, setGrown] = useState(0);
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    // What is inside may come later, as the answer of a server does.
    const observer = new ResizeObserver(() => setGrown((count) => count + 1));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const box = ref.current?.getBoundingClientRect();
    if (!box) return;
    const top = Math.max(ceiling?.() ?? 0, anchor.within?.top ?? 0);
    const frame = { top, bottom: anchor.within?.bottom ?? window.innerHeight, right: window.innerWidth };
    const beside = placeBeside(anchor, { side, box, frame });
    setPlace((before) =>
      before?.left === beside.left && before.top === beside.top && before.room === beside.room ? before : beside,
    );
    // What is inside decides the size.
  }, [anchor, side, ceiling, children, grown]);
  const placed = place !== null;
  useLayoutEffect(() => {
    // What is not shown yet cannot take the focus.
    if (placed) ref.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [placed]);
  return createPortal(
    <div
      ref={ref}
      role={props.role}
      aria-label={props.label}
      className={`${classes["floating"]} ${props.className ?? ""}`}
      data-print="hide"
      style={
        {
          left: place?.left ?? 0,
          top: place?.top ?? 0,
          visibility: place ? "visible" : "hidden",
          ...(place && { "--floating-room": `${place.room}px` }),
        } as CSSProperties
      }
      onMouseDown={(event) => {
        if (props.keepsFocus === true && !(event.target instanceof HTMLInputElement)) event.preventDefault();
      }}
      onMouseEnter={props.onMouseEnter}
      onMouseLeave={props.onMouseLeave}
    >
      {children}
    </div>,
    document.body,
  );
}
