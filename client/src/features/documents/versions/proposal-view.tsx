import { Button } from "@mantine/core";
import { IconEye, IconX } from "@tabler/icons-react";
import type { ComparedBlockAnswer } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useListedProposals } from "../../../editor/index.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { AlternativesNote } from "../parts/alternatives-note.tsx";
import { placeIdOf } from "./chosen-alternatives.ts";
import { Redline } from "./redline.tsx";
import { useProposalView } from "./use-proposal-view.ts";
import classes from "./version-view.module.css";

/** The document in the place of the editor as one view of its proposals has it. It follows what others write, and cannot be edited. */
export function ProposalView(props: { documentId: string; view: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const proposals = useListedProposals();
  const { documentId, view } = props;
  const shown = useProposalView(documentId, view);
  const author = proposals.list?.find((proposal) => proposal.author?.id === view)?.author;
  const name = author?.name ?? t("documents.proposalView.nobody");
  const title =
    view === "proposed" || view === "agreed"
      ? t(`documents.proposalView.${view}`)
      : t("documents.proposalView.person", { name });
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
      {shown.data && hasContext(shown.data.blocks) ? (
        <p className={classes["about"]}>{t("documents.proposalView.context", { name })}</p>
      ) : null}
      <AlternativesNote className={classes["about"]} alternatives={shown.data?.alternatives ?? []} onShow={showPlace} />
      <div className={classes["paper"]}>
        {shown.data && !shown.isError ? (
          <Redline
            documentId={documentId}
            blocks={shown.data.blocks}
            rows={shown.data.rows}
            alternatives={shown.data.alternatives}
            {...(view !== "proposed" && { numbers: "agreed" })}
          />
        ) : shown.isPending ? (
          <ListSkeleton rows={8} />
        ) : (
          <ErrorState sentence={sentenceOf(shown.error)} onRetry={() => void shown.refetch()} />
        )}
      </div>
    </div>
  );
}

/** Leads to where the text has an alternative. */
function showPlace(id: string): void {
  const place = document.getElementById(placeIdOf(id));
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
}

/** Whether a view of one person's proposals holds what others propose. */
function hasContext(blocks: readonly ComparedBlockAnswer[]): boolean {
  return blocks.some(
    ({ waits, proposed, pieces }) =>
      waits || proposed.length > 0 || pieces.some((piece) => piece.waits || piece.proposed.length > 0),
  );
}
