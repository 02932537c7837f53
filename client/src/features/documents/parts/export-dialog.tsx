import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { LossList } from "./loss-list.tsx";
import type { AskedExport } from "./use-export.ts";

/** Says what the file will lack of this document, before it is taken. */
export function ExportDialog(props: { asked: AskedExport; onDownload: () => void; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { format, notCarried } = props.asked;
  const name = t(`documents.export.format.${format}`);
  return (
    <Dialog title={t("documents.export.title", { format: name })} onClose={props.onClose}>
      <Text mb="sm">{t("documents.export.lacks", { format: name })}</Text>
      <LossList losses={notCarried} />
      {format === "docx" ? null : (
        <Text mt="sm" c="dimmed" size="sm">
          {t("documents.export.wordCarries")}
        </Text>
      )}
      <Group mt="lg" gap="sm" justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button data-autofocus onClick={props.onDownload}>
          {t("documents.export.download")}
        </Button>
      </Group>
    </Dialog>
  );
}
