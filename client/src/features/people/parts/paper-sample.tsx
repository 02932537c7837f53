import { useTranslation } from "react-i18next";
import type { Party } from "@parley/base";
import { type ReactElement, useEffect } from "react";
import { loadLatinPaperFont } from "../../../ui/theme/fonts.ts";
import classes from "./paper-sample.module.css";

const hands: readonly { party: Party; key: string }[] = [
  { party: "ours", key: "people.sample.ours" },
  { party: "counterparty", key: "people.sample.counterparty" },
  { party: "counsel", key: "people.sample.counsel" },
];

/** A clause with the hands of three parties in it: what the product is about, shown instead of told. */
export function PaperSample(): ReactElement {
  const { t } = useTranslation();
  useEffect(() => void loadLatinPaperFont(), []);
  return (
    <div className={classes["paper"]}>
      <p className={classes["heading"]}>{t("people.sample.heading")}</p>
      <p className={classes["clause"]}>
        {t("people.sample.first")}
        <span className={classes["hand"]} data-party="ours">
          {t("people.sample.byOurs")}
        </span>
        {t("people.sample.second")}
        <span className={classes["hand"]} data-party="counterparty">
          {t("people.sample.byCounterparty")}
        </span>
        {t("people.sample.third")}
        <span className={classes["hand"]} data-party="counsel">
          {t("people.sample.byCounsel")}
        </span>
        {t("people.sample.last")}
      </p>
      <ul className={classes["legend"]}>
        {hands.map((hand) => (
          <li key={hand.party} data-party={hand.party}>
            <span className={classes["line"]} />
            {t(hand.key)}
          </li>
        ))}
      </ul>
    </div>
  );
}
