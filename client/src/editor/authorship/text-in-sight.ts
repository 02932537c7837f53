/**
 * Which part of a long text is on the screen or near it, so that the rest need not be drawn in full.
 *
 * Invariants:
 * - The part reaches some screens beyond the screen. It follows when the screen comes near its end, in the frame in which the
 *   text is scrolled, and not before: a page that stands still, or moves a little, costs nothing.
 * - A key costs nothing here: the part is moved along with the text.
 */
import type { Mappable } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";

/** A part of the text, as positions. */
export interface Sight {
  readonly from: number;
  readonly to: number;
}

/** Screens before and behind the one that is seen. */
const MARGIN_SCREENS = 3;
/** So many of them have to be there. */
const LEAST_SCREENS = 1;
/** More than these are too many. */
const MOST_SCREENS = 8;

/** The same part after a change; what is put in at its ends belongs to it. */
export function mapSight({ from, to }: Sight, mapping: Mappable): Sight {
  return { from: mapping.map(from, -1), to: mapping.map(to, 1) };
}

/** Top and bottom on the screen, in pixels. */
export interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** Which of `count` blocks, one below the other, reach into an extent: from the first of them to before `end`. */
export function blocksWithin(
  count: number,
  extentOf: (index: number) => Extent,
  { top, bottom }: Extent,
): { first: number; end: number } {
  const firstWhere = (is: (extent: Extent) => boolean): number => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (is(extentOf(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const first = firstWhere((extent) => extent.bottom > top);
  return {
    first,
    end: Math.max(
      first,
      firstWhere((extent) => extent.top >= bottom),
    ),
  };
}

/**
 * Follows what is in sight of a view's text. `known` is the part that is taken for it now, or `null` while nobody needs it; `onSight` is told
 * another one. `look` looks again in the next frame, without being told of a reason by the page.
 */
export function followSight(
  view: EditorView,
  known: () => Sight | null,
  onSight: (sight: Sight) => void,
): { look(): void; end(): void } {
  let frame: number | null = null;
  const look = (): void => {
    frame ??= requestAnimationFrame(() => {
      frame = null;
      const before = known();
      const sight = before && otherSight(view, before);
      if (sight) onSight(sight);
    });
  };
  // The text may stand in any scrolling box, and is moved from one to another.
  window.addEventListener("scroll", look, { capture: true, passive: true });
  window.addEventListener("resize", look);
  const sizes = new ResizeObserver(look);
  sizes.observe(view.dom);
  return {
    look,
    end() {
      if (frame !== null) cancelAnimationFrame(frame);
      window.removeEventListener("scroll", look, { capture: true });
      window.removeEventListener("resize", look);
      sizes.disconnect();
    },
  };
}

/** What is in sight where that is no longer `before`, or `null`. */
function otherSight(view: EditorView, before: Sight): Sight | null {
  const screenPx = window.innerHeight;
  const within = (screens: number): Sight => sightWithin(view, -screens * screenPx, (screens + 1) * screenPx);
  const least = within(LEAST_SCREENS);
  const most = within(MOST_SCREENS);
  const isEnough = before.from <= least.from && before.to >= least.to;
  const isTooMuch = before.from < most.from || before.to > most.to;
  return isEnough && !isTooMuch ? null : within(MARGIN_SCREENS);
}

function sightWithin(view: EditorView, top: number, bottom: number): Sight {
  const { doc } = view.state;
  const starts: number[] = [];
  doc.forEach((_block, offset) => starts.push(offset));
  const startOf = (index: number): number => starts[index] ?? doc.content.size;
  const extentOf = (index: number): Extent => {
    const element = view.nodeDOM(startOf(index));
    return element instanceof Element ? element.getBoundingClientRect() : { top: 0, bottom: 0 };
  };
  const { first, end } = blocksWithin(starts.length, extentOf, { top, bottom });
  return { from: startOf(first), to: startOf(end) };
}
