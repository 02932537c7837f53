/** How a place in the contract is told. */
import type { ClausePlace } from "@parley/document";
import type { TFunction } from "i18next";

export interface PlaceWords {
  /** The articles, outermost first; empty for none. */
  readonly article: string;
  /** The paragraph or the row; empty where the article itself is the place. */
  readonly exact: string;
}

const BETWEEN = " › ";

export function placeWords({ heads, label, words, table, isAfter }: ClausePlace, t: TFunction): PlaceWords {
  const article = heads.join(BETWEEN);
  const row = table === null ? null : rowWords({ ...table, words }, t);
  const title = row ?? [label, words].filter(Boolean).join(" ");
  if (title === "") return { article, exact: "" };
  return { article, exact: isAfter ? t("editor.changes.place.after", { title }) : title };
}

/** The number that is printed before the paragraph of a place; empty where it is no numbered paragraph. */
export function printedNumber({ label, table, isAfter }: ClausePlace): string {
  return table !== null || isAfter ? "" : label;
}

/** The same in one line; empty for what stands before everything. */
export function placeLine(place: ClausePlace, t: TFunction): string {
  const { article, exact } = placeWords(place, t);
  return [article, exact].filter(Boolean).join(BETWEEN);
}

function rowWords(
  { index, row, words }: { readonly index: number; readonly row: number; readonly words: string },
  t: TFunction,
): string {
  const table = index > 0 ? t("editor.changes.place.tableOf", { index }) : t("editor.changes.place.table");
  if (row === 0) return table;
  return t(`editor.changes.place.${words === "" ? "row" : "rowOf"}`, { table, row, words });
}
