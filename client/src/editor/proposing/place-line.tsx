import type { ClausePlace } from "@parley/document";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./place-line.module.css";
import { placeWords } from "./place-words.ts";

/** Where in the contract something stands, in one line: its article and the exact place. Nothing for what stands before everything. */
export function PlaceLine({ place }: { place: ClausePlace | null }): ReactElement | null {
  const { t } = useTranslation();
  if (place === null) return null;
  const { article, exact } = placeWords(place, t);
  if (article === "" && exact === "") return null;
  const [first, second] = exact === "" ? ["", article] : [article, exact];
  return (
    <span className={classes["place"]} title={[first, second].filter(Boolean).join(" › ")}>
      {first === "" ? null : <span className={classes["article"]}>{first}</span>}
      {first === "" ? null : <span className={classes["between"]}>{" › "}</span>}
      <span className={classes["exact"]}>{second}</span>
    </span>
  );
}
