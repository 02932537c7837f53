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
import type { Anchor } from "./use-anchor.ts";

const GAP_PX = 8;

/** The least height that something beside a place may have, though it then covers the place. */
const LEAST_ROOM_PX = 200;

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
  children: ReactNode;
  onMouseEnter?: () => void;
  onMouseLeave?: () => void;
}): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number; room: number } | null>(null);
  const { anchor, side, children } = props;
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
    const within = anchor.within ?? { top: 0, bottom: window.innerHeight };
    const [highest, lowest] = [within.top + GAP_PX, within.bottom - box.height - GAP_PX];
    const above = anchor.top - GAP_PX - box.height;
    const below = anchor.bottom + GAP_PX;
    const wanted =
      side === "above" ? (above >= highest ? above : below) : below <= lowest || above < highest ? below : above;
    const top = Math.max(highest, Math.min(wanted, lowest));
    const left = Math.max(GAP_PX, Math.min(anchor.left, window.innerWidth - box.width - GAP_PX));
    const room = Math.max(anchor.top, window.innerHeight - anchor.bottom, LEAST_ROOM_PX) - 2 * GAP_PX;
    setPlace((before) =>
      before?.left === left && before.top === top && before.room === room ? before : { left, top, room },
    );
    // What is inside decides the size.
  }, [anchor, side, children, grown]);
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
