import { ActionIcon, Menu } from "@mantine/core";
import { IconChevronRight, IconDots, IconFolder, IconPencil, IconTrash } from "@tabler/icons-react";
import { notifications } from "@mantine/notifications";
import type { Folder } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { localeOf } from "../../../platform/language.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { NameDialog } from "../../../ui/name-dialog.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { folderTrail, foldersIn } from "./folder-tree.ts";
import classes from "./folder-strip.module.css";

/** Where one is among one's folders, and the folders that lie there. */
export function FolderStrip(props: {
  folderId: string | null;
  onOpen: (folderId: string | null) => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const folders = useQuery(documentsEndpoints.folders.list.queryOptions());
  if (!folders.data) return null;
  const trail = folderTrail(folders.data, props.folderId);
  const inside = foldersIn(folders.data, trail.at(-1)?.id ?? null, localeOf(language));
  if (trail.length === 0 && inside.length === 0) return null;
  return (
    <div className={classes["strip"]}>
      {trail.length > 0 ? (
        <nav className={classes["trail"]} aria-label={t("documents.folder.trail")}>
          <button type="button" className={classes["step"]} onClick={() => props.onOpen(null)}>
            {t("documents.folder.top")}
          </button>
          {trail.map((folder) => (
            <span key={folder.id} className={classes["pair"]}>
              <IconChevronRight size={14} />
              <button
                type="button"
                className={classes["step"]}
                aria-current={folder.id === props.folderId ? "page" : undefined}
                onClick={() => props.onOpen(folder.id)}
              >
                {folder.name}
              </button>
            </span>
          ))}
        </nav>
      ) : null}
      {inside.length > 0 ? (
        <ul className={classes["folders"]}>
          {inside.map((folder) => (
            <FolderCard key={folder.id} folder={folder} onOpen={() => props.onOpen(folder.id)} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function FolderCard(props: { folder: Folder; onOpen: () => void }): ReactElement {
  const { t } = useTranslation();
  const { folder } = props;
  const sentenceOf = useSentence();
  const confirm = useConfirm();
  const [renaming, setRenaming] = useState(false);
  const refreshes = [documentsEndpoints.folders.key()];
  const rename = useAction((name: string) => documentsEndpoints.folders.update.call({ id: folder.id, name }), {
    refreshes,
    onDone: () => setRenaming(false),
  });
  const remove = useAction(() => documentsEndpoints.folders.remove.call({ id: folder.id }), {
    refreshes,
    onFailed: (error) => {
      notifications.show({ color: "red", message: sentenceOf(error) });
    },
  });
  return (
    <li className={classes["card"]}>
      <button type="button" className={classes["open"]} onClick={props.onOpen}>
        <IconFolder size={18} stroke={1.5} />
        <span className={classes["name"]}>{folder.name}</span>
      </button>
      <Menu>
        <Menu.Target>
          <ActionIcon size="md" aria-label={t("documents.folder.actions", { name: folder.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
            {t("documents.menu.rename")}
          </Menu.Item>
          <Menu.Item
            color="var(--parley-bad)"
            leftSection={<IconTrash size={16} />}
            onClick={() =>
              confirm({
                title: t("documents.folder.removeTitle", { name: folder.name }),
                text: t("documents.folder.removeText"),
                action: t("documents.folder.remove"),
                onConfirm: () => remove.mutate(undefined),
              })
            }
          >
            {t("documents.folder.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming ? (
        <NameDialog
          title={t("documents.folder.renameTitle")}
          label={t("documents.folder.name")}
          initial={folder.name}
          action={t("documents.rename.action")}
          maxLength={120}
          busy={rename.isPending}
          problem={rename.error ? sentenceOf(rename.error) : null}
          onSubmit={(name) => rename.mutate(name)}
          onClose={() => setRenaming(false)}
        />
      ) : null}
    </li>
  );
}
