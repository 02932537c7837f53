import { Button } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";

/** Above the text while somebody answers a proposal: whose, and how to leave it. */
export function CounterNotice(): ReactElement | null {
  const { t } = useTranslation();
  const { countering, documentEditor } = useDocumentEditor();
  const { answered, isLinked, end } = countering;
  if (!answered) return null;
  const name = answered.author?.name ?? t("editor.changes.unknownAuthor");
  const leave = (): void => {
    end();
    // The caret stays where it is, and typing goes on there.
    if (documentEditor) viewOf(documentEditor).focus();
  };
  return (
    <p className={classes["counter"]} data-band role="status">
      <IconArrowsExchange size={15} stroke={1.7} aria-hidden />
      <span>{t(isLinked ? "editor.changes.counter.answeringOn" : "editor.changes.counter.answering", { name })}</span>
      <Button size="compact-xs" variant="default" onClick={leave}>
        {t(isLinked ? "editor.changes.counter.done" : "ui.cancel")}
      </Button>
    </p>
  );
}
