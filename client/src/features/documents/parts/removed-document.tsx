import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, NoPermission } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { isInOwnersTrash } from "./use-return.ts";

/** In place of a document that closed under its reader: that it waits in the trash, or that access was taken away. */
export function RemovedDocument(props: { why: Error | null }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  if (props.why === null) return <ListSkeleton rows={6} />;
  if (!isInOwnersTrash(props.why)) return <NoPermission sentence={t("documents.page.removed")} />;
  return (
    <EmptyState
      icon={<IconTrash size={32} stroke={1.4} />}
      title={t("documents.page.inOwnersTrash")}
      text={sentenceOf(props.why)}
    />
  );
}
