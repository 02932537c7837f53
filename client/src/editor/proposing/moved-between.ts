/** Says from where to where something was to be moved that does not wait any more. */
import type { ClausePlace } from "@parley/document";
import type { MovedBetween } from "@parley/documents";
import type { TFunction } from "i18next";
import { placeLine } from "./place-words.ts";

/** One sentence: a place is named by its articles, number and first words. */
export function movedBetweenWords({ from, to }: MovedBetween, t: TFunction): string {
  const name = (place: ClausePlace): string => {
    const title = placeLine({ ...place, isAfter: false }, t);
    if (title === "") return t(`editor.changes.moved.${place.isAfter ? "start" : "first"}`);
    return t(`editor.changes.moved.${place.isAfter ? "behind" : "in"}`, { title });
  };
  return t("editor.changes.moved.between", { from: name(from), to: name(to) });
}
