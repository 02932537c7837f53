/** Says from where something was moved that is listed with the place where it stands. */
import type { FormerPlaceAnswer } from "@parley/documents";
import type { TFunction } from "i18next";
import type { ClauseOutline } from "./clause-outline.ts";
import { withSigns } from "./invisible-characters.ts";
import { placeLine } from "./place-words.ts";

/** How much of a paragraph names a place that has no name in the contract. */
const PLACE_CHARACTERS = 24;

/** `null` where the place cannot be named: a picture or an empty line tells nobody where it is. */
export function movedFromWords(
  { isWithin, isBehind, block, text }: FormerPlaceAnswer,
  outline: Pick<ClauseOutline, "placeOf"> | null,
  t: TFunction,
): string | null {
  if (isWithin) return t("editor.changes.movedFrom.within");
  if (block === null) return t("editor.changes.movedFrom.beginning");
  const found = outline?.placeOf([[...block, 1]]) ?? null;
  const place = (found && placeLine(found, t)) || beginningOf(text.replaceAll(/[\n\u2029]/gu, " ").trim());
  if (place === "") return null;
  return t(`editor.changes.movedFrom.${isBehind && !found?.isAfter ? "behind" : "inside"}`, { place });
}

/** As much of a paragraph as names it. */
function beginningOf(text: string): string {
  const characters = Array.from(withSigns(text));
  return characters.length > PLACE_CHARACTERS
    ? `${characters.slice(0, PLACE_CHARACTERS).join("").trimEnd()}…`
    : characters.join("");
}
