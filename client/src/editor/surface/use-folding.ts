import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** On a phone the tools scroll sideways instead. */
const phone = "(max-width: 48em)";

/** How many steps of folding fit: the next one when the tools need more than there is, an earlier one as soon as it fits again. */
export function foldFor(
  step: number,
  last: number,
  widths: { readonly availablePx: number; readonly neededPx: readonly number[] },
): number {
  const { availablePx, neededPx } = widths;
  const fits = neededPx.findIndex((needed) => needed <= availablePx);
  return fits >= 0 && fits <= step ? fits : Math.min(step + 1, last);
}

/**
 * Steps by which a bar folds its last tools into a menu so that it stays one row, 0 to `last`. `shape` names everything that
 * changes how much the tools need; when it changes the bar is measured anew.
 */
export function useFolding(ref: RefObject<HTMLElement | null>, last: number, shape: string): number {
  const [step, setStep] = useState(0);
  const needed = useRef<{ shape: string; px: number[] }>({ shape, px: [] });
  useLayoutEffect(() => {
    const bar = ref.current;
    if (!bar) return undefined;
    const measure = (): void => {
      if (needed.current.shape !== shape) {
        needed.current = { shape, px: [] };
        if (step !== 0) return setStep(0);
      }
      if (window.matchMedia(phone).matches) return setStep(0);
      const { clientWidth, scrollWidth } = bar;
      const { px } = needed.current;
      // While everything fits only an upper bound is known, which will do until it does not.
      px[step] = scrollWidth;
      return setStep(foldFor(step, last, { availablePx: clientWidth, neededPx: px }));
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(bar);
    measure();
    return () => watcher.disconnect();
  }, [ref, last, shape, step]);
  return step;
}
