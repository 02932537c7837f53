import { textWithSigns } from "@parley/document";
import { Anchor, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { DocumentCard } from "@parley/documents";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { type CopiedComments, useAskCopy } from "./use-ask-copy.tsx";

type Target = Pick<DocumentCard, "id" | "title">;
type Shared = Pick<DocumentCard, "id" | "title" | "shareCount">;

/** Putting away, taking back and copying documents, each with a note that offers the way back or on. */
export function useDocumentActions(): {
  /** Asks first when others would lose sight of it. */
  trash: (card: Shared, onDone?: () => void) => void;
  restore: (card: Target) => void;
  duplicate: (card: Target) => void;
} {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const confirm = useConfirm();
  const askCopy = useAskCopy();
  const refreshes = [documentsEndpoints.list.key(), documentsEndpoints.get.key()];
  const onFailed = (error: Error): void => {
    notifications.show({ color: "red", message: sentenceOf(error) });
  };
  const restore = useAction(({ id }: Target) => documentsEndpoints.restore.call({ id }), {
    refreshes,
    onFailed,
    onDone: (_done, card) => {
      notifications.show({ message: t("documents.note.restored", { title: textWithSigns(card.title) }) });
    },
  });
  const trash = useAction(
    ({ card }: { card: Target; onDone?: () => void }) => documentsEndpoints.trash.call({ id: card.id }),
    {
      refreshes,
      onFailed,
      onDone: (_done, { card, onDone }) => {
        const id = `trash-${card.id}`;
        notifications.show({
          id,
          message: (
            <Group justify="space-between" wrap="nowrap">
              <span>{t("documents.note.trashed", { title: textWithSigns(card.title) })}</span>
              <Anchor
                component="button"
                onClick={() => {
                  notifications.hide(id);
                  restore.mutate(card);
                }}
              >
                {t("documents.note.undo")}
              </Anchor>
            </Group>
          ),
        });
        onDone?.();
      },
    },
  );
  const duplicate = useAction(
    // The server names the copy, in its maker's language and within the length of a title.
    ({ card: { id }, comments }: { card: Target; comments: CopiedComments }) =>
      documentsEndpoints.duplicate.call({ id, comments }),
    {
      refreshes,
      onFailed,
      onDone: ({ id }, { card }) => {
        notifications.show({
          message: (
            <Group justify="space-between" wrap="nowrap">
              <span>{t("documents.note.duplicated", { title: textWithSigns(card.title) })}</span>
              <Anchor component={Link} to={`/documents/${id}`}>
                {t("documents.note.open")}
              </Anchor>
            </Group>
          ),
        });
      },
    },
  );
  return {
    trash: (card, onDone) => {
      const go = (): void => trash.mutate({ card, ...(onDone ? { onDone } : {}) });
      if (card.shareCount === 0) return go();
      return confirm({
        title: t("documents.note.askTrash", { title: textWithSigns(card.title) }),
        text: t("documents.note.askTrashText", { count: card.shareCount }),
        action: t("documents.menu.trash"),
        onConfirm: go,
      });
    },
    restore: (card) => restore.mutate(card),
    duplicate: (card) => {
      askCopy(card, (comments) => duplicate.mutate({ card, comments })).catch(onFailed);
    },
  };
}
