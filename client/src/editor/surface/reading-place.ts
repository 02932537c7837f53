/** The place in the text at which one reads, kept while the page takes another shape. */

/** How far below the upper edge of what scrolls the eye is taken to be: below the tools, in pixels. */
const EYE_PX = 72;

/** A paragraph at the height of the eye: the share of it that lies above, or the pixels by which it begins below. */
export interface ReadingPlace {
  readonly block: HTMLElement;
  readonly shareAbove: number;
  readonly below: number;
}

/** What scrolls the text: the nearest ancestor that does, or the window. */
function scrollerOf(text: HTMLElement): HTMLElement {
  for (let at = text.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at !== document.body) return at;
  }
  return document.documentElement;
}

function eyeOf(scroller: HTMLElement): number {
  return (scroller === document.documentElement ? 0 : Math.max(0, scroller.getBoundingClientRect().top)) + EYE_PX;
}

/** Where one reads now; `null` at the very beginning and in an empty text. */
export function readPlace(text: HTMLElement): ReadingPlace | null {
  const scroller = scrollerOf(text);
  if (scroller.scrollTop <= 0) return null;
  const eye = eyeOf(scroller);
  for (const block of text.querySelectorAll<HTMLElement>(":scope > :not(table, .tableWrapper), td > *, th > *")) {
    const { top, bottom, height } = block.getBoundingClientRect();
    if (bottom <= eye || height === 0) continue;
    return top > eye
      ? { block, shareAbove: 0, below: top - eye }
      : { block, shareAbove: (eye - top) / height, below: 0 };
  }
  return null;
}

/** Scrolls so that the place stands at the height of the eye again; `null` is the beginning. */
export function returnToPlace(text: HTMLElement, place: ReadingPlace | null): void {
  const scroller = scrollerOf(text);
  if (!place) {
    scroller.scrollTop = 0;
    return;
  }
  if (!place.block.isConnected) return;
  const { top, height } = place.block.getBoundingClientRect();
  scroller.scrollTop += top + place.shareAbove * height - place.below - eyeOf(scroller);
}
