import type { NotCarried } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./import.module.css";

/** What a file could not or cannot carry, each with how often. */
export function LossList(props: { losses: readonly NotCarried[] }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className={classes["losses"]}>
      {props.losses.map((loss) => (
        <li key={loss.code}>
          <span>{loss[language]}</span>
          <span className={classes["lossCount"]}>{t("documents.import.times", { count: loss.count })}</span>
        </li>
      ))}
    </ul>
  );
}
