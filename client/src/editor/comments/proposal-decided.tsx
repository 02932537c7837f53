import type { CommentThread } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { innerQuotes } from "../../platform/inner-quotes.ts";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { Moment } from "../../ui/moment.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./comments-panel.module.css";
import { outcomeOf } from "./proposal-outcome.ts";

/** How the proposal of a thread was decided on, by whom, when and why. */
export function ProposalDecided(props: { anchor: CommentThread["anchor"]; seq: number }): ReactElement {
  const { t } = useTranslation();
  const { documentId, comments } = useDocumentEditor();
  const { anchor, seq } = props;
  const input = { id: documentId };
  const newest = Math.max(seq, ...(comments.threads ?? []).map((thread) => thread.anchor.decidedSeq ?? 0));
  const { data } = useQuery({
    ...documentsEndpoints.proposals.decisions.queryOptions({ input }),
    // All threads ask once; a decision never changes, so only a newer one is asked for.
    queryKey: [...documentsEndpoints.proposals.decisions.queryKey({ input }), "threads", newest],
    placeholderData: (before) => before,
    staleTime: Infinity,
  });
  const told = outcomeOf(data ?? [], seq, anchor.proposalId);
  if (!told) return <p className={classes["note"]}>{t("editor.comments.proposalDecided")}</p>;
  const { outcome, decision } = told;
  return (
    <p className={classes["note"]}>
      {t(`editor.comments.outcome.${outcome}`, { name: decision.decidedBy.name })} <Moment iso={decision.decidedAt} />
      {decision.reason === null ? null : <q className={classes["before"]}>{innerQuotes(decision.reason)}</q>}
    </p>
  );
}
