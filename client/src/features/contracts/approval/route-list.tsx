import { type RoutePreview, scopeWords } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./approval.module.css";
import { comparedWords } from "./compared-words.ts";

/** A route before it is taken: its steps with their people, and the steps that are left out, with why. */
export function RouteList({ route }: { route: RoutePreview }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const comma = language === "zh" ? "、" : ", ";
  return (
    <>
      <h3 className={classes["cardTitle"]}>{t("contracts.approval.route")}</h3>
      <ol className={classes["plain"]}>
        {route.steps.map((step) => (
          <li key={step.id}>
            <strong>{step.labels[language]}</strong>
            {" · "}
            {step.people.map(({ name }) => name).join(comma) || "—"}
            <br />
            <small className={classes["quiet"]}>
              {t("contracts.approval.looksAt", {
                scopes: step.scope.map((name) => scopeWords(name, language)).join(comma),
              })}
            </small>
          </li>
        ))}
      </ol>
      {route.leftOut.length > 0 ? (
        <>
          <h3 className={classes["cardTitle"]}>{t("contracts.approval.leftOut")}</h3>
          <ul className={classes["plain"]}>
            {route.leftOut.map(({ step, labels, because }) => (
              <li key={step}>
                <strong>{labels[language]}</strong>
                {" · "}
                <span className={classes["quiet"]}>
                  {because.map((each) => comparedWords(each, language)).join(language === "zh" ? "；" : "; ")}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
