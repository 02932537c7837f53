import type { DocumentCard } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { NameDialog } from "../../../ui/name-dialog.tsx";

/** Gives a document another title. */
export function RenameDialog(props: { card: Pick<DocumentCard, "id" | "title">; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const rename = useAction((title: string) => documentsEndpoints.update.call({ id: props.card.id, title }), {
    refreshes: [documentsEndpoints.list.key(), documentsEndpoints.get.key()],
    onDone: props.onClose,
  });
  return (
    <NameDialog
      title={t("documents.rename.title")}
      label={t("documents.rename.label")}
      initial={props.card.title}
      action={t("documents.rename.action")}
      maxLength={300}
      busy={rename.isPending}
      problem={rename.error ? sentenceOf(rename.error) : null}
      onSubmit={(title) => rename.mutate(title)}
      onClose={props.onClose}
    />
  );
}
