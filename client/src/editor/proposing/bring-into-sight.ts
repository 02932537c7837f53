/** Scrolls to something in the text, at once for whoever wants no motion. */
export function bringIntoSight(place: Element | null): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  place?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}
