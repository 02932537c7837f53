import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import type { ExportView } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { LossList } from "./loss-list.tsx";
import type { AskedExport } from "./use-export.ts";

/** Says what the file will lack of this document, and asks what is to become of proposals that wait, before it is taken. */
export function ExportDialog(props: {
  asked: AskedExport;
  onDownload: (view: ExportView) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [view, setView] = useState<ExportView>("agreed");
  const { format, notCarried, proposalCount } = props.asked;
  const name = t(`documents.export.format.${format}`);
  return (
    <Dialog title={t("documents.export.title", { format: name })} onClose={props.onClose}>
      {proposalCount > 0 ? (
        <Radio.Group
          mb="md"
          label={t("documents.export.proposals", { count: proposalCount })}
          value={view}
          onChange={(chosen) => setView(chosen === "proposed" ? "proposed" : "agreed")}
        >
          <Stack gap="xs" mt="xs">
            {(["agreed", "proposed"] as const).map((each) => (
              <Radio key={each} value={each} label={t(`documents.export.view.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
      ) : null}
      {notCarried.length > 0 ? (
        <>
          <Text mb="sm">{t("documents.export.lacks", { format: name })}</Text>
          <LossList losses={notCarried} />
          {format === "docx" ? null : (
            <Text mt="sm" c="dimmed" size="sm">
              {t("documents.export.wordCarries")}
            </Text>
          )}
        </>
      ) : null}
      <Group mt="lg" gap="sm" justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button data-autofocus onClick={() => props.onDownload(view)}>
          {t(notCarried.length > 0 ? "documents.export.download" : "documents.export.take")}
        </Button>
      </Group>
    </Dialog>
  );
}
