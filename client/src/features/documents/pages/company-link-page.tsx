import { Button } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { usePageTitle } from "../../../ui/page.tsx";

/** A link for colleagues: it gives access to whoever is signed in and leads on to the document. */
export function CompanyLinkPage(): ReactElement {
  const { t } = useTranslation();
  const params: { secret?: string } = useParams({ strict: false });
  const secret = params.secret ?? "";
  const sentenceOf = useSentence();
  usePageTitle(t("documents.companyLink.title"));
  // Opening twice changes nothing further, so it may be asked like a question.
  const opened = useQuery({
    queryKey: ["documents", "open-link", secret],
    queryFn: () => documentsEndpoints.shares.openLink.call({ secret }),
    retry: false,
  });
  if (opened.data) return <Navigate to={`/documents/${opened.data.documentId}`} replace />;
  if (opened.isPending) return <ListSkeleton rows={3} />;
  const gone =
    opened.error instanceof ApiError &&
    opened.error.status >= 400 &&
    opened.error.status < 500 &&
    opened.error.status !== 429;
  if (!gone) return <ErrorState sentence={sentenceOf(opened.error)} onRetry={() => void opened.refetch()} />;
  return (
    <EmptyState
      asPage
      role="alert"
      icon={<IconLinkOff size={32} stroke={1.4} />}
      title={t("documents.companyLink.unusable")}
      text={t("documents.companyLink.ask")}
      actions={
        <Button component={Link} to="/documents" variant="default">
          {t("documents.companyLink.library")}
        </Button>
      }
    />
  );
}
