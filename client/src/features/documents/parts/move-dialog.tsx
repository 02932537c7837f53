import { textWithSigns } from "@parley/document";
import { Button, Group, Text } from "@mantine/core";
import { IconChevronRight, IconFolder, IconFolderPlus, IconHome } from "@tabler/icons-react";
import type { DocumentCard } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { localeOf } from "../../../platform/language.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { folderTrail, foldersIn } from "./folder-tree.ts";
import classes from "./move-dialog.module.css";
import { NewFolderField } from "./new-folder-field.tsx";
import { Dialog } from "../../../ui/dialog.tsx";

/** Puts a document into one of one's own folders. Where others keep it does not change. */
export function MoveDialog(props: {
  card: Pick<DocumentCard, "id" | "title" | "folderId">;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const folders = useQuery(documentsEndpoints.folders.list.queryOptions());
  const [at, setAt] = useState<string | null>(props.card.folderId);
  const [naming, setNaming] = useState(false);
  const move = useAction((folderId: string | null) => documentsEndpoints.update.call({ id: props.card.id, folderId }), {
    refreshes: [documentsEndpoints.list.key(), documentsEndpoints.get.key()],
    onDone: props.onClose,
  });
  const trail = folderTrail(folders.data ?? [], at);
  const inside = foldersIn(folders.data ?? [], trail.at(-1)?.id ?? null, localeOf(language));
  return (
    <Dialog onClose={props.onClose} title={t("documents.move.title", { title: textWithSigns(props.card.title) })}>
      <Text c="dimmed" mb="xs">
        {t("documents.move.note")}
      </Text>
      <div className={classes["trail"]}>
        <button type="button" className={classes["step"]} onClick={() => setAt(null)}>
          <IconHome size={16} />
          {t("documents.folder.top")}
        </button>
        {trail.map((folder) => (
          <span key={folder.id} className={classes["pair"]}>
            <IconChevronRight size={14} />
            <button type="button" className={classes["step"]} onClick={() => setAt(folder.id)}>
              {folder.name}
            </button>
          </span>
        ))}
      </div>
      {folders.isPending ? <ListSkeleton rows={3} /> : null}
      {folders.isError ? (
        <ErrorState compact sentence={sentenceOf(folders.error)} onRetry={() => void folders.refetch()} />
      ) : null}
      <ul className={classes["folders"]}>
        {inside.map((folder) => (
          <li key={folder.id}>
            <button type="button" className={classes["folder"]} onClick={() => setAt(folder.id)}>
              <IconFolder size={18} stroke={1.5} />
              {folder.name}
            </button>
          </li>
        ))}
        {folders.data && inside.length === 0 && !naming ? (
          <li className={classes["none"]}>{t("documents.move.none")}</li>
        ) : null}
      </ul>
      {naming ? (
        <NewFolderField
          parentId={trail.at(-1)?.id ?? null}
          onMade={(folder) => {
            setNaming(false);
            setAt(folder.id);
          }}
          onCancel={() => setNaming(false)}
        />
      ) : null}
      {move.error ? (
        <Text c="var(--parley-bad)" role="alert" mt="sm">
          {sentenceOf(move.error)}
        </Text>
      ) : null}
      <Group mt="md" justify="space-between">
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFolderPlus size={16} />}
          onClick={() => setNaming(true)}
          disabled={naming}
        >
          {t("documents.folder.new")}
        </Button>
        <Group gap="xs">
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button loading={move.isPending} disabled={at === props.card.folderId} onClick={() => move.mutate(at)}>
            {t("documents.move.action")}
          </Button>
        </Group>
      </Group>
    </Dialog>
  );
}
