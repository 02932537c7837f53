import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import { ChangedWords } from "./changed-words.tsx";
import classes from "./changes-panel.module.css";

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
        <li key={decision.seq} className={classes["decision"]} data-verdict={decision.verdict}>
          <span className={classes["who"]}>
            <span className={classes["name"]}>
              {t(`editor.changes.verdict.${decision.verdict}`, { name: decision.decidedBy.name })}
            </span>
            <PartyLabel party={decision.party} />
            <span className={classes["when"]}>
              <Moment iso={decision.decidedAt} />
            </span>
          </span>
          {decision.reason === null ? null : <p className={classes["reason"]}>{decision.reason}</p>}
          {decision.proposals.map((proposal) => (
            <ChangedWords key={proposal.id} {...proposal} />
          ))}
        </li>
      ))}
    </ol>
  );
}
