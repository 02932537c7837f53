import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import type { ExportView, ExportedComments } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { LossList } from "./loss-list.tsx";
import type { AskedExport, ExportWish } from "./use-export.ts";

/** Says what the file will lack of this document, and asks what of proposals and comments it is to carry, before it is taken. */
export function ExportDialog(props: {
  asked: AskedExport;
  onDownload: (wish: ExportWish) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { format, notCarried, proposalCount, discussions } = props.asked;
  const [view, setView] = useState<ExportView>("agreed");
  const [comments, setComments] = useState<ExportedComments>(discussions.everyone > 0 ? "everyone" : "none");
  const name = t(`documents.export.format.${format}`);
  const lacks = notCarried.length > 0;
  const mayCarry = discussions.everyone + discussions.internal > 0 && view === "agreed";
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
      {lacks ? (
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
      {mayCarry ? (
        <Radio.Group
          mt={lacks ? "lg" : 0}
          label={t("documents.export.comments")}
          value={comments}
          onChange={(value) => setComments(value as ExportedComments)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="none" label={t("documents.export.commentsNone")} />
            {discussions.everyone > 0 ? (
              <Radio value="everyone" label={t("documents.export.commentsEveryone", { count: discussions.everyone })} />
            ) : null}
            {discussions.internal > 0 ? (
              <Radio
                value="all"
                label={t(
                  discussions.everyone > 0 ? "documents.export.commentsAll" : "documents.export.commentsInternal",
                  {
                    count: discussions.internal,
                  },
                )}
                description={t("documents.export.commentsAllText")}
              />
            ) : null}
          </Stack>
        </Radio.Group>
      ) : null}
      <Group mt="lg" gap="sm" justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button
          data-autofocus
          onClick={() => props.onDownload({ view, comments: view === "agreed" ? comments : "none" })}
        >
          {t(lacks ? "documents.export.download" : "documents.export.take")}
        </Button>
      </Group>
    </Dialog>
  );
}
