import { textWithSigns } from "@parley/document";
import { Button } from "@mantine/core";
import { IconFileOff, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useCallback, useEffect, useMemo, useState } from "react";
import { EditorProvider } from "../../../editor/index.ts";
import { ApiError } from "../../../platform/api-error.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { loadPaperFonts } from "../../../ui/theme/fonts.ts";
import { OpenDocumentPage } from "../parts/open-document-page.tsx";
import { askAgainAfterMs, isInOwnersTrash } from "../parts/use-return.ts";

/** One document: its text in the middle, what is known about it at the side. */
export function DocumentPage(): ReactElement {
  const { t } = useTranslation();
  const params: { documentId?: string } = useParams({ strict: false });
  const documentId = params.documentId ?? "";
  const sentenceOf = useSentence();
  const me = useMe();
  const { id, name, standing } = me.person;
  const person = useMemo(() => ({ id, name, standing }), [id, name, standing]);
  const card = useQuery({
    ...documentsEndpoints.get.queryOptions({ input: { id: documentId } }),
    refetchInterval: ({ state }) => (state.data ? false : askAgainAfterMs(state.error)),
  });
  const [visit, setVisit] = useState(0);
  const { refetch } = card;
  const onReturn = useCallback(() => {
    setVisit((before) => before + 1);
    void refetch();
  }, [refetch]);
  usePageTitle(card.data ? textWithSigns(card.data.title) : null);
  useEffect(() => void loadPaperFonts(), []);
  if (card.data) {
    return (
      <EditorProvider key={`${documentId} ${visit}`} documentId={documentId} person={person}>
        <OpenDocumentPage card={card.data} onReturn={onReturn} />
      </EditorProvider>
    );
  }
  if (card.isPending) return <ListSkeleton rows={10} />;
  // An address that no document can have is a mistyped one.
  const status = card.error instanceof ApiError ? card.error.status : null;
  if (status !== 404 && status !== 400)
    return <ErrorState sentence={sentenceOf(card.error)} onRetry={() => void card.refetch()} />;
  const inTrash = isInOwnersTrash(card.error);
  return (
    <EmptyState
      asPage
      icon={inTrash ? <IconTrash size={32} stroke={1.4} /> : <IconFileOff size={32} stroke={1.4} />}
      title={t(inTrash ? "documents.page.inOwnersTrash" : "documents.page.gone")}
      text={status === 404 ? sentenceOf(card.error) : t("platform.error.notFound")}
      actions={
        <Button component={Link} to={isColleague(me) ? "/documents" : "/shared"} variant="default">
          {t("documents.page.toLibrary")}
        </Button>
      }
    />
  );
}
