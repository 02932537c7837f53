import { textWithSigns } from "@parley/document";
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCopy,
  IconDots,
  IconFolderSymlink,
  IconPencil,
  IconTrash,
  IconUserPlus,
} from "@tabler/icons-react";
import type { DocumentCard } from "@parley/documents";
import { roleIncludes } from "@parley/base";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense, lazy, useState } from "react";
import classes from "./document-menu.module.css";
import { MoveDialog } from "./move-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { useDocumentActions } from "./use-document-actions.tsx";

const ShareDialog = lazy(async () => ({ default: (await import("./share-dialog.tsx")).ShareDialog }));

/** What can be done with a document from a list; only what the person's role allows is offered. */
export function DocumentMenu(props: { card: DocumentCard; inTrash: boolean }): ReactElement {
  const { t } = useTranslation();
  const { card } = props;
  const [open, setOpen] = useState<"rename" | "move" | "share" | null>(null);
  const actions = useDocumentActions();
  const close = (): void => setOpen(null);
  return (
    <span className={classes["menu"]}>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t("documents.menu.label", { title: textWithSigns(card.title) })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {props.inTrash ? (
            <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => actions.restore(card)}>
              {t("documents.menu.restore")}
            </Menu.Item>
          ) : (
            <>
              {roleIncludes(card.role, "own") ? (
                <Menu.Item leftSection={<IconUserPlus size={16} />} onClick={() => setOpen("share")}>
                  {t("documents.menu.share")}
                </Menu.Item>
              ) : null}
              {roleIncludes(card.role, "edit") ? (
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen("rename")}>
                  {t("documents.menu.rename")}
                </Menu.Item>
              ) : null}
              <Menu.Item leftSection={<IconFolderSymlink size={16} />} onClick={() => setOpen("move")}>
                {t("documents.menu.move")}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => actions.duplicate(card)}>
                {t("documents.menu.duplicate")}
              </Menu.Item>
              {roleIncludes(card.role, "own") ? (
                <>
                  <Menu.Divider />
                  <Menu.Item
                    color="var(--parley-bad)"
                    leftSection={<IconTrash size={16} />}
                    onClick={() => actions.trash(card)}
                  >
                    {t("documents.menu.trash")}
                  </Menu.Item>
                </>
              ) : null}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {open === "rename" ? <RenameDialog card={card} onClose={close} /> : null}
      {open === "move" ? <MoveDialog card={card} onClose={close} /> : null}
      {open === "share" ? (
        <Suspense>
          <ShareDialog card={card} onClose={close} />
        </Suspense>
      ) : null}
    </span>
  );
}
