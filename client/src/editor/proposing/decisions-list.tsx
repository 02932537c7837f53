import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import { DecisionEntry } from "./decision-entry.tsx";

/** Every decision ever made, the newest first. */
export function DecisionsList(): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { documentId } = useDocumentEditor();
  const seq = useSessionStatus()?.seq ?? 0;
  const query = useQuery({
    ...documentsEndpoints.proposals.decisions.queryOptions({ input: { id: documentId } }),
    // A decision of somebody else is a row like any other.
    queryKey: [...documentsEndpoints.proposals.decisions.queryKey({ input: { id: documentId } }), seq],
    placeholderData: (before) => before,
  });
  if (query.data === undefined) {
    if (query.error === null)
      return (
        <div role="status" aria-label={t("editor.changes.loading")}>
          <Skeleton height={60} mb={12} />
          <Skeleton height={60} />
        </div>
      );
    return (
      <div role="alert">
        <p className={classes["hint"]}>
          {t("editor.changes.failed")} {sentence(query.error)}
        </p>
        <Button variant="default" size="compact-sm" onClick={() => void query.refetch()}>
          {t("editor.changes.retry")}
        </Button>
      </div>
    );
  }
  if (query.data.length === 0) return <p className={classes["hint"]}>{t("editor.changes.noDecisions")}</p>;
  return (
    <ol className={classes["list"]}>
      {query.data.toReversed().map((decision) => (
        <DecisionEntry key={decision.seq} decision={decision} />
      ))}
    </ol>
  );
}
