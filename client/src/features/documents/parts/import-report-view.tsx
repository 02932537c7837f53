import type { ImportReport } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./import.module.css";
import { LossList } from "./loss-list.tsx";

const counted = ["paragraphs", "headings", "listItems", "tables", "images", "links", "footnotes"] as const;

/** What an import brought in and, by name and number, what it could not carry over. */
export function ImportReportView(props: { report: ImportReport }): ReactElement {
  const { t } = useTranslation();
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
      {report.leftOut ? (
        <>
          <div className={classes["lossTitle"]}>{t("documents.import.leftOut", report.leftOut)}</div>
          <ul className={classes["passages"]}>
            {report.leftOut.passages.map((passage, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- nothing else tells two equal passages apart, and the list never changes
              <li key={at}>
                <del>{passage}</del>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {report.notCarried.length > 0 ? (
        <>
          <div className={classes["lossTitle"]}>{t("documents.import.lossTitle")}</div>
          <LossList losses={report.notCarried} />
        </>
      ) : null}
    </div>
  );
}
