import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { innerQuotes } from "../../platform/inner-quotes.ts";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { Moment } from "../../ui/moment.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./comments-panel.module.css";

/** What was changed about a thread, with the words from before. For the document's owner. */
export function ThreadRecord({ threadId }: { threadId: string }): ReactElement {
  const { t } = useTranslation();
  const { documentId } = useDocumentEditor();
  const record = useQuery(documentsEndpoints.threads.record.queryOptions({ input: { id: documentId } }));
  const acts = (record.data ?? []).filter((each) => each.threadId === threadId);
  if (acts.length === 0) return <p className={classes["note"]}>{t("editor.comments.noRecord")}</p>;
  return (
    <ul className={classes["record"]} aria-label={t("editor.comments.showRecord")}>
      {acts.map((each) => (
        <li key={`${each.at}-${each.act}-${each.commentId ?? ""}`}>
          {t(`editor.comments.act.${each.act}`, { name: each.by.name, person: each.person?.name ?? "" })}{" "}
          <Moment iso={each.at} exact />
          {each.textBefore === null ? null : <q className={classes["before"]}>{innerQuotes(each.textBefore)}</q>}
        </li>
      ))}
    </ul>
  );
}
