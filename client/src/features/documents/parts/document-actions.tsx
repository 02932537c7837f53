import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconCopy,
  IconDots,
  IconFileTypeDocx,
  IconFileTypeHtml,
  IconFolderSymlink,
  IconMarkdown,
  IconPrinter,
  IconTrash,
  IconUserPlus,
} from "@tabler/icons-react";
import { roleIncludes } from "@parley/base";
import type { DocumentCard } from "@parley/documents";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense, lazy, useState } from "react";
import { isColleague, useMe } from "../../../platform/me.ts";
import { ExportDialog } from "./export-dialog.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { useExport } from "./use-export.ts";
import { useDocumentActions } from "./use-document-actions.tsx";

const ShareDialog = lazy(async () => ({ default: (await import("./share-dialog.tsx")).ShareDialog }));

const formats = [
  { format: "docx", labelKey: "documents.page.asWord", icon: IconFileTypeDocx },
  { format: "markdown", labelKey: "documents.page.asMarkdown", icon: IconMarkdown },
  { format: "html", labelKey: "documents.page.asHtml", icon: IconFileTypeHtml },
] as const;

/** What can be done with the open document: sharing is the main action, the rest is in a menu. */
export function DocumentActions(props: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const { card } = props;
  const colleague = isColleague(useMe());
  const navigate = useNavigate();
  const actions = useDocumentActions();
  const [open, setOpen] = useState<"share" | "move" | null>(null);
  const owner = roleIncludes(card.role, "own");
  const exporting = useExport(card.id);
  return (
    <>
      {colleague ? (
        <Button
          size="sm"
          variant={owner ? "filled" : "default"}
          leftSection={<IconUserPlus size={16} />}
          onClick={() => setOpen("share")}
          visibleFrom="sm"
        >
          {t("documents.page.share")}
        </Button>
      ) : null}
      <Menu width={230}>
        <Menu.Target>
          <ActionIcon aria-label={t("documents.page.more")}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {colleague ? (
            <Menu.Item hiddenFrom="sm" leftSection={<IconUserPlus size={16} />} onClick={() => setOpen("share")}>
              {t("documents.page.share")}
            </Menu.Item>
          ) : null}
          <Menu.Label>{t("documents.page.export")}</Menu.Label>
          {formats.map((each) => (
            <Menu.Item
              key={each.format}
              onClick={() => exporting.start(each.format)}
              leftSection={<each.icon size={16} />}
            >
              {t(each.labelKey)}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t("documents.page.print")}
          </Menu.Item>
          {colleague ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconFolderSymlink size={16} />} onClick={() => setOpen("move")}>
                {t("documents.menu.move")}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => actions.duplicate(card)}>
                {t("documents.menu.duplicate")}
              </Menu.Item>
            </>
          ) : null}
          {owner ? (
            <Menu.Item
              color="var(--parley-bad)"
              leftSection={<IconTrash size={16} />}
              onClick={() => actions.trash(card, () => void navigate({ to: "/documents" }))}
            >
              {t("documents.menu.trash")}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {open === "share" ? (
        <Suspense>
          <ShareDialog card={card} onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
      {exporting.asked ? (
        <ExportDialog asked={exporting.asked} onDownload={exporting.download} onClose={exporting.cancel} />
      ) : null}
      {open === "move" ? <MoveDialog card={card} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
