import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import type { ExportView, ExportedComments } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { AlternativesNote } from "./alternatives-note.tsx";
import classes from "./export-dialog.module.css";
import { LossList } from "./loss-list.tsx";
import type { AskedExport } from "./use-export.ts";

/** Says what the file will lack of this document, and asks what is to become of proposals that wait and of comments, before it is taken. */
export function ExportDialog(props: {
  asked: AskedExport;
  onDownload: (chosen: { view: ExportView; comments: ExportedComments }) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [view, setView] = useState<ExportView>("agreed");
  const { format, notCarried, proposalCount, alternatives, discussions } = props.asked;
  const [comments, setComments] = useState<ExportedComments>(discussions.everyone > 0 ? "everyone" : "none");
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
          {view === "proposed" ? (
            <AlternativesNote className={classes["alternatives"]} alternatives={alternatives} />
          ) : null}
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
      {discussions.everyone + discussions.kept > 0 ? (
        <CommentsChoice discussions={discussions} value={comments} onChange={setComments} />
      ) : null}
      <Group mt="lg" gap="sm" justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button data-autofocus onClick={() => props.onDownload({ view, comments })}>
          {t(notCarried.length > 0 ? "documents.export.download" : "documents.export.take")}
        </Button>
      </Group>
    </Dialog>
  );
}

/** Which open discussions the file is to carry. */
function CommentsChoice(props: {
  discussions: AskedExport["discussions"];
  value: ExportedComments;
  onChange: (comments: ExportedComments) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { everyone, kept } = props.discussions;
  const alsoKept = everyone > 0 ? "documents.export.commentsAll" : "documents.export.commentsKept";
  return (
    <Radio.Group
      mt="md"
      label={t("documents.export.comments")}
      value={props.value}
      onChange={(value) => props.onChange(value as ExportedComments)}
    >
      <Stack gap="xs" mt="xs">
        <Radio value="none" label={t("documents.export.commentsNone")} />
        {everyone > 0 ? (
          <Radio value="everyone" label={t("documents.export.commentsEveryone", { count: everyone })} />
        ) : null}
        {kept > 0 ? (
          <Radio value="all" label={t(alsoKept, { count: kept })} description={t("documents.export.commentsAllText")} />
        ) : null}
      </Stack>
    </Radio.Group>
  );
}
