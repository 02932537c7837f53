/** Going through the changes of a comparison as they are drawn: several parts of a page may be one stop. */
import { useEffect } from "react";

/** Which of how many stops. */
export interface Stop {
  readonly at: number;
  readonly of: number;
}

/** What letters are typed into. Whoever has just chosen how to compare goes on with the keys. */
const FIELDS = "input:not([type=radio]), textarea, select, [contenteditable=true]";

/** J and K go from change to change, wherever the focus is but in a field. */
export function useChangeKeys(paper: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof HTMLElement && target.closest(FIELDS)) return;
      const letter = key.toLowerCase();
      if (letter !== "j" && letter !== "k") return;
      event.preventDefault();
      stepTo(paper.current, letter === "j" ? 1 : -1);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [paper]);
}

/** Which stop something is in, or `null`. */
export function stopAt(paper: HTMLElement | null, target: HTMLElement): Stop | null {
  const changes = changesIn(paper);
  const change = target.closest<HTMLElement>("[data-change]");
  if (!change || !changes.includes(change)) return null;
  const stops = [...new Set(changes.map(nameOf))];
  return { at: stops.indexOf(nameOf(change)) + 1, of: stops.length };
}

/** How many stops there are. */
export function countStops(paper: HTMLElement | null): number {
  return new Set(changesIn(paper).map(nameOf)).size;
}

/** What happened at what has the focus. Words that came tell of those that went for them, too. */
export function noteAt(paper: HTMLElement | null, target: HTMLElement): string {
  const change = target.closest<HTMLElement>("[data-change]");
  if (!change) return "";
  const parts = isWords(change)
    ? changesIn(paper).filter((each) => isWords(each) && nameOf(each) === nameOf(change))
    : [change];
  const lines = parts.flatMap((each) => (each.dataset["note"] ?? "").split("\n"));
  return [...new Set(lines)].join("\n");
}

/**
 * Puts the focus on the first part of the next or the previous stop. Where the focus is at none, as after a click on a button, `left` says at
 * which it was last, counted from 1.
 */
export function stepTo(paper: HTMLElement | null, step: 1 | -1, left: number | null = null): void {
  const changes = changesIn(paper);
  const firsts = new Map<string | undefined, number>();
  changes.forEach((change, at) => firsts.has(nameOf(change)) || firsts.set(nameOf(change), at));
  const focused = document.activeElement?.closest<HTMLElement>("[data-change]");
  const here = focused ? changes.indexOf(focused) : left === null ? -1 : ([...firsts.values()][left - 1] ?? -1);
  const own = changes[here] && nameOf(changes[here]);
  const others = [...firsts].filter(([name]) => name !== own).map(([, at]) => at);
  const next =
    step > 0
      ? (others.find((at) => at > here) ?? others[0])
      : (others.findLast((at) => here < 0 || at < here) ?? others.at(-1));
  const change = changes[next ?? here];
  change?.focus({ preventScroll: true });
  change?.scrollIntoView({ block: "center" });
}

const changesIn = (paper: HTMLElement | null): HTMLElement[] => [
  ...(paper?.querySelectorAll<HTMLElement>("[data-change]") ?? []),
];

const nameOf = (change: HTMLElement): string | undefined => change.dataset["stop"];

/** Words in one place: what moved has one at each end, and each tells of itself. */
const isWords = (change: HTMLElement): boolean => change.matches("ins, del, span") && !change.matches("[data-moved]");
