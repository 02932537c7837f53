import { Button } from "@mantine/core";
import { IconFileOff, IconInfoCircle } from "@tabler/icons-react";
import { roleIncludes } from "@parley/base";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { loadPaperFonts } from "../../../ui/theme/fonts.ts";
import { DocumentActions } from "../parts/document-actions.tsx";
import { DocumentDetails } from "../parts/document-details.tsx";
import { DocumentFrame, type DocumentPanel } from "../parts/document-frame.tsx";
import { DocumentTitle } from "../parts/document-title.tsx";

/** One document: its text in the middle, what is known about it at the side. */
export function DocumentPage(): ReactElement {
  const { t } = useTranslation();
  const params: { documentId?: string } = useParams({ strict: false });
  const documentId = params.documentId ?? "";
  const sentenceOf = useSentence();
  const colleague = isColleague(useMe());
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const search: { panel?: string } = useSearch({ strict: false });
  const card = useQuery(documentsEndpoints.get.queryOptions({ input: { id: documentId } }));
  usePageTitle(card.data?.title ?? null);
  useEffect(() => void loadPaperFonts(), []);
  const home = colleague ? "/documents" : "/shared";
  if (card.isPending) return <ListSkeleton rows={10} />;
  if (!card.data) {
    const gone = card.error instanceof ApiError && (card.error.status === 404 || card.error.status === 400);
    if (!gone) return <ErrorState sentence={sentenceOf(card.error)} onRetry={() => void card.refetch()} />;
    return (
      <EmptyState
        icon={<IconFileOff size={32} stroke={1.4} />}
        title={t("documents.page.gone")}
        text={sentenceOf(card.error)}
        actions={
          <Button component={Link} to={home} variant="default">
            {t("documents.page.toLibrary")}
          </Button>
        }
      />
    );
  }
  const panels: DocumentPanel[] = [
    {
      id: "details",
      label: t("documents.page.details"),
      icon: IconInfoCircle,
      content: <DocumentDetails card={card.data} />,
    },
  ];
  return (
    <DocumentFrame
      backTo={home}
      title={
        <DocumentTitle
          card={card.data}
          editable={colleague && roleIncludes(card.data.role, "edit") && card.data.trashedAt === null}
        />
      }
      status={null}
      people={null}
      actions={<DocumentActions card={card.data} />}
      panels={panels}
      panelId={search.panel ?? null}
      onPanel={(panel) => void navigate({ to: pathname, search: panel === null ? {} : { panel }, replace: true })}
    >
      {null}
    </DocumentFrame>
  );
}
