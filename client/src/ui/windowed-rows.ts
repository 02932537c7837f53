/**
 * Rows of a long list: only those in sight, and a margin around them, stand in the page. Heights may differ; the list is as high as
 * all of its rows.
 *
 * Invariants:
 * - A few rows all stand in the page, where the flow puts them; only many are placed by their heights.
 * - A row that has the focus, or in which something is opened or written (`useStaysInPage`), stays in the page wherever the list is scrolled.
 * - Something is brought into sight only when somebody asks for it, never because its row comes back by scrolling.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type FocusEvent,
  type PointerEvent,
  type RefObject,
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";

/** Up to so many rows all stand in the page. */
export const FEW_ROWS = 60;

/** Rows that are kept in the page before and behind what is in sight. */
const MARGIN_ROWS = 6;

/** Between a row that is brought into sight and the edge. */
const SIGHT_MARGIN_PX = 12;

/** A row that stands in the page. */
export interface PlacedRow {
  readonly index: number;
  /** Its place in the list; `null` where the flow puts it. */
  readonly topPx: number | null;
}

export interface WindowedRows {
  /** Of the element that holds all rows. */
  readonly list: {
    readonly ref: (element: HTMLElement | null) => void;
    readonly style: CSSProperties | undefined;
    readonly onFocus: (event: FocusEvent) => void;
    readonly onBlur: (event: FocusEvent) => void;
    /** Rows have gone, and the pointer has not moved since: it rests on what nobody has pointed at. */
    readonly "data-still": "" | undefined;
    readonly onPointerMove: (event: PointerEvent) => void;
  };
  readonly shown: readonly PlacedRow[];
  /** Ref of every row's element, which has `rowAttributes`. */
  readonly measure: (element: HTMLElement | null) => void;
  /** Keeps a row in the page until the returned function is called: the value of `StaysInPage`. */
  readonly hold: (key: string) => () => void;
  /** Scrolls no further than needed. */
  readonly bringIntoSight: (key: string) => void;
  /** Puts the focus on a row's first button where the row that had the focus has gone from the list. */
  readonly takeLostFocus: (key: string) => void;
}

/** What the element of a row carries, so that it is measured and found. */
export function rowAttributes(key: string, { index, topPx }: PlacedRow): RowAttributes {
  return {
    "data-row": key,
    "data-index": index,
    style: topPx === null ? undefined : { position: "absolute", insetInline: 0, top: topPx },
  };
}

export interface RowAttributes {
  readonly "data-row": string;
  readonly "data-index": number;
  readonly style: CSSProperties | undefined;
}

export interface RowsOptions {
  /** A name for each row, in order; no two are alike. */
  readonly keys: readonly string[];
  /** How high a row probably is, before it was seen. */
  readonly estimatePx: (index: number) => number;
  readonly gapPx: number;
  /** How much of what scrolls is covered at its lower edge by something that stands there. */
  readonly coveredPx?: number;
  /** The same at its upper edge. */
  readonly coveredAbovePx?: number;
}

/** A row of a list as the component that draws it needs it. */
export interface ListedRow {
  readonly place: PlacedRow;
  readonly ofCount: number;
  readonly measure: (element: HTMLElement | null) => void;
}

/** Which rows of a list stand in the page, and where. The list scrolls with the nearest element around it that scrolls. */
export function useWindowedRows(options: RowsOptions): WindowedRows {
  const { keys, estimatePx, gapPx, coveredPx = 0, coveredAbovePx = 0 } = options;
  const [element, setElement] = useState<HTMLElement | null>(null);
  const { scroller, marginPx } = useScroller(element);
  const many = keys.length > FEW_ROWS;
  const indexOf = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys]);
  const { hold, keptKeys, hasFocus, focusedKey, onFocus, onBlur } = useKeptRows();
  const still = useStillPointer(keys.length);
  const rowOf = (key: string): HTMLElement | null =>
    element?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null;
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled; what is handed on are numbers and steady functions
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    enabled: many,
    count: keys.length,
    getScrollElement: () => scroller,
    getItemKey: (index) => keys[index] ?? index,
    estimateSize: estimatePx,
    gap: gapPx,
    scrollMargin: marginPx,
    scrollPaddingStart: SIGHT_MARGIN_PX + coveredAbovePx,
    scrollPaddingEnd: SIGHT_MARGIN_PX + coveredPx,
    overscan: MARGIN_ROWS,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(startIndex - overscan, 0);
      const last = Math.min(endIndex + overscan, count - 1);
      const shown = new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at));
      for (const key of keptKeys()) {
        const index = indexOf.get(key);
        if (index !== undefined) shown.add(index);
      }
      return [...shown].toSorted((a, b) => a - b);
    },
  });
  const bringIntoSight = (key: string): void => {
    const index = indexOf.get(key);
    if (index === undefined) return;
    if (many) virtualizer.scrollToIndex(index, { align: "auto" });
    else {
      const row = rowOf(key);
      if (row) row.style.scrollMarginBlock = `${coveredAbovePx}px ${coveredPx}px`;
      row?.scrollIntoView({ block: "nearest" });
    }
  };
  const takeLostFocus = (key: string): void => {
    const before = focusedKey();
    if (before === null || indexOf.has(before) || !hasFocus.current || document.activeElement !== document.body) return;
    rowOf(key)?.querySelector("button")?.focus({ preventScroll: true });
  };
  return {
    list: {
      ref: setElement,
      style: many ? { position: "relative", height: virtualizer.getTotalSize() } : undefined,
      onFocus,
      onBlur,
      ...still,
    },
    shown: many
      ? virtualizer.getVirtualItems().map(({ index, start }) => ({ index, topPx: start - marginPx }))
      : keys.map((_, index) => ({ index, topPx: null })),
    measure: many ? virtualizer.measureElement : unmeasured,
    hold,
    bringIntoSight: useSteady(bringIntoSight),
    takeLostFocus: useSteady(takeLostFocus),
  };
}

const unmeasured = (): void => undefined;

/** Keeps a row in the page while something in it would be lost; nothing where there is no windowed list around it. */
export function useStaysInPage(key: string, stays: boolean): void {
  const hold = useContext(StaysInPage);
  useEffect(() => (stays ? hold(key) : undefined), [hold, key, stays]);
}

export const StaysInPage = createContext<(key: string) => () => void>(() => () => undefined);

/** Rows that stay, and the one that last had the focus. */
function useKeptRows(): {
  hold: (key: string) => () => void;
  keptKeys: () => string[];
  /** Whether the focus came into the list and has not been taken elsewhere. */
  hasFocus: RefObject<boolean>;
  focusedKey: () => string | null;
  onFocus: (event: FocusEvent) => void;
  onBlur: (event: FocusEvent) => void;
} {
  const held = useRef<string[]>([]);
  const focused = useRef<string | null>(null);
  const hasFocus = useRef(false);
  const hold = useCallback((key: string) => {
    held.current = [...held.current, key];
    return () => {
      held.current = held.current.toSpliced(held.current.indexOf(key), 1);
    };
  }, []);
  return {
    hold,
    hasFocus,
    focusedKey: () => focused.current,
    keptKeys: () => [...held.current, ...(focused.current === null ? [] : [focused.current])],
    // What opens from a row may stand elsewhere in the page; the row that opened it has had the focus before.
    onFocus: ({ target }) => {
      hasFocus.current = true;
      const row = target instanceof Element ? target.closest("[data-row]") : null;
      if (row instanceof HTMLElement) focused.current = row.dataset["row"] ?? null;
    },
    onBlur: ({ relatedTarget }) => {
      // Without another place for it the element was removed or disabled, or the page was left.
      if (relatedTarget !== null) hasFocus.current = false;
    },
  };
}

/** Tells when rows went away under a pointer that rests. */
function useStillPointer(count: number): Pick<WindowedRows["list"], "data-still" | "onPointerMove"> {
  const [still, setStill] = useState(false);
  const [before, setBefore] = useState(count);
  if (before !== count) {
    setBefore(count);
    if (count < before) setStill(true);
  }
  return {
    "data-still": still ? "" : undefined,
    onPointerMove: ({ movementX, movementY }) => {
      // A browser also tells of a move when only the page moved below the pointer.
      if (still && (movementX !== 0 || movementY !== 0)) setStill(false);
    },
  };
}

/** What scrolls a list, and how far the list's beginning is from the beginning of that. */
function useScroller(element: HTMLElement | null): { scroller: HTMLElement | null; marginPx: number } {
  const scroller = useMemo(() => (element === null ? null : scrollerOf(element)), [element]);
  const [marginPx, setMargin] = useState(0);
  useLayoutEffect(() => {
    if (!element || !scroller) return undefined;
    const measure = (): void =>
      setMargin(
        Math.round(element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop),
      );
    measure();
    const observer = new ResizeObserver(measure);
    // What stands before the list grows and shrinks: a form, a notice.
    for (let at: HTMLElement | null = element; at !== null && at !== scroller; at = at.parentElement)
      for (const child of at.parentElement?.children ?? []) observer.observe(child);
    return () => observer.disconnect();
  }, [element, scroller]);
  return { scroller, marginPx };
}

function scrollerOf(element: HTMLElement): HTMLElement {
  for (let at = element.parentElement; at !== null; at = at.parentElement)
    if (/auto|scroll/u.test(getComputedStyle(at).overflowY)) return at;
  return document.documentElement;
}

/** The same function for as long as the component stands; it does what was given last. */
function useSteady<Arguments extends readonly unknown[]>(
  act: (...args: Arguments) => void,
): (...args: Arguments) => void {
  const current = useRef(act);
  useLayoutEffect(() => {
    current.current = act;
  });
  return useCallback((...args: Arguments) => current.current(...args), []);
}
