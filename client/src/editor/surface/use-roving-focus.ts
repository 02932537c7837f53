import { type RefObject, useEffect } from "react";

/** A toolbar is one stop of the Tab key; arrows, Home and End move inside it. */
export function useRovingFocus(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const bar = ref.current;
    if (!bar) return undefined;
    const tools = (): HTMLElement[] => Array.from(bar.querySelectorAll<HTMLElement>("button:not(:disabled)"));
    const settle = (): void => {
      const all = tools();
      const stop =
        all.find((tool) => tool === document.activeElement) ?? all.find((tool) => tool.tabIndex === 0) ?? all[0];
      for (const tool of all) tool.tabIndex = tool === stop ? 0 : -1;
    };
    const onKey = (event: KeyboardEvent): void => {
      const all = tools();
      const at = all.findIndex((tool) => tool === document.activeElement);
      if (at < 0) return;
      const next =
        event.key === "ArrowRight"
          ? at + 1
          : event.key === "ArrowLeft"
            ? at - 1
            : event.key === "Home"
              ? 0
              : event.key === "End"
                ? all.length - 1
                : null;
      if (next === null) return;
      event.preventDefault();
      all[(next + all.length) % all.length]?.focus();
      settle();
    };
    settle();
    const watcher = new MutationObserver(settle);
    watcher.observe(bar, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
    bar.addEventListener("keydown", onKey);
    bar.addEventListener("focusin", settle);
    return () => {
      watcher.disconnect();
      bar.removeEventListener("keydown", onKey);
      bar.removeEventListener("focusin", settle);
    };
  }, [ref]);
}
