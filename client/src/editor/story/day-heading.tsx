import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { dayOf, formatWholeDay } from "./day-words.ts";
import classes from "./timeline.module.css";

/** A day (YYYY-MM-DD) over what happened on it: as today or yesterday, too, where it is that. */
export function DayHeading({ day }: { day: string }): ReactElement {
  const { t, i18n } = useTranslation();
  const [nowMs] = useState(() => Date.now());
  const dayMs = 86_400_000;
  const near =
    day === dayOf(nowMs)
      ? t("story.timeline.today")
      : day === dayOf(nowMs - dayMs)
        ? t("story.timeline.yesterday")
        : null;
  const whole = formatWholeDay(day, i18n.language);
  return (
    <h3 className={classes["day"]}>
      {near === null ? (
        whole
      ) : (
        <>
          {near} <span className={classes["date"]}>{whole}</span>
        </>
      )}
    </h3>
  );
}
