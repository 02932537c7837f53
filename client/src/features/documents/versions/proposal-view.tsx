import { Button } from "@mantine/core";
import { IconEye, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useListedProposals, useSessionStatus } from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Redline } from "./redline.tsx";
import classes from "./version-view.module.css";

/** The document in the place of the editor as one view of its proposals has it. It follows what others write, and cannot be edited. */
export function ProposalView(props: { documentId: string; view: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const proposals = useListedProposals();
  const seq = useSessionStatus()?.seq ?? 0;
  const { documentId, view } = props;
  const input = { id: documentId, of: view };
  const shown = useQuery({
    ...documentsEndpoints.proposals.view.queryOptions({ input }),
    queryKey: [...documentsEndpoints.proposals.view.queryKey({ input }), seq],
    placeholderData: (before) => before,
  });
  const author = proposals.list?.find((proposal) => proposal.author?.id === view)?.author;
  const title =
    view === "proposed" || view === "agreed"
      ? t(`documents.proposalView.${view}`)
      : t("documents.proposalView.person", { name: author?.name ?? t("documents.proposalView.nobody") });
  return (
    <div className={classes["view"]}>
      <div className={classes["tools"]} role="status">
        <h2 className={classes["title"]}>
          <IconEye size={17} stroke={1.6} aria-hidden />
          <span>{title}</span>
        </h2>
        <span className={classes["readOnly"]}>{t("documents.proposalView.readOnly")}</span>
        <span className={classes["space"]} />
        <Button size="xs" variant="default" leftSection={<IconX size={15} aria-hidden />} onClick={props.onClose}>
          {t("documents.proposalView.back")}
        </Button>
      </div>
      <div className={classes["paper"]}>
        {shown.data ? (
          <Redline documentId={documentId} blocks={shown.data.blocks} rows={shown.data.rows} />
        ) : shown.isPending ? (
          <ListSkeleton rows={8} />
        ) : (
          <ErrorState sentence={sentenceOf(shown.error)} onRetry={() => void shown.refetch()} />
        )}
      </div>
    </div>
  );
}
