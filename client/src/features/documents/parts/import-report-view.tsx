import type { ImportReport } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./import.module.css";

const counted = ["paragraphs", "headings", "listItems", "tables", "images", "links", "footnotes"] as const;

/** What an import brought in and, by name and number, what it could not carry over. */
export function ImportReportView(props: { report: ImportReport }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { report } = props;
  return (
    <div className={classes["report"]}>
      <ul className={classes["counts"]}>
        {counted
          .filter((name) => report.counts[name] > 0)
          .map((name) => (
            <li key={name}>{t(`documents.import.count.${name}`, { count: report.counts[name] })}</li>
          ))}
      </ul>
      {report.notCarried.length > 0 ? (
        <>
          <div className={classes["lossTitle"]}>{t("documents.import.lossTitle")}</div>
          <ul className={classes["losses"]}>
            {report.notCarried.map((loss) => (
              <li key={loss.code}>
                <span>{loss[language]}</span>
                <span className={classes["lossCount"]}>{t("documents.import.times", { count: loss.count })}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
