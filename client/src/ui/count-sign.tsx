import { VisuallyHidden } from "@mantine/core";
import type { ReactElement } from "react";
import classes from "./count-sign.module.css";

const MOST_TOLD = 99;

/** How many things wait behind a button or an entry of a menu; `words` tell it to who hears the page. Nothing for none. */
export function CountSign({ count, words }: { count: number; words: string }): ReactElement | null {
  if (count === 0) return null;
  return (
    <span className={classes["count"]}>
      <span aria-hidden>{count > MOST_TOLD ? `${MOST_TOLD}+` : count}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
