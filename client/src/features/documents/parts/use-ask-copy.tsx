import { textWithSigns } from "@parley/document";
import { Checkbox, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { DocumentCard } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";

/** Which comments come along with a copy. */
export type CopiedComments = "none" | "everyone";

/**
 * Returns a function that asks whether comments are to come along, where there are some that may: those on the text that everyone on the
 * document sees. Where there are none, it answers at once.
 */
export function useAskCopy(): (
  card: Pick<DocumentCard, "id" | "title">,
  onAnswer: (comments: CopiedComments) => void,
) => Promise<void> {
  const { t } = useTranslation();
  return async ({ id, title }, onAnswer) => {
    const { threads } = await documentsEndpoints.threads.list.call({ id });
    const count = threads.filter(
      ({ audience, anchor }) => audience === "everyone" && anchor.type !== "proposal" && !anchor.gone,
    ).length;
    if (count === 0) return onAnswer("none");
    let comments: CopiedComments = "none";
    modals.openConfirmModal({
      title: t("documents.copy.title", { title: textWithSigns(title) }),
      children: (
        <Stack gap="sm">
          <Text c="dimmed">{t("documents.copy.text")}</Text>
          <Checkbox
            label={t("documents.copy.comments", { count })}
            description={t("documents.copy.commentsText")}
            onChange={(event) => (comments = event.currentTarget.checked ? "everyone" : "none")}
          />
        </Stack>
      ),
      labels: { confirm: t("documents.copy.action"), cancel: t("ui.cancel") },
      closeButtonProps: { "aria-label": t("ui.close") },
      onConfirm: () => onAnswer(comments),
    });
  };
}
