import type { WaitingDocument } from "@parley/documents";
import { IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Page } from "../../../ui/page.tsx";
import { KindIcon } from "../parts/kind-icon.tsx";
import classes from "./review-page.module.css";
import { OwnSide } from "../parts/own-side.tsx";

/** Documents in which something waits for the person, or is new to them, the newest first. */
export function ReviewPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const waiting = useQuery({
    ...documentsEndpoints.review.all.queryOptions(),
    staleTime: 0,
    refetchInterval: 60_000,
  });
  return (
    <Page title={t("documents.review.title")} note={t("documents.review.note")}>
      {waiting.isPending ? <ListSkeleton rows={4} /> : null}
      {waiting.isError && !waiting.data ? (
        <ErrorState sentence={sentenceOf(waiting.error)} onRetry={() => void waiting.refetch()} />
      ) : null}
      {waiting.data?.length === 0 ? (
        <EmptyState
          icon={<IconChecklist size={32} stroke={1.4} />}
          title={t("documents.review.emptyTitle")}
          text={t("documents.review.emptyText")}
        />
      ) : null}
      <ul className={classes["rows"]}>
        {waiting.data?.map((document) => (
          <Row key={document.id} document={document} />
        ))}
      </ul>
    </Page>
  );
}

function Row({ document }: { document: WaitingDocument }): ReactElement {
  const { t } = useTranslation();
  const { proposals, threads, changedBy } = document;
  const names = changedBy.map(({ name }) => name);
  return (
    <li>
      <Link to={`/documents/${document.id}`} search={{ panel: "review" }} className={classes["row"]}>
        <KindIcon kind={document.kind} />
        <span className={classes["main"]}>
          <span className={classes["title"]}>{document.title}</span>
          <span className={classes["facts"]}>
            {proposals > 0 ? <strong>{t("documents.review.proposals", { count: proposals })}</strong> : null}
            {threads > 0 ? <strong>{t("documents.review.threads", { count: threads })}</strong> : null}
            {names.length > 0 ? (
              <span>
                {t(`documents.review.changedBy.${names.length > SHOWN_NAMES ? "many" : "few"}`, {
                  names: names.slice(0, SHOWN_NAMES).join(t("documents.review.and")),
                  more: names.length - SHOWN_NAMES,
                })}
              </span>
            ) : null}
          </span>
        </span>
        <OwnSide party={document.party} />
        <span className={classes["when"]}>
          <Moment iso={document.at} />
        </span>
      </Link>
    </li>
  );
}

const SHOWN_NAMES = 3;
