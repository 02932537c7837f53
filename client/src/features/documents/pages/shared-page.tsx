import { textWithSigns } from "@parley/document";
import { Button } from "@mantine/core";
import { IconChecklist, IconFiles } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useUnsentDocuments } from "../../../platform/session/unsent-marks.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Page } from "../../../ui/page.tsx";
import { UnsentNote } from "../parts/unsent-note.tsx";
import { KindIcon } from "../parts/kind-icon.tsx";
import classes from "./shared-page.module.css";
import { OwnSide } from "../parts/own-side.tsx";

/** What is shared with a guest. At their start (`?open=only`), and with one document only, that document. */
export function SharedPage(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const sentenceOf = useSentence();
  const unsent = useUnsentDocuments(me.person.id);
  const search: { open?: string } = useSearch({ strict: false });
  const documents = useQuery(documentsEndpoints.list.queryOptions({ input: { view: "shared" } }));
  const cards = documents.data?.documents ?? [];
  if (isColleague(me)) return <Navigate to="/documents" search={{ view: "shared" }} replace />;
  const only = search.open === "only" && cards.length === 1 ? cards[0] : undefined;
  if (only) return <Navigate to={`/documents/${only.id}`} replace />;
  return (
    <Page
      title={t("documents.shared.title")}
      note={t("documents.shared.note", { company: me.company.name })}
      actions={
        <Button component={Link} to="/review" variant="default" leftSection={<IconChecklist size={16} />}>
          {t("documents.shared.review")}
        </Button>
      }
    >
      {documents.isPending ? <ListSkeleton rows={3} /> : null}
      {documents.isError ? (
        <ErrorState sentence={sentenceOf(documents.error)} onRetry={() => void documents.refetch()} />
      ) : null}
      {documents.data && cards.length === 0 ? (
        <EmptyState
          icon={<IconFiles size={32} stroke={1.4} />}
          title={t("documents.shared.emptyTitle")}
          text={t("documents.shared.emptyText")}
        />
      ) : null}
      <ul className={classes["cards"]}>
        {cards.map((card) => (
          <li key={card.id}>
            <Link to={`/documents/${card.id}`} className={classes["card"]}>
              <KindIcon kind={card.kind} />
              <span className={classes["main"]}>
                <span className={classes["title"]}>{textWithSigns(card.title)}</span>
                <span className={classes["note"]}>
                  {card.owner.name} · <Moment iso={card.changedAt} />
                </span>
                {unsent.has(card.id) ? <UnsentNote /> : null}
              </span>
              <OwnSide party={card.party} />
              <span className={classes["note"]}>{t(`ui.role.${card.role}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
